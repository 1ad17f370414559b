//! What staff do to what is kept of people. Words (names, tags) stay out of the ledger.

use deedwell_core::{Deed, Id, Kind, Person};
use serde::Serialize;

/// A change to a person, by staff.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
#[serde(untagged)]
pub enum PeopleDeed {
    Renamed {
        person: Id<Person>,
    },
    Tagged {
        person: Id<Person>,
    },
    Untagged {
        person: Id<Person>,
    },
    /// From now on they are left out of every measure, or counted again.
    MarkedAsTest {
        person: Id<Person>,
        is_test: bool,
    },
}

impl Deed for PeopleDeed {
    fn kind(&self) -> Kind {
        match self {
            Self::Renamed { .. } => "people.renamed",
            Self::Tagged { .. } => "people.tagged",
            Self::Untagged { .. } => "people.untagged",
            Self::MarkedAsTest { .. } => "people.marked_as_test",
        }
    }

    fn about(&self) -> Option<String> {
        let (Self::Renamed { person }
        | Self::Tagged { person }
        | Self::Untagged { person }
        | Self::MarkedAsTest { person, .. }) = self;
        Some(format!("person/{person}"))
    }
}
