//! What staff do with a complaint.

use deedwell_core::{Error, Id, Result, Staff, Who};
use deedwell_store::Tx;

use super::{advance, record, say};
use crate::complaint::{Complaint, Voice};
use crate::deed::ComplaintDeed as Deed;
use crate::stage::Stage;
use crate::store::{self, Said};
use crate::words;

/// Tells the customer that we have it.
pub async fn acknowledge(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Complaint>,
    text: &str,
) -> Result<()> {
    let mut complaint = store::complaint_to_change(tx, id).await?;
    let stage = complaint.stage.to(Stage::Acknowledged)?;
    let Some(message) = say(tx, &complaint, Said::Staff, Some(staff), text).await? else {
        return Ok(());
    };
    complaint.acknowledged_at.get_or_insert(tx.now());
    advance(tx, &mut complaint, stage).await?;
    record(tx, Who::Staff(staff), complaint.of(), Deed::Acknowledged { message }).await
}

/// Says how grave it is, and whether somebody who needs care complained (none: as before).
pub async fn assess(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Complaint>,
    severity: i64,
    vulnerable: Option<bool>,
) -> Result<()> {
    let mut complaint = store::complaint_to_change(tx, id).await?;
    let (stage, deed) = complaint.assess(severity)?;
    if let Some(vulnerable) = vulnerable.filter(|v| *v != complaint.vulnerable) {
        // No deed says so: it is for the few who may see it.
        store::set_vulnerable(tx, id, vulnerable).await?;
    }
    if complaint.severity == Some(severity) && complaint.stage == stage {
        return Ok(());
    }
    complaint.severity = Some(severity);
    advance(tx, &mut complaint, stage).await?;
    record(tx, Who::Staff(staff), complaint.of(), deed).await
}

pub async fn investigate(tx: &mut Tx, staff: Id<Staff>, id: Id<Complaint>) -> Result<()> {
    let mut complaint = store::complaint_to_change(tx, id).await?;
    if complaint.stage == Stage::Investigating {
        return Ok(());
    }
    if complaint.stage != Stage::Assessed {
        complaint.stage.to(Stage::Assessed)?;
    }
    let stage = complaint.stage.to(Stage::Investigating)?;
    advance(tx, &mut complaint, stage).await?;
    record(tx, Who::Staff(staff), complaint.of(), Deed::Investigated {}).await
}

/// Writes to the customer. The first word acknowledges.
pub async fn write(tx: &mut Tx, staff: Id<Staff>, id: Id<Complaint>, text: &str) -> Result<()> {
    let complaint = store::complaint_to_change(tx, id).await?;
    complaint.takes_words()?;
    if complaint.stage == Stage::Received {
        return acknowledge(tx, staff, id, text).await;
    }
    if let Some(message) = say(tx, &complaint, Said::Staff, Some(staff), text).await? {
        record(tx, Who::Staff(staff), complaint.of(), Deed::Answered { message }).await?;
    }
    Ok(())
}

/// Writes for colleagues.
pub async fn note(tx: &mut Tx, staff: Id<Staff>, id: Id<Complaint>, text: &str) -> Result<()> {
    let complaint = store::complaint_to_change(tx, id).await?;
    if let Some(message) = say(tx, &complaint, Said::Note, Some(staff), text).await? {
        record(tx, Who::Staff(staff), complaint.of(), Deed::Noted { message }).await?;
    }
    Ok(())
}

/// Gives it to a colleague, or to nobody.
pub async fn assign(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Complaint>,
    to: Option<Id<Staff>>,
) -> Result<()> {
    let complaint = store::complaint_to_change(tx, id).await?;
    if let Some(to) = to {
        let works_here = store::colleagues(tx).await?.iter().any(|(id, ..)| *id == to);
        if !works_here {
            return Err(Error::invalid(
                "to",
                "Nobody who works here is called that. Choose from the list.",
            ));
        }
    }
    if complaint.assigned_to == to {
        return Ok(());
    }
    store::set_assigned(tx, id, to).await?;
    record(tx, Who::Staff(staff), complaint.of(), Deed::Assigned { to }).await
}

/// Goes to somebody outside, by the customer's wish or ours.
pub async fn escalate(tx: &mut Tx, who: Who, id: Id<Complaint>) -> Result<()> {
    let mut complaint = store::complaint_to_change(tx, id).await?;
    let by_customer = !matches!(who, Who::Staff(_));
    if by_customer {
        complaint.is_by(Voice::of(who)?.person)?;
    }
    if store::settings(tx).await?.ombudsman.is_empty() {
        return Err(Error::refused(
            "complaints.nobody_outside",
            "There is nobody outside to go to. Who decides is said in the settings.",
        ));
    }
    let (stage, deed) = complaint.escalate(by_customer, tx.now())?;
    super::offer::drop_open(tx, id).await?;
    advance(tx, &mut complaint, stage).await?;
    record(tx, who, complaint.of(), deed).await
}

/// Nobody waits any more.
pub async fn close(tx: &mut Tx, staff: Id<Staff>, id: Id<Complaint>, reason: &str) -> Result<()> {
    let mut complaint = store::complaint_to_change(tx, id).await?;
    if complaint.stage == Stage::Accepted && !is_words(tx, id).await? {
        // What was promised is done first.
        return Err(Error::refused(
            "complaints.promised",
            "The customer accepted; do what was promised first, and say what shows it.",
        ));
    }
    let (stage, reason, deed) = complaint.close(reason)?;
    super::offer::drop_open(tx, id).await?;
    advance(tx, &mut complaint, stage).await?;
    if !reason.is_empty() {
        say(tx, &complaint, Said::Staff, Some(staff), &reason).await?;
    }
    record(tx, Who::Staff(staff), complaint.of(), deed).await
}

async fn is_words(tx: &mut Tx, id: Id<Complaint>) -> Result<bool> {
    let offers = store::offers(tx, id).await?;
    Ok(offers.last().is_some_and(|offer| offer.redress.is_words()))
}

/// Opens it again, by the customer's wish or ours, and says why.
pub async fn reopen(tx: &mut Tx, who: Who, id: Id<Complaint>, text: &str) -> Result<()> {
    let mut complaint = store::complaint_to_change(tx, id).await?;
    let staff = match who {
        Who::Staff(staff) => Some(staff),
        _ => {
            complaint.is_by(Voice::of(who)?.person)?;
            None
        }
    };
    let (stage, deed) = complaint.reopen(staff.is_none(), tx.now())?;
    let said = if staff.is_some() { Said::Note } else { Said::Customer };
    words::required_text("text", "why", text, words::LONGEST_NOTE)?;
    say(tx, &complaint, said, staff, text).await?;
    advance(tx, &mut complaint, stage).await?;
    record(tx, who, complaint.of(), deed).await
}

pub async fn mark_spam(tx: &mut Tx, staff: Id<Staff>, id: Id<Complaint>) -> Result<()> {
    let complaint = store::complaint_to_change(tx, id).await?;
    if complaint.stage == Stage::Spam {
        return Ok(());
    }
    complaint.stage.to(Stage::Spam)?;
    store::set_spam(tx, id, true).await?;
    record(tx, Who::Staff(staff), complaint.of(), Deed::MarkedSpam {}).await
}

/// It was none; it stands where it stood.
pub async fn clear(tx: &mut Tx, staff: Id<Staff>, id: Id<Complaint>) -> Result<()> {
    let complaint = store::complaint_to_change(tx, id).await?;
    if complaint.stage != Stage::Spam {
        return Err(Error::refused("complaints.not_spam", "This is not marked as spam."));
    }
    store::set_spam(tx, id, false).await?;
    let complaint = store::complaint(tx, id).await?;
    store::set_stage(tx, &complaint).await?;
    record(tx, Who::Staff(staff), complaint.of(), Deed::Cleared {}).await
}
