//! Up to where orders and people were looked at.

use deedwell_core::{Result, Timestamp};
use deedwell_store::Tx;

/// Up to which change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Looked {
    pub orders_to: Timestamp,
    pub people_to: Timestamp,
}

/// The beginning of time where it never was.
pub async fn looked(tx: &mut Tx) -> Result<Looked> {
    let find = tx.query("select orders_to, people_to from referral_reader where organisation = $1");
    let Some(row) = tx.find(find).await? else {
        let never = Timestamp::UNIX_EPOCH;
        return Ok(Looked { orders_to: never, people_to: never });
    };
    Ok(Looked { orders_to: row.moment("orders_to")?, people_to: row.moment("people_to")? })
}

/// Never back: two servers may look at once.
pub async fn set_looked(tx: &mut Tx, looked: Looked) -> Result<()> {
    let insert = tx.query(
        "insert into referral_reader (organisation, orders_to, people_to) values ($1, $2, $3)
         on conflict (organisation) do update set
            orders_to = case when excluded.orders_to > referral_reader.orders_to
                then excluded.orders_to else referral_reader.orders_to end,
            people_to = case when excluded.people_to > referral_reader.people_to
                then excluded.people_to else referral_reader.people_to end",
    );
    tx.run(insert.bind(looked.orders_to).bind(looked.people_to)).await.map(drop)
}

/// Whether an identity came to another person since then.
pub async fn have_people_moved(tx: &mut Tx, since: Timestamp) -> Result<bool> {
    let find = tx
        .query("select 1 as yes from identity where organisation = $1 and moved_at >= $2 limit 1");
    Ok(tx.find(find.bind(since)).await?.is_some())
}
