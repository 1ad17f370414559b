//! Pictures and PDFs that people add to what they write.
//!
//! What is sent is hostile until it was made anew: [`kind`] finds out what it is by its content, [`whole`]
//! whether it came to its end, [`picture`] unpacks it within [`limits`] and packs it again without anything
//! but its points, [`name`] makes what it is called harmless. [`store`] has one function a statement, [`acts`]
//! the verbs, [`mod@answer`] what a reader is sent.
//!
//! What people see and press, and the addresses at which files are fetched, are absent.
pub mod acts;
pub mod answer;
pub mod kind;
pub mod limits;
pub mod name;
pub mod picture;
pub mod store;
#[cfg(test)]
mod tests;
pub mod whole;

use deedwell_store::Migration;

pub use kind::Kind;
pub use picture::{Made, Workshop};
pub use store::File;

pub const MIGRATIONS: &[Migration] = &[Migration {
    owner: "files",
    name: "0001_files",
    sql: include_str!("../migrations/0001_files.sql"),
}];
