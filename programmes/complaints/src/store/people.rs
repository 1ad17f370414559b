//! Whose the identities are by which people complained and joined. Where one came to another person, the
//! person beside it follows; taken back, everything stands as it stood.

use deedwell_core::{Result, Timestamp};
use deedwell_store::Tx;
use jiff::SignedDuration;

/// A transaction may end this much later than it began.
const LOOK_BACK: SignedDuration = SignedDuration::from_mins(10);

/// Up to when it was looked; the beginning of time where it never was.
pub async fn people_looked_at(tx: &mut Tx) -> Result<Timestamp> {
    let find = tx.query("select looked_at from complaint_people where organisation = $1");
    let row = tx.find(find).await?;
    Ok(row.map(|row| row.moment("looked_at")).transpose()?.unwrap_or(Timestamp::UNIX_EPOCH))
}

/// Whether an identity came to another person since then.
pub async fn have_people_moved(tx: &mut Tx, since: Timestamp) -> Result<bool> {
    let find = tx
        .query("select 1 as yes from identity where organisation = $1 and moved_at >= $2 limit 1");
    let since = since.checked_sub(LOOK_BACK).unwrap_or(since);
    Ok(tx.find(find.bind(since)).await?.is_some())
}

/// Lets what was given follow the identities that gave it. How much it concerned.
pub async fn follow_people(tx: &mut Tx, since: Timestamp) -> Result<u64> {
    let from = since.checked_sub(LOOK_BACK).unwrap_or(since);
    let complaints = tx.query(
        "update complaint set person = (select i.person from identity i
             where i.organisation = $1 and i.id = complaint.identity)
         where organisation = $1 and identity in (select m.id from identity m
             where m.organisation = $1 and m.moved_at >= $2)
           and person <> (select o.person from identity o
             where o.organisation = $1 and o.id = complaint.identity)",
    );
    let joined = tx.query(
        "update complaint_joined set person = (select i.person from identity i
             where i.organisation = $1 and i.id = complaint_joined.identity)
         where organisation = $1 and identity in (select m.id from identity m
             where m.organisation = $1 and m.moved_at >= $2)
           and person <> (select o.person from identity o
             where o.organisation = $1 and o.id = complaint_joined.identity)",
    );
    let moved = tx.run(complaints.bind(from)).await? + tx.run(joined.bind(from)).await?;
    let now = tx.now();
    let looked = tx.query(
        "insert into complaint_people (organisation, looked_at) values ($1, $2)
         on conflict (organisation) do update set looked_at = excluded.looked_at",
    );
    tx.run(looked.bind(now)).await?;
    Ok(moved)
}
