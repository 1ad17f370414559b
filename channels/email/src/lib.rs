//! Letters by e-mail: written from templates, signed, handed over, and what comes back of them.
//!
//! [`write`], from what staff wrote to a letter ready to be sent; [`smtp`], handing it over; [`returned`],
//! what comes back. None of them knows a database or a clock. Then [`setting`] and [`template`], what an
//! organisation chose; `store`, one function a statement; [`acts`], what staff and programs do; [`mailer`],
//! which sends what the ground of sending says is due; [`take_in`](take_in::take_in), bounces and
//! complaints; [`check`], whether letters would be believed; `console` and `api`.
//!
//! Whom may be written to, when, and whether it was sent before is decided in `deedwell-sending`: this
//! channel only carries.
pub mod acts;
mod api;
pub mod check;
mod console;
pub mod deed;
pub mod mailer;
pub mod returned;
pub mod setting;
pub mod smtp;
pub mod store;
pub mod take_in;
pub mod template;
#[cfg(test)]
mod tests;
pub mod write;

pub use mailer::{Mail, Mailer};

use deedwell_store::Migration;
use deedwell_web::Routes;

pub const MIGRATIONS: &[Migration] = &[Migration {
    owner: "email",
    name: "0001_email",
    sql: include_str!("../migrations/0001_email.sql"),
}];

/// What these pages say, by language.
pub const MESSAGES: &[(&str, &str)] =
    &[("en", include_str!("../locales/en.ftl")), ("de", include_str!("../locales/de.ftl"))];

pub fn routes(mail: &Mail) -> Routes {
    console::routes(mail).and(api::routes()).holds(|tx, whom| Box::pin(store::returns_of(tx, whom)))
}
