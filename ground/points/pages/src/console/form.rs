//! What forms of this area have in common.

use deedwell_core::{Error, Money, Result};
use deedwell_web::Frame;
use deedwell_web::answer::Errors;

/// The error of a form beside its field, in the reader's language where we have it; a refusal beside the
/// field that is about the whole. Anything else is handed on.
pub(crate) fn errors_of(frame: &Frame, error: Error, whole: &'static str) -> Result<Errors> {
    match error {
        Error::Invalid { field, sentence } => {
            let ours = frame.try_t(&format!("points-wrong-{}", field.replace('_', "-")));
            Ok(Errors::none().and(&field, &ours.unwrap_or_else(|| sentence.into_owned())))
        }
        Error::Refused { .. } => Ok(Errors::none().and(whole, &frame.sentence(&error))),
        other => Err(other),
    }
}

/// A number that may be left out: 0 is one, and an empty field is none.
pub(super) fn number(field: &'static str, text: &str) -> Result<Option<i64>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |_| Error::invalid(field, "Please write a whole number, or nothing.");
    text.parse().map(Some).map_err(wrong)
}

/// A number that has to be there.
pub(super) fn must(field: &'static str, text: &str) -> Result<i64> {
    let missing = || Error::invalid(field, "Please write a whole number.");
    number(field, text)?.ok_or_else(missing)
}

/// Money that may be left out.
pub(super) fn money(
    field: &'static str,
    text: &str,
    currency: deedwell_core::Currency,
) -> Result<Option<Money>> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let read = Money::parse(&text.trim().replace(',', "."), currency);
    read.map(Some).map_err(|_| Error::invalid(field, "Please write an amount, such as 10.00."))
}

pub(super) fn shown(number: Option<i64>) -> String {
    number.map(|n| n.to_string()).unwrap_or_default()
}

/// An amount in a scheme, or nothing.
pub(super) fn amount(
    terms: &deedwell_points::scheme::Terms,
    field: &'static str,
    text: &str,
) -> Result<Option<i64>> {
    if text.trim().is_empty() { Ok(None) } else { terms.read(field, text).map(Some) }
}
