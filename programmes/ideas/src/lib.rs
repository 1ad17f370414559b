//! Ideas: customers say what they would like to see, others add their vote, the enterprise answers.
//!
//! The rules, without database or clock: [`stage`] (how far an idea has come), [`idea`] (putting
//! forward, editing, voting), [`comment`], [`answer`] (what staff say, and what follows), [`merge`],
//! [`money`], [`rank`] (orders, each with its explanation), [`board`], [`words`] (limits on texts).
//! What happened is told in [`deed`]; what that means, in [`measures`].
//!
//! Then [`store`], one function per statement, and [`acts`]: the verbs, each of which loads, decides,
//! writes and records. Site, console, API, importer and demo call those, and commit.
//!
//! Then [`site`], what customers see and do, and [`feeds`], what their readers fetch; [`console`], what
//! staff see and do; [`api`], the same verbs for programs; [`importer`], ideas from elsewhere with
//! their past. [`PROGRAMME`] declares it all; [`pressing`] is what it tells the rest of the console.
pub mod acts;
pub mod answer;
mod api;
pub mod board;
pub mod comment;
mod console;
pub mod deed;
mod feeds;
pub mod idea;
pub mod importer;
mod measures;
pub mod merge;
pub mod money;
mod pressing;
pub mod rank;
mod site;
pub mod stage;
pub mod store;
#[cfg(test)]
mod tests;
pub mod words;

pub use measures::MEANING;

use deedwell_store::Migration;
use deedwell_web::{Programme, Routes};

pub const PROGRAMME: Programme = Programme {
    name: "ideas",
    icon: "lightbulb",
    console: "/console/ideas",
    site: "/ideas",
    migrations: MIGRATIONS,
    routes,
    meaning: MEANING,
    messages: MESSAGES,
    titles: pressing::titles,
    waiting: pressing::waiting,
    upkeep: |db, organisation| Box::pin(acts::keep_ranks(db, organisation)),
};

/// What these pages say. `site` also names the programme, its kinds, its stages and its refusals.
const MESSAGES: &[(&str, &str)] = &[
    ("en", include_str!("../locales/site.en.ftl")),
    ("de", include_str!("../locales/site.de.ftl")),
    ("en", include_str!("../locales/console.en.ftl")),
    ("de", include_str!("../locales/console.de.ftl")),
];

fn routes() -> Routes {
    site::routes().and(feeds::routes()).and(console::routes()).and(api::routes())
}

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
];
