use deedwell_core::{Id, Person, Timestamp};

use super::{World, email, import, worlds};
use crate::list::{PAGE, PeopleAsk, PeopleOrder, list, matching_ids, some};
use crate::meet::{Arrival, ensure_many};
use crate::person::{add_tag, rename};
use crate::sign::{IdentityKind, Proof, Sign};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Ada, Grace and Alan, and a nameless one.
async fn three(world: &World) -> [Id<Person>; 4] {
    let mut tx = world.tx().await;
    let arrival = |sign: Sign, name: &str, met: &str| Arrival {
        name: name.into(),
        met_at: Some(at(met)),
        ..Arrival::new(sign, Proof::Import)
    };
    let arrivals = [
        arrival(email("ada@example.com"), "Ada Lovelace", "2026-01-01T00:00Z"),
        arrival(email("grace@navy.mil"), "grace Hopper", "2026-01-02T00:00Z"),
        arrival(import("AT-100%"), "Alan Turing", "2026-01-03T00:00Z"),
        arrival(import("77"), "", "2026-01-04T00:00Z"),
    ];
    let known = ensure_many(&mut tx, &arrivals).await.unwrap();
    let phone = Sign::new(IdentityKind::Phone, "+44 20 7946 0000", "").unwrap();
    let mut more = Arrival::new(arrivals[0].signs[0].clone(), Proof::Staff);
    more.signs.push(phone);
    ensure_many(&mut tx, &[more]).await.unwrap();
    add_tag(&mut tx, known[0].person, "Early  Bird").await.unwrap();
    add_tag(&mut tx, known[1].person, "early bird").await.unwrap();
    add_tag(&mut tx, known[1].person, "navy").await.unwrap();
    tx.commit().await.unwrap();
    [0, 1, 2, 3].map(|n| known[n].person)
}

#[tokio::test]
async fn mary_finds_people_by_what_she_remembers() {
    for world in worlds().await {
        let [ada, grace, alan, _] = three(&world).await;
        let mut tx = world.tx().await;
        for (search, found) in [
            ("LOVE", vec![ada]),
            ("Lòvelâce", vec![ada]),
            ("hopper grace", vec![grace]),
            ("navy.mil", vec![grace]),
            ("0%", vec![alan]),
            ("a_a", vec![]),
            ("\\", vec![]),
            ("020 7946 0000", vec![ada]),
            ("+44 (20) 7946-0000", vec![ada]),
            ("example 7946", vec![ada]),
            (&*ada.to_string(), vec![ada]),
            ("' or 1=1 --", vec![]),
            ("'", vec![]),
            ("\u{301}", vec![]),
            ("\0", vec![]),
        ] {
            let ask = PeopleAsk { search: search.into(), ..PeopleAsk::default() };
            if search == "\0" {
                assert_eq!(matching_ids(&mut tx, &ask, 9).await.unwrap().len(), 4);
                continue;
            }
            assert_eq!(matching_ids(&mut tx, &ask, 9).await.unwrap(), found, "{search}");
        }
        rename(&mut tx, ada, "Countess").await.unwrap();
        for (search, people) in [("love", 0), ("countess", 1), ("ada@", 1)] {
            let ask = PeopleAsk { search: search.into(), ..PeopleAsk::default() };
            assert_eq!(list(&mut tx, &ask, 1).await.unwrap().total, people, "{search}");
        }
    }
}

#[tokio::test]
async fn mary_narrows_and_sorts_the_list() {
    for world in worlds().await {
        let [ada, grace, alan, nameless] = three(&world).await;
        let mut tx = world.tx().await;
        let asks = [
            (PeopleAsk::default(), vec![nameless, alan, grace, ada]),
            (
                PeopleAsk { order: PeopleOrder::Oldest, ..PeopleAsk::default() },
                vec![ada, grace, alan, nameless],
            ),
            (
                PeopleAsk { order: PeopleOrder::Name, ..PeopleAsk::default() },
                vec![ada, alan, grace, nameless],
            ),
            (
                PeopleAsk { tags: vec!["early bird".into()], ..PeopleAsk::default() },
                vec![grace, ada],
            ),
            (
                PeopleAsk {
                    tags: vec!["early bird".into(), "navy".into()],
                    ..PeopleAsk::default()
                },
                vec![grace],
            ),
            (PeopleAsk { kind: Some(IdentityKind::Phone), ..PeopleAsk::default() }, vec![ada]),
            (PeopleAsk { unit: Some(world.clock.new_id()), ..PeopleAsk::default() }, vec![]),
            (
                PeopleAsk {
                    met_since: Some(at("2026-01-02T00:00Z")),
                    met_until: Some(at("2026-01-03T00:00Z")),
                    ..PeopleAsk::default()
                },
                vec![grace],
            ),
        ];
        for (ask, found) in asks {
            assert_eq!(matching_ids(&mut tx, &ask, 9).await.unwrap(), found, "{ask:?}");
            assert_eq!(list(&mut tx, &ask, 1).await.unwrap().total, found.len());
        }
        let cut = matching_ids(&mut tx, &PeopleAsk::default(), 2).await.unwrap();
        assert_eq!(cut, [nameless, alan]);
    }
}

#[tokio::test]
async fn the_order_of_the_ledger_is_kept() {
    for world in worlds().await {
        let [ada, grace, alan, _] = three(&world).await;
        let mut tx = world.tx().await;
        let stranger = world.clock.new_id();
        let rows = some(&mut tx, &[alan, stranger, ada, grace]).await.unwrap();
        assert_eq!(rows.iter().map(|r| r.id).collect::<Vec<_>>(), [alan, ada, grace]);
        assert_eq!(rows[2].tags, ["early bird", "navy"]);
        let kinds: Vec<_> = rows[1].signs.iter().map(|(s, _)| s.kind()).collect();
        assert_eq!(kinds, [IdentityKind::Email, IdentityKind::Phone]);
        assert!(some(&mut tx, &[]).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_long_list_has_pages() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let arrivals: Vec<_> =
            (0..120).map(|n| Arrival::new(import(&format!("c{n}")), Proof::Import)).collect();
        ensure_many(&mut tx, &arrivals).await.unwrap();
        let ask = PeopleAsk::default();
        let mut seen = std::collections::HashSet::new();
        for (page, people) in [(1, PAGE), (2, PAGE), (3, 20)] {
            let page = list(&mut tx, &ask, page).await.unwrap();
            assert_eq!((page.people.len(), page.total, page.pages()), (people, 120, 3));
            seen.extend(page.people.iter().map(|p| p.id));
        }
        assert_eq!(seen.len(), 120);
        for (wild, number) in [(0, 1), (9_999, 3), (usize::MAX, 3)] {
            assert_eq!(list(&mut tx, &ask, wild).await.unwrap().number, number);
        }
    }
}
