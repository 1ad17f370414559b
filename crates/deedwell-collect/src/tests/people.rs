//! Who it was.

use deedwell_core::Part;
use deedwell_people::IdentityKind::{Browser, Email, Login};
use serde_json::json;

use super::shops;

#[tokio::test]
async fn a_browsers_past_comes_along_when_a_server_says_whose_it_is() {
    for shop in shops().await {
        shop.browser_says(&[json!({"type": "page", "anonymousId": "b1"})]).await;
        let before = shop.person(Browser, "b1").await.unwrap();
        shop.server_says(&[json!({"type": "identify", "userId": "42", "anonymousId": "b1",
            "traits": {"email": "Ada@Shop.example", "firstName": "Ada"}})])
            .await;
        let ada = shop.person(Login, "42").await.unwrap();
        assert_eq!(shop.person(Browser, "b1").await, Some(ada.clone()));
        assert_eq!(shop.person(Email, "ada@shop.example").await, Some(ada.clone()));
        assert_eq!(before, ada, "whoever it was is somebody now");
        assert_eq!(shop.people().await, 1);
        // A second browser that was somebody of its own comes to her, and readers hear of it.
        shop.browser_says(&[json!({"type": "page", "anonymousId": "b2"})]).await;
        assert_ne!(shop.person(Browser, "b2").await, Some(ada.clone()));
        shop.server_says(&[
            json!({"type": "track", "event": "x", "userId": "42", "anonymousId": "b2"}),
        ])
        .await;
        assert_eq!(shop.person(Browser, "b2").await, Some(ada));
        let names: Vec<_> = shop.world.actions().await.iter().map(|a| a.name.to_string()).collect();
        assert_eq!(names, ["page", "customers.identified", "page", "people.linked", "x"]);
    }
}

#[tokio::test]
async fn a_hundred_people_at_one_screen_stay_a_hundred() {
    for shop in shops().await {
        let messages: Vec<_> = (0..100)
            .map(|n| json!({"type": "track", "event": "x", "userId": format!("u{n}"), "anonymousId": "kiosk"}))
            .collect();
        shop.server_says(&messages).await;
        shop.server_says(&messages).await;
        assert_eq!(shop.people().await, 100);
        let subjects: std::collections::HashSet<_> =
            shop.world.actions().await.iter().map(|a| a.subject).collect();
        assert_eq!(subjects.len(), 100);
    }
}

#[tokio::test]
async fn an_address_finds_who_was_known_before() {
    for shop in shops().await {
        let ada = shop.world.customer("Ada");
        let known = ada.person().await.to_string();
        shop.server_says(&[
            json!({"type": "identify", "userId": "42", "traits": {"email": "ada@shop.example", "email_verified": true}}),
        ])
        .await;
        assert_eq!(shop.person(Login, "42").await, Some(known.clone()));
        // A second number does not take the same person: two who share an address are two.
        shop.server_says(&[
            json!({"type": "identify", "userId": "43", "traits": {"email": "ada@shop.example"}}),
        ])
        .await;
        assert_ne!(shop.person(Login, "43").await, Some(known));
        assert_eq!(shop.wrong().await, [("two_people".to_owned(), 1)]);
    }
}

#[tokio::test]
async fn two_in_one_batch_with_one_address_are_two() {
    for shop in shops().await {
        let one = |n: u32| json!({"type": "identify", "userId": format!("u{n}"), "traits": {"email": "house@shop.example"}});
        shop.server_says(&[one(1), one(2)]).await;
        assert_ne!(shop.person(Login, "u1").await, shop.person(Login, "u2").await);
        assert_eq!(shop.people().await, 2);
    }
}

#[tokio::test]
async fn who_only_says_so_is_a_visitor() {
    for shop in shops().await {
        shop.browser_says(&[
            json!({"type": "identify", "anonymousId": "b1", "userId": "42", "traits": {"email": "ada@shop.example"}}),
            json!({"type": "track", "event": "x", "userId": "42"}),
        ])
        .await;
        assert_eq!(shop.person(Email, "ada@shop.example").await, None, "nobody has to believe it");
        let actions = shop.world.actions().await;
        assert!(actions.iter().all(|a| a.part == Part::Visitor));
        assert_eq!(actions.len(), 2);
        // The server knows better: the number is its user's, the browser stays nobody's.
        shop.server_says(&[json!({"type": "identify", "userId": "42"})]).await;
        assert_ne!(shop.person(Login, "42").await, shop.person(Browser, "b1").await);
    }
}

async fn traits_of(
    shop: &super::Shop,
    kind: deedwell_people::IdentityKind,
    value: &str,
) -> Vec<String> {
    let person = shop.person(kind, value).await.unwrap().parse().unwrap();
    let mut tx = shop.world.tx().await;
    let traits = deedwell_people::profile::traits::of(&mut tx, person).await.unwrap();
    traits.iter().map(|t| format!("{}={} {}", t.key, t.value, t.proof.name())).collect()
}

#[tokio::test]
async fn traits_are_merged_key_by_key_and_come_along() {
    for shop in shops().await {
        shop.browser_says(&[json!({"type": "identify", "anonymousId": "b1",
            "traits": {"colour": "green", "email": "eve@x.example", "plan": "gold"}})])
            .await;
        assert_eq!(
            traits_of(&shop, Browser, "b1").await,
            ["colour=\"green\" claimed", "plan=\"gold\" claimed"]
        );
        shop.server_says(&[
            json!({"type": "identify", "userId": "42", "anonymousId": "b1",
                "traits": {"plan": "free", "age": 40, "gone": 1, "name": "Ada"}}),
            json!({"type": "track", "event": "x", "userId": "42",
                "context": {"traits": {"age": 41, "gone": null}}}),
        ])
        .await;
        // What is claimed is shown where nothing proven stands, and never before it.
        assert_eq!(
            traits_of(&shop, Login, "42").await,
            ["age=41 server", "colour=\"green\" claimed", "plan=\"free\" server"]
        );
        // A browser says nothing of somebody whom we know.
        shop.browser_says(&[
            json!({"type": "identify", "anonymousId": "b1", "traits": {"colour": "red", "plan": "x"}}),
            json!({"type": "identify", "userId": "42", "traits": {"age": 7}}),
        ])
        .await;
        assert_eq!(
            traits_of(&shop, Login, "42").await,
            ["age=41 server", "colour=\"green\" claimed", "plan=\"free\" server"]
        );
        shop.server_says(&[json!({"type": "identify", "userId": "42",
            "traits": {"long": "x".repeat(3_000), "ok": true}})])
            .await;
        assert!(shop.wrong().await.contains(&("trait_left_out".to_owned(), 1)));
        assert_eq!(traits_of(&shop, Login, "42").await.len(), 4);
    }
}

#[tokio::test]
async fn what_comes_without_consent_leaves_nothing() {
    for shop in shops().await {
        let mut tx = shop.world.tx().await;
        let sources = crate::source::sources(&mut tx).await.unwrap();
        let browser =
            sources.iter().find(|s| s.kind == crate::source::SourceKind::Browser).unwrap();
        crate::source::ask_consent(&mut tx, browser.id, "Analytics").await.unwrap();
        tx.commit().await.unwrap();
        let says = |choice: serde_json::Value| json!({"type": "page", "anonymousId": "b1", "context": {"consent": {"categoryPreferences": choice}}});
        shop.browser_says(&[
            says(json!({"Analytics": false})),
            says(json!({"Advertising": true})),
            json!({"type": "page", "anonymousId": "b1"}),
        ])
        .await;
        assert!(
            shop.world.actions().await.is_empty() && shop.person(Browser, "b1").await.is_none()
        );
        assert_eq!(shop.wrong().await, [("no_consent".to_owned(), 3)]);
        let mut tx = shop.world.tx().await;
        let kept = tx.query("select count(*) as n from sent where organisation = $1");
        assert_eq!(tx.one(kept).await.unwrap().number("n").unwrap(), 0);
        drop(tx);
        shop.browser_says(&[says(json!({"Analytics": true}))]).await;
        assert_eq!(shop.world.actions().await.len(), 1);
    }
}

/// What cannot be understood cannot say yes.
#[tokio::test]
async fn what_is_refused_leaves_no_word_where_consent_is_asked_for() {
    for shop in shops().await {
        let key =
            super::open(&shop.world, crate::source::SourceKind::Browser, "shop.example").await;
        let mut tx = shop.world.tx().await;
        for source in crate::source::sources(&mut tx).await.unwrap() {
            crate::source::ask_consent(&mut tx, source.id, "Analytics").await.unwrap();
        }
        tx.commit().await.unwrap();
        let word = "ada@shop.example";
        let deep = format!("{}\"{word}\"{}", "[".repeat(200), "]".repeat(200));
        let deep: Box<serde_json::value::RawValue> =
            serde_json::value::RawValue::from_string(deep).unwrap();
        let body = json!({"batch": [
            {"type": "track", "anonymousId": "a", "email": word},
            {"type": "none", "anonymousId": "a", "email": word},
            {"type": "page", "email": word},
            {"type": "page", "anonymousId": "a", "x": format!("{word}{}", "x".repeat(33_000))},
            [word], word,
        ]});
        let body = body.to_string().replacen("[{", &format!("[{deep},{{"), 1);
        assert_eq!(shop.sends(&shop.browser, "/v1/b", &body).await.status(), 200);
        let key = super::basic(&key);
        let headers = [("authorization", key.as_str()), ("origin", "https://evil.example")];
        let page = json!({"type": "page", "anonymousId": "a", "email": word}).to_string();
        let sender = shop.world.visitor();
        sender.asks(axum::http::Method::POST, "/v1/p", &headers, page).await;
        let wrong = shop.wrong().await;
        assert_eq!(wrong.iter().map(|(_, n)| n).sum::<i64>(), 8, "{wrong:?}");
        let mut tx = shop.world.tx().await;
        let list = tx.query("select sample, name, library from sent_wrong where organisation = $1");
        for row in tx.list(list).await.unwrap() {
            for column in ["sample", "name", "library"] {
                assert_eq!(row.text(column).unwrap(), "", "{wrong:?}");
            }
        }
    }
}

/// A shop lets anybody write any address into their account. That must not bring them into the person who
/// showed that it is theirs, nor let them lie in wait for that person.
#[tokio::test]
async fn an_address_that_nobody_confirmed_opens_nobodys_past() {
    for shop in shops().await {
        let ada = shop.world.customer("Ada").person().await.to_string();
        let says = |user: &str, email: &str| json!({"type": "identify", "userId": user, "traits": {"email": email}});
        shop.server_says(&[says("eve", "ada@shop.example")]).await;
        assert_ne!(shop.person(Login, "eve").await, Some(ada.clone()));
        shop.server_says(&[says("eve", "eve@shop.example")]).await;
        assert_ne!(shop.person(Email, "eve@shop.example").await, Some(ada.clone()));
        assert_eq!(shop.person(Email, "ada@shop.example").await, Some(ada));
        // The other way round: whoever answers a code at the address takes it along.
        shop.server_says(&[says("eve", "grace@shop.example")]).await;
        let waiting = shop.person(Email, "grace@shop.example").await;
        assert_eq!(waiting, shop.person(Login, "eve").await);
        let grace = shop.world.customer("Grace").person().await.to_string();
        assert_eq!(shop.person(Email, "grace@shop.example").await, Some(grace.clone()));
        assert_ne!(waiting, Some(grace.clone()));
        // Said again, it changes nothing any more.
        shop.server_says(&[says("eve", "grace@shop.example"), says("eve", "grace@shop.example")])
            .await;
        assert_eq!(shop.person(Email, "grace@shop.example").await, Some(grace));
    }
}
