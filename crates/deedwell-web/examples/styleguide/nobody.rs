//! A ledger in which nothing has happened, for pages that bring their own numbers.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use deedwell_core::behaviour::*;
use deedwell_core::{Action, Error, Id, Identity, Organisation, Person, Position, Result};

pub struct Nobody;

fn nothing<T>() -> Result<T> {
    Err(Error::Missing("ledger"))
}

impl Behaviour for Nobody {
    fn wait(&self, _: Position, _: Duration) -> Later<'_, ()> {
        Box::pin(async {})
    }

    /// Something new every three seconds, so that live parts can be seen to live.
    fn changed(&self, _: Id<Organisation>, seen: u64) -> Later<'_, u64> {
        Box::pin(async move {
            if seen != u64::MAX {
                tokio::time::sleep(Duration::from_secs(3)).await;
            }
            seen.wrapping_add(1)
        })
    }

    fn entries(&self, _: Id<Organisation>, _: &Entries) -> Result<EntryPage> {
        nothing()
    }

    fn weeks(&self, _: Id<Organisation>, _: &Weeks) -> Result<Vec<Week>> {
        nothing()
    }

    fn counts(&self, _: Id<Organisation>, _: &Window) -> Result<Counts> {
        nothing()
    }

    fn names(&self, _: Id<Organisation>) -> Result<Vec<NameCount>> {
        Ok(Vec::new())
    }

    fn grid(&self, _: Id<Organisation>, _: &Window) -> Result<Grid> {
        nothing()
    }

    fn owed(&self, _: Id<Organisation>, _: &Window) -> Result<Owed> {
        nothing()
    }

    fn behind(&self, _: Id<Organisation>, _: &Behind) -> Result<EntryPage> {
        nothing()
    }

    fn activity(&self, _: Id<Organisation>, _: &[Id<Person>]) -> Result<Vec<Activity>> {
        nothing()
    }

    fn facts<'a>(
        &'a self,
        _: Id<Organisation>,
        _: &'a [Id<Identity>],
        _: &'a HashSet<Id<Action>>,
    ) -> Later<'a, Result<FactsOf>> {
        Box::pin(std::future::ready(Ok(FactsOf::new())))
    }

    fn ranking(&self, _: Id<Organisation>, _: Ranking) -> Result<Arc<Vec<Id<Person>>>> {
        nothing()
    }
}
