//! What customers are told of that we did: each part says of which of its deeds, and who hears of them.

use deedwell_core::{Id, Identity, Kind, Result};
use deedwell_store::Tx;

use crate::programme::Later;

/// Who hears of a deed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whom {
    /// The customer whom it answers.
    TheOne,
    /// Everybody who took part in the thing that it is about; of many deeds of one thing in one letter, the
    /// one that stands first in the list is told.
    All,
}

/// Whether a letter tells of it too. On the site it always stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ByLetter {
    /// They wrote to us and wait for it.
    AtOnce,
    /// As they chose: at once, once a day, once a week, never.
    AsChosen,
}

/// A kind of deed that customers are told of. What it says is the message `told-<kind>`, which is given the
/// title of the thing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Notice {
    pub kind: Kind,
    pub whom: Whom,
    pub by: ByLetter,
}

impl Notice {
    pub const fn to_one(kind: Kind, by: ByLetter) -> Self {
        Self { kind, whom: Whom::TheOne, by }
    }

    pub const fn to_all(kind: Kind) -> Self {
        Self { kind, whom: Whom::All, by: ByLetter::AsChosen }
    }
}

/// Who took part in a thing, by its `about`: each person once, without those who want to hear no more of it.
pub type TookPart = for<'a> fn(&'a mut Tx, &'a str) -> Later<'a, Result<Vec<Id<Identity>>>>;

/// What one part tells, and whom.
#[derive(Clone, Copy)]
pub struct Tells {
    pub notices: &'static [Notice],
    pub took_part: TookPart,
}

/// Where nothing is told to everybody.
pub fn nobody<'a>(_: &'a mut Tx, _: &'a str) -> Later<'a, Result<Vec<Id<Identity>>>> {
    Box::pin(async { Ok(Vec::new()) })
}
