//! A worked story, with a programme so small that it fits on a page; and what the world promises.
mod walk;
mod wishes;

use deedwell_web::Role;

use crate::{KeyTo, Setting, worlds};
use wishes::PROGRAMME;

#[tokio::test]
async fn a_wish_is_seconded_once() {
    for world in worlds(&PROGRAMME).await {
        let (ada, grace) = (world.customer("Ada"), world.customer("Grace"));
        let mary = world.staff("Mary", Role::Host);
        let wish = ada.posts("/wishes", "words=Lockers+at+the+station").await.location();

        let once = grace.swaps(&format!("{wish}/seconds"), "").await;
        let twice = grace.swaps(&format!("{wish}/seconds"), "").await;
        world.advance_days(2);
        mary.posts(&format!("/console{wish}/answer"), "").await.location();

        assert!(once.html().contains("<output>1</output>"), "{}", once.html());
        assert_eq!(once.html(), twice.html());
        assert_eq!(
            world.ledger().await,
            ["Ada wishes.made", "Grace wishes.seconded", "Mary wishes.answered"]
        );
        let grid = world.grid().await;
        assert_eq!((grid.eligible, grid.participants, grid.contributions), (2, 1, 1));
        assert_eq!((grid.peers, grid.responses, grid.company, grid.official), (1, 1, 1, 1));
        assert_eq!(world.ledger_elsewhere().await, [""; 0]);
    }
}

#[tokio::test]
async fn a_wish_works_without_scripts() {
    for world in worlds(&PROGRAMME).await {
        let ada = world.customer("Ada");
        let made = ada.posts("/wishes", "words=Lockers").await;
        assert_eq!(made.status(), 303);
        let page = ada.follows(&made).await;
        assert!(page.says("Lockers 0"), "{}", page.text());
    }
}

#[tokio::test]
async fn a_wish_stays_in_its_organisation() {
    for world in worlds(&PROGRAMME).await {
        let (ada, kurt) = (world.customer("Ada"), world.outsider("Kurt"));
        let wish = ada.posts("/wishes", "words=Lockers").await.location();

        let missing = kurt.swaps(&format!("{wish}/seconds"), "").await;
        assert_eq!((missing.status(), missing.text().as_str()), (404, "There is no such wish."));

        // His cookie opens nothing at our host either.
        let stranger = kurt.at_host(world.host()).swaps(&format!("{wish}/seconds"), "").await;
        assert_eq!(stranger.status(), 401, "{}", stranger.html());
        assert_eq!(world.ledger().await, ["Ada wishes.made"]);
    }
}

#[tokio::test]
async fn everybody_acts_in_their_part() {
    for world in worlds(&PROGRAMME).await {
        let (ada, visitor) = (world.customer("Ada"), world.visitor());
        let viewer = world.staff("Edsger", Role::Viewer);
        let wish = ada.posts("/wishes", "words=Lockers").await.location();

        assert_eq!(visitor.swaps("/wishes", "words=Lockers").await.status(), 401);
        assert_eq!(ada.posts(&format!("/console{wish}/answer"), "").await.status(), 401);
        assert_eq!(viewer.posts(&format!("/console{wish}/answer"), "").await.status(), 403);
        assert_eq!(visitor.reads("/api/wishes").await.status(), 401);
        assert_eq!(world.api(KeyTo::Read).reads("/api/wishes").await.json()["count"], 1);
        assert_eq!(world.foreign_api(KeyTo::Read).reads("/api/wishes").await.json()["count"], 0);
        let there = world.foreign_api(KeyTo::Read).at_host(world.host()).reads("/api/wishes").await;
        assert_eq!(there.status(), 401);
    }
}

#[tokio::test]
async fn a_form_of_another_site_changes_nothing() {
    for world in worlds(&PROGRAMME).await {
        let ada = world.customer("Ada");
        let form = "words=Lockers".to_owned();
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "cross-site"),
        ];
        let refused = ada.asks(axum::http::Method::POST, "/wishes", &headers, form).await;
        assert_eq!(refused.status(), 403);
        assert_eq!(world.ledger().await, [""; 0]);
    }
}

#[tokio::test]
async fn people_are_met_when_they_are_named() {
    for world in worlds(&PROGRAMME).await {
        let (named, begins) = (world.customer("Ada"), world.now());
        world.advance_days(3);
        let person = named.person().await;
        let mut tx = world.tx().await;
        let met = deedwell_people::person(&mut tx, person).await.unwrap();
        assert_eq!((met.name.as_str(), met.created_at), ("Ada", begins));
    }
}

#[tokio::test]
async fn a_world_without_a_programme_stands() {
    for world in Setting::default().worlds().await {
        assert_eq!(world.ledger().await, [""; 0]);
        assert_eq!(world.visitor().reads("/openapi.json").await.status(), 200);
    }
}

#[tokio::test]
async fn work_left_unlooked_at_fails_the_story() {
    for world in worlds(&PROGRAMME).await {
        let sqlite = world.is_sqlite();
        let ada = world.customer("Ada");
        ada.posts("/wishes", "words=Please+remind+me").await.location();
        let failed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| drop(world)));
        assert!(failed.is_err(), "on SQLite: {sqlite}");
    }
    for world in worlds(&PROGRAMME).await {
        world.customer("Ada").posts("/wishes", "words=Please+remind+me").await.location();
        assert_eq!(world.jobs().await[0].kind, "wishes.remind");
    }
}
