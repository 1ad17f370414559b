//! Stories of what nobody sends in good faith: each is told or kept, its neighbours are taken, and the
//! next request is answered.

use std::io::Write;

use axum::http::Method;
use deedwell_core::Timestamp;
use deedwell_core::behaviour::{Behaviour, Entries};
use deedwell_people::IdentityKind;
use deedwell_testing::KeyTo;
use jiff::SignedDuration;
use serde_json::json;

use super::{Shop, basic, shops};
use crate::wire::{LARGEST_EVENT, MOST_EVENTS};

/// A batch with something hostile between two honest events.
async fn between(shop: &Shop, hostile: &str) -> Vec<String> {
    let honest = |id: &str| {
        json!({"type": "track", "event": format!("Before {id}"), "userId": "u"}).to_string()
    };
    let body = format!(r#"{{"batch":[{},{hostile},{}]}}"#, honest("and"), honest("after"));
    let reply = shop.sends(&shop.server, "/v1/batch", &body).await;
    assert_eq!(reply.status(), 200, "{}", reply.text());
    shop.world.actions().await.into_iter().map(|action| action.name.into_owned()).collect()
}

#[tokio::test]
async fn what_is_nested_two_hundred_deep_is_told_and_its_neighbours_are_taken() {
    for shop in shops().await {
        let nested = |deep: usize| format!("{}1{}", r#"{"a":"#.repeat(deep), "}".repeat(deep));
        let event = |deep: usize| {
            format!(
                r#"{{"type":"track","event":"Deep","userId":"u","properties":{}}}"#,
                nested(deep)
            )
        };
        assert_eq!(between(&shop, &event(200)).await, ["Before and", "Before after"]);
        assert_eq!(shop.wrong().await, [("not_an_object".to_owned(), 1)]);
        assert!(between(&shop, &event(100)).await.contains(&"Deep".to_owned()));
        let alone = shop.sends(&shop.server, "/v1/track", &event(200)).await;
        assert_eq!(alone.status(), 200, "it is told, not thrown away");
        let context = format!(r#"{{"context":{},"batch":[{}]}}"#, nested(200), event(1));
        assert_eq!(shop.sends(&shop.server, "/v1/batch", &context).await.status(), 200);
    }
}

/// What is nested deeply is about those whom it names, and about nobody else.
#[tokio::test]
async fn what_is_nested_deeply_is_about_nobody_else() {
    for shop in shops().await {
        let deep = format!("{}\"diagnosis\"{}", "[".repeat(100), "]".repeat(100));
        for (user, more) in [("ada", ""), ("kurt", deep.as_str())] {
            let more = if more.is_empty() { "1" } else { more };
            let body = format!(
                r#"{{"type":"track","event":"x","userId":"{user}","properties":{{"a":{more}}}}}"#
            );
            assert_eq!(shop.sends(&shop.server, "/v1/track", &body).await.status(), 200);
        }
        let reader = shop.world.api(KeyTo::Read);
        for (user, has) in [("ada", false), ("kurt", true)] {
            let id = shop.person(IdentityKind::Login, user).await.unwrap();
            let sent = reader.reads(&format!("/api/people/{id}/sent")).await.text();
            assert!(sent.contains(user), "{sent}");
            assert_eq!(sent.contains("diagnosis"), has, "{sent}");
        }
    }
}

#[tokio::test]
async fn an_event_of_33_kilobytes_is_told_and_its_neighbours_are_taken() {
    for shop in shops().await {
        let filler = "x".repeat(LARGEST_EVENT + 1024);
        let large = json!({"type": "track", "event": "Large", "userId": "u", "properties": {"note": filler}});
        assert_eq!(between(&shop, &large.to_string()).await, ["Before and", "Before after"]);
        assert_eq!(shop.wrong().await, [("too_large".to_owned(), 1)]);
    }
}

/// No database holds NUL in a text, and letters that turn the line round make one name look like another.
#[tokio::test]
async fn letters_that_nobody_sees_are_in_no_name_and_no_sign() {
    for shop in shops().await {
        let odd = "a\u{0}b\u{202e}c\u{2066}d\u{feff}\u{7f}\u{1b}[0m";
        let hostile = json!({"type": "track", "event": odd, "userId": "u", "messageId": odd, "channel": odd,
            "properties": {odd: odd, "order_id": odd, "currency": odd, "product_id": odd},
            "context": {odd: odd, "timezone": odd, "userAgent": odd, "library": {"name": odd},
                "traits": {"name": odd, "email": odd}}});
        assert_eq!(between(&shop, &hostile.to_string()).await.len(), 3);
        let identify =
            json!({"type": "identify", "userId": "u", "traits": {"name": odd, odd: {odd: [odd]}}});
        between(&shop, &identify.to_string()).await;
        let group = json!({"type": "group", "userId": "u", "groupId": "g", "traits": {"name": odd, odd: odd}});
        between(&shop, &group.to_string()).await;
        for kind in ["userId", "anonymousId"] {
            let sign = json!({"type": "page", kind: odd});
            let before = shop.people().await;
            between(&shop, &sign.to_string()).await;
            assert_eq!(shop.people().await, before, "{kind}");
        }
        assert!(shop.wrong().await.contains(&("no_user_anon_id".to_owned(), 2)));
        let actions = shop.world.actions().await;
        let hidden =
            |text: &str| text.chars().any(|c| c.is_control() || "\u{202e}\u{2066}".contains(c));
        assert!(actions.iter().all(|action| !hidden(&action.name)), "{actions:?}");
        assert_eq!(
            shop.sent().await.iter().filter(|s| s["message"]["messageId"] == odd).count(),
            1
        );
    }
}

#[tokio::test]
async fn no_date_is_before_its_time_or_after_now() {
    for shop in shops().await {
        let dates = [
            "0000-01-01T00:00:00Z",
            "0001-01-01T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "9999-12-31T23:59:59Z",
            "9999-12-31T23:59:59.999999999Z",
            "+010000-01-01T00:00:00Z",
            "-009999-01-01T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "24:61",
            "",
        ];
        for date in dates {
            for sent in dates {
                let event = json!({"type": "track", "event": "Dated", "userId": "u", "timestamp": date,
                    "originalTimestamp": date, "sentAt": sent});
                shop.server_says(&[event]).await;
            }
        }
        let actions = shop.world.actions().await;
        assert_eq!(actions.len(), dates.len() * dates.len());
        for action in &actions {
            let possible = Timestamp::UNIX_EPOCH..=action.received_at;
            assert!(possible.contains(&action.at), "{action:?}");
        }
    }
}

/// A few hundred bytes with a public key must not use up the hour of everybody who is honest.
#[tokio::test]
async fn what_is_beyond_a_batch_uses_up_nobodys_hour() {
    const MESSAGES: usize = 250_000;
    for shop in shops().await {
        let body = format!(r#"{{"batch":[{}]}}"#, vec!["1"; MESSAGES].join(","));
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(body.as_bytes()).unwrap();
        let small = gzip.finish().unwrap();
        assert!(small.len() < 2_048, "{}", small.len());
        let key = basic(&shop.browser);
        let headers = [("authorization", key.as_str())];
        let stranger = shop.world.visitor();
        for _ in 0..3 {
            let reply = stranger.asks(Method::POST, "/v1/b", &headers, small.clone()).await;
            assert_eq!(reply.status(), 200);
        }
        shop.browser_says(&[json!({"type": "page", "anonymousId": "a"})]).await;
        assert_eq!(shop.world.actions().await.len(), 1);
        let (held, most) = (3 * MESSAGES as i64, 3 * MOST_EVENTS as i64);
        let due = [("not_an_object", most), ("too_many", held - most)];
        assert_eq!(shop.wrong().await, due.map(|(code, n)| (code.to_owned(), n)));
    }
}

/// Somebody sets the clock of the server right, and it was fast.
#[tokio::test]
async fn a_clock_that_runs_backwards_loses_and_doubles_nothing() {
    for shop in shops().await {
        let event = |id: u32| json!({"type": "track", "event": "Said", "userId": "u", "messageId": format!("m{id}")});
        for id in 0..20 {
            shop.server_says(&[event(id), event(id + 100)]).await;
            shop.server_says(&[event(id)]).await;
            shop.world.advance(SignedDuration::from_hours(-1));
        }
        shop.world.actions().await;
        let ask = Entries { kinds: vec!["imported.said".into()], limit: 10, ..Entries::default() };
        let entries = shop.world.walk().entries(shop.world.organisation(), &ask).unwrap();
        assert_eq!(entries.total, 40);
    }
}

/// What libraries write in good faith is not lost: half of a character, a number beyond all numbers.
#[tokio::test]
async fn an_order_with_half_an_emoji_is_an_order() {
    for shop in shops().await {
        let order = r#"{"batch":[{"type":"track","event":"Order Completed","userId":"ada",
            "context":{"page":{"title":"\ude00"}},
            "properties":{"order_id":"7","revenue":5,"note":"nice \ud83d","endless":1e400}}]}"#;
        let reply = shop.sends(&shop.server, "/v1/batch", order).await;
        assert_eq!(reply.status(), 200);
        let actions = shop.world.actions().await;
        assert_eq!(actions.len(), 1, "{:?}", shop.wrong().await);
        assert!(actions[0].facts.contains("nice \u{fffd}"), "{}", actions[0].facts);
        assert_eq!(actions[0].value.unwrap().decimal(), "5.00");
    }
}
