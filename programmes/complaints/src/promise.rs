//! What we promise whoever complains: by when we say that we have it, answer, and are done. A promise that
//! was given stands, whatever is promised later.

use deedwell_calendar::{Calendar, Term};
use deedwell_core::{Error, Money, Result, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Promised {
    /// That we say we have it.
    Acknowledgement,
    /// That we say what we make of it, and what we offer.
    Answer,
    /// That nobody waits any more.
    End,
}

impl Promised {
    pub const ALL: [Self; 3] = [Self::Acknowledgement, Self::Answer, Self::End];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Acknowledgement => "acknowledgement",
            Self::Answer => "answer",
            Self::End => "end",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == text)
    }
}

/// How long each may take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Promise {
    /// From 1; 0 is ours, before an organisation said anything.
    pub version: i64,
    pub acknowledgement: Term,
    pub answer: Term,
    pub end: Term,
}

impl Default for Promise {
    fn default() -> Self {
        Self {
            version: 0,
            acknowledgement: Term::business_days(1),
            answer: Term::business_days(5),
            end: Term::days(56),
        }
    }
}

impl Promise {
    pub const fn term(&self, of: Promised) -> Term {
        match of {
            Promised::Acknowledgement => self.acknowledgement,
            Promised::Answer => self.answer,
            Promised::End => self.end,
        }
    }

    /// By when, for what came at this moment. What comes later is due later.
    ///
    /// # Errors
    /// `complaints.promise_order` where it would be the other way round; `calendar.never_open`.
    pub fn due(&self, calendar: &Calendar, from: Timestamp) -> Result<Dues> {
        let dues = Dues {
            acknowledgement: calendar.due(from, self.acknowledgement)?,
            answer: calendar.due(from, self.answer)?,
            end: calendar.due(from, self.end)?,
        };
        Ok(Dues {
            answer: dues.answer.max(dues.acknowledgement),
            end: dues.end.max(dues.answer).max(dues.acknowledgement),
            ..dues
        })
    }

    /// # Errors
    /// `Invalid` where an answer would be promised before the acknowledgement, or the end before the answer.
    pub fn checked(self, calendar: &Calendar, now: Timestamp) -> Result<Self> {
        let due = |of| calendar.due(now, self.term(of));
        if due(Promised::Answer)? < due(Promised::Acknowledgement)? {
            let sentence = "An answer cannot be promised before the word that we have it.";
            return Err(Error::invalid("answer", sentence));
        }
        if due(Promised::End)? < due(Promised::Answer)? {
            return Err(Error::invalid("end", "The end cannot be promised before the answer."));
        }
        Ok(self)
    }
}

/// The moments of one complaint.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Dues {
    pub acknowledgement: Timestamp,
    pub answer: Timestamp,
    pub end: Timestamp,
}

impl Dues {
    pub const fn of(&self, promised: Promised) -> Timestamp {
        match promised {
            Promised::Acknowledgement => self.acknowledgement,
            Promised::Answer => self.answer,
            Promised::End => self.end,
        }
    }
}

/// What else an organisation decides.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Settings {
    /// Where somebody outside decides, and how to reach them. Empty: nowhere.
    pub ombudsman: String,
    pub ombudsman_address: String,
    /// What one offer of an agent may come to; none: whatever is asked for needs another's word.
    pub agent_limit: Option<Money>,
    /// The same for hosts.
    pub host_limit: Option<Money>,
    pub agent_points: i64,
    pub host_points: i64,
}

/// Points that one offer may come to.
pub const MOST_POINTS: i64 = 10_000_000;

/// By whose word something may be offered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Authority {
    Agent,
    Host,
    /// Without limit.
    Manager,
}

impl Settings {
    /// Whether somebody of this authority may offer so much without another's word.
    pub fn may_offer(&self, by: Authority, amount: Option<Money>, points: i64) -> bool {
        let (limit, most_points) = match by {
            Authority::Agent => (self.agent_limit, self.agent_points),
            Authority::Host => (self.host_limit, self.host_points),
            Authority::Manager => return true,
        };
        let money = match (amount, limit) {
            (None, _) => true,
            (Some(amount), _) if amount.minor == 0 => true,
            // An amount in another currency is judged by somebody without a limit.
            (Some(amount), Some(limit)) => {
                amount.currency == limit.currency && amount.minor <= limit.minor
            }
            (Some(_), None) => false,
        };
        money && points <= most_points
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use deedwell_calendar::{TermUnit, Week};
    use deedwell_core::Currency;

    use super::*;

    #[test]
    fn promises_are_due_one_after_the_other() {
        let london = Calendar::new("Europe/London", Week::usual(), BTreeMap::new()).unwrap();
        let friday: Timestamp = "2026-11-20T15:00:00Z".parse().unwrap();
        let dues = Promise::default().due(&london, friday).unwrap();
        assert_eq!(dues.acknowledgement.to_string(), "2026-11-23T17:00:00Z");
        assert_eq!(dues.answer.to_string(), "2026-11-27T17:00:00Z");
        assert_eq!(dues.end.to_string(), "2027-01-15T15:00:00Z");
        let odd = Promise {
            answer: Term::new(1, TermUnit::BusinessHours).unwrap(),
            ..Promise::default()
        };
        assert_eq!(odd.checked(&london, friday).unwrap_err().code(), "invalid.answer");
        let dues = odd.due(&london, friday).unwrap();
        assert_eq!(dues.answer, dues.acknowledgement);
    }

    #[test]
    fn limits_hold_for_money_and_points_and_other_currencies() {
        let pounds = |minor| Some(Money::new(minor, "GBP".parse::<Currency>().unwrap()));
        let euros = |minor| Some(Money::new(minor, "EUR".parse::<Currency>().unwrap()));
        let settings =
            Settings { agent_limit: pounds(2_000), agent_points: 50, ..Settings::default() };
        let agent = |amount, points| settings.may_offer(Authority::Agent, amount, points);
        assert!(agent(pounds(2_000), 50) && agent(None, 0) && agent(euros(0), 0));
        assert!(!agent(pounds(2_001), 0) && !agent(None, 51) && !agent(euros(1), 0));
        assert!(!settings.may_offer(Authority::Host, pounds(1), 0), "no limit was said");
        assert!(settings.may_offer(Authority::Manager, euros(i64::MAX), i64::MAX));
    }
}
