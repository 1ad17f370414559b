//! Complaints: customers say what went wrong, the enterprise answers by a day it named and puts it right.
//!
//! The rules, without database or clock: [`stage`] (how far a complaint has come), [`complaint`] (what its
//! customer and staff may do), [`promise`] (by when, and who may offer how much), [`redress`] (what is
//! offered), [`cause`] (why things go wrong, and whether that is gone), [`problem`] (what went wrong for
//! many), [`template`], [`words`] (limits on texts). What happened is told in [`deed`]; what that means, in
//! [`MEANING`].
//!
//! Then [`store`], one function per statement, and [`acts`]: the verbs, each of which loads, decides,
//! writes and records; [`report`], how we did and what people did afterwards; [`importer`], complaints from
//! elsewhere with their past. Site, console, API, importer and demo call those, and commit.
//!
//! A complaint is between its customer and the enterprise: no other customer reads any of it.
pub mod acts;
pub mod cause;
pub mod complaint;
pub mod deed;
pub mod importer;
mod measures;
pub mod problem;
pub mod promise;
pub mod redress;
pub mod report;
pub mod stage;
pub mod store;
pub mod template;
#[cfg(test)]
mod tests;
pub mod words;

pub use measures::MEANING;

use deedwell_store::Migration;

pub const MIGRATIONS: &[Migration] = &[Migration {
    owner: "complaints",
    name: "0001_complaints",
    sql: include_str!("../migrations/0001_complaints.sql"),
}];
