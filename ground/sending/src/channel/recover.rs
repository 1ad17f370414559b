//! What a crash left behind: letters that were handed over and of which nobody lives who knows what came of
//! it are ambiguous. They are listed; staff decide.

use deedwell_core::{Id, Organisation, Result};
use deedwell_store::{Db, Tx};
use jiff::Timestamp;

use super::take::finish;
use crate::letter::Letter;
use crate::store;

/// At the start of a server, before its channels take anything. On SQLite there is no other server, so all
/// that was handed over is ambiguous now, and all that was leased is due at once; on PostgreSQL others may
/// be sending, and what this one left is found by [`sweep`] when its time is over. How many letters became
/// ambiguous.
///
/// # Errors
/// When the database cannot be written.
pub async fn recover(db: &Db) -> Result<u64> {
    let mut found = 0;
    for organisation in organisations(db).await? {
        let mut tx = db.write(organisation).await?;
        let now = tx.now();
        let end = if db.is_sqlite() { Timestamp::MAX } else { now };
        found += lose(&mut tx, end).await?;
        if db.is_sqlite() {
            let update = tx.query(
                "update letter set lease = null, next_at = $2
                 where organisation = $1 and state = 'reserved' and lease is not null",
            );
            tx.run(update.bind(now)).await?;
        }
        tx.commit().await?;
    }
    Ok(found)
}

/// Each minute: what was handed over longer ago than any channel waits is ambiguous, and runs of which every
/// letter has its answer are over.
///
/// # Errors
/// When the database cannot be written.
pub async fn sweep(db: &Db, organisation: Id<Organisation>) -> Result<u64> {
    let mut tx = db.write(organisation).await?;
    let now = tx.now();
    let lost = lose(&mut tx, now).await?;
    finish(&mut tx).await?;
    tx.commit().await?;
    Ok(lost)
}

async fn lose(tx: &mut Tx, until: Timestamp) -> Result<u64> {
    let update = tx.query(
        "update letter set state = 'ambiguous'
         where organisation = $1 and state = 'handed_over' and next_at <= $2 returning id",
    );
    let lost: Vec<Id<Letter>> = {
        let rows = tx.list(update.bind(until)).await?;
        rows.iter().map(|row| row.id("id")).collect::<Result<_>>()?
    };
    for id in &lost {
        store::add_note(tx, *id, "ambiguous", "").await?;
    }
    Ok(lost.len() as u64)
}

async fn organisations(db: &Db) -> Result<Vec<Id<Organisation>>> {
    let mut tx = db.system_read().await?;
    let list = tx.query_all("select organisation from organisation order by organisation");
    tx.list(list).await?.iter().map(|row| row.id("organisation")).collect()
}
