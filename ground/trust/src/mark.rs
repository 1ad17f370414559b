//! Who bought. A mark is proven by an order that stands and was paid for, as a shop, a server or a file told of
//! it; nothing that somebody claims or fills in makes one.

use deedwell_core::{Id, Timestamp};
use deedwell_orders::{Line, Order, OrderNoun, Stage};
use jiff::SignedDuration;
use serde::Serialize;

/// What must have been bought.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wanted<'a> {
    Anything,
    /// A product, by its number in the shop.
    Product(&'a str),
}

/// Somebody bought.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Mark {
    /// The latest order that proves it.
    pub order: Id<OrderNoun>,
    pub bought_at: Timestamp,
    /// None for ever.
    pub until: Option<Timestamp>,
}

/// Why there is no mark: of all orders, the one that came nearest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unproven {
    NoOrder,
    SomethingElse,
    /// Nothing was paid for it: a gift or a code for all of it.
    Free,
    /// Cancelled, or given back.
    GivenBack,
    TooLongAgo,
}

impl Unproven {
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::NoOrder => "We know of no order of yours.",
            Self::SomethingElse => "Your orders do not hold this product.",
            Self::Free => "Nothing was paid for it.",
            Self::GivenBack => "It was cancelled or given back.",
            Self::TooLongAgo => "The order was too long ago.",
        }
    }
}

/// The mark that these orders of one person prove; `lasts` from the day of the order, none for ever.
///
/// # Errors
/// Why they prove none.
pub fn mark(
    orders: &[(Order, Vec<Line>)],
    wanted: Wanted<'_>,
    lasts: Option<SignedDuration>,
    now: Timestamp,
) -> Result<Mark, Unproven> {
    let mut nearest = Unproven::NoOrder;
    let mut best: Option<Mark> = None;
    for (order, lines) in orders {
        match of_order(order, lines, wanted, lasts, now) {
            Ok(mark)
                if best.is_none_or(|b| (b.bought_at, b.order) < (mark.bought_at, mark.order)) =>
            {
                best = Some(mark);
            }
            Ok(_) => {}
            Err(why) => nearest = nearest.max(why),
        }
    }
    best.ok_or(nearest)
}

fn of_order(
    order: &Order,
    lines: &[Line],
    wanted: Wanted<'_>,
    lasts: Option<SignedDuration>,
    now: Timestamp,
) -> Result<Mark, Unproven> {
    // One that nobody paid for yet, that is only spoken of, or of tomorrow.
    if !order.was_placed || order.placed_at > now || order.stage == Stage::Awaited {
        return Err(Unproven::NoOrder);
    }
    if let Wanted::Product(product) = wanted {
        // Without a number, nobody can say which product it is.
        let of_product = |line: &&Line| !product.is_empty() && line.product_reference == product;
        let mut theirs = lines.iter().filter(of_product).peekable();
        if theirs.peek().is_none() {
            return Err(Unproven::SomethingElse);
        }
        let paid: Vec<&Line> = theirs.filter(|line| line.net() > 0).collect();
        if paid.is_empty() {
            return Err(Unproven::Free);
        }
        if paid.iter().all(|line| line.returned >= line.quantity) {
            return Err(Unproven::GivenBack);
        }
    }
    if order.total <= 0 {
        return Err(Unproven::Free);
    }
    if order.stage != Stage::Placed || order.refunded >= order.total {
        return Err(Unproven::GivenBack);
    }
    let until = lasts.and_then(|lasts| order.placed_at.checked_add(lasts).ok());
    if until.is_some_and(|until| until <= now) {
        return Err(Unproven::TooLongAgo);
    }
    Ok(Mark { order: order.id, bought_at: order.placed_at, until })
}

#[cfg(test)]
mod tests {
    use super::*;
    use deedwell_core::Currency;
    use deedwell_orders::order::{Rank, Word};

    fn day(n: i64) -> Timestamp {
        Timestamp::from_second(n * 86_400).unwrap()
    }

    fn order(n: u8) -> (Order, Vec<Line>) {
        let line = Line {
            reference: "1".into(),
            variant: None,
            product_reference: "mug".into(),
            name: "Mug".into(),
            sku: String::new(),
            category: String::new(),
            quantity: 2,
            returned: 0,
            gross: 1_000,
            discount: 0,
            cost: None,
        };
        let order = Order {
            id: format!("01930000-0000-7000-8000-0000000000{n:02}").parse().unwrap(),
            reference: n.to_string(),
            number: n.to_string(),
            shop: None,
            unit: None,
            identity: None,
            stage: Stage::Placed,
            placed_at: day(i64::from(n)),
            cancelled_at: None,
            currency: Currency::GBP,
            total: 1_000,
            shipping: 0,
            tax: 0,
            tax_included: false,
            discount: 0,
            extra: 0,
            differs: 0,
            channel: "api".into(),
            word: Word { rank: Rank::Shop, at: day(1), hash: String::new() },
            was_placed: true,
            recorded_at: None,
            cancel_recorded_at: None,
            counted: 0,
            refunded: 0,
            changed_at: day(1),
        };
        (order, vec![line])
    }

    fn marked(orders: &[(Order, Vec<Line>)], wanted: Wanted<'_>) -> Result<i64, Unproven> {
        let year = SignedDuration::from_hours(24 * 365);
        mark(orders, wanted, Some(year), day(40)).map(|m| m.bought_at.as_second() / 86_400)
    }

    #[test]
    fn the_latest_order_that_stands_proves_it() {
        let orders = [order(1), order(9), order(3)];
        assert_eq!(marked(&orders, Wanted::Anything), Ok(9));
        assert_eq!(marked(&orders, Wanted::Product("mug")), Ok(9));
        assert_eq!(marked(&orders, Wanted::Product("lamp")), Err(Unproven::SomethingElse));
        assert_eq!(marked(&orders, Wanted::Product("")), Err(Unproven::SomethingElse));
        assert_eq!(marked(&[], Wanted::Anything), Err(Unproven::NoOrder));
        let year = SignedDuration::from_hours(24 * 365);
        let late = |n| mark(&orders, Wanted::Anything, Some(year), day(n));
        assert_eq!(late(9 + 364).unwrap().until, Some(day(9 + 365)));
        assert_eq!(late(9 + 365), Err(Unproven::TooLongAgo));
        assert_eq!(mark(&orders, Wanted::Anything, None, day(9_999)).unwrap().until, None);
        assert_eq!(late(0), Err(Unproven::NoOrder), "not placed yet");
    }

    #[test]
    fn what_was_cancelled_given_back_or_free_proves_nothing() {
        let with = |change: fn(&mut Order, &mut Line)| {
            let (mut order, mut lines) = order(5);
            change(&mut order, &mut lines[0]);
            let all = [(order, lines)];
            (marked(&all, Wanted::Anything), marked(&all, Wanted::Product("mug")))
        };
        let back = (Err(Unproven::GivenBack), Err(Unproven::GivenBack));
        assert_eq!(with(|order, _| order.stage = Stage::Cancelled), back);
        assert_eq!(with(|order, _| order.refunded = 1_000), back);
        assert_eq!(with(|_, line| line.returned = 2), (Ok(5), Err(Unproven::GivenBack)));
        assert_eq!(with(|_, line| line.returned = 1), (Ok(5), Ok(5)), "one of two was kept");
        assert_eq!(with(|order, _| order.refunded = 400), (Ok(5), Ok(5)));
        assert_eq!(with(|_, line| line.discount = 1_000), (Ok(5), Err(Unproven::Free)));
        let free = (Err(Unproven::Free), Err(Unproven::Free));
        assert_eq!(with(|order, _| order.total = 0), free);
        let none = (Err(Unproven::NoOrder), Err(Unproven::NoOrder));
        assert_eq!(with(|order, _| order.was_placed = false), none);
    }
}
