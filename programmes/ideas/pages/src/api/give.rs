//! What programs are given.

use std::collections::{BTreeMap, HashMap};

use deedwell_core::{Id, Person, Staff};
use serde::Serialize;
use utoipa::ToSchema;

use crate::acts::Voted;
use crate::board::Board;
use crate::comment::{Comment, Speaker};
use crate::idea::{AnswerClock, Idea};
use crate::stage::{Stage, Stages};
use crate::store::{IdeaCard, OfficialAnswer};

#[derive(Serialize, ToSchema)]
pub(super) struct IdeasGiven {
    pub ideas: Vec<CardGiven>,
    /// The cursor of the next page; none on the last.
    pub next: Option<String>,
}

/// An idea in a list.
#[derive(Serialize, ToSchema)]
pub(super) struct CardGiven {
    id: String,
    board: String,
    title: String,
    /// The first 300 characters.
    beginning: String,
    stage: String,
    tags: Vec<String>,
    author: AuthorGiven,
    votes: i64,
    customer_votes: i64,
    /// People who want it and are counted apart, beside the votes.
    counted_apart: i64,
    comments: i64,
    created_at: String,
    /// The first official answer is promised by then.
    due_at: String,
    answered_at: Option<String>,
    shipped_at: Option<String>,
}

/// Who put it forward.
#[derive(Serialize, ToSchema)]
pub(super) struct AuthorGiven {
    person: String,
    /// Empty while unknown.
    name: String,
}

#[derive(Serialize, ToSchema)]
pub(super) struct IdeaGiven {
    id: String,
    board: String,
    title: String,
    body: String,
    stage: String,
    tags: Vec<String>,
    author: AuthorGiven,
    votes: i64,
    customer_votes: i64,
    /// People who want it and are counted apart, beside the votes.
    counted_apart: i64,
    comments: i64,
    created_at: String,
    due_at: String,
    /// `answered`, `waiting`, `overdue` or `stopped`.
    clock: String,
    answered_at: Option<String>,
    shipped_at: Option<String>,
    /// Not public since then, until staff clear it.
    held_at: Option<String>,
    /// The idea that speaks for it.
    merged_into: Option<String>,
    /// Why not, while the answer is no.
    reason: Option<String>,
    revisit_on: Option<String>,
    evidence: Option<String>,
    /// Among staff: the last one given, 1 to 5.
    grade: Option<i64>,
    answers: Vec<AnswerGiven>,
}

/// An official answer as it stands.
#[derive(Serialize, ToSchema)]
pub(super) struct AnswerGiven {
    id: String,
    /// Above 1 once it was corrected.
    version: i64,
    text: String,
    by: String,
    at: String,
}

#[derive(Serialize, ToSchema)]
pub(super) struct VotedGiven {
    /// The idea that was counted: the one that speaks for the idea asked for.
    idea: String,
    /// False when nothing changed.
    changed: bool,
    votes: i64,
    customer_votes: i64,
}

impl From<Voted> for VotedGiven {
    fn from(voted: Voted) -> Self {
        let Voted { idea, changed, votes, customer_votes } = voted;
        Self { idea: idea.to_string(), changed, votes, customer_votes }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct CommentsGiven {
    pub comments: Vec<CommentGiven>,
    /// The cursor of the next page; none on the last.
    pub next: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct FollowedGiven {
    /// The idea that speaks for the idea asked for.
    pub idea: String,
    pub follows: bool,
}

#[derive(Serialize, ToSchema)]
pub(super) struct CommentGiven {
    id: String,
    /// The idea on which it was made.
    idea: String,
    reply_to: Option<String>,
    /// `customer`, `visitor` or `staff`.
    part: String,
    /// A note that only staff read.
    internal: bool,
    /// None for staff.
    person: Option<String>,
    name: String,
    body: String,
    at: String,
    thanks: i64,
    /// Taken back by its author since then; its words are gone.
    withdrawn_at: Option<String>,
    /// Taken from view by staff since then.
    hidden_at: Option<String>,
}

impl CommentGiven {
    pub fn of(
        comment: &Comment,
        people: &HashMap<Id<Person>, String>,
        staff: &BTreeMap<Id<Staff>, String>,
    ) -> Self {
        let name = match comment.by {
            Speaker::Person(voice) => people.get(&voice.person),
            Speaker::Staff(id) => staff.get(&id),
        };
        Self {
            id: comment.id.to_string(),
            idea: comment.idea.to_string(),
            reply_to: comment.reply_to.map(|id| id.to_string()),
            part: comment.by.part().name().to_owned(),
            internal: comment.internal,
            person: comment.by.person().map(|id| id.to_string()),
            name: name.cloned().unwrap_or_default(),
            body: comment.body.clone(),
            at: comment.at.to_string(),
            thanks: comment.thanks,
            withdrawn_at: comment.withdrawn_at.map(|at| at.to_string()),
            hidden_at: comment.hidden_at.map(|at| at.to_string()),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct BoardGiven {
    id: String,
    key: String,
    name: String,
    intro: String,
    unit: Option<String>,
    created_at: String,
    /// None while it takes ideas.
    closed_at: Option<String>,
}

impl BoardGiven {
    pub fn of(board: &Board) -> Self {
        Self {
            id: board.id.to_string(),
            key: board.key.clone(),
            name: board.name.clone(),
            intro: board.intro.clone(),
            unit: board.unit.map(|id| id.to_string()),
            created_at: board.created_at.to_string(),
            closed_at: board.closed_at.map(|at| at.to_string()),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(super) struct StageGiven {
    stage: String,
    /// The organisation's word for it.
    label: String,
    /// Where staff may move an idea from here.
    next: Vec<String>,
    takes_votes: bool,
}

impl StageGiven {
    pub fn all(stages: &Stages) -> Vec<Self> {
        stages.used().into_iter().map(|stage| Self::of(stages, stage)).collect()
    }

    fn of(stages: &Stages, stage: Stage) -> Self {
        Self {
            stage: stage.name().to_owned(),
            label: stages.label(stage).to_owned(),
            next: stages.next(stage).into_iter().map(|to| to.name().to_owned()).collect(),
            takes_votes: stage.takes_votes(),
        }
    }
}

/// What is needed to name boards and people.
pub(super) struct Sorted<'a> {
    pub boards: &'a [Board],
    pub names: HashMap<Id<Person>, String>,
}

impl Sorted<'_> {
    fn board(&self, id: Id<Board>) -> String {
        self.boards.iter().find(|b| b.id == id).map(|b| b.key.clone()).unwrap_or_default()
    }

    fn author(&self, person: Id<Person>) -> AuthorGiven {
        let name = self.names.get(&person).cloned().unwrap_or_default();
        AuthorGiven { person: person.to_string(), name }
    }

    pub fn card(&self, card: &IdeaCard) -> CardGiven {
        CardGiven {
            id: card.id.to_string(),
            board: self.board(card.board),
            title: card.title.clone(),
            beginning: card.excerpt.clone(),
            stage: card.stage.name().to_owned(),
            tags: card.tags.clone(),
            author: self.author(card.author),
            votes: card.votes,
            customer_votes: card.customer_votes,
            counted_apart: card.apart,
            comments: card.comments,
            created_at: card.created_at.to_string(),
            due_at: card.due_at.to_string(),
            answered_at: card.answered_at.map(|at| at.to_string()),
            shipped_at: card.shipped_at.map(|at| at.to_string()),
        }
    }

    pub fn idea(
        &self,
        idea: Idea,
        tags: Vec<String>,
        answers: &[OfficialAnswer],
        colleagues: &BTreeMap<Id<Staff>, String>,
        now: deedwell_core::Timestamp,
    ) -> IdeaGiven {
        let clock = match idea.clock(now) {
            AnswerClock::Answered { .. } => "answered",
            AnswerClock::Waiting { .. } => "waiting",
            AnswerClock::Overdue { .. } => "overdue",
            AnswerClock::Stopped => "stopped",
        };
        IdeaGiven {
            id: idea.id.to_string(),
            board: self.board(idea.board),
            stage: idea.stage.name().to_owned(),
            tags,
            author: self.author(idea.author.person),
            votes: idea.votes,
            customer_votes: idea.customer_votes,
            counted_apart: idea.apart,
            comments: idea.comments,
            created_at: idea.created_at.to_string(),
            due_at: idea.due_at.to_string(),
            clock: clock.to_owned(),
            answered_at: idea.answered_at.map(|at| at.to_string()),
            shipped_at: idea.shipped_at.map(|at| at.to_string()),
            held_at: idea.held_at.map(|at| at.to_string()),
            merged_into: idea.merged_into.map(|id| id.to_string()),
            reason: idea.reason,
            revisit_on: idea.revisit_on.map(|on| on.to_string()),
            evidence: idea.evidence,
            grade: idea.grade,
            answers: standing(answers, colleagues),
            title: idea.title,
            body: idea.body,
        }
    }
}

/// Of each answer the version that stands; versions come the oldest first.
fn standing(
    answers: &[OfficialAnswer],
    colleagues: &BTreeMap<Id<Staff>, String>,
) -> Vec<AnswerGiven> {
    let mut given: Vec<AnswerGiven> = Vec::new();
    for answer in answers {
        let id = answer.id.to_string();
        if given.last().is_some_and(|last| last.id == id) {
            given.pop();
        }
        given.push(AnswerGiven {
            id,
            version: answer.version,
            text: answer.body.clone(),
            by: colleagues.get(&answer.staff).cloned().unwrap_or_default(),
            at: answer.at.to_string(),
        });
    }
    given
}
