//! Stories of accounts, on SQLite and, where `DEEDWELL_TEST_POSTGRES` names a server, on PostgreSQL.
mod console;
mod programs;

use deedwell_core::{Deed, Kind, Money, Who};
use deedwell_testing::{Setting, Somebody, World};
use serde::Serialize;

/// Accounts by themselves: no programme, no other part of the ground.
async fn worlds() -> Vec<World> {
    Setting::default().and(crate::routes, crate::MESSAGES).worlds().await
}

/// A purchase, as collection would record it.
#[derive(Serialize)]
struct Bought(#[serde(skip)] Money);

impl Deed for Bought {
    fn kind(&self) -> Kind {
        "orders.placed"
    }
    fn about(&self) -> Option<String> {
        None
    }
    fn value(&self) -> Option<Money> {
        Some(self.0)
    }
}

async fn buys(world: &World, who: &Somebody, minor: i64, currency: &str) {
    let (identity, person) = (who.identity().await, who.person().await);
    let mut tx = world.tx().await;
    let bought = Bought(Money::new(minor, currency.parse().unwrap()));
    tx.record(Who::Customer { identity, person }, &bought).await.unwrap();
    tx.commit().await.unwrap();
}

/// What the audit has, in order.
async fn audited(world: &World) -> Vec<String> {
    let mut tx = world.tx().await;
    let list = tx.query("select deed, detail from audit where organisation = $1 order by at, id");
    let rows = tx.list(list).await.unwrap();
    let line = |row: &deedwell_store::Row| {
        format!("{} {}", row.text("deed").unwrap(), row.text("detail").unwrap())
    };
    rows.iter().map(line).collect()
}
