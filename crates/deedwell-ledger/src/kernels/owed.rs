//! What customers asked of us, and what became of it: what the responsiveness index is made of.
//!
//! A contribution, its validity and whose it is are those of the grid. What happened at the window's end
//! or later has not happened.

use std::collections::BTreeMap;

use deedwell_core::Timestamp;
use deedwell_core::behaviour::{Late, Matter, Owed, OwedBy, Window};
use deedwell_core::meaning::Owes;

use super::contributions::{Collected, Contribution, Fate, collect};
use crate::snapshot::Snapshot;

const HOUR_US: i64 = 3_600 * 1_000_000;

pub(crate) fn owed(snapshot: &Snapshot, window: &Window, up_to: Timestamp) -> Owed {
    let known = snapshot.unit(window.unit);
    let collected = if known.is_ok() { collect(snapshot, window, None) } else { Vec::new() };
    let unit = known.ok().flatten();
    let nothing = Collected::default();
    let programmes = snapshot.roles.programmes.iter().enumerate();
    let asked = programmes.filter(|(_, (_, meaning))| meaning.owes.is_anything());
    let of = |(place, (programme, meaning)): (usize, &(&'static str, deedwell_core::Meaning))| {
        let all = collected.get(place).unwrap_or(&nothing);
        let asked = Asked { snapshot, window, unit, all, owes: meaning.owes };
        OwedBy { programme, owes: meaning.owes, matters: asked.matters(), late: asked.late() }
    };
    Owed { window: *window, up_to, programmes: asked.map(of).collect() }
}

struct Asked<'a> {
    snapshot: &'a Snapshot,
    window: &'a Window,
    unit: Option<u16>,
    all: &'a Collected,
    owes: Owes,
}

impl Asked<'_> {
    fn matters(&self) -> Vec<Matter> {
        let (from, to) = (self.window.from.as_microsecond(), self.window.to.as_microsecond());
        let received = self.all.valid(self.unit, to).filter(|(c, _)| c.at >= from);
        received.map(|(c, fate)| self.matter(c, fate, to)).collect()
    }

    fn matter(&self, c: &Contribution, fate: &Fate, to: i64) -> Matter {
        // An answer may bear an earlier moment than what it answers: clocks differ.
        let since = |moment: i64| moment.saturating_sub(c.at).max(0) as f64 / 1e6;
        let if_any = |moment: i64| (moment < i64::MAX).then(|| since(moment));
        let is_decided = fate.decided < i64::MAX;
        Matter {
            unit: self.snapshot.units.at(c.unit).copied(),
            whose: c.owner,
            age_s: since(to),
            answered_s: if_any(fate.official),
            by_machine: fate.by_machine,
            decided_s: if_any(fate.decided),
            yes_s: if_any(fate.yes),
            done_s: if_any(fate.implemented),
            explained: is_decided && fate.explained >= fate.decided,
            others: fate.others,
            told: is_decided && fate.told >= fate.decided,
        }
    }

    /// Over all that ever came in, by unit, in the order in which units were first seen.
    fn late(&self) -> Vec<Late> {
        let to = self.window.to.as_microsecond();
        let fits = i64::from(self.owes.answer_h) * HOUR_US;
        let mut by_unit: BTreeMap<u16, Late> = BTreeMap::new();
        for (c, fate) in self.all.valid(self.unit, to) {
            let waits = fate.official == i64::MAX && !fate.ended;
            let unanswered = waits && to.saturating_sub(c.at) > fits;
            let broken = fate.broken > fate.ours;
            if unanswered || broken {
                let unit = self.snapshot.units.at(c.unit).copied();
                let late = by_unit.entry(c.unit).or_insert(Late { unit, ..Late::default() });
                late.unanswered += u64::from(unanswered);
                late.broken += u64::from(broken);
            }
        }
        by_unit.into_values().collect()
    }
}
