//! How many people did how much of each kind.

use std::collections::BTreeMap;

use deedwell_core::behaviour::{Counts, KindCount, Window};
use deedwell_core::{Money, Part};

use super::{fold, is_counted, within};
use crate::columns::{currency, cut, is_left_out, part};
use crate::names::Names;
use crate::snapshot::{Slice, Snapshot, Sort};

const PARTS: usize = Part::ALL.len();

struct Sums {
    people: u64,
    customers: u64,
    actions: u64,
    /// What those did who were known when they did it.
    by_customers: u64,
    /// By kind and part.
    kinds: Vec<Sum>,
    values: BTreeMap<(usize, u16), i64>,
}

#[derive(Clone, Default)]
struct Sum {
    people: u64,
    actions: u64,
    counted: Option<u32>,
}

/// Acts of staff and of the system stand among the kinds, and so do claims; they are nobody's in the sums
/// of people.
pub(crate) fn counts(snapshot: &Snapshot, window: &Window) -> Counts {
    let Ok(unit) = snapshot.unit(window.unit) else { return Counts::default() };
    let (from, to) = (window.from.as_microsecond(), window.to.as_microsecond());
    let places = snapshot.names.kinds() * PARTS;
    let names = &snapshot.names;
    let begin = || Sums {
        people: 0,
        customers: 0,
        actions: 0,
        by_customers: 0,
        kinds: vec![Sum::default(); places],
        values: BTreeMap::new(),
    };
    let sums = fold(snapshot, begin, |sums, owner, slices| {
        let ours = snapshot.owner(owner).is_some_and(|o| o.sort != Sort::Person);
        if ours || is_counted(snapshot, owner) {
            let (before, as_customers) = (sums.actions, sums.by_customers);
            for slice in slices {
                let rows = Slice { columns: slice.columns, rows: within(slice, from, to) };
                sums.add(owner, &rows, !ours, unit, names);
            }
            sums.people += u64::from(sums.actions > before);
            sums.customers += u64::from(sums.by_customers > as_customers);
        }
    });
    together(snapshot, sums)
}

impl Sums {
    fn add(
        &mut self,
        owner: u32,
        slice: &Slice<'_>,
        is_person: bool,
        unit: Option<u16>,
        called: &Names,
    ) {
        let (columns, rows) = (slice.columns, &slice.rows);
        let money = cut(&columns.value, rows).iter().zip(cut(&columns.currency, rows));
        let names = cut(&columns.name, rows).iter().zip(cut(&columns.act, rows));
        for ((name, act), (of, (value, currency))) in
            names.zip(cut(&columns.unit, rows).iter().zip(money))
        {
            if is_left_out(*act) || unit.is_some_and(|unit| unit != *of) {
                continue;
            }
            let kind = called.kind_code(*name);
            let place = usize::from(kind) * PARTS + usize::from(act & 15);
            let Some(sum) = self.kinds.get_mut(place) else { continue };
            sum.actions += 1;
            if is_person {
                let is_done = called.is_done(*name, *act);
                self.actions += u64::from(is_done);
                self.by_customers += u64::from(is_done && part(*act) == Part::Customer);
                if sum.counted.replace(owner) != Some(owner) {
                    sum.people += 1;
                }
            }
            if *currency != 0 {
                let total = self.values.entry((place, *currency)).or_default();
                *total = total.saturating_add(*value);
            }
        }
    }
}

fn together(snapshot: &Snapshot, sums: Vec<Sums>) -> Counts {
    let mut counts = Counts::default();
    let mut kinds: BTreeMap<usize, KindCount> = BTreeMap::new();
    let mut values: BTreeMap<(usize, u16), i64> = BTreeMap::new();
    for sums in sums {
        counts.people += sums.people;
        counts.customers += sums.customers;
        counts.actions += sums.actions;
        for (place, sum) in sums.kinds.iter().enumerate().filter(|(_, s)| s.actions > 0) {
            let kind = snapshot.names.kind_at((place / PARTS) as u16);
            let part = *Part::ALL.get(place % PARTS).unwrap_or(&Part::System);
            let new = || KindCount { kind, part, people: 0, actions: 0, values: Vec::new() };
            let count = kinds.entry(place).or_insert_with(new);
            count.people += sum.people;
            count.actions += sum.actions;
        }
        for (key, value) in sums.values {
            let total = values.entry(key).or_default();
            *total = total.saturating_add(value);
        }
    }
    for ((place, code), minor) in values {
        if let Some((count, currency)) = kinds.get_mut(&place).zip(currency(code)) {
            count.values.push(Money::new(minor, currency));
        }
    }
    counts.kinds = kinds.into_values().collect();
    counts.kinds.sort_by(|a, b| {
        let most = (b.people, b.actions).cmp(&(a.people, a.actions));
        most.then_with(|| a.kind.cmp(&b.kind)).then((a.part as u8).cmp(&(b.part as u8)))
    });
    counts
}
