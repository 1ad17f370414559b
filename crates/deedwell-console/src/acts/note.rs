//! Noting what was done: in the ledger for everybody who asks what happened, in the audit log for
//! whoever asks who did it.

use deedwell_core::{Deed, Id, Result, Staff, Who};
use deedwell_store::Tx;
/// Only in the audit log: what nobody did, such as too many wrong tries.
pub use deedwell_store::audit;
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
