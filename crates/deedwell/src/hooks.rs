//! What endpoints are to be told, and what rules give points for, is decided by every server as its ledger
//! reads on, and before sealing.

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use deedwell_core::{Id, Organisation, Position, Result};
use deedwell_ledger::Reach;
use deedwell_points::follow;
use deedwell_store::Db;
use deedwell_webhooks::due::{self, Reached};
use deedwell_webhooks::store;
use tokio::sync::watch;
use tracing::warn;

use crate::wiring::Parts;

/// How often is looked whether the ledger has read on.
const POLL: Duration = Duration::from_millis(500);

/// Decides what is due until told to stop.
pub async fn keep_deciding(parts: Arc<Parts>, mut stop: watch::Receiver<bool>) {
    let mut done: HashMap<Id<Organisation>, i64> = HashMap::new();
    while !*stop.borrow() {
        for organisation in parts.ledger.organisations() {
            let reach = parts.ledger.reach(organisation);
            // A new endpoint has nothing due before the ledger reads on.
            if done.get(&organisation) == Some(&reach.sequence) {
                continue;
            }
            match decide(&parts.db, organisation, &reach).await {
                Ok(added) => {
                    done.insert(organisation, reach.sequence);
                    if added > 0 {
                        parts.hooks.nudge.notify_one();
                    }
                }
                Err(error) => warn!(%organisation, %error, "What is due cannot be decided now"),
            }
        }
        tokio::select! {
            () = tokio::time::sleep(POLL) => {}
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
}

/// Decides what endpoints are told, and what is earned. How much is to be told.
async fn decide(db: &Db, organisation: Id<Organisation>, reach: &Reach) -> Result<u64> {
    let added = due::catch_up(db, organisation, reached(reach)).await?;
    let Reach { position, sequence, dropped } = reach;
    let reached = follow::Reached { position: *position, sequence: *sequence, dropped };
    follow::catch_up(db, organisation, reached).await?;
    Ok(added)
}

/// Decides what is due up to there, and gives the place that may be sealed.
///
/// # Errors
/// When the database cannot be read or written.
pub async fn decided(db: &Db, organisation: Id<Organisation>, reach: &Reach) -> Result<Position> {
    decide(db, organisation, reach).await?;
    let mut tx = db.read(organisation).await?;
    let slowest = [store::place_of_slowest(&mut tx).await?, follow::place(&mut tx).await?];
    let slowest = slowest.into_iter().flatten().min();
    Ok(slowest.map_or(reach.position, |slowest| slowest.min(reach.position)))
}

fn reached(reach: &Reach) -> Reached<'_> {
    let Reach { position, sequence, dropped } = reach;
    Reached { position: *position, sequence: *sequence, dropped }
}
