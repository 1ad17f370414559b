//! Saying something below an idea, thanking for it, taking it back.

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id};
use deedwell_web::answer::on_with;
use deedwell_web::{Answer, Form, Frame, Me, Needs, Render, Routes, Tx};
use serde::Deserialize;
use utoipa::ToSchema;

use super::idea::{self, Typed, readable};
use super::wrong::Wrong;
use crate::acts;
use crate::comment::Comment;
use crate::idea::Idea;
use crate::store;

pub(crate) fn routes() -> Routes {
    let customer = Needs::Customer;
    Routes::new("ideas")
        .post("/ideas/{id}/comments", customer, "Say something below an idea", comment)
        .form::<NewComment>()
        .post("/ideas/{id}/comments/{comment}/thanks", customer, "Thank for a comment", thank)
        .post(
            "/ideas/{id}/comments/{comment}/withdrawal",
            customer,
            "Take my comment back",
            withdraw,
        )
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewComment {
    #[serde(default)]
    body: String,
    /// The comment that is answered.
    #[schema(value_type = Option<String>)]
    reply_to: Option<Id<Comment>>,
}

pub(crate) async fn comment(
    me: Me,
    frame: Frame,
    Path(id): Path<Id<Idea>>,
    Tx(mut tx): Tx,
    Form(new): Form<NewComment>,
) -> Answer<Response> {
    readable(&mut tx, id, Some(me.person)).await?;
    match acts::comment(&mut tx, me.who(), id, &new.body, new.reply_to).await {
        Ok(comment) => {
            let root = store::root(&mut tx, id).await?.id;
            tx.commit().await?;
            Ok(on_with(&at(root, comment), "ideas-said-commented"))
        }
        Err(error) => {
            // Where it cannot be a reply, its words are kept as a comment of its own.
            let can_reply = matches!(error, Error::Invalid { .. } | Error::TooMany { .. });
            let Wrong { errors, status } = Wrong::of(&frame, "body", error)?;
            let reply_to = new.reply_to.filter(|_| can_reply);
            let typed = Typed { body: new.body, reply_to, errors };
            let root = store::root(&mut tx, id).await?;
            let page = idea::page(&mut tx, frame, Some(&me), root, typed).await?;
            Ok(page.respond_with(status))
        }
    }
}

pub(crate) async fn thank(
    me: Me,
    Path((id, comment)): Path<(Id<Idea>, Id<Comment>)>,
    Tx(mut tx): Tx,
) -> Answer<Response> {
    readable(&mut tx, id, Some(me.person)).await?;
    acts::thank(&mut tx, me.who(), comment).await?;
    tx.commit().await?;
    Ok(on_with(&at(id, comment), "ideas-said-thanked"))
}

pub(crate) async fn withdraw(
    me: Me,
    Path((id, comment)): Path<(Id<Idea>, Id<Comment>)>,
    Tx(mut tx): Tx,
) -> Answer<Response> {
    readable(&mut tx, id, Some(me.person)).await?;
    acts::withdraw_comment(&mut tx, me.who(), comment).await?;
    tx.commit().await?;
    Ok(on_with(&format!("/ideas/{id}#cm"), "ideas-said-comment-withdrawn"))
}

fn at(idea: Id<Idea>, comment: Id<Comment>) -> String {
    format!("/ideas/{idea}#comment-{comment}")
}
