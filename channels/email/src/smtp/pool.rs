//! Conversations that are kept open, so many at one time to one server.

use std::sync::{Arc, Mutex, PoisonError};

use deedwell_outbound::Outbound;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::server::{Limits, Server};
use super::speaker::Speaker;
use super::{Envelope, Outcome, Trouble};

/// Conversations with one server at one time.
pub const MOST_AT_ONCE: usize = 20;

/// Letters that are begun for each conversation: what waits to be written down is written down together, and
/// that is what makes a disk keep up.
const BEGUN_FOR_EACH: usize = 6;

/// Cheap to clone.
#[derive(Clone)]
pub struct Pool {
    client: Outbound,
    server: Arc<Server>,
    limits: Limits,
    idle: Arc<Mutex<Vec<Speaker>>>,
    turns: Arc<Semaphore>,
    begun: Arc<Semaphore>,
}

impl Pool {
    pub fn new(client: Outbound, server: Server, limits: Limits, at_once: usize) -> Self {
        let at_once = at_once.clamp(1, MOST_AT_ONCE);
        let turns = Arc::new(Semaphore::new(at_once));
        let begun = Arc::new(Semaphore::new(BEGUN_FOR_EACH * at_once));
        Self { client, server: Arc::new(server), limits, idle: Arc::default(), turns, begun }
    }

    pub fn server(&self) -> &Server {
        &self.server
    }

    /// Waits until a letter may be begun: some are in conversations while others are written down, and no
    /// more, because what was begun when a server dies is unclear.
    pub async fn may_begin(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.begun).acquire_owned().await.ok()
    }

    fn take_idle(&self) -> Option<Speaker> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        // The others would have been told already that they took too long.
        idle.retain(Speaker::is_fresh);
        idle.pop()
    }

    /// Hands one letter over, in a conversation that is open or in a new one.
    pub async fn deliver(&self, envelope: Envelope<'_>, letter: &[u8]) -> Outcome {
        let Ok(_turn) = self.turns.acquire().await else {
            return Outcome::NotBegun(Trouble::new("email.unreachable", ""));
        };
        while let Some(speaker) = self.take_idle() {
            let outcome = self.in_one(speaker, envelope, letter).await;
            // The server may have ended it while nothing was said. No words had gone out.
            if !matches!(&outcome, Outcome::NotBegun(trouble) if trouble.code == "email.broken") {
                return outcome;
            }
        }
        match Speaker::open(&self.client, &self.server, self.limits).await {
            Ok(speaker) => self.in_one(speaker, envelope, letter).await,
            Err(trouble) => Outcome::NotBegun(trouble),
        }
    }

    async fn in_one(&self, mut speaker: Speaker, envelope: Envelope<'_>, letter: &[u8]) -> Outcome {
        let (outcome, goes_on) = speaker.deliver(envelope, letter).await;
        if goes_on && speaker.is_fresh() {
            speaker.used_at = Instant::now();
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(speaker);
        } else {
            speaker.quit().await;
        }
        outcome
    }

    /// Whether the server lets us in: greeting, TLS, signing in.
    ///
    /// # Errors
    /// Why not.
    pub async fn knock(&self) -> Result<(), Trouble> {
        Speaker::open(&self.client, &self.server, self.limits).await?.quit().await;
        Ok(())
    }
}
