//! Which forms came back, and how often the same words did.

use deedwell_core::{Result, Timestamp};
use deedwell_store::Tx;

/// Whether this one came back before.
pub async fn form_came(tx: &mut Tx, nonce: &str) -> Result<bool> {
    let find = tx.query("select nonce from trust_form where organisation = $1 and nonce = $2");
    Ok(tx.find(find.bind(nonce)).await?.is_some())
}

/// False where it came back before: the key lets nobody use it twice.
pub async fn take_form(tx: &mut Tx, nonce: &str, ends_at: Timestamp) -> Result<bool> {
    let insert = tx.query(
        "insert into trust_form (organisation, nonce, ends_at) values ($1, $2, $3)
         on conflict do nothing",
    );
    Ok(tx.run(insert.bind(nonce).bind(ends_at)).await? == 1)
}

/// Those whose token is no longer taken anyway.
pub async fn drop_forms(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    let delete = tx.query("delete from trust_form where organisation = $1 and ends_at < $2");
    tx.run(delete.bind(before)).await
}

/// How often these words came on a day.
pub async fn said(tx: &mut Tx, day: i64, print: &str) -> Result<i64> {
    let find = tx
        .query("select times from trust_said where organisation = $1 and day = $2 and print = $3");
    let row = tx.find(find.bind(day).bind(print)).await?;
    row.map_or(Ok(0), |row| row.number("times"))
}

pub async fn add_said(tx: &mut Tx, day: i64, print: &str) -> Result<()> {
    let insert = tx.query(
        "insert into trust_said (organisation, day, print, times) values ($1, $2, $3, 1)
         on conflict (organisation, day, print) do update set times = trust_said.times + 1",
    );
    tx.run(insert.bind(day).bind(print)).await.map(drop)
}

pub async fn drop_said(tx: &mut Tx, before_day: i64) -> Result<u64> {
    let delete = tx.query("delete from trust_said where organisation = $1 and day < $2");
    tx.run(delete.bind(before_day)).await
}
