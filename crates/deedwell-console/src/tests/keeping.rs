//! The audit log, and what the ledger keeps.

use axum::http::StatusCode;
use deedwell_core::{Deed, Id};
use deedwell_web::Role;

use super::world::{EDSGER, MARY, PASSWORD, worlds};
use crate::deed::StaffDeed;

#[tokio::test]
async fn the_log_is_read_page_by_page() {
    for (world, mut mary) in worlds().await {
        for n in 0..55 {
            world.clock.advance(1);
            let form = [("name", format!("Mary {n}")), ("title", "=1+1".to_owned())];
            let form = [("name", form[0].1.as_str()), ("title", &form[1].1), ("language", "en")];
            assert_eq!(mary.posts(&world, "/console/me", &form).await.status, 303);
        }

        let first = mary.reads(&world, "/console/audit?deed=staff.changed").await;
        assert_eq!(first.text.matches("<th scope=\"row\">").count(), 50);
        assert!(first.text.contains("Mary 53 → Mary 54"), "{}", first.text);
        let next = first.between("<a href=\"/console/audit?deed=staff.changed&#38;before", "\"");
        let next = format!("/console/audit?deed=staff.changed&before{next}");
        let second = mary.reads(&world, &next).await;
        assert_eq!(second.text.matches("<th scope=\"row\">").count(), 5);

        let file = mary.reads(&world, "/console/audit.csv").await;
        assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
        assert_eq!(file.text.lines().count(), 58, "{}", file.text);
        let who = world.id_of(MARY).await;
        let path = format!("/console/audit.csv?who={who}&deed=units.added");
        let by = mary.reads(&world, &path).await;
        assert_eq!(by.text.lines().count(), 2, "the owner added the first unit");
    }
}

#[tokio::test]
async fn only_whoever_may_reads_the_log() {
    for (world, _) in worlds().await {
        let mut edsger = world.member("Edsger", EDSGER, "analyst").await;
        for path in ["/console/audit", "/console/audit.csv", "/console/settings", "/console/keys"] {
            let refused = edsger.reads(&world, path).await;
            assert_eq!(refused.status, StatusCode::FORBIDDEN, "{path}");
        }
        let list = edsger.reads(&world, "/console/staff").await;
        assert!(list.text.contains(MARY) && !list.text.contains("/console/staff/invitations"));
    }
}

#[tokio::test]
async fn what_has_run_out_is_thrown_away() {
    for (world, mut mary) in worlds().await {
        mary.posts(&world, "/console/sign-in", &[("email", MARY), ("password", PASSWORD)]).await;
        world.clock.advance(11 * 3600);
        assert_eq!(crate::acts::tidy(&mut world.tx().await).await.unwrap(), 0);
        world.clock.advance(60 * 3600);
        let mut tx = world.tx().await;
        let gone = crate::acts::tidy(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        assert!(gone >= 5, "two sessions and three limits, not {gone}");
        let out = mary.reads(&world, "/console/me").await;
        assert_eq!(out.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test]
async fn no_secret_stands_in_the_log() {
    for (world, mut mary) in worlds().await {
        let (secret, codes) = super::door::sets_up_factor(&world, &mut mary).await;
        let form = [("key_name", "Shop"), ("opens", "sign_in")];
        let key = mary.makes_key(&world, &form).await.between("<code>", "</code>");

        let log = mary.reads(&world, "/console/audit.csv").await.text;

        for word in [secret.as_str(), codes[0].as_str(), key.as_str(), PASSWORD, "$argon2id"] {
            assert!(!log.contains(word), "{word}");
        }
        assert!(log.contains("staff.second_factor_added") && log.contains("keys.made"), "{log}");
    }
}

fn id<T: ?Sized>() -> Id<T> {
    "01930000-0000-7000-8000-000000000001".parse().unwrap()
}

fn samples() -> Vec<StaffDeed> {
    use StaffDeed::*;
    vec![
        SetUp { organisation: id() },
        OrganisationChanged { organisation: id() },
        Invited { staff: id(), role: Role::Host },
        Joined { staff: id() },
        SignedIn { staff: id(), second_factor: true },
        RoleChanged { staff: id(), from: Role::Manager, to: Role::Viewer },
        Changed { staff: id() },
        Closed { staff: id() },
        Reopened { staff: id() },
        ResetOffered { staff: id() },
        PasswordChanged { staff: id() },
        SecondFactorAdded { staff: id() },
        SecondFactorRemoved { staff: id() },
        CodesRenewed { staff: id() },
        SessionsEnded { staff: id(), ended: 2 },
        UnitAdded { unit: id() },
        UnitChanged { unit: id() },
        UnitClosed { unit: id() },
        UnitReopened { unit: id() },
        KeyMade { key: id(), may_write: true },
        KeyRotated { key: id(), by: id() },
        KeyRevoked { key: id() },
    ]
}

/// A sample that was stored once is never edited: a new fact is a new version with its own.
#[test]
fn deeds_are_written_as_they_always_were() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("ledger");
    for deed in samples() {
        let file = folder.join(format!("{}.1.json", deed.kind()));
        let kept = std::fs::read_to_string(&file).unwrap_or_else(|_| panic!("{}", file.display()));
        assert_eq!(serde_json::to_string(&deed).unwrap(), kept.trim_end(), "{}", deed.kind());
        assert!(deedwell_core::deed::is_kind(deed.kind()), "{}", deed.kind());
    }
}

#[test]
fn deeds_carry_ids_and_roles_only() {
    let id = deedwell_core::Clock::held(jiff::Timestamp::UNIX_EPOCH);
    let staff = id.new_id();
    let deed = StaffDeed::RoleChanged { staff, from: Role::Manager, to: Role::Viewer };
    assert_eq!(deed.kind(), "staff.role_changed");
    assert_eq!(deed.about(), Some(format!("staff/{staff}")));
    assert_eq!(serde_json::to_string(&deed).unwrap(), r#"{"from":"manager","to":"viewer"}"#);
    let joined = serde_json::to_string(&StaffDeed::Joined { staff }).unwrap();
    assert_eq!(joined, "{}");
}
