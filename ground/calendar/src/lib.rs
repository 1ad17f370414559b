//! When we work: hours of each weekday, holidays, and clocks that run only then.
//!
//! The rules, without database or clock: [`hours`] (when somebody is here), [`clock`] (business time
//! added to a moment, and between two), [`term`] (a promise such as *two business days*), [`feed`] and
//! [`repeats`] (holidays as calendars publish them). Then [`store`], one function per statement, and
//! [`acts`], what staff change.
//!
//! Open is what the clock on the wall says: a moment is business time when the local time then lies
//! within the hours of the local day. Where the wall clock jumps, hours that do not happen do not count,
//! and those that happen twice count twice.
//!
//! What people see and press is a crate of its own, in `pages`.
pub mod acts;
pub mod clock;
pub mod feed;
pub mod hours;
pub mod repeats;
pub mod store;
pub mod term;
#[cfg(test)]
mod tests;

pub use hours::{Calendar, Span, Week};
pub use term::{Term, TermUnit};

use deedwell_store::Migration;

pub const MIGRATIONS: &[Migration] = &[Migration {
    owner: "calendar",
    name: "0001_calendar",
    sql: include_str!("../migrations/0001_calendar.sql"),
}];
