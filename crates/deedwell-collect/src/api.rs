//! The addresses to which programs report, in the forms that the common libraries speak.
mod brought;
mod plan;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use deedwell_core::Error;
use deedwell_web::{Deedwell, Needs, Peer, Query, Routes, Site};
use serde::Deserialize;
use serde_json::json;
use serde_json::value::RawValue;
use utoipa::IntoParams;

use crate::address;
use crate::desk::Desk;
use crate::legible::without_halves;
use crate::message::Call;
use crate::posthog;
use crate::source::{Source, SourceKind};
use crate::wire::{self, Envelope, LARGEST_CONTEXT, LARGEST_EVENT, Messages, Unreadable};
use brought::Brought;

pub fn routes(desk: Arc<Desk>) -> Routes {
    let (one, many, beacon, pixel) = (desk.clone(), desk.clone(), desk.clone(), desk.clone());
    let asks = desk.clone();
    let all = Routes::new("collect")
        .post("/v1/{call}", Needs::WriteKey, "Report acts as Segment's libraries do", {
            move |app, asked, path, body| calls(one, app, asked, path, body)
        })
        .get(
            "/v1/projects/{key}/settings",
            Needs::WriteKey,
            "What a browser's library asks first",
            move |app, asked, path| settings(asks, app, asked, path),
        )
        .post("/beacon/v1/batch", Needs::WriteKey, "A last report when a page is left", {
            move |app, asked, body| beacon_batch(beacon, app, asked, body)
        })
        .query::<KeyInAddress>()
        .get("/pixel/v1/track", Needs::WriteKey, "A visit where no script runs", {
            move |app, asked, query| pixel_track(pixel, app, asked, query)
        })
        .query::<Pixel>();
    ["/batch", "/batch/", "/capture", "/capture/", "/e", "/e/"]
        .into_iter()
        .fold(all, |routes, path| {
            let desk = many.clone();
            routes.post(path, Needs::WriteKey, "Report acts as PostHog's libraries do", {
                move |app, asked, body| posthog_batch(desk, app, asked, body)
            })
        })
        .and(plan::routes())
}

/// A key where no header can be set.
#[derive(Deserialize, IntoParams, Default)]
pub struct KeyInAddress {
    #[serde(rename = "writeKey")]
    write_key: Option<String>,
}

/// A visit, as an image's address tells it.
#[derive(Deserialize, IntoParams)]
pub struct Pixel {
    #[serde(rename = "writeKey")]
    write_key: Option<String>,
    #[serde(rename = "anonymousId")]
    anonymous_id: Option<String>,
    event: Option<String>,
    #[serde(rename = "messageId")]
    message_id: Option<String>,
}

/// Who asks, as far as the request says so itself.
pub struct AskedBy {
    site: Arc<Site>,
    address: Peer,
    headers: HeaderMap,
    key: KeyInAddress,
    /// A picture was fetched. Programs that read mail do so by themselves, so it is nobody's act.
    is_picture: bool,
}

impl axum::extract::FromRequestParts<Deedwell> for AskedBy {
    type Rejection = deedwell_web::Problem;

    async fn from_request_parts(
        parts: &mut axum::http::request::Parts,
        app: &Deedwell,
    ) -> Result<Self, Self::Rejection> {
        Ok(Self {
            site: Arc::from_request_parts(parts, app).await?,
            address: Peer::from_request_parts(parts, app).await?,
            headers: parts.headers.clone(),
            // Other words of the address are another route's matter.
            key: Query::from_request_parts(parts, app).await.map(|Query(q)| q).unwrap_or_default(),
            is_picture: false,
        })
    }
}

impl AskedBy {
    fn header(&self, name: header::HeaderName) -> Option<&str> {
        self.headers.get(name).and_then(|h| h.to_str().ok())
    }

    /// In the header or the address; else it is looked for in the body.
    fn write_key(&self) -> Option<String> {
        let basic = self.header(header::AUTHORIZATION).and_then(wire::basic_key);
        basic.or_else(|| self.key.write_key.clone())
    }

    fn kept_address(&self, source: &Source) -> String {
        if source.keeps_addresses { address::cut(self.address.0) } else { String::new() }
    }
}

fn said(status: StatusCode, words: &str) -> Response {
    let good = status.is_success();
    let body = if good {
        json!({ "success": true })
    } else {
        json!({ "success": false, "message": words })
    };
    (status, axum::Json(body)).into_response()
}

fn done() -> Response {
    said(StatusCode::OK, "")
}

fn unreadable(why: Unreadable) -> Response {
    said(StatusCode::BAD_REQUEST, why.sentence())
}

fn no_key() -> Response {
    said(
        StatusCode::UNAUTHORIZED,
        "There is no source with this write key. Look under Sources in the console.",
    )
}

/// What passes is told to come back; nobody throws events away for it.
fn not_now(error: &Error) -> Response {
    let (after, words) = match error {
        Error::TooMany { retry_after_s, sentence } => (*retry_after_s, sentence.clone()),
        other => {
            tracing::error!(cause = ?other, "Events could not be taken");
            (1, "This could not be taken now. Please send it again.".into())
        }
    };
    let mut response = said(StatusCode::TOO_MANY_REQUESTS, &words);
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, HeaderValue::from(after));
    headers.insert(HeaderName::from_static("x-ratelimit-reset"), HeaderValue::from(after));
    response
}

/// One message or a batch, by the word or letter of the address.
async fn calls(
    desk: Arc<Desk>,
    State(app): State<Deedwell>,
    asked: AskedBy,
    Path(word): Path<String>,
    body: Bytes,
) -> Response {
    let call = match word.as_str() {
        "batch" | "b" | "import" => None,
        // What the library says of itself.
        "m" => return done(),
        word => match Call::parse(word) {
            Some(call) => Some(call),
            None => return said(StatusCode::NOT_FOUND, "There is no such call."),
        },
    };
    take(&desk, &app, &asked, &body, |body| {
        let envelope = Envelope::read(body)?;
        let messages = match call {
            None => envelope.messages()?,
            Some(_) if body.len() > LARGEST_EVENT => return Err(Unreadable::TooLarge),
            Some(_) => Messages::one(body)?,
        };
        // The context of a single message is its own.
        let context = if call.is_none() { envelope.context } else { None };
        if context.is_some_and(|context| context.get().len() > LARGEST_CONTEXT) {
            return Err(Unreadable::TooLarge);
        }
        let brought = Brought::new(&messages, envelope.sent_at);
        Ok(Brought { context: context.map(RawValue::to_owned), call, ..brought })
    })
    .await
}

async fn beacon_batch(
    desk: Arc<Desk>,
    State(app): State<Deedwell>,
    asked: AskedBy,
    body: Bytes,
) -> Response {
    calls(desk, State(app), asked, Path("batch".to_owned()), body).await
}

async fn posthog_batch(
    desk: Arc<Desk>,
    State(app): State<Deedwell>,
    asked: AskedBy,
    body: Bytes,
) -> Response {
    take(&desk, &app, &asked, &body, |body| {
        let envelope = Envelope::read(body)?;
        let messages = match envelope.batch {
            Some(_) => envelope.messages()?,
            None => Messages::one(body)?,
        };
        let brought = Brought::new(&messages, envelope.sent_at);
        Ok(Brought { translate: Some(posthog::translated), ..brought })
    })
    .await
}

/// Says nothing of who it is but by an id of the browser's own, and changes nobody.
async fn pixel_track(
    desk: Arc<Desk>,
    State(app): State<Deedwell>,
    mut asked: AskedBy,
    Query(pixel): Query<Pixel>,
) -> Response {
    const DOT: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
    asked.is_picture = true;
    let message = json!({
        "anonymousId": pixel.anonymous_id, "event": pixel.event.as_deref().unwrap_or("Pixel Loaded"),
        "messageId": pixel.message_id, "type": "track", "writeKey": pixel.write_key,
    });
    let body = Bytes::from(json!({ "batch": [message], "writeKey": pixel.write_key }).to_string());
    let answer = calls(desk, State(app), asked, Path("batch".to_owned()), body).await;
    if !answer.status().is_success() {
        return answer;
    }
    ([(header::CONTENT_TYPE, "image/gif")], DOT).into_response()
}

/// What the library of a browser asks for first: it takes its key from the answer.
async fn settings(
    desk: Arc<Desk>,
    State(app): State<Deedwell>,
    asked: AskedBy,
    Path(key): Path<String>,
) -> Response {
    match desk.sources.of_key(&app, asked.site.organisation, &key).await {
        Ok(Some(source)) if source.kind == SourceKind::Browser => {
            axum::Json(json!({ "integrations": { "Segment.io": { "apiKey": key } } }))
                .into_response()
        }
        Ok(_) => no_key(),
        Err(error) => not_now(&error),
    }
}

async fn take(
    desk: &Desk,
    app: &Deedwell,
    asked: &AskedBy,
    body: &[u8],
    read: impl FnOnce(&[u8]) -> Result<Brought, Unreadable>,
) -> Response {
    let body = match wire::unpacked(body) {
        Ok(body) => without_halves(body),
        Err(why) => return unreadable(why),
    };
    let room = match desk.room_for(body.len()) {
        Ok(room) => room,
        Err(error) => return not_now(&error),
    };
    let in_body = match Envelope::read(&body) {
        Ok(envelope) => envelope.key().or_else(|| envelope.first_token()),
        Err(why) => return unreadable(why),
    };
    let key = asked.write_key().or(in_body);
    let source = async {
        let Some(key) = &key else { return Ok(None) };
        desk.sources.of_key(app, asked.site.organisation, key).await
    };
    let source = match source.await {
        Ok(Some(source)) => source,
        Ok(None) => return no_key(),
        Err(error) => return not_now(&error),
    };
    let brought = match read(&body) {
        Ok(brought) => brought,
        Err(why) => return unreadable(why),
    };
    drop(body);
    // The context of a batch is that of each of its messages.
    let shared = brought.context.as_ref().map_or(0, |context| context.get().len());
    let _more = match desk.room_for(shared * brought.messages.len()) {
        Ok(more) => more,
        Err(error) => return not_now(&error),
    };
    if let Err(error) = desk.spend(&source, brought.messages.len(), app.clock().now()) {
        return not_now(&error);
    }
    let sent = brought.sort(app, asked, (&source, key.as_deref().unwrap_or_default()));
    if sent.taken.is_empty() && sent.wrong.is_empty() {
        return done();
    }
    match desk.hand_in(app, asked.site.organisation, sent, room).await {
        Ok(()) => done(),
        Err(error) => not_now(&error),
    }
}
