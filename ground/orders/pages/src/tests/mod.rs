//! Stories of orders over HTTP, on SQLite and, where `DEEDWELL_TEST_POSTGRES` names a server, on PostgreSQL.
mod calls;
mod console;
mod programs;
mod reported;

use deedwell_testing::{Setting, World};

async fn worlds() -> Vec<World> {
    Setting::of(&crate::PROGRAMME).worlds().await
}
