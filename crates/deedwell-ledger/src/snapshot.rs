//! What a reader holds: one organisation's actions as they stood at one moment.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use deedwell_core::behaviour::Entry;
use deedwell_core::{Id, IdMap, Money, Person, Position, Timestamp, Unit};
use uuid::Uuid;

use crate::columns::{Columns, Row, currency, part};
use crate::hot::Subject;
use crate::names::Names;
use crate::roles::Roles;
use crate::words::{Codes, Growing, Texts};

/// Whose rows a run holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Owner {
    pub sort: Sort,
    pub uuid: u128,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Sort {
    Person,
    Staff,
    System,
}

/// Persons by number. Shared with the writer, who adds to it; a number that a snapshot does not know
/// yet has no rows in it.
pub(crate) type OwnerNumbers = Arc<RwLock<IdMap<u32, Owner>>>;

pub(crate) struct Snapshot {
    pub roles: Arc<Roles>,
    /// Each in order, the largest first.
    pub parts: Vec<Arc<Columns>>,
    pub owners: Growing<Owner>,
    pub subjects: Growing<Subject>,
    /// By subject number.
    pub subject_owners: Growing<u32>,
    pub owner_numbers: OwnerNumbers,
    /// Owners that are staff, ascending.
    pub staff: Arc<Vec<u32>>,
    /// Owners that are test accounts, ascending.
    pub tests: Arc<Vec<u32>>,
    /// When each person who is no test account was made, ascending.
    pub created: Arc<Vec<i64>>,
    pub names: Names,
    pub channels: Arc<Codes<Arc<str>>>,
    pub units: Arc<Codes<Id<Unit>>>,
    pub abouts: Texts,
    /// The earliest moment of any action.
    pub first_at: Option<i64>,
    pub rankings: [OnceLock<Arc<Vec<Id<Person>>>>; 4],
    pub reached: Reached,
}

/// How far an organisation was read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reached {
    pub revision: u64,
    pub position: Position,
    /// The number of the last action read, dropped ones counted.
    pub sequence: i64,
    /// When the log was last found to hold no more; microseconds.
    pub read_at: i64,
    /// Numbers of the duplicates that are not sealed yet.
    pub dropped: Arc<BTreeSet<i64>>,
    /// The last sealed number.
    pub sealed: i64,
    /// Who had moved to another person by then is with that person.
    pub people_at: Timestamp,
}

/// Rows of one owner in one part.
#[derive(Clone)]
pub(crate) struct Slice<'a> {
    pub columns: &'a Columns,
    pub rows: Range<usize>,
}

impl Snapshot {
    pub fn owner(&self, number: u32) -> Option<Owner> {
        self.owners.get(number)
    }

    pub fn number_of(&self, person: Id<Person>) -> Option<u32> {
        let owner = Owner { sort: Sort::Person, uuid: person.uuid().as_u128() };
        self.number_of_owner(owner)
    }

    fn number_of_owner(&self, owner: Owner) -> Option<u32> {
        let numbers = self.owner_numbers.read().unwrap_or_else(PoisonError::into_inner);
        numbers.get(&owner).copied()
    }

    pub fn is_test(&self, owner: u32) -> bool {
        !self.tests.is_empty() && self.tests.binary_search(&owner).is_ok()
    }

    /// The rows of one owner, part by part.
    pub fn slices(&self, owner: u32) -> Vec<Slice<'_>> {
        let slice = |c: &'_ Arc<Columns>| c.of(owner);
        let parts = self.parts.iter().map(|c| Slice { columns: c, rows: slice(c) });
        parts.filter(|s| !s.rows.is_empty()).collect()
    }

    /// Visits the owners with these numbers who have rows, in order, with their rows part by part.
    pub fn walk_between<'a>(
        &'a self,
        owners: Range<u32>,
        mut visit: impl FnMut(u32, &[Slice<'a>]),
    ) {
        let mut runs: Vec<_> = self.parts.iter().map(|c| (&**c, runs_of(c, &owners))).collect();
        let mut slices = Vec::with_capacity(runs.len());
        while let Some(owner) = runs.iter().filter_map(|(_, r)| r.first()).map(|r| r.owner).min() {
            slices.clear();
            for (columns, runs) in &mut runs {
                if let Some((run, rest)) = runs.split_first().filter(|(r, _)| r.owner == owner) {
                    slices.push(Slice { columns, rows: run.rows() });
                    *runs = rest;
                }
            }
            visit(owner, &slices);
        }
    }

    /// Stretches of owners with about as many rows each.
    pub fn stretches(&self, most: usize) -> Vec<Range<u32>> {
        let border = |n: usize| {
            let largest = self.parts.first()?;
            let row = (largest.len() * n / most) as u32;
            largest.runs.get(largest.runs.partition_point(|r| r.start < row)).map(|r| r.owner)
        };
        let border = |n: usize| border(n).unwrap_or(u32::MAX);
        let mut borders: Vec<u32> = (1..most).map(border).collect();
        borders.insert(0, 0);
        borders.push(u32::MAX);
        borders.windows(2).filter_map(|w| Some(*w.first()?..*w.last()?)).collect()
    }

    /// By the number of a name: whether some programme sees one of these roles in what it means.
    pub fn having(&self, roles: u16) -> Vec<bool> {
        self.names.where_kind(|code, _| self.roles.of(code).iter().any(|(_, r)| r & roles != 0))
    }

    pub fn rows(&self) -> usize {
        self.parts.iter().map(|c| c.len()).sum()
    }

    /// The code of a unit asked for; `Err` when no action has it, so that nothing can match.
    pub fn unit(&self, unit: Option<Id<Unit>>) -> Result<Option<u16>, NoSuch> {
        match unit {
            None => Ok(None),
            Some(unit) => self.units.code(&unit).map(Some).ok_or(NoSuch),
        }
    }

    fn person(&self, owner: u32) -> Option<Id<Person>> {
        let owner = self.owners.get(owner).filter(|o| o.sort == Sort::Person)?;
        Some(Id::from_uuid(Uuid::from_u128(owner.uuid)))
    }

    /// The number of the person whom a row answers.
    pub fn answered(&self, counterpart: u32) -> Option<u32> {
        self.subject_owners.get(counterpart.checked_sub(1)?)
    }

    /// A row as readers see it.
    pub fn entry(&self, row: &Row) -> Entry {
        let owner = self.subject_owners.get(row.subject).and_then(|n| self.owners.get(n));
        let of = |sort| owner.filter(|o| o.sort == sort).map(|o| Uuid::from_u128(o.uuid));
        let word = |words: &Codes<Arc<str>>, code| words.at(code).cloned().unwrap_or_default();
        let about = row.about.checked_sub(1).and_then(|n| self.abouts.get(n));
        Entry {
            sequence: row.sequence,
            id: Id::from_uuid(Uuid::from_u128(row.id)),
            at: Timestamp::from_microsecond(row.at).unwrap_or_default(),
            kind: self.names.kind(row.name),
            part: part(row.act),
            initiator: row.initiator(),
            channel: word(&self.channels, row.channel),
            person: of(Sort::Person).map(Id::from_uuid),
            staff: of(Sort::Staff).map(Id::from_uuid),
            unit: self.units.at(row.unit).copied(),
            about: about.map(Arc::from),
            counterpart: self.answered(row.counterpart).and_then(|n| self.person(n)),
            value: currency(row.currency).map(|c| Money::new(row.value, c)),
        }
    }
}

/// Nothing by that name was ever seen.
pub(crate) struct NoSuch;

fn runs_of<'a>(columns: &'a Columns, owners: &Range<u32>) -> &'a [crate::columns::Run] {
    let place = |owner: u32| columns.runs.partition_point(|r| r.owner < owner);
    columns.runs.get(place(owners.start)..place(owners.end)).unwrap_or_default()
}
