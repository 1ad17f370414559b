//! A no was wrong, one of the two says; somebody else looks at it once more.

use deedwell_core::{Id, Result, Staff, Who};
use deedwell_store::Tx;

use super::{customer, decide, record};
use crate::deed::ReferralDeed;
use crate::referral::Referral;
use crate::store;

/// # Errors
/// `Missing` for anybody but the two; `referrals.not_rejected`, `referrals.appealed`,
/// `referrals.too_late`, `Invalid`.
pub async fn appeal(tx: &mut Tx, who: Who, id: Id<Referral>, why: &str) -> Result<()> {
    let me = customer(who)?;
    let mut referral = store::referral_to_change(tx, id).await?;
    let person = super::head(tx, me.person).await?;
    referral.appeal = referral.appeal(person, why, tx.now())?;
    referral.appealed_at = Some(tx.now());
    referral.appellant = Some(me.identity);
    store::set_referral(tx, &referral).await?;
    record(tx, who, &referral, ReferralDeed::Appealed {}).await
}

/// Granted, both are rewarded after all.
///
/// # Errors
/// `Missing`, `referrals.no_appeal`, `referrals.own_decision`, `referrals.own_referral`,
/// `referrals.not_kept`, `Invalid`.
pub async fn answer_appeal(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Referral>,
    (granted, answer): (bool, &str),
) -> Result<()> {
    let mut referral = store::referral_to_change(tx, id).await?;
    let own = store::people_of_staff(tx, staff).await?;
    referral.answer = referral.answer_appeal(staff, &own, answer)?;
    referral.appeal_answered_at = Some(tx.now());
    store::set_referral(tx, &referral).await?;
    let by = Who::Staff(staff);
    record(tx, by, &referral, ReferralDeed::AppealAnswered { granted }).await?;
    if granted {
        decide::reward_at_last(tx, &mut referral, (by, true)).await?;
    }
    decide::note(tx, staff, &referral, "referrals.appeal_answered").await
}
