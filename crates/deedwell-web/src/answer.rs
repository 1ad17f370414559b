//! What a handler may give: a page, a piece, or a problem that the edge dresses.

use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use deedwell_core::Error;

pub type Answer<T> = Result<T, Problem>;

/// An error on its way to a person. The gate dresses it as a page, a sentence or JSON, and logs a
/// fault once.
#[derive(Clone, Debug)]
pub struct Problem(pub Arc<Error>);

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self(Arc::new(error))
    }
}

impl Problem {
    pub fn status(&self) -> StatusCode {
        match &*self.0 {
            Error::Missing(_) => StatusCode::NOT_FOUND,
            Error::Refused { .. } => StatusCode::CONFLICT,
            Error::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Error::NotAllowed { .. } => StatusCode::FORBIDDEN,
            Error::NotSignedIn => StatusCode::UNAUTHORIZED,
            Error::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Error::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// A page, or a piece of one.
pub struct View<T>(pub T);

impl<T: Template> IntoResponse for View<T> {
    fn into_response(self) -> Response {
        self.0.respond()
    }
}

/// Anything askama renders.
pub trait Render {
    fn respond(self) -> Response;
    fn respond_with(self, status: StatusCode) -> Response;
}

impl<T: Template> Render for T {
    fn respond(self) -> Response {
        self.respond_with(StatusCode::OK)
    }

    fn respond_with(self, status: StatusCode) -> Response {
        match self.render() {
            Ok(html) => {
                let kind = HeaderValue::from_static("text/html; charset=utf-8");
                (status, [(header::CONTENT_TYPE, kind)], html).into_response()
            }
            Err(error) => Problem::from(Error::fault(error)).into_response(),
        }
    }
}

/// The key of a message that the next page says once. The gate makes a cookie of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Said(pub &'static str);

/// On to the page, which says the message of this key once: what was just done.
pub fn on_with(page: &str, key: &'static str) -> Response {
    let mut response = Redirect::to(page).into_response();
    response.extensions_mut().insert(Said(key));
    response
}

/// A secret that the page at this path shows once. The gate makes a cookie of it that no other page sees.
#[derive(Clone)]
pub(crate) struct Shown {
    pub page: String,
    pub secret: String,
}

/// On to the page, which shows the secret once: who loads it again sees it no more, and makes no second.
pub fn on_with_secret(page: &str, secret: &str) -> Response {
    let mut response = Redirect::to(page).into_response();
    let page = page.split('?').next().unwrap_or(page).to_owned();
    response.extensions_mut().insert(Shown { page, secret: secret.to_owned() });
    response
}

/// What could not be used of a form: for its summary on top and for each field.
#[derive(Clone, Debug, Default)]
pub struct Errors(Vec<FieldError>);

/// One field's error, in a sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The input's name.
    pub field: String,
    pub sentence: String,
}

impl Errors {
    pub fn none() -> Self {
        Self::default()
    }

    /// Of an `Invalid`; every other error is not the form's, and is given back for `?`.
    pub fn of(error: Error) -> Result<Self, Error> {
        match error {
            Error::Invalid { field, sentence } => Ok(Self::none().and(&field, &sentence)),
            other => Err(other),
        }
    }

    pub fn and(mut self, field: &str, sentence: &str) -> Self {
        self.0.push(FieldError { field: field.to_owned(), sentence: sentence.to_owned() });
        self
    }

    /// The sentence for a field, or nothing to say.
    pub fn at(&self, field: &str) -> &str {
        self.0.iter().find(|e| e.field == field).map_or("", |e| e.sentence.as_str())
    }

    pub fn list(&self) -> &[FieldError] {
        &self.0
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// One of a list to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub words: String,
    /// Below the words, where choices are spelt out.
    pub help: String,
    pub chosen: bool,
}

impl Choice {
    /// Of pairs of value and words.
    pub fn list<V: ToString, W: ToString>(
        pairs: impl IntoIterator<Item = (V, W)>,
        chosen: &str,
    ) -> Vec<Self> {
        let choice = |(value, words): (V, W)| {
            let value = value.to_string();
            let chosen = value == chosen;
            Self { value, words: words.to_string(), help: String::new(), chosen }
        };
        pairs.into_iter().map(choice).collect()
    }
}

/// Pages of a list whose length is known. They count from one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    pub here: u64,
    pub last: u64,
    /// The address without the page: `/ideas?order=new`.
    base: String,
}

impl Pages {
    /// `here` is brought into what there is, so that an old address shows the last page.
    pub fn new(here: u64, total: u64, per_page: u64, base: impl Into<String>) -> Self {
        let last = total.div_ceil(per_page.max(1)).max(1);
        Self { here: here.clamp(1, last), last, base: base.into() }
    }

    /// A template may hand on the number or a reference to it.
    pub fn href(&self, page: impl std::borrow::Borrow<u64>) -> String {
        let page = *page.borrow();
        let joint = if self.base.contains('?') { '&' } else { '?' };
        if page <= 1 { self.base.clone() } else { format!("{}{joint}page={page}", self.base) }
    }

    /// The numbers to show: both ends and what is near. A zero stands for those left out.
    pub fn numbers(&self) -> Vec<u64> {
        let near = |n: &u64| *n == 1 || *n == self.last || n.abs_diff(self.here) <= 1;
        let mut numbers = Vec::new();
        let mut before = 0;
        let from = self.here.saturating_sub(2).max(1);
        let around = from..=self.last.min(self.here + 2);
        for n in std::iter::once(1).chain(around).chain(std::iter::once(self.last)) {
            if !near(&n) || n <= before {
                continue;
            }
            if n > before + 1 {
                numbers.push(if n == before + 2 { n - 1 } else { 0 });
            }
            numbers.push(n);
            before = n;
        }
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_show_both_ends_and_what_is_near() {
        let numbers = |here, total| Pages::new(here, total, 10, "/x").numbers();
        assert_eq!(numbers(1, 0), [1]);
        assert_eq!(numbers(1, 30), [1, 2, 3]);
        assert_eq!(numbers(1, 430), [1, 2, 0, 43]);
        assert_eq!(numbers(4, 430), [1, 2, 3, 4, 5, 0, 43]);
        assert_eq!(numbers(20, 430), [1, 0, 19, 20, 21, 0, 43]);
        assert_eq!(numbers(99, 430), [1, 0, 42, 43]);
    }

    #[test]
    fn a_page_keeps_the_query() {
        let pages = Pages::new(2, 100, 10, "/ideas?order=new");
        assert_eq!(pages.href(1), "/ideas?order=new");
        assert_eq!(pages.href(3), "/ideas?order=new&page=3");
    }

    #[test]
    fn only_what_is_invalid_is_the_forms() {
        let errors = Errors::of(Error::invalid("email", "Write an address.")).unwrap();
        assert_eq!(errors.at("email"), "Write an address.");
        assert_eq!(errors.at("name"), "");
        assert!(Errors::of(Error::Missing("idea")).is_err());
    }
}
