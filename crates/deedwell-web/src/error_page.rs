//! A problem, dressed as page, sentence or JSON.

use askama::Template;
use axum::extract::Request;
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use deedwell_core::{Error, Id};
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer::{Problem, Render};
use crate::app::Deedwell;
use crate::ask::Actor;
use crate::frame::{Face, Frame};
use crate::preferences::own_path;
use crate::sessions;

/// What kind of answer the asker can read.
pub(crate) struct AskedFor {
    kind: Kind,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
}

#[derive(PartialEq)]
enum Kind {
    Page,
    Piece,
    Json,
    /// Events for a page that is open.
    Stream,
}

impl AskedFor {
    pub fn new(request: &Request) -> Self {
        let headers = request.headers();
        let accepts = headers.get(header::ACCEPT).and_then(|h| h.to_str().ok()).unwrap_or("");
        let path = request.uri().path();
        let kind = if path.starts_with("/api/") || accepts.starts_with("application/json") {
            Kind::Json
        } else if headers.contains_key("hx-request") {
            Kind::Piece
        } else if accepts.starts_with("text/event-stream") {
            Kind::Stream
        } else {
            Kind::Page
        };
        Self {
            kind,
            method: request.method().clone(),
            uri: request.uri().clone(),
            headers: headers.clone(),
        }
    }
}

/// In the site's look.
#[derive(Template)]
#[template(path = "error.html")]
struct SitePage {
    frame: Frame,
    words: Words,
}

/// In the console's look, for staff who are signed in.
#[derive(Template)]
#[template(path = "error_console.html")]
struct ConsolePage {
    frame: Frame,
    words: Words,
}

struct Words {
    heading: String,
    sentence: String,
    reference: Option<String>,
    icon: &'static str,
    back: &'static str,
}

/// For htmx: shown beside what the reader was doing, which stays as it was.
#[derive(Template)]
#[template(path = "error_piece.html")]
struct Piece {
    frame: Frame,
    sentence: String,
    reference: Option<String>,
}

pub(crate) async fn dress(app: &Deedwell, problem: Problem, asked: AskedFor) -> Response {
    let status = problem.status();
    let error = &*problem.0;
    let reference = reference(app, error, &asked);
    let frame = frame(app, &asked).await;
    let sentence = frame.sentence(error);
    let mut response = match asked.kind {
        Kind::Json => json(error, sentence, reference),
        // A session ended while its page was open: the browser shall ask no more.
        Kind::Stream if matches!(error, Error::NotSignedIn) => {
            return StatusCode::NO_CONTENT.into_response();
        }
        Kind::Stream => json(error, sentence, reference),
        Kind::Piece if matches!(error, Error::NotSignedIn) => to_the_door(&asked.headers),
        Kind::Piece => piece(frame, sentence, reference),
        Kind::Page => {
            let at_door = matches!(error, Error::NotSignedIn) && asked.method == Method::GET;
            if at_door {
                return Redirect::to(&door(asked.uri.path_and_query().map(PathAndQuery::as_str)))
                    .into_response();
            }
            page(frame, error, sentence, reference)
        }
    };
    *response.status_mut() = status;
    if let Error::TooMany { retry_after_s, .. } = error {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(*retry_after_s));
    }
    response
}

fn page(frame: Frame, error: &Error, sentence: String, reference: Option<String>) -> Response {
    let (key, icon) = match error {
        Error::Missing(_) => ("error-title-missing", "compass"),
        Error::NotAllowed { .. } | Error::NotSignedIn => ("error-title-not-allowed", "lock"),
        Error::TooMany { .. } => ("error-title-too-many", "clock"),
        Error::Fault(_) => ("error-title-fault", "triangle-alert"),
        Error::Refused { .. } | Error::Invalid { .. } => ("error-title-refused", "ban"),
    };
    let console = frame.face == Face::Console;
    let back = if console { "/console" } else { "/" };
    let words = Words { heading: frame.t(key), sentence, reference, icon, back };
    if console && frame.staff.is_some() {
        ConsolePage { frame, words }.respond()
    } else {
        SitePage { frame, words }.respond()
    }
}

/// Goes where toasts are, whatever the form aimed at, so that what was typed stays.
fn piece(frame: Frame, sentence: String, reference: Option<String>) -> Response {
    let mut response = Piece { frame, sentence, reference }.respond();
    let headers = response.headers_mut();
    headers.insert("hx-retarget", HeaderValue::from_static("#toasts"));
    headers.insert("hx-reswap", HeaderValue::from_static("innerHTML"));
    response
}

/// A session ended while its page stood open: the whole page goes to the door, and comes back.
fn to_the_door(headers: &HeaderMap) -> Response {
    let page = headers.get("hx-current-url").and_then(|h| h.to_str().ok());
    let page = page.and_then(|url| url.parse::<Uri>().ok());
    let path = page.as_ref().and_then(Uri::path_and_query).map(PathAndQuery::as_str);
    let mut response = StatusCode::UNAUTHORIZED.into_response();
    if let Ok(door) = HeaderValue::from_str(&door(path)) {
        response.headers_mut().insert("hx-redirect", door);
    }
    response
}

/// Answers that a library gave without a body of ours keep their status and get a sentence.
pub(crate) fn own_words(mut response: Response) -> Response {
    if response.status() == StatusCode::PAYLOAD_TOO_LARGE {
        response = plain("This is too large to be taken. Please send less at a time.");
        *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
    }
    response
}

/// Logged here and nowhere else; the reference finds it.
fn reference(app: &Deedwell, error: &Error, asked: &AskedFor) -> Option<String> {
    let Error::Fault(cause) = error else { return None };
    let id: Id<Problem> = app.clock().new_id();
    let reference = id.to_string();
    tracing::error!(reference, method = %asked.method, path = asked.uri.path(), %cause, "A request failed");
    Some(reference)
}

/// A frame without the handler's help: the gate may not have got as far as knowing who asks.
async fn frame(app: &Deedwell, asked: &AskedFor) -> Frame {
    let host = asked.headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or_default();
    let site = app.site(&host.to_ascii_lowercase()).await.ok().flatten();
    let actor = match &site {
        Some(site) => sessions::actor(app, site, &asked.headers).await.unwrap_or_default(),
        None => Actor::default(),
    };
    Frame::new(app, site, actor, &asked.uri, &asked.headers)
}

/// What a program is given where something could not be done.
#[derive(Serialize, ToSchema)]
pub(crate) struct ProblemGiven {
    /// Stable: `ideas.own_idea`, `invalid.title`, `missing.idea`, `not_allowed`, `not_signed_in`,
    /// `too_many`, `fault`.
    code: String,
    /// For people; it may change.
    sentence: String,
    /// What of the request cannot be used.
    field: Option<String>,
    /// Of a fault of ours: by it the log finds the cause.
    reference: Option<String>,
}

fn json(error: &Error, sentence: String, reference: Option<String>) -> Response {
    let field = match error {
        Error::Invalid { field, .. } => Some(field.to_string()),
        _ => None,
    };
    let code = error.code().into_owned();
    axum::Json(ProblemGiven { code, sentence, field, reference }).into_response()
}

fn plain(sentence: &str) -> Response {
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], sentence.to_owned()).into_response()
}

/// The door, with the way back.
fn door(path: Option<&str>) -> String {
    let path = own_path(path, "/");
    let door = if path.starts_with("/console") { "/console/sign-in" } else { "/sign-in" };
    format!("{door}?to={}", crate::address::encode(&path))
}
