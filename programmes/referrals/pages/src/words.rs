//! How stages, findings and rewards are named to people, in their language.

use std::collections::HashMap;

use axum::http::StatusCode;
use deedwell_core::{Error, Id, Money, Person, Result};
use deedwell_people::{shown_names, some};
use deedwell_points::scheme::Scheme;
use deedwell_store::Tx;
use deedwell_web::Frame;
use deedwell_web::answer::Errors;

use crate::judge::{Evidence, Finding, Reason, Ruling};
use crate::referral::{Referral, Way};
use crate::stage::Stage;
use crate::terms::Terms;

/// A state, with its tone.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Badge {
    /// `up`, `down`, `wait`, `info`, `line` or none.
    pub tone: &'static str,
    pub words: String,
}

pub(crate) fn key(prefix: &str, name: &str) -> String {
    format!("{prefix}-{}", name.replace('_', "-"))
}

const fn tone(stage: Stage) -> &'static str {
    match stage {
        Stage::Identified | Stage::Held => "info",
        Stage::Review => "wait",
        Stage::Approved | Stage::Paid => "up",
        Stage::Rejected | Stage::ClawedBack => "down",
        Stage::Lapsed => "line",
    }
}

/// For staff.
pub(crate) fn stage_badge(frame: &Frame, of: Stage) -> Badge {
    Badge { tone: tone(of), words: frame.t(&key("referrals-stage", of.name())) }
}

/// For the two.
pub(crate) fn my_badge(frame: &Frame, of: Stage) -> Badge {
    Badge { tone: tone(of), words: frame.t(&key("referrals-my-stage", of.name())) }
}

pub(crate) fn way(frame: &Frame, way: Way) -> String {
    frame.t(&key("referrals-way", way.name()))
}

/// For the two: what spoke against it, and nothing of the other.
pub(crate) fn my_reason(frame: &Frame, reason: Reason) -> String {
    frame.t(&key("referrals-my-reason", reason.name()))
}

/// Reasons that the two are told: what decided it, or what staff wrote.
pub(crate) fn my_reasons(frame: &Frame, referral: &Referral) -> Vec<String> {
    let told = |f: &&Finding| f.reason.ruling() != Ruling::Approve || f.reason == Reason::Cap;
    let mut all: Vec<String> =
        referral.findings.iter().filter(told).map(|f| my_reason(frame, f.reason)).collect();
    all.dedup();
    all
}

/// Why one waits for staff, or was turned down, in their words.
pub(crate) fn desk_reasons(frame: &Frame, referral: &Referral) -> Vec<String> {
    let told = |f: &&Finding| f.reason.ruling() != Ruling::Approve;
    let words = |f: &Finding| format!("{}.", frame.t(&key("referrals-reason", f.reason.name())));
    let mut all: Vec<String> = referral.findings.iter().filter(told).map(words).collect();
    all.dedup();
    all
}

/// A finding as staff read it.
pub(crate) struct FindingShown {
    pub words: String,
    pub what: String,
    /// Where what shows it can be looked at, and in which words.
    pub links: Vec<(String, String)>,
    pub ruling: Badge,
}

pub(crate) async fn findings(
    tx: &mut Tx,
    frame: &Frame,
    all: &[Finding],
) -> Result<Vec<FindingShown>> {
    let mut shown = Vec::with_capacity(all.len());
    for one in all {
        let (what, links) = evidence(tx, frame, &one.shows).await?;
        let ruling = one.reason.ruling();
        let (tone, of) = match ruling {
            Ruling::Approve => ("line", "approve"),
            Ruling::Review => ("wait", "review"),
            Ruling::Reject => ("down", "reject"),
        };
        let ruling = Badge { tone, words: frame.t(&key("referrals-ruling", of)) };
        let words = frame.t(&key("referrals-reason", one.reason.name()));
        shown.push(FindingShown { words, what, links, ruling });
    }
    Ok(shown)
}

type Evident = (String, Vec<(String, String)>);

async fn evidence(tx: &mut Tx, frame: &Frame, shows: &Evidence) -> Result<Evident> {
    Ok(match shows {
        Evidence::None => (String::new(), Vec::new()),
        Evidence::Kinds(kinds) => {
            let word = |kind: &String| {
                frame.try_t(&key("referrals-sign", kind)).unwrap_or_else(|| kind.replace('_', " "))
            };
            (kinds.iter().map(word).collect::<Vec<_>>().join(", "), Vec::new())
        }
        Evidence::Accounts(ids) => {
            let words = frame.t("referrals-household");
            let link = |id| (format!("/console/accounts/{id}"), words.clone());
            (String::new(), ids.iter().map(link).collect())
        }
        Evidence::People(ids) => {
            let names = named(tx, frame, ids).await?;
            let link = |id: &Id<Person>| {
                (format!("/console/people/{id}"), names.get(id).cloned().unwrap_or_default())
            };
            (String::new(), ids.iter().map(link).collect())
        }
        Evidence::Count { n, most } => {
            let of = [("n", frame.number(*n)), ("most", frame.number(*most))];
            (frame.m("referrals-count", &of), Vec::new())
        }
        Evidence::Since(at) => (frame.moment(at), Vec::new()),
        Evidence::Referral(id) => {
            let words = frame.t("referrals-the-other");
            (String::new(), vec![(format!("/console/referrals/{id}"), words)])
        }
    })
}

/// People as staff know them: the name, else the sign that names them best.
pub(crate) async fn named(
    tx: &mut Tx,
    frame: &Frame,
    ids: &[Id<Person>],
) -> Result<HashMap<Id<Person>, String>> {
    let somebody = || frame.t("referrals-somebody");
    let mut all: HashMap<Id<Person>, String> = ids.iter().map(|id| (*id, somebody())).collect();
    for row in some(tx, ids).await? {
        let sign = row.signs.first().map(|(sign, _)| sign.value().to_owned());
        let name = if row.name.is_empty() { sign.unwrap_or_else(somebody) } else { row.name };
        all.insert(row.id, name);
    }
    Ok(all)
}

/// The first name alone: what the two are shown of each other. An address is none.
pub(crate) fn first_name(name: &str) -> String {
    let first = name.split_whitespace().next().unwrap_or_default();
    if first.contains('@') { String::new() } else { first.chars().take(30).collect() }
}

/// The first names of these people; '' where we know none.
pub(crate) async fn first_names(
    tx: &mut Tx,
    ids: &[Id<Person>],
) -> Result<HashMap<Id<Person>, String>> {
    let all = shown_names(tx, ids).await?;
    Ok(all.into_iter().map(|(id, name)| (id, first_name(&name))).collect())
}

/// What is promised, in words.
#[derive(Clone, Debug)]
pub(crate) struct Promise {
    pub referrer: String,
    pub friend: String,
    pub least: String,
    pub return_days: i64,
    pub visit_days: i64,
    pub cap: i64,
}

impl Promise {
    pub fn of(frame: &Frame, terms: &Terms, scheme: &Scheme) -> Self {
        Self {
            referrer: scheme.terms.words(terms.referrer_reward),
            friend: scheme.terms.words(terms.friend_reward),
            least: frame.money(&terms.least),
            return_days: terms.return_days,
            visit_days: terms.visit_days,
            cap: terms.month_cap,
        }
    }

    /// Each of the terms as a sentence.
    pub fn sentences(&self, frame: &Frame) -> Vec<String> {
        let mut all = vec![
            frame.w("referrals-terms-least", &self.least),
            frame.n("referrals-terms-visit", self.visit_days),
            frame.n("referrals-terms-return", self.return_days),
            frame.t("referrals-terms-new"),
            frame.t("referrals-terms-back"),
        ];
        if self.cap > 0 {
            all.push(frame.n("referrals-terms-cap", self.cap));
        }
        all
    }
}

/// Sums in words: `£12.00, 30.00 CHF`; nothing where there are none.
pub(crate) fn sums(frame: &Frame, sums: &[Money]) -> String {
    sums.iter().map(|sum| frame.money(sum)).collect::<Vec<_>>().join(", ")
}

/// What was wrong with what somebody typed: said on top of it and beside it, and nothing typed is lost.
#[derive(Default)]
pub(crate) struct Wrong {
    /// The form that was sent.
    pub form: String,
    pub errors: Errors,
    pub status: StatusCode,
}

impl Wrong {
    /// Of what can be put right in the form, of a rule's no, or of too much at once. Everything else is
    /// not the form's, and is handed on.
    pub fn of(frame: &Frame, form: &str, first: &str, error: Error) -> Result<Self> {
        let (field, status) = match &error {
            Error::Invalid { field, .. } => (field.to_string(), StatusCode::UNPROCESSABLE_ENTITY),
            Error::Refused { .. } => (first.to_owned(), StatusCode::CONFLICT),
            Error::TooMany { .. } => (first.to_owned(), StatusCode::TOO_MANY_REQUESTS),
            Error::Missing("link") => (first.to_owned(), StatusCode::NOT_FOUND),
            _ => return Err(error),
        };
        let sentence = match &error {
            // Rules speak English; for the fields of these forms there is a sentence in every language.
            Error::Invalid { field, .. } if frame.language.code != "en" => {
                frame.try_t(&key("referrals-wrong", field))
            }
            Error::Missing("link") => frame.try_t("referrals-no-such-code"),
            _ => None,
        };
        let sentence = sentence.unwrap_or_else(|| frame.sentence(&error));
        let errors = Errors::none().and(&field, &sentence);
        Ok(Self { form: form.to_owned(), errors, status })
    }

    pub fn at(&self, form: &str) -> Errors {
        if self.form == form { self.errors.clone() } else { Errors::none() }
    }
}
