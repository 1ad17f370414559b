//! Answering officially, and putting an answer right.

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id, Result};
use deedwell_web::answer::on_with;
use deedwell_web::{Answer, Form, Frame, StaffMember, Tx};
use serde::Deserialize;
use utoipa::ToSchema;

use super::desk::{self, Typed};
use super::shown;
use super::words::Wrong;
use crate::answer::{Answer as Official, Answered};
use crate::idea::Idea;
use crate::stage::Stage;
use crate::{acts, store};

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerForm {
    /// The official text; empty for a move without words.
    #[serde(default)]
    text: String,
    /// Empty leaves the idea where it is.
    #[serde(default)]
    stage: String,
    #[serde(default)]
    reason: String,
    /// A day such as 2027-03-01.
    #[serde(default)]
    revisit_on: String,
    #[serde(default)]
    evidence: String,
}

/// Which input of the page a rule speaks of.
const NAMES: [(&str, &str); 5] = [
    ("text", "text"),
    ("stage", "stage"),
    ("reason", "reason"),
    ("revisit_on", "revisit_on"),
    ("evidence", "evidence"),
];

pub(super) async fn answer(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
    Form(form): Form<AnswerForm>,
) -> Answer<Response> {
    let idea = store::idea(&mut tx, id).await?;
    let done = match official(&form, &idea) {
        Ok(official) => acts::answer(&mut tx, me.id, id, official).await,
        Err(error) => Err(error),
    };
    let Err(error) = done else {
        tx.commit().await?;
        return Ok(on_with(&desk::path(id), "ideas-staff-said-answered"));
    };
    let mut wrong = wrong(&frame, error)?;
    if let (true, Some(to)) = (wrong.form == "move", Stage::parse(&form.stage)) {
        let stages = store::stages(&mut tx).await?;
        let words = shown::move_refused(&frame, &stages, idea.stage, to);
        wrong.errors = deedwell_web::answer::Errors::none().and("stage", &words);
        wrong.form = "answer";
    }
    let typed = Typed {
        text: form.text,
        stage: form.stage,
        reason: form.reason,
        revisit_on: form.revisit_on,
        evidence: form.evidence,
        ..Typed::default()
    };
    desk::again(&mut tx, frame, id, typed, wrong).await
}

fn wrong(frame: &Frame, error: Error) -> Result<Wrong> {
    let form = if error.code() == "ideas.move" { "move" } else { "answer" };
    Wrong::of(frame, form, &NAMES, error)
}

/// What the form means. A no that stays as it is was not looked at again by leaving it alone.
fn official(form: &AnswerForm, idea: &Idea) -> Result<Official> {
    let some = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
    let stage = some(&form.stage).map(|name| name.parse::<Stage>()).transpose()?;
    let day = some(&form.revisit_on).map(|day| {
        let wrong = |_| Error::invalid("revisit_on", "Please give a day, such as 2027-03-01.");
        day.parse().map_err(wrong)
    });
    let (reason, revisit_on) = (some(&form.reason), day.transpose()?);
    let stays = stage.is_none_or(|to| to == idea.stage);
    let untouched = stays && reason == idea.reason && revisit_on == idea.revisit_on;
    // What shows that it is there belongs to what is there: other moves do not ask for it.
    let to = stage.unwrap_or(idea.stage);
    let there = matches!(to, Stage::Shipped | Stage::Measured);
    let evidence = some(&form.evidence).filter(|_| there);
    Ok(Official {
        text: form.text.clone(),
        stage,
        reason: reason.filter(|_| !untouched),
        revisit_on: revisit_on.filter(|_| !untouched),
        evidence,
    })
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CorrectionForm {
    text: String,
}

pub(super) async fn correct(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path((id, answer)): Path<(Id<Idea>, Id<Answered>)>,
    Form(form): Form<CorrectionForm>,
) -> Answer<Response> {
    if store::answer(&mut tx, answer).await?.idea != id {
        return Err(Error::Missing("answer").into());
    }
    let Err(error) = acts::correct_answer(&mut tx, me.id, answer, &form.text).await else {
        tx.commit().await?;
        return Ok(on_with(&desk::path(id), "ideas-staff-said-corrected"));
    };
    let field = format!("correction-{answer}");
    let names = [("text", field.as_str())];
    let typed = Typed { at: (field.clone(), form.text), ..Typed::default() };
    desk::put_right(&mut tx, frame, id, typed, ("correction", &names, error)).await
}
