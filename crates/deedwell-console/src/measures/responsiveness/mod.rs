//! Responsiveness: how quickly and how openly we answer, decide and do, per unit and over all programmes.
//!
//! Read [`reckon`] first: from what the ledger says was owed to shares, waits and the index. Then [`page`]
//! (what staff see), [`give`] (the same for programs, as JSON and CSV).
mod ask;
mod give;
mod page;
pub(crate) mod reckon;
#[cfg(test)]
mod tests;

use deedwell_web::{Needs, Right, Routes};

pub fn routes() -> Routes {
    let see = Needs::Staff(Right::SeeMeasures);
    Routes::new("measures")
        .get(
            "/console/measures/responsiveness",
            see,
            "How quickly and openly we answer",
            page::show,
        )
        .query::<ask::ResponsivenessAsk>()
        .get("/console/measures/responsiveness.csv", see, "The same as CSV", give::csv)
        .query::<ask::ResponsivenessAsk>()
        .get(
            "/api/measures/responsiveness",
            Needs::KeyToRead,
            "How quickly and openly we answer",
            give::json,
        )
        .query::<ask::ResponsivenessAsk>()
        .gives::<give::ResponsivenessGiven>()
}
