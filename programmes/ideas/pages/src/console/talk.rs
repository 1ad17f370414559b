//! Comments of ours, notes among us, and comments taken from view.

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id, Result};
use deedwell_store::Tx as Transaction;
use deedwell_web::answer::on_with;
use deedwell_web::{Answer, Form, Frame, StaffMember, Tx};
use serde::Deserialize;
use utoipa::ToSchema;

use super::desk::{self, Typed};
use crate::comment::Comment;
use crate::idea::Idea;
use crate::{acts, store};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CommentForm {
    comment: String,
    /// The id of the comment that is answered; empty for none.
    #[serde(default)]
    reply_to: String,
}

pub(super) async fn comment(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Form(form): Form<CommentForm>,
) -> Answer<Response> {
    let reply_to = match form.reply_to.as_str() {
        "" => None,
        id => Some(id.parse::<Id<Comment>>()?),
    };
    let said = acts::comment_by_staff(&mut tx, me.id, id, &form.comment, reply_to).await;
    let Err(error) = said else {
        tx.commit().await?;
        return Ok(on_with(&desk::path(id), "ideas-staff-said-commented"));
    };
    let typed = Typed { comment: form.comment, ..Typed::default() };
    let names = [("body", "comment")];
    desk::put_right(&mut tx, frame, id, typed, ("comment", &names, error)).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteForm {
    note: String,
}

pub(super) async fn note(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Form(form): Form<NoteForm>,
) -> Answer<Response> {
    let Err(error) = acts::note(&mut tx, me.id, id, &form.note).await else {
        tx.commit().await?;
        return Ok(on_with(&desk::path(id), "ideas-staff-said-noted"));
    };
    let typed = Typed { note: form.note, ..Typed::default() };
    desk::put_right(&mut tx, frame, id, typed, ("note", &[("body", "note")], error)).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HideForm {
    /// Everybody can read it.
    reason: String,
}

pub(super) async fn hide(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path((id, comment)): Path<(Id<Idea>, Id<Comment>)>,
    Form(form): Form<HideForm>,
) -> Answer<Response> {
    stands_here(&mut tx, id, comment).await?;
    let Err(error) = acts::hide_comment(&mut tx, me.id, comment, &form.reason).await else {
        tx.commit().await?;
        return Ok(on_with(&desk::path(id), "ideas-staff-said-hidden"));
    };
    let field = format!("hide-{comment}");
    let names = [("reason", field.as_str())];
    let typed = Typed { at: (field.clone(), form.reason), ..Typed::default() };
    desk::put_right(&mut tx, frame, id, typed, ("hide", &names, error)).await
}

pub(super) async fn restore(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path((id, comment)): Path<(Id<Idea>, Id<Comment>)>,
) -> Answer<Response> {
    stands_here(&mut tx, id, comment).await?;
    acts::restore_comment(&mut tx, me.id, comment).await?;
    tx.commit().await?;
    Ok(on_with(&desk::path(id), "ideas-staff-said-restored"))
}

/// The comment stands below this idea, or below one that it speaks for.
async fn stands_here(tx: &mut Transaction, id: Id<Idea>, comment: Id<Comment>) -> Result<()> {
    let on = store::comment(tx, comment).await?.idea;
    if on == id || store::idea(tx, on).await?.root == id {
        return Ok(());
    }
    Err(Error::Missing("comment"))
}
