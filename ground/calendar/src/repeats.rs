//! How a holiday comes again: the rules of RFC 5545 that holidays are written in. What is not understood
//! is refused by name, never guessed.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// Occurrences that are looked at.
const MOST: usize = 20_000;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Every {
    Year,
    Month,
    Week,
    Day,
}

/// A weekday, the n-th of its month or year; 0 for each.
type NthDay = (i64, Weekday);

/// `RRULE` of a day.
#[derive(Clone, PartialEq, Debug)]
pub struct Repeats {
    every: Every,
    interval: i32,
    count: Option<usize>,
    until: Option<Date>,
    months: BTreeSet<i8>,
    month_days: BTreeSet<i64>,
    weekdays: Vec<NthDay>,
}

impl Repeats {
    /// `FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO`.
    ///
    /// # Errors
    /// What is not understood, in a few words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut rule = Self {
            every: Every::Year,
            interval: 1,
            count: None,
            until: None,
            months: BTreeSet::new(),
            month_days: BTreeSet::new(),
            weekdays: Vec::new(),
        };
        let (mut has_frequency, mut sunday_first) = (false, false);
        for part in text.trim().split(';').filter(|part| !part.is_empty()) {
            let (key, value) = part.split_once('=').ok_or_else(|| cannot(part))?;
            let (key, value) = (key.to_ascii_uppercase(), value.to_ascii_uppercase());
            match key.as_str() {
                "FREQ" => {
                    has_frequency = true;
                    rule.every = frequency(&value).ok_or_else(|| cannot(part))?;
                }
                "INTERVAL" => {
                    rule.interval = within(&value, 1, 1_000).ok_or_else(|| cannot(part))?
                }
                "COUNT" => {
                    let count: i32 = within(&value, 1, 10_000).ok_or_else(|| cannot(part))?;
                    rule.count = usize::try_from(count).ok();
                }
                "UNTIL" => rule.until = Some(basic_date(&value).ok_or_else(|| cannot(part))?),
                "WKST" => sunday_first = value != "MO",
                "BYMONTH" => {
                    for month in value.split(',') {
                        let month: i32 = within(month, 1, 12).ok_or_else(|| cannot(part))?;
                        rule.months.insert(i8::try_from(month).map_err(|_| cannot(part))?);
                    }
                }
                "BYMONTHDAY" => {
                    for day in value.split(',') {
                        let day: i32 = within(day, -31, 31).ok_or_else(|| cannot(part))?;
                        if day == 0 {
                            return Err(cannot(part));
                        }
                        rule.month_days.insert(i64::from(day));
                    }
                }
                "BYDAY" => {
                    for day in value.split(',') {
                        rule.weekdays.push(nth_day(day).ok_or_else(|| cannot(part))?);
                    }
                }
                _ => return Err(cannot(part)),
            }
        }
        if !has_frequency {
            return Err("a rule without FREQ".to_owned());
        }
        rule.checked(sunday_first)
    }

    fn checked(self, sunday_first: bool) -> Result<Self, String> {
        let counted = self.weekdays.iter().filter(|(n, _)| *n != 0).count();
        if counted > 0 && counted < self.weekdays.len() {
            return Err("BYDAY with and without numbers".to_owned());
        }
        if counted > 0 && matches!(self.every, Every::Week | Every::Day) {
            return Err("numbers in BYDAY for weeks or days".to_owned());
        }
        if sunday_first && self.every == Every::Week && self.interval > 1 {
            return Err("WKST with an INTERVAL".to_owned());
        }
        if self.count.is_some() && self.until.is_some() {
            return Err("COUNT and UNTIL together".to_owned());
        }
        Ok(self)
    }

    /// The days on which it falls from `first` to `last`. `start` counts only where it fits the rule.
    pub fn days(&self, start: Date, last: Date) -> Vec<Date> {
        let rule = self.filled(start);
        let last = rule.until.map_or(last, |until| until.min(last));
        let mut found = Vec::new();
        let mut period = rule.period_of(start);
        for _ in 0..MOST {
            if period > last {
                break;
            }
            let Some(next) = rule.next(period, 1) else { break };
            let mut day = period.max(start);
            while day < next && day <= last {
                if rule.fits(day) {
                    found.push(day);
                    if rule.count == Some(found.len()) || found.len() >= MOST {
                        return found;
                    }
                }
                let Ok(tomorrow) = day.tomorrow() else { return found };
                day = tomorrow;
            }
            let Some(step) = rule.next(period, rule.interval) else { break };
            period = step;
        }
        found
    }

    /// What a rule leaves open is as on its first day.
    fn filled(&self, start: Date) -> Self {
        let mut rule = self.clone();
        if rule.month_days.is_empty() && rule.weekdays.is_empty() {
            match rule.every {
                Every::Year => {
                    if rule.months.is_empty() {
                        rule.months.insert(start.month());
                    }
                    rule.month_days.insert(i64::from(start.day()));
                }
                Every::Month => {
                    rule.month_days.insert(i64::from(start.day()));
                }
                Every::Week => rule.weekdays.push((0, start.weekday())),
                Every::Day => {}
            }
        }
        rule
    }

    fn period_of(&self, day: Date) -> Date {
        match self.every {
            Every::Year => day.first_of_year(),
            Every::Month => day.first_of_month(),
            Every::Week => {
                let back = i64::from(day.weekday().to_monday_zero_offset());
                day.checked_sub(back.days()).unwrap_or(day)
            }
            Every::Day => day,
        }
    }

    fn next(&self, period: Date, n: i32) -> Option<Date> {
        let step = match self.every {
            Every::Year => n.years(),
            Every::Month => n.months(),
            Every::Week => n.weeks(),
            Every::Day => n.days(),
        };
        period.checked_add(step).ok()
    }

    fn fits(&self, day: Date) -> bool {
        let in_month = i64::from(day.day());
        let from_end = in_month - i64::from(day.days_in_month()) - 1;
        (self.months.is_empty() || self.months.contains(&day.month()))
            && (self.month_days.is_empty()
                || self.month_days.contains(&in_month)
                || self.month_days.contains(&from_end))
            && (self.weekdays.is_empty() || self.weekdays.iter().any(|nth| self.is_nth(day, *nth)))
    }

    fn is_nth(&self, day: Date, (n, weekday): NthDay) -> bool {
        if day.weekday() != weekday {
            return false;
        }
        let of_year = self.every == Every::Year && self.months.is_empty();
        let (place, length) = match of_year {
            true => (i64::from(day.day_of_year()), i64::from(day.days_in_year())),
            false => (i64::from(day.day()), i64::from(day.days_in_month())),
        };
        match n {
            0 => true,
            1.. => (place - 1) / 7 + 1 == n,
            _ => (length - place) / 7 + 1 == -n,
        }
    }
}

fn cannot(part: &str) -> String {
    format!("{} in a rule", part.chars().take(40).collect::<String>())
}

fn frequency(text: &str) -> Option<Every> {
    Some(match text {
        "YEARLY" => Every::Year,
        "MONTHLY" => Every::Month,
        "WEEKLY" => Every::Week,
        "DAILY" => Every::Day,
        _ => return None,
    })
}

fn within(text: &str, least: i32, most: i32) -> Option<i32> {
    text.trim().parse().ok().filter(|n| (least..=most).contains(n))
}

fn nth_day(text: &str) -> Option<NthDay> {
    let (n, day) = text.trim().split_at_checked(text.trim().len().checked_sub(2)?)?;
    let weekday = match day {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    };
    let n = if n.is_empty() { 0 } else { within(n, -53, 53).filter(|n| *n != 0)? };
    Some((i64::from(n), weekday))
}

/// `20270301`, with or without a time behind it.
pub(crate) fn basic_date(text: &str) -> Option<Date> {
    let digits = text.get(..8)?;
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let year = digits[..4].parse().ok()?;
    Date::new(year, digits[4..6].parse().ok()?, digits[6..8].parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(rule: &str, start: &str, last: &str) -> Vec<String> {
        let days =
            Repeats::parse(rule).unwrap().days(start.parse().unwrap(), last.parse().unwrap());
        days.into_iter().map(|day| day.to_string()).collect()
    }

    #[test]
    fn holidays_come_again() {
        assert_eq!(
            days("FREQ=YEARLY", "2024-02-29", "2032-12-31"),
            ["2024-02-29", "2028-02-29", "2032-02-29"]
        );
        assert_eq!(
            days("FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", "2025-05-26", "2027-12-31"),
            ["2025-05-26", "2026-05-25", "2027-05-31"]
        );
        assert_eq!(
            days("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=2", "2025-11-27", "2030-01-01"),
            ["2025-11-27", "2026-11-26"]
        );
        assert_eq!(
            days(
                "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=2,3,4,5,6,7,8;BYDAY=TU",
                "2024-11-05",
                "2026-12-01"
            ),
            ["2024-11-05", "2025-11-04", "2026-11-03"]
        );
        assert_eq!(
            days(
                "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-1;UNTIL=20260601T000000Z",
                "2026-01-31",
                "2030-01-01"
            ),
            ["2026-01-31", "2026-03-31", "2026-05-31"]
        );
        assert_eq!(
            days("FREQ=WEEKLY;INTERVAL=2", "2026-01-07", "2026-02-05"),
            ["2026-01-07", "2026-01-21", "2026-02-04"]
        );
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for wrong in [
            "",
            "BYDAY=MO",
            "FREQ=HOURLY",
            "FREQ=YEARLY;BYSETPOS=1",
            "FREQ=YEARLY;BYDAY=XX",
            "FREQ=WEEKLY;BYDAY=1MO",
            "FREQ=YEARLY;BYDAY=MO,1TU",
            "FREQ=YEARLY;INTERVAL=0",
            "FREQ=YEARLY;COUNT=2;UNTIL=20270101",
            "FREQ=YEARLY;BYMONTHDAY=0",
            "FREQ=YEARLY;BYDAY=ü",
        ] {
            assert!(Repeats::parse(wrong).is_err(), "{wrong}");
        }
    }
}
