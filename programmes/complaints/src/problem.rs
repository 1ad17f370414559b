//! What went wrong for many: a page that staff made public, in words of ours, which others join.

use deedwell_core::{Error, Id, Result, Timestamp};

use crate::complaint::Complaint;
use crate::words::{self, LONGEST_TEXT, LONGEST_TITLE};

pub const JOINS_PER_HOUR: u32 = 30;

#[derive(Clone, Debug)]
pub struct Problem {
    pub id: Id<Self>,
    /// The complaint with which it began.
    pub first: Id<Complaint>,
    pub title: String,
    pub text: String,
    pub opened_at: Timestamp,
    /// Solved, or not to be: those who joined are told.
    pub closed_at: Option<Timestamp>,
    pub outcome: String,
    /// Who joined; the complaints of it are counted apart.
    pub joined: i64,
}

impl Problem {
    pub fn words(title: &str, text: &str) -> Result<(String, String)> {
        let title = words::required_line("title", "the problem a name", title, LONGEST_TITLE)?;
        let text = words::required_text("text", "what is known", text, LONGEST_TEXT)?;
        Ok((title, text))
    }

    pub fn takes_voices(&self) -> Result<()> {
        match self.closed_at {
            None => Ok(()),
            Some(_) => Err(Error::refused(
                "complaints.problem_over",
                "We have answered this. Does it still happen to you? Then please complain.",
            )),
        }
    }

    pub fn end(&self, outcome: &str) -> Result<String> {
        self.takes_voices()?;
        words::required_text("outcome", "what came of it", outcome, LONGEST_TEXT)
    }
}
