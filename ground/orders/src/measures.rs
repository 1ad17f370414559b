//! What deeds of orders mean: buying is a programme like the others.

use deedwell_core::{Meaning, Quality};

pub const MEANING: Meaning = Meaning {
    contributions: &["orders.placed"],
    voided_by: &["orders.cancelled"],
    restored_by: &[],
    // A return says little of how good an order was, and nothing else does.
    quality: Quality::Unknown,
    peer_responses: &[],
    company_responses: &[],
    official_answers: &[],
    evaluated: &[],
    decided: &[],
    implemented: &[],
    // What buying brings is what was bought: it stands in Value, not as an effect of a programme.
    owes: deedwell_core::meaning::Owes::NOTHING,
    money: &[],
};
