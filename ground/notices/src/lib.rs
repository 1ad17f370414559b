//! Notices: customers hear what came of what they did.
//!
//! A part says of which of its deeds customers are told, and who took part in a thing
//! ([`deedwell_web::notice`]). [`acts::find`] asks the ledger what of that happened, [`acts::tell`] writes
//! down who is to hear of it, [`acts::send`] reserves letters, each by how often somebody wants to hear
//! ([`how`]). On the site they always find it: [`site`]. [`store`] is one function a statement.
//!
//! The ledger is asked from an hour before the last time, and what it says is known by the id of the
//! action: so a kill skips nobody, and nobody is told twice. What was done more than a day ago when we first
//! hear of it (a file of the past) is told to nobody.
pub mod acts;
pub mod how;
mod panels;
mod site;
pub mod store;
#[cfg(test)]
mod tests;

pub use how::How;

use deedwell_store::Migration;
use deedwell_web::{Routes, Under};

pub const MIGRATIONS: &[Migration] = &[Migration {
    owner: "notices",
    name: "0001_notices",
    sql: include_str!("../migrations/0001_notices.sql"),
}];

/// What these pages say, by language.
pub const MESSAGES: &[(&str, &str)] =
    &[("en", include_str!("../locales/en.ftl")), ("de", include_str!("../locales/de.ftl"))];

pub fn routes() -> Routes {
    site::routes()
        .of_person(panels::of_person)
        .of_me_under(Under::Requests, panels::of_me)
        .holds(|tx, whom| Box::pin(store::holds(tx, whom)))
}
