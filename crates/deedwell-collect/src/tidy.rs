//! What was sent is kept for a while, so that a mistake can be looked into; then it is thrown away. What
//! follows from it stands in the ledger.

use deedwell_core::{Error, Result};
use deedwell_store::Tx;
use jiff::SignedDuration;

pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How many rows had had their time.
pub async fn tidy(tx: &mut Tx) -> Result<u64> {
    let before = tx.now().checked_sub(KEPT_FOR).map_err(Error::fault)?;
    let sent = tx.query("delete from sent where organisation = $1 and at < $2");
    let rows = tx.run(sent.bind(before)).await?;
    let held = tx.query(
        "update source set held = held - (select count(*) from sent_held h
           where h.organisation = $1 and h.source = source.id and h.at < $2)
         where organisation = $1 and held > 0",
    );
    tx.run(held.bind(before)).await?;
    let held = tx.query("delete from sent_held where organisation = $1 and at < $2");
    let rows = rows + tx.run(held.bind(before)).await?;
    let wrong = tx.query("delete from sent_wrong where organisation = $1 and last_at < $2");
    Ok(rows + tx.run(wrong.bind(before)).await?)
}
