//! The verbs: load, decide, write, record. The caller commits.
//!
//! [`tell`] takes what somebody says of an order, [`settle`] tells the ledger the difference, [`refund`] is
//! what staff and programs do to an order, [`call`] what a shop's call becomes, [`bring`](fn@bring) what
//! files bring of the past.
mod bring;
mod call;
mod refund;
mod settle;
mod tell;

pub use bring::{Past, bring};
pub use call::{Shopkeeper, call};
pub use refund::{LONGEST_REASON, NewRefund, cancel, refund};
pub(crate) use settle::placed_message;
pub use settle::settle;
pub(crate) use tell::keep;
pub use tell::{From, refund_told, tell};
