//! Actions in columns, ordered by whose they are, then by moment, then by sequence.

use std::ops::Range;

use deedwell_core::{Currency, Initiator, Part};

/// No fact was declared for this kind, or none was given.
pub(crate) const NO_FACT: i32 = i32::MIN;
/// No unit; the last code that a unit may not have.
pub(crate) const NO_UNIT: u16 = u16::MAX;

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident: $type:ty,)*) => {
        /// One action. Codes and numbers are those of the organisation's dictionaries.
        #[derive(Clone, Copy, PartialEq, Debug)]
        pub(crate) struct Row {
            $($(#[$doc])* pub $name: $type,)*
        }

        /// Actions in columns of the same length, and whose they are.
        #[derive(Clone, Debug, Default)]
        pub(crate) struct Columns {
            $(pub $name: Vec<$type>,)*
            /// Ascending by owner; together they cover every row.
            pub runs: Vec<Run>,
        }

        impl Columns {
            pub fn with_capacity(rows: usize) -> Self {
                Self { $($name: Vec::with_capacity(rows),)* runs: Vec::new() }
            }

            /// Appends an action and leaves the runs alone.
            pub fn push(&mut self, row: Row) {
                $(self.$name.push(row.$name);)*
            }

            pub fn row(&self, at: usize) -> Option<Row> {
                Some(Row { $($name: *self.$name.get(at)?,)* })
            }

            /// Appends columns as they are; the runs are lost (`with_runs`).
            pub fn append(&mut self, mut other: Self) {
                $(self.$name.append(&mut other.$name);)*
                self.runs.clear();
            }

            fn copy_rows(&mut self, from: &Self, rows: Range<usize>) {
                $(self.$name.extend_from_slice(cut(&from.$name, &rows));)*
            }

            fn picked(&self, order: &[u32]) -> Self {
                let pick = |at: &u32| *at as usize;
                Self {
                    $($name: order.iter().filter_map(|at| self.$name.get(pick(at)).copied()).collect(),)*
                    runs: Vec::new(),
                }
            }

            #[cfg(test)]
            pub fn lengths(&self) -> Vec<usize> {
                vec![$(self.$name.len(),)*]
            }

            /// Calls with each column's bytes in the order of declaration: for the checkpoint.
            pub fn write<E>(
                &self,
                keep: &[bool],
                mut out: impl FnMut(&[u8]) -> Result<(), E>,
            ) -> Result<(), E> {
                let mut bytes = Vec::new();
                $(
                    for (values, kept) in self.$name.chunks(CHUNK).zip(keep.chunks(CHUNK)) {
                        bytes.clear();
                        for (value, _) in values.iter().zip(kept).filter(|(_, keep)| **keep) {
                            bytes.extend_from_slice(&value.to_le_bytes());
                        }
                        out(&bytes)?;
                    }
                )*
                Ok(())
            }

            /// The reverse of [`Columns::write`]; runs are left empty.
            pub fn read<E>(
                rows: usize,
                mut fill: impl FnMut(&mut [u8]) -> Result<(), E>,
            ) -> Result<Self, E> {
                let mut columns = Self::with_capacity(rows);
                let mut bytes = Vec::new();
                $(
                    for from in (0..rows).step_by(CHUNK) {
                        let count = CHUNK.min(rows - from);
                        bytes.resize(count * size_of::<$type>(), 0);
                        fill(&mut bytes)?;
                        let (values, _) = bytes.as_chunks::<{ size_of::<$type>() }>();
                        columns.$name.extend(values.iter().map(|v| <$type>::from_le_bytes(*v)));
                    }
                )*
                Ok(columns)
            }
        }
    };
}

/// Values of a column written or read at a time.
const CHUNK: usize = 64 * 1024;

columns! {
    /// Microseconds.
    at: i64,
    sequence: i64,
    /// The number of the name under which it was sent; what that means is not in the row.
    name: u16,
    /// Part in the lower half, initiator in the upper.
    act: u8,
    channel: u16,
    /// [`NO_UNIT`] for none.
    unit: u16,
    /// 0 for none.
    about: u32,
    /// The identity answered: its subject number plus one, 0 for none. Not the person: merging two
    /// people then changes nothing here.
    counterpart: u32,
    /// Minor units.
    value: i64,
    /// 0 for none: no value.
    currency: u16,
    subject: u32,
    /// What the meaning of the kind declares: the grade, or the place of the basis.
    fact: i32,
    id: u128,
}

/// Rows of one owner.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Run {
    pub owner: u32,
    pub start: u32,
    pub end: u32,
}

impl Run {
    pub fn rows(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl Row {
    pub fn initiator(&self) -> Initiator {
        *Initiator::ALL.get(usize::from(self.act >> 4)).unwrap_or(&Initiator::Machine)
    }
}

pub(crate) fn act(part: Part, initiator: Initiator) -> u8 {
    part as u8 | (initiator as u8) << 4
}

pub(crate) fn part(act: u8) -> Part {
    *Part::ALL.get(usize::from(act & 15)).unwrap_or(&Part::System)
}

/// Kept, never scored: what a machine did, and what was not done by a person but said of them or done to
/// them by us.
pub(crate) fn is_left_out(act: u8) -> bool {
    let initiator = act >> 4;
    initiator == Initiator::Machine as u8
        || (initiator == Initiator::Company as u8 && is_of_people(act))
}

/// A customer's or visitor's act that counts, unless its name is a claim.
pub(crate) fn by_people(act: u8) -> bool {
    is_of_people(act) && !is_left_out(act)
}

pub(crate) fn by_machine(act: u8) -> bool {
    act >> 4 == Initiator::Machine as u8
}

pub(crate) fn is_of_people(act: u8) -> bool {
    act & 15 <= Part::Visitor as u8
}

pub(crate) fn cut<'a, T>(column: &'a [T], rows: &Range<usize>) -> &'a [T] {
    column.get(rows.clone()).unwrap_or_default()
}

/// A currency as a number that keeps the order of the alphabet; 0 is none.
pub(crate) fn currency_code(currency: Currency) -> u16 {
    currency.bytes().iter().fold(0, |code, letter| code * 26 + u16::from(letter - b'A')) + 1
}

pub(crate) fn currency(code: u16) -> Option<Currency> {
    let code = code.checked_sub(1)?;
    let letter = |n: u16| (b'A' + (n % 26) as u8) as char;
    let text: String = [letter(code / 676), letter(code / 26), letter(code)].iter().collect();
    text.parse().ok()
}

impl Columns {
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// The rows of one owner.
    pub fn of(&self, owner: u32) -> Range<usize> {
        let found = self.runs.binary_search_by_key(&owner, |r| r.owner);
        found.ok().and_then(|at| self.runs.get(at)).map_or(0..0, |r| r.rows())
    }

    /// Puts rows in order, by the owner of each subject.
    pub fn sorted(&self, owners_of: impl Fn(u32) -> u32) -> Self {
        let owners: Vec<u32> = self.subject.iter().map(|s| owners_of(*s)).collect();
        let mut order = by_owner(&owners);
        let owner = |at: u32| owners.get(at as usize).copied().unwrap_or_default();
        let moment = |at: &u32| {
            let at = *at as usize;
            (self.at.get(at).copied(), self.sequence.get(at).copied())
        };
        let mut runs: Vec<Run> = Vec::new();
        let mut start = 0;
        for same in order.chunk_by_mut(|one, other| owner(*one) == owner(*other)) {
            // Arriving in order is the rule; the sort sees that in one pass.
            same.sort_by_key(moment);
            let end = start + same.len() as u32;
            runs.extend(same.first().map(|first| Run { owner: owner(*first), start, end }));
            start = end;
        }
        Self { runs, ..self.picked(&order) }
    }

    /// Ordered rows whose runs were lost.
    pub fn with_runs(mut self, owner_of: impl Fn(u32) -> u32) -> Self {
        self.runs.clear();
        for (at, subject) in (0..).zip(&self.subject) {
            let owner = owner_of(*subject);
            match self.runs.last_mut() {
                Some(run) if run.owner == owner => run.end = at + 1,
                _ => self.runs.push(Run { owner, start: at, end: at + 1 }),
            }
        }
        self
    }

    /// The rows of other subjects and those of these, each as they stood; without their runs.
    pub fn parted(&self, these: impl Fn(u32) -> bool) -> (Self, Self) {
        let places = 0..self.len() as u32;
        let is_of_these = |at: &u32| self.subject.get(*at as usize).is_some_and(|s| these(*s));
        let (of_these, others): (Vec<u32>, Vec<u32>) = places.partition(is_of_these);
        (self.picked(&others), self.picked(&of_these))
    }

    /// Two ordered parts made one.
    pub fn merged(&self, other: &Self) -> Self {
        let mut out = Self::with_capacity(self.len() + other.len());
        let (mut ours, mut theirs) = (self.runs.as_slice(), other.runs.as_slice());
        loop {
            let start = out.len() as u32;
            let owner = match (ours.split_first(), theirs.split_first()) {
                (None, None) => return out,
                (Some((a, rest)), b) if b.is_none_or(|(b, _)| a.owner < b.owner) => {
                    ours = rest;
                    out.copy_rows(self, a.rows());
                    a.owner
                }
                (Some((a, rest)), Some((b, others))) if a.owner == b.owner => {
                    (ours, theirs) = (rest, others);
                    out.weave(self, a.rows(), other, b.rows());
                    a.owner
                }
                (_, Some((b, others))) => {
                    theirs = others;
                    out.copy_rows(other, b.rows());
                    b.owner
                }
                (Some(_), None) => return out,
            };
            out.runs.push(Run { owner, start, end: out.len() as u32 });
        }
    }

    /// Appends two ordered stretches of one owner in their common order.
    fn weave(&mut self, one: &Self, ours: Range<usize>, other: &Self, theirs: Range<usize>) {
        let place = |c: &Self, at: usize| c.at.get(at).copied().zip(c.sequence.get(at).copied());
        let mut from = ours.start;
        for late in theirs {
            let mut to = from;
            while to < ours.end && place(one, to) < place(other, late) {
                to += 1;
            }
            self.copy_rows(one, from..to);
            self.copy_rows(other, late..late + 1);
            from = to;
        }
        self.copy_rows(one, from..ours.end);
    }
}

/// The places of all rows, grouped by owner, each group in the order in which it stood.
fn by_owner(owners: &[u32]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..owners.len() as u32).collect();
    let most = owners.iter().max().map_or(0, |o| *o as usize + 1);
    if most > owners.len() * 4 {
        order.sort_by_key(|at| owners.get(*at as usize).copied());
        return order;
    }
    let mut places = vec![0u32; most + 1];
    for owner in owners {
        if let Some(count) = places.get_mut(*owner as usize + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for place in &mut places {
        sum += *place;
        *place = sum;
    }
    for (at, owner) in owners.iter().enumerate() {
        let place = places.get_mut(*owner as usize);
        if let Some(slot) = place.and_then(|p| {
            *p += 1;
            order.get_mut(*p as usize - 1)
        }) {
            *slot = at as u32;
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(subject: u32, at: i64, sequence: i64) -> Row {
        Row {
            at,
            sequence,
            name: 0,
            act: act(Part::Customer, Initiator::Customer),
            channel: 0,
            unit: NO_UNIT,
            about: 0,
            counterpart: 0,
            value: 0,
            currency: 0,
            subject,
            fact: NO_FACT,
            id: sequence as u128,
        }
    }

    fn columns(rows: &[Row]) -> Columns {
        let mut columns = Columns::default();
        rows.iter().for_each(|r| columns.push(*r));
        columns
    }

    #[test]
    fn parts_in_order_merge_into_a_part_in_order() {
        let mixed = |n: i64| row((n * 7 % 11) as u32, n * 31 % 17, n);
        let rows: Vec<Row> = (0..500).map(mixed).collect();
        // Owners run against subjects, and two subjects share each.
        let owner = |subject: u32| (11 - subject) / 2;
        let whole = columns(&rows).sorted(owner);
        for split in [0, 1, 250, 499, 500] {
            let (a, b) = rows.split_at(split);
            let merged = columns(a).sorted(owner).merged(&columns(b).sorted(owner));
            assert_eq!(merged.runs, whole.runs);
            assert_eq!(merged.sequence, whole.sequence);
            assert!(merged.lengths().iter().all(|l| *l == 500));
        }
        let mut expected: Vec<&Row> = rows.iter().collect();
        expected.sort_by_key(|r| (owner(r.subject), r.at, r.sequence));
        assert!(whole.sequence.iter().eq(expected.iter().map(|r| &r.sequence)));
        assert_eq!(whole.of(3).len(), rows.iter().filter(|r| owner(r.subject) == 3).count());
    }

    #[test]
    fn columns_are_read_as_they_were_written() {
        let rows: Vec<Row> = (0..100_000).map(|n| row(n % 9, n.into(), (n * 2).into())).collect();
        let written = columns(&rows);
        let keep: Vec<bool> = (0..100_000).map(|n| n % 3 != 0).collect();
        let mut bytes = Vec::new();
        let out = |b: &[u8]| {
            bytes.extend_from_slice(b);
            Ok::<(), ()>(())
        };
        written.write(&keep, out).unwrap();
        let mut input = bytes.as_slice();
        let fill = |b: &mut [u8]| std::io::Read::read_exact(&mut input, b);
        let read = Columns::read(keep.iter().filter(|k| **k).count(), fill).unwrap();
        let kept = (0..100_000).filter(|n| keep[*n]).map(|n| rows[n]);
        assert!((0..read.len()).map(|n| read.row(n).unwrap()).eq(kept));
        assert!(input.is_empty());
    }

    #[test]
    fn every_currency_has_a_code_of_its_own() {
        for code in ["AAA", "GBP", "USD", "XPF", "ZZZ"] {
            let found: Currency = code.parse().unwrap();
            assert_eq!(currency(currency_code(found)), Some(found));
        }
        assert!(currency_code(Currency::EUR) < currency_code(Currency::GBP));
        assert_eq!(currency(0), None);
    }
}
