//! People and actions by week.

use std::ops::Range;

use deedwell_core::Timestamp;
use deedwell_core::behaviour::{Week, Weeks};

use super::{fold, is_counted, within};
use crate::columns::cut;
use crate::names::Names;
use crate::snapshot::{NoSuch, Slice, Snapshot};

const WEEK_US: i64 = 7 * 86_400 * 1_000_000;
const A_YEAR: usize = 52;
/// Ten years.
const MOST_WEEKS: usize = 520;

/// The weeks asked for, and the 52 before them, in which a year before is found.
struct Sums {
    people: Vec<u64>,
    actions: Vec<u64>,
    /// The last owner counted in each week.
    counted: Vec<Option<u32>>,
}

pub(crate) fn weeks(snapshot: &Snapshot, ask: &Weeks) -> Vec<Week> {
    let weeks = ask.weeks.min(MOST_WEEKS);
    let length = weeks + A_YEAR;
    let to = ask.to.as_microsecond();
    let from = to - length as i64 * WEEK_US;
    let unit = snapshot.unit(ask.unit);
    let names = &snapshot.names;
    let begin =
        || Sums { people: vec![0; length], actions: vec![0; length], counted: vec![None; length] };
    let visit = |sums: &mut Sums, owner: u32, slices: &[Slice<'_>]| {
        if let Ok(unit) = &unit
            && is_counted(snapshot, owner)
        {
            slices.iter().for_each(|slice| sums.add(owner, slice, from..to, *unit, names));
        }
    };
    let sums = match unit {
        Err(NoSuch) => vec![begin()],
        Ok(_) => fold(snapshot, begin, visit),
    };
    let sum = |of: fn(&Sums) -> &Vec<u64>, week: usize| -> u64 {
        sums.iter().filter_map(|s| of(s).get(week)).sum()
    };
    let week = |n: usize| {
        let start = from + (n + A_YEAR) as i64 * WEEK_US;
        let year_before = from + n as i64 * WEEK_US;
        let reaches = snapshot.first_at.is_some_and(|first| first <= year_before);
        Week {
            from: Timestamp::from_microsecond(start).unwrap_or_default(),
            people: sum(|s| &s.people, n + A_YEAR),
            actions: sum(|s| &s.actions, n + A_YEAR),
            people_a_year_before: reaches.then(|| sum(|s| &s.people, n)),
        }
    };
    (0..weeks).map(week).collect()
}

impl Sums {
    fn add(
        &mut self,
        owner: u32,
        slice: &Slice<'_>,
        moments: Range<i64>,
        unit: Option<u16>,
        called: &Names,
    ) {
        let rows = within(slice, moments.start, moments.end);
        let columns = slice.columns;
        let names = cut(&columns.act, &rows).iter().zip(cut(&columns.name, &rows));
        let acts = names.zip(cut(&columns.unit, &rows));
        for (at, ((act, name), of)) in cut(&columns.at, &rows).iter().zip(acts) {
            if !called.is_done(*name, *act) || unit.is_some_and(|unit| unit != *of) {
                continue;
            }
            let week = ((at - moments.start) / WEEK_US) as usize;
            let place = self.actions.get_mut(week).zip(self.people.get_mut(week));
            let Some(((actions, people), counted)) = place.zip(self.counted.get_mut(week)) else {
                continue;
            };
            *actions += 1;
            if counted.replace(owner) != Some(owner) {
                *people += 1;
            }
        }
    }
}
