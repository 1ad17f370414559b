//! What ideas said before their authors changed the words.

use std::collections::BTreeMap;

use deedwell_core::{Id, Result, Timestamp};
use deedwell_store::{List, Row, Tx};

use super::{PAGE, twenty};
use crate::idea::Idea;

/// Marks the ids of edits.
#[derive(Debug)]
pub enum Edit {}

/// Words that were there before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Earlier {
    pub title: String,
    pub body: String,
    /// When others took their place.
    pub until: Timestamp,
}

/// Keeps what it says now, before it says something else.
pub async fn keep_words(tx: &mut Tx, idea: &Idea) -> Result<()> {
    let insert = tx.query(
        "insert into idea_edit (organisation, id, idea, title, body, at)
         values ($1, $2, $3, $4, $5, $6)",
    );
    let (id, now): (Id<Edit>, _) = (tx.new_id(), tx.now());
    let insert = insert.bind(id).bind(idea.id).bind(&idea.title).bind(&idea.body);
    tx.run(insert.bind(now)).await.map(drop)
}

/// Of ideas that are held: what each said when it last was not, or when it was new.
pub async fn before_held(tx: &mut Tx, ids: &[Id<Idea>]) -> Result<BTreeMap<Id<Idea>, Earlier>> {
    let mut found = BTreeMap::new();
    for some in ids.chunks(PAGE) {
        let Some(values) = twenty(some) else { continue };
        let list = List::new(
            tx,
            "select e.idea as idea, e.title as title, e.body as body, e.at as at
             from idea_edit e join idea i on i.organisation = $1 and i.id = e.idea
             where e.organisation = $1 and e.at >= i.held_at",
        );
        let list = list.and("e.idea in (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", values);
        for row in tx.list(list.then("order by e.at, e.id").done()).await? {
            found.entry(row.id("idea")?).or_insert(read(&row)?);
        }
    }
    Ok(found)
}

fn read(row: &Row) -> Result<Earlier> {
    Ok(Earlier { title: row.text("title")?, body: row.text("body")?, until: row.moment("at")? })
}
