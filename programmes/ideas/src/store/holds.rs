//! What somebody wrote and gave, for whoever asks what we hold of them.

use deedwell_core::{Id, Identity, Result};
use deedwell_store::{Row, Tx};
use serde_json::{Value, json};

/// Ideas with what they said before, comments, votes, and what is followed.
pub async fn holds(tx: &mut Tx, whom: &[Id<Identity>]) -> Result<Value> {
    let mut held = [const { Vec::new() }; 5];
    for identity in whom {
        let [ideas, edits, comments, votes, following] = &mut held;
        let own = tx.query(
            "select id, title, body, stage, created_at from idea
             where organisation = $1 and author_identity = $2 order by created_at",
        );
        list(tx, own.bind(*identity), ideas, |row| {
            Ok(json!({ "idea": row.text("id")?, "title": row.text("title")?, "body": row.text("body")?,
                       "stage": row.text("stage")?, "at": row.moment("created_at")? }))
        })
        .await?;
        let before = tx.query(
            "select e.idea, e.title, e.body, e.at from idea_edit e
             join idea i on i.organisation = $1 and i.id = e.idea
             where e.organisation = $1 and i.author_identity = $2 order by e.at",
        );
        list(tx, before.bind(*identity), edits, |row| {
            Ok(json!({ "idea": row.text("idea")?, "title": row.text("title")?, "body": row.text("body")?,
                       "until": row.moment("at")? }))
        })
        .await?;
        let said = tx.query(
            "select id, idea, body, at, withdrawn_at from idea_comment
             where organisation = $1 and identity = $2 order by at",
        );
        list(tx, said.bind(*identity), comments, |row| {
            Ok(json!({ "comment": row.text("id")?, "idea": row.text("idea")?, "body": row.text("body")?,
                       "at": row.moment("at")?, "withdrawn_at": row.moment_or_null("withdrawn_at")? }))
        })
        .await?;
        let given = tx.query(
            "select idea, at, heard_on, note from idea_vote
             where organisation = $1 and identity = $2 order by at",
        );
        list(tx, given.bind(*identity), votes, |row| {
            Ok(json!({ "idea": row.text("idea")?, "at": row.moment("at")?,
                       "heard_on": row.text_or_null("heard_on")?, "note": row.text_or_null("note")? }))
        })
        .await?;
        let follows = tx.query(
            "select idea, at, stopped_at from idea_follower
             where organisation = $1 and identity = $2 order by at",
        );
        list(tx, follows.bind(*identity), following, |row| {
            Ok(json!({ "idea": row.text("idea")?, "at": row.moment("at")?,
                       "stopped_at": row.moment_or_null("stopped_at")? }))
        })
        .await?;
    }
    let [ideas, edits, comments, votes, following] = held;
    Ok(
        json!({ "ideas": ideas, "said_before": edits, "comments": comments, "votes": votes, "following": following }),
    )
}

async fn list(
    tx: &mut Tx,
    query: deedwell_store::Query,
    to: &mut Vec<Value>,
    read: impl Fn(&Row) -> Result<Value>,
) -> Result<()> {
    for row in tx.list(query).await? {
        to.push(read(&row)?);
    }
    Ok(())
}
