//! Getting in.

use axum::http::StatusCode;

use super::world::{Browser, EDSGER, MARY, PASSWORD, World, empty_worlds, set_up_form, worlds};
use crate::acts::{self, factor};

const HOST: &str = "fell-vale.engage.example";

#[tokio::test]
async fn set_up_happens_once() {
    for world in empty_worlds().await {
        let older = acts::setup_link(world.app.db()).await.unwrap().unwrap();
        let newer = acts::setup_link(world.app.db()).await.unwrap().unwrap();
        let mut mary = Browser::new("engage.example");

        let door = mary.reads(&world, "/console").await;
        assert_eq!(door.location(), "/set-up");
        let closed = mary.reads(&world, "/set-up").await;
        assert!(closed.text.contains("the server printed when it started"), "{}", closed.text);
        let void = format!("/set-up?token={}", older.reveal());
        assert!(!mary.reads(&world, &void).await.text.contains("<form class=\"stack"));
        let open = mary.reads(&world, &format!("/set-up?token={}", newer.reveal())).await;
        assert!(open.text.contains("name=\"organisation\""), "{}", open.text);

        let (form, mut second) = (set_up_form(newer.reveal()), Browser::new("engage.example"));
        let (a, b) = tokio::join!(
            mary.posts(&world, "/set-up", &form),
            second.posts(&world, "/set-up", &form),
        );

        let won = [&a, &b].iter().filter(|reply| reply.location() == "/console").count();
        assert_eq!(won, 1, "{} {}", a.text, b.text);
        let lost = [&a, &b].iter().any(|reply| reply.status == StatusCode::NOT_FOUND);
        assert!(lost, "{} {}", a.status, b.status);
        let late = mary.posts(&world, "/set-up", &form).await;
        let gone = mary.reads(&world, &format!("/set-up?token={}", newer.reveal())).await;
        assert_eq!((late.status, gone.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        assert!(acts::setup_link(world.app.db()).await.unwrap().is_none());
        assert_eq!(world.audit().await, ["organisation.set_up", "units.added"]);
    }
}

#[tokio::test]
async fn a_set_up_form_keeps_what_was_typed() {
    for world in empty_worlds().await {
        let token = acts::setup_link(world.app.db()).await.unwrap().unwrap();
        let mut mary = Browser::new("engage.example");
        let mut form = set_up_form(token.reveal());
        form[2].1 = "Mary <b>";
        form[3].1 = "not an address";
        form[4].1 = "short";

        let again = mary.posts(&world, "/set-up", &form).await;

        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.text.contains("Two things to put right"), "{}", again.text);
        assert!(again.text.contains("value=\"Mary &#60;b&#62;\""), "{}", again.text);
        assert!(again.text.contains("aria-describedby=\"e-email\""), "{}", again.text);
        assert!(!again.text.contains("value=\"short\""));
        assert!(acts::setup_link(world.app.db()).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn five_wrong_passwords_and_then_a_pause() {
    for (world, _) in worlds().await {
        let mut kurt = Browser::new(HOST);
        for left in [4, 3, 2] {
            let wrong = kurt.signs_in(&world, MARY, "not this one at all").await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
            let said = format!("That is not it. {left} more tries, then a pause.");
            assert!(wrong.text.contains(&said), "{}", wrong.text);
            assert!(wrong.text.contains(&format!("value=\"{MARY}\"")), "{}", wrong.text);
        }
        let wrong = kurt.signs_in(&world, MARY, "not this one at all").await;
        assert!(wrong.text.contains("One more try, then a pause."), "{}", wrong.text);
        let last = kurt.signs_in(&world, MARY, "not this one at all").await;
        assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);

        let right = kurt.signs_in(&world, MARY, PASSWORD).await;
        assert_eq!(right.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(right.headers.contains_key("retry-after"));
        assert!(right.text.contains("Please wait 60 seconds"), "{}", right.text);
        assert!(world.audit().await.contains(&"staff.sign_in_paused".to_owned()));

        world.clock.advance(61);
        let after = kurt.signs_in(&world, MARY, PASSWORD).await;
        assert_eq!(after.location(), "/console", "{}", after.text);
    }
}

#[tokio::test]
async fn nobody_learns_who_has_an_account() {
    for (world, _) in worlds().await {
        let mut kurt = Browser::new(HOST);

        let known = kurt.signs_in(&world, MARY, "not this one at all").await;
        let unknown = kurt.signs_in(&world, "nobody@fellandvale.example", "not this one").await;

        assert_eq!(known.status, unknown.status);
        let plain = |text: &str| text.replace(MARY, "").replace("nobody@fellandvale.example", "");
        assert_eq!(plain(&known.text), plain(&unknown.text));
    }
}

#[tokio::test]
async fn signing_in_right_is_never_paused() {
    for (world, _) in worlds().await {
        for _ in 0..8 {
            let done = Browser::new(HOST).signs_in(&world, &MARY.to_uppercase(), PASSWORD).await;
            assert_eq!(done.location(), "/console", "{}", done.text);
        }
    }
}

#[tokio::test]
async fn nobody_is_sent_elsewhere() {
    for (world, _) in worlds().await {
        for (to, leads) in [
            ("/console/audit?who=x", "/console/audit?who=x"),
            ("https://evil.example/", "/console"),
            ("//evil.example", "/console"),
            ("/\\evil.example", "/console"),
            ("/console/sign-in", "/console"),
        ] {
            let mut mary = Browser::new(HOST);
            let form = [("email", MARY), ("password", PASSWORD), ("to", to)];
            let done = mary.posts(&world, "/console/sign-in", &form).await;
            assert_eq!(done.location(), leads);
            let page = format!("/console/sign-in?to={}", deedwell_web::address::encode(to));
            assert_eq!(mary.reads(&world, &page).await.location(), leads);
        }
    }
}

#[tokio::test]
async fn another_site_cannot_act_here() {
    for (world, mut mary) in worlds().await {
        mary.from = "cross-site";
        let form = [("name", "Kurt"), ("email", "kurt@kurt.example"), ("role", "owner")];
        let invited = mary.posts(&world, "/console/staff/invitations", &form).await;
        let mut kurt = Browser::new(HOST);
        kurt.from = "cross-site";
        let signed_in = kurt.signs_in(&world, MARY, PASSWORD).await;

        assert_eq!(invited.status, StatusCode::FORBIDDEN);
        assert_eq!(signed_in.status, StatusCode::FORBIDDEN);
        assert_eq!(world.audit().await, ["organisation.set_up", "units.added"]);
    }
}

#[tokio::test]
async fn signing_out_ends_the_session() {
    for (world, mut mary) in worlds().await {
        let kept = mary.cookies.clone();

        let out = mary.posts(&world, "/console/sign-out", &[]).await;

        assert_eq!(out.location(), "/console/sign-in");
        mary.cookies = kept;
        let refused = mary.reads(&world, "/console/me").await;
        assert_eq!(refused.location(), "/console/sign-in?to=/console/me");
    }
}

/// The second factor of whoever's browser this is; gives its secret and the codes on paper.
pub async fn sets_up_factor(world: &World, browser: &mut Browser) -> (String, Vec<String>) {
    let begun = browser.posts(world, "/console/me/factor/draft", &[]).await;
    assert_eq!(begun.location(), "/console/me/factor", "{}", begun.text);
    let page = browser.reads(world, "/console/me/factor").await;
    assert!(page.text.contains("<svg class=\"qr\""), "{}", page.text);
    assert!(page.text.contains("otpauth://totp/"), "{}", page.text);
    let secret = page.between("<p><code>", "</code></p>").replace(' ', "");
    let wrong = [("code", "000000"), ("old", PASSWORD)];
    let wrong = browser.posts(world, "/console/me/factor", &wrong).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", wrong.text);
    let code = code_now(world, &secret);
    let stolen = [("code", code.as_str()), ("old", "not the password")];
    let stolen = browser.posts(world, "/console/me/factor", &stolen).await;
    assert_eq!(stolen.status, StatusCode::UNPROCESSABLE_ENTITY, "a session alone locks nobody out");
    let done = [("code", code.as_str()), ("old", PASSWORD)];
    let done = browser.posts(world, "/console/me/factor", &done).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text);
    let parts = done.text.split("<li><code>").skip(1);
    let codes = parts.map(|p| p.split_once('<').unwrap().0.to_owned()).collect();
    (secret, codes)
}

pub fn code_now(world: &World, secret: &str) -> String {
    factor::code_at(secret, world.clock.now().as_second().unsigned_abs()).unwrap()
}

#[tokio::test]
async fn a_code_from_the_telephone_works_once() {
    for (world, mut mary) in worlds().await {
        let (secret, _) = sets_up_factor(&world, &mut mary).await;
        assert_eq!(mary.reads(&world, "/console/me").await.status, StatusCode::OK);
        world.clock.advance(60);
        let code = code_now(&world, &secret);
        let mut first = Browser::new(HOST);
        let ticket = first.signs_in(&world, MARY, PASSWORD).await;
        assert_eq!(ticket.location(), "/console/sign-in/code?to=/console");
        let early = first.reads(&world, "/console/me").await;
        assert_eq!(early.location(), "/console/sign-in?to=/console/me");

        let done = first.posts(&world, "/console/sign-in/code", &[("code", &code)]).await;
        assert_eq!(done.location(), "/console", "{}", done.text);

        let mut replay = Browser::new(HOST);
        replay.signs_in(&world, MARY, PASSWORD).await;
        let again = replay.posts(&world, "/console/sign-in/code", &[("code", &code)]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", again.text);
        let door = replay.reads(&world, "/console/me").await;
        assert_eq!(door.location(), "/console/sign-in?to=/console/me");
    }
}

#[tokio::test]
async fn a_code_on_paper_works_once() {
    for (world, mut mary) in worlds().await {
        let (_, codes) = sets_up_factor(&world, &mut mary).await;
        assert_eq!(codes.len(), factor::RECOVERY_CODES);
        let paper = codes[3].to_uppercase();
        for expected in ["/console", ""] {
            let mut browser = Browser::new(HOST);
            browser.signs_in(&world, MARY, PASSWORD).await;
            let form = [("code", paper.as_str())];
            let done = browser.posts(&world, "/console/sign-in/code", &form).await;
            assert_eq!(done.location(), expected, "{}", done.text);
        }
        let account = mary.reads(&world, "/console/me").await;
        assert!(account.text.contains("9 codes on paper are left"), "{}", account.text);
    }
}

#[tokio::test]
async fn wrong_codes_end_the_ticket() {
    for (world, mut mary) in worlds().await {
        let (_, codes) = sets_up_factor(&world, &mut mary).await;
        let mut kurt = Browser::new(HOST);
        kurt.signs_in(&world, MARY, PASSWORD).await;
        for _ in 0..5 {
            let wrong = kurt.posts(&world, "/console/sign-in/code", &[("code", "123456")]).await;
            assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let form = [("code", codes[0].as_str())];
        let dead = kurt.posts(&world, "/console/sign-in/code", &form).await;
        assert_eq!(dead.location(), "/console/sign-in");
        kurt.signs_in(&world, MARY, PASSWORD).await;
        for _ in 0..5 {
            kurt.posts(&world, "/console/sign-in/code", &[("code", "123456")]).await;
        }
        kurt.signs_in(&world, MARY, PASSWORD).await;
        let paused = kurt.posts(&world, "/console/sign-in/code", &form).await;
        assert_eq!(paused.status, StatusCode::TOO_MANY_REQUESTS);
    }
}

/// A password takes a while to be looked at; who sets another by a link meanwhile has ended the session.
#[tokio::test]
async fn what_was_asked_in_a_session_that_ended_is_not_done() {
    for (world, mary) in worlds().await {
        let cookies: Vec<String> = mary.cookies.iter().map(|(n, v)| format!("{n}={v}")).collect();
        let mut headers = axum::http::HeaderMap::new();
        headers.insert("cookie", cookies.join("; ").parse().unwrap());
        let me = deedwell_web::StaffMember {
            id: world.id_of(MARY).await.parse().unwrap(),
            name: String::new(),
            title: String::new(),
            role: deedwell_web::Role::Owner,
            unit: None,
            has_second_factor: false,
        };
        let still_here = async || {
            let mut tx = world.tx().await;
            crate::settings::still_here(&mut tx, &world.app, &me, &headers).await.is_ok()
        };
        assert!(still_here().await);
        let mut tx = world.tx().await;
        deedwell_web::sessions::end_all(&mut tx, me.id).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!still_here().await);
    }
}

#[tokio::test]
async fn turning_the_factor_off_needs_the_password() {
    for (world, mut mary) in worlds().await {
        sets_up_factor(&world, &mut mary).await;

        let form = [("old", "not this one at all")];
        let refused = mary.posts(&world, "/console/me/factor/removal", &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("That is not your password."), "{}", refused.text);
        let form = [("old", PASSWORD)];
        let off = mary.posts(&world, "/console/me/factor/removal", &form).await;
        assert_eq!(off.location(), "/console/me");

        let done = Browser::new(HOST).signs_in(&world, MARY, PASSWORD).await;
        assert_eq!(done.location(), "/console");
        assert_eq!(mary.reads(&world, "/console/me").await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn a_closed_member_stays_outside() {
    for (world, mut mary) in worlds().await {
        let mut edsger = world.member("Edsger", EDSGER, "manager").await;
        let id = world.id_of(EDSGER).await;

        let closing = format!("/console/staff/{id}/closing");
        assert_eq!(mary.posts(&world, &closing, &[]).await.status, StatusCode::SEE_OTHER);

        let refused = edsger.reads(&world, "/console/staff").await;
        assert_eq!(refused.location(), "/console/sign-in?to=/console/staff");
        let again = edsger.signs_in(&world, EDSGER, PASSWORD).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        mary.posts(&world, &format!("/console/staff/{id}/reopening"), &[]).await;
        let back = edsger.signs_in(&world, EDSGER, PASSWORD).await;
        assert_eq!(back.location(), "/console");
    }
}
