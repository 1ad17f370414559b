//! Companies and households: their pages, and what programs say of them.
//!
//! What an account is, and what may happen to it, stands in `deedwell_people::account`. Here, read
//! [`figures`] first: what its members did comes to what; then `timeline`, everything that they did in one
//! order; `console`, what staff see and do; `api`, the same for programs.
mod api;
mod console;
pub mod figures;
mod store;
#[cfg(test)]
mod tests;
mod timeline;

use deedwell_web::Routes;

/// What these pages say, by language.
pub const MESSAGES: &[(&str, &str)] =
    &[("en", include_str!("../locales/en.ftl")), ("de", include_str!("../locales/de.ftl"))];

pub fn routes() -> Routes {
    console::routes().and(api::routes())
}
