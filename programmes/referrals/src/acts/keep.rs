//! What time, orders and people change. Each of them in a transaction of its own, so that one that cannot
//! be done keeps none of the others.

use std::collections::BTreeSet;

use deedwell_core::{Error, Id, Organisation, Result, Timestamp};
use deedwell_orders::Order;
use deedwell_orders::store::changed_since;
use deedwell_store::Db;
use jiff::SignedDuration;

use super::{decide, follow, reward};
use crate::referral::Referral;
use crate::stage::Stage;
use crate::store::{self, Looked};
use crate::terms::LONGEST_VISIT_DAYS;

/// Looked at in one round.
const AT_ONCE: usize = 200;
/// Orders read at once; more where more changed at the same moment.
const ORDERS: usize = 500;
const MOST_ORDERS: usize = 64_000;
/// A transaction may end this much later than it began.
const LOOK_BACK: SignedDuration = SignedDuration::from_mins(10);

/// How much was done, and what could not be.
#[derive(Default)]
struct Done {
    changed: u64,
    failed: Option<Error>,
}

impl Done {
    fn take(&mut self, done: Result<bool>) {
        match done {
            Ok(changed) => self.changed += u64::from(changed),
            // Somebody else has it in hand, or it is gone: looked at again in a minute.
            Err(Error::TooMany { .. } | Error::Missing(_)) => {}
            Err(error) => {
                self.failed.get_or_insert(error);
            }
        }
    }
}

/// All of it; how much changed. Nothing is written where nothing is due, and twice is once.
///
/// # Errors
/// The first of what could not be done, after all else was.
pub async fn keep(db: &Db, organisation: Id<Organisation>) -> Result<u64> {
    let mut done = Done::default();
    identify(db, organisation, &mut done).await?;
    orders_and_people(db, organisation, &mut done).await?;
    due(db, organisation, &mut done).await?;
    match done.failed {
        Some(error) => Err(error),
        None => Ok(done.changed),
    }
}

/// Visits of whom we know by now who they were.
async fn identify(db: &Db, organisation: Id<Organisation>, done: &mut Done) -> Result<()> {
    loop {
        let mut tx = db.read(organisation).await?;
        let longest = SignedDuration::from_hours(24 * LONGEST_VISIT_DAYS);
        let mut since = tx.now().checked_sub(longest).unwrap_or(Timestamp::UNIX_EPOCH);
        if let Some(now) = store::terms_now(&mut tx).await? {
            let days = SignedDuration::from_hours(24 * now.terms.visit_days);
            since = tx.now().checked_sub(days).unwrap_or(since);
        }
        let visits = store::visits_to_see(&mut tx, since, AT_ONCE).await?;
        drop(tx);
        let before = done.changed;
        for visit in &visits {
            let mut tx = db.write(organisation).await?;
            let seen = match follow::identify(&mut tx, visit).await {
                Ok(_) => tx.commit().await.map(|_| true),
                Err(error) => Err(error),
            };
            done.take(seen);
        }
        if visits.len() < AT_ONCE || done.changed == before {
            return Ok(());
        }
    }
}

/// Orders that changed, and friends to whom an identity came, with its orders.
async fn orders_and_people(db: &Db, organisation: Id<Organisation>, done: &mut Done) -> Result<()> {
    let mut tx = db.read(organisation).await?;
    let before = store::looked(&mut tx).await?;
    let now = tx.now();
    let back = |at: Timestamp| at.checked_sub(LOOK_BACK).unwrap_or(Timestamp::UNIX_EPOCH);
    let mut ids: BTreeSet<Id<Referral>> = BTreeSet::new();
    let mut looked = before;
    let people_from = back(before.people_to);
    if store::have_people_moved(&mut tx, people_from).await? {
        ids.extend(store::by_moved(&mut tx, people_from).await?);
        looked.people_to = now;
    }
    let (mut from, mut most) = (back(before.orders_to), ORDERS);
    loop {
        let orders = changed_since(&mut tx, from, most).await?;
        let all: Vec<_> = orders.iter().map(|o: &Order| o.id).collect();
        let buyers: Vec<_> = orders.iter().filter_map(|o| o.identity).collect();
        ids.extend(store::by_orders(&mut tx, &all).await?);
        ids.extend(store::by_buyers(&mut tx, &buyers).await?);
        let Some(last) = orders.last() else { break };
        looked.orders_to = looked.orders_to.max(last.changed_at);
        if orders.len() < most {
            break;
        }
        if last.changed_at > from {
            from = last.changed_at;
        } else if most < MOST_ORDERS {
            most *= 2;
        } else {
            return Err(Error::fault("more orders changed at one moment than can be looked at"));
        }
    }
    drop(tx);
    let failed_before = done.failed.is_some();
    for id in ids {
        done.take(look(db, organisation, id).await);
    }
    // What could not be looked at is looked at again.
    if looked != before && done.failed.is_some() == failed_before {
        set_looked(db, organisation, looked).await?;
    }
    Ok(())
}

async fn set_looked(db: &Db, organisation: Id<Organisation>, looked: Looked) -> Result<()> {
    let mut tx = db.write(organisation).await?;
    store::set_looked(&mut tx, looked).await?;
    tx.commit().await.map(drop)
}

async fn look(db: &Db, organisation: Id<Organisation>, id: Id<Referral>) -> Result<bool> {
    let mut tx = db.write(organisation).await?;
    let changed = follow::look(&mut tx, id).await?;
    if changed {
        tx.commit().await?;
    }
    Ok(changed)
}

/// What is due: to be judged, to be paid, over.
async fn due(db: &Db, organisation: Id<Organisation>, done: &mut Done) -> Result<()> {
    loop {
        let mut tx = db.read(organisation).await?;
        let to_judge = store::to_judge(&mut tx, AT_ONCE).await?;
        let to_pay = store::in_stage(&mut tx, Stage::Approved, AT_ONCE).await?;
        let to_lapse = store::to_lapse(&mut tx, AT_ONCE).await?;
        drop(tx);
        let before = done.changed;
        for id in &to_judge {
            done.take(judge(db, organisation, *id).await);
        }
        for id in &to_pay {
            done.take(pay(db, organisation, *id).await);
        }
        for id in &to_lapse {
            done.take(look(db, organisation, *id).await);
        }
        let full = [&to_judge, &to_pay, &to_lapse].iter().any(|some| some.len() == AT_ONCE);
        if !full || done.changed == before {
            return Ok(());
        }
    }
}

async fn judge(db: &Db, organisation: Id<Organisation>, id: Id<Referral>) -> Result<bool> {
    let mut tx = db.write(organisation).await?;
    let judged = decide::judge_now(&mut tx, id).await?.is_some();
    tx.commit().await?;
    Ok(judged)
}

async fn pay(db: &Db, organisation: Id<Organisation>, id: Id<Referral>) -> Result<bool> {
    let mut tx = db.write(organisation).await?;
    let mut referral = store::referral_to_change(&mut tx, id).await?;
    if referral.stage != Stage::Approved {
        return Ok(false);
    }
    let terms = store::terms(&mut tx, referral.terms).await?.terms;
    let paid = reward::pay(&mut tx, &mut referral, &terms).await?;
    if paid {
        tx.commit().await?;
    }
    Ok(paid)
}
