//! What is offered, and what is done once it is accepted.

use deedwell_core::meaning::Basis;
use deedwell_core::{Error, Id, Result, Staff, Who};
use deedwell_orders::OrderNoun;
use deedwell_orders::acts::NewRefund;
use deedwell_points::{Because, Earn, Scheme};
use deedwell_store::Tx;

use super::{advance, record};
use crate::complaint::Complaint;
use crate::deed::{ComplaintDeed as Deed, Paid};
use crate::promise::Authority;
use crate::redress::{NewOffer, Offer, Outcome, Redress};
use crate::stage::Stage;
use crate::store;
use crate::words::{self, LONGEST_EVIDENCE};

/// Says what we make of it, and what we offer. Beyond the limit of whoever writes it, it waits for
/// somebody else's word, and the customer does not see it yet.
pub async fn offer(
    tx: &mut Tx,
    staff: Id<Staff>,
    authority: Authority,
    id: Id<Complaint>,
    new: &NewOffer,
) -> Result<Id<Offer>> {
    let text = new.checked()?;
    let complaint = store::complaint_to_change(tx, id).await?;
    let offers = store::offers(tx, id).await?;
    if offers.iter().any(|one| one.outcome == Outcome::AwaitsApproval) {
        return Err(Error::refused(
            "complaints.waits_for_approval",
            "An offer waits for somebody's word already. Take it back first.",
        ));
    }
    complaint.stage.to(Stage::Offered)?;
    if let Some(order) = new.order {
        is_theirs(tx, &complaint, order, new).await?;
    }
    let settings = store::settings(tx).await?;
    let outcome = match settings.may_offer(authority, new.amount, new.points) {
        true => Outcome::Open,
        false => Outcome::AwaitsApproval,
    };
    let offer = Offer {
        id: tx.new_id(),
        staff,
        upheld: new.upheld,
        redress: new.redress,
        amount: new.amount,
        points: new.points,
        order: new.order,
        text,
        made_at: tx.now(),
        sent_at: None,
        approved_by: None,
        outcome,
        answered_at: None,
        reply: String::new(),
        paid_at: None,
        paid_by: None,
        evidence: String::new(),
    };
    store::add_offer(tx, id, &offer).await?;
    match outcome {
        Outcome::AwaitsApproval => {
            let deed = Deed::Proposed { offer: offer.id, redress: offer.redress };
            record(tx, Who::Staff(staff), complaint.of(), deed).await?;
            Ok(offer.id)
        }
        _ => send(tx, staff, complaint, offer).await,
    }
}

/// Somebody else agrees; the customer is told.
pub async fn approve(
    tx: &mut Tx,
    staff: Id<Staff>,
    authority: Authority,
    id: Id<Complaint>,
) -> Result<()> {
    let complaint = store::complaint_to_change(tx, id).await?;
    let mut offer = last(tx, id).await?;
    let settings = store::settings(tx).await?;
    offer.approve(staff, settings.may_offer(authority, offer.amount, offer.points))?;
    complaint.stage.to(Stage::Offered)?;
    offer.approved_by = Some(staff);
    offer.outcome = Outcome::Open;
    send(tx, staff, complaint, offer).await.map(drop)
}

/// The customer can read it.
async fn send(
    tx: &mut Tx,
    staff: Id<Staff>,
    mut complaint: Complaint,
    mut offer: Offer,
) -> Result<Id<Offer>> {
    let now = tx.now();
    let stage = complaint.stage.to(Stage::Offered)?;
    offer.sent_at = Some(now);
    store::set_offer(tx, &offer).await?;
    complaint.answered_at.get_or_insert(now);
    advance(tx, &mut complaint, stage).await?;
    let of = complaint.of();
    let (redress, approved_by) = (offer.redress, offer.approved_by);
    record(tx, Who::Staff(staff), of, Deed::Offered { offer: offer.id, redress, approved_by })
        .await?;
    record(tx, Who::Staff(staff), of, Deed::Decided { upheld: offer.upheld }).await?;
    Ok(offer.id)
}

/// Takes back what the customer has not answered, or what waits for somebody's word.
pub async fn take_back_offer(tx: &mut Tx, staff: Id<Staff>, id: Id<Complaint>) -> Result<()> {
    let mut complaint = store::complaint_to_change(tx, id).await?;
    let Some((offer, was_sent)) = drop_open(tx, id).await? else {
        return Err(Error::refused(
            "complaints.no_open_offer",
            "No offer is open: the customer has answered it, or there was none.",
        ));
    };
    if was_sent {
        let stage = complaint.stage.to(Stage::Investigating)?;
        advance(tx, &mut complaint, stage).await?;
    }
    record(tx, Who::Staff(staff), complaint.of(), Deed::OfferTakenBack { offer }).await
}

/// The open offer is open no more. Which it was, and whether the customer could read it.
pub(super) async fn drop_open(tx: &mut Tx, id: Id<Complaint>) -> Result<Option<(Id<Offer>, bool)>> {
    let offers = store::offers(tx, id).await?;
    let open = |one: &Offer| matches!(one.outcome, Outcome::Open | Outcome::AwaitsApproval);
    let Some(mut offer) = offers.into_iter().find(open) else { return Ok(None) };
    offer.outcome = Outcome::TakenBack;
    offer.answered_at = Some(tx.now());
    store::set_offer(tx, &offer).await?;
    Ok(Some((offer.id, offer.sent_at.is_some())))
}

async fn last(tx: &mut Tx, id: Id<Complaint>) -> Result<Offer> {
    store::offers(tx, id).await?.pop().ok_or(Error::Missing("offer"))
}

/// Does what was promised. Money of an order is given back there, once; of everything else something has
/// to show that it was done.
pub async fn put_right(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Complaint>,
    evidence: &str,
) -> Result<()> {
    let mut complaint = store::complaint_to_change(tx, id).await?;
    let mut offer = last(tx, id).await?;
    if offer.paid_at.is_some() && complaint.stage == Stage::PutRight {
        return Ok(());
    }
    let stage = complaint.stage.to(Stage::PutRight)?;
    let what = "what shows that it was done, such as the number of a parcel";
    let done = match (offer.redress, offer.order) {
        (Redress::Refund, Some(order)) => {
            refund(tx, staff, &offer, order).await?;
            Some(format!("order/{order}"))
        }
        (Redress::Points | Redress::Credit, _) => give(tx, &complaint, &offer).await?,
        _ => None,
    };
    offer.evidence = match done {
        None => words::required_line("evidence", what, evidence, LONGEST_EVIDENCE)?,
        Some(done) => {
            let said = words::optional_line("evidence", what, evidence, LONGEST_EVIDENCE)?;
            if said.is_empty() { done } else { said }
        }
    };
    offer.paid_at = Some(tx.now());
    offer.paid_by = Some(staff);
    store::set_offer(tx, &offer).await?;
    advance(tx, &mut complaint, stage).await?;
    let paid = Paid {
        offer: offer.id,
        redress: offer.redress,
        points: offer.points,
        basis: Basis::Claimed,
        amount: offer.amount.filter(|amount| amount.minor != 0),
    };
    record(tx, Who::Staff(staff), complaint.of(), Deed::RedressPaid(paid)).await
}

async fn refund(tx: &mut Tx, staff: Id<Staff>, offer: &Offer, order: Id<OrderNoun>) -> Result<()> {
    let refund = NewRefund {
        reference: format!("complaint/{}", offer.id),
        amount: offer.amount.map_or(0, |amount| amount.minor),
        reason: String::new(),
        lines: Vec::new(),
        told_by: format!("staff/{staff}"),
    };
    deedwell_orders::acts::refund(tx, order, &refund).await.map(drop)
}

/// Gives points, or money held as shop credit, once for each offer. None where we hold neither: then
/// something else has to show that it was done.
async fn give(tx: &mut Tx, complaint: &Complaint, offer: &Offer) -> Result<Option<String>> {
    let open = deedwell_points::store::schemes(tx).await?;
    let currency = offer.amount.map(|amount| amount.currency);
    let fits = |s: &&Scheme| s.closed_at.is_none() && s.terms.currency == currency;
    let Some(scheme) = open.iter().find(fits) else { return Ok(None) };
    let earn = Earn {
        who: complaint.by.who(),
        scheme: scheme.id,
        amount: offer.amount.map_or(offer.points, |amount| amount.minor),
        because: Because {
            kind: "complaints.redress_paid".to_owned(),
            about: format!("complaint/{}", complaint.id),
        },
        key: format!("complaint/{}", offer.id),
        pending_until: None,
        expires_at: None,
    };
    let earned = deedwell_points::acts::earn(tx, &earn).await?;
    match earned.entry {
        Some(entry) => Ok(Some(format!("points/{entry}"))),
        None => Err(Error::refused(
            "complaints.not_given",
            "It could not be given: this month's budget is used up, or this is one of our own accounts.",
        )),
    }
}

/// Only money of an order of theirs is given back, and no more than is left of it.
async fn is_theirs(
    tx: &mut Tx,
    complaint: &Complaint,
    id: Id<OrderNoun>,
    new: &NewOffer,
) -> Result<()> {
    debug_assert!(new.redress == Redress::Refund);
    let orders = deedwell_orders::store::orders_of(tx, &[complaint.by.person]).await?;
    let order = orders.into_iter().find(|order| order.id == id);
    let order = order.ok_or_else(|| {
        Error::invalid("order", "This customer has no such order. Choose one from the list.")
    })?;
    let amount = new.amount.map_or(0, |amount| amount.minor);
    if new.amount.is_some_and(|amount| amount.currency != order.currency) {
        return Err(Error::invalid("amount", "This order was paid in another currency."));
    }
    order.refund(amount)
}
