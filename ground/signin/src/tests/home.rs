//! The first page of the site, and my part.

use std::collections::HashMap;

use axum::http::Method;
use deedwell_core::{Deed, Kind, Meaning, Quality, Who};
use deedwell_store::quota;
use deedwell_testing::{KeyTo, Setting};
use deedwell_web::ask::PUBLIC_ACTS_A_DAY;
use deedwell_web::{Programme, Role, Routes, Waiting};

use super::worlds;

#[tokio::test]
async fn the_first_page_says_whose_it_is() {
    for world in worlds().await {
        let page = world.visitor().reads("/").await;
        assert_eq!(page.status(), 200);
        assert!(page.says("Take part in The Shop."), "{}", page.text());
        assert!(page.says("Nothing is open yet."), "{}", page.text());
        let german = world.visitor().speaking("de-CH,de;q=0.9").reads("/").await;
        assert!(german.says("Machen Sie mit bei The Shop."), "{}", german.text());
    }
}

#[tokio::test]
async fn my_part_is_mine() {
    for world in worlds().await {
        let (ada, grace) = (world.customer("Ada"), world.customer("Grace"));
        let mine = ada.reads("/my-part").await;
        assert!(mine.says("ada@shop.example"), "{}", mine.text());
        assert!(!mine.html().contains("grace@"), "{}", mine.html());
        assert!(grace.reads("/").await.says("Your part"));
        assert_eq!(world.visitor().reads("/my-part").await.location(), "/sign-in?to=/my-part");
        assert_eq!(world.api(KeyTo::Write).reads("/my-part/data.json").await.status(), 303);
        assert_eq!(world.outsider("Kurt").reads("/my-part").await.status(), 200);
    }
}

#[tokio::test]
async fn a_name_can_be_changed() {
    for world in worlds().await {
        let ada = world.customer("Ada");
        let changed = ada.posts("/my-part/name", "name=Ada+Lovelace").await;
        let page = ada.follows(&changed).await;
        assert!(page.html().contains("value=\"Ada Lovelace\""), "{}", page.html());
        assert_eq!(world.ledger().await, ["Ada Lovelace people.renamed"]);

        let empty = ada.posts("/my-part/name", "name=+").await;
        assert_eq!(empty.status(), 422);
        assert!(empty.says("Please write a name"), "{}", empty.text());
        let long = ada.posts("/my-part/name", &format!("name={}", "x".repeat(121))).await;
        assert_eq!(long.status(), 422);
        assert!(long.html().contains(&"x".repeat(121)), "what was typed is kept");
        let hostile = ada.posts("/my-part/name", "name=%3Cscript%3Ealert(1)%3C/script%3E").await;
        assert!(!ada.follows(&hostile).await.html().contains("<script>alert"));
    }
}

#[tokio::test]
async fn my_data_is_a_file() {
    for world in worlds().await {
        let ada = world.customer("Ada");
        ada.posts("/my-part/name", "name=Ada+L.").await.location();
        let file = ada.reads("/my-part/data.json").await;
        assert_eq!(
            file.header("content-disposition"),
            Some("attachment; filename=\"my-part.json\"")
        );
        let all = file.json();
        assert_eq!(all["person"]["name"], "Ada L.");
        assert_eq!(all["person"]["identities"][0]["value"], "ada@shop.example");
        assert_eq!(all["actions"][0]["kind"], "people.renamed");
        assert_eq!(all["actions"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_name_is_changed_so_often_and_no_more() {
    for world in worlds().await {
        let ada = world.customer("Ada");
        for n in 0..20 {
            assert_eq!(ada.posts("/my-part/name", &format!("name=Ada+{n}")).await.status(), 303);
        }
        let much = ada.posts("/my-part/name", "name=Ada+20").await;
        assert_eq!(much.status(), 429);
        assert!(much.header("retry-after").is_some());
        assert!(much.says("more than 20 an hour"), "{}", much.text());
        assert_eq!(world.customer("Grace").posts("/my-part/name", "name=G").await.status(), 303);
        world.advance(jiff::SignedDuration::from_hours(1));
        assert_eq!(ada.posts("/my-part/name", "name=Ada+20").await.status(), 303);
    }
}

#[tokio::test]
async fn an_organisation_takes_so_much_a_day_through_its_public_doors() {
    for world in worlds().await {
        let ada = world.customer("Ada");
        assert_eq!(ada.posts("/my-part/name", "name=Ada+L").await.status(), 303);
        let mut tx = world.tx().await;
        quota::fill(&mut tx, &PUBLIC_ACTS_A_DAY).await.unwrap();
        tx.commit().await.unwrap();
        for (path, form) in [("/my-part/name", "name=Ada"), ("/sign-in", "email=a%40b.example")] {
            let much = ada.posts(path, form).await;
            assert_eq!(much.status(), 429, "{path}");
            assert_eq!(much.header("retry-after"), Some("54000"), "until midnight in Greenwich");
            assert!(much.says("No more than 2000000 acts of customers"), "{}", much.text());
        }
        let passer_by = world.visitor().posts("/sign-out", "").await;
        assert_eq!(passer_by.status(), 303, "who is nobody neither counts nor is shut out");
        assert!(ada.reads("/my-part").await.html().contains("Ada L"), "reading goes on");
        assert_eq!(world.outsider("Kurt").posts("/my-part/name", "name=K").await.status(), 303);
        world.advance_days(1);
        assert_eq!(ada.posts("/my-part/name", "name=Ada").await.status(), 303);
    }
}

#[tokio::test]
async fn a_request_has_a_size() {
    for world in worlds().await {
        let ada = world.customer("Ada");
        let large = format!("name={}", "x".repeat(1024 * 1024));
        // Said beforehand, or found out while it arrives.
        let length = large.len().to_string();
        let headers = [("content-length", length.as_str())];
        let refused = ada.asks(Method::POST, "/my-part/name", &headers, large.clone()).await;
        assert_eq!(refused.status(), 413);
        assert!(refused.says("too large to be taken"), "{}", refused.text());
        let refused = ada.posts("/my-part/name", &large).await;
        assert_eq!(refused.status(), 422);
        assert!(refused.says("too large to be taken"), "{}", refused.text());
        // What fits is read: only the name is too long.
        let fits = format!("name={}", "x".repeat(1024 * 1024 - 5));
        let read = ada.posts("/my-part/name", &fits).await;
        assert!(read.status() == 422 && !read.says("too large to be taken"));
    }
}

/// What customers are told of, and what stays among ourselves.
const CARE: Programme = Programme {
    name: "care",
    icon: "sparkles",
    console: "/console/care",
    site: "/care",
    migrations: &[],
    routes: || Routes::new("care"),
    meaning: Meaning {
        contributions: &["care.asked"],
        voided_by: &[],
        restored_by: &[],
        quality: Quality::Unknown,
        peer_responses: &[],
        company_responses: &["care.answered"],
        official_answers: &["care.answered"],
        evaluated: &["care.graded"],
        decided: &[],
        implemented: &[],
        owes: deedwell_core::meaning::Owes::NOTHING,
        money: &[],
    },
    told: &["care.answered"],
    messages: &[],
    titles: |_, _| Box::pin(async { Ok(HashMap::new()) }),
    waiting: |_, _, _| Box::pin(async { Ok(Waiting::default()) }),
    upkeep: |_, _| Box::pin(async { Ok(0) }),
    forget: |_, _, _| Box::pin(async { Ok(()) }),
    holds: |_, _| Box::pin(async { Ok(serde_json::json!({})) }),
    hears: None,
};

#[derive(serde::Serialize)]
struct Care {
    #[serde(skip)]
    kind: Kind,
}

impl Deed for Care {
    fn kind(&self) -> Kind {
        self.kind
    }
    fn about(&self) -> Option<String> {
        Some("care/1".to_owned())
    }
}

#[tokio::test]
async fn what_we_do_among_ourselves_is_not_told() {
    let mut setting = Setting::of(&CARE).and(crate::routes, crate::MESSAGES);
    setting.migrations.push(crate::MIGRATIONS);
    for world in setting.worlds().await {
        let (ada, mary) = (world.customer("Ada"), world.staff("Mary", Role::Owner));
        let asks = Who::Customer { identity: ada.identity().await, person: ada.person().await };
        let ours = Who::Staff(mary.staff().await);
        let mut tx = world.tx().await;
        for (who, kind) in [(asks, "care.asked"), (ours, "care.answered"), (ours, "care.graded")] {
            tx.record(who, &Care { kind }).await.unwrap();
        }
        tx.commit().await.unwrap();
        let file = ada.reads("/my-part/data.json").await.json();
        let kinds = file["actions"].as_array().unwrap().iter().map(|a| a["kind"].clone());
        assert_eq!(kinds.collect::<Vec<_>>(), ["care.answered", "care.asked"]);
        let page = ada.reads("/my-part").await;
        assert!(page.says("answered") && !page.says("graded"));
    }
}

#[tokio::test]
async fn an_address_for_forms_is_no_fault() {
    for world in worlds().await {
        let page = world.visitor().reads("/sign-in/code").await;
        assert_eq!((page.status(), page.header("allow")), (405, Some("POST")));
        assert!(page.says("There is no page at this address."), "{}", page.text());
        assert_eq!(world.visitor().deletes("/").await.status(), 405);
    }
}

#[tokio::test]
async fn a_name_hides_nothing() {
    for world in worlds().await {
        let ada = world.customer("Ada");
        let tricks = "name=%E2%80%AEAda%E2%81%A6+L%E2%80%8B.%EF%BB%BF";
        let page = ada.follows(&ada.posts("/my-part/name", tricks).await).await;
        assert!(page.html().contains("value=\"Ada L.\""), "{}", page.html());
        assert_eq!(ada.posts("/my-part/name", "name=%E2%80%8B").await.status(), 422);
        assert_eq!(ada.posts("/my-part/name", "name=%00").await.status(), 422);
    }
}
