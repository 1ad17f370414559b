//! How often somebody hears by letter, and when the next one is due.

use deedwell_core::{Error, Result};
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;

/// At which hour of their own day letters that gather a day or a week are due.
pub const HOUR: i8 = 9;

/// How often somebody hears by letter of what came of what they took part in. On the site they always do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    AtOnce,
    /// One letter a day, if there is anything.
    #[default]
    Day,
    /// One on Mondays.
    Week,
    Never,
}

impl How {
    pub const ALL: [Self; 4] = [Self::AtOnce, Self::Day, Self::Week, Self::Never];

    pub const fn name(self) -> &'static str {
        match self {
            Self::AtOnce => "at_once",
            Self::Day => "day",
            Self::Week => "week",
            Self::Never => "never",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|how| how.name() == text)
    }

    /// When a letter is due that tells of what happens now; none for never. Where the clock jumps over nine,
    /// the hour after it.
    ///
    /// # Errors
    /// `Fault` at the end of time.
    pub fn due(self, now: Timestamp, zone: &TimeZone) -> Result<Option<Timestamp>> {
        let day = now.to_zoned(zone.clone()).date();
        let next = |ahead: i64| -> Result<Timestamp> {
            let day = day.checked_add(ahead.days()).map_err(Error::fault)?;
            let at = day.at(HOUR, 0, 0, 0).to_zoned(zone.clone()).map_err(Error::fault)?;
            Ok(at.timestamp())
        };
        let first = |aheads: &[i64]| -> Result<Option<Timestamp>> {
            for ahead in aheads {
                let at = next(*ahead)?;
                if at > now {
                    return Ok(Some(at));
                }
            }
            Err(Error::fault("no day has nine o'clock"))
        };
        match self {
            Self::AtOnce => Ok(Some(now)),
            Self::Day => first(&[0, 1, 2]),
            Self::Week => {
                let ahead = i64::from(day.weekday().until(Weekday::Monday));
                first(&[ahead, ahead + 7, ahead + 14])
            }
            Self::Never => Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(how: How, now: &str, zone: &str) -> Option<String> {
        let zone = TimeZone::get(zone).unwrap();
        let at = how.due(now.parse().unwrap(), &zone).unwrap();
        at.map(|at| at.to_zoned(zone).to_string())
    }

    #[test]
    fn a_letter_is_due_at_nine_of_their_own_day() {
        let london = "Europe/London";
        // A Wednesday.
        let now = "2026-11-18T08:59:59Z";
        assert_eq!(due(How::Day, now, london).unwrap(), "2026-11-18T09:00:00+00:00[Europe/London]");
        let later = "2026-11-18T09:00:00Z";
        assert_eq!(
            due(How::Day, later, london).unwrap(),
            "2026-11-19T09:00:00+00:00[Europe/London]"
        );
        assert_eq!(
            due(How::Week, now, london).unwrap(),
            "2026-11-23T09:00:00+00:00[Europe/London]"
        );
        let auckland = due(How::Day, "2026-11-18T19:59:00Z", "Pacific/Auckland").unwrap();
        assert_eq!(auckland, "2026-11-19T09:00:00+13:00[Pacific/Auckland]");
        assert_eq!(due(How::Never, now, london), None);
        assert_eq!(due(How::AtOnce, now, "UTC").unwrap(), "2026-11-18T08:59:59+00:00[UTC]");
    }

    #[test]
    fn on_a_monday_before_nine_it_is_today_and_afterwards_in_a_week() {
        assert_eq!(
            due(How::Week, "2026-11-23T07:00:00Z", "UTC").unwrap(),
            "2026-11-23T09:00:00+00:00[UTC]"
        );
        assert_eq!(
            due(How::Week, "2026-11-23T09:00:00Z", "UTC").unwrap(),
            "2026-11-30T09:00:00+00:00[UTC]"
        );
    }

    #[test]
    fn every_zone_has_a_next_letter_within_two_days_and_a_week_and_a_day() {
        let mut zones = 0;
        for name in jiff::tz::db().available() {
            let zone = TimeZone::get(name.as_str()).unwrap();
            for day in (0..365).step_by(7) {
                let now: Timestamp = "2026-01-01T00:30:00Z".parse().unwrap();
                let now = now + jiff::SignedDuration::from_hours(24 * day + day % 24);
                let one = How::Day.due(now, &zone).unwrap().unwrap();
                let week = How::Week.due(now, &zone).unwrap().unwrap();
                assert!(one > now && one.duration_since(now).as_hours() <= 48, "{}", name.as_str());
                assert!(
                    week > now && week.duration_since(now).as_hours() <= 8 * 24,
                    "{}",
                    name.as_str()
                );
                assert_eq!(week.to_zoned(zone.clone()).weekday(), Weekday::Monday);
                assert_eq!(one.to_zoned(zone.clone()).hour(), HOUR);
            }
            zones += 1;
        }
        assert!(zones > 300, "only {zones} zones");
    }
}
