//! How far somebody is trusted now: what they bought, their level, how often they may do what.

use deedwell_core::{Id, Person, Result};
use deedwell_people::head_of;
use deedwell_store::{Tx, quota};
use jiff::SignedDuration;
use serde::Serialize;

use crate::level::{Held, Level, Reasons, Record, reasons};
use crate::limits::{Doing, limit};
use crate::mark::{self, Mark, Unproven, Wanted};
use crate::store;

/// How far somebody is trusted.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Trust {
    /// What counts now.
    pub level: Level,
    pub held: Held,
    /// All that they give is counted apart.
    pub quarantined: bool,
    /// As it was last computed.
    pub reasons: Reasons,
}

pub async fn trust_of(tx: &mut Tx, person: Id<Person>) -> Result<Trust> {
    let person = head_of(tx, person).await?;
    let kept = store::level_of(tx, person).await?;
    let held = match kept {
        Some(kept) => kept.held,
        // New since we know of them.
        None => Held::new(store::met_at(tx, person).await?.unwrap_or_else(|| tx.now())),
    };
    let record = match kept {
        Some(kept) => kept.record,
        // Whoever was never looked at: what is known without the ledger.
        None => Record {
            proven: !store::proven(tx, &[person]).await?.is_empty(),
            bought: !store::buyers(tx, &[person]).await?.is_empty(),
            ..Record::default()
        },
    };
    let quarantined = store::is_apart(tx, person).await?;
    let level = held.in_force(quarantined);
    Ok(Trust { level, held, quarantined, reasons: reasons(held.level, &record) })
}

/// Whether somebody bought this, or anything, and until when that says something: the inner answer says why not.
pub async fn mark(
    tx: &mut Tx,
    person: Id<Person>,
    wanted: Wanted<'_>,
    lasts: Option<SignedDuration>,
) -> Result<std::result::Result<Mark, Unproven>> {
    let person = head_of(tx, person).await?;
    let now = tx.now();
    let mut orders = Vec::new();
    for order in deedwell_orders::store::orders_of(tx, &[person]).await? {
        let lines = match wanted {
            Wanted::Product(_) => deedwell_orders::store::lines(tx, order.id).await?,
            Wanted::Anything => Vec::new(),
        };
        orders.push((order, lines));
    }
    Ok(mark::mark(&orders, wanted, lasts, now))
}

/// Spends one of what somebody may do.
///
/// # Errors
/// `TooMany`, with the seconds until they may again.
pub async fn spend(tx: &mut Tx, person: Id<Person>, doing: Doing) -> Result<()> {
    let person = head_of(tx, person).await?;
    let level = trust_of(tx, person).await?.level;
    let limit = limit(doing, level);
    let key = format!("trust.{}/{person}", doing.name());
    quota::spend(tx, &key, limit.most, limit.window_s).await
}
