//! The sources whose keys were shown a moment ago: a server that reports a thousand events a second is
//! not looked up a thousand times.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use deedwell_core::{Id, Organisation, Result, Secret, Timestamp};
use deedwell_web::Deedwell;
use jiff::SignedDuration;

use crate::source::{Source, source_by_key};

/// For so long what was read holds: a source that is closed takes no more after it.
const FOR_A_MOMENT: SignedDuration = SignedDuration::from_secs(1);
/// Keys that are remembered, of those that open something and of those that do not.
const MOST_KNOWN: usize = 1_000;

/// By the organisation and the hash of the key: the source, and when it was read.
type Known = HashMap<(Id<Organisation>, String), (Option<Arc<Source>>, Timestamp)>;

/// Keys that open nothing are remembered apart: whoever tries many pushes out none that is good.
#[derive(Default)]
pub struct Sources {
    good: Mutex<Known>,
    bad: Mutex<Known>,
}

impl Sources {
    /// Whose key this is, as of now or a moment ago.
    ///
    /// # Errors
    /// What the state says when it cannot be read.
    pub async fn of_key(
        &self,
        app: &Deedwell,
        organisation: Id<Organisation>,
        key: &str,
    ) -> Result<Option<Arc<Source>>> {
        let (hash, now) = ((organisation, Secret::hash_of(key)), app.clock().now());
        for known in [&self.good, &self.bad] {
            if let Some((source, read_at)) = open(known).get(&hash)
                // A clock that was set back makes nothing hold for longer.
                && (SignedDuration::ZERO..FOR_A_MOMENT).contains(&now.duration_since(*read_at))
            {
                return Ok(source.clone());
            }
        }
        let mut tx = app.db().read(organisation).await?;
        let source = source_by_key(&mut tx, key).await?.map(Arc::new);
        let (known, other) =
            if source.is_some() { (&self.good, &self.bad) } else { (&self.bad, &self.good) };
        open(other).remove(&hash);
        let mut known = open(known);
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        known.insert(hash, (source.clone(), now));
        Ok(source)
    }
}

fn open(known: &Mutex<Known>) -> std::sync::MutexGuard<'_, Known> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}
