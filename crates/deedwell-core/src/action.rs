//! An action: a line of the ledger. Who did what, when, about what.

use std::borrow::Cow;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{Id, Unit};
use crate::money::Money;
use crate::who::{Identity, Part};

/// A way in which the act reached us: `site`, `shop`, `api`, `import`, `email`, … An open list of
/// lower-case words of at most [`Channel::LONGEST`] letters.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Channel(pub Cow<'static, str>);

impl Channel {
    pub const LONGEST: usize = 40;
    pub const SITE: Self = Self(Cow::Borrowed("site"));
    pub const CONSOLE: Self = Self(Cow::Borrowed("console"));
    pub const API: Self = Self(Cow::Borrowed("api"));
    pub const IMPORT: Self = Self(Cow::Borrowed("import"));
    pub const SYSTEM: Self = Self(Cow::Borrowed("system"));

    pub fn parse(text: &str) -> Option<Self> {
        let good = !text.is_empty()
            && text.len() <= Self::LONGEST
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        good.then(|| Self(Cow::Owned(text.to_owned())))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What set the act off.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Initiator {
    /// The customer, unasked.
    Customer,
    /// The customer, because we asked.
    Prompted,
    /// A machine: kept, never scored.
    Machine,
    /// Us: staff or a schedule of ours.
    Company,
}

impl Initiator {
    pub const ALL: [Self; 4] = [Self::Customer, Self::Prompted, Self::Machine, Self::Company];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Prompted => "prompted",
            Self::Machine => "machine",
            Self::Company => "company",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|i| i.name() == text)
    }
}

/// A line of the ledger, as it is written. Its organisation is that of the block it stands in, its
/// sequence the place in the log; person and kind are applied on reading.
#[derive(Clone, PartialEq, Debug)]
pub struct Action {
    pub id: Id<Action>,
    /// The sender's own name for it; a second one with the same name within the organisation is a
    /// duplicate and is dropped on reading.
    pub message: Option<String>,
    pub unit: Option<Id<Unit>>,
    pub part: Part,
    /// The identity seen (or the staff member), never the resolved person.
    pub subject: Id<Identity>,
    pub at: Timestamp,
    pub received_at: Timestamp,
    /// The IANA name of the zone in which it happened, where known.
    pub zone: Option<Cow<'static, str>>,
    pub channel: Channel,
    pub initiator: Initiator,
    /// The name as sent; for deeds of ours, the kind.
    pub name: Cow<'static, str>,
    /// What it is about: `idea/<id>`.
    pub about: Option<String>,
    /// Whose contribution it answers.
    pub counterpart: Option<Id<Identity>>,
    pub value: Option<Money>,
    /// Ids and quantities as a JSON object; no personal data. Empty for none.
    pub facts: String,
}

impl Action {
    /// Characters of a message id, a name, an `about`.
    pub const LONGEST_MESSAGE: usize = 255;
    pub const LONGEST_NAME: usize = 120;
    pub const LONGEST_ABOUT: usize = 255;
    /// Bytes of facts.
    pub const LARGEST_FACTS: usize = 32 * 1024;
}

/// A place in the log of all organisations: the writing transaction, then the block. Comparing two
/// places compares commit order as readers see it.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
pub struct Position {
    /// PostgreSQL's transaction id; 0 on SQLite, where there is one writer.
    pub tx: i64,
    pub block: i64,
}
