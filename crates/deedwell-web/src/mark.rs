//! How an entry of the ledger is marked and worded where people read it: one rule for every timeline.

use deedwell_core::behaviour::{Entry, REFUNDED, RETURNED};
use deedwell_core::plan::own::is_claim;
use deedwell_core::{Initiator, Part};

use crate::frame::Frame;

/// Solid is done, hollow is said, square is what we did, dashed is what somebody only says happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    Did,
    Said,
    We,
    /// We said it of them, or did it to them: theirs is the name, not the deed.
    OfThem,
    Claimed,
    /// Something was undone: money went back.
    Bad,
}

/// Deeds that are words: what was said, not what was done.
const SAID: [&str; 10] = [
    "commented",
    "said",
    "answered",
    "rated",
    "reviewed",
    "recommended",
    "asked",
    "replied",
    "complained",
    "mentioned",
];

impl Mark {
    pub fn of(entry: &Entry) -> Self {
        Self::of_kind(entry.part, entry.initiator, &entry.kind)
    }

    fn of_kind(part: Part, initiator: Initiator, kind: &str) -> Self {
        let deed = kind.rsplit_once('.').map_or(kind, |(_, deed)| deed);
        match part {
            Part::Staff | Part::System => Self::We,
            _ if is_claim(kind) => Self::Claimed,
            // Said with a public key, which anybody may have.
            Part::Visitor if initiator == Initiator::Company => Self::Claimed,
            _ if initiator == Initiator::Company => Self::OfThem,
            _ if kind == REFUNDED || kind == RETURNED => Self::Bad,
            _ if SAID.contains(&deed) => Self::Said,
            _ => Self::Did,
        }
    }

    pub const fn class(self) -> &'static str {
        match self {
            Self::Did => "",
            Self::Said => "word",
            Self::We | Self::OfThem => "us",
            Self::Claimed => "claim",
            Self::Bad => "bad",
        }
    }
}

/// What was done: `placed an order`, also where it is only claimed.
pub fn words(frame: &Frame, entry: &Entry) -> String {
    let claimed = entry.kind.strip_prefix("claimed.").and_then(|kind| kind.split_once('_'));
    claimed.map_or_else(
        || frame.kind(&entry.kind),
        |(area, deed)| frame.kind(&format!("{area}.{deed}")),
    )
}

/// Why it counts for nothing, in a word or two; empty where it counts.
pub fn doubt(frame: &Frame, entry: &Entry) -> String {
    match entry.initiator {
        _ if Mark::of(entry) == Mark::Claimed => frame.t("line-claimed"),
        Initiator::Machine => frame.t("line-machine"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_hollow_ours_is_square_and_a_claim_looks_like_one() {
        let class = |part, initiator, kind| Mark::of_kind(part, initiator, kind).class();
        let did = |kind| class(Part::Customer, Initiator::Customer, kind);
        assert_eq!(did("ideas.voted"), "");
        assert_eq!(did("ideas.commented"), "word");
        assert_eq!(did("orders.refunded"), "bad");
        assert_eq!(class(Part::Staff, Initiator::Company, "ideas.commented"), "us");
        assert_eq!(class(Part::Customer, Initiator::Company, "customers.identified"), "us");
        assert_eq!(class(Part::Visitor, Initiator::Customer, "claimed.orders_placed"), "claim");
        assert_eq!(class(Part::Visitor, Initiator::Company, "claimed.accounts_joined"), "claim");
        assert_eq!(class(Part::Visitor, Initiator::Company, "customers.identified"), "claim");
    }
}
