//! Stories of what is told to others, on SQLite and, where `DEEDWELL_TEST_POSTGRES` names a server, on
//! PostgreSQL.
mod due;
mod pages;
mod programs;
mod receiver;
mod sending;

use std::collections::{BTreeSet, HashSet};

use deedwell_core::{Action, Channel, Id, Initiator, Part, Position};
use deedwell_outbound::{Allow, Outbound};
use deedwell_store::log;
use deedwell_testing::{Setting, World};

use crate::due::Reached;
use crate::endpoint::{Believes, Endpoint, NewEndpoint};
use crate::schedule::Schedule;
use crate::send::Sender;
use crate::store::{self, DeliveriesAsk, Delivery, DeliveryRow};
use crate::{Hooks, acts};

/// Receivers of stories listen here.
fn hooks() -> Hooks {
    Hooks::new(Outbound::new(Allow::parse("127.0.0.1/32").unwrap()).unwrap())
}

fn routes() -> deedwell_web::Routes {
    crate::routes(&hooks())
}

async fn shops() -> Vec<World> {
    let mut setting = Setting::default().and(routes, crate::MESSAGES);
    setting.migrations.push(crate::MIGRATIONS);
    setting.worlds().await
}

fn new(address: &str, kinds: &[&str], believes: Believes) -> NewEndpoint {
    let kinds: Vec<String> = kinds.iter().map(|k| (*k).to_owned()).collect();
    NewEndpoint::checked(&hooks().client, address, "", &kinds, believes).unwrap()
}

/// An endpoint, with its secret.
async fn opened(world: &World, new: &NewEndpoint) -> (Id<Endpoint>, String) {
    // Somebody else each time.
    let name = format!("Mary {}", world.db().clock().new_uuid());
    let mary = world.staff(&name, deedwell_web::Role::Owner).staff().await;
    let mut tx = world.tx().await;
    let place = log::end(&mut tx).await.unwrap();
    let made = acts::open(&mut tx, mary, new, place).await.unwrap();
    tx.commit().await.unwrap();
    made
}

/// An endpoint that is told everything.
async fn told_all(world: &World, address: &str) -> (Id<Endpoint>, String) {
    opened(world, &new(address, &[], Believes::Proven)).await
}

fn action(world: &World, name: &str, part: Part, message: Option<&str>) -> Action {
    Action {
        id: world.db().clock().new_id(),
        message: message.map(str::to_owned),
        unit: None,
        part,
        subject: world.db().clock().new_id(),
        at: world.now(),
        received_at: world.now(),
        zone: None,
        channel: Channel::SITE,
        initiator: Initiator::Customer,
        name: name.to_owned().into(),
        about: Some("idea/1".to_owned()),
        counterpart: None,
        value: None,
        facts: r#"{"grade":3}"#.to_owned(),
    }
}

/// Customers do these things, each in a transaction of its own; readers may see them.
async fn happen(world: &World, names: &[&str]) {
    for name in names {
        recorded(world, vec![action(world, name, Part::Customer, None)]).await;
    }
}

async fn recorded(world: &World, actions: Vec<Action>) -> Position {
    let mut tx = world.tx().await;
    tx.record_many(actions).unwrap();
    let position = tx.commit().await.unwrap().unwrap();
    // On PostgreSQL other stories' transactions hold readers back for a moment.
    while world.db().log_end().await.unwrap() < position {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    position
}

/// How far the ledger would have read, and what it would have dropped.
async fn read(world: &World) -> (Position, i64, BTreeSet<i64>) {
    let position = world.db().log_end().await.unwrap();
    let blocks = world.db().blocks_of(world.organisation(), Position::default(), usize::MAX);
    let (mut sequence, mut seen, mut dropped) = (0, HashSet::new(), BTreeSet::new());
    for block in blocks.await.unwrap().iter().filter(|b| b.position <= position) {
        for action in block.actions().unwrap() {
            sequence += 1;
            if action.message.is_some_and(|message| !seen.insert(message)) {
                dropped.insert(sequence);
            }
        }
    }
    (position, sequence, dropped)
}

async fn decide(world: &World) -> u64 {
    let (position, sequence, dropped) = read(world).await;
    let reached = Reached { position, sequence, dropped: &dropped };
    crate::due::catch_up(world.db(), world.organisation(), reached).await.unwrap()
}

fn sender(world: &World) -> Sender {
    Sender::new(world.db().clone(), hooks(), Schedule::default())
}

/// Everything that is due now is sent, and answered.
async fn send(world: &World) -> usize {
    sender(world).round().await.unwrap()
}

/// The first first.
async fn deliveries(world: &World, endpoint: Id<Endpoint>) -> Vec<DeliveryRow> {
    let mut tx = world.tx().await;
    let ask = DeliveriesAsk::default();
    let mut rows = store::deliveries(&mut tx, endpoint, &ask, 1_000).await.unwrap();
    rows.reverse();
    rows
}

async fn kinds(world: &World, endpoint: Id<Endpoint>) -> Vec<String> {
    deliveries(world, endpoint).await.into_iter().map(|row| row.kind).collect()
}

async fn body(world: &World, endpoint: Id<Endpoint>, id: Id<Delivery>) -> serde_json::Value {
    let mut tx = world.tx().await;
    let (_, body) = store::delivery(&mut tx, endpoint, id).await.unwrap();
    serde_json::from_str(&body).unwrap()
}
