//! What somebody's buying comes to.

use std::collections::{BTreeMap, HashMap};

use deedwell_core::{Currency, Id, Money, Timestamp};

use crate::order::{Order, OrderNoun, Stage};

/// The goods of one order.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Goods {
    pub quantity: i64,
    pub returned: i64,
    /// What those that were kept cost us; none where the cost of any line is unknown.
    pub cost: Option<i64>,
}

/// What somebody's buying comes to, one sum for each currency: they are never added up.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Bought {
    /// Orders that were placed and not cancelled.
    pub orders: u64,
    pub cancelled: u64,
    pub first_at: Option<Timestamp>,
    pub last_at: Option<Timestamp>,
    /// When something was bought, the latest first.
    pub moments: Vec<Timestamp>,
    /// Goods, in pieces.
    pub quantity: i64,
    pub returned: i64,
    pub sums: Vec<Sum>,
}

/// In one currency.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Sum {
    pub currency: Currency,
    pub orders: u64,
    /// What was paid, and what was given back.
    pub total: i64,
    pub refunded: i64,
    /// See [`margin`]; of orders whose goods all have a known cost.
    pub margin: i64,
    /// What those orders brought: how much of the whole the margin speaks of.
    pub covered: i64,
}

impl Sum {
    fn new(currency: Currency) -> Self {
        Self { currency, orders: 0, total: 0, refunded: 0, margin: 0, covered: 0 }
    }

    pub fn net(&self) -> Money {
        Money::new(self.total - self.refunded, self.currency)
    }

    /// Whether any margin is known.
    pub fn has_margin(&self) -> bool {
        self.covered != 0 || self.margin != 0
    }

    /// Of what was brought, the share whose margin is known; 0 to 1.
    pub fn share_covered(&self) -> f64 {
        let net = self.net().minor;
        if net <= 0 { 0.0 } else { (self.covered as f64 / net as f64).clamp(0.0, 1.0) }
    }
}

impl Bought {
    /// Of orders, the latest first, with their goods. What is open or was cancelled brought nothing.
    pub fn of(orders: &[Order], goods: &HashMap<Id<OrderNoun>, Goods>) -> Self {
        let mut all = Self::default();
        let mut sums: BTreeMap<Currency, Sum> = BTreeMap::new();
        for order in orders.iter().filter(|order| order.was_placed) {
            if order.stage == Stage::Cancelled {
                all.cancelled += 1;
                continue;
            }
            all.orders += 1;
            all.moments.push(order.placed_at);
            let sum = sums.entry(order.currency).or_insert(Sum::new(order.currency));
            sum.orders += 1;
            sum.total = sum.total.saturating_add(order.total);
            sum.refunded = sum.refunded.saturating_add(order.refunded);
            let Some(goods) = goods.get(&order.id) else { continue };
            all.quantity += goods.quantity;
            all.returned += goods.returned;
            if let Some(margin) = margin(order, goods) {
                sum.margin = sum.margin.saturating_add(margin);
                sum.covered = sum.covered.saturating_add(order.worth());
            }
        }
        all.first_at = all.moments.iter().min().copied();
        all.last_at = all.moments.iter().max().copied();
        all.sums = sums.into_values().collect();
        all.sums.sort_by_key(|sum| std::cmp::Reverse((sum.orders, sum.total)));
        all
    }

    /// Pieces that came back of those bought, 0 to 1; none where nothing was counted.
    pub fn return_rate(&self) -> Option<f64> {
        (self.quantity > 0).then(|| self.returned as f64 / self.quantity as f64)
    }
}

/// What an order left us, in minor units: what was paid for goods, that is without tax and delivery, in the
/// proportion that was not given back, less what the goods that were kept cost. None where a cost is unknown.
///
/// `(total − tax − shipping) · (total − refunded) ÷ total − cost`, to the nearest minor unit.
pub fn margin(order: &Order, goods: &Goods) -> Option<i64> {
    let cost = goods.cost?;
    if order.total == 0 {
        return Some(-cost);
    }
    let (total, kept) = (i128::from(order.total), i128::from(order.total - order.refunded));
    let paid = total - i128::from(order.tax) - i128::from(order.shipping);
    let share = paid * kept;
    let half = total.abs() / 2;
    let nearest =
        if (share < 0) == (total < 0) { share.abs() + half } else { -(share.abs() + half) };
    i64::try_from(nearest / total.abs()).ok().map(|earned| earned - cost)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::{Rank, Word};

    fn order(number: u8, total: i64, tax: i64, refunded: i64, stage: Stage) -> Order {
        let at = Timestamp::from_second(86_400 * i64::from(number)).unwrap();
        Order {
            id: format!("01930000-0000-7000-8000-0000000000{number:02}").parse().unwrap(),
            reference: number.to_string(),
            number: number.to_string(),
            shop: None,
            unit: None,
            identity: None,
            stage,
            placed_at: at,
            cancelled_at: None,
            currency: Currency::EUR,
            total,
            shipping: 0,
            tax,
            tax_included: true,
            discount: 0,
            extra: 0,
            differs: 0,
            channel: "api".into(),
            word: Word { rank: Rank::Shop, at, hash: String::new() },
            was_placed: true,
            recorded_at: None,
            cancel_recorded_at: None,
            counted: 0,
            refunded,
            changed_at: at,
        }
    }

    #[test]
    fn a_margin_is_of_what_was_kept() {
        let goods = |cost| Goods { quantity: 2, returned: 1, cost };
        // 119.00 with 19.00 tax, half of it given back; the piece that was kept cost 30.00.
        let half = order(1, 11_900, 1_900, 5_950, Stage::Placed);
        assert_eq!(margin(&half, &goods(Some(3_000))), Some(2_000));
        assert_eq!(margin(&half, &goods(None)), None);
        let gift = order(2, 0, 0, 0, Stage::Placed);
        assert_eq!(margin(&gift, &goods(Some(500))), Some(-500));
        // 10.00 of which a third came back: 6.67, to the nearest.
        let third = order(3, 1_000, 0, 333, Stage::Placed);
        assert_eq!(margin(&third, &goods(Some(0))), Some(667));
    }

    #[test]
    fn what_was_cancelled_brought_nothing() {
        let orders = [
            order(3, 1_000, 0, 0, Stage::Cancelled),
            order(2, 2_000, 0, 500, Stage::Placed),
            order(1, 3_000, 0, 0, Stage::Placed),
        ];
        let goods = HashMap::from([
            (orders[1].id, Goods { quantity: 4, returned: 1, cost: Some(700) }),
            (orders[2].id, Goods { quantity: 1, returned: 0, cost: None }),
        ]);
        let bought = Bought::of(&orders, &goods);
        assert_eq!((bought.orders, bought.cancelled), (2, 1));
        assert_eq!(bought.return_rate(), Some(0.2));
        let [sum] = bought.sums[..] else { panic!("{:?}", bought.sums) };
        assert_eq!((sum.net().minor, sum.margin, sum.covered), (4_500, 800, 1_500));
        assert!((sum.share_covered() - 1.0 / 3.0).abs() < 1e-12);
        assert_eq!(bought.first_at, Some(orders[2].placed_at));
        assert_eq!(Bought::of(&[], &HashMap::new()).return_rate(), None);
    }
}
