//! Stories of what waits for a judgement.

use std::future::ready;

use deedwell_store::Tx;
use deedwell_web::programme::Later;
use deedwell_web::review::{Review, ToReview};
use deedwell_web::{Frame, Right, Routes};

use crate::look::tests::{HOSTILE, World, at};

fn review(since: &str, appeal: Option<&str>) -> Review {
    Review {
        what: "Idea".to_owned(),
        title: format!("Since {since} {HOSTILE}"),
        person: None,
        name: String::new(),
        why: "It is new.".to_owned(),
        appeal: appeal.map(str::to_owned),
        since: at(since),
        href: "/console/ideas/7".to_owned(),
    }
}

fn late<'a>(_: &'a mut Tx, _: &'a Frame, _: usize) -> Later<'a, deedwell_core::Result<ToReview>> {
    let first = vec![review("2026-11-18T08:00:00Z", Some("We are four cousins."))];
    Box::pin(ready(Ok(ToReview { count: 3, first })))
}

fn early<'a>(_: &'a mut Tx, _: &'a Frame, _: usize) -> Later<'a, deedwell_core::Result<ToReview>> {
    let first = vec![review("2026-11-17T08:00:00Z", None)];
    Box::pin(ready(Ok(ToReview { count: 1, first })))
}

fn for_owners<'a>(
    _: &'a mut Tx,
    _: &'a Frame,
    _: usize,
) -> Later<'a, deedwell_core::Result<ToReview>> {
    let first = vec![review("2026-11-16T08:00:00Z", None)];
    Box::pin(ready(Ok(ToReview { count: 1, first })))
}

fn parts() -> Routes {
    Routes::new("parts")
        .reviews(Right::HostProgrammes, late)
        .reviews(Right::HostProgrammes, early)
        .reviews(Right::ManageStaff, for_owners)
}

#[tokio::test]
async fn what_waits_longest_stands_first_and_only_for_those_who_may_judge_it() {
    let world = World::with(parts()).await;
    let page = world.reads("owner", "/console/review").await;
    assert_eq!(page.status, 200);
    let place = |words: &str| page.body.find(words).unwrap_or_else(|| panic!("no {words}"));
    assert!(place("Since 2026-11-16") < place("Since 2026-11-17"));
    assert!(place("Since 2026-11-17") < place("Since 2026-11-18"));
    assert!(page.body.contains("We are four cousins."));
    assert!(page.body.contains("2 more wait;"));
    assert!(!page.body.contains(HOSTILE));
    let host = world.reads("agent", "/console/review").await;
    assert!(host.body.contains("Since 2026-11-17") && !host.body.contains("Since 2026-11-16"));
    assert_eq!(world.reads("viewer", "/console/review").await.status, 403);
}

#[tokio::test]
async fn when_nothing_waits_the_page_says_what_would_come_here() {
    let world = World::fresh().await;
    let page = world.reads("owner", "/console/review").await;
    assert!(page.body.contains("Nothing waits"), "{}", page.body);
}
