//! Rows and query: the grid as JSON, and the SQL that computes it again from the open lake, so that
//! nobody has to believe us.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use deedwell_core::Quality;
use deedwell_core::behaviour::Window;
use deedwell_web::{Answer, Deedwell, Frame, Programme, Query, Site, View};

use super::ask::{Asked, GridAsk};
use crate::look::file;

/// The question itself, the same for every programme; its parameters are set before it.
pub const RECOMPUTE: &str = include_str!("recompute.sql");

#[derive(Template)]
#[template(path = "measures/rows.html")]
pub(super) struct Page {
    frame: Frame,
    asked: Asked,
    sql: String,
}

pub(super) async fn page(
    app: State<Deedwell>,
    frame: Frame,
    Query(ask): Query<GridAsk>,
) -> Answer<View<Page>> {
    let asked = ask.asked(&frame)?;
    let sql = text(app.programmes(), &asked.window);
    Ok(View(Page { asked, sql, frame }))
}

impl Page {
    fn json_href(&self) -> String {
        self.asked.address("/console/measures/grid.json").to_string()
    }

    fn sql_href(&self) -> String {
        self.asked.address("/console/measures/recompute.sql").to_string()
    }

    fn back(&self) -> String {
        self.asked.address("/console/measures").to_string()
    }

    fn window(&self) -> String {
        self.asked.words(&self.frame)
    }
}

pub(super) async fn json(
    app: State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    Query(ask): Query<GridAsk>,
) -> Answer<Response> {
    let asked = ask.asked(&frame)?;
    let grid = app.behaviour().grid(site.organisation, &asked.window)?;
    Ok(file::json(&grid, "grid.json")?)
}

pub(super) async fn sql(
    app: State<Deedwell>,
    frame: Frame,
    Query(ask): Query<GridAsk>,
) -> Answer<Response> {
    let asked = ask.asked(&frame)?;
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind)], text(app.programmes(), &asked.window)).into_response())
}

/// For each programme its parameters, then the question.
fn text(programmes: &[&'static Programme], window: &Window) -> String {
    let one = |p: &&'static Programme| format!("{}\n{RECOMPUTE}", parameters(p, window));
    let measured = programmes.iter().filter(|p| !p.meaning.contributions.is_empty());
    measured.map(one).collect::<Vec<_>>().join("\n")
}

/// What a programme's deeds mean, and the window, as DuckDB's variables. Every word is a constant of
/// ours, a moment or an id: nothing that somebody typed.
pub fn parameters(programme: &Programme, window: &Window) -> String {
    let meaning = &programme.meaning;
    let bookings = |cost: bool| -> Vec<&str> {
        meaning.money.iter().filter(|b| b.cost == cost).map(|b| b.kind).collect()
    };
    let (grade, fact, worst, best) = match meaning.quality {
        Quality::Grade { kind, fact, worst, best } => (kind, fact, worst, best),
        Quality::Unknown => ("", "", 0, 1),
    };
    let unit = match window.unit {
        Some(unit) => format!("'{unit}'::uuid"),
        None => "null::uuid".to_owned(),
    };
    let lists: [(&str, Vec<&str>); 11] = [
        ("contributions", meaning.contributions.to_vec()),
        ("voided_by", meaning.voided_by.to_vec()),
        ("restored_by", meaning.restored_by.to_vec()),
        ("peer_responses", meaning.peer_responses.to_vec()),
        ("company_responses", meaning.company_responses.to_vec()),
        ("official_answers", meaning.official_answers.to_vec()),
        ("evaluated", meaning.evaluated.to_vec()),
        ("decided", meaning.decided.to_vec()),
        ("implemented", meaning.implemented.to_vec()),
        ("earned", bookings(false)),
        ("spent", bookings(true)),
    ];
    let mut text = format!(
        "-- {}\nset variable programme = '{}';\nset variable window_from = timestamptz '{}';\n\
         set variable window_to = timestamptz '{}';\nset variable unit = {unit};\n",
        programme.name, programme.name, window.from, window.to,
    );
    for (name, kinds) in lists {
        let kinds = kinds.iter().map(|k| format!("'{k}'")).collect::<Vec<_>>().join(", ");
        text.push_str(&format!("set variable {name} = [{kinds}]::varchar[];\n"));
    }
    text.push_str(&format!(
        "set variable grade_kind = '{grade}';\nset variable grade_fact = '{fact}';\n\
         set variable grade_worst = {worst};\nset variable grade_best = {best};\n"
    ));
    text
}
