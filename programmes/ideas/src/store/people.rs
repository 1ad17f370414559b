//! Whose the identities are by which people wrote, voted, followed and thanked. Where one came to another
//! person, because of what was said of it or because staff merged two, the person beside it follows, and
//! what was counted is counted again. Taken back, everything stands as it stood.

use std::collections::BTreeSet;

use deedwell_core::{Id, Result, Timestamp};
use deedwell_store::{Query, Tx};
use jiff::SignedDuration;

use crate::comment::Comment;
use crate::idea::Idea;

/// A transaction may end this much later than it began.
const LOOK_BACK: SignedDuration = SignedDuration::from_mins(10);

/// Up to when it was looked; the beginning of time where it never was.
pub async fn people_looked_at(tx: &mut Tx) -> Result<Timestamp> {
    let find = tx.query("select looked_at from idea_people where organisation = $1");
    let row = tx.find(find).await?;
    Ok(row.map(|row| row.moment("looked_at")).transpose()?.unwrap_or(Timestamp::UNIX_EPOCH))
}

/// Whether an identity came to another person since then.
pub async fn have_people_moved(tx: &mut Tx, since: Timestamp) -> Result<bool> {
    let find = tx
        .query("select 1 as yes from identity where organisation = $1 and moved_at >= $2 limit 1");
    let since = since.checked_sub(LOOK_BACK).unwrap_or(since);
    Ok(tx.find(find.bind(since)).await?.is_some())
}

/// Lets what was given follow the identities that gave it. How many ideas and comments it concerned.
pub async fn follow_people(tx: &mut Tx, since: Timestamp) -> Result<u64> {
    let from = since.checked_sub(LOOK_BACK).unwrap_or(since);
    let mut ideas: BTreeSet<Id<Idea>> = BTreeSet::new();
    let mut comments: BTreeSet<Id<Comment>> = BTreeSet::new();
    for query in [votes(tx), followers(tx), authors(tx)] {
        for row in tx.list(query.bind(from)).await? {
            ideas.insert(row.id("idea")?);
        }
    }
    for row in tx.list(thanks(tx).bind(from)).await? {
        comments.insert(row.id("comment")?);
    }
    for query in [active(tx), commenters(tx)] {
        tx.run(query.bind(from)).await?;
    }
    let mut roots: BTreeSet<Id<Idea>> = ideas.clone();
    for idea in &ideas {
        // Who is counted apart may be somebody else now.
        super::mark_unlooked(tx, *idea).await?;
        roots.insert(super::idea(tx, *idea).await?.root);
    }
    for idea in &roots {
        super::recount(tx, *idea).await?;
    }
    for comment in &comments {
        super::recount_thanks(tx, *comment).await?;
    }
    if !roots.is_empty() {
        super::rank_all(tx).await?;
    }
    let now = tx.now();
    let looked = tx.query(
        "insert into idea_people (organisation, looked_at) values ($1, $2)
         on conflict (organisation) do update set looked_at = excluded.looked_at",
    );
    tx.run(looked.bind(now)).await?;
    Ok((roots.len() + comments.len()) as u64)
}

fn votes(tx: &Tx) -> Query {
    tx.query(
        "update idea_vote set person = (select i.person from identity i
             where i.organisation = $1 and i.id = idea_vote.identity)
         where organisation = $1 and identity in (select m.id from identity m
             where m.organisation = $1 and m.moved_at >= $2)
           and person <> (select o.person from identity o
             where o.organisation = $1 and o.id = idea_vote.identity)
         returning idea",
    )
}

fn followers(tx: &Tx) -> Query {
    tx.query(
        "update idea_follower set person = (select i.person from identity i
             where i.organisation = $1 and i.id = idea_follower.identity)
         where organisation = $1 and identity in (select m.id from identity m
             where m.organisation = $1 and m.moved_at >= $2)
           and person <> (select o.person from identity o
             where o.organisation = $1 and o.id = idea_follower.identity)
         returning idea",
    )
}

fn authors(tx: &Tx) -> Query {
    tx.query(
        "update idea set author = (select i.person from identity i
             where i.organisation = $1 and i.id = idea.author_identity)
         where organisation = $1 and author_identity in (select m.id from identity m
             where m.organisation = $1 and m.moved_at >= $2)
           and author <> (select o.person from identity o
             where o.organisation = $1 and o.id = idea.author_identity)
         returning id as idea",
    )
}

fn thanks(tx: &Tx) -> Query {
    tx.query(
        "update idea_thanks set person = (select i.person from identity i
             where i.organisation = $1 and i.id = idea_thanks.identity)
         where organisation = $1 and identity in (select m.id from identity m
             where m.organisation = $1 and m.moved_at >= $2)
           and person <> (select o.person from identity o
             where o.organisation = $1 and o.id = idea_thanks.identity)
         returning comment",
    )
}

fn active(tx: &Tx) -> Query {
    tx.query(
        "update idea_active set person = (select i.person from identity i
             where i.organisation = $1 and i.id = idea_active.identity)
         where organisation = $1 and identity in (select m.id from identity m
             where m.organisation = $1 and m.moved_at >= $2)
           and person <> (select o.person from identity o
             where o.organisation = $1 and o.id = idea_active.identity)",
    )
}

fn commenters(tx: &Tx) -> Query {
    tx.query(
        "update idea_comment set person = (select i.person from identity i
             where i.organisation = $1 and i.id = idea_comment.identity)
         where organisation = $1 and identity in (select m.id from identity m
             where m.organisation = $1 and m.moved_at >= $2)
           and person <> (select o.person from identity o
             where o.organisation = $1 and o.id = idea_comment.identity)",
    )
}
