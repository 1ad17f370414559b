//! What is counted apart, why, and what becomes of it. Nothing is deleted: what somebody in quarantine gave
//! stays where it is, and counts again when staff lift it.

use deedwell_core::{Error, Id, Identity, Person, Result, Staff, Timestamp};
use serde::{Deserialize, Serialize};

use crate::cluster::{Cluster, Reason};

/// Characters of an appeal, of the reason for a decision, of what it is about.
pub const SHORTEST_APPEAL: usize = 10;
pub const LONGEST_APPEAL: usize = 2_000;
pub const LONGEST_WHY: usize = 1_000;
pub const LONGEST_ABOUT: usize = 120;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Staff have not decided.
    Open,
    Upheld,
    Lifted,
}

impl Stage {
    pub const ALL: [Self; 3] = [Self::Open, Self::Upheld, Self::Lifted];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Upheld => "upheld",
            Self::Lifted => "lifted",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == text)
    }
}

/// Why something is counted apart, kept as it was found.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Grounds {
    pub score: i64,
    pub reasons: Vec<Reason>,
    pub people: usize,
    pub in_burst: bool,
}

impl Grounds {
    pub fn of(cluster: &Cluster) -> Self {
        Self {
            score: cluster.score,
            reasons: cluster.reasons.clone(),
            people: cluster.people.len(),
            in_burst: cluster.in_burst,
        }
    }
}

/// What is to be counted apart.
#[derive(Clone, Debug)]
pub struct Suspected {
    pub identity: Id<Identity>,
    /// `idea/…`: what they gave there; '' for all that they give.
    pub about: String,
    pub grounds: Grounds,
    /// In the words of staff; '' where it was found by rule.
    pub note: String,
}

impl Suspected {
    pub fn check(&self) -> Result<()> {
        if self.about.chars().count() > LONGEST_ABOUT {
            return Err(Error::invalid(
                "about",
                format!("What it is about has at most {LONGEST_ABOUT} characters."),
            ));
        }
        if self.note.is_empty() {
            Ok(())
        } else {
            words("note", &self.note, 1, LONGEST_WHY).map(drop)
        }
    }
}

#[derive(Clone, Debug)]
pub struct Quarantine {
    pub id: Id<Quarantine>,
    pub identity: Id<Identity>,
    /// Whose it is now.
    pub person: Option<Id<Person>>,
    pub about: String,
    pub grounds: Grounds,
    pub note: String,
    pub stage: Stage,
    pub at: Timestamp,
    pub appeal: String,
    pub appealed_at: Option<Timestamp>,
    pub decided_at: Option<Timestamp>,
    pub decided_by: Option<Id<Staff>>,
    pub why: String,
}

impl Quarantine {
    pub fn about(&self) -> String {
        format!("quarantine/{}", self.id)
    }

    /// The words of an appeal, cleaned. Once, and not where it was lifted.
    ///
    /// # Errors
    /// `trust.lifted`, `trust.appealed`; `Invalid` for words that are too few or too many.
    pub fn appeal(&self, words_of: &str) -> Result<String> {
        if self.stage == Stage::Lifted {
            return Err(Error::refused(
                "trust.lifted",
                "This was lifted already: all of it counts.",
            ));
        }
        if self.appealed_at.is_some() {
            return Err(Error::refused(
                "trust.appealed",
                "You have said what you think of this once already. Somebody of ours reads it.",
            ));
        }
        words("words", words_of, SHORTEST_APPEAL, LONGEST_APPEAL)
    }

    /// The reason for a decision, cleaned. What was upheld can still be lifted; what was lifted stays so.
    ///
    /// # Errors
    /// `trust.decided`; `Invalid` for a reason that is missing or too long.
    pub fn decide(&self, uphold: bool, why: &str) -> Result<String> {
        let decided = self.stage == Stage::Lifted || (self.stage == Stage::Upheld && uphold);
        if decided {
            return Err(Error::refused("trust.decided", "This was decided already."));
        }
        words("why", why, 1, LONGEST_WHY)
    }
}

fn words(field: &'static str, text: &str, least: usize, most: usize) -> Result<String> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(Error::invalid(field, "Please say why.")),
        n if n < least => Err(Error::invalid(
            field,
            format!("Please say a little more: at least {least} characters."),
        )),
        n if n > most => {
            Err(Error::invalid(field, format!("Please use at most {most} characters.")))
        }
        _ => Ok(text.to_owned()),
    }
}
