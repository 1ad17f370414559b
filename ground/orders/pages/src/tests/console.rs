//! What staff see and press, and what customers see of their own.

use deedwell_web::Role;

use super::calls::{calls, connected, order};
use super::worlds;

async fn one_order(world: &deedwell_testing::World) -> String {
    let id = connected(world, "hush-hush").await;
    calls(&world.visitor(), &id, "hush-hush", &order(1001)).await;
    let mary = world.staff("Grete", Role::Owner);
    let page = mary.reads("/console/orders").await;
    let html = page.html();
    let at = html.find("/console/orders/0").unwrap();
    let rest = &html[at..];
    rest[..rest.find('"').unwrap()].to_owned()
}

#[tokio::test]
async fn a_refund_is_recorded_once_however_often_it_is_pressed() {
    for world in worlds().await {
        let path = one_order(&world).await;
        let mary = world.staff("Mary", Role::Owner);
        let page = mary.reads(&path).await;
        assert!(page.html().contains("£49.97") && page.html().contains("Lamp"), "{}", page.html());
        let html = page.html();
        let at = html.find("name=\"reference\" value=\"").unwrap() + 24;
        let rest = &html[at..];
        let reference = &rest[..rest.find('"').unwrap()];
        let form = format!("reference={reference}&amount=9%2C99&back-0=1&back-1=&reason=cracked");
        for _ in 0..2 {
            assert_eq!(mary.posts(&format!("{path}/refunds"), &form).await.status(), 303);
        }
        let page = mary.reads(&path).await;
        assert!(page.html().contains("£39.98") && page.html().contains("cracked"));
        assert!(page.html().contains("1 × Mug"), "{}", page.html());
        let wrong = mary.posts(&format!("{path}/refunds"), "reference=x&amount=50&reason=").await;
        assert_eq!(wrong.status(), 422);
        assert!(wrong.html().contains("At most £39.98"), "{}", wrong.html());
        let ledger = world.ledger().await;
        assert_eq!(ledger.iter().filter(|line| line.ends_with("refunded")).count(), 1);
        let viewer = world.staff("Edsger", Role::Viewer);
        assert_eq!(viewer.posts(&format!("{path}/refunds"), &form).await.status(), 403);
    }
}

#[tokio::test]
async fn customers_see_their_own_orders_and_no_others() {
    for world in worlds().await {
        let path = one_order(&world).await;
        let id = path.rsplit('/').next().unwrap().to_owned();
        let ada = world.customer("Ada");
        let mine = ada.reads("/my-orders").await;
        assert_eq!(mine.status(), 200);
        let grace = world.customer("Grace");
        assert_eq!(grace.reads(&format!("/my-orders/{id}")).await.status(), 404);
        assert_ne!(world.visitor().reads("/my-orders").await.status(), 200, "sign in first");
    }
}

#[tokio::test]
async fn lists_are_found_filtered_and_taken_along() {
    for world in worlds().await {
        one_order(&world).await;
        let mary = world.staff("Mary", Role::Owner);
        assert!(mary.reads("/console/orders?q=1001").await.html().contains("#1001"));
        assert!(mary.reads("/console/orders?q=2001").await.html().contains("No order fits"));
        assert!(
            mary.reads("/console/orders?from=2026-11-03").await.html().contains("No order fits")
        );
        let page = mary.reads("/console/orders?from=2026-11-02&to=2026-11-02").await;
        assert!(page.html().contains("#1001"));
        assert_eq!(mary.reads("/console/orders?from=yesterday").await.status(), 422);
        let file = mary.reads("/console/orders/export").await;
        assert!(file.text().contains(",49.97,"), "{}", file.text());
        let products = mary.reads("/console/orders/products?unknown=1").await;
        assert!(products.html().contains("Lamp") && products.html().contains("Mug"));
    }
}
