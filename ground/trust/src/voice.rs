//! One proven person, one voice.

use std::collections::HashSet;

use deedwell_core::{Error, Id, Identity, Part, Person, Result, Who};

/// Somebody whose word counts once, whichever of their identities they come with.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Voice {
    pub person: Id<Person>,
    pub identity: Id<Identity>,
    /// `Customer` or `Visitor`.
    pub part: Part,
}

impl Voice {
    /// For what counts: votes, thanks, offers.
    ///
    /// # Errors
    /// `trust.not_proven` for a visitor; `NotAllowed` for staff.
    pub fn proven(who: Who) -> Result<Self> {
        let voice = Self::heard(who)?;
        if voice.part == Part::Customer {
            return Ok(voice);
        }
        Err(Error::refused(
            "trust.not_proven",
            "Please prove an address of yours first: sign in with the code we send you.",
        ))
    }

    /// For what may be said by anybody who is no member of staff.
    ///
    /// # Errors
    /// `NotAllowed` for staff.
    pub fn heard(who: Who) -> Result<Self> {
        let part = who.part();
        match who {
            Who::Customer { identity, person } | Who::Visitor { identity, person } => {
                Ok(Self { person, identity, part })
            }
            Who::Staff(_) | Who::System => Err(Error::not_allowed(
                "This is for customers. Staff may record what a customer told them.",
            )),
        }
    }

    pub fn who(self) -> Who {
        let Self { person, identity, .. } = self;
        match self.part {
            Part::Visitor => Who::Visitor { identity, person },
            _ => Who::Customer { identity, person },
        }
    }
}

/// How many voices there are for something. Nobody is lost: who is not counted is counted apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    pub counted: usize,
    /// Of people in quarantine.
    pub apart: usize,
}

impl Tally {
    /// Each person once, whoever they turned out to be: give the persons as they are now.
    pub fn of(people: impl IntoIterator<Item = Id<Person>>, apart: &HashSet<Id<Person>>) -> Self {
        let people: HashSet<Id<Person>> = people.into_iter().collect();
        let aside = people.iter().filter(|person| apart.contains(person)).count();
        Self { counted: people.len() - aside, apart: aside }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use deedwell_core::{Clock, Timestamp};

    #[test]
    fn only_who_is_proven_counts() {
        let clock = Clock::held(Timestamp::UNIX_EPOCH);
        let (person, identity) = (clock.new_id(), clock.new_id());
        let ada = Who::Customer { identity, person };
        assert_eq!(Voice::proven(ada).unwrap().who(), ada);
        let passer_by = Who::Visitor { identity, person };
        assert_eq!(Voice::proven(passer_by).unwrap_err().code(), "trust.not_proven");
        assert_eq!(Voice::heard(passer_by).unwrap().who(), passer_by);
        assert!(Voice::heard(Who::Staff(clock.new_id())).is_err());
        assert!(Voice::proven(Who::System).is_err());
    }

    #[test]
    fn each_person_is_one_voice_and_nobody_is_lost() {
        let clock = Clock::held(Timestamp::UNIX_EPOCH);
        let [a, b, c]: [Id<Person>; 3] = std::array::from_fn(|_| clock.new_id());
        let tally = Tally::of([a, b, a, c, c], &HashSet::from([c]));
        assert_eq!(tally, Tally { counted: 2, apart: 1 });
    }
}
