//! What programs of the organisation's own read and write.

use axum::http::Method;
use deedwell_testing::{KeyTo, Reply, Somebody};
use deedwell_web::Role;
use serde_json::{Value, json};

use super::{buys, worlds};

const JSON: (&str, &str) = ("content-type", "application/json");

async fn put(program: &Somebody, body: Value) -> Value {
    let reply = program.sends("/api/accounts", &body).await;
    assert_eq!(reply.status(), 200, "{}", reply.text());
    reply.json()
}

fn path(account: &Value) -> String {
    format!("/api/accounts/{}", account["id"].as_str().unwrap())
}

fn code(reply: &Reply) -> (u16, String) {
    (reply.status(), reply.json()["code"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn a_program_keeps_an_account_by_its_reference() {
    for world in worlds().await {
        let program = world.api(KeyTo::Write);
        let acme =
            json!({"reference": {"value": "g1"}, "name": "Acme", "traits": {"plan": "gold"}});
        let first = put(&program, acme.clone()).await;
        let again = put(&program, acme).await;
        assert_eq!(first, again, "said again, nothing changes");
        assert_eq!((&first["kind"], &first["version"]), (&json!("company"), &json!(2)));
        assert_eq!(first["traits"][0]["proof"], "server");
        assert!(first["traits"][0]["source"].as_str().unwrap().starts_with("key/"));
        let more = json!({"reference": {"value": "g1"}, "kind": "household",
            "traits": {"plan": null, "address": {"city": "Hull"}}});
        let then = put(&program, more).await;
        assert_eq!((&then["id"], &then["name"]), (&first["id"], &json!("Acme")));
        assert_eq!(then["traits"].as_array().unwrap().len(), 1);
        assert_eq!(world.ledger().await, ["System accounts.opened", "System accounts.changed"]);
        let read = world.api(KeyTo::Read);
        assert_eq!(read.reads(&path(&first)).await.json(), then);
        let found = read.reads("/api/accounts?reference=g1").await.json();
        assert_eq!(found["accounts"][0]["id"], first["id"]);
        assert_eq!(read.reads("/api/accounts?reference=g2").await.json()["accounts"], json!([]));
    }
}

#[tokio::test]
async fn whoever_says_which_version_they_read_changes_no_other() {
    for world in worlds().await {
        let program = world.api(KeyTo::Write);
        let acme = put(&program, json!({"reference": {"value": "g1"}, "name": "Acme"})).await;
        let change = async |version: &str, note: &str| {
            let body = json!({ "note": note }).to_string();
            program.asks(Method::POST, &path(&acme), &[JSON, ("if-match", version)], body).await
        };
        assert_eq!(change("\"1\"", "first").await.json()["version"], 2);
        assert_eq!(code(&change("1", "second").await), (409, "accounts.changed_meanwhile".into()));
        assert_eq!(code(&change("x", "third").await), (422, "invalid.if_match".into()));
        assert_eq!(program.reads(&path(&acme)).await.json()["note"], "first");
        // The same request again is answered and not done again.
        let send = async || {
            let headers = [JSON, ("idempotency-key", "k1"), ("if-match", "2")];
            let body = json!({"note": "fourth"}).to_string();
            program.asks(Method::POST, &path(&acme), &headers, body).await
        };
        let (one, two) = (send().await, send().await);
        assert_eq!((one.status(), two.status()), (200, 200));
        assert_eq!(one.json(), two.json());
        assert_eq!(two.header("idempotent-replayed"), Some("true"));
    }
}

#[tokio::test]
async fn a_customer_joins_and_leaves_explicitly() {
    for world in worlds().await {
        let (program, ada) = (world.api(KeyTo::Write), world.customer("Ada"));
        buys(&world, &ada, 250, "GBP").await;
        let acme = put(&program, json!({"reference": {"scope": "crm", "value": "7"}})).await;
        let members = format!("{}/members", path(&acme));
        let by = json!({"kind": "email", "value": "ada@shop.example"});
        let join = json!({ "by": by, "role": "owner" });
        for _ in 0..2 {
            let given = program.sends(&members, &join).await.json();
            assert_eq!(given["members"].as_array().unwrap().len(), 1, "{given}");
            assert_eq!(given["members"][0]["person"], ada.person().await.to_string());
            assert_eq!(given["members"][0]["until"], Value::Null);
        }
        let figures = &program.reads(&path(&acme)).await.json()["figures"];
        assert_eq!((&figures["members"], &figures["purchases"]), (&json!(1), &json!(1)));
        assert_eq!(figures["spent"], json!([{"amount": "2.50", "currency": "GBP"}]));
        world.advance(jiff::SignedDuration::from_mins(1));
        let removal = format!("{members}/removal");
        for _ in 0..2 {
            let given = program.sends(&removal, &json!({ "by": by })).await.json();
            assert!(given["members"][0]["until"].is_string(), "{given}");
        }
        let stranger = json!({"by": {"kind": "email", "value": "kurt@shop.example"}});
        assert_eq!(code(&program.sends(&removal, &stranger).await), (404, "missing.person".into()));
        let ledger = world.ledger().await;
        let due = [
            "Ada orders.placed",
            "System accounts.opened",
            "Ada accounts.joined",
            "Ada accounts.left",
        ];
        assert_eq!(ledger, due);
        assert_eq!(program.reads(&members).await.json()["members"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn what_programs_send_wrongly_is_told_in_a_sentence() {
    for world in worlds().await {
        let program = world.api(KeyTo::Write);
        let acme = put(&program, json!({"reference": {"value": "g1"}})).await;
        put(&program, json!({"reference": {"value": "g2"}})).await;
        let (accounts, one) = ("/api/accounts".to_owned(), path(&acme));
        let (members, closing) = (format!("{one}/members"), format!("{one}/closing"));
        let browser = json!({"by": {"kind": "browser", "value": "b"}});
        let many: Value = (0..201).map(|n| (format!("t{n}"), json!(n))).collect();
        for (path, body, status, why) in [
            (&accounts, json!({"reference": {"value": ""}}), 422, "invalid.reference"),
            (&accounts, json!({"reference": {"value": "x"}, "kind": "club"}), 422, "invalid.kind"),
            (
                &accounts,
                json!({"reference": {"value": "x"}, "traits": {"a\u{0}": 1}}),
                422,
                "invalid.traits",
            ),
            (&accounts, json!({"reference": {"value": "x"}, "traits": []}), 422, "invalid.body"),
            (&accounts, json!({"nothing": 1}), 422, "invalid.body"),
            (&one, json!({"reference": {"value": "g2"}}), 409, "accounts.reference_taken"),
            (&one, json!({"traits": many}), 409, "accounts.too_many_traits"),
            (&one, json!({"name": "x".repeat(121)}), 422, "invalid.name"),
            (&members, browser, 422, "invalid.kind"),
            (&members, json!({"by": {"kind": "email", "value": "x"}}), 422, "invalid.email"),
            (&closing, json!({"x": 1}), 422, "invalid.body"),
        ] {
            let reply = program.sends(path, &body).await;
            assert_eq!(code(&reply), (status, why.to_owned()), "{path} {body}");
        }
        assert_eq!(program.sends(&closing, &json!({})).await.status(), 200);
        let ada = json!({"by": {"kind": "login", "value": "ada"}});
        assert_eq!(code(&program.sends(&members, &ada).await), (409, "accounts.closed".into()));
        let reopened = program.sends(&format!("{one}/reopening"), &json!({})).await;
        assert_eq!(reopened.json()["closed_at"], Value::Null);
        for path in ["?limit=0", "?cursor=x", "?kind=club", "?what=1", "/x"] {
            let reply = program.reads(&format!("/api/accounts{path}")).await;
            assert_eq!(reply.status() / 100, 4, "{path}");
        }
    }
}

#[tokio::test]
async fn a_key_that_reads_writes_nothing_and_another_shop_sees_nothing() {
    for world in worlds().await {
        let program = world.api(KeyTo::Write);
        let acme = put(&program, json!({"reference": {"value": "g1"}, "name": "Acme"})).await;
        let reader = world.api(KeyTo::Read);
        assert_eq!(reader.sends(&path(&acme), &json!({"note": "x"})).await.status(), 403);
        let foreign = world.foreign_api(KeyTo::Write);
        assert_eq!(code(&foreign.reads(&path(&acme)).await), (404, "missing.account".into()));
        let change = foreign.sends(&path(&acme), &json!({"note": "x"})).await;
        assert_eq!(code(&change), (404, "missing.account".into()));
        assert_eq!(foreign.reads("/api/accounts").await.json()["accounts"], json!([]));
        // Its own g1 is another account.
        let theirs = put(&foreign, json!({"reference": {"value": "g1"}, "name": "Theirs"})).await;
        assert_ne!(theirs["id"], acme["id"]);
        assert_eq!(world.visitor().reads(&path(&acme)).await.status(), 401);
        assert_eq!(world.staff("Mary", Role::Owner).reads(&path(&acme)).await.status(), 401);
    }
}

#[tokio::test]
async fn a_list_is_read_to_its_end_by_cursor() {
    for world in worlds().await {
        let program = world.api(KeyTo::Write);
        for n in 0..7 {
            put(&program, json!({"reference": {"value": format!("g{n}")}})).await;
        }
        let (mut seen, mut path) = (Vec::new(), "/api/accounts?limit=3".to_owned());
        loop {
            let page = program.reads(&path).await.json();
            seen.extend(page["accounts"].as_array().unwrap().clone());
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/api/accounts?limit=3&cursor={next}");
        }
        let references: Vec<&str> = seen.iter().map(|a| a["reference"].as_str().unwrap()).collect();
        assert_eq!(references, ["g0", "g1", "g2", "g3", "g4", "g5", "g6"]);
    }
}
