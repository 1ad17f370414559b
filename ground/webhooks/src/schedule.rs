//! When a delivery that failed is tried again, and when it is given up.

use jiff::{SignedDuration, Timestamp};

/// Seconds between attempts: those of Standard Webhooks, some three days in all.
pub const PAUSES_S: &str = "5,300,1800,7200,18000,36000,50400,72000,86400";
const MOST_PAUSES: usize = 20;
const LONGEST_PAUSE_S: i64 = 7 * 86_400;
/// An endpoint that has failed for so long is switched off.
pub const OFF_AFTER: SignedDuration = SignedDuration::from_hours(5 * 24);
/// A receiver may ask for a longer pause, up to this.
const LONGEST_ASKED_S: i64 = 86_400;
/// The pause of a receiver that says that it is too much, and not for how long.
const TOO_MUCH_S: i64 = 30;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    pauses_s: Vec<i64>,
}

impl Default for Schedule {
    fn default() -> Self {
        Self::parse(PAUSES_S).unwrap_or(Self { pauses_s: Vec::new() })
    }
}

impl Schedule {
    /// `5,300,1800`. None for what is no list of seconds.
    pub fn parse(text: &str) -> Option<Self> {
        let pauses = text.split(',').map(|word| word.trim().parse::<i64>().ok());
        let pauses_s: Vec<i64> = pauses.collect::<Option<_>>()?;
        let good = pauses_s.len() <= MOST_PAUSES
            && pauses_s.iter().all(|s| (1..=LONGEST_PAUSE_S).contains(s));
        good.then_some(Self { pauses_s })
    }

    /// When it is tried again after so many attempts failed; none if it is given up. Up to a tenth
    /// later by chance: what failed together does not come back all at once.
    pub fn again(&self, failed: i64, now: Timestamp, chance: u32) -> Option<Timestamp> {
        let place = usize::try_from(failed.checked_sub(1)?).ok()?;
        let pause_ms = self.pauses_s.get(place)?.saturating_mul(1_000);
        let later = i64::from(chance) % (pause_ms / 10).max(1);
        now.saturating_add(SignedDuration::from_millis(pause_ms + later)).ok()
    }
}

/// Until when nothing is sent to whoever answered like this.
pub fn asked_pause(status: u16, retry_after: Option<&str>, now: Timestamp) -> Option<Timestamp> {
    if !matches!(status, 429 | 502 | 503 | 504) {
        return None;
    }
    let asked = retry_after.and_then(|text| text.trim().parse::<i64>().ok());
    let pause_s = match (asked, status) {
        (Some(seconds), _) => seconds.clamp(0, LONGEST_ASKED_S),
        (None, 429) => TOO_MUCH_S,
        (None, _) => return None,
    };
    now.saturating_add(SignedDuration::from_secs(pause_s)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_tried_ten_times_in_three_days() {
        let (schedule, mut now) = (Schedule::default(), Timestamp::UNIX_EPOCH);
        let mut tries = 1;
        while let Some(again) = schedule.again(tries, now, 0) {
            (now, tries) = (again, tries + 1);
        }
        assert_eq!((tries, now.as_second()), (10, 75 * 3600 + 35 * 60 + 5));
    }

    #[test]
    fn chance_adds_a_tenth_at_most() {
        let schedule = Schedule::parse("100").unwrap();
        for chance in [0, 1, 9_999, 10_000, u32::MAX] {
            let again = schedule.again(1, Timestamp::UNIX_EPOCH, chance).unwrap();
            assert!((100_000..110_000).contains(&again.as_millisecond()), "{chance}");
        }
        assert_eq!(schedule.again(2, Timestamp::UNIX_EPOCH, 0), None);
        for wrong in ["", "x", "0", "-1", "5,,6", "99999999"] {
            assert_eq!(Schedule::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_receiver_may_ask_for_a_pause() {
        let at = |s| Timestamp::from_second(s).ok();
        let asked = |status, text| asked_pause(status, text, Timestamp::UNIX_EPOCH);
        assert_eq!(asked(429, None), at(30));
        assert_eq!(asked(503, Some("120")), at(120));
        assert_eq!(asked(429, Some("99999999")), at(LONGEST_ASKED_S));
        assert_eq!(asked(503, None), None);
        assert_eq!(asked(500, Some("5")), None);
        assert_eq!(asked(429, Some("-5")), at(0));
    }
}
