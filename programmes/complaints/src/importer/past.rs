//! A complaint with everything that happened to it: rows and actions at the moments at which they did.

use deedwell_core::meaning::Basis;
use deedwell_core::{Action, Error, Id, Money, Result, Staff, Timestamp, Who};
use deedwell_store::Tx;

use crate::cause::Cause;
use crate::complaint::{Complaint, GRAVEST, NewComplaint, Voice};
use crate::deed::{ComplaintDeed as Deed, Done, Paid};
use crate::promise::Promised;
use crate::redress::{NewOffer, Offer, Outcome, Redress, Upheld};
use crate::stage::Stage;
use crate::store::{self, Message, Said};
use crate::words::{self, LONGEST_EVIDENCE, LONGEST_TEXT};

/// What was said of what happened, in the order in which it did. Each moment is none where it did not.
#[derive(Clone, Debug)]
pub struct Past {
    pub new: NewComplaint,
    /// `site`, `phone`, …
    pub came_by: String,
    pub received_at: Timestamp,
    pub acknowledged_at: Option<Timestamp>,
    pub acknowledgement: String,
    pub severity: Option<i64>,
    pub answered: Option<PastAnswer>,
    pub withdrawn_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    pub rating: Option<i64>,
    pub cause: Option<Id<Cause>>,
    pub assigned_to: Option<Id<Staff>>,
}

#[derive(Clone, Debug)]
pub struct PastAnswer {
    pub at: Timestamp,
    pub upheld: Upheld,
    pub redress: Redress,
    pub amount: Option<Money>,
    pub points: i64,
    pub text: String,
    pub accepted_at: Option<Timestamp>,
    pub refused_at: Option<Timestamp>,
    pub paid_at: Option<Timestamp>,
    pub evidence: String,
}

/// Writes it. `staff` stands where somebody of ours did something.
///
/// # Errors
/// `Invalid` for words and moments that cannot be.
pub async fn bring(
    tx: &mut Tx,
    by: Voice,
    staff: Option<Id<Staff>>,
    reference: Option<&str>,
    past: &Past,
) -> Result<Id<Complaint>> {
    past.check(tx.now())?;
    let words = past.new.words()?;
    let promise = store::promise(tx).await?;
    let calendar = deedwell_calendar::store::calendar(tx).await?;
    let answer = past.answered.as_ref();
    let complaint = Complaint {
        id: tx.new_id(),
        number: store::next_number(tx).await?,
        unit: past.new.unit,
        by,
        title: words.title,
        text: words.text,
        wish: words.wish,
        order_reference: words.order_reference,
        came_by: past.came_by.clone(),
        recorded_by: None,
        from_about: None,
        stage: past.stage(),
        promise: promise.version,
        dues: promise.due(&calendar, past.received_at)?,
        received_at: past.received_at,
        acknowledged_at: past.acknowledged_at.or(answer.map(|a| a.at)),
        answered_at: answer.map(|a| a.at),
        ended_at: past.ended_at(),
        severity: past.severity,
        vulnerable: false,
        assigned_to: past.assigned_to,
        cause: past.cause,
        problem: None,
        rating: past.rating,
        reopened: 0,
    };
    store::add_complaint(tx, &complaint, reference).await?;
    if past.cause.is_some() {
        store::set_cause(tx, complaint.id, past.cause).await?;
    }
    if past.assigned_to.is_some() {
        store::set_assigned(tx, complaint.id, past.assigned_to).await?;
    }
    let mut told = Told { complaint: &complaint, reference, staff, actions: Vec::new() };
    told.all(tx, past).await?;
    let actions = told.actions;
    tx.record_many(actions)?;
    Ok(complaint.id)
}

impl Past {
    fn stage(&self) -> Stage {
        let answer = self.answered.as_ref();
        if self.withdrawn_at.is_some() {
            return Stage::Withdrawn;
        }
        if self.closed_at.is_some() {
            return Stage::Closed;
        }
        match answer {
            Some(a) if a.paid_at.is_some() => Stage::PutRight,
            Some(a) if a.accepted_at.is_some() => Stage::Accepted,
            Some(a) if a.refused_at.is_some() => Stage::Refused,
            Some(_) => Stage::Offered,
            None if self.severity.is_some() => Stage::Assessed,
            None if self.acknowledged_at.is_some() => Stage::Acknowledged,
            None => Stage::Received,
        }
    }

    fn ended_at(&self) -> Option<Timestamp> {
        let paid = self.answered.as_ref().and_then(|a| a.paid_at);
        self.withdrawn_at.or(paid).or(self.closed_at)
    }

    /// Everything that a rule could refuse, before anything is written.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn check(&self, now: Timestamp) -> Result<()> {
        self.in_order(now)?;
        self.new.words()?;
        if self.severity.is_some_and(|severity| !(1..=GRAVEST).contains(&severity)) {
            return Err(Error::invalid("severity", "How grave it is, is said from 1 to 4."));
        }
        if let Some(answer) = &self.answered {
            answer.offer().checked()?;
            words::optional_line("evidence", "it", &answer.evidence, LONGEST_EVIDENCE)?;
        }
        words::optional_text("acknowledgement", "it", &self.acknowledgement, LONGEST_TEXT)?;
        Ok(())
    }

    /// Nothing happened before what it follows from, nor later than now.
    fn in_order(&self, now: Timestamp) -> Result<()> {
        let answer = self.answered.as_ref();
        let steps = [
            ("received_at", Some(self.received_at)),
            ("acknowledged_at", self.acknowledged_at),
            ("answered_at", answer.map(|a| a.at)),
            ("accepted_at", answer.and_then(|a| a.accepted_at.or(a.refused_at))),
            ("paid_at", answer.and_then(|a| a.paid_at)),
            ("closed_at", self.closed_at.or(self.withdrawn_at)),
        ];
        let mut last = Timestamp::MIN;
        for (column, at) in steps {
            let Some(at) = at else { continue };
            if at < last || at > now {
                return Err(Error::invalid(
                    column,
                    "This happened before what it follows from, or is still to come.",
                ));
            }
            last = at;
        }
        if answer.is_some_and(|a| a.paid_at.is_some() && a.accepted_at.is_none()) {
            return Err(Error::invalid("paid_at", "What was put right was accepted first."));
        }
        if answer.is_none() && self.closed_at.is_some() {
            return Err(Error::invalid("closed_at", "What was closed was answered first."));
        }
        Ok(())
    }
}

impl PastAnswer {
    fn offer(&self) -> NewOffer {
        NewOffer {
            upheld: self.upheld,
            redress: self.redress,
            amount: self.amount,
            points: self.points,
            order: None,
            text: self.text.clone(),
        }
    }
}

/// What the ledger is told.
struct Told<'a> {
    complaint: &'a Complaint,
    reference: Option<&'a str>,
    staff: Option<Id<Staff>>,
    actions: Vec<Action>,
}

impl Told<'_> {
    fn us(&self) -> Who {
        self.staff.map_or(Who::System, Who::Staff)
    }

    fn tell(&mut self, tx: &Tx, who: Who, deed: Deed, at: Timestamp) -> Result<()> {
        let action = tx.action(who, &Done { of: self.complaint.of(), deed })?;
        let number = self.actions.len();
        let message = self.reference.map(|of| format!("{of}/complaint/{number}"));
        let message = message.filter(|m| m.len() <= Action::LONGEST_MESSAGE);
        let channel = match who {
            Who::Customer { .. } | Who::Visitor { .. } => {
                deedwell_core::Channel::parse(&self.complaint.came_by)
                    .unwrap_or(action.channel.clone())
            }
            _ => action.channel.clone(),
        };
        self.actions.push(Action { at, message, channel, ..action });
        Ok(())
    }

    async fn all(&mut self, tx: &mut Tx, past: &Past) -> Result<()> {
        let complaint = self.complaint;
        let customer = complaint.by.who();
        let received = Deed::Received { recorded_by: None, from: None };
        self.tell(tx, customer, received, past.received_at)?;
        if let Some(at) = past.acknowledged_at {
            let message = self.say(tx, &past.acknowledgement, at).await?;
            self.tell(tx, self.us(), Deed::Acknowledged { message }, at)?;
        }
        if let Some(severity) = past.severity {
            let at = past.acknowledged_at.unwrap_or(past.received_at);
            self.tell(tx, self.us(), Deed::Assessed { severity }, at)?;
        }
        if let Some(cause) = past.cause {
            let at = past.answered.as_ref().map_or(past.received_at, |a| a.at);
            self.tell(tx, self.us(), Deed::CauseLinked { cause }, at)?;
        }
        if let Some(answer) = &past.answered {
            self.answer(tx, answer).await?;
        }
        if let Some(at) = past.withdrawn_at {
            self.tell(tx, customer, Deed::Withdrawn {}, at)?;
        }
        if let Some(at) = past.closed_at {
            let resolved = past.answered.as_ref().is_some_and(|a| a.accepted_at.is_some());
            self.tell(tx, self.us(), Deed::Closed { resolved }, at)?;
        }
        if let (Some(rating), Some(at)) = (past.rating, past.ended_at()) {
            store::set_rating(tx, complaint.id, rating).await?;
            self.tell(tx, customer, Deed::Rated { rating }, at)?;
        }
        self.broken(tx).await
    }

    async fn say(&self, tx: &mut Tx, text: &str, at: Timestamp) -> Result<Id<Message>> {
        let body = words::optional_text("acknowledgement", "the text", text, LONGEST_TEXT)?;
        let id = tx.new_id();
        if let (Some(staff), false) = (self.staff, body.is_empty()) {
            let message = Message { id, said: Said::Staff, staff: Some(staff), body, at };
            store::add_message(tx, self.complaint.id, &message).await?;
        }
        Ok(id)
    }

    async fn answer(&mut self, tx: &mut Tx, past: &PastAnswer) -> Result<()> {
        let staff = self.staff.ok_or_else(|| Error::invalid("staff", "Who answered?"))?;
        let (redress, upheld) = (past.redress, past.upheld);
        let new = past.offer();
        let outcome = match (past.accepted_at, past.refused_at) {
            (Some(_), _) => Outcome::Accepted,
            (None, Some(_)) => Outcome::Refused,
            _ => Outcome::Open,
        };
        let evidence = words::optional_line("evidence", "it", &past.evidence, LONGEST_EVIDENCE)?;
        let evidence = if evidence.is_empty() { "–".to_owned() } else { evidence };
        let offer = Offer {
            id: tx.new_id(),
            staff,
            upheld,
            redress,
            amount: past.amount,
            points: past.points,
            order: None,
            text: new.checked()?,
            made_at: past.at,
            sent_at: Some(past.at),
            approved_by: None,
            outcome,
            answered_at: past.accepted_at.or(past.refused_at),
            reply: String::new(),
            paid_at: past.paid_at,
            paid_by: past.paid_at.map(|_| staff),
            evidence: if past.paid_at.is_some() { evidence } else { String::new() },
        };
        store::add_offer(tx, self.complaint.id, &offer).await?;
        store::set_offer(tx, &offer).await?;
        let (us, customer) = (self.us(), self.complaint.by.who());
        let id = offer.id;
        self.tell(tx, us, Deed::Offered { offer: id, redress, approved_by: None }, past.at)?;
        self.tell(tx, us, Deed::Decided { upheld }, past.at)?;
        if let Some(at) = past.accepted_at {
            self.tell(tx, customer, Deed::Accepted { offer: id }, at)?;
        } else if let Some(at) = past.refused_at {
            self.tell(tx, customer, Deed::Refused { offer: id }, at)?;
        }
        if let Some(at) = past.paid_at {
            let amount = past.amount.filter(|amount| amount.minor != 0);
            let points = past.points;
            let paid = Paid { offer: id, redress, points, basis: Basis::Claimed, amount };
            self.tell(tx, us, Deed::RedressPaid(paid), at)?;
        }
        Ok(())
    }

    /// Promises that went by then, at their moments.
    async fn broken(&mut self, tx: &mut Tx) -> Result<()> {
        let complaint = self.complaint;
        if complaint.stage == Stage::Withdrawn {
            return Ok(());
        }
        for promised in Promised::ALL {
            let due_at = complaint.dues.of(promised);
            let kept = complaint.kept_at(promised).unwrap_or(tx.now());
            if kept > due_at && store::add_breach(tx, complaint.id, promised, due_at).await? {
                self.tell(tx, Who::System, Deed::PromiseBroken { promised }, due_at)?;
            }
        }
        Ok(())
    }
}
