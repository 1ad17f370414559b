//! The verbs: load, decide, write, record, in the transaction of whoever calls. [`seen`] remembers what somebody
//! was seen with, [`look`](fn@look) looks for clusters, [`quarantine`] counts apart, hears appeals and decides,
//! [`form`] gives out forms and takes them back, [`keep`](fn@keep) computes levels anew, [`trust_of`]
//! says how far somebody is trusted now.
pub mod form;
mod keep;
mod look;
pub mod quarantine;
mod seen;
mod trusted;

pub use keep::{Counts, keep, prune};
pub use look::{Found, Looked, find, look, put_apart};
pub use seen::{Sight, seen, seen_all};
pub use trusted::{Trust, mark, spend, trust_of};
