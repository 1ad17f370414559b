//! Invitations, roles, links.

use axum::http::StatusCode;

use super::world::{Browser, EDSGER, MARY, PASSWORD, worlds};
use crate::acts::{self, By};

const HOST: &str = "fell-vale.engage.example";
const GRACE: &str = "grace@fellandvale.example";

fn invitation<'a>(email: &'a str, role: &'a str) -> [(&'a str, &'a str); 5] {
    [
        ("name", "Grace"),
        ("email", email),
        ("title", "runs the workshop"),
        ("role", role),
        ("unit", ""),
    ]
}

#[tokio::test]
async fn an_invitation_is_taken_up_once() {
    for (world, mut mary) in worlds().await {
        let form = invitation("Grace@FellAndVale.example", "host");
        let shown = mary.posts(&world, "/console/staff/invitations", &form).await;
        assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
        assert!(shown.text.contains("Deedwell sends no mail yet"), "{}", shown.text);
        let link = shown.link();
        assert!(link.starts_with("/console/invitation?token="), "{link}");
        let token = link.split_once('=').unwrap().1.to_owned();
        assert!(!world.audit_details().await.contains(&token));

        let mut grace = Browser::new(HOST);
        let page = grace.reads(&world, &link).await;
        assert!(page.text.contains("You were invited as Grace"), "{}", page.text);
        let weak =
            [("token", token.as_str()), ("password", "grace@fellandvale.example"), ("again", "")];
        let again = grace.posts(&world, "/console/invitation", &weak).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        let form = [("token", token.as_str()), ("password", PASSWORD), ("again", PASSWORD)];
        let joined = grace.posts(&world, "/console/invitation", &form).await;
        assert_eq!(joined.location(), "/console/sign-in", "{}", joined.text);
        let not_in = grace.reads(&world, "/console/staff").await;
        assert_eq!(not_in.location(), "/console/sign-in?to=/console/staff");

        let twice = grace.posts(&world, "/console/invitation", &form).await;
        assert_eq!(twice.status, StatusCode::NOT_FOUND);
        assert_eq!(grace.signs_in(&world, GRACE, PASSWORD).await.location(), "/console");
        assert_eq!(world.audit().await[2..], ["staff.invited", "staff.joined", "staff.signed_in"]);
        let list = mary.reads(&world, "/console/staff").await;
        assert!(list.text.contains(GRACE) && list.text.contains("runs the workshop"));
    }
}

#[tokio::test]
async fn a_link_of_one_purpose_opens_no_other() {
    for (world, mut mary) in worlds().await {
        let form = invitation(GRACE, "host");
        let invited = mary.posts(&world, "/console/staff/invitations", &form).await.link();
        world.member("Edsger", EDSGER, "manager").await;
        let edsger = world.id_of(EDSGER).await;
        let reset = mary.posts(&world, &format!("/console/staff/{edsger}/reset"), &[]).await.link();
        let mut kurt = Browser::new(HOST);
        for (link, other) in [(&invited, "/console/reset"), (&reset, "/console/invitation")] {
            let token = link.split_once('=').unwrap().1;
            let page = kurt.reads(&world, &format!("{other}?token={token}")).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND);
            let form = [("token", token), ("password", PASSWORD), ("again", PASSWORD)];
            let posted = kurt.posts(&world, other, &form).await;
            assert_eq!(posted.status, StatusCode::NOT_FOUND);
            kurt.cookies.insert("deedwell-ticket".to_owned(), token.to_owned());
            let code = kurt.posts(&world, "/console/sign-in/code", &[("code", "123456")]).await;
            assert_eq!(code.location(), "/console/sign-in");
        }
        let token = reset.split_once('=').unwrap().1;
        assert_eq!(kurt.reads(&world, &format!("/console/reset?token={token}")).await.status, 200);
        world.clock.advance(25 * 3600);
        let late = kurt.reads(&world, &format!("/console/reset?token={token}")).await;
        assert_eq!(late.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn a_new_password_ends_every_session() {
    for (world, mut mary) in worlds().await {
        let mut edsger = world.member("Edsger", EDSGER, "manager").await;
        let id = world.id_of(EDSGER).await;
        let path = format!("/console/staff/{id}/reset");
        let older = mary.posts(&world, &path, &[]).await.link();
        let link = mary.posts(&world, &path, &[]).await.link();
        let mut fresh = Browser::new(HOST);
        assert_eq!(fresh.reads(&world, &older).await.status, StatusCode::NOT_FOUND);

        let token = link.split_once('=').unwrap().1;
        let new = "nine goats in a garden";
        let form = [("token", token), ("password", new), ("again", new)];
        let done = fresh.posts(&world, "/console/reset", &form).await;

        assert_eq!(done.location(), "/console/sign-in", "{}", done.text);
        let refused = edsger.reads(&world, "/console/staff").await;
        assert_eq!(refused.location(), "/console/sign-in?to=/console/staff");
        assert_eq!(edsger.signs_in(&world, EDSGER, PASSWORD).await.status, 422);
        assert_eq!(edsger.signs_in(&world, EDSGER, new).await.location(), "/console");
    }
}

#[tokio::test]
async fn a_change_of_role_ends_the_session() {
    for (world, mut mary) in worlds().await {
        let mut edsger = world.member("Edsger", EDSGER, "manager").await;
        assert_eq!(edsger.reads(&world, "/console/settings").await.status, StatusCode::OK);
        let page = format!("/console/staff/{}", world.id_of(EDSGER).await);

        let form = [("name", "Edsger"), ("title", ""), ("role", "viewer"), ("unit", "")];
        assert_eq!(mary.posts(&world, &page, &form).await.location(), page);

        let refused = edsger.reads(&world, "/console/settings").await;
        assert_eq!(refused.location(), "/console/sign-in?to=/console/settings");
        edsger.signs_in(&world, EDSGER, PASSWORD).await;
        let still = edsger.reads(&world, "/console/settings").await;
        assert_eq!(still.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn a_manager_cannot_make_an_owner() {
    for (world, _) in worlds().await {
        let mut edsger = world.member("Edsger", EDSGER, "manager").await;
        let (mary, own) = (world.id_of(MARY).await, world.id_of(EDSGER).await);
        let page = edsger.reads(&world, "/console/staff").await;
        assert!(!page.text.contains("value=\"owner\""), "{}", page.text);

        let form = invitation(GRACE, "owner");
        let invited = edsger.posts(&world, "/console/staff/invitations", &form).await;
        let rise = [("name", "Edsger"), ("title", ""), ("role", "owner"), ("unit", "")];
        let risen = edsger.posts(&world, &format!("/console/staff/{own}"), &rise).await;
        let fall = [("name", "Mary"), ("title", ""), ("role", "viewer"), ("unit", "")];
        let fallen = edsger.posts(&world, &format!("/console/staff/{mary}"), &fall).await;
        let mut refused = vec![invited, risen, fallen];
        for act in ["closing", "reset", "invitation", "factor/removal"] {
            refused.push(edsger.posts(&world, &format!("/console/staff/{mary}/{act}"), &[]).await);
        }

        for reply in refused {
            assert_eq!(reply.status, StatusCode::CONFLICT, "{}", reply.text);
            assert!(reply.text.contains("That role may more than yours."), "{}", reply.text);
        }
        assert_eq!(edsger.reads(&world, "/console/keys").await.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn the_last_owner_stays() {
    for (world, mut mary) in worlds().await {
        let page = format!("/console/staff/{}", world.id_of(MARY).await);
        let form = [("name", "Mary"), ("title", ""), ("role", "manager"), ("unit", "")];
        // Somebody who was only invited is no owner yet.
        mary.posts(&world, "/console/staff/invitations", &invitation(GRACE, "owner")).await;

        let demoted = mary.posts(&world, &page, &form).await;
        let left = mary.posts(&world, &format!("{page}/closing"), &[]).await;

        assert_eq!((demoted.status, left.status), (StatusCode::CONFLICT, StatusCode::CONFLICT));
        assert!(left.text.contains("This is the last owner."), "{}", left.text);
        world.member("Edsger", EDSGER, "owner").await;
        assert_eq!(mary.posts(&world, &page, &form).await.location(), page);
    }
}

#[tokio::test]
async fn two_owners_cannot_demote_each_other_at_once() {
    for (world, _) in worlds().await {
        world.member("Edsger", EDSGER, "owner").await;
        let (mary, edsger) = (world.id_of(MARY).await, world.id_of(EDSGER).await);
        // On SQLite there is one writer anyway; elsewhere both begin before either writes.
        let both = tokio::sync::Barrier::new(2);
        let demote = async |id: String| {
            let mut tx = world.tx().await;
            if !world.app.db().is_sqlite() {
                both.wait().await;
            }
            acts::close(&mut tx, By::CommandLine, id.parse().unwrap()).await?;
            tx.commit().await.map(drop)
        };

        let (a, b) = tokio::join!(demote(mary), demote(edsger));

        assert!(a.is_ok() != b.is_ok(), "{a:?} {b:?}");
    }
}

#[tokio::test]
async fn an_address_joins_once() {
    for (world, mut mary) in worlds().await {
        let form = invitation(MARY, "host");
        let refused = mary.posts(&world, "/console/staff/invitations", &form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("Somebody here has this address already."));
        assert!(refused.text.contains("value=\"runs the workshop\""), "{}", refused.text);
        let form = [("name", " "), ("email", "grace"), ("role", "king")];
        let refused = mary.posts(&world, "/console/staff/invitations", &form).await;
        assert!(refused.text.contains("Three things to put right."), "{}", refused.text);
    }
}

#[tokio::test]
async fn ids_of_another_organisation_are_missing() {
    for (world, mut mary) in worlds().await {
        let id = world.id_of(MARY).await;
        let keys = mary.posts(&world, "/console/keys", &[("key_name", "Shop"), ("opens", "read")]);
        assert_eq!(keys.await.status, StatusCode::SEE_OTHER);
        let list = mary.reads(&world, "/console/keys").await;
        let key = list.between("<code class=\"muted xs\">", "</code>");
        let settings = mary.reads(&world, "/console/settings").await;
        let unit = settings.between("/console/settings/units/", "\"");
        let form = invitation(GRACE, "host");
        let link = mary.posts(&world, "/console/staff/invitations", &form).await.link();
        let mut kurt = world.outsider().await;

        for path in
            [format!("/console/staff/{id}"), format!("/console/settings/units/{unit}"), link]
        {
            assert_eq!(kurt.reads(&world, &path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let form = [("name", "Kurt"), ("title", ""), ("role", "viewer"), ("unit", "")];
        let changed = kurt.posts(&world, &format!("/console/staff/{id}"), &form).await;
        assert_eq!(changed.status, StatusCode::NOT_FOUND);
        for path in [
            format!("/console/staff/{id}/closing"),
            format!("/console/staff/{id}/reset"),
            format!("/console/settings/units/{unit}/closing"),
            format!("/console/keys/{key}/revocation"),
            format!("/console/keys/{key}/rotation"),
        ] {
            let posted = kurt.posts(&world, &path, &[]).await;
            assert_eq!(posted.status, StatusCode::NOT_FOUND, "{path}");
        }
        // A unit of theirs cannot be given to a member of his.
        let form =
            [("name", "Eve"), ("email", "eve@kurt.example"), ("role", "host"), ("unit", &unit)];
        let invited = kurt.posts(&world, "/console/staff/invitations", &form).await;
        assert_eq!(invited.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", invited.text);
        // Mary's session opens nothing at Kurt's.
        mary.host = kurt.host;
        let door = mary.reads(&world, "/console/staff").await;
        assert_eq!(door.location(), "/console/sign-in?to=/console/staff");
    }
}

#[tokio::test]
async fn invitations_are_not_endless() {
    for (world, mut mary) in worlds().await {
        for n in 0..60 {
            let email = format!("member{n}@fellandvale.example");
            let form = invitation(&email, "host");
            let made = mary.posts(&world, "/console/staff/invitations", &form).await;
            assert_eq!(made.status, StatusCode::OK);
        }
        let form = invitation(GRACE, "host");
        let refused = mary.posts(&world, "/console/staff/invitations", &form).await;
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
        world.clock.advance(3600);
        let later = mary.posts(&world, "/console/staff/invitations", &form).await;
        assert_eq!(later.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn the_command_line_calls_the_same_acts() {
    for (world, _) in worlds().await {
        let new = acts::members::NewMember::checked("Grace", GRACE, "", "owner").unwrap();
        let mut tx = world.tx().await;
        let (id, token) = acts::invite(&mut tx, By::CommandLine, &new).await.unwrap();
        let owner = acts::find_by_email(&mut tx, MARY).await.unwrap();
        acts::reset_link(&mut tx, By::CommandLine, owner).await.unwrap();
        let names: Vec<_> =
            acts::members(&mut tx).await.unwrap().into_iter().map(|m| m.name).collect();
        tx.commit().await.unwrap();

        assert_eq!(names, ["Grace", "Mary Fell"]);
        let link = format!("/console/invitation?token={}", token.reveal());
        assert_eq!(Browser::new(HOST).reads(&world, &link).await.status, StatusCode::OK, "{id}");
    }
}
