//! Which stretch of time, of which unit: what a reader chose by a chip or a form.

use deedwell_core::behaviour::Window;
use deedwell_core::{Error, Id, Result, Unit};
use deedwell_web::Frame;
use deedwell_web::frame::UnitChoice;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp, ToSpan};

/// A stretch of time that a chip stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Period {
    Day,
    Week,
    FourWeeks,
    /// The last whole calendar month, in the organisation's zone.
    LastMonth,
    Quarter,
    Year,
    /// Since the ledger began.
    ToDate,
    /// From the first day to the last, both included.
    Custom(Date, Date),
}

/// The longest stretch one may ask for, in days: beyond it, `to date` is meant.
const LONGEST_DAYS: i32 = 3_660;

impl Period {
    /// What Home offers.
    pub const SHORT: [Self; 3] = [Self::Day, Self::Week, Self::FourWeeks];
    /// What Measures offers.
    pub const LONG: [Self; 5] =
        [Self::FourWeeks, Self::LastMonth, Self::Quarter, Self::Year, Self::ToDate];

    /// The word in the address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "24h",
            Self::Week => "7d",
            Self::FourWeeks => "28d",
            Self::LastMonth => "month",
            Self::Quarter => "90d",
            Self::Year => "year",
            Self::ToDate => "all",
            Self::Custom(..) => "custom",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        let all = [
            Self::Day,
            Self::Week,
            Self::FourWeeks,
            Self::LastMonth,
            Self::Quarter,
            Self::Year,
            Self::ToDate,
        ];
        all.into_iter().find(|p| p.name() == text)
    }

    /// From two fields of a form.
    ///
    /// # Errors
    /// `Invalid`, naming the field, for what is no day, or days that run backwards.
    pub fn custom(from: &str, to: &str) -> Result<Self> {
        let due =
            |field: &'static str, text: &str| day(field, Some(text))?.ok_or_else(|| no_day(field));
        let (from, to) = (due("from", from)?, due("to", to)?);
        if to < from {
            return Err(Error::invalid("to", "The last day lies before the first one."));
        }
        if (to - from).get_days() > LONGEST_DAYS {
            return Err(Error::invalid("from", "This is longer than ten years. Choose “to date”."));
        }
        Ok(Self::Custom(from, to))
    }

    /// The moments at which it begins and ends, for a reader in this zone.
    pub fn moments(self, now: Timestamp, zone: &TimeZone) -> Result<(Timestamp, Timestamp)> {
        let back = |days: i64| now.checked_sub(SignedDuration::from_hours(24 * days));
        let from = match self {
            Self::Day => back(1),
            Self::Week => back(7),
            Self::FourWeeks => back(28),
            Self::Quarter => back(90),
            Self::Year => back(365),
            Self::ToDate => Ok(Timestamp::UNIX_EPOCH),
            Self::LastMonth => {
                let first = now.to_zoned(zone.clone()).date().first_of_month();
                let before = first.checked_sub(1.month()).map_err(Error::fault)?;
                return Ok((midnight(before, zone)?, midnight(first, zone)?));
            }
            Self::Custom(from, to) => {
                let after = to.checked_add(1.day()).map_err(Error::fault)?;
                return Ok((midnight(from, zone)?, midnight(after, zone)?));
            }
        };
        Ok((from.map_err(Error::fault)?, now))
    }

    pub fn is_to_date(self) -> bool {
        self == Self::ToDate
    }
}

/// When this day begins in this zone.
pub fn midnight(day: Date, zone: &TimeZone) -> Result<Timestamp> {
    day.to_zoned(zone.clone()).map(|z| z.timestamp()).map_err(Error::fault)
}

/// Before and after these nothing was or will be recorded, and calendars run out of days.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=9000;

/// A day of a form, or nothing.
pub fn day(field: &'static str, text: Option<&str>) -> Result<Option<Date>> {
    let Some(text) = text.map(str::trim).filter(|t| !t.is_empty()) else { return Ok(None) };
    let day = text.parse::<Date>().ok().filter(|d| YEARS.contains(&d.year()));
    day.map(Some).ok_or_else(|| no_day(field))
}

fn no_day(field: &'static str) -> Error {
    Error::invalid(field, "Please give a day such as 2026-11-19.")
}

/// The moment at which a day of a form begins, or at which it has ended.
pub fn bound(date: Option<Date>, days_after: i64, zone: &TimeZone) -> Result<Option<Timestamp>> {
    let shift = Span::new().days(days_after);
    let moment = |d: Date| midnight(d.checked_add(shift).map_err(Error::fault)?, zone);
    date.map(moment).transpose()
}

/// The unit of `?unit=key`.
///
/// # Errors
/// `Missing` for a key that is not here: an empty page would look like an answer.
pub fn unit(frame: &Frame, key: Option<&str>) -> Result<Option<UnitChoice>> {
    match key.filter(|k| !k.is_empty()) {
        None => Ok(None),
        Some(key) => {
            let found = frame.units.iter().find(|u| u.key == key).cloned();
            found.map(Some).ok_or(Error::Missing("unit"))
        }
    }
}

/// A period of a unit as the ledger takes it.
pub fn window(period: Period, unit: Option<Id<Unit>>, frame: &Frame) -> Result<Window> {
    let (from, to) = period.moments(frame.now, &frame.zone)?;
    Ok(Window { from, to, unit })
}

/// The same stretch, this many days earlier.
pub fn earlier(window: Window, days: i64) -> Result<Window> {
    let back = SignedDuration::from_hours(24 * days);
    let shift = |at: Timestamp| at.checked_sub(back).map_err(Error::fault);
    Ok(Window { from: shift(window.from)?, to: shift(window.to)?, unit: window.unit })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_the_readers_month() {
        let now: Timestamp = "2026-11-01T00:30:00Z".parse().unwrap();
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        let (from, to) = Period::LastMonth.moments(now, &berlin).unwrap();
        assert_eq!(from, "2026-09-30T22:00:00Z".parse().unwrap());
        assert_eq!(to, "2026-10-31T23:00:00Z".parse().unwrap());
        let new_york = TimeZone::get("America/New_York").unwrap();
        let (from, _) = Period::LastMonth.moments(now, &new_york).unwrap();
        assert_eq!(from, "2026-09-01T04:00:00Z".parse().unwrap());
    }

    #[test]
    fn custom_days_are_both_included() {
        let now = Timestamp::UNIX_EPOCH;
        let days = Period::custom("2026-03-01", "2026-03-02").unwrap();
        let (from, to) = days.moments(now, &TimeZone::UTC).unwrap();
        assert_eq!(to.duration_since(from).as_hours(), 48);
        assert!(Period::custom("2026-03-02", "2026-03-01").is_err());
        assert!(Period::custom("yesterday", "2026-03-01").is_err());
        assert!(Period::custom("1900-01-01", "2026-03-01").is_err());
    }
}
