//! Limits on how often somebody may do something, that survive a restart.
//!
//! What is spent is spent by the transaction: dropped, nothing was. Windows are fixed, beginning at
//! whole multiples of their length, so one row is enough for each.

use deedwell_core::{Error, Result};
use jiff::Timestamp;

use crate::Tx;

/// Spends one of at most `most` within each window of `window_s` seconds. `key` says what, for whom:
/// `ideas.vote/<person>`.
///
/// # Errors
/// `TooMany`, with the seconds until the next window.
pub async fn spend(tx: &mut Tx, key: &str, most: u32, window_s: u32) -> Result<()> {
    let window = i64::from(window_s.max(1));
    let now = tx.now().as_second();
    let starts = now - now.rem_euclid(window);
    let starts_at = Timestamp::from_second(starts).map_err(Error::fault)?;
    let spend = tx.query(
        "insert into quota (organisation, key, starts_at, spent) values ($1, $2, $3, 1)
         on conflict (organisation, key, starts_at) do update set spent = quota.spent + 1
         returning spent",
    );
    let spent = tx.one(spend.bind(key).bind(starts_at)).await?.number("spent")?;
    if spent > i64::from(most) {
        let left = starts + window - now;
        return Err(Error::TooMany {
            sentence: format!(
                "That is more than {most} {}. Please try again later.",
                every(window)
            )
            .into(),
            retry_after_s: u32::try_from(left).unwrap_or(window_s),
        });
    }
    if spent == 1 {
        forget(tx, key, starts_at).await?;
    }
    Ok(())
}

/// How many are left of `most` in this window.
pub async fn left(tx: &mut Tx, key: &str, most: u32, window_s: u32) -> Result<u32> {
    let find =
        tx.query("select spent from quota where organisation = $1 and key = $2 and starts_at = $3");
    let starts_at = window_start(tx, window_s)?;
    let row = tx.find(find.bind(key).bind(starts_at)).await?;
    let spent = row.map(|row| row.number("spent")).transpose()?.unwrap_or(0);
    Ok(u32::try_from(i64::from(most) - spent).unwrap_or(0))
}

/// Gives one back that was spent in this window: what came was no attack after all.
pub async fn give_back(tx: &mut Tx, key: &str, window_s: u32) -> Result<()> {
    let update = tx.query(
        "update quota set spent = spent - 1
         where organisation = $1 and key = $2 and starts_at = $3 and spent > 0",
    );
    let starts_at = window_start(tx, window_s)?;
    tx.run(update.bind(key).bind(starts_at)).await.map(drop)
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

fn every(window_s: i64) -> String {
    match window_s {
        60 => "a minute".to_owned(),
        3_600 => "an hour".to_owned(),
        86_400 => "a day".to_owned(),
        other => format!("in {other} seconds"),
    }
}
