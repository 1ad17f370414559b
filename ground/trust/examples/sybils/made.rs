//! A town that votes, made from a seed: honest people who live, work and read as people do, and rings of made-up
//! accounts. Of each vote it is known whether it is honest, and what the rules say of it.

use std::collections::{BTreeSet, HashMap, HashSet};

use deedwell_core::{Id, Person, Timestamp};

use super::trust::cluster::{Acted, Verdict, edges, judge};
use super::trust::sign::{Seen, SignKind};

const THINGS: u64 = 40;
const DAY_S: u64 = 86_400;

/// A generator of its own, so that a town can be made again by its seed.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn of(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % n
    }
}

/// How a ring works.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Ring {
    /// One browser, cookies kept.
    Browser,
    /// One card behind many names.
    Card,
    /// One mailbox with many addresses.
    Mailbox,
    /// Clean browsers behind one network, made and used within minutes.
    Farm,
    /// Clean browsers, networks, days: nothing is shared. Nobody can know.
    Careful,
}

impl Ring {
    pub const ALL: [Self; 5] =
        [Self::Browser, Self::Card, Self::Mailbox, Self::Farm, Self::Careful];
}

#[derive(Default)]
pub struct Town {
    seen: Vec<Seen>,
    met_at: HashMap<Id<Person>, Timestamp>,
    bought: HashSet<Id<Person>>,
    votes: HashMap<u64, Vec<Acted>>,
    ring_of: HashMap<Id<Person>, Ring>,
    next: u64,
}

fn at(second: u64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second as i64).unwrap_or(Timestamp::UNIX_EPOCH)
}

impl Town {
    pub fn made(seed: u64) -> Self {
        let (mut town, mut chance) = (Self::default(), Chance::new(seed));
        for home in 0..450 {
            town.home(&mut chance, home);
        }
        for office in 0..8 {
            town.office(&mut chance, office);
        }
        town.library(&mut chance);
        for n in 0..40 {
            let ring = Ring::ALL[n % Ring::ALL.len()];
            town.ring(&mut chance, ring, n as u64);
        }
        town
    }

    fn person(&mut self, met: u64) -> Id<Person> {
        let id = uuid::Uuid::from_u128(
            0x0193_0000_0000_7000_8000_0000_0000_0000 + u128::from(self.next),
        );
        self.next += 1;
        let person = Id::from_uuid(id);
        self.met_at.insert(person, at(met));
        person
    }

    fn sees(&mut self, person: Id<Person>, kind: SignKind, print: String, first: u64, last: u64) {
        let (first_at, last_at) = (at(first.min(last)), at(last.max(first)));
        self.seen.push(Seen { person, identity: person.cast(), kind, print, first_at, last_at });
    }

    fn votes(&mut self, person: Id<Person>, thing: u64, second: u64) {
        self.votes.entry(thing).or_default().push(Acted { person, at: at(second) });
    }

    /// One to five people with a network; often a tablet that two or all of them use.
    fn home(&mut self, chance: &mut Chance, home: u64) {
        let many = [1, 1, 1, 2, 2, 2, 3, 4, 5][chance.of(9) as usize];
        let tablet = chance.of(3);
        let household = chance.of(2) == 0;
        let evening = chance.of(30 * DAY_S);
        let favourite = chance.of(THINGS);
        for n in 0..many {
            let met = chance.of(300 * DAY_S);
            let person = self.person(met);
            if chance.of(10) < 6 {
                self.bought.insert(person);
            }
            let from = 300 * DAY_S;
            self.sees(person, SignKind::Network, format!("home{home}"), from, from + 30 * DAY_S);
            self.sees(person, SignKind::Place, format!("home{home}"), from, from);
            self.sees(person, SignKind::Mailbox, format!("box{home}.{n}"), from, from);
            if household {
                self.sees(person, SignKind::Household, format!("home{home}"), from, from);
            }
            let shares = tablet == 0 || (tablet == 1 && n < 2);
            let browser = if shares { format!("tablet{home}") } else { format!("own{home}.{n}") };
            self.sees(person, SignKind::Browser, browser, from, from);
            // Now and then they all sit together and vote for the same.
            if chance.of(4) == 0 {
                self.votes(person, favourite, from + evening + chance.of(1_800));
            }
            for _ in 0..chance.of(4) {
                let second = from + chance.of(30 * DAY_S);
                self.votes(person, chance.of(THINGS), second);
            }
        }
    }

    /// Colleagues on one network who vote at noon, some of whom came when it was announced.
    fn office(&mut self, chance: &mut Chance, office: u64) {
        let noon = 300 * DAY_S + chance.of(30) * DAY_S + 43_200;
        let thing = chance.of(THINGS);
        for n in 0..12 + chance.of(20) {
            let announced = chance.of(10) == 0;
            let met = if announced { noon - chance.of(600) } else { chance.of(300 * DAY_S) };
            let person = self.person(met);
            if chance.of(10) < 5 {
                self.bought.insert(person);
            }
            self.sees(person, SignKind::Network, format!("office{office}"), noon, noon + 3_600);
            self.sees(person, SignKind::Browser, format!("desk{office}.{n}"), noon, noon);
            self.votes(person, thing, noon + chance.of(3_600));
        }
    }

    /// Sixty who use the same three browsers.
    fn library(&mut self, chance: &mut Chance) {
        for n in 0..180 {
            let met = chance.of(300 * DAY_S);
            let person = self.person(met);
            if chance.of(10) < 3 {
                self.bought.insert(person);
            }
            let day = 300 * DAY_S + chance.of(30 * DAY_S);
            self.sees(person, SignKind::Browser, format!("library{}", n % 3), day, day);
            self.votes(person, chance.of(THINGS), day);
        }
    }

    fn ring(&mut self, chance: &mut Chance, ring: Ring, number: u64) {
        let thing = chance.of(THINGS);
        let begins = 300 * DAY_S + chance.of(29 * DAY_S);
        let many = if ring == Ring::Farm { 6 + chance.of(20) } else { 3 + chance.of(15) };
        for n in 0..many {
            let spread = if ring == Ring::Careful { 10 * DAY_S } else { 1_200 };
            let met = begins + chance.of(spread) / 2;
            let person = self.person(met);
            self.ring_of.insert(person, ring);
            let vote = met + 60 + chance.of(600);
            let own = |what: &str| format!("{what}-r{number}.{n}");
            let shared = |what: &str| format!("{what}-r{number}");
            let pick = |shares: bool, what: &str| if shares { shared(what) } else { own(what) };
            let one_in_ten = chance.of(10) == 0;
            let browser = pick(ring == Ring::Browser && !one_in_ten, "b");
            self.sees(person, SignKind::Browser, browser, met, vote);
            let mailbox = pick(ring == Ring::Mailbox && !one_in_ten, "m");
            self.sees(person, SignKind::Mailbox, mailbox, met, vote);
            if ring == Ring::Card {
                self.sees(person, SignKind::Payment, shared("c"), met, vote);
            }
            let network = pick(matches!(ring, Ring::Farm | Ring::Browser), "n");
            self.sees(person, SignKind::Network, network, met, vote);
            self.votes(person, thing, vote);
        }
        if matches!(ring, Ring::Farm | Ring::Browser) {
            self.bystanders(chance, number, thing, begins);
        }
    }

    /// Honest newcomers who happen to sit behind the same address as a ring, and vote for the same.
    fn bystanders(&mut self, chance: &mut Chance, number: u64, thing: u64, begins: u64) {
        for n in 0..chance.of(3) {
            let met = begins + chance.of(1_200) / 2;
            let person = self.person(met);
            let vote = met + 60 + chance.of(600);
            self.sees(person, SignKind::Browser, format!("b-by{number}.{n}"), met, vote);
            self.sees(person, SignKind::Mailbox, format!("m-by{number}.{n}"), met, vote);
            self.sees(person, SignKind::Network, format!("n-r{number}"), met, vote);
            self.votes(person, thing, vote);
        }
    }

    /// What the rules say of all votes.
    pub fn judged(&self) -> Report {
        let edges = edges(&self.seen, &self.met_at);
        let mut report = Report::default();
        for votes in self.votes.values() {
            let people: BTreeSet<Id<Person>> = votes.iter().map(|vote| vote.person).collect();
            let found = judge(votes, &edges, &self.bought);
            let apart = found.iter().filter(|cluster| cluster.verdict == Verdict::Quarantined);
            let apart: BTreeSet<Id<Person>> =
                apart.flat_map(|c| c.people.iter().copied()).collect();
            for person in people {
                let caught = apart.contains(&person);
                match self.ring_of.get(&person) {
                    Some(ring) => {
                        let of = report.rings.entry(*ring).or_default();
                        of.0 += usize::from(caught);
                        of.1 += 1;
                    }
                    None => {
                        report.honest += 1;
                        report.honest_caught += usize::from(caught);
                    }
                }
            }
        }
        report
    }
}

/// Votes: of each kind of ring those that were caught, and all.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    pub rings: std::collections::BTreeMap<Ring, (usize, usize)>,
    pub honest: usize,
    pub honest_caught: usize,
}

impl Report {
    pub fn caught(&self) -> usize {
        self.rings.values().map(|(caught, _)| caught).sum()
    }

    /// Of the votes that are counted apart, the share that was not honest.
    pub fn precision(&self) -> f64 {
        self.caught() as f64 / (self.caught() + self.honest_caught).max(1) as f64
    }

    /// Of the votes that were not honest, the share that is counted apart.
    pub fn recall(&self) -> f64 {
        let all: usize = self.rings.values().map(|(_, all)| all).sum();
        self.caught() as f64 / all.max(1) as f64
    }

    /// The same without rings that share nothing.
    pub fn recall_of_rings_that_share(&self) -> f64 {
        let share = self.rings.iter().filter(|(ring, _)| **ring != Ring::Careful);
        let (caught, all) = share.fold((0, 0), |sum, (_, of)| (sum.0 + of.0, sum.1 + of.1));
        caught as f64 / all.max(1) as f64
    }
}
