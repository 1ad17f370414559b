//! Everybody of whom something was heard within some time, in columns.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use deedwell_core::{Id, Person, Unit};
use memchr::memmem::Finder;

use super::ranked::Kept;
use crate::findable::findable;
use crate::list::PeopleOrder;
use crate::sign::IdentityKind;

#[derive(Clone, Default)]
pub(super) struct Leaf {
    people: Vec<One>,
    /// What each is found by, one after the other, each ended by a line's end.
    text: Vec<u8>,
    pub tags: BTreeMap<String, Vec<u32>>,
    units: Vec<Id<Unit>>,
    by_id: Vec<u32>,
    oldest: Vec<u32>,
    named: Vec<u32>,
    pub kept: Kept,
}

/// Somebody.
#[derive(Clone)]
pub(super) struct One {
    pub id: u128,
    pub created_at: i64,
    /// Where their text begins.
    from: usize,
    /// Bytes of their name, at its beginning.
    name: u16,
    /// The number of their unit, from 1.
    unit: u16,
    /// A bit for each kind of sign.
    kinds: u8,
    /// Whether they are on the list: known by something, and nobody else stands for them.
    pub is_shown: bool,
}

/// Somebody as read.
pub(super) struct Heard {
    pub id: u128,
    pub created_at: i64,
    pub name: String,
    pub search: String,
    pub unit: Option<Id<Unit>>,
    pub kinds: u8,
    pub tags: Vec<String>,
    pub is_shown: bool,
}

impl Leaf {
    pub fn len(&self) -> usize {
        self.people.len()
    }

    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    pub fn add(&mut self, heard: Heard) {
        let place = self.people.len() as u32;
        let from = self.text.len();
        if heard.is_shown {
            self.text.extend(findable(&heard.search).as_bytes());
        }
        self.text.push(b'\n');
        for tag in heard.tags {
            self.tags.entry(tag).or_default().push(place);
        }
        let unit = heard.unit.map_or(0, |unit| self.unit(unit));
        let name = findable(&heard.name).len().min(self.text.len() - from - 1);
        self.people.push(One {
            id: heard.id,
            created_at: heard.created_at,
            from,
            name: u16::try_from(name).unwrap_or(u16::MAX),
            unit,
            kinds: heard.kinds,
            is_shown: heard.is_shown,
        });
    }

    fn unit(&mut self, unit: Id<Unit>) -> u16 {
        let place = self.units.iter().position(|u| *u == unit).unwrap_or_else(|| {
            self.units.push(unit);
            self.units.len() - 1
        });
        u16::try_from(place + 1).unwrap_or(u16::MAX)
    }

    /// Puts everybody in order, once all are there.
    pub fn ordered(mut self) -> Self {
        let places = || (0..self.people.len() as u32).collect::<Vec<_>>();
        let (mut by_id, mut oldest, mut named) = (places(), places(), places());
        by_id.sort_unstable_by_key(|place| self.one(*place).id);
        oldest.sort_unstable_by(|a, b| self.compare(*a, &self, *b, PeopleOrder::Oldest));
        named.sort_unstable_by(|a, b| self.compare(*a, &self, *b, PeopleOrder::Name));
        (self.by_id, self.oldest, self.named) = (by_id, oldest, named);
        self.people.shrink_to_fit();
        self.text.shrink_to_fit();
        self
    }

    pub fn one(&self, place: u32) -> &One {
        // Places are made here and are never others than those there are.
        &self.people[place as usize]
    }

    pub fn place_of(&self, id: u128) -> Option<u32> {
        let found = self.by_id.binary_search_by_key(&id, |place| self.one(*place).id).ok()?;
        self.by_id.get(found).copied()
    }

    pub fn ids(&self) -> impl Iterator<Item = u128> {
        self.people.iter().map(|one| one.id)
    }

    pub fn shown(&self) -> Vec<bool> {
        self.people.iter().map(|one| one.is_shown).collect()
    }

    /// Everybody in an order.
    pub fn walk(&self, order: PeopleOrder) -> Box<dyn Iterator<Item = u32> + '_> {
        match order {
            PeopleOrder::Oldest => Box::new(self.oldest.iter().copied()),
            PeopleOrder::Newest => Box::new(self.oldest.iter().rev().copied()),
            PeopleOrder::Name => Box::new(self.named.iter().copied()),
        }
    }

    /// Who comes first, of somebody here and somebody of another leaf. The nameless are the last.
    pub fn compare(&self, here: u32, other: &Self, there: u32, order: PeopleOrder) -> Ordering {
        let (one, two) = (self.one(here), other.one(there));
        let met = (one.created_at, one.id).cmp(&(two.created_at, two.id));
        match order {
            PeopleOrder::Oldest => met,
            PeopleOrder::Newest => met.reverse(),
            PeopleOrder::Name => (one.name == 0)
                .cmp(&(two.name == 0))
                .then_with(|| self.name(one).cmp(other.name(two)))
                .then_with(|| one.id.cmp(&two.id)),
        }
    }

    fn name(&self, one: &One) -> &[u8] {
        self.text.get(one.from..one.from + usize::from(one.name)).unwrap_or_default()
    }

    /// Where the text of somebody ends.
    fn end(&self, place: usize) -> usize {
        self.people.get(place + 1).map_or(self.text.len(), |next| next.from)
    }

    /// Marks everybody whose text has this word: one look through all of it.
    pub fn mark(&self, word: &[u8], marks: &mut [bool]) {
        let finder = Finder::new(word);
        let (mut from, mut place) = (0, 0);
        while let Some(found) = self.text.get(from..).and_then(|text| finder.find(text)) {
            while self.end(place) <= from + found {
                place += 1;
            }
            if let Some(mark) = marks.get_mut(place) {
                *mark = true;
            }
            from = self.end(place);
        }
    }

    /// Whether the text of one has a word.
    pub fn has(&self, place: usize, finder: &Finder<'_>) -> bool {
        let text = self.people.get(place).and_then(|p| self.text.get(p.from..self.end(place)));
        text.is_some_and(|text| finder.find(text).is_some())
    }

    pub fn is_of(&self, place: usize, unit: Id<Unit>) -> bool {
        let one = self.people.get(place).and_then(|p| usize::from(p.unit).checked_sub(1));
        one.and_then(|number| self.units.get(number)) == Some(&unit)
    }

    pub fn is_known_by(&self, place: usize, kind: IdentityKind) -> bool {
        self.people.get(place).is_some_and(|one| one.kinds & bit(kind) != 0)
    }

    pub fn created_at(&self, place: usize) -> i64 {
        self.people.get(place).map_or(0, |one| one.created_at)
    }

    pub fn forget(&mut self, person: Id<Person>) {
        let Some(place) = self.place_of(person.uuid().as_u128()) else { return };
        let end = self.end(place as usize);
        let Some(one) = self.people.get_mut(place as usize) else { return };
        (one.is_shown, one.name, one.kinds) = (false, 0, 0);
        if let Some(text) = self.text.get_mut(one.from..end) {
            text.fill(b'\n');
        }
        self.tags.values_mut().for_each(|bearers| bearers.retain(|bearer| *bearer != place));
    }
}

/// The bit of a kind.
pub(super) fn bit(kind: IdentityKind) -> u8 {
    IdentityKind::ALL.iter().position(|k| *k == kind).map_or(0, |place| 1 << place)
}
