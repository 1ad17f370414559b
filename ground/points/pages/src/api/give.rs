//! What programs are answered.

use deedwell_points::account::Balance;
use deedwell_points::acts::{Earned, PaidOut, Redeemed, Spent};
use deedwell_points::reward::Reward;
use deedwell_points::scheme::Scheme;
use deedwell_points::store::Line;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub(super) struct SchemeGiven {
    key: String,
    name: String,
    /// `points`; none where it is money.
    unit: Option<String>,
    currency: Option<String>,
    open: bool,
    version: i64,
}

impl SchemeGiven {
    pub fn of(scheme: &Scheme) -> Self {
        let terms = &scheme.terms;
        Self {
            key: scheme.key.clone(),
            name: terms.name.clone(),
            unit: (!terms.unit.is_empty()).then(|| terms.unit.clone()),
            currency: terms.currency.map(|c| c.to_string()),
            open: scheme.closed_at.is_none(),
            version: scheme.version,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct RewardGiven {
    id: String,
    scheme: String,
    name: String,
    words: String,
    cost: String,
    /// How many can be had now; none where there is no end of them.
    left: Option<i64>,
}

impl RewardGiven {
    pub fn of(reward: &Reward, scheme: &Scheme) -> Self {
        Self {
            id: reward.id.to_string(),
            scheme: scheme.key.clone(),
            name: reward.terms.name.clone(),
            words: reward.terms.words.clone(),
            cost: scheme.terms.plain(reward.terms.cost),
            left: reward.left,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct BalanceGiven {
    scheme: String,
    /// What can be spent; less than nothing where more was taken back than was left.
    balance: String,
    pending: String,
    spent: String,
    expired: String,
}

impl BalanceGiven {
    pub fn of(scheme: &Scheme, balance: Balance) -> Self {
        let plain = |amount| scheme.terms.plain(amount);
        Self {
            scheme: scheme.key.clone(),
            balance: plain(balance.balance()),
            pending: plain(balance.pending),
            spent: plain(balance.spent),
            expired: plain(balance.expired),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct PostingsGiven {
    scheme: String,
    postings: Vec<PostingGiven>,
}

#[derive(Serialize, ToSchema)]
struct PostingGiven {
    entry: String,
    at: String,
    /// `earned`, `confirmed`, `spent`, `reversed`, …
    verb: String,
    kind: String,
    about: String,
    /// `member.active`, `member.pending`, …
    account: &'static str,
    amount: String,
    why: String,
}

impl PostingsGiven {
    pub fn of(scheme: &Scheme, lines: &[Line]) -> Self {
        let posting = |line: &Line| PostingGiven {
            entry: line.entry.id.to_string(),
            at: line.entry.at.to_string(),
            verb: line.entry.verb.clone(),
            kind: line.entry.kind.clone(),
            about: line.entry.about.clone(),
            account: line.account.name(),
            amount: scheme.terms.plain(line.amount),
            why: line.entry.why.clone(),
        };
        Self { scheme: scheme.key.clone(), postings: lines.iter().map(posting).collect() }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct EarnedGiven {
    /// None where nothing was earned.
    entry: Option<String>,
    amount: String,
    /// It was booked now, and not when the same was asked before.
    is_new: bool,
    /// It cannot be spent yet.
    pending: bool,
    /// Staff have to approve it.
    held: bool,
    /// `nothing`, `ours`, `budget`, `cap`.
    why_not: Option<String>,
}

impl EarnedGiven {
    pub fn of(scheme: &Scheme, earned: &Earned) -> Self {
        let why_not = earned.why_not.and_then(|why| serde_json::to_value(why).ok());
        Self {
            entry: earned.entry.map(|id| id.to_string()),
            amount: scheme.terms.plain(earned.amount),
            is_new: earned.is_new,
            pending: earned.pending,
            held: earned.held,
            why_not: why_not.and_then(|why| why.as_str().map(str::to_owned)),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct PointsSpentGiven {
    entry: String,
    amount: String,
    is_new: bool,
}

impl PointsSpentGiven {
    pub fn of(scheme: &Scheme, spent: Spent) -> Self {
        let amount = scheme.terms.plain(spent.amount);
        Self { entry: spent.entry.to_string(), amount, is_new: spent.is_new }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct ReversedGiven {
    /// How much was taken back or given now.
    pub amount: Option<String>,
    /// False where there was nothing left to do.
    pub is_new: bool,
}

#[derive(Serialize, ToSchema)]
pub(super) struct PaidGiven {
    entry: String,
    took: String,
    /// Money, or what was given with what the company added.
    gave: String,
    is_new: bool,
}

impl PaidGiven {
    pub fn of(scheme: &Scheme, into: &Scheme, paid: PaidOut) -> Self {
        Self {
            entry: paid.entry.to_string(),
            took: scheme.terms.plain(paid.took),
            gave: into.terms.plain(paid.gave),
            is_new: paid.is_new,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct RedeemedGiven {
    id: String,
    /// `asked`, `honoured`, `undone`.
    stage: &'static str,
    code: Option<String>,
}

impl RedeemedGiven {
    pub fn of(redeemed: Redeemed) -> Self {
        let stage = redeemed.stage.name();
        Self { id: redeemed.id.to_string(), stage, code: redeemed.code }
    }
}
