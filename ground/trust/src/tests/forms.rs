//! Public forms: what people send is taken, what machines send is not, and everybody is told what to do.

use deedwell_core::Timestamp;
use jiff::SignedDuration;

use super::worlds;
use crate::acts::form::{Sent, give, take};
use crate::form::{
    FASTEST, Facts, Given, Judged, Reason, Verdict, given, judge, links, repeats, token,
};
use crate::level::Level;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_000_000 + second).unwrap()
}

fn fine() -> Facts {
    Facts {
        age: Some(SignedDuration::from_secs(40)),
        fastest: FASTEST,
        reused: false,
        honey: false,
        level: Level::New,
        links: 0,
        repeats: false,
        alike: 0,
        person_over: false,
        network_over: false,
    }
}

#[test]
fn a_token_is_for_one_form_and_cannot_be_made() {
    let out = token("hush", "complaint", "n0nce", at(0));
    let of = |secret: &str, what: &str, token: &str| given(secret, what, token, at(9));
    let age = SignedDuration::from_secs(9);
    assert_eq!(of("hush", "complaint", &out), Given::Out { age, nonce: "n0nce".into() });
    assert_eq!(of("hush", "idea", &out), Given::Forged);
    assert_eq!(of("other", "complaint", &out), Given::Forged, "of another organisation");
    let later = out.replacen("1000000", "1000005", 1);
    let renamed = out.replacen("n0nce", "n0ncf", 1);
    // What moves a letter from one part to the next.
    let shifted = out.replacen("1000000.n", "1000000n.", 1);
    let long = format!("{out}{}", "x".repeat(200));
    for forged in
        [&later, &renamed, &shifted, &long, "", "1000000", "1000000.n0nce.", "x.y.z", "..", "é.é.é"]
    {
        assert_eq!(of("hush", "complaint", forged), Given::Forged, "{forged}");
    }
}

#[test]
fn the_worst_reason_decides() {
    let of = |facts: Facts| {
        let Judged { verdict, reasons } = judge(&facts);
        (verdict, reasons.first().copied())
    };
    assert_eq!(of(fine()), (Verdict::Accept, None));
    let age = |s| Facts { age: Some(SignedDuration::from_millis(s)), ..fine() };
    let refused = |reason| (Verdict::Refuse, Some(reason));
    assert_eq!(of(age(1_999)), refused(Reason::TooFast));
    assert_eq!(of(age(2_000)), (Verdict::Accept, None));
    let filled_in_by_itself = Facts { fastest: SignedDuration::ZERO, ..age(100) };
    assert_eq!(of(filled_in_by_itself), (Verdict::Accept, None));
    assert_eq!(of(age(24 * 3_600_000)), (Verdict::Accept, None));
    assert_eq!(of(age(24 * 3_600_000 + 1)), refused(Reason::Old));
    assert_eq!(of(age(-1)), refused(Reason::Old), "from the future");
    assert_eq!(of(Facts { age: None, ..fine() }), refused(Reason::Forged));
    assert_eq!(of(Facts { reused: true, ..fine() }), refused(Reason::Reused));
    assert_eq!(of(Facts { honey: true, links: 9, ..fine() }), refused(Reason::Honey));
    assert_eq!(of(Facts { person_over: true, ..fine() }), refused(Reason::PersonOver));
    let held = |reason| (Verdict::Hold, Some(reason));
    assert_eq!(of(Facts { links: 1, ..fine() }), held(Reason::Links), "of somebody new");
    assert_eq!(of(Facts { links: 2, level: Level::Known, ..fine() }), (Verdict::Accept, None));
    assert_eq!(of(Facts { repeats: true, ..fine() }), held(Reason::Repeats));
    assert_eq!(of(Facts { alike: 1, ..fine() }), (Verdict::Accept, None));
    assert_eq!(of(Facts { alike: 2, ..fine() }), held(Reason::Alike));
    let both = judge(&Facts { alike: 2, links: 3, ..fine() });
    assert_eq!(both.reasons, [Reason::Links, Reason::Alike], "all that speaks against it is told");
}

#[test]
fn spam_is_known_by_its_looks() {
    assert_eq!(links("See https://a.example, www.b.example and <a href=x>"), 3);
    assert_eq!(links("HTTP://A [URL=x] 1:2 a//b"), 2);
    assert!(repeats(&"a".repeat(31)) && repeats(&"buy now ".repeat(30)));
    assert!(!repeats("Ich hätte gern längere Öffnungszeiten.") && !repeats(&"-".repeat(80)));
    assert!(!repeats(""));
}

#[tokio::test]
async fn a_form_is_taken_once_and_in_its_time() {
    for world in worlds().await {
        let ada = world.customer("Ada").person().await;
        let mut tx = world.tx().await;
        let token = give(&mut tx, "complaint").await.unwrap();
        tx.commit().await.unwrap();
        let sent = Sent {
            what: "complaint",
            token: &token,
            honey: "",
            text: "The lamp came without its shade.",
            person: Some(ada),
            network: Some("198.51.100.7".parse().unwrap()),
            fastest: FASTEST,
        };
        let send = async |sent: &Sent<'_>| {
            let mut tx = world.tx().await;
            let judged = take(&mut tx, sent).await.unwrap();
            tx.commit().await.unwrap();
            let code =
                judged.clone().checked().map_or_else(|e| e.code().into_owned(), |_| String::new());
            (judged.verdict, code)
        };
        let refused = |code: &str| (Verdict::Refuse, code.to_owned());
        assert_eq!(send(&sent).await, refused("trust.too_fast"));
        world.advance(SignedDuration::from_secs(20));
        assert_eq!(send(&Sent { honey: "x", ..sent }).await, refused("trust.machine"));
        assert_eq!(send(&Sent { what: "idea", ..sent }).await, refused("trust.form_old"));
        assert_eq!(
            send(&sent).await,
            (Verdict::Accept, String::new()),
            "refused ones cost nothing"
        );
        assert_eq!(send(&sent).await, refused("trust.form_used"));
        world.advance(SignedDuration::from_hours(25));
        assert_eq!(send(&sent).await, refused("trust.form_old"));
        let mut tx = world.tx().await;
        assert_eq!(
            crate::acts::prune(&mut tx).await.unwrap(),
            2,
            "the form and the words of yesterday"
        );
    }
}

#[tokio::test]
async fn the_same_words_and_too_many_forms_are_noticed() {
    for world in worlds().await {
        let ada = world.customer("Ada").person().await;
        let mut seen = Vec::new();
        for n in 0..12 {
            let mut tx = world.tx().await;
            let token = give(&mut tx, "idea").await.unwrap();
            tx.commit().await.unwrap();
            world.advance(SignedDuration::from_secs(5));
            let text = if n < 3 { "Cheap watches, buy them NOW!" } else { "Open on Sundays" };
            let mut tx = world.tx().await;
            let sent = Sent {
                what: "idea",
                token: &token,
                honey: "",
                text,
                person: Some(ada),
                network: None,
                fastest: FASTEST,
            };
            let judged = take(&mut tx, &sent).await.unwrap();
            tx.commit().await.unwrap();
            seen.push((judged.verdict, judged.reasons));
        }
        assert_eq!(seen[..2], [(Verdict::Accept, vec![]), (Verdict::Accept, vec![])]);
        assert_eq!(seen[2], (Verdict::Hold, vec![Reason::Alike]));
        assert!(
            seen[3..10].iter().all(|one| one.0 == Verdict::Accept),
            "few words are alike by chance"
        );
        assert_eq!(seen[10], (Verdict::Refuse, vec![Reason::PersonOver]));
        // In another organisation the token is nothing.
        let mut tx = world.tx().await;
        let token = give(&mut tx, "idea").await.unwrap();
        tx.commit().await.unwrap();
        world.advance(SignedDuration::from_secs(5));
        let mut other = world.db().write(world.elsewhere()).await.unwrap();
        let sent = Sent {
            what: "idea",
            token: &token,
            honey: "",
            text: "",
            person: None,
            network: None,
            fastest: FASTEST,
        };
        assert_eq!(take(&mut other, &sent).await.unwrap().reasons, [Reason::Forged]);
    }
}
