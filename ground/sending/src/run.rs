//! A run: one message to many. What it may become from what it is, and how many of its letters may go now.

use deedwell_core::{Error, Result};
use jiff::Timestamp;
use serde::Serialize;

/// Marks the ids of runs.
#[derive(Debug)]
pub enum Run {}

pub const LONGEST_NAME: usize = 120;
/// Letters a second.
pub const FASTEST: f64 = 100_000.0;
pub const SLOWEST: f64 = 0.01;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// Recipients are being reserved, or it was not begun.
    Planned,
    Running,
    Paused,
    /// Every letter has its answer, or is ambiguous.
    Finished,
    Cancelled,
}

impl RunState {
    pub const ALL: [Self; 5] =
        [Self::Planned, Self::Running, Self::Paused, Self::Finished, Self::Cancelled];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Finished => "finished",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == text)
    }

    pub fn is_over(self) -> bool {
        matches!(self, Self::Finished | Self::Cancelled)
    }
}

/// What staff do with a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    Start,
    Pause,
    Resume,
    Cancel,
}

/// What a run is after that step.
///
/// # Errors
/// `sending.run_…`: a run that is over stays so, and only what runs can be paused.
pub fn after(state: RunState, step: Step) -> Result<RunState> {
    match (state, step) {
        (RunState::Planned, Step::Start) | (RunState::Paused, Step::Resume) => {
            Ok(RunState::Running)
        }
        (RunState::Running, Step::Pause) => Ok(RunState::Paused),
        (RunState::Planned | RunState::Running | RunState::Paused, Step::Cancel) => {
            Ok(RunState::Cancelled)
        }
        (RunState::Finished | RunState::Cancelled, _) => Err(Error::refused(
            "sending.run_over",
            "This run is over; nothing changes it any more.",
        )),
        (_, Step::Start | Step::Resume) => {
            Err(Error::refused("sending.run_goes", "This run is under way already."))
        }
        (_, Step::Pause) => {
            Err(Error::refused("sending.run_rests", "Only a run that is under way can be paused."))
        }
    }
}

/// # Errors
/// `Invalid` for what is no speed.
pub fn check_rate(rate: Option<f64>) -> Result<()> {
    match rate {
        Some(rate) if !(SLOWEST..=FASTEST).contains(&rate) => {
            let sentence = format!("A run sends between {SLOWEST} and {FASTEST} letters a second.");
            Err(Error::invalid("rate_per_s", sentence))
        }
        _ => Ok(()),
    }
}

/// How many may go at a moment; what was not used is saved up for a second and a letter, no longer.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Allowance {
    pub letters: f64,
    pub at: Timestamp,
}

impl Allowance {
    /// As it stands now, at that speed.
    pub fn now(self, rate: f64, now: Timestamp) -> Self {
        let passed = now.duration_since(self.at).as_secs_f64().max(0.0);
        let letters = (self.letters + passed * rate).min(rate + 1.0);
        Self { letters, at: now }
    }

    pub fn whole(self) -> usize {
        self.letters.max(0.0) as usize
    }

    pub fn less(self, taken: usize) -> Self {
        Self { letters: self.letters - taken as f64, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_is_over_stays_so() {
        use {RunState as R, Step as S};
        let goes = [
            (R::Planned, S::Start, R::Running),
            (R::Running, S::Pause, R::Paused),
            (R::Paused, S::Resume, R::Running),
            (R::Planned, S::Cancel, R::Cancelled),
            (R::Running, S::Cancel, R::Cancelled),
            (R::Paused, S::Cancel, R::Cancelled),
        ];
        for state in R::ALL {
            for step in [S::Start, S::Pause, S::Resume, S::Cancel] {
                let allowed = goes.iter().find(|(s, t, _)| *s == state && *t == step);
                assert_eq!(after(state, step).ok(), allowed.map(|g| g.2), "{state:?} {step:?}");
            }
        }
        assert!(R::ALL.iter().all(|s| R::parse(s.name()) == Some(*s)));
    }

    #[test]
    fn a_rate_is_kept_over_a_minute_however_it_is_asked_for() {
        for rate in [0.5, 7.0, 1_000.0] {
            let mut at = Timestamp::from_second(0).unwrap();
            let mut allowance = Allowance { letters: 0.0, at };
            let (mut sent, mut seed) = (0_usize, 3_u64);
            while at.as_second() < 600 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                at =
                    Timestamp::from_microsecond(at.as_microsecond() + (seed >> 44) as i64).unwrap();
                allowance = allowance.now(rate, at);
                let most = allowance.whole().min(5_000);
                allowance = allowance.less(most);
                sent += most;
            }
            let due = rate * 600.0;
            assert!((sent as f64 - due).abs() / due < 0.05, "{rate}: {sent} instead of {due}");
        }
    }

    #[test]
    fn what_was_not_used_is_not_saved_up() {
        let begin = Timestamp::from_second(0).unwrap();
        let later = Timestamp::from_second(3_600).unwrap();
        let allowance = Allowance { letters: 0.0, at: begin }.now(10.0, later);
        assert_eq!(allowance.whole(), 11);
        // A clock that goes back gives nothing and takes nothing.
        assert_eq!(allowance.now(10.0, begin).whole(), 11);
        assert!(check_rate(Some(0.0)).is_err() && check_rate(Some(f64::NAN)).is_err());
        assert!(check_rate(None).is_ok() && check_rate(Some(0.5)).is_ok());
    }
}
