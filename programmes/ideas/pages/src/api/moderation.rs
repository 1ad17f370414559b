//! What keeps the boards in order, for a member of staff: notes, tags, boards, grades; held, spam,
//! cleared; comments hidden and shown again.

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::Id;
use deedwell_web::{Answer, Json, Routes, Tx};
use serde::Deserialize;
use utoipa::ToSchema;

use super::give::{CommentGiven, IdeaGiven};
use super::staff::{StaffAlone, host};
use super::{WRITE, below, by_key, comment_shown, shown};
use crate::comment::Comment;
use crate::idea::Idea;
use crate::{acts, store};

pub(super) fn routes() -> Routes {
    Routes::new("ideas")
        .post("/api/ideas/{id}/notes", WRITE, "Write a note for colleagues, for staff", note)
        .json::<NoteNew>()
        .gives::<CommentGiven>()
        .post("/api/ideas/{id}/tags", WRITE, "Other tags, for staff", retag)
        .json::<TagsNew>()
        .gives::<IdeaGiven>()
        .post("/api/ideas/{id}/board", WRITE, "To another board, for staff", move_to_board)
        .json::<BoardMove>()
        .gives::<IdeaGiven>()
        .post("/api/ideas/{id}/grade", WRITE, "Grade it, for staff", grade)
        .json::<GradeNew>()
        .gives::<IdeaGiven>()
        .post("/api/ideas/{id}/holding", WRITE, "Take it from view for now, for staff", hold)
        .json::<RemovalNew>()
        .gives::<IdeaGiven>()
        .post("/api/ideas/{id}/spam", WRITE, "Mark it as spam, for staff", spam)
        .json::<RemovalNew>()
        .gives::<IdeaGiven>()
        .post("/api/ideas/{id}/clearing", WRITE, "Show it again, for staff", clear)
        .json::<StaffAlone>()
        .gives::<IdeaGiven>()
        .post(
            "/api/ideas/{id}/comments/{comment}/hiding",
            WRITE,
            "Take a comment from view, for staff",
            hide,
        )
        .json::<RemovalNew>()
        .gives::<CommentGiven>()
        .post(
            "/api/ideas/{id}/comments/{comment}/restoring",
            WRITE,
            "Show a comment again, for staff",
            restore,
        )
        .json::<StaffAlone>()
        .gives::<CommentGiven>()
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NoteNew {
    staff: String,
    body: String,
}

async fn note(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(new): Json<NoteNew>,
) -> Answer<Response> {
    let staff = host(&mut tx, &new.staff).await?;
    let note = acts::note(&mut tx, staff, id, &new.body).await?;
    comment_shown(tx, note).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TagsNew {
    staff: String,
    /// All of them: what is left out is taken off.
    tags: Vec<String>,
}

async fn retag(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(new): Json<TagsNew>,
) -> Answer<Response> {
    let staff = host(&mut tx, &new.staff).await?;
    acts::retag(&mut tx, staff, id, &new.tags).await?;
    shown(tx, id).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BoardMove {
    staff: String,
    /// The key of a board.
    board: String,
}

async fn move_to_board(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(new): Json<BoardMove>,
) -> Answer<Response> {
    let staff = host(&mut tx, &new.staff).await?;
    let boards = store::boards(&mut tx).await?;
    let board = by_key(&boards, &new.board)?.id;
    acts::move_to_board(&mut tx, staff, id, board).await?;
    shown(tx, id).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GradeNew {
    staff: String,
    /// From 1, poor, to 5, excellent.
    grade: i64,
    #[serde(default)]
    note: String,
}

async fn grade(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(new): Json<GradeNew>,
) -> Answer<Response> {
    let staff = host(&mut tx, &new.staff).await?;
    acts::evaluate(&mut tx, staff, id, new.grade, &new.note).await?;
    shown(tx, id).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RemovalNew {
    staff: String,
    /// Everybody can read it.
    reason: String,
}

async fn hold(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(new): Json<RemovalNew>,
) -> Answer<Response> {
    let staff = host(&mut tx, &new.staff).await?;
    acts::hold(&mut tx, staff, id, &new.reason).await?;
    shown(tx, id).await
}

async fn spam(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(new): Json<RemovalNew>,
) -> Answer<Response> {
    let staff = host(&mut tx, &new.staff).await?;
    acts::mark_spam(&mut tx, staff, id, &new.reason).await?;
    shown(tx, id).await
}

async fn clear(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Json(StaffAlone { staff }): Json<StaffAlone>,
) -> Answer<Response> {
    let staff = host(&mut tx, &staff).await?;
    acts::clear(&mut tx, staff, id).await?;
    shown(tx, id).await
}

async fn hide(
    Tx(mut tx): Tx,
    Path((id, comment)): Path<(Id<Idea>, Id<Comment>)>,
    Json(new): Json<RemovalNew>,
) -> Answer<Response> {
    let staff = host(&mut tx, &new.staff).await?;
    below(&mut tx, id, comment).await?;
    acts::hide_comment(&mut tx, staff, comment, &new.reason).await?;
    comment_shown(tx, comment).await
}

async fn restore(
    Tx(mut tx): Tx,
    Path((id, comment)): Path<(Id<Idea>, Id<Comment>)>,
    Json(StaffAlone { staff }): Json<StaffAlone>,
) -> Answer<Response> {
    let staff = host(&mut tx, &staff).await?;
    below(&mut tx, id, comment).await?;
    acts::restore_comment(&mut tx, staff, comment).await?;
    comment_shown(tx, comment).await
}
