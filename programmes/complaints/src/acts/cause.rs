//! Why things go wrong, and whether that is gone.

use deedwell_core::{Error, Id, Result, Staff, Who};
use deedwell_store::{Tx, audit};
use serde_json::json;

use super::record;
use crate::cause::{Cause, MOST_CAUSES};
use crate::complaint::Complaint;
use crate::deed::{About, ComplaintDeed as Deed, Of};
use crate::store;

/// Complaints whose customers are told at once that a cause is gone.
const MOST_TOLD: usize = 5_000;

pub async fn add_cause(
    tx: &mut Tx,
    staff: Id<Staff>,
    parent: Option<Id<Cause>>,
    name: &str,
) -> Result<Id<Cause>> {
    let name = Cause::named(name)?;
    if let Some(parent) = parent {
        store::cause(tx, parent).await?.may_hold()?;
    }
    let there = store::causes(tx).await?;
    if there.len() >= MOST_CAUSES {
        return Err(Error::refused(
            "complaints.causes",
            format!("There are {MOST_CAUSES} causes, which is the most there can be."),
        ));
    }
    let same = there.iter().find(|c| c.cause.parent == parent && c.cause.name == name);
    if let Some(same) = same {
        return Ok(same.cause.id);
    }
    let id = tx.new_id();
    store::add_cause(tx, id, parent, &name).await?;
    let detail = json!({ "name": name });
    audit(tx, Some(staff), "complaints.cause_added", Some(&about(id)), &detail).await?;
    Ok(id)
}

fn about(id: Id<Cause>) -> String {
    format!("cause/{id}")
}

fn of(id: Id<Cause>) -> Of {
    Of { about: About::Cause(id), unit: None, counterpart: None }
}

pub async fn rename_cause(tx: &mut Tx, staff: Id<Staff>, id: Id<Cause>, name: &str) -> Result<()> {
    let name = Cause::named(name)?;
    store::cause(tx, id).await?;
    store::rename_cause(tx, id, &name).await?;
    let detail = json!({ "name": name });
    audit(tx, Some(staff), "complaints.cause_renamed", Some(&about(id)), &detail).await
}

/// Says why it came about; none takes it back. What is linked to a cause that was said to be gone shows
/// that it is not.
pub async fn link_cause(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Complaint>,
    cause: Option<Id<Cause>>,
) -> Result<()> {
    let complaint = store::complaint_to_change(tx, id).await?;
    if complaint.cause == cause {
        return Ok(());
    }
    let linked = match cause {
        Some(cause) => Some(store::cause(tx, cause).await?),
        None => None,
    };
    store::set_cause(tx, id, cause).await?;
    let who = Who::Staff(staff);
    let Some(linked) = linked else {
        let before = complaint.cause.ok_or_else(|| Error::fault("no cause before"))?;
        return record(tx, who, complaint.of(), Deed::CauseUnlinked { cause: before }).await;
    };
    record(tx, who, complaint.of(), Deed::CauseLinked { cause: linked.id }).await?;
    if linked.fixed.is_some_and(|fixed| complaint.received_at > fixed.at) {
        record(tx, who, complaint.of(), Deed::CauseReturned { cause: linked.id }).await?;
    }
    Ok(())
}

/// Says that it was fixed, and what was changed.
pub async fn fix_cause(tx: &mut Tx, staff: Id<Staff>, id: Id<Cause>, evidence: &str) -> Result<()> {
    let cause = store::cause(tx, id).await?;
    let evidence = cause.fix(evidence)?;
    store::set_fixed(tx, id, Some((staff, &evidence))).await?;
    let complaints = count(tx, id).await?;
    record(tx, Who::Staff(staff), of(id), Deed::CauseFixed { complaints }).await
}

/// It was not fixed after all.
pub async fn unfix_cause(tx: &mut Tx, staff: Id<Staff>, id: Id<Cause>) -> Result<()> {
    let cause = store::cause(tx, id).await?;
    if cause.fixed.is_none() {
        return Err(Error::refused("complaints.not_fixed", "Nobody has said that it was fixed."));
    }
    store::set_fixed(tx, id, None).await?;
    audit(tx, Some(staff), "complaints.cause_unfixed", Some(&about(id)), &json!({})).await
}

/// Somebody else looked, and it is gone. Everybody who complained of it is told.
pub async fn verify_cause(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Cause>,
    evidence: &str,
) -> Result<()> {
    let cause = store::cause(tx, id).await?;
    let evidence = cause.verify(staff, evidence)?;
    store::set_verified(tx, id, staff, &evidence).await?;
    let complaints = count(tx, id).await?;
    let who = Who::Staff(staff);
    record(tx, who, of(id), Deed::CauseVerified { complaints }).await?;
    for (complaint, identity) in store::complaints_of_cause(tx, id, MOST_TOLD).await? {
        let of = Of { about: About::Complaint(complaint), unit: None, counterpart: Some(identity) };
        record(tx, who, of, Deed::CauseGone { cause: id }).await?;
    }
    Ok(())
}

async fn count(tx: &mut Tx, id: Id<Cause>) -> Result<i64> {
    let all = store::complaints_of_cause(tx, id, MOST_TOLD).await?;
    i64::try_from(all.len()).map_err(Error::fault)
}
