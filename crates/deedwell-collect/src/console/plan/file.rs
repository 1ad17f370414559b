//! The plan as a file: taken away, and put in place of what there is.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use deedwell_core::Error;
use deedwell_web::answer::{Errors, Render, on_with};
use deedwell_web::{Answer, Deedwell, Form, Frame, StaffMember, Tx};
use serde::Deserialize;
use utoipa::ToSchema;

use super::list::{ListAsk, Page};
use crate::plan::acts::replace;
use crate::plan::{Actor, PlanFile, store};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::console) struct PlanFileForm {
    /// The JSON of a plan.
    file: String,
}

pub(super) async fn give(Tx(mut tx): Tx) -> Answer<Response> {
    let file = PlanFile::of(store::names(&mut tx).await?).text()?;
    let kind = HeaderValue::from_static("application/json; charset=utf-8");
    let name = HeaderValue::from_static("attachment; filename=\"plan.json\"");
    let headers = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, file).into_response())
}

pub(super) async fn take(
    me: StaffMember,
    State(app): State<Deedwell>,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<PlanFileForm>,
) -> Answer<Response> {
    let taken = match PlanFile::parse(&form.file) {
        Ok(file) => replace(&mut tx, Actor(Some(me.id)), file).await,
        Err(error) => Err(error),
    };
    match taken {
        Ok(_) => {
            tx.commit().await?;
            Ok(on_with("/console/plan", "plan-said-file"))
        }
        Err(error @ (Error::Refused { .. } | Error::Invalid { .. })) => {
            let errors = Errors::none().and("file", &frame.sentence(&error));
            let mut page = Page::load(&app, &mut tx, frame, ListAsk::default()).await?;
            (page.errors, page.typed) = (errors, form.file);
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(other) => Err(other.into()),
    }
}
