//! How ideas, people and what went wrong are named to staff, in their language.

use std::collections::{BTreeMap, HashMap, HashSet};

use axum::http::StatusCode;
use deedwell_core::{Error, Id, Person, Result, Staff};
use deedwell_people::some;
use deedwell_store::Tx;
use deedwell_web::Frame;
use deedwell_web::answer::Errors;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::idea::AnswerClock;
use crate::stage::{Stage, Stages};
use crate::store;

/// A state, with its tone.
#[derive(Clone, Debug, PartialEq)]
pub struct Badge {
    /// `up`, `down`, `wait`, `info`, `line` or none.
    pub tone: &'static str,
    pub words: String,
}

/// The organisation's word for a stage, or ours in the reader's language.
pub fn stage(frame: &Frame, stages: &Stages, stage: Stage) -> String {
    let label = stages.label(stage);
    if label == stage.label() { ours(frame, stage) } else { label.to_owned() }
}

/// Our word for a stage, in the reader's language.
pub fn ours(frame: &Frame, stage: Stage) -> String {
    frame.t(&format!("ideas-staff-stage-{}", stage.name().replace('_', "-")))
}

pub fn stage_badge(frame: &Frame, stages: &Stages, of: Stage) -> Badge {
    let tone = match of {
        Stage::Submitted | Stage::UnderReview => "",
        Stage::NeedsInfo => "wait",
        Stage::Planned | Stage::InProgress => "info",
        Stage::Shipped | Stage::Measured => "up",
        Stage::NotNow | Stage::Declined => "line",
        Stage::Withdrawn | Stage::Merged => "line",
        Stage::Spam => "down",
    };
    Badge { tone, words: stage(frame, stages, of) }
}

/// How the promise of a first answer stands: `day 9 of 10`, in honey when it is near, in rowan when
/// it is past.
pub fn clock_badge(frame: &Frame, clock: AnswerClock, created_at: Timestamp) -> Badge {
    let days = |from: Timestamp, to: Timestamp| (to.as_second() - from.as_second()) / 86_400;
    match clock {
        AnswerClock::Answered { at, in_time } => {
            let took = frame.span((at.as_second() - created_at.as_second()) as f64);
            let key = if in_time { "ideas-staff-answered-in" } else { "ideas-staff-answered-late" };
            Badge { tone: "line", words: frame.w(key, took) }
        }
        AnswerClock::Waiting { due_at, days: left } => {
            let of = days(created_at, due_at).max(1);
            let day = (days(created_at, frame.now) + 1).clamp(1, of);
            let values = [("day", frame.number(day)), ("of", frame.number(of))];
            let tone = if left < AnswerClock::SOON_DAYS { "wait" } else { "" };
            Badge { tone, words: frame.m("ideas-staff-day-of", &values) }
        }
        AnswerClock::Overdue { days: 0, .. } => {
            Badge { tone: "down", words: frame.t("ideas-staff-overdue-today") }
        }
        AnswerClock::Overdue { days, .. } => {
            Badge { tone: "down", words: frame.n("ideas-staff-overdue", days) }
        }
        AnswerClock::Stopped => Badge { tone: "line", words: frame.t("ideas-staff-clock-stopped") },
    }
}

/// A day as readers write it.
pub fn day(frame: &Frame, on: Date) -> String {
    let at = on.to_zoned(frame.zone.clone()).map(|at| at.timestamp());
    at.map_or_else(|_| on.to_string(), |at| frame.day(&at))
}

/// A person as staff know them: the name, else the sign that names them best; and under which name others see
/// them, where that is another.
pub async fn people(
    tx: &mut Tx,
    frame: &Frame,
    ids: &[Id<Person>],
) -> Result<HashMap<Id<Person>, String>> {
    let mut found = HashMap::new();
    let before_others = deedwell_people::pseudonyms(tx, ids).await?;
    for row in some(tx, ids).await? {
        let sign = row.signs.first().map(|(sign, _)| sign.value().to_owned());
        let words = match (row.name.is_empty(), sign) {
            (false, _) => row.name,
            (true, Some(sign)) => sign,
            (true, None) => frame.t("ideas-staff-somebody"),
        };
        let words = match before_others.get(&row.id) {
            Some(shown) => {
                frame.m("ideas-staff-also", &[("name", words), ("shown", shown.clone())])
            }
            None => words,
        };
        found.insert(row.id, words);
    }
    Ok(found)
}

/// Names of people and of our own, for one page.
pub struct Names {
    people: HashMap<Id<Person>, String>,
    staff: BTreeMap<Id<Staff>, String>,
    somebody: String,
    /// With a real order that stands.
    bought: HashSet<Id<Person>>,
}

impl Names {
    pub async fn of(tx: &mut Tx, frame: &Frame, ids: &[Id<Person>]) -> Result<Self> {
        let mut ids = ids.to_vec();
        ids.sort();
        ids.dedup();
        Ok(Self {
            people: people(tx, frame, &ids).await?,
            staff: store::staff_names(tx).await?,
            somebody: frame.t("ideas-staff-somebody"),
            bought: deedwell_trust::store::buyers(tx, &ids).await?,
        })
    }

    pub fn person(&self, id: Id<Person>) -> String {
        self.people.get(&id).unwrap_or(&self.somebody).clone()
    }

    pub fn has_bought(&self, id: Id<Person>) -> bool {
        self.bought.contains(&id)
    }

    pub fn staff(&self, id: Id<Staff>) -> String {
        self.staff.get(&id).unwrap_or(&self.somebody).clone()
    }
}

/// What was wrong with one form of a page.
#[derive(Default)]
pub struct Wrong {
    /// Of the forms on the page, the one that was sent.
    pub form: &'static str,
    pub errors: Errors,
    pub status: StatusCode,
}

impl Wrong {
    /// What a form can put right, or what a rule refused: said on top of the form, which keeps all that
    /// was typed. The inputs of a page have their own names: `names` says which is which. Everything
    /// else is not the form's, and is handed on.
    pub fn of(
        frame: &Frame,
        form: &'static str,
        names: &[(&str, &str)],
        error: Error,
    ) -> Result<Self> {
        let words = sentence(frame, &error);
        let (field, status) = match &error {
            Error::Invalid { field, .. } => (field.as_ref(), StatusCode::UNPROCESSABLE_ENTITY),
            Error::Refused { .. } => (names.first().map_or("", |n| n.0), StatusCode::CONFLICT),
            _ => return Err(error),
        };
        let name = names.iter().find(|(rule, _)| *rule == field).map_or(field, |(_, page)| page);
        Ok(Self { form, errors: Errors::none().and(name, &words), status })
    }

    /// For the form of this name.
    pub fn at(&self, form: &str) -> Errors {
        if self.form == form { self.errors.clone() } else { Errors::none() }
    }
}

/// An error in the reader's language. Refusals that name what is possible keep their own words.
fn sentence(frame: &Frame, error: &Error) -> String {
    match error {
        Error::Invalid { field, sentence } if frame.language.code != "en" => {
            let field = field.replace('_', "-");
            frame
                .try_t(&format!("ideas-staff-wrong-{field}"))
                .unwrap_or_else(|| sentence.to_string())
        }
        Error::Invalid { sentence, .. } => sentence.to_string(),
        other => frame.sentence(other),
    }
}
