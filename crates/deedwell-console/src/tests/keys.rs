//! Keys of programs.

use axum::http::StatusCode;
use deedwell_core::Secret;
use deedwell_web::{Needs, Routes};

use super::world::{Browser, World, worlds};
use crate::acts::By;
use crate::acts::keys::{self, KeyKind, Scope};

const HOST: &str = "fell-vale.engage.example";

/// Whether a program gets in with this secret, as the gate sees it.
async fn opens(world: &World, secret: &str) -> bool {
    let mut tx = world.tx().await;
    let now = tx.now();
    let find = tx.query(
        "select id from api_key where organisation = $1 and hash = $2 and kind = 'server'
           and (revoked_at is null or revoked_at > $3)",
    );
    tx.find(find.bind(Secret::hash_of(secret)).bind(now)).await.unwrap().is_some()
}

#[tokio::test]
async fn a_key_is_shown_once_and_kept_as_a_hash() {
    for (world, mut mary) in worlds().await {
        let form = [("key_name", "Nightly import"), ("opens", "write")];
        let shown = mary.makes_key(&world, &form).await;
        let secret = shown.between("<code>", "</code>");

        assert!(opens(&world, &secret).await);
        let list = mary.reads(&world, "/console/keys").await;
        assert!(list.text.contains("Nightly import") && !list.text.contains(&secret));
        assert!(!world.audit_details().await.contains(&secret));
        let nameless = mary.posts(&world, "/console/keys", &[("key_name", " "), ("opens", "read")]);
        assert_eq!(nameless.await.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(world.audit().await[2..], ["keys.made"]);
    }
}

#[tokio::test]
async fn an_old_key_works_a_week_beside_the_new() {
    for (world, mut mary) in worlds().await {
        let form = [("key_name", "Shop"), ("opens", "read")];
        let old = mary.makes_key(&world, &form).await.between("<code>", "</code>");
        let list = mary.reads(&world, "/console/keys").await;
        let id = list.between("<code class=\"muted xs\">", "</code>");

        let rotated = mary.posts(&world, &format!("/console/keys/{id}/rotation"), &[]).await;
        let shown = mary.follows(&world, &rotated).await;
        let new = shown.between("<code>", "</code>");
        assert!(shown.text.contains("until"), "{}", shown.text);
        // Loaded again it makes no other, and shows nothing.
        let reloaded = mary.follows(&world, &rotated).await;
        assert_eq!(reloaded.location(), "/console/keys");

        assert!(opens(&world, &old).await && opens(&world, &new).await);
        let again = mary.posts(&world, &format!("/console/keys/{id}/rotation"), &[]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        world.clock.advance(7 * 24 * 3600 + 1);
        assert!(!opens(&world, &old).await && opens(&world, &new).await);
    }
}

#[tokio::test]
async fn a_line_of_keys_speaks_for_its_first() {
    for (world, mut mary) in worlds().await {
        let mut tx = world.tx().await;
        let by = By::CommandLine;
        let made = keys::make_key(&mut tx, by, KeyKind::SignIn, "Shop", Scope::Read).await;
        let (first, _) = made.unwrap();
        let day = jiff::SignedDuration::from_hours(24);
        let (second, _) = keys::rotate_key(&mut tx, by, first, day).await.unwrap();
        let (third, _) = keys::rotate_key(&mut tx, by, second, day).await.unwrap();
        let too_long = keys::rotate_key(&mut tx, by, third, keys::LONGEST_GRACE + day).await;
        assert_eq!(too_long.unwrap_err().code(), "invalid.keep");
        let until = keys::key(&mut tx, first).await.unwrap().revoked_at.unwrap();
        assert_eq!(until, tx.now() + day);
        tx.commit().await.unwrap();
        // In the console as well.
        let path = format!("/console/keys/{third}/rotation");
        assert_eq!(mary.posts(&world, &path, &[]).await.status, StatusCode::SEE_OTHER);

        let mut tx = world.tx().await;
        let find =
            tx.query("select coalesce(source, id) as source from api_key where organisation = $1");
        let rows = tx.list(find).await.unwrap();
        let sources: Vec<_> = rows.iter().map(|row| row.text("source").unwrap()).collect();
        assert_eq!(sources, vec![first.to_string(); 4]);
    }
}

#[tokio::test]
async fn a_revoked_key_opens_nothing() {
    for (world, mut mary) in worlds().await {
        let form = [("key_name", "Shop"), ("opens", "read")];
        let secret = mary.makes_key(&world, &form).await.between("<code>", "</code>");
        let list = mary.reads(&world, "/console/keys").await;
        let id = list.between("<code class=\"muted xs\">", "</code>");

        let done = mary.posts(&world, &format!("/console/keys/{id}/revocation"), &[]).await;

        assert_eq!(done.location(), "/console/keys");
        assert!(!opens(&world, &secret).await);
    }
}

#[tokio::test]
async fn a_sign_in_key_is_kept_but_shown_once() {
    for (world, mut mary) in worlds().await {
        let form = [("key_name", "Shop"), ("opens", "sign_in")];
        let shown = mary.makes_key(&world, &form).await;
        let secret = shown.between("<code>", "</code>");
        let mut tx = world.tx().await;
        let find = tx.query("select hash, id, secret from api_key where organisation = $1");
        let row = tx.one(find).await.unwrap();
        drop(tx);

        assert_eq!(row.text("secret").unwrap(), secret);
        assert_eq!(row.text("hash").unwrap(), row.text("id").unwrap());
        assert!(shown.text.contains(&row.text("id").unwrap()));
        assert!(!mary.reads(&world, "/console/keys").await.text.contains(&secret));
        assert!(!opens(&world, &secret).await, "it is no server key");
    }
}

#[tokio::test]
async fn the_last_use_of_a_key_is_noted() {
    for (world, mut mary) in worlds().await {
        let form = [("key_name", "Shop"), ("opens", "read")];
        let secret = mary.makes_key(&world, &form).await.between("<code>", "</code>");
        let mut shop = Browser::new(HOST);
        shop.bearer = Some(secret);

        shop.reads(&world, "/console/sign-in").await;

        // The note is written beside the request; it is waited for, not timed.
        for _ in 0..500 {
            if used(&world).await {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        assert!(used(&world).await);
    }
}

async fn used(world: &World) -> bool {
    let mut tx = world.tx().await;
    let find = tx
        .query("select count(*) as n from api_key where organisation = $1 and used_at is not null");
    tx.one(find).await.unwrap().number("n").unwrap() == 1
}

#[test]
fn no_route_of_staff_is_open_to_anybody() {
    let routes: Routes = crate::routes_at(crate::Cost::CHEAP);
    let open = routes.described().iter().filter(|r| r.needs == Needs::Anybody);
    let mut open: Vec<_> = open.map(|r| format!("{} {}", r.method, r.path)).collect();
    open.sort_unstable();
    assert_eq!(
        open,
        [
            "GET /console/forgotten",
            "GET /console/invitation",
            "GET /console/reset",
            "GET /console/sign-in",
            "GET /console/sign-in/code",
            "GET /set-up",
            "POST /console/forgotten",
            "POST /console/invitation",
            "POST /console/reset",
            "POST /console/sign-in",
            "POST /console/sign-in/code",
            "POST /console/sign-out",
            "POST /set-up",
        ]
    );
}
