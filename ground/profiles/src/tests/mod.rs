//! Stories of profiles, on SQLite and, where `DEEDWELL_TEST_POSTGRES` names a server, on PostgreSQL.
mod pages;
mod programs;

use deedwell_testing::{Reply, Setting, World};
use serde_json::Value;

async fn worlds() -> Vec<World> {
    Setting::default().and(crate::routes, crate::MESSAGES).worlds().await
}

fn code(reply: &Reply) -> (u16, String) {
    (reply.status(), reply.json()["code"].as_str().unwrap_or_default().to_owned())
}

/// A part of what was given: `traits.size.value`.
fn at<'a>(given: &'a Value, path: &str) -> &'a Value {
    path.split('/').fold(given, |value, part| &value[part])
}
