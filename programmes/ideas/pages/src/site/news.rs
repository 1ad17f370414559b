//! What is coming and what came: the roadmap, and what was released because somebody asked.

use askama::Template;
use deedwell_core::{Error, Result};
use deedwell_store::Tx as Work;
use deedwell_web::answer::Pages;
use deedwell_web::{Answer, Frame, Query, Tx, View, Visitor};
use serde::Deserialize;
use utoipa::IntoParams;

use super::ask::page;
use super::card::{Card, Shelf};
use super::words;
use crate::board::Release;
use crate::stage::Stage;
use crate::store::{self, PAGE};

#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct RoadmapQuery {
    /// A board's short word; none: all boards.
    board: Option<String>,
}

#[derive(Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct PageQuery {
    /// From 1.
    page: Option<String>,
}

impl PageQuery {
    pub fn number(&self) -> u64 {
        page(self.page.as_deref())
    }
}

#[derive(Template)]
#[template(path = "site/roadmap.html")]
pub(crate) struct Roadmap {
    frame: Frame,
    columns: Vec<Column>,
    boards: Vec<(String, String, bool)>,
}

struct Column {
    words: String,
    cards: Vec<Card>,
}

impl Roadmap {
    fn canonical(&self) -> String {
        words::address(&self.frame, "/ideas/roadmap")
    }

    fn is_empty(&self) -> bool {
        self.columns.iter().all(|column| column.cards.is_empty())
    }
}

pub(crate) async fn roadmap(
    visitor: Visitor,
    frame: Frame,
    Query(query): Query<RoadmapQuery>,
    Tx(mut tx): Tx,
) -> Answer<View<Roadmap>> {
    let shelf = Shelf::read(&mut tx, visitor.me.as_ref()).await?;
    let key = query.board.as_deref().filter(|key| !key.is_empty());
    let board = match key {
        Some(key) => {
            let board = shelf.boards.iter().find(|board| board.key == key);
            Some(board.ok_or(Error::Missing("board"))?.id)
        }
        None => None,
    };
    let mut columns = Vec::new();
    for (stage, cards) in store::roadmap(&mut tx, board).await? {
        let words = column(&frame, &shelf, stage);
        columns.push(Column { words, cards: shelf.dress(&mut tx, &frame, cards).await? });
    }
    let all = (String::from("/ideas/roadmap"), frame.t("ideas-all-boards"), key.is_none());
    let one = |board: &crate::board::Board| {
        let href = format!("/ideas/roadmap?board={}", board.key);
        (href, board.name.clone(), key == Some(&board.key))
    };
    let boards = match shelf.boards.as_slice() {
        [] | [_] => Vec::new(),
        boards => std::iter::once(all).chain(boards.iter().map(one)).collect(),
    };
    Ok(View(Roadmap { frame, columns, boards }))
}

fn column(frame: &Frame, shelf: &Shelf, stage: Stage) -> String {
    words::capital(&words::stage(frame, &shelf.stages, stage))
}

#[derive(Template)]
#[template(path = "site/changelog.html")]
pub(crate) struct Changelog {
    frame: Frame,
    entries: Vec<Entry>,
    pages: Pages,
}

/// You asked; here it is.
struct Entry {
    release: Release,
    paragraphs: Vec<String>,
    cards: Vec<Card>,
    /// Over all its ideas: everybody who is counted for one of them.
    votes: i64,
}

impl Changelog {
    fn canonical(&self) -> String {
        words::address(&self.frame, "/ideas/changelog")
    }
}

pub(crate) async fn changelog(
    visitor: Visitor,
    frame: Frame,
    Query(query): Query<PageQuery>,
    Tx(mut tx): Tx,
) -> Answer<View<Changelog>> {
    let here = query.number();
    let shelf = Shelf::read(&mut tx, visitor.me.as_ref()).await?;
    let found = store::changelog(&mut tx, usize::try_from(here - 1).unwrap_or(0)).await?;
    let total = u64::try_from(found.total).unwrap_or(0);
    let mut entries = Vec::new();
    for (release, cards) in found.items {
        entries.push(entry(&mut tx, &frame, &shelf, release, cards).await?);
    }
    let pages = Pages::new(here, total, PAGE as u64, "/ideas/changelog");
    Ok(View(Changelog { frame, entries, pages }))
}

/// Of its ideas those that everybody can read: one may have been held since.
async fn entry(
    tx: &mut Work,
    frame: &Frame,
    shelf: &Shelf,
    release: Release,
    mut cards: Vec<store::IdeaCard>,
) -> Result<Entry> {
    cards.retain(|card| card.stage.is_listed() && card.held_at.is_none());
    let votes = cards.iter().map(|card| card.votes).sum();
    let cards = shelf.dress(tx, frame, cards).await?;
    Ok(Entry { paragraphs: words::paragraphs(&release.body), release, cards, votes })
}
