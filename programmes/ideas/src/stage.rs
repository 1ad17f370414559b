//! How far an idea has come, and which moves there are.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use deedwell_core::{Error, Result};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Submitted,
    UnderReview,
    /// The author was asked something.
    NeedsInfo,
    Planned,
    InProgress,
    /// It is there, and something shows it.
    Shipped,
    /// What it brought has been counted.
    Measured,
    /// No for the time being, with a reason and a day on which we look again.
    NotNow,
    /// No, with a reason and a day on which we look again.
    Declined,
    /// By its author.
    Withdrawn,
    Spam,
    /// Into another idea, which speaks for it.
    Merged,
}

use Stage::{
    Declined, InProgress, Measured, Merged, NeedsInfo, NotNow, Planned, Shipped, Spam, Submitted,
    UnderReview, Withdrawn,
};

impl Stage {
    pub const ALL: [Self; 12] = [
        Submitted,
        UnderReview,
        NeedsInfo,
        Planned,
        InProgress,
        Shipped,
        Measured,
        NotNow,
        Declined,
        Withdrawn,
        Spam,
        Merged,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Submitted => "submitted",
            UnderReview => "under_review",
            NeedsInfo => "needs_info",
            Planned => "planned",
            InProgress => "in_progress",
            Shipped => "shipped",
            Measured => "measured",
            NotNow => "not_now",
            Declined => "declined",
            Withdrawn => "withdrawn",
            Spam => "spam",
            Merged => "merged",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == text)
    }

    /// What we call it unless the organisation has a word of its own.
    pub const fn label(self) -> &'static str {
        match self {
            Submitted => "Submitted",
            UnderReview => "Under review",
            NeedsInfo => "More needed",
            Planned => "Planned",
            InProgress => "In progress",
            Shipped => "Shipped",
            Measured => "Measured",
            NotNow => "Not now",
            Declined => "Declined",
            Withdrawn => "Withdrawn",
            Spam => "Spam",
            Merged => "Merged",
        }
    }

    /// May an organisation do without it?
    pub const fn is_optional(self) -> bool {
        matches!(self, UnderReview | NeedsInfo | InProgress | Measured | NotNow)
    }

    /// While an idea is open, votes say something that may still change the answer.
    pub const fn takes_votes(self) -> bool {
        matches!(self, Submitted | UnderReview | NeedsInfo | Planned | InProgress | NotNow)
    }

    /// Shown in lists, and found.
    pub const fn is_listed(self) -> bool {
        !matches!(self, Withdrawn | Spam | Merged)
    }

    /// A no needs a reason and a day on which we look again.
    pub const fn is_no(self) -> bool {
        matches!(self, NotNow | Declined)
    }

    /// The yes or no that entering it says; none where it says neither.
    pub const fn says(self) -> Option<bool> {
        match self {
            Planned | InProgress | Shipped => Some(true),
            NotNow | Declined => Some(false),
            _ => None,
        }
    }

    /// Authors may take an idea back until somebody has planned or refused it.
    pub const fn can_be_withdrawn(self) -> bool {
        matches!(self, Submitted | UnderReview | NeedsInfo)
    }

    /// The moves that staff may make unless the organisation restricts them.
    pub const fn next(self) -> &'static [Self] {
        match self {
            Submitted => &[UnderReview, NeedsInfo, Planned, NotNow, Declined],
            UnderReview => &[NeedsInfo, Planned, NotNow, Declined],
            NeedsInfo => &[UnderReview, Planned, NotNow, Declined],
            Planned => &[InProgress, Shipped, UnderReview, NotNow, Declined],
            InProgress => &[Shipped, Planned, NotNow, Declined],
            Shipped => &[Measured, InProgress],
            NotNow => &[UnderReview, Planned, Declined],
            Declined => &[UnderReview, Planned, NotNow],
            Measured | Withdrawn | Spam | Merged => &[],
        }
    }
}

impl FromStr for Stage {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text).ok_or_else(|| Error::invalid("stage", "There is no such stage."))
    }
}

/// The stages as one organisation has them: its words, those it does without, the moves it allows.
#[derive(Clone, Debug, Default)]
pub struct Stages {
    labels: BTreeMap<Stage, String>,
    off: BTreeSet<Stage>,
    /// None: every move of [`Stage::next`].
    moves: Option<BTreeSet<(Stage, Stage)>>,
}

impl Stages {
    pub const LONGEST_LABEL: usize = 30;

    pub fn new(
        labels: BTreeMap<Stage, String>,
        off: BTreeSet<Stage>,
        moves: Option<BTreeSet<(Stage, Stage)>>,
    ) -> Self {
        Self { labels, off, moves }
    }

    pub fn label(&self, stage: Stage) -> &str {
        self.labels.get(&stage).map_or(stage.label(), String::as_str)
    }

    pub fn in_use(&self, stage: Stage) -> bool {
        !self.off.contains(&stage)
    }

    /// Those an organisation uses, in the order of an idea's life.
    pub fn used(&self) -> Vec<Stage> {
        Stage::ALL.into_iter().filter(|stage| self.in_use(*stage)).collect()
    }

    /// Where staff may move an idea from here.
    pub fn next(&self, from: Stage) -> Vec<Stage> {
        let allowed = |to: &Stage| {
            self.in_use(*to) && self.moves.as_ref().is_none_or(|moves| moves.contains(&(from, *to)))
        };
        from.next().iter().copied().filter(allowed).collect()
    }

    /// # Errors
    /// `Refused` with what is possible instead.
    pub fn check(&self, from: Stage, to: Stage) -> Result<()> {
        let next = self.next(from);
        if next.contains(&to) {
            return Ok(());
        }
        let labels: Vec<String> = next.iter().map(|s| format!("“{}”", self.label(*s))).collect();
        let instead = match labels.as_slice() {
            [] => "Nothing follows from here.".to_owned(),
            [one] => format!("It can become {one}."),
            [most @ .., last] => format!("It can become {} or {last}.", most.join(", ")),
        };
        Err(Error::refused(
            "ideas.move",
            format!(
                "An idea that is “{}” cannot become “{}”. {instead}",
                self.label(from),
                self.label(to)
            ),
        ))
    }
}

/// Checks a label and whether the stage may be switched off.
pub fn set_stage(stage: Stage, label: &str, used: bool) -> Result<String> {
    if !used && !stage.is_optional() {
        return Err(Error::refused(
            "ideas.stage_needed",
            format!("“{}” cannot be switched off: ideas need it.", stage.label()),
        ));
    }
    crate::words::required_line("label", "the stage a name", label, Stages::LONGEST_LABEL)
}

/// Checks that an organisation's moves are among ours.
pub fn set_moves(moves: &[(Stage, Stage)]) -> Result<()> {
    match moves.iter().find(|(from, to)| !from.next().contains(to)) {
        None => Ok(()),
        Some((from, to)) => Err(Error::refused(
            "ideas.no_such_move",
            format!("There is no move from “{}” to “{}” to allow.", from.label(), to.label()),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_move_says_what_is_possible() {
        let stages = Stages::default();
        assert!(stages.check(Submitted, UnderReview).is_ok());
        let refused = stages.check(Shipped, Declined).unwrap_err();
        assert_eq!(refused.code(), "ideas.move");
        assert_eq!(
            refused.sentence(),
            "An idea that is “Shipped” cannot become “Declined”. It can become “Measured” or “In progress”."
        );
        let end = stages.check(Withdrawn, Planned).unwrap_err().sentence().into_owned();
        assert!(end.ends_with("Nothing follows from here."), "{end}");
    }

    #[test]
    fn an_organisation_has_its_own_words_stages_and_moves() {
        let stages = Stages::new(
            BTreeMap::from([(Planned, "On our list".to_owned())]),
            BTreeSet::from([NeedsInfo, InProgress]),
            Some(BTreeSet::from([(Submitted, UnderReview), (UnderReview, Planned)])),
        );
        assert_eq!(stages.label(Planned), "On our list");
        assert_eq!(stages.next(UnderReview), [Planned]);
        assert!(stages.next(Planned).is_empty());
        assert!(!stages.used().contains(&InProgress));
        assert!(set_stage(Declined, "No", false).is_err());
        assert_eq!(set_stage(NeedsInfo, " Ask  back ", false).unwrap(), "Ask back");
        assert!(set_moves(&[(Submitted, Shipped)]).is_err());
    }

    #[test]
    fn with_every_optional_stage_off_an_idea_can_still_ship() {
        let off = Stage::ALL.into_iter().filter(|s| s.is_optional()).collect();
        let stages = Stages::new(BTreeMap::new(), off, None);
        assert!(stages.check(Submitted, Planned).is_ok() && stages.check(Planned, Shipped).is_ok());
        assert!(stages.check(Submitted, Declined).is_ok());
    }

    #[test]
    fn names_are_read_back() {
        for stage in Stage::ALL {
            assert_eq!(stage.name().parse::<Stage>().unwrap(), stage);
            assert_eq!(serde_json::to_value(stage).unwrap(), stage.name());
            // These are reached by verbs of their own, with more to say than a move has.
            let own = [Submitted, Withdrawn, Spam, Merged];
            assert!(stage.next().iter().all(|to| !own.contains(to)));
        }
    }
}
