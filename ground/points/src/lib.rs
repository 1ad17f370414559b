//! Points and money held as shop credit: earned, kept in dated lots, spent, expired, taken back.
//!
//! The rules, without database or clock: [`scheme`] (what a currency of ours is, and when it ends),
//! [`rule`] (what earns what), [`account`] (where amounts stand, and that the postings of an entry are 0
//! together), [`reward`]. Then `store`, one function a statement; [`acts`], the verbs, each in the
//! transaction of whoever calls it and once for its key; [`mod@statement`], [`liability`] and
//! [`beancount`], what follows from the postings; [`follow`], how rules read the ledger on; [`check`],
//! whether all of it adds up.
//!
//! Money is never made nor lost here: a posting that is not balanced is not written, an account that would
//! fall below nothing refuses, and what was taken back after it was spent stands in an account of its own.
pub mod account;
pub mod acts;
pub mod beancount;
pub mod check;
pub mod deed;
pub mod follow;
pub mod liability;
pub mod reward;
pub mod rule;
pub mod scheme;
pub mod statement;
pub mod store;
#[cfg(test)]
mod tests;

use deedwell_store::Migration;

pub use account::{Account, Balance, Entry};
pub use acts::{Because, Earn, Earned, Spend};
pub use scheme::Scheme;

pub const MIGRATIONS: &[Migration] = &[Migration {
    owner: "points",
    name: "0001_points",
    sql: include_str!("../migrations/0001_points.sql"),
}];
