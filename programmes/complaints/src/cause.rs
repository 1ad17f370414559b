//! Why things go wrong: causes with names, in two levels, and whether they are gone.

use deedwell_core::{Error, Id, Result, Staff, Timestamp};

use crate::words::{self, LONGEST_EVIDENCE, LONGEST_NAME};

pub const MOST_CAUSES: usize = 500;

#[derive(Clone, Debug)]
pub struct Cause {
    pub id: Id<Self>,
    /// The cause of which it is a part; itself of no other.
    pub parent: Option<Id<Self>>,
    pub name: String,
    pub created_at: Timestamp,
    pub fixed: Option<Done>,
    pub verified: Option<Done>,
}

/// Who says so, when, and what shows it.
#[derive(Clone, PartialEq, Debug)]
pub struct Done {
    pub by: Id<Staff>,
    pub at: Timestamp,
    pub evidence: String,
}

impl Cause {
    pub fn named(name: &str) -> Result<String> {
        words::required_line("name", "the cause a name", name, LONGEST_NAME)
    }

    /// Two levels are all there are.
    pub fn may_hold(&self) -> Result<()> {
        match self.parent {
            None => Ok(()),
            Some(_) => Err(Error::refused(
                "complaints.two_levels",
                "A cause can be part of another, but no further: choose one of the first level.",
            )),
        }
    }

    pub fn fix(&self, evidence: &str) -> Result<String> {
        if self.fixed.is_some() {
            return Err(Error::refused(
                "complaints.fixed_already",
                "This cause was fixed already.",
            ));
        }
        words::required_line("evidence", "what was changed", evidence, LONGEST_EVIDENCE)
    }

    /// That a cause is gone is said by somebody who did not fix it.
    pub fn verify(&self, by: Id<Staff>, evidence: &str) -> Result<String> {
        let Some(fixed) = &self.fixed else {
            return Err(Error::refused(
                "complaints.not_fixed",
                "Nobody has said that it was fixed.",
            ));
        };
        if self.verified.is_some() {
            return Err(Error::refused("complaints.verified_already", "This was checked already."));
        }
        if fixed.by == by {
            return Err(Error::refused(
                "complaints.own_fix",
                "Whether it is gone is for somebody else to check.",
            ));
        }
        words::required_line("evidence", "what shows that it is gone", evidence, LONGEST_EVIDENCE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::complaint::sample::{at, id};

    #[test]
    fn who_fixed_it_does_not_check_it() {
        let cause = Cause {
            id: id(1),
            parent: None,
            name: "Packing".to_owned(),
            created_at: at(0),
            fixed: None,
            verified: None,
        };
        assert_eq!(cause.verify(id(5), "x").unwrap_err().code(), "complaints.not_fixed");
        let fixed = Some(Done { by: id(5), at: at(1), evidence: cause.fix("New boxes").unwrap() });
        let cause = Cause { fixed, ..cause };
        assert_eq!(cause.fix("again").unwrap_err().code(), "complaints.fixed_already");
        assert_eq!(cause.verify(id(5), "x").unwrap_err().code(), "complaints.own_fix");
        assert!(cause.verify(id(6), "None broke in May").is_ok());
        assert!(cause.verify(id(6), " ").is_err());
        let part = Cause { parent: Some(id(1)), ..cause };
        assert_eq!(part.may_hold().unwrap_err().code(), "complaints.two_levels");
    }
}
