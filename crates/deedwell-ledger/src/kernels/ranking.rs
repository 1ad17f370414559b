//! Everybody who ever did something, in some order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use deedwell_core::behaviour::Ranking;
use deedwell_core::{Id, Organisation, Person};
use uuid::Uuid;

use super::activity::Sum;
use super::fold;
use crate::columns::{by_people, cut};
use crate::roles::PLACED_CODE;
use crate::snapshot::{Snapshot, Sort};

/// Below this an order is made for every reader.
const WORTH_KEEPING: Duration = Duration::from_millis(20);
/// How much longer than it took to make an order is kept, whatever was done meanwhile.
const KEPT_FOR: u32 = 100;

type Order = Arc<Vec<Id<Person>>>;

/// Orders that took long: a million people are not put in order anew after every act of one.
#[derive(Default)]
pub(crate) struct Ranked(Mutex<HashMap<(Id<Organisation>, Ranking), Made>>);

/// An order, when it was made, how long that took.
type Made = (Order, Instant, Duration);

impl Ranked {
    pub fn of(&self, organisation: Id<Organisation>, snapshot: &Snapshot, by: Ranking) -> Order {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((order, made, took)) = lock().get(&(organisation, by))
            && *took > WORTH_KEEPING
            && made.elapsed() < *took * KEPT_FOR
        {
            return Arc::clone(order);
        }
        let began = Instant::now();
        let order = ranking(snapshot, by);
        // One that was there already took no time; how long it did take is known from before.
        let mut ranked = lock();
        let before = ranked.get(&(organisation, by));
        let same = before.filter(|(before, ..)| Arc::ptr_eq(before, &order));
        let took = same.map_or_else(|| began.elapsed(), |(.., took)| *took);
        ranked.insert((organisation, by), (Arc::clone(&order), Instant::now(), took));
        order
    }
}

/// One person's place in the order; a smaller number first, then the smaller id.
type Placed = (i64, u128);

/// Kept in the snapshot. Ties run by id. Test accounts are listed: whoever looks for one must find
/// it.
pub(crate) fn ranking(snapshot: &Snapshot, by: Ranking) -> Arc<Vec<Id<Person>>> {
    let rank = || {
        let currency = main_currency(snapshot);
        let mut placed: Vec<Placed> = fold(snapshot, Vec::new, |list, owner, slices| {
            let person = snapshot.owner(owner).filter(|o| o.sort == Sort::Person);
            let sum = person.map(|_| Sum::of(slices, &snapshot.names)).filter(|s| s.actions > 0);
            list.extend(person.zip(sum).map(|(p, sum)| (place(&sum, by, currency), p.uuid)));
        })
        .concat();
        placed.sort_unstable();
        Arc::new(placed.iter().map(|(_, id)| Id::from_uuid(Uuid::from_u128(*id))).collect())
    };
    match snapshot.rankings.get(by as usize) {
        Some(kept) => Arc::clone(kept.get_or_init(rank)),
        None => rank(),
    }
}

fn place(sum: &Sum, by: Ranking, currency: u16) -> i64 {
    match by {
        Ranking::LastSeen => -sum.last_at.unwrap_or(i64::MIN + 1),
        Ranking::Actions => -(sum.actions as i64),
        Ranking::Spent => sum.spent.get(&currency).map_or(0, |s| s.saturating_neg()),
        Ranking::FirstSeen => sum.first_at.unwrap_or(i64::MAX),
    }
}

/// The currency of most orders; of equally many, the first in the alphabet.
fn main_currency(snapshot: &Snapshot) -> u16 {
    let begin = BTreeMap::<u16, u64>::new;
    let placed = snapshot.names.where_kind(|code, _| code == PLACED_CODE);
    let counts = fold(snapshot, begin, |counts, _, slices| {
        for slice in slices {
            let currencies = cut(&slice.columns.currency, &slice.rows).iter();
            let acts = cut(&slice.columns.act, &slice.rows).iter().zip(currencies);
            for (name, (act, currency)) in cut(&slice.columns.name, &slice.rows).iter().zip(acts) {
                if placed.get(usize::from(*name)).is_some_and(|p| *p)
                    && *currency != 0
                    && by_people(*act)
                {
                    *counts.entry(*currency).or_default() += 1;
                }
            }
        }
    });
    let mut sums = begin();
    for (currency, count) in counts.into_iter().flatten() {
        *sums.entry(currency).or_default() += count;
    }
    let most = sums.into_iter().max_by_key(|(currency, count)| (*count, Reverse(*currency)));
    most.map_or(0, |(currency, _)| currency)
}
