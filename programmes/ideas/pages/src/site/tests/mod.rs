//! Stories of customers, over HTTP, on SQLite and, where `DEEDWELL_TEST_POSTGRES` names a server, on
//! PostgreSQL. What staff do is done by their verbs.
mod feeds;
mod journey;
mod lists;
mod merged;
mod pages;
mod private;
mod pseudonyms;
mod putting_forward;
mod talking;
mod told;
mod voting;

use deedwell_core::{Id, Staff};
use deedwell_store::Tx;
use deedwell_testing::{Reply, Somebody, World};
use deedwell_web::Role;

use crate::acts;
use crate::answer::Answer;
use crate::board::{Board, NewBoard};
use crate::idea::Idea;
use crate::stage::Stage;

/// A world with Mary, who hosts, and one board, `shop`.
pub(super) struct Shop {
    pub world: World,
    pub mary: Id<Staff>,
    pub board: Id<Board>,
}

pub(super) async fn shops() -> Vec<Shop> {
    let mut shops = Vec::new();
    for world in crate::worlds().await {
        let mary = world.staff("Mary Hopper", Role::Host).staff().await;
        let mut shop = Shop { world, mary, board: Id::from_uuid(deedwell_testing::Uuid::nil()) };
        shop.board = shop.open("shop", "The shop").await;
        shops.push(shop);
    }
    shops
}

/// Does something in a transaction of its own, as staff do it.
macro_rules! does {
    ($shop:expr, $tx:ident, $act:expr) => {{
        let mut transaction = $shop.world.tx().await;
        let $tx = &mut transaction;
        let done = $act.await.expect("an act");
        transaction.commit().await.expect("a commit");
        done
    }};
}
pub(super) use does;

impl Shop {
    pub async fn open(&self, key: &str, name: &str) -> Id<Board> {
        let new = NewBoard { key: key.to_owned(), name: name.to_owned(), ..NewBoard::default() };
        does!(self, tx, acts::open_board(tx, self.mary, &new))
    }

    /// Where the page of the new idea is.
    pub async fn idea(&self, who: &Somebody, title: &str) -> String {
        let form = form(&[("board", "shop"), ("title", title), ("anyway", "true")]);
        who.posts("/ideas", &form).await.location()
    }

    pub async fn answers(&self, idea: &str, answer: Answer) {
        does!(self, tx, acts::answer(tx, self.mary, id(idea), answer));
    }

    pub async fn moves(&self, idea: &str, stage: Stage, words: &str) {
        let answer = Answer {
            stage: Some(stage),
            text: words.to_owned(),
            evidence: (stage == Stage::Shipped).then(|| "In the shop since today.".to_owned()),
            ..Answer::default()
        };
        self.answers(idea, answer).await;
    }

    pub async fn declines(&self, idea: &str, reason: &str, on: &str) {
        let answer = Answer {
            stage: Some(Stage::Declined),
            reason: Some(reason.to_owned()),
            revisit_on: on.parse().ok(),
            ..Answer::default()
        };
        self.answers(idea, answer).await;
    }

    /// A read of the store.
    pub async fn tx(&self) -> Tx {
        self.world.tx().await
    }
}

/// Of a page's path.
pub(super) fn id(path: &str) -> Id<Idea> {
    let id = path.strip_prefix("/ideas/").and_then(|rest| rest.split(['#', '/']).next());
    id.and_then(|id| id.parse().ok()).unwrap_or_else(|| panic!("{path} is no idea's"))
}

/// Fields as a browser sends them.
pub(super) fn form(fields: &[(&str, &str)]) -> String {
    let field =
        |(name, value): &(&str, &str)| format!("{name}={}", deedwell_web::address::encode(value));
    fields.iter().map(field).collect::<Vec<_>>().join("&")
}

/// The page must say it.
pub(super) fn says(page: &Reply, words: &str) {
    assert!(page.says(words), "{words:?} is missing from: {}", page.text());
}

pub(super) fn never_says(page: &Reply, words: &str) {
    assert!(!page.html().contains(words), "{words:?} stands in: {}", page.html());
}
