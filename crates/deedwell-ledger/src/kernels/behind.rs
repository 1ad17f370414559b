//! The people and contributions behind one cell of the grid: the same numbers, entry by entry.

use std::collections::HashSet;

use deedwell_core::behaviour::{Behind, Cell, EntryPage};
use deedwell_core::{Error, Result};

use super::contributions::{Collected, Contribution, Fate, collect};
use super::entries::{Gathered, found, page};
use crate::snapshot::{Snapshot, Sort};

/// Entries in one page at most.
const MOST: usize = 10_000;

/// a), b), f): the valid contributions of the window. c): those of them that were graded. d): those
/// of the window and of the one before. e): the answers of peers. g): the valid contributions that
/// were evaluated, decided or implemented before the window's end. h): the bookings.
///
/// # Errors
/// `Missing` when no such programme declares a meaning.
pub(crate) fn behind(snapshot: &Snapshot, ask: &Behind) -> Result<EntryPage> {
    let programmes = &snapshot.roles.programmes;
    let place = programmes.iter().position(|(name, _)| *name == ask.programme);
    let place = place.ok_or(Error::Missing("programme"))?;
    let Ok(unit) = snapshot.unit(ask.window.unit) else { return Ok(EntryPage::default()) };
    let collected = collect(snapshot, &ask.window, Some(place));
    let Some(all) = collected.get(place) else { return Ok(EntryPage::default()) };
    let limit = ask.limit.min(MOST);
    let mut gathered = Gathered::new(limit, ask.before);
    let mut people = HashSet::new();
    for place in places(snapshot, ask, all, unit) {
        gathered.see(place);
        if snapshot.owner(place.2).is_some_and(|o| o.sort == Sort::Person) {
            people.insert(place.2);
        }
    }
    gathered.people(people.len() as u64);
    Ok(page(vec![gathered], limit, |place| Some(snapshot.entry(&found(snapshot, place)?))))
}

fn places(
    snapshot: &Snapshot,
    ask: &Behind,
    all: &Collected,
    unit: Option<u16>,
) -> Vec<(i64, i64, u32)> {
    let (from, to) = (ask.window.from.as_microsecond(), ask.window.to.as_microsecond());
    let since = |from: i64, also: fn(&Fate) -> bool| {
        let asked = move |(c, fate): &(&Contribution, &Fate)| c.at >= from && also(fate);
        let found = all.valid(unit, to).filter(asked);
        found.map(|(c, _)| (c.at, c.sequence, c.owner)).collect()
    };
    match ask.cell {
        Cell::Participants | Cell::Contributions | Cell::Company => since(from, |_| true),
        Cell::Quality => since(from, |fate| fate.grade().is_some()),
        Cell::Trend => since(from.saturating_sub(to.saturating_sub(from)), |_| true),
        Cell::Outcome => since(i64::MIN, |fate| {
            fate.evaluated.min(fate.decided).min(fate.implemented) < i64::MAX
        }),
        Cell::Peers => {
            let events = all.peers(snapshot, unit);
            events.map(|e| (e.row.at, e.row.sequence, e.owner)).collect()
        }
        Cell::Money => {
            let events = all.money(unit);
            events.map(|e| (e.row.at, e.row.sequence, e.owner)).collect()
        }
    }
}
