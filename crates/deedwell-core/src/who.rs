//! Who acts: a customer or visitor by the identity seen, staff, or the system itself.

use serde::{Deserialize, Serialize};

use crate::id::{Id, Person, Staff};

/// A sign by which a person is known: an address, a number, a log-in, a browser.
#[derive(Debug)]
pub enum Identity {}

/// Who does a deed. The ledger keeps the identity that was seen, never the resolved person: merging
/// people rewrites nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Who {
    /// A person who has proven an identity, or whose act staff or a server vouches for.
    Customer {
        identity: Id<Identity>,
        person: Id<Person>,
    },
    /// Somebody not yet known.
    Visitor {
        identity: Id<Identity>,
        person: Id<Person>,
    },
    Staff(Id<Staff>),
    /// Nobody: a schedule fell due.
    System,
}

impl Who {
    pub fn part(self) -> Part {
        match self {
            Self::Customer { .. } => Part::Customer,
            Self::Visitor { .. } => Part::Visitor,
            Self::Staff(_) => Part::Staff,
            Self::System => Part::System,
        }
    }

    /// The identity or staff id that the ledger keeps; nil for the system.
    pub fn subject(self) -> Id<Identity> {
        match self {
            Self::Customer { identity, .. } | Self::Visitor { identity, .. } => identity,
            Self::Staff(id) => id.cast(),
            Self::System => Id::from_uuid(uuid::Uuid::nil()),
        }
    }
}

/// The part in which somebody acts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Customer,
    Visitor,
    Staff,
    System,
}

impl Part {
    pub const ALL: [Self; 4] = [Self::Customer, Self::Visitor, Self::Staff, Self::System];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Visitor => "visitor",
            Self::Staff => "staff",
            Self::System => "system",
        }
    }
}
