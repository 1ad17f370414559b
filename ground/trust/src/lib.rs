//! Trust: one proven person one voice, marks of real customers, levels that can be lost, clusters counted
//! apart, forms that keep machines out.
//!
//! The rules, without database or clock: [`voice`] (who may speak, and that each is one), [`mark`] (who
//! bought), [`level`] (how far somebody is trusted, and why), [`limits`] (how often they may then do what),
//! [`sign`] (what two people may have in common, kept as prints), [`cluster`] (who looks like one),
//! [`quarantine`] (what becomes of them), [`form`] (public forms without a third party). Then [`store`], one
//! function a statement, and [`acts`], the verbs.
//!
//! Nothing is deleted because it is suspected: what somebody in quarantine gives is counted apart, they are told
//! why and may appeal once, and staff decide. A real customer is one with an order that stands, told by a shop,
//! a server or a file; nothing that somebody claims makes one.
//!
//! What people see and press is absent: it will be a crate of its own, in `pages`.
pub mod acts;
pub mod cluster;
pub mod deed;
pub mod form;
pub mod level;
pub mod limits;
pub mod mark;
pub mod quarantine;
pub mod sign;
pub mod store;
#[cfg(test)]
mod tests;
pub mod voice;

use deedwell_store::Migration;

pub use level::Level;
pub use quarantine::Quarantine;
pub use voice::{Tally, Voice};

pub const MIGRATIONS: &[Migration] = &[Migration {
    owner: "trust",
    name: "0001_trust",
    sql: include_str!("../migrations/0001_trust.sql"),
}];
