//! What becomes due, with the ledger that says what counts: through sealing, restarts and two servers.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use deedwell_core::{Action, Id, Organisation, Part};
use deedwell_store::{Db, log};
use deedwell_webhooks::endpoint::{Believes, Endpoint, NewEndpoint};
use deedwell_webhooks::store::{self, DeliveriesAsk};

use super::decided;
use crate::commands::seal;
use crate::jobs::tests::{World, visit, worlds};
use crate::wiring::Parts;

async fn opened(parts: &Parts, shop: Id<Organisation>) -> Id<Endpoint> {
    let address = "https://hooks.example/";
    let new = NewEndpoint::checked(&parts.hooks.client, address, "", &[], Believes::Proven);
    let mut tx = parts.db.write(shop).await.unwrap();
    let place = log::end(&mut tx).await.unwrap();
    let secret = deedwell_webhooks::secret::make().unwrap();
    let id = store::add_endpoint(&mut tx, &new.unwrap(), &secret, place).await.unwrap();
    tx.commit().await.unwrap();
    id
}

fn voted(db: &Db, message: Option<String>) -> Action {
    let name = "ideas.voted".into();
    Action { message, part: Part::Customer, name, ..visit(db) }
}

async fn record(db: &Db, shop: Id<Organisation>, actions: Vec<Action>) {
    let mut tx = db.write(shop).await.unwrap();
    tx.record_many(actions).unwrap();
    let position = tx.commit().await.unwrap().unwrap();
    // On PostgreSQL other stories' transactions hold readers back for a moment.
    while db.log_end().await.unwrap() < position {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

async fn decide(parts: &Parts, shop: Id<Organisation>) {
    parts.ledger.catch_up().await.unwrap();
    decided(&parts.db, shop, &parts.ledger.reach(shop)).await.unwrap();
}

/// The actions of which the endpoint is told, and the numbers under which.
async fn told(db: &Db, shop: Id<Organisation>, id: Id<Endpoint>) -> (Vec<String>, BTreeSet<i64>) {
    let mut tx = db.read(shop).await.unwrap();
    let rows = store::deliveries(&mut tx, id, &DeliveriesAsk::default(), 10_000).await.unwrap();
    let (mut actions, mut numbers) = (Vec::new(), BTreeSet::new());
    for row in rows {
        actions.extend(row.action.map(|a| a.to_string()));
        let (_, body) = store::delivery(&mut tx, id, row.id).await.unwrap();
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        numbers.insert(body["data"]["sequence"].as_i64().unwrap());
    }
    (actions, numbers)
}

/// Messages come again in the same block, in later ones, and after the first was sealed; servers come
/// and go and take turns. The ledger and the endpoint are told the same.
#[tokio::test]
async fn the_endpoint_is_told_what_the_ledger_counts() {
    for world in worlds().await {
        let shop = world.shops[0];
        let (parts, _) = world.server().await;
        record(&parts.db, shop, vec![voted(&parts.db, Some("before".to_owned()))]).await;
        decide(&parts, shop).await;
        seal::one(&parts, shop).await.unwrap();
        let id = opened(&parts, shop).await;
        let mut expected = HashSet::new();
        let mut servers = vec![parts];
        for round in 0..6 {
            let db = servers[0].db.clone();
            for n in 0..4 {
                let fresh = voted(&db, Some(format!("m-{round}-{n}")));
                expected.insert(fresh.id.to_string());
                let again = voted(&db, Some(format!("m-{}-{n}", round / 2)));
                if round == 0 {
                    record(&db, shop, vec![fresh, again]).await;
                } else {
                    record(&db, shop, vec![again, fresh, voted(&db, Some("before".to_owned()))])
                        .await;
                }
            }
            match round % 3 {
                0 => seal_and_forget(&world, &servers[0], shop).await,
                1 => servers = vec![world.server().await.0],
                _ => servers.push(world.server().await.0),
            }
            let deciding = servers.iter().map(|parts| {
                let parts = Arc::clone(parts);
                tokio::spawn(async move { decide(&parts, shop).await })
            });
            for one in deciding.collect::<Vec<_>>() {
                one.await.unwrap();
            }
        }
        let (actions, numbers) = told(&servers[0].db, shop, id).await;
        assert_eq!(actions.len(), expected.len());
        assert_eq!(actions.into_iter().collect::<HashSet<_>>(), expected);
        assert_eq!(numbers.len(), expected.len(), "each has a number of its own");
        let counted = servers[0].ledger.reach(shop).sequence;
        assert!(numbers.iter().all(|n| (1..=counted).contains(n)), "{numbers:?} of {counted}");
    }
}

/// Seals, and throws away the blocks that were sealed.
async fn seal_and_forget(world: &World, parts: &Parts, shop: Id<Organisation>) {
    seal::one(parts, shop).await.unwrap();
    world.clock.advance(2 * 86_400);
    seal::one(parts, shop).await.unwrap();
}

/// Whoever seals without deciding would leave the endpoint with duplicates: so sealing goes no further.
#[tokio::test]
async fn nothing_is_sealed_that_was_not_decided() {
    for world in worlds().await {
        let shop = world.shops[0];
        let (parts, _) = world.server().await;
        let id = opened(&parts, shop).await;
        record(&parts.db, shop, vec![voted(&parts.db, Some("m".to_owned()))]).await;
        parts.ledger.catch_up().await.unwrap();
        let reach = parts.ledger.reach(shop);
        let mut tx = parts.db.read(shop).await.unwrap();
        assert!(store::place_of_slowest(&mut tx).await.unwrap().unwrap() < reach.position);
        drop(tx);
        assert_eq!(seal::one(&parts, shop).await.unwrap(), 1, "it is decided on the way");
        assert_eq!(told(&parts.db, shop, id).await.0.len(), 1);
    }
}
