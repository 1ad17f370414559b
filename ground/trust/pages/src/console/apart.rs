//! What is counted apart: appeals first, by what it is about, with the reasons in plain words.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::{Error, Id, Person, Result, Timestamp};
use deedwell_people::names;
use deedwell_store::Tx as Transaction;
use deedwell_trust::Level;
use deedwell_trust::acts::quarantine;
use deedwell_trust::quarantine::{LONGEST_WHY, Quarantine, Stage};
use deedwell_trust::store;
use deedwell_web::answer::{Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, Query, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::words;

/// What is shown of a stage; appeals and the oldest first.
const MOST: usize = 200;
const HERE: &str = "/console/trust";

#[derive(Deserialize, IntoParams, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct ApartAsk {
    /// `open`, `upheld` or `lifted`; `open` unless said otherwise.
    decided: Option<String>,
}

#[derive(Deserialize, ToSchema, Default, Clone)]
#[serde(deny_unknown_fields)]
#[schema(as = TrustDecisionForm)]
pub(super) struct DecisionForm {
    /// `lift`: it counts again; `uphold`: it stays apart.
    decision: String,
    /// The reason: the customer reads it.
    #[serde(default)]
    why: String,
}

#[derive(Deserialize, ToSchema, Default, Clone)]
#[serde(deny_unknown_fields)]
#[schema(as = TrustDecisionOnThing)]
pub(super) struct DecisionOnThing {
    /// What it is: `idea/…`.
    about: String,
    /// `lift` or `uphold`.
    decision: String,
    /// The reason: each customer reads it.
    #[serde(default)]
    why: String,
}

/// One thing, and those who are counted apart there.
pub(super) struct Group {
    about: String,
    title: String,
    href: String,
    reasons: Vec<String>,
    rows: Vec<Row>,
}

pub(super) struct Row {
    id: Id<Quarantine>,
    name: String,
    href: String,
    at: Timestamp,
    stage: Stage,
    note: String,
    appeal: String,
    appealed_at: Option<Timestamp>,
    decided_at: Option<Timestamp>,
    why: String,
}

/// What was typed and could not be used, and where: an id, or a thing.
#[derive(Default)]
struct Typed {
    at: String,
    why: String,
}

#[derive(Template)]
#[template(path = "console/apart.html")]
pub(super) struct Page {
    frame: Frame,
    stage: Stage,
    counts: HashMap<Stage, i64>,
    groups: Vec<Group>,
    levels: Vec<(String, String, String)>,
    cut: bool,
    errors: Errors,
    typed: Typed,
}

impl Page {
    async fn load(
        tx: &mut Transaction,
        frame: Frame,
        stage: Stage,
        (errors, typed): (Errors, Typed),
    ) -> Result<Self> {
        let counts = store::quarantine_counts(tx).await?;
        let counts = counts.into_iter().map(|(stage, many, _)| (stage, many)).collect();
        let found = store::quarantines(tx, stage, MOST).await?;
        let cut = found.len() == MOST;
        let groups = groups(tx, &frame, found).await?;
        let levels = levels(tx, &frame).await?;
        Ok(Self { frame, stage, counts, groups, levels, cut, errors, typed })
    }

    fn tabs(&self) -> Vec<(String, String, String, bool)> {
        let tab = |stage: Stage| {
            let many = self.counts.get(&stage).copied().unwrap_or_default();
            let href = format!("{HERE}?decided={}", stage.name());
            let words = words::stage(&self.frame, stage);
            (href, words, self.frame.number(many), stage == self.stage)
        };
        Stage::ALL.map(tab).to_vec()
    }

    fn can_decide(&self) -> bool {
        self.stage != Stage::Lifted
    }

    fn can_uphold(&self) -> bool {
        self.stage == Stage::Open
    }

    fn together(&self, group: &Group) -> bool {
        self.can_uphold() && group.rows.len() > 1 && !group.about.is_empty()
    }

    /// The id of a field: the one in which something is wrong is `f-why`.
    fn field(&self, at: &impl ToString) -> String {
        let at = at.to_string();
        if self.typed.at == at { "why".to_owned() } else { format!("why-{at}") }
    }

    fn error(&self, at: &impl ToString) -> String {
        let here = self.typed.at == at.to_string();
        if here { self.errors.at("why").to_owned() } else { String::new() }
    }

    fn typed(&self, at: &impl ToString) -> &str {
        if self.typed.at == at.to_string() { &self.typed.why } else { "" }
    }

    fn stage_of(&self, row: &Row) -> String {
        words::stage(&self.frame, row.stage)
    }

    fn longest(&self) -> usize {
        LONGEST_WHY
    }
}

async fn groups(tx: &mut Transaction, frame: &Frame, found: Vec<Quarantine>) -> Result<Vec<Group>> {
    let abouts: Vec<String> = found.iter().map(|one| one.about.clone()).collect();
    let titles = words::titles(tx, frame, &abouts).await?;
    let people: Vec<Id<Person>> = found.iter().filter_map(|one| one.person).collect();
    let names = names(tx, &people).await?;
    let mut groups: Vec<Group> = Vec::new();
    for one in found {
        let row = row(frame, &names, &one);
        if let Some(group) = groups.iter_mut().find(|group| group.about == one.about) {
            group.rows.push(row);
            continue;
        }
        let title = titles.get(&one.about);
        groups.push(Group {
            title: match title {
                Some(title) => title.words.clone(),
                None if one.about.is_empty() => frame.t("trust-all-of-theirs"),
                None => frame.t("trust-something"),
            },
            href: title.map(|title| title.console.clone()).unwrap_or_default(),
            reasons: words::reasons(frame, &one.grounds),
            about: one.about,
            rows: vec![row],
        });
    }
    Ok(groups)
}

pub(super) fn row(frame: &Frame, names: &HashMap<Id<Person>, String>, one: &Quarantine) -> Row {
    let name = one.person.and_then(|id| names.get(&id)).filter(|name| !name.is_empty()).cloned();
    let href = one.person.map(|id| format!("{HERE}/people/{id}")).unwrap_or_default();
    Row {
        id: one.id,
        name: name.unwrap_or_else(|| frame.t("trust-somebody")),
        href,
        at: one.at,
        stage: one.stage,
        note: one.note.clone(),
        appeal: one.appeal.clone(),
        appealed_at: one.appealed_at,
        decided_at: one.decided_at,
        why: one.why.clone(),
    }
}

/// Each level, how many are at it, and what it asks for. Of the lowest nobody is counted: everybody begins there.
async fn levels(tx: &mut Transaction, frame: &Frame) -> Result<Vec<(String, String, String)>> {
    let counts = store::level_counts(tx).await?;
    let level = |level: Level| {
        let many = match level {
            Level::New => frame.t("trust-all-others"),
            _ => frame.number(counts.get(&level).copied().unwrap_or_default()),
        };
        let key = format!("trust-level-{}", level.name());
        (frame.t(&key), many, frame.t(&format!("{key}-what")))
    };
    Ok(Level::ALL.into_iter().rev().map(level).collect())
}

fn stage_of(ask: Option<&str>) -> Result<Stage> {
    let unknown = || Error::invalid("decided", "It is open, upheld or lifted.");
    ask.map_or(Ok(Stage::Open), |name| Stage::parse(name).ok_or_else(unknown))
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<ApartAsk>,
) -> Answer<View<Page>> {
    let stage = stage_of(ask.decided.as_deref())?;
    let nothing = (Errors::none(), Typed::default());
    Ok(View(Page::load(&mut tx, frame, stage, nothing).await?))
}

/// `lift` or `uphold`.
pub(crate) fn upholds(decision: &str) -> Result<bool> {
    match decision {
        "uphold" => Ok(true),
        "lift" => Ok(false),
        _ => Err(Error::invalid("decision", "Please decide: lift or uphold.")),
    }
}

pub(super) async fn decide(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Quarantine>>,
    Form(form): Form<DecisionForm>,
) -> Answer<Response> {
    let uphold = upholds(&form.decision)?;
    let stage = store::quarantine(&mut tx, id).await?.stage;
    match quarantine::decide(&mut tx, me.id, id, uphold, &form.why).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(on_with(HERE, said(uphold)))
        }
        Err(error) => again(tx, frame, stage, error, (id.to_string(), form.why)).await,
    }
}

pub(super) async fn decide_all(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<DecisionOnThing>,
) -> Answer<Response> {
    let uphold = upholds(&form.decision)?;
    match quarantine::decide_all(&mut tx, me.id, &form.about, uphold, &form.why).await {
        // A colleague was quicker.
        Ok(0) => Ok(on_with(HERE, "trust-said-nothing")),
        Ok(_) => {
            tx.commit().await?;
            Ok(on_with(HERE, said(uphold)))
        }
        Err(error) => again(tx, frame, Stage::Open, error, (form.about, form.why)).await,
    }
}

const fn said(uphold: bool) -> &'static str {
    if uphold { "trust-said-upheld" } else { "trust-said-lifted" }
}

/// The page with what was typed, and what is wrong with it.
async fn again(
    mut tx: Transaction,
    frame: Frame,
    stage: Stage,
    error: Error,
    (at, why): (String, String),
) -> Answer<Response> {
    let errors = words::errors_of(&frame, error, "why")?;
    let page = Page::load(&mut tx, frame, stage, (errors, Typed { at, why })).await?;
    Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
}

impl Row {
    pub fn stage(&self) -> Stage {
        self.stage
    }

    pub fn at(&self) -> &Timestamp {
        &self.at
    }

    pub fn note(&self) -> &str {
        &self.note
    }

    pub fn appeal(&self) -> &str {
        &self.appeal
    }

    pub fn why(&self) -> &str {
        &self.why
    }
}
