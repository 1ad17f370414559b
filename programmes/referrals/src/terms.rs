//! What is promised: to whom brings a friend, and to the friend. Each change is a version; a friend is
//! rewarded as it stood when they came.

use deedwell_core::{Currency, Error, Id, Money, Result, Staff, Timestamp};
use deedwell_points::Scheme;
use jiff::SignedDuration;
use serde::Serialize;

pub const LONGEST_RETURN_DAYS: i64 = 365;
pub const LONGEST_VISIT_DAYS: i64 = 365;
pub const LARGEST_REWARD: i64 = 1_000_000_000;
pub const LARGEST_VALUE: i64 = 100_000_000_000;
pub const MOST_CAP: i64 = 10_000;
/// Versions that are kept of it.
pub const MOST_VERSIONS: i64 = 10_000;

/// A spoken code may be told so long after the order at which it was said.
pub const SPOKEN_GRACE: SignedDuration = SignedDuration::from_hours(24);

/// What staff say.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Terms {
    /// Whether friends can be brought now. What is under way goes on.
    pub is_open: bool,
    pub scheme: Id<Scheme>,
    pub referrer_reward: i64,
    pub friend_reward: i64,
    /// What the friend's order has to be worth.
    pub least: Money,
    /// So long goods may come back: rewards are not given before.
    pub return_days: i64,
    /// A visit counts so long.
    pub visit_days: i64,
    /// Friends for whom one referrer is rewarded in a month; 0 for as many as there are.
    pub month_cap: i64,
    /// More friends than this in a day are looked at by staff.
    pub day_limit: i64,
    /// So many strangers from pages elsewhere, within so many hours, are looked at by staff.
    pub strangers: i64,
    pub stranger_hours: i64,
    /// Of a hundred friends so many would have come anyway.
    pub anyway_percent: i64,
    /// What it costs to win a customer otherwise, in minor units.
    pub saved: i64,
    /// Later money is worth so much less a year.
    pub yearly_percent: i64,
}

impl Terms {
    pub fn usual(scheme: Id<Scheme>, currency: Currency) -> Self {
        Self {
            is_open: true,
            scheme,
            referrer_reward: 1_000,
            friend_reward: 500,
            least: Money::new(2_000, currency),
            return_days: 30,
            visit_days: 90,
            month_cap: 10,
            day_limit: 5,
            strangers: 20,
            stranger_hours: 24,
            anyway_percent: 0,
            saved: 0,
            yearly_percent: 10,
        }
    }

    /// # Errors
    /// `Invalid`, naming the field.
    pub fn checked(self) -> Result<Self> {
        let fields: [(&'static str, i64, i64, i64); 11] = [
            ("referrer_reward", self.referrer_reward, 0, LARGEST_REWARD),
            ("friend_reward", self.friend_reward, 0, LARGEST_REWARD),
            ("least", self.least.minor, 0, LARGEST_VALUE),
            ("return_days", self.return_days, 0, LONGEST_RETURN_DAYS),
            ("visit_days", self.visit_days, 1, LONGEST_VISIT_DAYS),
            ("month_cap", self.month_cap, 0, MOST_CAP),
            ("day_limit", self.day_limit, 1, MOST_CAP),
            ("strangers", self.strangers, 2, MOST_CAP),
            ("stranger_hours", self.stranger_hours, 1, 24 * 31),
            ("anyway_percent", self.anyway_percent, 0, 100),
            ("saved", self.saved, 0, LARGEST_VALUE),
        ];
        let yearly = ("yearly_percent", self.yearly_percent, 0, 100);
        for (field, n, from, to) in fields.into_iter().chain([yearly]) {
            if !(from..=to).contains(&n) {
                return Err(Error::invalid(field, format!("Please give {from} to {to}.")));
            }
        }
        Ok(self)
    }
}

/// A version of it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Version {
    pub version: i64,
    pub since: Timestamp,
    pub staff: Id<Staff>,
    #[serde(flatten)]
    pub terms: Terms,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_have_names() {
        let scheme = deedwell_core::Clock::held(Timestamp::UNIX_EPOCH).new_id();
        let usual = Terms::usual(scheme, Currency::GBP);
        assert_eq!(usual.clone().checked().unwrap(), usual);
        let wrong = Terms { least: Money::new(-1, Currency::GBP), ..usual.clone() };
        assert_eq!(wrong.checked().unwrap_err().code(), "invalid.least");
        let wrong = Terms { yearly_percent: 101, ..usual.clone() };
        assert_eq!(wrong.checked().unwrap_err().code(), "invalid.yearly_percent");
        let wrong = Terms { visit_days: 0, ..usual };
        assert_eq!(wrong.checked().unwrap_err().code(), "invalid.visit_days");
    }
}
