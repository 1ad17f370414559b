//! In whatever order links are heard, the same links make the same people.

use std::collections::BTreeMap;

use deedwell_core::Timestamp;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};

use super::{World, worlds};
use crate::meet::{Arrival, meet_all};
use crate::rules::limit;
use crate::sign::{IdentityKind, Proof, Sign};

/// A link as a test writes it: who says so, whether somebody confirmed it, and what.
type Said = (Proof, bool, Vec<Named>);

type Named = (IdentityKind, u32);

/// Each sign with the signs of the same person and how it is proven; signs that nothing holds left out.
type People = BTreeMap<Named, (Vec<Named>, Proof)>;

fn sign(run: u32, (kind, n): Named) -> Sign {
    let value = match kind {
        IdentityKind::Email => format!("e{n}@r{run}.example"),
        IdentityKind::Phone => format!("+44{:08}", 1_000_000 + run * 100 + n),
        _ => format!("{n}r{run}"),
    };
    Sign::new(kind, &value, "").unwrap()
}

/// The links reach us in `heard`; the place in `said` says when they were said:
/// two and two at the same moment, so that their names decide.
async fn people(world: &World, run: u32, said: &[Said], heard: &[usize]) -> People {
    let mut tx = world.tx().await;
    for place in heard {
        let (proof, confirmed, signs) = &said[*place];
        let signs: Vec<Sign> = signs.iter().map(|s| sign(run, *s)).collect();
        let at = Timestamp::from_second(1_800_000_000 + *place as i64 / 2).unwrap();
        let mut arrival = Arrival::new(signs[0].clone(), *proof);
        arrival.signs = signs;
        arrival.lenient = true;
        arrival.confirmed = *confirmed;
        arrival.said = Some((at, format!("m{place:03}")));
        meet_all(&mut tx, &[arrival]).await.unwrap();
    }
    let mut all: BTreeMap<String, Vec<(Named, Proof)>> = BTreeMap::new();
    let signs: std::collections::BTreeSet<_> =
        said.iter().flat_map(|(_, _, s)| s).copied().collect();
    for one in signs {
        let find = tx.query(
            "select person, proof from identity
             where organisation = $1 and loose = 0 and kind = $2 and value = $3",
        );
        let (kind, value) = (one.0.name(), sign(run, one).value().to_owned());
        if let Some(row) = tx.find(find.bind(kind).bind(value)).await.unwrap() {
            let proof = Proof::parse(&row.text("proof").unwrap()).unwrap();
            all.entry(row.text("person").unwrap()).or_default().push((one, proof));
        }
    }
    let group = |signs: &Vec<(Named, Proof)>| signs.iter().map(|s| s.0).collect::<Vec<_>>();
    let mut people = People::new();
    for signs in all.values() {
        people.extend(signs.iter().map(|(one, proof)| (*one, (group(signs), *proof))));
    }
    people
}

fn permutations(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let shorter = permutations(n - 1);
    let insert = |p: &Vec<usize>, at: usize| {
        let mut p = p.clone();
        p.insert(at, n - 1);
        p
    };
    shorter.iter().flat_map(|p| (0..n).map(move |at| insert(p, at))).collect()
}

fn link(dice: &mut StdRng, variety: u32) -> Said {
    use IdentityKind::{Browser, Card, Email, Login, Phone};
    let mut n = |most: u32| dice.random_range(0..most);
    if n(3) == 0 {
        let mut signs = vec![(Browser, n(variety))];
        if n(2) == 0 {
            signs.push((Login, n(variety)));
        }
        return (Proof::Claimed, true, signs);
    }
    let first = [(Login, n(variety)), (Email, n(variety))][n(2) as usize];
    let mut signs = vec![first];
    for other in
        [(Email, n(variety)), (Phone, n(variety)), (Card, n(variety)), (Browser, n(variety))]
    {
        if other.0 != first.0 && n(3) == 0 {
            signs.push(other);
        }
    }
    ([Proof::Server, Proof::Code][n(2) as usize], n(2) == 0, signs)
}

#[tokio::test]
async fn every_order_of_a_few_links_makes_the_same_people() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        limit(&mut tx, IdentityKind::Email, 1).await.unwrap();
        limit(&mut tx, IdentityKind::Browser, 2).await.unwrap();
        tx.commit().await.unwrap();
        let (sets, links) = (24, 4);
        let mut dice = StdRng::seed_from_u64(7);
        let mut run = 0;
        for set in 0..sets {
            let said: Vec<Said> = (0..links).map(|_| link(&mut dice, 2)).collect();
            let mut first = None;
            for heard in permutations(links) {
                run += 1;
                let people = people(&world, run, &said, &heard).await;
                let expected = first.get_or_insert_with(|| people.clone());
                assert_eq!(*expected, people, "set {set}: {said:?}, heard {heard:?}");
            }
        }
    }
}

#[tokio::test]
async fn many_links_in_any_order_make_the_same_people() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        limit(&mut tx, IdentityKind::Email, 2).await.unwrap();
        tx.commit().await.unwrap();
        let mut dice = StdRng::seed_from_u64(11);
        for set in 0..4u32 {
            let said: Vec<Said> = (0..40).map(|_| link(&mut dice, 12)).collect();
            let mut heard: Vec<usize> = (0..said.len()).collect();
            let expected = people(&world, set * 10, &said, &heard).await;
            assert!(expected.len() > 10, "{expected:?}");
            for order in 1..6 {
                heard.shuffle(&mut dice);
                let people = people(&world, set * 10 + order, &said, &heard).await;
                assert_eq!(expected, people, "set {set}: {said:?}, heard {heard:?}");
            }
        }
    }
}

#[tokio::test]
async fn what_was_said_first_counts_though_it_is_heard_last() {
    use IdentityKind::{Browser, Login};
    for world in worlds().await {
        let said = [
            (Proof::Server, true, vec![(Login, 1), (Browser, 9)]),
            (Proof::Server, true, vec![(Login, 2), (Browser, 9)]),
        ];
        let late = people(&world, 1, &said, &[1, 0]).await;
        assert_eq!(late[&(Browser, 9)].0, [(Login, 1), (Browser, 9)]);
        assert_eq!(late[&(Login, 2)].0, [(Login, 2)]);
        assert_eq!(late, people(&world, 2, &said, &[0, 1]).await);
    }
}
