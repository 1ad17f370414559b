//! Sources and what was wrong, as staff see them.

use deedwell_testing::KeyTo;
use deedwell_web::Role;
use serde_json::json;

use super::shops;

#[tokio::test]
async fn a_source_is_opened_and_waits_for_its_first_event() {
    for shop in shops().await {
        let mary = shop.world.staff("Mary", Role::Owner);
        let form = "source_name=Shop&sends_from=server&unit=&origins=";
        let made = mary.follows(&mary.posts("/console/sources", form).await).await;
        assert_eq!(made.status(), 200, "{}", made.text());
        assert!(made.says("Waiting for the first event."), "{}", made.text());
        let key = made.html().split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
        assert!(made.text().contains(&format!("writeKey: '{key}'")), "{}", made.text());
        let source =
            made.html().split("/console/sources/").find_map(|p| p.split_once("/state")).unwrap().0;
        let state = format!("/console/sources/{source}/state");
        assert!(mary.looks(&state).await.says("Waiting for the first event."));
        let sent = shop.sends(&key_of(&key), "/v1/track", r#"{"userId":"42","event":"x"}"#).await;
        assert_eq!(sent.status(), 200);
        assert!(mary.looks(&state).await.says("One event has come."));
        let page = mary.reads(&format!("/console/sources/{source}")).await;
        assert!(!page.html().contains(&key), "the key of a server is shown once");
        let again = mary.posts(&format!("/console/sources/{source}/keys"), "").await;
        let again = mary.follows(&again).await;
        assert_eq!(again.status(), 200, "{}", again.text());
        let new = again.html().split("<code>").nth(1).unwrap().split('<').next().unwrap();
        assert_ne!(new, key);
        let event = r#"{"userId":"42","event":"x"}"#;
        assert_eq!(shop.sends(&key_of(new), "/v1/track", event).await.status(), 200);
        assert_eq!(
            shop.sends(&key_of(&key), "/v1/track", r#"{"userId":"42","event":"x"}"#).await.status(),
            200
        );
        shop.world.advance_days(8);
        assert_eq!(
            shop.sends(&key_of(&key), "/v1/track", r#"{"userId":"42","event":"x"}"#).await.status(),
            401
        );
        let closed = mary.posts(&format!("/console/sources/{source}/closing"), "").await;
        assert!(mary.follows(&closed).await.says("closed"));
        for wrong in [
            "source_name=&sends_from=server",
            "source_name=x&sends_from=no",
            "source_name=x&sends_from=browser&origins=%3Cscript%3E",
        ] {
            assert_eq!(mary.posts("/console/sources", wrong).await.status(), 422, "{wrong}");
        }
    }
}

#[tokio::test]
async fn a_source_is_given_another_name_and_other_hosts() {
    for shop in shops().await {
        let mary = shop.world.staff("Mary", Role::Owner);
        let form = "source_name=Shop&sends_from=browser&origins=shop.example";
        let made = mary.posts("/console/sources", form).await;
        let about = format!("{}/about", made.location());
        let done = mary.posts(&about, "source_name=The+site&unit=&origins=www.shop.example").await;
        let page = mary.follows(&done).await;
        assert!(
            page.says("The site") && page.html().contains("www.shop.example"),
            "{}",
            page.text()
        );
        assert!(!page.html().contains(">shop.example<"), "{}", page.html());
        let wrong = mary.posts(&about, "source_name=&unit=&origins=").await;
        assert_eq!((wrong.status(), wrong.says("at most 60 letters")), (422, true));
        let wrong = mary.posts(&about, "source_name=The+site&unit=&origins=%3Cscript%3E").await;
        assert_eq!(wrong.status(), 422);
        let other = mary.posts(&about, "source_name=The+site&unit=nobody&origins=").await;
        assert_eq!(other.status(), 404);
        let told = shop.world.ledger().await;
        assert_eq!(told.iter().filter(|l| l.ends_with("sources.described")).count(), 1);
    }
}

/// A key that somebody got hold of is ended at once, and its source goes on with the new one.
#[tokio::test]
async fn an_old_key_is_ended_at_once() {
    for shop in shops().await {
        let mary = shop.world.staff("Mary", Role::Owner);
        let event = r#"{"userId":"42","event":"x"}"#;
        let made = mary.posts("/console/sources", "source_name=Shop&sends_from=server").await;
        let made = mary.follows(&made).await;
        let first = |page: &deedwell_testing::Reply| {
            page.html().split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned()
        };
        let old = first(&made);
        let source =
            made.html().split("/console/sources/").find_map(|p| p.split_once("/state")).unwrap().0;
        let page = format!("/console/sources/{source}");
        assert!(!made.says("End the old key now"));
        let again = mary.posts(&format!("{page}/keys"), "").await;
        let again = mary.follows(&again).await;
        let new = first(&again);
        assert!(again.says("End the old key now"), "{}", again.text());
        let ended = mary.posts(&format!("{page}/keys/ending"), "").await;
        assert!(mary.follows(&ended).await.says("The old key opens nothing any more."));
        assert!(!mary.reads(&page).await.says("End the old key now"));
        assert_eq!(shop.sends(&key_of(&old), "/v1/track", event).await.status(), 401);
        assert_eq!(shop.sends(&key_of(&new), "/v1/track", event).await.status(), 200);
        mary.posts(&format!("{page}/keys/ending"), "").await;
        assert_eq!(shop.sends(&key_of(&new), "/v1/track", event).await.status(), 200);
        let actions = shop.world.actions().await;
        let ends = actions.iter().filter(|a| a.name == "sources.old_keys_ended").count();
        assert_eq!(ends, 1, "{actions:?}");
        let settled = mary.posts(&format!("{page}/addresses"), "no_addresses=on").await;
        assert!(mary.follows(&settled).await.says("From now on"));
        shop.sends(&key_of(&new), "/v1/track", event).await;
        mary.posts(&format!("{page}/addresses"), "").await;
        shop.sends(&key_of(&new), "/v1/track", event).await;
        let kept = shop.sent().await;
        let kept: Vec<_> = kept.iter().rev().take(2).map(|s| s["address"].clone()).collect();
        assert_eq!(kept, ["127.0.0.0", ""]);
    }
}

fn key_of(text: &str) -> super::Key<'_> {
    super::Key(text)
}

#[tokio::test]
async fn what_was_wrong_says_how_to_mend_it() {
    for shop in shops().await {
        let mary = shop.world.staff("Mary", Role::Owner);
        assert!(mary.reads("/console/sources/wrong").await.says("Nothing was wrong"));
        shop.server_says(&[
            json!({"type": "track", "userId": "u", "x": "<script>alert(1)</script>"}),
        ])
        .await;
        shop.browser_says(&[
            json!({"type": "track", "event": "Order Completed", "anonymousId": "a",
            "context": {"library": {"name": "analytics.js", "version": "2"}}}),
        ])
        .await;
        let page = mary.reads("/console/sources/wrong").await;
        assert!(
            page.says("An event without a name") && page.says("Kept as a claim"),
            "{}",
            page.text()
        );
        assert!(page.says("analytics.js 2") && !page.html().contains("<script>alert"));
        let found = mary.reads("/console/sources/wrong?q=analytics").await;
        let is_alone = |page: &deedwell_testing::Reply, what: &str| {
            page.html().contains(&format!("<h2 id=\"w1\">{what}"))
                && !page.html().contains("id=\"w2\"")
        };
        assert!(is_alone(&found, "Kept as a claim"), "{}", found.text());
        let one = mary.reads("/console/sources/wrong?problem=event_missing").await;
        assert!(is_alone(&one, "An event without a name"), "{}", one.text());
        assert!(mary.reads("/console/sources/wrong?q=%25").await.says("Nothing like that"));
        let agent = shop.world.staff("Alan", Role::Agent);
        assert_eq!(agent.reads("/console/sources").await.status(), 403);
        assert_eq!(shop.world.api(KeyTo::Write).reads("/console/sources").await.status(), 303);
    }
}

/// Every problem, every kind of the specifications has words in both languages.
#[test]
fn everything_has_words() {
    for (language, text) in crate::MESSAGES {
        for problem in crate::message::Problem::ALL {
            let key = format!("collect-problem-{}", problem.code().replace('_', "-"));
            assert!(text.contains(&format!("\n{key} = ")), "{language}: {key}");
            assert!(text.contains(&format!("\n{key}-mend = ")), "{language}: {key}-mend");
        }
        for planned in &deedwell_core::plan::PLANNED {
            let key = format!("kind-{}", planned.kind.replace(['.', '_'], "-"));
            let elsewhere = ["kind-orders-placed", "kind-orders-refunded"].contains(&key.as_str());
            assert!(elsewhere || text.contains(&format!("\n{key} = ")), "{language}: {key}");
        }
    }
}
