//! Everything one person did, and what we did in answer, newest first, under headings of days.

use deedwell_core::behaviour::Entries;
use deedwell_core::{Error, Id, Person, Result};
use deedwell_web::Frame;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::home::{OURS, THEIRS, cursor};
use crate::look::line::{Line, href};
use crate::look::period::{bound, day};
use deedwell_web::address::Address;

/// Lines of a page.
pub const PAGE: usize = 40;

#[derive(Deserialize, IntoParams, Clone, Debug, Default)]
#[serde(deny_unknown_fields)]
pub struct PersonAsk {
    /// `they`, `we`, or both.
    pub show: Option<String>,
    /// A kind, such as `ideas.voted`.
    pub kind: Option<String>,
    pub channel: Option<String>,
    /// The first day.
    pub from: Option<String>,
    /// The last day.
    pub to: Option<String>,
    /// Entries older than this one only: the cursor that the page before gave.
    pub before: Option<String>,
}

/// Whose acts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Show {
    All,
    They,
    We,
}

impl Show {
    pub const ALL: [Self; 3] = [Self::All, Self::They, Self::We];

    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "",
            Self::They => "they",
            Self::We => "we",
        }
    }

    /// The message of its button.
    pub const fn key(self) -> &'static str {
        match self {
            Self::All => "people-show-all",
            Self::They => "people-show-they",
            Self::We => "people-show-we",
        }
    }
}

fn said(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|t| !t.is_empty())
}

impl PersonAsk {
    pub fn show(&self) -> Show {
        let named = Show::ALL.into_iter().find(|s| Some(s.name()) == self.show.as_deref());
        named.unwrap_or(Show::All)
    }

    /// # Errors
    /// `Invalid` for what is no day, days that run backwards, or no cursor of ours.
    pub fn entries(&self, person: Id<Person>, frame: &Frame) -> Result<Entries> {
        let (from, to) = (day("from", said(&self.from))?, day("to", said(&self.to))?);
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            return Err(Error::invalid("to", "The last day lies before the first one."));
        }
        let parts = match self.show() {
            Show::All => Vec::new(),
            Show::They => THEIRS.to_vec(),
            Show::We => OURS.to_vec(),
        };
        let one = |text: &Option<String>| said(text).map(str::to_owned).into_iter().collect();
        Ok(Entries {
            person: Some(person),
            answers_too: self.show() != Show::They,
            answer_kinds: Vec::new(),
            kinds: one(&self.kind),
            channels: one(&self.channel),
            parts,
            unit: None,
            from: bound(from, 0, &frame.zone)?,
            to: bound(to, 1, &frame.zone)?,
            counted: false,
            before: cursor(self.before.as_deref())?,
            limit: PAGE,
        })
    }

    /// The same question, from the top of the list.
    pub fn address(&self, person: Id<Person>) -> Address {
        Address::to(href(person))
            .with("show", self.show().name())
            .with_some("kind", said(&self.kind))
            .with_some("channel", said(&self.channel))
            .with_some("from", said(&self.from))
            .with_some("to", said(&self.to))
    }

    pub fn is_filtered(&self) -> bool {
        [&self.kind, &self.channel, &self.from, &self.to].iter().any(|f| said(f).is_some())
            || self.show() != Show::All
    }
}

/// Lines under one heading.
pub struct Group {
    pub heading: String,
    pub lines: Vec<Line>,
}

/// In groups that grow coarser with age: today, yesterday, this week, the rest of this month, then
/// month by month.
pub fn groups(frame: &Frame, lines: Vec<Line>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let today = frame.now.to_zoned(frame.zone.clone()).date();
    for line in lines {
        let heading = heading(frame, today, line.at.to_zoned(frame.zone.clone()).date());
        match groups.last_mut() {
            Some(group) if group.heading == heading => group.lines.push(line),
            _ => groups.push(Group { heading, lines: vec![line] }),
        }
    }
    groups
}

fn heading(frame: &Frame, today: Date, day: Date) -> String {
    match age(today, day) {
        Age::Today => frame.t("people-today"),
        Age::Yesterday => frame.t("people-yesterday"),
        Age::ThisWeek => frame.t("people-this-week"),
        Age::ThisMonth => frame.w("people-earlier-in", frame.t(&month(day))),
        Age::Month => {
            let year =
                if day.year() == today.year() { String::new() } else { day.year().to_string() };
            format!("{} {year}", frame.t(&month(day))).trim_end().to_owned()
        }
    }
}

fn month(day: Date) -> String {
    format!("people-month-{}", day.month())
}

#[derive(PartialEq, Debug)]
enum Age {
    Today,
    Yesterday,
    ThisWeek,
    ThisMonth,
    Month,
}

/// Weeks begin on Monday.
fn age(today: Date, day: Date) -> Age {
    let days = (today - day).get_days();
    if days <= 0 {
        Age::Today
    } else if days == 1 {
        Age::Yesterday
    } else if days < i32::from(today.weekday().to_monday_one_offset()) {
        Age::ThisWeek
    } else if (day.year(), day.month()) == (today.year(), today.month()) {
        Age::ThisMonth
    } else {
        Age::Month
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn headings_grow_coarser_with_age() {
        // A Thursday.
        let today = date(2026, 11, 19);
        let ages = [19, 18, 16, 15, 1].map(|d| age(today, date(2026, 11, d)));
        assert_eq!(
            ages,
            [Age::Today, Age::Yesterday, Age::ThisWeek, Age::ThisMonth, Age::ThisMonth]
        );
        assert_eq!(age(today, date(2026, 10, 31)), Age::Month);
        assert_eq!(age(date(2026, 11, 2), date(2026, 10, 31)), Age::Month);
    }
}
