//! What is said of people, what they allowed and what they hold: the pages on which staff change it
//! ([`console`]) and the API for programs of the organisation's own ([`api`]). The rules and tables are
//! those of `deedwell_people::profile`; what happened is told in [`deed`].
mod acts;
mod api;
mod console;
pub mod deed;
#[cfg(test)]
mod tests;

pub use deed::ProfileDeed;

use deedwell_web::Routes;

/// What these pages say, by language.
pub const MESSAGES: &[(&str, &str)] =
    &[("en", include_str!("../locales/en.ftl")), ("de", include_str!("../locales/de.ftl"))];

pub fn routes() -> Routes {
    console::routes().and(api::routes())
}
