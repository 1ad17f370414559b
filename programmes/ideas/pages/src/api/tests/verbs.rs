//! What staff can do on pages, a program can do for them; each right is asked for.

use deedwell_testing::KeyTo;
use deedwell_web::Role;
use serde_json::{Value, json};

use super::{ada, code, grace, puts};
use crate::console::tests::{Desk, desks};

const RUTH: &str = "ruth.hale@shop.example";

async fn sends(desk: &Desk, path: &str, body: &Value) -> Value {
    let reply = desk.world.api(KeyTo::Write).sends(path, body).await;
    assert_eq!(reply.status(), 200, "{path}: {}", reply.html());
    reply.json()
}

async fn refused(desk: &Desk, path: &str, body: &Value) -> (u16, String) {
    code(&desk.world.api(KeyTo::Write).sends(path, body).await)
}

async fn reads(desk: &Desk, path: &str) -> Value {
    desk.world.api(KeyTo::Read).reads(path).await.json()
}

#[tokio::test]
async fn an_idea_goes_all_the_way_by_program() {
    for desk in desks().await {
        let id = puts(&desk.world.api(KeyTo::Write), "Lockers").await;
        let at = |what: &str| format!("/api/ideas/{id}/{what}");
        let words = json!({ "by": ada(), "title": "Lockers at the door", "body": "Dry ones." });
        assert_eq!(sends(&desk, &at("edit"), &words).await["title"], "Lockers at the door");
        let grade = json!({ "staff": RUTH, "grade": 4, "note": "Cheap" });
        assert_eq!(sends(&desk, &at("grade"), &grade).await["grade"], 4);
        let heard = json!({ "staff": RUTH, "by": grace(), "channel": "phone", "note": "Yes!" });
        assert_eq!(sends(&desk, &at("votes/heard"), &heard).await["votes"], 1);
        let voters = reads(&desk, &at("votes")).await;
        assert_eq!(voters["voters"][0]["heard_by"], "Ruth Hale");
        let follows = sends(&desk, &at("followers"), &json!({ "by": grace() })).await;
        assert_eq!(follows, json!({ "idea": id, "follows": true }));
        sends(&desk, &at("followers/removal"), &json!({ "by": grace() })).await;
        let yes = json!({ "staff": RUTH, "stage": "planned", "text": "In spring." });
        let answer = sends(&desk, &at("answer"), &yes).await["answers"][0]["id"].clone();
        let answer = answer.as_str().unwrap().to_owned();
        let better = json!({ "staff": RUTH, "text": "In April." });
        let corrected = sends(&desk, &at(&format!("answers/{answer}/correction")), &better).await;
        assert_eq!(corrected["answers"][0]["version"], 2);
        let going = json!({ "staff": RUTH, "stage": "in_progress" });
        sends(&desk, &at("answer"), &going).await;
        let there = json!({ "staff": RUTH, "stage": "shipped", "evidence": "At the door." });
        sends(&desk, &at("answer"), &there).await;
        let entry = json!({ "staff": RUTH, "kind": "saved", "amount": "120.50",
            "basis": "claimed", "note": "Fewer thefts" });
        let money = sends(&desk, &at("money"), &entry).await;
        assert_eq!(money["entries"][0]["amount"], "120.50");
        let entry = money["entries"][0]["id"].as_str().unwrap().to_owned();
        let back = json!({ "staff": RUTH, "note": "Counted twice" });
        let money = sends(&desk, &at(&format!("money/{entry}/taking-back")), &back).await;
        assert_eq!(money["entries"][1]["reverses"], json!(entry));
        assert_eq!(reads(&desk, &at("money")).await, money);
        let author = money["credit"][0]["person"].clone();
        let shares = json!({ "staff": RUTH, "shares": [{ "person": author, "millionths": 999 }] });
        assert_eq!(refused(&desk, &at("credit"), &shares).await, (422, "invalid.shares".into()));
        let new = json!({ "staff": RUTH, "title": "Spring", "body": "You asked.", "ideas": [id] });
        let draft = sends(&desk, "/api/ideas/releases", &new).await;
        assert_eq!(draft["published_at"], Value::Null);
        let drafts = reads(&desk, "/api/ideas/drafts").await;
        assert_eq!(drafts["releases"][0]["id"], draft["id"]);
        let path = format!("/api/ideas/releases/{}/publication", draft["id"].as_str().unwrap());
        sends(&desk, &path, &json!({ "staff": RUTH })).await;
        let changelog = reads(&desk, "/api/ideas/changelog").await;
        assert_eq!(changelog["releases"][0]["ideas"][0]["id"], json!(id));
    }
}

#[tokio::test]
async fn staff_moderate_by_program() {
    for desk in desks().await {
        let api = desk.world.api(KeyTo::Write);
        let (id, other) = (puts(&api, "Lockers").await, puts(&api, "Racks").await);
        let at = |what: &str| format!("/api/ideas/{id}/{what}");
        let why = json!({ "staff": RUTH, "reason": "Off the subject" });
        let staff = json!({ "staff": RUTH });
        assert_ne!(sends(&desk, &at("holding"), &why).await["held_at"], Value::Null);
        assert_eq!(sends(&desk, &at("clearing"), &staff).await["held_at"], Value::Null);
        assert_eq!(sends(&desk, &at("spam"), &why).await["stage"], "spam");
        assert_eq!(sends(&desk, &at("clearing"), &staff).await["stage"], "submitted");
        let removals = reads(&desk, "/api/ideas/removals?limit=1").await;
        assert_eq!(removals["removals"][0]["reason"], "Off the subject");
        let cursor = removals["next"].as_str().expect("a second page");
        let second = reads(&desk, &format!("/api/ideas/removals?limit=1&cursor={cursor}")).await;
        assert_eq!(
            (second["removals"].as_array().unwrap().len(), &second["next"]),
            (1, &json!(null))
        );
        let said = json!({ "by": grace(), "body": "Rubbish!" });
        let said = sends(&desk, &at("comments"), &said).await["id"].clone();
        let said = said.as_str().unwrap();
        sends(&desk, &at(&format!("comments/{said}/thanks")), &json!({ "by": ada() })).await;
        let hidden = sends(&desk, &at(&format!("comments/{said}/hiding")), &why).await;
        assert_ne!(hidden["hidden_at"], Value::Null);
        assert_eq!(reads(&desk, &at("comments")).await["comments"], json!([]));
        sends(&desk, &at(&format!("comments/{said}/restoring")), &staff).await;
        let elsewhere = format!("/api/ideas/{other}/comments/{said}/hiding");
        assert_eq!(refused(&desk, &elsewhere, &why).await, (404, "missing.comment".into()));
        let note = json!({ "staff": RUTH, "body": "Ask the workshop." });
        assert_eq!(sends(&desk, &at("notes"), &note).await["internal"], true);
        let write = desk.world.api(KeyTo::Write);
        let count = async |path: &str| {
            write.reads(&at(path)).await.json()["comments"].as_array().unwrap().len()
        };
        assert_eq!((count("comments").await, count("comments?notes=true").await), (1, 2));
        let back = at(&format!("comments/{said}/withdrawal"));
        assert_eq!(refused(&desk, &back, &json!({ "by": ada() })).await.0, 403);
        sends(&desk, &back, &json!({ "by": grace() })).await;
        let gone = sends(&desk, &at("withdrawal"), &json!({ "by": ada() })).await;
        assert_eq!(gone["stage"], "withdrawn");
        let similar = reads(&desk, "/api/ideas/similar?title=rack").await;
        assert_eq!(similar[0]["id"], json!(other));
        for wrong in ["limit=0", "limit=101", "cursor=x", "page=2"] {
            let reply = api.reads(&format!("/api/ideas?{wrong}")).await;
            assert_eq!(reply.status(), 422, "{wrong}: {}", reply.html());
        }
    }
}

#[tokio::test]
async fn boards_and_stages_are_set_up_by_program_for_who_may() {
    for desk in desks().await {
        desk.world.staff("Alan", Role::Agent).staff().await;
        let alan = "alan@shop.example";
        let new = json!({ "staff": RUTH, "key": "web", "name": "The web shop" });
        let board = sends(&desk, "/api/ideas/boards", &new).await;
        let path = format!("/api/ideas/boards/{}", board["id"].as_str().unwrap());
        let named = json!({ "staff": RUTH, "key": "web", "name": "Online", "intro": "Clicks" });
        assert_eq!(sends(&desk, &path, &named).await["name"], "Online");
        let staff = json!({ "staff": RUTH });
        assert_ne!(
            sends(&desk, &format!("{path}/closing"), &staff).await["closed_at"],
            json!(null)
        );
        assert_eq!(
            sends(&desk, &format!("{path}/reopening"), &staff).await["closed_at"],
            json!(null)
        );
        let id = puts(&desk.world.api(KeyTo::Write), "Lockers").await;
        let moved = json!({ "staff": alan, "board": "web" });
        assert_eq!(sends(&desk, &format!("/api/ideas/{id}/board"), &moved).await["board"], "web");
        let settings = json!({ "staff": RUTH, "promise_days": 5, "moderated": true });
        sends(&desk, "/api/ideas/settings", &settings).await;
        let set = reads(&desk, "/api/ideas/settings").await;
        assert_eq!(set, json!({ "promise_days": 5, "moderated": true }));
        let stage = json!({ "staff": RUTH, "label": "Coming", "used": true });
        let stages = sends(&desk, "/api/ideas/stages/planned", &stage).await;
        assert!(stages.as_array().unwrap().iter().any(|s| s["label"] == "Coming"), "{stages}");
        let moves = json!({ "staff": RUTH,
            "moves": [{ "from": "submitted", "to": "declined" }] });
        let stages = sends(&desk, "/api/ideas/moves", &moves).await;
        assert_eq!(stages[0]["next"], json!(["declined"]));
        // An agent hosts, but neither manages programmes nor books money.
        for (path, body) in [
            ("/api/ideas/boards".to_owned(), json!({ "staff": alan, "key": "x", "name": "X" })),
            (path, json!({ "staff": alan, "key": "x", "name": "X" })),
            (
                "/api/ideas/settings".to_owned(),
                json!({ "staff": alan, "promise_days": 9, "moderated": false }),
            ),
            ("/api/ideas/moves".to_owned(), json!({ "staff": alan, "moves": [] })),
            (
                format!("/api/ideas/{id}/money"),
                json!({ "staff": alan, "kind": "cost",
                "amount": "1", "basis": "claimed", "note": "x" }),
            ),
        ] {
            assert_eq!(refused(&desk, &path, &body).await, (403, "not_allowed".into()), "{path}");
        }
    }
}
