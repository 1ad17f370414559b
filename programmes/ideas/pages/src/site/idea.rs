//! One idea: its words, how far it has come, what we said, what others say.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use deedwell_core::{Error, Id, Person, Result};
use deedwell_store::Tx as Work;
use deedwell_web::answer::Errors;
use deedwell_web::{Answer, Frame, Me, Tx, View, Visitor};
use jiff::Timestamp;

use super::card::Shelf;
use super::talk::{self, Thread};
use super::track::{self, Step};
use super::votes::{Vote, VoteState};
use super::words::{self, Badge, Names};
use crate::comment::Comment;
use crate::idea::{Idea, Voice};
use crate::stage::Stage;
use crate::store::{self, Colleague, IdeaCard, MergedIdea, OfficialAnswer};
use crate::words::LONGEST_COMMENT;

/// Of those who want it, on its page.
const MOST_FACES: usize = 5;

#[derive(Template)]
#[template(path = "site/idea.html")]
pub(crate) struct Page {
    frame: Frame,
    idea: Idea,
    board: String,
    author: String,
    /// The author has bought here.
    bought: bool,
    /// Under which name the reader's own words stand here; '' for none.
    my_name: String,
    badge: Badge,
    vote: Vote,
    steps: Vec<Step>,
    answers: Vec<Official>,
    threads: Vec<Thread>,
    /// Names of some who want it.
    faces: Vec<String>,
    similar: Vec<IdeaCard>,
    merged: Vec<MergedLine>,
    tags: Vec<String>,
    mine: Mine,
    typed: Typed,
}

/// What the reader may do here.
#[derive(Default)]
struct Mine {
    can_edit: bool,
    can_withdraw: bool,
    is_told: bool,
}

/// A comment that could not be used, kept.
#[derive(Default)]
pub(crate) struct Typed {
    pub body: String,
    pub reply_to: Option<Id<Comment>>,
    pub errors: Errors,
}

/// An official answer as it stands.
struct Official {
    by: Colleague,
    paragraphs: Vec<String>,
    at: Timestamp,
    corrected_at: Option<Timestamp>,
    /// How often it was corrected.
    corrections: i64,
    /// The reason of a no, said as the answer.
    is_reason: bool,
}

struct MergedLine {
    path: String,
    title: String,
    author: String,
    at: Timestamp,
}

/// An idea that another speaks for.
#[derive(Template)]
#[template(path = "site/merged.html")]
struct MergedPage {
    frame: Frame,
    idea: Idea,
    author: String,
    root: Idea,
}

impl Page {
    fn canonical(&self) -> String {
        words::address(&self.frame, &format!("/ideas/{}", self.idea.id))
    }

    fn description(&self) -> String {
        let text = if self.idea.body.is_empty() { &self.idea.title } else { &self.idea.body };
        words::excerpt(text, 155)
    }

    fn is_public(&self) -> bool {
        self.idea.is_public().is_ok() && self.idea.stage != Stage::Withdrawn
    }

    fn is_held(&self) -> bool {
        self.idea.held_at.is_some()
    }

    fn paragraphs(&self) -> Vec<String> {
        words::paragraphs(&self.idea.body)
    }

    fn part(&self) -> String {
        self.frame.t(&format!("part-{}", self.idea.author.part.name()))
    }

    /// Why not, unless an answer says it in the same words.
    fn reason(&self) -> Option<&str> {
        let said = self.answers.iter().any(|answer| answer.is_reason);
        self.idea.reason.as_deref().filter(|_| self.idea.stage.is_no() && !said)
    }

    fn revisit(&self) -> Option<String> {
        let on = self.idea.revisit_on.filter(|_| self.idea.stage.is_no())?;
        Some(self.frame.w("ideas-again-on", words::day(&self.frame, on)))
    }

    fn evidence(&self) -> Option<&str> {
        let there = matches!(self.idea.stage, Stage::Shipped | Stage::Measured);
        self.idea.evidence.as_deref().filter(|_| there)
    }

    /// Evidence that is an address may be followed.
    fn evidence_link(&self) -> Option<&str> {
        let web = |text: &&str| {
            (text.starts_with("https://") || text.starts_with("http://"))
                && !text.contains(char::is_whitespace)
        };
        self.evidence().filter(web)
    }

    fn visitors(&self) -> i64 {
        self.idea.votes - self.idea.customer_votes
    }

    fn more(&self) -> i64 {
        self.idea.votes - i64::try_from(self.faces.len()).unwrap_or(i64::MAX)
    }

    /// The id of the form in which something is wrong, or of the one for a new comment, is `f-body`.
    fn reply_field(&self, to: &Id<Comment>) -> String {
        if self.is_wrong(to) { "f-body".to_owned() } else { format!("reply-{to}") }
    }

    fn comment_field(&self) -> &'static str {
        if self.typed.reply_to.is_some() { "f-comment" } else { "f-body" }
    }

    fn is_wrong(&self, to: &Id<Comment>) -> bool {
        self.typed.reply_to == Some(*to)
    }

    /// What was typed as a comment of its own, and what was wrong with it.
    fn comment_typed(&self) -> &str {
        if self.typed.reply_to.is_none() { &self.typed.body } else { "" }
    }

    fn comment_error(&self) -> &str {
        if self.typed.reply_to.is_none() { self.typed.errors.at("body") } else { "" }
    }

    fn reply_typed(&self, to: &Id<Comment>) -> &str {
        if self.is_wrong(to) { &self.typed.body } else { "" }
    }

    fn reply_error(&self, to: &Id<Comment>) -> &str {
        if self.is_wrong(to) { self.typed.errors.at("body") } else { "" }
    }

    fn longest_comment(&self) -> usize {
        LONGEST_COMMENT
    }

    fn shown_as(&self) -> String {
        if self.my_name.is_empty() {
            return self.frame.t("ideas-comment-help-nameless");
        }
        self.frame.w("ideas-comment-help", &self.my_name)
    }
}

impl MergedPage {
    fn canonical(&self) -> String {
        words::address(&self.frame, &self.path())
    }

    fn path(&self) -> String {
        format!("/ideas/{}", self.root.id)
    }

    fn paragraphs(&self) -> Vec<String> {
        words::paragraphs(&self.idea.body)
    }
}

/// The idea, if this reader may read it: spam is nobody's; what is held or taken back is its author's
/// alone; what was merged is as open as the idea that speaks for it.
pub(crate) async fn readable(tx: &mut Work, id: Id<Idea>, me: Option<Id<Person>>) -> Result<Idea> {
    let idea = store::idea(tx, id).await?;
    let own = me == Some(idea.author.person);
    let open = match idea.stage {
        Stage::Spam => false,
        Stage::Withdrawn => own,
        Stage::Merged => {
            let root = store::idea(tx, idea.root).await?;
            root.is_public().is_ok() && root.stage.is_listed()
        }
        _ => own || idea.held_at.is_none(),
    };
    if open { Ok(idea) } else { Err(Error::Missing("idea")) }
}

pub(crate) async fn show(
    visitor: Visitor,
    frame: Frame,
    Path(id): Path<Id<Idea>>,
    Tx(mut tx): Tx,
) -> Answer<Response> {
    let me = visitor.me.as_ref();
    let idea = readable(&mut tx, id, me.map(|me| me.person)).await?;
    if idea.is_merged() {
        let root = store::idea(&mut tx, idea.root).await?;
        let names = Names::of(&mut tx, &[idea.author.person], &[]).await?;
        let author = names.person(&frame, idea.author.person);
        return Ok(View(MergedPage { frame, idea, author, root }).into_response());
    }
    let page = page(&mut tx, frame, me, idea, Typed::default()).await?;
    Ok(View(page).into_response())
}

/// The page of an idea that speaks for itself, with a comment that could not be used.
pub(crate) async fn page(
    tx: &mut Work,
    frame: Frame,
    me: Option<&Me>,
    idea: Idea,
    typed: Typed,
) -> Result<Page> {
    let shelf = Shelf::read(tx, me).await?;
    let history = store::history(tx, idea.id).await?;
    let official = store::answers(tx, idea.id).await?;
    let merged = store::merged_into(tx, idea.id).await?;
    let voters = store::voters(tx, idea.id, MOST_FACES).await?;
    let faces: Vec<_> = voters.iter().map(|voter| voter.person).collect();
    let authors = merged.iter().map(|one| one.author).chain([idea.author.person]);
    let reader = me.map(|me| me.person);
    let people: Vec<_> = authors.chain(faces.iter().copied()).chain(reader).collect();
    let staff: Vec<_> = official.iter().map(|answer| answer.staff).collect();
    let names = Names::of(tx, &people, &staff).await?;
    let mine = mine(tx, me, &idea, !merged.is_empty()).await?;
    let similar = store::similar_to(tx, &idea).await?;
    let threads = talk::threads(tx, &frame, idea.id, shelf.me).await?;
    let tags = store::tags_of(tx, &[idea.id]).await?.remove(&idea.id).unwrap_or_default();
    let line = |one: MergedIdea| MergedLine {
        path: format!("/ideas/{}", one.id),
        author: names.person(&frame, one.author),
        title: one.title,
        at: one.merged_at,
    };
    Ok(Page {
        board: shelf.board(idea.board),
        author: names.person(&frame, idea.author.person),
        bought: names.has_bought(idea.author.person),
        my_name: reader.map(|me| names.given(me)).unwrap_or_default(),
        badge: words::badge(&frame, &shelf.stages, idea.stage, idea.clock(frame.now)),
        vote: vote(tx, me, &idea).await?,
        steps: track::track(&frame, &shelf.stages, &idea, &history),
        answers: standing(&frame, &names, official, idea.reason.as_deref()),
        faces: faces.iter().map(|id| names.person(&frame, *id)).collect(),
        merged: merged.into_iter().map(line).collect(),
        threads,
        similar,
        tags,
        mine,
        typed,
        frame,
        idea,
    })
}

async fn vote(tx: &mut Work, me: Option<&Me>, idea: &Idea) -> Result<Vote> {
    let standing = match me {
        Some(me) => store::standing(tx, idea.id, me.person).await?,
        None => None,
    };
    let own = me.is_some_and(|me| me.person == idea.author.person);
    let (wanted, wrote) = (standing.is_some(), standing.is_some_and(|s| s.author));
    let state = VoteState::of(me.is_some(), own, idea.takes_votes().is_ok(), wanted, wrote);
    let to = format!("/ideas/{}", idea.id);
    Ok(Vote { idea: idea.id, title: idea.title.clone(), votes: idea.votes, state, to })
}

async fn mine(tx: &mut Work, me: Option<&Me>, idea: &Idea, holds_others: bool) -> Result<Mine> {
    let Some(me) = me else { return Ok(Mine::default()) };
    let voice = Voice::of(me.who())?;
    let wants = store::wanted_among(tx, me.person, &[idea.id]).await?.contains(&idea.id);
    Ok(Mine {
        can_edit: idea.edit(voice, &idea.title, &idea.body).is_ok(),
        can_withdraw: idea.withdraw(voice, holds_others).is_ok(),
        is_told: store::follows(tx, idea.id, me.person).await?.unwrap_or(wants),
    })
}

/// Of every answer the version that stands, with how often it was corrected.
fn standing(
    frame: &Frame,
    names: &Names,
    versions: Vec<OfficialAnswer>,
    reason: Option<&str>,
) -> Vec<Official> {
    let mut answers: Vec<(Timestamp, OfficialAnswer)> = Vec::new();
    for version in versions {
        match answers.last_mut().filter(|(_, before)| before.id == version.id) {
            Some((_, before)) => *before = version,
            None => answers.push((version.at, version)),
        }
    }
    let official = |(at, answer): (Timestamp, OfficialAnswer)| Official {
        by: names.staff(frame, answer.staff),
        is_reason: reason == Some(answer.body.as_str()),
        paragraphs: words::paragraphs(&answer.body),
        corrected_at: (answer.version > 1).then_some(answer.at),
        corrections: answer.version - 1,
        at,
    };
    answers.into_iter().map(official).collect()
}
