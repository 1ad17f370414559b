//! State and the log: the only crate that speaks SQL to a database.
//!
//! Read [`tx`] first: a `Tx` belongs to one organisation and is the only way to state and to the log.
//! Then [`log`], how deeds become blocks and how readers follow them; [`value`], what goes in and
//! comes out of a statement; [`list`], filtered lists; [`Bulk`], many rows at once; [`jobs`], work
//! that must happen once, and who does it; [`once`], requests that are sent twice; [`plan`], what names
//! mean to an organisation; [`migrate`], how the schema comes to be, with the second wall between organisations;
//! [`catalogue`], tables made for other programs to read.
pub mod audit;
mod bulk;
pub mod catalogue;
mod db;
pub mod jobs;
pub mod list;
pub mod log;
pub mod migrate;
pub mod once;
pub mod plan;
pub mod quota;
mod reading;
mod shelf;
mod stock;
#[cfg(test)]
mod tests;
mod tx;
mod value;
mod wall;

pub use audit::audit;
pub use bulk::Bulk;
pub use catalogue::Catalogue;
pub use db::{Db, Options};
pub use list::List;
pub use log::{Block, Readers};
pub use migrate::Migration;
pub use tx::{SystemTx, Tx};
pub use value::{Query, Row, Value};

/// The tables that every part of Deedwell stands on.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        owner: "store",
        name: "0001_ground",
        sql: include_str!("../migrations/0001_ground.sql"),
    },
    Migration {
        owner: "store",
        name: "0002_recurring_jobs",
        sql: include_str!("../migrations/0002_recurring_jobs.sql"),
    },
    Migration {
        owner: "store",
        name: "0003_log_count",
        sql: include_str!("../migrations/0003_log_count.sql"),
    },
    Migration {
        owner: "store",
        name: "0004_once",
        sql: include_str!("../migrations/0004_once.sql"),
    },
    Migration {
        owner: "store",
        name: "0005_plan",
        sql: include_str!("../migrations/0005_plan.sql"),
    },
];
