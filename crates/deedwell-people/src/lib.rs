//! Persons and the identities by which they are known.
//!
//! Read [`sign`] first: what an identity is, how its value is written, how it is proven. Then
//! [`book`], the rules by which what was said makes people, and [`meet`], how a sign finds or makes its
//! person, one at a time or a hundred thousand; [`again`], how whoever says what they said before is found
//! at once; [`fold`], what happens when something is heard late;
//! [`mod@merge`], what staff say; [`why`], how all of it explains itself; [`mod@everything`], what we hold of somebody,
//! and [`erase`], how they are forgotten. [`person`] is what is kept of
//! somebody, [`profile`] what is said of them; [`list`], the people page, found in the [`register`] by what is [`findable`]; [`view`], lists that staff keep; [`cadence`], somebody's own
//! rhythm of buying. [`account`] is what persons belong to: companies, households.
//!
//! Absent on purpose: anything that joins two known people by itself. Staff do that.
pub mod account;
pub mod cadence;
pub mod deed;
pub mod erase;
pub mod everything;
pub mod findable;
pub mod list;
pub mod meet;
pub mod merge;
pub mod person;
pub mod profile;
pub mod pseudonym;
pub mod register;
pub mod rules;
pub mod sign;
pub mod view;
pub mod why;

mod again;
mod book;
mod flush;
mod fold;
mod link;
#[cfg(test)]
mod tests;

use deedwell_store::Migration;

pub use book::Why;
pub use cadence::{Cadence, cadence};
pub use deed::PeopleDeed;
pub use everything::everything;
pub use list::{Page, PeopleAsk, PeopleOrder, PersonRow, count, list, matching_ids, some};
pub use meet::{Arrival, Known, Met, ensure, ensure_many, find_signs, meet_all, meet_many};
pub use merge::{Merge, MergeNoun, head_of};
pub use person::{Profile, names, person};
pub use pseudonym::{pseudonyms, shown_names};
pub use rules::{Rules, rules};
pub use sign::{IdentityKind, Proof, Sign};
pub use view::View;

/// The tables of people, their identities and tags, and the views that staff keep.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        owner: "people",
        name: "0001_people",
        sql: include_str!("../migrations/0001_people.sql"),
    },
    Migration {
        owner: "people",
        name: "0002_links",
        sql: include_str!("../migrations/0002_links.sql"),
    },
    Migration {
        owner: "people",
        name: "0003_profile",
        sql: include_str!("../migrations/0003_profile.sql"),
    },
    Migration {
        owner: "people",
        name: "0004_accounts",
        sql: include_str!("../migrations/0004_accounts.sql"),
    },
    Migration {
        owner: "people",
        name: "0005_erasure",
        sql: include_str!("../migrations/0005_erasure.sql"),
    },
    Migration {
        owner: "people",
        name: "0006_search",
        sql: include_str!("../migrations/0006_search.sql"),
    },
    Migration {
        owner: "people",
        name: "0007_heard",
        sql: include_str!("../migrations/0007_heard.sql"),
    },
    Migration {
        owner: "people",
        name: "0008_pseudonyms",
        sql: include_str!("../migrations/0008_pseudonyms.sql"),
    },
];
