//! Quiet hours: by the clock of whoever is written to, looked up when something is about to be sent.
//!
//! Nothing is planned ahead as an instant: a zone may change its rules, and somebody may move. At hand-over
//! one question is asked (is it quiet there, now?), and if so, when it will be over.

use deedwell_core::{Error, Result};
use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

const A_DAY_M: i64 = 24 * 60;
/// What is handed over a moment before it gets quiet would arrive when it is.
const LEAD: SignedDuration = SignedDuration::from_mins(2);
/// Clocks that are put back twice in a day are looked through again so often.
const MOST_LOOKS: usize = 4;

/// From when to when nothing is sent, in minutes after midnight.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Quiet {
    from: i64,
    until: i64,
}

impl Quiet {
    /// # Errors
    /// `Invalid` for times that are no times of a day, or that leave no time to send.
    pub fn new(from: i64, until: i64) -> Result<Self> {
        if !(0..A_DAY_M).contains(&from) || !(0..A_DAY_M).contains(&until) {
            return Err(Error::invalid(
                "quiet_from",
                "Please write times such as 21:00 and 08:00.",
            ));
        }
        let quiet = Self { from, until };
        if from == until || quiet.length_m() > A_DAY_M - 60 {
            let sentence = "Quiet hours leave at least an hour of the day to send.";
            return Err(Error::invalid("quiet_until", sentence));
        }
        Ok(quiet)
    }

    fn length_m(self) -> i64 {
        (self.until - self.from).rem_euclid(A_DAY_M)
    }

    /// Minutes after midnight: where they begin, where they end.
    pub fn minutes(self) -> (i64, i64) {
        (self.from, self.until)
    }

    fn holds_at(self, time: Time) -> bool {
        let minute = i64::from(time.hour()) * 60 + i64::from(time.minute());
        (minute - self.from).rem_euclid(A_DAY_M) < self.length_m()
    }

    fn holds(self, at: Timestamp, zone: &TimeZone) -> bool {
        self.holds_at(zone.to_datetime(at).time())
    }

    /// When something may be handed over that is due now: `None` for at once.
    pub fn wait(self, now: Timestamp, zone: &TimeZone) -> Result<Option<Timestamp>> {
        let soon = now.saturating_add(LEAD).map_err(Error::fault)?;
        let Some(mut at) = [now, soon].into_iter().find(|at| self.holds(*at, zone)) else {
            return Ok(None);
        };
        for _ in 0..MOST_LOOKS {
            at = self.end_after(at, zone)?;
            if !self.holds(at, zone) {
                return Ok(Some(at));
            }
        }
        // Whatever a zone does with its clocks, in a day it is not quiet at some time.
        at.saturating_add(SignedDuration::from_hours(1)).map(Some).map_err(Error::fault)
    }

    /// The next instant at which a clock there shows the end.
    fn end_after(self, at: Timestamp, zone: &TimeZone) -> Result<Timestamp> {
        let local = zone.to_datetime(at);
        let (hour, minute) = ((self.until / 60) as i8, (self.until % 60) as i8);
        let end = Time::new(hour, minute, 0, 0).map_err(Error::fault)?;
        let mut day = local.date();
        for _ in 0..3 {
            let ambiguous = zone.to_ambiguous_timestamp(day.to_datetime(end));
            // Where the clock is put back over the end, it shows it twice; before the second it is quiet
            // again. Where it leaps over it, the end is the moment of the leap or a little later.
            let options = [ambiguous.earlier(), ambiguous.later()];
            let next = options.into_iter().flatten().filter(|end| *end > at).min();
            if let Some(next) = next {
                return Ok(next);
            }
            day = day.tomorrow().map_err(Error::fault)?;
        }
        at.saturating_add(SignedDuration::from_hours(1)).map_err(Error::fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn nothing_is_sent_at_night() {
        let quiet = Quiet::new(21 * 60, 8 * 60).unwrap();
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let wait = |text: &str| quiet.wait(at(text), &berlin).unwrap();
        assert_eq!(wait("2026-11-18T12:00:00Z"), None);
        assert_eq!(wait("2026-11-18T20:00:00Z"), Some(at("2026-11-19T07:00:00Z")));
        assert_eq!(wait("2026-11-18T02:00:00Z"), Some(at("2026-11-18T07:00:00Z")));
        // A moment before nine it is as good as nine.
        assert_eq!(wait("2026-11-18T19:59:00Z"), Some(at("2026-11-19T07:00:00Z")));
        assert_eq!(wait("2026-11-18T19:57:00Z"), None);
        assert_eq!(wait("2026-11-18T07:00:00Z"), None);
        for (from, until) in [(60, 60), (0, 1440), (-1, 5), (0, 1439)] {
            assert!(Quiet::new(from, until).is_err(), "{from} {until}");
        }
    }

    /// What a clock on the wall shows, worked out from the offset alone.
    fn minute_on_the_wall(at: Timestamp, zone: &TimeZone) -> i64 {
        (at.as_second() + i64::from(zone.to_offset(at).seconds())).rem_euclid(86_400) / 60
    }

    fn is_night(minute: i64, (from, until): (i64, i64)) -> bool {
        if from < until {
            (from..until).contains(&minute)
        } else {
            minute >= from || minute < until
        }
    }

    /// Every zone there is, a year, each quarter of an hour around each change of the clock and some hours
    /// of every day: nothing is sent while a clock there shows quiet hours, and what waits waits no longer
    /// than it must.
    #[test]
    fn no_zone_is_woken_on_any_day_of_a_year() {
        let zones: Vec<String> = jiff::tz::db().available().map(|n| n.to_string()).collect();
        assert!(zones.len() >= 590, "only {} zones", zones.len());
        let (begin, end) = (at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));
        let (mut sent, mut waited) = (0_u64, 0_u64);
        for name in &zones {
            let zone = TimeZone::get(name).unwrap();
            let mut moments: Vec<i64> =
                (begin.as_second()..end.as_second()).step_by(5 * 3_600 + 600).collect();
            for change in zone.following(begin).take_while(|t| t.timestamp() < end) {
                let edge = change.timestamp().as_second();
                moments.extend((-30 * 3_600..30 * 3_600).step_by(900).map(|s| edge + s));
            }
            // Nights of which some end, and some begin, within the hour that is left out or told twice.
            for (from, until) in [(21 * 60, 8 * 60), (60, 150), (150, 8 * 60), (23 * 60, 30)] {
                let quiet = Quiet::new(from, until).unwrap();
                for second in &moments {
                    let now = Timestamp::from_second(*second).unwrap();
                    let night = is_night(minute_on_the_wall(now, &zone), (from, until));
                    match quiet.wait(now, &zone).unwrap() {
                        None => {
                            sent += 1;
                            assert!(!night, "{name}: sent at {now}, {from}–{until}");
                        }
                        Some(then) => {
                            waited += 1;
                            let minute = minute_on_the_wall(then, &zone);
                            assert!(
                                !is_night(minute, (from, until)),
                                "{name}: {now} waits till {then}"
                            );
                            let hours = then.duration_since(now).as_hours();
                            // Kiribati and Samoa once left out a day; in this year nobody does.
                            assert!((0..=14).contains(&hours), "{name}: {now} waits {hours} hours");
                        }
                    }
                }
            }
        }
        assert!(sent > 1_000_000 && waited > 500_000, "{sent} sent, {waited} waited");
    }
}
