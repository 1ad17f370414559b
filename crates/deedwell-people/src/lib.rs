//! Persons and the identities by which they are known.
//!
//! Read [`sign`] first: what an identity is, how its value is written, how it is proven. Then
//! [`meet`], how a sign finds or makes its person, one at a time or a hundred thousand; [`person`],
//! what is kept of somebody; [`list`], the people page; [`view`], lists that staff keep; and
//! [`cadence`], somebody's own rhythm of buying.
//!
//! Absent on purpose: merging and un-merging of people. Nothing here joins two known people.
pub mod cadence;
pub mod deed;
pub mod list;
pub mod meet;
pub mod person;
pub mod sign;
pub mod view;

mod flush;
#[cfg(test)]
mod tests;

use deedwell_store::Migration;

pub use cadence::{Cadence, cadence};
pub use deed::PeopleDeed;
pub use list::{Page, PeopleAsk, PeopleOrder, PersonRow, list, matching_ids, some};
pub use meet::{Arrival, Known, ensure, ensure_many, find_signs, logins_of, meet_many};
pub use person::{Profile, names, person};
pub use sign::{IdentityKind, Proof, Sign};
pub use view::View;

/// The tables of people, their identities and tags, and the views that staff keep.
pub const MIGRATIONS: &[Migration] = &[Migration {
    owner: "people",
    name: "0001_people",
    sql: include_str!("../migrations/0001_people.sql"),
}];
