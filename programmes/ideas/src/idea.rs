//! An idea, and what its author and other customers may do with it.

use deedwell_core::{Error, Id, Identity, Part, Person, Result, Timestamp, Unit, Who};
use jiff::SignedDuration;
use jiff::civil::Date;

use crate::board::{Board, Settings};
use crate::deed::{IdeaDeed, Of};
use crate::rank;
use crate::stage::Stage;
use crate::words;

pub const IDEAS_PER_DAY: u32 = 10;
pub const VOTES_PER_HOUR: u32 = 100;
pub const COMMENTS_PER_HOUR: u32 = 20;

/// Somebody who may speak here: a customer, or a visitor whose address was checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Voice {
    pub person: Id<Person>,
    pub identity: Id<Identity>,
    /// `Customer` or `Visitor`.
    pub part: Part,
}

impl Voice {
    /// # Errors
    /// `NotAllowed` for staff: they may write, not vote nor put forward.
    pub fn of(who: Who) -> Result<Self> {
        match who {
            Who::Customer { identity, person } => {
                Ok(Self { person, identity, part: Part::Customer })
            }
            Who::Visitor { identity, person } => Ok(Self { person, identity, part: Part::Visitor }),
            Who::Staff(_) | Who::System => Err(Error::not_allowed(
                "This is for customers. Staff may comment and answer, and record what a customer told them.",
            )),
        }
    }

    pub fn who(self) -> Who {
        let Self { person, identity, .. } = self;
        match self.part {
            Part::Visitor => Who::Visitor { identity, person },
            _ => Who::Customer { identity, person },
        }
    }

    pub fn is_customer(self) -> bool {
        self.part == Part::Customer
    }
}

#[derive(Clone, Debug)]
pub struct Idea {
    pub id: Id<Idea>,
    pub board: Id<Board>,
    pub unit: Option<Id<Unit>>,
    pub author: Voice,
    pub title: String,
    pub body: String,
    pub stage: Stage,
    /// Where it stood before it was merged or marked as spam.
    pub stage_before: Option<Stage>,
    pub merged_into: Option<Id<Idea>>,
    /// Itself, or the idea that speaks for it.
    pub root: Id<Idea>,
    pub created_at: Timestamp,
    /// The first official answer is promised by then.
    pub due_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    /// The first official answer.
    pub answered_at: Option<Timestamp>,
    /// Not public until cleared.
    pub held_at: Option<Timestamp>,
    /// The last yes or no that was said.
    pub decided: Option<bool>,
    pub shipped_at: Option<Timestamp>,
    pub reason: Option<String>,
    pub revisit_on: Option<Date>,
    pub evidence: Option<String>,
    /// Internal: the last grade.
    pub grade: Option<i64>,
    pub votes: i64,
    pub customer_votes: i64,
    /// People who want it and are counted apart: staff alone see how many.
    pub apart: i64,
    pub comments: i64,
    pub hot: f64,
}

#[derive(Clone, Debug)]
pub struct NewIdea {
    pub board: Id<Board>,
    /// For boards of the whole organisation; a board's own unit goes before.
    pub unit: Option<Id<Unit>>,
    pub title: String,
    pub body: String,
    pub tags: Vec<String>,
}

/// Whether the first official answer came, and when it is due.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AnswerClock {
    Answered {
        at: Timestamp,
        in_time: bool,
    },
    /// The days that are left, the last one counted as 0.
    Waiting {
        due_at: Timestamp,
        days: i64,
    },
    /// The whole days since it was due.
    Overdue {
        due_at: Timestamp,
        days: i64,
    },
    /// Withdrawn, spam or merged: nobody waits.
    Stopped,
}

impl Idea {
    pub fn put_forward(
        id: Id<Self>,
        board: &Board,
        settings: &Settings,
        author: Voice,
        new: &NewIdea,
        now: Timestamp,
    ) -> Result<(Self, IdeaDeed)> {
        board.takes_ideas()?;
        let (title, body) = texts(&new.title, &new.body)?;
        let promise = SignedDuration::from_hours(24 * settings.promise_days);
        let idea = Self {
            id,
            board: board.id,
            unit: board.unit.or(new.unit),
            author,
            title,
            body,
            stage: Stage::Submitted,
            stage_before: None,
            merged_into: None,
            root: id,
            created_at: now,
            due_at: now.saturating_add(promise).map_err(Error::fault)?,
            edited_at: None,
            answered_at: None,
            held_at: settings.moderated.then_some(now),
            decided: None,
            shipped_at: None,
            reason: None,
            revisit_on: None,
            evidence: None,
            grade: None,
            votes: 0,
            customer_votes: 0,
            apart: 0,
            comments: 0,
            hot: rank::hot([now]),
        };
        Ok((idea, IdeaDeed::PutForward { board: board.id }))
    }

    /// Whose idea a deed is about.
    pub fn of(&self) -> Of {
        Of { idea: self.id, unit: self.unit, counterpart: self.author.identity }
    }

    /// Authors may change their words until somebody has answered them.
    pub fn edit(&self, by: Voice, title: &str, body: &str) -> Result<(String, String, IdeaDeed)> {
        self.is_by(by)?;
        self.speaks_for_itself()?;
        if self.answered_at.is_some() || !self.stage.can_be_withdrawn() {
            return Err(Error::refused(
                "ideas.already_answered",
                "This idea has been answered, so its words stay as they are. You can add a comment.",
            ));
        }
        let (title, body) = texts(title, body)?;
        Ok((title, body, IdeaDeed::Edited {}))
    }

    /// Authors may take an idea back until it is planned or refused.
    pub fn withdraw(&self, by: Voice, holds_others: bool) -> Result<IdeaDeed> {
        self.is_by(by)?;
        self.speaks_for_itself()?;
        if !self.stage.can_be_withdrawn() {
            return Err(Error::refused(
                "ideas.too_late",
                "This idea has been decided on and can no longer be taken back.",
            ));
        }
        self.holds_nobody(holds_others)?;
        Ok(IdeaDeed::Withdrawn {})
    }

    /// A vote is another person's: authors spoke when they put the idea forward.
    pub fn vote(&self, voter: Voice) -> Result<IdeaDeed> {
        if self.author.person == voter.person {
            return Err(Error::refused("ideas.own_idea", "This idea is already yours."));
        }
        self.takes_votes()?;
        Ok(IdeaDeed::Voted { on_behalf_by: None })
    }

    /// A vote may be taken back for as long as one may be given.
    pub fn take_back_vote(&self) -> Result<IdeaDeed> {
        self.takes_votes()?;
        Ok(IdeaDeed::VoteWithdrawn { on_behalf_by: None })
    }

    pub fn takes_votes(&self) -> Result<()> {
        self.is_public()?;
        let sentence = match self.stage {
            stage if stage.takes_votes() => return Ok(()),
            Stage::Shipped | Stage::Measured => "This idea is done; its votes have been heard.",
            Stage::Declined => "This idea was declined; you can say why we should look again.",
            Stage::Withdrawn => "Its author has taken this idea back.",
            Stage::Merged => "This idea was merged into another; please vote for that one.",
            _ => "This idea takes no votes.",
        };
        Err(Error::refused("ideas.voting_closed", sentence))
    }

    /// May it be seen by everybody?
    pub fn is_public(&self) -> Result<()> {
        if self.held_at.is_some() || self.stage == Stage::Spam {
            return Err(Error::refused(
                "ideas.on_hold",
                "We are still looking at this idea before everybody can see it.",
            ));
        }
        Ok(())
    }

    pub fn is_merged(&self) -> bool {
        self.merged_into.is_some()
    }

    /// Staff answer and move the idea that speaks for the others.
    pub fn speaks_for_itself(&self) -> Result<()> {
        if self.is_merged() {
            return Err(Error::refused(
                "ideas.is_merged",
                "This idea was merged into another, which now speaks for it. Please go to that one.",
            ));
        }
        Ok(())
    }

    /// Other people's ideas and votes must not vanish with this one.
    pub fn holds_nobody(&self, holds_others: bool) -> Result<()> {
        if holds_others {
            return Err(Error::refused(
                "ideas.holds_others",
                "Other people's ideas were merged into this one. They must be taken out again first.",
            ));
        }
        Ok(())
    }

    pub fn clock(&self, now: Timestamp) -> AnswerClock {
        AnswerClock::new(self.stage, self.answered_at, self.due_at, now)
    }

    fn is_by(&self, voice: Voice) -> Result<()> {
        if self.author.person == voice.person {
            return Ok(());
        }
        Err(Error::not_allowed("Only its author can change an idea."))
    }
}

impl AnswerClock {
    /// An idea that falls due so soon is shown as due soon.
    pub const SOON_DAYS: i64 = 3;

    pub fn new(
        stage: Stage,
        answered_at: Option<Timestamp>,
        due_at: Timestamp,
        now: Timestamp,
    ) -> Self {
        const DAY_S: i64 = 86_400;
        if let Some(at) = answered_at {
            return Self::Answered { at, in_time: at <= due_at };
        }
        if !stage.is_listed() {
            return Self::Stopped;
        }
        let left_s = due_at.as_second() - now.as_second();
        if now > due_at {
            Self::Overdue { due_at, days: -left_s / DAY_S }
        } else {
            Self::Waiting { due_at, days: left_s / DAY_S }
        }
    }
}

fn texts(title: &str, body: &str) -> Result<(String, String)> {
    let title = words::required_line("title", "your idea a title", title, words::LONGEST_TITLE)?;
    Ok((title, words::optional_text("body", "your idea", body, words::LONGEST_BODY)?))
}

#[cfg(test)]
pub mod sample {
    use super::*;

    pub fn id<T: ?Sized>(n: u128) -> Id<T> {
        Id::from_uuid(uuid::Uuid::from_u128(n))
    }

    pub fn voice(n: u128) -> Voice {
        Voice { person: id(n), identity: id(1000 + n), part: Part::Customer }
    }

    /// Idea `n`, put forward by person `author` at the beginning of time.
    pub fn idea(n: u128, author: u128) -> Idea {
        let new = crate::board::NewBoard {
            key: "hire".to_owned(),
            name: "Hire".to_owned(),
            ..crate::board::NewBoard::default()
        };
        let board = Board::open(id(9), &new, Timestamp::UNIX_EPOCH).unwrap();
        let new = NewIdea {
            board: board.id,
            unit: None,
            title: "Lockers".to_owned(),
            body: String::new(),
            tags: Vec::new(),
        };
        let settings = Settings::default();
        let author = voice(author);
        Idea::put_forward(id(n), &board, &settings, author, &new, Timestamp::UNIX_EPOCH).unwrap().0
    }
}

#[cfg(test)]
mod tests {
    use super::sample::{id, idea, voice};
    use super::*;

    #[test]
    fn authors_do_not_vote_for_their_own() {
        let lockers = idea(1, 1);
        assert_eq!(lockers.vote(voice(1)).unwrap_err().code(), "ideas.own_idea");
        assert_eq!(lockers.vote(voice(2)).unwrap(), IdeaDeed::Voted { on_behalf_by: None });
        let staff = Voice::of(Who::Staff(id(5))).unwrap_err();
        assert_eq!(staff.code(), "not_allowed");
    }

    #[test]
    fn voting_ends_with_a_sentence() {
        for stage in Stage::ALL {
            let idea = Idea { stage, ..idea(1, 1) };
            let refused = idea.vote(voice(2)).is_err();
            use Stage::{Declined, Measured, Merged, Shipped, Spam, Withdrawn};
            let closed = [Shipped, Measured, Declined, Withdrawn, Spam, Merged].contains(&stage);
            assert_eq!(refused, closed, "{stage:?}");
            assert_eq!(idea.take_back_vote().is_err(), closed);
        }
        let held = Idea { held_at: Some(Timestamp::UNIX_EPOCH), ..idea(1, 1) };
        assert_eq!(held.vote(voice(2)).unwrap_err().code(), "ideas.on_hold");
    }

    #[test]
    fn an_answer_fixes_the_words() {
        let lockers = idea(1, 1);
        assert!(lockers.edit(voice(1), "Lockers at the station", "").is_ok());
        assert_eq!(lockers.edit(voice(2), "Mine", "").unwrap_err().code(), "not_allowed");
        let answered = Idea { answered_at: Some(Timestamp::UNIX_EPOCH), ..lockers };
        assert_eq!(answered.edit(voice(1), "x", "").unwrap_err().code(), "ideas.already_answered");
    }

    #[test]
    fn authors_take_back_before_it_is_planned() {
        assert!(idea(1, 1).withdraw(voice(1), false).is_ok());
        assert_eq!(idea(1, 1).withdraw(voice(1), true).unwrap_err().code(), "ideas.holds_others");
        let planned = Idea { stage: Stage::Planned, ..idea(1, 1) };
        assert_eq!(planned.withdraw(voice(1), false).unwrap_err().code(), "ideas.too_late");
    }

    #[test]
    fn the_clock_runs_until_the_first_answer() {
        let lockers = idea(1, 1);
        let day = |n: i64| Timestamp::from_second(n * 86_400).unwrap();
        let due_at = day(10);
        assert_eq!(lockers.clock(day(0)), AnswerClock::Waiting { due_at, days: 10 });
        assert_eq!(lockers.clock(day(10)), AnswerClock::Waiting { due_at, days: 0 });
        assert_eq!(lockers.clock(day(12)), AnswerClock::Overdue { due_at, days: 2 });
        let late = Idea { answered_at: Some(day(11)), ..lockers.clone() };
        assert_eq!(late.clock(day(99)), AnswerClock::Answered { at: day(11), in_time: false });
        let spam = Idea { stage: Stage::Spam, ..lockers };
        assert_eq!(spam.clock(day(99)), AnswerClock::Stopped);
    }
}
