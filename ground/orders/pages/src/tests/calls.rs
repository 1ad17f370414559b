//! Shops call, and so does everybody else.

use axum::http::Method;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use deedwell_testing::{Reply, Somebody, World};
use deedwell_web::Role;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::worlds;

pub(super) async fn connected(world: &World, secret: &str) -> String {
    let mary = world.staff("Barbara", Role::Owner);
    let form = format!("wire=shopify&name=Lamps&secret={secret}&prefix=&unit=");
    let reply = mary.posts("/console/orders/shops", &form).await;
    let place = reply.location();
    place.rsplit('/').next().unwrap().to_owned()
}

fn signed(secret: &str, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

pub(super) async fn calls(shop: &Somebody, id: &str, secret: &str, body: &Value) -> Reply {
    let body = body.to_string();
    let signature = signed(secret, &body);
    let headers = [
        ("x-shopify-hmac-sha256", signature.as_str()),
        ("x-shopify-topic", "orders/create"),
        ("content-type", "application/json"),
    ];
    shop.asks(Method::POST, &format!("/hooks/shops/{id}"), &headers, body).await
}

pub(super) fn order(id: u64) -> Value {
    json!({"id": id, "name": format!("#{id}"), "currency": "GBP", "total_price": "49.97",
        "created_at": "2026-11-02T10:00:00Z", "updated_at": "2026-11-02T10:00:00Z",
        "email": "ada@example.com", "total_tax": "0.00", "total_discounts": "0.00",
        "total_shipping_price_set": {"shop_money": {"amount": "5.00", "currency_code": "GBP"}},
        "line_items": [
            {"id": 1, "product_id": 7, "variant_id": 71, "sku": "MUG", "title": "Mug",
             "quantity": 2, "price": "9.99", "discount_allocations": []},
            {"id": 2, "product_id": 8, "variant_id": 81, "sku": "LAMP", "title": "Lamp",
             "quantity": 1, "price": "24.99", "discount_allocations": []}]})
}

#[tokio::test]
async fn a_shop_tells_and_nobody_else_can() {
    for world in worlds().await {
        let id = connected(&world, "hush-hush").await;
        let shop = world.visitor();
        let told = calls(&shop, &id, "hush-hush", &order(1001)).await;
        assert_eq!((told.status(), &told.json()["outcome"]), (200, &json!("taken")));
        let again = calls(&shop, &id, "hush-hush", &order(1001)).await;
        assert_eq!(again.status(), 200);
        assert_eq!(calls(&shop, &id, "guess", &order(1002)).await.status(), 403);
        let plain = shop.sends(&format!("/hooks/shops/{id}"), &order(1003)).await;
        assert_eq!(plain.status(), 403, "unsigned");
        let nowhere = "/hooks/shops/01930000-0000-7000-8000-00000000000a";
        assert_eq!(shop.sends(nowhere, &order(1004)).await.status(), 404);
        let odd = calls(&shop, &id, "hush-hush", &json!({"id": 1})).await;
        assert_eq!((odd.status(), &odd.json()["outcome"]), (200, &json!("unreadable")));
        let mary = world.staff("Mary", Role::Owner);
        let page = mary.reads(&format!("/console/orders/shops/{id}")).await;
        assert!(page.html().contains("could not be read"), "{}", page.html());
        mary.posts(&format!("/console/orders/shops/{id}/closing"), "").await;
        assert_eq!(calls(&shop, &id, "hush-hush", &order(1005)).await.status(), 404);
        assert_eq!(calls(&shop, &id, "", &order(1005)).await.status(), 404, "no secret is left");
        assert_eq!(world.ledger().await, ["ada@example.com orders.placed"]);
        let grid = world.grid().await;
        assert_eq!((grid.participants, grid.contributions), (1, 1));
    }
}

#[tokio::test]
async fn a_shop_of_another_organisation_is_not_there() {
    for world in worlds().await {
        let id = connected(&world, "hush-hush").await;
        let outside = world.outsider("Kurt");
        assert_eq!(calls(&outside, &id, "hush-hush", &order(1001)).await.status(), 404);
        assert!(world.ledger().await.is_empty() && world.ledger_elsewhere().await.is_empty());
    }
}
