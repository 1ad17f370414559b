//! What happens to profiles. Values stay out of the ledger: it outlives a wish to be forgotten.

use deedwell_core::{Deed, Id, Kind, Person};
use serde::Serialize;

#[derive(Clone, PartialEq, Debug, Serialize)]
#[serde(untagged)]
pub enum ProfileDeed {
    /// Traits were set or removed.
    Changed {
        #[serde(skip)]
        person: Id<Person>,
        traits: usize,
    },
    Consented {
        #[serde(skip)]
        person: Id<Person>,
        purpose: String,
    },
    Withdrew {
        #[serde(skip)]
        person: Id<Person>,
        purpose: String,
    },
    /// They have a product or service, or something of it changed.
    Holds {
        #[serde(skip)]
        person: Id<Person>,
    },
    /// It was a mistake that they had it.
    HoldingRemoved {
        #[serde(skip)]
        person: Id<Person>,
    },
    /// What is asked of people: fields and purposes.
    FieldsChanged {},
}

impl Deed for ProfileDeed {
    fn kind(&self) -> Kind {
        match self {
            Self::Changed { .. } => "profiles.changed",
            Self::Consented { .. } => "profiles.consented",
            Self::Withdrew { .. } => "profiles.withdrew",
            Self::Holds { .. } => "profiles.holding_kept",
            Self::HoldingRemoved { .. } => "profiles.holding_removed",
            Self::FieldsChanged {} => "profiles.fields_changed",
        }
    }

    fn about(&self) -> Option<String> {
        match self {
            Self::Changed { person, .. }
            | Self::Consented { person, .. }
            | Self::Withdrew { person, .. }
            | Self::Holds { person }
            | Self::HoldingRemoved { person } => Some(format!("person/{person}")),
            Self::FieldsChanged {} => None,
        }
    }
}
