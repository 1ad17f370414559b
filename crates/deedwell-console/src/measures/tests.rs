//! Stories of measures, and what stands in a cell.

use deedwell_core::behaviour::Cell;
use deedwell_core::meaning::Basis;

use super::cell::{CellText, Writer};
use crate::look::tests::{World, empty_row, estimate, frame, row};

async fn cell(cell: Cell, change: impl Fn(&mut deedwell_core::behaviour::GridRow)) -> CellText {
    let frame = frame("en").await;
    let mut row = row("ideas");
    change(&mut row);
    Writer { frame: &frame, to_date: false }.cell(&row, cell)
}

#[tokio::test]
async fn a_count_stands_first_then_the_rate_with_its_interval() {
    let people = cell(Cell::Participants, |_| {}).await;
    assert_eq!(people.value, "312");
    assert_eq!(people.notes[0], "3.5 % (3.1–3.9) of 8,912");
    let ours = cell(Cell::Company, |_| {}).await;
    assert_eq!((ours.value.as_str(), ours.small.as_str()), ("160", "of 184"));
    assert_eq!(ours.notes, ["87 % (81–91)", "120 official answers", "median 4 d 2 h"]);
    let done = cell(Cell::Outcome, |_| {}).await;
    assert_eq!((done.value.as_str(), done.small.as_str()), ("1,305", "→ 379 done"));
    assert_eq!(done.notes[2], "90 d: 62 % → 18 % of 1,800");
}

#[tokio::test]
async fn only_an_interval_that_leaves_one_is_coloured() {
    let class = |ratio| async move {
        let cell = cell(Cell::Trend, |row| row.trend.people = Some(ratio)).await;
        (cell.delta.as_ref().unwrap().class(), cell.notes[0].clone())
    };
    assert_eq!(class(estimate(1.34, 1.12, 1.6, 9)).await, ("up", "1.12–1.60".into()));
    assert_eq!(class(estimate(0.81, 0.71, 0.92, 9)).await, ("down", "0.71–0.92".into()));
    assert_eq!(
        class(estimate(1.04, 0.92, 1.18, 9)).await,
        ("flat", "0.92–1.18, can’t tell".into())
    );
    let endless = estimate(f64::INFINITY, 0.5, f64::INFINITY, 5);
    assert_eq!(class(endless).await, ("flat", "0.50–∞, can’t tell".into()));
    let grey =
        cell(Cell::Participants, |row| row.trend.people = Some(estimate(2.0, 0.9, 5.0, 3))).await;
    assert_eq!(grey.spark.unwrap().class(), "");
    assert_eq!(cell(Cell::Quality, |_| {}).await.drawn.unwrap().class(), "", "it has no baseline");
}

#[tokio::test]
async fn too_few_and_no_evidence_are_said_in_words() {
    let few = cell(Cell::Quality, |row| row.quality = Some(estimate(0.9, 0.4, 0.99, 4))).await;
    assert_eq!((few.none.as_str(), few.notes[0].as_str()), ("too few", "4 of 5 grades needed"));
    let frame = frame("en").await;
    let writer = Writer { frame: &frame, to_date: false };
    let cells = writer.cells(&empty_row("ideas"));
    let none: Vec<&str> = cells.iter().map(|c| c.none.as_str()).collect();
    assert_eq!(none, ["", "", "no evidence yet", "too few", "", "–", "–", "no evidence yet"]);
}

#[tokio::test]
async fn claims_are_never_added_to_what_was_measured() {
    let money = cell(Cell::Money, |_| {}).await;
    assert_eq!(money.value, "£4,180.00");
    assert_eq!(money.notes, ["matched (12)", "+£3,020.00 claimed"]);
    let claimed = cell(Cell::Money, |row| row.money.retain(|l| l.basis == Basis::Claimed)).await;
    assert_eq!(
        (claimed.none.as_str(), claimed.notes[0].as_str()),
        ("no evidence yet", "+£3,020.00 claimed")
    );
}

#[tokio::test]
async fn to_date_has_nothing_before_it() {
    let frame = frame("en").await;
    let writer = Writer { frame: &frame, to_date: true };
    let trend = writer.cell(&row("ideas"), Cell::Trend);
    assert!(trend.is_none() && trend.notes[0].contains("nothing before"));
    assert_eq!(writer.cell(&row("ideas"), Cell::Participants).spark, None);
}

#[tokio::test]
async fn the_grid_has_eight_cells_that_lead_on() {
    let world = World::lively().await;
    let page = world.reads("owner", "/console/measures?window=90d&unit=cycles").await;
    assert_eq!(page.status, 200, "{}", page.body);
    for letter in ["a", "b", "c", "d", "e", "f", "g", "h"] {
        let href = format!("/console/measures/ideas/{letter}?window=90d&#38;unit=cycles");
        assert!(page.body.contains(&href), "{href}: {}", page.body);
        let behind = world.reads("owner", &href.replace("&#38;", "&")).await;
        assert_eq!(behind.status, 200, "{letter}: {}", behind.body);
        assert!(behind.body.contains("How it is counted"));
    }
    assert_eq!(page.body.matches("data-l=").count(), 8);
    for window in ["28d", "month", "90d", "year", "all", "custom&from=2026-01-01&to=2026-02-01"] {
        assert_eq!(
            world.reads("owner", &format!("/console/measures?window={window}")).await.status,
            200
        );
    }
    for missing in ["/console/measures/ideas/z", "/console/measures/reviews/a"] {
        assert_eq!(world.reads("owner", missing).await.status, 404);
    }
}

#[tokio::test]
async fn days_that_run_backwards_keep_the_form() {
    let world = World::lively().await;
    let page =
        world.reads("owner", "/console/measures?window=custom&from=2026-03-02&to=2026-03-01").await;
    assert_eq!(page.status, 422);
    assert!(page.body.contains("value=\"2026-03-02\"") && page.body.contains("role=\"alert\""));
}

#[tokio::test]
async fn rows_and_query_can_be_taken_away() {
    let world = World::lively().await;
    let json = world.reads("owner", "/console/measures/grid.json").await;
    let json: serde_json::Value = serde_json::from_str(&json.body).unwrap();
    assert_eq!(json["rows"][0]["participants"]["people"], 312);
    let sql = world.reads("owner", "/console/measures/recompute.sql").await;
    assert!(sql.body.contains("set variable contributions = ['ideas.put_forward']::varchar[];"));
    assert!(sql.body.contains("set variable spent = ['ideas.spent']::varchar[];"));
    assert!(sql.body.contains("lake.deedwell.actions"));
    let csv = world.reads("owner", "/console/measures/ideas/b/rows").await;
    assert!(csv.body.starts_with("sequence,happened_at,kind"), "{}", csv.body);
    assert_eq!(world.reads("viewer", "/console/measures/ideas/b/rows").await.status, 403);
}
