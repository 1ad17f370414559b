//! One name: what it means, which facts it carries, what a change touches, and who changed what.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::plan::own::MOST_FACTS;
use deedwell_core::plan::{FactType, PLANNED, Planned, facts_of, planned};
use deedwell_core::{Error, Result};
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::{Answer, Deedwell, Form, Frame, Query, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::alike;
use super::list::href;
use super::seen::{Meant, SeenName, seen_name};
use crate::plan::rule::kind_to_begin_with;
use crate::plan::store::{self, Change};
use crate::plan::{Actor, FactRule, PlannedName, change as change_name, remove as remove_name};

/// Empty lines for facts below those there are.
const MORE_FACTS: usize = 3;
const MOST_ALIKE: usize = 3;
const MOST_HISTORY: usize = 20;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(in crate::console) struct NameAsk {
    name: String,
}

#[derive(Deserialize, ToSchema, Default)]
pub(in crate::console) struct PlanNameForm {
    name: String,
    kind: String,
    #[serde(default)]
    note: String,
    /// `fact_1_name`, `fact_1_type`, `fact_1_required`, and so on to 33. None of them: facts stay.
    #[serde(flatten)]
    facts: BTreeMap<String, String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::console) struct PlanRemovalForm {
    name: String,
}

/// A line of the editor of facts.
struct FactLine {
    number: usize,
    name: String,
    required: bool,
    types: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "console/plan/name.html")]
pub(super) struct Page {
    frame: Frame,
    seen: SeenName,
    errors: Errors,
    kind: String,
    note: String,
    facts: Vec<FactLine>,
    alike: Vec<&'static Planned>,
    kinds: Vec<&'static str>,
    history: Vec<Change>,
    /// How many are held of this name, by every source.
    held: i64,
}

impl Page {
    async fn load(
        app: &Deedwell,
        tx: &mut deedwell_store::Tx,
        frame: Frame,
        name: &str,
        typed: Option<(&PlannedName, Errors)>,
    ) -> Result<Self> {
        let seen = seen_name(tx, app.behaviour(), name).await?;
        let name = seen.count.name.to_string();
        let history = store::history(tx, &name, MOST_HISTORY).await?;
        let held = crate::held::of_name(tx, &name).await?;
        let (filled, errors) = match typed {
            Some((typed, errors)) => (Some(typed.clone()), errors),
            None => (seen.planned.clone(), Errors::none()),
        };
        let free = seen.meant == Meant::Unknown || seen.meant == Meant::Own;
        let alike = if free { alike(&name, MOST_ALIKE) } else { Vec::new() };
        let begin = || match planned(&name) {
            Some(planned) => planned.kind.to_owned(),
            None => kind_to_begin_with(&name),
        };
        let kind = filled.as_ref().map_or_else(begin, |f| f.kind.clone());
        let facts = lines(&frame, filled.as_ref().map_or(&[], |f| &f.facts));
        let mut kinds: Vec<&'static str> = PLANNED.iter().map(|p| p.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let note = filled.map(|f| f.note).unwrap_or_default();
        Ok(Self { frame, seen, errors, kind, note, facts, alike, kinds, history, held })
    }

    fn types<'a>(&self, line: &'a FactLine) -> &'a [Choice] {
        &line.types
    }

    fn state(&self) -> String {
        self.frame.t(&format!("plan-meant-{}", self.seen.meant.name()))
    }

    fn state_what(&self) -> String {
        self.frame.t(&format!("plan-meant-{}-what", self.seen.meant.name()))
    }

    fn is_specified(&self) -> bool {
        self.seen.meant == Meant::Specified
    }

    fn may_plan(&self) -> bool {
        self.seen.meant != Meant::Claim
    }

    fn is_planned(&self) -> bool {
        self.seen.planned.is_some()
    }

    /// What saying something else changes: of the past, too.
    fn touches(&self) -> String {
        let count = &self.seen.count;
        if count.actions == 0 {
            return self.frame.t("plan-touches-none");
        }
        self.frame.m(
            "plan-touches",
            &[
                ("actions", self.frame.n("plan-n-actions", count.actions)),
                ("people", self.frame.n("plan-n-people", count.people)),
            ],
        )
    }

    /// Of visitors, which never become orders.
    fn of_visitors(&self) -> String {
        match self.seen.count.of_visitors {
            0 => String::new(),
            n => self.frame.n("plan-of-visitors", n),
        }
    }

    /// What they were worth, as far as it is known.
    fn worth(&self) -> String {
        let count = &self.seen.count;
        if count.actions == 0 {
            return String::new();
        }
        if count.values.is_empty() {
            return self.frame.t("plan-worth-none");
        }
        let sums: Vec<String> = count.values.iter().map(|v| self.frame.money(v)).collect();
        self.frame.w("plan-worth", sums.join(", "))
    }

    fn spec_facts(&self) -> Vec<(&'static str, String)> {
        let facts = facts_of(&self.seen.count.name).into_iter();
        facts.map(|(name, is)| (name, type_words(&self.frame, is))).collect()
    }

    fn who(&self, change: &Change) -> String {
        change.who.clone().unwrap_or_else(|| self.frame.t("plan-somebody"))
    }

    /// `kind: – → lamps.lit`.
    fn what(&self, change: &Change) -> Vec<String> {
        let detail: BTreeMap<String, serde_json::Value> =
            serde_json::from_str(&change.detail).unwrap_or_default();
        let text = |value: Option<&serde_json::Value>| match value.and_then(|v| v.as_str()) {
            None | Some("") => "–".to_owned(),
            Some(text) => text.to_owned(),
        };
        let said = |(key, value): (&String, &serde_json::Value)| {
            let known = self.frame.try_t(&format!("plan-detail-{key}"));
            let key = known.unwrap_or_else(|| key.clone());
            match value.as_array() {
                Some(pair) => format!("{key}: {} → {}", text(pair.first()), text(pair.get(1))),
                None => format!("{key}: {}", text(Some(value))),
            }
        };
        detail.iter().map(said).collect()
    }
}

pub(in crate::console) fn type_words(frame: &Frame, is: FactType) -> String {
    frame.t(&format!("plan-type-{}", is.name().replace('_', "-")))
}

fn lines(frame: &Frame, facts: &[FactRule]) -> Vec<FactLine> {
    let line = |(n, fact): (usize, Option<&FactRule>)| {
        let is = fact.map_or(FactType::Text, |f| f.is);
        let types = FactType::ALL.map(|t| (t.name(), type_words(frame, t)));
        FactLine {
            number: n + 1,
            name: fact.map(|f| f.name.clone()).unwrap_or_default(),
            required: fact.is_some_and(|f| f.required),
            types: Choice::list(types, is.name()),
        }
    };
    let empty = MORE_FACTS.min(MOST_FACTS.saturating_sub(facts.len()));
    let all = facts.iter().map(Some).chain(std::iter::repeat_n(None, empty));
    all.enumerate().map(line).collect()
}

pub(super) async fn show(
    State(app): State<Deedwell>,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<NameAsk>,
) -> Answer<View<Page>> {
    Ok(View(Page::load(&app, &mut tx, frame, &ask.name, None).await?))
}

impl PlanNameForm {
    /// What was filled in. A form without the lines of facts leaves them as they are.
    fn planned(&self, before: Option<PlannedName>) -> Result<PlannedName> {
        if !self.facts.keys().all(|key| is_of_a_fact(key)) {
            return Err(Error::invalid("form", "This form has a field that is not known."));
        }
        let (name, kind) = (self.name.clone(), self.kind.clone());
        if self.facts.is_empty() {
            let (note, facts) = before.map(|b| (b.note, b.facts)).unwrap_or_default();
            return Ok(PlannedName { name, kind, note, facts });
        }
        let mut facts = Vec::new();
        for n in 1..=MOST_FACTS + MORE_FACTS {
            let at = |what: &str| self.facts.get(&format!("fact_{n}_{what}"));
            let Some(name) = at("name").map(|n| n.trim()).filter(|n| !n.is_empty()) else {
                continue;
            };
            let is = at("type").and_then(|t| FactType::parse(t)).ok_or_else(|| {
                Error::invalid("facts", "Please choose what sort of value a fact is.")
            })?;
            let required = at("required").is_some();
            facts.push(FactRule { name: name.to_owned(), is, required });
        }
        Ok(PlannedName { name, kind, note: self.note.clone(), facts })
    }
}

/// `fact_1_name`, `fact_33_required`.
fn is_of_a_fact(key: &str) -> bool {
    let number = |what: &str| key.strip_prefix("fact_")?.strip_suffix(what)?.parse().ok();
    let n: Option<usize> = ["_name", "_type", "_required"].into_iter().find_map(number);
    n.is_some_and(|n| (1..=MOST_FACTS + MORE_FACTS).contains(&n))
}

pub(super) async fn change(
    me: StaffMember,
    State(app): State<Deedwell>,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<PlanNameForm>,
) -> Answer<Response> {
    let name = deedwell_core::plan::own::ledger_name(form.name.trim()).into_owned();
    let before = store::find(&mut tx, &name).await?;
    let typed = form.planned(before)?;
    match change_name(&mut tx, Actor(Some(me.id)), typed.clone()).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(on_with(&href(&name), "plan-said-changed"))
        }
        Err(error @ (Error::Refused { .. } | Error::Invalid { .. })) => {
            let field = match &error {
                Error::Invalid { field, .. } => field.to_string(),
                _ => "kind".to_owned(),
            };
            let errors = Errors::none().and(&field, &frame.sentence(&error));
            let page = Page::load(&app, &mut tx, frame, &name, Some((&typed, errors))).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(other) => Err(other.into()),
    }
}

pub(super) async fn remove(
    me: StaffMember,
    Tx(mut tx): Tx,
    Form(form): Form<PlanRemovalForm>,
) -> Answer<Response> {
    remove_name(&mut tx, Actor(Some(me.id)), &form.name).await?;
    tx.commit().await?;
    Ok(on_with(&href(&form.name), "plan-said-removed"))
}
