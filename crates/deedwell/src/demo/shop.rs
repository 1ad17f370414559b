//! The shop itself: organisation, units, staff, customers, orders.

use std::borrow::Cow;
use std::collections::HashMap;

use anyhow::{Context, Result};
use deedwell_core::{Clock, Currency, Id, Organisation, Staff, Unit, Who};
use deedwell_orders::acts::{Past, bring};
use deedwell_orders::store::{self, ToldProduct};
use deedwell_orders::{Stage, ToldLine, ToldOrder, ToldRefund};
use deedwell_people::{Arrival, IdentityKind, Known, Proof, Sign};
use deedwell_store::{Db, Tx};

use super::customers::{Customer, Order};
use super::seed::Seed;

/// What a thing costs the shop, of its price; and of every so many-th nobody knows it.
const COST_PERCENT: i64 = 56;
const COST_UNKNOWN: usize = 11;
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

/// What is sold, and what one of each costs the shop: of some it does not know.
async fn stock(tx: &mut Tx, seed: &Seed) -> Result<()> {
    for (place, product) in seed.products.iter().enumerate() {
        let cost = (product.price * COST_PERCENT + 50) / 100;
        let told = ToldProduct {
            reference: product.sku.clone(),
            name: product.name.clone(),
            category: product.category.clone(),
            sku: product.sku.clone(),
            price: Some(product.price),
            cost: (place % COST_UNKNOWN != 0).then_some(cost),
            currency: Some(Currency::GBP),
            ..ToldProduct::default()
        };
        store::put_variant(tx, &told).await?;
    }
    Ok(())
}

/// Every order, return and refund, in the order of their moments.
pub async fn trade(
    db: &Db,
    clock: &Clock,
    seed: &Seed,
    shop: &Shop,
    customers: &[Customer],
) -> Result<usize> {
    let prices: HashMap<&str, i64> =
        seed.products.iter().map(|product| (product.sku.as_str(), product.price)).collect();
    let mut past = Vec::new();
    for (customer, who) in customers.iter().zip(&shop.who) {
        for order in &customer.orders {
            let unit = shop.units.get(order.unit).copied();
            let told = told(past.len() + 1, order, &prices);
            past.push(Past { told, who: *who, unit });
        }
    }
    let mut tx: Tx = db.write(shop.organisation).await?;
    stock(&mut tx, seed).await?;
    let mut actions = bring(&mut tx, &past).await?;
    actions.sort_by_key(|a| a.at);
    for action in &mut actions {
        clock.set(action.at);
        action.id = clock.new_id();
        action.zone = Some(Cow::Borrowed("Europe/London"));
    }
    let count = actions.len();
    tx.record_many(actions)?;
    tx.commit().await?;
    Ok(count)
}

/// As the shop tells it: the dearest thing is what came back.
fn told(number: usize, order: &Order, prices: &HashMap<&str, i64>) -> ToldOrder {
    let price = |sku: &String| prices.get(sku.as_str()).copied().unwrap_or_default();
    let mut lines: Vec<ToldLine> = Vec::new();
    for sku in &order.skus {
        if let Some(line) = lines.iter_mut().find(|line| line.sku == *sku) {
            line.quantity += 1;
            line.gross += price(sku);
            continue;
        }
        lines.push(ToldLine {
            reference: (lines.len() + 1).to_string(),
            product: sku.clone(),
            sku: sku.clone(),
            quantity: 1,
            gross: price(sku),
            ..ToldLine::default()
        });
    }
    let dearest = order.skus.iter().max_by_key(|sku| price(sku));
    let line = lines.iter().find(|line| Some(&line.sku) == dearest);
    let refund = order.returned.map(|(at, amount)| ToldRefund {
        reference: "1".to_owned(),
        at,
        amount,
        reason: String::new(),
        lines: line.map(|line| (line.reference.clone(), 1)).into_iter().collect(),
        word_at: at,
    });
    ToldOrder {
        reference: number.to_string(),
        number: format!("FV{number:05}"),
        stage: Stage::Placed,
        was_placed: true,
        placed_at: order.at,
        cancelled_at: None,
        currency: Currency::GBP,
        total: Some(order.pence),
        shipping: 0,
        tax: 0,
        tax_included: true,
        discount: 0,
        extra: 0,
        refunds: refund.into_iter().collect(),
        aliases: Vec::new(),
        buyer: Vec::new(),
        buyer_name: String::new(),
        at: order.at,
        channel: Some(if order.in_shop { "shop" } else { "site" }),
        lines,
    }
}
