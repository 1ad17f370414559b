//! Stories of programs with a server key, on both databases.
mod verbs;

use axum::http::Method;
use deedwell_core::Id;
use deedwell_testing::{KeyTo, Reply, Somebody};
use deedwell_web::Role;
use serde_json::{Value, json};

use crate::console::tests::{Desk, desks};
use crate::idea::Idea;

fn ada() -> Value {
    json!({ "kind": "email", "value": "Ada@Example.com", "name": "Ada" })
}

fn grace() -> Value {
    json!({ "kind": "email", "value": "grace@example.com", "name": "Grace" })
}

async fn puts(api: &Somebody, title: &str) -> String {
    let new = json!({ "by": ada(), "board": "hire", "title": title, "tags": ["Bikes"] });
    let reply = api.sends("/api/ideas", &new).await;
    assert_eq!(reply.status(), 200, "{}", reply.html());
    reply.json()["id"].as_str().expect("an id").to_owned()
}

fn code(reply: &Reply) -> (u16, String) {
    (reply.status(), reply.json()["code"].as_str().unwrap_or_default().to_owned())
}

async fn idea(desk: &Desk, id: &str) -> Idea {
    desk.idea(id.parse::<Id<Idea>>().unwrap()).await
}

#[tokio::test]
async fn a_vote_sent_twice_counts_once() {
    for desk in desks().await {
        let api = desk.world.api(KeyTo::Write);
        let id = puts(&api, "Lockers").await;
        let path = format!("/api/ideas/{id}/votes");
        let once = api.sends(&path, &json!({ "by": grace() })).await.json();
        let twice = api.sends(&path, &json!({ "by": grace() })).await.json();
        assert_eq!(once, json!({ "idea": id, "changed": true, "votes": 1, "customer_votes": 1 }));
        assert_eq!(twice, json!({ "idea": id, "changed": false, "votes": 1, "customer_votes": 1 }));
        let own = api.sends(&path, &json!({ "by": ada() })).await;
        assert_eq!(code(&own), (409, "ideas.own_idea".to_owned()));
        let back = api.sends(&format!("{path}/removal"), &json!({ "by": grace() })).await.json();
        assert_eq!(back["votes"], 0);
        let ledger = ["Ada ideas.put_forward", "Grace ideas.voted", "Grace ideas.vote_withdrawn"];
        assert_eq!(desk.world.ledger().await.len(), ledger.len());
        let actions = desk.world.actions().await;
        assert!(actions.iter().all(|action| action.channel.as_str() == "api"));
    }
}

#[tokio::test]
async fn a_key_that_only_reads_writes_nothing_and_unknown_fields_are_refused() {
    for desk in desks().await {
        let (read, write) = (desk.world.api(KeyTo::Read), desk.world.api(KeyTo::Write));
        let id = puts(&write, "Lockers").await;
        let votes = format!("/api/ideas/{id}/votes");
        assert_eq!(read.sends(&votes, &json!({ "by": grace() })).await.status(), 403);
        assert_eq!(read.reads(&format!("/api/ideas/{id}")).await.status(), 200);
        let notes = format!("/api/ideas/{id}/comments?notes=true");
        assert_eq!(read.reads(&notes).await.status(), 403, "notes are among staff");
        assert_eq!(write.reads(&notes).await.status(), 200);
        assert_eq!(desk.world.visitor().reads("/api/ideas").await.status(), 401);
        let odd = write.sends(&votes, &json!({ "by": grace(), "weight": 9 })).await;
        assert_eq!(odd.status(), 422, "{}", odd.html());
        assert!(odd.html().contains("weight"), "{}", odd.html());
        let odd = write.sends(&votes, &json!({ "by": { "kind": "shoe", "value": "42" } })).await;
        assert_eq!(code(&odd), (422, "invalid.kind".to_owned()));
        assert_eq!(idea(&desk, &id).await.votes, 0);
        let foreign = desk.world.foreign_api(KeyTo::Write);
        assert_eq!(foreign.reads(&format!("/api/ideas/{id}")).await.status(), 404);
        assert_eq!(foreign.sends(&votes, &json!({ "by": grace() })).await.status(), 404);
    }
}

#[tokio::test]
async fn ideas_are_listed_and_told() {
    for desk in desks().await {
        let api = desk.world.api(KeyTo::Write);
        let id = puts(&api, "Lockers").await;
        puts(&api, "Racks").await;
        let list = api.reads("/api/ideas?q=lock&order=top").await.json();
        assert_eq!((list["ideas"].as_array().unwrap().len(), &list["next"]), (1, &json!(null)));
        assert_eq!(list["ideas"][0]["author"]["name"], "Ada");
        assert_eq!(list["ideas"][0]["created_at"], "2026-11-18T09:00:00Z");
        assert_eq!(api.reads("/api/ideas?board=none").await.status(), 404);
        assert_eq!(api.reads("/api/ideas?order=loud").await.status(), 422);
        let boards = api.reads("/api/ideas/boards").await.json();
        assert_eq!(boards[0]["key"], "hire");
        let stages = api.reads("/api/ideas/stages").await.json();
        assert_eq!(stages[0]["next"][0], "under_review");
        let changelog = api.reads("/api/ideas/changelog").await.json();
        assert_eq!(changelog, json!({ "releases": [], "next": null }));

        let said = json!({ "by": grace(), "body": "On platform 2, please." });
        let said = api.sends(&format!("/api/ideas/{id}/comments"), &said).await.json();
        let reply =
            json!({ "staff": "ruth.hale@shop.example", "body": "Noted.", "reply_to": said["id"] });
        let reply = api.sends(&format!("/api/ideas/{id}/comments"), &reply).await;
        assert_eq!(reply.status(), 200, "{}", reply.html());
        let both = api.reads(&format!("/api/ideas/{id}/comments")).await.json();
        let parts: Vec<&Value> =
            both["comments"].as_array().unwrap().iter().map(|c| &c["part"]).collect();
        assert_eq!(parts, ["customer", "staff"]);
        let nobody = json!({ "body": "Who am I?" });
        let nobody = api.sends(&format!("/api/ideas/{id}/comments"), &nobody).await;
        assert_eq!(code(&nobody), (422, "invalid.by".to_owned()));
    }
}

#[tokio::test]
async fn staff_answer_by_their_address_if_they_may() {
    for desk in desks().await {
        let api = desk.world.api(KeyTo::Write);
        desk.world.staff("Vera", Role::Viewer).staff().await;
        let id = puts(&api, "Lockers").await;
        let path = format!("/api/ideas/{id}/answer");
        let ruth = "ruth.hale@shop.example";
        let viewer = json!({ "staff": "vera@shop.example", "text": "Yes" });
        assert_eq!(api.sends(&path, &viewer).await.status(), 403);
        let nobody = json!({ "staff": "nobody@shop.example", "text": "Yes" });
        assert_eq!(code(&api.sends(&path, &nobody).await), (422, "invalid.staff".to_owned()));
        let bare = json!({ "staff": ruth, "stage": "declined" });
        assert_eq!(code(&api.sends(&path, &bare).await), (422, "invalid.reason".to_owned()));
        let jump = json!({ "staff": ruth, "stage": "measured" });
        let jump = api.sends(&path, &jump).await;
        assert_eq!(code(&jump), (409, "ideas.move".to_owned()));
        let yes = json!({ "staff": ruth, "stage": "planned", "text": "In spring." });
        let yes = api.sends(&path, &yes).await.json();
        assert_eq!((&yes["stage"], &yes["clock"]), (&json!("planned"), &json!("answered")));
        assert_eq!(yes["answers"][0]["by"], "Ruth Hale");
        let other = puts(&api, "Boxes").await;
        let merge = json!({ "staff": ruth, "into": id });
        let merged = api.sends(&format!("/api/ideas/{other}/merge"), &merge).await.json();
        assert_eq!(merged["id"], json!(id));
        let apart =
            api.sends(&format!("/api/ideas/{other}/unmerging"), &json!({ "staff": ruth })).await;
        assert_eq!(apart.json()["stage"], "submitted");
        let tags = json!({ "staff": ruth, "tags": ["b", "A"] });
        let tagged = api.sends(&format!("/api/ideas/{other}/tags"), &tags).await.json();
        assert_eq!(tagged["tags"], json!(["a", "b"]));
    }
}

#[tokio::test]
async fn a_request_sent_again_with_its_key_is_answered_again() {
    for desk in desks().await {
        let api = desk.world.api(KeyTo::Write);
        let new = json!({ "by": ada(), "board": "hire", "title": "Lockers" });
        let sends = async |key: &str, new: &Value| {
            let headers = [("content-type", "application/json"), ("idempotency-key", key)];
            api.asks(Method::POST, "/api/ideas", &headers, new.to_string()).await
        };
        let first = sends("order-7", &new).await;
        assert_eq!(first.status(), 200, "{}", first.html());
        assert_eq!(first.header("idempotent-replayed"), None);
        desk.world.advance_days(1);
        let again = sends("order-7", &new).await;
        assert_eq!(again.json(), first.json());
        assert_eq!(again.header("idempotent-replayed"), Some("true"));
        assert_eq!(desk.world.ledger().await.len(), 1);
        let other = json!({ "by": ada(), "board": "hire", "title": "Racks" });
        assert_eq!(code(&sends("order-7", &other).await), (409, "api.key_used".to_owned()));
        let wrong = json!({ "by": ada(), "board": "hire", "title": "" });
        assert_eq!(sends("order-8", &wrong).await.status(), 422);
        assert_eq!(sends("order-8", &other).await.status(), 200, "what was refused was not kept");
        let long = sends(&"k".repeat(201), &other).await;
        assert_eq!(code(&long), (422, "invalid.idempotency_key".to_owned()));
        desk.world.advance_days(3);
        assert_ne!(sends("order-7", &new).await.json()["id"], first.json()["id"]);
        let foreign = desk.world.foreign_api(KeyTo::Write);
        let headers = [("content-type", "application/json"), ("idempotency-key", "order-8")];
        let theirs = foreign.asks(Method::POST, "/api/ideas", &headers, other.to_string()).await;
        assert_eq!(code(&theirs), (404, "missing.board".to_owned()));
    }
}

#[tokio::test]
async fn the_key_that_follows_another_is_the_same_program() {
    for desk in desks().await {
        let (old, new) = (desk.world.api(KeyTo::Write), desk.world.api(KeyTo::Write));
        for program in [&old, &new] {
            program.reads("/api/ideas").await;
        }
        let idea = json!({ "by": ada(), "board": "hire", "title": "Lockers" });
        let sends = async |program: &Somebody| {
            let headers = [("content-type", "application/json"), ("idempotency-key", "order-7")];
            program.asks(Method::POST, "/api/ideas", &headers, idea.to_string()).await
        };
        let first = sends(&old).await;
        let stranger = sends(&new).await;
        assert_eq!(stranger.header("idempotent-replayed"), None, "two programs may use one word");
        let mut tx = desk.world.db().write(desk.world.organisation()).await.unwrap();
        let follow = tx.query(
            "update api_key set source =
                 (select k.id from api_key k where k.organisation = $1 order by k.created_at, k.id limit 1)
             where organisation = $1",
        );
        tx.run(follow).await.unwrap();
        tx.commit().await.unwrap();
        desk.world.advance_days(1);
        let again = sends(&new).await;
        assert_eq!(again.header("idempotent-replayed"), Some("true"), "{}", again.html());
        assert_eq!(again.json(), first.json());
    }
}
