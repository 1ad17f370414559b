//! Votes that are counted apart: which they are, and at which ideas somebody has yet to look.

use std::collections::HashSet;

use deedwell_core::{Id, Identity, Person, Result, Timestamp};
use deedwell_store::Tx;

use crate::idea::Idea;

/// One more vote at which nobody has looked.
pub async fn mark_unlooked(tx: &mut Tx, id: Id<Idea>) -> Result<()> {
    let insert = tx.query(
        "insert into idea_unlooked (organisation, idea, votes) values ($1, $2, 1)
         on conflict (organisation, idea) do update set votes = idea_unlooked.votes + 1",
    );
    tx.run(insert.bind(id)).await.map(drop)
}

/// Ideas with votes at which nobody has looked, and how many those are.
pub async fn unlooked(tx: &mut Tx, most: usize) -> Result<Vec<(Id<Idea>, i64)>> {
    let list = tx.query(
        "select idea, votes from idea_unlooked where organisation = $1 order by idea limit $2",
    );
    let rows = tx.list(list.bind(most)).await?;
    rows.iter().map(|row| Ok((row.id("idea")?, row.number("votes")?))).collect()
}

/// It was looked when there were so many; where more have come since, it is looked again.
pub async fn set_looked(tx: &mut Tx, id: Id<Idea>, votes: i64) -> Result<()> {
    let delete =
        tx.query("delete from idea_unlooked where organisation = $1 and idea = $2 and votes = $3");
    tx.run(delete.bind(id).bind(votes)).await.map(drop)
}

/// By which identity, and when, votes were cast in person on this very idea.
pub async fn cast_on(tx: &mut Tx, id: Id<Idea>) -> Result<Vec<(Id<Identity>, Timestamp)>> {
    let list = tx.query(
        "select identity, at from idea_vote
         where organisation = $1 and idea = $2 and recorded_by is null",
    );
    let rows = tx.list(list.bind(id)).await?;
    rows.iter().map(|row| Ok((row.id("identity")?, row.moment("at")?))).collect()
}

/// On which ideas somebody voted.
pub async fn voted_on(tx: &mut Tx, person: Id<Person>) -> Result<Vec<Id<Idea>>> {
    let list = tx.query(
        "select distinct idea from idea_vote where organisation = $1 and person = $2 order by idea",
    );
    tx.list(list.bind(person)).await?.iter().map(|row| row.id("idea")).collect()
}

/// Votes on this very idea are counted apart where they are of these people, and nowhere else. Whether
/// anything changed.
pub async fn set_apart(tx: &mut Tx, id: Id<Idea>, apart: &HashSet<Id<Person>>) -> Result<bool> {
    let list = tx.query(
        "select distinct person from idea_vote where organisation = $1 and idea = $2 and apart = 1",
    );
    let mut changed = false;
    for row in tx.list(list.bind(id)).await? {
        let person: Id<Person> = row.id("person")?;
        if !apart.contains(&person) {
            let update = tx.query(
                "update idea_vote set apart = 0
                 where organisation = $1 and idea = $2 and person = $3 and apart = 1",
            );
            changed |= tx.run(update.bind(id).bind(person)).await? > 0;
        }
    }
    for person in apart {
        let update = tx.query(
            "update idea_vote set apart = 1
             where organisation = $1 and idea = $2 and person = $3 and apart = 0",
        );
        changed |= tx.run(update.bind(id).bind(*person)).await? > 0;
    }
    Ok(changed)
}

/// One more who is counted apart, and was not counted so far.
pub async fn count_apart(tx: &mut Tx, root: Id<Idea>) -> Result<()> {
    let update = tx.query("update idea set apart = apart + 1 where organisation = $1 and id = $2");
    tx.run(update.bind(root)).await.map(drop)
}

/// Up to when it was looked who is counted apart otherwise; the beginning of time where it never was.
pub async fn apart_looked_at(tx: &mut Tx) -> Result<Timestamp> {
    let find = tx.query("select looked_at from idea_apart where organisation = $1");
    let row = tx.find(find).await?;
    Ok(row.map(|row| row.moment("looked_at")).transpose()?.unwrap_or(Timestamp::UNIX_EPOCH))
}

pub async fn set_apart_looked_at(tx: &mut Tx, at: Timestamp) -> Result<()> {
    let insert = tx.query(
        "insert into idea_apart (organisation, looked_at) values ($1, $2)
         on conflict (organisation) do update set looked_at = excluded.looked_at",
    );
    tx.run(insert.bind(at)).await.map(drop)
}
