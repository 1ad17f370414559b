//! The desk of one idea: everything about it, and everything staff do with it.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id, Person, Result, Timestamp};
use deedwell_store::Tx as Transaction;
use deedwell_web::answer::{Choice, Errors, Render};
use deedwell_web::{Answer, Frame, Right, Tx, View};

use super::shown::{self, AnswerShown, CommentShown, GradeShown, MergedShown, Passage, TotalShown};
use super::words::{self, Badge, Names, Wrong};
use crate::board::{Board, Release};
use crate::comment::{Audience, Speaker};
use crate::idea::Idea;
use crate::stage::{Stage, Stages};
use crate::store::{self, Earlier, IdeaCard};
use crate::words::LONGEST_ANSWER;

/// What is in the forms of the desk: as it stands, or as somebody typed it.
#[derive(Default)]
pub(super) struct Typed {
    pub text: String,
    /// Empty leaves the idea where it is.
    pub stage: String,
    pub reason: String,
    pub revisit_on: String,
    pub evidence: String,
    pub comment: String,
    pub note: String,
    pub tags: Option<String>,
    pub grade: Option<String>,
    pub grade_note: String,
    pub removal_reason: String,
    /// The field of one answer or comment, and what was typed there.
    pub at: (String, String),
}

#[derive(Template)]
#[template(path = "console/desk.html")]
pub(super) struct Page {
    frame: Frame,
    idea: Idea,
    author: String,
    /// The author has bought here.
    bought: bool,
    board: Board,
    unit: String,
    stage: Badge,
    clock: Badge,
    tags: String,
    stages: Stages,
    /// The idea that speaks for this one.
    root: Option<(Id<Idea>, String)>,
    removal: Option<(String, String, Timestamp)>,
    /// What it said before it was held, if that was otherwise.
    earlier: Option<Earlier>,
    answers: Vec<AnswerShown>,
    history: Vec<Passage>,
    comments: Vec<CommentShown>,
    merged: Vec<MergedShown>,
    similar: Vec<IdeaCard>,
    grades: Vec<GradeShown>,
    recorded: usize,
    totals: Vec<TotalShown>,
    releases: Vec<Release>,
    boards: Vec<Choice>,
    typed: Typed,
    wrong: Wrong,
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Idea>>,
) -> Answer<View<Page>> {
    Ok(View(Page::load(&mut tx, frame, id, None, Wrong::default()).await?))
}

/// The desk once more, with what was typed and what was wrong with it.
pub(super) async fn again(
    tx: &mut Transaction,
    frame: Frame,
    id: Id<Idea>,
    typed: Typed,
    wrong: Wrong,
) -> Answer<Response> {
    let status = wrong.status;
    Ok(Page::load(tx, frame, id, Some(typed), wrong).await?.respond_with(status))
}

/// The same, for an error of the form `form`: see [`Wrong::of`].
pub(super) async fn put_right(
    tx: &mut Transaction,
    frame: Frame,
    id: Id<Idea>,
    typed: Typed,
    (form, names, error): (&'static str, &[(&str, &str)], Error),
) -> Answer<Response> {
    let wrong = Wrong::of(&frame, form, names, error)?;
    again(tx, frame, id, typed, wrong).await
}

pub(super) fn path(id: Id<Idea>) -> String {
    format!("/console/ideas/{id}")
}

impl Page {
    async fn load(
        tx: &mut Transaction,
        frame: Frame,
        id: Id<Idea>,
        typed: Option<Typed>,
        wrong: Wrong,
    ) -> Result<Self> {
        let idea = store::idea(tx, id).await?;
        let stages = store::stages(tx).await?;
        let comments = store::comments(tx, id, Audience::StaffOnly).await?;
        let merged = store::merged_into(tx, id).await?;
        let speakers = comments.iter().filter_map(|c| match c.by {
            Speaker::Person(voice) => Some(voice.person),
            Speaker::Staff(_) => None,
        });
        let mut people: Vec<Id<Person>> = speakers.collect();
        people.extend(merged.iter().map(|m| m.author));
        people.push(idea.author.person);
        let names = Names::of(tx, &frame, &people).await?;
        let author = names.person(idea.author.person);
        let root = match idea.is_merged() {
            true => Some((idea.root, store::idea(tx, idea.root).await?.title)),
            false => None,
        };
        let removal = store::removal_that_stands(tx, id).await?;
        let earlier = store::before_held(tx, &[id]).await?.remove(&id);
        let tags = store::tags_of(tx, &[id]).await?.remove(&id).unwrap_or_default().join(", ");
        let typed = typed.unwrap_or_else(|| Typed {
            reason: idea.reason.clone().unwrap_or_default(),
            revisit_on: idea.revisit_on.map(|on| on.to_string()).unwrap_or_default(),
            evidence: idea.evidence.clone().unwrap_or_default(),
            ..Typed::default()
        });
        let boards = store::boards(tx).await?;
        let open = boards.iter().filter(|b| b.closed_at.is_none() || b.id == idea.board);
        let board = idea.board.to_string();
        let history = store::history(tx, id).await?;
        Ok(Self {
            stage: words::stage_badge(&frame, &stages, idea.stage),
            clock: words::clock_badge(&frame, idea.clock(frame.now), idea.created_at),
            unit: frame.unit_name(&idea.unit),
            earlier,
            removal: removal.map(|(reason, by, at)| (reason, names.staff(by), at)),
            answers: shown::answers(&store::answers(tx, id).await?, &names),
            history: shown::passages(&frame, &stages, &names, &author, &history),
            comments: shown::comments(&frame, comments, &names, id, &merged),
            merged: shown::merged(&merged, &names),
            similar: if idea.stage.is_listed() {
                store::similar_to(tx, &idea).await?
            } else {
                vec![]
            },
            grades: shown::grades(tx, &frame, &names, id).await?,
            recorded: store::recorded_votes(tx, id, None).await?.len(),
            totals: shown::totals(&frame, &store::totals(tx, Some(id)).await?),
            releases: store::releases_of(tx, id).await?,
            boards: Choice::list(open.map(|b| (b.id, b.name.clone())), &board),
            board: store::one_board(tx, idea.board).await?,
            tags: typed.tags.clone().unwrap_or(tags),
            bought: names.has_bought(idea.author.person),
            author,
            root,
            stages,
            typed,
            wrong,
            idea,
            frame,
        })
    }

    fn moves(&self) -> Vec<Choice> {
        shown::moves(&self.frame, &self.stages, &self.idea, &self.typed.stage)
    }

    fn errors(&self, form: &str) -> Errors {
        self.wrong.at(form)
    }

    /// What was typed into the field of one answer or comment, else what stands there.
    fn typed_at<'a>(&'a self, field: &str, stands: &'a str) -> &'a str {
        if self.typed.at.0 == field { &self.typed.at.1 } else { stands }
    }

    fn is_open_at(&self, field: &str) -> bool {
        self.typed.at.0 == field
    }

    fn error_at(&self, field: &str) -> String {
        self.wrong.errors.at(field).to_owned()
    }

    /// Whether anything can be said officially.
    fn takes_answers(&self) -> bool {
        self.idea.stage.is_listed() && self.idea.held_at.is_none()
    }

    fn is_no(&self) -> bool {
        self.idea.stage.is_no()
    }

    fn is_spam(&self) -> bool {
        self.idea.stage == Stage::Spam
    }

    fn is_held(&self) -> bool {
        self.idea.held_at.is_some()
    }

    fn takes_votes(&self) -> bool {
        self.idea.takes_votes().is_ok()
    }

    fn takes_comments(&self) -> bool {
        !self.is_held()
            && !matches!(self.idea.stage, Stage::Spam | Stage::Withdrawn | Stage::Merged)
    }

    fn is_shipped(&self) -> bool {
        matches!(self.idea.stage, Stage::Shipped | Stage::Measured)
    }

    fn may_book(&self) -> bool {
        self.frame.may(Right::BookMoney)
    }

    fn may_see_people(&self) -> bool {
        self.frame.may(Right::SeePeople)
    }

    fn votes(&self) -> String {
        self.frame.n("ideas-staff-votes", self.idea.votes)
    }

    fn visitor_votes(&self) -> i64 {
        self.idea.votes - self.idea.customer_votes
    }

    fn notes(&self) -> Vec<&CommentShown> {
        self.comments.iter().filter(|comment| comment.is_note).collect()
    }

    fn said(&self) -> Vec<&CommentShown> {
        self.comments.iter().filter(|comment| !comment.is_note).collect()
    }

    fn grade_choices(&self) -> Vec<Choice> {
        let words = |n: i64| (n.to_string(), self.frame.t(&format!("ideas-staff-grade-{n}")));
        let none = (String::new(), self.frame.t("ideas-staff-grade-none"));
        let stands = self.idea.grade.map(|n| n.to_string()).unwrap_or_default();
        let chosen = self.typed.grade.as_ref().unwrap_or(&stands);
        Choice::list(std::iter::once(none).chain((1..=5).map(words)), chosen)
    }

    fn longest(&self) -> usize {
        LONGEST_ANSWER
    }
}
