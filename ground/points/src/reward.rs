//! What points can be spent on: named, with its cost and stock, honoured by a code of the shop's or by staff.

use deedwell_core::{Error, Id, Result, Timestamp, text};
use serde::Serialize;

use crate::scheme::{LARGEST, LONGEST_NAME, Scheme};

/// Rewards of an organisation, closed ones counted.
pub const MOST: i64 = 500;
pub const LONGEST_WORDS: usize = 300;
pub const LONGEST_CODE: usize = 60;
/// Codes that are added at once.
pub const MOST_CODES: usize = 1_000;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HonouredBy {
    /// Somebody of the staff hands it over, and says so.
    Staff,
    /// A code of the shop's, given at once.
    Code,
}

impl HonouredBy {
    pub const ALL: [Self; 2] = [Self::Staff, Self::Code];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Code => "code",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.name() == text)
    }
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Reward {
    pub id: Id<Reward>,
    pub scheme: Id<Scheme>,
    #[serde(flatten)]
    pub terms: RewardTerms,
    /// How many can be had now; none where there is no end of them.
    pub left: Option<i64>,
    pub closed_at: Option<Timestamp>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct RewardTerms {
    pub name: String,
    pub words: String,
    pub cost: i64,
    /// Of what staff hand over; codes are counted.
    pub stock: Option<i64>,
    pub honoured_by: HonouredBy,
}

impl RewardTerms {
    /// # Errors
    /// `Invalid`, naming the field.
    pub fn checked(mut self) -> Result<Self> {
        self.name = text::line(&self.name);
        self.words = text::line(&self.words);
        if self.name.is_empty() || self.name.chars().count() > LONGEST_NAME {
            return Err(Error::invalid("name", "Please give it a name of at most 60 letters."));
        }
        if self.words.chars().count() > LONGEST_WORDS {
            return Err(Error::invalid("words", "At most 300 letters, please."));
        }
        if !(1..=LARGEST).contains(&self.cost) {
            return Err(Error::invalid("cost", "Please say what it costs, from 1 on."));
        }
        if self.stock.is_some_and(|stock| !(0..=1_000_000).contains(&stock)) {
            return Err(Error::invalid("stock", "Please give a number from 0 to 1,000,000."));
        }
        if self.honoured_by == HonouredBy::Code {
            self.stock = None;
        }
        Ok(self)
    }
}

/// Codes as somebody pasted them, one a line.
///
/// # Errors
/// `Invalid`.
pub fn codes(text: &str) -> Result<Vec<String>> {
    let mut codes: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let good =
            line.chars().count() <= LONGEST_CODE && line.chars().all(|c| c.is_ascii_graphic());
        if !good {
            return Err(Error::invalid(
                "codes",
                "A code is one word of at most 60 letters and digits, each on a line of its own.",
            ));
        }
        if !codes.iter().any(|code| code == line) {
            codes.push(line.to_owned());
        }
    }
    if codes.len() > MOST_CODES {
        return Err(Error::invalid("codes", "At most 1000 codes at a time, please."));
    }
    Ok(codes)
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Asked,
    Honoured,
    Undone,
}

impl Stage {
    pub const ALL: [Self; 3] = [Self::Asked, Self::Honoured, Self::Undone];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Honoured => "honoured",
            Self::Undone => "undone",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == text)
    }

    /// Whether it may be handed over now.
    ///
    /// # Errors
    /// `points.honoured_already`, `points.undone_already`.
    pub fn honour(self) -> Result<()> {
        match self {
            Self::Asked => Ok(()),
            Self::Honoured => Err(honoured_already()),
            Self::Undone => Err(undone_already()),
        }
    }

    /// Whether it may be given back now, by the member or by staff.
    ///
    /// # Errors
    /// `points.honoured_already` for the member, `points.undone_already`.
    pub fn undo(self, by_staff: bool) -> Result<()> {
        match self {
            Self::Asked => Ok(()),
            Self::Honoured if by_staff => Ok(()),
            Self::Honoured => Err(honoured_already()),
            Self::Undone => Err(undone_already()),
        }
    }
}

fn honoured_already() -> Error {
    Error::refused("points.honoured_already", "This was handed over already.")
}

fn undone_already() -> Error {
    Error::refused(
        "points.undone_already",
        "This was taken back already; the points are there again.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_line_by_line() {
        assert_eq!(codes(" A1 \n\nB2\nA1\n").unwrap(), ["A1", "B2"]);
        assert!(codes("two words").is_err() && codes(&"x".repeat(61)).is_err());
    }

    #[test]
    fn what_was_handed_over_is_taken_back_by_staff_alone() {
        assert!(Stage::Asked.undo(false).is_ok() && Stage::Honoured.undo(true).is_ok());
        assert_eq!(Stage::Honoured.undo(false).unwrap_err().code(), "points.honoured_already");
        assert_eq!(Stage::Undone.undo(true).unwrap_err().code(), "points.undone_already");
        assert_eq!(Stage::Honoured.honour().unwrap_err().code(), "points.honoured_already");
    }
}
