//! What staff do to sources.

use deedwell_core::{Deed, Id, Kind, Result};
use deedwell_store::Tx;
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
    KeyRotated {
        #[serde(skip)]
        source: Id<Source>,
    },
    StrictnessChanged {
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
            Self::KeyRotated { .. } => "sources.key_rotated",
            Self::StrictnessChanged { .. } => "sources.strictness_changed",
            Self::HeldTakenIn { .. } => "sources.held_taken_in",
            Self::Closed { .. } => "sources.closed",
        }
    }

    fn about(&self) -> Option<String> {
        let (Self::Opened { source }
        | Self::KeyRotated { source }
        | Self::StrictnessChanged { source }
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
    let (id, now): (Id<SourceDeed>, _) = (tx.new_id(), tx.now());
    let insert = tx.query(
        "insert into audit (organisation, id, at, staff, deed, about, detail)
         values ($1, $2, $3, $4, $5, $6, $7)",
    );
    let insert = insert.bind(id).bind(now).bind(me.id).bind(deed.kind()).bind(deed.about());
    tx.run(insert.bind(detail.to_string())).await.map(drop)
}
