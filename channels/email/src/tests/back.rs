//! What comes back finds its letter and whoever it was for.

use deedwell_testing::Somebody;

use super::*;
use crate::returned::Kind;
use crate::take_in::{TakenIn, take_in};

async fn sent(world: &World, sink: &Sink, to: &str, key: &str) -> (Id<Letter>, sink::Taken) {
    let id = asked(world, &receipt(to, key)).await;
    mailer(world).round().await.unwrap();
    let all = sink.letters();
    (id, all.into_iter().rfind(|l| l.to == to).unwrap())
}

async fn comes(world: &World, raw: &str) -> TakenIn {
    let mut tx = world.tx().await;
    let taken = take_in(&mut tx, raw.as_bytes()).await.unwrap();
    tx.commit().await.unwrap();
    taken
}

pub(super) fn bounce(to: &str, quoted: &str, status: &str) -> String {
    format!(
        "From: MAILER-DAEMON@mx.example\r\nTo: {to}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; other@inner.example\r\nAction: failed\r\nStatus: {status}\r\nDiagnostic-Code: smtp; 550 no such user\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {quoted}\r\n\r\n--b--\r\n"
    )
}

async fn ada(world: &World) -> Somebody {
    world.customer("Ada")
}

#[tokio::test]
async fn a_bounce_finds_its_letter_by_the_address_or_by_what_it_quotes() {
    for world in shops().await {
        let sink = open_sink().await;
        sends_through(&world, &sink, |_| {}).await;
        ada(&world).await.identity().await;
        let (one, taken) = sent(&world, &sink, "grace@example.com", "1").await;
        // The letter comes back to the address that it bore, with nothing quoted.
        let came = comes(&world, &bounce(&taken.from, "<none@x>", "5.1.1")).await;
        assert_eq!((came.kind, came.letter), (Kind::Bounce, Some(one)));
        let bounced = row(&world, one).await;
        assert_eq!(bounced.bounce.as_deref(), Some("hard"));
        // Told twice, it happened once.
        assert!(comes(&world, &bounce(&taken.from, "<none@x>", "5.1.1")).await.is_repeated);
        let next = asked(&world, &receipt("grace@example.com", "2")).await;
        mailer(&world).round().await.unwrap();
        assert_eq!(stands(&world, next).await, State::Suppressed);
        // By the Message-ID that is quoted.
        let (two, _) = sent(&world, &sink, "alan@example.com", "3").await;
        let quoted = row(&world, two).await.message_id;
        let came = comes(&world, &bounce("bounces@lamps.example", &quoted, "5.2.2")).await;
        assert_eq!(came.letter, Some(two));
        assert_eq!(row(&world, two).await.bounce.as_deref(), Some("soft"));
        let again = asked(&world, &receipt("alan@example.com", "4")).await;
        mailer(&world).round().await.unwrap();
        assert_eq!(stands(&world, again).await, State::Accepted, "a full box is not the end");
    }
}

#[tokio::test]
async fn what_nobody_can_place_is_kept_and_cuts_nobody_off() {
    for world in shops().await {
        let sink = open_sink().await;
        sends_through(&world, &sink, |_| {}).await;
        let (id, taken) = sent(&world, &sink, "grace@example.com", "1").await;
        let (local, domain) = taken.from.split_once('@').unwrap();
        let forged = format!("{}0@{domain}", &local[..local.len() - 1]);
        let forged = if forged == taken.from { forged.replace("0@", "1@") } else { forged };
        for raw in [
            bounce(&forged, "<none@x>", "5.1.1"),
            bounce("x@y.de", &format!("<{id}@elsewhere.example>"), "5.1.1"),
            bounce("x@y.de", "<01930000-0000-7000-8000-00000000000a@lamps.example>", "5.1.1"),
            "nothing that anybody could read".to_owned(),
        ] {
            comes(&world, &raw).await;
        }
        assert_eq!(row(&world, id).await.bounce, None);
        let mut tx = world.tx().await;
        let kept = store::returns(&mut tx, &store::ReturnsAsk::default(), 10).await.unwrap();
        assert_eq!(kept.len(), 4);
        assert!(store::count_unplaced(&mut tx).await.unwrap() >= 3);
        let (_, raw) = store::one_return(&mut tx, kept[0].id).await.unwrap();
        assert_eq!(raw, b"nothing that anybody could read");
        drop(tx);
        // Who is forgotten takes along what speaks of them.
        comes(&world, &bounce(&taken.from, "<none@x>", "5.1.1")).await;
        let grace = deedwell_people::Sign::new(
            deedwell_people::IdentityKind::Email,
            "grace@example.com",
            "",
        )
        .unwrap();
        let mut tx = world.tx().await;
        let proof = deedwell_people::Proof::Server;
        let grace =
            deedwell_people::ensure(&mut tx, &grace, proof, "Grace").await.unwrap().identity;
        let held = store::returns_of(&mut tx, &[grace]).await.unwrap();
        assert_eq!(held["came_back"][0]["status"], "5.1.1", "{held}");
        tx.commit().await.unwrap();
        let is_grace = |text: &str| text.contains("grace@example.com");
        let gone = store::forget_naming(world.db(), world.organisation(), &is_grace).await.unwrap();
        assert_eq!(gone, 1);
        world.advance(jiff::SignedDuration::from_hours(24 * 91));
        let mut tx = world.tx().await;
        assert_eq!(store::tidy(&mut tx).await.unwrap(), 4);
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn a_complaint_ends_what_nobody_asked_for() {
    for world in shops().await {
        let sink = open_sink().await;
        sends_through(&world, &sink, |_| {}).await;
        let (id, _) = sent(&world, &sink, "grace@example.com", "1").await;
        let message_id = row(&world, id).await.message_id;
        let raw = format!(
            "From: fbl@provider.example\r\nTo: fbl@lamps.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nVersion: 1\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: {message_id}\r\nFrom: x@y.de\r\n\r\nHello\r\n--b--\r\n"
        );
        let came = comes(&world, &raw).await;
        assert_eq!((came.kind, came.letter), (Kind::Complaint, Some(id)));
        assert!(row(&world, id).await.complained_at.is_some());
    }
}
