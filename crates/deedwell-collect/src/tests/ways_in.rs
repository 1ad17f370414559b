//! The ways in: where a key stands, what a browser's library asks first, the beacon, the pixel, PostHog's
//! forms, the hosts of a site.

use std::io::Write;

use axum::http::Method;
use deedwell_core::{Id, Initiator, Part, Unit};
use serde_json::json;

use super::{basic, open, shops};
use crate::source::{self, NewSource, SourceKind};

#[tokio::test]
async fn a_key_stands_in_any_of_its_places_and_opens_its_own_shop() {
    for shop in shops().await {
        let message =
            |key: &str| format!(r#"{{"writeKey":"{key}","userId":"u","event":"x","batch":[]}}"#);
        let stranger = shop.world.visitor();
        let send = async |path: &str, headers: &[(&str, &str)], body: String| {
            stranger.asks(Method::POST, path, headers, body).await.status()
        };
        let key = shop.server.reveal();
        assert_eq!(send("/v1/track", &[], message(key)).await, 200);
        assert_eq!(
            send("/v1/track", &[("authorization", &basic(&shop.server))], message("no")).await,
            200
        );
        let beacon = format!("/beacon/v1/batch?writeKey={}", shop.browser.reveal());
        assert_eq!(send(&beacon, &[], r#"{"batch":[]}"#.into()).await, 200);
        assert_eq!(send("/v1/track", &[], message("nonsense")).await, 401);
        assert_eq!(send("/v1/track", &[], "{}".into()).await, 401);
        let elsewhere = shop.world.outsider("Kurt");
        let reply = elsewhere.asks(Method::POST, "/v1/track", &[], message(key)).await;
        assert_eq!(reply.status(), 401, "a key of one shop opens nothing of another");
        assert!(shop.world.ledger_elsewhere().await.is_empty());
    }
}

/// Gateways put a token of their own in the header; it is not the key.
#[tokio::test]
async fn a_token_of_a_gateway_stands_in_nobodys_way() {
    for shop in shops().await {
        let body =
            json!({"writeKey": shop.server.reveal(), "userId": "u", "event": "x"}).to_string();
        let sender = shop.world.visitor();
        for other in ["Bearer eyJhbGciOi", "Basic !", "Basic Og==", ""] {
            let headers = [("authorization", other)];
            let reply = sender.asks(Method::POST, "/v1/track", &headers, body.clone()).await;
            assert_eq!(reply.status(), 200, "{other:?}: {}", reply.text());
        }
        assert_eq!(shop.world.actions().await.len(), 4);
    }
}

#[tokio::test]
async fn a_browsers_library_is_told_its_settings() {
    for shop in shops().await {
        let visitor = shop.world.visitor();
        let key = shop.browser.reveal();
        let ask = async |key: &str| {
            let path = format!("/v1/projects/{key}/settings");
            let from = [("origin", "https://shop.example")];
            visitor.asks(Method::GET, &path, &from, String::new()).await
        };
        let reply = ask(key).await;
        assert_eq!((reply.status(), reply.header("access-control-allow-origin")), (200, Some("*")));
        assert_eq!(reply.json(), json!({"integrations": {"Segment.io": {"apiKey": key}}}));
        for other in [shop.server.reveal(), "nonsense", "%00"] {
            let reply = ask(other).await;
            assert_eq!(reply.status(), 401, "{other}: the key of a server is no browser's");
        }
    }
}

/// `sendBeacon` sets no header and reads no answer; what it sends is a batch like any other.
#[tokio::test]
async fn what_a_page_sends_as_it_is_left_is_taken() {
    for shop in shops().await {
        let path = format!("/beacon/v1/batch?writeKey={}", shop.browser.reveal());
        let body = json!({"sentAt": super::AT, "batch": [
            {"type": "page", "anonymousId": "a", "messageId": "b-1", "name": "Basket"},
            {"type": "track", "anonymousId": "a", "messageId": "b-2", "event": "Product Viewed"},
            {"type": "track", "anonymousId": "a", "messageId": "b-3", "event": "Order Completed"},
        ]});
        let text = [("content-type", "text/plain;charset=UTF-8")];
        let visitor = shop.world.visitor();
        let reply = visitor.asks(Method::POST, &path, &text, body.to_string()).await;
        assert_eq!(reply.status(), 200, "{}", reply.text());
        let actions = shop.world.actions().await;
        let names: Vec<&str> = actions.iter().map(|a| a.name.as_ref()).collect();
        assert_eq!(names, ["page", "Product Viewed", "claimed.orders_placed"]);
        assert!(actions.iter().all(|a| a.part == Part::Visitor));
    }
}

#[tokio::test]
async fn what_a_units_key_reports_is_the_units() {
    for shop in shops().await {
        let mut tx = shop.world.tx().await;
        let unit: Id<Unit> = tx.new_id();
        let add = tx.query(
            "insert into unit (organisation, id, key, name, currency, created_at)
             values ($1, $2, 'north', 'North', 'GBP', 0)",
        );
        tx.run(add.bind(unit)).await.unwrap();
        let new = NewSource::checked("North", "server", Some(unit), "", true).unwrap();
        let (_, key) = source::add_source(&mut tx, &new).await.unwrap();
        tx.commit().await.unwrap();
        let body = json!({"userId": "u", "event": "x"}).to_string();
        for key in [&key, &shop.server] {
            assert_eq!(shop.sends(key, "/v1/track", &body).await.status(), 200);
        }
        let units: Vec<_> = shop.world.actions().await.iter().map(|a| a.unit).collect();
        assert_eq!(units, [Some(unit), None]);
    }
}

/// Programs that read mail fetch pictures by themselves, before anybody reads.
#[tokio::test]
async fn a_pixel_tells_that_a_picture_was_fetched_and_no_more() {
    for shop in shops().await {
        let chrome = [("user-agent", "Mozilla/5.0 (X11; Linux x86_64) Chrome/126.0.0.0")];
        for event in ["event=Email+Opened&", "event=Letter+Read&", ""] {
            let key = shop.browser.reveal();
            let path = format!("/pixel/v1/track?{event}writeKey={key}&anonymousId=a&userId=42");
            let visitor = shop.world.visitor();
            let dot = visitor.asks(Method::GET, &path, &chrome, String::new()).await;
            assert_eq!((dot.status(), dot.header("content-type")), (200, Some("image/gif")));
        }
        let actions = shop.world.actions().await;
        let names: Vec<&str> = actions.iter().map(|a| a.name.as_ref()).collect();
        assert_eq!(names, ["claimed.emails_opened", "Letter Read", "Pixel Loaded"]);
        assert!(shop.wrong().await.is_empty(), "what our own line sends is nobody's mistake");
        assert!(actions.iter().all(|a| a.part == Part::Visitor));
        assert!(actions.iter().all(|a| a.initiator == Initiator::Machine), "{actions:?}");
        assert_eq!(shop.person(deedwell_people::IdentityKind::Login, "42").await, None);
    }
}

#[tokio::test]
async fn posthogs_libraries_are_understood() {
    for shop in shops().await {
        let body = json!({"api_key": shop.server.reveal(), "batch": [
            {"event": "Order Completed", "distinct_id": "42", "uuid": "p-1", "properties": {"total": 5, "$lib": "posthog-node"}},
            {"event": "$identify", "distinct_id": "42", "properties": {"$set": {"email": "ada@shop.example"}}},
        ]});
        let stranger = shop.world.visitor();
        assert_eq!(stranger.sends("/batch/", &body).await.status(), 200);
        let actions = shop.world.actions().await;
        assert_eq!(actions[0].message.as_deref(), Some("sent/p-1"));
        assert_eq!(actions[1].name, "customers.identified");
        let email = shop.person(deedwell_people::IdentityKind::Email, "ada@shop.example").await;
        assert_eq!(email, shop.person(deedwell_people::IdentityKind::Login, "42").await);
        assert_eq!(shop.sent().await[0]["message"]["distinct_id"], "42", "as it was sent");
    }
}

/// PostHog's library of browsers sends messages with nothing around them, its key in each, and says how
/// long ago they were.
#[tokio::test]
async fn posthogs_library_of_browsers_is_understood() {
    use base64::Engine;
    for shop in shops().await {
        let key = shop.browser.reveal();
        let seen = |id: &str| {
            json!({"uuid": id, "event": "Product Viewed", "offset": 60_000, "properties":
                {"token": key, "distinct_id": "d1", "$device_id": "d1", "step": 2,
                    "$current_url": "https://shop.example/?token=1"}})
        };
        let all = |id: &str, many: usize| {
            json!((0..many).map(|n| seen(&format!("{id}{n}"))).collect::<Vec<_>>()).to_string()
        };
        let packed = |body: &str| {
            let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            gzip.write_all(body.as_bytes()).unwrap();
            gzip.finish().unwrap()
        };
        let form = base64::engine::general_purpose::STANDARD.encode(all("f", 2));
        let form = percent_encoding::utf8_percent_encode(&form, percent_encoding::NON_ALPHANUMERIC);
        let sender = shop.world.visitor();
        let text = [("content-type", "text/plain")];
        for (path, body) in [
            ("/e/?ip=0&_=1&ver=1", all("a", 1).into_bytes()),
            ("/e/?compression=gzip-js", packed(&all("b", 7))),
            ("/batch/", all("c", 3).into_bytes()),
            ("/capture/", seen("d").to_string().into_bytes()),
            ("/e/?compression=base64", format!("data={form}").into_bytes()),
        ] {
            let reply = sender.asks(Method::POST, path, &text, body).await;
            assert_eq!(reply.status(), 200, "{path}: {}", reply.text());
        }
        let actions = shop.world.actions().await;
        assert_eq!(actions.len(), 1 + 7 + 3 + 1 + 2);
        for action in &actions {
            assert_eq!((action.name.as_ref(), action.part), ("Product Viewed", Part::Visitor));
            assert_eq!(action.received_at.duration_since(action.at).as_secs(), 60);
            assert!(!action.facts.contains("token"), "{}", action.facts);
        }
        let stranger = all("x", 5).replace(key, "nonsense");
        assert_eq!(sender.asks(Method::POST, "/e/", &text, stranger).await.status(), 401);
        assert!(shop.wrong().await.is_empty());
    }
}

#[tokio::test]
async fn a_site_takes_from_its_own_hosts() {
    for shop in shops().await {
        let key = open(&shop.world, SourceKind::Browser, "shop.example").await;
        let (key, body) = (basic(&key), r#"{"anonymousId":"a","event":"x"}"#);
        let sender = shop.world.visitor();
        for (origin, taken) in [
            ("https://shop.example", 1),
            ("https://evil.example", 1),
            ("http://shop.example:8080", 2),
        ] {
            let headers = [("authorization", key.as_str()), ("origin", origin)];
            let reply = sender.asks(Method::POST, "/v1/t", &headers, body.to_owned()).await;
            assert_eq!(
                (reply.status(), reply.header("access-control-allow-origin")),
                (200, Some("*"))
            );
            assert_eq!(shop.world.actions().await.len(), taken, "{origin}");
        }
        assert_eq!(shop.wrong().await, [("origin_foreign".to_owned(), 1)]);
        let asked = sender.asks(
            Method::OPTIONS,
            "/v1/t",
            &[("origin", "https://shop.example")],
            String::new(),
        );
        let asked = asked.await;
        assert_eq!(
            (asked.status(), asked.header("access-control-allow-headers")),
            (204, Some("authorization, content-type"))
        );
        assert_eq!(
            sender.asks(Method::OPTIONS, "/console/sources", &[], String::new()).await.status(),
            405
        );
    }
}
