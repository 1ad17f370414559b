//! The shop itself: organisation, units, staff, customers, orders.

use std::borrow::Cow;

use anyhow::{Context, Result};
use deedwell_core::behaviour::{PLACED, REFUNDED, RETURNED};
use deedwell_core::{
    Action, Channel, Clock, Currency, Id, Initiator, Money, Organisation, Part, Staff, Timestamp,
    Unit, Who,
};
use deedwell_people::{Arrival, IdentityKind, Known, Proof, Sign};
use deedwell_store::{Db, Tx};

use super::customers::Customer;
use super::seed::Seed;

/// People who arrive in one transaction.
const ARRIVALS: usize = 1_000;

/// What the rest of the history needs to know of the shop.
pub struct Shop {
    pub organisation: Id<Organisation>,
    pub units: Vec<Id<Unit>>,
    pub staff: Vec<(String, Id<Staff>)>,
    /// One for each customer, in their order.
    pub who: Vec<Who>,
    pub known: Vec<Known>,
}

impl Shop {
    /// By name; whoever is first where a name is not known.
    pub fn staff_named(&self, name: &str) -> Result<Id<Staff>> {
        let named = self.staff.iter().find(|(n, _)| n == name).or(self.staff.first());
        named.map(|(_, id)| *id).context("the seed has no staff")
    }
}

pub async fn open(db: &Db, seed: &Seed) -> Result<Shop> {
    let organisation = add_organisation(db, seed).await?;
    let mut tx = db.write(organisation).await?;
    let mut units = Vec::new();
    for unit in &seed.shop.units {
        let id: Id<Unit> = tx.new_id();
        let insert = tx.query(
            "insert into unit (organisation, id, key, name, currency, created_at)
             values ($1, $2, $3, $4, 'GBP', $5)",
        );
        let insert = insert.bind(id).bind(&unit.key).bind(&unit.name).bind(tx.now());
        tx.run(insert).await?;
        units.push(id);
    }
    let mut staff = Vec::new();
    for member in &seed.staff {
        let id: Id<Staff> = tx.new_id();
        let insert = tx.query(
            "insert into staff (organisation, id, email, name, title, role, unit, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
        );
        let unit = member.unit.as_ref().and_then(|key| {
            let place = seed.shop.units.iter().position(|u| u.key == *key)?;
            units.get(place).copied()
        });
        let insert = insert.bind(id).bind(&member.email).bind(&member.name).bind(&member.title);
        tx.run(insert.bind(&member.role).bind(unit).bind(tx.now())).await?;
        staff.push((member.name.clone(), id));
    }
    tx.commit().await?;
    Ok(Shop { organisation, units, staff, who: Vec::new(), known: Vec::new() })
}

async fn add_organisation(db: &Db, seed: &Seed) -> Result<Id<Organisation>> {
    let mut tx = db.system().await?;
    let id: Id<Organisation> = tx.new_id();
    let insert = tx.query_all(
        "insert into organisation (organisation, name, slug, currency, zone, language, made_from,
                                   created_at)
         values ($1, $2, 'fell-and-vale', 'GBP', 'Europe/London', 'en', 'simulated', $3)",
    );
    let insert = insert.bind(id).bind(&seed.shop.name).bind(tx.now());
    tx.run(insert).await?;
    tx.commit().await?;
    Ok(id)
}

/// Everybody comes in, in the order in which they came.
pub async fn welcome(db: &Db, shop: &mut Shop, customers: &[Customer]) -> Result<()> {
    for group in customers.chunks(ARRIVALS) {
        let mut tx = db.write(shop.organisation).await?;
        let arrivals = group
            .iter()
            .map(|c| {
                let sign = Sign::new(IdentityKind::Email, &c.email, "")?;
                let mut arrival = Arrival::new(sign, Proof::Server);
                arrival.name.clone_from(&c.name);
                arrival.unit = shop.units.get(c.unit).copied();
                arrival.met_at = Some(c.met_at);
                if let Some(phone) = &c.phone {
                    arrival.signs.push(Sign::new(IdentityKind::Phone, phone, "")?);
                }
                Ok(arrival)
            })
            .collect::<deedwell_core::Result<Vec<_>>>()?;
        let known = deedwell_people::ensure_many(&mut tx, &arrivals).await?;
        shop.who.extend(known.iter().map(|k| k.who()));
        shop.known.extend(known);
        tx.commit().await?;
    }
    Ok(())
}

/// Every order, return and refund, in the order of their moments.
pub async fn trade(db: &Db, clock: &Clock, shop: &Shop, customers: &[Customer]) -> Result<usize> {
    let mut actions = Vec::new();
    let mut number = 0u32;
    for (customer, who) in customers.iter().zip(&shop.who) {
        for order in &customer.orders {
            number += 1;
            let about = format!("order/{number}");
            let facts = serde_json::json!({ "items": order.skus.len(), "skus": order.skus });
            let unit = shop.units.get(order.unit).copied();
            let channel = if order.in_shop { "shop" } else { "site" };
            let mut add = |at: Timestamp, kind: &'static str, pence: i64, facts: String| {
                actions.push(Action {
                    id: Id::from_uuid(uuid::Uuid::nil()),
                    message: Some(format!("fell-and-vale/{about}/{kind}")),
                    unit,
                    part: Part::Customer,
                    subject: who.subject(),
                    at,
                    received_at: at,
                    zone: Some(Cow::Borrowed("Europe/London")),
                    channel: Channel(Cow::Borrowed(channel)),
                    initiator: Initiator::Customer,
                    name: Cow::Borrowed(kind),
                    about: Some(about.clone()),
                    counterpart: None,
                    value: Some(Money::new(pence, Currency::GBP)),
                    facts,
                });
            };
            add(order.at, PLACED, order.pence, facts.to_string());
            if let Some((at, pence)) = order.returned {
                add(at, RETURNED, pence, String::new());
                add(at, REFUNDED, pence, String::new());
            }
        }
    }
    actions.sort_by_key(|a| a.at);
    for action in &mut actions {
        clock.set(action.at);
        action.id = clock.new_id();
    }
    let count = actions.len();
    let mut tx: Tx = db.write(shop.organisation).await?;
    tx.record_many(actions)?;
    tx.commit().await?;
    Ok(count)
}
