//! What a template is: a name by which programmes and campaigns ask for it, and what it says in each
//! language.

use deedwell_core::{Error, Result};
use jiff::Timestamp;

use crate::write::page::{Fault, Format, LARGEST_SOURCE, LAYOUT, Pressed, Source};

/// Templates of one organisation.
pub const MOST: i64 = 500;
const LONGEST_KEY: usize = 60;
const LONGEST_NAME: usize = 100;
const LONGEST_SUBJECT: usize = 500;
const LARGEST_SAMPLE: usize = 10_000;

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Template {
    pub key: String,
    pub name: String,
    /// Values for previews, as JSON.
    pub sample: String,
    pub made_at: Timestamp,
    pub closed_at: Option<Timestamp>,
}

/// What it says in one language, as of one version.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    pub language: String,
    pub version: i64,
    pub source: Source,
    pub made_at: Timestamp,
}

/// # Errors
/// `Invalid`.
pub fn checked_key(key: &str) -> Result<String> {
    let key = key.trim();
    let good =
        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-' | '.');
    if key.is_empty() || key.len() > LONGEST_KEY || !key.chars().all(good) {
        let sentence = "A key has 1 to 60 small letters, digits, dots, dashes: order-thanks.";
        return Err(Error::invalid("key", sentence));
    }
    Ok(key.to_owned())
}

/// # Errors
/// `Invalid`.
pub fn checked_name(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control)
    {
        return Err(Error::invalid("name", "A name is one line of at most 100 letters."));
    }
    Ok(name.to_owned())
}

/// Values for previews: an object of JSON.
///
/// # Errors
/// `Invalid`.
pub fn checked_sample(sample: &str) -> Result<String> {
    let sample = sample.trim();
    if sample.is_empty() {
        return Ok("{}".to_owned());
    }
    let read = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(sample);
    if read.is_err() || sample.len() > LARGEST_SAMPLE {
        let sentence = "Values are written as JSON: {\"order\": {\"number\": 7}}.";
        return Err(Error::invalid("sample", sentence));
    }
    Ok(sample.to_owned())
}

/// # Errors
/// `Invalid`.
pub fn checked_language(language: &str) -> Result<String> {
    let good = (2..=8).contains(&language.len())
        && language.bytes().all(|b| b.is_ascii_lowercase() || b == b'-' || b.is_ascii_digit());
    if !good {
        return Err(Error::invalid("language", "A language is written as en, de or pt-br."));
    }
    Ok(language.to_owned())
}

/// What was written, if a letter can be made of it in this layout.
///
/// # Errors
/// `Invalid`, with what is wrong in the language of templates.
pub fn checked_source(source: Source, layout: &str) -> Result<Source> {
    if source.subject.trim().is_empty() || source.subject.chars().count() > LONGEST_SUBJECT {
        return Err(Error::invalid("subject", "A subject has 1 to 500 letters."));
    }
    if source.body.trim().is_empty() {
        return Err(Error::invalid("body", "Please write what the letter says."));
    }
    if source.text.len() > LARGEST_SOURCE {
        return Err(Error::invalid("text", "That is too long."));
    }
    let source = Source {
        subject: source.subject.trim().to_owned(),
        body: source.body.replace("\r\n", "\n"),
        text: source.text.replace("\r\n", "\n"),
        ..source
    };
    Pressed::of(&source, layout).map_err(of_fault)?;
    Ok(source)
}

/// # Errors
/// `Invalid`.
pub fn checked_layout(layout: &str) -> Result<String> {
    let layout = layout.trim().replace("\r\n", "\n");
    if layout.is_empty() || layout == LAYOUT.trim() {
        return Ok(String::new());
    }
    let probe = Source {
        subject: "x".to_owned(),
        format: Format::Words,
        body: "x".to_owned(),
        text: String::new(),
    };
    match Pressed::of(&probe, &layout) {
        Ok(_) => Ok(layout),
        Err(fault) => Err(Error::invalid("layout", fault.why.0)),
    }
}

/// In the words of an error of a form.
pub fn of_fault(fault: Fault) -> Error {
    Error::invalid(fault.field, fault.why.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_letter_can_be_made_of_is_not_kept() {
        let good = || Source {
            subject: "Hello {{ person.name }}".to_owned(),
            format: Format::Words,
            body: "Dear {{ person.name }}".to_owned(),
            text: String::new(),
        };
        let field = |source| match checked_source(source, LAYOUT) {
            Err(Error::Invalid { field, .. }) => field.into_owned(),
            other => panic!("{other:?}"),
        };
        assert!(checked_source(good(), LAYOUT).is_ok());
        assert_eq!(field(Source { subject: " ".to_owned(), ..good() }), "subject");
        assert_eq!(field(Source { body: "{% for %}".to_owned(), ..good() }), "body");
        assert_eq!(field(Source { text: "{{".to_owned(), ..good() }), "text");
        assert_eq!(checked_layout(LAYOUT).unwrap(), "");
        assert!(checked_layout("<mjml><mj-body></mj-body></mjml>").is_err());
        for wrong in ["", "Order", "a b", "ä", &"x".repeat(61)] {
            assert!(checked_key(wrong).is_err(), "{wrong}");
        }
        assert!(checked_language("EN").is_err() && checked_language("pt-br").is_ok());
    }
}
