//! What somebody wrote and gave, for whoever forgets them. Who they were stays an id that nobody has.

use std::collections::BTreeSet;

use deedwell_core::{Id, Identity, Result};
use deedwell_store::Tx;

use crate::comment::Comment;
use crate::idea::Idea;

/// What one identity took part in.
#[derive(Default)]
pub struct Touched {
    /// Ideas of theirs.
    pub own: BTreeSet<Id<Idea>>,
    /// Ideas of which something is counted otherwise now.
    pub ideas: BTreeSet<Id<Idea>>,
    pub comments: BTreeSet<Id<Comment>>,
}

/// Takes away the votes, thanks and following of an identity, and the words of their comments.
pub async fn forget_given(
    tx: &mut Tx,
    identity: Id<Identity>,
    touched: &mut Touched,
) -> Result<()> {
    let now = tx.now();
    let comments = tx.query(
        "update idea_comment set body = '', withdrawn_at = coalesce(withdrawn_at, $3)
         where organisation = $1 and identity = $2 returning idea",
    );
    for row in tx.list(comments.bind(identity).bind(now)).await? {
        touched.ideas.insert(row.id("idea")?);
    }
    let votes =
        tx.query("delete from idea_vote where organisation = $1 and identity = $2 returning idea");
    for row in tx.list(votes.bind(identity)).await? {
        touched.ideas.insert(row.id("idea")?);
    }
    let thanks = tx.query(
        "delete from idea_thanks where organisation = $1 and identity = $2 returning comment",
    );
    for row in tx.list(thanks.bind(identity)).await? {
        touched.comments.insert(row.id("comment")?);
    }
    let following = tx.query("delete from idea_follower where organisation = $1 and identity = $2");
    tx.run(following.bind(identity)).await?;
    let active = tx.query("delete from idea_active where organisation = $1 and identity = $2");
    tx.run(active.bind(identity)).await?;
    let own = tx
        .query("select id from idea where organisation = $1 and author_identity = $2 order by id");
    for row in tx.list(own.bind(identity)).await? {
        touched.own.insert(row.id("id")?);
    }
    Ok(())
}

/// Puts other words in the place of an idea's, and forgets what it said before.
pub async fn forget_words(tx: &mut Tx, id: Id<Idea>, title: &str) -> Result<()> {
    let update = tx.query(
        "update idea set title = $3, body = '', search = '' where organisation = $1 and id = $2",
    );
    tx.run(update.bind(id).bind(title)).await?;
    let edits = tx.query("delete from idea_edit where organisation = $1 and idea = $2");
    tx.run(edits.bind(id)).await?;
    let words = tx.query("delete from idea_word where organisation = $1 and idea = $2");
    tx.run(words.bind(id)).await.map(drop)
}

/// Whether anybody but its author took part: a vote, a comment, an answer of ours, a grade, money, a
/// release, another idea that it speaks for.
pub async fn have_others_taken_part(tx: &mut Tx, id: Id<Idea>) -> Result<bool> {
    let find = tx.query(
        "select 1 as yes from idea i where i.organisation = $1 and i.id = $2 and (
           exists (select 1 from idea_vote v where v.organisation = $1 and v.idea = i.id)
           or exists (select 1 from idea_comment c where c.organisation = $1 and c.idea = i.id
                        and c.withdrawn_at is null)
           or exists (select 1 from idea_answer a where a.organisation = $1 and a.idea = i.id)
           or exists (select 1 from idea_grade g where g.organisation = $1 and g.idea = i.id)
           or exists (select 1 from idea_money b where b.organisation = $1 and b.idea = i.id)
           or exists (select 1 from idea_release_idea r where r.organisation = $1 and r.idea = i.id)
           or exists (select 1 from idea_merge m where m.organisation = $1
                        and (m.merged_into = i.id or m.idea = i.id)))",
    );
    Ok(tx.find(find.bind(id)).await?.is_some())
}
