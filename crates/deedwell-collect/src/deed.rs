//! What staff do to sources.

use deedwell_core::{Deed, Id, Kind, Result};
use deedwell_store::{Tx, audit};
use deedwell_web::StaffMember;
use serde::Serialize;

use crate::source::Source;

#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
#[serde(untagged)]
pub enum SourceDeed {
    Opened {
        #[serde(skip)]
        source: Id<Source>,
    },
    Described {
        #[serde(skip)]
        source: Id<Source>,
    },
    KeyRotated {
        #[serde(skip)]
        source: Id<Source>,
    },
    OldKeysEnded {
        #[serde(skip)]
        source: Id<Source>,
    },
    StrictnessChanged {
        #[serde(skip)]
        source: Id<Source>,
    },
    AddressesChanged {
        #[serde(skip)]
        source: Id<Source>,
    },
    ConsentAsked {
        #[serde(skip)]
        source: Id<Source>,
    },
    HeldTakenIn {
        #[serde(skip)]
        source: Id<Source>,
        events: usize,
    },
    Closed {
        #[serde(skip)]
        source: Id<Source>,
    },
}

impl Deed for SourceDeed {
    fn kind(&self) -> Kind {
        match self {
            Self::Opened { .. } => "sources.opened",
            Self::Described { .. } => "sources.described",
            Self::KeyRotated { .. } => "sources.key_rotated",
            Self::OldKeysEnded { .. } => "sources.old_keys_ended",
            Self::StrictnessChanged { .. } => "sources.strictness_changed",
            Self::AddressesChanged { .. } => "sources.addresses_changed",
            Self::ConsentAsked { .. } => "sources.consent_asked",
            Self::HeldTakenIn { .. } => "sources.held_taken_in",
            Self::Closed { .. } => "sources.closed",
        }
    }

    fn about(&self) -> Option<String> {
        let (Self::Opened { source }
        | Self::Described { source }
        | Self::KeyRotated { source }
        | Self::OldKeysEnded { source }
        | Self::StrictnessChanged { source }
        | Self::AddressesChanged { source }
        | Self::ConsentAsked { source }
        | Self::HeldTakenIn { source, .. }
        | Self::Closed { source }) = self;
        Some(format!("source/{source}"))
    }
}

/// In the ledger for everybody who asks what happened, in the audit log for whoever asks who did it.
pub(crate) async fn note(
    tx: &mut Tx,
    me: &StaffMember,
    deed: SourceDeed,
    name: &str,
) -> Result<()> {
    note_with(tx, me, deed, serde_json::json!({ "name": name })).await
}

/// With what was set, beside the name.
pub(crate) async fn note_with(
    tx: &mut Tx,
    me: &StaffMember,
    deed: SourceDeed,
    detail: serde_json::Value,
) -> Result<()> {
    tx.record(me.who(), &deed).await?;
    audit(tx, Some(me.id), deed.kind(), deed.about().as_deref(), &detail).await
}
