//! What a handler may give: a page, a piece, or a problem that the edge dresses.

use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
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
