//! What somebody brought beside what they spent themselves.
//!
//! CRV, the value of a customer's referrals (Kumar, Petersen, Leone 2007): what those bought who came
//! because of them, and what it would have cost us to win those who would have come anyway, later money
//! discounted, less what the rewards cost. Which friends would have come anyway nobody knows of each: the
//! organisation says how many of a hundred.

use deedwell_core::{Currency, Money, Timestamp};
use deedwell_orders::Order;
use serde::Serialize;

use crate::terms::Terms;

const YEAR_S: f64 = 365.25 * 86_400.0;

/// One friend's orders since they came, and when that was.
#[derive(Clone, Debug)]
pub struct Friend {
    pub came_at: Timestamp,
    pub orders: Vec<Order>,
    /// What the rewards for them cost.
    pub cost: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Value {
    pub friends: u64,
    /// What they bought and kept.
    pub bought: Money,
    /// The value of the referrals, as above.
    pub brought: Money,
    /// What the rewards cost.
    pub cost: Money,
    /// What the referrer bought and kept.
    pub spent: Money,
    /// Orders in other currencies, which stand in no sum.
    pub other_currencies: u64,
}

/// All of it in the currency of the terms.
pub fn value(friends: &[Friend], own: &[Order], terms: &Terms) -> Value {
    let currency = terms.least.currency;
    let money = |minor: i64| Money::new(minor, currency);
    let (mut bought, mut cost, mut others) = (0_i64, 0_i64, 0);
    let mut brought = 0.0;
    let anyway = terms.anyway_percent as f64 / 100.0;
    for friend in friends {
        let mut theirs = 0.0;
        for order in friend.orders.iter().filter(|o| o.was_placed) {
            if order.currency != currency {
                others += 1;
                continue;
            }
            bought = bought.saturating_add(order.worth());
            theirs += order.worth() as f64 * worth_then(friend.came_at, order.placed_at, terms);
        }
        cost = cost.saturating_add(friend.cost);
        brought += (1.0 - anyway) * theirs + anyway * terms.saved as f64 - friend.cost as f64;
    }
    Value {
        friends: friends.len() as u64,
        bought: money(bought),
        brought: money(brought.round() as i64),
        cost: money(cost),
        spent: money(sum(own, currency)),
        other_currencies: others,
    }
}

fn sum(orders: &[Order], currency: Currency) -> i64 {
    let ours = orders.iter().filter(|o| o.currency == currency);
    ours.fold(0, |sum: i64, order| sum.saturating_add(order.worth()))
}

fn worth_then(came_at: Timestamp, at: Timestamp, terms: &Terms) -> f64 {
    let years = (at.duration_since(came_at).as_secs_f64() / YEAR_S).max(0.0);
    (1.0 + terms.yearly_percent as f64 / 100.0).powf(-years)
}
