//! What customers asked of us, and what became of it by the end of a window.

use std::collections::BTreeMap;

use deedwell_core::behaviour::{Late, Matter, Owed, OwedBy, Window};
use deedwell_core::{Id, Initiator, Meaning, Part, Timestamp, Unit};

use super::grid::{Contribution, Seen, facts, is_about};
use super::{Line, Told};

impl Told {
    pub fn owed(&self, meanings: &[(&'static str, Meaning)], window: &Window) -> Owed {
        let asked = meanings.iter().filter(|(_, meaning)| meaning.owes.is_anything());
        let of = |(programme, meaning): &(&'static str, Meaning)| {
            let seen = Seen { told: self, meaning: *meaning, window: *window };
            OwedBy { programme, owes: meaning.owes, matters: seen.matters(), late: seen.late() }
        };
        Owed { window: *window, up_to: self.up_to, programmes: asked.map(of).collect() }
    }
}

impl Seen<'_> {
    fn matters(&self) -> Vec<Matter> {
        let here = self.here();
        let mut people: Vec<_> = here.iter().map(|c| c.by).collect();
        people.sort_unstable();
        people.dedup();
        let number = |c: &Contribution<'_>| people.binary_search(&c.by).unwrap_or_default();
        here.iter().map(|c| self.matter(c, number(c) as u32)).collect()
    }

    fn matter(&self, c: &Contribution<'_>, whose: u32) -> Matter {
        let since = |at: Timestamp| at.duration_since(c.at()).as_secs_f64().max(0.0);
        let first = |lines: Vec<&Line>| lines.first().map(|l| l.action.at);
        let (meaning, owes) = (self.meaning, self.meaning.owes);
        let mut yes = self.about(c, meaning.decided);
        yes.retain(|l| !self.is_no(l));
        let decided = first(self.about(c, meaning.decided));
        let since_then = |kinds: &[&str]| {
            let last = self.about(c, kinds).last().map(|l| l.action.at);
            decided.is_some_and(|decided| last.is_some_and(|at| at >= decided))
        };
        Matter {
            unit: c.line.action.unit,
            whose,
            age_s: since(self.window.to),
            answered_s: self.official(c).map(since),
            by_machine: self.is_answered_by_machine(c),
            decided_s: decided.map(since),
            yes_s: first(yes).map(since),
            done_s: first(self.about(c, meaning.implemented)).map(since),
            explained: since_then(owes.explained_by),
            others: self.answers().iter().any(|(l, by)| is_about(l, c.line) && *by != c.by),
            told: since_then(owes.told_by),
        }
    }

    fn official(&self, c: &Contribution<'_>) -> Option<Timestamp> {
        let mut lines = self.about(c, self.meaning.official_answers);
        lines.retain(|l| l.action.part == Part::Staff);
        lines.first().map(|l| l.action.at)
    }

    fn is_no(&self, line: &Line) -> bool {
        let Some(no) = self.meaning.owes.no.filter(|no| no.kind == &*line.kind) else {
            return false;
        };
        let facts = facts(line);
        let Some(said) = facts.get(no.fact) else { return false };
        no.words.iter().any(|word| *word == said.as_str().unwrap_or(&said.to_string()))
    }

    fn is_answered_by_machine(&self, c: &Contribution<'_>) -> bool {
        self.told.lines.iter().any(|l| {
            self.meaning.official_answers.contains(&&*l.kind)
                && is_about(l, c.line)
                && l.action.at < self.window.to
                && (l.action.initiator == Initiator::Machine || l.action.part == Part::System)
        })
    }

    fn late(&self) -> Vec<Late> {
        let (meaning, owes) = (self.meaning, self.meaning.owes);
        let any = [meaning.company_responses, meaning.official_answers, meaning.decided].concat();
        let ours = [any, meaning.implemented.to_vec(), owes.ended_by.to_vec()].concat();
        let mut by_unit: BTreeMap<Option<Id<Unit>>, Late> = BTreeMap::new();
        for c in self.valid() {
            let last = |kinds: &[&str]| self.about(&c, kinds).last().map(|l| l.action.at);
            let age = self.window.to.duration_since(c.at());
            let waits = self.official(&c).is_none() && last(owes.ended_by).is_none();
            let unanswered = waits && age.as_secs_f64() > f64::from(owes.answer_h) * 3_600.0;
            let broken = last(owes.broken_by) > last(&ours);
            if unanswered || broken {
                let unit = c.line.action.unit;
                let late = by_unit.entry(unit).or_insert(Late { unit, ..Late::default() });
                late.unanswered += u64::from(unanswered);
                late.broken += u64::from(broken);
            }
        }
        by_unit.into_values().collect()
    }
}
