//! How a file writes a moment.

use deedwell_core::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::strtime;
use jiff::{SignedDuration, tz::TimeZone};

/// The way in which moments are written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) enum Format {
    /// RFC 3339, `YYYY-MM-DD HH:MM[:SS]` or `YYYY-MM-DD`.
    #[default]
    Usual,
    /// Seconds since 1970.
    Unix,
    /// Milliseconds since 1970.
    UnixMillis,
    /// As `strftime` has it: `%d/%m/%Y %H:%M`.
    Pattern(String),
}

/// A zone with its name.
#[derive(Clone, Debug)]
pub(super) struct Zone {
    pub name: String,
    pub rules: TimeZone,
}

impl Zone {
    pub fn named(name: &str) -> Option<Self> {
        let rules = TimeZone::get(name).ok()?;
        Some(Self { name: rules.iana_name().unwrap_or("UTC").to_owned(), rules })
    }
}

/// A moment, and whether it was the zone that made it one.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Read {
    pub at: Timestamp,
    pub by_zone: bool,
}

/// The year in which it all begins.
const FIRST_YEAR: i16 = 1900;

/// Reads a moment. A day without a time of day is its noon, so that it stays the same day in the
/// reports of nearly every zone. An hour that the clocks skip or repeat is read as RFC 5545 has it:
/// the skipped one is moved on, of the repeated ones the first is meant.
pub(super) fn read(
    text: &str,
    format: &Format,
    zone: &Zone,
    now: Timestamp,
) -> Result<Read, String> {
    let read = match format {
        Format::Usual => usual(text, zone),
        Format::Unix => number(text, 1_000_000),
        Format::UnixMillis => number(text, 1_000),
        Format::Pattern(pattern) => by_pattern(text, pattern, zone),
    };
    let read = read.ok_or_else(|| match format {
        Format::Usual => {
            "This is not a moment such as 2026-03-02T09:30:00Z, 2026-03-02 09:30 or 2026-03-02."
                .to_owned()
        }
        Format::Unix | Format::UnixMillis => {
            "This is not a whole number of seconds or milliseconds since 1970.".to_owned()
        }
        Format::Pattern(pattern) => format!("This is not a moment written as {pattern}."),
    })?;
    if read.at.to_zoned(TimeZone::UTC).year() < FIRST_YEAR {
        return Err(format!("This is before the year {FIRST_YEAR}."));
    }
    if now.checked_add(SignedDuration::from_hours(24)).is_ok_and(|latest| read.at > latest) {
        return Err("This is in the future.".to_owned());
    }
    // The ledger keeps microseconds.
    let at = Timestamp::from_microsecond(read.at.as_microsecond()).unwrap_or(read.at);
    Ok(Read { at, ..read })
}

fn usual(text: &str, zone: &Zone) -> Option<Read> {
    if !text.contains(':') {
        return local(text.parse::<Date>().ok()?.to_datetime(NOON), zone);
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(Read { at, by_zone: false });
    }
    local(text.parse::<DateTime>().ok()?, zone)
}

const NOON: Time = Time::constant(12, 0, 0, 0);

fn local(at: DateTime, zone: &Zone) -> Option<Read> {
    let at = at.to_zoned(zone.rules.clone()).ok()?.timestamp();
    Some(Read { at, by_zone: true })
}

fn number(text: &str, micros: i64) -> Option<Read> {
    let at = Timestamp::from_microsecond(text.parse::<i64>().ok()?.checked_mul(micros)?).ok()?;
    Some(Read { at, by_zone: false })
}

fn by_pattern(text: &str, pattern: &str, zone: &Zone) -> Option<Read> {
    let parts = strtime::parse(pattern, text).ok()?;
    if parts.offset().is_some() || parts.iana_time_zone().is_some() {
        let at = parts.to_timestamp().or_else(|_| parts.to_zoned().map(|z| z.timestamp())).ok()?;
        return Some(Read { at, by_zone: false });
    }
    match parts.hour() {
        Some(_) => local(parts.to_datetime().ok()?, zone),
        None => local(parts.to_date().ok()?.to_datetime(NOON), zone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, format: &Format) -> Result<String, String> {
        let now = "2026-03-02T09:00:00Z".parse().unwrap();
        let zone = Zone::named("Europe/London").unwrap();
        read(text, format, &zone, now).map(|r| r.at.to_string())
    }

    #[test]
    fn moments_are_read_as_they_are_written() {
        for (text, expected) in [
            ("2025-07-01T10:00:00Z", "2025-07-01T10:00:00Z"),
            ("2025-07-01T10:00:00.123456+02:00", "2025-07-01T08:00:00.123456Z"),
            ("2025-07-01 10:00", "2025-07-01T09:00:00Z"),
            ("2025-07-01T10:00:30", "2025-07-01T09:00:30Z"),
            ("2025-12-01 10:00:30", "2025-12-01T10:00:30Z"),
            ("2025-07-01", "2025-07-01T11:00:00Z"),
            // The clocks went forward at 01:00 and back at 02:00.
            ("2025-03-30 01:30", "2025-03-30T01:30:00Z"),
            ("2025-10-26 01:30", "2025-10-26T00:30:00Z"),
            ("2026-03-03T08:59:59Z", "2026-03-03T08:59:59Z"),
        ] {
            assert_eq!(at(text, &Format::Usual).as_deref(), Ok(expected), "{text}");
        }
        for wrong in [
            "",
            "yesterday",
            "2025-02-30",
            "2025-07-01 25:00",
            "1/7/2025",
            "1899-12-31",
            "2026-03-03T09:00:01Z",
            "9999-12-31T23:59:59Z",
            "1751364000",
            "-009999-01-01T00:00Z",
        ] {
            assert!(at(wrong, &Format::Usual).is_err(), "{wrong}");
        }
    }

    #[test]
    fn other_ways_of_writing_are_read_too() {
        let pattern = |p: &str| Format::Pattern(p.into());
        assert_eq!(at("1751364000", &Format::Unix).unwrap(), "2025-07-01T10:00:00Z");
        assert_eq!(at("1751364000123", &Format::UnixMillis).unwrap(), "2025-07-01T10:00:00.123Z");
        assert!(at("99999999999999999999", &Format::Unix).is_err());
        assert!(at("9223372036854775807", &Format::Unix).is_err());
        assert_eq!(
            at("1/7/2025 10:00", &pattern("%d/%m/%Y %H:%M")).unwrap(),
            "2025-07-01T09:00:00Z"
        );
        assert_eq!(at("01.07.2025", &pattern("%d.%m.%Y")).unwrap(), "2025-07-01T11:00:00Z");
        assert_eq!(
            at("01.07.2025 10:00 +0200", &pattern("%d.%m.%Y %H:%M %z")).unwrap(),
            "2025-07-01T08:00:00Z"
        );
        assert!(at("2025-07-01", &pattern("%d.%m.%Y")).is_err());
    }
}
