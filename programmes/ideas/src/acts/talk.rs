//! Comments, notes and thanks.

use deedwell_core::{Error, Id, Result, Staff, Who};
use deedwell_store::{Tx, quota};

use super::{COMMENTS_A_DAY, HOUR_S, again, record};
use crate::comment::{Audience, Comment, Speaker};
use crate::deed::Of;
use crate::idea::{COMMENTS_PER_HOUR, Idea, VOTES_PER_HOUR, Voice};
use crate::store;

/// A customer says something below an idea, or replies to a comment there.
pub async fn comment(
    tx: &mut Tx,
    who: Who,
    id: Id<Idea>,
    body: &str,
    reply_to: Option<Id<Comment>>,
) -> Result<Id<Comment>> {
    let voice = Voice::of(who)?;
    quota::spend(tx, &format!("ideas.comment/{}", voice.person), COMMENTS_PER_HOUR, HOUR_S).await?;
    quota::spend_together(tx, &COMMENTS_A_DAY).await?;
    say(tx, Speaker::Person(voice), who, id, body, (Audience::Everybody, reply_to)).await
}

/// Staff say something that everybody can read. It is a response, but no official answer.
pub async fn comment_by_staff(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Idea>,
    body: &str,
    reply_to: Option<Id<Comment>>,
) -> Result<Id<Comment>> {
    let audience = (Audience::Everybody, reply_to);
    say(tx, Speaker::Staff(staff), Who::Staff(staff), id, body, audience).await
}

/// Staff write something for each other.
pub async fn note(tx: &mut Tx, staff: Id<Staff>, id: Id<Idea>, body: &str) -> Result<Id<Comment>> {
    let audience = (Audience::StaffOnly, None);
    say(tx, Speaker::Staff(staff), Who::Staff(staff), id, body, audience).await
}

async fn say(
    tx: &mut Tx,
    by: Speaker,
    who: Who,
    id: Id<Idea>,
    body: &str,
    (audience, reply_to): (Audience, Option<Id<Comment>>),
) -> Result<Id<Comment>> {
    let idea = store::root_to_change(tx, id).await?;
    let parent = match reply_to {
        Some(parent) => Some(comment_below(tx, &idea, parent).await?),
        None => None,
    };
    let (new_id, now) = (tx.new_id(), tx.now());
    let (comment, deed) = idea.comment(new_id, by, audience, body, parent.as_ref(), now)?;
    if let Some(id) = again::comment(tx, &comment).await? {
        return Ok(id);
    }
    store::add_comment(tx, &comment).await?;
    if !comment.internal {
        recount(tx, &idea, &comment).await?;
    }
    if let Ok(voice) = Voice::of(who) {
        store::mark_active(tx, idea.board, voice).await?;
    }
    record(tx, who, idea.of(), deed).await?;
    Ok(comment.id)
}

/// The comment, if it stands below this idea.
async fn comment_below(tx: &mut Tx, idea: &Idea, id: Id<Comment>) -> Result<Comment> {
    let comment = store::comment(tx, id).await?;
    if store::idea(tx, comment.idea).await?.root != idea.id {
        return Err(Error::Missing("comment"));
    }
    Ok(comment)
}

/// The idea on which it was made, and the one that speaks for it.
async fn recount(tx: &mut Tx, root: &Idea, comment: &Comment) -> Result<()> {
    if comment.idea != root.id {
        store::count_comments(tx, comment.idea).await?;
    }
    store::count_comments(tx, root.id).await
}

/// By its author, for as long as nobody has replied.
pub async fn withdraw_comment(tx: &mut Tx, who: Who, id: Id<Comment>) -> Result<()> {
    let voice = Voice::of(who)?;
    let comment = store::comment(tx, id).await?;
    let idea = store::root_to_change(tx, comment.idea).await?;
    let replies = store::replies(tx, id).await?;
    let deed = store::comment(tx, id).await?.withdraw(voice, replies)?;
    store::withdraw_comment(tx, id).await?;
    recount(tx, &idea, &comment).await?;
    record(tx, who, idea.of(), deed).await
}

/// Once a person; again changes nothing. Returns whether it is new.
pub async fn thank(tx: &mut Tx, who: Who, id: Id<Comment>) -> Result<bool> {
    let voice = Voice::of(who)?;
    quota::spend(tx, &format!("ideas.thank/{}", voice.person), VOTES_PER_HOUR, HOUR_S).await?;
    let comment = store::comment(tx, id).await?;
    let idea = store::root(tx, comment.idea).await?;
    idea.is_public()?;
    let deed = comment.thank(voice)?;
    let new = store::add_thanks(tx, id, voice).await?;
    if new {
        store::count_thanks(tx, id).await?;
        let of = Of { counterpart: comment.by.identity(), ..idea.of() };
        record(tx, who, of, deed).await?;
    }
    Ok(new)
}

/// Takes a comment from public view, with a reason that everybody can read.
pub async fn hide_comment(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Comment>,
    reason: &str,
) -> Result<()> {
    let (comment, idea) = to_change(tx, id).await?;
    let (reason, deed) = comment.hide(reason)?;
    let now = tx.now();
    store::set_hidden(tx, id, Some(now)).await?;
    store::add_removal(tx, comment.idea, Some(id), &reason, staff).await?;
    recount(tx, &idea, &comment).await?;
    record(tx, Who::Staff(staff), idea.of(), deed).await
}

pub async fn restore_comment(tx: &mut Tx, staff: Id<Staff>, id: Id<Comment>) -> Result<()> {
    let (comment, idea) = to_change(tx, id).await?;
    let deed = comment.restore()?;
    store::set_hidden(tx, id, None).await?;
    store::end_removals(tx, comment.idea, Some(id)).await?;
    recount(tx, &idea, &comment).await?;
    record(tx, Who::Staff(staff), idea.of(), deed).await
}

/// The comment and the idea that speaks, which nobody else changes meanwhile.
async fn to_change(tx: &mut Tx, id: Id<Comment>) -> Result<(Comment, Idea)> {
    let comment = store::comment(tx, id).await?;
    let idea = store::root_to_change(tx, comment.idea).await?;
    Ok((store::comment(tx, id).await?, idea))
}
