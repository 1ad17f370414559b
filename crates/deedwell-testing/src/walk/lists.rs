//! Entries, weeks, counts, activity, rankings.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use deedwell_core::behaviour::{
    Activity, CANCELLED, Counts, Cursor, Entries, Entry, EntryPage, KindCount, NameCount, PLACED,
    REFUNDED, Ranking, UPDATED, Week, Weeks, Window,
};
use deedwell_core::plan::own::is_claim;
use deedwell_core::{
    Currency, Error, Id, Initiator, Meaning, Money, Part, Person, Result, Timestamp,
};
use jiff::SignedDuration;

use super::{Line, Sums, Told, within};

const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);
const A_YEAR: SignedDuration = SignedDuration::from_hours(52 * 7 * 24);

impl Told {
    /// Open: an answer to somebody names them as its counterpart, or is about what they contributed.
    pub fn entries(&self, meanings: &[(&'static str, Meaning)], ask: &Entries) -> EntryPage {
        let contributes = |l: &&Line| {
            let of = |(_, meaning): &(&str, Meaning)| meaning.contributions.contains(&&*l.kind);
            meanings.iter().any(of) && ask.person.is_some() && self.person(l) == ask.person
        };
        let theirs = self.lines.iter().filter(contributes);
        let theirs: Vec<&str> = theirs.filter_map(|l| l.action.about.as_deref()).collect();
        let all = self.lines.iter().filter(|l| !ask.counted || self.scored(l).is_some());
        let all = all.map(|l| self.entry(l));
        let all = all.filter(|e| is_asked_for(e, ask, &theirs));
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
            let here = ask.unit.is_none() || action.unit == ask.unit;
            if let Some(person) = self.scored(line)
                && here
                && within(action.at, from, to)
            {
                people.insert(person);
                actions += 1;
            }
        }
        Ok((people.len() as u64, actions))
    }

    /// Open: machines and test accounts are left out. Acts of staff and of the system stand among
    /// the kinds and are nobody's in the sums of people.
    pub fn counts(&self, window: &Window) -> Counts {
        let (mut people, mut customers) = (BTreeSet::new(), BTreeSet::new());
        let mut kinds: BTreeMap<(&str, u8), Kind> = BTreeMap::new();
        let mut actions = 0;
        for line in self.lines.iter().filter(|l| self.counts_in(l)) {
            let action = &line.action;
            let here = window.unit.is_none() || action.unit == window.unit;
            if !here || !within(action.at, window.from, window.to) {
                continue;
            }
            let person = self.person(line);
            people.extend(self.scored(line));
            customers.extend(self.scored(line).filter(|_| action.part == Part::Customer));
            actions += u64::from(self.scored(line).is_some());
            let key = (&*line.kind, action.part as u8);
            let new = || Kind {
                part: action.part,
                doers: BTreeSet::new(),
                actions: 0,
                sums: Sums::default(),
            };
            let kind = kinds.entry(key).or_insert_with(new);
            kind.doers.extend(person);
            kind.actions += 1;
            if let Some(value) = action.value {
                kind.sums.add(value);
            }
        }
        let mut list = Vec::new();
        for ((name, _), kind) in kinds {
            let (people, values) = (kind.doers.len() as u64, kind.sums.list());
            let (part, actions) = (kind.part, kind.actions);
            list.push(KindCount { kind: name.into(), part, people, actions, values });
        }
        list.sort_by_key(|k| (Reverse(k.people), Reverse(k.actions)));
        Counts {
            people: people.len() as u64,
            customers: customers.len() as u64,
            actions,
            kinds: list,
        }
    }

    /// By name.
    pub fn names(&self) -> Vec<NameCount> {
        let mut names: BTreeMap<&str, Vec<&Line>> = BTreeMap::new();
        for line in &self.lines {
            names.entry(&line.action.name).or_default().push(line);
        }
        let count = |(name, lines): (&str, Vec<&Line>)| {
            let visits = |l: &&&Line| l.action.part == Part::Visitor;
            let people: BTreeSet<_> = lines.iter().filter_map(|l| self.person(l)).collect();
            let mut sums = Sums::default();
            let known = lines.iter().filter(|l| !visits(l));
            known.filter_map(|l| l.action.value).for_each(|value| sums.add(value));
            NameCount {
                name: name.into(),
                kind: self.plan.kind(name, Part::Customer).into(),
                people: people.len() as u64,
                actions: lines.len() as u64,
                of_visitors: lines.iter().filter(visits).count() as u64,
                first_at: lines.iter().map(|l| l.action.at).min().unwrap_or_default(),
                last_at: lines.iter().map(|l| l.action.at).max().unwrap_or_default(),
                values: sums.list(),
            }
        };
        names.into_iter().map(count).collect()
    }

    /// Open: machines are left out; a test account has its sums like anybody.
    pub fn activity(&self, person: Id<Person>) -> Activity {
        let lines = || self.by_people().filter(|l| self.person(l) == Some(person));
        let placed = || lines().filter(|l| &*l.kind == PLACED);
        Activity {
            person,
            first_at: lines().map(|l| l.action.at).min(),
            last_at: lines().map(|l| l.action.at).max(),
            actions: lines().count() as u64,
            purchases: placed().count() as u64,
            last_purchase_at: placed().map(|l| l.action.at).max(),
            spent: spent(self.believed().filter(|l| self.person(l) == Some(person))).list(),
        }
    }

    /// What persons did themselves.
    fn by_people(&self) -> impl Iterator<Item = &Line> {
        let by_them =
            |l: &&Line| !matches!(l.action.initiator, Initiator::Machine | Initiator::Company);
        let all = self.lines.iter().filter(move |l| self.person(l).is_some() && by_them(l));
        all.filter(|l| !is_claim(&l.kind))
    }

    /// What happened to persons, whoever did it; what they bought they did themselves.
    fn believed(&self) -> impl Iterator<Item = &Line> {
        let all = self.lines.iter().filter(|l| self.person(l).is_some() && !is_claim(&l.kind));
        all.filter(|l| match l.action.initiator {
            Initiator::Machine => false,
            Initiator::Company => &*l.kind != PLACED,
            Initiator::Customer | Initiator::Prompted => true,
        })
    }

    /// Open: among equals, the order of ids; test accounts are listed.
    pub fn ranking(&self, by: Ranking) -> Vec<Id<Person>> {
        let people: BTreeSet<Id<Person>> =
            self.by_people().filter_map(|l| self.person(l)).collect();
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
        for line in self.by_people().filter(|l| &*l.kind == PLACED) {
            if let Some(value) = line.action.value {
                *orders.entry(value.currency).or_default() += 1;
            }
        }
        orders.into_iter().max_by_key(|(c, n)| (*n, Reverse(*c))).map(|(c, _)| c)
    }
}

/// What was done of one kind, in one part.
struct Kind {
    part: Part,
    doers: BTreeSet<Id<Person>>,
    actions: u64,
    sums: Sums,
}

/// Open: a refund takes away whichever sign it was sent with.
fn spent<'a>(lines: impl Iterator<Item = &'a Line>) -> Sums {
    let mut sums = Sums::default();
    for line in lines {
        match (&*line.kind, line.action.value) {
            (PLACED, Some(value)) => sums.add(value),
            (CANCELLED | UPDATED, Some(value)) => sums.add(value),
            (REFUNDED, Some(value)) => sums.add(Money { minor: -value.minor.abs(), ..value }),
            _ => {}
        }
    }
    sums
}

fn is_asked_for(entry: &Entry, ask: &Entries, contributed: &[&str]) -> bool {
    let one_of = |list: &[String], word: &str| list.is_empty() || list.iter().any(|w| w == word);
    let theirs = |person| {
        let about = entry.about.as_deref().is_some_and(|about| contributed.contains(&about));
        let to_them = entry.counterpart == Some(person) || about;
        let answer = entry.part == Part::Staff && to_them && one_of(&ask.answer_kinds, &entry.kind);
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
