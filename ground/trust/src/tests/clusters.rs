//! What is found does not depend on how it is told.

use std::collections::HashSet;

use deedwell_core::{Id, Person, Timestamp};
use proptest::collection::vec;
use proptest::prelude::*;

use super::person;
use crate::cluster::{Acted, Cluster, Edge, Forest, Verdict, judge};
use crate::sign::SignKind;

fn at(minute: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + minute * 60).unwrap()
}

fn all_act(people: &[Id<Person>], apart_minutes: i64) -> Vec<Acted> {
    let each = people.iter().zip(0..);
    each.map(|(person, n)| Acted { person: *person, at: at(n * apart_minutes) }).collect()
}

fn chain(people: &[Id<Person>], kind: SignKind) -> Vec<Edge> {
    people.windows(2).map(|two| Edge::new(two[0], two[1], kind)).collect()
}

fn ids<const N: u64>() -> Vec<Id<Person>> {
    (0..N).map(person).collect()
}

fn verdicts(found: &[Cluster]) -> Vec<(usize, Verdict)> {
    found.iter().map(|c| (c.people.len(), c.verdict)).collect()
}

#[test]
fn ties_reach_through_others_and_two_are_no_cluster() {
    let people = ids::<5>();
    let mut edges = chain(&people[..3], SignKind::Browser);
    edges.extend(chain(&people[3..], SignKind::Browser));
    let found = judge(&all_act(&people, 5), &edges, &HashSet::new());
    assert_eq!(verdicts(&found), [(3, Verdict::Quarantined)], "two alone may be a couple");
    assert_eq!(found[0].people, people[..3].iter().copied().collect());
    assert_eq!((found[0].reasons[0].kind, found[0].reasons[0].people), (SignKind::Browser, 3));
    assert!(found[0].in_burst);
}

#[test]
fn who_did_not_act_ties_nobody_and_a_month_apart_is_no_cluster() {
    let people = ids::<3>();
    let edges = chain(&people, SignKind::Payment);
    let two = all_act(&[people[0], people[2]], 5);
    assert_eq!(judge(&two, &edges, &HashSet::new()), []);
    let slow = all_act(&people, 60 * 24 * 30);
    assert_eq!(judge(&slow, &edges, &HashSet::new()), []);
}

#[test]
fn buyers_households_and_offices_are_left_in_peace() {
    let people = ids::<4>();
    let acts = all_act(&people, 5);
    let browser = chain(&people, SignKind::Browser);
    assert_eq!(verdicts(&judge(&acts, &browser, &HashSet::new())), [(4, Verdict::Quarantined)]);
    let buyers = people[..2].iter().copied().collect();
    assert_eq!(verdicts(&judge(&acts, &browser, &buyers)), [(4, Verdict::Watched)]);
    let mut family = browser.clone();
    family.extend(chain(&people, SignKind::Household));
    assert_eq!(verdicts(&judge(&acts, &family, &HashSet::new())), [(4, Verdict::Watched)]);
    let office: Vec<_> = (0..30).map(person).collect();
    let network = chain(&office, SignKind::Network);
    assert_eq!(judge(&all_act(&office, 1), &network, &HashSet::new()), []);
    // The same, made on that network all at once.
    let mut farm = network;
    farm.extend(chain(&office, SignKind::Arrival));
    let found = judge(&all_act(&office, 1), &farm, &HashSet::new());
    assert_eq!(verdicts(&found), [(30, Verdict::Quarantined)]);
    let few = judge(&all_act(&office[..7], 1), &farm, &HashSet::new());
    assert_eq!(verdicts(&few), [(7, Verdict::Watched)], "weak signs tie few only to be watched");
}

/// Who only sits behind the same address as a ring, and came when it came, is none of it.
#[test]
fn whoever_shares_only_the_network_of_a_ring_is_left_in_peace() {
    let people = ids::<9>();
    let (ring, colleagues) = people.split_at(5);
    let mut edges = chain(ring, SignKind::Browser);
    for kind in [SignKind::Network, SignKind::Arrival] {
        for (n, a) in people.iter().enumerate() {
            edges.extend(people[n + 1..].iter().map(|b| Edge::new(*a, *b, kind)));
        }
    }
    let found = judge(&all_act(&people, 1), &edges, &HashSet::new());
    assert_eq!(verdicts(&found), [(5, Verdict::Quarantined), (4, Verdict::Watched)]);
    assert_eq!(found[0].people, ring.iter().copied().collect());
    assert!(colleagues.iter().all(|person| found[1].people.contains(person)));
}

fn kind() -> impl Strategy<Value = SignKind> {
    (0..SignKind::ALL.len()).prop_map(|n| SignKind::ALL[n])
}

fn told() -> impl Strategy<Value = (Vec<Acted>, Vec<Edge>, HashSet<Id<Person>>)> {
    let acts = vec((0..20_u64, 0..30_000_i64), 0..40);
    let edges = vec((0..20_u64, 0..20_u64, kind()), 0..40);
    let bought = vec(0..20_u64, 0..6);
    (acts, edges, bought).prop_map(|(acts, edges, bought)| {
        let acts = acts.into_iter().map(|(n, m)| Acted { person: person(n), at: at(m) });
        let edges = edges.into_iter().map(|(a, b, kind)| Edge::new(person(a), person(b), kind));
        (acts.collect(), edges.collect(), bought.into_iter().map(person).collect())
    })
}

proptest! {
    #[test]
    fn the_order_of_telling_changes_nothing(
        (acts, edges, bought) in told(), turn in 0..40_usize, flip in any::<bool>(),
    ) {
        let first = judge(&acts, &edges, &bought);
        let (mut other_acts, mut other_edges) = (acts.clone(), edges.clone());
        other_acts.reverse();
        let middle = turn.min(other_edges.len());
        other_edges.rotate_left(middle);
        if flip {
            other_edges.iter_mut().for_each(|e| std::mem::swap(&mut e.a, &mut e.b));
        }
        prop_assert_eq!(judge(&other_acts, &other_edges, &bought), first);
    }

    #[test]
    fn telling_it_twice_changes_nothing((acts, edges, bought) in told()) {
        let twice = |all: &Vec<Edge>| [all.clone(), all.clone()].concat();
        let first = judge(&acts, &edges, &bought);
        let again = judge(&[acts.clone(), acts.clone()].concat(), &twice(&edges), &bought);
        prop_assert_eq!(again, first);
    }

    #[test]
    fn nobody_is_in_two_clusters_and_no_cluster_is_a_couple((acts, edges, bought) in told()) {
        let found = judge(&acts, &edges, &bought);
        let mut seen = HashSet::new();
        for cluster in &found {
            prop_assert!(cluster.people.len() >= 3);
            for person in &cluster.people {
                prop_assert!(seen.insert(*person));
                prop_assert!(acts.iter().any(|act| act.person == *person));
            }
        }
    }

    /// Against colours painted over until nothing changes any more.
    #[test]
    fn a_forest_knows_who_is_tied(ties in vec((0..12_usize, 0..12_usize), 0..20), turn in 0..20_usize) {
        let mut painted: Vec<usize> = (0..12).collect();
        for _ in 0..12 {
            for (a, b) in &ties {
                let least = painted[*a].min(painted[*b]);
                painted[*a] = least;
                painted[*b] = least;
            }
        }
        let mut forest = Forest::new(12);
        ties.iter().for_each(|(a, b)| forest.tie(*a, *b));
        prop_assert_eq!(forest.roots(), painted.clone());
        let mut other = Forest::new(12);
        let mut turned = ties.clone();
        turned.rotate_left(turn.min(ties.len()));
        turned.iter().chain(&ties).for_each(|(a, b)| other.tie(*b, *a));
        prop_assert_eq!(other.roots(), painted);
    }
}
