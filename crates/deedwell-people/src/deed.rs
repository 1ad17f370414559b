//! What staff do to what is kept of people. Words (names, tags) stay out of the ledger.

use deedwell_core::{Deed, Id, Kind, Person};
use serde::Serialize;

use crate::erase::ErasureNoun;

/// Signs that were one person's are another's now, because of what was said of them. Every reader of the
/// log looks again.
#[derive(Serialize)]
pub struct Linked {}

impl Deed for Linked {
    fn kind(&self) -> Kind {
        "people.linked"
    }
    fn about(&self) -> Option<String> {
        None
    }
}

/// Somebody was forgotten. Of whom nobody can say any more.
#[derive(Serialize)]
pub struct Erased {
    #[serde(skip)]
    pub erasure: Id<ErasureNoun>,
}

impl Deed for Erased {
    fn kind(&self) -> Kind {
        "people.erased"
    }
    fn about(&self) -> Option<String> {
        Some(format!("erasure/{}", self.erasure))
    }
}

/// A change to a person, by staff.
#[derive(Clone, PartialEq, Debug, Serialize)]
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
    /// The two are one from now on; the page of the first stands for both.
    Merged {
        person: Id<Person>,
        merged: Id<Person>,
    },
    /// They are two again, as they were.
    Unmerged {
        person: Id<Person>,
        merged: Id<Person>,
    },
    /// What tied signs together was taken back, or counts again.
    Separated {
        person: Id<Person>,
        counts: bool,
    },
    /// They are not one, whatever it looks like.
    ToldApart {
        person: Id<Person>,
        other: Id<Person>,
    },
}

impl Deed for PeopleDeed {
    fn kind(&self) -> Kind {
        match self {
            Self::Renamed { .. } => "people.renamed",
            Self::Tagged { .. } => "people.tagged",
            Self::Untagged { .. } => "people.untagged",
            Self::MarkedAsTest { .. } => "people.marked_as_test",
            Self::Merged { .. } => "people.merged",
            Self::Unmerged { .. } => "people.unmerged",
            Self::Separated { .. } => "people.separated",
            Self::ToldApart { .. } => "people.told_apart",
        }
    }

    fn about(&self) -> Option<String> {
        let (Self::Renamed { person }
        | Self::Tagged { person }
        | Self::Untagged { person }
        | Self::MarkedAsTest { person, .. }
        | Self::Merged { person, .. }
        | Self::Unmerged { person, .. }
        | Self::Separated { person, .. }
        | Self::ToldApart { person, .. }) = self;
        Some(format!("person/{person}"))
    }
}
