//! What the shop knows of its customers beside what they bought: tags, plans of the workshop, clubs and
//! companies, and who asked for letters.

use anyhow::Result;
use deedwell_core::{Action, Clock, Timestamp, Who};
use deedwell_people::account::acts::{NamedBy, New, open};
use deedwell_people::account::{AccountKind, members};
use deedwell_people::person::add_tags;
use deedwell_people::profile::{Word, consents, holdings};
use deedwell_people::{Known, Proof};
use deedwell_store::{Db, Tx};

use super::customers::Customer;
use super::seed::Seed;
use super::shop::Shop;

const LETTERS: &str = "letters";
/// Of those who buy, every so many-th; small prime steps, so that the groups overlap by chance only.
const ASKED_FOR_LETTERS: usize = 3;
const WITHDREW: usize = 13;
const HAS_PLAN: usize = 17;
/// Orders from which on the shop calls somebody a regular, and returns from which on it measures feet.
const REGULAR: usize = 12;
const RETURNS: usize = 2;

/// Settles it all as of `to`, what was said at its own moment.
pub async fn settle(
    db: &Db,
    clock: &Clock,
    seed: &Seed,
    shop: &Shop,
    customers: &[Customer],
    to: Timestamp,
) -> Result<()> {
    clock.set(to);
    let mut tx = db.write(shop.organisation).await?;
    let everybody: Vec<(&Customer, &Known)> = customers.iter().zip(&shop.known).collect();
    tags(&mut tx, &everybody).await?;
    let buyers: Vec<_> = everybody.into_iter().filter(|(c, _)| !c.orders.is_empty()).collect();
    letters(&mut tx, &buyers).await?;
    plans(&mut tx, &buyers).await?;
    accounts(&mut tx, seed, shop, &buyers).await?;
    tx.commit().await?;
    Ok(())
}

fn word(at: Timestamp) -> Word {
    Word { source: "import".to_owned(), proof: Proof::Server, at }
}

async fn tags(tx: &mut Tx, everybody: &[(&Customer, &Known)]) -> Result<()> {
    let mut tags = Vec::new();
    for (customer, known) in everybody {
        let returned = customer.orders.iter().filter(|o| o.returned.is_some()).count();
        for (is, tag) in [
            (customer.orders.len() >= REGULAR, "regular"),
            (returned >= RETURNS, "measure feet"),
            (customer.orders.is_empty(), "only looked"),
        ] {
            tags.extend(is.then(|| (known.person, tag.to_owned())));
        }
    }
    add_tags(tx, &tags).await?;
    Ok(())
}

async fn letters(tx: &mut Tx, buyers: &[(&Customer, &Known)]) -> Result<()> {
    let about = "News, offers and rides, once a month.";
    consents::set_purpose(tx, LETTERS, "Letters", about).await?;
    for (n, (customer, known)) in buyers.iter().enumerate() {
        let asked = "Send me news, offers and rides once a month";
        if n % ASKED_FOR_LETTERS == 0 {
            let at = word(customer.met_at);
            consents::say(tx, known.identity, LETTERS, true, asked, &at).await?;
        }
        if n % (ASKED_FOR_LETTERS * WITHDREW) == 0 {
            let at = word(customer.leaves_at);
            consents::say(tx, known.identity, LETTERS, false, "No more letters", &at).await?;
        }
    }
    Ok(())
}

async fn plans(tx: &mut Tx, buyers: &[(&Customer, &Known)]) -> Result<()> {
    for (n, (customer, known)) in buyers.iter().enumerate().filter(|(n, _)| n % HAS_PLAN == 0) {
        let new = holdings::NewHolding {
            name: "Workshop plan".to_owned(),
            kind: "service".to_owned(),
            reference: format!("WP-{:04}", n + 1),
            since: Some(customer.met_at.to_zoned(jiff::tz::TimeZone::UTC).date()),
            until: None,
        };
        holdings::keep(tx, known.identity, &new, &word(customer.met_at)).await?;
    }
    Ok(())
}

/// Each has the next so many customers of its unit.
async fn accounts(
    tx: &mut Tx,
    seed: &Seed,
    shop: &Shop,
    buyers: &[(&Customer, &Known)],
) -> Result<()> {
    let mut left: Vec<_> = buyers.to_vec();
    for one in &seed.shop.accounts {
        let place = seed.shop.units.iter().position(|u| u.key == one.unit).unwrap_or_default();
        let new = New {
            name: one.name.clone(),
            kind: AccountKind::parse(&one.kind).unwrap_or_default(),
            note: one.note.clone(),
            unit: shop.units.get(place).copied(),
            reference: None,
        };
        let (id, deed) = open(tx, &new, NamedBy::Told).await?;
        let opened = tx.action(Who::System, &deed)?;
        let (theirs, others): (Vec<_>, Vec<_>) =
            left.into_iter().partition(|(c, _)| c.unit == place);
        let (members, rest) = theirs.split_at(one.members.min(theirs.len()));
        let since = members.iter().map(|(customer, _)| customer.met_at).min();
        let at = since.unwrap_or(opened.at);
        tx.record_many(vec![Action { at, received_at: at, ..opened }])?;
        for (n, (customer, known)) in members.iter().enumerate() {
            let role = if n == 0 { one.first.as_str() } else { "" };
            let (at, sign) = (word(customer.met_at), Some(known.identity));
            members::add(tx, id, known.person, sign, role, &at).await?;
        }
        left = others.into_iter().chain(rest.iter().copied()).collect();
    }
    Ok(())
}
