//! Time and chance are handed in. This is the only file that asks the machine for either.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use jiff::Timestamp;
use uuid::Uuid;

use crate::Id;

/// Microseconds since 1970 in UTC: how a moment is kept in state and in the log.
pub type Moment = i64;

/// Tells the time and mints ids. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    Real,
    /// A clock that stands still until a test (or the demo's history) moves it.
    Held(Arc<Held>),
}

#[derive(Debug)]
pub struct Held {
    now: AtomicI64,
    minted: AtomicU64,
}

impl Clock {
    /// A clock that stands still at this moment, and mints the same ids each time.
    pub fn held(at: Timestamp) -> Self {
        Self::Held(Arc::new(Held {
            now: AtomicI64::new(at.as_microsecond()),
            minted: AtomicU64::new(0),
        }))
    }

    /// The time, in whole microseconds, as the ledger keeps it.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the machine")]
    pub fn now(&self) -> Timestamp {
        let micros = match self {
            Self::Real => Timestamp::now().as_microsecond(),
            Self::Held(held) => held.now.load(Ordering::SeqCst),
        };
        Timestamp::from_microsecond(micros).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Moves a held clock; the real one cannot be moved.
    pub fn set(&self, to: Timestamp) {
        if let Self::Held(held) = self {
            held.now.store(to.as_microsecond(), Ordering::SeqCst);
        }
    }

    /// Moves a held clock forward by this many seconds.
    pub fn advance(&self, seconds: i64) {
        if let Self::Held(held) = self {
            held.now.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
        }
    }

    #[expect(clippy::disallowed_methods, reason = "this is the one place that mints ids")]
    pub fn new_uuid(&self) -> Uuid {
        match self {
            Self::Real => Uuid::now_v7(),
            Self::Held(held) => {
                let n = held.minted.fetch_add(1, Ordering::SeqCst);
                let millis = held.now.load(Ordering::SeqCst).max(0) as u64 / 1000;
                let mut random = [0u8; 10];
                // The counter stands first, so that ids of one instant keep the order of birth.
                random[..8].copy_from_slice(&(n << 6).to_be_bytes());
                uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
            }
        }
    }

    pub fn new_id<T: ?Sized>(&self) -> Id<T> {
        Id::from_uuid(self.new_uuid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_held_clock_mints_distinct_ids() {
        let clock = Clock::held(Timestamp::UNIX_EPOCH);
        let ids: std::collections::HashSet<_> = (0..100_000).map(|_| clock.new_uuid()).collect();
        assert_eq!(ids.len(), 100_000);
    }
}
