//! Handing letters over to a mail server.
//!
//! [`reply`], what a server answers; [`server`], which server and how one speaks to it; `speaker`, one
//! conversation; [`pool`], several of them kept open; [`pace`], how many letters a second. What becomes
//! of one letter is an [`Outcome`]: the one distinction that everything else rests on is whether its
//! words had begun to go out when something failed.
pub mod pace;
pub mod pool;
pub mod reply;
pub mod server;
mod speaker;

pub use pool::Pool;
pub use reply::Reply;
pub use server::{Server, Tls};

/// A letter as a server takes it.
#[derive(Clone, Copy, Debug)]
pub struct Envelope<'a> {
    /// Where what cannot be delivered goes back to.
    pub from: &'a str,
    pub to: &'a str,
}

/// What became of a letter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// The server took it over.
    Accepted(Reply),
    /// It says: later.
    Deferred(Reply),
    /// It says: never.
    Refused(Reply),
    /// Nobody was reached, or not far enough that the words had begun to go out: it may be tried again.
    NotBegun(Trouble),
    /// Its words had begun to go out and no answer came. It may have arrived.
    Ambiguous(Trouble),
}

/// Why there was no answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trouble {
    /// Stable, for translation: `email.unreachable`.
    pub code: &'static str,
    /// What was said, if anything.
    pub detail: String,
}

impl Trouble {
    pub(crate) fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }
}

/// Every code of a trouble, for the test that each has its words.
pub const TROUBLES: [&str; 8] = [
    "email.unreachable",
    "email.not_public",
    "email.untrusted",
    "email.no_tls",
    "email.sign_in_refused",
    "email.too_slow",
    "email.broken",
    "email.turned_away",
];
