//! Stories of what people see and press of trust.

use deedwell_core::{Id, Timestamp};
use deedwell_testing::{KeyTo, Setting, Somebody, World};
use deedwell_trust::acts::{Sight, look, seen};
use deedwell_trust::quarantine::{Quarantine, Stage};
use deedwell_trust::store;
use deedwell_web::Role;
use deedwell_web::address::encode;
use serde_json::json;

async fn worlds() -> Vec<World> {
    let migrations = vec![deedwell_orders::MIGRATIONS, deedwell_trust::MIGRATIONS];
    let setting = Setting { migrations, ..Setting::default() };
    setting.and(crate::routes, crate::MESSAGES).worlds().await
}

/// Four who use one browser did the same, and are counted apart there.
async fn ring(world: &World, about: &str) -> Vec<Somebody> {
    let people: Vec<Somebody> =
        ["Kurt", "Kurt2", "Kurt3", "Kurt4"].iter().map(|name| world.customer(name)).collect();
    let mut acted: Vec<(Id<deedwell_core::Identity>, Timestamp)> = Vec::new();
    for somebody in &people {
        let identity = somebody.identity().await;
        let mut tx = world.tx().await;
        seen(&mut tx, identity, Sight::Browser("kurts")).await.unwrap();
        tx.commit().await.unwrap();
        acted.push((identity, world.now()));
    }
    let mut tx = world.tx().await;
    assert_eq!(look(&mut tx, about, &acted).await.unwrap().new, 4);
    tx.commit().await.unwrap();
    people
}

async fn of(world: &World, somebody: &Somebody) -> Quarantine {
    let person = somebody.person().await;
    let mut tx = world.tx().await;
    store::quarantines_of(&mut tx, person, 10).await.unwrap().remove(0)
}

#[tokio::test]
async fn kurt_reads_why_says_that_it_is_wrong_and_is_answered() {
    for world in worlds().await {
        let mary = world.staff("Mary", Role::Host);
        assert!(mary.reads("/console/trust").await.says("Nothing here"));
        let ada = world.customer("Ada");
        assert!(ada.reads("/my-part/trust").await.says("All of yours counts"));
        let people = ring(&world, "idea/1").await;
        let kurt = &people[0];
        let page = kurt.reads("/my-part/trust").await;
        assert!(page.says("4 of them use the same browser."), "{}", page.text());
        assert!(page.says("Most of them did it within one hour."));
        let id = of(&world, kurt).await.id;
        let appeal = format!("/my-part/trust/{id}/appeal");
        let refused = kurt.posts(&appeal, "words=Why%3F").await;
        assert_eq!(refused.status(), 422);
        assert!(refused.says("Please say it in 10 to 2,000 characters."));
        assert!(refused.html().contains(">\nWhy?</textarea>"), "{}", refused.html());
        let words = format!("words={}", encode("We are four cousins and share one tablet."));
        assert_eq!(ada.posts(&appeal, &words).await.status(), 404, "it is not hers");
        let sent = kurt.posts(&appeal, &words).await;
        assert_eq!(sent.location(), "/my-part/trust");
        assert!(kurt.follows(&sent).await.says("four cousins"));
        let again = kurt.posts(&appeal, &words).await;
        assert_eq!(again.status(), 422);
        assert!(again.says("once already"), "{}", again.text());

        let page = mary.reads("/console/trust").await;
        assert!(page.says("says it is wrong") && page.says("four cousins"), "{}", page.text());
        let html = page.html();
        let (first, second) = (html.find("Kurt</b>").unwrap(), html.find("Kurt2").unwrap());
        assert!(first < second, "who waits for an answer comes first");
        let decision = format!("/console/trust/apart/{id}/decision");
        let refused = mary.posts(&decision, "decision=lift&why=").await;
        assert_eq!(refused.status(), 422, "{}", refused.text());
        assert!(refused.says("Please say why"));
        assert_eq!(mary.posts(&decision, "decision=burn&why=x").await.status(), 422);
        let lifted = mary.posts(&decision, "decision=lift&why=Four+cousins+indeed").await;
        assert_eq!(lifted.location(), "/console/trust");
        let page = kurt.reads("/my-part/trust").await;
        assert!(page.says("Counts again") && page.says("Four cousins indeed"));
        assert!(!page.html().contains("/appeal"), "nothing is left to appeal against");
        assert!(mary.reads("/console/trust?decided=lifted").await.says("Four cousins indeed"));
        assert_eq!(mary.reads("/console/trust?decided=burnt").await.status(), 422);
        let viewer = world.staff("Vera", Role::Viewer);
        assert_eq!(viewer.reads("/console/trust").await.status(), 403);
        assert_eq!(viewer.posts(&decision, "decision=lift&why=x").await.status(), 403);
    }
}

#[tokio::test]
async fn mary_decides_on_a_ring_together() {
    for world in worlds().await {
        let mary = world.staff("Mary", Role::Host);
        let people = ring(&world, "idea/1").await;
        assert!(mary.reads("/console/trust").await.says("Decide on all 4 together"));
        let all = "/console/trust/things/decision";
        for nothing in ["about=idea/2&decision=uphold&why=x", "about=&decision=uphold&why=x"] {
            let said = mary.posts(all, nothing).await;
            assert!(mary.follows(&said).await.says("Nothing was left to decide."), "{nothing}");
        }
        let refused = mary.posts(all, "about=idea/1&decision=uphold&why=").await;
        assert_eq!(refused.status(), 422);
        let done = mary.posts(all, "about=idea/1&decision=uphold&why=One+hand").await;
        assert_eq!(done.location(), "/console/trust");
        for somebody in &people {
            assert_eq!(of(&world, somebody).await.stage, Stage::Upheld);
        }
        assert!(mary.reads("/console/trust").await.says("Nothing here"));
        assert!(people[2].reads("/my-part/trust").await.says("One hand"));
    }
}

#[tokio::test]
async fn somebody_is_counted_apart_by_hand_and_reads_why() {
    for world in worlds().await {
        let mary = world.staff("Mary", Role::Host);
        let kurt = world.customer("Kurt");
        let page = format!("/console/trust/people/{}", kurt.person().await);
        let apart = format!("{page}/apart");
        let shown = mary.reads(&page).await;
        assert!(shown.says("Nothing of theirs is counted apart."), "{}", shown.text());
        assert_eq!(mary.posts(&apart, "note=+").await.status(), 422);
        let long = format!("note={}", "x".repeat(1_001));
        assert_eq!(mary.posts(&apart, &long).await.status(), 422);
        assert_eq!(mary.posts(&apart, "note=Sells+votes").await.location(), page);
        let shown = mary.reads(&page).await;
        assert!(shown.says("Sells votes") && shown.says("All that somebody gives"));
        assert!(!shown.html().contains(&apart), "once is enough");
        assert!(kurt.reads("/my-part/trust").await.says("Sells votes"));
    }
}

#[tokio::test]
async fn programs_read_what_is_counted_apart_and_decide_for_staff() {
    for world in worlds().await {
        let mary = world.staff("Mary", Role::Host);
        let people = ring(&world, "idea/1").await;
        let (read, write) = (world.api(KeyTo::Read), world.api(KeyTo::Write));
        let all = read.looks("/api/trust/apart?limit=3").await.json();
        assert_eq!(all.as_array().unwrap().len(), 3);
        assert_eq!(all[0]["reasons"][0], json!({ "kind": "browser", "people": 4 }));
        assert_eq!(read.looks("/api/trust/apart?limit=0").await.status(), 422);
        let id = of(&world, &people[0]).await.id;
        let mary = mary.staff().await;
        let mut tx = world.tx().await;
        let find = tx.query("select email from staff where organisation = $1 and id = $2");
        let email = tx.one(find.bind(mary)).await.unwrap().text("email").unwrap();
        drop(tx);
        let decision = format!("/api/trust/apart/{id}/decision");
        let body = json!({ "staff": email, "decision": "lift", "why": "Cousins" });
        assert_eq!(read.sends(&decision, &body).await.status(), 403);
        let decided = write.sends(&decision, &body).await;
        assert_eq!(decided.json()["stage"], "lifted", "{}", decided.text());
        let nobody = json!({ "staff": "x@y.example", "decision": "lift", "why": "x" });
        assert_eq!(write.sends(&decision, &nobody).await.status(), 422);
        let person = people[0].person().await;
        let trust = read.looks(&format!("/api/trust/people/{person}")).await.json();
        assert_eq!((&trust["level"], &trust["has_bought"]), (&json!("new"), &json!(false)));
        let nobody = format!("/api/trust/people/{id}");
        assert_eq!(read.looks(&nobody).await.status(), 404);
    }
}
