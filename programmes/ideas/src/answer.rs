//! What staff say officially, and what follows for the idea.

use deedwell_core::{Error, Id, Result, Timestamp};
use jiff::civil::Date;

use crate::deed::IdeaDeed;
use crate::idea::Idea;
use crate::stage::{Stage, Stages};
use crate::words;

/// An official answer. Marks its ids.
#[derive(Debug)]
pub enum Answered {}

/// What a member of staff enters: a text, a move, or both.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The official text; empty for a move without words.
    pub text: String,
    /// The stage to move to; the present one or none leaves the idea where it is.
    pub stage: Option<Stage>,
    /// Required for a no, and shown to everybody.
    pub reason: Option<String>,
    /// Required for a no: the day on which we look again.
    pub revisit_on: Option<Date>,
    /// Required for shipping: a text or a link that shows it.
    pub evidence: Option<String>,
}

/// What follows from an answer.
#[derive(Debug)]
pub struct Outcome {
    /// The text to publish, which stops the first-answer clock.
    pub text: Option<String>,
    pub step: Option<Step>,
    pub deeds: Vec<IdeaDeed>,
}

/// A move, with what must be said with it. A no that is looked at again and stays moves from itself
/// to itself.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    pub from: Stage,
    pub to: Stage,
    pub reason: Option<String>,
    pub revisit_on: Option<Date>,
    pub evidence: Option<String>,
}

/// How far ahead a no may be looked at again.
pub const LATEST_REVISIT_YEARS: i16 = 5;

impl Idea {
    /// `id` is the answer's, if it has a text. A no without a text is answered by its reason.
    pub fn answer(
        &self,
        id: Id<Answered>,
        answer: &Answer,
        stages: &Stages,
        today: Date,
    ) -> Result<Outcome> {
        self.may_be_answered()?;
        let text = words::optional_text("text", "the answer", &answer.text, words::LONGEST_ANSWER)?;
        let step = self.step(answer, stages, today)?;
        let text = match (&step, text.is_empty()) {
            (_, false) => Some(text),
            (Some(step), true) => step.reason.clone(),
            (None, true) => {
                return Err(Error::invalid(
                    "text",
                    "Please write an answer, or choose where the idea goes from here.",
                ));
            }
        };
        let mut deeds = Vec::new();
        if text.is_some() {
            deeds.push(IdeaDeed::Answered { answer: id });
        }
        if let Some(step) = &step {
            self.tell_step(step, &mut deeds);
        }
        Ok(Outcome { text, step, deeds })
    }

    fn may_be_answered(&self) -> Result<()> {
        self.speaks_for_itself()?;
        match self.stage {
            Stage::Spam => Err(Error::refused(
                "ideas.is_spam",
                "This idea is marked as spam. Please clear it first.",
            )),
            Stage::Withdrawn => Err(Error::refused(
                "ideas.was_withdrawn",
                "Its author has taken this idea back; nobody waits for an answer.",
            )),
            _ if self.held_at.is_some() => Err(Error::refused(
                "ideas.on_hold",
                "This idea is held. Please clear it or mark it as spam first.",
            )),
            _ => Ok(()),
        }
    }

    fn step(&self, answer: &Answer, stages: &Stages, today: Date) -> Result<Option<Step>> {
        let to = answer.stage.unwrap_or(self.stage);
        let looked_again = to == self.stage
            && to.is_no()
            && (answer.reason.is_some() || answer.revisit_on.is_some());
        if to == self.stage && !looked_again {
            return Ok(None);
        }
        if !looked_again {
            stages.check(self.stage, to)?;
        }
        let (reason, revisit_on) = match to.is_no() {
            true => self.no(answer, today).map(|(reason, on)| (Some(reason), Some(on)))?,
            false => (None, None),
        };
        Ok(Some(Step {
            from: self.stage,
            to,
            reason,
            revisit_on,
            evidence: self.proof(answer, to)?,
        }))
    }

    /// Nobody is told no without a reason and a day on which we look again.
    fn no(&self, answer: &Answer, today: Date) -> Result<(String, Date)> {
        let given = answer.reason.as_deref().or(self.reason.as_deref()).unwrap_or_default();
        let reason = words::optional_text("reason", "the reason", given, words::LONGEST_REASON)?;
        if reason.is_empty() {
            return Err(Error::invalid("reason", "A no needs a reason that its author can read."));
        }
        let latest = today
            .checked_add(jiff::Span::new().years(LATEST_REVISIT_YEARS))
            .map_err(Error::fault)?;
        match answer.revisit_on {
            Some(on) if on > today && on <= latest => Ok((reason, on)),
            _ => Err(Error::invalid(
                "revisit_on",
                format!(
                    "Please say when you will look at it again: after today and by {latest} at the latest."
                ),
            )),
        }
    }

    fn proof(&self, answer: &Answer, to: Stage) -> Result<Option<String>> {
        let given = answer.evidence.as_deref().unwrap_or_default();
        let given =
            words::optional_text("evidence", "the evidence", given, words::LONGEST_EVIDENCE)?;
        if given.is_empty() && to == Stage::Shipped && self.evidence.is_none() {
            return Err(Error::invalid(
                "evidence",
                "What shows that it is there? Please give a sentence or a link.",
            ));
        }
        Ok(if given.is_empty() { self.evidence.clone() } else { Some(given) })
    }

    fn tell_step(&self, step: &Step, deeds: &mut Vec<IdeaDeed>) {
        if step.from != step.to {
            deeds.push(IdeaDeed::Moved { from: step.from, to: step.to });
        }
        if step.from.is_no() {
            deeds.push(IdeaDeed::Revisited {});
        }
        if let Some(yes) = step.to.says().filter(|yes| self.decided != Some(*yes)) {
            deeds.push(IdeaDeed::Decided { yes });
        }
        if step.to == Stage::Shipped && self.shipped_at.is_none() {
            deeds.push(IdeaDeed::Delivered {});
        }
        if step.to == Stage::Measured {
            deeds.push(IdeaDeed::Measured {});
        }
    }

    /// A grade from 1 to 5, for staff only.
    pub fn evaluate(&self, grade: i64, note: &str) -> Result<(String, IdeaDeed)> {
        if !(1..=5).contains(&grade) {
            return Err(Error::invalid("grade", "A grade is a number from 1 to 5."));
        }
        let note = words::optional_text("note", "the note", note, words::LONGEST_NOTE)?;
        Ok((note, IdeaDeed::Evaluated { grade }))
    }

    /// Marks it as spam: nobody sees it, and it counts no longer.
    pub fn mark_spam(&self, reason: &str, holds_others: bool) -> Result<(String, IdeaDeed)> {
        self.speaks_for_itself()?;
        if self.stage == Stage::Spam {
            return Err(Error::refused("ideas.is_spam", "This idea is already marked as spam."));
        }
        self.holds_nobody(holds_others)?;
        Ok((removal_reason(reason)?, IdeaDeed::MarkedSpam {}))
    }

    /// Takes it from public view until somebody has looked.
    pub fn hold(&self, reason: &str) -> Result<(String, IdeaDeed)> {
        self.speaks_for_itself()?;
        self.is_public()?;
        Ok((removal_reason(reason)?, IdeaDeed::Held {}))
    }

    /// Restores what was held or marked as spam.
    pub fn clear(&self) -> Result<IdeaDeed> {
        if self.held_at.is_none() && self.stage != Stage::Spam {
            return Err(Error::refused("ideas.not_held", "This idea is neither held nor spam."));
        }
        Ok(IdeaDeed::Cleared {})
    }
}

/// Everybody can read why something was removed.
pub fn removal_reason(reason: &str) -> Result<String> {
    words::required_line(
        "reason",
        "a reason that everybody can read",
        reason,
        words::LONGEST_REASON,
    )
}

/// The day it is in the organisation's zone.
pub fn today(now: Timestamp, zone: Option<&str>) -> Date {
    let zone = zone.and_then(|name| jiff::tz::TimeZone::get(name).ok());
    now.to_zoned(zone.unwrap_or(jiff::tz::TimeZone::UTC)).date()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::idea::sample::{id, idea};

    const TODAY: Date = date(2028, 2, 29);

    fn said(idea: &Idea, answer: &Answer) -> Result<Outcome> {
        idea.answer(id(50), answer, &Stages::default(), TODAY)
    }

    fn to(stage: Stage) -> Answer {
        Answer { stage: Some(stage), ..Answer::default() }
    }

    #[test]
    fn a_no_has_a_reason_and_a_day() {
        let idea = idea(1, 1);
        for stage in [Stage::NotNow, Stage::Declined] {
            assert_eq!(said(&idea, &to(stage)).unwrap_err().code(), "invalid.reason");
            let reason = Some("Too dear for four weeks a year.".to_owned());
            for wrong in [None, Some(TODAY), Some(date(2033, 3, 1)), Some(date(2020, 1, 1))] {
                let no = Answer { reason: reason.clone(), revisit_on: wrong, ..to(stage) };
                assert_eq!(said(&idea, &no).unwrap_err().code(), "invalid.revisit_on");
            }
            let on = Some(date(2033, 2, 28));
            let no = Answer { reason: reason.clone(), revisit_on: on, ..to(stage) };
            let outcome = said(&idea, &no).unwrap();
            assert_eq!(outcome.text, reason, "the reason is the answer");
            let moved = IdeaDeed::Moved { from: Stage::Submitted, to: stage };
            let decided = IdeaDeed::Decided { yes: false };
            assert_eq!(outcome.deeds, [IdeaDeed::Answered { answer: id(50) }, moved, decided]);
        }
    }

    #[test]
    fn shipping_needs_something_to_show() {
        let planned = Idea { stage: Stage::Planned, decided: Some(true), ..idea(1, 1) };
        assert_eq!(said(&planned, &to(Stage::Shipped)).unwrap_err().code(), "invalid.evidence");
        let shipped =
            Answer { evidence: Some("In the shop since May".to_owned()), ..to(Stage::Shipped) };
        let outcome = said(&planned, &shipped).unwrap();
        let moved = IdeaDeed::Moved { from: Stage::Planned, to: Stage::Shipped };
        assert_eq!(outcome.deeds, [moved.clone(), IdeaDeed::Delivered {}], "decided before");
        let undecided = Idea { decided: None, ..planned };
        let decided = IdeaDeed::Decided { yes: true };
        let outcome = said(&undecided, &shipped).unwrap();
        assert_eq!(outcome.deeds, [moved, decided, IdeaDeed::Delivered {}]);
    }

    #[test]
    fn a_no_is_looked_at_again() {
        let no = Idea {
            stage: Stage::NotNow,
            decided: Some(false),
            reason: Some("No room".to_owned()),
            ..idea(1, 1)
        };
        let later = Answer { revisit_on: Some(date(2029, 1, 1)), ..Answer::default() };
        let outcome = said(&no, &later).unwrap();
        assert_eq!(outcome.step.unwrap().reason.as_deref(), Some("No room"));
        assert_eq!(outcome.deeds, [IdeaDeed::Answered { answer: id(50) }, IdeaDeed::Revisited {}]);
        let yes = said(&no, &to(Stage::Planned)).unwrap();
        assert!(yes.deeds.contains(&IdeaDeed::Decided { yes: true }));
        assert!(yes.deeds.contains(&IdeaDeed::Revisited {}));
    }

    #[test]
    fn an_answer_says_something() {
        assert_eq!(said(&idea(1, 1), &Answer::default()).unwrap_err().code(), "invalid.text");
        let words = Answer { text: "Good thought.".to_owned(), ..Answer::default() };
        assert!(said(&idea(1, 1), &words).unwrap().step.is_none());
        assert_eq!(said(&idea(1, 1), &to(Stage::Measured)).unwrap_err().code(), "ideas.move");
    }

    #[test]
    fn spam_is_marked_once_and_cleared() {
        let idea = idea(1, 1);
        assert_eq!(idea.mark_spam(" ", false).unwrap_err().code(), "invalid.reason");
        assert_eq!(idea.mark_spam("Advertising", true).unwrap_err().code(), "ideas.holds_others");
        let spam = Idea { stage: Stage::Spam, ..idea.clone() };
        assert_eq!(said(&spam, &to(Stage::Planned)).unwrap_err().code(), "ideas.is_spam");
        assert!(spam.clear().is_ok() && idea.clear().is_err());
    }

    #[test]
    fn the_day_is_that_of_the_organisation() {
        let late: Timestamp = "2028-02-29T23:30:00Z".parse().unwrap();
        assert_eq!(today(late, Some("Europe/Berlin")), date(2028, 3, 1));
        assert_eq!(today(late, Some("nowhere")), TODAY);
        assert_eq!(today(late, None), TODAY);
    }
}
