//! The questions of `deedwell_core::behaviour`, answered from the hot columns.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use deedwell_core::behaviour::{
    Activity, Behaviour, Behind, Counts, Entries, EntryPage, FactsOf, Grid, Later, NameCount, Owed,
    Ranking, Week, Weeks, Window,
};
use deedwell_core::{Action, Id, Identity, Organisation, Person, Position, Result};

use crate::Ledger;
use crate::kernels::{activity, behind, counts, entries, grid, names, owed, weeks};

impl Behaviour for Ledger {
    fn wait(&self, position: Position, at_most: Duration) -> Later<'_, ()> {
        Box::pin(self.passed(position, at_most))
    }

    fn changed(&self, organisation: Id<Organisation>, seen: u64) -> Later<'_, u64> {
        Box::pin(self.differs(organisation, seen))
    }

    fn entries(&self, organisation: Id<Organisation>, ask: &Entries) -> Result<EntryPage> {
        Ok(entries::entries(&self.snapshot(organisation)?.1, ask))
    }

    fn weeks(&self, organisation: Id<Organisation>, ask: &Weeks) -> Result<Vec<Week>> {
        Ok(weeks::weeks(&self.snapshot(organisation)?.1, ask))
    }

    fn counts(&self, organisation: Id<Organisation>, window: &Window) -> Result<Counts> {
        Ok(counts::counts(&self.snapshot(organisation)?.1, window))
    }

    fn names(&self, organisation: Id<Organisation>) -> Result<Vec<NameCount>> {
        Ok(names::names(&self.snapshot(organisation)?.1))
    }

    fn grid(&self, organisation: Id<Organisation>, window: &Window) -> Result<Grid> {
        let (up_to, snapshot) = self.snapshot(organisation)?;
        Ok(grid::grid(&snapshot, window, up_to))
    }

    fn owed(&self, organisation: Id<Organisation>, window: &Window) -> Result<Owed> {
        let (up_to, snapshot) = self.snapshot(organisation)?;
        Ok(owed::owed(&snapshot, window, up_to))
    }

    fn behind(&self, organisation: Id<Organisation>, ask: &Behind) -> Result<EntryPage> {
        behind::behind(&self.snapshot(organisation)?.1, ask)
    }

    fn activity(
        &self,
        organisation: Id<Organisation>,
        people: &[Id<Person>],
    ) -> Result<Vec<Activity>> {
        Ok(activity::activity(&self.snapshot(organisation)?.1, people))
    }

    fn facts<'a>(
        &'a self,
        organisation: Id<Organisation>,
        identities: &'a [Id<Identity>],
        actions: &'a HashSet<Id<Action>>,
    ) -> Later<'a, Result<FactsOf>> {
        Box::pin(self.facts_of(organisation, identities, actions))
    }

    fn ranking(&self, organisation: Id<Organisation>, by: Ranking) -> Result<Arc<Vec<Id<Person>>>> {
        Ok(self.ranked.of(organisation, &self.snapshot(organisation)?.1, by))
    }
}
