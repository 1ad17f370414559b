//! A promise's length: two business days, eight business hours, fifty-six days.

use deedwell_core::{Error, Result, Timestamp};
use jiff::{SignedDuration, ToSpan};
use serde::{Deserialize, Serialize};

use crate::Calendar;

/// The longest that can be promised, in any unit.
pub const LONGEST: u32 = 400;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermUnit {
    /// The clock runs only while somebody is here.
    BusinessHours,
    /// Until the end of the n-th business day after the day on which it begins.
    BusinessDays,
    /// The same time of day, n days later.
    Days,
}

impl TermUnit {
    pub const ALL: [Self; 3] = [Self::BusinessHours, Self::BusinessDays, Self::Days];

    pub const fn name(self) -> &'static str {
        match self {
            Self::BusinessHours => "business_hours",
            Self::BusinessDays => "business_days",
            Self::Days => "days",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name() == text)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Term {
    count: u32,
    unit: TermUnit,
}

impl Term {
    pub const fn business_days(count: u32) -> Self {
        Self { count, unit: TermUnit::BusinessDays }
    }

    pub const fn days(count: u32) -> Self {
        Self { count, unit: TermUnit::Days }
    }

    pub fn new(count: u32, unit: TermUnit) -> Result<Self> {
        if count == 0 || count > LONGEST {
            return Err(Error::invalid(
                "term",
                format!("A promise is of 1 to {LONGEST} hours or days."),
            ));
        }
        Ok(Self { count, unit })
    }

    pub const fn count(self) -> u32 {
        self.count
    }

    pub const fn unit(self) -> TermUnit {
        self.unit
    }
}

impl Calendar {
    /// By when a promise that begins at `from` must be kept.
    ///
    /// # Errors
    /// `Refused` where nobody is ever here: the promise could not be kept.
    pub fn due(&self, from: Timestamp, term: Term) -> Result<Timestamp> {
        let due = match term.unit {
            TermUnit::BusinessHours => {
                self.after(from, SignedDuration::from_hours(i64::from(term.count)))
            }
            TermUnit::BusinessDays => self.after_days(from, term.count),
            TermUnit::Days => {
                let here = from.to_zoned(self.zone.clone());
                here.checked_add(i64::from(term.count).days()).ok().map(|at| at.timestamp())
            }
        };
        due.ok_or_else(|| {
            Error::refused(
                "calendar.never_open",
                "By the calendar nobody is ever here. Say under Hours when somebody is.",
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::Week;

    #[test]
    fn a_term_is_counted_in_its_own_unit() {
        let london = Calendar::new("Europe/London", Week::usual(), BTreeMap::new()).unwrap();
        let friday: Timestamp = "2026-10-23T13:00:00Z".parse().unwrap(); // 14:00 in summer time
        let due = |count, unit| london.due(friday, Term::new(count, unit).unwrap()).unwrap();
        // Clocks go back that Sunday: what is Monday at nine is nine in Greenwich.
        assert_eq!(due(4, TermUnit::BusinessHours).to_string(), "2026-10-26T10:00:00Z");
        assert_eq!(due(1, TermUnit::BusinessDays).to_string(), "2026-10-26T17:00:00Z");
        assert_eq!(due(3, TermUnit::Days).to_string(), "2026-10-26T14:00:00Z");
        assert!(Term::new(0, TermUnit::Days).is_err() && Term::new(401, TermUnit::Days).is_err());
    }
}
