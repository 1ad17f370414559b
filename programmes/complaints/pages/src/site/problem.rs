//! What went wrong for many, in words of ours: nothing of whoever complained stands here.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use deedwell_core::Id;
use deedwell_web::answer::on_with;
use deedwell_web::{Answer, Frame, Me, Tx, View, Visitor};

use crate::problem::Problem;
use crate::{acts, store};

#[derive(Template)]
#[template(path = "site/problem.html")]
pub(crate) struct Page {
    frame: Frame,
    problem: Problem,
    has_joined: bool,
}

impl Page {
    fn is_open(&self) -> bool {
        self.problem.closed_at.is_none()
    }
}

pub(crate) async fn show(
    visitor: Visitor,
    frame: Frame,
    Path(id): Path<Id<Problem>>,
    Tx(mut tx): Tx,
) -> Answer<View<Page>> {
    let problem = store::problem(&mut tx, id).await?;
    let has_joined = match visitor.me {
        Some(me) => store::has_joined(&mut tx, id, me.person).await?,
        None => false,
    };
    Ok(View(Page { frame, problem, has_joined }))
}

pub(crate) async fn join(me: Me, Path(id): Path<Id<Problem>>, Tx(mut tx): Tx) -> Answer<Response> {
    acts::join(&mut tx, me.who(), id).await?;
    tx.commit().await?;
    Ok(on_with(&format!("/complaints/problems/{id}"), "complaints-said-joined"))
}

pub(crate) async fn leave(me: Me, Path(id): Path<Id<Problem>>, Tx(mut tx): Tx) -> Answer<Response> {
    acts::leave(&mut tx, me.who(), id).await?;
    tx.commit().await?;
    Ok(on_with(&format!("/complaints/problems/{id}"), "complaints-said-left"))
}
