//! What is recorded is told to programs elsewhere: decided once, signed, sent until it arrives.
//!
//! The rules, without database or clock: [`endpoint`] (who is told of what), [`secret`] (how a delivery
//! proves where it is from), [`payload`] (what it says), [`schedule`] (when it is tried again). Then
//! [`due`], what an endpoint is to be told, decided once for every action of the log; [`send`], how it
//! gets there; `store`, one function a statement; [`acts`], what staff do; `console` and `api`.
//!
//! Two places that only move on keep a delivery from being lost or doubled: that of the endpoint in the
//! log, which moves in the transaction that adds its deliveries, and the state of the delivery, which
//! moves with a lease. In between it may be sent twice, under one id (decision 0012).
pub mod acts;
mod api;
mod console;
pub mod deed;
pub mod due;
pub mod endpoint;
pub mod payload;
pub mod schedule;
pub mod secret;
pub mod send;
pub mod store;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use deedwell_outbound::Outbound;
use deedwell_store::Migration;
use deedwell_web::Routes;
use tokio::sync::Notify;

pub const MIGRATIONS: &[Migration] = &[Migration {
    owner: "webhooks",
    name: "0001_webhooks",
    sql: include_str!("../migrations/0001_webhooks.sql"),
}];

/// What these pages say, by language.
pub const MESSAGES: &[(&str, &str)] =
    &[("en", include_str!("../locales/en.ftl")), ("de", include_str!("../locales/de.ftl"))];

/// What pages and sender share. Cheap to clone.
#[derive(Clone)]
pub struct Hooks {
    pub client: Outbound,
    /// Something is due: the sender looks at once.
    pub nudge: Arc<Notify>,
}

impl Hooks {
    pub fn new(client: Outbound) -> Self {
        Self { client, nudge: Arc::default() }
    }
}

pub fn routes(hooks: &Hooks) -> Routes {
    console::routes(hooks).and(api::routes(hooks))
}
