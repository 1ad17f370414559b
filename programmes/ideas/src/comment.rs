//! What people say below an idea, and thanks for it.

use deedwell_core::{Error, Id, Identity, Part, Person, Result, Staff, Timestamp};

use crate::deed::IdeaDeed;
use crate::idea::{Idea, Voice};
use crate::stage::Stage;
use crate::words;

#[derive(Clone, Debug)]
pub struct Comment {
    pub id: Id<Comment>,
    /// The idea on which it was made, which may have been merged since.
    pub idea: Id<Idea>,
    pub reply_to: Option<Id<Comment>>,
    pub by: Speaker,
    /// A note among staff, never public.
    pub internal: bool,
    pub body: String,
    pub at: Timestamp,
    pub withdrawn_at: Option<Timestamp>,
    pub hidden_at: Option<Timestamp>,
    pub thanks: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Speaker {
    Person(Voice),
    Staff(Id<Staff>),
}

impl Speaker {
    pub fn person(self) -> Option<Id<Person>> {
        match self {
            Self::Person(voice) => Some(voice.person),
            Self::Staff(_) => None,
        }
    }

    /// As the ledger names them.
    pub fn identity(self) -> Id<Identity> {
        match self {
            Self::Person(voice) => voice.identity,
            Self::Staff(id) => id.cast(),
        }
    }

    pub fn part(self) -> Part {
        match self {
            Self::Person(voice) => voice.part,
            Self::Staff(_) => Part::Staff,
        }
    }
}

/// Who may read it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Audience {
    Everybody,
    StaffOnly,
}

impl Idea {
    /// A comment on this idea, which is the one that speaks, or a reply to one below it.
    pub fn comment(
        &self,
        id: Id<Comment>,
        by: Speaker,
        audience: Audience,
        body: &str,
        reply_to: Option<&Comment>,
        now: Timestamp,
    ) -> Result<(Comment, IdeaDeed)> {
        let internal = audience == Audience::StaffOnly;
        if !internal {
            self.takes_comments()?;
        }
        if internal && by.part() != Part::Staff {
            return Err(Error::not_allowed("Only staff write notes."));
        }
        if let Some(parent) = reply_to {
            parent.takes_reply(internal)?;
        }
        let comment = Comment {
            id,
            // A reply stays with what it answers, also when the ideas part again.
            idea: reply_to.map_or(self.id, |parent| parent.idea),
            reply_to: reply_to.map(|parent| parent.id),
            by,
            internal,
            body: words::required_text("body", "a comment", body, words::LONGEST_COMMENT)?,
            at: now,
            withdrawn_at: None,
            hidden_at: None,
            thanks: 0,
        };
        let reply_to = comment.reply_to;
        let deed = match (internal, by) {
            (true, _) => IdeaDeed::Noted { comment: id },
            (false, Speaker::Staff(_)) => IdeaDeed::CommentedByStaff { comment: id, reply_to },
            (false, Speaker::Person(_)) => IdeaDeed::Commented { comment: id, reply_to },
        };
        Ok((comment, deed))
    }

    fn takes_comments(&self) -> Result<()> {
        self.is_public()?;
        match self.stage {
            Stage::Withdrawn => Err(Error::refused(
                "ideas.comments_closed",
                "Its author has taken this idea back, so it takes no comments.",
            )),
            _ => self.speaks_for_itself(),
        }
    }
}

impl Comment {
    pub fn is_shown(&self) -> bool {
        self.withdrawn_at.is_none() && self.hidden_at.is_none()
    }

    fn takes_reply(&self, internal: bool) -> Result<()> {
        if self.reply_to.is_some() {
            return Err(Error::refused(
                "ideas.reply_to_reply",
                "Replies go one step deep. Please reply to the comment above it.",
            ));
        }
        if !self.is_shown() || (self.internal && !internal) {
            return Err(Error::Missing("comment"));
        }
        Ok(())
    }

    /// For as long as nobody has replied.
    pub fn withdraw(&self, by: Voice, replies: i64) -> Result<IdeaDeed> {
        if self.by.person() != Some(by.person) {
            return Err(Error::not_allowed("Only its author can take back a comment."));
        }
        if self.withdrawn_at.is_some() {
            return Err(Error::Missing("comment"));
        }
        if replies > 0 {
            return Err(Error::refused(
                "ideas.comment_answered",
                "Somebody has replied to this comment, so it stays. You can reply to say more.",
            ));
        }
        Ok(IdeaDeed::CommentWithdrawn { comment: self.id })
    }

    pub fn thank(&self, by: Voice) -> Result<IdeaDeed> {
        if self.internal || !self.is_shown() {
            return Err(Error::Missing("comment"));
        }
        if self.by.person() == Some(by.person) {
            return Err(Error::refused("ideas.own_comment", "This comment is your own."));
        }
        Ok(IdeaDeed::Thanked { comment: self.id })
    }

    /// Staff take it from public view; the reason is public.
    pub fn hide(&self, reason: &str) -> Result<(String, IdeaDeed)> {
        if self.internal || !self.is_shown() {
            return Err(Error::Missing("comment"));
        }
        let reason = crate::answer::removal_reason(reason)?;
        Ok((reason, IdeaDeed::CommentRemoved { comment: self.id }))
    }

    pub fn restore(&self) -> Result<IdeaDeed> {
        if self.hidden_at.is_none() {
            return Err(Error::refused("ideas.not_hidden", "This comment is not hidden."));
        }
        Ok(IdeaDeed::CommentRestored { comment: self.id })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::idea::sample::{id, idea, voice};

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn said(by: u128, reply_to: Option<&Comment>) -> Result<Comment> {
        let by = Speaker::Person(voice(by));
        let all = Audience::Everybody;
        idea(1, 1)
            .comment(id(100 + by.identity().uuid().as_u128()), by, all, "Yes", reply_to, NOW)
            .map(|c| c.0)
    }

    #[test]
    fn replies_go_one_step_deep() {
        let first = said(2, None).unwrap();
        let reply = said(3, Some(&first)).unwrap();
        assert_eq!(reply.reply_to, Some(first.id));
        assert_eq!(said(4, Some(&reply)).unwrap_err().code(), "ideas.reply_to_reply");
        let hidden = Comment { hidden_at: Some(NOW), ..first };
        assert_eq!(said(4, Some(&hidden)).unwrap_err().code(), "missing.comment");
    }

    #[test]
    fn notes_are_for_staff() {
        let note = |by| idea(1, 1).comment(id(7), by, Audience::StaffOnly, "Ask Ruth", None, NOW);
        let (written, deed) = note(Speaker::Staff(id(5))).unwrap();
        assert!(written.internal);
        assert_eq!(deed, IdeaDeed::Noted { comment: id(7) });
        assert_eq!(note(Speaker::Person(voice(2))).unwrap_err().code(), "not_allowed");
        assert_eq!(said(2, Some(&written)).unwrap_err().code(), "missing.comment");
        assert!(written.thank(voice(2)).is_err() && written.hide("x").is_err());
    }

    #[test]
    fn a_comment_is_taken_back_by_its_author_while_nobody_replied() {
        let comment = said(2, None).unwrap();
        assert!(comment.withdraw(voice(2), 0).is_ok());
        assert_eq!(comment.withdraw(voice(2), 1).unwrap_err().code(), "ideas.comment_answered");
        assert_eq!(comment.withdraw(voice(3), 0).unwrap_err().code(), "not_allowed");
    }

    #[test]
    fn thanks_are_for_others() {
        let comment = said(2, None).unwrap();
        assert_eq!(comment.thank(voice(2)).unwrap_err().code(), "ideas.own_comment");
        assert!(comment.thank(voice(3)).is_ok());
        assert!(comment.hide("").is_err() && comment.hide("An insult").is_ok());
        assert!(comment.restore().is_err());
    }
}
