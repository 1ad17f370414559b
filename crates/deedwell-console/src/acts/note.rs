//! Noting what was done: in the ledger for everybody who asks what happened, in the audit log for
//! whoever asks who did it.

use deedwell_core::{Deed, Id, Result, Staff, Who};
use deedwell_store::Tx;
use serde_json::Value;

use crate::acts::By;
use crate::deed::StaffDeed;

/// In both. The detail says what changed, for people; no secret belongs in it.
pub async fn note(tx: &mut Tx, by: By<'_>, deed: &StaffDeed, detail: Value) -> Result<()> {
    note_of(tx, by.who(), by.staff(), deed, detail).await
}

/// What somebody did who was not signed in yet: took up an invitation, set a password, signed in.
pub async fn note_own(
    tx: &mut Tx,
    staff: Id<Staff>,
    deed: &StaffDeed,
    detail: Value,
) -> Result<()> {
    note_of(tx, Who::Staff(staff), Some(staff), deed, detail).await
}

async fn note_of(
    tx: &mut Tx,
    who: Who,
    staff: Option<Id<Staff>>,
    deed: &StaffDeed,
    detail: Value,
) -> Result<()> {
    tx.record(who, deed).await?;
    audit(tx, staff, deed.kind(), deed.about().as_deref(), &detail).await
}

/// Only in the audit log: what nobody did, such as too many wrong tries.
pub async fn audit(
    tx: &mut Tx,
    staff: Option<Id<Staff>>,
    deed: &str,
    about: Option<&str>,
    detail: &Value,
) -> Result<()> {
    let (id, now): (Id<StaffDeed>, _) = (tx.new_id(), tx.now());
    let insert = tx.query(
        "insert into audit (organisation, id, at, staff, deed, about, detail)
         values ($1, $2, $3, $4, $5, $6, $7)",
    );
    let insert = insert.bind(id).bind(now).bind(staff).bind(deed);
    tx.run(insert.bind(about).bind(detail.to_string())).await.map(drop)
}
