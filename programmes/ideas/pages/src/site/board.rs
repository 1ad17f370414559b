//! The board: ideas in an order that is explained, and how honestly we answer.

use askama::Template;
use deedwell_core::{Error, Result};
use deedwell_store::Tx as Work;
use deedwell_web::answer::Pages;
use deedwell_web::ask::Peer;
use deedwell_web::{Answer, Frame, Query, Tx, View, Visitor};

use super::ask::{BoardQuery, Shown};
use super::card::{Card, Shelf};
use super::honesty::Honesty;
use super::words;
use crate::board::Board;
use crate::rank::{self, Order};
use crate::stage::Stage;
use crate::store::{self, PAGE, StageCounts};

/// Tags that are offered.
const MOST_TAGS: usize = 12;

#[derive(Template)]
#[template(path = "site/board.html")]
pub(crate) struct Page {
    frame: Frame,
    shelf: Shelf,
    shown: Shown,
    cards: Vec<Card>,
    total: i64,
    pages: Pages,
    counts: StageCounts,
    tags: Vec<(String, i64)>,
    honesty: Honesty,
}

/// A way to see other ideas, or the same ones otherwise.
pub(crate) struct Chip {
    href: String,
    words: String,
    here: bool,
    count: String,
}

impl Page {
    fn heading(&self) -> String {
        self.shown.board.as_ref().map_or_else(|| self.frame.t("ideas-heading"), |b| b.name.clone())
    }

    fn lead(&self) -> String {
        let intro = self.shown.board.as_ref().map(|b| b.intro.clone());
        let days = self.honesty.promise_days;
        intro.filter(|i| !i.is_empty()).unwrap_or_else(|| self.frame.n("ideas-lead", days))
    }

    fn description(&self) -> String {
        words::excerpt(&self.lead(), 155)
    }

    /// The same list in any order is one page to who searches the web.
    fn canonical(&self) -> String {
        let board = self.shown.board.as_ref().map(|b| format!("?board={}", b.key));
        words::address(&self.frame, &format!("/ideas{}", board.unwrap_or_default()))
    }

    /// What is narrowed or turned is no page of its own for search engines.
    fn is_for_engines(&self) -> bool {
        !self.shown.is_narrowed() && self.pages.here == 1
    }

    /// There is a board here that takes ideas.
    fn takes_ideas(&self) -> bool {
        match &self.shown.board {
            Some(board) => board.closed_at.is_none(),
            None => self.shelf.boards.iter().any(|b| b.closed_at.is_none()),
        }
    }

    fn board_key(&self) -> &str {
        self.shown.board.as_ref().map_or("", |b| b.key.as_str())
    }

    fn search(&self) -> &str {
        self.shown.search.as_deref().unwrap_or_default()
    }

    fn order_name(&self) -> &'static str {
        self.shown.order.name()
    }

    fn stage_name(&self) -> &'static str {
        self.shown.stage.map_or("", Stage::name)
    }

    fn boards(&self) -> Vec<Chip> {
        if self.shelf.boards.len() < 2 {
            return Vec::new();
        }
        let all = Chip {
            href: self.shown.on(None),
            words: self.frame.t("ideas-all-boards"),
            here: self.shown.board.is_none(),
            count: String::new(),
        };
        let chip = |board: &Board| Chip {
            href: self.shown.on(Some(board.clone())),
            words: match board.closed_at {
                None => board.name.clone(),
                Some(_) => self.frame.w("ideas-board-closed", &board.name),
            },
            here: self.shown.board.as_ref().is_some_and(|here| here.id == board.id),
            count: String::new(),
        };
        std::iter::once(all).chain(self.shelf.boards.iter().map(chip)).collect()
    }

    fn orders(&self) -> Vec<Chip> {
        let orders = [Order::Random, Order::Hot, Order::Top, Order::New];
        let chip = |order: Order| Chip {
            href: self.shown.in_order(order),
            words: self.frame.t(&format!("ideas-order-{}", order.name())),
            here: self.shown.order == order,
            count: String::new(),
        };
        orders.into_iter().map(chip).collect()
    }

    fn explanation(&self) -> String {
        self.frame.t(&format!("ideas-order-{}-why", self.shown.order.name()))
    }

    /// How far they have come, each with its number; what is nowhere is not offered.
    fn states(&self) -> Vec<Chip> {
        let frame = &self.frame;
        let chip = |href: String, words: String, here: bool, n: i64| Chip {
            href,
            words,
            here,
            count: frame.number(n),
        };
        let (stage, answered) = (self.shown.stage, self.shown.answered);
        let none = stage.is_none() && answered.is_none();
        let counts = &self.counts;
        let mut chips =
            vec![chip(self.shown.at(None, None), frame.t("ideas-all"), none, counts.all())];
        let halves = [
            (false, "ideas-waiting-ones", counts.waiting()),
            (true, "ideas-answered-ones", counts.answered),
        ];
        for (yes, key, n) in halves {
            let here = answered == Some(yes);
            if n > 0 || here {
                chips.push(chip(self.shown.at(None, Some(yes)), frame.t(key), here, n));
            }
        }
        for one in Stage::ALL.into_iter().filter(|s| s.is_listed()) {
            let (n, here) = (counts.of.get(&one).copied().unwrap_or(0), stage == Some(one));
            if n > 0 || here {
                let word = words::stage(frame, &self.shelf.stages, one);
                chips.push(chip(self.shown.at(Some(one), None), words::capital(&word), here, n));
            }
        }
        chips
    }

    fn tag_chips(&self) -> Vec<Chip> {
        let chosen = self.shown.tag.as_deref();
        let chip = |(tag, n): &(String, i64)| Chip {
            href: self.shown.tagged(Some(tag)),
            words: format!("#{tag}"),
            here: chosen == Some(tag),
            count: self.frame.number(n),
        };
        self.tags.iter().filter(|(tag, _)| chosen != Some(tag)).map(chip).collect()
    }

    fn found(&self) -> String {
        self.frame.n("ideas-found", self.total)
    }
}

pub(crate) async fn show(
    visitor: Visitor,
    peer: Peer,
    frame: Frame,
    Query(query): Query<BoardQuery>,
    Tx(mut tx): Tx,
) -> Answer<View<Page>> {
    let board = match Shown::key(&query) {
        Some(key) => Some(store::board_by_key(&mut tx, key).await?.ok_or(Error::Missing("board"))?),
        None => None,
    };
    let shown = Shown::new(&query, board);
    let shelf = Shelf::read(&mut tx, visitor.me.as_ref()).await?;
    let seed = seed(&mut tx, &visitor, peer).await?;
    let ask = shown.ask(seed);
    let found = store::board(&mut tx, &ask).await?;
    let total = found.total;
    let cards = shelf.dress(&mut tx, &frame, found.items).await?;
    let count = u64::try_from(total).unwrap_or(0);
    Ok(View(Page {
        pages: Pages::new(shown.page, count, PAGE as u64, shown.address()),
        counts: store::stage_counts(&mut tx, &ask).await?,
        tags: store::tags(&mut tx, MOST_TAGS).await?,
        honesty: Honesty::read(&mut tx).await?,
        frame,
        shelf,
        shown,
        cards,
        total,
    }))
}

/// Whose shuffle it is: the same for one reader all day, so that pages follow on each other.
async fn seed(tx: &mut Work, visitor: &Visitor, peer: Peer) -> Result<u64> {
    let who = visitor.me.as_ref().map_or_else(|| peer.0.to_string(), |me| me.person.to_string());
    Ok(rank::seed(&who, store::today(tx).await?))
}
