//! Endpoints as programs manage them.

use deedwell_testing::KeyTo;
use deedwell_web::Role;
use serde_json::json;

use super::receiver::Receiver;
use super::*;

#[tokio::test]
async fn a_program_opens_an_endpoint_for_staff() {
    for world in shops().await {
        let there = Receiver::listening().await;
        world.staff("Mary", Role::Owner).staff().await;
        world.staff("Edsger", Role::Host).staff().await;
        let (reads, writes) = (world.api(KeyTo::Read), world.api(KeyTo::Write));
        let new = |staff: &str, address: &str| json!({ "staff": staff, "address": address, "description": "Stock", "kinds": ["ideas.voted"] });
        let (mary, edsger) = ("mary@shop.example", "edsger@shop.example");
        let ours = new(mary, &there.address);
        assert_eq!(reads.sends("/api/webhooks", &ours).await.status(), 403);
        assert_eq!(writes.sends("/api/webhooks", &new(edsger, &there.address)).await.status(), 403);
        assert_eq!(
            writes.sends("/api/webhooks", &new("x@y.example", "https://a.example")).await.status(),
            422
        );
        let refused = writes.sends("/api/webhooks", &new(mary, "https://10.0.0.5/")).await;
        assert_eq!(
            (refused.status(), &refused.json()["code"]),
            (422, &json!("invalid.address")),
            "{}",
            refused.text()
        );
        let made = writes.sends("/api/webhooks", &ours).await.json();
        let secret = made["secret"].as_str().unwrap().to_owned();
        let home = format!("/api/webhooks/{}", made["endpoint"]["id"].as_str().unwrap());

        let all = reads.reads("/api/webhooks").await;
        assert!(all.json().as_array().unwrap().len() == 1 && !all.html().contains("whsec_"));
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
        let staff = json!({ "staff": mary });
        assert_eq!(
            writes.sends(&format!("{path}/replay"), &staff).await.json()["state"],
            "waiting"
        );
        send(&world).await;
        assert_eq!(there.heard().len(), 3);
        assert!(there.heard().iter().all(|h| h.is_from(&secret)));
        let again = json!({ "staff": mary, "since": "2026-11-18T00:00:00Z" });
        assert_eq!(writes.sends(&format!("{home}/replay"), &again).await.json()["replayed"], 0);
        assert_eq!(
            writes
                .sends(&format!("{home}/replay"), &json!({ "staff": mary, "since": "x" }))
                .await
                .status(),
            422
        );
        assert_eq!(
            writes.sends(&format!("{home}/test"), &staff).await.json()["kind"],
            "webhooks.tested"
        );

        let rotated = writes.sends(&format!("{home}/rotation"), &staff).await.json();
        assert_ne!(rotated["secret"].as_str().unwrap(), secret);
        assert_eq!(
            writes.sends(&format!("{home}/closing"), &staff).await.json()["off_why"],
            "staff"
        );
        assert!(
            writes.sends(&format!("{home}/reopening"), &staff).await.json()["off_why"].is_null()
        );
        let changed = new(mary, "https://hooks.example/x");
        assert_eq!(
            writes.sends(&home, &changed).await.json()["address"],
            "https://hooks.example/x"
        );
        assert_eq!(writes.sends(&home, &new(mary, "http://10.0.0.9/")).await.status(), 422);
        assert_eq!(reads.reads(&format!("{home}/deliveries?state=x")).await.status(), 422);
        let foreign = world.foreign_api(KeyTo::Write);
        assert_eq!(foreign.reads(&home).await.status(), 404);
        writes.sends(&format!("{home}/removal"), &staff).await;
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
