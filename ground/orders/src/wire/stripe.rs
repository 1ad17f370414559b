//! Stripe: what was paid in a checkout or by an invoice, refunds, subscriptions, as its events tell them.
//!
//! A checkout that makes an invoice is told of by that invoice, which has the lines; so an order is known by
//! the invoice, or else by the payment, or else by the checkout. A refund names the payment.
//!
//! Source: docs.stripe.com/api, "The Checkout Session object", "The Invoice object", "The Refund object",
//! "The Subscription object"; docs.stripe.com/webhooks.

use deedwell_core::{Currency, Timestamp};
use serde_json::Value;

use super::fields::{
    currency, list, name, reference, reference_or_none, seconds, signs, text, whole,
};
use super::{News, Subscription};
use crate::amount::{Unreadable, of_stripe};
use crate::order::{Stage, ToldLine, ToldOrder, ToldRefund};

pub fn read(event: &Value, scope: &str) -> Result<Vec<News>, Unreadable> {
    // A trial: nobody paid anything.
    if event.get("livemode").and_then(Value::as_bool) == Some(false) {
        return Ok(Vec::new());
    }
    let at = seconds(event, "created").ok_or(Unreadable("moment"))?;
    let object = event.pointer("/data/object").ok_or(Unreadable("object"))?;
    match text(event, "type").as_str() {
        "checkout.session.completed" | "checkout.session.async_payment_succeeded" => {
            session(object, at, scope)
        }
        "invoice.paid" => invoice(object, at, scope),
        "refund.created" | "refund.updated" | "refund.failed" | "charge.refund.updated" => {
            refund(object, at)
        }
        "customer.subscription.created"
        | "customer.subscription.updated"
        | "customer.subscription.deleted" => subscription(object, at, scope),
        _ => Ok(Vec::new()),
    }
}

fn amount(of: &Value, key: &str, currency: Currency) -> Result<i64, Unreadable> {
    of_stripe(whole(of, key).unwrap_or(0), currency)
}

/// A number that is there as itself, or as an object with an `id` where Stripe was asked to expand it.
fn id(of: &Value, key: &str) -> String {
    match of.get(key) {
        Some(object @ Value::Object(_)) => reference_or_none(object, "id"),
        _ => reference_or_none(of, key),
    }
}

fn session(session: &Value, at: Timestamp, scope: &str) -> Result<Vec<News>, Unreadable> {
    let is_paid =
        matches!(text(session, "payment_status").as_str(), "paid" | "no_payment_required");
    let (invoice, payment) = (id(session, "invoice"), id(session, "payment_intent"));
    // A card was kept, or an invoice tells of it with its lines.
    if text(session, "mode") != "payment" || !invoice.is_empty() {
        return Ok(Vec::new());
    }
    let own = reference(session, "id")?;
    let reference = if payment.is_empty() { own.clone() } else { payment };
    let currency = currency(session, "currency")?;
    let details = session.get("total_details").unwrap_or(&Value::Null);
    let whom = session.get("customer_details").unwrap_or(&Value::Null);
    let number = name(session, "client_reference_id");
    let goods = amount(session, "amount_subtotal", currency)?;
    let told = ToldOrder {
        number: if number.is_empty() { short(&reference) } else { number },
        stage: if is_paid { Stage::Placed } else { Stage::Open },
        was_placed: is_paid,
        placed_at: seconds(session, "created").unwrap_or(at),
        cancelled_at: None,
        currency,
        total: Some(amount(session, "amount_total", currency)?),
        shipping: amount(details, "amount_shipping", currency)?,
        tax: amount(details, "amount_tax", currency)?,
        tax_included: false,
        discount: amount(details, "amount_discount", currency)?,
        extra: 0,
        // The event has no lines; what was bought is one thing to us.
        lines: vec![ToldLine { quantity: 1, gross: goods, ..ToldLine::default() }],
        refunds: Vec::new(),
        aliases: if own == reference { Vec::new() } else { vec![own] },
        buyer: signs(&id(session, "customer"), &text(whom, "email"), &text(whom, "phone"), scope),
        buyer_name: name(whom, "name"),
        at,
        channel: Some("site"),
        reference,
    };
    Ok(vec![News::Order(Box::new(told))])
}

fn invoice(invoice: &Value, at: Timestamp, scope: &str) -> Result<Vec<News>, Unreadable> {
    let currency = currency(invoice, "currency")?;
    let reference = reference(invoice, "id")?;
    let number = name(invoice, "number");
    let lines: Vec<ToldLine> = list(invoice.get("lines").unwrap_or(&Value::Null), "data")
        .iter()
        .map(|one| line(one, currency))
        .collect::<Result<_, _>>()?;
    let paid_at = invoice.pointer("/status_transitions").and_then(|s| seconds(s, "paid_at"));
    let total = amount(invoice, "total", currency)?;
    // Discounts that are of the whole invoice; those of lines are told with the lines.
    let whole_discount: i64 = list(invoice, "total_discount_amounts")
        .iter()
        .map(|d| amount(d, "amount", currency))
        .sum::<Result<i64, _>>()?;
    let of_lines: i64 = lines.iter().map(|line| line.discount).sum();
    let tax = match whole(invoice, "tax") {
        Some(tax) => of_stripe(tax, currency)?,
        None => taxes(invoice, currency)?,
    };
    let told = ToldOrder {
        number: if number.is_empty() { short(&reference) } else { number },
        stage: Stage::Placed,
        was_placed: true,
        placed_at: paid_at.or_else(|| seconds(invoice, "created")).unwrap_or(at),
        cancelled_at: None,
        currency,
        total: Some(total),
        shipping: invoice
            .get("shipping_cost")
            .map_or(Ok(0), |cost| amount(cost, "amount_subtotal", currency))?,
        tax,
        tax_included: false,
        discount: (whole_discount - of_lines).max(0),
        extra: 0,
        lines,
        refunds: Vec::new(),
        aliases: payments(invoice),
        buyer: signs(
            &id(invoice, "customer"),
            &text(invoice, "customer_email"),
            &text(invoice, "customer_phone"),
            scope,
        ),
        buyer_name: name(invoice, "customer_name"),
        at,
        channel: Some("site"),
        reference,
    };
    Ok(vec![News::Order(Box::new(told))])
}

/// The payments by which it was settled, in the older form of the API and in the newer one.
fn payments(invoice: &Value) -> Vec<String> {
    let newer = list(invoice.get("payments").unwrap_or(&Value::Null), "data").iter();
    let newer = newer.filter_map(|one| one.get("payment")).map(|p| id(p, "payment_intent"));
    let older = [id(invoice, "payment_intent"), id(invoice, "charge")];
    older.into_iter().chain(newer).filter(|name| !name.is_empty()).take(10).collect()
}

/// In the newer form of the API taxes stand in a list.
fn taxes(invoice: &Value, currency: Currency) -> Result<i64, Unreadable> {
    let all = list(invoice, "total_taxes").iter().chain(list(invoice, "total_tax_amounts"));
    let beside = all.filter(|tax| {
        text(tax, "tax_behavior") != "inclusive" && tax.get("inclusive") != Some(&Value::Bool(true))
    });
    beside.map(|tax| amount(tax, "amount", currency)).sum()
}

fn line(line: &Value, currency: Currency) -> Result<ToldLine, Unreadable> {
    let price = line.get("price").unwrap_or(&Value::Null);
    let newer = line.pointer("/pricing/price_details").unwrap_or(&Value::Null);
    let product = [id(price, "product"), id(newer, "product")];
    let variant = [id(price, "id"), id(newer, "price")];
    let some = |names: [String; 2]| names.into_iter().find(|n| !n.is_empty()).unwrap_or_default();
    let discount: i64 = list(line, "discount_amounts")
        .iter()
        .map(|d| amount(d, "amount", currency))
        .sum::<Result<i64, _>>()?;
    Ok(ToldLine {
        reference: reference_or_none(line, "id"),
        product: some(product),
        variant: some(variant),
        name: name(line, "description"),
        quantity: whole(line, "quantity").unwrap_or(1).clamp(0, crate::order::MOST_QUANTITY),
        gross: amount(line, "amount", currency)?,
        discount,
        ..ToldLine::default()
    })
}

/// One that failed or was called off gave nothing back.
fn refund(refund: &Value, at: Timestamp) -> Result<Vec<News>, Unreadable> {
    let currency = currency(refund, "currency")?;
    let payment = [id(refund, "payment_intent"), id(refund, "charge")];
    let of = payment.into_iter().find(|name| !name.is_empty()).ok_or(Unreadable("reference"))?;
    let is_paid = !matches!(text(refund, "status").as_str(), "failed" | "canceled");
    let refund = ToldRefund {
        reference: reference(refund, "id")?,
        at: seconds(refund, "created").unwrap_or(at),
        amount: if is_paid { amount(refund, "amount", currency)?.max(0) } else { 0 },
        reason: name(refund, "reason"),
        lines: Vec::new(),
        word_at: at,
    };
    Ok(vec![News::Refund { of, currency, refund }])
}

fn subscription(sub: &Value, at: Timestamp, scope: &str) -> Result<Vec<News>, Unreadable> {
    let item = sub.pointer("/items/data/0").unwrap_or(&Value::Null);
    let price = item.get("price").or_else(|| item.get("plan")).unwrap_or(&Value::Null);
    let named = [name(sub, "description"), name(price, "nickname")];
    let named = named.into_iter().find(|name| !name.is_empty());
    let day = |key: &str| seconds(sub, key).map(|at| at.to_zoned(jiff::tz::TimeZone::UTC).date());
    Ok(vec![News::Subscription(Subscription {
        reference: reference(sub, "id")?,
        name: named.unwrap_or_else(|| "Subscription".to_owned()),
        since: day("start_date").or_else(|| day("created")),
        until: day("ended_at"),
        holder: signs(&id(sub, "customer"), "", "", scope),
        holder_name: String::new(),
        at,
    })])
}

/// The end of a long number, for people.
fn short(reference: &str) -> String {
    let letters: Vec<char> = reference.chars().collect();
    letters.get(letters.len().saturating_sub(8)..).unwrap_or(&letters).iter().collect()
}
