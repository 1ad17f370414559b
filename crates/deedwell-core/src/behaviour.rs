//! What pages ask of the ledger: entries, weeks, and the grid of measures a)–h).
//!
//! A trait, so that a programme and its stories never link the columnar crates: `deedwell-ledger`
//! answers in the binary, a plain walk over the log in `deedwell-testing`.

use std::collections::{HashMap, HashSet};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use crate::action::{Action, Initiator, Position};
use crate::error::Result;
use crate::id::{Id, Organisation, Person, Staff, Unit};
use crate::meaning::{Basis, Owes};
use crate::money::{Currency, Money};
use crate::who::{Identity, Part};

pub type Later<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Questions about what happened. Every answer is for one organisation and says no more than what
/// the tail has read; [`Behaviour::wait`] first where a reader must see their own act.
pub trait Behaviour: Send + Sync {
    /// Returns when the tail has passed the position, or after `at_most`.
    fn wait(&self, position: Position, at_most: Duration) -> Later<'_, ()>;

    /// Returns the organisation's revision once it differs from `seen`: something new was read.
    fn changed(&self, organisation: Id<Organisation>, seen: u64) -> Later<'_, u64>;

    /// Newest first by moment, then by sequence.
    fn entries(&self, organisation: Id<Organisation>, ask: &Entries) -> Result<EntryPage>;

    /// People and actions per week of seven days, oldest first, the last week ending at `to`.
    fn weeks(&self, organisation: Id<Organisation>, ask: &Weeks) -> Result<Vec<Week>>;

    /// How many people did how much of each kind, most people first.
    fn counts(&self, organisation: Id<Organisation>, window: &Window) -> Result<Counts>;

    /// Every name under which something was ever sent, with how much: what a plan speaks of. By name.
    fn names(&self, organisation: Id<Organisation>) -> Result<Vec<NameCount>>;

    /// Measures a)–h) of every programme that declares a meaning.
    fn grid(&self, organisation: Id<Organisation>, window: &Window) -> Result<Grid>;

    /// What customers asked of us in the window, by programme, and what had become of it by its end.
    fn owed(&self, organisation: Id<Organisation>, window: &Window) -> Result<Owed>;

    /// The people and contributions behind one cell of the grid, newest first.
    fn behind(&self, organisation: Id<Organisation>, ask: &Behind) -> Result<EntryPage>;

    /// What each of these people did in sum, in the order asked; zeros for the unknown.
    fn activity(
        &self,
        organisation: Id<Organisation>,
        people: &[Id<Person>],
    ) -> Result<Vec<Activity>>;

    /// The facts of these actions, which these identities did; those without facts are not in the answer.
    /// Read from the disk, for one person at a time, and with no transaction open: it begins its own.
    fn facts<'a>(
        &'a self,
        organisation: Id<Organisation>,
        identities: &'a [Id<Identity>],
        actions: &'a HashSet<Id<Action>>,
    ) -> Later<'a, Result<FactsOf>>;

    /// Everybody who ever did something, in this order. Kept until something new is read.
    fn ranking(&self, organisation: Id<Organisation>, by: Ranking) -> Result<Arc<Vec<Id<Person>>>>;
}

/// Facts, JSON objects, by action.
pub type FactsOf = HashMap<Id<Action>, String>;

/// What one person did in sum.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Activity {
    pub person: Id<Person>,
    pub first_at: Option<Timestamp>,
    pub last_at: Option<Timestamp>,
    pub actions: u64,
    /// `orders.placed`.
    pub purchases: u64,
    pub last_purchase_at: Option<Timestamp>,
    /// Orders less refunds, with what changed or cancelled orders came to; one amount per currency.
    pub spent: Vec<Money>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Ranking {
    /// Who did something last, first.
    LastSeen,
    /// Who did most.
    Actions,
    /// Who spent most, in the currency of most of the organisation's orders.
    Spent,
    /// Who came first.
    FirstSeen,
}

/// What a purchase and its undoing are called in the ledger.
pub const PLACED: &str = "orders.placed";
pub const REFUNDED: &str = "orders.refunded";
pub const RETURNED: &str = "orders.returned";
/// An order that came to nothing, and one whose worth changed: each with the difference that it makes.
pub const CANCELLED: &str = "orders.cancelled";
pub const UPDATED: &str = "orders.updated";

/// From (inclusive) to (exclusive), of one unit or of all.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Window {
    pub from: Timestamp,
    pub to: Timestamp,
    pub unit: Option<Id<Unit>>,
}

/// A line of the ledger as a reader sees it: person and kind applied.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Entry {
    pub sequence: i64,
    pub id: Id<Action>,
    pub at: Timestamp,
    pub kind: Arc<str>,
    pub part: Part,
    pub initiator: Initiator,
    pub channel: Arc<str>,
    /// The person, for customers and visitors.
    pub person: Option<Id<Person>>,
    /// The staff member, for ours.
    pub staff: Option<Id<Staff>>,
    pub unit: Option<Id<Unit>>,
    pub about: Option<Arc<str>>,
    /// The person whose contribution it answers.
    pub counterpart: Option<Id<Person>>,
    pub value: Option<Money>,
}

/// Which entries. Empty lists mean all.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Entries {
    pub person: Option<Id<Person>>,
    /// With a person: also what staff did in answer to them.
    pub answers_too: bool,
    /// Of these kinds only, of what staff did in answer; empty for all.
    pub answer_kinds: Vec<String>,
    pub kinds: Vec<String>,
    pub parts: Vec<Part>,
    pub channels: Vec<String>,
    pub unit: Option<Id<Unit>>,
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
    /// Only what [`Behaviour::counts`] counts as done by people: no test accounts, machines, claims, and
    /// nothing that we said of them.
    pub counted: bool,
    /// Entries older than this one only.
    pub before: Option<Cursor>,
    pub limit: usize,
}

/// A place in a list that runs by moment, then by sequence.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Cursor {
    /// Microseconds.
    pub at: i64,
    pub sequence: i64,
}

impl Cursor {
    pub fn text(self) -> String {
        format!("{}.{}", self.at, self.sequence)
    }

    pub fn parse(text: &str) -> Option<Self> {
        let (at, sequence) = text.split_once('.')?;
        Some(Self { at: at.parse().ok()?, sequence: sequence.parse().ok()? })
    }
}

#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct EntryPage {
    pub entries: Vec<Entry>,
    pub next: Option<Cursor>,
    /// Distinct persons in all that was asked for, this page and the rest.
    pub people: u64,
    /// Entries in all that was asked for.
    pub total: u64,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Weeks {
    /// The end of the last week, exclusive.
    pub to: Timestamp,
    pub weeks: usize,
    pub unit: Option<Id<Unit>>,
}

#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Week {
    pub from: Timestamp,
    /// Distinct customers and visitors who did something, unasked or asked; machines, claims and what we
    /// said of somebody left out.
    pub people: u64,
    pub actions: u64,
    /// The same week 52 weeks before; `None` where the ledger does not reach back so far.
    pub people_a_year_before: Option<u64>,
}

#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Counts {
    /// Customers and visitors.
    pub people: u64,
    /// Those of them who did something as customers: known by something proven when they did it.
    pub customers: u64,
    pub actions: u64,
    pub kinds: Vec<KindCount>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct KindCount {
    pub kind: Arc<str>,
    pub part: Part,
    pub people: u64,
    pub actions: u64,
    /// Sums of the value, one per currency.
    pub values: Vec<Money>,
}

/// A name as the ledger keeps it, and what was done under it: of all time, machines and test accounts
/// too, for it is about what is sent and not about what counts.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct NameCount {
    pub name: Arc<str>,
    /// What it means for those who are known.
    pub kind: Arc<str>,
    /// Customers and visitors who did it.
    pub people: u64,
    pub actions: u64,
    /// Of these, what visitors did.
    pub of_visitors: u64,
    pub first_at: Timestamp,
    pub last_at: Timestamp,
    /// Sums of the value of what was not done by visitors, one per currency.
    pub values: Vec<Money>,
}

/// A number with its interval and its sample. Confidence is 95 % everywhere.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Estimate {
    pub value: f64,
    pub low: f64,
    pub high: f64,
    /// The sample.
    pub n: u64,
}

/// The measures a)–h) of every programme over one window.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Grid {
    pub window: Window,
    /// Customers known by the end of the window: the denominator of a).
    pub eligible: u64,
    /// The moment up to which the ledger was read.
    pub up_to: Timestamp,
    pub rows: Vec<GridRow>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct GridRow {
    pub programme: &'static str,
    pub participants: Participants,
    pub contributions: Contributions,
    /// c) mean grade on 0–1 with its interval; `None` where nothing was graded.
    pub quality: Option<Estimate>,
    pub trend: Trend,
    pub peers: Peers,
    pub company: CompanyHalf,
    pub outcome: Outcome,
    pub money: Vec<MoneyLine>,
}

/// a) Distinct persons with at least one valid contribution in the window.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Participants {
    pub people: u64,
    pub to_date: u64,
    /// Share of eligible customers.
    pub share: Option<Estimate>,
    /// Participants in nine equal stretches that end with the window, oldest first.
    pub spark: Vec<u64>,
}

/// b) Valid contributions.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Contributions {
    pub count: u64,
    pub to_date: u64,
    /// In the last whole calendar month (UTC) before the end of the window.
    pub last_month: u64,
    pub per_head: Option<f64>,
}

/// d) This window against the equally long one before it, for a) and for b).
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Trend {
    pub people_before: u64,
    pub contributions_before: u64,
    /// Rate ratio with its exact interval; the upper end may be infinite.
    pub people: Option<Estimate>,
    pub contributions: Option<Estimate>,
}

/// e) Distinct persons who answered another person's contribution in the window.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Peers {
    pub people: u64,
    pub responses: u64,
    pub per_participant: Option<f64>,
}

/// f) Of the contributions received in the window.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct CompanyHalf {
    /// Valid contributions received in the window.
    pub of: u64,
    /// With any public act of staff.
    pub answered: u64,
    pub answered_share: Option<Estimate>,
    /// With an official answer.
    pub official: u64,
    pub official_share: Option<Estimate>,
    /// Kaplan–Meier median of the time to the official answer, unanswered ones censored at the end
    /// of the window; `None` while fewer than half are answered.
    pub median_s: Option<f64>,
}

/// g)
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Outcome {
    /// Counts to the end of the window, over all contributions.
    pub evaluated: u64,
    pub decided: u64,
    pub implemented: u64,
    /// At 30, 90 and 365 days of age.
    pub cohorts: Vec<Cohort>,
}

/// Of the contributions that had reached this age by the end of the window, what had become of them
/// at that age.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Cohort {
    pub age_days: u32,
    pub of: u64,
    pub evaluated: u64,
    pub decided: u64,
    pub implemented: u64,
}

/// h) Booked in the window: revenue and savings less costs, by basis.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct MoneyLine {
    pub basis: Basis,
    pub currency: Currency,
    /// Minor units.
    pub minor: i64,
    pub entries: u64,
}

/// What was owed over a window, as it stood at the window's end. Programmes in which nobody waits for an
/// answer are not in it.
#[derive(Clone, Debug)]
pub struct Owed {
    pub window: Window,
    /// The moment up to which the ledger was read.
    pub up_to: Timestamp,
    pub programmes: Vec<OwedBy>,
}

#[derive(Clone, Debug)]
pub struct OwedBy {
    pub programme: &'static str,
    pub owes: Owes,
    /// The valid contributions received in the window, in no order.
    pub matters: Vec<Matter>,
    /// Of all that ever came in and is valid, by unit: what waits too long at the window's end.
    pub late: Vec<Late>,
}

/// One contribution that asks for an answer. Times are seconds since it was received unless it says
/// otherwise, never below 0; `None` where it had not happened by the window's end.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Matter {
    pub unit: Option<Id<Unit>>,
    /// The same number for what one person brought, in this answer only.
    pub whose: u32,
    /// How long it could be watched: until the window's end.
    pub age_s: f64,
    /// The first official answer by a member of staff.
    pub answered_s: Option<f64>,
    /// A machine gave an official answer. It stops no clock.
    pub by_machine: bool,
    /// A yes or a no was said.
    pub decided_s: Option<f64>,
    /// The first yes.
    pub yes_s: Option<f64>,
    /// It was done.
    pub done_s: Option<f64>,
    /// A customer could read why at the decision, or since.
    pub explained: bool,
    /// Somebody else took part in it.
    pub others: bool,
    /// Everybody who took part was told, at the decision or since.
    pub told: bool,
}

/// Contributions of one unit that wait too long.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Late {
    pub unit: Option<Id<Unit>>,
    /// Without an official answer for longer than fits.
    pub unanswered: u64,
    /// A promise was broken, and nothing of ours has come since.
    pub broken: u64,
}

/// A cell of the grid.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub enum Cell {
    Participants,
    Contributions,
    Quality,
    Trend,
    Peers,
    Company,
    Outcome,
    Money,
}

impl Cell {
    pub const ALL: [Self; 8] = [
        Self::Participants,
        Self::Contributions,
        Self::Quality,
        Self::Trend,
        Self::Peers,
        Self::Company,
        Self::Outcome,
        Self::Money,
    ];

    /// `a` … `h`.
    pub const fn letter(self) -> &'static str {
        ["a", "b", "c", "d", "e", "f", "g", "h"][self as usize]
    }

    pub fn parse(letter: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.letter() == letter)
    }
}

#[derive(Clone, PartialEq, Debug)]
pub struct Behind {
    pub window: Window,
    pub programme: String,
    pub cell: Cell,
    pub before: Option<Cursor>,
    pub limit: usize,
}
