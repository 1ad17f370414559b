//! Addresses to which nothing is sent, and why.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The other side says that there is no such address.
    HardBounce,
    /// It could not be reached time after time; for a while.
    SoftBounce,
    /// They told their provider that what we send is spam.
    Complaint,
    /// Staff, or a program of theirs, said so.
    Staff,
}

impl Why {
    pub const ALL: [Self; 4] = [Self::HardBounce, Self::SoftBounce, Self::Complaint, Self::Staff];

    pub const fn name(self) -> &'static str {
        match self {
            Self::HardBounce => "hard_bounce",
            Self::SoftBounce => "soft_bounce",
            Self::Complaint => "complaint",
            Self::Staff => "staff",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|w| w.name() == text)
    }
}

/// Whether a letter that came back says something of the address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Bounce {
    /// There is no such address: 5.1.1 and its like.
    Hard,
    /// Not now: a full mailbox, a server that is away.
    Soft,
}

impl Bounce {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Soft => "soft",
        }
    }
}

/// So many soft bounces within [`SOFT_WITHIN`] rest an address for [`SOFT_REST`].
pub const MOST_SOFT: i64 = 3;
pub const SOFT_WITHIN: SignedDuration = SignedDuration::from_hours(24 * 30);
pub const SOFT_REST: SignedDuration = SignedDuration::from_hours(24 * 14);

/// A line of the list.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Suppressed {
    pub channel: String,
    /// None where whoever had it was forgotten.
    pub address: Option<String>,
    pub hash: String,
    pub reason: Why,
    pub note: String,
    pub source: String,
    pub at: Timestamp,
    pub until: Option<Timestamp>,
}
