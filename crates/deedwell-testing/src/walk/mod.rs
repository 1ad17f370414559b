//! The plain answer to every question of [`Behaviour`]: a walk over all lines, again and again.
//!
//! Slow and obviously right. Stories read the ledger through it, and the kernels of
//! `deedwell-ledger` are compared with it. It is written from the words of
//! `deedwell_core::behaviour` and `deedwell_core::meaning`; where they leave something open, the
//! choice stands in a comment that begins with "Open:", and is that of `deedwell-ledger`.
//!
//! Read [`Told`] first: what is known of one organisation. Then `lists` (entries, weeks, counts),
//! `grid` (the measures a to h), `owed` (what was asked of us) and `behind` (what stands behind a cell).
mod behind;
mod grid;
mod lists;
mod owed;
mod read;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, RwLock};
use std::time::Duration;

use deedwell_core::behaviour::{
    Activity, Behaviour, Behind, Counts, Entries, Entry, EntryPage, FactsOf, Grid, Later,
    NameCount, Owed, Ranking, Week, Weeks, Window,
};
use deedwell_core::plan::OwnPlan;
use deedwell_core::plan::own::is_claim;
use deedwell_core::{
    Action, Id, Identity, Initiator, Meaning, Organisation, Part, Person, Position, Result,
    Timestamp,
};
use deedwell_store::Db;

/// Reads the log into memory and answers from there.
pub struct Walk {
    db: Db,
    meanings: Vec<(&'static str, Meaning)>,
    known: RwLock<Known>,
    /// Those who catch up take turns.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Known {
    position: Position,
    /// The same for every organisation: it rises whenever anything new was read.
    revision: u64,
    organisations: HashMap<Id<Organisation>, Arc<Told>>,
}

impl Walk {
    pub fn new(db: Db, meanings: Vec<(&'static str, Meaning)>) -> Self {
        Self { db, meanings, known: RwLock::default(), turn: tokio::sync::Mutex::default() }
    }

    fn told(&self, organisation: Id<Organisation>) -> Arc<Told> {
        let known = self.known.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        known.organisations.get(&organisation).cloned().unwrap_or_default()
    }
}

/// Everything that is known of one organisation. Tests of kernels may fill one by hand.
#[derive(Clone, Default)]
pub struct Told {
    pub lines: Vec<Line>,
    /// Whose each identity is; one of nobody is a person of its own, under its own id.
    pub identities: HashMap<Id<Identity>, Id<Person>>,
    pub persons: Vec<Somebody>,
    /// The moment up to which the ledger was read.
    pub up_to: Timestamp,
    /// What names mean beyond the specifications.
    plan: OwnPlan,
    next: i64,
    messages: HashSet<String>,
}

/// An action that counts, with its place in the log.
#[derive(Clone, Debug)]
pub struct Line {
    pub sequence: i64,
    pub kind: Arc<str>,
    pub action: Action,
}

/// A row of the table of persons.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Somebody {
    pub id: Id<Person>,
    pub created_at: Timestamp,
    pub is_test: bool,
    /// By something proven.
    pub is_known: bool,
}

impl Told {
    /// The next action of the log. A second one with the same message has a place too, but is not
    /// kept.
    pub fn take_in(&mut self, action: Action) {
        self.next += 1;
        if let Some(message) = &action.message
            && !self.messages.insert(message.clone())
        {
            return;
        }
        let kind = self.plan.kind(&action.name, action.part).into();
        self.lines.push(Line { sequence: self.next, kind, action });
    }

    /// From now on names mean what this plan says, in every line.
    pub fn apply(&mut self, plan: OwnPlan) {
        for line in &mut self.lines {
            line.kind = plan.kind(&line.action.name, line.action.part).into();
        }
        self.plan = plan;
    }

    fn person_of(&self, identity: Id<Identity>) -> Id<Person> {
        self.identities.get(&identity).copied().unwrap_or_else(|| identity.cast())
    }

    /// The person who did it: customers and visitors are persons, staff and the system are not.
    fn person(&self, line: &Line) -> Option<Id<Person>> {
        let acts = matches!(line.action.part, Part::Customer | Part::Visitor);
        acts.then(|| self.person_of(line.action.subject))
    }

    fn is_test(&self, person: Id<Person>) -> bool {
        self.persons.iter().any(|p| p.id == person && p.is_test)
    }

    /// Whether it counts in a measure: no machine, no test account, nothing that we said of somebody.
    fn counts_in(&self, line: &Line) -> bool {
        let by_test = self.person(line).is_some_and(|p| self.is_test(p));
        let of_them = self.person(line).is_some() && line.action.initiator == Initiator::Company;
        line.action.initiator != Initiator::Machine && !of_them && !by_test
    }

    /// The person who did it, where it counts in a measure: what is a claim counts apart.
    fn scored(&self, line: &Line) -> Option<Id<Person>> {
        self.person(line).filter(|_| self.counts_in(line) && !is_claim(&line.kind))
    }

    fn entry(&self, line: &Line) -> Entry {
        let action = &line.action;
        Entry {
            sequence: line.sequence,
            id: action.id,
            at: action.at,
            kind: Arc::clone(&line.kind),
            part: action.part,
            initiator: action.initiator,
            channel: action.channel.as_str().into(),
            person: self.person(line),
            staff: (action.part == Part::Staff).then(|| action.subject.cast()),
            unit: action.unit,
            about: action.about.as_deref().map(Arc::from),
            counterpart: action.counterpart.map(|c| self.person_of(c)),
            value: action.value,
        }
    }
}

/// From the first moment (inclusive) to the second (exclusive).
fn within(at: Timestamp, from: Timestamp, to: Timestamp) -> bool {
    from <= at && at < to
}

/// Sums by currency, in the order of their codes.
#[derive(Default)]
struct Sums(BTreeMap<deedwell_core::Currency, i64>);

impl Sums {
    fn add(&mut self, money: deedwell_core::Money) {
        *self.0.entry(money.currency).or_default() += money.minor;
    }

    fn list(self) -> Vec<deedwell_core::Money> {
        self.0.into_iter().map(|(c, minor)| deedwell_core::Money::new(minor, c)).collect()
    }
}

impl Behaviour for Walk {
    fn wait(&self, _: Position, _: Duration) -> Later<'_, ()> {
        Box::pin(async {
            // A story that cannot read its log fails soon enough, with the page that lacks it.
            let _ = self.catch_up().await;
        })
    }

    fn changed(&self, _: Id<Organisation>, seen: u64) -> Later<'_, u64> {
        Box::pin(async move {
            loop {
                let revision = self.catch_up().await.unwrap_or_default();
                if revision != seen {
                    return revision;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        })
    }

    fn entries(&self, organisation: Id<Organisation>, ask: &Entries) -> Result<EntryPage> {
        Ok(self.told(organisation).entries(&self.meanings, ask))
    }

    fn weeks(&self, organisation: Id<Organisation>, ask: &Weeks) -> Result<Vec<Week>> {
        self.told(organisation).weeks(ask)
    }

    fn counts(&self, organisation: Id<Organisation>, window: &Window) -> Result<Counts> {
        Ok(self.told(organisation).counts(window))
    }

    fn names(&self, organisation: Id<Organisation>) -> Result<Vec<NameCount>> {
        Ok(self.told(organisation).names())
    }

    fn grid(&self, organisation: Id<Organisation>, window: &Window) -> Result<Grid> {
        self.told(organisation).grid(&self.meanings, window)
    }

    fn owed(&self, organisation: Id<Organisation>, window: &Window) -> Result<Owed> {
        Ok(self.told(organisation).owed(&self.meanings, window))
    }

    fn behind(&self, organisation: Id<Organisation>, ask: &Behind) -> Result<EntryPage> {
        self.told(organisation).behind(&self.meanings, ask)
    }

    fn activity(
        &self,
        organisation: Id<Organisation>,
        people: &[Id<Person>],
    ) -> Result<Vec<Activity>> {
        let told = self.told(organisation);
        Ok(people.iter().map(|p| told.activity(*p)).collect())
    }

    fn facts<'a>(
        &'a self,
        organisation: Id<Organisation>,
        identities: &'a [Id<Identity>],
        actions: &'a HashSet<Id<Action>>,
    ) -> Later<'a, Result<FactsOf>> {
        let told = self.told(organisation);
        let theirs = told.lines.iter().map(|line| &line.action);
        let theirs = theirs.filter(|a| identities.contains(&a.subject.cast()));
        let asked = theirs.filter(|a| !a.facts.is_empty() && actions.contains(&a.id));
        let facts = asked.map(|a| (a.id, a.facts.clone()));
        let facts = facts.collect();
        Box::pin(std::future::ready(Ok(facts)))
    }

    fn ranking(&self, organisation: Id<Organisation>, by: Ranking) -> Result<Arc<Vec<Id<Person>>>> {
        Ok(Arc::new(self.told(organisation).ranking(by)))
    }
}
