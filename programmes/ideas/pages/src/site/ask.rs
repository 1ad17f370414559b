//! What of the board is asked for, and the addresses that ask for a little else.

use deedwell_web::address::Address;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::board::Board;
use crate::rank::Order;
use crate::stage::Stage;
use crate::store::{BoardAsk, LAST_PAGE};

/// What stands in the address. What cannot be used is left out: a link of last year still shows ideas.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct BoardQuery {
    /// A board's short word; none: all boards.
    board: Option<String>,
    /// `random`, `hot`, `top` or `new`.
    order: Option<String>,
    stage: Option<String>,
    /// `yes` or `no`.
    answered: Option<String>,
    tag: Option<String>,
    /// Words to look for.
    q: Option<String>,
    /// From 1.
    page: Option<String>,
}

/// The same, understood.
#[derive(Clone, Debug)]
pub(crate) struct Shown {
    pub board: Option<Board>,
    pub order: Order,
    pub stage: Option<Stage>,
    pub answered: Option<bool>,
    pub tag: Option<String>,
    pub search: Option<String>,
    /// From 1.
    pub page: u64,
}

/// Chance is fair to what nobody has seen yet, so it is what people see first.
const FIRST: Order = Order::Random;
/// Of what is searched for.
const LONGEST_SEARCH: usize = 100;

impl Shown {
    pub fn new(query: &BoardQuery, board: Option<Board>) -> Self {
        let text = |text: &Option<String>| {
            let text = crate::words::line(text.as_deref().unwrap_or_default());
            let text: String = text.chars().take(LONGEST_SEARCH).collect();
            (!text.is_empty()).then_some(text)
        };
        let stage = query.stage.as_deref().and_then(Stage::parse).filter(|s| s.is_listed());
        let answered = match query.answered.as_deref() {
            Some("yes") => Some(true),
            Some("no") => Some(false),
            _ => None,
        };
        Self {
            board,
            order: query.order.as_deref().and_then(|o| o.parse().ok()).unwrap_or(FIRST),
            stage,
            answered: answered.filter(|_| stage.is_none()),
            tag: text(&query.tag).map(|tag| tag.to_lowercase()),
            search: text(&query.q),
            page: page(query.page.as_deref()),
        }
    }

    /// The board's short word, if one is asked for.
    pub fn key(query: &BoardQuery) -> Option<&str> {
        query.board.as_deref().filter(|key| !key.is_empty())
    }

    pub fn ask(&self, seed: u64) -> BoardAsk {
        BoardAsk {
            board: self.board.as_ref().map(|board| board.id),
            stage: self.stage,
            answered: self.answered,
            tag: self.tag.clone(),
            search: self.search.clone(),
            order: self.order,
            seed,
            page: usize::try_from(self.page - 1).unwrap_or(LAST_PAGE),
        }
    }

    /// Anything but everything, whatever its order.
    pub fn is_narrowed(&self) -> bool {
        self.stage.is_some()
            || self.answered.is_some()
            || self.tag.is_some()
            || self.search.is_some()
    }

    /// The first page of this.
    pub fn address(&self) -> String {
        let order = Some(self.order.name()).filter(|_| self.order != FIRST);
        Address::to("/ideas")
            .with_some("board", self.board.as_ref().map(|board| &board.key))
            .with_some("order", order)
            .with_some("stage", self.stage.map(Stage::name))
            .with_some("answered", self.answered.map(|yes| if yes { "yes" } else { "no" }))
            .with_some("tag", self.tag.as_deref())
            .with_some("q", self.search.as_deref())
            .to_string()
    }

    pub fn on(&self, board: Option<Board>) -> String {
        Self { board, ..self.clone() }.address()
    }

    pub fn in_order(&self, order: Order) -> String {
        Self { order, ..self.clone() }.address()
    }

    pub fn at(&self, stage: Option<Stage>, answered: Option<bool>) -> String {
        Self { stage, answered, ..self.clone() }.address()
    }

    pub fn tagged(&self, tag: Option<&str>) -> String {
        Self { tag: tag.map(str::to_owned), ..self.clone() }.address()
    }

    pub fn without_search(&self) -> String {
        Self { search: None, ..self.clone() }.address()
    }

    /// Everything, in this order on this board.
    pub fn everything(&self) -> String {
        let Self { board, order, page, .. } = self.clone();
        Self { board, order, stage: None, answered: None, tag: None, search: None, page }.address()
    }
}

/// From 1; nonsense is the first.
pub(crate) fn page(text: Option<&str>) -> u64 {
    text.and_then(|text| text.parse().ok()).unwrap_or(1).clamp(1, LAST_PAGE as u64 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_what_was_chosen() {
        let query = BoardQuery {
            order: Some("top".to_owned()),
            stage: Some("planned".to_owned()),
            answered: Some("yes".to_owned()),
            q: Some(" a&b=ü ".to_owned()),
            page: Some("nine".to_owned()),
            ..BoardQuery::default()
        };
        let shown = Shown::new(&query, None);
        assert_eq!(shown.address(), "/ideas?order=top&stage=planned&q=a%26b%3D%C3%BC");
        assert_eq!(shown.at(None, Some(false)), "/ideas?order=top&answered=no&q=a%26b%3D%C3%BC");
        assert_eq!(shown.everything(), "/ideas?order=top");
        assert_eq!((shown.page, shown.ask(7).page), (1, 0));
    }

    #[test]
    fn what_cannot_be_used_is_left_out() {
        let query = BoardQuery {
            order: Some("x".to_owned()),
            stage: Some("spam".to_owned()),
            page: Some("0".to_owned()),
            ..BoardQuery::default()
        };
        assert_eq!(Shown::new(&query, None).address(), "/ideas");
    }
}
