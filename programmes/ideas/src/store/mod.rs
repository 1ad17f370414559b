//! What is found and what is kept: one function per statement.
//!
//! [`ideas`] and [`votes`] hold the idea and who wants it, [`comments`], [`answers`], [`merges`] and
//! [`ledger`] (money, credit) what was added to it; [`apart`] which votes are counted apart; [`boards`] the settings. [`board`], [`lists`], [`desk`]
//! and [`news`] are what pages show, [`ranks`] the orders behind them, [`pages`] the rest of what they
//! ask for. Nothing here decides.
mod after;
mod again;
mod answers;
mod apart;
mod board;
mod boards;
mod comments;
mod desk;
mod edits;
mod forget;
mod holds;
mod ideas;
mod ledger;
mod listed;
mod lists;
mod merges;
mod news;
mod pages;
mod people;
mod ranks;
mod triage;
mod votes;
mod words;

pub use after::*;
pub use again::*;
pub use answers::*;
pub use apart::*;
pub use board::*;
pub use boards::*;
pub use comments::*;
pub use desk::*;
pub use edits::*;
pub use forget::*;
pub use holds::holds;
pub use ideas::*;
pub use ledger::*;
pub use listed::*;
pub use lists::*;
pub use merges::*;
pub use news::*;
pub use pages::*;
pub use people::*;
pub use ranks::*;
pub use triage::*;
pub use votes::*;
pub use words::*;

use deedwell_core::{Error, Id, Part, Result};
use deedwell_store::{Row, Value};

use self::comments::{read_comment, read_removal};
use self::news::read_release;

use crate::idea::Idea;
use crate::stage::Stage;

/// Rows on a page.
pub const PAGE: usize = 20;
/// The furthest page that is shown: beyond it people search.
pub const LAST_PAGE: usize = 500;

/// Part of a list. Pages begin at 0.
#[derive(Clone, Debug)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub page: usize,
    pub more: bool,
    /// All of the list, this page and the others.
    pub total: i64,
}

impl<T> Page<T> {
    fn map<U>(self, items: impl FnOnce(Vec<T>) -> Vec<U>) -> Page<U> {
        Page { items: items(self.items), page: self.page, more: self.more, total: self.total }
    }
}

/// One more row than fits says whether there is a next page.
fn page_of<T>(mut items: Vec<T>, page: usize, total: i64) -> Page<T> {
    let more = items.len() > PAGE;
    items.truncate(PAGE);
    Page { items, page, more, total }
}

fn stage(row: &Row, column: &str) -> Result<Stage> {
    stage_or_null(row, column)?.ok_or_else(|| Error::fault(format!("no stage in {column}")))
}

fn stage_or_null(row: &Row, column: &str) -> Result<Option<Stage>> {
    let known = |text: String| {
        Stage::parse(&text).ok_or_else(|| Error::fault(format!("{column} is no stage: {text}")))
    };
    row.text_or_null(column)?.map(known).transpose()
}

fn day_or_null(row: &Row, column: &str) -> Result<Option<jiff::civil::Date>> {
    row.text_or_null(column)?.map(|text| text.parse().map_err(Error::fault)).transpose()
}

fn part(row: &Row, column: &str) -> Result<Part> {
    let text = row.text(column)?;
    let found = Part::ALL.into_iter().find(|part| part.name() == text);
    found.ok_or_else(|| Error::fault(format!("{column} is no part: {text}")))
}

/// Twenty ids for `in (?, …)`; the last is repeated where there are fewer.
fn twenty(ids: &[Id<Idea>]) -> Option<[Value; PAGE]> {
    let last = *ids.last()?;
    Some(std::array::from_fn(|i| ids.get(i).copied().unwrap_or(last).into()))
}
