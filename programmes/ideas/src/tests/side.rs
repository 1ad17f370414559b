//! An organisation in which a random story happens, and everything that its tables hold.

use deedwell_core::{Id, Organisation, Who};
use deedwell_store::Tx;

use super::model::{Person, is_customer};
use super::world::{World, customer, new_board, new_organisation, visitor};
use crate::acts;
use crate::board::Board;
use crate::comment::Comment;
use crate::idea::{Idea, NewIdea};

/// Every table of ours with rows of the stories.
const TABLES: [(&str, &str); 17] = [
    ("idea", "select * from idea where organisation = $1"),
    ("idea_tag", "select * from idea_tag where organisation = $1"),
    ("idea_word", "select * from idea_word where organisation = $1"),
    ("idea_vote", "select * from idea_vote where organisation = $1"),
    ("idea_active", "select * from idea_active where organisation = $1"),
    ("idea_follower", "select * from idea_follower where organisation = $1"),
    ("idea_comment", "select * from idea_comment where organisation = $1"),
    ("idea_thanks", "select * from idea_thanks where organisation = $1"),
    ("idea_answer", "select * from idea_answer where organisation = $1"),
    ("idea_history", "select * from idea_history where organisation = $1"),
    ("idea_merge", "select * from idea_merge where organisation = $1"),
    ("idea_removal", "select * from idea_removal where organisation = $1"),
    ("idea_grade", "select * from idea_grade where organisation = $1"),
    ("idea_money", "select * from idea_money where organisation = $1"),
    ("idea_credit", "select * from idea_credit where organisation = $1"),
    ("idea_release_idea", "select * from idea_release_idea where organisation = $1"),
    ("idea_board", "select * from idea_board where organisation = $1"),
];

/// All rows, as text, in order.
pub async fn dump(tx: &mut Tx) -> Vec<String> {
    let mut lines = Vec::new();
    for (table, sql) in TABLES {
        let rows = tx.list(tx.query(sql)).await.unwrap();
        let mut rows: Vec<String> = rows.iter().map(|row| format!("{table} {row:?}")).collect();
        rows.sort();
        lines.extend(rows);
    }
    lines
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
