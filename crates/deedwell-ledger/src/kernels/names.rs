//! What was sent under which name.

use std::collections::BTreeMap;
use std::sync::Arc;

use deedwell_core::behaviour::NameCount;
use deedwell_core::{Money, Part, Timestamp};

use super::fold;
use crate::columns::{currency, cut, part};
use crate::names::Name;
use crate::snapshot::{Slice, Snapshot, Sort};

/// By the number of the name.
struct Sums {
    names: Vec<Sum>,
    values: BTreeMap<(usize, u16), i64>,
}

#[derive(Clone, Copy)]
struct Sum {
    people: u64,
    actions: u64,
    of_visitors: u64,
    first_at: i64,
    last_at: i64,
    counted: Option<u32>,
}

impl Default for Sum {
    fn default() -> Self {
        let (first_at, last_at) = (i64::MAX, i64::MIN);
        Self { people: 0, actions: 0, of_visitors: 0, first_at, last_at, counted: None }
    }
}

/// A name of visitors and the same name of those who are known have two numbers and are one name here.
pub(crate) fn names(snapshot: &Snapshot) -> Vec<NameCount> {
    let list = snapshot.names.list();
    let first_of = first_of(list);
    let begin = || Sums { names: vec![Sum::default(); list.len()], values: BTreeMap::new() };
    let sums = fold(snapshot, begin, |sums, owner, slices| {
        let is_person = snapshot.owner(owner).is_some_and(|o| o.sort == Sort::Person);
        slices.iter().for_each(|slice| sums.add(owner, slice, is_person, &first_of));
    });
    together(snapshot, sums)
}

/// By number: the smallest number of the same name.
fn first_of(list: &[Name]) -> Vec<usize> {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    list.iter().enumerate().map(|(n, name)| *numbers.entry(&name.text).or_insert(n)).collect()
}

impl Sums {
    fn add(&mut self, owner: u32, slice: &Slice<'_>, is_person: bool, first_of: &[usize]) {
        let (columns, rows) = (slice.columns, &slice.rows);
        let money = cut(&columns.value, rows).iter().zip(cut(&columns.currency, rows));
        let acts = cut(&columns.act, rows).iter().zip(cut(&columns.at, rows)).zip(money);
        for (name, ((act, at), (value, currency))) in cut(&columns.name, rows).iter().zip(acts) {
            let Some(place) = first_of.get(usize::from(*name)) else { continue };
            let Some(sum) = self.names.get_mut(*place) else { continue };
            let is_visitor = part(*act) == Part::Visitor;
            sum.actions += 1;
            sum.of_visitors += u64::from(is_visitor);
            (sum.first_at, sum.last_at) = (sum.first_at.min(*at), sum.last_at.max(*at));
            if is_person && sum.counted.replace(owner) != Some(owner) {
                sum.people += 1;
            }
            if *currency != 0 && !is_visitor {
                let total = self.values.entry((*place, *currency)).or_default();
                *total = total.saturating_add(*value);
            }
        }
    }
}

fn together(snapshot: &Snapshot, sums: Vec<Sums>) -> Vec<NameCount> {
    let mut values: BTreeMap<(usize, u16), i64> = BTreeMap::new();
    let mut all = vec![Sum::default(); snapshot.names.list().len()];
    for stretch in sums {
        for (all, sum) in all.iter_mut().zip(stretch.names) {
            all.people += sum.people;
            all.actions += sum.actions;
            all.of_visitors += sum.of_visitors;
            all.first_at = all.first_at.min(sum.first_at);
            all.last_at = all.last_at.max(sum.last_at);
        }
        for (key, value) in stretch.values {
            let total = values.entry(key).or_default();
            *total = total.saturating_add(value);
        }
    }
    let moment = |at: i64| Timestamp::from_microsecond(at).unwrap_or_default();
    let mut found = BTreeMap::new();
    for (place, sum) in all.iter().enumerate().filter(|(_, s)| s.actions > 0) {
        let Some(name) = snapshot.names.list().get(place) else { continue };
        let money = values.range((place, 0)..=(place, u16::MAX));
        let money = money.filter_map(|((_, c), minor)| Some(Money::new(*minor, currency(*c)?)));
        let count = NameCount {
            name: Arc::clone(&name.text),
            kind: snapshot.names.kind_if_known(&name.text),
            people: sum.people,
            actions: sum.actions,
            of_visitors: sum.of_visitors,
            first_at: moment(sum.first_at),
            last_at: moment(sum.last_at),
            values: money.collect(),
        };
        found.insert(count.name.clone(), count);
    }
    found.into_values().collect()
}
