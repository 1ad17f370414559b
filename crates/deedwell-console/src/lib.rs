//! Staff pages that belong to no slice: sign-in, home, measures, people, settings, staff, keys, audit.
//!
//! Read [`acts`] first: what can be done with the organisation and its staff, for pages and the
//! command line alike. Then [`door`], how somebody gets in; [`staff`], who else may; [`settings`],
//! the organisation, its units and one's own account; [`keys`], what programs get in by; [`audit`],
//! who did what. `home`, `people` and `measures` show what happened and who took part; `find` is the
//! palette, `review` what waits for a judgement; `look` holds what they share.
pub mod acts;
pub mod address;
mod audit;
pub mod deed;
mod door;
mod forms;
mod keys;
mod locales;
mod settings;
mod staff;
#[cfg(test)]
mod tests;
mod wrong;
// ── pages: home, people, measures, find (declare the modules here) ──
mod find;
mod home;
mod look;
mod measures;
mod people;
mod review;
// ── end of pages ──

use deedwell_store::Migration;
use deedwell_web::Routes;

pub use deedwell_password::Cost;
pub use locales::MESSAGES;

/// Every page of the console that belongs to no programme.
pub fn routes() -> Routes {
    routes_at(Cost::OWASP)
}

/// The same, with passwords that cost what one says: stories make hundreds of them.
pub fn routes_at(cost: Cost) -> Routes {
    Routes::new("console")
        .and(door::routes(cost))
        .and(staff::routes())
        .and(settings::routes(cost))
        .and(keys::routes())
        .and(audit::routes())
        // ── pages: add `.and(home::routes())`, `.and(people::routes())`, … below this line ──
        .and(home::routes())
        .and(people::routes())
        .and(measures::routes())
        .and(find::routes())
        .and(review::routes())
}

/// What the console keeps beside staff and sessions.
pub const MIGRATIONS: &[Migration] = &[Migration {
    owner: "console",
    name: "0001_console",
    sql: include_str!("../migrations/0001_console.sql"),
}];
