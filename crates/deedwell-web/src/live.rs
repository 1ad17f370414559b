//! Server-sent events: the console hears when something new was read from the ledger.
//!
//! A stream holds a connection for minutes, so there are limits on how many there are; and it asks
//! again and again whether its reader still may. A page without its stream is whole: it only does
//! not refresh itself.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use deedwell_core::Error;
use futures_util::{Stream, StreamExt, stream};

use crate::answer::Answer;
use crate::app::{Deedwell, Site};
use crate::ask::StaffMember;
use crate::sessions::{self, Door};

/// At most one message in this time: a busy shop does not need more, and neither do its browsers.
const PAUSE: Duration = Duration::from_millis(700);
/// How long one stream lasts. The browser comes again, past the gate.
const LASTS: Duration = Duration::from_secs(600);
/// How long at most a stream of a session that has ended stays open when nothing happens. When
/// something does, its reader is looked at before they hear of it.
pub const LOOKED_AT: Duration = Duration::from_secs(5);

/// Live streams of one session: browsers keep six connections to a server, and the pages need some.
pub const STREAMS_OF_SESSION: usize = 4;
/// Of one organisation, and of this server.
pub const STREAMS_OF_ORGANISATION: usize = 100;
pub const STREAMS_OF_SERVER: usize = 250;
/// Seconds after which it may be worth asking again.
const AGAIN_S: u32 = 60;

/// Says `changed` with the ledger's revision; the page then fetches its own live part. Nothing
/// of the ledger travels here, so the stream needs no more rights than being staff.
pub(crate) async fn changes(
    staff: StaffMember,
    State(app): State<Deedwell>,
    site: Arc<Site>,
    headers: HeaderMap,
) -> Answer<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let session = sessions::current(app.settings(), Door::Staff, &headers).unwrap_or_default();
    let seat = app.streams().enter(&session, &site.organisation.to_string())?;
    let mut closing = app.closing();
    let listener = Listener { app, site, headers, staff, seen: u64::MAX, _seat: seat };
    let stream = stream::unfold(listener, |mut listener| async move {
        let revision = listener.next().await?;
        let event = Event::default().event("changed").data(revision.to_string());
        Some((Ok(event), listener))
    });
    let over = async move {
        tokio::select! {
            () = tokio::time::sleep(LASTS) => {}
            _ = closing.wait_for(|closing| *closing) => {}
        }
    };
    Ok(Sse::new(stream.take_until(Box::pin(over))).keep_alive(KeepAlive::default()))
}

/// Who listens, to what, and what they heard last.
struct Listener {
    app: Deedwell,
    site: Arc<Site>,
    headers: HeaderMap,
    staff: StaffMember,
    seen: u64,
    _seat: Seat,
}

impl Listener {
    /// The next revision; `None` once the session is over or belongs to somebody who may less.
    async fn next(&mut self) -> Option<u64> {
        if self.seen != u64::MAX {
            tokio::time::sleep(PAUSE).await;
        }
        loop {
            let changed = self.app.behaviour().changed(self.site.organisation, self.seen);
            let revision = tokio::time::timeout(LOOKED_AT, changed).await.ok();
            if !self.still_may().await {
                return None;
            }
            if let Some(revision) = revision {
                self.seen = revision;
                return Some(revision);
            }
        }
    }

    async fn still_may(&self) -> bool {
        let actor = sessions::actor(&self.app, &self.site, &self.headers).await;
        actor.is_ok_and(|a| a.staff.is_some_and(|s| s.id == self.staff.id))
    }
}

/// How many streams each session and each organisation has.
#[derive(Default)]
pub(crate) struct Streams(Mutex<HashMap<String, usize>>);

/// A stream's place among them, free again when dropped.
struct Seat {
    streams: Arc<Streams>,
    of: [String; 3],
}

impl Streams {
    fn enter(self: &Arc<Self>, session: &str, organisation: &str) -> Result<Seat, Error> {
        let most = [STREAMS_OF_SESSION, STREAMS_OF_ORGANISATION, STREAMS_OF_SERVER];
        let of = [format!("session {session}"), format!("site {organisation}"), String::new()];
        let mut counts = self.counts();
        if of.iter().zip(most).any(|(key, most)| counts.get(key).is_some_and(|n| *n >= most)) {
            return Err(Error::TooMany {
                sentence: "There are too many live pages open just now. This one works without; \
                           load it again to see what is new."
                    .into(),
                retry_after_s: AGAIN_S,
            });
        }
        for key in &of {
            *counts.entry(key.clone()).or_default() += 1;
        }
        Ok(Seat { streams: Arc::clone(self), of })
    }

    fn counts(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut counts = self.streams.counts();
        for key in &self.of {
            if let Some(count) = counts.get_mut(key) {
                *count -= 1;
                if *count == 0 {
                    counts.remove(key);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_organisation_and_a_server_have_a_limit_of_streams() {
        let streams = Arc::new(Streams::default());
        let enter = |n: usize, site: &str| streams.enter(&n.to_string(), site);
        let mut seats: Vec<Seat> =
            (0..STREAMS_OF_ORGANISATION).map(|n| enter(n, "ours").unwrap()).collect();
        let Err(Error::TooMany { retry_after_s, .. }) = enter(1000, "ours") else {
            panic!("one more than an organisation may have")
        };
        assert_eq!(retry_after_s, AGAIN_S);
        // What was refused takes nothing of anybody's.
        for n in 0..STREAMS_OF_SERVER - STREAMS_OF_ORGANISATION {
            seats.push(enter(n, &format!("site {}", n % 10)).unwrap());
        }
        assert!(enter(2000, "another").is_err(), "one more than the server may have");
        drop(seats);
        assert!(enter(1000, "ours").is_ok());
        assert!(streams.counts().is_empty());
    }
}
