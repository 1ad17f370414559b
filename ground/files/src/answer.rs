//! A file on its way to somebody who may see it, which the caller knows.

use axum::body::Body;
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use deedwell_core::{Error, Result};

use crate::store::File;
use crate::{Kind, name};

/// Nothing in a file does anything, whatever a browser takes it for.
const NOTHING_RUNS: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";
/// Kept by its reader alone, and asked for again each time: who may see it can change, and it can be taken away.
const ASK_EACH_TIME: &str = "private, no-cache";

/// The answer to a request for a file, or for the small one; short where the reader has it already.
///
/// # Errors
/// `Fault` when a header cannot be written.
pub fn answer(file: &File, small: bool, bytes: Vec<u8>, has: Option<&str>) -> Result<Response> {
    let etag = format!("\"{}{}\"", file.etag, if small { "-small" } else { "" });
    let same = |one: &str| one.trim().trim_start_matches("W/") == etag;
    let unchanged = has.is_some_and(|has| has.split(',').any(same));
    let headers: [(HeaderName, &str); 4] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, NOTHING_RUNS),
        (header::CACHE_CONTROL, ASK_EACH_TIME),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    let mut response = Response::builder().header(header::ETAG, etag.as_str());
    for (name, value) in headers {
        response = response.header(name, HeaderValue::from_static(value));
    }
    let response = if unchanged {
        response.status(StatusCode::NOT_MODIFIED).body(Body::empty())
    } else {
        let media_type = if small && file.kind == Kind::Pdf {
            return Err(Error::Missing("file"));
        } else {
            file.kind.media_type()
        };
        response
            .header(header::CONTENT_TYPE, media_type)
            .header(header::CONTENT_LENGTH, bytes.len())
            .header(header::CONTENT_DISPOSITION, name::disposition(&file.name, file.kind))
            .body(Body::from(bytes))
    };
    response.map_err(Error::fault)
}
