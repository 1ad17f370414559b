//! The grid.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::Timestamp;
use deedwell_core::behaviour::{Cell, Grid};
use deedwell_web::answer::{Errors, Render};
use deedwell_web::{Answer, Deedwell, Frame, Query, Site};

use super::ask::{Asked, GridAsk};
use super::cell::{CellText, Writer};
use crate::look::period::Period;
use deedwell_web::address::Address;

#[derive(Template)]
#[template(path = "measures/grid.html")]
pub(super) struct Page {
    frame: Frame,
    ask: GridAsk,
    asked: Asked,
    eligible: u64,
    up_to: Timestamp,
    rows: Vec<Row>,
    errors: Errors,
}

struct Row {
    programme: &'static str,
    name: String,
    icon: &'static str,
    href: &'static str,
    cells: Vec<CellText>,
}

/// Days that cannot be used are shown again with the reason, above the usual window.
pub(super) async fn grid(
    app: State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    Query(ask): Query<GridAsk>,
) -> Answer<Response> {
    let (asked, errors) = match ask.asked(&frame) {
        Ok(asked) => (asked, Errors::none()),
        Err(error) => {
            let usual = GridAsk { unit: ask.unit.clone(), ..GridAsk::default() };
            let errors = Errors::of(error)?;
            (usual.asked(&frame)?, errors)
        }
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let grid = app.behaviour().grid(site.organisation, &asked.window)?;
    let rows = rows(&frame, &asked, &grid);
    let page = Page { ask, asked, eligible: grid.eligible, up_to: grid.up_to, rows, errors, frame };
    Ok(page.respond_with(status))
}

fn rows(frame: &Frame, asked: &Asked, grid: &Grid) -> Vec<Row> {
    let writer = Writer { frame, to_date: asked.period.is_to_date() };
    let row = |row: &deedwell_core::behaviour::GridRow| {
        let programme = frame.app().programmes().iter().find(|p| p.name == row.programme);
        Row {
            programme: row.programme,
            name: programme.map_or_else(|| row.programme.to_owned(), |p| frame.programme_name(p)),
            icon: programme.map_or("list", |p| p.icon),
            href: programme.map_or("/console/measures", |p| p.console),
            cells: writer.cells(row),
        }
    };
    grid.rows.iter().map(row).collect()
}

/// A column's head.
struct Head {
    letter: &'static str,
    words: String,
    under: String,
}

/// One choice among a few, by address.
struct Chip {
    href: String,
    words: String,
    here: bool,
}

impl Page {
    fn heads(&self) -> Vec<Head> {
        let head = |cell: Cell| {
            let letter = cell.letter();
            let under = if cell == Cell::Contributions {
                self.asked.words(&self.frame)
            } else {
                self.frame.t(&format!("measures-{letter}-under"))
            };
            Head { letter, words: self.frame.t(&format!("measures-{letter}-head")), under }
        };
        Cell::ALL.into_iter().map(head).collect()
    }

    fn cell_href(&self, row: &Row, cell: &CellText) -> String {
        let path = format!("/console/measures/{}/{}", row.programme, cell.letter());
        self.asked.address(path).to_string()
    }

    fn cell_name(&self, row: &Row, cell: &CellText) -> String {
        format!("{}, {}", row.name, cell.label)
    }

    fn windows(&self) -> Vec<Chip> {
        let base = |name: &str| {
            let address = self.asked.address("/console/measures").with("window", name);
            address.without("from").without("to").to_string()
        };
        let chip = |period: Period| Chip {
            href: base(period.name()),
            words: self.frame.t(&format!("measures-window-{}", period.name())),
            here: self.asked.period == period,
        };
        Period::LONG.into_iter().map(chip).collect()
    }

    fn is_custom(&self) -> bool {
        matches!(self.asked.period, Period::Custom(..)) || !self.errors.is_empty()
    }

    fn units(&self) -> Vec<Chip> {
        if self.frame.units.len() < 2 {
            return Vec::new();
        }
        let base: Address = self.asked.address("/console/measures").without("unit");
        let all = Chip {
            href: base.to_string(),
            words: self.frame.t("measures-all-units"),
            here: self.asked.unit.is_none(),
        };
        let units = self.frame.units.iter().map(|u| Chip {
            href: base.clone().with("unit", &u.key).to_string(),
            words: u.name.clone(),
            here: self.asked.unit.as_ref().is_some_and(|chosen| chosen.id == u.id),
        });
        std::iter::once(all).chain(units).collect()
    }

    fn unit_key(&self) -> &str {
        self.asked.unit.as_ref().map_or("", |u| u.key.as_str())
    }

    fn from(&self) -> &str {
        self.ask.from.as_deref().unwrap_or_default()
    }

    fn to(&self) -> &str {
        self.ask.to.as_deref().unwrap_or_default()
    }

    fn rows_href(&self) -> String {
        self.asked.address("/console/measures/rows").to_string()
    }

    fn sample(&self) -> String {
        self.frame.n("measures-eligible", self.eligible)
    }

    fn reach(&self) -> String {
        self.frame.w("measures-up-to", self.frame.moment(&self.up_to))
    }
}
