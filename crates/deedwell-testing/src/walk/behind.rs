//! What stands behind a cell of the grid.

use deedwell_core::behaviour::{Behind, Cell, EntryPage};
use deedwell_core::{Error, Meaning, Result};

use super::grid::{Contribution, Seen};
use super::lists::{before, page};
use super::{Line, Told};

impl Told {
    /// Open: the contributions counted, for a), b), f) and d) (both windows), for c) the graded, for
    /// g) those weighed, decided or done; for e) the answers themselves, for h) the bookings.
    ///
    /// # Errors
    /// `Missing` for a programme that declares nothing.
    pub fn behind(&self, meanings: &[(&'static str, Meaning)], ask: &Behind) -> Result<EntryPage> {
        let meaning = meanings.iter().find(|(name, _)| *name == ask.programme);
        let (_, meaning) = meaning.ok_or(Error::Missing("programme"))?;
        let seen = Seen { told: self, meaning: *meaning, window: ask.window };
        let window = ask.window;
        let lines = match ask.cell {
            Cell::Participants | Cell::Contributions | Cell::Company => lines_of(seen.here()),
            Cell::Quality => lines_of(seen.graded().into_iter().map(|(c, _)| c).collect()),
            Cell::Trend => lines_of(seen.received(before(window.from, seen.length())?, window.to)),
            Cell::Peers => seen.answers().into_iter().map(|(line, _)| line).collect(),
            Cell::Outcome => {
                let fates = [meaning.evaluated, meaning.decided, meaning.implemented].concat();
                let came = |c: &Contribution<'_>| seen.had(c, &fates, window.to);
                lines_of(seen.valid().into_iter().filter(came).collect())
            }
            Cell::Money => seen.booked().into_iter().map(|(line, ..)| line).collect(),
        };
        let entries = lines.into_iter().map(|l| self.entry(l)).collect();
        Ok(page(entries, ask.before, ask.limit))
    }
}

fn lines_of<'a>(list: Vec<Contribution<'a>>) -> Vec<&'a Line> {
    list.into_iter().map(|c| c.line).collect()
}
