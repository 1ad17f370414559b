//! The same order told by an event of a library and by the shop itself is one order.

use axum::http::Method;
use deedwell_collect::source::{self, NewSource};
use deedwell_testing::{Reply, Setting, Somebody, World};
use deedwell_web::Routes;
use serde_json::{Value, json};

use super::calls::{calls, connected, order};

fn collect() -> Routes {
    deedwell_collect::routes()
}

async fn worlds() -> Vec<World> {
    let mut setting = Setting::of(&crate::PROGRAMME).and(collect, deedwell_collect::MESSAGES);
    setting.migrations.push(deedwell_collect::MIGRATIONS);
    setting.worlds().await
}

/// A server's key.
async fn key(world: &World) -> String {
    let new = NewSource::checked("Till", "server", None, "", true).unwrap();
    let mut tx = world.tx().await;
    let (_, key) = source::add_source(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    key.reveal().to_owned()
}

async fn tracks(
    program: &Somebody,
    key: &str,
    event: &str,
    message: &str,
    properties: Value,
) -> Reply {
    let body = json!({"writeKey": key, "userId": "u-1", "event": event, "messageId": message,
        "properties": properties, "timestamp": "2026-11-03T10:00:00Z"});
    let headers = [("content-type", "application/json")];
    program.asks(Method::POST, "/v1/track", &headers, body.to_string()).await
}

async fn spent(world: &World) -> i64 {
    let mut seen = std::collections::HashSet::new();
    let mut sum = 0;
    for action in world.actions().await {
        if action.message.as_ref().is_some_and(|m| !seen.insert(m.clone())) {
            continue;
        }
        let value = action.value.map_or(0, |money| money.minor);
        sum += match &*action.name {
            "Order Refunded" | "orders.refunded" => -value.abs(),
            _ => value,
        };
    }
    sum
}

#[tokio::test]
async fn an_event_and_a_shop_tell_of_one_order() {
    for world in worlds().await {
        let (key, shop) = (key(&world).await, connected(&world, "hush-hush").await);
        let program = world.visitor();
        let bought = json!({"order_id": "1001", "revenue": 44.97, "currency": "GBP",
            "products": [{"product_id": "7", "sku": "MUG", "price": 9.99, "quantity": 2}]});
        assert_eq!(
            tracks(&program, &key, "Order Completed", "m1", bought.clone()).await.status(),
            200
        );
        // Again, from another library with another id; then by the shop, which knows of the delivery.
        assert_eq!(tracks(&program, &key, "Order Completed", "m2", bought).await.status(), 200);
        assert_eq!(spent(&world).await, 4_497);
        calls(&world.visitor(), &shop, "hush-hush", &order(1001)).await;
        assert_eq!(spent(&world).await, 4_997, "the total of the shop counts");
        let part = json!({"order_id": "1001", "total": 10.00, "currency": "GBP"});
        tracks(&program, &key, "Order Refunded", "m3", part.clone()).await;
        tracks(&program, &key, "Order Refunded", "m3", part).await;
        assert_eq!(spent(&world).await, 3_997);
        tracks(&program, &key, "Order Refunded", "m4", json!({"order_id": "1001"})).await;
        assert_eq!(spent(&world).await, 0, "without an amount it is all of it");
        let grid = world.grid().await;
        assert_eq!((grid.participants, grid.contributions), (1, 1));
    }
}

#[tokio::test]
async fn an_order_that_is_cancelled_by_an_event_is_worth_nothing() {
    for world in worlds().await {
        let key = key(&world).await;
        let program = world.visitor();
        let bought = json!({"order_id": "77", "total": "20.00", "currency": "GBP"});
        tracks(&program, &key, "Order Completed", "m1", bought).await;
        let more = json!({"order_id": "77", "total": "25.00", "currency": "GBP"});
        tracks(&program, &key, "Order Updated", "m2", more).await;
        assert_eq!(spent(&world).await, 2_500);
        tracks(&program, &key, "Order Cancelled", "m3", json!({"order_id": "77"})).await;
        tracks(&program, &key, "Order Cancelled", "m4", json!({"order_id": "78"})).await;
        assert_eq!(spent(&world).await, 0);
        assert_eq!(world.grid().await.contributions, 0);
    }
}
