//! How stages, promises and what went wrong are named to people, in their language.

use axum::http::StatusCode;
use deedwell_calendar::{Term, TermUnit};
use deedwell_core::{Error, Id, Person, Result, Who};
use deedwell_people::person::identities;
use deedwell_people::some;
use deedwell_store::Tx;
use deedwell_web::Frame;
use deedwell_web::answer::Errors;

use crate::complaint::{Clock, Complaint};
use crate::promise::Promised;
use crate::redress::{Offer, Redress, Upheld};
use crate::stage::Stage;

/// A state, with its tone.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Badge {
    /// `up`, `down`, `wait`, `info`, `line` or none.
    pub tone: &'static str,
    pub words: String,
}

fn key(prefix: &str, name: &str) -> String {
    format!("{prefix}-{}", name.replace('_', "-"))
}

/// For staff.
pub(crate) fn stage(frame: &Frame, stage: Stage) -> String {
    frame.t(&key("complaints-stage", stage.name()))
}

/// For the customer: what it means for them.
pub(crate) fn stage_for_me(frame: &Frame, stage: Stage) -> String {
    frame.t(&key("complaints-my-stage", stage.name()))
}

const fn tone(stage: Stage) -> &'static str {
    match stage {
        Stage::Received | Stage::Countered | Stage::Refused => "wait",
        Stage::Acknowledged | Stage::Assessed | Stage::Investigating => "info",
        Stage::Offered | Stage::Accepted => "",
        Stage::Escalated => "down",
        Stage::PutRight => "up",
        Stage::Closed | Stage::Withdrawn | Stage::Spam => "line",
    }
}

pub(crate) fn stage_badge(frame: &Frame, of: Stage) -> Badge {
    Badge { tone: tone(of), words: stage(frame, of) }
}

pub(crate) fn my_badge(frame: &Frame, of: Stage) -> Badge {
    Badge { tone: tone(of), words: stage_for_me(frame, of) }
}

pub(crate) fn redress(frame: &Frame, redress: Redress) -> String {
    frame.t(&key("complaints-redress", redress.name()))
}

pub(crate) fn upheld(frame: &Frame, upheld: Upheld) -> String {
    frame.t(&key("complaints-upheld", upheld.name()))
}

/// What an offer comes to: `Money back: £12.00`.
pub(crate) fn offered(frame: &Frame, offer: &Offer) -> String {
    let what = redress(frame, offer.redress);
    match (offer.amount, offer.points) {
        (Some(amount), _) if amount.minor > 0 => format!("{what}: {}", frame.money(&amount)),
        (_, points) if points > 0 => format!("{what}: {}", frame.number(points)),
        _ => what,
    }
}

pub(crate) fn promised(frame: &Frame, promised: Promised) -> String {
    frame.t(&key("complaints-promised", promised.name()))
}

/// `2 business days`.
pub(crate) fn term(frame: &Frame, term: Term) -> String {
    let key = match term.unit() {
        TermUnit::BusinessHours => "complaints-business-hours",
        TermUnit::BusinessDays => "complaints-business-days",
        TermUnit::Days => "complaints-days",
    };
    frame.n(key, i64::from(term.count()))
}

/// How a promise stands.
pub(crate) fn clock(frame: &Frame, clock: Clock) -> Badge {
    let said = |tone, key: &str, what: String| Badge { tone, words: frame.w(key, what) };
    match clock {
        Clock::Kept { at } => said("up", "complaints-clock-kept", frame.moment(&at)),
        Clock::Late { at, .. } => said("down", "complaints-clock-late", frame.moment(&at)),
        Clock::Waiting { due_at } => said("", "complaints-clock-due", frame.moment(&due_at)),
        Clock::Broken { due_at } => said("down", "complaints-clock-broken", frame.moment(&due_at)),
        Clock::Stopped => Badge { tone: "line", words: frame.t("complaints-clock-stopped") },
    }
}

/// What is owed next, for lists.
pub(crate) fn next(frame: &Frame, complaint: &Complaint) -> Badge {
    let Some((promised_next, due_at)) = complaint.next_due() else {
        return Badge { tone: "line", words: frame.t("complaints-nothing-due") };
    };
    let late = due_at < frame.now;
    let near = due_at.duration_since(frame.now).as_hours() < 24;
    let tone = if late {
        "down"
    } else if near {
        "wait"
    } else {
        ""
    };
    let values = [("what", promised(frame, promised_next)), ("at", frame.moment(&due_at))];
    let key = if late { "complaints-next-late" } else { "complaints-next" };
    Badge { tone, words: frame.m(key, &values) }
}

/// A person as staff know them: the name, else the sign that names them best.
pub(crate) async fn name_of(tx: &mut Tx, frame: &Frame, id: Id<Person>) -> Result<String> {
    let found = some(tx, &[id]).await?.into_iter().next();
    let somebody = || frame.t("complaints-somebody");
    Ok(found.map_or_else(somebody, |row| {
        let sign = row.signs.first().map(|(sign, _)| sign.value().to_owned());
        if row.name.is_empty() { sign.unwrap_or_else(somebody) } else { row.name }
    }))
}

/// What was wrong with what somebody typed: said on top of it and beside it, and nothing typed is lost.
#[derive(Default)]
pub(crate) struct Wrong {
    /// The form that was sent.
    pub form: &'static str,
    pub errors: Errors,
    pub status: StatusCode,
}

impl Wrong {
    /// Of what can be put right in the form, of a rule's no, or of too much at once. Everything else is
    /// not the form's, and is handed on.
    pub fn of(frame: &Frame, form: &'static str, first: &str, error: Error) -> Result<Self> {
        let (field, status) = match &error {
            Error::Invalid { field, .. } => (field.to_string(), StatusCode::UNPROCESSABLE_ENTITY),
            Error::Refused { .. } => (first.to_owned(), StatusCode::CONFLICT),
            Error::TooMany { .. } => (first.to_owned(), StatusCode::TOO_MANY_REQUESTS),
            _ => return Err(error),
        };
        let sentence = match &error {
            // Rules speak English; for the fields of these forms there is a sentence in every language.
            Error::Invalid { field, .. } if frame.language.code != "en" => {
                frame.try_t(&key("complaints-wrong", field))
            }
            _ => None,
        };
        let sentence = sentence.unwrap_or_else(|| frame.sentence(&error));
        Ok(Self { form, errors: Errors::none().and(&field, &sentence), status })
    }

    pub fn at(&self, form: &str) -> Errors {
        if self.form == form { self.errors.clone() } else { Errors::none() }
    }
}

/// In whose name something is written down: somebody of an id, by the identity that names them best.
pub(crate) async fn who(tx: &mut Tx, person: &str) -> Result<Who> {
    let unknown = || Error::invalid("person", "Please choose who it was.");
    let id: Id<Person> = person.trim().parse().map_err(|_| unknown())?;
    let known = identities(tx, id).await?;
    let proven = known.iter().find(|one| one.proof.proves());
    match (proven, known.first()) {
        (Some(one), _) => Ok(Who::Customer { identity: one.id, person: id }),
        (None, Some(one)) => Ok(Who::Visitor { identity: one.id, person: id }),
        (None, None) => Err(unknown()),
    }
}
