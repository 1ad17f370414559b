//! Limits on how often somebody may do something, that survive a restart.
//!
//! What is spent is spent by the transaction: dropped, nothing was. Windows are fixed, beginning at
//! whole multiples of their length, so one row is enough for each.

use deedwell_core::behaviour::Later;
use deedwell_core::{Error, Id, Result};
use jiff::Timestamp;

use crate::Tx;

/// Spends one of at most `most` within each window of `window_s` seconds. `key` says what, for whom:
/// `ideas.vote/<person>`.
///
/// # Errors
/// `TooMany`, with the seconds until the next window.
pub fn spend<'a>(tx: &'a mut Tx, key: &'a str, most: u32, window_s: u32) -> Later<'a, Result<()>> {
    Box::pin(async move {
        if count(tx, key, window_s).await? <= i64::from(most) {
            return Ok(());
        }
        let every = every(window_s);
        let sentence = format!("That is more than {most} {every}. Please try again later.");
        Err(too_many(tx, sentence, window_s))
    })
}

/// A limit for everybody of an organisation together.
#[derive(Clone, Copy, Debug)]
pub struct Together {
    /// What is counted, for the table: `ideas.idea`.
    pub key: &'static str,
    /// What is counted, for people: `ideas`.
    pub what: &'static str,
    pub most: u32,
    pub window_s: u32,
}

/// A limit of thousands is kept in parts, each in a row of its own: one row would make all who
/// write at the same time wait for each other. By chance a part is full a little before the others,
/// so a limit of thousands holds but for some percent.
const PART: u32 = 1_000;
const MOST_PARTS: u32 = 16;

/// Spends one of what everybody has together.
///
/// # Errors
/// `TooMany`, with the seconds until the next window.
pub fn spend_together<'a>(tx: &'a mut Tx, limit: &'a Together) -> Later<'a, Result<()>> {
    Box::pin(async move {
        let parts = (limit.most / PART).clamp(1, MOST_PARTS);
        let part = chance(tx) % parts;
        let key = format!("{}/everybody/{part}", limit.key);
        if count(tx, &key, limit.window_s).await? <= i64::from(limit.most.div_ceil(parts)) {
            return Ok(());
        }
        let (most, what, every) = (limit.most, limit.what, every(limit.window_s));
        let sentence =
            format!("No more than {most} {what} {every} are taken here. Please try again later.");
        Err(too_many(tx, sentence, limit.window_s))
    })
}

/// Spends all that is left: for stories that begin when a limit is reached.
pub fn fill<'a>(tx: &'a mut Tx, limit: &'a Together) -> Later<'a, Result<()>> {
    Box::pin(async move {
        let starts_at = window_start(tx, limit.window_s)?;
        for part in 0..MOST_PARTS {
            let fill = tx.query(
                "insert into quota (organisation, key, starts_at, spent) values ($1, $2, $3, $4)
             on conflict (organisation, key, starts_at) do update set spent = excluded.spent",
            );
            let key = format!("{}/everybody/{part}", limit.key);
            tx.run(fill.bind(key).bind(starts_at).bind(i64::from(limit.most))).await?;
        }
        Ok(())
    })
}

/// Evenly spread, from a new id: multiplied by a large odd number, its high bits depend on all.
fn chance(tx: &Tx) -> u32 {
    const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
    let id: Id<Together> = tx.new_id();
    let (high, low) = id.uuid().as_u64_pair();
    let [a, b, c, d, ..] = (high ^ low).wrapping_mul(SPREAD).to_be_bytes();
    u32::from_be_bytes([a, b, c, d])
}

/// Counts one more, and gives how many there are now in this window.
async fn count(tx: &mut Tx, key: &str, window_s: u32) -> Result<i64> {
    let starts_at = window_start(tx, window_s)?;
    let spend = tx.query(
        "insert into quota (organisation, key, starts_at, spent) values ($1, $2, $3, 1)
         on conflict (organisation, key, starts_at) do update set spent = quota.spent + 1
         returning spent",
    );
    let spent = tx.one(spend.bind(key).bind(starts_at)).await?.number("spent")?;
    if spent == 1 {
        forget(tx, key, starts_at).await?;
    }
    Ok(spent)
}

fn too_many(tx: &Tx, sentence: String, window_s: u32) -> Error {
    let window = i64::from(window_s.max(1));
    let left = window - tx.now().as_second().rem_euclid(window);
    let retry_after_s = u32::try_from(left).unwrap_or(window_s);
    Error::TooMany { sentence: sentence.into(), retry_after_s }
}

/// How many are left of `most` in this window.
pub fn left<'a>(tx: &'a mut Tx, key: &'a str, most: u32, window_s: u32) -> Later<'a, Result<u32>> {
    Box::pin(async move {
        let find = tx.query(
            "select spent from quota where organisation = $1 and key = $2 and starts_at = $3",
        );
        let starts_at = window_start(tx, window_s)?;
        let row = tx.find(find.bind(key).bind(starts_at)).await?;
        let spent = row.map(|row| row.number("spent")).transpose()?.unwrap_or(0);
        Ok(u32::try_from(i64::from(most) - spent).unwrap_or(0))
    })
}

/// Gives one back that was spent in this window: what came was no attack after all.
pub fn give_back<'a>(tx: &'a mut Tx, key: &'a str, window_s: u32) -> Later<'a, Result<()>> {
    Box::pin(async move {
        let update = tx.query(
            "update quota set spent = spent - 1
         where organisation = $1 and key = $2 and starts_at = $3 and spent > 0",
        );
        let starts_at = window_start(tx, window_s)?;
        tx.run(update.bind(key).bind(starts_at)).await.map(drop)
    })
}

fn window_start(tx: &Tx, window_s: u32) -> Result<Timestamp> {
    let now = tx.now().as_second();
    let starts = now - now.rem_euclid(i64::from(window_s.max(1)));
    Timestamp::from_second(starts).map_err(Error::fault)
}

/// Windows that are over.
async fn forget(tx: &mut Tx, key: &str, before: Timestamp) -> Result<()> {
    let delete =
        tx.query("delete from quota where organisation = $1 and key = $2 and starts_at < $3");
    tx.run(delete.bind(key).bind(before)).await.map(drop)
}

fn every(window_s: u32) -> String {
    match window_s {
        60 => "a minute".to_owned(),
        3_600 => "an hour".to_owned(),
        86_400 => "a day".to_owned(),
        minutes if minutes % 60 == 0 => format!("in {} minutes", minutes / 60),
        other => format!("in {other} seconds"),
    }
}
