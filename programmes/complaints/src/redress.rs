//! What is offered to put something right, and what became of it.

use deedwell_core::{Error, Id, Money, Result, Staff, Timestamp};
use deedwell_orders::OrderNoun;
use serde::{Deserialize, Serialize};

use crate::promise::MOST_POINTS;
use crate::words::{self, LONGEST_TEXT};

/// How it is put right.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Redress {
    /// Money of an order given back.
    Refund,
    /// Shop credit.
    Credit,
    Points,
    Replacement,
    Repair,
    /// Words alone, which say that we are sorry.
    Apology,
    /// Words alone, which say how it came about.
    Explanation,
}

impl Redress {
    pub const ALL: [Self; 7] = [
        Self::Refund,
        Self::Credit,
        Self::Points,
        Self::Replacement,
        Self::Repair,
        Self::Apology,
        Self::Explanation,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Refund => "refund",
            Self::Credit => "credit",
            Self::Points => "points",
            Self::Replacement => "replacement",
            Self::Repair => "repair",
            Self::Apology => "apology",
            Self::Explanation => "explanation",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == text)
    }

    /// Said is done: nothing is left to do once it is accepted.
    pub const fn is_words(self) -> bool {
        matches!(self, Self::Apology | Self::Explanation)
    }

    /// An amount of money must be named.
    pub const fn is_money(self) -> bool {
        matches!(self, Self::Refund | Self::Credit)
    }

    /// What it comes to may be named: for the limit, and for what complaints cost.
    pub const fn may_cost(self) -> bool {
        matches!(self, Self::Refund | Self::Credit | Self::Replacement | Self::Repair)
    }
}

/// Whether the customer was right.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Upheld {
    Yes,
    Partly,
    No,
}

impl Upheld {
    pub const ALL: [Self; 3] = [Self::Yes, Self::Partly, Self::No];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == text)
    }
}

/// What staff write.
#[derive(Clone, Debug)]
pub struct NewOffer {
    pub upheld: Upheld,
    pub redress: Redress,
    pub amount: Option<Money>,
    pub points: i64,
    /// The order of which money is given back.
    pub order: Option<Id<OrderNoun>>,
    pub text: String,
}

impl NewOffer {
    /// The text, where all of it fits together.
    pub fn checked(&self) -> Result<String> {
        let text =
            words::required_text("text", "what the customer is told", &self.text, LONGEST_TEXT)?;
        let amount = self.amount.map_or(0, |amount| amount.minor);
        if amount < 0 {
            return Err(Error::invalid("amount", "An amount is not below nought."));
        }
        if self.redress.is_money() && amount == 0 {
            return Err(Error::invalid("amount", "Please say how much."));
        }
        if amount > 0 && !self.redress.may_cost() {
            return Err(Error::invalid(
                "amount",
                "Of this kind there is no amount; leave it empty.",
            ));
        }
        let is_points = self.redress == Redress::Points;
        if is_points != (self.points != 0) || !(0..=MOST_POINTS).contains(&self.points) {
            return Err(Error::invalid(
                "points",
                "Please say how many points, from 1 on; none for another kind.",
            ));
        }
        if self.order.is_some() && self.redress != Redress::Refund {
            return Err(Error::invalid(
                "order",
                "Only money that is given back belongs to an order.",
            ));
        }
        Ok(text)
    }
}

/// What became of an offer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Somebody who may has to agree first; the customer does not see it.
    AwaitsApproval,
    Open,
    Accepted,
    Countered,
    Refused,
    TakenBack,
}

impl Outcome {
    pub const ALL: [Self; 6] = [
        Self::AwaitsApproval,
        Self::Open,
        Self::Accepted,
        Self::Countered,
        Self::Refused,
        Self::TakenBack,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::AwaitsApproval => "awaits_approval",
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Countered => "countered",
            Self::Refused => "refused",
            Self::TakenBack => "taken_back",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == text)
    }
}

#[derive(Clone, Debug)]
pub struct Offer {
    pub id: Id<Self>,
    pub staff: Id<Staff>,
    pub upheld: Upheld,
    pub redress: Redress,
    pub amount: Option<Money>,
    pub points: i64,
    pub order: Option<Id<OrderNoun>>,
    pub text: String,
    pub made_at: Timestamp,
    /// When the customer could read it.
    pub sent_at: Option<Timestamp>,
    pub approved_by: Option<Id<Staff>>,
    pub outcome: Outcome,
    pub answered_at: Option<Timestamp>,
    /// What the customer asked for instead, or why they refused.
    pub reply: String,
    pub paid_at: Option<Timestamp>,
    pub paid_by: Option<Id<Staff>>,
    /// What shows that it was done.
    pub evidence: String,
}

impl Offer {
    /// Whoever wrote it does not approve it.
    pub fn approve(&self, staff: Id<Staff>, may: bool) -> Result<()> {
        if self.outcome != Outcome::AwaitsApproval {
            return Err(Error::refused(
                "complaints.not_waiting",
                "This offer waits for nobody's word.",
            ));
        }
        if self.staff == staff {
            return Err(Error::refused(
                "complaints.own_offer",
                "Somebody else has to agree to what you offer beyond your limit.",
            ));
        }
        if !may {
            return Err(Error::not_allowed(
                "This is beyond your limit too. Ask somebody with a higher one.",
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use deedwell_core::Currency;

    use super::*;

    fn offer(redress: Redress, amount: i64, points: i64) -> NewOffer {
        let currency: Currency = "GBP".parse().unwrap();
        let amount = (amount != 0).then(|| Money::new(amount, currency));
        NewOffer {
            upheld: Upheld::Yes,
            redress,
            amount,
            points,
            order: None,
            text: "Sorry.".to_owned(),
        }
    }

    #[test]
    fn what_is_offered_fits_its_kind() {
        for redress in Redress::ALL {
            assert_eq!(Redress::parse(redress.name()), Some(redress));
            let bare = offer(redress, 0, 0).checked();
            let needs = redress.is_money() || redress == Redress::Points;
            assert_eq!(bare.is_err(), needs, "{redress:?}");
            assert_eq!(offer(redress, 500, 0).checked().is_ok(), redress.may_cost(), "{redress:?}");
            assert_eq!(offer(redress, 0, 5).checked().is_ok(), redress == Redress::Points);
            assert!(offer(redress, -1, 0).checked().is_err());
        }
        assert!(
            NewOffer { text: " ".to_owned(), ..offer(Redress::Apology, 0, 0) }.checked().is_err()
        );
        assert!(offer(Redress::Points, 0, MOST_POINTS + 1).checked().is_err());
    }
}
