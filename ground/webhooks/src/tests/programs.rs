//! Endpoints as programs manage them.

use deedwell_testing::{KeyTo, Somebody};
use deedwell_web::Role;
use serde_json::{Value, json};

use super::receiver::Receiver;
use super::*;

const MARY: &str = "mary@shop.example";

fn of(staff: &str, address: &str) -> Value {
    let kinds = ["ideas.voted"];
    json!({ "staff": staff, "address": address, "description": "Stock", "kinds": kinds })
}

/// A shop with an owner, a program that reads and one that writes, and an endpoint: its path, its secret.
async fn opened_by_program(world: &World, address: &str) -> (Somebody, Somebody, String, String) {
    world.staff("Mary", Role::Owner).staff().await;
    let (reads, writes) = (world.api(KeyTo::Read), world.api(KeyTo::Write));
    let made = writes.sends("/api/webhooks", &of(MARY, address)).await.json();
    let secret = made["secret"].as_str().unwrap().to_owned();
    let home = format!("/api/webhooks/{}", made["endpoint"]["id"].as_str().unwrap());
    (reads, writes, home, secret)
}

#[tokio::test]
async fn a_program_opens_an_endpoint_for_staff_who_may() {
    for world in shops().await {
        let address = "https://hooks.example/";
        let (reads, writes, home, _) = opened_by_program(&world, address).await;
        world.staff("Edsger", Role::Host).staff().await;
        assert_eq!(reads.sends("/api/webhooks", &of(MARY, address)).await.status(), 403);
        for (staff, address, status) in [
            ("edsger@shop.example", address, 403),
            ("x@y.example", address, 422),
            (MARY, "https://10.0.0.5/", 422),
        ] {
            for path in ["/api/webhooks", &home] {
                let refused = writes.sends(path, &of(staff, address)).await;
                assert_eq!(refused.status(), status, "{path} {address} {}", refused.text());
            }
        }
        let refused = writes.sends("/api/webhooks", &of(MARY, "https://10.0.0.5/")).await;
        assert_eq!(refused.json()["code"], "invalid.address");
        let all = reads.reads("/api/webhooks").await;
        assert!(all.json().as_array().unwrap().len() == 1 && !all.html().contains("whsec_"));
        assert_eq!(world.foreign_api(KeyTo::Write).reads(&home).await.status(), 404);
    }
}

#[tokio::test]
async fn a_program_reads_what_was_sent_and_sends_it_again() {
    for world in shops().await {
        let there = Receiver::listening().await;
        let (reads, writes, home, secret) = opened_by_program(&world, &there.address).await;
        let staff = json!({ "staff": MARY });
        happen(&world, &["ideas.voted", "ideas.commented"]).await;
        decide(&world).await;
        there.then_says(500, "no", 1);
        send(&world).await;
        let listed = reads.reads(&format!("{home}/deliveries?state=waiting&limit=1")).await.json();
        let delivery = &listed["deliveries"][0];
        assert_eq!((&delivery["kind"], &delivery["attempts"]), (&json!("ideas.voted"), &json!(1)));
        let path = format!("{home}/deliveries/{}", delivery["id"].as_str().unwrap());
        let attempts = reads.reads(&format!("{path}/attempts")).await.json();
        assert_eq!((&attempts[0]["status"], &attempts[0]["answer"]), (&json!(500), &json!("no")));
        world.advance_days(1);
        send(&world).await;
        let again = writes.sends(&format!("{path}/replay"), &staff).await.json();
        assert_eq!(again["state"], "waiting");
        send(&world).await;
        assert_eq!(there.heard().len(), 3);
        assert!(there.heard().iter().all(|h| h.is_from(&secret)));
        for (since, status) in [("2026-11-18T00:00:00Z", 200), ("x", 422)] {
            let asked = json!({ "staff": MARY, "since": since });
            let answer = writes.sends(&format!("{home}/replay"), &asked).await;
            assert_eq!(answer.status(), status, "{since}");
        }
        let tested = writes.sends(&format!("{home}/test"), &staff).await.json();
        assert_eq!(tested["kind"], "webhooks.tested");
        assert_eq!(reads.reads(&format!("{home}/deliveries?state=x")).await.status(), 422);
    }
}

#[tokio::test]
async fn a_program_changes_switches_and_removes() {
    for world in shops().await {
        let (reads, writes, home, secret) =
            opened_by_program(&world, "https://hooks.example/").await;
        let staff = json!({ "staff": MARY });
        let say = |verb: &str| {
            let (writes, path, staff) = (writes.clone(), format!("{home}/{verb}"), staff.clone());
            async move { writes.sends(&path, &staff).await.json() }
        };
        assert_ne!(say("rotation").await["secret"].as_str().unwrap(), secret);
        assert_eq!(say("closing").await["off_why"], "staff");
        assert_eq!(say("test").await["code"], "webhooks.off");
        assert!(say("reopening").await["off_why"].is_null());
        let changed = writes.sends(&home, &of(MARY, "https://hooks.example/x")).await.json();
        assert_eq!(changed["address"], "https://hooks.example/x");
        say("removal").await;
        assert_eq!(reads.reads(&home).await.status(), 404);
    }
}

/// A request that is sent again with its key is answered again: there is one endpoint.
#[tokio::test]
async fn sent_twice_it_is_opened_once() {
    for world in shops().await {
        world.staff("Mary", Role::Owner).staff().await;
        let writes = world.api(KeyTo::Write);
        let new = json!({ "staff": "mary@shop.example", "address": "https://hooks.example/" });
        let headers = [("content-type", "application/json"), ("idempotency-key", "k-1")];
        let ask =
            || writes.asks(axum::http::Method::POST, "/api/webhooks", &headers, new.to_string());
        assert_eq!(ask().await.json(), ask().await.json());
        assert_eq!(writes.reads("/api/webhooks").await.json().as_array().unwrap().len(), 1);
    }
}
