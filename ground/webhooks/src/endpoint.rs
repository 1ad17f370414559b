//! An endpoint: who is told, and of what.

use deedwell_core::deed::is_kind;
use deedwell_core::plan::own::OwnPlan;
use deedwell_core::{Action, Error, Id, Part, Position, Result};
use deedwell_outbound::{Outbound, Target};
use jiff::Timestamp;

/// Endpoints of one organisation.
pub const MOST: i64 = 20;
/// Deliveries that wait for one endpoint; one more and it is switched off.
pub const MOST_WAITING: i64 = 1_000_000;
const LONGEST_DESCRIPTION: usize = 200;
/// Kinds that one endpoint chooses.
const MOST_KINDS: usize = 200;
/// What is about the wire itself is never told over it.
pub const OURS: &str = "webhooks.";
/// The kind of a test.
pub const TESTED: &str = "webhooks.tested";

/// Whether claims and visitors are told of too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Believes {
    /// Only what customers, staff and the system did.
    Proven,
    /// Also what nobody has to believe, and what somebody did of whom nothing is known.
    All,
}

impl Believes {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::All => "all",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Proven, Self::All].into_iter().find(|b| b.name() == text)
    }
}

/// Why nothing is sent to it any more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Off {
    Staff,
    /// It answered that it is gone (410).
    Gone,
    /// Everything failed for days.
    Failing,
    /// More waits than is kept.
    Full,
}

impl Off {
    pub const ALL: [Self; 4] = [Self::Staff, Self::Gone, Self::Failing, Self::Full];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Gone => "gone",
            Self::Failing => "failing",
            Self::Full => "full",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|o| o.name() == text)
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct Endpoint {
    pub id: Id<Endpoint>,
    pub address: String,
    pub description: String,
    /// Empty for all.
    pub kinds: Vec<String>,
    pub believes: Believes,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    pub place: Position,
    pub off: Option<(Timestamp, Off)>,
    pub failing_since: Option<Timestamp>,
}

impl Endpoint {
    /// The kind under which it is told of this action; none if it is not.
    pub fn wants(&self, action: &Action, plan: &OwnPlan) -> Option<String> {
        let kind = plan.kind(&action.name, action.part);
        let doubtful = kind.starts_with("claimed.") || action.part == Part::Visitor;
        let chosen = self.kinds.is_empty() || self.kinds.iter().any(|k| *k == kind);
        let told =
            chosen && !kind.starts_with(OURS) && (!doubtful || self.believes == Believes::All);
        told.then(|| kind.into_owned())
    }

    /// What it is called: its description, else its address.
    pub fn name(&self) -> &str {
        if self.description.is_empty() { &self.address } else { &self.description }
    }
}

/// An endpoint as somebody asks for one.
#[derive(Clone, Debug)]
pub struct NewEndpoint {
    pub address: String,
    pub description: String,
    pub kinds: Vec<String>,
    pub believes: Believes,
}

impl NewEndpoint {
    /// # Errors
    /// `Invalid`, naming the field.
    pub fn checked(
        client: &Outbound,
        address: &str,
        description: &str,
        kinds: &[String],
        believes: Believes,
    ) -> Result<Self> {
        let field = "address";
        let target = Target::parse(address).map_err(|failure| failure.of_field(field))?;
        client.judge(&target).map_err(|failure| failure.of_field(field))?;
        let description = deedwell_core::text::line(description);
        if description.chars().count() > LONGEST_DESCRIPTION {
            return Err(Error::invalid("description", "At most 200 letters, please."));
        }
        let mut chosen: Vec<String> = Vec::new();
        for kind in kinds.iter().map(|k| k.trim()).filter(|k| !k.is_empty()) {
            if !is_kind(kind) || kind.starts_with(OURS) {
                return Err(Error::invalid("kinds", "Kinds are written as ideas.voted."));
            }
            if !chosen.iter().any(|k| k == kind) {
                chosen.push(kind.to_owned());
            }
        }
        if chosen.len() > MOST_KINDS {
            return Err(Error::invalid("kinds", "At most 200 kinds, please."));
        }
        Ok(Self { address: target.text(), description, kinds: chosen, believes })
    }
}
