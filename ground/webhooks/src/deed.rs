//! What staff do to endpoints, and what we do to them ourselves.

use deedwell_core::{Deed, Id, Kind, Result, Who};
use deedwell_store::{Tx, audit};
use serde::Serialize;

use crate::endpoint::{Endpoint, Off};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    Opened,
    Changed,
    SecretShown,
    SecretRotated,
    SwitchedOn,
    SwitchedOff(Off),
    Removed,
    Tested,
    Replayed,
}

#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct HookDeed {
    #[serde(skip)]
    endpoint: Id<Endpoint>,
    #[serde(skip)]
    what: What,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
}

impl HookDeed {
    pub fn new(endpoint: Id<Endpoint>, what: What) -> Self {
        let why = if let What::SwitchedOff(off) = what { Some(off.name()) } else { None };
        Self { endpoint, what, why }
    }
}

impl Deed for HookDeed {
    fn kind(&self) -> Kind {
        match self.what {
            What::Opened => "webhooks.opened",
            What::Changed => "webhooks.changed",
            What::SecretShown => "webhooks.secret_shown",
            What::SecretRotated => "webhooks.secret_rotated",
            What::SwitchedOn => "webhooks.switched_on",
            What::SwitchedOff(_) => "webhooks.switched_off",
            What::Removed => "webhooks.removed",
            What::Tested => "webhooks.tested",
            What::Replayed => "webhooks.replayed",
        }
    }

    fn about(&self) -> Option<String> {
        Some(format!("webhook/{}", self.endpoint))
    }
}

/// In the ledger for everybody who asks what happened, in the audit log for whoever asks who did it.
pub(crate) async fn note(tx: &mut Tx, who: Who, deed: HookDeed, name: &str) -> Result<()> {
    tx.record(who, &deed).await?;
    let staff = if let Who::Staff(id) = who { Some(id) } else { None };
    let detail = serde_json::json!({ "name": name });
    audit(tx, staff, deed.kind(), deed.about().as_deref(), &detail).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_deed_reads_as_its_sample() {
        let samples = [
            (What::Opened, include_str!("../ledger/webhooks.opened.1.json")),
            (What::Changed, include_str!("../ledger/webhooks.changed.1.json")),
            (What::SecretShown, include_str!("../ledger/webhooks.secret_shown.1.json")),
            (What::SecretRotated, include_str!("../ledger/webhooks.secret_rotated.1.json")),
            (What::SwitchedOn, include_str!("../ledger/webhooks.switched_on.1.json")),
            (
                What::SwitchedOff(Off::Failing),
                include_str!("../ledger/webhooks.switched_off.1.json"),
            ),
            (What::Removed, include_str!("../ledger/webhooks.removed.1.json")),
            (What::Tested, include_str!("../ledger/webhooks.tested.1.json")),
            (What::Replayed, include_str!("../ledger/webhooks.replayed.1.json")),
        ];
        for (what, sample) in samples {
            let deed = HookDeed::new(Id::from_uuid(Default::default()), what);
            assert_eq!(serde_json::to_string(&deed).unwrap(), sample.trim(), "{what:?}");
        }
    }
}
