//! A fresh proof: in this session somebody showed a moment ago that they read what is sent to an address. Whoever
//! finds a browser open can look about; how its owner comes in they cannot change.

use axum::http::HeaderValue;
use deedwell_core::{Id, Identity, Result, Secret, Timestamp};
use deedwell_store::Tx;
use jiff::SignedDuration;

/// How long a code that was typed in counts as fresh.
pub const LASTS: SignedDuration = SignedDuration::from_mins(10);

/// Keeps the proof of a session, named by its hash, and throws away those that are over.
pub(crate) async fn keep(tx: &mut Tx, session: &str, identity: Id<Identity>) -> Result<()> {
    let now = tx.now();
    let over = tx.query("delete from signin_proof where organisation = $1 and proven_at < $2");
    tx.run(over.bind(oldest(now))).await?;
    let keep = tx.query(
        "insert into signin_proof (organisation, session, identity, proven_at)
         values ($1, $2, $3, $4)
         on conflict (organisation, session) do update
         set identity = excluded.identity, proven_at = excluded.proven_at",
    );
    tx.run(keep.bind(session).bind(identity).bind(now)).await.map(drop)
}

/// Which address was proven in this session, and until when that counts.
pub(crate) async fn of(tx: &mut Tx, session: &str) -> Result<Option<(Id<Identity>, Timestamp)>> {
    let now = tx.now();
    let find = tx.query(
        "select identity, proven_at from signin_proof
         where organisation = $1 and session = $2 and proven_at >= $3",
    );
    let Some(row) = tx.find(find.bind(session).bind(oldest(now))).await? else { return Ok(None) };
    let at = row.moment("proven_at")?;
    Ok(Some((row.id("identity")?, at.checked_add(LASTS).unwrap_or(at))))
}

/// No proof of this address counts any more.
pub(crate) async fn forget(tx: &mut Tx, identity: Id<Identity>) -> Result<()> {
    let delete = tx.query("delete from signin_proof where organisation = $1 and identity = $2");
    tx.run(delete.bind(identity)).await.map(drop)
}

fn oldest(now: Timestamp) -> Timestamp {
    now.checked_sub(LASTS).unwrap_or(now)
}

/// The hash of the session that this cookie opens.
pub(crate) fn session_of(cookie: &HeaderValue) -> String {
    let pair = cookie.to_str().unwrap_or_default().split(';').next().unwrap_or_default();
    Secret::hash_of(pair.split_once('=').map_or("", |(_, token)| token))
}
