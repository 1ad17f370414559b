//! Somebody says that they recommended us.

use deedwell_core::{Id, Result, Who};
use deedwell_store::{Tx, quota};

use super::{RECOMMENDATIONS_A_DAY, customer};
use crate::deed::{About, Done, Recommendation, ReferralDeed};
use crate::said::NewRecommendation;
use crate::store;

/// False where the same was told before.
///
/// # Errors
/// `referrals.not_a_customer`, `Invalid`, `TooMany`.
pub async fn recommend(tx: &mut Tx, who: Who, new: &NewRecommendation) -> Result<bool> {
    let me = customer(who)?;
    let new = new.checked()?;
    let id: Id<Recommendation> = tx.new_id();
    if !store::add_recommendation(tx, id, me.identity, &new).await? {
        return Ok(false);
    }
    quota::spend_together(tx, &RECOMMENDATIONS_A_DAY).await?;
    let deed = ReferralDeed::Recommended { evidence: new.evidence };
    tx.record(who, &Done::new(About::Recommendation(id), deed)).await?;
    Ok(true)
}
