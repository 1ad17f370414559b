//! Customers with rhythms of their own: who they are, when they came, when they buy, when they stop.

use deedwell_core::Timestamp;
use deedwell_people::findable::findable;
use jiff::SignedDuration;
use rand::rngs::StdRng;
use rand::{RngExt, seq::IndexedRandom};
use rand_distr::{Distribution, Exp, Gamma, Poisson};

use super::seed::{Product, Seed};

const DAY_S: f64 = 86_400.0;
/// Purchases a year: few buy often, most now and then.
const RATE_SHAPE: f64 = 0.9;
const RATE_MEAN: f64 = 3.4;
/// Years until a customer stops coming, on average.
const LIFETIME_YEARS: f64 = 3.2;
/// Some join and never buy.
const ONLY_LOOKED: f64 = 0.12;
const RETURNED: f64 = 0.055;
/// Every so many-th left a number, as long as there are any that Ofcom keeps for stories.
const HAVE_PHONE: usize = 3;
const PHONES: usize = 1_000;

pub struct Customer {
    pub name: String,
    pub email: String,
    pub phone: Option<String>,
    /// The unit they mostly buy from: an index into the shop's units.
    pub unit: usize,
    pub met_at: Timestamp,
    /// Until when they are likely to do anything.
    pub leaves_at: Timestamp,
    pub orders: Vec<Order>,
}

pub struct Order {
    pub at: Timestamp,
    pub unit: usize,
    pub pence: i64,
    pub skus: Vec<String>,
    pub in_shop: bool,
    /// When some of it came back, and how much it cost.
    pub returned: Option<(Timestamp, i64)>,
}

/// Makes them all, in the order in which they came.
pub fn make(
    seed: &Seed,
    count: u32,
    from: Timestamp,
    to: Timestamp,
    rng: &mut StdRng,
) -> Vec<Customer> {
    let span_s = to.duration_since(from).as_secs_f64();
    let mut arrivals: Vec<f64> = (0..count)
        // More come each year than the year before.
        .map(|_| rng.random::<f64>().powf(0.85) * span_s)
        .collect();
    arrivals.sort_by(f64::total_cmp);
    let mut taken = std::collections::HashSet::new();
    let customer = |at: &f64| one(seed, after(from, *at), to, &mut taken, rng);
    let mut customers: Vec<Customer> = arrivals.iter().map(customer).collect();
    for (n, customer) in customers.iter_mut().step_by(HAVE_PHONE).enumerate().take(PHONES) {
        customer.phone = Some(format!("+447700900{n:03}"));
    }
    customers
}

fn one(
    seed: &Seed,
    met_at: Timestamp,
    to: Timestamp,
    taken: &mut std::collections::HashSet<String>,
    rng: &mut StdRng,
) -> Customer {
    let given = pick(&seed.names.given, rng);
    let family = pick(&seed.names.family, rng);
    let mut email = address(&given, &family, 0);
    let mut n = 1;
    while !taken.insert(email.clone()) {
        n += 1;
        email = address(&given, &family, n);
    }
    let unit = usize::from(rng.random::<f64>() < 0.42);
    let years = draw(Exp::new(1.0 / LIFETIME_YEARS), rng);
    let leaves_at = after(met_at, years * 365.25 * DAY_S).min(to);
    let orders = if rng.random::<f64>() < ONLY_LOOKED {
        Vec::new()
    } else {
        orders(seed, unit, met_at, leaves_at, to, rng)
    };
    Customer {
        name: format!("{given} {family}"),
        email,
        phone: None,
        unit,
        met_at,
        leaves_at,
        orders,
    }
}

fn orders(
    seed: &Seed,
    home: usize,
    met_at: Timestamp,
    leaves_at: Timestamp,
    to: Timestamp,
    rng: &mut StdRng,
) -> Vec<Order> {
    let rate = draw(Gamma::new(RATE_SHAPE, RATE_MEAN / RATE_SHAPE), rng).max(0.05);
    let mut at = after(met_at, rng.random::<f64>() * 3.0 * DAY_S);
    let mut orders = Vec::new();
    while at < leaves_at || orders.is_empty() {
        if at >= to {
            break;
        }
        // Most stay with their unit; some cross over.
        let unit = if rng.random::<f64>() < 0.88 { home } else { 1 - home };
        if orders.is_empty() || rng.random::<f64>() < season(unit, at) {
            let opened = opening_hours(at, rng);
            // The shop has not opened yet today.
            if opened >= to {
                break;
            }
            orders.push(order(seed, unit, opened, to, rng));
        }
        at = after(at, draw(Exp::new(rate), rng) * 365.25 * DAY_S / 1.45);
    }
    orders
}

fn order(seed: &Seed, unit: usize, at: Timestamp, to: Timestamp, rng: &mut StdRng) -> Order {
    let key = &seed.shop.units[unit].key;
    let shelf: Vec<&Product> = seed.products.iter().filter(|p| p.unit == *key).collect();
    let month = at.to_zoned(jiff::tz::TimeZone::UTC).month();
    let weight = |p: &&&Product| {
        let fits = match p.season.as_deref() {
            None => 1.0,
            Some(season) if season_of(month) == season => 2.5,
            Some(_) => 0.25,
        };
        let often = if p.rebuy_days.is_some() { 2.0 } else { 1.0 };
        fits * often / (p.price as f64).powf(0.62)
    };
    let items = 1 + draw(Poisson::new(0.9), rng) as usize;
    let mut pence = 0;
    let mut skus = Vec::new();
    let mut dearest = 0;
    let list: Vec<&&Product> = shelf.iter().collect();
    for _ in 0..items.min(6) {
        if let Ok(product) = list.choose_weighted(rng, weight) {
            pence += product.price;
            dearest = dearest.max(product.price);
            skus.push(product.sku.clone());
        }
    }
    let back = after(at, (3.0 + rng.random::<f64>() * 22.0) * DAY_S);
    let returned = (rng.random::<f64>() < RETURNED && back < to).then_some((back, dearest));
    Order { at, unit, pence, skus, in_shop: rng.random::<f64>() < 0.58, returned }
}

/// Cycles sell in spring and summer, boots and tents from summer to Christmas.
fn season(unit: usize, at: Timestamp) -> f64 {
    const CYCLES: [f64; 12] = [0.5, 0.55, 0.8, 1.0, 1.0, 0.95, 0.9, 0.8, 0.7, 0.6, 0.6, 0.75];
    const OUTDOOR: [f64; 12] = [0.55, 0.5, 0.6, 0.7, 0.75, 0.8, 0.9, 0.9, 0.85, 0.85, 0.95, 1.0];
    let month = usize::from(at.to_zoned(jiff::tz::TimeZone::UTC).month().unsigned_abs());
    let months = if unit == 0 { CYCLES } else { OUTDOOR };
    months.get(month - 1).copied().unwrap_or(1.0)
}

fn season_of(month: i8) -> &'static str {
    match month {
        3..=5 => "spring",
        6..=8 => "summer",
        9..=11 => "autumn",
        _ => "winter",
    }
}

/// The same day, between nine and half past eight in the evening.
fn opening_hours(at: Timestamp, rng: &mut StdRng) -> Timestamp {
    let into_day = at.as_second().rem_euclid(86_400) as f64;
    let wanted = (9.0 + rng.random::<f64>() * 11.5) * 3600.0;
    after(at, wanted - into_day)
}

pub fn after(at: Timestamp, seconds: f64) -> Timestamp {
    let step = SignedDuration::from_micros((seconds * 1e6) as i64);
    at.checked_add(step).unwrap_or(at)
}

pub fn pick(list: &[String], rng: &mut StdRng) -> String {
    list.choose(rng).cloned().unwrap_or_default()
}

/// A draw, or 0 where the distribution's parameters are not usable.
fn draw<D: Distribution<f64>, E>(distribution: Result<D, E>, rng: &mut StdRng) -> f64 {
    distribution.map_or(0.0, |d| d.sample(rng))
}

/// Ends in `.example`: mail to it can reach nobody.
fn address(given: &str, family: &str, n: u32) -> String {
    let plain = |word: &str| -> String {
        findable(word).chars().filter(char::is_ascii_alphanumeric).collect()
    };
    let number = if n > 1 { n.to_string() } else { String::new() };
    let (given, family) = (plain(given), plain(family));
    let given = if given.is_empty() { "customer".to_owned() } else { given };
    format!("{given}.{family}{number}@mail.example")
}
