//! What programs read.

use std::collections::HashMap;

use axum::extract::Path;
use deedwell_core::{Error, Id, Result};
use deedwell_people::names;
use deedwell_web::{Answer, ApiKey, Key, Query, Routes, Tx};

use super::give::{
    BoardGiven, CardGiven, CommentsGiven, IdeaGiven, IdeasGiven, Sorted, StageGiven,
};
use super::take::{ListAsk, NotesAsk, PageAsk, SimilarAsk};
use super::told::{ChangelogGiven, RemovalsGiven, VoterGiven, VotersGiven};
use super::{READ, by_key, comments_given, given};
use crate::comment::Audience;
use crate::idea::Idea;
use crate::rank::{self, Order};
use crate::store::{self, After, BoardAsk};

pub(super) fn routes() -> Routes {
    Routes::new("ideas")
        .get("/api/ideas", READ, "Public ideas", list)
        .query::<ListAsk>()
        .gives::<IdeasGiven>()
        .get("/api/ideas/similar", READ, "What was said before in such words", similar)
        .query::<SimilarAsk>()
        .gives::<Vec<CardGiven>>()
        .get("/api/ideas/boards", READ, "Boards", boards)
        .gives::<Vec<BoardGiven>>()
        .get("/api/ideas/stages", READ, "Stages, and the moves between them", stages)
        .gives::<Vec<StageGiven>>()
        .get("/api/ideas/changelog", READ, "What was released, the latest first", changelog)
        .query::<PageAsk>()
        .gives::<ChangelogGiven>()
        .get("/api/ideas/drafts", READ, "Releases not published yet, the latest first", drafts)
        .query::<PageAsk>()
        .gives::<ChangelogGiven>()
        .get("/api/ideas/removals", READ, "What staff removed, and why, the latest first", removals)
        .query::<PageAsk>()
        .gives::<RemovalsGiven>()
        .get("/api/ideas/{id}", READ, "An idea, whatever its stage", one)
        .gives::<IdeaGiven>()
        .get("/api/ideas/{id}/comments", READ, "Comments below it, the oldest first", comments)
        .query::<NotesAsk>()
        .gives::<CommentsGiven>()
        .get("/api/ideas/{id}/votes", READ, "Who wants it, the first first", voters)
        .query::<PageAsk>()
        .gives::<VotersGiven>()
}

async fn list(
    Key(key): Key,
    Tx(mut tx): Tx,
    Query(ask): Query<ListAsk>,
) -> Answer<axum::Json<IdeasGiven>> {
    let boards = store::boards(&mut tx).await?;
    let order = ask.order.as_deref().map(str::parse).transpose()?.unwrap_or(Order::New);
    let today = store::today(&mut tx).await?;
    let page = PageAsk { cursor: ask.cursor, limit: ask.limit };
    let after = page.cursor.as_deref().map(str::parse).transpose()?;
    let asked = BoardAsk {
        board: ask.board.as_deref().map(|key| by_key(&boards, key)).transpose()?.map(|b| b.id),
        stage: ask.stage.as_deref().map(str::parse).transpose()?,
        answered: ask.answered,
        tag: ask.tag.map(|tag| tag.to_lowercase()),
        search: ask.q,
        order,
        seed: rank::seed(&key.id.to_string(), today),
        page: 0,
    };
    let most = page.most()?;
    let (cards, next) = store::board_after(&mut tx, &asked, after.as_ref(), most).await?;
    let people: Vec<_> = cards.iter().map(|card| card.author).collect();
    let sorted = Sorted { boards: &boards, names: names(&mut tx, &people).await? };
    let ideas = cards.iter().map(|card| sorted.card(card)).collect();
    Ok(axum::Json(IdeasGiven { ideas, next: said(next) }))
}

fn said(next: Option<After>) -> Option<String> {
    next.map(|after| after.to_string())
}

async fn similar(
    Tx(mut tx): Tx,
    Query(ask): Query<SimilarAsk>,
) -> Answer<axum::Json<Vec<CardGiven>>> {
    let cards = store::similar(&mut tx, &ask.title).await?;
    let boards = store::boards(&mut tx).await?;
    let people: Vec<_> = cards.iter().map(|card| card.author).collect();
    let sorted = Sorted { boards: &boards, names: names(&mut tx, &people).await? };
    Ok(axum::Json(cards.iter().map(|card| sorted.card(card)).collect()))
}

async fn boards(Tx(mut tx): Tx) -> Answer<axum::Json<Vec<BoardGiven>>> {
    let boards = store::boards(&mut tx).await?;
    Ok(axum::Json(boards.iter().map(BoardGiven::of).collect()))
}

async fn stages(Tx(mut tx): Tx) -> Answer<axum::Json<Vec<StageGiven>>> {
    let stages = store::stages(&mut tx).await?;
    Ok(axum::Json(StageGiven::all(&stages)))
}

async fn changelog(tx: Tx, ask: Query<PageAsk>) -> Answer<axum::Json<ChangelogGiven>> {
    releases(tx, ask, true).await
}

async fn drafts(tx: Tx, ask: Query<PageAsk>) -> Answer<axum::Json<ChangelogGiven>> {
    releases(tx, ask, false).await
}

async fn releases(
    Tx(mut tx): Tx,
    Query(ask): Query<PageAsk>,
    published: bool,
) -> Answer<axum::Json<ChangelogGiven>> {
    let after = ask.after(After::greatest())?;
    let (found, next) = store::releases_after(&mut tx, published, after, ask.most()?).await?;
    Ok(axum::Json(ChangelogGiven::of(&found, said(next))))
}

async fn removals(Tx(mut tx): Tx, Query(ask): Query<PageAsk>) -> Answer<axum::Json<RemovalsGiven>> {
    let after = ask.after(After::greatest())?;
    let (found, next) = store::removals_after(&mut tx, after, ask.most()?).await?;
    let staff = store::staff_names(&mut tx).await?;
    Ok(axum::Json(RemovalsGiven::of(&found, &staff, said(next))))
}

async fn one(Tx(mut tx): Tx, Path(id): Path<Id<Idea>>) -> Answer<axum::Json<IdeaGiven>> {
    Ok(axum::Json(given(&mut tx, id).await?))
}

async fn comments(
    Key(key): Key,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Query(ask): Query<NotesAsk>,
) -> Answer<axum::Json<CommentsGiven>> {
    let idea = store::root(&mut tx, id).await?;
    let audience = if ask.notes.unwrap_or(false) {
        for_staff(&key)?;
        Audience::StaffOnly
    } else {
        idea.is_public()?;
        Audience::Everybody
    };
    let page = PageAsk { cursor: ask.cursor, limit: ask.limit };
    let after = page.after(After::least())?;
    let (all, next) =
        store::comments_after(&mut tx, idea.id, audience, after, page.most()?).await?;
    let comments = comments_given(&mut tx, &all).await?;
    Ok(axum::Json(CommentsGiven { comments, next: said(next) }))
}

/// What only staff see needs a key that may act for staff.
fn for_staff(key: &ApiKey) -> Result<()> {
    if key.may_write {
        Ok(())
    } else {
        Err(Error::not_allowed("What only staff see needs a key that may write."))
    }
}

async fn voters(
    Key(key): Key,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Query(ask): Query<PageAsk>,
) -> Answer<axum::Json<VotersGiven>> {
    let idea = store::root(&mut tx, id).await?;
    if idea.is_public().is_err() {
        for_staff(&key)?;
    }
    let after = ask.after(After::least())?;
    let (found, next) = store::voters_after(&mut tx, idea.id, after, ask.most()?).await?;
    let people: Vec<_> = found.iter().map(|voter| voter.person).collect();
    let people: HashMap<_, _> = names(&mut tx, &people).await?;
    let staff = store::staff_names(&mut tx).await?;
    let voters = found.iter().map(|voter| VoterGiven::of(voter, &people, &staff)).collect();
    Ok(axum::Json(VotersGiven { voters, next: said(next) }))
}
