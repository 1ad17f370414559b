//! Throwing away what has run out: sessions, links and limits that mean nothing any more.

use deedwell_core::{Error, Result};
use deedwell_store::Db;
use jiff::SignedDuration;

/// Limits count within a day at most.
const LIMITS_LAST: SignedDuration = SignedDuration::from_hours(48);

/// For a job that runs once a day. Gives how many rows went.
pub async fn tidy(db: &Db) -> Result<u64> {
    let mut tx = db.system().await?;
    let now = tx.now();
    let before = now.checked_sub(LIMITS_LAST).map_err(Error::fault)?;
    let mut gone = 0;
    let sessions = tx.query_all("delete from session where expires_at <= $1");
    gone += tx.run(sessions.bind(now)).await?;
    let links = tx.query_all("delete from door where expires_at <= $1");
    gone += tx.run(links.bind(now)).await?;
    let limits = tx.query_all("delete from quota where starts_at <= $1");
    gone += tx.run(limits.bind(before)).await?;
    tx.commit().await?;
    Ok(gone)
}
