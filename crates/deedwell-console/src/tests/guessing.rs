//! Many tries from many places, and a forgotten password.

use std::cell::RefCell;
use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Once;

use axum::http::StatusCode;

use super::door::{code_now, sets_up_factor};
use super::world::{Browser, EDSGER, MARY, PASSWORD, Reply, World, worlds};

const HOST: &str = "fell-vale.engage.example";

fn from_place(n: u8) -> Browser {
    let mut browser = Browser::new(HOST);
    browser.peer = Some(IpAddr::V4(Ipv4Addr::new(198, 51, 100, n)));
    browser
}

/// Four wrong tries from each of 25 places: none of them tries often.
async fn many_guess(world: &World, email: &str) {
    for n in 0..25 {
        let mut kurt = from_place(n);
        for _ in 0..4 {
            let wrong = kurt.signs_in(world, email, "not this one at all").await;
            let tried = wrong.status == StatusCode::UNPROCESSABLE_ENTITY;
            assert!(tried || n == 24, "{n}: {}", wrong.text);
        }
    }
}

#[tokio::test]
async fn many_places_together_get_a_hundred_tries_and_lock_nobody_out() {
    for (world, _) in worlds().await {
        let mut hers = from_place(200);
        assert_eq!(hers.signs_in(&world, MARY, PASSWORD).await.location(), "/console");
        hers.posts(&world, "/console/sign-out", &[]).await;
        many_guess(&world, MARY).await;

        let fresh = from_place(26).signs_in(&world, MARY, "not this one at all").await;
        assert_eq!(fresh.status, StatusCode::TOO_MANY_REQUESTS, "{}", fresh.text);
        assert!(fresh.headers.contains_key("retry-after"));
        let right = from_place(26).signs_in(&world, MARY, PASSWORD).await;
        assert_eq!(right.status, StatusCode::TOO_MANY_REQUESTS, "a guess may be right");
        // Others are not meant; and her own browser lets her in, wherever it is.
        hers.peer = Some(IpAddr::V4(Ipv4Addr::new(198, 51, 100, 3)));
        assert_eq!(hers.signs_in(&world, MARY, PASSWORD).await.location(), "/console");
        world.member("Edsger", EDSGER, "manager").await;
        world.clock.advance(3600);
        let later = from_place(26).signs_in(&world, MARY, PASSWORD).await;
        assert_eq!(later.location(), "/console");
    }
}

#[tokio::test]
async fn a_stolen_browser_gets_a_hundred_tries_too_and_none_after_a_new_password() {
    for (world, mut mary) in worlds().await {
        let mut hers = from_place(200);
        assert_eq!(hers.signs_in(&world, MARY, PASSWORD).await.location(), "/console");
        hers.cookies.remove("deedwell-staff");
        let mut tried = 0;
        for n in 0..30 {
            hers.peer = from_place(n).peer;
            for _ in 0..4 {
                let wrong = hers.signs_in(&world, MARY, "not this one at all").await;
                tried += usize::from(wrong.status == StatusCode::UNPROCESSABLE_ENTITY);
            }
        }
        assert!((90..=100).contains(&tried), "{tried}");
        // Those who come by other browsers are not meant.
        assert_eq!(from_place(201).signs_in(&world, MARY, PASSWORD).await.location(), "/console");
        world.clock.advance(3600);
        let known = async |browser: &mut Browser| {
            many_guess(&world, MARY).await;
            browser.peer = from_place(202).peer;
            browser.signs_in(&world, MARY, "not this one at all").await.status
        };
        assert_eq!(known(&mut hers).await, StatusCode::UNPROCESSABLE_ENTITY);
        world.clock.advance(3600);
        let new = "eight sheep on a wall";
        let form = [("old", PASSWORD), ("password", new), ("again", new)];
        let changed = mary.posts(&world, "/console/me/password", &form).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.text);
        assert_eq!(known(&mut hers).await, StatusCode::TOO_MANY_REQUESTS);
    }
}

#[tokio::test]
async fn an_address_that_nobody_has_is_counted_alike() {
    for (world, _) in worlds().await {
        let nobody = "nobody@fellandvale.example";
        many_guess(&world, nobody).await;
        let fresh = from_place(26).signs_in(&world, nobody, "not this one at all").await;
        assert_eq!(fresh.status, StatusCode::TOO_MANY_REQUESTS, "{}", fresh.text);
    }
}

#[tokio::test]
async fn a_browser_is_known_to_one_account_only() {
    for (world, _) in worlds().await {
        let mut his = world.member("Edsger", EDSGER, "manager").await;
        many_guess(&world, MARY).await;
        his.peer = Some(IpAddr::V4(Ipv4Addr::new(198, 51, 100, 100)));
        let guess = his.signs_in(&world, MARY, PASSWORD).await;
        assert_eq!(guess.status, StatusCode::TOO_MANY_REQUESTS, "{}", guess.text);
    }
}

#[tokio::test]
async fn whoever_has_only_the_password_cannot_spend_her_codes() {
    for (world, mut mary) in worlds().await {
        mary.signs_in(&world, MARY, PASSWORD).await;
        let (secret, _) = sets_up_factor(&world, &mut mary).await;
        world.clock.advance(60);
        let mut last = StatusCode::OK;
        for _ in 0..3 {
            let mut kurt = Browser::new(HOST);
            kurt.signs_in(&world, MARY, PASSWORD).await;
            for _ in 0..5 {
                let form = [("code", "123456")];
                last = kurt.posts(&world, "/console/sign-in/code", &form).await.status;
            }
        }
        assert_eq!(last, StatusCode::TOO_MANY_REQUESTS, "ten codes for all of them together");

        mary.cookies.remove("deedwell-staff");
        mary.signs_in(&world, MARY, PASSWORD).await;
        let code = code_now(&world, &secret);
        let done = mary.posts(&world, "/console/sign-in/code", &[("code", &code)]).await;
        assert_eq!(done.location(), "/console", "{}", done.text);
    }
}

thread_local! {
    /// What this story logged: each runs on a thread of its own.
    static LOG: RefCell<String> = const { RefCell::new(String::new()) };
}

struct Listener;

impl io::Write for Listener {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LOG.with_borrow_mut(|log| log.push_str(&String::from_utf8_lossy(bytes)));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Links that were logged since the last look, as an operator would read them.
fn links() -> Vec<String> {
    let log = LOG.with_borrow_mut(std::mem::take);
    let links = log.split("link=\"http://fell-vale.engage.example").skip(1);
    links.map(|l| l.split_once('"').unwrap().0.to_owned()).collect()
}

fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt().with_ansi(false).with_writer(|| Listener).init();
    });
}

async fn forgets(browser: &mut Browser, world: &World, email: &str) -> Reply {
    browser.posts(world, "/console/forgotten", &[("email", email)]).await
}

#[tokio::test]
async fn a_forgotten_password_is_set_anew_by_a_link_from_the_log() {
    listen();
    for (world, mut mary) in worlds().await {
        many_guess(&world, MARY).await;
        links();
        let mut fresh = from_place(60);
        let door = fresh.reads(&world, "/console/sign-in").await;
        assert!(door.text.contains("href=\"/console/forgotten\""), "{}", door.text);
        assert_eq!(fresh.reads(&world, "/console/forgotten").await.status, StatusCode::OK);
        let asked = forgets(&mut fresh, &world, " Mary@FellAndVale.example ").await;
        assert!(asked.text.contains("the link stands in the server’s log"), "{}", asked.text);

        let [link] = links().try_into().expect("one link");
        assert!(!asked.text.contains(&link));
        let (path, token) = link.split_once("?token=").unwrap();
        assert_eq!(fresh.reads(&world, &link).await.status, StatusCode::OK);
        let new = "eight sheep on a wall";
        let form = [("token", token), ("password", new), ("again", new)];
        let set = fresh.posts(&world, path, &form).await;
        assert_eq!(set.location(), "/console/sign-in", "{}", set.text);
        assert_eq!(mary.reads(&world, "/console/me").await.status, StatusCode::SEE_OTHER);
        // In, though strangers have spent what strange browsers may try.
        assert_eq!(fresh.signs_in(&world, MARY, new).await.location(), "/console");
        let again = fresh.posts(&world, path, &form).await;
        assert_eq!(again.status, StatusCode::NOT_FOUND, "a link works once");
    }
}

#[tokio::test]
async fn whoever_forgets_learns_nothing_about_others() {
    listen();
    for (world, mut mary) in worlds().await {
        let invited = [("name", "Edsger"), ("email", EDSGER), ("role", "manager")];
        mary.posts(&world, "/console/staff/invitations", &invited).await;
        links();
        let known = forgets(&mut from_place(1), &world, MARY).await;
        assert_eq!(links().len(), 1);
        for other in ["nobody@fellandvale.example", EDSGER, "no address", ""] {
            let reply = forgets(&mut from_place(2), &world, other).await;
            assert_eq!((reply.status, &reply.text), (known.status, &known.text), "{other}");
        }
        assert!(links().is_empty(), "nobody, and somebody who has not joined yet");
        let lasts = "/console/staff";
        assert_eq!(mary.reads(&world, lasts).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn links_for_the_forgetful_have_limits_and_take_none_away() {
    listen();
    for (world, mut mary) in worlds().await {
        world.member("Edsger", EDSGER, "manager").await;
        let id = world.id_of(EDSGER).await;
        let given = mary.posts(&world, &format!("/console/staff/{id}/reset"), &[]).await;
        let given = given.link();
        let mut kurt = from_place(7);
        for _ in 0..3 {
            assert_eq!(forgets(&mut kurt, &world, EDSGER).await.status, StatusCode::OK);
        }
        let much = forgets(&mut kurt, &world, EDSGER).await;
        assert_eq!(much.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(much.headers.contains_key("retry-after"));
        let nobody = "nobody@fellandvale.example";
        for _ in 0..3 {
            assert_eq!(forgets(&mut kurt, &world, nobody).await.status, StatusCode::OK);
        }
        let much = forgets(&mut kurt, &world, nobody).await.status;
        assert_eq!(much, StatusCode::TOO_MANY_REQUESTS, "the same for nobody");
        // Edsger asks from where he is; and the link that Mary gave him still works.
        assert_eq!(forgets(&mut from_place(8), &world, EDSGER).await.status, StatusCode::OK);
        assert_eq!(Browser::new(HOST).reads(&world, &given).await.status, StatusCode::OK);
    }
}
