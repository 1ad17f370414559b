//! Entries, weeks, counts, activity, rankings.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use deedwell_core::behaviour::{
    Activity, Counts, Cursor, Entries, Entry, EntryPage, KindCount, PLACED, REFUNDED, Ranking,
    Week, Weeks, Window,
};
use deedwell_core::{Currency, Error, Id, Initiator, Part, Person, Result, Timestamp};
use jiff::SignedDuration;

use super::{Line, Sums, Told, within};

const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);
const A_YEAR: SignedDuration = SignedDuration::from_hours(52 * 7 * 24);

impl Told {
    pub fn entries(&self, ask: &Entries) -> EntryPage {
        let all = self.lines.iter().map(|l| self.entry(l)).filter(|e| is_asked_for(e, ask));
        page(all.collect(), ask.before, ask.limit)
    }

    /// # Errors
    /// `Fault` for moments beyond the calendar.
    pub fn weeks(&self, ask: &Weeks) -> Result<Vec<Week>> {
        let mut weeks = Vec::new();
        for back in (1..=ask.weeks).rev() {
            let back = i32::try_from(back).map_err(Error::fault)?;
            let from = before(ask.to, WEEK * back)?;
            let (people, actions) = self.week(from, ask)?;
            let then = before(from, A_YEAR)?;
            let first = self.lines.iter().map(|l| l.action.at).min();
            let reaches_back = first.is_some_and(|first| first <= then);
            let people_a_year_before =
                if reaches_back { Some(self.week(then, ask)?.0) } else { None };
            weeks.push(Week { from, people, actions, people_a_year_before });
        }
        Ok(weeks)
    }

    fn week(&self, from: Timestamp, ask: &Weeks) -> Result<(u64, u64)> {
        let to = from.checked_add(WEEK).map_err(Error::fault)?;
        let mut people = BTreeSet::new();
        let mut actions = 0;
        for line in &self.lines {
            let action = &line.action;
            let by_them = matches!(action.initiator, Initiator::Customer | Initiator::Prompted);
            let here = ask.unit.is_none() || action.unit == ask.unit;
            if let Some(person) = self.scored(line)
                && by_them
                && here
                && within(action.at, from, to)
            {
                people.insert(person);
                actions += 1;
            }
        }
        Ok((people.len() as u64, actions))
    }

    /// Open: staff count as people of their own kinds, never in the total; test accounts are left
    /// out, machines are not.
    pub fn counts(&self, window: &Window) -> Counts {
        let mut people = BTreeSet::new();
        let mut kinds: BTreeMap<(&str, &str), (Part, BTreeSet<_>, u64, Sums)> = BTreeMap::new();
        let mut actions = 0;
        for line in &self.lines {
            let action = &line.action;
            let here = window.unit.is_none() || action.unit == window.unit;
            let person = self.person(line);
            let test = person.is_some_and(|p| self.is_test(p));
            if !here || test || !within(action.at, window.from, window.to) {
                continue;
            }
            actions += 1;
            people.extend(person);
            let key = (&*line.kind, action.part.name());
            let (_, doers, count, sums) = kinds
                .entry(key)
                .or_insert_with(|| (action.part, BTreeSet::new(), 0, Sums::default()));
            match action.part {
                Part::Customer | Part::Visitor => doers.extend(person.map(Id::cast::<()>)),
                Part::Staff => doers.extend([action.subject.cast::<()>()]),
                Part::System => {}
            }
            *count += 1;
            if let Some(value) = action.value {
                sums.add(value, 1);
            }
        }
        let kind = |((kind, _), (part, doers, actions, sums)): (
            (&str, &str),
            (_, BTreeSet<_>, _, Sums),
        )| {
            let people = doers.len() as u64;
            KindCount { kind: kind.into(), part, people, actions, values: sums.list() }
        };
        let mut kinds: Vec<KindCount> = kinds.into_iter().map(kind).collect();
        kinds.sort_by_key(|k| (Reverse(k.people), Reverse(k.actions)));
        Counts { people: people.len() as u64, actions, kinds }
    }

    pub fn activity(&self, person: Id<Person>) -> Activity {
        let lines = || self.lines.iter().filter(|l| self.person(l) == Some(person));
        let placed = || lines().filter(|l| &*l.kind == PLACED);
        Activity {
            person,
            first_at: lines().map(|l| l.action.at).min(),
            last_at: lines().map(|l| l.action.at).max(),
            actions: lines().count() as u64,
            purchases: placed().count() as u64,
            last_purchase_at: placed().map(|l| l.action.at).max(),
            spent: spent(lines()).list(),
        }
    }

    /// Open: among equals, the order of ids.
    pub fn ranking(&self, by: Ranking) -> Vec<Id<Person>> {
        let people: BTreeSet<Id<Person>> =
            self.lines.iter().filter_map(|l| self.person(l)).collect();
        let usual = self.usual_currency();
        let mut people: Vec<Activity> = people.into_iter().map(|p| self.activity(p)).collect();
        people.sort_by_key(|a| match by {
            Ranking::LastSeen => Reverse(a.last_at.map_or(0, Timestamp::as_microsecond)),
            Ranking::Actions => Reverse(a.actions as i64),
            Ranking::Spent => {
                let usual = a.spent.iter().find(|m| Some(m.currency) == usual);
                Reverse(usual.map_or(0, |m| m.minor))
            }
            Ranking::FirstSeen => Reverse(-a.first_at.map_or(0, Timestamp::as_microsecond)),
        });
        people.into_iter().map(|a| a.person).collect()
    }

    /// The currency of most orders; among equals the first by its code.
    fn usual_currency(&self) -> Option<Currency> {
        let mut orders: BTreeMap<Currency, u64> = BTreeMap::new();
        for line in self.lines.iter().filter(|l| &*l.kind == PLACED) {
            if let Some(value) = line.action.value {
                *orders.entry(value.currency).or_default() += 1;
            }
        }
        orders.into_iter().max_by_key(|(c, n)| (*n, Reverse(*c))).map(|(c, _)| c)
    }
}

fn spent<'a>(lines: impl Iterator<Item = &'a Line>) -> Sums {
    let mut sums = Sums::default();
    for line in lines {
        match (&*line.kind, line.action.value) {
            (PLACED, Some(value)) => sums.add(value, 1),
            (REFUNDED, Some(value)) => sums.add(value, -1),
            _ => {}
        }
    }
    sums
}

fn is_asked_for(entry: &Entry, ask: &Entries) -> bool {
    let one_of = |list: &[String], word: &str| list.is_empty() || list.iter().any(|w| w == word);
    let theirs = |person| {
        let answer = entry.part == Part::Staff && entry.counterpart == Some(person);
        entry.person == Some(person) || (ask.answers_too && answer)
    };
    ask.person.is_none_or(theirs)
        && one_of(&ask.kinds, &entry.kind)
        && one_of(&ask.channels, &entry.channel)
        && (ask.parts.is_empty() || ask.parts.contains(&entry.part))
        && (ask.unit.is_none() || entry.unit == ask.unit)
        && ask.from.is_none_or(|from| from <= entry.at)
        && ask.to.is_none_or(|to| entry.at < to)
}

/// Newest first by moment, then by sequence; what is older than `before`.
pub(super) fn page(mut all: Vec<Entry>, before: Option<Cursor>, limit: usize) -> EntryPage {
    let place = |e: &Entry| Cursor { at: e.at.as_microsecond(), sequence: e.sequence };
    let people: BTreeSet<_> = all.iter().filter_map(|e| e.person).collect();
    let total = all.len() as u64;
    all.sort_by_key(|e| Reverse(place(e)));
    all.retain(|e| before.is_none_or(|before| place(e) < before));
    let more = all.len() > limit;
    all.truncate(limit);
    let next = all.last().map(place).filter(|_| more);
    EntryPage { entries: all, next, people: people.len() as u64, total }
}

pub(super) fn before(at: Timestamp, length: SignedDuration) -> Result<Timestamp> {
    at.checked_sub(length).map_err(Error::fault)
}
