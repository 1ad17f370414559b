//! The leaves read as one list: of somebody who stands on several, the latest counts.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::sync::Arc;

use deedwell_core::{Id, Person, Unit};
use jiff::Timestamp;
use memchr::memmem::Finder;
use uuid::Uuid;

use super::leaf::Leaf;
use crate::list::PeopleOrder;
use crate::sign::IdentityKind;

/// The list of people at one moment.
pub(crate) struct Roll {
    leaves: Vec<Arc<Leaf>>,
    /// By leaf and place: whether somebody is on the list.
    shown: Vec<Vec<bool>>,
}

/// Some of them: those whom no filter has taken out yet.
pub(crate) struct Found {
    roll: Roll,
}

impl Roll {
    pub(super) fn new(leaves: impl Iterator<Item = Arc<Leaf>>) -> Self {
        let leaves: Vec<Arc<Leaf>> = leaves.filter(|leaf| !leaf.is_empty()).collect();
        let mut shown: Vec<Vec<bool>> = leaves.iter().map(|leaf| leaf.shown()).collect();
        for (number, later) in leaves.iter().enumerate() {
            for (leaf, shown) in leaves.iter().zip(&mut shown).take(number) {
                for place in later.ids().filter_map(|id| leaf.place_of(id)) {
                    if let Some(shown) = shown.get_mut(place as usize) {
                        *shown = false;
                    }
                }
            }
        }
        Self { leaves, shown }
    }

    pub fn everybody(self) -> Found {
        Found { roll: self }
    }

    /// Every tag, and how many bear it.
    pub fn tags(&self) -> BTreeMap<String, i64> {
        let mut tags = BTreeMap::new();
        for (leaf, shown) in self.leaves.iter().zip(&self.shown) {
            for (tag, bearers) in &leaf.tags {
                let bear = bearers.iter().filter(|b| shown.get(**b as usize).is_some_and(|s| *s));
                let bear = bear.count() as i64;
                if bear > 0 {
                    *tags.entry(tag.clone()).or_default() += bear;
                }
            }
        }
        tags
    }
}

impl Found {
    pub fn total(&self) -> usize {
        let count = |fits: &Vec<bool>| fits.iter().filter(|fits| **fits).count();
        self.roll.shown.iter().map(count).sum()
    }

    /// A page of them, in an order.
    pub fn ids(&self, order: PeopleOrder, skip: usize, limit: usize) -> Vec<Id<Person>> {
        let leaves = self.roll.leaves.iter().zip(&self.roll.shown);
        let mut walks: Vec<_> = leaves.map(|(leaf, fits)| walk(leaf, fits, order)).collect();
        let next = || {
            let mut first: Option<(usize, (&Leaf, u32))> = None;
            for (number, walk) in walks.iter_mut().enumerate() {
                let Some((leaf, place)) = walk.peek().copied() else { continue };
                let comes_first = first.is_none_or(|(_, (other, there))| {
                    leaf.compare(place, other, there, order).is_lt()
                });
                if comes_first {
                    first = Some((number, (leaf, place)));
                }
            }
            let (number, (leaf, place)) = first?;
            walks.get_mut(number)?.next();
            Some(Id::from_uuid(Uuid::from_u128(leaf.one(place).id)))
        };
        std::iter::from_fn(next).skip(skip).take(limit).collect()
    }

    /// Whose text has one of these spellings.
    pub fn having(mut self, spellings: &[String]) -> Self {
        // Few are looked at one by one, many by one look through all texts.
        let all: usize = self.roll.leaves.iter().map(|leaf| leaf.len()).sum();
        let few = self.total() < all / 20;
        for (leaf, fits) in self.roll.leaves.iter().zip(&mut self.roll.shown) {
            if few {
                let finders: Vec<Finder<'_>> =
                    spellings.iter().map(|s| Finder::new(s.as_bytes())).collect();
                keep(fits, |place| finders.iter().any(|finder| leaf.has(place, finder)));
                continue;
            }
            let mut marks = vec![false; leaf.len()];
            spellings.iter().for_each(|s| leaf.mark(s.as_bytes(), &mut marks));
            keep(fits, |place| marks.get(place).is_some_and(|mark| *mark));
        }
        self
    }

    pub fn bearing(mut self, tag: &str) -> Self {
        for (leaf, fits) in self.roll.leaves.iter().zip(&mut self.roll.shown) {
            let mut bears = vec![false; leaf.len()];
            for bearer in leaf.tags.get(tag).into_iter().flatten() {
                if let Some(bears) = bears.get_mut(*bearer as usize) {
                    *bears = true;
                }
            }
            keep(fits, |place| bears.get(place).is_some_and(|b| *b));
        }
        self
    }

    pub fn only(self, person: Id<Person>) -> Self {
        let id = person.uuid().as_u128();
        self.where_so(|leaf, place| leaf.one(place as u32).id == id)
    }

    pub fn nobody(self) -> Self {
        self.where_so(|_, _| false)
    }

    pub fn of_unit(self, unit: Id<Unit>) -> Self {
        self.where_so(|leaf, place| leaf.is_of(place, unit))
    }

    pub fn known_by(self, kind: IdentityKind) -> Self {
        self.where_so(|leaf, place| leaf.is_known_by(place, kind))
    }

    /// First met from a moment on, before another.
    pub fn met(self, since: Option<Timestamp>, until: Option<Timestamp>) -> Self {
        let since = since.map_or(i64::MIN, Timestamp::as_microsecond);
        let until = until.map_or(i64::MAX, Timestamp::as_microsecond);
        self.where_so(|leaf, place| (since..until).contains(&leaf.created_at(place)))
    }

    pub(super) fn leaves(&self) -> &[Arc<Leaf>] {
        &self.roll.leaves
    }

    pub(super) fn fits(&self, leaf: usize, place: u32) -> bool {
        let fits = self.roll.shown.get(leaf).and_then(|fits| fits.get(place as usize));
        fits.is_some_and(|fits| *fits)
    }

    /// Those who are marked so.
    pub(super) fn marked(mut self, marks: &[Vec<bool>], so: bool) -> Self {
        for (marks, fits) in marks.iter().zip(&mut self.roll.shown) {
            keep(fits, |place| marks.get(place).is_some_and(|mark| *mark == so));
        }
        self
    }

    fn where_so(mut self, so: impl Fn(&Leaf, usize) -> bool) -> Self {
        for (leaf, fits) in self.roll.leaves.iter().zip(&mut self.roll.shown) {
            keep(fits, |place| so(leaf, place));
        }
        self
    }
}

type Walk<'a> = Peekable<Box<dyn Iterator<Item = (&'a Leaf, u32)> + 'a>>;

/// Those of one leaf who fit, in an order.
fn walk<'a>(leaf: &'a Leaf, fits: &'a [bool], order: PeopleOrder) -> Walk<'a> {
    let fits = move |place: &u32| fits.get(*place as usize).is_some_and(|fits| *fits);
    let walk: Box<dyn Iterator<Item = (&Leaf, u32)>> =
        Box::new(leaf.walk(order).filter(fits).map(move |place| (leaf, place)));
    walk.peekable()
}

/// Takes out who does not fit.
fn keep(fits: &mut [bool], so: impl Fn(usize) -> bool) {
    for (place, fits) in fits.iter_mut().enumerate() {
        *fits = *fits && so(place);
    }
}
