//! What programs of the organisation's own tell and ask.

use axum::http::Method;
use deedwell_testing::{KeyTo, Reply, Somebody};
use serde_json::{Value, json};

use super::worlds;

fn order(reference: &str) -> Value {
    json!({"reference": reference, "currency": "GBP", "shipping": "5.00", "total": "49.97",
        "placed_at": "2026-11-02T10:00:00Z", "changed_at": "2026-11-02T10:00:00Z",
        "customer": [{"kind": "email", "value": "ada@example.com"}], "customer_name": "Ada",
        "lines": [
            {"reference": "1", "product": "p1", "sku": "MUG", "name": "Mug", "quantity": 2, "amount": "19.98"},
            {"reference": "2", "product": "p2", "sku": "LAMP", "name": "Lamp", "quantity": 1, "amount": "24.99"}]})
}

fn code(reply: &Reply) -> (u16, String) {
    (reply.status(), reply.json()["code"].as_str().unwrap_or_default().to_owned())
}

async fn told(program: &Somebody, body: &Value) -> Value {
    let reply = program.sends("/api/orders", body).await;
    assert_eq!(reply.status(), 200, "{}", reply.text());
    reply.json()
}

#[tokio::test]
async fn an_order_is_told_changed_and_given_back() {
    for world in worlds().await {
        let program = world.api(KeyTo::Write);
        let first = told(&program, &order("1001")).await;
        assert_eq!(told(&program, &order("1001")).await, first, "said again, nothing changes");
        assert_eq!((&first["worth"], &first["differs"]), (&json!("49.97"), &json!("0.00")));
        let path = format!("/api/orders/{}", first["id"].as_str().unwrap());
        let back =
            json!({"amount": "9.99", "reason": "cracked", "lines": [{"line": "1", "quantity": 1}]});
        let refunded = program.sends(&format!("{path}/refunds"), &back).await.json();
        assert_eq!(
            (&refunded["worth"], &refunded["lines"][0]["returned"]),
            (&json!("39.98"), &json!(1))
        );
        let far = json!({"amount": "40.00"});
        let far = program.sends(&format!("{path}/refunds"), &far).await;
        assert_eq!(code(&far), (422, "invalid.amount".into()));
        let cancelled = program.sends(&format!("{path}/cancellation"), &json!({})).await.json();
        assert_eq!(
            (&cancelled["stage"], &cancelled["worth"]),
            (&json!("cancelled"), &json!("0.00"))
        );
        let twice = program.sends(&format!("{path}/cancellation"), &json!({})).await;
        assert_eq!(code(&twice), (409, "orders.cancelled_already".into()));
        let read = world.api(KeyTo::Read);
        assert_eq!(read.reads(&path).await.json(), cancelled);
        let list = read.reads("/api/orders?stage=cancelled").await.json();
        assert_eq!(list["orders"][0]["number"], "1001");
        assert_eq!(read.reads("/api/orders?stage=placed").await.json()["orders"], json!([]));
        assert_eq!(read.sends("/api/orders", &order("1002")).await.status(), 403);
        assert_eq!(world.foreign_api(KeyTo::Read).reads(&path).await.status(), 404);
        let want = [
            "Ada orders.placed",
            "Ada orders.refunded",
            "Ada orders.returned",
            "Ada orders.cancelled",
        ];
        assert_eq!(world.ledger().await, want);
    }
}

#[tokio::test]
async fn sums_that_are_wrong_are_said_to_be() {
    for world in worlds().await {
        let program = world.api(KeyTo::Write);
        let with = |key: &str, value: Value| {
            let mut order = order("1001");
            order[key] = value;
            order
        };
        for (odd, field) in [
            (with("total", json!("49.98")), "total"),
            (with("currency", json!("pounds")), "currency"),
            (with("shipping", json!("-5")), "shipping"),
            (with("shipping", json!("5.001")), "shipping"),
            (with("stage", json!("awaited")), "stage"),
            (with("placed_at", json!("2027-01-01T00:00:00Z")), "placed_at"),
            (with("reference", json!("")), "reference"),
        ] {
            let reply = program.sends("/api/orders", &odd).await;
            assert_eq!(code(&reply), (422, format!("invalid.{field}")), "{}", reply.text());
        }
        let mut unknown = order("1001");
        unknown["counted"] = json!(5);
        assert_eq!(program.sends("/api/orders", &unknown).await.status(), 422, "no such field");
        assert!(world.ledger().await.is_empty());
    }
}

#[tokio::test]
async fn a_refund_that_is_sent_again_is_answered_again() {
    for world in worlds().await {
        let program = world.api(KeyTo::Write);
        let order = told(&program, &order("1001")).await;
        let path = format!("/api/orders/{}/refunds", order["id"].as_str().unwrap());
        let send = async || {
            let headers = [("content-type", "application/json"), ("idempotency-key", "k1")];
            program.asks(Method::POST, &path, &headers, json!({"amount": "1.00"}).to_string()).await
        };
        let (one, two) = (send().await, send().await);
        assert_eq!(one.json(), two.json());
        assert_eq!(two.json()["refunded"], "1.00");
    }
}

#[tokio::test]
async fn products_are_told_with_what_they_cost() {
    for world in worlds().await {
        let program = world.api(KeyTo::Write);
        told(&program, &order("1001")).await;
        let mug = json!({"reference": "p1", "name": "Blue mug", "category": "Mugs", "cost": "3.00",
            "price": "9.99", "currency": "GBP"});
        let reply = program.sends("/api/products", &mug).await;
        assert_eq!(
            (reply.status(), &reply.json()["sku"]),
            (200, &json!("MUG")),
            "{}",
            reply.text()
        );
        let all = program.reads("/api/products?q=mugs").await.json();
        assert_eq!(all["products"][0]["cost"], "3.00");
        let orders = program.reads("/api/orders").await.json();
        let path = format!("/api/orders/{}", orders["orders"][0]["id"].as_str().unwrap());
        assert_eq!(
            program.reads(&path).await.json()["lines"][0]["cost"],
            "6.00",
            "of the past, too"
        );
        let no_currency = json!({"reference": "p1", "cost": "3.00"});
        let reply = program.sends("/api/products", &no_currency).await;
        assert_eq!(code(&reply), (422, "invalid.currency".into()));
    }
}
