//! What a program does for a customer, whom it names by an identity that your server vouches for.

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id};
use deedwell_web::{Answer, Json, Routes, Tx, done};

use super::give::{CommentGiven, FollowedGiven, IdeaGiven, VotedGiven};
use super::take::{ByAlone, CommentNew, IdeaChanged, IdeaNew};
use super::{WRITE, below, by_key, comment_shown, shown, staff};
use crate::comment::Comment;
use crate::idea::{Idea, NewIdea};
use crate::{acts, store};

pub(super) fn routes() -> Routes {
    Routes::new("ideas")
        .post("/api/ideas", WRITE, "Put an idea forward for a customer", put_forward)
        .json::<IdeaNew>()
        .gives::<IdeaGiven>()
        .post("/api/ideas/{id}/edit", WRITE, "Other words, for its author", edit)
        .json::<IdeaChanged>()
        .gives::<IdeaGiven>()
        .post("/api/ideas/{id}/withdrawal", WRITE, "Take it back, for its author", withdraw)
        .json::<ByAlone>()
        .gives::<IdeaGiven>()
        .post("/api/ideas/{id}/votes", WRITE, "Vote for a customer; once counts", vote)
        .json::<ByAlone>()
        .gives::<VotedGiven>()
        .post("/api/ideas/{id}/votes/removal", WRITE, "Take a customer's vote back", take_back)
        .json::<ByAlone>()
        .gives::<VotedGiven>()
        .post("/api/ideas/{id}/followers", WRITE, "Let a customer follow it", follow)
        .json::<ByAlone>()
        .gives::<FollowedGiven>()
        .post(
            "/api/ideas/{id}/followers/removal",
            WRITE,
            "Let a customer follow it no more",
            unfollow,
        )
        .json::<ByAlone>()
        .gives::<FollowedGiven>()
        .post("/api/ideas/{id}/comments", WRITE, "Comment for a customer or for staff", comment)
        .json::<CommentNew>()
        .gives::<CommentGiven>()
        .post(
            "/api/ideas/{id}/comments/{comment}/thanks",
            WRITE,
            "Thank for a comment, for a customer; once counts",
            thank,
        )
        .json::<ByAlone>()
        .gives::<CommentGiven>()
        .post(
            "/api/ideas/{id}/comments/{comment}/withdrawal",
            WRITE,
            "Take a comment back, for its author",
            withdraw_comment,
        )
        .json::<ByAlone>()
        .gives::<CommentGiven>()
}

async fn put_forward(Tx(mut tx): Tx, Json(new): Json<IdeaNew>) -> Answer<Response> {
    let boards = store::boards(&mut tx).await?;
    let board = by_key(&boards, &new.board)?.id;
    let who = new.by.who(&mut tx).await?;
    let new = NewIdea { board, unit: None, title: new.title, body: new.body, tags: new.tags };
    let id = acts::put_forward(&mut tx, who, new).await?;
    shown(tx, id).await
}

async fn edit(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(new): Json<IdeaChanged>,
) -> Answer<Response> {
    let who = new.by.who(&mut tx).await?;
    acts::edit(&mut tx, who, id, &new.title, &new.body).await?;
    shown(tx, id).await
}

async fn withdraw(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(ByAlone { by }): Json<ByAlone>,
) -> Answer<Response> {
    let who = by.who(&mut tx).await?;
    acts::withdraw(&mut tx, who, id).await?;
    shown(tx, id).await
}

async fn vote(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(ByAlone { by }): Json<ByAlone>,
) -> Answer<Response> {
    let who = by.who(&mut tx).await?;
    let voted = acts::vote(&mut tx, who, id).await?;
    done(tx, VotedGiven::from(voted)).await
}

async fn take_back(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(ByAlone { by }): Json<ByAlone>,
) -> Answer<Response> {
    let who = by.who(&mut tx).await?;
    let voted = acts::take_back_vote(&mut tx, who, id).await?;
    done(tx, VotedGiven::from(voted)).await
}

async fn follow(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(ByAlone { by }): Json<ByAlone>,
) -> Answer<Response> {
    let who = by.who(&mut tx).await?;
    acts::follow(&mut tx, who, id).await?;
    let idea = store::root(&mut tx, id).await?.id.to_string();
    done(tx, FollowedGiven { idea, follows: true }).await
}

async fn unfollow(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(ByAlone { by }): Json<ByAlone>,
) -> Answer<Response> {
    let who = by.who(&mut tx).await?;
    acts::unfollow(&mut tx, who, id).await?;
    let idea = store::root(&mut tx, id).await?.id.to_string();
    done(tx, FollowedGiven { idea, follows: false }).await
}

async fn comment(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(new): Json<CommentNew>,
) -> Answer<Response> {
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
    comment_shown(tx, said).await
}

async fn thank(
    Tx(mut tx): Tx,
    Path((id, comment)): Path<(Id<Idea>, Id<Comment>)>,
    Json(ByAlone { by }): Json<ByAlone>,
) -> Answer<Response> {
    below(&mut tx, id, comment).await?;
    let who = by.who(&mut tx).await?;
    acts::thank(&mut tx, who, comment).await?;
    comment_shown(tx, comment).await
}

async fn withdraw_comment(
    Tx(mut tx): Tx,
    Path((id, comment)): Path<(Id<Idea>, Id<Comment>)>,
    Json(ByAlone { by }): Json<ByAlone>,
) -> Answer<Response> {
    below(&mut tx, id, comment).await?;
    let who = by.who(&mut tx).await?;
    acts::withdraw_comment(&mut tx, who, comment).await?;
    comment_shown(tx, comment).await
}
