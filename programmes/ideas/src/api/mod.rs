//! The verbs for programs of the organisation's own, as JSON under `/api/ideas`.
//!
//! A program acts for a customer, whom it names by an identity (`by`), or for a member of staff, whom it
//! names by e-mail address (`staff`). Ids are texts, moments RFC 3339, days `2027-03-01`. Voting twice
//! counts once; everything else that is sent twice is done twice.
mod give;
mod staff;
mod take;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use axum::extract::Path;
use deedwell_core::{Error, Id, Result};
use deedwell_people::names;
use deedwell_store::Tx as Transaction;
use deedwell_web::{Answer, Json, Key, Needs, Query, Routes, Tx};

use self::give::{
    BoardGiven, ChangelogGiven, CommentGiven, CommentsGiven, IdeaGiven, IdeasGiven, Sorted,
    StageGiven, VotedGiven,
};
use self::take::{ChangelogAsk, CommentNew, IdeaNew, ListAsk, VoteNew};
use crate::board::Board;
use crate::comment::{Audience, Comment};
use crate::idea::{Idea, NewIdea};
use crate::rank::Order;
use crate::store::{self, BoardAsk};
use crate::{acts, rank};

pub(crate) fn routes() -> Routes {
    const READ: Needs = Needs::KeyToRead;
    const WRITE: Needs = Needs::KeyToWrite;
    Routes::new("ideas")
        .get("/api/ideas", READ, "Public ideas", list)
        .query::<ListAsk>()
        .gives::<IdeasGiven>()
        .get("/api/ideas/boards", READ, "Boards", boards)
        .gives::<Vec<BoardGiven>>()
        .get("/api/ideas/stages", READ, "Stages, and the moves between them", stages)
        .gives::<Vec<StageGiven>>()
        .get("/api/ideas/changelog", READ, "What was released", changelog)
        .query::<ChangelogAsk>()
        .gives::<ChangelogGiven>()
        .get("/api/ideas/{id}", READ, "An idea, whatever its stage", one)
        .gives::<IdeaGiven>()
        .get("/api/ideas/{id}/comments", READ, "What everybody can read below it", comments)
        .gives::<CommentsGiven>()
        .post("/api/ideas", WRITE, "Put an idea forward for a customer", put_forward)
        .json::<IdeaNew>()
        .gives::<IdeaGiven>()
        .post("/api/ideas/{id}/votes", WRITE, "Vote for a customer; once counts", vote)
        .json::<VoteNew>()
        .gives::<VotedGiven>()
        .post("/api/ideas/{id}/votes/removal", WRITE, "Take a customer's vote back", take_back)
        .json::<VoteNew>()
        .gives::<VotedGiven>()
        .post("/api/ideas/{id}/comments", WRITE, "Comment for a customer or for staff", comment)
        .json::<CommentNew>()
        .gives::<CommentGiven>()
        .and(staff::routes())
}

async fn list(
    Key(key): Key,
    Tx(mut tx): Tx,
    Query(ask): Query<ListAsk>,
) -> Answer<axum::Json<IdeasGiven>> {
    let boards = store::boards(&mut tx).await?;
    let order = ask.order.as_deref().map(str::parse).transpose()?.unwrap_or(Order::New);
    let today = store::today(&mut tx).await?;
    let asked = BoardAsk {
        board: ask.board.as_deref().map(|key| by_key(&boards, key)).transpose()?.map(|b| b.id),
        stage: ask.stage.as_deref().map(str::parse).transpose()?,
        answered: ask.answered,
        tag: ask.tag.map(|tag| tag.to_lowercase()),
        search: ask.q,
        order,
        seed: rank::seed(&key.id.to_string(), today),
        page: ask.page.unwrap_or(1).max(1) - 1,
    };
    let page = store::board(&mut tx, &asked).await?;
    let people: Vec<_> = page.items.iter().map(|card| card.author).collect();
    let sorted = Sorted { boards: &boards, names: names(&mut tx, &people).await? };
    Ok(axum::Json(IdeasGiven {
        ideas: page.items.iter().map(|card| sorted.card(card)).collect(),
        page: page.page + 1,
        more: page.more,
        total: page.total,
    }))
}

fn by_key<'a>(boards: &'a [Board], key: &str) -> Result<&'a Board> {
    boards.iter().find(|board| board.key == key).ok_or(Error::Missing("board"))
}

async fn boards(Tx(mut tx): Tx) -> Answer<axum::Json<Vec<BoardGiven>>> {
    let boards = store::boards(&mut tx).await?;
    Ok(axum::Json(boards.iter().map(BoardGiven::of).collect()))
}

async fn stages(Tx(mut tx): Tx) -> Answer<axum::Json<Vec<StageGiven>>> {
    let stages = store::stages(&mut tx).await?;
    let used = stages.used().into_iter();
    Ok(axum::Json(used.map(|stage| StageGiven::of(&stages, stage)).collect()))
}

async fn changelog(
    Tx(mut tx): Tx,
    Query(ask): Query<ChangelogAsk>,
) -> Answer<axum::Json<ChangelogGiven>> {
    let page = store::changelog(&mut tx, ask.page.unwrap_or(1).max(1) - 1).await?;
    Ok(axum::Json(ChangelogGiven::of(page)))
}

async fn one(Tx(mut tx): Tx, Path(id): Path<Id<Idea>>) -> Answer<axum::Json<IdeaGiven>> {
    Ok(axum::Json(given(&mut tx, id).await?))
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

async fn comments(Tx(mut tx): Tx, Path(id): Path<Id<Idea>>) -> Answer<axum::Json<CommentsGiven>> {
    let idea = store::root(&mut tx, id).await?;
    idea.is_public()?;
    let all = store::comments(&mut tx, idea.id, Audience::Everybody).await?;
    Ok(axum::Json(CommentsGiven { comments: comments_given(&mut tx, &all).await? }))
}

async fn comments_given(tx: &mut Transaction, all: &[Comment]) -> Result<Vec<CommentGiven>> {
    let people: Vec<_> = all.iter().filter_map(|comment| comment.by.person()).collect();
    let people: HashMap<_, _> = names(tx, &people).await?;
    let staff = store::staff_names(tx).await?;
    Ok(all.iter().map(|comment| CommentGiven::of(comment, &people, &staff)).collect())
}

async fn put_forward(Tx(mut tx): Tx, Json(new): Json<IdeaNew>) -> Answer<axum::Json<IdeaGiven>> {
    let boards = store::boards(&mut tx).await?;
    let board = by_key(&boards, &new.board)?.id;
    let who = new.by.who(&mut tx).await?;
    let new = NewIdea { board, unit: None, title: new.title, body: new.body, tags: new.tags };
    let id = acts::put_forward(&mut tx, who, new).await?;
    let given = given(&mut tx, id).await?;
    tx.commit().await?;
    Ok(axum::Json(given))
}

async fn vote(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(new): Json<VoteNew>,
) -> Answer<axum::Json<VotedGiven>> {
    let who = new.by.who(&mut tx).await?;
    let voted = acts::vote(&mut tx, who, id).await?;
    tx.commit().await?;
    Ok(axum::Json(voted.into()))
}

async fn take_back(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(new): Json<VoteNew>,
) -> Answer<axum::Json<VotedGiven>> {
    let who = new.by.who(&mut tx).await?;
    let voted = acts::take_back_vote(&mut tx, who, id).await?;
    tx.commit().await?;
    Ok(axum::Json(voted.into()))
}

async fn comment(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(new): Json<CommentNew>,
) -> Answer<axum::Json<CommentGiven>> {
    let said = match (&new.by, &new.staff) {
        (Some(by), None) => {
            let who = by.who(&mut tx).await?;
            acts::comment(&mut tx, who, id, &new.body, new.reply_to).await?
        }
        (None, Some(email)) => {
            let staff = staff::host(&mut tx, email).await?;
            acts::comment_by_staff(&mut tx, staff, id, &new.body, new.reply_to).await?
        }
        _ => return Err(Error::invalid("by", "Please say who says it: by or staff.").into()),
    };
    let comment = store::comment(&mut tx, said).await?;
    let given = comments_given(&mut tx, &[comment]).await?.into_iter().next();
    tx.commit().await?;
    Ok(axum::Json(given.ok_or(Error::Missing("comment"))?))
}
