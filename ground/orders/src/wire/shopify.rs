//! Shopify: orders, refunds and products of its REST Admin API, as its webhooks send them.
//!
//! Source: shopify.dev, "Order", "Refund", "Product" (REST Admin API) and "Webhooks: topics". Amounts are of
//! the shop's own currency, in which its books are kept.

use deedwell_core::Currency;
use serde_json::Value;

use super::News;
use super::fields::{
    currency, full_name, is_true, list, moment, name, quantity, reference, reference_or_none,
    signs, text, whole,
};
use crate::amount::{self, Unreadable, exact, exact_or_nought};
use crate::order::{Stage, ToldLine, ToldOrder, ToldRefund};
use crate::store::ToldProduct;

pub fn read(topic: &str, value: &Value, scope: &str) -> Result<Vec<News>, Unreadable> {
    match topic {
        "orders/create"
        | "orders/updated"
        | "orders/paid"
        | "orders/cancelled"
        | "orders/edited"
        | "orders/fulfilled"
        | "orders/partially_fulfilled" => {
            // What shop owners place to see whether it works.
            if is_true(value, "test") { Ok(Vec::new()) } else { order(value, scope) }
        }
        "refunds/create" => {
            let of = reference(value, "order_id")?;
            let currency = refund_currency(value)?;
            Ok(vec![News::Refund { of, currency, refund: refund(value, currency)? }])
        }
        "products/create" | "products/update" => products(value),
        _ => Ok(Vec::new()),
    }
}

fn order(value: &Value, scope: &str) -> Result<Vec<News>, Unreadable> {
    let currency = currency(value, "currency")?;
    let reference = reference(value, "id")?;
    let number = name(value, "name");
    let placed_at = moment(value, "processed_at").or_else(|| moment(value, "created_at"));
    let placed_at = placed_at.ok_or(Unreadable("moment"))?;
    let cancelled_at = moment(value, "cancelled_at");
    let lines: Vec<ToldLine> = list(value, "line_items")
        .iter()
        .map(|line| self::line(line, currency))
        .collect::<Result<_, _>>()?;
    // All discounts, those of lines among them.
    let discounts = exact_or_nought(value.get("total_discounts"), currency)?;
    let of_lines: i64 = lines.iter().map(|line| line.discount).sum();
    let shipping = value.pointer("/total_shipping_price_set/shop_money/amount");
    let refunds = list(value, "refunds").iter().map(|one| refund(one, currency));
    let customer = value.get("customer").unwrap_or(&Value::Null);
    let said = [text(value, "email"), text(value, "contact_email"), text(customer, "email")];
    let email = said.into_iter().find(|email| !email.is_empty()).unwrap_or_default();
    let phones = [text(value, "phone"), text(customer, "phone")];
    let phone = phones.into_iter().find(|phone| !phone.is_empty()).unwrap_or_default();
    let told = ToldOrder {
        number: if number.is_empty() { reference.clone() } else { number },
        stage: if cancelled_at.is_some() { Stage::Cancelled } else { Stage::Placed },
        was_placed: true,
        placed_at,
        cancelled_at,
        currency,
        total: Some(exact(value.get("total_price").unwrap_or(&Value::Null), currency)?),
        shipping: exact_or_nought(shipping, currency)?,
        tax: exact_or_nought(value.get("total_tax"), currency)?,
        tax_included: is_true(value, "taxes_included"),
        discount: (discounts - of_lines).max(0),
        extra: extra(value, currency)?,
        refunds: refunds.collect::<Result<_, _>>()?,
        lines,
        aliases: Vec::new(),
        buyer: signs(&text(customer, "id"), &email, &phone, scope),
        buyer_name: full_name(customer),
        at: moment(value, "updated_at").unwrap_or(placed_at),
        channel: Some(if text(value, "source_name") == "pos" { "shop" } else { "site" }),
        reference,
    };
    Ok(vec![News::Order(Box::new(told))])
}

/// Tips and duties.
fn extra(value: &Value, currency: Currency) -> Result<i64, Unreadable> {
    let duties = value.pointer("/original_total_duties_set/shop_money/amount");
    let tips = exact_or_nought(value.get("total_tip_received"), currency)?;
    amount::bounded(tips.saturating_add(exact_or_nought(duties, currency)?))
}

fn line(line: &Value, currency: Currency) -> Result<ToldLine, Unreadable> {
    let quantity = quantity(line, "quantity")?;
    let price = exact(line.get("price").unwrap_or(&Value::Null), currency)?;
    let discounts = list(line, "discount_allocations").iter();
    let discounts = discounts.map(|d| exact(d.get("amount").unwrap_or(&Value::Null), currency));
    let discount = discounts.sum::<Result<i64, _>>()?;
    Ok(ToldLine {
        reference: reference_or_none(line, "id"),
        product: reference_or_none(line, "product_id"),
        variant: reference_or_none(line, "variant_id"),
        sku: name(line, "sku"),
        name: name(line, "title"),
        variant_name: name(line, "variant_title"),
        category: String::new(),
        quantity,
        gross: amount::bounded(price.saturating_mul(quantity))?,
        discount,
    })
}

/// In which currency a refund's transactions are; Shopify says it only there.
fn refund_currency(value: &Value) -> Result<Currency, Unreadable> {
    let of = list(value, "transactions").first().unwrap_or(&Value::Null);
    if !text(of, "currency").is_empty() {
        return currency(of, "currency");
    }
    let line = list(value, "refund_line_items").first().unwrap_or(&Value::Null);
    let of = line.pointer("/subtotal_set/shop_money").unwrap_or(&Value::Null);
    currency(of, "currency_code")
}

/// What was really paid back: the transactions that succeeded.
fn refund(value: &Value, currency: Currency) -> Result<ToldRefund, Unreadable> {
    let mut amount = 0;
    for paid in list(value, "transactions") {
        if text(paid, "kind") == "refund" && text(paid, "status") == "success" {
            amount += exact(paid.get("amount").unwrap_or(&Value::Null), currency)?;
        }
    }
    let at = moment(value, "processed_at").or_else(|| moment(value, "created_at"));
    let at = at.ok_or(Unreadable("moment"))?;
    // Without a restock it was not given back: it was never sent, or stays with the customer.
    let came_back = |line: &&Value| text(line, "restock_type") == "return";
    let lines = list(value, "refund_line_items").iter().filter(came_back);
    let lines = lines.filter_map(|line| {
        let quantity =
            whole(line, "quantity").filter(|q| (1..=crate::order::MOST_QUANTITY).contains(q));
        Some((reference(line, "line_item_id").ok()?, quantity?))
    });
    Ok(ToldRefund {
        reference: reference(value, "id")?,
        at,
        amount: amount.max(0),
        reason: name(value, "note"),
        lines: lines.collect(),
        word_at: at,
    })
}

fn products(value: &Value) -> Result<Vec<News>, Unreadable> {
    let product = reference(value, "id")?;
    let (title, category) = (name(value, "title"), name(value, "product_type"));
    let variants = list(value, "variants").iter().take(crate::order::MOST_LINES);
    let told = variants.map(|variant| {
        let only = name(variant, "title") == "Default Title";
        News::Product(ToldProduct {
            reference: product.clone(),
            name: title.clone(),
            category: category.clone(),
            variant: reference_or_none(variant, "id"),
            variant_name: if only { String::new() } else { name(variant, "title") },
            sku: name(variant, "sku"),
            // Products are told without a currency; prices of orders say what was paid.
            price: None,
            cost: None,
            currency: None,
        })
    });
    Ok(told.collect())
}
