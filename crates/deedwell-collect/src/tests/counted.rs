//! What counts as done by somebody, and what is only said of them.

use deedwell_core::behaviour::{Behaviour, Entries, Weeks, Window};
use deedwell_core::{Id, Initiator, Person};
use deedwell_people::IdentityKind::Login;
use serde_json::json;

use super::{Shop, shops};

async fn ada(shop: &Shop) -> Id<Person> {
    shop.person(Login, "ada").await.unwrap().parse().unwrap()
}

/// Who told the shop's server where somebody belongs has told something; nobody has done anything.
#[tokio::test]
async fn what_a_program_says_of_somebody_is_no_act_of_theirs() {
    for shop in shops().await {
        shop.server_says(&[
            json!({"type": "identify", "userId": "ada", "traits": {"plan": "gold"}}),
            json!({"type": "group", "userId": "ada", "groupId": "acme"}),
            json!({"type": "alias", "userId": "ada", "previousId": "a0"}),
        ])
        .await;
        shop.browser_says(&[json!({"type": "identify", "anonymousId": "b1", "userId": "ada"})])
            .await;
        // Opened by the system; the rest is said of Ada.
        let said = shop.world.actions().await;
        let of_her = said.iter().filter(|a| &*a.name != "accounts.opened");
        assert!(of_her.clone().all(|a| a.initiator == Initiator::Company), "{said:?}");
        assert_eq!(of_her.count(), 4);

        let (walk, of) = (shop.world.walk(), shop.world.organisation());
        let person = ada(&shop).await;
        let sum = walk.activity(of, &[person]).unwrap().remove(0);
        assert_eq!((sum.actions, sum.last_at), (0, None));
        let all = Entries { person: Some(person), limit: 9, ..Entries::default() };
        // What the browser said of itself is of whoever sits before it.
        assert_eq!(walk.entries(of, &all).unwrap().total, 3, "it stands on her page");
        let counted = Entries { counted: true, ..all };
        assert_eq!(walk.entries(of, &counted).unwrap().total, 0);

        shop.server_says(&[json!({"type": "track", "event": "Order Completed", "userId": "ada",
            "properties": {"order_id": "7", "revenue": 5, "currency": "GBP"}})])
            .await;
        assert_eq!(shop.world.actions().await.len(), 6);
        let sum = walk.activity(of, &[person]).unwrap().remove(0);
        assert_eq!((sum.actions, sum.purchases), (1, 1));
    }
}

#[tokio::test]
async fn a_claim_is_shown_and_counts_for_nothing() {
    for shop in shops().await {
        shop.server_says(&[json!({"type": "track", "event": "Seen", "userId": "ada"})]).await;
        let (walk, of) = (shop.world.walk(), shop.world.organisation());
        let (person, to) = (ada(&shop).await, "2026-12-01T00:00:00Z".parse().unwrap());
        let window = Window { from: "2026-11-01T00:00:00Z".parse().unwrap(), to, unit: None };
        let before = walk.activity(of, &[person]).unwrap();
        shop.browser_says(&[json!({"type": "track", "event": "Order Completed", "userId": "ada",
            "properties": {"order_id": "7", "revenue": 5000, "currency": "GBP"}})])
            .await;
        let claim = shop.world.actions().await.pop().unwrap();
        assert_eq!(&*claim.name, "claimed.orders_placed");

        assert_eq!(walk.activity(of, &[person]).unwrap(), before);
        let counts = walk.counts(of, &window).unwrap();
        assert_eq!((counts.people, counts.actions), (1, 1));
        assert!(counts.kinds.iter().any(|k| &*k.kind == "claimed.orders_placed"), "counted apart");
        let week = walk.weeks(of, &Weeks { to, weeks: 4, unit: None }).unwrap();
        assert_eq!(week.iter().map(|w| w.actions).sum::<u64>(), 1);
        assert!(shop.wrong().await.contains(&("claimed".to_owned(), 1)), "and it is told why");
    }
}

/// All that we hold of somebody has the ids and quantities of what they did.
#[tokio::test]
async fn what_they_take_along_has_the_facts_of_their_acts() {
    for shop in shops().await {
        shop.server_says(&[json!({"type": "track", "event": "Product Viewed", "userId": "ada",
            "properties": {"product_id": "lamp-3", "quantity": 2}})])
            .await;
        let person = ada(&shop).await;
        let (walk, of) = (shop.world.walk(), shop.world.organisation());
        let acts =
            deedwell_people::everything::acts(shop.world.db(), of, walk, person).await.unwrap();
        let mut tx = shop.world.tx().await;
        let all = deedwell_people::everything(&mut tx, walk, person, acts).await.unwrap();
        let act = serde_json::to_value(&all.actions[0]).unwrap();
        assert_eq!(
            (&act["kind"], &act["facts"]["product_id"]),
            (&json!("products.viewed"), &json!("lamp-3"))
        );
    }
}

/// However it is spelt: a machine fetched a picture.
#[tokio::test]
async fn an_opened_letter_is_a_machines_doing_by_any_name() {
    for shop in shops().await {
        let opened =
            ["Email Opened", "email opened", "email_opened", "EmailOpen", "Email-Delivered"];
        let said = opened.map(|event| json!({"type": "track", "event": event, "userId": "ada"}));
        shop.server_says(&said).await;
        let clicked = json!({"type": "track", "event": "Email Link Clicked", "userId": "ada"});
        shop.server_says(&[clicked]).await;
        let by: Vec<_> = shop.world.actions().await.iter().map(|a| a.initiator).collect();
        assert_eq!(by[..5], [Initiator::Machine; 5]);
        assert_eq!(by[5], Initiator::Customer);
    }
}

#[tokio::test]
async fn a_fact_of_the_specification_is_told_where_it_is_something_else() {
    for shop in shops().await {
        shop.server_says(&[
            json!({"type": "track", "event": "Product Viewed", "userId": "ada",
                "properties": {"product_id": 7, "price": "9.90", "quantity": "2", "position": null}}),
            json!({"type": "track", "event": "Product Viewed", "userId": "ada",
                "properties": {"price": "not a price", "quantity": {}}}),
        ])
        .await;
        assert_eq!(shop.wrong().await, [("fact_wrong".to_owned(), 2)]);
        assert_eq!(shop.world.actions().await.len(), 2, "both are kept");
    }
}

/// Whoever has a public key and knows a customer's number makes nobody busy.
#[tokio::test]
async fn a_number_alone_makes_no_customer_active() {
    for shop in shops().await {
        shop.server_says(&[json!({"type": "identify", "userId": "ada", "anonymousId": "adas"})])
            .await;
        shop.browser_says(&[
            json!({"type": "track", "event": "Product Viewed", "userId": "ada"}),
            json!({"type": "track", "event": "Lamp Lit", "userId": "ada"}),
            json!({"type": "page", "userId": "ada", "name": "Home"}),
            json!({"type": "identify", "userId": "ada", "traits": {"email": "eve@x.example"}}),
        ])
        .await;
        let names: Vec<_> = shop.world.actions().await.iter().map(|a| a.name.to_string()).collect();
        assert_eq!(
            names[1..],
            [
                "claimed.products_viewed",
                "claimed.imported_lamp_lit",
                "claimed.pages_viewed",
                "claimed.customers_identified"
            ]
        );
        let (walk, of) = (shop.world.walk(), shop.world.organisation());
        let person = ada(&shop).await;
        let sum = walk.activity(of, &[person]).unwrap().remove(0);
        assert_eq!((sum.actions, sum.last_at), (0, None));
        // In the browser that her server named she is herself, and others are visitors.
        shop.browser_says(&[
            json!({"type": "track", "event": "Product Viewed", "anonymousId": "adas", "userId": "ada"}),
            json!({"type": "track", "event": "Product Viewed", "anonymousId": "new"}),
        ])
        .await;
        assert_eq!(shop.world.actions().await.len(), 7);
        assert_eq!(walk.activity(of, &[person]).unwrap()[0].actions, 1);
        let to = "2026-12-01T00:00:00Z".parse().unwrap();
        let window = Window { from: "2026-11-01T00:00:00Z".parse().unwrap(), to, unit: None };
        let counts = walk.counts(of, &window).unwrap();
        assert_eq!(
            (counts.people, counts.customers),
            (2, 0),
            "no share of customers counts visits"
        );
    }
}
