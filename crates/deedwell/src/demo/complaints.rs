//! What went wrong in the shop over the years: complaints in every stage, with their causes, answered by
//! people of the shop, mostly in time.

use anyhow::{Context, Result};
use deedwell_complaints::acts;
use deedwell_complaints::cause::Cause;
use deedwell_complaints::complaint::{Complaint, NewComplaint, Voice};
use deedwell_complaints::importer::past::{Past, PastAnswer, bring};
use deedwell_complaints::promise::Settings;
use deedwell_complaints::redress::{Redress, Upheld};
use deedwell_core::{Channel, Clock, Id, Money, Staff, Timestamp};
use deedwell_store::{Db, Tx};
use jiff::SignedDuration;
use rand::RngExt;
use rand::rngs::StdRng;

use super::customers::{Customer, after};
use super::shop::Shop;

/// One order in so many is complained of.
const ONE_IN: u32 = 60;
/// However many customers there are.
const MOST: usize = 600;
const HOUR: f64 = 3_600.0;
const DAY: f64 = 24.0 * HOUR;

/// What went wrong: cause, the part of it, what customers say, and what would put it right.
const WRONGS: [(&str, &str, &str, &str); 6] = [
    (
        "Delivery",
        "Late parcels",
        "My parcel came a week after you said it would.",
        "Tell me the day, and keep it.",
    ),
    (
        "Delivery",
        "Broken in the post",
        "One of the things was broken when I opened the box.",
        "Please send another.",
    ),
    (
        "Bikes",
        "Brakes not set",
        "The brakes of the bike I hired rubbed all day.",
        "The hire of that day back.",
    ),
    ("Counter", "Waiting", "I stood at the counter for half an hour and nobody came.", ""),
    ("Counter", "Wrong change", "I was charged twice for the same thing.", "My money back."),
    (
        "Website",
        "Stock that is not there",
        "You sold me something that you did not have.",
        "Tell me before I pay.",
    ),
];

/// The place of late parcels among them.
const LATE: usize = 0;
/// Others to whom that happened.
const MOST_JOIN: usize = 14;

pub async fn tell(
    db: &Db,
    clock: &Clock,
    shop: &Shop,
    customers: &[Customer],
    to: Timestamp,
    rng: &mut StdRng,
) -> Result<usize> {
    clock.set(to);
    let staff: Vec<Id<Staff>> = shop.staff.iter().map(|(_, id)| *id).collect();
    let (first, second) = (*staff.first().context("nobody works here")?, staff.last().copied());
    let mut tx = db.write(shop.organisation).await?;
    tx.came_by(Channel::CONSOLE);
    let causes = set_up(&mut tx, first, second.unwrap_or(first)).await?;
    tx.commit().await?;
    let (mut count, mut late) = (0, None);
    for (who, customer) in shop.who.iter().zip(customers) {
        let said = customer.orders.iter().filter(|_| rng.random_range(0..ONE_IN) == 0);
        for order in said.collect::<Vec<_>>() {
            let wrong = rng.random_range(0..WRONGS.len());
            let by = Voice::of(*who)?;
            let past = course(order.at, order.in_shop, wrong, to, rng);
            let past = Past { cause: past.answered.as_ref().map(|_| causes[wrong]), ..past };
            if count >= MOST || past.received_at >= to {
                continue;
            }
            let mut tx = db.write(shop.organisation).await?;
            tx.came_by(Channel::CONSOLE);
            let brought = bring(&mut tx, by, Some(staff[count % staff.len()]), None, &past).await?;
            tx.commit().await?;
            late = late.or((wrong == LATE).then_some(brought));
            count += 1;
        }
    }
    if let Some(late) = late {
        happened_to_many(db, shop, first, late).await?;
    }
    Ok(count)
}

/// Of late parcels there is a page of its own, where others say that it happened to them too.
async fn happened_to_many(
    db: &Db,
    shop: &Shop,
    staff: Id<Staff>,
    first: Id<Complaint>,
) -> Result<()> {
    let mut tx = db.write(shop.organisation).await?;
    tx.came_by(Channel::CONSOLE);
    let text = "Parcels that left us in the second week of November stood at the carrier's for days. \
                We have asked where, and will say here what we change.";
    let problem =
        acts::open_problem(&mut tx, staff, first, "Late parcels in November", text).await?;
    let by = deedwell_complaints::store::complaint(&mut tx, first).await?.by;
    let others = shop.who.iter().filter(|who| who.subject() != by.identity);
    for who in others.step_by(9).take(MOST_JOIN) {
        acts::join(&mut tx, *who, problem).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn set_up(tx: &mut Tx, staff: Id<Staff>, other: Id<Staff>) -> Result<Vec<Id<Cause>>> {
    let mut causes = Vec::new();
    for (whole, part, ..) in WRONGS {
        let parent = acts::add_cause(tx, staff, None, whole).await?;
        causes.push(acts::add_cause(tx, staff, Some(parent), part).await?);
    }
    acts::fix_cause(tx, staff, causes[1], "Thicker card, and paper instead of pellets").await?;
    if other != staff {
        acts::verify_cause(tx, other, causes[1], "None of the last 200 parcels broke").await?;
    }
    let pounds = |minor| Some(Money::new(minor, deedwell_core::Currency::GBP));
    let settings = Settings {
        ombudsman: "Retail Ombudsman (invented)".to_owned(),
        ombudsman_address: "1 Example Street, Nowhere".to_owned(),
        agent_limit: pounds(2_500),
        host_limit: pounds(10_000),
        agent_points: 200,
        host_points: 1_000,
    };
    acts::set_settings(tx, staff, settings).await?;
    let letter = "Dear {{name}},\n\nthank you for telling us. We have your complaint {{number}} and answer by {{answer_by}}.\n\n{{shop}}";
    acts::keep_template(tx, staff, None, "We have it", letter).await?;
    Ok(causes)
}

/// What happened to one, as far as there was time.
fn course(at: Timestamp, in_shop: bool, wrong: usize, to: Timestamp, rng: &mut StdRng) -> Past {
    let (_, _, text, wish) = WRONGS[wrong];
    let received_at = after(at, DAY * rng.random_range(0.2..6.0));
    let by = |at: Timestamp| (at <= to).then_some(at);
    let acknowledged_at = by(after(received_at, HOUR * rng.random_range(0.5..30.0)));
    let slow = rng.random_range(0..8) == 0;
    let days = if slow { rng.random_range(9.0..20.0) } else { rng.random_range(1.2..5.0) };
    let answered_at = acknowledged_at.and_then(|at| by(after(at, DAY * days)));
    let answered = answered_at.map(|at| answer(at, to, rng));
    let ended = answered.as_ref().and_then(|a| a.paid_at.or(a.refused_at));
    let closed_at = ended.and_then(|at| by(at + SignedDuration::from_hours(20)));
    let happy = answered.as_ref().is_some_and(|a| a.accepted_at.is_some());
    let rating = closed_at
        .filter(|_| rng.random_range(0..3) > 0)
        .map(|_| if happy { rng.random_range(3..=5) } else { rng.random_range(1..=3) });
    Past {
        new: NewComplaint {
            text: text.to_owned(),
            wish: wish.to_owned(),
            ..NewComplaint::default()
        },
        came_by: if in_shop { "shop" } else { "site" }.to_owned(),
        received_at,
        acknowledged_at,
        acknowledgement: "Thank you for telling us. We have it and look into it.".to_owned(),
        severity: acknowledged_at.map(|_| rng.random_range(1..=3)),
        answered,
        withdrawn_at: None,
        closed_at,
        rating,
        cause: None,
        assigned_to: None,
    }
}

fn answer(at: Timestamp, to: Timestamp, rng: &mut StdRng) -> PastAnswer {
    let replied = after(at, HOUR * rng.random_range(2.0..60.0));
    let replied = (replied <= to).then_some(replied);
    let accepts = rng.random_range(0..7) > 0;
    let accepted_at = replied.filter(|_| accepts);
    let money = rng.random_range(0..2) == 0;
    let paid_at = accepted_at.map(|at| after(at, HOUR * rng.random_range(1.0..40.0)));
    PastAnswer {
        at,
        upheld: if accepts { Upheld::Yes } else { Upheld::Partly },
        redress: if money { Redress::Credit } else { Redress::Replacement },
        amount: money
            .then(|| Money::new(rng.random_range(2..=20) * 100, deedwell_core::Currency::GBP)),
        points: 0,
        text: "You are right, and we are sorry. This is what we offer to put it right.".to_owned(),
        accepted_at,
        refused_at: replied.filter(|_| !accepts),
        paid_at: paid_at.filter(|at| *at <= to),
        evidence: "Booked at the counter".to_owned(),
    }
}
