//! What happened to an idea, as the ledger keeps it: ids, quantities and words of ours, never words
//! of a person.
//!
//! Rules return [`IdeaDeed`]s; with [`Of`], whose idea it is, each becomes a [`Done`], which is a
//! [`Deed`]. The facts of every deed are kept as samples in `ledger/`, and read for ever.

use deedwell_core::meaning::Basis;
use deedwell_core::{Deed, Error, Id, Identity, Kind, Money, Result, Staff, Unit};
use serde::{Deserialize, Serialize, Serializer};

use crate::answer::Answered;
use crate::board::Board;
use crate::comment::Comment;
use crate::idea::Idea;
use crate::money::Entry;
use crate::stage::Stage;

/// Its fields are the action's facts. The tag is the kind; it is not repeated in the facts.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum IdeaDeed {
    #[serde(rename = "ideas.put_forward")]
    PutForward { board: Id<Board> },
    #[serde(rename = "ideas.edited")]
    Edited {},
    #[serde(rename = "ideas.withdrawn")]
    Withdrawn {},
    #[serde(rename = "ideas.voted")]
    Voted {
        /// The member of staff who heard it from the customer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on_behalf_by: Option<Id<Staff>>,
    },
    #[serde(rename = "ideas.vote_withdrawn")]
    VoteWithdrawn {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        on_behalf_by: Option<Id<Staff>>,
    },
    #[serde(rename = "ideas.followed")]
    Followed {},
    #[serde(rename = "ideas.unfollowed")]
    Unfollowed {},
    #[serde(rename = "ideas.commented")]
    Commented {
        comment: Id<Comment>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<Id<Comment>>,
    },
    #[serde(rename = "ideas.comment_withdrawn")]
    CommentWithdrawn { comment: Id<Comment> },
    #[serde(rename = "ideas.thanked")]
    Thanked { comment: Id<Comment> },
    #[serde(rename = "ideas.commented_by_staff")]
    CommentedByStaff {
        comment: Id<Comment>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply_to: Option<Id<Comment>>,
    },
    /// An internal note: not a response.
    #[serde(rename = "ideas.noted")]
    Noted { comment: Id<Comment> },
    #[serde(rename = "ideas.comment_removed")]
    CommentRemoved { comment: Id<Comment> },
    #[serde(rename = "ideas.comment_restored")]
    CommentRestored { comment: Id<Comment> },
    #[serde(rename = "ideas.answered")]
    Answered { answer: Id<Answered> },
    #[serde(rename = "ideas.answer_corrected")]
    AnswerCorrected { answer: Id<Answered>, version: i64 },
    #[serde(rename = "ideas.moved")]
    Moved { from: Stage, to: Stage },
    /// A yes or a no was said.
    #[serde(rename = "ideas.decided")]
    Decided { yes: bool },
    /// It shipped.
    #[serde(rename = "ideas.delivered")]
    Delivered {},
    #[serde(rename = "ideas.measured")]
    Measured {},
    /// We looked again at a no.
    #[serde(rename = "ideas.revisited")]
    Revisited {},
    #[serde(rename = "ideas.evaluated")]
    Evaluated { grade: i64 },
    /// About the idea that no longer speaks for itself.
    #[serde(rename = "ideas.merged")]
    Merged { into: Id<Idea> },
    #[serde(rename = "ideas.unmerged")]
    Unmerged { from: Id<Idea> },
    #[serde(rename = "ideas.held")]
    Held {},
    #[serde(rename = "ideas.marked_spam")]
    MarkedSpam {},
    #[serde(rename = "ideas.cleared")]
    Cleared {},
    #[serde(rename = "ideas.tagged")]
    Tagged { tags: i64 },
    #[serde(rename = "ideas.board_changed")]
    BoardChanged { from: Id<Board>, to: Id<Board> },
    #[serde(rename = "ideas.released")]
    Released { release: Id<crate::board::Release> },
    #[serde(rename = "ideas.credited")]
    Credited { persons: i64 },
    #[serde(rename = "ideas.earned")]
    Earned(Booked),
    #[serde(rename = "ideas.saved")]
    Saved(Booked),
    #[serde(rename = "ideas.cost_booked")]
    CostBooked(Booked),
}

/// Money booked; below nought when an earlier entry is taken back.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Booked {
    pub entry: Id<Entry>,
    pub basis: Basis,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reverses: Option<Id<Entry>>,
    /// The action's value, not one of its facts.
    #[serde(skip)]
    pub amount: Option<Money>,
}

impl IdeaDeed {
    /// From what the ledger keeps. None for a kind of somebody else's.
    ///
    /// # Errors
    /// `Fault` when the facts are not those of the kind.
    pub fn read(kind: &str, facts: &str) -> Result<Option<Self>> {
        if !crate::deed::KINDS.contains(&kind) {
            return Ok(None);
        }
        let facts = if facts.is_empty() { "{}" } else { facts };
        let mut value: serde_json::Value = serde_json::from_str(facts).map_err(Error::fault)?;
        if let Some(map) = value.as_object_mut() {
            map.insert("kind".to_owned(), kind.into());
        }
        serde_json::from_value(value).map(Some).map_err(Error::fault)
    }

    pub fn kind(&self) -> Kind {
        match self {
            Self::PutForward { .. } => "ideas.put_forward",
            Self::Edited {} => "ideas.edited",
            Self::Withdrawn {} => "ideas.withdrawn",
            Self::Voted { .. } => "ideas.voted",
            Self::VoteWithdrawn { .. } => "ideas.vote_withdrawn",
            Self::Followed {} => "ideas.followed",
            Self::Unfollowed {} => "ideas.unfollowed",
            Self::Commented { .. } => "ideas.commented",
            Self::CommentWithdrawn { .. } => "ideas.comment_withdrawn",
            Self::Thanked { .. } => "ideas.thanked",
            Self::CommentedByStaff { .. } => "ideas.commented_by_staff",
            Self::Noted { .. } => "ideas.noted",
            Self::CommentRemoved { .. } => "ideas.comment_removed",
            Self::CommentRestored { .. } => "ideas.comment_restored",
            Self::Answered { .. } => "ideas.answered",
            Self::AnswerCorrected { .. } => "ideas.answer_corrected",
            Self::Moved { .. } => "ideas.moved",
            Self::Decided { .. } => "ideas.decided",
            Self::Delivered {} => "ideas.delivered",
            Self::Measured {} => "ideas.measured",
            Self::Revisited {} => "ideas.revisited",
            Self::Evaluated { .. } => "ideas.evaluated",
            Self::Merged { .. } => "ideas.merged",
            Self::Unmerged { .. } => "ideas.unmerged",
            Self::Held {} => "ideas.held",
            Self::MarkedSpam {} => "ideas.marked_spam",
            Self::Cleared {} => "ideas.cleared",
            Self::Tagged { .. } => "ideas.tagged",
            Self::BoardChanged { .. } => "ideas.board_changed",
            Self::Released { .. } => "ideas.released",
            Self::Credited { .. } => "ideas.credited",
            Self::Earned(_) => "ideas.earned",
            Self::Saved(_) => "ideas.saved",
            Self::CostBooked(_) => "ideas.cost_booked",
        }
    }

    /// What authors do with their own idea answers nobody.
    const fn answers_nobody(&self) -> bool {
        matches!(self, Self::PutForward { .. } | Self::Edited {} | Self::Withdrawn {})
    }
}

/// Every kind of this programme; a test keeps it whole.
pub const KINDS: [Kind; 34] = [
    "ideas.put_forward",
    "ideas.edited",
    "ideas.withdrawn",
    "ideas.voted",
    "ideas.vote_withdrawn",
    "ideas.followed",
    "ideas.unfollowed",
    "ideas.commented",
    "ideas.comment_withdrawn",
    "ideas.thanked",
    "ideas.commented_by_staff",
    "ideas.noted",
    "ideas.comment_removed",
    "ideas.comment_restored",
    "ideas.answered",
    "ideas.answer_corrected",
    "ideas.moved",
    "ideas.decided",
    "ideas.delivered",
    "ideas.measured",
    "ideas.revisited",
    "ideas.evaluated",
    "ideas.merged",
    "ideas.unmerged",
    "ideas.held",
    "ideas.marked_spam",
    "ideas.cleared",
    "ideas.tagged",
    "ideas.board_changed",
    "ideas.released",
    "ideas.credited",
    "ideas.earned",
    "ideas.saved",
    "ideas.cost_booked",
];

/// Deeds of staff that the customers whom they concern may read of: all that their page shows too.
pub const TOLD: &[Kind] = &[
    "ideas.thanked",
    "ideas.commented_by_staff",
    "ideas.comment_removed",
    "ideas.comment_restored",
    "ideas.answered",
    "ideas.answer_corrected",
    "ideas.moved",
    "ideas.decided",
    "ideas.delivered",
    "ideas.measured",
    "ideas.merged",
    "ideas.unmerged",
    "ideas.released",
    // Votes that staff gave and ideas that they wrote down for somebody.
    "ideas.voted",
    "ideas.put_forward",
];

/// The idea a deed is about, its unit, and whom the deed answers.
#[derive(Clone, Copy, Debug)]
pub struct Of {
    pub idea: Id<Idea>,
    pub unit: Option<Id<Unit>>,
    /// The author of the idea, unless it is a comment that is answered.
    pub counterpart: Id<Identity>,
}

/// A deed ready to be recorded.
#[derive(Debug)]
pub struct Done {
    pub of: Of,
    pub deed: IdeaDeed,
}

impl Serialize for Done {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut facts = serde_json::to_value(&self.deed).map_err(serde::ser::Error::custom)?;
        if let Some(map) = facts.as_object_mut() {
            map.remove("kind");
        }
        facts.serialize(serializer)
    }
}

impl Deed for Done {
    fn kind(&self) -> Kind {
        self.deed.kind()
    }

    fn about(&self) -> Option<String> {
        Some(format!("idea/{}", self.of.idea))
    }

    fn unit(&self) -> Option<Id<Unit>> {
        self.of.unit
    }

    fn counterpart(&self) -> Option<Id<Identity>> {
        (!self.deed.answers_nobody()).then_some(self.of.counterpart)
    }

    fn value(&self) -> Option<Money> {
        match &self.deed {
            IdeaDeed::Earned(b) | IdeaDeed::Saved(b) | IdeaDeed::CostBooked(b) => b.amount,
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn id<T>(n: u128) -> Id<T> {
        Id::from_uuid(uuid_of(n))
    }

    fn uuid_of(n: u128) -> uuid::Uuid {
        uuid::Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0000 + n)
    }

    fn booked() -> Booked {
        Booked { entry: id(1), basis: Basis::Claimed, reverses: Some(id(2)), amount: None }
    }

    /// One of each kind, every field filled.
    fn samples() -> Vec<IdeaDeed> {
        use IdeaDeed as D;
        let staff = Some(id(3));
        let all = vec![
            D::PutForward { board: id(8) },
            D::Edited {},
            D::Withdrawn {},
            D::Voted { on_behalf_by: staff },
            D::VoteWithdrawn { on_behalf_by: staff },
            D::Followed {},
            D::Unfollowed {},
            D::Commented { comment: id(4), reply_to: Some(id(5)) },
            D::CommentWithdrawn { comment: id(4) },
            D::Thanked { comment: id(4) },
            D::CommentedByStaff { comment: id(4), reply_to: Some(id(5)) },
            D::Noted { comment: id(4) },
            D::CommentRemoved { comment: id(4) },
            D::CommentRestored { comment: id(4) },
            D::Answered { answer: id(6) },
            D::AnswerCorrected { answer: id(6), version: 2 },
            D::Moved { from: Stage::UnderReview, to: Stage::NotNow },
            D::Decided { yes: true },
            D::Delivered {},
            D::Measured {},
            D::Revisited {},
            D::Evaluated { grade: 4 },
            D::Merged { into: id(7) },
            D::Unmerged { from: id(7) },
            D::Held {},
            D::MarkedSpam {},
            D::Cleared {},
            D::Tagged { tags: 2 },
            D::BoardChanged { from: id(8), to: id(9) },
            D::Released { release: id(10) },
            D::Credited { persons: 2 },
            D::Earned(booked()),
            D::Saved(booked()),
            D::CostBooked(booked()),
        ];
        all.iter().for_each(listed);
        all
    }

    /// A new variant does not compile until it stands here; then add its sample above, its kind to
    /// [`KINDS`] and its file to `ledger/`.
    fn listed(deed: &IdeaDeed) {
        use IdeaDeed as D;
        match deed {
            D::PutForward { .. } | D::Edited {} | D::Withdrawn {} | D::Voted { .. } => {}
            D::VoteWithdrawn { .. } | D::Followed {} | D::Unfollowed {} | D::Commented { .. } => {}
            D::CommentWithdrawn { .. } | D::Thanked { .. } | D::CommentedByStaff { .. } => {}
            D::Noted { .. } | D::CommentRemoved { .. } | D::CommentRestored { .. } => {}
            D::Answered { .. } | D::AnswerCorrected { .. } | D::Moved { .. } => {}
            D::Decided { .. } | D::Delivered {} | D::Measured {} | D::Revisited {} => {}
            D::Evaluated { .. } | D::Merged { .. } | D::Unmerged { .. } | D::Held {} => {}
            D::MarkedSpam {} | D::Cleared {} | D::Tagged { .. } | D::BoardChanged { .. } => {}
            D::Released { .. } | D::Credited { .. } => {}
            D::Earned(_) | D::Saved(_) | D::CostBooked(_) => {}
        }
    }

    fn done(deed: IdeaDeed) -> Done {
        Done { of: Of { idea: id(20), unit: None, counterpart: id(21) }, deed }
    }

    #[test]
    fn what_was_recorded_is_read_for_ever() {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("ledger");
        for deed in samples() {
            let path = folder.join(format!("{}.1.json", deed.kind()));
            let stored = std::fs::read_to_string(&path).unwrap_or_else(|e| {
                panic!("{}: {e}; store {:?}", path.display(), done(deed.clone()))
            });
            let read = IdeaDeed::read(deed.kind(), stored.trim()).unwrap().unwrap();
            assert_eq!(read, deed, "{}", path.display());
            let written = serde_json::to_string(&done(deed)).unwrap();
            assert_eq!(written, stored.trim(), "{}: a new fact is a new version", path.display());
        }
    }

    #[test]
    fn the_list_of_kinds_is_whole() {
        let kinds: Vec<Kind> = samples().iter().map(IdeaDeed::kind).collect();
        assert_eq!(kinds, KINDS);
        assert!(KINDS.iter().all(|kind| deedwell_core::deed::is_kind(kind)));
        assert!(IdeaDeed::read("reviews.written", "").unwrap().is_none());
    }

    #[test]
    fn what_is_one_s_own_answers_nobody() {
        assert_eq!(done(IdeaDeed::PutForward { board: id(8) }).counterpart(), None);
        assert_eq!(done(IdeaDeed::Delivered {}).counterpart(), Some(id(21)));
        assert_eq!(done(IdeaDeed::Delivered {}).about().unwrap(), format!("idea/{}", uuid_of(20)));
    }
}
