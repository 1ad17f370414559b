use deedwell_core::{Error, Part};

use super::{browser, email, import, worlds};
use crate::meet::{Arrival, Known, ensure, ensure_many, meet_many};
use crate::person::{identities, names, person};
use crate::rules::MOST_SIGNS;
use crate::sign::Proof;
use crate::sign::Sign;

fn code<T>(result: Result<T, Error>) -> String {
    result.err().map(|e| e.code().into_owned()).unwrap_or_default()
}

/// Somebody who brings a sign of theirs and another.
async fn brings(
    tx: &mut deedwell_store::Tx,
    theirs: &Sign,
    other: &Sign,
    proof: Proof,
) -> Result<Known, Error> {
    let mut arrival = Arrival::new(theirs.clone(), proof);
    arrival.signs.push(other.clone());
    meet_many(tx, &[arrival]).await?.remove(0)
}

#[tokio::test]
async fn the_same_address_is_the_same_person() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let once = ensure(&mut tx, &email("Ada@Example.com"), Proof::Code, "").await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = world.tx().await;
        let twice = ensure(&mut tx, &email("ada@example.com"), Proof::Code, "Ada").await.unwrap();
        assert!(once.is_new && !twice.is_new);
        assert_eq!((once.person, once.identity), (twice.person, twice.identity));
        assert_eq!(twice.who().part(), Part::Customer);
        let ada = person(&mut tx, once.person).await.unwrap();
        assert_eq!(ada.name, "Ada");
        // The second name does not undo the first.
        ensure(&mut tx, &email("ada@example.com"), Proof::Code, "Kurt").await.unwrap();
        assert_eq!(person(&mut tx, once.person).await.unwrap().name, "Ada");
    }
}

#[tokio::test]
async fn proof_rises_and_never_falls() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let ada = ensure(&mut tx, &email("ada@example.com"), Proof::Claimed, "").await.unwrap();
        assert_eq!(ada.who().part(), Part::Visitor);
        for (proof, expected) in [
            (Proof::Import, Proof::Import),
            (Proof::Code, Proof::Code),
            (Proof::Staff, Proof::Code),
        ] {
            let again = ensure(&mut tx, &email("ada@example.com"), proof, "").await.unwrap();
            assert_eq!((again.person, again.proof), (ada.person, expected));
        }
        let kept = identities(&mut tx, ada.person).await.unwrap();
        assert_eq!(kept.len(), 1);
        assert_eq!((kept[0].proof, kept[0].proven_at), (Proof::Code, Some(world.clock.now())));
    }
}

#[tokio::test]
async fn kurt_cannot_claim_adas_address() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let ada = ensure(&mut tx, &email("ada@example.com"), Proof::Code, "Ada").await.unwrap();
        let claimed = ensure(&mut tx, &email("ada@example.com"), Proof::Claimed, "Kurt").await;
        assert_eq!(code(claimed), "people.prove_it");
        // Nor add his browser to her, nor hers to himself.
        let added =
            brings(&mut tx, &email("ada@example.com"), &browser("kurts"), Proof::Claimed).await;
        assert_eq!(code(added), "people.prove_it");
        ensure(&mut tx, &email("kurt@example.com"), Proof::Code, "Kurt").await.unwrap();
        let taken =
            brings(&mut tx, &email("kurt@example.com"), &email("ada@example.com"), Proof::Code)
                .await;
        assert_eq!(code(taken), "people.two_people");
        assert_eq!(person(&mut tx, ada.person).await.unwrap().identities.len(), 1);
    }
}

#[tokio::test]
async fn kurt_cannot_lie_in_wait_with_adas_address() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let kurt = ensure(&mut tx, &browser("kurts"), Proof::Claimed, "").await.unwrap();
        brings(&mut tx, &browser("kurts"), &email("ada@example.com"), Proof::Claimed)
            .await
            .unwrap();
        let ada = ensure(&mut tx, &email("ada@example.com"), Proof::Code, "Ada").await.unwrap();
        assert_ne!(ada.person, kurt.person);
        assert_eq!(person(&mut tx, ada.person).await.unwrap().name, "Ada");
        let left = person(&mut tx, kurt.person).await.unwrap();
        assert_eq!((left.name.as_str(), left.identities.len()), ("", 1));
        assert_eq!(left.identities[0].value, "kurts");
        // Nor where he has since become known by something else.
        drop(tx);
        let mut tx = world.tx().await;
        let kurt = ensure(&mut tx, &browser("kurts"), Proof::Claimed, "").await.unwrap();
        brings(&mut tx, &browser("kurts"), &email("grace@example.com"), Proof::Claimed)
            .await
            .unwrap();
        brings(&mut tx, &email("kurt@example.com"), &browser("kurts"), Proof::Code).await.unwrap();
        let grace = ensure(&mut tx, &email("grace@example.com"), Proof::Token, "").await.unwrap();
        assert_ne!(grace.person, kurt.person);
    }
}

#[tokio::test]
async fn a_browser_brings_its_history_to_whoever_proves_an_address_in_it() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let ada = ensure(&mut tx, &browser("adas"), Proof::Claimed, "").await.unwrap();
        let proven =
            brings(&mut tx, &email("ada@example.com"), &browser("adas"), Proof::Code).await;
        assert_eq!(proven.unwrap().person, ada.person);
        assert_eq!(identities(&mut tx, ada.person).await.unwrap().len(), 2);
        // Now that she is known, the browser alone names nobody.
        let again = ensure(&mut tx, &browser("adas"), Proof::Claimed, "").await;
        assert_eq!(code(again), "people.prove_it");
    }
}

#[tokio::test]
async fn a_file_brings_people_with_all_their_signs() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let known = ensure(&mut tx, &email("ada@example.com"), Proof::Code, "Ada").await.unwrap();
        let row = |id, address| Arrival {
            signs: vec![import(id), email(address)],
            name: "Somebody".into(),
            ..Arrival::new(import(id), Proof::Import)
        };
        let rows = [
            row("1", "ada@example.com"),
            row("2", "grace@example.com"),
            row("2", "GRACE@example.com"),
            row("1", "grace@example.com"),
        ];
        let met = meet_many(&mut tx, &rows).await.unwrap();
        let met: Vec<_> = met.into_iter().map(|m| m.map_err(|e| e.code().into_owned())).collect();
        let [Ok(ada), Ok(grace), Ok(again), Err(both)] = &met[..] else { panic!("{met:?}") };
        assert_eq!((ada.person, ada.is_new), (known.person, false));
        assert!(grace.is_new && !again.is_new);
        assert_eq!(grace.person, again.person);
        assert_eq!(both, "people.two_people");
        let names = names(&mut tx, &[ada.person, grace.person]).await.unwrap();
        assert_eq!(
            (names[&ada.person].as_str(), names[&grace.person].as_str()),
            ("Ada", "Somebody")
        );
        assert_eq!(code(ensure_many(&mut tx, &rows[3..]).await), "people.two_people");
    }
}

#[tokio::test]
async fn a_person_has_no_end_of_signs() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let ada = ensure(&mut tx, &import("0x"), Proof::Import, "").await.unwrap();
        for n in 1..MOST_SIGNS {
            brings(&mut tx, &import("0x"), &import(&format!("n{n}")), Proof::Staff).await.unwrap();
        }
        let one_more = brings(&mut tx, &import("0x"), &import("last"), Proof::Staff).await;
        assert_eq!(code(one_more), "people.too_many_signs");
        let kept = identities(&mut tx, ada.person).await.unwrap();
        assert_eq!(kept.len(), MOST_SIGNS);
    }
}

#[tokio::test]
async fn two_who_meet_the_same_person_at_once_agree() {
    for world in worlds().await {
        let meet = || async {
            let mut tx = world.tx().await;
            let known =
                ensure(&mut tx, &email("ada@example.com"), Proof::Token, "Ada").await.unwrap();
            tx.commit().await.unwrap();
            known
        };
        let (a, b, c, d) = tokio::join!(meet(), meet(), meet(), meet());
        assert!([b, c, d].iter().all(|k| k.identity == a.identity && k.person == a.person));
        assert_eq!([a, b, c, d].iter().filter(|k| k.is_new).count(), 1);
        let mut tx = world.tx().await;
        let people = tx.query("select count(*) as n from person where organisation = $1");
        assert_eq!(tx.one(people).await.unwrap().number("n").unwrap(), 1);
    }
}

#[tokio::test]
async fn a_person_stays_in_their_organisation() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let ada = ensure(&mut tx, &email("ada@example.com"), Proof::Code, "Ada").await.unwrap();
        tx.commit().await.unwrap();
        let mut next_door = world.db.write(world.theirs).await.unwrap();
        let other = ensure(&mut next_door, &email("ada@example.com"), Proof::Claimed, "").await;
        assert_ne!(other.unwrap().person, ada.person);
        assert_eq!(code(person(&mut next_door, ada.person).await), "missing.person");
        assert!(names(&mut next_door, &[ada.person]).await.unwrap().is_empty());
    }
}

#[tokio::test]
#[ignore = "prints a figure; run with --release"]
async fn a_hundred_thousand_arrive() {
    for world in worlds().await {
        let arrivals: Vec<Arrival> = (0..100_000)
            .map(|n| Arrival::new(import(&format!("customer-{n:06}")), Proof::Import))
            .collect();
        for turn in ["new", "known"] {
            let started = std::time::Instant::now();
            let mut tx = world.tx().await;
            let known = ensure_many(&mut tx, &arrivals).await.unwrap();
            tx.commit().await.unwrap();
            let kind = if world.db.is_sqlite() { "SQLite" } else { "PostgreSQL" };
            eprintln!("{kind}: 100,000 {turn} people in {:?}", started.elapsed());
            assert_eq!(known.iter().filter(|k| k.is_new).count() == 100_000, turn == "new");
        }
    }
}
