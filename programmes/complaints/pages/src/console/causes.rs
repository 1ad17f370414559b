//! Why things go wrong, whether that is gone, and what went wrong for many.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id, Result, Staff};
use deedwell_store::Tx as Work;
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::acts;
use crate::cause::Cause;
use crate::problem::Problem;
use crate::store::{self, CauseCounted};
use crate::words::Wrong;

const MOST_PROBLEMS: usize = 100;
const HERE: &str = "/console/complaints/causes";

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ComplaintCausesCauseForm)]
pub(crate) struct CauseForm {
    name: String,
    /// The id of the cause of which it is a part; '' for none.
    parent: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ComplaintCausesNameForm)]
pub(crate) struct CauseNameForm {
    name: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ComplaintCausesEvidenceForm)]
pub(crate) struct EvidenceForm {
    evidence: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ComplaintCausesProblemForm)]
pub(crate) struct ProblemForm {
    title: String,
    text: String,
}

#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = ComplaintCausesOutcomeForm)]
pub(crate) struct OutcomeForm {
    outcome: String,
}

#[derive(Template)]
#[template(path = "console/causes.html")]
pub(crate) struct Page {
    frame: Frame,
    causes: Vec<CauseCounted>,
    problems: Vec<Problem>,
    staff: BTreeMap<Id<Staff>, String>,
    typed: String,
    wrong: Wrong,
}

impl Page {
    async fn load(tx: &mut Work, frame: Frame, typed: String, wrong: Wrong) -> Result<Self> {
        Ok(Self {
            causes: store::causes(tx).await?,
            problems: store::problems(tx, MOST_PROBLEMS).await?,
            staff: store::staff_names(tx).await?,
            frame,
            typed,
            wrong,
        })
    }

    fn parents(&self) -> Vec<Choice> {
        let none = (String::new(), self.frame.t("complaints-first-level"));
        let first = self.causes.iter().filter(|c| c.cause.parent.is_none());
        let all = first.map(|c| (c.cause.id.to_string(), c.cause.name.clone()));
        Choice::list(std::iter::once(none).chain(all), "")
    }

    fn staff_name(&self, id: &Id<Staff>) -> String {
        self.staff.get(id).cloned().unwrap_or_default()
    }

    fn is_part(&self, one: &CauseCounted) -> bool {
        one.cause.parent.is_some()
    }

    fn needs_check(&self, one: &CauseCounted) -> bool {
        one.cause.fixed.is_some() && one.cause.verified.is_none()
    }

    fn errors(&self, form: &str) -> Errors {
        self.wrong.at(form)
    }

    fn typed_in(&self, form: &str) -> &str {
        if self.wrong.form == form { &self.typed } else { "" }
    }

    fn is_open(&self, problem: &Problem) -> bool {
        problem.closed_at.is_none()
    }
}

pub(crate) async fn show(frame: Frame, Tx(mut tx): Tx) -> Answer<View<Page>> {
    Ok(View(Page::load(&mut tx, frame, String::new(), Wrong::default()).await?))
}

async fn done(
    mut tx: Work,
    frame: Frame,
    form: &'static str,
    first: &str,
    typed: String,
    acted: Result<()>,
) -> Answer<Response> {
    match acted {
        Ok(()) => {
            tx.commit().await?;
            Ok(on_with(HERE, "said-saved"))
        }
        Err(error) => {
            let wrong = Wrong::of(&frame, form, first, error)?;
            let status = wrong.status;
            Ok(Page::load(&mut tx, frame, typed, wrong).await?.respond_with(status))
        }
    }
}

pub(crate) async fn add(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<CauseForm>,
) -> Answer<Response> {
    let parent = match form.parent.trim() {
        "" => Ok(None),
        text => text
            .parse()
            .map(Some)
            .map_err(|_| Error::invalid("parent", "Please choose from the list.")),
    };
    let acted = match parent {
        Ok(parent) => acts::add_cause(&mut tx, me.id, parent, &form.name).await.map(drop),
        Err(error) => Err(error),
    };
    done(tx, frame, "add", "name", form.name, acted).await
}

pub(crate) async fn rename(
    me: StaffMember,
    frame: Frame,
    Path(id): Path<Id<Cause>>,
    Tx(mut tx): Tx,
    Form(form): Form<CauseNameForm>,
) -> Answer<Response> {
    let acted = acts::rename_cause(&mut tx, me.id, id, &form.name).await;
    done(tx, frame, "cause", "name", form.name, acted).await
}

pub(crate) async fn fix(
    me: StaffMember,
    frame: Frame,
    Path(id): Path<Id<Cause>>,
    Tx(mut tx): Tx,
    Form(form): Form<EvidenceForm>,
) -> Answer<Response> {
    let acted = acts::fix_cause(&mut tx, me.id, id, &form.evidence).await;
    done(tx, frame, "cause", "evidence", form.evidence, acted).await
}

pub(crate) async fn unfix(
    me: StaffMember,
    frame: Frame,
    Path(id): Path<Id<Cause>>,
    Tx(mut tx): Tx,
) -> Answer<Response> {
    let acted = acts::unfix_cause(&mut tx, me.id, id).await;
    done(tx, frame, "cause", "evidence", String::new(), acted).await
}

pub(crate) async fn verify(
    me: StaffMember,
    frame: Frame,
    Path(id): Path<Id<Cause>>,
    Tx(mut tx): Tx,
    Form(form): Form<EvidenceForm>,
) -> Answer<Response> {
    let acted = acts::verify_cause(&mut tx, me.id, id, &form.evidence).await;
    done(tx, frame, "cause", "evidence", form.evidence, acted).await
}

pub(crate) async fn edit_problem(
    me: StaffMember,
    frame: Frame,
    Path(id): Path<Id<Problem>>,
    Tx(mut tx): Tx,
    Form(form): Form<ProblemForm>,
) -> Answer<Response> {
    let acted = acts::edit_problem(&mut tx, me.id, id, &form.title, &form.text).await;
    done(tx, frame, "problem", "title", form.text, acted).await
}

pub(crate) async fn end_problem(
    me: StaffMember,
    frame: Frame,
    Path(id): Path<Id<Problem>>,
    Tx(mut tx): Tx,
    Form(form): Form<OutcomeForm>,
) -> Answer<Response> {
    let acted = acts::end_problem(&mut tx, me.id, id, &form.outcome).await;
    done(tx, frame, "problem", "outcome", form.outcome, acted).await
}
