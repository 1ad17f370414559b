//! What earns what: rules with their versions.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::plan::PLANNED;
use deedwell_core::{Error, Id, Result};
use deedwell_points::acts::setup;
use deedwell_points::rule::{Per, Rule, RuleTerms, may_earn};
use deedwell_points::scheme::Scheme;
use deedwell_points::store;
use deedwell_store::Tx as Transaction;
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, StaffMember, Tx, View};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

use super::form::{amount, errors_of, money, number, shown};

/// What the form sends. An empty field is none; 0 is a value.
#[derive(Deserialize, ToSchema, Default, Clone)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RuleForm {
    /// The short word of the scheme, for a new one.
    scheme: String,
    name: String,
    /// `ideas.put_forward`.
    kind: String,
    /// `deed` or `value`.
    per: String,
    amount: String,
    step: String,
    least: String,
    pending_days: String,
    cap_day: String,
    cap_month: String,
    cap_ever: String,
    approve_above: String,
    /// Kinds with spaces between.
    undone_by: String,
    /// A day: `2027-03-01`.
    ends_on: String,
}

impl RuleForm {
    fn fresh() -> Self {
        Self { per: "deed".to_owned(), pending_days: "0".to_owned(), ..Self::default() }
    }

    fn of(rule: &Rule, scheme: &Scheme, frame: &Frame) -> Self {
        let terms = &rule.terms;
        let plain = |n: Option<i64>| n.map(|n| scheme.terms.plain(n)).unwrap_or_default();
        let (per, step) = match terms.per {
            Per::Deed => ("deed", String::new()),
            Per::Value { step } => ("value", step.decimal()),
        };
        let zone = frame.zone.clone();
        let ends_on = terms.ends_at.map(|at| at.to_zoned(zone).date().to_string());
        Self {
            scheme: scheme.key.clone(),
            name: terms.name.clone(),
            kind: terms.kind.clone(),
            per: per.to_owned(),
            amount: scheme.terms.plain(terms.amount),
            step,
            least: terms.least.map(|least| least.decimal()).unwrap_or_default(),
            pending_days: shown(Some(terms.pending_days)),
            cap_day: plain(terms.cap_day),
            cap_month: plain(terms.cap_month),
            cap_ever: plain(terms.cap_ever),
            approve_above: plain(terms.approve_above),
            undone_by: terms.undone_by.join(" "),
            ends_on: ends_on.unwrap_or_default(),
        }
    }

    fn terms(&self, frame: &Frame, scheme: &Scheme) -> Result<RuleTerms> {
        let of = |field: &'static str, text: &str| amount(&scheme.terms, field, text);
        let per = match self.per.as_str() {
            "deed" => Per::Deed,
            "value" => Per::Value {
                step: money("step", &self.step, frame.currency())?.ok_or_else(|| {
                    Error::invalid("step", "Please say for how much of its value.")
                })?,
            },
            _ => return Err(Error::invalid("per", "Please choose for what it is earned.")),
        };
        let ends_at = match self.ends_on.trim() {
            "" => None,
            day => {
                let wrong = |_| Error::invalid("ends_on", "Please write a day such as 2027-03-01.");
                let day: Date = day.parse().map_err(wrong)?;
                Some(day.to_zoned(frame.zone.clone()).map_err(Error::fault)?.timestamp())
            }
        };
        let missing = || Error::invalid("amount", "Please write an amount, such as 100.");
        Ok(RuleTerms {
            name: self.name.clone(),
            kind: self.kind.trim().to_owned(),
            per,
            amount: of("amount", &self.amount)?.ok_or_else(missing)?,
            least: money("least", &self.least, frame.currency())?,
            pending_days: number("pending_days", &self.pending_days)?.unwrap_or(0),
            cap_day: of("cap_day", &self.cap_day)?,
            cap_month: of("cap_month", &self.cap_month)?,
            cap_ever: of("cap_ever", &self.cap_ever)?,
            approve_above: of("approve_above", &self.approve_above)?,
            undone_by: self.undone_by.split_whitespace().map(str::to_owned).collect(),
            ends_at,
        })
    }
}

struct RuleShown {
    href: String,
    name: String,
    kind: String,
    gives: String,
    scheme: String,
    over: bool,
}

struct Version {
    number: i64,
    since: deedwell_core::Timestamp,
    who: String,
    gives: String,
}

#[derive(Template)]
#[template(path = "console/rules.html")]
pub(super) struct Page {
    frame: Frame,
    /// None: all of them, and a new one.
    rule: Option<Rule>,
    rules: Vec<RuleShown>,
    versions: Vec<Version>,
    schemes: Vec<Choice>,
    kinds: Vec<(String, String)>,
    typed: RuleForm,
    errors: Errors,
}

impl Page {
    async fn load(
        tx: &mut Transaction,
        frame: Frame,
        id: Option<Id<Rule>>,
        typed: Option<RuleForm>,
        errors: Errors,
    ) -> Result<Self> {
        let all = store::schemes(tx).await?;
        let find = |id: Id<Scheme>| all.iter().find(|s| s.id == id);
        let (mut rule, mut rules, mut versions) = (None, Vec::new(), Vec::new());
        match id {
            Some(id) => {
                let names = store::staff_names(tx).await?;
                for (version, staff) in store::rule_versions(tx, id).await? {
                    versions.push(Version {
                        number: version.version,
                        since: version.begins_at,
                        who: staff.and_then(|id| names.get(&id).cloned()).unwrap_or_default(),
                        gives: gives(&frame, &version, find(version.scheme)),
                    });
                    rule = rule.or(Some(version));
                }
            }
            None => {
                for one in store::rules(tx).await? {
                    rules.push(RuleShown {
                        href: format!("/console/points/rules/{}", one.id),
                        kind: frame.kind(&one.terms.kind),
                        gives: gives(&frame, &one, find(one.scheme)),
                        scheme: find(one.scheme).map(|s| s.terms.name.clone()).unwrap_or_default(),
                        over: !one.terms.holds_at(tx.now()),
                        name: one.terms.name,
                    });
                }
            }
        }
        let own = rule.as_ref().and_then(|r: &Rule| Some((r, find(r.scheme)?)));
        let usual = || own.map_or_else(RuleForm::fresh, |(r, s)| RuleForm::of(r, s, &frame));
        let typed = typed.unwrap_or_else(usual);
        let open = all.iter().filter(|s| s.closed_at.is_none());
        let open = open.map(|s| (s.key.clone(), s.terms.name.clone()));
        let schemes = Choice::list(open, &typed.scheme);
        let kinds = kinds(&frame);
        Ok(Self { frame, rule, rules, versions, schemes, kinds, typed, errors })
    }

    fn action(&self) -> String {
        let of = |r: &Rule| format!("/console/points/rules/{}", r.id);
        self.rule.as_ref().map_or_else(|| "/console/points/rules".to_owned(), of)
    }

    fn title(&self) -> String {
        let name = self.rule.as_ref().map(|r| r.terms.name.clone());
        name.unwrap_or_else(|| self.frame.t("points-rules"))
    }

    fn pers(&self) -> Vec<Choice> {
        let words = |key: &str| self.frame.t(&format!("points-per-{key}"));
        Choice::list(["deed", "value"].map(|key| (key, words(key))), &self.typed.per)
    }
}

/// `20 points each`, `1 point for each £1.00`.
fn gives(frame: &Frame, rule: &Rule, scheme: Option<&Scheme>) -> String {
    let amount = scheme.map(|s| s.terms.words(rule.terms.amount)).unwrap_or_default();
    match rule.terms.per {
        Per::Deed => frame.w("points-gives-deed", amount),
        Per::Value { step } => {
            frame.m("points-gives-value", &[("what", amount), ("step", frame.money(&step))])
        }
    }
}

/// Kinds that customers do, of programmes and specifications, with their words.
fn kinds(frame: &Frame) -> Vec<(String, String)> {
    let meanings = frame.app().programmes().iter();
    let theirs =
        meanings.flat_map(|p| p.meaning.contributions.iter().chain(p.meaning.peer_responses));
    let planned = PLANNED.iter().filter(|p| !p.public).map(|p| p.kind);
    let all: BTreeSet<&str> = theirs.copied().chain(planned).filter(|k| may_earn(k)).collect();
    all.into_iter().map(|kind| (kind.to_owned(), frame.kind(kind))).collect()
}

pub(super) async fn list(frame: Frame, Tx(mut tx): Tx) -> Answer<View<Page>> {
    Ok(View(Page::load(&mut tx, frame, None, None, Errors::none()).await?))
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Rule>>,
) -> Answer<View<Page>> {
    Ok(View(Page::load(&mut tx, frame, Some(id), None, Errors::none()).await?))
}

pub(super) async fn open(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<RuleForm>,
) -> Answer<Response> {
    let opened = match store::scheme_by_key(&mut tx, &form.scheme).await {
        Ok(scheme) => match form.terms(&frame, &scheme) {
            Ok(terms) => setup::open_rule(&mut tx, me.id, scheme.id, &terms).await,
            Err(error) => Err(error),
        },
        Err(Error::Missing(_)) => Err(Error::invalid("scheme", "Please choose a scheme.")),
        Err(error) => Err(error),
    };
    match opened {
        Ok(id) => {
            tx.commit().await?;
            Ok(on_with(&format!("/console/points/rules/{id}"), "points-said-saved"))
        }
        Err(error) => {
            let errors = errors_of(&frame, error, "name")?;
            let page = Page::load(&mut tx, frame, None, Some(form), errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

pub(super) async fn change(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Rule>>,
    Form(form): Form<RuleForm>,
) -> Answer<Response> {
    let versions = store::rule_versions(&mut tx, id).await?;
    let (now, _) = versions.first().ok_or(Error::Missing("rule"))?;
    let scheme = store::scheme(&mut tx, now.scheme).await?;
    let changed = match form.terms(&frame, &scheme) {
        Ok(terms) => setup::change_rule(&mut tx, me.id, id, &terms).await,
        Err(error) => Err(error),
    };
    match changed {
        Ok(()) => {
            tx.commit().await?;
            Ok(on_with(&format!("/console/points/rules/{id}"), "points-said-saved"))
        }
        Err(error) => {
            let errors = errors_of(&frame, error, "name")?;
            let page = Page::load(&mut tx, frame, Some(id), Some(form), errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}
