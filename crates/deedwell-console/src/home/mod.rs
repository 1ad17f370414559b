//! Home: what happened, in a sentence; what waits for us; how it goes; what is happening now.
//!
//! Read [`needs`] (what waits), [`stats`] (the four shares), [`weeks`] (the chart), [`feed`] (the live
//! list and its long form), [`half`] (our half of it); [`page`] puts them together.
mod feed;
mod half;
mod needs;
mod page;
mod stats;
#[cfg(test)]
pub(crate) mod tests;
mod weeks;

use deedwell_core::Part;
use deedwell_web::{Needs, Right, Routes};
use serde::Deserialize;
use utoipa::IntoParams;

pub(crate) use feed::cursor;

pub fn routes() -> Routes {
    let needs = Needs::Staff(Right::SeeHome);
    Routes::new("home")
        .get("/console", needs, "What happened, and what waits for us", page::home)
        .query::<HomeAsk>()
        .get("/console/live-feed", needs, "The newest entries, a piece of Home", feed::live)
        .query::<HomeAsk>()
        .get("/console/happened", needs, "Everything that happened, newest first", feed::happened)
        .query::<feed::HappenedAsk>()
        .get("/console/weeks", needs, "People week by week, as a table", weeks::table)
        .query::<HomeAsk>()
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct HomeAsk {
    /// `24h`, `7d` or `28d`.
    since: Option<String>,
    /// The key of a unit.
    unit: Option<String>,
}

/// The parts in which people act who are not of ours.
pub(crate) const THEIRS: [Part; 2] = [Part::Customer, Part::Visitor];
/// The parts in which we act.
pub(crate) const OURS: [Part; 2] = [Part::Staff, Part::System];
