//! The verbs for programs of the organisation's own, as JSON under `/api/ideas`: what customers do
//! ([`customers`]), what staff do to an idea ([`staff`], [`moderation`], [`outcome`]) and to the boards
//! ([`setup`]), and what both read ([`reading`]).
//!
//! A program acts for a customer, whom it names by an identity (`by`), or for a member of staff, whom it
//! names by e-mail address (`staff`) and who must hold the right that the console would ask for. Ids are
//! texts, moments RFC 3339, days `2027-03-01`. What is sent again with the same `Idempotency-Key` is
//! answered again and not done again. Lists end with `next`, the `cursor` of what follows.
mod customers;
mod give;
mod moderation;
mod outcome;
mod reading;
mod setup;
mod staff;
mod take;
#[cfg(test)]
mod tests;
mod told;

use std::collections::HashMap;

use axum::response::Response;
use deedwell_core::{Error, Id, Result};
use deedwell_people::names;
use deedwell_store::Tx as Transaction;
use deedwell_web::{Answer, Needs, Routes, done};

use self::give::{CommentGiven, IdeaGiven, Sorted};
use crate::board::Board;
use crate::comment::Comment;
use crate::idea::Idea;
use crate::store;

const READ: Needs = Needs::KeyToRead;
const WRITE: Needs = Needs::KeyToWrite;

pub(crate) fn routes() -> Routes {
    reading::routes()
        .and(customers::routes())
        .and(staff::routes())
        .and(moderation::routes())
        .and(outcome::routes())
        .and(setup::routes())
}

fn by_key<'a>(boards: &'a [Board], key: &str) -> Result<&'a Board> {
    boards.iter().find(|board| board.key == key).ok_or(Error::Missing("board"))
}

/// Commits, and gives the idea as it then stands.
async fn shown(mut tx: Transaction, id: Id<Idea>) -> Answer<Response> {
    let given = given(&mut tx, id).await?;
    done(tx, given).await
}

/// Commits, and gives the comment as it then stands.
async fn comment_shown(mut tx: Transaction, id: Id<Comment>) -> Answer<Response> {
    let comment = store::comment(&mut tx, id).await?;
    let given = comments_given(&mut tx, &[comment]).await?.pop();
    done(tx, given.ok_or(Error::Missing("comment"))?).await
}

/// The idea as it stands.
async fn given(tx: &mut Transaction, id: Id<Idea>) -> Result<IdeaGiven> {
    let idea = store::idea(tx, id).await?;
    let boards = store::boards(tx).await?;
    let people = names(tx, &[idea.author.person]).await?;
    let tags = store::tags_of(tx, &[id]).await?.remove(&id).unwrap_or_default();
    let answers = store::answers(tx, id).await?;
    let colleagues = store::staff_names(tx).await?;
    let sorted = Sorted { boards: &boards, names: people };
    Ok(sorted.idea(idea, tags, &answers, &colleagues, tx.now()))
}

async fn comments_given(tx: &mut Transaction, all: &[Comment]) -> Result<Vec<CommentGiven>> {
    let people: Vec<_> = all.iter().filter_map(|comment| comment.by.person()).collect();
    let people: HashMap<_, _> = names(tx, &people).await?;
    let staff = store::staff_names(tx).await?;
    Ok(all.iter().map(|comment| CommentGiven::of(comment, &people, &staff)).collect())
}

/// The comment, if it stands below this idea or one merged with it.
async fn below(tx: &mut Transaction, idea: Id<Idea>, comment: Id<Comment>) -> Result<()> {
    let found = store::comment(tx, comment).await?;
    let (ours, theirs) = (store::root(tx, idea).await?.id, store::root(tx, found.idea).await?.id);
    if ours == theirs { Ok(()) } else { Err(Error::Missing("comment")) }
}
