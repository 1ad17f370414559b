//! What a programme declares of its deeds, so that the grid of measures a)–h) follows for every
//! programme alike.

use crate::deed::Kind;

/// Which kinds are contributions, answers, outcomes and money, and how quality is scored.
///
/// A *contribution* is known by its `about`; every later kind is about the same thing.
#[derive(Clone, Copy, Debug)]
pub struct Meaning {
    /// a), b): each is one contribution, by its subject, about a thing of its own.
    pub contributions: &'static [Kind],
    /// These make the contribution they are about invalid: spam, merged away, withdrawn.
    pub voided_by: &'static [Kind],
    /// These make it valid again: cleared, un-merged.
    pub restored_by: &'static [Kind],
    /// c)
    pub quality: Quality,
    /// e): one person's answer to another person's contribution. Answers to one's own are left out.
    pub peer_responses: &'static [Kind],
    /// f): any public act of staff on a contribution, official answers included.
    pub company_responses: &'static [Kind],
    /// f): the official answers among them, which stop the first-answer clock.
    pub official_answers: &'static [Kind],
    /// g): somebody weighed the contribution.
    pub evaluated: &'static [Kind],
    /// g): a yes or a no was said.
    pub decided: &'static [Kind],
    /// g): it was done.
    pub implemented: &'static [Kind],
    /// h): booked money with its basis in the fact `basis`.
    pub money: &'static [Booking],
}

impl Meaning {
    /// All kinds of which it speaks, some more than once.
    pub fn kinds(&self) -> impl Iterator<Item = Kind> {
        let lists = [
            self.contributions,
            self.voided_by,
            self.restored_by,
            self.peer_responses,
            self.company_responses,
            self.official_answers,
            self.evaluated,
            self.decided,
            self.implemented,
        ];
        let money = self.money.iter().map(|booking| booking.kind);
        lists.into_iter().flatten().copied().chain(money)
    }
}

/// One kind that books money.
#[derive(Clone, Copy, Debug)]
pub struct Booking {
    pub kind: Kind,
    /// Costs are subtracted.
    pub cost: bool,
}

/// How the quality of a contribution is known.
#[derive(Clone, Copy, Debug)]
pub enum Quality {
    /// A reviewer's grade: the last `fact` of `kind` about it, from worst to best.
    Grade { kind: Kind, fact: &'static str, worst: i64, best: i64 },
    /// Not known from the ledger.
    Unknown,
}

/// How an amount of money came to be known.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A randomised comparison.
    Experiment,
    /// Compared with like customers who were not concerned.
    Matched,
    /// Somebody says so.
    Claimed,
}

impl Basis {
    pub const ALL: [Self; 3] = [Self::Experiment, Self::Matched, Self::Claimed];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Experiment => "experiment",
            Self::Matched => "matched",
            Self::Claimed => "claimed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|b| b.name() == text)
    }
}
