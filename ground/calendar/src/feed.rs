//! Holidays as calendars publish them: a file in iCalendar (RFC 5545), read for the days that it closes.

use std::collections::{BTreeMap, BTreeSet};

use deedwell_core::text::line;
use deedwell_core::{Error, Result};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::hours::MOST_DAYS;
use crate::repeats::{Repeats, basic_date};

/// Bytes of a file.
pub const LARGEST: usize = 1_000_000;
/// Events of a file.
pub const MOST_EVENTS: usize = 5_000;
/// Days that one event closes at a time.
const LONGEST_EVENT: i64 = 60;
const LONGEST_NAME: usize = 120;
/// What was left out is listed up to here.
const MOST_LEFT_OUT: usize = 50;

/// What a file says.
#[derive(Clone, Default, PartialEq, Debug)]
pub struct Feed {
    pub days: BTreeMap<Date, String>,
    /// By name, and why.
    pub left_out: Vec<(String, String)>,
    /// How many were left out.
    pub left_out_count: usize,
}

#[derive(Default)]
struct Event {
    name: String,
    starts: Option<Date>,
    ends: Option<Date>,
    length: Option<i64>,
    rules: Vec<Repeats>,
    more: BTreeSet<Date>,
    but: BTreeSet<Date>,
    is_cancelled: bool,
    trouble: Option<String>,
}

impl Feed {
    /// The days from `first` to `last` on which events of whole days fall.
    ///
    /// # Errors
    /// `Invalid` for what is no calendar, or is too large.
    pub fn read(text: &str, first: Date, last: Date) -> Result<Self> {
        if text.len() > LARGEST {
            return Err(Error::invalid("feed", "A calendar file may have at most a megabyte."));
        }
        let lines = unfolded(text);
        if !lines.first().is_some_and(|line| line.eq_ignore_ascii_case("BEGIN:VCALENDAR")) {
            return Err(Error::invalid(
                "feed",
                "This is no calendar file: it would begin with BEGIN:VCALENDAR. Look for a link to iCal or .ics.",
            ));
        }
        let mut feed = Self::default();
        let (mut event, mut inside, mut events) = (None, 0, 0);
        for line in &lines {
            let Some((name, parameters, value)) = parts(line) else { continue };
            match (name.as_str(), &mut event) {
                ("BEGIN", None) if value.eq_ignore_ascii_case("VEVENT") => {
                    events += 1;
                    if events > MOST_EVENTS {
                        let sentence = format!("A calendar file may have {MOST_EVENTS} events.");
                        return Err(Error::invalid("feed", sentence));
                    }
                    event = Some(Event::default());
                }
                // Alarms within events have lines of the same names.
                ("BEGIN", Some(_)) => inside += 1,
                ("END", Some(_)) if inside > 0 => inside -= 1,
                ("END", Some(_)) => {
                    if let Some(event) = event.take() {
                        feed.take(event, first, last)?;
                    }
                }
                (_, Some(event)) if inside == 0 => event.line(&name, &parameters, value),
                _ => {}
            }
        }
        Ok(feed)
    }

    fn take(&mut self, event: Event, first: Date, last: Date) -> Result<()> {
        let name = event.name.clone();
        match event.days(first, last) {
            Ok(days) => {
                for day in days {
                    self.days.entry(day).or_insert_with(|| name.clone());
                }
            }
            Err(why) => {
                self.left_out_count += 1;
                if self.left_out.len() < MOST_LEFT_OUT {
                    self.left_out.push((name, why));
                }
            }
        }
        if self.days.len() > MOST_DAYS {
            let sentence = format!("That would be more than {MOST_DAYS} days, which is the most.");
            return Err(Error::invalid("feed", sentence));
        }
        Ok(())
    }
}

impl Event {
    fn line(&mut self, name: &str, parameters: &str, value: &str) {
        match name {
            "SUMMARY" => self.name = words(value),
            "STATUS" => self.is_cancelled = value.eq_ignore_ascii_case("CANCELLED"),
            "DTSTART" => self.starts = self.whole_day(name, parameters, value),
            "DTEND" => self.ends = self.whole_day(name, parameters, value),
            "DURATION" => match whole_days(value) {
                Some(days) => self.length = Some(days),
                None => self.cannot(format!("a length of {value}")),
            },
            "RRULE" => match Repeats::parse(value) {
                Ok(rule) => self.rules.push(rule),
                Err(why) => self.cannot(why),
            },
            "EXDATE" | "RDATE" => {
                for one in value.split(',') {
                    let Some(day) = self.whole_day(name, parameters, one) else { continue };
                    if name == "EXDATE" {
                        self.but.insert(day)
                    } else {
                        self.more.insert(day)
                    };
                }
            }
            "EXRULE" | "RECURRENCE-ID" => self.cannot(name.to_owned()),
            _ => {}
        }
    }

    fn cannot(&mut self, why: String) {
        self.trouble.get_or_insert(why.chars().take(80).collect());
    }

    /// A day; midnight as well, by which some programs mean a whole day.
    fn whole_day(&mut self, name: &str, parameters: &str, value: &str) -> Option<Date> {
        let value = value.trim();
        let rest = value.get(8..).unwrap_or_default().trim_end_matches('Z');
        let day = basic_date(value).filter(|_| matches!(rest, "" | "T000000"));
        if parameters.contains("VALUE=PERIOD") || day.is_none() {
            self.cannot(format!("{name} is no whole day"));
            return None;
        }
        day
    }

    fn days(self, first: Date, last: Date) -> Result<BTreeSet<Date>, String> {
        if self.is_cancelled {
            return Ok(BTreeSet::new());
        }
        if let Some(why) = self.trouble {
            return Err(why);
        }
        let starts = self.starts.ok_or("no first day")?;
        if starts.year() < 1900 {
            return Err("a first day before 1900".to_owned());
        }
        let until_end = self.ends.map(|end| i64::from((end - starts).get_days()));
        let length = until_end.or(self.length).unwrap_or(1).max(1);
        if length > LONGEST_EVENT {
            return Err(format!("more than {LONGEST_EVENT} days at a time"));
        }
        let mut falls = self.more;
        match self.rules.is_empty() {
            true => drop(falls.insert(starts)),
            false => falls.extend(self.rules.iter().flat_map(|rule| rule.days(starts, last))),
        }
        let mut days = BTreeSet::new();
        for day in falls.difference(&self.but) {
            for n in 0..length {
                let day = day.checked_add(n.days()).map_err(|_| "too far away")?;
                if (first..=last).contains(&day) {
                    days.insert(day);
                }
            }
        }
        Ok(days)
    }
}

/// Lines that go on in the next are put together; empty ones go.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for raw in text.trim_start_matches('\u{feff}').split('\n') {
        let raw = raw.strip_suffix('\r').unwrap_or(raw);
        match (raw.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(more), Some(last)) => last.push_str(more),
            _ if raw.trim().is_empty() => {}
            _ => lines.push(raw.trim_end().to_owned()),
        }
    }
    lines
}

/// `NAME;PARAMETERS:value`. A colon within quotes does not end the parameters.
fn parts(line: &str) -> Option<(String, String, &str)> {
    let mut quoted = false;
    let colon = line.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == ':' && !quoted
    });
    let (head, value) = (&line[..colon?.0], &line[colon?.0 + 1..]);
    let (name, parameters) = head.split_once(';').unwrap_or((head, ""));
    Some((name.to_ascii_uppercase(), parameters.to_ascii_uppercase(), value))
}

/// `P1D`, `P2W`, `P1DT0H0M0S`.
fn whole_days(value: &str) -> Option<i64> {
    let value = value.trim().trim_start_matches('+').strip_prefix('P')?;
    let (date, time) = value.split_once('T').unwrap_or((value, ""));
    if time.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        return None;
    }
    let number = |text: &str| text.parse::<u16>().ok().map(i64::from);
    if let Some(weeks) = date.strip_suffix('W') {
        return Some(number(weeks)? * 7);
    }
    number(date.strip_suffix('D')?)
}

/// `\,` and `\n` as they are meant.
fn words(value: &str) -> String {
    let (mut said, mut escaped) = (String::new(), false);
    for c in value.chars() {
        match (escaped, c) {
            (false, '\\') => {
                escaped = true;
                continue;
            }
            (true, 'n' | 'N') => said.push(' '),
            (_, c) => said.push(c),
        }
        escaped = false;
    }
    line(&said).chars().take(LONGEST_NAME).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(events: &str) -> Feed {
        let text = format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}\r\nEND:VCALENDAR\r\n");
        Feed::read(&text, "2026-01-01".parse().unwrap(), "2027-12-31".parse().unwrap()).unwrap()
    }

    fn days(feed: &Feed) -> Vec<String> {
        feed.days.iter().map(|(day, name)| format!("{day} {name}")).collect()
    }

    #[test]
    fn a_published_calendar_is_read() {
        let feed = read(
            "BEGIN:VEVENT\r\nDTEND;VALUE=DATE:20261226\r\nDTSTART;VALUE=DATE:20261225\r\nSUMMARY:Christ\r\n mas Day\\, observed\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20240101\r\nRRULE:FREQ=YEARLY\r\nEXDATE;VALUE=DATE:20270101\r\nSUMMARY;LANGUAGE=\"a:b\":New Year\r\nBEGIN:VALARM\r\nDURATION:PT15M\r\nDTSTART:x\r\nEND:VALARM\r\nEND:VEVENT",
        );
        assert_eq!(days(&feed), ["2026-01-01 New Year", "2026-12-25 Christmas Day, observed"]);
        assert_eq!(feed.left_out_count, 0);
    }

    #[test]
    fn several_days_and_midnights_are_whole_days() {
        let feed = read(
            "BEGIN:VEVENT\nDTSTART:20260801T000000\nDTEND:20260803T000000\nSUMMARY:Summer\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260901\nDURATION:P2D\nSUMMARY:Move\nEND:VEVENT",
        );
        assert_eq!(
            days(&feed),
            ["2026-08-01 Summer", "2026-08-02 Summer", "2026-09-01 Move", "2026-09-02 Move"]
        );
    }

    #[test]
    fn what_is_no_whole_day_is_left_out_by_name() {
        let feed = read(
            "BEGIN:VEVENT\nDTSTART:20260801T120000Z\nSUMMARY:Lunch\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260802\nRRULE:FREQ=YEARLY;BYSETPOS=1\nSUMMARY:Odd\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260803\nSTATUS:CANCELLED\nSUMMARY:Off\nEND:VEVENT",
        );
        assert!(feed.days.is_empty());
        let names: Vec<_> = feed.left_out.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!((names, feed.left_out_count), (vec!["Lunch", "Odd"], 2));
    }

    #[test]
    fn what_is_no_calendar_is_refused() {
        let (first, last) = ("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap());
        for wrong in ["", "<html>", "BEGIN:VEVENT\nEND:VEVENT"] {
            assert_eq!(Feed::read(wrong, first, last).unwrap_err().code(), "invalid.feed");
        }
        let long = format!("BEGIN:VCALENDAR\n{}", "X".repeat(LARGEST));
        assert!(Feed::read(&long, first, last).is_err());
    }
}
