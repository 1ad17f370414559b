//! Counting and ordering. Every order says in a sentence what it does.
//!
//! Whoever wants an idea: its author, its voters, and, of every idea merged into it, the author and
//! the voters. Each person counts once, by the earliest moment. Its votes are all of them but its own
//! author. Whose votes are counted apart is no voter, and is counted beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use deedwell_core::{Error, Id, Person, Result, Timestamp};
use deedwell_measure::{DecayedScore, wilson_lower};

use crate::idea::Idea;

/// A vote of a week ago counts for 1/e of one today.
pub const FADES_IN_DAYS: f64 = 7.0;
const TAU_S: f64 = FADES_IN_DAYS * 86_400.0;
const CONFIDENCE: f64 = 0.95;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Order {
    #[default]
    Hot,
    Top,
    New,
    Random,
}

impl Order {
    pub const ALL: [Self; 4] = [Self::Hot, Self::Top, Self::New, Self::Random];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Hot => "hot",
            Self::Top => "top",
            Self::New => "new",
            Self::Random => "random",
        }
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Hot => "Hot",
            Self::Top => "Top",
            Self::New => "Newest",
            Self::Random => "In random order",
        }
    }

    /// Shown beside the list.
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::Hot => {
                "Most wanted lately: each person who wants an idea counts once, and counts for less as time goes by, after a week for about a third."
            }
            Self::Top => {
                "Most wanted by those who could have voted: the votes as a share of everybody who took part on the board since the idea was put forward, taken cautiously while they are few (the lower end of a 95 % Wilson interval)."
            }
            Self::New => "The latest first.",
            Self::Random => {
                "Drawn by lot afresh each day, and begun at a place of your own, so that ideas at the top do not stay there because they are at the top."
            }
        }
    }
}

impl FromStr for Order {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|order| order.name() == text);
        found.ok_or_else(|| Error::invalid("order", "Ideas are shown hot, top, new or random."))
    }
}

/// Somebody who wants an idea, since when.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    pub person: Id<Person>,
    pub customer: bool,
    pub at: Timestamp,
    /// Counted apart.
    pub apart: bool,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Tally {
    /// Of people who are counted apart.
    pub apart: i64,
    pub votes: i64,
    pub customer_votes: i64,
    pub hot: f64,
}

impl Tally {
    pub fn of(author: Id<Person>, wishes: &[Wish]) -> Self {
        let mut persons: BTreeMap<Id<Person>, (Timestamp, bool)> = BTreeMap::new();
        for wish in wishes.iter().filter(|wish| !wish.apart) {
            let (at, customer) = persons.entry(wish.person).or_insert((wish.at, wish.customer));
            *at = (*at).min(wish.at);
            *customer |= wish.customer;
        }
        let others = || persons.iter().filter(|(person, _)| **person != author);
        // Of a person with several votes it is enough that one is counted.
        let apart = |wish: &&Wish| wish.apart && !persons.contains_key(&wish.person);
        let apart: BTreeSet<Id<Person>> = wishes
            .iter()
            .filter(apart)
            .map(|wish| wish.person)
            .filter(|person| *person != author)
            .collect();
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        Self {
            apart: count(apart.len()),
            votes: count(others().count()),
            customer_votes: count(others().filter(|(_, (_, customer))| *customer).count()),
            hot: hot(persons.values().map(|(at, _)| *at)),
        }
    }
}

/// The score of these moments, counted from the earliest, so that it does not depend on their order.
pub fn hot(moments: impl IntoIterator<Item = Timestamp>) -> f64 {
    let mut seconds: Vec<f64> = moments.into_iter().map(seconds).collect();
    seconds.sort_by(f64::total_cmp);
    DecayedScore::from_times(seconds, TAU_S).0
}

/// The score after one more, later than all before.
pub fn hotter(hot: f64, at: Timestamp) -> f64 {
    DecayedScore(hot).add(seconds(at), TAU_S).0
}

fn seconds(at: Timestamp) -> f64 {
    at.as_microsecond() as f64 / 1e6
}

/// `active` persons took part on the board since the idea was put forward. Votes may come from
/// elsewhere (with an idea merged into this one, or moved here), so there are never fewer than those.
pub fn top(votes: i64, active: usize) -> f64 {
    let votes = votes.max(0);
    let n = u64::try_from(votes).unwrap_or(0).max(active as u64);
    wilson_lower(votes as f64, n, CONFIDENCE)
}

/// A score has to move by more than this part of itself to be written again.
const SHOWS: f64 = 0.005;

/// Whether a score that was kept still says where the idea stands.
pub fn is_about(kept: f64, top: f64) -> bool {
    (kept - top).abs() <= SHOWS * top
}

/// What an idea drew on a day.
pub fn lot(day: jiff::civil::Date, id: Id<Idea>) -> i64 {
    mixed(seed("lots", day), id.uuid().as_u64_pair()).cast_signed()
}

/// Among the lots, where the round of whoever has this seed begins.
pub fn start(seed: u64) -> i64 {
    mixed(seed, (0, 0)).cast_signed()
}

/// The seed of a visitor for a day.
pub fn seed(visitor: &str, day: jiff::civil::Date) -> u64 {
    let text = format!("{visitor}/{day}");
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h: u64, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// SplitMix64's finaliser over a seed and a pair.
fn mixed(seed: u64, (high, low): (u64, u64)) -> u64 {
    let mut z = seed.wrapping_add(high).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ low;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::idea::sample::id;

    fn at(day: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + day * 86_400).unwrap()
    }

    fn wish(person: u128, customer: bool, day: i64) -> Wish {
        Wish { person: id(person), customer, at: at(day), apart: false }
    }

    #[test]
    fn who_is_counted_apart_moves_nothing_and_is_not_lost() {
        let apart = |person, day| Wish { apart: true, ..wish(person, true, day) };
        let wishes = [wish(1, true, 0), wish(2, true, 1), apart(3, 2), apart(4, 2), apart(2, 5)];
        let tally = Tally::of(id(1), &wishes);
        assert_eq!((tally.votes, tally.customer_votes, tally.apart), (1, 1, 2));
        assert_eq!(tally.hot, hot([at(0), at(1)]));
    }

    #[test]
    fn a_person_counts_once_and_an_author_not_at_all() {
        let wishes = [
            wish(1, true, 0),
            wish(2, false, 1),
            wish(2, true, 3),
            wish(3, false, 2),
            wish(1, true, 4),
        ];
        let tally = Tally::of(id(1), &wishes);
        assert_eq!((tally.votes, tally.customer_votes), (2, 1));
        assert_eq!(tally.hot, hot([at(0), at(1), at(2)]));
    }

    #[test]
    fn one_more_vote_is_the_same_as_counting_again() {
        let mut score = hot([at(0)]);
        for day in 1..200 {
            score = hotter(score, at(day / 3));
        }
        let all = std::iter::once(at(0)).chain((1..200).map(|day| at(day / 3)));
        assert_eq!(score, hot(all.collect::<Vec<_>>().into_iter().rev()));
    }

    #[test]
    fn a_fresh_vote_outweighs_two_of_last_week() {
        assert!(hot([at(7)]) > hot([at(0), at(0)]));
        assert!(hot([at(7)]) < hot([at(0), at(0), at(0)]));
    }

    #[test]
    fn few_votes_rank_below_as_good_a_share_of_many() {
        assert!((top(3, 4) - 0.300_642).abs() < 1e-6 && (top(60, 100) - 0.502_003).abs() < 1e-6);
        assert_eq!(top(0, 0), 0.0);
        assert_eq!(top(5, 2), top(5, 5), "votes brought along count as persons present");
        assert!(top(60, 100) > top(3, 4) && top(3, 4) > top(1, 1) && top(1, 1) > top(0, 9));
    }

    #[test]
    fn chance_is_the_same_all_day_and_another_tomorrow() {
        let day = jiff::civil::date(2026, 3, 1);
        let shuffled = |visitor: &str, day| {
            let start = start(seed(visitor, day));
            let mut ids: Vec<Id<Idea>> = (1..=50).map(id).collect();
            ids.sort_by_key(|id| (lot(day, *id) < start, lot(day, *id)));
            ids
        };
        assert_eq!(shuffled("v", day), shuffled("v", day));
        assert_ne!(shuffled("v", day), shuffled("v", day.tomorrow().unwrap()));
        assert_ne!(shuffled("v", day), shuffled("w", day));
    }

    #[test]
    fn everything_has_its_turn_at_the_top() {
        let mut first = BTreeMap::new();
        for n in 0..2_000_i64 {
            let day = jiff::civil::date(2026, 1, 1) + jiff::Span::new().days(n % 200);
            let start = start(seed(&format!("visitor {n}"), day));
            let ids = (1..=10_u128).map(id::<Idea>);
            let top = ids.min_by_key(|id| (lot(day, *id) < start, lot(day, *id))).unwrap();
            *first.entry(top).or_insert(0) += 1;
        }
        // Two hundred each, give or take four standard deviations of such a draw.
        assert!(first.len() == 10 && first.values().all(|n| (140..=260).contains(n)), "{first:?}");
    }

    #[test]
    fn a_score_is_written_again_once_it_shows() {
        assert!(is_about(0.0, 0.0) && is_about(0.300, 0.301));
        assert!(!is_about(0.300, 0.302) && !is_about(0.0, 0.1) && !is_about(0.1, 0.0));
    }

    #[test]
    fn every_order_is_explained() {
        for order in Order::ALL {
            assert!(order.explanation().ends_with('.'));
            assert_eq!(order.name().parse::<Order>().unwrap(), order);
        }
    }
}
