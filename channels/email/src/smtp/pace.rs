//! How many letters a second: to one domain, and of one organisation.
//!
//! Each has a next moment, which a letter moves on by its share of a second. Nobody saves up turns
//! while nothing is sent, beyond a twentieth of a second's: so within any second it is what was asked
//! for, give or take a twentieth.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// What may be caught up on.
const SAVED: Duration = Duration::from_millis(40);
/// Domains that are remembered; those whose moment is over are dropped before.
const MOST_KNOWN: usize = 10_000;

#[derive(Default)]
pub struct Pace {
    next: Mutex<HashMap<String, Instant>>,
}

impl Pace {
    /// Takes the next turn under this name, and says when it is. `per_s` is above zero.
    pub fn turn(&self, name: &str, per_s: f64, now: Instant) -> Instant {
        let share = Duration::from_secs_f64(1.0 / per_s.max(0.001));
        let mut all = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_KNOWN {
            all.retain(|_, next| *next > now);
        }
        let earliest = now.checked_sub(SAVED).unwrap_or(now);
        let next = all.get(name).copied().unwrap_or(now).max(earliest);
        all.insert(name.to_owned(), next + share);
        next.max(now)
    }

    /// How long until there is a turn again, without taking one.
    pub fn wait(&self, name: &str, now: Instant) -> Duration {
        let all = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(name).map_or(Duration::ZERO, |next| next.saturating_duration_since(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asked for as fast as can be, or by fits and starts: no second has more than a twentieth too many,
    /// and where there was always something to send, none has a twentieth too few.
    #[test]
    fn within_any_second_it_is_what_was_asked_for() {
        for per_s in [20.0, 50.0, 400.0] {
            for pause_ms in [0_u64, 7, 35] {
                let (pace, begin) = (Pace::default(), Instant::now());
                let (mut now, mut sent) = (begin, Vec::new());
                while now < begin + Duration::from_secs(5) {
                    now = pace.turn("example.com", per_s, now).max(now);
                    sent.push(now);
                    if pause_ms > 0 && sent.len() % 5 == 0 {
                        now += Duration::from_millis(pause_ms);
                    }
                }
                let within = |from: u64| {
                    let from = begin + Duration::from_millis(from);
                    let to = from + Duration::from_secs(1);
                    sent.iter().filter(|at| **at >= from && **at < to).count() as f64
                };
                for from in (500..4_000).step_by(130) {
                    let count = within(from);
                    assert!(count <= per_s * 1.05 + 1.0, "{per_s} {pause_ms}: {count}");
                    // Five every so many milliseconds are not enough for the fastest.
                    if per_s <= 50.0 || pause_ms == 0 {
                        assert!(count >= per_s * 0.95 - 1.0, "{per_s} {pause_ms}: {count}");
                    }
                }
            }
        }
    }

    #[test]
    fn one_domain_holds_up_no_other() {
        let (pace, now) = (Pace::default(), Instant::now());
        for _ in 0..100 {
            pace.turn("slow.example", 1.0, now);
        }
        assert!(pace.turn("fast.example", 1.0, now) == now);
        assert!(pace.wait("slow.example", now) > Duration::from_secs(90));
    }
}
