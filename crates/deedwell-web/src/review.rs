//! What somebody of ours has to judge: held until they looked, counted apart, or answered with an appeal. Each
//! part brings its own and decides on pages of its own; one page shows them all, the longest wait first.

use deedwell_core::behaviour::Later;
use deedwell_core::{Id, Person, Result, Timestamp};
use deedwell_store::Tx;

use crate::frame::Frame;
use crate::roles::Right;

/// At most so many of a part, the longest wait first; and how many there are.
pub type Reviews = for<'a> fn(&'a mut Tx, &'a Frame, usize) -> Later<'a, Result<ToReview>>;

/// What a part has to be judged, and who may.
#[derive(Clone, Copy)]
pub struct ReviewsOf {
    pub whose: Right,
    pub reviews: Reviews,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ToReview {
    pub count: u64,
    pub first: Vec<Review>,
}

/// One thing to judge, in the reader's language.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// What kind of thing: `Idea`, `Votes`.
    pub what: String,
    /// What it is called, in the words of whoever made it.
    pub title: String,
    /// Whom it concerns.
    pub person: Option<Id<Person>>,
    pub name: String,
    /// Why it waits, in sentences.
    pub why: String,
    /// They say that we were wrong; their words.
    pub appeal: Option<String>,
    pub since: Timestamp,
    /// Where it is judged.
    pub href: String,
}
