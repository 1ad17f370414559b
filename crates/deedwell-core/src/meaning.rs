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
    /// What a contribution asks of us: from this follows the responsiveness index.
    pub owes: Owes,
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
        let owes = self.owes;
        let more = [owes.explained_by, owes.told_by, owes.broken_by, owes.ended_by];
        let no = owes.no.map(|no| no.kind);
        let more = more.into_iter().flatten().copied().chain(no);
        lists.into_iter().flatten().copied().chain(money).chain(more)
    }
}

/// What a contribution asks of us, within which time, and which deeds say how openly we met it.
#[derive(Clone, Copy, Debug)]
pub struct Owes {
    /// Hours from the contribution within which an official answer fits; 0 where nobody waits for one.
    pub answer_h: u32,
    /// Hours from the contribution within which a yes or a no fits; 0 where none is due.
    pub decision_h: u32,
    /// Hours from the first yes within which it is done; 0 where nothing is to be done.
    pub done_h: u32,
    /// Which decisions are a no; where none is named each is a yes.
    pub no: Option<No>,
    /// Words that the customer can see. A decision is explained by one at that moment or later.
    pub explained_by: &'static [Kind],
    /// These say that everybody who took part was told what came of it.
    pub told_by: &'static [Kind],
    /// The moment went by at which we had promised something.
    pub broken_by: &'static [Kind],
    /// After these nobody waits any more, whatever was promised.
    pub ended_by: &'static [Kind],
}

impl Owes {
    /// Nobody waits for an answer of ours.
    pub const NOTHING: Self = Self {
        answer_h: 0,
        decision_h: 0,
        done_h: 0,
        no: None,
        explained_by: &[],
        told_by: &[],
        broken_by: &[],
        ended_by: &[],
    };

    pub const fn is_anything(&self) -> bool {
        self.answer_h > 0
    }
}

/// A decision of this kind is a no where its fact says one of these words (`false`, for one that is a
/// yes or a no by itself).
#[derive(Clone, Copy, Debug)]
pub struct No {
    pub kind: Kind,
    pub fact: &'static str,
    pub words: &'static [&'static str],
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
