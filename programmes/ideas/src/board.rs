//! Boards, the settings of an organisation, and its changelog.

use deedwell_core::{Error, Id, Result, Timestamp, Unit};

use crate::words;

/// Where ideas of one subject stand together.
#[derive(Clone, Debug)]
pub struct Board {
    pub id: Id<Board>,
    /// A short word for addresses.
    pub key: String,
    pub name: String,
    pub intro: String,
    /// None: of the whole organisation.
    pub unit: Option<Id<Unit>>,
    pub place: i64,
    pub created_at: Timestamp,
    /// None while it takes ideas.
    pub closed_at: Option<Timestamp>,
}

#[derive(Clone, Debug, Default)]
pub struct NewBoard {
    pub key: String,
    pub name: String,
    pub intro: String,
    pub unit: Option<Id<Unit>>,
    pub place: i64,
}

impl Board {
    pub const LONGEST_KEY: usize = 40;
    pub const LONGEST_NAME: usize = 60;
    pub const LONGEST_INTRO: usize = 500;
    /// Shown to people in one list.
    pub const MOST: usize = 100;

    pub fn open(id: Id<Self>, new: &NewBoard, now: Timestamp) -> Result<Self> {
        let key = new.key.trim().to_owned();
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if key.is_empty() || key.len() > Self::LONGEST_KEY || !key.chars().all(good) {
            return Err(Error::invalid(
                "key",
                format!(
                    "A key is up to {} small letters, digits and hyphens, such as opening-hours.",
                    Self::LONGEST_KEY
                ),
            ));
        }
        Ok(Self {
            id,
            key,
            name: words::required_line("name", "the board a name", &new.name, Self::LONGEST_NAME)?,
            intro: words::optional_text("intro", "the intro", &new.intro, Self::LONGEST_INTRO)?,
            unit: new.unit,
            place: new.place,
            created_at: now,
            closed_at: None,
        })
    }

    pub fn takes_ideas(&self) -> Result<()> {
        match self.closed_at {
            None => Ok(()),
            Some(_) => Err(Error::refused(
                "ideas.board_closed",
                format!(
                    "“{}” takes no new ideas any more. Please choose another board.",
                    self.name
                ),
            )),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Settings {
    /// The first official answer is promised within so many days.
    pub promise_days: i64,
    /// New ideas are held until a member of staff clears them.
    pub moderated: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { promise_days: 10, moderated: false }
    }
}

impl Settings {
    pub const LONGEST_PROMISE: i64 = 365;

    pub fn check(&self) -> Result<()> {
        if (1..=Self::LONGEST_PROMISE).contains(&self.promise_days) {
            return Ok(());
        }
        Err(Error::invalid(
            "promise_days",
            format!("A first answer is promised within 1 to {} days.", Self::LONGEST_PROMISE),
        ))
    }
}

/// You asked; here it is. An entry of the changelog.
#[derive(Clone, Debug)]
pub struct Release {
    pub id: Id<Release>,
    pub title: String,
    pub body: String,
    pub created_at: Timestamp,
    /// None while it is a draft.
    pub published_at: Option<Timestamp>,
}

#[derive(Clone, Debug, Default)]
pub struct NewRelease {
    pub title: String,
    pub body: String,
    pub ideas: Vec<Id<crate::idea::Idea>>,
    /// False keeps it as a draft.
    pub publish: bool,
}

impl Release {
    /// Ideas in one release.
    pub const MOST_IDEAS: usize = 50;

    pub fn write(id: Id<Self>, new: &NewRelease, now: Timestamp) -> Result<Self> {
        if new.ideas.len() > Self::MOST_IDEAS {
            return Err(Error::invalid(
                "ideas",
                format!("A release speaks of at most {} ideas.", Self::MOST_IDEAS),
            ));
        }
        Ok(Self {
            id,
            title: words::required_line(
                "title",
                "the release a title",
                &new.title,
                words::LONGEST_TITLE,
            )?,
            body: words::required_text("body", "what is new", &new.body, words::LONGEST_BODY)?,
            created_at: now,
            published_at: new.publish.then_some(now),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_fit_for_an_address() {
        let id = Id::from_uuid(uuid::Uuid::nil());
        let open = |key: &str| {
            let new =
                NewBoard { key: key.to_owned(), name: "Hire".to_owned(), ..NewBoard::default() };
            Board::open(id, &new, Timestamp::UNIX_EPOCH)
        };
        assert!(open("opening-hours-2").is_ok());
        for wrong in ["", "Hire", "a b", "ä", &"x".repeat(41)] {
            assert_eq!(open(wrong).unwrap_err().code(), "invalid.key", "{wrong}");
        }
    }

    #[test]
    fn a_promise_is_of_some_days() {
        assert!(Settings::default().check().is_ok());
        assert!(Settings { promise_days: 0, moderated: false }.check().is_err());
    }
}
