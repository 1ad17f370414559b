//! Ideas: customers say what they would like to see, others add their vote, the enterprise answers.
//!
//! The rules, without database or clock: [`stage`] (how far an idea has come), [`idea`] (putting
//! forward, editing, voting), [`comment`], [`answer`] (what staff say, and what follows), [`merge`],
//! [`money`], [`rank`] (orders, each with its explanation), [`board`], [`words`] (limits on texts).
//! What happened is told in [`deed`]; what that means, in [`MEANING`].
//!
//! Then [`store`], one function per statement, and [`acts`]: the verbs, each of which loads, decides,
//! writes and records; [`importer`], ideas from elsewhere with their past. Site, console, API, importer
//! and demo call those, and commit.
//!
//! What people see and press is a crate of its own, in `pages`: whoever changes a rule builds no page.
pub mod acts;
pub mod answer;
pub mod board;
pub mod comment;
pub mod deed;
pub mod idea;
pub mod importer;
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

pub const MIGRATIONS: &[Migration] = &[
    Migration {
        owner: "ideas",
        name: "0001_ideas",
        sql: include_str!("../migrations/0001_ideas.sql"),
    },
    Migration {
        owner: "ideas",
        name: "0002_import",
        sql: include_str!("../migrations/0002_import.sql"),
    },
    Migration {
        owner: "ideas",
        name: "0003_rank",
        sql: include_str!("../migrations/0003_rank.sql"),
    },
    Migration {
        owner: "ideas",
        name: "0004_edits",
        sql: include_str!("../migrations/0004_edits.sql"),
    },
    Migration {
        owner: "ideas",
        name: "0005_people_move",
        sql: include_str!("../migrations/0005_people_move.sql"),
    },
    Migration {
        owner: "ideas",
        name: "0006_apart",
        sql: include_str!("../migrations/0006_apart.sql"),
    },
];
