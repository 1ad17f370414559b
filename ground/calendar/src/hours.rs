//! When somebody is here: hours of each weekday, and days that are unlike their weekday.

use std::collections::BTreeMap;

use deedwell_core::{Error, Result};
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;

/// Minutes of a day.
pub const DAY_M: i64 = 1_440;
/// Spans of one day: morning, afternoon, evening, and one more.
pub const MOST_SPANS: usize = 4;
/// Days unlike their weekday that are kept.
pub const MOST_DAYS: usize = 2_000;

/// From and to, in minutes since midnight; the end is not part of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Span {
    opens: i64,
    closes: i64,
}

impl Span {
    pub fn new(opens: i64, closes: i64) -> Result<Self> {
        if opens < 0 || opens >= closes || closes > DAY_M {
            return Err(Error::invalid(
                "hours",
                "Hours begin before they end, within one day, such as 09:00-17:30.",
            ));
        }
        Ok(Self { opens, closes })
    }

    pub const fn opens(self) -> i64 {
        self.opens
    }

    pub const fn closes(self) -> i64 {
        self.closes
    }

    /// `09:00-12:30, 13:30-17:00`; nothing for a day on which nobody is here.
    pub fn parse_day(text: &str) -> Result<Vec<Self>> {
        let mut spans = Vec::new();
        for part in text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
            let unfit = || {
                Error::invalid(
                    "hours",
                    format!(
                        "Hours are written like 09:00-17:30, several with a comma between them; {part:?} is not."
                    ),
                )
            };
            let (opens, closes) = part.split_once(['-', '–']).ok_or_else(unfit)?;
            let minute = |text: &str| minute(text.trim()).ok_or_else(unfit);
            spans.push(Self::new(minute(opens)?, minute(closes)?)?);
        }
        day_of(spans)
    }

    /// As [`Span::parse_day`] reads it.
    pub fn write_day(spans: &[Self]) -> String {
        spans.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }
}

impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { opens, closes } = self;
        write!(f, "{:02}:{:02}-{:02}:{:02}", opens / 60, opens % 60, closes / 60, closes % 60)
    }
}

/// `9`, `9:30`, `09:30` and `24:00` as minutes.
fn minute(text: &str) -> Option<i64> {
    let (hour, minute) = text.split_once(':').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(hour) || !digits(minute) || hour.len() > 2 || minute.len() > 2 {
        return None;
    }
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    let at = hour * 60 + minute;
    (minute < 60 && at <= DAY_M).then_some(at)
}

/// Spans of one day, in order and apart from each other.
fn day_of(mut spans: Vec<Span>) -> Result<Vec<Span>> {
    spans.sort_unstable();
    if spans.len() > MOST_SPANS {
        return Err(Error::invalid("hours", format!("At most {MOST_SPANS} spans a day, please.")));
    }
    if spans.windows(2).any(|two| two[0].closes > two[1].opens) {
        return Err(Error::invalid("hours", "Hours of one day must not overlap."));
    }
    Ok(spans)
}

/// Hours of each weekday, Monday first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Week([Vec<Span>; 7]);

impl Week {
    pub fn new(days: [Vec<Span>; 7]) -> Result<Self> {
        let mut week = Self(std::array::from_fn(|_| Vec::new()));
        for (kept, given) in week.0.iter_mut().zip(days) {
            *kept = day_of(given)?;
        }
        Ok(week)
    }

    /// Monday to Friday, nine to five.
    pub fn usual() -> Self {
        let day = Span { opens: 9 * 60, closes: 17 * 60 };
        Self(std::array::from_fn(|i| if i < 5 { vec![day] } else { Vec::new() }))
    }

    pub fn on(&self, weekday: Weekday) -> &[Span] {
        &self.0[usize::try_from(weekday.to_monday_zero_offset()).unwrap_or(0)]
    }

    /// Monday first.
    pub fn days(&self) -> &[Vec<Span>; 7] {
        &self.0
    }

    pub fn is_never(&self) -> bool {
        self.0.iter().all(Vec::is_empty)
    }
}

/// A zone, a week, and the days that are unlike it.
#[derive(Clone, Debug)]
pub struct Calendar {
    pub(crate) zone: TimeZone,
    zone_name: String,
    week: Week,
    /// By days since 1970-01-01.
    days: BTreeMap<i64, Vec<Span>>,
}

impl Calendar {
    /// # Errors
    /// `Invalid` for a zone that the database of zones does not have.
    pub fn new(zone: &str, week: Week, days: BTreeMap<Date, Vec<Span>>) -> Result<Self> {
        let found = TimeZone::get(zone).map_err(|_| {
            Error::invalid("zone", "A time zone is written like Europe/London or America/New_York.")
        })?;
        let mut kept = BTreeMap::new();
        for (day, spans) in days {
            kept.insert(number_of(day), day_of(spans)?);
        }
        Ok(Self { zone: found, zone_name: zone.to_owned(), week, days: kept })
    }

    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    pub fn zone_name(&self) -> &str {
        &self.zone_name
    }

    pub fn week(&self) -> &Week {
        &self.week
    }

    /// When somebody is here on a day.
    pub fn hours_on(&self, day: Date) -> &[Span] {
        self.hours_of(number_of(day))
    }

    pub fn is_business_day(&self, day: Date) -> bool {
        !self.hours_on(day).is_empty()
    }

    /// By days since 1970-01-01, which was a Thursday.
    pub(crate) fn hours_of(&self, number: i64) -> &[Span] {
        let weekday = usize::try_from((number + 3).rem_euclid(7)).unwrap_or(0);
        self.days.get(&number).unwrap_or(&self.week.0[weekday])
    }
}

/// Days since 1970-01-01.
pub(crate) fn number_of(day: Date) -> i64 {
    let noon = day.to_datetime(Time::midnight()).to_zoned(TimeZone::UTC);
    noon.map_or(0, |at| at.timestamp().as_second().div_euclid(86_400))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        let day = Span::parse_day(" 13:30 - 17:00, 9-12:30 ").unwrap();
        assert_eq!(Span::write_day(&day), "09:00-12:30, 13:30-17:00");
        assert_eq!(Span::parse_day(&Span::write_day(&day)).unwrap(), day);
        assert_eq!(Span::parse_day("").unwrap(), []);
        assert_eq!(Span::write_day(&Span::parse_day("0:00-24:00").unwrap()), "00:00-24:00");
        for wrong in ["9", "17-9", "9-9", "9:60-10", "9-25", "9-12,11-13", "x-y", "-1-3", "٣-٤"] {
            assert!(Span::parse_day(wrong).is_err(), "{wrong}");
        }
        assert!(Span::parse_day("1-2,3-4,5-6,7-8,9-10").is_err());
    }

    #[test]
    fn a_holiday_is_unlike_its_weekday() {
        let christmas: Date = "2026-12-25".parse().unwrap();
        let eve: Date = "2026-12-24".parse().unwrap();
        let half = Span::parse_day("9-12").unwrap();
        let days = BTreeMap::from([(christmas, Vec::new()), (eve, half.clone())]);
        let calendar = Calendar::new("Europe/London", Week::usual(), days).unwrap();
        assert!(!calendar.is_business_day(christmas));
        assert_eq!(calendar.hours_on(eve), half);
        assert!(calendar.is_business_day("2026-12-28".parse().unwrap()));
        assert!(!calendar.is_business_day("2026-12-27".parse().unwrap()));
        let nowhere = Calendar::new("Europe/Nowhere", Week::usual(), BTreeMap::new());
        assert_eq!(nowhere.unwrap_err().code(), "invalid.zone");
    }
}
