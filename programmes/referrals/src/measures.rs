//! What these deeds mean. From this follows the grid of measures a) to h).

use deedwell_core::meaning::Booking;
use deedwell_core::{Meaning, Quality};

pub const MEANING: Meaning = Meaning {
    // A friend who came, whom we know: not a link that was made, nor one that was sent round.
    contributions: &["referrals.brought"],
    voided_by: &["referrals.rejected"],
    restored_by: &["referrals.restored"],
    // Whether the friend stays is seen from orders, not from these deeds.
    quality: Quality::Unknown,
    // The friend buys.
    peer_responses: &["referrals.qualified"],
    company_responses: &[
        "referrals.approved",
        "referrals.rejected",
        "referrals.appeal_answered",
        "referrals.paid",
    ],
    official_answers: &["referrals.approved", "referrals.rejected"],
    evaluated: &["referrals.put_to_review", "referrals.approved", "referrals.rejected"],
    decided: &["referrals.approved", "referrals.rejected"],
    implemented: &["referrals.paid"],
    owes: deedwell_core::meaning::Owes::NOTHING,
    money: &[
        Booking { kind: "referrals.approved", cost: false },
        Booking { kind: "referrals.paid", cost: true },
        Booking { kind: "referrals.clawed_back", cost: true },
    ],
};

#[cfg(test)]
mod tests {
    use super::MEANING;
    use crate::deed::KINDS;

    #[test]
    fn every_kind_it_speaks_of_is_one_of_ours() {
        for kind in MEANING.kinds() {
            assert!(KINDS.contains(&kind), "{kind}");
        }
        let answers = MEANING.official_answers;
        assert!(answers.iter().all(|kind| MEANING.company_responses.contains(kind)));
    }
}
