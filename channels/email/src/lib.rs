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
pub mod check;
pub mod deed;
pub mod mailer;
pub mod returned;
pub mod setting;
pub mod smtp;
pub mod store;
pub mod take_in;
pub mod template;
pub mod write;

pub use mailer::{Mail, Mailer};

use deedwell_store::Migration;

pub const MIGRATIONS: &[Migration] = &[Migration {
    owner: "email",
    name: "0001_email",
    sql: include_str!("../migrations/0001_email.sql"),
}];
