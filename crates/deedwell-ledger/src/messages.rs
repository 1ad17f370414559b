//! Which messages the ledger has, for importers that pass over what is there.

use std::sync::{Mutex, PoisonError};

use deedwell_core::{Error, Id, Organisation, Result};

use crate::Ledger;
use crate::fingerprint::fingerprint;
use crate::seen::Seen;

/// The messages of one organisation as they were when it was made. It saves work and space only:
/// what slips through (another import at the same time) is dropped by the tail.
pub struct Messages(Mutex<Seen>);

impl Messages {
    /// Where a file of fingerprints cannot be read, the answer is no: the tail decides.
    pub fn has(&self, message: &str) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.holds(fingerprint(message)).unwrap_or(false)
    }
}

impl Ledger {
    /// The messages read so far; [`Ledger::catch_up`] first.
    ///
    /// # Errors
    /// `Fault` when a file of fingerprints cannot be opened.
    pub async fn messages(&self, organisation: Id<Organisation>) -> Result<Messages> {
        let (hot, files) = self.seen_of(organisation).await;
        let seen = Seen::of(&files, hot).map_err(Error::fault)?;
        Ok(Messages(Mutex::new(seen)))
    }
}
