//! What happened to a complaint, as the ledger keeps it: ids, quantities and words of ours, never words
//! of a person.
//!
//! Rules return [`ComplaintDeed`]s; with [`Of`], what it is about, each becomes a [`Done`], which is a
//! [`Deed`]. The facts of every deed are kept as samples in `ledger/`, and read for ever.

use deedwell_core::meaning::Basis;
use deedwell_core::{Deed, Error, Id, Identity, Kind, Money, Result, Staff, Unit};
use serde::{Deserialize, Serialize, Serializer};

use crate::cause::Cause;
use crate::complaint::Complaint;
use crate::problem::Problem;
use crate::promise::Promised;
use crate::redress::{Offer, Redress, Upheld};
use crate::store::Message;

/// Its fields are the action's facts. The tag is the kind; it is not repeated in the facts.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum ComplaintDeed {
    /// A customer said it, or a member of staff wrote down what they said.
    #[serde(rename = "complaints.received")]
    Received {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        recorded_by: Option<Id<Staff>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
    },
    #[serde(rename = "complaints.acknowledged")]
    Acknowledged { message: Id<Message> },
    #[serde(rename = "complaints.assessed")]
    Assessed { severity: i64 },
    /// Somebody began to look into it.
    #[serde(rename = "complaints.investigated")]
    Investigated {},
    /// The customer said more.
    #[serde(rename = "complaints.added")]
    Added { message: Id<Message> },
    /// Staff wrote to the customer, without an offer.
    #[serde(rename = "complaints.answered")]
    Answered { message: Id<Message> },
    /// An internal note: no response.
    #[serde(rename = "complaints.noted")]
    Noted { message: Id<Message> },
    #[serde(rename = "complaints.assigned")]
    Assigned {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<Id<Staff>>,
    },
    /// An offer beyond the limit of whoever wrote it, which the customer does not see yet.
    #[serde(rename = "complaints.proposed")]
    Proposed { offer: Id<Offer>, redress: Redress },
    /// We said what we make of it and what we offer: the official answer.
    #[serde(rename = "complaints.offered")]
    Offered {
        offer: Id<Offer>,
        redress: Redress,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approved_by: Option<Id<Staff>>,
    },
    #[serde(rename = "complaints.decided")]
    Decided { upheld: Upheld },
    #[serde(rename = "complaints.offer_taken_back")]
    OfferTakenBack { offer: Id<Offer> },
    #[serde(rename = "complaints.countered")]
    Countered { offer: Id<Offer> },
    #[serde(rename = "complaints.accepted")]
    Accepted { offer: Id<Offer> },
    #[serde(rename = "complaints.refused")]
    Refused { offer: Id<Offer> },
    #[serde(rename = "complaints.escalated")]
    Escalated { by_customer: bool },
    /// What was promised was done. Its value is what it cost.
    #[serde(rename = "complaints.redress_paid")]
    RedressPaid(Paid),
    #[serde(rename = "complaints.closed")]
    Closed { resolved: bool },
    #[serde(rename = "complaints.reopened")]
    Reopened {},
    #[serde(rename = "complaints.withdrawn")]
    Withdrawn {},
    #[serde(rename = "complaints.marked_spam")]
    MarkedSpam {},
    #[serde(rename = "complaints.cleared")]
    Cleared {},
    /// How satisfied the customer says to be: said, not done.
    #[serde(rename = "complaints.rated")]
    Rated { rating: i64 },
    /// The moment went by at which we had promised something.
    #[serde(rename = "complaints.promise_broken")]
    PromiseBroken { promised: Promised },
    #[serde(rename = "complaints.cause_linked")]
    CauseLinked { cause: Id<Cause> },
    #[serde(rename = "complaints.cause_unlinked")]
    CauseUnlinked { cause: Id<Cause> },
    /// Linked to a cause that was said to be gone.
    #[serde(rename = "complaints.cause_returned")]
    CauseReturned { cause: Id<Cause> },
    /// About the cause.
    #[serde(rename = "complaints.cause_fixed")]
    CauseFixed { complaints: i64 },
    /// About the cause.
    #[serde(rename = "complaints.cause_verified")]
    CauseVerified { complaints: i64 },
    /// About each complaint whose cause was checked to be gone.
    #[serde(rename = "complaints.cause_gone")]
    CauseGone { cause: Id<Cause> },
    /// About the complaint with which it began.
    #[serde(rename = "complaints.problem_opened")]
    ProblemOpened { problem: Id<Problem> },
    #[serde(rename = "complaints.problem_linked")]
    ProblemLinked { problem: Id<Problem> },
    /// Another customer has the same problem. About the complaint with which it began.
    #[serde(rename = "complaints.joined")]
    Joined { problem: Id<Problem> },
    #[serde(rename = "complaints.left")]
    Left { problem: Id<Problem> },
    /// Those who joined are told what came of it.
    #[serde(rename = "complaints.problem_ended")]
    ProblemEnded { problem: Id<Problem>, joined: i64 },
}

/// What was promised was done.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Paid {
    pub offer: Id<Offer>,
    pub redress: Redress,
    pub points: i64,
    pub basis: Basis,
    /// The action's value, not one of its facts.
    #[serde(skip)]
    pub amount: Option<Money>,
}

impl ComplaintDeed {
    /// From what the ledger keeps. None for a kind of somebody else's.
    ///
    /// # Errors
    /// `Fault` when the facts are not those of the kind.
    pub fn read(kind: &str, facts: &str) -> Result<Option<Self>> {
        if !KINDS.contains(&kind) {
            return Ok(None);
        }
        let facts = if facts.is_empty() { "{}" } else { facts };
        let mut value: serde_json::Value = serde_json::from_str(facts).map_err(Error::fault)?;
        if let Some(map) = value.as_object_mut() {
            map.insert("kind".to_owned(), kind.into());
        }
        serde_json::from_value(value).map(Some).map_err(Error::fault)
    }

    pub fn kind(&self) -> Kind {
        match self {
            Self::Received { .. } => "complaints.received",
            Self::Acknowledged { .. } => "complaints.acknowledged",
            Self::Assessed { .. } => "complaints.assessed",
            Self::Investigated {} => "complaints.investigated",
            Self::Added { .. } => "complaints.added",
            Self::Answered { .. } => "complaints.answered",
            Self::Noted { .. } => "complaints.noted",
            Self::Assigned { .. } => "complaints.assigned",
            Self::Proposed { .. } => "complaints.proposed",
            Self::Offered { .. } => "complaints.offered",
            Self::Decided { .. } => "complaints.decided",
            Self::OfferTakenBack { .. } => "complaints.offer_taken_back",
            Self::Countered { .. } => "complaints.countered",
            Self::Accepted { .. } => "complaints.accepted",
            Self::Refused { .. } => "complaints.refused",
            Self::Escalated { .. } => "complaints.escalated",
            Self::RedressPaid(_) => "complaints.redress_paid",
            Self::Closed { .. } => "complaints.closed",
            Self::Reopened {} => "complaints.reopened",
            Self::Withdrawn {} => "complaints.withdrawn",
            Self::MarkedSpam {} => "complaints.marked_spam",
            Self::Cleared {} => "complaints.cleared",
            Self::Rated { .. } => "complaints.rated",
            Self::PromiseBroken { .. } => "complaints.promise_broken",
            Self::CauseLinked { .. } => "complaints.cause_linked",
            Self::CauseUnlinked { .. } => "complaints.cause_unlinked",
            Self::CauseReturned { .. } => "complaints.cause_returned",
            Self::CauseFixed { .. } => "complaints.cause_fixed",
            Self::CauseVerified { .. } => "complaints.cause_verified",
            Self::CauseGone { .. } => "complaints.cause_gone",
            Self::ProblemOpened { .. } => "complaints.problem_opened",
            Self::ProblemLinked { .. } => "complaints.problem_linked",
            Self::Joined { .. } => "complaints.joined",
            Self::Left { .. } => "complaints.left",
            Self::ProblemEnded { .. } => "complaints.problem_ended",
        }
    }

    /// What customers do with their own complaint answers nobody.
    const fn answers_nobody(&self) -> bool {
        matches!(
            self,
            Self::Received { .. }
                | Self::Added { .. }
                | Self::Countered { .. }
                | Self::Accepted { .. }
                | Self::Refused { .. }
                | Self::Reopened {}
                | Self::Withdrawn {}
                | Self::Rated { .. }
                | Self::Escalated { by_customer: true }
        )
    }
}

/// Every kind of this programme; a test keeps it whole.
pub const KINDS: [Kind; 35] = [
    "complaints.received",
    "complaints.acknowledged",
    "complaints.assessed",
    "complaints.investigated",
    "complaints.added",
    "complaints.answered",
    "complaints.noted",
    "complaints.assigned",
    "complaints.proposed",
    "complaints.offered",
    "complaints.decided",
    "complaints.offer_taken_back",
    "complaints.countered",
    "complaints.accepted",
    "complaints.refused",
    "complaints.escalated",
    "complaints.redress_paid",
    "complaints.closed",
    "complaints.reopened",
    "complaints.withdrawn",
    "complaints.marked_spam",
    "complaints.cleared",
    "complaints.rated",
    "complaints.promise_broken",
    "complaints.cause_linked",
    "complaints.cause_unlinked",
    "complaints.cause_returned",
    "complaints.cause_fixed",
    "complaints.cause_verified",
    "complaints.cause_gone",
    "complaints.problem_opened",
    "complaints.problem_linked",
    "complaints.joined",
    "complaints.left",
    "complaints.problem_ended",
];

/// Deeds of staff that the customers whom they concern may read of: all that their page shows too.
pub const TOLD: &[Kind] = &[
    "complaints.acknowledged",
    "complaints.answered",
    "complaints.offered",
    "complaints.decided",
    "complaints.offer_taken_back",
    "complaints.redress_paid",
    "complaints.closed",
    "complaints.escalated",
    "complaints.cause_gone",
    "complaints.problem_ended",
    "complaints.promise_broken",
    "complaints.received",
    "complaints.reopened",
];

/// What a deed is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum About {
    Complaint(Id<Complaint>),
    Cause(Id<Cause>),
    /// Whoever joined has nothing to do with the complaint with which it began.
    Problem(Id<Problem>),
}

/// What a deed is about, its unit, and whom it answers.
#[derive(Clone, Copy, Debug)]
pub struct Of {
    pub about: About,
    pub unit: Option<Id<Unit>>,
    /// Who complained.
    pub counterpart: Option<Id<Identity>>,
}

/// A deed ready to be recorded.
#[derive(Debug)]
pub struct Done {
    pub of: Of,
    pub deed: ComplaintDeed,
}

impl Serialize for Done {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut facts = serde_json::to_value(&self.deed).map_err(serde::ser::Error::custom)?;
        if let Some(map) = facts.as_object_mut() {
            map.remove("kind");
        }
        facts.serialize(serializer)
    }
}

impl Deed for Done {
    fn kind(&self) -> Kind {
        self.deed.kind()
    }

    fn about(&self) -> Option<String> {
        Some(match self.of.about {
            About::Complaint(id) => format!("complaint/{id}"),
            About::Cause(id) => format!("cause/{id}"),
            About::Problem(id) => format!("problem/{id}"),
        })
    }

    fn unit(&self) -> Option<Id<Unit>> {
        self.of.unit
    }

    fn counterpart(&self) -> Option<Id<Identity>> {
        self.of.counterpart.filter(|_| !self.deed.answers_nobody())
    }

    fn value(&self) -> Option<Money> {
        match &self.deed {
            ComplaintDeed::RedressPaid(paid) => paid.amount,
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn id<T>(n: u128) -> Id<T> {
        Id::from_uuid(uuid::Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0000 + n))
    }

    /// One of each kind, every field filled.
    fn samples() -> Vec<ComplaintDeed> {
        use ComplaintDeed as D;
        vec![
            D::Received { recorded_by: Some(id(3)), from: Some("idea/1".to_owned()) },
            D::Acknowledged { message: id(4) },
            D::Assessed { severity: 3 },
            D::Investigated {},
            D::Added { message: id(4) },
            D::Answered { message: id(4) },
            D::Noted { message: id(4) },
            D::Assigned { to: Some(id(3)) },
            D::Proposed { offer: id(5), redress: Redress::Credit },
            D::Offered { offer: id(5), redress: Redress::Refund, approved_by: Some(id(3)) },
            D::Decided { upheld: Upheld::Partly },
            D::OfferTakenBack { offer: id(5) },
            D::Countered { offer: id(5) },
            D::Accepted { offer: id(5) },
            D::Refused { offer: id(5) },
            D::Escalated { by_customer: true },
            D::RedressPaid(Paid {
                offer: id(5),
                redress: Redress::Refund,
                points: 0,
                basis: Basis::Claimed,
                amount: None,
            }),
            D::Closed { resolved: true },
            D::Reopened {},
            D::Withdrawn {},
            D::MarkedSpam {},
            D::Cleared {},
            D::Rated { rating: 4 },
            D::PromiseBroken { promised: Promised::Answer },
            D::CauseLinked { cause: id(6) },
            D::CauseUnlinked { cause: id(6) },
            D::CauseReturned { cause: id(6) },
            D::CauseFixed { complaints: 12 },
            D::CauseVerified { complaints: 12 },
            D::CauseGone { cause: id(6) },
            D::ProblemOpened { problem: id(7) },
            D::ProblemLinked { problem: id(7) },
            D::Joined { problem: id(7) },
            D::Left { problem: id(7) },
            D::ProblemEnded { problem: id(7), joined: 5 },
        ]
    }

    fn done(deed: ComplaintDeed) -> Done {
        let of = Of { about: About::Complaint(id(20)), unit: None, counterpart: Some(id(21)) };
        Done { of, deed }
    }

    #[test]
    fn what_was_recorded_is_read_for_ever() {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("ledger");
        for deed in samples() {
            let path = folder.join(format!("{}.1.json", deed.kind()));
            let stored = std::fs::read_to_string(&path)
                .unwrap_or_else(|e| panic!("{}: {e}; store {:?}", path.display(), deed));
            let read = ComplaintDeed::read(deed.kind(), stored.trim()).unwrap().unwrap();
            assert_eq!(read, deed, "{}", path.display());
            let written = serde_json::to_string(&done(deed)).unwrap();
            assert_eq!(written, stored.trim(), "{}: a new fact is a new version", path.display());
        }
    }

    #[test]
    fn the_list_of_kinds_is_whole() {
        // A new variant is missed by `kind()` at once; it belongs into the samples too.
        let kinds: Vec<Kind> = samples().iter().map(ComplaintDeed::kind).collect();
        assert_eq!(kinds, KINDS);
        assert!(KINDS.iter().all(|kind| deedwell_core::deed::is_kind(kind)));
        assert!(TOLD.iter().all(|kind| KINDS.contains(kind)));
        assert!(ComplaintDeed::read("reviews.written", "").unwrap().is_none());
    }

    #[test]
    fn what_is_one_s_own_answers_nobody() {
        assert_eq!(done(ComplaintDeed::Withdrawn {}).counterpart(), None);
        let closed = done(ComplaintDeed::Closed { resolved: true });
        assert_eq!(closed.counterpart(), Some(id(21)));
        assert!(closed.about().unwrap().starts_with("complaint/"));
        assert_eq!(
            done(ComplaintDeed::Escalated { by_customer: false }).counterpart(),
            Some(id(21))
        );
    }
}
