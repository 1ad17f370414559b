//! How often a program may ask: by its key, minute by minute.
//!
//! Counted in memory, for most requests only read, and a limit of a minute need not survive a
//! restart. With several servers each counts for itself.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use deedwell_core::{Error, Id, Result, Timestamp};

use crate::ask::ApiKey;

const MINUTE_S: i64 = 60;

#[derive(Default)]
pub(crate) struct Rates(Mutex<Minute>);

#[derive(Default)]
struct Minute {
    number: i64,
    asked: HashMap<Id<ApiKey>, u32>,
}

impl Rates {
    /// # Errors
    /// `TooMany`, with the seconds until the next minute.
    pub fn spend(&self, key: Id<ApiKey>, most: u32, now: Timestamp) -> Result<()> {
        let now = now.as_second();
        let mut minute = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if minute.number != now.div_euclid(MINUTE_S) {
            *minute = Minute { number: now.div_euclid(MINUTE_S), asked: HashMap::new() };
        }
        let asked = minute.asked.entry(key).or_default();
        if *asked < most {
            *asked += 1;
            return Ok(());
        }
        let left = MINUTE_S - now.rem_euclid(MINUTE_S);
        Err(Error::TooMany {
            sentence: format!(
                "This key has asked {most} times within a minute. Please wait, and ask less often."
            )
            .into(),
            retry_after_s: u32::try_from(left).unwrap_or(60),
        })
    }
}
