//! How a channel takes work and says what came of it.
//!
//! [`take`](take::take) leases letters that are due; [`handed_over`](hand::handed_over) asks every rule once
//! more and notes, durably, that sending begins; [`answer`](answer::answer) says what came of it, and
//! [`report`] what is heard later. [`recover`] tells what a crash left unknown. All of them take many
//! letters in one transaction; [`desk`] gathers those of many connections.
pub mod answer;
pub mod desk;
pub mod hand;
pub mod recover;
pub mod report;
pub mod take;

pub use answer::{Answer, Refusal, answer, put_back};
pub use desk::Desk;
pub use hand::{HandOver, handed_over};
pub use recover::{recover, sweep};
pub use report::{Reported, bounced, complained};
pub use take::{Due, Handed, Links, take, take_of};

use jiff::SignedDuration;

/// Between being taken and being handed over; afterwards a letter is due again.
pub const LEASE: SignedDuration = SignedDuration::from_mins(3);
/// Between being handed over and the answer; afterwards it is ambiguous. A channel gives up on a
/// conversation well before that.
pub const ANSWER_WITHIN: SignedDuration = SignedDuration::from_mins(10);
/// Letters that are taken at once at most.
pub const MOST_AT_ONCE: usize = 1_000;
