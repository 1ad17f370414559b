//! Who looks like one: people who acted on the same thing and are tied by signs they share. Pure, and the same
//! in whatever order it is told.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use deedwell_core::{Id, Person, Timestamp};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::sign::{Seen, SignKind};

/// So many tied are looked at: two may be a couple.
pub const LEAST: usize = 3;
/// So many whom only weak signs tie, before they are counted apart.
pub const LEAST_BY_WEAK: usize = 8;
/// They acted on the same thing within this time of each other.
pub const WINDOW: SignedDuration = SignedDuration::from_hours(24 * 7);
/// Most of them within this time: a burst.
pub const BURST: SignedDuration = SignedDuration::from_hours(1);
/// A sign that more people share says nothing: a library's browser, a company's card.
pub const TOO_COMMON: usize = 40;
/// On one network within this time of each other, first met within this time of each other.
const SAME_NETWORK: SignedDuration = SignedDuration::from_hours(1);
const SAME_ARRIVAL: SignedDuration = SignedDuration::from_mins(10);

/// A pair is tied from so much of a hundred.
const TIED: u32 = 60;
const QUARANTINED: i64 = 105;
const WATCHED: i64 = 60;
const FOR_EACH_MORE: i64 = 10;
const MOST_FOR_MORE: i64 = 30;
const FOR_A_BURST: i64 = 20;
const FOR_BUYERS: i64 = 60;
/// A household that staff or programs keep explains why its people share a browser.
const FOR_A_HOUSEHOLD: i64 = 40;

/// Two share a sign.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Edge {
    pub a: Id<Person>,
    pub b: Id<Person>,
    /// Why.
    pub kind: SignKind,
    /// How much it says, of a hundred.
    pub weight: u32,
}

impl Edge {
    pub const fn new(a: Id<Person>, b: Id<Person>, kind: SignKind) -> Self {
        Self { a, b, kind, weight: kind.weight() }
    }
}

/// Somebody acted on the thing that is looked at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Acted {
    pub person: Id<Person>,
    pub at: Timestamp,
}

/// Which kind of sign ties how many of them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Reason {
    pub kind: SignKind,
    pub people: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Shown to staff, counted like all.
    Watched,
    /// Counted apart until staff decide.
    Quarantined,
}

/// People who look like one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cluster {
    pub people: BTreeSet<Id<Person>>,
    pub score: i64,
    pub verdict: Verdict,
    /// The most telling first.
    pub reasons: Vec<Reason>,
    /// Most of them acted within [`BURST`].
    pub in_burst: bool,
    /// How many of them have a real order.
    pub bought: usize,
}

/// Each stands for somebody; two that are tied come to stand for the same: the least of all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Forest {
    parent: Vec<usize>,
}

impl Forest {
    pub fn new(trees: usize) -> Self {
        Self { parent: (0..trees).collect() }
    }

    pub fn root(&mut self, mut of: usize) -> usize {
        while let Some(up) = self.parent.get(of).copied().filter(|up| *up != of) {
            let above = self.parent.get(up).copied().unwrap_or(up);
            if let Some(place) = self.parent.get_mut(of) {
                *place = above;
            }
            of = up;
        }
        of
    }

    pub fn tie(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if let Some(place) = self.parent.get_mut(a.max(b)) {
            *place = a.min(b);
        }
    }

    /// For each its root.
    pub fn roots(&mut self) -> Vec<usize> {
        (0..self.parent.len()).map(|of| self.root(of)).collect()
    }
}

/// From when to when somebody was seen by a sign.
type Span = (Timestamp, Timestamp);

/// The edges that signs make, and who came at the same time as whom on the same network.
pub fn edges(seen: &[Seen], met_at: &HashMap<Id<Person>, Timestamp>) -> Vec<Edge> {
    let mut shared: BTreeMap<(SignKind, &str), BTreeMap<Id<Person>, Span>> = BTreeMap::new();
    for one in seen {
        let all = shared.entry((one.kind, &one.print)).or_default();
        let span = all.entry(one.person).or_insert((one.first_at, one.last_at));
        *span = (span.0.min(one.first_at), span.1.max(one.last_at));
    }
    let mut edges = BTreeSet::new();
    for ((kind, _), people) in &shared {
        if people.len() > TOO_COMMON {
            continue;
        }
        for (n, (a, theirs)) in people.iter().enumerate() {
            for (b, others) in people.iter().skip(n + 1) {
                if *kind != SignKind::Network {
                    edges.insert(Edge::new(*a, *b, *kind));
                    continue;
                }
                if apart(*theirs, *others) > SAME_NETWORK {
                    continue;
                }
                edges.insert(Edge::new(*a, *b, *kind));
                if let (Some(one), Some(other)) = (met_at.get(a), met_at.get(b))
                    && one.duration_since(*other).abs() <= SAME_ARRIVAL
                {
                    edges.insert(Edge::new(*a, *b, SignKind::Arrival));
                }
            }
        }
    }
    edges.into_iter().collect()
}

/// The time between two stretches; none where they overlap.
fn apart(a: Span, b: Span) -> SignedDuration {
    let gap = a.0.max(b.0).duration_since(a.1.min(b.1));
    gap.max(SignedDuration::ZERO)
}

/// A pair, the lesser first.
type Pair = (Id<Person>, Id<Person>);

/// Those among whom acted on one thing that look like one. `bought` have a real order.
///
/// Signs that say little by themselves (where one is online, when one came) tie people to each other only
/// where at least [`LEAST_BY_WEAK`] are tied by them and by nothing else, and tie nobody to others whom a browser,
/// a card, a mailbox or a number ties: who only sits in the same office as a ring is none of it.
pub fn judge(acted: &[Acted], edges: &[Edge], bought: &HashSet<Id<Person>>) -> Vec<Cluster> {
    let mut moments: BTreeMap<Id<Person>, Vec<Timestamp>> = BTreeMap::new();
    for act in acted {
        moments.entry(act.person).or_default().push(act.at);
    }
    let pairs = pairs(&moments, edges);
    let people: Vec<Id<Person>> = moments.keys().copied().collect();
    let strong = tied(&people, &pairs, |kinds| kinds.keys().any(|kind| kind.is_strong()));
    let rings: Vec<_> = strong.into_iter().filter(|group| group.len() >= LEAST).collect();
    let others = without(&people, &rings);
    let weak = tied(&others, &pairs, |kinds| weak_strength(kinds) >= TIED);
    let farms: Vec<_> = weak.into_iter().filter(|group| group.len() >= LEAST_BY_WEAK).collect();
    let loose = tied(&without(&others, &farms), &pairs, |kinds| strength(kinds) >= TIED);
    let weighed = |groups: Vec<BTreeSet<Id<Person>>>, worst: Verdict| {
        let large = groups.into_iter().filter(|group| group.len() >= LEAST);
        large
            .filter_map(|group| weigh(group, &pairs, &moments, bought, worst))
            .collect::<Vec<Cluster>>()
    };
    let mut found = weighed(rings, Verdict::Quarantined);
    found.extend(weighed(farms, Verdict::Quarantined));
    found.extend(weighed(loose, Verdict::Watched));
    found.sort_unstable_by(|a, b| a.people.cmp(&b.people));
    found
}

/// What ties two, each kind of sign once.
type Kinds = BTreeMap<SignKind, u32>;

fn without(people: &[Id<Person>], groups: &[BTreeSet<Id<Person>>]) -> Vec<Id<Person>> {
    let grouped: HashSet<Id<Person>> = groups.iter().flatten().copied().collect();
    people.iter().copied().filter(|person| !grouped.contains(person)).collect()
}

/// Groups of people whom pairs tie of which `holds` is true; whoever is tied to nobody is alone.
fn tied(
    people: &[Id<Person>],
    pairs: &BTreeMap<Pair, Kinds>,
    holds: impl Fn(&Kinds) -> bool,
) -> Vec<BTreeSet<Id<Person>>> {
    let index: HashMap<Id<Person>, usize> = people.iter().copied().zip(0..).collect();
    let mut forest = Forest::new(people.len());
    for (pair, kinds) in pairs {
        if let (true, Some(a), Some(b)) = (holds(kinds), index.get(&pair.0), index.get(&pair.1)) {
            forest.tie(*a, *b);
        }
    }
    let mut groups: BTreeMap<usize, BTreeSet<Id<Person>>> = BTreeMap::new();
    for (person, root) in people.iter().zip(forest.roots()) {
        groups.entry(root).or_default().insert(*person);
    }
    groups.into_values().collect()
}

/// What ties each two who acted within [`WINDOW`] of each other; each kind of sign once.
fn pairs(moments: &BTreeMap<Id<Person>, Vec<Timestamp>>, edges: &[Edge]) -> BTreeMap<Pair, Kinds> {
    let mut pairs: BTreeMap<Pair, Kinds> = BTreeMap::new();
    for edge in edges.iter().filter(|edge| edge.a != edge.b) {
        let pair = (edge.a.min(edge.b), edge.a.max(edge.b));
        let (Some(ones), Some(others)) = (moments.get(&pair.0), moments.get(&pair.1)) else {
            continue;
        };
        let near =
            |one: &Timestamp| others.iter().any(|other| one.duration_since(*other).abs() <= WINDOW);
        if ones.iter().any(near) {
            let weight = pairs.entry(pair).or_default().entry(edge.kind).or_default();
            *weight = (*weight).max(edge.weight);
        }
    }
    pairs
}

fn strength(kinds: &Kinds) -> u32 {
    kinds.values().fold(0, |sum: u32, weight| sum.saturating_add(*weight)).min(100)
}

/// Without what says by itself that two are likely one.
fn weak_strength(kinds: &Kinds) -> u32 {
    let weak = kinds.iter().filter(|(kind, _)| !kind.is_strong());
    weak.fold(0, |sum: u32, (_, weight)| sum.saturating_add(*weight)).min(100)
}

/// What a group comes to, and what follows; none where it is nothing to speak of.
fn weigh(
    group: BTreeSet<Id<Person>>,
    pairs: &BTreeMap<Pair, Kinds>,
    moments: &BTreeMap<Id<Person>, Vec<Timestamp>>,
    bought: &HashSet<Id<Person>>,
    worst: Verdict,
) -> Option<Cluster> {
    let mut strongest: BTreeMap<Id<Person>, u32> = BTreeMap::new();
    let mut tied_by: BTreeMap<SignKind, BTreeSet<Id<Person>>> = BTreeMap::new();
    for ((a, b), kinds) in pairs.iter().filter(|((a, _), _)| group.contains(a)) {
        if !group.contains(b) {
            continue;
        }
        for person in [*a, *b] {
            let best = strongest.entry(person).or_default();
            *best = (*best).max(strength(kinds));
            kinds.keys().for_each(|kind| {
                tied_by.entry(*kind).or_default().insert(person);
            });
        }
    }
    let many = group.len() as i64;
    let buyers = group.iter().filter(|person| bought.contains(person)).count();
    let in_burst = in_burst(&group, moments);
    let household = tied_by.get(&SignKind::Household).is_some_and(|all| all.len() == group.len());
    let mut score = strongest.values().copied().map(i64::from).sum::<i64>() / many;
    score += ((many - LEAST as i64) * FOR_EACH_MORE).min(MOST_FOR_MORE);
    score += if in_burst { FOR_A_BURST } else { 0 };
    score -= FOR_BUYERS * buyers as i64 / many;
    score -= if household { FOR_A_HOUSEHOLD } else { 0 };
    let verdict = match score {
        QUARANTINED.. => worst,
        WATCHED.. => Verdict::Watched,
        _ => return None,
    };
    let mut reasons: Vec<Reason> =
        tied_by.into_iter().map(|(kind, all)| Reason { kind, people: all.len() }).collect();
    reasons
        .sort_by_key(|r| (std::cmp::Reverse(r.kind.weight()), std::cmp::Reverse(r.people), r.kind));
    Some(Cluster { people: group, score, verdict, reasons, in_burst, bought: buyers })
}

/// Whether three of four acted within [`BURST`].
fn in_burst(group: &BTreeSet<Id<Person>>, moments: &BTreeMap<Id<Person>, Vec<Timestamp>>) -> bool {
    let acts = group.iter().filter_map(|person| moments.get(person).map(|all| (person, all)));
    let mut all: Vec<(Timestamp, Id<Person>)> =
        acts.flat_map(|(person, all)| all.iter().map(|at| (*at, *person))).collect();
    all.sort_unstable();
    let needed = (group.len() * 3).div_ceil(4);
    all.iter().enumerate().any(|(from, (begins, _))| {
        let within = all.iter().skip(from);
        let within = within.take_while(|(at, _)| at.duration_since(*begins) <= BURST);
        within.map(|(_, person)| *person).collect::<BTreeSet<_>>().len() >= needed
    })
}
