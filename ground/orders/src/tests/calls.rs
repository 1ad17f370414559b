//! What shops send, in the form in which they send it.

use serde_json::{Value, json};

use super::{order_of, shop, sum, worlds};
use crate::acts::{self, Shopkeeper};
use crate::store::{self, Outcome};
use crate::wire::{Heads, Wire};

/// As Shopify's documentation has it: two things, a discount on the first, delivery, tax in the price.
pub(super) fn shopify_order(id: u64, updated_at: &str) -> Value {
    json!({
        "id": id, "name": format!("#{}", id % 10_000), "email": "jon@example.com", "test": false,
        "created_at": "2026-10-05T09:00:00-05:00", "processed_at": "2026-10-05T09:00:00-05:00",
        "updated_at": updated_at, "cancelled_at": null, "currency": "USD",
        "total_price": "409.94", "subtotal_price": "398.00", "total_tax": "11.94",
        "total_discounts": "10.00", "total_line_items_price": "408.00", "taxes_included": false,
        "financial_status": "paid", "source_name": "web", "total_tip_received": "0.0",
        "total_shipping_price_set": {"shop_money": {"amount": "0.00", "currency_code": "USD"}},
        "customer": {"id": 207119551, "email": "jon@example.com", "first_name": "Jon",
            "last_name": "Snow", "phone": null},
        "line_items": [
            {"id": 466157049, "product_id": 632910392, "variant_id": 39072856, "sku": "IPOD2008GREEN",
             "title": "IPod Nano - 8gb", "variant_title": "green", "quantity": 1, "price": "199.00",
             "discount_allocations": [{"amount": "10.00"}]},
            {"id": 518995019, "product_id": 632910392, "variant_id": 49148385, "sku": "IPOD2008RED",
             "title": "IPod Nano - 8gb", "variant_title": "red", "quantity": 1, "price": "209.00",
             "discount_allocations": []},
        ],
        "refunds": [],
    })
}

pub(super) fn shopify_refund(id: u64, order: u64, amount: &str) -> Value {
    json!({
        "id": id, "order_id": order, "created_at": "2026-10-06T12:00:00-05:00",
        "processed_at": "2026-10-06T12:00:00-05:00", "note": "wrong size",
        "refund_line_items": [{"line_item_id": 518995019, "quantity": 1, "restock_type": "return",
            "subtotal_set": {"shop_money": {"amount": amount, "currency_code": "USD"}}}],
        "transactions": [
            {"kind": "refund", "status": "success", "amount": amount, "currency": "USD"},
            {"kind": "refund", "status": "failure", "amount": "9999.00", "currency": "USD"}],
    })
}

pub(super) fn woo_order(id: u64, status: &str, modified: &str) -> Value {
    json!({
        "id": id, "number": id.to_string(), "status": status, "currency": "EUR",
        "date_created_gmt": "2026-10-05T20:38:30", "date_modified_gmt": modified,
        "date_paid_gmt": "2026-10-05T20:40:00", "discount_total": "1.00", "shipping_total": "10.00",
        "total": "29.35", "total_tax": "1.35", "prices_include_tax": false, "customer_id": 26,
        "billing": {"first_name": "Grace", "last_name": "Hopper", "email": "grace@example.com",
            "phone": ""},
        "line_items": [
            {"id": 315, "name": "Woo Single #1", "product_id": 93, "variation_id": 0, "quantity": 2,
             "subtotal": "6.00", "total": "6.00", "sku": "", "price": 3},
            {"id": 316, "name": "Ship Your Idea - Color: Black", "product_id": 22,
             "variation_id": 23, "quantity": 1, "subtotal": "13.00", "total": "12.00",
             "sku": "Bar3", "price": 12}],
        "fee_lines": [], "refunds": [],
    })
}

pub(super) fn stripe_event(id: &str, kind: &str, at: i64, object: Value) -> Value {
    json!({"id": id, "object": "event", "type": kind, "created": at, "livemode": true,
        "api_version": "2024-04-10", "data": {"object": object}})
}

pub(super) fn stripe_session(payment: &str) -> Value {
    json!({"id": format!("cs_{payment}"), "object": "checkout.session", "mode": "payment",
        "amount_subtotal": 10_000, "amount_total": 11_499, "currency": "usd",
        "created": 1_790_000_000, "customer": "cus_1", "invoice": null,
        "payment_intent": payment, "payment_status": "paid", "client_reference_id": null,
        "customer_details": {"email": "alan@example.com", "name": "Alan", "phone": null},
        "total_details": {"amount_discount": 0, "amount_shipping": 500, "amount_tax": 999}})
}

pub(super) fn stripe_refund(id: &str, payment: &str, amount: i64, status: &str) -> Value {
    json!({"id": id, "object": "refund", "amount": amount, "currency": "usd", "created": 1_790_000_500,
        "payment_intent": payment, "charge": "ch_1", "status": status, "reason": "requested_by_customer"})
}

pub(super) async fn called(
    tx: &mut deedwell_store::Tx,
    shop: &store::Shop,
    topic: &str,
    body: &Value,
) -> Outcome {
    let heads = Heads { signature: None, topic: Some(topic), reference: Some("call") };
    let body = body.to_string();
    acts::call(tx, &Shopkeeper { shop, heads: &heads, body: body.as_bytes() }).await.unwrap()
}

#[tokio::test]
async fn an_order_of_shopify_stands_to_the_cent() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let shop = shop(&mut tx, Wire::Shopify).await;
        let told = shopify_order(450_789_469, "2026-10-05T09:00:01-05:00");
        assert_eq!(called(&mut tx, &shop, "orders/create", &told).await, Outcome::Taken);
        let order = order_of(&mut tx, "450789469").await;
        assert_eq!((order.total, order.differs, order.tax), (40_994, 0, 1_194));
        assert_eq!((order.number.as_str(), order.channel.as_str()), ("#9469", "site"));
        let lines = store::lines(&mut tx, order.id).await.unwrap();
        assert_eq!((lines[0].net(), lines[1].net()), (18_900, 20_900));
        assert_eq!(lines[1].sku, "IPOD2008RED");
        let refund = shopify_refund(509, 450_789_469, "209.00");
        assert_eq!(called(&mut tx, &shop, "refunds/create", &refund).await, Outcome::Taken);
        let order = order_of(&mut tx, "450789469").await;
        assert_eq!(
            (order.refunded, order.worth()),
            (20_900, 20_094),
            "the payment that failed is none"
        );
        tx.commit().await.unwrap();
        let lines = world.ledger().await;
        assert_eq!(
            lines,
            ["Jon Snow orders.placed", "Jon Snow orders.refunded", "Jon Snow orders.returned"]
        );
        assert_eq!(sum(&world.actions().await), 20_094);
    }
}

#[tokio::test]
async fn an_order_of_woocommerce_counts_when_it_is_paid() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let shop = shop(&mut tx, Wire::WooCommerce).await;
        let mut waits = woo_order(727, "on-hold", "2026-10-05T20:38:31");
        waits["date_paid_gmt"] = Value::Null;
        assert_eq!(called(&mut tx, &shop, "order.created", &waits).await, Outcome::Taken);
        let order = order_of(&mut tx, "727").await;
        assert_eq!((order.stage, order.worth(), order.recorded_at), (crate::Stage::Open, 0, None));
        let paid = woo_order(727, "processing", "2026-10-05T20:40:01");
        called(&mut tx, &shop, "order.updated", &paid).await;
        let order = order_of(&mut tx, "727").await;
        assert_eq!((order.total, order.differs), (2_935, 0));
        let lines = store::lines(&mut tx, order.id).await.unwrap();
        assert_eq!((lines[1].gross, lines[1].discount), (1_300, 100));
        let mut refunded = woo_order(727, "refunded", "2026-10-07T08:00:00");
        refunded["refunds"] = json!([{"id": 726, "reason": "", "total": "-29.35"}]);
        called(&mut tx, &shop, "order.updated", &refunded).await;
        assert_eq!(order_of(&mut tx, "727").await.worth(), 0);
        tx.commit().await.unwrap();
        assert_eq!(
            world.ledger().await,
            ["Grace Hopper orders.placed", "Grace Hopper orders.refunded"]
        );
    }
}

#[tokio::test]
async fn a_refund_of_stripe_finds_its_payment_also_if_it_comes_first() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let shop = shop(&mut tx, Wire::Stripe).await;
        let refund = stripe_refund("re_1", "pi_1", 1_499, "succeeded");
        let event = stripe_event("evt_2", "refund.created", 1_790_000_501, refund);
        assert_eq!(called(&mut tx, &shop, "", &event).await, Outcome::Taken);
        assert!(!store::any(&mut tx).await.unwrap(), "only spoken of");
        let event = stripe_event(
            "evt_1",
            "checkout.session.completed",
            1_790_000_001,
            stripe_session("pi_1"),
        );
        called(&mut tx, &shop, "", &event).await;
        let order = order_of(&mut tx, "pi_1").await;
        assert_eq!((order.total, order.differs, order.worth()), (11_499, 0, 10_000));
        let failed = stripe_refund("re_1", "pi_1", 1_499, "failed");
        let event = stripe_event("evt_3", "refund.failed", 1_790_009_000, failed);
        called(&mut tx, &shop, "", &event).await;
        assert_eq!(order_of(&mut tx, "pi_1").await.worth(), 11_499, "it did not reach them");
        tx.commit().await.unwrap();
        assert_eq!(sum(&world.actions().await), 11_499);
    }
}

#[tokio::test]
async fn an_invoice_of_stripe_takes_what_was_said_of_its_payment() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let shop = shop(&mut tx, Wire::Stripe).await;
        let refund = stripe_refund("re_1", "pi_9", 500, "succeeded");
        let refund = stripe_event("evt_1", "refund.created", 1_790_000_501, refund);
        called(&mut tx, &shop, "", &refund).await;
        let invoice = json!({"id": "in_1", "object": "invoice", "number": "F-0001", "currency": "isk",
            "created": 1_790_000_000, "customer": "cus_1", "customer_email": "alan@example.com",
            "customer_name": "Alan", "total": 240_000, "tax": 40_000, "payment_intent": "pi_9",
            "status_transitions": {"paid_at": 1_790_000_100},
            "total_discount_amounts": [], "shipping_cost": null,
            "lines": {"data": [{"id": "il_1", "description": "Ullarpeysa", "quantity": 2,
                "amount": 200_000, "price": {"id": "price_1", "product": "prod_1"},
                "discount_amounts": []}]}});
        let event = stripe_event("evt_2", "invoice.paid", 1_790_000_101, invoice);
        assert_eq!(called(&mut tx, &shop, "", &event).await, Outcome::Taken);
        let order = order_of(&mut tx, "in_1").await;
        assert_eq!((order.number.as_str(), order.total, order.differs), ("F-0001", 2_400, 0));
        assert_eq!(order.refunded, 500, "what came under the payment's name");
        assert_eq!(order_of(&mut tx, "pi_9").await.id, order.id);
        let subscription = json!({"id": "sub_1", "customer": "cus_1", "start_date": 1_790_000_000,
            "ended_at": null, "items": {"data": [{"price": {"nickname": "Tea club"}}]}});
        let event =
            stripe_event("evt_3", "customer.subscription.created", 1_790_000_102, subscription);
        called(&mut tx, &shop, "", &event).await;
        let find = tx.query("select person from identity where organisation = $1 and id = $2");
        let person = tx.one(find.bind(order.identity)).await.unwrap().id("person").unwrap();
        let held = deedwell_people::profile::holdings::of(&mut tx, person).await.unwrap();
        assert_eq!(held.iter().map(|h| h.name.as_str()).collect::<Vec<_>>(), ["Tea club"]);
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn what_cannot_be_read_is_kept_and_changes_nothing() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let shop = shop(&mut tx, Wire::Shopify).await;
        let mut odd = shopify_order(1, "2026-10-05T09:00:01-05:00");
        odd["total_price"] = json!("a lot");
        assert_eq!(called(&mut tx, &shop, "orders/create", &odd).await, Outcome::Unreadable);
        let mut long = shopify_order(2, "2026-10-05T09:00:01-05:00");
        long["line_items"] = Value::Array(vec![long["line_items"][0].clone(); 501]);
        assert_eq!(called(&mut tx, &shop, "orders/create", &long).await, Outcome::Unreadable);
        assert_eq!(called(&mut tx, &shop, "customers/create", &json!({})).await, Outcome::Left);
        let mut trial = shopify_order(3, "2026-10-05T09:00:01-05:00");
        trial["test"] = json!(true);
        assert_eq!(called(&mut tx, &shop, "orders/create", &trial).await, Outcome::Left);
        let calls = store::calls(&mut tx, shop.id).await.unwrap();
        let whys: Vec<&str> = calls.iter().map(|c| c.why.as_str()).collect();
        assert_eq!(whys.iter().filter(|why| **why == "amount").count(), 1, "{whys:?}");
        assert_eq!(whys.iter().filter(|why| **why == "lines").count(), 1, "{whys:?}");
        assert!(!store::any(&mut tx).await.unwrap());
        tx.commit().await.unwrap();
        assert!(world.ledger().await.is_empty());
    }
}
