//! Yes and no: by the rules when the goods can no longer come back, by staff where they look at it.

use deedwell_core::{Error, Id, Result, Staff, Timestamp, Who};
use deedwell_orders::store::orders_of;
use deedwell_store::{Tx, audit};
use jiff::SignedDuration;
use serde_json::json;

use super::{follow, party, record, reward};
use crate::deed::ReferralDeed;
use crate::judge::{self, Brought, Evidence, Facts, Finding, LONGEST_RING, Reason, Ruling, ruling};
use crate::referral::{Referral, words};
use crate::stage::Stage;
use crate::store;
use crate::terms::Terms;

/// People around a friend that are looked at for rings.
const MOST_AROUND: usize = 2_000;

/// Judges what was held until now. What became of it; none where there was nothing to judge any more.
pub async fn judge_now(tx: &mut Tx, id: Id<Referral>) -> Result<Option<Stage>> {
    let mut referral = store::referral_to_change(tx, id).await?;
    let is_over = referral.hold_until.is_some_and(|until| until <= tx.now());
    if referral.stage != Stage::Held || !is_over {
        return Ok(None);
    }
    let terms = store::terms(tx, referral.terms).await?.terms;
    store::hold_links_of(tx, referral.referrer.person).await?;
    let Some(facts) = facts(tx, &referral, &terms).await? else {
        follow::lapse(tx, &mut referral).await?;
        return Ok(Some(referral.stage));
    };
    referral.findings = judge::judge(&facts, &terms);
    match ruling(&referral.findings) {
        Ruling::Approve => approve_now(tx, &mut referral, &terms, (Who::System, false)).await?,
        Ruling::Review => {
            referral.stage = Stage::Review;
            store::set_referral(tx, &referral).await?;
            let reasons = reasons(&referral);
            record(tx, Who::System, &referral, ReferralDeed::PutToReview { reasons }).await?;
        }
        Ruling::Reject => reject_now(tx, &mut referral, Who::System).await?,
    }
    Ok(Some(referral.stage))
}

fn reasons(referral: &Referral) -> Vec<Reason> {
    referral.findings.iter().map(|f| f.reason).collect()
}

/// The whole record of both, as it is now; none when one of them was forgotten.
pub async fn facts(tx: &mut Tx, referral: &Referral, terms: &Terms) -> Result<Option<Facts>> {
    let Some((referrer, one_ours)) = party(tx, referral.referrer.identity).await? else {
        return Ok(None);
    };
    let Some((friend, other_ours)) = party(tx, referral.friend.identity).await? else {
        return Ok(None);
    };
    let (one, other) = (referrer.person, friend.person);
    let mut signs = store::shared_signs(tx, one, other).await?;
    signs.extend(store::shared_signs(tx, other, one).await?);
    let mut traits = store::shared_traits(tx, one, other).await?;
    // A browser is shared by those who live together, and tells no more than that.
    if signs.remove("browser") {
        traits.insert("browser".to_owned());
    }
    let around = |hours: i64| {
        let length = SignedDuration::from_hours(hours);
        let from = referral.came_at.checked_sub(length).unwrap_or(Timestamp::MIN);
        let to = referral.came_at.checked_add(length).unwrap_or(Timestamp::MAX);
        (from, to)
    };
    let (from, to) = around(terms.stranger_hours);
    let (day_from, day_to) = around(24);
    let orders = orders_of(tx, &[other]).await?;
    let bought = orders.iter().filter(|o| o.was_placed).map(|o| o.placed_at);
    let month = month_began(tx).await?;
    let (taken_back, rewarded_this_month) = store::taken_and_given(tx, one, month).await?;
    Ok(Some(Facts {
        referrer: one,
        friend: other,
        came_at: referral.came_at,
        counts_from: referral.counts_from(),
        is_ours: one_ours || other_ours,
        shared_signs: signs.into_iter().collect(),
        referrer_mail: store::mail_of(tx, one).await?,
        friend_mail: store::mail_of(tx, other).await?,
        households: store::households_of_both(tx, one, other).await?,
        shared_traits: traits.into_iter().collect(),
        brought: brought_from(tx, other).await?,
        visits: store::came_by(tx, one, from, to).await?,
        friends_came: store::friends_came(tx, one, day_from, day_to).await?,
        first_bought_at: bought.min(),
        known_since: store::known_since(tx, other).await?,
        earlier: store::earlier(tx, referral).await?,
        is_kept: follow::kept(tx, referral, terms).await?,
        taken_back,
        rewarded_this_month,
        is_booked: is_booked(referral, terms),
    }))
}

fn is_booked(referral: &Referral, terms: &Terms) -> bool {
    referral.referrer_paid == terms.referrer_reward && referral.friend_paid == terms.friend_reward
}

/// Whom somebody brought, whom those brought, and so on, as far as rings are looked for.
async fn brought_from(tx: &mut Tx, person: Id<deedwell_core::Person>) -> Result<Vec<Brought>> {
    let mut all = Vec::new();
    let mut seen = std::collections::BTreeSet::from([person]);
    let mut next = vec![person];
    for _ in 1..LONGEST_RING {
        let branches = store::branches(tx, &next).await?;
        all.extend(branches.iter().map(|b| Brought { by: b.by, friend: b.friend }));
        next = branches.iter().map(|b| b.friend).filter(|f| seen.insert(*f)).collect();
        if next.is_empty() || seen.len() > MOST_AROUND {
            break;
        }
    }
    Ok(all)
}

/// When this month began, by the calendar of the organisation.
async fn month_began(tx: &mut Tx) -> Result<Timestamp> {
    let zone = deedwell_points::store::zone(tx).await?;
    let first = tx.now().to_zoned(zone.clone()).date().first_of_month();
    Ok(first.to_zoned(zone).map_err(Error::fault)?.timestamp())
}

pub(super) async fn approve_now(
    tx: &mut Tx,
    referral: &mut Referral,
    terms: &Terms,
    (who, on_appeal): (Who, bool),
) -> Result<()> {
    if referral.findings.iter().any(|f| f.reason == Reason::Cap) {
        reward::leave_out_referrer(tx, referral).await?;
    }
    referral.stage = Stage::Approved;
    referral.decided_at = Some(tx.now());
    referral.decided_by = staff_of(who);
    referral.ended_at = None;
    store::set_referral(tx, referral).await?;
    reward::note_approved(tx, referral, terms, (who, on_appeal)).await?;
    reward::pay(tx, referral, terms).await.map(drop)
}

pub(super) async fn reject_now(tx: &mut Tx, referral: &mut Referral, who: Who) -> Result<()> {
    reward::give_up(tx, referral).await?;
    referral.stage = Stage::Rejected;
    referral.decided_at = Some(tx.now());
    referral.decided_by = staff_of(who);
    referral.ended_at = Some(tx.now());
    store::set_referral(tx, referral).await?;
    let reasons = reasons(referral);
    record(tx, who, referral, ReferralDeed::Rejected { reasons }).await
}

fn staff_of(who: Who) -> Option<Id<Staff>> {
    match who {
        Who::Staff(staff) => Some(staff),
        Who::Customer { .. } | Who::Visitor { .. } | Who::System => None,
    }
}

/// Staff say yes to what waits for them; both are rewarded, the referrer up to the month's limit.
///
/// # Errors
/// `Missing`, `referrals.not_waiting`, `referrals.own_referral`, `referrals.not_kept`.
pub async fn approve(tx: &mut Tx, staff: Id<Staff>, id: Id<Referral>, why: &str) -> Result<()> {
    let mut referral = store::referral_to_change(tx, id).await?;
    let own = store::people_of_staff(tx, staff).await?;
    referral.approve(&own)?;
    if !why.trim().is_empty() {
        referral.why = words("why", why)?;
    }
    reward_at_last(tx, &mut referral, (Who::Staff(staff), false)).await?;
    note(tx, staff, &referral, "referrals.approved").await
}

/// What waited, or was turned down, is rewarded after all.
pub(super) async fn reward_at_last(
    tx: &mut Tx,
    referral: &mut Referral,
    by: (Who, bool),
) -> Result<()> {
    let terms = store::terms(tx, referral.terms).await?.terms;
    store::hold_links_of(tx, referral.referrer.person).await?;
    if !follow::kept(tx, referral, &terms).await? {
        return Err(Error::refused(
            "referrals.not_kept",
            "The order was given back, or is not worth enough any more, so nothing can be given for it.",
        ));
    }
    reward::book(tx, referral, &terms).await?;
    let month = month_began(tx).await?;
    let (_, given) = store::taken_and_given(tx, referral.referrer.person, month).await?;
    referral.findings.retain(|f| f.reason != Reason::Cap);
    if terms.month_cap > 0 && given >= terms.month_cap {
        let shows = Evidence::Count { n: given, most: terms.month_cap };
        referral.findings.push(Finding { reason: Reason::Cap, shows });
    }
    approve_now(tx, referral, &terms, by).await
}

/// Staff say no, and why.
///
/// # Errors
/// `Missing`, `referrals.not_waiting`, `referrals.own_referral`, `Invalid`.
pub async fn reject(tx: &mut Tx, staff: Id<Staff>, id: Id<Referral>, why: &str) -> Result<()> {
    let mut referral = store::referral_to_change(tx, id).await?;
    let own = store::people_of_staff(tx, staff).await?;
    referral.why = referral.reject(&own, why)?;
    referral.findings.push(Finding { reason: Reason::ByStaff, shows: Evidence::None });
    reject_now(tx, &mut referral, Who::Staff(staff)).await?;
    note(tx, staff, &referral, "referrals.rejected").await
}

/// Staff take a reward back: a bank took the money, or it was fraud after all.
///
/// # Errors
/// `Missing`, `referrals.not_paid`, `Invalid`.
pub async fn claw_back(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Referral>,
    (reason, why): (Reason, &str),
) -> Result<()> {
    let mut referral = store::referral_to_change(tx, id).await?;
    if !referral.stage.may_become(Stage::ClawedBack) {
        return Err(Error::refused("referrals.not_paid", "Only what was given can be taken back."));
    }
    if !matches!(reason, Reason::ByStaff | Reason::Chargeback) {
        return Err(Error::invalid("reason", "Please choose one of these reasons."));
    }
    referral.why = words("why", why)?;
    let terms = store::terms(tx, referral.terms).await?.terms;
    let finding = Finding { reason, shows: Evidence::None };
    reward::take_back(tx, &mut referral, &terms, Who::Staff(staff), finding).await?;
    note(tx, staff, &referral, "referrals.clawed_back").await
}

pub(super) async fn note(
    tx: &mut Tx,
    staff: Id<Staff>,
    referral: &Referral,
    deed: &str,
) -> Result<()> {
    audit(tx, Some(staff), deed, Some(&referral.about()), &json!({})).await
}
