//! What these deeds mean. From this follows the grid of measures a) to h).

use deedwell_core::meaning::{Booking, No, Owes};
use deedwell_core::{Meaning, Quality};

pub const MEANING: Meaning = Meaning {
    contributions: &["ideas.put_forward"],
    voided_by: &["ideas.merged", "ideas.marked_spam", "ideas.withdrawn"],
    restored_by: &["ideas.unmerged", "ideas.cleared"],
    quality: Quality::Grade { kind: "ideas.evaluated", fact: "grade", worst: 1, best: 5 },
    peer_responses: &["ideas.voted", "ideas.commented"],
    company_responses: &["ideas.answered", "ideas.commented_by_staff"],
    official_answers: &["ideas.answered"],
    evaluated: &["ideas.evaluated"],
    decided: &["ideas.decided"],
    implemented: &["ideas.delivered"],
    // Who was told stands in the table of notices, not in the ledger.
    owes: Owes {
        answer_h: 240,
        decision_h: 720,
        done_h: 4_320,
        no: Some(No { kind: "ideas.decided", fact: "yes", words: &["false"] }),
        explained_by: &["ideas.answered"],
        told_by: &[],
        broken_by: &[],
        ended_by: &[],
    },
    money: &[
        Booking { kind: "ideas.earned", cost: false },
        Booking { kind: "ideas.saved", cost: false },
        Booking { kind: "ideas.cost_booked", cost: true },
    ],
};

#[cfg(test)]
mod tests {
    use super::MEANING;
    use crate::deed::KINDS;

    #[test]
    fn every_kind_it_speaks_of_is_one_of_ours() {
        let m = MEANING;
        let lists = [
            m.contributions,
            m.voided_by,
            m.restored_by,
            m.peer_responses,
            m.company_responses,
            m.official_answers,
            m.evaluated,
            m.decided,
            m.implemented,
        ];
        for kind in lists.concat().into_iter().chain(m.money.iter().map(|b| b.kind)) {
            assert!(KINDS.contains(&kind), "{kind}");
        }
        assert!(m.official_answers.iter().all(|kind| m.company_responses.contains(kind)));
    }
}
