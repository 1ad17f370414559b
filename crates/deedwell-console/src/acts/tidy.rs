//! Throwing away what has run out: sessions, links, limits and drafts that mean nothing any more.

use deedwell_core::{Error, Result};
use deedwell_store::{Tx, once};
use jiff::SignedDuration;

/// Limits count within a day at most.
const LIMITS_LAST: SignedDuration = SignedDuration::from_hours(48);
/// Whoever began to set up a second factor and has not done so by then begins again.
const DRAFTS_LAST: SignedDuration = SignedDuration::from_hours(24);

/// For a job that runs once a day. Gives how many rows went.
pub async fn tidy(tx: &mut Tx) -> Result<u64> {
    let now = tx.now();
    let before = |span| now.checked_sub(span).map_err(Error::fault);
    let (limits, drafts) = (before(LIMITS_LAST)?, before(DRAFTS_LAST)?);
    let mut gone = 0;
    let delete = tx.query("delete from session where organisation = $1 and expires_at <= $2");
    gone += tx.run(delete.bind(now)).await?;
    let delete = tx.query("delete from door where organisation = $1 and expires_at <= $2");
    gone += tx.run(delete.bind(now)).await?;
    let delete = tx.query("delete from quota where organisation = $1 and starts_at <= $2");
    gone += tx.run(delete.bind(limits)).await?;
    let delete = tx.query("delete from totp_draft where organisation = $1 and created_at <= $2");
    gone += tx.run(delete.bind(drafts)).await?;
    let answered = before(once::KEPT_FOR)?;
    let delete = tx.query("delete from once where organisation = $1 and at <= $2");
    gone += tx.run(delete.bind(answered)).await?;
    Ok(gone)
}
