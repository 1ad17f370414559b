//! What programs read and change.

use axum::http::Method;
use deedwell_testing::KeyTo;
use serde_json::{Value, json};

use super::{at, code, worlds};

fn ada() -> Value {
    json!([{ "kind": "login", "value": "42" }, { "kind": "email", "value": "Ada@Shop.example" }])
}

#[tokio::test]
async fn a_program_keeps_somebody_and_reads_them_again() {
    for world in worlds().await {
        let api = world.api(KeyTo::Write);
        let new = json!({ "identities": ada(), "change": {
            "name": "Ada", "traits": { "size": 41, "address": { "city": "Keswick" } },
            "tags_added": ["Rides"],
            "holdings": [{ "name": "Winter tyres", "reference": "T-1", "since": "2026-01-05" }] } });
        let kept = api.sends("/api/people", &new).await;
        assert_eq!(kept.status(), 200, "{}", kept.html());
        let kept = kept.json();
        let id = kept["id"].as_str().unwrap().to_owned();
        assert_eq!(at(&kept, "traits/size/value"), &json!(41));
        assert_eq!(at(&kept, "traits/size/proof"), "server");
        assert_eq!((&kept["tags"], &kept["name"]), (&json!(["rides"]), &json!("Ada")));
        assert_eq!(kept["identities"].as_array().unwrap().len(), 2);
        // The same again changes what is said and adds nobody.
        let again = json!({ "identities": [{ "kind": "email", "value": "ada@shop.example" }],
            "change": { "traits": { "size": null, "age": 40 }, "tags_removed": ["Rides"],
                "holdings": [{ "name": "Winter tyres", "reference": "T-1", "until": "2026-04-01" }] } });
        let again = api.sends("/api/people", &again).await.json();
        assert_eq!(again["id"], id);
        assert!(at(&again, "traits/size").is_null() && at(&again, "traits/age/value") == 40);
        assert_eq!(again["tags"], json!([]));
        let held = again["holdings"].as_array().unwrap();
        assert_eq!((held.len(), &held[0]["until"]), (1, &json!("2026-04-01")));
        let one = api.reads(&format!("/api/people/{id}")).await.json();
        assert_eq!(one["version"], again["version"]);
        let found = api.reads("/api/people?kind=email&value=ADA%40shop.example").await.json();
        assert_eq!((&found["total"], &found["people"][0]["id"]), (&json!(1), &json!(id)));
        assert_eq!(api.reads("/api/people?q=ada").await.json()["total"], 1);
        assert_eq!(api.reads("/api/people?q=nobody").await.json()["people"], json!([]));
    }
}

#[tokio::test]
async fn a_list_is_given_in_parts_of_the_length_that_is_asked_for() {
    for world in worlds().await {
        let api = world.api(KeyTo::Write);
        for n in 0..25 {
            let somebody = json!({ "identities": [{ "kind": "login", "value": format!("l{n}") }] });
            api.sends("/api/people", &somebody).await;
        }
        let (mut seen, mut from) = (Vec::new(), String::new());
        for (limit, due) in [(Some(3), 3), (None, 20), (Some(100), 2)] {
            let limit = limit.map(|n| format!("limit={n}")).unwrap_or_default();
            let given = api.reads(&format!("/api/people?{limit}{from}")).await.json();
            let ids = given["people"].as_array().unwrap().iter().map(|p| p["id"].clone());
            let before = seen.len();
            seen.extend(ids);
            assert_eq!((seen.len() - before, &given["total"]), (due, &json!(25)));
            from = given["next"].as_str().map(|next| format!("&cursor={next}")).unwrap_or_default();
        }
        assert!(from.is_empty(), "nothing follows the last part");
        seen.sort_by_key(ToString::to_string);
        seen.dedup();
        assert_eq!(seen.len(), 25);
        let nobody = api.reads("/api/people/0").await;
        assert_eq!(nobody.status(), 404);
        assert_eq!(
            nobody.json()["code"],
            "missing.page",
            "an id that is none is a program's matter too"
        );
        for unfit in ["limit=0", "limit=101", "cursor=-1", "cursor=18446744073709551615"] {
            for list in ["people", "erasures"] {
                assert_eq!(
                    api.reads(&format!("/api/{list}?{unfit}")).await.status(),
                    422,
                    "{unfit}"
                );
            }
        }
    }
}

#[tokio::test]
async fn what_was_changed_meanwhile_is_not_overwritten() {
    for world in worlds().await {
        let api = world.api(KeyTo::Write);
        let kept = api.sends("/api/people", &json!({ "identities": ada() })).await.json();
        let to = format!("/api/people/{}", kept["id"].as_str().unwrap());
        let change = |size: i64| json!({ "traits": { "size": size } }).to_string();
        let asks = async |size, version: &str, key: &str| {
            let version = format!("\"{version}\"");
            let headers = [
                ("content-type", "application/json"),
                ("if-match", version.as_str()),
                ("idempotency-key", key),
            ];
            api.asks(Method::POST, &to, &headers, change(size)).await
        };
        let version = kept["version"].as_str().unwrap();
        let first = asks(40, version, "a").await;
        assert_eq!(first.status(), 200, "{}", first.html());
        assert_eq!(
            code(&asks(41, version, "b").await),
            (409, "people.changed_meanwhile".to_owned())
        );
        // Sent again with its key, the first is answered as before and not done again.
        let again = asks(40, version, "a").await;
        assert_eq!(again.json(), first.json());
        let now = api.reads(&to).await.json();
        assert_eq!(at(&now, "traits/size/value"), 40);
        assert_eq!(asks(42, now["version"].as_str().unwrap(), "c").await.status(), 200);
    }
}

#[tokio::test]
async fn nothing_is_done_where_one_of_many_is_refused() {
    for world in worlds().await {
        let api = world.api(KeyTo::Write);
        let one = |n: u32| json!({ "identities": [{ "kind": "login", "value": format!("u{n}") }] });
        let bad = json!({ "identities": [{ "kind": "email", "value": "null" }] });
        let many = json!({ "people": [one(1), one(2), bad] });
        let refused = api.sends("/api/people/batch", &many).await;
        assert_eq!(refused.status(), 422);
        assert!(refused.json()["sentence"].as_str().unwrap().starts_with("Number 3: "));
        assert_eq!(api.reads("/api/people").await.json()["total"], 0);
        let kept =
            api.sends("/api/people/batch", &json!({ "people": [one(1), one(2), one(1)] })).await;
        let ids = kept.json()["ids"].as_array().unwrap().clone();
        assert_eq!((ids.len(), &ids[0]), (3, &ids[2]));
        let read = world.api(KeyTo::Read);
        assert_eq!(read.sends("/api/people", &one(3)).await.status(), 403);
        for odd in [
            json!({ "identities": [] }),
            json!({ "identities": [{ "kind": "name", "value": "Ada" }] }),
            json!({ "identities": [{ "kind": "login", "value": "u9" }], "role": "owner" }),
            json!({ "identities": [{ "kind": "login", "value": "u9" }],
                "change": { "traits": { "k": "x".repeat(3_000) } } }),
            json!({ "identities": [{ "kind": "login", "value": "u9" }],
                "change": { "holdings": [{ "name": "x", "since": "2027-02-30" }] } }),
        ] {
            let status = api.sends("/api/people", &odd).await.status();
            assert!([409, 422].contains(&status), "{odd}: {status}");
        }
        assert_eq!(api.reads("/api/people").await.json()["total"], 2);
    }
}

#[tokio::test]
async fn two_whom_we_know_apart_are_not_joined_by_a_program() {
    for world in worlds().await {
        let api = world.api(KeyTo::Write);
        for (kind, value) in [("email", "ada@shop.example"), ("login", "42")] {
            let one = json!({ "identities": [{ "kind": kind, "value": value }] });
            assert_eq!(api.sends("/api/people", &one).await.status(), 200);
        }
        let both = api.sends("/api/people", &json!({ "identities": ada() })).await;
        assert_eq!(code(&both), (409, "people.two_people".to_owned()));
    }
}
