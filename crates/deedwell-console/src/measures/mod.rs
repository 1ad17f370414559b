//! Measures: eight questions, asked of every way of taking part.
//!
//! Read [`cell`] first: what stands in a cell of the grid, decided in Rust and not in HTML. Then
//! [`ask`] (window and unit), [`grid`] (the page), [`behind`] (who and what a cell counts), [`rows`]
//! (the same numbers as JSON, and the SQL that computes them again from the lake). [`responsiveness`]
//! is a page of its own: how quickly and how openly we answer.
mod ask;
mod behind;
pub(crate) mod cell;
mod grid;
pub(crate) mod responsiveness;
mod rows;
#[cfg(test)]
mod tests;

use deedwell_web::{Needs, Right, Routes};

pub fn routes() -> Routes {
    let see = Needs::Staff(Right::SeeMeasures);
    let export = Needs::Staff(Right::ExportPeople);
    Routes::new("measures")
        .get("/console/measures", see, "The grid of measures a) to h)", grid::grid)
        .query::<ask::GridAsk>()
        .get(
            "/console/measures/rows",
            see,
            "Rows and query: how to compute the grid again",
            rows::page,
        )
        .query::<ask::GridAsk>()
        .get("/console/measures/grid.json", see, "The grid as JSON", rows::json)
        .query::<ask::GridAsk>()
        .get("/console/measures/recompute.sql", see, "The grid in SQL, for DuckDB", rows::sql)
        .query::<ask::GridAsk>()
        .get("/console/measures/{programme}/{letter}", see, "What a cell counts", behind::behind)
        .query::<ask::BehindAsk>()
        .get("/console/measures/{programme}/{letter}/rows", export, "The same as CSV", behind::rows)
        .query::<ask::BehindAsk>()
        .and(responsiveness::routes())
}
