//! A run: planned for all who want a topic, begun, paused, made faster or slower; and how far it is.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::{Error, Id, Result};
use deedwell_store::Tx as Transaction;
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, Right, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::ToSchema;

use super::errors;
use crate::acts::{self, NewRun};
use crate::letter::{Content, State, Words};
use crate::run::{Run, RunState};
use crate::store::{self, RunRow};
use crate::{EMAIL, jobs};

#[derive(Deserialize, ToSchema, Default, Clone)]
#[serde(deny_unknown_fields)]
pub(crate) struct RunForm {
    name: String,
    /// The key of a topic.
    topic: String,
    #[serde(default)]
    subject: String,
    #[serde(default)]
    text: String,
    /// Letters a second; '' for as fast as can be.
    #[serde(default)]
    rate_per_s: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SpeedForm {
    /// Letters a second; '' for as fast as can be.
    #[serde(default)]
    rate_per_s: String,
}

fn rate(text: &str) -> Result<Option<f64>> {
    let text = text.trim().replace(',', ".");
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |_| Error::invalid("rate_per_s", "Please write a number of letters a second.");
    text.parse().map(Some).map_err(wrong)
}

/// A run with how many of its letters are where.
pub(super) struct Progress {
    pub run: RunRow,
    counts: HashMap<State, u64>,
}

impl Progress {
    pub async fn of(tx: &mut Transaction, run: RunRow) -> Result<Self> {
        let counts = store::counts(tx, Some(run.id)).await?;
        Ok(Self { run, counts })
    }

    pub fn count(&self, state: State) -> u64 {
        self.counts.get(&state).copied().unwrap_or(0)
    }

    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Letters with an answer.
    pub fn done(&self) -> u64 {
        self.total() - self.count(State::Reserved) - self.count(State::HandedOver)
    }

    pub fn accepted(&self) -> u64 {
        self.count(State::Accepted)
    }

    pub fn unclear(&self) -> u64 {
        self.count(State::Ambiguous)
    }

    pub fn tone(&self) -> &'static str {
        match self.run.state {
            RunState::Running => "info",
            RunState::Finished => "up",
            RunState::Paused => "wait",
            RunState::Planned | RunState::Cancelled => "line",
        }
    }

    pub fn words(&self, frame: &Frame) -> String {
        frame.t(&format!("sending-run-{}", self.run.state.name()))
    }
}

#[derive(Template)]
#[template(path = "console/run.html")]
pub(crate) struct RunPage {
    frame: Frame,
    progress: Progress,
    topic: String,
    content: Option<Content>,
}

impl RunPage {
    fn counts(&self) -> Vec<(String, u64)> {
        let words =
            |s: State| self.frame.t(&format!("sending-state-{}", s.name().replace('_', "-")));
        let all = State::ALL.map(|s| (words(s), self.progress.count(s)));
        all.into_iter().filter(|(_, n)| *n > 0).collect()
    }

    fn is_live(&self) -> bool {
        let run = &self.progress.run;
        run.state == RunState::Running
            || (run.state == RunState::Planned && run.listed_at.is_none())
    }

    fn may_manage(&self) -> bool {
        self.frame.may(Right::ManageSettings)
    }

    fn can_start(&self) -> bool {
        let run = &self.progress.run;
        run.state == RunState::Planned && run.listed_at.is_some()
    }

    fn rate(&self) -> String {
        self.progress.run.rate_per_s.map(|rate| rate.to_string()).unwrap_or_default()
    }

    fn speed(&self) -> String {
        match self.progress.run.rate_per_s {
            Some(rate) => self.frame.w("sending-run-speed", self.frame.decimal(rate)),
            None => self.frame.t("sending-run-full-speed"),
        }
    }

    fn is_state(&self, name: &str) -> bool {
        self.progress.run.state.name() == name
    }

    fn subject(&self) -> String {
        match &self.content {
            Some(Content::Own(words)) => words.subject.clone(),
            Some(Content::Template(name)) => self.frame.w("sending-template", name),
            None => String::new(),
        }
    }

    fn text(&self) -> &str {
        match &self.content {
            Some(Content::Own(words)) => &words.text,
            _ => "",
        }
    }
}

pub(crate) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Run>>,
) -> Answer<View<RunPage>> {
    let run = store::run(&mut tx, id).await?;
    let content = store::content(&mut tx, run.content).await?;
    let topic = store::topic(&mut tx, &run.topic).await?.name;
    let progress = Progress::of(&mut tx, run).await?;
    Ok(View(RunPage { frame, progress, topic, content }))
}

#[derive(Template)]
#[template(path = "console/run_new.html")]
pub(crate) struct NewPage {
    frame: Frame,
    errors: Errors,
    typed: RunForm,
    topics: Vec<Choice>,
}

async fn form(
    tx: &mut Transaction,
    frame: Frame,
    typed: RunForm,
    errors: Errors,
) -> Result<NewPage> {
    let topics = store::topics(tx).await?;
    let open = topics.into_iter().filter(|t| t.is_open() && t.goes_by(EMAIL));
    let topics = Choice::list(open.map(|t| (t.key, t.name)), &typed.topic);
    Ok(NewPage { frame, errors, typed, topics })
}

pub(crate) async fn new(frame: Frame, Tx(mut tx): Tx) -> Answer<View<NewPage>> {
    Ok(View(form(&mut tx, frame, RunForm::default(), Errors::none()).await?))
}

pub(crate) async fn plan(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(typed): Form<RunForm>,
) -> Answer<Response> {
    match planned(&mut tx, &me, &typed).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(on_with(&format!("/console/letters/runs/{id}"), "said-saved"))
        }
        Err(error) => {
            let errors = errors(&frame, error)?;
            let page = form(&mut tx, frame, typed, errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

async fn planned(tx: &mut Transaction, me: &StaffMember, typed: &RunForm) -> Result<Id<Run>> {
    let words = Words {
        subject: typed.subject.trim().to_owned(),
        text: typed.text.clone(),
        ..Words::default()
    };
    let new = NewRun {
        name: typed.name.clone(),
        channel: EMAIL.to_owned(),
        topic: typed.topic.clone(),
        content: Content::Own(words),
        rate_per_s: rate(&typed.rate_per_s)?,
        begin_at: None,
        until: None,
    };
    let id = acts::plan_run(tx, Some(me.id), &new).await?;
    jobs::ask_to_list(tx, id).await?;
    Ok(id)
}

fn back(id: Id<Run>) -> Answer<Response> {
    Ok(on_with(&format!("/console/letters/runs/{id}"), "said-saved"))
}

pub(crate) async fn start(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Run>>,
) -> Answer<Response> {
    acts::start(&mut tx, Some(me.id), id).await?;
    tx.commit().await?;
    back(id)
}

pub(crate) async fn pause(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Run>>,
) -> Answer<Response> {
    acts::pause(&mut tx, Some(me.id), id).await?;
    tx.commit().await?;
    back(id)
}

pub(crate) async fn resume(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Run>>,
) -> Answer<Response> {
    acts::resume(&mut tx, Some(me.id), id).await?;
    tx.commit().await?;
    back(id)
}

pub(crate) async fn speed(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Run>>,
    Form(form): Form<SpeedForm>,
) -> Answer<Response> {
    acts::set_speed(&mut tx, Some(me.id), id, rate(&form.rate_per_s)?).await?;
    tx.commit().await?;
    back(id)
}

pub(crate) async fn cancel(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Run>>,
) -> Answer<Response> {
    acts::cancel_run(&mut tx, Some(me.id), id).await?;
    tx.commit().await?;
    back(id)
}
