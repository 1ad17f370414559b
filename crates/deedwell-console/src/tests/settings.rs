//! The organisation, its units, one's own account.

use axum::http::StatusCode;

use super::world::{Browser, MARY, PASSWORD, worlds};

const HOST: &str = "fell-vale.engage.example";

fn organisation<'a>(slug: &'a str, host: &'a str) -> [(&'a str, &'a str); 6] {
    [
        ("organisation", "Fell & Vale Ltd"),
        ("slug", slug),
        ("host", host),
        ("currency", "EUR"),
        ("zone", "Europe/Dublin"),
        ("language", "de"),
    ]
}

#[tokio::test]
async fn the_organisation_moves_to_its_own_host() {
    for (world, mut mary) in worlds().await {
        world.outsider().await;
        let form = organisation("fell", "ideas.fellandvale.example");
        let saved = mary.posts(&world, "/console/settings", &form).await;
        assert_eq!(saved.location(), "/console/settings", "{}", saved.text);

        assert_eq!(mary.reads(&world, "/console/settings").await.status, StatusCode::NOT_FOUND);
        mary.host = "ideas.fellandvale.example";
        let page = mary.reads(&world, "/console/settings").await;
        assert!(page.text.contains("Fell &#38; Vale Ltd"), "{}", page.text);
        let form = [("name", "Eve"), ("email", "eve@x.example"), ("role", "host")];
        let invited = mary.posts(&world, "/console/staff/invitations", &form).await;
        assert!(invited.text.contains("http://ideas.fellandvale.example/console/invitation"));
    }
}

#[tokio::test]
async fn nobody_takes_the_place_of_another() {
    for (world, mut mary) in worlds().await {
        let mut kurt = world.outsider().await;
        let own = organisation("fell-vale", "ideas.fellandvale.example");
        mary.posts(&world, "/console/settings", &own).await;
        for (slug, host, field) in [
            ("fell-vale", "", "slug"),
            ("kurt-inc", "ideas.fellandvale.example", "host"),
            ("kurt-inc", "fell-vale.engage.example", "host"),
            ("kurt-inc", "engage.example", "host"),
            ("www", "", "slug"),
            ("Kurt Inc!", "", "slug"),
            ("kurt-inc", "https://kurt.example/", "host"),
        ] {
            let refused = kurt.posts(&world, "/console/settings", &organisation(slug, host)).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{slug} {host}");
            let said = format!("id=\"e-{field}\"");
            assert!(refused.text.contains(&said), "{slug} {host} {}", refused.text);
        }
    }
}

#[tokio::test]
async fn units_come_and_go() {
    for (world, mut mary) in worlds().await {
        let form = [("unit_name", "Hexham"), ("unit_key", ""), ("unit_currency", "GBP")];
        let added = mary.posts(&world, "/console/settings/units", &form).await;
        assert_eq!(added.location(), "/console/settings", "{}", added.text);
        let twice = mary.posts(&world, "/console/settings/units", &form).await;
        assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(twice.text.contains("Another unit has this short word already."));

        let page = mary.reads(&world, "/console/settings").await;
        let unit = page.between("/console/settings/units/", "\"");
        let path = format!("/console/settings/units/{unit}");
        let form = [("unit_name", "Hexham and Corbridge"), ("unit_currency", "EUR")];
        assert_eq!(mary.posts(&world, &path, &form).await.location(), "/console/settings");
        mary.posts(&world, &format!("{path}/closing"), &[]).await;
        assert!(mary.reads(&world, &path).await.text.contains("Reopen the unit"));
        let form = [("name", "Eve"), ("email", "eve@x.example"), ("role", "host"), ("unit", &unit)];
        let invited = mary.posts(&world, "/console/staff/invitations", &form).await;
        assert_eq!(invited.status, StatusCode::UNPROCESSABLE_ENTITY, "a closed unit takes nobody");
        mary.posts(&world, &format!("{path}/reopening"), &[]).await;

        let did = ["units.added", "units.changed", "units.closed", "units.reopened"];
        assert_eq!(world.audit().await[2..], did);
    }
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    for (world, mut mary) in worlds().await {
        let mut other = Browser::new(HOST);
        other.signs_in(&world, MARY, PASSWORD).await;
        let new = "nine goats in a garden";
        for (old, password, again) in [
            ("wrong old password", new, new),
            (PASSWORD, "short", "short"),
            (PASSWORD, new, "else"),
        ] {
            let form = [("old", old), ("password", password), ("again", again)];
            let refused = mary.posts(&world, "/console/me/password", &form).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
        }

        let form = [("old", PASSWORD), ("password", new), ("again", new)];
        let changed = mary.posts(&world, "/console/me/password", &form).await;

        assert_eq!(changed.location(), "/console/me", "{}", changed.text);
        assert_eq!(mary.reads(&world, "/console/me").await.status, StatusCode::OK);
        let out = other.reads(&world, "/console/me").await;
        assert_eq!(out.location(), "/console/sign-in?to=/console/me");
        assert_eq!(other.signs_in(&world, MARY, new).await.location(), "/console");
    }
}

#[tokio::test]
async fn other_sessions_are_ended() {
    for (world, mut mary) in worlds().await {
        let mut other = Browser::new(HOST);
        other.signs_in(&world, MARY, PASSWORD).await;
        let page = mary.reads(&world, "/console/me").await;
        assert!(page.text.contains("this browser"), "{}", page.text);

        let ended = mary.posts(&world, "/console/me/sessions/ending", &[]).await;

        assert_eq!(ended.location(), "/console/me");
        assert_eq!(mary.reads(&world, "/console/me").await.status, StatusCode::OK);
        assert_eq!(other.reads(&world, "/console/me").await.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn the_account_keeps_its_language() {
    for (world, mut mary) in worlds().await {
        let form = [("name", "Mary"), ("title", "runs it all"), ("language", "de")];
        assert_eq!(mary.posts(&world, "/console/me", &form).await.location(), "/console/me");
        assert!(mary.reads(&world, "/console/me").await.text.contains("Ihr Konto"));
        let mut elsewhere = Browser::new(HOST);
        elsewhere.signs_in(&world, MARY, PASSWORD).await;
        assert!(elsewhere.reads(&world, "/console/me").await.text.contains("runs it all"));
        assert_eq!(elsewhere.cookies.get("deedwell-language").map(String::as_str), Some("de"));
    }
}
