//! What a programme declares: plain data and function pointers.

use std::collections::HashMap;

use deedwell_core::{Action, Id, Identity, Kind, Meaning, Organisation, Result};
use deedwell_store::{Db, Migration, Tx};

use crate::i18n::Language;
use crate::routes::Routes;

pub use deedwell_core::behaviour::Later;

/// Titles by the `about` of the thing.
pub type Titles = Result<HashMap<String, Title>>;

/// How a programme forgets somebody.
pub type Forget = for<'a> fn(&'a mut Tx, &'a [Id<Identity>], &'a Language) -> Later<'a, Result<()>>;

/// What a programme holds of somebody.
pub type Holds = for<'a> fn(&'a mut Tx, &'a [Id<Identity>]) -> Later<'a, Result<serde_json::Value>>;

/// How a programme hears of what servers of the organisation report.
pub type Hears = for<'a> fn(&'a mut Tx, Vec<&'a mut Action>) -> Later<'a, Result<()>>;

/// A standing invitation to act. Adding one is its folder, one line in the manifest of `deedwell`
/// and one in its `programmes.rs`.
pub struct Programme {
    /// The area of its kinds, its folder and the beginning of its addresses: `ideas`.
    pub name: &'static str,
    /// A Lucide icon of the sprite.
    pub icon: &'static str,
    /// Where staff work on it: `/console/ideas`.
    pub console: &'static str,
    /// Where customers take part: `/ideas`.
    pub site: &'static str,
    pub migrations: &'static [Migration],
    pub routes: fn() -> Routes,
    pub meaning: Meaning,
    /// Deeds of staff that the customers whom they concern are shown. All others stay among ourselves:
    /// notes, grades, what something cost.
    pub told: &'static [Kind],
    /// Language and Fluent source. Every language of the ground must be there.
    pub messages: &'static [(&'static str, &'static str)],
    /// What its things are called, by their `about`: for timelines and feeds.
    pub titles: for<'a> fn(&'a mut Tx, &'a [String]) -> Later<'a, Titles>,
    /// What waits for staff: a number for the navigation, and the most pressing for Home, in the
    /// reader's language.
    pub waiting: for<'a> fn(&'a mut Tx, usize, &'static Language) -> Later<'a, Result<Waiting>>,
    /// Brings up to date what it derives from its tables, in transactions of its own: a job of each
    /// organisation, every minute. Gives how much had to change.
    pub upkeep: for<'a> fn(&'a Db, Id<Organisation>) -> Later<'a, Result<u64>>,
    /// Forgets what these identities wrote and gave, in the transaction in which they are forgotten. The
    /// words say, in the organisation's language, that somebody's are gone: what others took part in
    /// stays without them.
    pub forget: Forget,
    /// What these identities wrote and gave, as a JSON object of lists: for them, when they ask what we
    /// hold.
    pub holds: Holds,
    /// Hears what servers report with their keys, of customers and not by machines, before it is written
    /// and in the same transaction: for who keeps tables of what happens elsewhere, such as orders. It may
    /// give an action the message id by which a second report of the same thing is known, and the value
    /// that the report adds.
    pub hears: Option<Hears>,
}

/// What a thing is called, in the words of whoever made it, and where it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Title {
    pub words: String,
    /// For customers.
    pub site: String,
    /// For staff.
    pub console: String,
}

/// What waits for an answer of ours.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Waiting {
    pub count: u64,
    /// The most pressing, soonest promise first.
    pub first: Vec<WaitingItem>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct WaitingItem {
    /// The person who waits.
    pub person: Option<deedwell_core::Id<deedwell_core::Person>>,
    pub name: String,
    pub words: String,
    /// A sentence about it: `Idea with 187 votes.`
    pub about: String,
    /// By when we promised.
    pub due_at: Option<jiff::Timestamp>,
    pub href: String,
    /// What staff would do, as a verb: `Answer`.
    pub verb: String,
}
