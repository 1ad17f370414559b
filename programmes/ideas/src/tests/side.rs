//! An organisation in which a random story happens, and everything that its tables hold.

use deedwell_core::{Id, Organisation, Who};
use deedwell_store::Tx;

use super::model::{Person, is_customer};
use super::world::{World, customer, new_board, new_organisation, visitor};
use crate::acts;
use crate::board::Board;
use crate::comment::Comment;
use crate::idea::{Idea, NewIdea};

/// Every row of every table of ours, as text, in order.
pub async fn dump(tx: &mut Tx) -> Vec<String> {
    let tables = [
        tx.query("select * from idea where organisation = $1"),
        tx.query("select * from idea_tag where organisation = $1"),
        tx.query("select * from idea_word where organisation = $1"),
        tx.query("select * from idea_vote where organisation = $1"),
        tx.query("select * from idea_active where organisation = $1"),
        tx.query("select * from idea_follower where organisation = $1"),
        tx.query("select * from idea_comment where organisation = $1"),
        tx.query("select * from idea_thanks where organisation = $1"),
        tx.query("select * from idea_answer where organisation = $1"),
        tx.query("select * from idea_history where organisation = $1"),
        tx.query("select * from idea_merge where organisation = $1"),
        tx.query("select * from idea_removal where organisation = $1"),
        tx.query("select * from idea_grade where organisation = $1"),
        tx.query("select * from idea_money where organisation = $1"),
        tx.query("select * from idea_credit where organisation = $1"),
        tx.query("select * from idea_release_idea where organisation = $1"),
        tx.query("select * from idea_board where organisation = $1"),
        tx.query("select * from idea_release where organisation = $1"),
        tx.query("select * from idea_settings where organisation = $1"),
        tx.query("select * from idea_stage where organisation = $1"),
        tx.query("select * from idea_move where organisation = $1"),
    ];
    let mut lines = Vec::new();
    for (n, table) in tables.into_iter().enumerate() {
        let rows = tx.list(table).await.unwrap();
        let mut rows: Vec<String> = rows.iter().map(|row| format!("{n} {row:?}")).collect();
        rows.sort();
        lines.extend(rows);
    }
    lines
}

/// Compares two dumps; the first row that differs is enough to read.
pub fn assert_same(found: &[String], meant: &[String]) {
    let differs = found.iter().zip(meant).find(|(a, b)| a != b);
    assert!(differs.is_none(), "{differs:#?}");
    assert_eq!(found.len(), meant.len(), "rows");
}

pub fn who(n: Person) -> Who {
    if is_customer(n) { customer(n) } else { visitor(n) }
}

/// An organisation in which a story happens.
pub struct Side {
    pub organisation: Id<Organisation>,
    pub boards: [Id<Board>; 2],
    pub ideas: Vec<Id<Idea>>,
    pub comments: Vec<Id<Comment>>,
}

impl Side {
    pub async fn new(world: &World) -> Self {
        let organisation = new_organisation(&world.db).await;
        let boards = [
            new_board(&world.db, organisation, "a").await,
            new_board(&world.db, organisation, "b").await,
        ];
        Self { organisation, boards, ideas: Vec::new(), comments: Vec::new() }
    }

    pub async fn put_forward(&mut self, world: &World, author: Person) {
        let n = self.ideas.len();
        let new = NewIdea {
            board: self.boards[n % 2],
            unit: None,
            title: format!("Idea number{n}"),
            body: String::new(),
            tags: vec!["same".to_owned()],
        };
        let mut tx = world.db.write(self.organisation).await.unwrap();
        self.ideas.push(acts::put_forward(&mut tx, who(author), new).await.unwrap());
        tx.commit().await.unwrap();
    }

    /// Every row, with ids of this organisation replaced by the order in which they came.
    pub async fn told(&self, world: &World) -> Vec<String> {
        let mut tx = world.db.write(self.organisation).await.unwrap();
        let mut names = vec![(self.organisation.to_string(), "ORGANISATION".to_owned())];
        let named = |what: &str, n: usize| format!("{what}-{n}");
        names.extend(self.boards.iter().enumerate().map(|(n, id)| (id.to_string(), named("b", n))));
        names.extend(self.ideas.iter().enumerate().map(|(n, id)| (id.to_string(), named("i", n))));
        names.extend(
            self.comments.iter().enumerate().map(|(n, id)| (id.to_string(), named("c", n))),
        );
        let mut lines: Vec<String> = Vec::new();
        for line in dump(&mut tx).await {
            let line = names.iter().fold(line, |line, (id, name)| line.replace(id, name));
            lines.push(line);
        }
        lines.sort();
        lines
    }
}
