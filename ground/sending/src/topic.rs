//! A topic: what letters are about that nobody has to get. Staff say what it is, whether people are asked
//! first or may object, and what is shown to whoever is asked.

use deedwell_core::{Error, Result};
use jiff::Timestamp;
use serde::Serialize;

/// Topics of an organisation. Each has a purpose for every channel, of which there are 30.
pub const MOST_TOPICS: usize = 20;
pub const LONGEST_KEY: usize = 30;
pub const LONGEST_NAME: usize = 50;
pub const LONGEST_ABOUT: usize = 500;
pub const LONGEST_WORDS: usize = 1_000;

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Nothing is sent before they said yes.
    OptIn,
    /// It is sent until they say no.
    OptOut,
}

impl Basis {
    pub const ALL: [Self; 2] = [Self::OptIn, Self::OptOut];

    pub const fn name(self) -> &'static str {
        match self {
            Self::OptIn => "opt_in",
            Self::OptOut => "opt_out",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|b| b.name() == text)
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Topic {
    pub key: String,
    pub name: String,
    pub about: String,
    pub basis: Basis,
    /// An opt-in counts once a link in a letter was answered.
    pub is_confirmed_twice: bool,
    /// What is shown to whoever is asked; a new version with every change.
    pub words: String,
    pub version: i64,
    pub closed_at: Option<Timestamp>,
    /// Channels, each with the purpose under which consents stand.
    pub channels: Vec<(String, String)>,
}

impl Topic {
    pub fn is_open(&self) -> bool {
        self.closed_at.is_none()
    }

    pub fn goes_by(&self, channel: &str) -> bool {
        self.purpose(channel).is_some()
    }

    pub fn purpose(&self, channel: &str) -> Option<&str> {
        self.channels.iter().find(|(c, _)| c == channel).map(|(_, purpose)| purpose.as_str())
    }

    #[cfg(test)]
    pub(crate) fn example(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            name: "News".to_owned(),
            about: String::new(),
            basis: Basis::OptIn,
            is_confirmed_twice: false,
            words: "Yes, send me news.".to_owned(),
            version: 1,
            closed_at: None,
            channels: Vec::new(),
        }
    }
}

/// A topic as staff write it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewTopic {
    pub key: String,
    pub name: String,
    pub about: String,
    pub basis: Basis,
    pub is_confirmed_twice: bool,
    pub words: String,
    pub channels: Vec<String>,
}

impl NewTopic {
    /// With single spaces and nothing hidden.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn checked(self) -> Result<Self> {
        let key = self.key.trim().to_owned();
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if key.is_empty() || key.len() > LONGEST_KEY || !key.chars().all(good) {
            let sentence = format!("A key has 1 to {LONGEST_KEY} small letters, digits and _.");
            return Err(Error::invalid("key", sentence));
        }
        let line = |field: &'static str, text: &str, least: usize, most: usize| {
            let text = deedwell_core::text::line(text);
            let count = text.chars().count();
            if (least..=most).contains(&count) {
                Ok(text)
            } else {
                Err(Error::invalid(field, format!("This has {least} to {most} letters.")))
            }
        };
        let channels = self.channels.iter().map(|c| channel(c)).collect::<Result<Vec<_>>>()?;
        if channels.is_empty() {
            return Err(Error::invalid("channel", "Please choose by which channels it goes."));
        }
        Ok(Self {
            key,
            name: line("name", &self.name, 1, LONGEST_NAME)?,
            about: line("about", &self.about, 0, LONGEST_ABOUT)?,
            words: line("words", &self.words, 1, LONGEST_WORDS)?,
            channels,
            ..self
        })
    }
}

/// The channels there are, or will be.
pub const CHANNELS: [&str; 3] = ["email", "sms", "whatsapp"];

/// # Errors
/// `Invalid` for a channel that nobody knows.
pub fn channel(name: &str) -> Result<String> {
    if CHANNELS.contains(&name) {
        return Ok(name.to_owned());
    }
    let sentence = format!("There is no such channel; there are {}.", CHANNELS.join(", "));
    Err(Error::invalid("channel", sentence))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_written_so_that_it_can_be_shown() {
        let good = NewTopic {
            key: "news".to_owned(),
            name: " News  of the shop ".to_owned(),
            about: String::new(),
            basis: Basis::OptIn,
            is_confirmed_twice: true,
            words: "Yes, send me news.".to_owned(),
            channels: vec!["email".to_owned()],
        };
        assert_eq!(good.clone().checked().unwrap().name, "News of the shop");
        let field = |new: NewTopic| match new.checked() {
            Err(Error::Invalid { field, .. }) => field.into_owned(),
            other => panic!("{other:?}"),
        };
        assert_eq!(field(NewTopic { key: "A b".to_owned(), ..good.clone() }), "key");
        assert_eq!(field(NewTopic { name: " ".to_owned(), ..good.clone() }), "name");
        assert_eq!(field(NewTopic { words: String::new(), ..good.clone() }), "words");
        assert_eq!(field(NewTopic { channels: vec!["fax".to_owned()], ..good.clone() }), "channel");
        assert_eq!(field(NewTopic { channels: Vec::new(), ..good }), "channel");
        assert!(Basis::ALL.iter().all(|b| Basis::parse(b.name()) == Some(*b)));
    }
}
