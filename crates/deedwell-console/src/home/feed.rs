//! What is happening now, and everything that happened in a period.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use deedwell_core::behaviour::{Cursor, Entries};
use deedwell_core::{Error, Id, Organisation, Part, Result, Unit};
use deedwell_web::{Answer, Deedwell, Frame, Query, Site, Tx, View};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{HomeAsk, THEIRS};
use crate::look::line::{Line, Names};
use crate::look::period::{self, Period};
use deedwell_web::address::Address;

/// Lines of the live list.
const NEWEST: usize = 10;
/// Lines of a page of everything.
const PAGE: usize = 50;

/// The newest lines, whoever acted.
pub async fn newest(
    app: &State<Deedwell>,
    tx: &mut deedwell_store::Tx,
    frame: &Frame,
    organisation: Id<Organisation>,
    unit: Option<Id<Unit>>,
) -> Result<Vec<Line>> {
    // What the system works out by itself, such as how far somebody is trusted, happens to nobody now.
    let parts = vec![Part::Customer, Part::Visitor, Part::Staff];
    let ask = Entries { unit, parts, limit: NEWEST, ..Entries::default() };
    let page = app.behaviour().entries(organisation, &ask)?;
    Ok(Names::of(tx, frame, &page.entries).await?.lines(frame, &page.entries))
}

#[derive(Template)]
#[template(path = "home/feed.html", block = "lines")]
pub(super) struct Piece {
    frame: Frame,
    lines: Vec<Line>,
}

pub(super) async fn live(
    app: State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<HomeAsk>,
) -> Answer<View<Piece>> {
    let unit = period::unit(&frame, ask.unit.as_deref())?.map(|u| u.id);
    let lines = newest(&app, &mut tx, &frame, site.organisation, unit).await?;
    Ok(View(Piece { frame, lines }))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct HappenedAsk {
    /// `24h`, `7d` or `28d`.
    since: Option<String>,
    /// The key of a unit.
    unit: Option<String>,
    /// `everything`: also what counts for nothing.
    show: Option<String>,
    /// Entries older than this one only: the cursor that the page before gave.
    before: Option<String>,
}

/// The choice of what stands in the list, and its words.
struct Shown {
    href: String,
    words: String,
    here: bool,
}

#[derive(Template)]
#[template(path = "home/feed.html")]
pub(super) struct Page {
    frame: Frame,
    lines: Vec<Line>,
    total: u64,
    people: u64,
    since: Period,
    everything: bool,
    shown: [Shown; 2],
    newer: String,
    older: String,
}

impl Page {
    fn sentence(&self) -> String {
        let key =
            if self.everything { "home-everything-sentence" } else { "home-happened-sentence" };
        self.frame.m(
            key,
            &[
                ("since", self.frame.t(&format!("home-since-{}", self.since.name()))),
                ("people", self.frame.n("home-people", self.people)),
                ("things", self.frame.n("home-things", self.total)),
            ],
        )
    }
}

pub(super) async fn happened(
    app: State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<HappenedAsk>,
) -> Answer<View<Page>> {
    let unit = period::unit(&frame, ask.unit.as_deref())?;
    let since = since(ask.since.as_deref());
    let window = period::window(since, unit.as_ref().map(|u| u.id), &frame)?;
    let before = cursor(ask.before.as_deref())?;
    let everything = ask.show.as_deref() == Some("everything");
    let entries = Entries {
        parts: THEIRS.to_vec(),
        unit: window.unit,
        from: Some(window.from),
        to: Some(window.to),
        counted: !everything,
        before,
        limit: PAGE,
        ..Entries::default()
    };
    let page = app.behaviour().entries(site.organisation, &entries)?;
    let lines = Names::of(&mut tx, &frame, &page.entries).await?.lines(&frame, &page.entries);
    let counted =
        Address::to("/console/happened").with("since", since.name()).with_some("unit", ask.unit);
    let all = counted.clone().with("show", "everything");
    let choice =
        |at: &Address, key: &str, here| Shown { href: at.to_string(), words: frame.t(key), here };
    let shown = [
        choice(&counted, "home-show-counted", !everything),
        choice(&all, "home-show-everything", everything),
    ];
    let first = if everything { all } else { counted };
    let newer = before.map(|_| first.to_string()).unwrap_or_default();
    let older = page.next.map(|c| first.clone().with("before", c.text()).to_string());
    let older = older.unwrap_or_default();
    let (total, people) = (page.total, page.people);
    Ok(View(Page { lines, total, people, since, everything, shown, newer, older, frame }))
}

/// What Home's chips offer; anything else is the shortest.
pub fn since(text: Option<&str>) -> Period {
    let chosen = text.and_then(Period::parse).filter(|p| Period::SHORT.contains(p));
    chosen.unwrap_or(Period::Day)
}

/// The cursor of an address.
///
/// # Errors
/// `Invalid` for what no page gave.
pub fn cursor(text: Option<&str>) -> Result<Option<Cursor>> {
    let Some(text) = text.filter(|t| !t.is_empty()) else { return Ok(None) };
    let wrong =
        || Error::invalid("before", "This is no place in the list. Please go back to its top.");
    Cursor::parse(text).map(Some).ok_or_else(wrong)
}
