//! How we did, and what people did afterwards.

use std::collections::BTreeMap;

use deedwell_core::{Error, Id, Person, Result, Timestamp};
use deedwell_measure::{
    Afterwards, Buyer, Estimate, Survival, compare_recovered, kaplan_meier, wilson,
};
use deedwell_store::Tx;
use jiff::SignedDuration;

use crate::promise::Promised;
use crate::store::{self, Course};

pub const CONFIDENCE: f64 = 0.95;
/// Days after the recovery in which it is looked whether somebody bought again.
pub const DAYS_AFTER: i64 = 90;
const DAY_S: f64 = 86_400.0;

/// Everything that is said of complaints since a moment.
#[derive(Debug)]
pub struct Report {
    pub complaints: u64,
    /// Days until we said that we have it, answered, were done: who still waits is counted as waiting.
    pub until: [Survival; 3],
    /// Of promises whose moment has come, the share that was kept.
    pub kept: [Option<Estimate>; 3],
    pub broken: BTreeMap<Promised, u64>,
    /// Who said how satisfied they are, and the share of 4 and 5.
    pub satisfied: Option<Estimate>,
    pub ratings: u64,
}

/// Since a moment, as of now.
pub async fn report(tx: &mut Tx, since: Timestamp) -> Result<Report> {
    let now = tx.now();
    let courses = store::courses(tx, since).await?;
    let until = Promised::ALL.map(|promised| kaplan_meier(&waits(&courses, promised, now)));
    let mut broken = BTreeMap::new();
    let kept = Promised::ALL.map(|promised| {
        let come = courses.iter().filter_map(|course| is_kept(course, promised, now));
        let (kept, late): (Vec<bool>, Vec<bool>) = come.partition(|kept| *kept);
        broken.insert(promised, late.len() as u64);
        wilson(kept.len() as f64, (kept.len() + late.len()) as u64, CONFIDENCE)
    });
    let rated: Vec<i64> = courses.iter().filter_map(|c| c.rating).collect();
    let good = rated.iter().filter(|rating| **rating >= 4).count() as u64;
    Ok(Report {
        complaints: courses.len() as u64,
        until,
        kept,
        broken,
        satisfied: wilson(good as f64, rated.len() as u64, CONFIDENCE),
        ratings: rated.len() as u64,
    })
}

/// Whether a promise was kept; none while there is still time, or where nobody waits any more.
fn is_kept(course: &Course, promised: Promised, now: Timestamp) -> Option<bool> {
    let due = course.dues.of(promised);
    match end(course, promised) {
        Some(at) => Some(at <= due),
        None if course.is_withdrawn || now <= due => None,
        None => Some(false),
    }
}

fn end(course: &Course, promised: Promised) -> Option<Timestamp> {
    match promised {
        Promised::Acknowledgement => course.acknowledged_at,
        Promised::Answer => course.answered_at,
        Promised::End => course.ended_at.filter(|_| !course.is_withdrawn),
    }
}

/// Days of waiting, and whether it ended. Taken back, nobody waits any more, and nothing came of it.
fn waits(courses: &[Course], promised: Promised, now: Timestamp) -> Vec<(f64, bool)> {
    let wait = |course: &Course| {
        let ended = end(course, promised);
        let seen = ended.or(course.ended_at).unwrap_or(now);
        (course.received_at.duration_until(seen).as_secs_f64() / DAY_S, ended.is_some())
    };
    courses.iter().map(wait).collect()
}

/// What those for whom something was put right bought afterwards, beside people who had bought alike and
/// never complained. None where orders are not known at all.
pub async fn afterwards(tx: &mut Tx, currency: &str) -> Result<Option<Afterwards>> {
    let now = tx.now();
    let until =
        now.checked_sub(SignedDuration::from_hours(24 * DAYS_AFTER)).map_err(Error::fault)?;
    let recovered = store::recovered(tx, until).await?;
    let complainers = store::complainers(tx).await?;
    let (mut people, mut buyers): (Vec<Id<Person>>, Vec<Buyer>) = (Vec::new(), Vec::new());
    for (person, at, worth) in store::buying(tx, currency).await? {
        if people.last() != Some(&person) {
            people.push(person);
            buyers.push(Buyer::default());
        }
        if let Some(buyer) = buyers.last_mut() {
            buyer.orders.push((days(at), worth as f64));
        }
    }
    if people.is_empty() {
        return Ok(None);
    }
    let place: BTreeMap<Id<Person>, usize> =
        people.iter().enumerate().map(|(i, person)| (*person, i)).collect();
    let helped: Vec<(usize, f64)> = recovered
        .iter()
        .filter_map(|(person, at)| Some((*place.get(person)?, days(*at))))
        .collect();
    let others: Vec<usize> =
        place.iter().filter(|(person, _)| !complainers.contains(person)).map(|(_, i)| *i).collect();
    Ok(compare_recovered(&buyers, &helped, &others, DAYS_AFTER as f64, CONFIDENCE))
}

fn days(at: Timestamp) -> f64 {
    at.as_microsecond() as f64 / 1e6 / DAY_S
}
