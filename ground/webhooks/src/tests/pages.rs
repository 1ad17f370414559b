//! Endpoints as staff see and manage them.

use deedwell_web::Role;

use super::receiver::Receiver;
use super::*;

/// The address of the endpoint that this page is about.
fn home(reply: &deedwell_testing::Reply) -> String {
    let html = reply.html();
    let found = html.split("/console/webhooks/").skip(1).find_map(|rest| {
        let id = rest.get(..36)?;
        id.parse::<Id<Endpoint>>().ok().map(|id| format!("/console/webhooks/{id}"))
    });
    found.unwrap_or_else(|| panic!("no endpoint: {}", reply.text()))
}

fn encoded(address: &str) -> String {
    deedwell_web::address::encode(address).to_string()
}

#[tokio::test]
async fn an_endpoint_is_opened_tried_and_closed() {
    for world in shops().await {
        let there = Receiver::listening().await;
        let mary = world.staff("Mary", Role::Owner);
        assert!(mary.reads("/console/webhooks").await.says("Nobody is told yet"));
        happen(&world, &["ideas.voted"]).await;
        let form =
            format!("address={}&description=Stock&kind=ideas.voted", encoded(&there.address));
        let made = mary.posts("/console/webhooks", &form).await;
        let made = mary.follows(&made).await;
        assert_eq!(made.status(), 200, "{}", made.text());
        let secret = made.html().split("<code>whsec_").nth(1).unwrap().split('<').next().unwrap();
        let secret = format!("whsec_{}", secret.replace("&#x2B;", "+").replace("&#43;", "+"));
        let home = home(&made);
        let page = mary.reads(&home).await;
        assert!(!page.html().contains(&secret), "it is shown when it is made, or asked for");
        let shown = mary.posts(&format!("{home}/secret"), "").await;
        assert!(mary.follows(&shown).await.html().contains("whsec_"));

        let tested = mary.posts(&format!("{home}/test"), "").await;
        let delivery = tested.location();
        assert!(mary.reads(&delivery).await.says("It was not tried yet."));
        send(&world).await;
        let heard = there.heard();
        assert!(heard[0].is_from(&secret), "{secret} {:?}", heard[0]);
        assert_eq!(
            (&heard[0].json()["type"], &heard[0].json()["data"]["test"]),
            (&"webhooks.tested".into(), &true.into())
        );
        assert!(mary.reads(&delivery).await.says("Answered 204"));
        mary.posts(&format!("{delivery}/replay"), "").await;
        send(&world).await;
        assert_eq!(there.heard()[1].id, heard[0].id);

        let rotated = mary.posts(&format!("{home}/rotation"), "").await;
        assert!(mary.follows(&rotated).await.says("signs too until"));
        mary.posts(&format!("{home}/closing"), "").await;
        assert!(mary.reads(&home).await.says("One of you switched it off."));
        assert_eq!(mary.posts(&format!("{home}/test"), "").await.status(), 409);
        mary.posts(&format!("{home}/reopening"), "").await;
        let changed = mary
            .posts(&home, &form.replace("Stock", "Mail").replace("&kind=ideas.voted", ""))
            .await;
        assert!(mary.follows(&changed).await.says("Mail"));
        let gone = mary.posts(&format!("{home}/removal"), "").await;
        assert!(mary.follows(&gone).await.says("Nobody is told yet"));
        assert_eq!(mary.reads(&home).await.status(), 404);
        let told: Vec<String> =
            world.ledger().await.into_iter().filter(|l| l.contains("webhooks.")).collect();
        assert_eq!(
            told,
            [
                "opened",
                "secret_shown",
                "tested",
                "replayed",
                "secret_rotated",
                "switched_off",
                "switched_on",
                "changed",
                "removed"
            ]
            .map(|d| format!("Mary webhooks.{d}"))
        );
    }
}

#[tokio::test]
async fn an_address_inside_is_refused_when_it_is_written_down() {
    for world in shops().await {
        let mary = world.staff("Mary", Role::Owner);
        let there = Receiver::listening().await;
        let made =
            mary.posts("/console/webhooks", &format!("address={}", encoded(&there.address))).await;
        let home = made.location();
        for (address, says) in [
            ("", "whole address"),
            ("hooks", "whole address"),
            ("ftp://example.com", "begin with https"),
            ("https://ada:secret@example.com", "name and a password"),
            ("https://127.0.0.2/", "no public place"),
            ("http://2130706434/", "no public place"),
            ("http://[::ffff:127.0.0.1]/", "no public place"),
            ("http://169.254.169.254/", "no public place"),
            ("https://8.8.8.8:22/", "The port"),
        ] {
            for place in ["/console/webhooks", &home] {
                let refused = mary.posts(place, &format!("address={}", encoded(address))).await;
                assert_eq!(refused.status(), 422, "{place}: {address}");
                assert!(refused.says(says), "{address}: {}", refused.text());
            }
        }
        let german = mary.speaking("de").posts("/console/webhooks", "address=x").await;
        assert_eq!(german.status(), 422);
        for wrong in ["kind=x", "kind=webhooks.tested", &format!("description={}", "x".repeat(201))]
        {
            let form = format!("address=https%3A%2F%2Fhooks.example%2F&{wrong}");
            assert_eq!(mary.posts("/console/webhooks", &form).await.status(), 422, "{wrong}");
        }
        assert_eq!(mary.posts("/console/webhooks", "address=x&other=y").await.status(), 422);
    }
}

#[tokio::test]
async fn the_log_can_be_searched_and_sent_again() {
    for world in shops().await {
        let there = Receiver::listening().await;
        let mary = world.staff("Mary", Role::Owner);
        let (id, _) = told_all(&world, &there.address).await;
        let log = format!("/console/webhooks/{id}/deliveries");
        assert!(mary.reads(&log).await.says("Nothing was sent yet"));
        let voted = (0..60).map(|_| action(&world, "ideas.voted", Part::Customer, None));
        recorded(&world, voted.collect()).await;
        happen(&world, &["ideas.commented"]).await;
        decide(&world).await;
        there.then_says(410, "<script>alert(1)</script>\u{202e}", 4);
        // Gone, after the first batch: the rest waits.
        send(&world).await;
        let page = mary.reads(&log).await;
        let older = page.html().split("before=").nth(1).expect("a second page");
        let older = format!("{log}?before={}", older.split('"').next().unwrap());
        assert!(mary.reads(&older).await.html().matches("/deliveries/").count() >= 11);
        let failed = mary.reads(&format!("{log}?state=failed")).await;
        let count = failed.html().matches("<th scope=\"row\">").count();
        assert!((1..=4).contains(&count), "{count}");
        let none = mary.reads(&format!("{log}?state=delivered&kind=ideas.voted")).await;
        assert!(none.says("Nothing like that"));
        let one = failed.html().split(&format!("{log}/")).nth(1).unwrap().get(..36).unwrap();
        let page = mary.reads(&format!("{log}/{one}")).await;
        assert!(page.says("Answered 410") && !page.html().contains("<script>alert"));
        mary.posts(&format!("/console/webhooks/{id}/reopening"), "").await;
        let wrong = mary.posts(&format!("/console/webhooks/{id}/replay"), "since=never").await;
        assert_eq!(wrong.status(), 422);
        mary.posts(&format!("/console/webhooks/{id}/replay"), "since=2026-11-18").await;
        there.is_mended();
        send(&world).await;
        let rows = deliveries(&world, id).await;
        assert!(rows.iter().all(|row| row.state == store::State::Delivered), "{rows:?}");
        assert_eq!(mary.reads(&format!("{log}?before=nonsense")).await.status(), 422);
    }
}

#[tokio::test]
async fn endpoints_are_for_whoever_may_let_data_out() {
    for world in shops().await {
        let (id, _) = told_all(&world, "https://hooks.example/").await;
        let home = format!("/console/webhooks/{id}");
        for role in [Role::Manager, Role::Agent, Role::Viewer] {
            let somebody = world.staff(role.name(), role);
            for page in ["/console/webhooks", &home, &format!("{home}/deliveries")] {
                assert_eq!(somebody.reads(page).await.status(), 403, "{role:?} {page}");
            }
            assert_eq!(somebody.posts(&format!("{home}/secret"), "").await.status(), 403);
        }
        let stranger = world.foreign_staff("Kurt", Role::Owner);
        assert_eq!(stranger.reads(&home).await.status(), 404);
        for verb in ["secret", "rotation", "closing", "reopening", "removal", "test"] {
            assert_eq!(stranger.posts(&format!("{home}/{verb}"), "").await.status(), 404, "{verb}");
        }
        let mut tx = world.tx().await;
        assert!(store::endpoint(&mut tx, id).await.unwrap().off.is_none());
    }
}

/// Whoever does not look at the page of an endpoint hears of it at home.
#[tokio::test]
async fn home_says_what_does_not_arrive() {
    for world in shops().await {
        let (id, _) = told_all(&world, "https://hooks.example/stock").await;
        let mary = world.staff("Mary", Role::Owner);
        mary.reads("/console/webhooks").await;
        let mut tx = world.tx().await;
        assert_eq!(crate::console::troubles(&mut tx).await.unwrap(), []);
        let now = tx.now();
        let fails = tx.query(
            "update webhook_endpoint set failing_since_at = $3 where organisation = $1 and id = $2",
        );
        tx.run(fails.bind(id).bind(now)).await.unwrap();
        assert_eq!(crate::console::troubles(&mut tx).await.unwrap(), [], "not at once");
        tx.commit().await.unwrap();
        world.advance(jiff::SignedDuration::from_hours(2));
        let mut tx = world.tx().await;
        let told = crate::console::troubles(&mut tx).await.unwrap();
        let told: Vec<_> = told.iter().map(|t| (t.whose, t.key, t.href.clone())).collect();
        let href = format!("/console/webhooks/{id}");
        assert_eq!(told, [(deedwell_web::Right::ManageKeys, "webhooks-trouble-failing", href)]);
        drop(tx);
        mary.posts(&format!("/console/webhooks/{id}/closing"), "").await;
        let mut tx = world.tx().await;
        assert_eq!(crate::console::troubles(&mut tx).await.unwrap(), [], "somebody knows");
    }
}

#[tokio::test]
async fn there_are_only_so_many() {
    for world in shops().await {
        for _ in 0..crate::endpoint::MOST {
            told_all(&world, "https://hooks.example/").await;
        }
        let mary = world.staff("Mary Two", Role::Owner);
        let refused =
            mary.posts("/console/webhooks", "address=https%3A%2F%2Fhooks.example%2F").await;
        assert_eq!(refused.status(), 409);
        assert!(refused.says("There are 20 endpoints."));
    }
}

#[test]
fn every_failure_and_reason_has_words() {
    for (language, text) in crate::MESSAGES {
        for failure in deedwell_outbound::Failure::ALL {
            let key = format!("webhooks-{}", failure.code().replace(['.', '_'], "-"));
            assert!(text.contains(&format!("\n{key} = ")), "{language}: {key}");
        }
        for off in crate::endpoint::Off::ALL {
            let key = format!("webhooks-off-{}", off.name());
            assert!(text.contains(&format!("\n{key} = ")), "{language}: {key}");
        }
    }
}
