//! What keeps the boards in order: tags, board, grade; held, spam, cleared.

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id};
use deedwell_web::answer::on_with;
use deedwell_web::{Answer, Form, Frame, StaffMember, Tx};
use serde::Deserialize;
use utoipa::ToSchema;

use super::desk::{self, Typed};
use crate::acts;
use crate::board::Board;
use crate::idea::Idea;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TagsForm {
    /// Parted by commas.
    tags: String,
}

pub(super) async fn retag(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Form(form): Form<TagsForm>,
) -> Answer<Response> {
    let tags: Vec<String> = form.tags.split([',', ';']).map(str::to_owned).collect();
    let Err(error) = acts::retag(&mut tx, me.id, id, &tags).await else {
        tx.commit().await?;
        return Ok(on_with(&desk::path(id), "said-saved"));
    };
    let typed = Typed { tags: Some(form.tags), ..Typed::default() };
    desk::put_right(&mut tx, frame, id, typed, ("tags", &[("tags", "tags")], error)).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ToBoardForm {
    #[schema(value_type = String)]
    board: Id<Board>,
}

pub(super) async fn move_to_board(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Form(form): Form<ToBoardForm>,
) -> Answer<Response> {
    acts::move_to_board(&mut tx, me.id, id, form.board).await?;
    tx.commit().await?;
    Ok(on_with(&desk::path(id), "said-saved"))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GradeForm {
    /// From 1 to 5.
    grade: String,
    #[serde(default)]
    grade_note: String,
}

pub(super) async fn grade(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Form(form): Form<GradeForm>,
) -> Answer<Response> {
    let number = form.grade.trim().parse().unwrap_or(0);
    let Err(error) = acts::evaluate(&mut tx, me.id, id, number, &form.grade_note).await else {
        tx.commit().await?;
        return Ok(on_with(&desk::path(id), "said-saved"));
    };
    let names = [("grade", "grade"), ("note", "grade_note")];
    let typed = Typed { grade: Some(form.grade), grade_note: form.grade_note, ..Typed::default() };
    desk::put_right(&mut tx, frame, id, typed, ("grade", &names, error)).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RemovalForm {
    /// Everybody can read it.
    removal_reason: String,
}

pub(super) async fn hold(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Form(form): Form<RemovalForm>,
) -> Answer<Response> {
    let Err(error) = acts::hold(&mut tx, me.id, id, &form.removal_reason).await else {
        tx.commit().await?;
        return Ok(on_with(&desk::path(id), "ideas-staff-said-held"));
    };
    not_removed(tx, frame, id, form, error).await
}

pub(super) async fn spam(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Form(form): Form<RemovalForm>,
) -> Answer<Response> {
    let Err(error) = acts::mark_spam(&mut tx, me.id, id, &form.removal_reason).await else {
        tx.commit().await?;
        return Ok(on_with(&desk::path(id), "ideas-staff-said-spam"));
    };
    not_removed(tx, frame, id, form, error).await
}

async fn not_removed(
    mut tx: deedwell_store::Tx,
    frame: Frame,
    id: Id<Idea>,
    form: RemovalForm,
    error: Error,
) -> Answer<Response> {
    let names = [("reason", "removal_reason")];
    let typed = Typed { removal_reason: form.removal_reason, ..Typed::default() };
    desk::put_right(&mut tx, frame, id, typed, ("removal", &names, error)).await
}

pub(super) async fn clear(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
) -> Answer<Response> {
    acts::clear(&mut tx, me.id, id).await?;
    tx.commit().await?;
    Ok(on_with(&desk::path(id), "ideas-staff-said-cleared"))
}
