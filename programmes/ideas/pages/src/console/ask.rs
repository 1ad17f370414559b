//! What can be asked of the working list, as it stands in an address.

use deedwell_core::{Error, Result};
use deedwell_web::Frame;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::board::Board;
use crate::stage::Stage;
use crate::store::{DeskAsk, DeskOrder, Triage};
use deedwell_web::address::Address;

#[derive(Deserialize, IntoParams, Clone, Debug, Default, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct ListAsk {
    /// `waiting` unless said otherwise; `held`, `revisit`, `ungraded`, `spam`, `all`.
    pub tab: Option<String>,
    /// Words of the title and the text.
    pub q: Option<String>,
    /// The key of a board.
    pub board: Option<String>,
    /// The key of a unit.
    pub unit: Option<String>,
    pub stage: Option<String>,
    pub tag: Option<String>,
    /// `due`, `new`, `old`, `votes`, `comments`, `grade`, `title`.
    pub sort: Option<String>,
    /// From 1.
    pub page: Option<usize>,
    /// What was just done to several, for its undoing.
    pub done: Option<String>,
}

/// The tabs of the list; `all` is none of the desk's.
pub const TABS: [Option<Triage>; 6] = [
    Some(Triage::Waiting),
    Some(Triage::Held),
    Some(Triage::Revisit),
    Some(Triage::Ungraded),
    Some(Triage::Spam),
    None,
];

pub fn tab_name(tab: Option<Triage>) -> &'static str {
    tab.map_or("all", Triage::name)
}

fn said(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|t| !t.is_empty())
}

impl ListAsk {
    pub fn tab(&self) -> Option<Triage> {
        match said(&self.tab) {
            Some("all") => None,
            Some(name) => {
                Triage::parse(name).filter(|t| TABS.contains(&Some(*t))).or(Some(Triage::Waiting))
            }
            // A search without a tab looks everywhere.
            None if said(&self.q).is_some() || said(&self.stage).is_some() => None,
            None => Some(Triage::Waiting),
        }
    }

    pub fn order(&self) -> DeskOrder {
        said(&self.sort).and_then(DeskOrder::parse).unwrap_or(match self.tab() {
            None | Some(Triage::Spam) => DeskOrder::New,
            Some(_) => DeskOrder::Due,
        })
    }

    /// # Errors
    /// `Missing` for a board or a unit that is not here.
    pub fn question(&self, frame: &Frame, boards: &[Board]) -> Result<DeskAsk> {
        let board = said(&self.board).map(|key| {
            let found = boards.iter().find(|b| b.key == key);
            found.map(|b| b.id).ok_or(Error::Missing("board"))
        });
        let unit = said(&self.unit).map(|key| {
            let found = frame.units.iter().find(|u| u.key == key);
            found.map(|u| u.id).ok_or(Error::Missing("unit"))
        });
        Ok(DeskAsk {
            triage: self.tab(),
            board: board.transpose()?,
            unit: unit.transpose()?,
            stage: said(&self.stage).and_then(Stage::parse),
            tag: said(&self.tag).map(str::to_lowercase),
            search: said(&self.q).map(str::to_owned),
            order: self.order(),
            page: self.page.unwrap_or(1).max(1) - 1,
        })
    }

    /// The same question as an address, without the page and what was just done.
    pub fn address(&self, path: &'static str) -> Address {
        Address::to(path)
            .with("tab", tab_name(self.tab()))
            .with_some("q", said(&self.q))
            .with_some("board", said(&self.board))
            .with_some("unit", said(&self.unit))
            .with_some("stage", said(&self.stage))
            .with_some("tag", said(&self.tag))
            .with_some("sort", said(&self.sort))
    }

    /// Whether anything narrows the tab.
    pub fn is_filtered(&self) -> bool {
        [&self.q, &self.board, &self.unit, &self.stage, &self.tag].iter().any(|f| said(f).is_some())
    }

    /// From what stood after the question mark of the list, as a form hands it back.
    pub fn of(question: &str) -> Self {
        let good =
            question.len() <= 2_000 && question.bytes().all(|b| b.is_ascii_graphic() && b != b'#');
        let uri = if good { format!("/console/ideas?{question}") } else { String::new() };
        let read = |uri: axum::http::Uri| axum::extract::Query::<Self>::try_from_uri(&uri).ok();
        let mut ask = uri.parse().ok().and_then(read).map(|query| query.0).unwrap_or_default();
        ask.done = None;
        ask
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_found_again_from_its_question() {
        let ask = ListAsk {
            tab: Some("held".into()),
            q: Some(" wet & dry ".into()),
            page: Some(3),
            ..ListAsk::default()
        };
        let question = ask.address("/console/ideas").question();
        assert_eq!(question, "tab=held&q=wet%20%26%20dry");
        let again = ListAsk::of(&question);
        assert_eq!(again.q.as_deref(), Some("wet & dry"));
        assert_eq!(again.tab(), Some(Triage::Held));
        for elsewhere in ["\r\nlocation: /evil", "#x", "tab=all&unknown=1"] {
            assert_eq!(ListAsk::of(elsewhere), ListAsk::default(), "{elsewhere}");
        }
    }

    #[test]
    fn a_search_looks_everywhere() {
        assert_eq!(ListAsk::default().tab(), Some(Triage::Waiting));
        let search = ListAsk { q: Some("rack".into()), ..ListAsk::default() };
        assert_eq!((search.tab(), search.order()), (None, DeskOrder::New));
        assert_eq!(ListAsk { tab: Some("nonsense".into()), ..search }.tab(), Some(Triage::Waiting));
    }
}
