//! What programs are given.

use deedwell_core::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use crate::complaint::{Clock, Complaint};
use crate::promise::{Promise, Promised};
use crate::redress::Offer;
use crate::store::{Message, Said};

#[derive(Serialize, ToSchema)]
#[schema(as = ComplaintsComplaintsGiven)]
pub(super) struct ComplaintsGiven {
    pub complaints: Vec<ComplaintGiven>,
    /// The cursor of the next page; none on the last.
    pub next: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ComplaintsComplaintGiven)]
pub(super) struct ComplaintGiven {
    id: String,
    number: i64,
    person: String,
    title: String,
    text: String,
    wish: String,
    order: String,
    /// How it reached us: `site`, `phone`, …
    channel: String,
    stage: String,
    /// 1 to 4.
    severity: Option<i64>,
    assigned_to: Option<String>,
    cause: Option<String>,
    received_at: String,
    promises: Vec<ClockGiven>,
    /// 1 to 5, as the customer says.
    rating: Option<i64>,
    messages: Vec<MessageGiven>,
    offers: Vec<OfferGiven>,
}

/// How a promise stands.
#[derive(Serialize, ToSchema)]
#[schema(as = ComplaintsClockGiven)]
pub(super) struct ClockGiven {
    /// `acknowledgement`, `answer` or `end`.
    promised: String,
    /// `kept`, `late`, `waiting`, `broken` or `stopped`.
    stands: String,
    due_at: String,
    kept_at: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ComplaintsMessageGiven)]
pub(super) struct MessageGiven {
    /// `customer` or `staff`; notes among staff are not given.
    by: String,
    text: String,
    at: String,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ComplaintsOfferGiven)]
pub(super) struct OfferGiven {
    id: String,
    upheld: String,
    redress: String,
    amount: Option<String>,
    currency: Option<String>,
    points: i64,
    text: String,
    outcome: String,
    /// When the customer could read it; none while it waits for somebody's word.
    sent_at: Option<String>,
    reply: String,
    paid_at: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ComplaintsPromiseGiven)]
pub(super) struct PromiseGiven {
    version: i64,
    terms: Vec<TermGiven>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ComplaintsTermGiven)]
pub(super) struct TermGiven {
    promised: String,
    count: u32,
    /// `business_hours`, `business_days` or `days`.
    unit: String,
}

impl PromiseGiven {
    pub fn of(promise: &Promise) -> Self {
        let term = |of: Promised| TermGiven {
            promised: of.name().to_owned(),
            count: promise.term(of).count(),
            unit: promise.term(of).unit().name().to_owned(),
        };
        Self { version: promise.version, terms: Promised::ALL.map(term).into() }
    }
}

impl ComplaintGiven {
    pub fn of(one: Complaint, messages: Vec<Message>, offers: Vec<Offer>, now: Timestamp) -> Self {
        let clock = |of: Promised| ClockGiven {
            promised: of.name().to_owned(),
            stands: match one.clock(of, now) {
                Clock::Kept { .. } => "kept",
                Clock::Late { .. } => "late",
                Clock::Waiting { .. } => "waiting",
                Clock::Broken { .. } => "broken",
                Clock::Stopped => "stopped",
            }
            .to_owned(),
            due_at: one.dues.of(of).to_string(),
            kept_at: one.kept_at(of).map(|at| at.to_string()),
        };
        let promises = Promised::ALL.map(clock).into();
        let public = messages.into_iter().filter(|message| message.said != Said::Note);
        let message = |message: Message| MessageGiven {
            by: message.said.name().to_owned(),
            text: message.body,
            at: message.at.to_string(),
        };
        Self {
            id: one.id.to_string(),
            number: one.number,
            person: one.by.person.to_string(),
            stage: one.stage.name().to_owned(),
            severity: one.severity,
            assigned_to: one.assigned_to.map(|id| id.to_string()),
            cause: one.cause.map(|id| id.to_string()),
            received_at: one.received_at.to_string(),
            promises,
            rating: one.rating,
            messages: public.map(message).collect(),
            offers: offers.into_iter().map(OfferGiven::of).collect(),
            title: one.title,
            text: one.text,
            wish: one.wish,
            order: one.order_reference,
            channel: one.came_by,
        }
    }
}

impl OfferGiven {
    fn of(offer: Offer) -> Self {
        Self {
            id: offer.id.to_string(),
            upheld: offer.upheld.name().to_owned(),
            redress: offer.redress.name().to_owned(),
            amount: offer.amount.map(deedwell_core::Money::decimal),
            currency: offer.amount.map(|a| a.currency.as_str().to_owned()),
            points: offer.points,
            outcome: offer.outcome.name().to_owned(),
            sent_at: offer.sent_at.map(|at| at.to_string()),
            paid_at: offer.paid_at.map(|at| at.to_string()),
            reply: offer.reply,
            text: offer.text,
        }
    }
}
