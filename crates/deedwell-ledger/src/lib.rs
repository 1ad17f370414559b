//! The tail and its hot columns, sealing, the catalogue, the behaviour kernels.
//!
//! Read [`lake`] for what stands in files. For what is answered: [`Ledger`] (the handle), `tail` (how
//! the log of all organisations is followed), `reading` (one organisation: numbers, duplicates),
//! `hot` and `columns` (how actions stand in memory), `snapshot` (what a reader holds), and `kernels`
//! (the answers). `names` says what a name means, `seen` tells duplicates, `people` says whose an identity is, `roles` what a kind
//! means, `facts` reads what does not stand in memory, `checkpoint` shortens a start.
//!
//! **Numbers**: an organisation's first action is 1, and each action after it the next, in the order
//! of the log. A duplicate takes a number and is dropped, which leaves a gap.
//!
//! **Absent on purpose**: rules of programmes (they declare a [`deedwell_core::Meaning`]), SQL over
//! actions, and writing to the log (see `deedwell_store::Tx`).
mod behaviour;
mod checkpoint;
mod columns;
mod facts;
pub mod fingerprint;
mod hot;
mod kernels;
pub mod lake;
mod ledger;
mod messages;
mod names;
mod people;
mod reading;
mod roles;
mod seen;
mod snapshot;
mod tail;
#[cfg(test)]
mod tests;
mod words;

use deedwell_store::Migration;

pub use ledger::{Ledger, Reach};
pub use messages::Messages;
pub use tail::Trouble;

/// The manifest of the lake.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        owner: "ledger",
        name: "0001_ledger",
        sql: include_str!("../migrations/0001_ledger.sql"),
    },
    Migration {
        owner: "ledger",
        name: "0002_reached",
        sql: include_str!("../migrations/0002_reached.sql"),
    },
];
