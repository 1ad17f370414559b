//! The hot columns of one organisation, as the tail writes them.
//!
//! Actions are *staged* as they are read (numbered words, codes), then *settled* once it is known
//! whose they are: sorted into a small part, which merges with its neighbours as parts grow. So an
//! action is visible at once, and a reader walks a handful of parts at most.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use deedwell_core::plan::OwnPlan;
use deedwell_core::{Action, Id, IdMap, Part, Unit};
use tracing::warn;
use uuid::Uuid;

use crate::checkpoint::Held;
use crate::columns::{Columns, NO_UNIT, Row, act, currency_code};
use crate::names::NameBook;
use crate::people::People;
use crate::roles::Roles;
use crate::snapshot::{Owner, OwnerNumbers, Reached, Snapshot, Sort};
use crate::words::{Codes, Growing, Interner};

/// A part is merged into the one before it once it has more than this share of its rows.
const SHARE: usize = 8;
/// Different channels and units that have codes of their own. The lake knows them all.
const MOST_CHANNELS: u16 = 60_000;
const MOST_UNITS: u16 = NO_UNIT - 1;
/// Stands for channels beyond these.
const OTHER: &str = "other";

/// Who acts or is answered, as the ledger has it: an identity, a staff member, or the system.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Subject {
    pub sort: Sort,
    pub uuid: u128,
}

pub(crate) struct Hot {
    roles: Arc<Roles>,
    pub people: People,
    parts: Vec<Arc<Columns>>,
    staged: Columns,
    subjects: Growing<Subject>,
    subject_numbers: IdMap<u32, Subject>,
    /// Shorter than `subjects` while some are not settled.
    subject_owners: Growing<u32>,
    owners: Growing<Owner>,
    owner_numbers: OwnerNumbers,
    staff: Arc<Vec<u32>>,
    tests: Arc<Vec<u32>>,
    names: NameBook,
    channels: Arc<Codes<Arc<str>>>,
    units: Arc<Codes<Id<Unit>>>,
    abouts: Interner,
    first_at: Option<i64>,
}

impl Hot {
    pub fn new(roles: Arc<Roles>) -> Self {
        let mut hot = Self {
            people: People::default(),
            parts: Vec::new(),
            staged: Columns::default(),
            subjects: Growing::default(),
            subject_numbers: IdMap::default(),
            subject_owners: Growing::default(),
            owners: Growing::default(),
            owner_numbers: Arc::new(RwLock::default()),
            staff: Arc::default(),
            tests: Arc::default(),
            names: NameBook::new(roles.kinds()),
            channels: Arc::default(),
            units: Arc::default(),
            abouts: Interner::default(),
            first_at: None,
            roles,
        };
        hot.channel(OTHER);
        hot
    }

    /// Takes an action in; it is seen once it is settled.
    pub fn stage(&mut self, sequence: i64, action: &Action) {
        let name = self.names.number(&action.name, action.part);
        let kind = self.names.kind_code(name);
        let sort = match action.part {
            Part::Customer | Part::Visitor => Sort::Person,
            Part::Staff => Sort::Staff,
            Part::System => Sort::System,
        };
        let row = Row {
            at: action.at.as_microsecond(),
            sequence,
            name,
            act: act(action.part, action.initiator),
            channel: self.channel(action.channel.as_str()),
            unit: action.unit.map_or(NO_UNIT, |unit| self.unit(unit)),
            about: action.about.as_deref().map_or(0, |about| self.abouts.number(about)),
            counterpart: action.counterpart.map_or(0, |c| {
                self.subject(Subject { sort: Sort::Person, uuid: c.uuid().as_u128() }) + 1
            }),
            value: action.value.map_or(0, |v| v.minor),
            currency: action.value.map_or(0, |v| currency_code(v.currency)),
            subject: self.subject(Subject { sort, uuid: action.subject.uuid().as_u128() }),
            fact: self.roles.fact(kind, &action.facts),
            id: action.id.uuid().as_u128(),
        };
        self.stage_row(row);
    }

    fn stage_row(&mut self, row: Row) {
        self.first_at = Some(self.first_at.map_or(row.at, |first| first.min(row.at)));
        self.staged.push(row);
    }

    /// The identities whose persons must be found before the staged actions can be settled.
    pub fn unsettled(&self) -> Vec<u128> {
        let from = self.subject_owners.len() as u32..self.subjects.len() as u32;
        let subjects = from.filter_map(|n| self.subjects.get(n));
        subjects.filter(|s| s.sort == Sort::Person).map(|s| s.uuid).collect()
    }

    pub fn is_settled(&self) -> bool {
        self.staged.len() == 0 && self.subjects.len() == self.subject_owners.len()
    }

    /// Makes what was staged visible to the next snapshot. An identity of nobody is a person of its
    /// own, under its own id.
    pub fn settle(&mut self, persons: &IdMap<u128>) {
        for number in self.subject_owners.len() as u32..self.subjects.len() as u32 {
            let Some(subject) = self.subjects.get(number) else { break };
            let owner = self.owner_of(subject, persons);
            let owner = self.owner_number(owner);
            self.subject_owners.push(owner);
        }
        if self.staged.len() == 0 {
            return;
        }
        let staged = std::mem::take(&mut self.staged);
        let part = staged.sorted(|s| self.subject_owners.get(s).unwrap_or_default());
        drop(staged);
        self.add_part(part);
    }

    fn add_part(&mut self, part: Columns) {
        self.parts.push(Arc::new(part));
        while let [.., before, last] = self.parts.as_slice() {
            if last.len() * SHARE <= before.len() {
                break;
            }
            let merged = Arc::new(before.merged(last));
            self.parts.truncate(self.parts.len() - 2);
            self.parts.push(merged);
        }
    }

    /// Every identity that was ever seen, for reading all their persons again.
    pub fn identities(&self) -> Vec<u128> {
        self.subjects.iter().filter(|s| s.sort == Sort::Person).map(|s| s.uuid).collect()
    }

    /// Gives every action to the person it belongs to now. True when any moved.
    pub fn resettle(&mut self, persons: &IdMap<u128>) -> bool {
        self.settle(persons);
        let mut owners = Vec::with_capacity(self.subjects.len());
        for number in 0..self.subjects.len() as u32 {
            let Some(subject) = self.subjects.get(number) else { break };
            let owner = self.owner_of(subject, persons);
            owners.push(self.owner_number(owner));
        }
        self.owned_by(owners)
    }

    /// Gives the actions of these identities to the persons they belong to now. True when any moved.
    pub fn give(&mut self, persons: &IdMap<u128>) -> bool {
        let mut owners: Vec<u32> = self.subject_owners.iter().collect();
        for (uuid, person) in persons {
            let subject = Subject { sort: Sort::Person, uuid: *uuid };
            let number = self.subject_numbers.get(&subject).copied();
            let owner = Owner { sort: Sort::Person, uuid: *person };
            // One that is not settled yet is found when it is.
            let known = number.filter(|n| (*n as usize) < owners.len());
            if let Some(place) = known.and_then(|n| owners.get_mut(n as usize)) {
                *place = self.owner_number(owner);
            }
        }
        self.owned_by(owners)
    }

    /// Moves the rows of those whose owner is another now; what stays is in order already.
    fn owned_by(&mut self, owners: Vec<u32>) -> bool {
        let before = self.subject_owners.iter();
        let moved: Vec<bool> = before.zip(&owners).map(|(before, now)| before != *now).collect();
        if !moved.contains(&true) {
            return false;
        }
        self.subject_owners = owners.into_iter().collect();
        let is_moved = |subject: u32| moved.get(subject as usize).is_some_and(|moved| *moved);
        let owner_of = |subject: u32| self.subject_owners.get(subject).unwrap_or_default();
        let mut rows = Columns::default();
        for part in &mut self.parts {
            if part.subject.iter().any(|subject| is_moved(*subject)) {
                let (others, these) = part.parted(is_moved);
                *part = Arc::new(others.with_runs(owner_of));
                rows.append(these);
            }
        }
        let part = rows.sorted(owner_of);
        self.parts.retain(|part| part.len() > 0);
        self.add_part(part);
        true
    }

    /// From now on names mean what this plan says, of the past too. True when any changed.
    pub fn apply(&mut self, plan: OwnPlan) -> bool {
        self.names.apply(plan)
    }

    /// Finds the test accounts again, after persons were read again.
    pub fn mark_tests(&mut self) {
        let numbers = self.owner_numbers.read().unwrap_or_else(PoisonError::into_inner);
        let number = |uuid| numbers.get(&Owner { sort: Sort::Person, uuid }).copied();
        let mut marked: Vec<u32> = self.people.every_test().filter_map(number).collect();
        marked.sort_unstable();
        self.tests = Arc::new(marked);
    }

    pub fn snapshot(&mut self, reached: Reached) -> Snapshot {
        Snapshot {
            roles: Arc::clone(&self.roles),
            parts: self.parts.clone(),
            owners: self.owners.clone(),
            subjects: self.subjects.clone(),
            subject_owners: self.subject_owners.clone(),
            owner_numbers: Arc::clone(&self.owner_numbers),
            staff: Arc::clone(&self.staff),
            tests: Arc::clone(&self.tests),
            created: self.people.created(),
            names: self.names.shown(),
            channels: Arc::clone(&self.channels),
            units: Arc::clone(&self.units),
            abouts: self.abouts.texts().clone(),
            first_at: self.first_at,
            rankings: [const { OnceLock::new() }; 4],
            reached,
        }
    }

    /// Actions, staged ones included.
    pub fn rows(&self) -> usize {
        self.parts.iter().map(|c| c.len()).sum::<usize>() + self.staged.len()
    }

    /// Takes in what a checkpoint holds, in an empty organisation. Whatever has a number gets the same one
    /// again, because all come in the same order.
    pub fn restore(&mut self, held: Held) {
        for name in &held.names {
            self.names.restore(&name.text, name.by_visitor);
        }
        for channel in &held.channels {
            self.channel(channel);
        }
        for unit in held.units {
            self.unit(Id::from_uuid(Uuid::from_u128(unit)));
        }
        for about in &held.abouts {
            self.abouts.number(about);
        }
        for owner in held.owners {
            self.owner_number(owner);
        }
        for (subject, owner) in held.subjects {
            self.subject(subject);
            self.subject_owners.push(owner);
        }
        self.first_at = held.parts.iter().flat_map(|part| &part.at).min().copied();
        let owner_of = |subject: u32| self.subject_owners.get(subject).unwrap_or_default();
        let parts = held.parts.into_iter().map(|part| Arc::new(part.with_runs(owner_of)));
        self.parts = parts.filter(|part| part.len() > 0).collect();
    }

    fn owner_of(&self, subject: Subject, persons: &IdMap<u128>) -> Owner {
        let person = || persons.get(&subject.uuid).copied();
        let own = subject.uuid;
        match subject.sort {
            Sort::Person => Owner { sort: Sort::Person, uuid: person().unwrap_or(own) },
            sort => Owner { sort, uuid: own },
        }
    }

    fn owner_number(&mut self, owner: Owner) -> u32 {
        let mut numbers = self.owner_numbers.write().unwrap_or_else(PoisonError::into_inner);
        let next = self.owners.len() as u32;
        let number = *numbers.entry(owner).or_insert(next);
        drop(numbers);
        if number == next {
            self.owners.push(owner);
            if owner.sort == Sort::Staff {
                Arc::make_mut(&mut self.staff).push(number);
            }
            if owner.sort == Sort::Person && self.people.tests(owner.uuid) {
                Arc::make_mut(&mut self.tests).push(number);
            }
        }
        number
    }

    fn subject(&mut self, subject: Subject) -> u32 {
        let next = self.subjects.len() as u32;
        let number = *self.subject_numbers.entry(subject).or_insert(next);
        if number == next {
            self.subjects.push(subject);
        }
        number
    }

    fn channel(&mut self, channel: &str) -> u16 {
        if let Some(code) = self.channels.code(channel) {
            return code;
        }
        let code = Arc::make_mut(&mut self.channels).add(channel.into(), MOST_CHANNELS);
        code.unwrap_or_default()
    }

    fn unit(&mut self, unit: Id<Unit>) -> u16 {
        if let Some(code) = self.units.code(&unit) {
            return code;
        }
        let code = Arc::make_mut(&mut self.units).add(unit, MOST_UNITS);
        code.unwrap_or_else(|| {
            warn!(unit = %unit, "More units than the hot columns tell apart");
            NO_UNIT
        })
    }
}
