//! A ledger that says what it is told to say.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use deedwell_core::behaviour::*;
use deedwell_core::{Action, Error, Id, Identity, Organisation, Part, Person, Position, Result};

use super::world::{NOW, at};

/// A ledger that answers from lists.
#[derive(Default)]
pub struct Fixed {
    pub entries: Vec<Entry>,
    pub weeks: Vec<Week>,
    pub rows: Vec<GridRow>,
    pub eligible: u64,
    pub activity: Vec<Activity>,
    pub counts: Counts,
    pub owed: Vec<OwedBy>,
}

impl Fixed {
    fn page(
        &self,
        keep: impl Fn(&Entry) -> bool,
        before: Option<Cursor>,
        limit: usize,
    ) -> EntryPage {
        let mut all: Vec<Entry> = self.entries.iter().filter(|e| keep(e)).cloned().collect();
        all.sort_by_key(|e| std::cmp::Reverse((e.at, e.sequence)));
        let cursor = |e: &Entry| Cursor { at: e.at.as_microsecond(), sequence: e.sequence };
        let people: HashSet<_> = all.iter().filter_map(|e| e.person).collect();
        let total = all.len() as u64;
        all.retain(|e| before.is_none_or(|b| cursor(e) < b));
        let next = if all.len() > limit { all.get(limit - 1).map(cursor) } else { None };
        all.truncate(limit);
        EntryPage { entries: all, next, people: people.len() as u64, total }
    }
}

impl Behaviour for Fixed {
    fn wait(&self, _: Position, _: Duration) -> Later<'_, ()> {
        Box::pin(async {})
    }

    fn changed(&self, _: Id<Organisation>, seen: u64) -> Later<'_, u64> {
        Box::pin(async move { seen.wrapping_add(1) })
    }

    fn entries(&self, _: Id<Organisation>, ask: &Entries) -> Result<EntryPage> {
        let any = |list: &[String], word: &str| list.is_empty() || list.iter().any(|w| w == word);
        let keep = |e: &Entry| {
            any(&ask.kinds, &e.kind)
                && any(&ask.channels, &e.channel)
                && (ask.parts.is_empty() || ask.parts.contains(&e.part))
                && ask.from.is_none_or(|t| e.at >= t)
                && ask.to.is_none_or(|t| e.at < t)
                && ask.person.is_none_or(|p| {
                    e.person == Some(p) || (ask.answers_too && e.counterpart == Some(p))
                })
        };
        Ok(self.page(keep, ask.before, ask.limit))
    }

    fn weeks(&self, _: Id<Organisation>, _: &Weeks) -> Result<Vec<Week>> {
        Ok(self.weeks.clone())
    }

    fn counts(&self, _: Id<Organisation>, _: &Window) -> Result<Counts> {
        Ok(self.counts.clone())
    }

    fn names(&self, _: Id<Organisation>) -> Result<Vec<NameCount>> {
        Ok(Vec::new())
    }

    fn grid(&self, _: Id<Organisation>, window: &Window) -> Result<Grid> {
        let rows = self.rows.clone();
        Ok(Grid { window: *window, eligible: self.eligible, up_to: at(NOW), rows })
    }

    fn owed(&self, _: Id<Organisation>, window: &Window) -> Result<Owed> {
        Ok(Owed { window: *window, up_to: at(NOW), programmes: self.owed.clone() })
    }

    fn behind(&self, _: Id<Organisation>, ask: &Behind) -> Result<EntryPage> {
        if !self.rows.iter().any(|r| r.programme == ask.programme) {
            return Err(Error::Missing("programme"));
        }
        Ok(self.page(|e| e.part == Part::Customer, ask.before, ask.limit))
    }

    fn activity(&self, _: Id<Organisation>, people: &[Id<Person>]) -> Result<Vec<Activity>> {
        let none = |person| Activity {
            person,
            first_at: None,
            last_at: None,
            actions: 0,
            purchases: 0,
            last_purchase_at: None,
            spent: Vec::new(),
        };
        let of = |id: &Id<Person>| self.activity.iter().find(|a| a.person == *id).cloned();
        Ok(people.iter().map(|id| of(id).unwrap_or_else(|| none(*id))).collect())
    }

    fn facts<'a>(
        &'a self,
        _: Id<Organisation>,
        _: &'a [Id<Identity>],
        _: &'a HashSet<Id<Action>>,
    ) -> Later<'a, Result<FactsOf>> {
        Box::pin(std::future::ready(Ok(FactsOf::new())))
    }

    fn ranking(&self, _: Id<Organisation>, by: Ranking) -> Result<Arc<Vec<Id<Person>>>> {
        let mut all: Vec<&Activity> = self.activity.iter().filter(|a| a.actions > 0).collect();
        let spent = |a: &Activity| a.spent.first().map_or(0, |m| m.minor);
        all.sort_by_key(|a| match by {
            Ranking::LastSeen => -a.last_at.unwrap().as_microsecond(),
            Ranking::Actions => -(a.actions as i64),
            Ranking::Spent => -spent(a),
            Ranking::FirstSeen => a.first_at.unwrap().as_microsecond(),
        });
        Ok(Arc::new(all.iter().map(|a| a.person).collect()))
    }
}
