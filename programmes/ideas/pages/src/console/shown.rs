//! The parts of a desk, put into words.

use deedwell_core::{Id, Person, Result, Timestamp};
use deedwell_store::Tx;
use deedwell_web::Frame;
use deedwell_web::answer::Choice;

use super::words::{self, Names};
use crate::answer::Answered;
use crate::comment::{Comment, Speaker};
use crate::idea::Idea;
use crate::stage::{Stage, Stages};
use crate::store::{self, HistoryLine, MergedIdea, OfficialAnswer, Total};

/// An official answer as it stands, and what was said before it was corrected.
pub struct AnswerShown {
    pub id: Id<Answered>,
    pub body: String,
    pub by: String,
    pub at: Timestamp,
    /// The latest first.
    pub earlier: Vec<(String, Timestamp, String)>,
}

impl AnswerShown {
    pub fn field(&self) -> String {
        format!("correction-{}", self.id)
    }
}

/// Versions come the oldest first.
pub fn answers(all: &[OfficialAnswer], names: &Names) -> Vec<AnswerShown> {
    let mut shown: Vec<AnswerShown> = Vec::new();
    for version in all {
        let by = names.staff(version.staff);
        match shown.last_mut().filter(|last| last.id == version.id) {
            Some(last) => {
                let body = std::mem::replace(&mut last.body, version.body.clone());
                let before = (std::mem::replace(&mut last.by, by), last.at, body);
                last.earlier.insert(0, before);
                last.at = version.at;
            }
            None => shown.push(AnswerShown {
                id: version.id,
                body: version.body.clone(),
                by,
                at: version.at,
                earlier: Vec::new(),
            }),
        }
    }
    shown
}

/// A line of the history.
pub struct Passage {
    pub words: String,
    pub at: Timestamp,
    pub reason: String,
    pub evidence: String,
    /// Ours, or a customer's.
    pub class: &'static str,
}

pub fn passages(
    frame: &Frame,
    stages: &Stages,
    names: &Names,
    author: &str,
    lines: &[HistoryLine],
) -> Vec<Passage> {
    let passage = |line: &HistoryLine| {
        let who = line.staff.map_or(author.to_owned(), |id| names.staff(id));
        let values = [
            ("who", who),
            ("from", words::stage(frame, stages, line.from)),
            ("to", words::stage(frame, stages, line.to)),
        ];
        let key =
            if line.from == line.to { "ideas-staff-looked-again" } else { "ideas-staff-moved" };
        let revisit =
            line.revisit_on.map(|on| frame.w("ideas-staff-revisit-on", words::day(frame, on)));
        let reason = [line.reason.clone(), revisit].into_iter().flatten().collect::<Vec<_>>();
        Passage {
            words: frame.m(key, &values),
            at: line.at,
            reason: reason.join(" · "),
            evidence: line
                .evidence
                .clone()
                .filter(|_| line.to == Stage::Shipped)
                .unwrap_or_default(),
            class: if line.staff.is_some() { "us" } else { "word" },
        }
    };
    lines.iter().map(passage).collect()
}

/// A comment or a note, as staff see it.
pub struct CommentShown {
    pub id: Id<Comment>,
    pub by: String,
    /// None for staff.
    pub person: Option<Id<Person>>,
    /// A customer with a real order.
    pub bought: bool,
    pub body: String,
    pub at: Timestamp,
    pub is_note: bool,
    pub is_reply: bool,
    pub is_hidden: bool,
    pub thanks: i64,
    /// The title of the merged idea on which it was made; empty for this one.
    pub made_on: String,
}

impl CommentShown {
    pub fn hide_field(&self) -> String {
        format!("hide-{}", self.id)
    }

    pub fn class(&self) -> &'static str {
        match (self.is_note, self.person.is_some()) {
            (true, _) => "msg note-in",
            (false, true) => "msg",
            (false, false) => "msg us",
        }
    }
}

pub fn comments(
    frame: &Frame,
    all: Vec<Comment>,
    names: &Names,
    of: Id<Idea>,
    merged: &[MergedIdea],
) -> Vec<CommentShown> {
    let shown = |comment: Comment| {
        let by = match comment.by {
            Speaker::Person(voice) => names.person(voice.person),
            Speaker::Staff(id) => names.staff(id),
        };
        let on = merged.iter().find(|m| comment.idea != of && m.id == comment.idea);
        CommentShown {
            id: comment.id,
            by,
            person: comment.by.person(),
            bought: comment.by.person().is_some_and(|id| names.has_bought(id)),
            body: comment.body,
            at: comment.at,
            is_note: comment.internal,
            is_reply: comment.reply_to.is_some(),
            is_hidden: comment.hidden_at.is_some(),
            thanks: comment.thanks,
            made_on: on.map(|m| frame.w("ideas-staff-made-on", &m.title)).unwrap_or_default(),
        }
    };
    all.into_iter().map(shown).collect()
}

/// An idea that this one speaks for.
pub struct MergedShown {
    pub id: Id<Idea>,
    pub title: String,
    pub author: String,
    pub by: String,
    pub at: Timestamp,
}

pub fn merged(all: &[MergedIdea], names: &Names) -> Vec<MergedShown> {
    let shown = |m: &MergedIdea| MergedShown {
        id: m.id,
        title: m.title.clone(),
        author: names.person(m.author),
        by: names.staff(m.staff),
        at: m.merged_at,
    };
    all.iter().map(shown).collect()
}

/// A grade that was given.
pub struct GradeShown {
    pub words: String,
    pub note: String,
    pub by: String,
    pub at: Timestamp,
}

pub async fn grades(
    tx: &mut Tx,
    frame: &Frame,
    names: &Names,
    idea: Id<Idea>,
) -> Result<Vec<GradeShown>> {
    let shown = |grade: store::Grade| GradeShown {
        words: frame.w("ideas-staff-grade-of", grade.grade),
        by: names.staff(grade.staff),
        note: grade.note,
        at: grade.at,
    };
    Ok(store::grades(tx, idea).await?.into_iter().map(shown).collect())
}

/// The moves there are from here, each with what it needs. `typed` is what was chosen before.
pub fn moves(frame: &Frame, stages: &Stages, idea: &Idea, typed: &str) -> Vec<Choice> {
    let stay = (String::new(), words::stage(frame, stages, idea.stage));
    let stay = (stay.0, frame.w("ideas-staff-stay", stay.1));
    let next = stages.next(idea.stage).into_iter();
    let next = next.map(|to| (to.name().to_owned(), words::stage(frame, stages, to)));
    let mut choices = Choice::list(std::iter::once(stay).chain(next), typed);
    for choice in &mut choices {
        let Some(to) = Stage::parse(&choice.value) else { continue };
        choice.help = match to {
            to if to.is_no() => frame.t("ideas-staff-needs-no"),
            Stage::Shipped if idea.evidence.is_none() => frame.t("ideas-staff-needs-evidence"),
            _ => String::new(),
        };
    }
    if !choices.iter().any(|choice| choice.chosen)
        && let Some(stay) = choices.first_mut()
    {
        stay.chosen = true;
    }
    choices
}

/// What was booked of a kind, on which basis.
pub struct TotalShown {
    pub words: String,
    pub amount: String,
}

pub fn totals(frame: &Frame, all: &[Total]) -> Vec<TotalShown> {
    let shown = |total: &Total| {
        let kind = frame.t(&format!("ideas-staff-money-{}", total.kind.name()));
        let basis = frame.t(&format!("ideas-staff-basis-{}", total.basis.name()));
        TotalShown { words: format!("{kind}, {basis}"), amount: frame.money(&total.amount) }
    };
    all.iter().map(shown).collect()
}

/// A refused move says what there is instead, in the reader's language.
pub fn move_refused(frame: &Frame, stages: &Stages, from: Stage, to: Stage) -> String {
    let next: Vec<String> = stages
        .next(from)
        .into_iter()
        .map(|s| format!("“{}”", words::stage(frame, stages, s)))
        .collect();
    let instead = match next.as_slice() {
        [] => frame.t("ideas-staff-move-none"),
        some => frame.w("ideas-staff-move-instead", some.join(", ")),
    };
    let values =
        [("from", words::stage(frame, stages, from)), ("to", words::stage(frame, stages, to))];
    format!("{} {instead}", frame.m("ideas-staff-move-refused", &values))
}
