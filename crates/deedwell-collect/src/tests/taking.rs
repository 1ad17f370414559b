//! What is taken, and what then stands in the ledger.

use std::io::Write;

use axum::http::Method;
use deedwell_core::{Initiator, Part};
use serde_json::json;

use super::{AT, basic, shops};
use crate::source::{self, NewSource};

#[tokio::test]
async fn an_order_of_a_server_is_an_order() {
    for shop in shops().await {
        shop.server_says(&[json!({
            "type": "track", "event": "Order Completed", "userId": "42", "messageId": "m-1",
            "timestamp": AT, "properties": {"order_id": "1001", "revenue": 59.97, "currency": "GBP",
                "email": "ada@shop.example", "products": [{"product_id": "p1", "quantity": 2, "name": "A lamp"}]},
        })])
        .await;
        let actions = shop.world.actions().await;
        let order = &actions[0];
        assert_eq!((order.name.as_ref(), order.part), ("Order Completed", Part::Customer));
        assert_eq!(order.about.as_deref(), Some("order/1001"));
        assert_eq!(order.value.unwrap().decimal(), "59.97");
        assert_eq!(order.at.to_string(), AT);
        assert!(
            !order.facts.contains("ada@") && !order.facts.contains("A lamp"),
            "{}",
            order.facts
        );
        let kinds = shop.world.walk();
        let window = deedwell_core::behaviour::Window {
            from: "2026-11-18T00:00:00Z".parse().unwrap(),
            to: "2026-11-19T00:00:00Z".parse().unwrap(),
            unit: None,
        };
        use deedwell_core::behaviour::Behaviour;
        let counts = kinds.counts(shop.world.organisation(), &window).unwrap();
        assert!(counts.kinds.iter().any(|k| &*k.kind == "orders.placed" && k.people == 1));
        assert!(shop.wrong().await.is_empty());
    }
}

#[tokio::test]
async fn every_call_is_taken_under_its_word_and_its_letter() {
    for shop in shops().await {
        for (call, more) in [
            ("track", json!({"event": "Seen"})),
            ("identify", json!({"traits": {"plan": "gold"}})),
            ("page", json!({"name": "Home"})),
            ("screen", json!({"name": "Home"})),
            ("group", json!({"groupId": "g1"})),
            ("alias", json!({"previousId": "a0"})),
        ] {
            let mut body = more;
            body["userId"] = "u1".into();
            for path in [format!("/v1/{call}"), format!("/v1/{}", &call[..1])] {
                let reply = shop.sends(&shop.server, &path, &body.to_string()).await;
                assert_eq!(reply.status(), 200, "{path}: {}", reply.text());
            }
        }
        let ledger = shop.world.actions().await;
        // That an account is there now is nobody's call.
        let calls = ledger.iter().filter(|a| a.part != Part::System);
        let names: Vec<&str> = calls.step_by(2).map(|a| a.name.as_ref()).collect();
        let due = [
            "Seen",
            "customers.identified",
            "page",
            "screen",
            "accounts.joined",
            "customers.aliased",
        ];
        assert_eq!(names, due);
        assert_eq!(shop.sends(&shop.server, "/v1/x", "{}").await.status(), 404);
        assert_eq!(shop.sends(&shop.server, "/v1/m", "anything").await.status(), 200);
    }
}

#[tokio::test]
async fn a_source_that_is_closed_takes_nothing_a_second_later() {
    for shop in shops().await {
        let page = json!({"type": "page", "userId": "u"});
        shop.server_says(std::slice::from_ref(&page)).await;
        let mut tx = shop.world.tx().await;
        let close = tx.query("update source set closed_at = $2 where organisation = $1");
        let now = tx.now();
        tx.run(close.bind(now)).await.unwrap();
        tx.commit().await.unwrap();
        // It advances the clock by a second.
        assert_eq!(shop.sends(&shop.server, "/v1/page", &page.to_string()).await.status(), 401);
        assert_eq!(shop.sends(&shop.server, "/v1/page", &page.to_string()).await.status(), 401);
    }
}

#[tokio::test]
async fn only_size_and_json_are_refused_for_good() {
    for shop in shops().await {
        let event = |bytes: usize| {
            let empty = r#"{"userId":"u","event":"x","filler":""}"#;
            empty.replace(
                r#""filler":"""#,
                &format!(r#""filler":"{}""#, "x".repeat(bytes - empty.len())),
            )
        };
        let track = async |body: &str| shop.sends(&shop.server, "/v1/track", body).await.status();
        assert_eq!(track(&event(32 * 1024)).await, 200);
        assert_eq!(track(&event(32 * 1024 + 1)).await, 400);
        assert_eq!(track("{").await, 400);
        assert_eq!(track("").await, 400);
        let batch = async |body: &str| shop.sends(&shop.server, "/v1/batch", body).await.status();
        let many: Vec<String> =
            (0..20).map(|_| event(30_000).replace("{", r#"{"type":"track","#)).collect();
        assert_eq!(batch(&format!(r#"{{"batch":[{}]}}"#, many.join(","))).await, 400, "600 KB");
        let small = r#"{"type":"page","userId":"u"}"#;
        let body = format!(r#"{{"batch":[{}]}}"#, vec![small; 2_501].join(","));
        assert_eq!(batch(&body).await, 200);
        assert_eq!(batch(r#"{"batch":[7,null,{"type":"page"}]}"#).await, 200);
        let wrong = shop.wrong().await;
        let due = [("no_user_anon_id", 1), ("not_an_object", 2), ("too_many", 1)];
        assert_eq!(wrong, due.map(|(code, n)| (code.to_owned(), n)));
        assert_eq!(shop.world.actions().await.len(), 1 + 2_500);
    }
}

#[tokio::test]
async fn what_is_packed_is_unpacked_whatever_it_calls_itself() {
    for shop in shops().await {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(br#"{"batch":[{"type":"page","userId":"u"}]}"#).unwrap();
        let packed = gzip.finish().unwrap();
        let key = basic(&shop.server);
        let form = "application/x-www-form-urlencoded";
        let headers = [("authorization", key.as_str()), ("content-type", form)];
        let reply = shop.world.visitor().asks(Method::POST, "/v1/batch", &headers, packed).await;
        assert_eq!(reply.status(), 200);
        assert_eq!(shop.world.actions().await.len(), 1);
    }
}

#[tokio::test]
async fn what_is_sent_twice_counts_once() {
    for shop in shops().await {
        let order = json!({"type": "track", "event": "Order Completed", "userId": "u", "messageId": "m",
            "properties": {"total": 10}});
        shop.server_says(&[order.clone(), order.clone()]).await;
        shop.server_says(std::slice::from_ref(&order)).await;
        // A stranger with the public key cannot use up the id of an order to come.
        shop.browser_says(&[json!({"type": "page", "anonymousId": "a", "messageId": "m2"})]).await;
        let mut second = order;
        second["messageId"] = "m2".into();
        shop.server_says(&[second]).await;
        use deedwell_core::behaviour::{Behaviour, Entries};
        let ask = Entries { kinds: vec!["orders.placed".into()], limit: 10, ..Entries::default() };
        shop.world.actions().await;
        let entries = shop.world.walk().entries(shop.world.organisation(), &ask).unwrap();
        assert_eq!(entries.total, 2);
    }
}

#[tokio::test]
async fn what_was_sent_stands_as_it_was_sent() {
    for shop in shops().await {
        let raw = r#"{"type":"track","event":"x","userId":"u","integrations":{},"_metadata":{"a":[1,2.50]},"anonymousId":null}"#;
        let reply = shop.sends(&shop.server, "/v1/batch", &format!(r#"{{"batch":[{raw}]}}"#)).await;
        assert_eq!(reply.status(), 200);
        let sent = shop.sent().await;
        assert_eq!(sent[0]["message"], serde_json::from_str::<serde_json::Value>(raw).unwrap());
        assert_eq!((&sent[0]["call"], &sent[0]["address"]), (&"track".into(), &"127.0.0.0".into()));
        shop.world.advance_days(31);
        let mut tx = shop.world.tx().await;
        assert_eq!(crate::tidy::tidy(&mut tx).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert!(shop.sent().await.is_empty());
        assert_eq!(shop.world.actions().await.len(), 1, "the ledger stays");
    }
}

/// Of an address, no more is kept than the source says: of the sender's, and of one within a message.
/// Whoever reads what was sent must not find in it what reports orders.
#[tokio::test]
async fn the_key_of_a_server_is_kept_nowhere() {
    for shop in shops().await {
        let key = shop.server.reveal();
        let sender = shop.world.visitor();
        for (path, body) in [
            ("/v1/track", json!({"writeKey": key, "userId": "u", "event": "x"})),
            (
                "/capture/",
                json!({"api_key": key, "distinct_id": "u", "event": "x", "properties": {"token": key}}),
            ),
            (
                "/v1/track",
                json!({"writeKey": key, "userId": "u", "event": "", "context": {"ip": key}}),
            ),
        ] {
            assert_eq!(sender.sends(path, &body).await.status(), 200, "{path}");
        }
        let sent = serde_json::to_string(&shop.sent().await).unwrap();
        assert!(sent.contains("userId") && sent.contains("distinct_id"), "{sent}");
        let mut tx = shop.world.tx().await;
        let samples = tx.query("select sample from sent_wrong where organisation = $1");
        let samples = tx.list(samples).await.unwrap();
        let samples: Vec<_> = samples.iter().map(|row| row.text("sample").unwrap()).collect();
        assert_eq!(samples.len(), 1);
        let facts: Vec<_> = shop.world.actions().await.into_iter().map(|a| a.facts).collect();
        for kept in samples
            .iter()
            .chain([&sent])
            .map(String::as_str)
            .chain(facts.iter().map(|f| f.as_ref()))
        {
            assert!(!kept.contains(key), "{kept}");
        }
    }
}

#[tokio::test]
async fn addresses_are_kept_as_the_source_says() {
    let says = |ip: &str| {
        json!({"batch": [
            {"type": "track", "event": "x", "anonymousId": "a", "context": {"ip": ip},
                "properties": {"ip": ip, "$ip": ip, "step": 2}},
            {"type": "track", "anonymousId": "a", "ip": ip},
        ], "context": {"ip": ip}})
    };
    for shop in shops().await {
        let quiet = NewSource::checked("Quiet", "browser", None, "", false).unwrap();
        let mut tx = shop.world.tx().await;
        let (_, quiet) = source::add_source(&mut tx, &quiet).await.unwrap();
        tx.commit().await.unwrap();
        let (v4, v6) = ("203.0.113.77", "2001:db8:1:2::77");
        for (key, ip, address, inside) in [
            (&shop.browser, v4, "127.0.0.0", json!("203.0.113.0")),
            (&shop.browser, v6, "127.0.0.0", json!("2001:db8:1::")),
            (&quiet, v4, "", serde_json::Value::Null),
            (&quiet, v6, "", serde_json::Value::Null),
        ] {
            let body = says(ip).to_string();
            assert_eq!(shop.sends(key, "/v1/b", &body).await.status(), 200);
            let sent = shop.sent().await;
            let last = sent.last().unwrap();
            assert_eq!(last["address"], address);
            for place in ["/context/ip", "/properties/ip", "/properties/$ip"] {
                let kept = last["message"].pointer(place).cloned().unwrap_or_default();
                assert_eq!(kept, inside, "{place}");
            }
            let mut tx = shop.world.tx().await;
            let samples = tx.query("select sample from sent_wrong where organisation = $1");
            for row in tx.list(samples).await.unwrap() {
                assert!(!row.text("sample").unwrap().contains(ip), "{row:?}");
            }
        }
        let actions = shop.world.actions().await;
        assert_eq!(actions.len(), 4);
        assert!(actions.iter().all(|a| a.facts == r#"{"step":2}"#), "{actions:?}");
    }
}

#[tokio::test]
async fn machines_are_kept_and_never_scored() {
    for shop in shops().await {
        let body = r#"{"anonymousId":"a","event":"Product Viewed"}"#;
        let key = basic(&shop.browser);
        let headers = [("authorization", key.as_str()), ("user-agent", "Googlebot/2.1")];
        let bot = shop.world.visitor();
        bot.asks(Method::POST, "/v1/t", &headers, body.to_owned()).await;
        shop.server_says(&[json!({"type": "track", "event": "Email Opened", "userId": "u"})]).await;
        let actions = shop.world.actions().await;
        assert!(actions.iter().all(|a| a.initiator == Initiator::Machine), "{actions:?}");
        assert_eq!(actions.len(), 2);
    }
}

/// One event that the ledger cannot hold must not keep its batch from being written, again and again.
#[tokio::test]
async fn nothing_holds_up_a_batch_for_ever() {
    for shop in shops().await {
        let wide = "🙂".repeat(100);
        let kind = format!("points.{}", "p".repeat(110));
        shop.server_says(&[
            json!({"type": "track", "event": wide, "userId": "u", "messageId": wide}),
            json!({"type": "track", "event": "\u{1}\u{2}", "userId": "u"}),
            json!({"type": "track", "event": kind, "userId": "u"}),
            json!({"type": "group", "userId": "u", "groupId": "g".repeat(254)}),
            json!({"type": "track", "event": "x", "userId": "u", "properties": {"order_id": wide}}),
            json!({"type": "page", "userId": "u", "context": {"timezone": wide}}),
        ])
        .await;
        let actions = shop.world.actions().await;
        assert_eq!(
            actions.len(),
            6,
            "the one without a name is told, an account is there: {actions:?}"
        );
        assert!(shop.wrong().await.contains(&("event_missing".to_owned(), 1)));
        shop.server_says(&[
            json!({"type": "track", "event": "x", "userId": "u", "messageId": wide}),
        ])
        .await;
    }
}
