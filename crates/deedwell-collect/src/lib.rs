//! Acts that other programs report: taken, understood, recorded, none lost and none twice.
//!
//! The rules, without database or clock: [`wire`] (bodies, keys, limits), `legible` (what is JSON in good
//! faith only), [`message`] (one message as its sender meant it), `posthog` (the same in other words), [`facts`] (what of it stands in the ledger, and
//! what a public key may say), `machine` (what says that nobody sits before it), [`address`] (as much of
//! a sender's as is kept). Then [`source`], where acts come from and with which keys; `naming`, who they
//! are from; `told`, what was said of them; `groups`, to which accounts they belong; [`plan`], what the
//! organisation says that names mean; [`record`], one group commit; [`held`], what waits until its name is
//! planned; [`wrongs`], what was wrong; [`seen`], who sent which name; [`tidy`], what has had its time;
//! [`erase`], how somebody is forgotten; [`desk`], where requests wait for a commit; [`api`], the
//! addresses; `console`, what staff see of it all.
//!
//! Not here: applying what names mean (`deedwell_core::plan`, on reading), and that a message which is
//! sent twice counts once (the tail drops it, by its message id, for ever).
pub mod address;
pub mod api;
mod console;
pub mod deed;
pub mod desk;
pub mod erase;
pub mod facts;
mod groups;
pub mod held;
mod legible;
mod machine;
pub mod message;
mod naming;
pub mod plan;
mod posthog;
pub mod record;
pub mod seen;
pub mod source;
#[cfg(test)]
mod tests;
pub mod tidy;
mod told;
pub mod wire;
pub mod wrongs;

use std::sync::Arc;

use deedwell_store::Migration;
use deedwell_web::Routes;

pub const MIGRATIONS: &[Migration] = &[
    Migration {
        owner: "collect",
        name: "0001_collect",
        sql: include_str!("../migrations/0001_collect.sql"),
    },
    Migration {
        owner: "collect",
        name: "0002_plan",
        sql: include_str!("../migrations/0002_plan.sql"),
    },
    Migration {
        owner: "collect",
        name: "0003_consent",
        sql: include_str!("../migrations/0003_consent.sql"),
    },
];

/// What these pages say, by language, and what the kinds of the specifications are called.
pub const MESSAGES: &[(&str, &str)] =
    &[("en", include_str!("../locales/en.ftl")), ("de", include_str!("../locales/de.ftl"))];

/// With a desk of their own: one call for one server.
pub fn routes() -> Routes {
    api::routes(Arc::default()).and(console::routes())
}
