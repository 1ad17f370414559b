//! What somebody wrote and gave, for whoever asks what we hold of them.

use deedwell_core::{Error, Id, Identity, Result, Timestamp};
use deedwell_store::{Tx, Value as Cell};
use serde_json::{Map, Value, json};

/// Ideas with what they said before, comments, votes, thanks, and what is followed.
pub async fn holds(tx: &mut Tx, whom: &[Id<Identity>]) -> Result<Value> {
    let mut held = Map::new();
    for identity in whom {
        let each = [
            (
                "ideas",
                tx.query(
                    "select id as idea, title, body, stage, created_at as at from idea
                     where organisation = $1 and author_identity = $2 order by created_at",
                ),
            ),
            (
                "said_before",
                tx.query(
                    "select e.idea, e.title, e.body, e.at as until from idea_edit e
                     join idea i on i.organisation = $1 and i.id = e.idea
                     where e.organisation = $1 and i.author_identity = $2 order by e.at",
                ),
            ),
            (
                "comments",
                tx.query(
                    "select id as comment, idea, body, at, withdrawn_at from idea_comment
                     where organisation = $1 and identity = $2 order by at",
                ),
            ),
            (
                "votes",
                tx.query(
                    "select idea, at, heard_on, note from idea_vote
                     where organisation = $1 and identity = $2 order by at",
                ),
            ),
            (
                "thanks",
                tx.query(
                    "select comment, at from idea_thanks
                     where organisation = $1 and identity = $2 order by at",
                ),
            ),
            (
                "following",
                tx.query(
                    "select idea, at, stopped_at from idea_follower
                     where organisation = $1 and identity = $2 order by at",
                ),
            ),
        ];
        for (what, query) in each {
            let list = held.entry(what).or_insert_with(|| json!([]));
            for row in tx.list(query.bind(*identity)).await? {
                let fields = row.cells().map(|(name, cell)| Ok((name.to_owned(), told(cell)?)));
                let one = fields.collect::<Result<Map<_, _>>>()?;
                if let Value::Array(list) = list {
                    list.push(one.into());
                }
            }
        }
    }
    Ok(held.into())
}

/// Words as they stand; every number that is asked for here is a moment.
fn told(cell: &Cell) -> Result<Value> {
    Ok(match cell {
        Cell::Text(Some(text)) => text.clone().into(),
        Cell::Number(Some(at)) => json!(Timestamp::from_microsecond(*at).map_err(Error::fault)?),
        _ => Value::Null,
    })
}
