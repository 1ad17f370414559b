//! A program that is not sure whether its request arrived sends it again, with the same
//! `Idempotency-Key`, and is answered again: nothing is done twice.
//!
//! The gate has said which key asks; [`mark`] tells the request from others, [`Tx`](crate::Tx) takes
//! its key in the transaction of the handler or answers what was answered before, and the handler ends
//! with [`done`], which keeps the answer with the change. Only programs have such keys; forms that are
//! sent twice are the verbs' own matter.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use deedwell_core::{Error, Result};
use deedwell_store::Tx;
use deedwell_store::once::{self, LONGEST_KEY, Once};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::answer::{Answer, Problem};
use crate::ask::Actor;

/// The header by which a program names a request.
pub(crate) const HEADER: &str = "idempotency-key";
/// Said of an answer that was kept.
const REPLAYED: &str = "idempotent-replayed";

/// Commits what was done, and says it as JSON. Every handler that a key may write through ends here.
pub async fn done<T: Serialize>(mut tx: Tx, given: T) -> Answer<Response> {
    let text = serde_json::to_string(&given).map_err(Error::fault)?;
    once::keep(&mut tx, &text).await?;
    tx.commit().await?;
    Ok(json(text))
}

/// What was answered before.
pub(crate) fn again(answer: String) -> Response {
    let mut response = json(answer);
    response
        .headers_mut()
        .insert(HeaderName::from_static(REPLAYED), HeaderValue::from_static("true"));
    response
}

fn json(text: String) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], text).into_response()
}

/// Puts the [`Once`] of a request beside it, for the transaction to find.
pub(crate) async fn mark(request: Request, next: Next) -> Response {
    match marked(request).await {
        Ok(request) => next.run(request).await,
        Err(error) => Problem::from(error).into_response(),
    }
}

async fn marked(request: Request) -> Result<Request> {
    let sender = request.extensions().get::<Actor>().and_then(|actor| actor.key.as_ref());
    let (Some(sender), Some(key)) = (sender, key(request.headers())?) else { return Ok(request) };
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads || !request.uri().path().starts_with("/api/") {
        return Ok(request);
    }
    // A key that was replaced in between sends the same as the one before.
    let sender = sender.source.to_string();
    let (mut parts, body) = request.into_parts();
    // The gate has let it arrive whole, within its limit.
    let bytes = axum::body::to_bytes(body, usize::MAX).await.map_err(Error::fault)?;
    let mut print = Sha256::new();
    print.update(format!("{} {}\n", parts.method, parts.uri));
    print.update(&bytes);
    let print = print.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    parts.extensions.insert(Once { sender, key, print });
    Ok(Request::from_parts(parts, Body::from(bytes)))
}

fn key(headers: &HeaderMap) -> Result<Option<String>> {
    let Some(value) = headers.get(HEADER) else { return Ok(None) };
    let text = value.to_str().ok().map(str::trim).filter(|t| (1..=LONGEST_KEY).contains(&t.len()));
    let unfit = || {
        Error::invalid(
            "idempotency_key",
            format!("An Idempotency-Key is 1 to {LONGEST_KEY} letters, digits and signs."),
        )
    };
    text.map(|text| Some(text.to_owned())).ok_or_else(unfit)
}
