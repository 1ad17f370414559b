//! WooCommerce: orders and products of its REST API v3, subscriptions of its extension, as its webhooks send
//! them.
//!
//! Source: woocommerce.github.io/woocommerce-rest-api-docs, "Order properties", "Webhooks". Prices of lines
//! have no tax in them; taxes stand beside.

use deedwell_core::Currency;
use serde_json::Value;

use super::fields::{
    currency, full_name, list, moment, name, quantity, reference, reference_or_none, signs, text,
};
use super::{News, Subscription};
use crate::amount::{self, Unreadable, exact, exact_or_nought, nearest};
use crate::order::{Stage, ToldLine, ToldOrder, ToldRefund};
use crate::store::ToldProduct;

pub fn read(topic: &str, value: &Value, scope: &str) -> Result<Vec<News>, Unreadable> {
    match topic {
        "order.created" | "order.updated" | "order.restored" => order(value, scope),
        "product.created" | "product.updated" | "product.restored" => product(value),
        "subscription.created" | "subscription.updated" => subscription(value, scope),
        _ => Ok(Vec::new()),
    }
}

fn order(value: &Value, scope: &str) -> Result<Vec<News>, Unreadable> {
    let status = text(value, "status");
    // A cart, not an order.
    if status == "checkout-draft" || status == "auto-draft" {
        return Ok(Vec::new());
    }
    let currency = currency(value, "currency")?;
    let reference = reference(value, "id")?;
    let created_at = moment(value, "date_created_gmt").ok_or(Unreadable("moment"))?;
    let paid_at = moment(value, "date_paid_gmt");
    let at = moment(value, "date_modified_gmt").unwrap_or(created_at);
    let is_under_way = matches!(status.as_str(), "processing" | "completed" | "refunded");
    let stage = match status.as_str() {
        "cancelled" | "failed" | "trash" => Stage::Cancelled,
        "pending" | "on-hold" => Stage::Open,
        // A status of the shop's own, such as "shipped", comes after paying.
        _ => Stage::Placed,
    };
    let lines: Vec<ToldLine> =
        list(value, "line_items").iter().map(|l| line(l, currency)).collect::<Result<_, _>>()?;
    let fees = list(value, "fee_lines").iter();
    let fees =
        fees.map(|fee| exact_or_nought(fee.get("total"), currency)).sum::<Result<i64, _>>()?;
    let billing = value.get("billing").unwrap_or(&Value::Null);
    let number = name(value, "number");
    let refunds = list(value, "refunds").iter().map(|one| refund(one, currency, at));
    let customer = text(value, "customer_id");
    let told = ToldOrder {
        number: if number.is_empty() { reference.clone() } else { number },
        stage,
        was_placed: is_under_way || paid_at.is_some() || stage == Stage::Placed,
        placed_at: paid_at.unwrap_or(created_at).min(created_at),
        cancelled_at: (stage == Stage::Cancelled).then_some(at),
        currency,
        total: Some(exact(value.get("total").unwrap_or(&Value::Null), currency)?),
        shipping: exact_or_nought(value.get("shipping_total"), currency)?,
        tax: exact_or_nought(value.get("total_tax"), currency)?,
        tax_included: false,
        discount: 0,
        extra: fees,
        lines,
        refunds: refunds.collect::<Result<_, _>>()?,
        aliases: Vec::new(),
        buyer: signs(&customer, &text(billing, "email"), &text(billing, "phone"), scope),
        buyer_name: full_name(billing),
        at,
        channel: Some("site"),
        reference,
    };
    Ok(vec![News::Order(Box::new(told))])
}

fn line(line: &Value, currency: Currency) -> Result<ToldLine, Unreadable> {
    let quantity = quantity(line, "quantity")?;
    let net = nearest(line.get("total").unwrap_or(&Value::Null), currency)?;
    let gross = line.get("subtotal").map_or(Ok(net), |gross| nearest(gross, currency))?;
    let variant = reference_or_none(line, "variation_id");
    Ok(ToldLine {
        reference: reference_or_none(line, "id"),
        product: reference_or_none(line, "product_id"),
        variant,
        sku: name(line, "sku"),
        name: name(line, "name"),
        variant_name: String::new(),
        category: String::new(),
        quantity,
        gross,
        discount: amount::bounded(gross.saturating_sub(net))?,
    })
}

/// Within an order, as `{"id": 726, "reason": "", "total": "-10.00"}`: no moment, and no goods.
fn refund(
    value: &Value,
    currency: Currency,
    at: deedwell_core::Timestamp,
) -> Result<ToldRefund, Unreadable> {
    let total = exact(value.get("total").unwrap_or(&Value::Null), currency)?;
    Ok(ToldRefund {
        reference: reference(value, "id")?,
        at,
        amount: total.abs(),
        reason: name(value, "reason"),
        lines: Vec::new(),
        word_at: at,
    })
}

fn product(value: &Value) -> Result<Vec<News>, Unreadable> {
    let own = reference(value, "id")?;
    let parent = reference_or_none(value, "parent_id");
    let category = list(value, "categories").first().map(|c| name(c, "name")).unwrap_or_default();
    let (reference, variant) = if parent.is_empty() { (own, String::new()) } else { (parent, own) };
    Ok(vec![News::Product(ToldProduct {
        reference,
        name: if variant.is_empty() { name(value, "name") } else { String::new() },
        variant_name: if variant.is_empty() { String::new() } else { name(value, "name") },
        category,
        variant,
        sku: name(value, "sku"),
        // A product is told without its currency.
        price: None,
        cost: None,
        currency: None,
    })])
}

fn subscription(value: &Value, scope: &str) -> Result<Vec<News>, Unreadable> {
    let billing = value.get("billing").unwrap_or(&Value::Null);
    let first = list(value, "line_items").first().map(|line| name(line, "name"));
    let at = moment(value, "date_modified_gmt").or_else(|| moment(value, "date_created_gmt"));
    let day = |key: &str| moment(value, key).map(|at| at.to_zoned(jiff::tz::TimeZone::UTC).date());
    let is_over = matches!(text(value, "status").as_str(), "cancelled" | "expired" | "trash");
    let at = at.ok_or(Unreadable("moment"))?;
    let ended = day("end_date_gmt").unwrap_or_else(|| at.to_zoned(jiff::tz::TimeZone::UTC).date());
    let customer = text(value, "customer_id");
    Ok(vec![News::Subscription(Subscription {
        reference: reference(value, "id")?,
        name: first.filter(|name| !name.is_empty()).unwrap_or_else(|| "Subscription".to_owned()),
        since: day("start_date_gmt").or_else(|| day("date_created_gmt")),
        until: is_over.then_some(ended),
        holder: signs(&customer, &text(billing, "email"), &text(billing, "phone"), scope),
        holder_name: full_name(billing),
        at,
    })])
}
