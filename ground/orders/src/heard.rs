//! What servers report of orders as events, with whichever library: kept as orders, and each line of the
//! ledger given what makes it count once.
//!
//! An event has no names of goods and says revenue rather than the total, so what a shop itself tells of the
//! same order counts before it. What an organisation's own plan calls an order is not heard here.

use deedwell_core::plan::planned;
use deedwell_core::{Action, Currency, Error, Money, Result, Timestamp};
use deedwell_people::Proof;
use deedwell_store::Tx;
use serde_json::Value;

use crate::acts::{self, From};
use crate::amount::nearest;
use crate::order::{
    MOST_LINES, Order, Rank, Stage, ToldLine, ToldOrder, ToldRefund, checked_reference,
};
use crate::store;

/// Hears these, before they are written.
pub async fn hear(tx: &mut Tx, mut actions: Vec<&mut Action>) -> Result<()> {
    actions.retain(|action| kind(action).is_some());
    // Everybody holds orders in the same order, so that nobody waits in a circle; of one order, the earlier
    // event first.
    actions.sort_by(|a, b| (&a.about, a.at).cmp(&(&b.about, b.at)));
    for action in actions {
        match hear_one(tx, action).await {
            // What is no order stays a line of the ledger, as it came.
            Ok(()) | Err(Error::Invalid { .. } | Error::Refused { .. }) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(())
}

fn kind(action: &Action) -> Option<&'static str> {
    let name = planned(&action.name).map_or(&*action.name, |planned| planned.kind);
    ["orders.placed", "orders.refunded", "orders.cancelled", "orders.updated"]
        .into_iter()
        .find(|kind| *kind == name)
}

async fn hear_one(tx: &mut Tx, action: &mut Action) -> Result<()> {
    let Some(kind) = kind(action) else { return Ok(()) };
    let facts: Value = serde_json::from_str(&action.facts).unwrap_or_default();
    let Some(reference) = action.about.as_deref().and_then(|a| a.strip_prefix("order/")) else {
        return Ok(());
    };
    let reference = checked_reference("reference", reference)?;
    match kind {
        "orders.refunded" => refunded(tx, action, &reference).await,
        "orders.placed" => placed(tx, action, &facts, &reference).await,
        _ => changed(tx, action, &facts, &reference).await,
    }
}

/// The first to say so is the one whose line counts.
async fn placed(tx: &mut Tx, action: &mut Action, facts: &Value, reference: &str) -> Result<()> {
    let Some(money) = action.value else { return Ok(()) };
    let told = spelt(action, facts, reference, money);
    let id = acts::keep(tx, &from(action), &told).await?;
    let mut order = store::order(tx, id).await?;
    if order.identity.is_none() {
        store::set_buyer(tx, id, action.subject).await?;
    }
    action.message = Some(acts::placed_message(reference));
    if order.recorded_at.is_none() {
        order.recorded_at = Some(tx.now());
        order.counted = money.minor;
        store::set_counted(tx, &order).await?;
    }
    acts::settle(tx, id).await.map(drop)
}

/// That an order changed or came to nothing. Where the shop itself tells of it, an event adds nothing; of an
/// order that nobody placed it is a line of the ledger and no more.
async fn changed(tx: &mut Tx, action: &mut Action, facts: &Value, reference: &str) -> Result<()> {
    let Some(mut order) = known(tx, reference).await? else { return Ok(()) };
    if order.word.rank > Rank::Event || order.recorded_at.is_none() {
        return Ok(());
    }
    if kind(action) == Some("orders.cancelled") {
        order.cancel()?;
        order.stage = Stage::Cancelled;
        order.cancelled_at = Some(action.at);
        order.cancel_recorded_at = Some(tx.now());
        store::set_stage(tx, &order).await?;
    } else {
        let total = ["revenue", "total"].into_iter().find_map(|key| facts.get(key));
        let Some(total) = total.and_then(|t| nearest(t, order.currency).ok()) else {
            return Ok(());
        };
        order.total = total;
        store::set_total(tx, order.id, total).await?;
    }
    let difference = order.worth() - order.counted;
    action.value = Some(order.money(difference));
    order.counted += difference;
    store::set_counted(tx, &order).await
}

async fn known(tx: &mut Tx, reference: &str) -> Result<Option<Order>> {
    match store::find(tx, reference).await? {
        Some(id) => match store::order_to_change(tx, id).await {
            Ok(order) => Ok(Some(order)),
            Err(Error::Missing(_)) => Ok(None),
            Err(other) => Err(other),
        },
        None => Ok(None),
    }
}

async fn refunded(tx: &mut Tx, action: &mut Action, reference: &str) -> Result<()> {
    let Some(order) = known(tx, reference).await? else { return Ok(()) };
    // Without an amount the specification means all of it.
    let amount = action.value.map_or(order.refundable(), |money| money.minor.saturating_abs());
    if action.value.is_some_and(|money| money.currency != order.currency) {
        return Ok(());
    }
    let name = action.message.clone().unwrap_or_else(|| action.id.to_string());
    let name = name.strip_prefix("sent/").unwrap_or(&name).chars().take(90).collect::<String>();
    let told = ToldRefund {
        reference: checked_reference("reference", &name)?,
        at: action.at,
        amount,
        reason: String::new(),
        lines: Vec::new(),
        word_at: action.at,
    };
    let before = order.worth();
    if !store::put_refund(tx, order.id, &told, &from(action).told_by).await? {
        return Ok(());
    }
    store::mark_refund(tx, order.id, &told.reference, amount).await?;
    let mut order = store::order(tx, order.id).await?;
    let difference = order.worth() - before;
    action.value = Some(Money::new(difference, order.currency));
    order.counted += difference;
    store::set_counted(tx, &order).await?;
    acts::settle(tx, order.id).await.map(drop)
}

fn from(action: &Action) -> From {
    From {
        rank: Rank::Event,
        shop: None,
        unit: action.unit,
        prefix: String::new(),
        told_by: "source".to_owned(),
        channel: "api",
        proof: Proof::Server,
    }
}

/// An order as an event spells it. Revenue is without delivery and tax; what was paid for them is not told.
fn spelt(action: &Action, facts: &Value, reference: &str, money: Money) -> ToldOrder {
    ToldOrder {
        reference: reference.to_owned(),
        number: reference.to_owned(),
        stage: Stage::Placed,
        was_placed: true,
        placed_at: placed_at(action),
        cancelled_at: None,
        currency: money.currency,
        total: Some(money.minor),
        shipping: 0,
        tax: 0,
        tax_included: false,
        discount: 0,
        extra: 0,
        lines: lines(facts, money.currency),
        refunds: Vec::new(),
        aliases: Vec::new(),
        buyer: Vec::new(),
        buyer_name: String::new(),
        at: action.at,
        channel: None,
    }
}

fn placed_at(action: &Action) -> Timestamp {
    action.at.min(action.received_at)
}

fn lines(facts: &Value, currency: Currency) -> Vec<ToldLine> {
    let products = facts.get("products").and_then(Value::as_array);
    let text = |of: &Value, key: &str| match of.get(key) {
        Some(Value::String(text)) => text.chars().take(90).collect(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let line = |of: &Value| {
        let quantity = of.get("quantity").and_then(Value::as_i64).unwrap_or(1).clamp(0, 1_000_000);
        let price = of.get("price").and_then(|price| nearest(price, currency).ok()).unwrap_or(0);
        ToldLine {
            product: text(of, "product_id"),
            sku: text(of, "sku"),
            variant_name: text(of, "variant"),
            category: text(of, "category"),
            quantity,
            gross: price.checked_mul(quantity).unwrap_or(0),
            ..ToldLine::default()
        }
    };
    products.map(|all| all.iter().take(MOST_LINES).map(line).collect()).unwrap_or_default()
}
