//! What happened to how far somebody is trusted, as the ledger keeps it: ids and quantities, no word of anybody.

use deedwell_core::{Deed, Id, Identity, Kind};
use serde::Serialize;

use crate::level::Level;
use crate::quarantine::Quarantine;

/// Deeds of ours that those whom they concern are shown.
pub const TOLD: &[Kind] = &[
    "trust.level_gained",
    "trust.level_lost",
    "trust.quarantined",
    "trust.upheld",
    "trust.lifted",
];

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(untagged)]
pub enum What {
    LevelGained {
        level: i64,
        before: i64,
    },
    LevelLost {
        level: i64,
        before: i64,
    },
    Quarantined {
        /// `idea/…`; '' for all that they give.
        of: String,
        score: i64,
        people: usize,
        /// Names of kinds of signs.
        reasons: Vec<&'static str>,
    },
    Appealed {},
    Upheld {
        appealed: bool,
    },
    Lifted {
        appealed: bool,
    },
}

impl What {
    pub const fn level(before: Level, now: Level) -> Self {
        let (level, before) = (now.number(), before.number());
        if level > before {
            Self::LevelGained { level, before }
        } else {
            Self::LevelLost { level, before }
        }
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TrustDeed {
    /// Whom it concerns, where they did not do it themselves.
    #[serde(skip)]
    pub whose: Option<Id<Identity>>,
    #[serde(skip)]
    pub quarantine: Option<Id<Quarantine>>,
    #[serde(flatten)]
    pub what: What,
}

impl Deed for TrustDeed {
    fn kind(&self) -> Kind {
        match self.what {
            What::LevelGained { .. } => "trust.level_gained",
            What::LevelLost { .. } => "trust.level_lost",
            What::Quarantined { .. } => "trust.quarantined",
            What::Appealed {} => "trust.appealed",
            What::Upheld { .. } => "trust.upheld",
            What::Lifted { .. } => "trust.lifted",
        }
    }

    fn about(&self) -> Option<String> {
        self.quarantine.map(|id| format!("quarantine/{id}"))
    }

    fn counterpart(&self) -> Option<Id<Identity>> {
        self.whose
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every deed that was ever recorded reads for ever, and every one of now is written as its sample.
    #[test]
    fn every_deed_is_written_as_its_sample() {
        let quarantined = What::Quarantined {
            of: "idea/00000000-0000-0000-0000-000000000000".to_owned(),
            score: 140,
            people: 6,
            reasons: vec!["browser", "network"],
        };
        let samples = [
            (
                What::level(Level::Known, Level::Member),
                include_str!("../ledger/trust.level_gained.1.json"),
            ),
            (
                What::level(Level::Regular, Level::Known),
                include_str!("../ledger/trust.level_lost.1.json"),
            ),
            (quarantined, include_str!("../ledger/trust.quarantined.1.json")),
            (What::Appealed {}, include_str!("../ledger/trust.appealed.1.json")),
            (What::Upheld { appealed: true }, include_str!("../ledger/trust.upheld.1.json")),
            (What::Lifted { appealed: false }, include_str!("../ledger/trust.lifted.1.json")),
        ];
        for (what, sample) in samples {
            let deed = TrustDeed { whose: None, quarantine: None, what };
            let sample: serde_json::Value = serde_json::from_str(sample).unwrap();
            assert_eq!(serde_json::to_value(&deed).unwrap(), sample, "{}", deed.kind());
        }
    }
}
