//! Referrals: customers bring friends; a real order that is kept pays both.
//!
//! The rules, without database or clock: [`code`] (what is said aloud, and when a slip is noticed),
//! [`terms`] (what both are promised), [`stage`] (how far it has come), [`referral`] (who may do what with
//! one), [`judge`] (what speaks against it, with what shows that), [`said`] (what was said beside what was
//! done), [`tree`] (who brought whom), [`value`] (what that brought). What happened is told in [`deed`];
//! what that means, in [`MEANING`].
//!
//! Then [`store`], one function per statement, and [`acts`]: the verbs, each of which loads, decides,
//! writes and records. [`acts::keep`] is what time, orders and people change: it has to be called each
//! minute.
//!
//! Nobody is paid by a claim: only an order that a shop, a server or a file told of qualifies, and it is
//! judged when it can no longer come back, on all that is known of both by then.
#[cfg(test)]
extern crate self as deedwell_referrals;

pub mod acts;
pub mod code;
pub mod deed;
pub mod judge;
mod measures;
pub mod referral;
pub mod said;
pub mod stage;
pub mod store;
pub mod terms;
#[cfg(test)]
mod tests;
pub mod tree;
pub mod value;

pub use measures::MEANING;
pub use referral::{Link, Referral, Visit};

use deedwell_store::Migration;

pub const MIGRATIONS: &[Migration] = &[Migration {
    owner: "referrals",
    name: "0001_referrals",
    sql: include_str!("../migrations/0001_referrals.sql"),
}];
