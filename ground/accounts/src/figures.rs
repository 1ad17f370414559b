//! What the members of an account did, in sum. Whoever belongs to two accounts counts in both, with all
//! they did, before they joined too: it says who the account's people are, not what the account made them do.

use std::collections::BTreeMap;

use deedwell_core::behaviour::Activity;
use deedwell_core::{Currency, Money, Timestamp};
use jiff::SignedDuration;
use serde::Serialize;
use utoipa::ToSchema;

/// Sums over the members of today; test accounts are not handed in.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct RollUp {
    pub members: u64,
    /// Who did something in the last 28 days, and in the last 90.
    pub active_28: u64,
    pub active_90: u64,
    pub actions: u64,
    pub purchases: u64,
    /// One amount per currency: they are never added up.
    pub spent: Vec<Money>,
    pub first_at: Option<Timestamp>,
    pub last_at: Option<Timestamp>,
}

impl RollUp {
    pub fn of<'a>(all: impl IntoIterator<Item = &'a Activity>, now: Timestamp) -> Self {
        let mut sum = Self::default();
        let mut spent: BTreeMap<String, Money> = BTreeMap::new();
        let since = |days: i64| now.checked_sub(SignedDuration::from_hours(24 * days)).ok();
        let (of_28, of_90) = (since(28), since(90));
        for one in all {
            sum.members += 1;
            sum.active_28 += u64::from(one.last_at.is_some() && one.last_at >= of_28);
            sum.active_90 += u64::from(one.last_at.is_some() && one.last_at >= of_90);
            sum.actions += one.actions;
            sum.purchases += one.purchases;
            sum.first_at = [sum.first_at, one.first_at].into_iter().flatten().min();
            sum.last_at = sum.last_at.max(one.last_at);
            for money in &one.spent {
                let key = money.currency.as_str().to_owned();
                let amount = spent.entry(key).or_insert(Money::new(0, money.currency));
                amount.minor = amount.minor.saturating_add(money.minor);
            }
        }
        sum.spent = spent.into_values().collect();
        sum
    }

    /// In one currency: lists can be put in no order over several.
    pub fn spent_in(&self, currency: Currency) -> i64 {
        self.spent.iter().find(|m| m.currency == currency).map_or(0, |m| m.minor)
    }

    pub fn given(&self) -> FiguresGiven {
        FiguresGiven {
            members: self.members,
            active_28_days: self.active_28,
            active_90_days: self.active_90,
            actions: self.actions,
            purchases: self.purchases,
            spent: self.spent.iter().map(AmountGiven::of).collect(),
            first_at: self.first_at.map(|at| at.to_string()),
            last_at: self.last_at.map(|at| at.to_string()),
        }
    }
}

/// What the members of today did in sum, whenever they joined.
#[derive(Serialize, ToSchema)]
pub struct FiguresGiven {
    members: u64,
    active_28_days: u64,
    active_90_days: u64,
    actions: u64,
    purchases: u64,
    /// Orders less refunds, one amount per currency.
    spent: Vec<AmountGiven>,
    first_at: Option<String>,
    last_at: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct AmountGiven {
    /// `59.97`
    amount: String,
    currency: String,
}

impl AmountGiven {
    fn of(money: &Money) -> Self {
        Self { amount: money.decimal(), currency: money.currency.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn did(last: &str, spent: &[(i64, &str)]) -> Activity {
        let last_at = last.parse().ok();
        let money = |(minor, currency): &(i64, &str)| Money::new(*minor, currency.parse().unwrap());
        Activity {
            person: "01930000-0000-7000-8000-00000000000a".parse().unwrap(),
            first_at: last_at,
            last_at,
            actions: 2,
            purchases: spent.len() as u64,
            last_purchase_at: None,
            spent: spent.iter().map(money).collect(),
        }
    }

    #[test]
    fn amounts_of_two_currencies_stay_two() {
        let now = "2026-11-22T00:00:00Z".parse().unwrap();
        let all = [
            did("2026-11-21T00:00:00Z", &[(500, "GBP"), (100, "EUR")]),
            did("2026-10-25T00:00:00Z", &[(-200, "GBP")]),
            did("2026-10-24T00:00:00Z", &[]),
            did("2026-08-23T00:00:00Z", &[(i64::MAX, "GBP")]),
            did("never", &[]),
        ];
        let sum = RollUp::of(&all, now);
        assert_eq!((sum.members, sum.active_28, sum.active_90), (5, 2, 3));
        assert_eq!((sum.actions, sum.purchases), (10, 4));
        let spent: Vec<String> = sum.spent.iter().map(|m| m.currency.to_string()).collect();
        assert_eq!(spent, ["EUR", "GBP"]);
        assert_eq!(sum.spent_in(Currency::GBP), i64::MAX, "at the end of what can be counted");
        assert_eq!(sum.first_at, "2026-08-23T00:00:00Z".parse().ok());
        assert_eq!(sum.last_at, "2026-11-21T00:00:00Z".parse().ok());
        assert_eq!(RollUp::of(&[], now), RollUp::default());
    }
}
