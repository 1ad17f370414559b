//! Ideas: customers say what they would like to see, others add their vote, the enterprise answers.
//!
//! The rules, without database or clock: [`stage`] (how far an idea has come), [`idea`] (putting
//! forward, editing, voting), [`comment`], [`answer`] (what staff say, and what follows), [`merge`],
//! [`money`], [`rank`] (orders, each with its explanation), [`board`], [`words`] (limits on texts).
//! What happened is told in [`deed`]; what that means, in [`measures`].
//!
//! Then [`store`], one function per statement, and [`acts`]: the verbs, each of which loads, decides,
//! writes and records. Site, console, API, importer and demo call those, and commit.
pub mod acts;
pub mod answer;
pub mod board;
pub mod comment;
pub mod deed;
pub mod idea;
mod measures;
pub mod merge;
pub mod money;
pub mod rank;
pub mod stage;
pub mod store;
#[cfg(test)]
mod tests;
pub mod words;

pub use measures::MEANING;

use deedwell_store::Migration;

pub const MIGRATIONS: &[Migration] = &[Migration {
    owner: "ideas",
    name: "0001_ideas",
    sql: include_str!("../migrations/0001_ideas.sql"),
}];
