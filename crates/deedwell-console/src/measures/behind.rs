//! Who and what a cell of the grid counts, and by which definition.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use deedwell_core::behaviour::{Behind, Cell, EntryPage};
use deedwell_core::{Error, Result};
use deedwell_web::{Answer, Deedwell, Frame, Programme, Query, Right, Site, StaffMember, Tx, View};
use serde_json::json;

use super::ask::{Asked, BehindAsk};
use super::cell::{CellText, Writer};
use crate::home::cursor;
use crate::look::file::{Csv, MOST_ROWS};
use crate::look::line::{Line, Names};
use crate::people::note_export;

/// Lines of a page.
const PAGE: usize = 50;
/// Entries asked of the ledger at once, for a file.
const BATCH: usize = 1_000;

#[derive(Template)]
#[template(path = "measures/behind.html")]
pub(super) struct Page {
    frame: Frame,
    asked: Asked,
    name: String,
    programme: &'static str,
    text: Option<CellText>,
    cell: Cell,
    lines: Vec<Line>,
    total: u64,
    people: u64,
    newer: String,
    older: String,
}

/// The programme and the cell of an address.
fn place(frame: &Frame, programme: &str, letter: &str) -> Result<(&'static Programme, Cell)> {
    let programmes = frame.app().programmes();
    let found = programmes.iter().find(|p| p.name == programme).copied();
    let cell = Cell::parse(letter).ok_or(Error::Missing("measure"))?;
    Ok((found.ok_or(Error::Missing("programme"))?, cell))
}

pub(super) async fn behind(
    app: State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    Tx(mut tx): Tx,
    Path((programme, letter)): Path<(String, String)>,
    Query(ask): Query<BehindAsk>,
) -> Answer<View<Page>> {
    let (programme, cell) = place(&frame, &programme, &letter)?;
    let asked = ask.grid().asked(&frame)?;
    let before = cursor(ask.before.as_deref())?;
    let question = question(&asked, programme, cell, before, PAGE);
    let page = app.behaviour().behind(site.organisation, &question)?;
    let grid = app.behaviour().grid(site.organisation, &asked.window)?;
    let row = grid.rows.iter().find(|r| r.programme == programme.name);
    let writer = Writer { frame: &frame, to_date: asked.period.is_to_date() };
    let text = row.map(|row| writer.cell(row, cell));
    let lines = Names::of(&mut tx, &frame, &page.entries).await?.lines(&frame, &page.entries);
    let top = asked.address(format!("/console/measures/{}/{letter}", programme.name));
    let newer = before.map(|_| top.to_string()).unwrap_or_default();
    let older = page.next.map(|next| top.with("before", next.text()).to_string());
    Ok(View(Page {
        name: frame.programme_name(programme),
        programme: programme.name,
        total: page.total,
        people: page.people,
        older: older.unwrap_or_default(),
        newer,
        asked,
        text,
        cell,
        lines,
        frame,
    }))
}

fn question(
    asked: &Asked,
    programme: &Programme,
    cell: Cell,
    before: Option<deedwell_core::behaviour::Cursor>,
    limit: usize,
) -> Behind {
    Behind { window: asked.window, programme: programme.name.to_owned(), cell, before, limit }
}

impl Page {
    fn letter(&self) -> &'static str {
        self.cell.letter()
    }

    fn heading(&self) -> String {
        let head = self.frame.t(&format!("measures-{}-head", self.letter()));
        format!("{}) {head}", self.letter())
    }

    /// What the measure asks, in a sentence.
    fn definition(&self) -> String {
        self.frame.t(&format!("measures-{}-means", self.letter()))
    }

    fn formula(&self) -> String {
        self.frame.t(&format!("measures-{}-formula", self.letter()))
    }

    fn listed(&self) -> String {
        self.frame.t(&format!("measures-{}-listed", self.letter()))
    }

    fn count(&self) -> String {
        let entries = self.frame.n("measures-behind-entries", self.total);
        let people = self.frame.n("measures-behind-people", self.people);
        format!("{entries} · {people}")
    }

    fn window(&self) -> String {
        self.asked.words(&self.frame)
    }

    fn back(&self) -> String {
        self.asked.address("/console/measures").to_string()
    }

    fn csv_href(&self) -> String {
        let path = format!("/console/measures/{}/{}/rows", self.programme, self.letter());
        self.asked.address(path).to_string()
    }

    fn may_export(&self) -> bool {
        self.frame.may(Right::ExportPeople)
    }

    fn unit_name(&self) -> &str {
        self.asked.unit.as_ref().map_or("", |u| u.name.as_str())
    }
}

const HEADS: [&str; 10] = [
    "sequence",
    "happened_at",
    "kind",
    "part",
    "person",
    "person_name",
    "about",
    "title",
    "value",
    "currency",
];

/// Everything that the cell counts, newest first.
pub(super) async fn rows(
    app: State<Deedwell>,
    site: Arc<Site>,
    staff: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path((programme, letter)): Path<(String, String)>,
    Query(ask): Query<BehindAsk>,
) -> Answer<Response> {
    let (programme, cell) = place(&frame, &programme, &letter)?;
    let asked = ask.grid().asked(&frame)?;
    let detail = json!({ "programme": programme.name, "measure": cell.letter() });
    note_export(&app, &site, &staff, "measures.exported", None, &detail).await?;
    let mut csv = Csv::new(&HEADS);
    let (mut before, mut written) = (None, 0);
    loop {
        let question = question(&asked, programme, cell, before, BATCH);
        let page = app.behaviour().behind(site.organisation, &question)?;
        write(&mut csv, &mut tx, &frame, &page).await?;
        written += page.entries.len();
        before = page.next;
        if before.is_none() || written >= MOST_ROWS {
            break;
        }
    }
    Ok(csv.answer(&format!("{}-{}.csv", programme.name, cell.letter())))
}

async fn write(
    csv: &mut Csv,
    tx: &mut deedwell_store::Tx,
    frame: &Frame,
    page: &EntryPage,
) -> Result<()> {
    let names = Names::of(tx, frame, &page.entries).await?;
    for entry in &page.entries {
        let person = entry.person.map(|id| names.person(frame, id).name);
        let title = names.line(frame, entry).title.map(|t| t.name);
        csv.row([
            entry.sequence.to_string(),
            entry.at.to_string(),
            entry.kind.to_string(),
            entry.part.name().to_owned(),
            entry.person.map(|id| id.to_string()).unwrap_or_default(),
            person.unwrap_or_default(),
            entry.about.as_deref().unwrap_or_default().to_owned(),
            title.unwrap_or_default(),
            entry.value.map(|v| v.decimal()).unwrap_or_default(),
            entry.value.map(|v| v.currency.to_string()).unwrap_or_default(),
        ]);
    }
    Ok(())
}
