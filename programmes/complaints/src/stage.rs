//! How far a complaint has come, and the moves there are.

use deedwell_core::{Error, Result};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Received,
    /// The customer knows that we have it.
    Acknowledged,
    /// Somebody said how grave it is.
    Assessed,
    Investigating,
    /// We said what we make of it, and what we offer.
    Offered,
    /// The customer asks for something else.
    Countered,
    Accepted,
    Refused,
    /// It lies with somebody outside who decides.
    Escalated,
    /// What was promised was done.
    PutRight,
    Closed,
    Withdrawn,
    Spam,
}

impl Stage {
    pub const ALL: [Self; 13] = [
        Self::Received,
        Self::Acknowledged,
        Self::Assessed,
        Self::Investigating,
        Self::Offered,
        Self::Countered,
        Self::Accepted,
        Self::Refused,
        Self::Escalated,
        Self::PutRight,
        Self::Closed,
        Self::Withdrawn,
        Self::Spam,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Acknowledged => "acknowledged",
            Self::Assessed => "assessed",
            Self::Investigating => "investigating",
            Self::Offered => "offered",
            Self::Countered => "countered",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Escalated => "escalated",
            Self::PutRight => "put_right",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
            Self::Spam => "spam",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == text)
    }

    /// Where it may go. Everything that is said and done to a complaint asks here.
    pub const fn next(self) -> &'static [Self] {
        use Stage::*;
        match self {
            Received => &[Acknowledged, Withdrawn, Spam],
            Acknowledged => &[Assessed, Withdrawn, Spam],
            Assessed => &[Investigating, Offered, Withdrawn, Spam],
            Investigating => &[Offered, Withdrawn, Escalated, Spam],
            // Taken back before it is answered, an offer leaves a complaint that is looked into.
            Offered => &[Countered, Accepted, Refused, Investigating, Closed, Withdrawn],
            Countered => &[Offered, Withdrawn, Escalated],
            Accepted => &[PutRight, Closed],
            Refused => &[Offered, Escalated, Closed],
            Escalated => &[Offered, Closed],
            PutRight => &[Closed, Investigating],
            Closed => &[Investigating],
            Withdrawn => &[],
            Spam => &[Received],
        }
    }

    /// # Errors
    /// `complaints.move`, which says where it stands.
    pub fn to(self, next: Self) -> Result<Self> {
        if self.next().contains(&next) {
            return Ok(next);
        }
        Err(Error::refused("complaints.move", self.why_not()))
    }

    /// What stands in the way, and what would come first.
    const fn why_not(self) -> &'static str {
        match self {
            Self::Received => {
                "Acknowledge it first: the customer does not know yet that we have it."
            }
            Self::Acknowledged => "Say first how grave it is.",
            Self::Assessed | Self::Investigating => "Nothing has been offered yet.",
            Self::Offered => "The customer has an offer and has not answered it.",
            Self::Countered => "The customer asked for something else; answer that first.",
            Self::Accepted => "The customer accepted; do what was promised first.",
            Self::Refused => "The customer refused the offer.",
            Self::Escalated => "It lies with somebody outside.",
            Self::PutRight => "What was promised has been done.",
            Self::Closed => "It is closed. Open it again first.",
            Self::Withdrawn => "The customer took it back.",
            Self::Spam => "It was marked as spam. Clear it first.",
        }
    }

    /// The customer waits for us.
    pub const fn waits_for_us(self) -> bool {
        use Stage::*;
        matches!(
            self,
            Received | Acknowledged | Assessed | Investigating | Countered | Accepted | Refused
        )
    }

    /// Nobody waits for anything.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::PutRight | Self::Closed | Self::Withdrawn | Self::Spam)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_back() {
        for stage in Stage::ALL {
            assert_eq!(Stage::parse(stage.name()), Some(stage));
        }
        assert_eq!(Stage::parse("open"), None);
    }

    #[test]
    fn every_stage_is_reached_and_only_what_is_taken_back_is_an_end() {
        for stage in Stage::ALL {
            let reached = Stage::ALL.iter().any(|from| from.next().contains(&stage));
            assert!(reached, "{stage:?} is reached from nowhere");
            assert_eq!(stage.next().is_empty(), stage == Stage::Withdrawn, "{stage:?}");
            assert!(!(stage.is_over() && stage.waits_for_us()), "{stage:?}");
        }
    }

    #[test]
    fn nothing_is_closed_that_was_not_answered() {
        for stage in Stage::ALL.into_iter().filter(|s| s.next().contains(&Stage::Closed)) {
            use Stage::*;
            let answered = [Offered, Accepted, Refused, Escalated, PutRight].contains(&stage);
            assert!(answered, "{stage:?}");
        }
        let refused = Stage::Received.to(Stage::Closed).unwrap_err();
        assert_eq!(refused.code(), "complaints.move");
    }
}
