//! Stories of staff, over HTTP, on SQLite and, where `DEEDWELL_TEST_POSTGRES` names a server, on
//! PostgreSQL. What customers do is done by their verbs.
mod answering;
mod apart;
mod import;
mod keeping;
mod merging;
mod money;
mod places;
mod setting;
mod triage;
mod voting;

use deedwell_core::{Id, Who};
use deedwell_store::Tx;
use deedwell_testing::{Reply, Somebody, World};
use deedwell_web::Role;

use crate::acts;
use crate::board::{Board, NewBoard};
use crate::idea::{Idea, NewIdea};
use crate::stage::Stage;
use crate::store;

/// A world with Ruth, who hosts, and one board, `hire`.
pub(crate) struct Desk {
    pub world: World,
    pub ruth: Somebody,
    pub board: Id<Board>,
}

pub(crate) async fn desks() -> Vec<Desk> {
    let mut desks = Vec::new();
    for world in crate::worlds().await {
        let ruth = world.staff("Ruth Hale", Role::Host);
        let staff = ruth.staff().await;
        let mut tx = world.tx().await;
        let new = NewBoard { key: "hire".into(), name: "Hire shop".into(), ..NewBoard::default() };
        let board = acts::open_board(&mut tx, staff, &new).await.expect("a board");
        tx.commit().await.expect("a commit");
        desks.push(Desk { world, ruth, board });
    }
    desks
}

/// Does something in a transaction of its own.
macro_rules! does {
    ($desk:expr, $tx:ident, $act:expr) => {{
        let mut transaction = $desk.world.tx().await;
        let $tx = &mut transaction;
        let done = $act.await.expect("an act");
        transaction.commit().await.expect("a commit");
        done
    }};
}

impl Desk {
    pub async fn who(&self, somebody: &Somebody) -> Who {
        Who::Customer { identity: somebody.identity().await, person: somebody.person().await }
    }

    pub async fn puts(&self, who: &Somebody, title: &str) -> Id<Idea> {
        let new = NewIdea {
            board: self.board,
            unit: None,
            title: title.to_owned(),
            body: format!("{title}, please."),
            tags: Vec::new(),
        };
        let who = self.who(who).await;
        does!(self, tx, acts::put_forward(tx, who, new))
    }

    pub async fn votes(&self, who: &Somebody, idea: Id<Idea>) {
        let who = self.who(who).await;
        does!(self, tx, acts::vote(tx, who, idea));
    }

    pub async fn idea(&self, id: Id<Idea>) -> Idea {
        store::idea(&mut self.tx().await, id).await.expect("an idea")
    }

    /// By the form of its desk.
    pub async fn moves(&self, id: Id<Idea>, to: Stage) {
        let fields = [("stage", to.name()), ("evidence", "In the shop since May.")];
        self.ruth.posts(&at(id, "answer"), &form(&fields)).await.location();
        assert_eq!(self.idea(id).await.stage, to);
    }

    pub async fn tx(&self) -> Tx {
        self.world.tx().await
    }
}

/// A page or a form of an idea.
pub(crate) fn at(id: Id<Idea>, what: &str) -> String {
    format!("/console/ideas/{id}/{what}").trim_end_matches('/').to_owned()
}

/// Fields as a browser sends them.
pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    let encode = deedwell_web::address::encode;
    let field = |(name, value): &(&str, &str)| format!("{}={}", encode(name), encode(value));
    fields.iter().map(field).collect::<Vec<_>>().join("&")
}

pub(crate) fn says(page: &Reply, words: &str) {
    assert!(page.says(words), "{words:?} is missing from: {} {}", page.status(), page.text());
}

pub(crate) fn never_says(page: &Reply, words: &str) {
    assert!(!page.html().contains(words), "{words:?} stands in: {}", page.html());
}
