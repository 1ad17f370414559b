//! What programs are answered.

use std::collections::HashMap;

use deedwell_core::{Id, Person};
use deedwell_orders::order::{Line, Order, OrderNoun, Refund};
use deedwell_orders::store::{Returned, Variant};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub(super) struct OrderGiven {
    #[serde(flatten)]
    order: OrderLineGiven,
    discount: String,
    shipping: String,
    tax: String,
    /// Whether the amounts of lines and delivery have the tax in them.
    tax_included: bool,
    /// The total less what its parts come to; `"0.00"` where it adds up.
    differs: String,
    lines: Vec<LineGiven>,
    refunds: Vec<RefundGiven>,
}

#[derive(Serialize, ToSchema)]
struct OrderLineGiven {
    id: String,
    reference: String,
    number: String,
    /// `open`, `placed`, `cancelled`.
    stage: &'static str,
    /// Who bought, if we can name them.
    person: Option<String>,
    /// The shop that told of it.
    shop: Option<String>,
    placed_at: String,
    cancelled_at: Option<String>,
    currency: String,
    total: String,
    refunded: String,
    /// What it brought: the total less what was given back; nothing if it was cancelled.
    worth: String,
}

#[derive(Serialize, ToSchema)]
struct LineGiven {
    reference: String,
    name: String,
    sku: String,
    category: String,
    quantity: i64,
    returned: i64,
    amount: String,
    discount: String,
    /// What all of it cost us; none where that is not known.
    cost: Option<String>,
}

#[derive(Serialize, ToSchema)]
struct RefundGiven {
    reference: String,
    at: String,
    amount: String,
    reason: String,
    lines: Vec<BackGiven>,
}

#[derive(Serialize, ToSchema)]
struct BackGiven {
    line: String,
    quantity: i64,
}

impl OrderLineGiven {
    fn of(order: &Order, person: Option<Id<Person>>) -> Self {
        let money = |minor| order.money(minor).decimal();
        Self {
            id: order.id.to_string(),
            reference: order.reference.clone(),
            number: order.number.clone(),
            stage: order.stage.name(),
            person: person.map(|id| id.to_string()),
            shop: order.shop.map(|id| id.to_string()),
            placed_at: order.placed_at.to_string(),
            cancelled_at: order.cancelled_at.map(|at| at.to_string()),
            currency: order.currency.to_string(),
            total: money(order.total),
            refunded: money(order.refunded),
            worth: money(order.worth()),
        }
    }
}

impl OrderGiven {
    pub fn of(
        order: &Order,
        person: Option<Id<Person>>,
        lines: &[Line],
        refunds: &[Refund],
        returns: &[Returned],
    ) -> Self {
        let money = |minor| order.money(minor).decimal();
        let line = |line: &Line| LineGiven {
            reference: line.reference.clone(),
            name: line.name.clone(),
            sku: line.sku.clone(),
            category: line.category.clone(),
            quantity: line.quantity,
            returned: line.returned,
            amount: money(line.gross),
            discount: money(line.discount),
            cost: line.cost.map(money),
        };
        let back = |refund: &str| {
            let of = returns.iter().filter(|back| back.refund == refund);
            of.map(|b| BackGiven { line: b.line.clone(), quantity: b.quantity }).collect()
        };
        let refund = |refund: &Refund| RefundGiven {
            reference: refund.reference.clone(),
            at: refund.at.to_string(),
            amount: money(refund.amount),
            reason: refund.reason.clone(),
            lines: back(&refund.reference),
        };
        Self {
            order: OrderLineGiven::of(order, person),
            discount: money(order.discount),
            shipping: money(order.shipping),
            tax: money(order.tax),
            tax_included: order.tax_included,
            differs: money(order.differs),
            lines: lines.iter().map(line).collect(),
            refunds: refunds.iter().map(refund).collect(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct OrdersGiven {
    orders: Vec<OrderLineGiven>,
    /// The `cursor` of what follows; none at the end.
    next: Option<String>,
}

impl OrdersGiven {
    pub fn of(
        orders: &[Order],
        buyers: &HashMap<Id<OrderNoun>, Id<Person>>,
        next: Option<String>,
    ) -> Self {
        let given = |o: &Order| OrderLineGiven::of(o, buyers.get(&o.id).copied());
        Self { orders: orders.iter().map(given).collect(), next }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct ProductGiven {
    id: String,
    product: String,
    reference: String,
    name: String,
    category: String,
    variant: String,
    variant_name: String,
    sku: String,
    price: Option<String>,
    cost: Option<String>,
    currency: Option<String>,
}

impl ProductGiven {
    pub fn of(v: &Variant) -> Self {
        Self {
            id: v.id.to_string(),
            product: v.product.to_string(),
            reference: v.product_reference.clone(),
            name: v.product_name.clone(),
            category: v.category.clone(),
            variant: v.reference.clone(),
            variant_name: v.name.clone(),
            sku: v.sku.clone(),
            price: v.price.map(|money| money.decimal()),
            cost: v.cost.map(|money| money.decimal()),
            currency: v.price.or(v.cost).map(|money| money.currency.to_string()),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct ProductsGiven {
    products: Vec<ProductGiven>,
    /// The `cursor` of what follows; none at the end.
    next: Option<String>,
}

impl ProductsGiven {
    pub fn of(variants: &[Variant], next: Option<String>) -> Self {
        Self { products: variants.iter().map(ProductGiven::of).collect(), next }
    }
}
