//! What was wrong with what somebody typed: said on top of it and beside it, and nothing typed is lost.

use axum::http::StatusCode;
use deedwell_core::{Error, Result};
use deedwell_web::Frame;
use deedwell_web::answer::Errors;

#[derive(Default)]
pub(crate) struct Wrong {
    pub errors: Errors,
    pub status: StatusCode,
}

impl Wrong {
    /// Of what can be put right in the form, of a rule's no, or of too much at once: said at the field,
    /// or at the first one. Everything else is not the form's, and is handed on.
    pub fn of(frame: &Frame, first: &str, error: Error) -> Result<Self> {
        let (field, status) = match &error {
            Error::Invalid { field, .. } => (field.to_string(), StatusCode::UNPROCESSABLE_ENTITY),
            Error::Refused { .. } => (first.to_owned(), StatusCode::CONFLICT),
            Error::TooMany { .. } => (first.to_owned(), StatusCode::TOO_MANY_REQUESTS),
            // What was to be answered went while the answer was written.
            Error::Missing("comment") => (first.to_owned(), StatusCode::NOT_FOUND),
            _ => return Err(error),
        };
        let sentence = sentence(frame, &field, &error);
        Ok(Self { errors: Errors::none().and(&field, &sentence), status })
    }
}

/// Rules speak English; for the fields of these forms there is a sentence in every language.
fn sentence(frame: &Frame, field: &str, error: &Error) -> String {
    let key = match error {
        Error::Invalid { .. } => format!("ideas-wrong-{}", field.replace('_', "-")),
        Error::TooMany { .. } => "ideas-too-many".to_owned(),
        _ => return frame.sentence(error),
    };
    let translated = if frame.language.code == "de" { frame.try_t(&key) } else { None };
    translated.unwrap_or_else(|| error.sentence().into_owned())
}
