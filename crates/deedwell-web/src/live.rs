//! Server-sent events: the console hears when something new was read from the ledger.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt, stream};

use crate::app::{Deedwell, Site};
use crate::ask::StaffMember;

/// At most one message in this time: a busy shop does not need more, and neither do its browsers.
const PAUSE: Duration = Duration::from_millis(700);

/// How long one stream lasts: a member who was closed hears nothing after that.
const LASTS: Duration = Duration::from_secs(600);

/// Says `changed` with the ledger's revision; the page then fetches its own live part. Nothing
/// of the ledger travels here, so the stream needs no more rights than being staff.
pub(crate) async fn changes(
    _: StaffMember,
    State(app): State<Deedwell>,
    site: Arc<Site>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let organisation = site.organisation;
    let stream = stream::unfold((app, u64::MAX), move |(app, seen)| async move {
        if seen != u64::MAX {
            tokio::time::sleep(PAUSE).await;
        }
        let revision = app.behaviour().changed(organisation, seen).await;
        let event = Event::default().event("changed").data(revision.to_string());
        Some((Ok(event), (app, revision)))
    });
    // It ends now and then; the browser comes again, past the gate, if it still may.
    let stream = stream.take_until(tokio::time::sleep(LASTS));
    Sse::new(stream).keep_alive(KeepAlive::default())
}
