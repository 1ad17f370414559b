//! The list and what people did, which only the ledger knows: those who were seen, and an order by deeds.

use std::sync::{Arc, Mutex, PoisonError};

use deedwell_core::{Id, IdMap, Person};

use super::leaf::Leaf;
use super::roll::Found;
use crate::list::PeopleOrder;

/// Everybody who ever did something, from the first to the last; made by the ledger and kept there for a
/// while (`deedwell_core::behaviour::Behaviour::ranking`).
pub type Ranking = Arc<Vec<Id<Person>>>;

/// Somebody of a ranking who does not stand on a leaf.
const NOWHERE: u32 = u32::MAX;
/// Smaller leaves are looked through anew for each question.
const WORTH_KEEPING: usize = if cfg!(test) { 3 } else { 20_000 };
/// Rankings of which a leaf keeps the places: one for each that there is.
const MOST_KEPT: usize = 4;

/// By place in a ranking: the place on a leaf.
type Places = Arc<Vec<u32>>;

/// Where the people of rankings stand on one leaf. To find out takes as long as a hundred questions.
#[derive(Default)]
pub(super) struct Kept(Mutex<Vec<(Ranking, Places)>>);

/// What is kept of a leaf is not true of what becomes of its copy.
impl Clone for Kept {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Kept {
    fn places(&self, leaf: &Leaf, ranking: &Ranking) -> Places {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, places)) = lock().iter().find(|(kept, _)| Arc::ptr_eq(kept, ranking)) {
            return Arc::clone(places);
        }
        let by_id: IdMap<u32> = leaf.ids().zip(0..).collect();
        let place = |id: &Id<Person>| by_id.get(&id.uuid().as_u128()).copied().unwrap_or(NOWHERE);
        let places: Places = Arc::new(ranking.iter().map(place).collect());
        let mut kept = lock();
        kept.insert(0, (Arc::clone(ranking), Arc::clone(&places)));
        kept.truncate(MOST_KEPT);
        places
    }
}

/// The places of everybody on the leaves, by their place in one ranking.
struct Seats<'a> {
    ranking: &'a Ranking,
    /// Of large leaves.
    kept: Vec<(usize, Places)>,
    /// Of all others, the last where somebody stands on several.
    others: IdMap<(usize, u32)>,
}

impl<'a> Seats<'a> {
    fn new(leaves: &'a [Arc<Leaf>], ranking: &'a Ranking) -> Self {
        let (large, small): (Vec<_>, Vec<_>) =
            leaves.iter().enumerate().partition(|(_, leaf)| leaf.len() >= WORTH_KEEPING);
        let kept = large.into_iter().map(|(n, leaf)| (n, leaf.kept.places(leaf, ranking)));
        let of = |(n, leaf): (usize, &'a Arc<Leaf>)| {
            leaf.ids().zip(0..).map(move |(id, p)| (id, (n, p)))
        };
        Self { ranking, kept: kept.collect(), others: small.into_iter().flat_map(of).collect() }
    }

    /// The leaf and the place of each, those that do not count any more among them.
    fn of(&self, number: usize) -> impl Iterator<Item = (usize, u32)> {
        let kept = self.kept.iter().filter_map(move |(leaf, places)| {
            Some((*leaf, *places.get(number)?)).filter(|(_, place)| *place != NOWHERE)
        });
        let id = self.ranking.get(number).filter(|_| !self.others.is_empty());
        kept.chain(id.and_then(|id| self.others.get(&id.uuid().as_u128()).copied()))
    }
}

impl Found {
    /// Those who are among the first of a ranking.
    pub fn among(self, ranking: &Ranking, first: usize) -> Self {
        let among = self.marks(ranking, first);
        self.marked(&among, true)
    }

    /// A page in the order of a ranking; who never did anything comes last, in another order.
    pub fn ids_by(
        self,
        ranking: &Ranking,
        order: PeopleOrder,
        skip: usize,
        limit: usize,
    ) -> Vec<Id<Person>> {
        let mut skipped = 0;
        let mut ids = Vec::new();
        let seats = Seats::new(self.leaves(), ranking);
        for (number, id) in ranking.iter().enumerate() {
            if ids.len() == limit {
                return ids;
            }
            if !seats.of(number).any(|(leaf, place)| self.fits(leaf, place)) {
                continue;
            }
            if skipped < skip {
                skipped += 1;
            } else {
                ids.push(*id);
            }
        }
        let did_something = self.marks(ranking, ranking.len());
        let rest = self.marked(&did_something, false);
        ids.extend(rest.ids(order, skip - skipped, limit - ids.len()));
        ids
    }

    /// By leaf and place, who is among the first of a ranking.
    fn marks(&self, ranking: &Ranking, first: usize) -> Vec<Vec<bool>> {
        let mut marks: Vec<Vec<bool>> =
            self.leaves().iter().map(|leaf| vec![false; leaf.len()]).collect();
        let seats = Seats::new(self.leaves(), ranking);
        for (leaf, place) in (0..first.min(ranking.len())).flat_map(|number| seats.of(number)) {
            if let Some(mark) = marks.get_mut(leaf).and_then(|m| m.get_mut(place as usize)) {
                *mark = true;
            }
        }
        marks
    }
}
