//! What follows when we know who came, and when they buy or give back.

use deedwell_core::{Error, Id, Result, Timestamp, Who};
use deedwell_orders::Order;
use deedwell_orders::store::{order, orders_of};
use deedwell_store::Tx;
use jiff::SignedDuration;

use super::{decide, party, record, reward, who_is};
use crate::deed::ReferralDeed;
use crate::judge::{Evidence, Finding, Reason};
use crate::referral::{Bought, Referral, Visit, hold_until, qualifying, reaches};
use crate::stage::Stage;
use crate::store::{self, LATE_DAYS};
use crate::terms::Terms;

fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

/// We know who came: a friend was brought. None where somebody had brought them before, or it was the
/// referrer. Who came first by whom counts: a page of coupons at the till brings nobody.
pub async fn identify(tx: &mut Tx, visit: &Visit) -> Result<Option<Id<Referral>>> {
    if !store::see_visit(tx, visit.id).await? {
        return Ok(None);
    }
    let link = store::link(tx, visit.link).await?;
    let Some((referrer, _)) = party(tx, link.identity).await? else { return Ok(None) };
    let Some((friend, _)) = party(tx, visit.identity).await? else { return Ok(None) };
    if referrer.person == friend.person {
        return Ok(None);
    }
    let before = store::referrals_of_friend(tx, friend.person).await?;
    if before.iter().any(|r| r.stage != Stage::Lapsed) {
        return Ok(None);
    }
    let Some(terms) = store::terms_at(tx, visit.at).await? else { return Ok(None) };
    let id = store::add_referral(tx, visit, (link.identity, terms.version)).await?;
    let referral = store::referral_to_change(tx, id).await?;
    let deed = ReferralDeed::Brought { link: link.id, terms: terms.version };
    record(tx, who_is(referrer), &referral, deed).await?;
    record(tx, who_is(friend), &referral, ReferralDeed::Identified {}).await?;
    look(tx, id).await?;
    Ok(Some(id))
}

/// Looks at what the friend bought and gave back. Whether that changed anything.
pub async fn look(tx: &mut Tx, id: Id<Referral>) -> Result<bool> {
    let mut referral = store::referral_to_change(tx, id).await?;
    let terms = store::terms(tx, referral.terms).await?.terms;
    match referral.stage {
        Stage::Identified => {
            if let Some(order) = next_order(tx, &referral, &terms).await? {
                hold(tx, &mut referral, &order, &terms).await?;
                return Ok(true);
            }
            lapse_late(tx, &mut referral, &terms).await
        }
        Stage::Held | Stage::Review | Stage::Approved | Stage::Paid => {
            let kept = kept(tx, &referral, &terms).await?;
            if kept {
                return Ok(false);
            }
            come_back(tx, referral, &terms).await
        }
        Stage::Rejected | Stage::ClawedBack | Stage::Lapsed => Ok(false),
    }
}

/// Whether its order is still worth what was asked.
pub(super) async fn kept(tx: &mut Tx, referral: &Referral, terms: &Terms) -> Result<bool> {
    let Some(bought) = referral.bought else { return Ok(false) };
    match order(tx, bought.order).await {
        Ok(order) => Ok(reaches(&order, terms.least)),
        Err(Error::Missing(_)) => Ok(false),
        Err(other) => Err(other),
    }
}

async fn next_order(tx: &mut Tx, referral: &Referral, terms: &Terms) -> Result<Option<Order>> {
    let orders = orders_of(tx, &[referral.friend.person]).await?;
    let to = referral.came_at.checked_add(days(terms.visit_days)).map_err(Error::fault)?;
    Ok(qualifying(&orders, referral.counts_from(), to, terms.least).cloned())
}

async fn hold(tx: &mut Tx, referral: &mut Referral, order: &Order, terms: &Terms) -> Result<()> {
    take(referral, order, terms, tx.now())?;
    referral.stage = Stage::Held;
    reward::book(tx, referral, terms).await?;
    store::set_referral(tx, referral).await?;
    let friend = who_is(referral.friend);
    record(tx, friend, referral, ReferralDeed::Qualified { order: order.id }).await?;
    record(tx, Who::System, referral, ReferralDeed::Held { days: terms.return_days }).await
}

fn take(referral: &mut Referral, order: &Order, terms: &Terms, now: Timestamp) -> Result<()> {
    let (worth, at) = (order.worth(), order.placed_at);
    referral.bought = Some(Bought { order: order.id, at, worth });
    referral.qualified_at.get_or_insert(now);
    referral.hold_until = Some(hold_until(at, terms)?);
    Ok(())
}

/// What was bought came back, or enough of it. Something else they bought meanwhile takes its place while
/// nothing was decided.
async fn come_back(tx: &mut Tx, mut referral: Referral, terms: &Terms) -> Result<bool> {
    if referral.stage == Stage::Held
        && let Some(order) = next_order(tx, &referral, terms).await?
    {
        take(&mut referral, &order, terms, tx.now())?;
        store::set_referral(tx, &referral).await?;
        record(tx, Who::System, &referral, ReferralDeed::Held { days: terms.return_days }).await?;
        return Ok(true);
    }
    let finding = Finding { reason: Reason::Refunded, shows: Evidence::None };
    if matches!(referral.stage, Stage::Held | Stage::Review) {
        referral.findings.retain(|f| f.reason != Reason::Refunded);
        referral.findings.push(finding);
        decide::reject_now(tx, &mut referral, Who::System).await?;
    } else {
        reward::take_back(tx, &mut referral, terms, Who::System, finding).await?;
    }
    Ok(true)
}

async fn lapse_late(tx: &mut Tx, referral: &mut Referral, terms: &Terms) -> Result<bool> {
    let after = days(terms.visit_days + LATE_DAYS);
    if tx.now().duration_since(referral.came_at) <= after {
        return Ok(false);
    }
    lapse(tx, referral).await.map(|()| true)
}

/// Nothing comes of it any more.
pub(super) async fn lapse(tx: &mut Tx, referral: &mut Referral) -> Result<()> {
    reward::give_up(tx, referral).await?;
    referral.stage = Stage::Lapsed;
    referral.ended_at = Some(tx.now());
    store::set_referral(tx, referral).await?;
    record(tx, Who::System, referral, ReferralDeed::Lapsed {}).await
}
