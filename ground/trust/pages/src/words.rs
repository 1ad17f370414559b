//! What is said of reasons, things and levels, on site and console alike.

use std::collections::HashMap;

use deedwell_core::{Error, Result};
use deedwell_store::Tx;
use deedwell_trust::level::{Asked, Bound};
use deedwell_trust::quarantine::{Grounds, Stage};
use deedwell_web::Frame;
use deedwell_web::answer::Errors;
use deedwell_web::programme::Title;

/// Why, in sentences: which sign ties how many, never whose.
pub(crate) fn reasons(frame: &Frame, grounds: &Grounds) -> Vec<String> {
    let mut all: Vec<String> = grounds
        .reasons
        .iter()
        .map(|reason| frame.n(&format!("trust-sign-{}", reason.kind.name()), reason.people))
        .collect();
    if grounds.in_burst {
        all.push(frame.t("trust-in-burst"));
    }
    all
}

/// What things are called, by what they are known by.
pub(crate) async fn titles(
    tx: &mut Tx,
    frame: &Frame,
    abouts: &[String],
) -> Result<HashMap<String, Title>> {
    let mut all = HashMap::new();
    for programme in frame.app().clone().programmes() {
        all.extend((programme.titles)(tx, abouts).await?);
    }
    Ok(all)
}

pub(crate) fn stage(frame: &Frame, stage: Stage) -> String {
    frame.t(&format!("trust-stage-{}", stage.name()))
}

pub(crate) const fn tone(stage: Stage) -> &'static str {
    match stage {
        Stage::Open => "wait",
        Stage::Upheld => "line",
        Stage::Lifted => "up",
    }
}

/// One thing that a level asks for, and how far somebody is.
pub(crate) fn asked(frame: &Frame, asked: &Asked) -> (String, String) {
    let label = frame.t(&format!("trust-asked-{}", asked.what.replace('_', "-")));
    let (key, bound) = match asked.bound {
        Bound::AtLeast(least) => ("trust-at-least", least),
        Bound::AtMost(most) => ("trust-at-most", most),
    };
    let value = if matches!(asked.what, "proven" | "upheld") {
        frame.t(if asked.has > 0 { "trust-yes" } else { "trust-no" })
    } else {
        frame.m(key, &[("has", frame.number(asked.has)), ("bound", frame.number(bound))])
    };
    (label, value)
}

/// The error of a form beside its field, in the reader's language where we have it; a refusal beside the field
/// that is about the whole. Anything else is handed on.
pub(crate) fn errors_of(frame: &Frame, error: Error, whole: &'static str) -> Result<Errors> {
    match error {
        Error::Invalid { sentence, field } => {
            let ours = frame.try_t(&format!("trust-wrong-{field}"));
            Ok(Errors::none().and(whole, &ours.unwrap_or_else(|| sentence.into_owned())))
        }
        Error::Refused { .. } => Ok(Errors::none().and(whole, &frame.sentence(&error))),
        other => Err(other),
    }
}
