//! The shop Fell & Vale, made from a committed seed: thousands of customers with rhythms of their own,
//! years of orders and returns, ideas in every stage. None of them exist, and every page says so.
//!
//! Read [`customers`] for the rhythms, [`around`] for what else is known of them, [`plan`] for when things happened on the boards, [`ideas`] for
//! how they are done, [`points`] for what is earned, [`complaints`] for what went wrong, [`trust`] for those who look like one, [`referrals`] for whom customers brought, [`door`] for how a newcomer comes in.
mod around;
mod complaints;
mod customers;
pub mod door;
mod ideas;
mod plan;
mod points;
mod referrals;
mod seed;
mod shop;
mod trust;

use anyhow::{Context, Result};
use deedwell_core::{Clock, Timestamp};
use jiff::ToSpan;
use jiff::tz::TimeZone;
use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::cli::Demo;
use crate::config::Config;
use crate::{progress, wiring};

/// Builds the shop into an empty database, up to `to`. The same seed makes the same shop.
pub async fn build(config: &Config, demo: &Demo, to: Timestamp) -> Result<()> {
    let seed = seed::Seed::read().context("the committed seed")?;
    let from = to.to_zoned(TimeZone::UTC).checked_sub(i64::from(demo.years).years())?.timestamp();
    let clock = Clock::held(from);
    // Nothing here was promised to anybody: a build that is cut off is begun again.
    let db = wiring::open_db(config, clock.clone(), false).await?;
    let mut rng = StdRng::seed_from_u64(demo.seed);
    let mut shop = shop::open(&db, &seed).await?;
    let customers = customers::make(&seed, demo.customers, from, to, &mut rng);
    println!("{} customers come in …", customers.len());
    shop::welcome(&db, &mut shop, &customers).await?;
    let orders = shop::trade(&db, &clock, &seed, &shop, &customers).await?;
    around::settle(&db, &clock, &seed, &shop, &customers, to).await?;
    println!("… and {orders} orders, returns and refunds are booked.");
    let bar = progress::things(0, "things said and done about ideas");
    let story = ideas::Story {
        db: &db,
        clock: &clock,
        seed: &seed,
        shop: &shop,
        customers: &customers,
        from,
        to,
    };
    let told = ideas::tell(&story, from, &mut rng, &bar).await?;
    bar.finish_and_clear();
    println!("{told} things were said and done about {} ideas.", seed.ideas.len());
    points::earn(&db, &clock, &shop, to).await?;
    let wrongs = complaints::tell(&db, &clock, &shop, &customers, to, &mut rng).await?;
    println!("{wrongs} complaints were made and answered.");
    trust::ring(&db, &clock, &shop, to).await?;
    let friends = referrals::bring(&db, &clock, &shop, to).await?;
    println!("{friends} friends were brought.");
    clock.set(to);
    db.close().await;
    Ok(())
}
