//! Lists of entries, newest first.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};

use deedwell_core::Part;
use deedwell_core::behaviour::{Cursor, Entries, Entry, EntryPage};

use super::{fold, is_counted, within};
use crate::columns::{Row, cut, part};
use crate::names::Names;
use crate::roles::role;
use crate::snapshot::{NoSuch, Slice, Snapshot, Sort};

/// Entries in one page at most.
const MOST: usize = 10_000;

/// Test accounts, machines and claims are shown like everything: this is what happened, not a measure of
/// it. Who wants to see what a measure counts asks for `counted`.
pub(crate) fn entries(snapshot: &Snapshot, ask: &Entries) -> EntryPage {
    let Ok(filter) = Filter::new(snapshot, ask) else { return EntryPage::default() };
    let limit = ask.limit.min(MOST);
    let begin = || Gathered::new(limit, ask.before);
    let gathered = match ask.person {
        None => fold(snapshot, begin, |gathered, owner, slices| {
            let is_person = snapshot.owner(owner).is_some_and(|o| o.sort == Sort::Person);
            if ask.counted && !is_counted(snapshot, owner) {
                return;
            }
            gathered.add(owner, slices, is_person, |slice, row| filter.passes(slice, row));
        }),
        Some(person) => {
            let number = snapshot.number_of(person);
            let number = number.filter(|number| !ask.counted || is_counted(snapshot, *number));
            let Some(number) = number else { return EntryPage::default() };
            let mut gathered = begin();
            let own = snapshot.slices(number);
            gathered.add(number, &own, true, |slice, row| filter.passes(slice, row));
            if ask.answers_too {
                answers(snapshot, number, &filter, &mut gathered);
            }
            vec![gathered]
        }
    };
    page(gathered, limit, |place| Some(snapshot.entry(&found(snapshot, place)?)))
}

/// What staff did in answer to a person, or about what they contributed.
fn answers(snapshot: &Snapshot, person: u32, filter: &Filter, gathered: &mut Gathered) {
    let contributes = snapshot.having(role::CONTRIBUTION);
    let mut abouts = HashSet::new();
    for slice in snapshot.slices(person) {
        let names = cut(&slice.columns.name, &slice.rows).iter();
        for (name, about) in names.zip(cut(&slice.columns.about, &slice.rows)) {
            if *about != 0 && contributes.get(usize::from(*name)).is_some_and(|c| *c) {
                abouts.insert(*about);
            }
        }
    }
    let answers = |slice: &Slice<'_>, row: usize| {
        let to = slice.columns.counterpart.get(row).and_then(|c| snapshot.answered(*c));
        to == Some(person) || slice.columns.about.get(row).is_some_and(|a| abouts.contains(a))
    };
    for staff in snapshot.staff.iter() {
        let slices = snapshot.slices(*staff);
        gathered.add(*staff, &slices, false, |slice, row| {
            answers(slice, row) && filter.passes_as_answer(slice, row)
        });
    }
}

/// What is asked for, in codes.
struct Filter {
    from: i64,
    to: i64,
    /// By the number of the name; empty for all.
    kinds: Vec<bool>,
    channels: Vec<bool>,
    parts: Vec<Part>,
    unit: Option<u16>,
    answer_kinds: Vec<bool>,
    /// Where only what counts is asked for: what names mean.
    counted: Option<Names>,
}

impl Filter {
    fn new(snapshot: &Snapshot, ask: &Entries) -> Result<Self, NoSuch> {
        let channels = snapshot.channels.list();
        Ok(Self {
            from: ask.from.map_or(i64::MIN, |t| t.as_microsecond()),
            to: ask.to.map_or(i64::MAX, |t| t.as_microsecond()),
            kinds: wanted_kinds(snapshot, &ask.kinds),
            channels: wanted(&ask.channels, channels.iter().map(|c| &**c)),
            parts: ask.parts.clone(),
            unit: snapshot.unit(ask.unit)?,
            answer_kinds: wanted_kinds(snapshot, &ask.answer_kinds),
            counted: ask.counted.then(|| snapshot.names.clone()),
        })
    }

    fn passes_as_answer(&self, slice: &Slice<'_>, row: usize) -> bool {
        let name = slice.columns.name.get(row);
        let one_of =
            |list: &[bool]| name.and_then(|k| list.get(usize::from(*k))).is_some_and(|w| *w);
        (self.answer_kinds.is_empty() || one_of(&self.answer_kinds)) && self.passes(slice, row)
    }

    fn passes(&self, slice: &Slice<'_>, row: usize) -> bool {
        let columns = slice.columns;
        let one_of = |list: &[bool], code: Option<&u16>| {
            list.is_empty()
                || code.is_some_and(|c| list.get(usize::from(*c)).is_some_and(|wanted| *wanted))
        };
        columns.at.get(row).is_some_and(|at| (self.from..self.to).contains(at))
            && one_of(&self.kinds, columns.name.get(row))
            && one_of(&self.channels, columns.channel.get(row))
            && (self.parts.is_empty()
                || columns.act.get(row).is_some_and(|act| self.parts.contains(&part(*act))))
            && self.unit.is_none_or(|unit| columns.unit.get(row) == Some(&unit))
            && self.counted.as_ref().is_none_or(|names| {
                let row = columns.name.get(row).zip(columns.act.get(row));
                row.is_some_and(|(name, act)| names.is_done(*name, *act))
            })
    }
}

fn wanted_kinds(snapshot: &Snapshot, kinds: &[String]) -> Vec<bool> {
    if kinds.is_empty() {
        return Vec::new();
    }
    let mut wanted = snapshot.names.where_kind(|_, kind| kinds.iter().any(|k| k == kind));
    // Never empty, so that unknown kinds find nothing rather than everything.
    wanted.push(false);
    wanted
}

fn wanted<'a>(words: &[String], all: impl Iterator<Item = &'a str>) -> Vec<bool> {
    if words.is_empty() {
        return Vec::new();
    }
    // Never empty, so that unknown words find nothing rather than everything.
    all.map(|word| words.iter().any(|w| w == word)).chain([false]).collect()
}

/// Where an entry stands: moment and sequence, and whose it is.
type Place = (i64, i64, u32);

/// The newest entries below the cursor, and sums over all.
pub(super) struct Gathered {
    limit: usize,
    before: Option<Cursor>,
    /// One more than asked for, to know whether there are more.
    newest: BinaryHeap<Reverse<Place>>,
    people: u64,
    total: u64,
}

impl Gathered {
    pub fn new(limit: usize, before: Option<Cursor>) -> Self {
        Self { limit, before, newest: BinaryHeap::new(), people: 0, total: 0 }
    }

    fn add(
        &mut self,
        owner: u32,
        slices: &[Slice<'_>],
        is_person: bool,
        passes: impl Fn(&Slice<'_>, usize) -> bool,
    ) {
        let before = self.total;
        for slice in slices {
            let (at, sequence) = (&slice.columns.at, &slice.columns.sequence);
            for row in slice.rows.clone().filter(|row| passes(slice, *row)) {
                if let Some((at, sequence)) = at.get(row).zip(sequence.get(row)) {
                    self.see((*at, *sequence, owner));
                }
            }
        }
        self.people += u64::from(is_person && self.total > before);
    }

    pub fn see(&mut self, place: Place) {
        self.total += 1;
        let (at, sequence, _) = place;
        if self.before.is_some_and(|before| Cursor { at, sequence } >= before) {
            return;
        }
        if self.newest.len() > self.limit {
            if self.newest.peek().is_some_and(|Reverse(oldest)| *oldest >= place) {
                return;
            }
            self.newest.pop();
        }
        self.newest.push(Reverse(place));
    }

    pub fn people(&mut self, people: u64) {
        self.people = people;
    }
}

pub(super) fn page(
    gathered: Vec<Gathered>,
    limit: usize,
    entry: impl Fn(Place) -> Option<Entry>,
) -> EntryPage {
    let people = gathered.iter().map(|g| g.people).sum();
    let total = gathered.iter().map(|g| g.total).sum();
    let mut places: Vec<Place> =
        gathered.into_iter().flat_map(|g| g.newest).map(|Reverse(place)| place).collect();
    places.sort_unstable_by_key(|place| Reverse(*place));
    let more = places.len() > limit;
    places.truncate(limit);
    let last = places.last().filter(|_| more);
    let next = last.map(|(at, sequence, _)| Cursor { at: *at, sequence: *sequence });
    EntryPage { entries: places.into_iter().filter_map(entry).collect(), next, people, total }
}

/// The row at a place.
pub(super) fn found(snapshot: &Snapshot, (at, sequence, owner): Place) -> Option<Row> {
    let look = |slice: Slice<'_>| {
        let rows = within(&slice, at, at.saturating_add(1));
        let sequences = cut(&slice.columns.sequence, &rows);
        let place = sequences.binary_search(&sequence).ok()?;
        slice.columns.row(rows.start + place)
    };
    snapshot.slices(owner).into_iter().find_map(look)
}
