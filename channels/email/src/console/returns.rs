//! What came back: bounces, complaints, and what nobody could read.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use deedwell_core::Id;
use deedwell_web::address::Address;
use deedwell_web::answer::{Choice, on_with};
use deedwell_web::{Answer, Frame, Query, Tx, View};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::returned::Kind;
use crate::store::{self, ReturnNoun, ReturnRow, ReturnsAsk};

/// Rows of a page.
const PAGE: usize = 50;
/// Letters of a message that are shown.
const SHOWN: usize = 20_000;

#[derive(Deserialize, IntoParams, Clone, Default)]
#[serde(default, deny_unknown_fields)]
pub(super) struct ReturnsQuery {
    /// `bounce`, `complaint`, `automatic` or `unknown`.
    kind: String,
    /// `no` for what no letter of ours is meant by.
    placed: String,
    /// Older than this one.
    before: String,
}

#[derive(Template)]
#[template(path = "console/returns.html")]
pub(super) struct ReturnsPage {
    frame: Frame,
    rows: Vec<ReturnRow>,
    kinds: Vec<Choice>,
    placed: Vec<Choice>,
    is_filtered: bool,
    newer: String,
    older: String,
}

#[derive(Template)]
#[template(path = "console/return.html")]
pub(super) struct ReturnPage {
    frame: Frame,
    row: ReturnRow,
    raw: String,
}

fn kind(frame: &Frame, row: &ReturnRow) -> (&'static str, String) {
    let key = match row.kind {
        Kind::Bounce if row.severity == "hard" => ("down", "email-kind-hard"),
        Kind::Bounce => ("wait", "email-kind-soft"),
        Kind::Complaint => ("down", "email-kind-complaint"),
        Kind::Automatic => ("", "email-kind-automatic"),
        Kind::Unknown => ("wait", "email-kind-unknown"),
    };
    (key.0, frame.t(key.1))
}

impl ReturnsPage {
    fn kind(&self, row: &ReturnRow) -> (&'static str, String) {
        kind(&self.frame, row)
    }

    fn whose(&self, row: &ReturnRow) -> String {
        if row.address.is_empty() {
            self.frame.t("email-return-nobody")
        } else {
            row.address.clone()
        }
    }
}

impl ReturnPage {
    fn kind(&self) -> (&'static str, String) {
        kind(&self.frame, &self.row)
    }

    fn whose(&self) -> String {
        if self.row.address.is_empty() {
            self.frame.t("email-return-nobody")
        } else {
            self.row.address.clone()
        }
    }

    fn waits(&self) -> bool {
        self.row.letter.is_none() && self.row.seen_at.is_none()
    }
}

pub(super) async fn list(
    frame: Frame,
    Tx(mut tx): Tx,
    Query(asked): Query<ReturnsQuery>,
) -> Answer<View<ReturnsPage>> {
    let before = asked.before.parse::<Id<ReturnNoun>>().ok();
    let ask =
        ReturnsAsk { kind: Kind::parse(&asked.kind), is_unplaced: asked.placed == "no", before };
    let mut rows = store::returns(&mut tx, &ask, PAGE).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let here = Address::to("/console/email/returns")
        .with("kind", &asked.kind)
        .with("placed", &asked.placed);
    let last = rows.last().filter(|_| more).map(|row| row.id);
    let older = last.map(|id| here.clone().with("before", id).to_string()).unwrap_or_default();
    let newer = if asked.before.is_empty() { String::new() } else { here.to_string() };
    let any = || (String::new(), frame.t("email-returns-any"));
    let kinds = ["bounce", "complaint", "automatic", "unknown"]
        .map(|k| (k.to_owned(), frame.t(&format!("email-returns-{k}"))));
    let kinds = Choice::list(std::iter::once(any()).chain(kinds), &asked.kind);
    let placed = [any(), ("no".to_owned(), frame.t("email-returns-unplaced"))];
    let placed = Choice::list(placed, &asked.placed);
    let is_filtered = !(asked.kind.is_empty() && asked.placed.is_empty());
    Ok(View(ReturnsPage { frame, rows, kinds, placed, is_filtered, newer, older }))
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<ReturnNoun>>,
) -> Answer<View<ReturnPage>> {
    let (row, raw) = store::one_return(&mut tx, id).await?;
    let raw: String = String::from_utf8_lossy(&raw)
        .chars()
        .filter(|c| *c == '\n' || *c == '\t' || !c.is_control())
        .take(SHOWN)
        .collect();
    Ok(View(ReturnPage { frame, row, raw }))
}

pub(super) async fn seen(Tx(mut tx): Tx, Path(id): Path<Id<ReturnNoun>>) -> Answer<Response> {
    store::one_return(&mut tx, id).await?;
    store::see_return(&mut tx, id).await?;
    tx.commit().await?;
    Ok(on_with("/console/email/returns?placed=no", "email-said-seen"))
}
