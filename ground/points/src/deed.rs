//! What happened to points, as the ledger keeps it: ids and quantities.

use deedwell_core::{Deed, Id, Identity, Kind};
use serde::Serialize;

use crate::account::Entry;
use crate::reward::Reward;
use crate::rule::Rule;
use crate::scheme::Scheme;

/// Deeds of staff that those whom they concern are shown.
pub const TOLD: &[Kind] = &[
    "points.adjusted",
    "points.approved",
    "points.refused",
    "points.honoured",
    "points.given_back",
];

/// Into what points were paid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PaidAs {
    Credit,
    Charity,
}

#[derive(Clone, PartialEq, Debug)]
pub enum What {
    Earned {
        amount: i64,
        pending: bool,
        rule: Option<Id<Rule>>,
    },
    Confirmed {
        amount: i64,
    },
    Spent {
        amount: i64,
        reward: Option<Id<Reward>>,
    },
    /// So much was taken back; of that, so much had been spent and nothing else was left to take.
    Reversed {
        amount: i64,
        owed: i64,
    },
    GivenBack {
        amount: i64,
    },
    Expired {
        amount: i64,
    },
    PaidOut {
        amount: i64,
        paid_as: PaidAs,
    },
    /// By hand: more or less.
    Adjusted {
        amount: i64,
    },
    Approved {
        amount: i64,
    },
    Refused {
        amount: i64,
    },
    Honoured {
        reward: Id<Reward>,
    },
}

/// What happened to somebody's points.
#[derive(Clone, PartialEq, Debug)]
pub struct PointsDeed {
    pub entry: Id<Entry>,
    pub scheme: Id<Scheme>,
    /// Whom it concerns, where staff did it.
    pub whose: Option<Id<Identity>>,
    pub what: What,
}

#[derive(Serialize)]
struct Facts {
    scheme: Id<Scheme>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pending: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owed: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<Id<Rule>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reward: Option<Id<Reward>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paid_as: Option<PaidAs>,
}

impl Serialize for PointsDeed {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let nothing = Facts {
            scheme: self.scheme,
            amount: None,
            pending: None,
            owed: None,
            rule: None,
            reward: None,
            paid_as: None,
        };
        let facts = match &self.what {
            What::Earned { amount, pending, rule } => {
                Facts { amount: Some(*amount), pending: Some(*pending), rule: *rule, ..nothing }
            }
            What::Spent { amount, reward } => {
                Facts { amount: Some(*amount), reward: *reward, ..nothing }
            }
            What::Reversed { amount, owed } => {
                Facts { amount: Some(*amount), owed: Some(*owed), ..nothing }
            }
            What::PaidOut { amount, paid_as } => {
                Facts { amount: Some(*amount), paid_as: Some(*paid_as), ..nothing }
            }
            What::Honoured { reward } => Facts { reward: Some(*reward), ..nothing },
            What::Confirmed { amount }
            | What::GivenBack { amount }
            | What::Expired { amount }
            | What::Adjusted { amount }
            | What::Approved { amount }
            | What::Refused { amount } => Facts { amount: Some(*amount), ..nothing },
        };
        facts.serialize(serializer)
    }
}

impl Deed for PointsDeed {
    fn kind(&self) -> Kind {
        match self.what {
            What::Earned { .. } => "points.earned",
            What::Confirmed { .. } => "points.confirmed",
            What::Spent { .. } => "points.spent",
            What::Reversed { .. } => "points.reversed",
            What::GivenBack { .. } => "points.given_back",
            What::Expired { .. } => "points.expired",
            What::PaidOut { .. } => "points.paid_out",
            What::Adjusted { .. } => "points.adjusted",
            What::Approved { .. } => "points.approved",
            What::Refused { .. } => "points.refused",
            What::Honoured { .. } => "points.honoured",
        }
    }

    fn about(&self) -> Option<String> {
        Some(format!("points/{}", self.entry))
    }

    fn counterpart(&self) -> Option<Id<Identity>> {
        self.whose
    }
}

/// What staff set.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(untagged)]
pub enum SetDeed {
    SchemeChanged {
        #[serde(skip)]
        scheme: Id<Scheme>,
        version: i64,
    },
    SchemeClosed {
        #[serde(skip)]
        scheme: Id<Scheme>,
        closed: bool,
    },
    RuleChanged {
        #[serde(skip)]
        rule: Id<Rule>,
        version: i64,
    },
    RewardChanged {
        #[serde(skip)]
        reward: Id<Reward>,
        /// Codes that were added.
        codes: u64,
    },
    BudgetSet {
        #[serde(skip)]
        scheme: Id<Scheme>,
        a_month: Option<i64>,
    },
}

impl Deed for SetDeed {
    fn kind(&self) -> Kind {
        match self {
            Self::SchemeChanged { .. } => "points.scheme_changed",
            Self::SchemeClosed { .. } => "points.scheme_closed",
            Self::RuleChanged { .. } => "points.rule_changed",
            Self::RewardChanged { .. } => "points.reward_changed",
            Self::BudgetSet { .. } => "points.budget_set",
        }
    }

    fn about(&self) -> Option<String> {
        Some(match self {
            Self::SchemeChanged { scheme, .. }
            | Self::SchemeClosed { scheme, .. }
            | Self::BudgetSet { scheme, .. } => format!("scheme/{scheme}"),
            Self::RuleChanged { rule, .. } => format!("rule/{rule}"),
            Self::RewardChanged { reward, .. } => format!("reward/{reward}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nil<T>() -> Id<T> {
        Id::from_uuid(Default::default())
    }

    #[test]
    fn every_deed_reads_as_its_sample() {
        let moved = |what| {
            let deed = PointsDeed { entry: nil(), scheme: nil(), whose: None, what };
            (deed.kind(), serde_json::to_string(&deed).unwrap())
        };
        let set = |deed: SetDeed| (deed.kind(), serde_json::to_string(&deed).unwrap());
        let samples = [
            (
                moved(What::Earned { amount: 50, pending: true, rule: Some(nil()) }),
                include_str!("../ledger/points.earned.1.json"),
            ),
            (
                moved(What::Confirmed { amount: 50 }),
                include_str!("../ledger/points.confirmed.1.json"),
            ),
            (
                moved(What::Spent { amount: 30, reward: Some(nil()) }),
                include_str!("../ledger/points.spent.1.json"),
            ),
            (
                moved(What::Reversed { amount: 50, owed: 20 }),
                include_str!("../ledger/points.reversed.1.json"),
            ),
            (
                moved(What::GivenBack { amount: 30 }),
                include_str!("../ledger/points.given_back.1.json"),
            ),
            (moved(What::Expired { amount: 20 }), include_str!("../ledger/points.expired.1.json")),
            (
                moved(What::PaidOut { amount: 1_000, paid_as: PaidAs::Charity }),
                include_str!("../ledger/points.paid_out.1.json"),
            ),
            (
                moved(What::Adjusted { amount: -5 }),
                include_str!("../ledger/points.adjusted.1.json"),
            ),
            (
                moved(What::Approved { amount: 900 }),
                include_str!("../ledger/points.approved.1.json"),
            ),
            (moved(What::Refused { amount: 900 }), include_str!("../ledger/points.refused.1.json")),
            (
                moved(What::Honoured { reward: nil() }),
                include_str!("../ledger/points.honoured.1.json"),
            ),
            (
                set(SetDeed::SchemeChanged { scheme: nil(), version: 2 }),
                include_str!("../ledger/points.scheme_changed.1.json"),
            ),
            (
                set(SetDeed::SchemeClosed { scheme: nil(), closed: true }),
                include_str!("../ledger/points.scheme_closed.1.json"),
            ),
            (
                set(SetDeed::RuleChanged { rule: nil(), version: 3 }),
                include_str!("../ledger/points.rule_changed.1.json"),
            ),
            (
                set(SetDeed::RewardChanged { reward: nil(), codes: 20 }),
                include_str!("../ledger/points.reward_changed.1.json"),
            ),
            (
                set(SetDeed::BudgetSet { scheme: nil(), a_month: Some(0) }),
                include_str!("../ledger/points.budget_set.1.json"),
            ),
        ];
        for ((kind, told), sample) in samples {
            assert_eq!(told, sample.trim(), "{kind}");
        }
    }
}
