//! What these deeds mean. From this follows the grid of measures a) to h).

use deedwell_core::meaning::{Booking, No, Owes};
use deedwell_core::{Meaning, Quality};

pub const MEANING: Meaning = Meaning {
    contributions: &["complaints.received"],
    voided_by: &["complaints.withdrawn", "complaints.marked_spam"],
    restored_by: &["complaints.cleared"],
    // How grave it is: a shop that hears only of small things hears little.
    quality: Quality::Grade { kind: "complaints.assessed", fact: "severity", worst: 1, best: 4 },
    peer_responses: &["complaints.joined"],
    company_responses: &["complaints.acknowledged", "complaints.answered", "complaints.offered"],
    // A word that we have it is no answer.
    official_answers: &["complaints.offered"],
    evaluated: &["complaints.assessed"],
    decided: &["complaints.decided"],
    // It is done when the customer has what was promised, or the cause is gone.
    implemented: &["complaints.redress_paid", "complaints.cause_gone"],
    // An offer says what we make of it; a refund or a repair follows.
    owes: Owes {
        answer_h: 240,
        decision_h: 240,
        done_h: 720,
        no: Some(No { kind: "complaints.decided", fact: "upheld", words: &["no"] }),
        explained_by: &["complaints.offered", "complaints.answered"],
        told_by: &["complaints.problem_ended"],
        broken_by: &["complaints.promise_broken"],
        ended_by: &["complaints.closed"],
    },
    money: &[Booking { kind: "complaints.redress_paid", cost: true }],
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
