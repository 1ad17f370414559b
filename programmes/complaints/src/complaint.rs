//! A complaint, and what its customer and staff may do with it.

use deedwell_core::{Error, Id, Identity, Part, Person, Result, Staff, Timestamp, Unit, Who};
use jiff::SignedDuration;

use crate::cause::Cause;
use crate::deed::{ComplaintDeed as Deed, Of};
use crate::problem::Problem;
use crate::promise::{Dues, Promised};
use crate::stage::Stage;
use crate::words::{self, LONGEST_REFERENCE, LONGEST_TEXT, LONGEST_TITLE, LONGEST_WISH};

pub const COMPLAINTS_PER_DAY: u32 = 5;
pub const WORDS_PER_HOUR: u32 = 30;
/// How long after the end a customer may open it again.
pub const REOPENED_WITHIN: SignedDuration = SignedDuration::from_hours(24 * 365);
/// 1, a nuisance, to 4, harm to somebody.
pub const GRAVEST: i64 = 4;
/// 1 to 5, as the customer says.
pub const BEST_RATING: i64 = 5;

/// Somebody who may complain: a customer, or a visitor whose address was checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Voice {
    pub person: Id<Person>,
    pub identity: Id<Identity>,
    /// `Customer` or `Visitor`.
    pub part: Part,
}

impl Voice {
    /// # Errors
    /// `NotAllowed` for staff: they write down what a customer told them.
    pub fn of(who: Who) -> Result<Self> {
        match who {
            Who::Customer { identity, person } => {
                Ok(Self { person, identity, part: Part::Customer })
            }
            Who::Visitor { identity, person } => Ok(Self { person, identity, part: Part::Visitor }),
            Who::Staff(_) | Who::System => Err(Error::not_allowed(
                "This is for customers. Staff write down what a customer told them, in the customer's name.",
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
}

#[derive(Clone, Debug)]
pub struct Complaint {
    pub id: Id<Self>,
    /// What customers and staff call it by: 1, 2, 3.
    pub number: i64,
    pub unit: Option<Id<Unit>>,
    pub by: Voice,
    pub title: String,
    pub text: String,
    /// What would put it right.
    pub wish: String,
    /// The number of an order, as the customer wrote it.
    pub order_reference: String,
    /// How it reached us: `site`, `phone`, `shop`, `mail`, `api`, …
    pub came_by: String,
    pub recorded_by: Option<Id<Staff>>,
    /// What it grew from: `idea/<id>`.
    pub from_about: Option<String>,
    pub stage: Stage,
    pub promise: i64,
    pub dues: Dues,
    pub received_at: Timestamp,
    pub acknowledged_at: Option<Timestamp>,
    /// The first offer that the customer could read.
    pub answered_at: Option<Timestamp>,
    /// When nobody waited any more; none once it is opened again.
    pub ended_at: Option<Timestamp>,
    pub severity: Option<i64>,
    /// Seen by few.
    pub vulnerable: bool,
    pub assigned_to: Option<Id<Staff>>,
    pub cause: Option<Id<Cause>>,
    pub problem: Option<Id<Problem>>,
    pub rating: Option<i64>,
    pub reopened: i64,
}

/// What somebody says.
#[derive(Clone, Debug, Default)]
pub struct NewComplaint {
    /// May be left out: the beginning of the text stands for it.
    pub title: String,
    pub text: String,
    pub wish: String,
    pub order_reference: String,
    pub from_about: Option<String>,
    pub unit: Option<Id<Unit>>,
}

/// The words of it, as they are kept.
#[derive(Clone, PartialEq, Debug)]
pub struct Words {
    pub title: String,
    pub text: String,
    pub wish: String,
    pub order_reference: String,
}

impl NewComplaint {
    pub fn words(&self) -> Result<Words> {
        let text = words::required_text("text", "what went wrong", &self.text, LONGEST_TEXT)?;
        let title = words::optional_line("title", "the title", &self.title, LONGEST_TITLE)?;
        let title = if title.is_empty() { words::beginning(&text, LONGEST_TITLE) } else { title };
        let reference = ("order", "the number of your order");
        Ok(Words {
            title,
            text,
            wish: words::optional_text(
                "wish",
                "what would put it right",
                &self.wish,
                LONGEST_WISH,
            )?,
            order_reference: words::optional_line(
                reference.0,
                reference.1,
                &self.order_reference,
                LONGEST_REFERENCE,
            )?,
        })
    }

    /// `area/<id>` of what it grew from.
    pub fn from_about(&self) -> Result<Option<String>> {
        let Some(about) = self.from_about.as_deref().map(str::trim).filter(|a| !a.is_empty())
        else {
            return Ok(None);
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || "/-_.".contains(c);
        if about.len() > 120 || !about.contains('/') || !about.chars().all(plain) {
            let sentence = "What it grew from is named like idea/0193….";
            return Err(Error::invalid("from", sentence));
        }
        Ok(Some(about.to_owned()))
    }
}

/// How a promise stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clock {
    Kept {
        at: Timestamp,
    },
    Late {
        at: Timestamp,
        due_at: Timestamp,
    },
    Waiting {
        due_at: Timestamp,
    },
    Broken {
        due_at: Timestamp,
    },
    /// Nobody waits: taken back, or spam.
    Stopped,
}

impl Complaint {
    /// Whose complaint a deed is about.
    pub fn of(&self) -> Of {
        Of {
            about: crate::deed::About::Complaint(self.id),
            unit: self.unit,
            counterpart: Some(self.by.identity),
        }
    }

    pub fn is_by(&self, person: Id<Person>) -> Result<()> {
        // That somebody else complained is nobody's business.
        if self.by.person == person { Ok(()) } else { Err(Error::Missing("complaint")) }
    }

    pub fn kept_at(&self, promised: Promised) -> Option<Timestamp> {
        match promised {
            Promised::Acknowledgement => self.acknowledged_at,
            Promised::Answer => self.answered_at,
            Promised::End => self.ended_at,
        }
    }

    pub fn clock(&self, promised: Promised, now: Timestamp) -> Clock {
        let due_at = self.dues.of(promised);
        match self.kept_at(promised) {
            Some(at) if at <= due_at => Clock::Kept { at },
            Some(at) => Clock::Late { at, due_at },
            None if matches!(self.stage, Stage::Withdrawn | Stage::Spam) => Clock::Stopped,
            None if now <= due_at => Clock::Waiting { due_at },
            None => Clock::Broken { due_at },
        }
    }

    /// What is owed next; none where nobody waits.
    pub fn next_due(&self) -> Option<(Promised, Timestamp)> {
        if self.stage.is_over() {
            return None;
        }
        let open = Promised::ALL.into_iter().find(|p| self.kept_at(*p).is_none())?;
        Some((open, self.dues.of(open)))
    }

    pub fn assess(&self, severity: i64) -> Result<(Stage, Deed)> {
        if !(1..=GRAVEST).contains(&severity) {
            let sentence = format!("Please say how grave it is, from 1 to {GRAVEST}.");
            return Err(Error::invalid("severity", sentence));
        }
        if self.stage.is_over() {
            self.stage.to(Stage::Assessed)?;
        }
        // Seen otherwise later, it is where it was.
        let stage = match self.stage {
            Stage::Received | Stage::Acknowledged => self.stage.to(Stage::Assessed)?,
            stage => stage,
        };
        Ok((stage, Deed::Assessed { severity }))
    }

    /// Closing says whether it was put right, from where it stands.
    pub fn close(&self, reason: &str) -> Result<(Stage, String, Deed)> {
        let stage = self.stage.to(Stage::Closed)?;
        let reason = words::optional_text("reason", "the reason", reason, words::LONGEST_REASON)?;
        let resolved = matches!(self.stage, Stage::Accepted | Stage::PutRight);
        if !resolved && reason.is_empty() {
            return Err(Error::invalid(
                "reason",
                "Please say why it is closed although the customer did not agree.",
            ));
        }
        Ok((stage, reason, Deed::Closed { resolved }))
    }

    /// By the customer within a year, by staff at any time.
    pub fn reopen(&self, by_customer: bool, now: Timestamp) -> Result<(Stage, Deed)> {
        let stage = match self.stage {
            Stage::Closed | Stage::PutRight => self.stage.to(Stage::Investigating)?,
            stage => return Err(stage_is_open(stage)),
        };
        let since = self.ended_at.unwrap_or(now).duration_until(now);
        if by_customer && since > REOPENED_WITHIN {
            return Err(Error::refused(
                "complaints.too_long_ago",
                "This was closed more than a year ago. Please complain anew; we will see this one beside it.",
            ));
        }
        Ok((stage, Deed::Reopened {}))
    }

    /// By the customer after a refusal, or when the end was promised by now; by staff whenever the moves
    /// allow it.
    pub fn escalate(&self, by_customer: bool, now: Timestamp) -> Result<(Stage, Deed)> {
        let is_late = now > self.dues.end && !self.stage.is_over();
        let stage = match self.stage.to(Stage::Escalated) {
            Ok(stage) => stage,
            Err(_) if is_late => Stage::Escalated,
            Err(error) => return Err(error),
        };
        if by_customer && self.stage != Stage::Refused && !is_late {
            return Err(Error::refused(
                "complaints.too_early",
                "We still have time to answer. After that, or once you refuse an offer, you can go further.",
            ));
        }
        if self.stage == Stage::Escalated {
            return Err(Error::refused(
                "complaints.move",
                "It lies with somebody outside already.",
            ));
        }
        Ok((stage, Deed::Escalated { by_customer }))
    }

    /// How satisfied they are, as they say; once it is over.
    pub fn rate(&self, rating: i64) -> Result<Deed> {
        if !(1..=BEST_RATING).contains(&rating) {
            let sentence = format!("Please choose from 1 to {BEST_RATING}.");
            return Err(Error::invalid("rating", sentence));
        }
        if !matches!(self.stage, Stage::Closed | Stage::PutRight) {
            return Err(Error::refused(
                "complaints.not_over",
                "You can say so once this is over; until then we are still at it.",
            ));
        }
        Ok(Deed::Rated { rating })
    }

    /// While anybody may still read it.
    pub fn takes_words(&self) -> Result<()> {
        match self.stage {
            Stage::Withdrawn | Stage::Spam => Err(Error::refused(
                "complaints.move",
                "Nothing can be added: this was taken back, or marked as spam.",
            )),
            _ => Ok(()),
        }
    }
}

fn stage_is_open(stage: Stage) -> Error {
    match stage {
        Stage::Withdrawn | Stage::Spam => stage
            .to(Stage::Investigating)
            .err()
            .unwrap_or_else(|| Error::fault("a move that there is not")),
        _ => Error::refused("complaints.is_open", "This is still open; just write to us here."),
    }
}

#[cfg(test)]
pub(crate) mod sample {
    use super::*;

    pub(crate) fn id<T>(n: u128) -> Id<T> {
        Id::from_uuid(uuid::Uuid::from_u128(n))
    }

    pub(crate) fn at(day: i64) -> Timestamp {
        Timestamp::from_second(day * 86_400).unwrap()
    }

    pub(crate) fn complaint(stage: Stage) -> Complaint {
        Complaint {
            id: id(1),
            number: 1,
            unit: None,
            by: Voice { person: id(2), identity: id(3), part: Part::Customer },
            title: "Late".to_owned(),
            text: "It came late.".to_owned(),
            wish: String::new(),
            order_reference: String::new(),
            came_by: "site".to_owned(),
            recorded_by: None,
            from_about: None,
            stage,
            promise: 0,
            dues: Dues { acknowledgement: at(1), answer: at(5), end: at(56) },
            received_at: at(0),
            acknowledged_at: None,
            answered_at: None,
            ended_at: None,
            severity: None,
            vulnerable: false,
            assigned_to: None,
            cause: None,
            problem: None,
            rating: None,
            reopened: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sample::{at, complaint, id};
    use super::*;

    #[test]
    fn a_title_is_made_of_what_was_said() {
        let new =
            NewComplaint { text: "The lamp\nwas broken.".to_owned(), ..NewComplaint::default() };
        assert_eq!(new.words().unwrap().title, "The lamp was broken.");
        assert_eq!(NewComplaint::default().words().unwrap_err().code(), "invalid.text");
        let from = |about: &str| {
            NewComplaint { from_about: Some(about.to_owned()), ..NewComplaint::default() }
                .from_about()
        };
        assert_eq!(from("idea/0193").unwrap().as_deref(), Some("idea/0193"));
        assert_eq!(from(" ").unwrap(), None);
        assert!(from("idea 1").is_err() && from("idea").is_err());
    }

    #[test]
    fn clocks_say_what_was_kept_and_what_was_broken() {
        let open = complaint(Stage::Received);
        let clock = |c: &Complaint, day| c.clock(Promised::Acknowledgement, at(day));
        assert_eq!(clock(&open, 0), Clock::Waiting { due_at: at(1) });
        assert_eq!(clock(&open, 2), Clock::Broken { due_at: at(1) });
        assert_eq!(open.next_due(), Some((Promised::Acknowledgement, at(1))));
        let late = Complaint { acknowledged_at: Some(at(2)), ..complaint(Stage::Acknowledged) };
        assert_eq!(clock(&late, 9), Clock::Late { at: at(2), due_at: at(1) });
        assert_eq!(late.next_due(), Some((Promised::Answer, at(5))));
        assert_eq!(clock(&complaint(Stage::Withdrawn), 9), Clock::Stopped);
        assert_eq!(complaint(Stage::Closed).next_due(), None);
    }

    #[test]
    fn nobody_goes_further_before_the_time_is_over() {
        let early = complaint(Stage::Investigating).escalate(true, at(10)).unwrap_err();
        assert_eq!(early.code(), "complaints.too_early");
        assert!(complaint(Stage::Investigating).escalate(true, at(57)).is_ok());
        assert!(complaint(Stage::Received).escalate(true, at(57)).is_ok(), "never even answered");
        assert!(complaint(Stage::Refused).escalate(true, at(10)).is_ok());
        assert!(complaint(Stage::Closed).escalate(true, at(99)).is_err());
        assert!(complaint(Stage::Escalated).escalate(true, at(99)).is_err());
    }

    #[test]
    fn a_year_after_the_end_is_too_long_ago() {
        let closed = Complaint { ended_at: Some(at(10)), ..complaint(Stage::Closed) };
        assert!(closed.reopen(true, at(300)).is_ok());
        let late = closed.reopen(true, at(400)).unwrap_err();
        assert_eq!(late.code(), "complaints.too_long_ago");
        assert!(closed.reopen(false, at(400)).is_ok());
        let open = complaint(Stage::Offered).reopen(true, at(1)).unwrap_err();
        assert_eq!(open.code(), "complaints.is_open");
        assert!(complaint(Stage::Withdrawn).reopen(false, at(1)).is_err());
    }

    #[test]
    fn closing_without_the_customers_word_needs_a_reason() {
        assert!(complaint(Stage::PutRight).close("").is_ok());
        assert_eq!(complaint(Stage::Refused).close(" ").unwrap_err().code(), "invalid.reason");
        assert!(complaint(Stage::Refused).close("They bought elsewhere").is_ok());
        assert!(complaint(Stage::Acknowledged).close("Enough").is_err());
    }

    #[test]
    fn another_person_s_complaint_is_not_there() {
        assert!(complaint(Stage::Received).is_by(id(2)).is_ok());
        assert_eq!(
            complaint(Stage::Received).is_by(id(9)).unwrap_err().code(),
            "missing.complaint"
        );
    }
}
