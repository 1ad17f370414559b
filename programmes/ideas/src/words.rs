//! Limits on what people write, and the words by which one title is found to be like another.

use std::collections::BTreeSet;

pub use deedwell_core::text::line;

use deedwell_core::text::turns;
use deedwell_core::{Error, Result};

pub const LONGEST_TITLE: usize = 90;
pub const LONGEST_BODY: usize = 4_000;
pub const LONGEST_COMMENT: usize = 2_000;
pub const LONGEST_ANSWER: usize = 4_000;
pub const LONGEST_REASON: usize = 500;
pub const LONGEST_EVIDENCE: usize = 500;
pub const LONGEST_NOTE: usize = 1_000;
pub const LONGEST_TAG: usize = 30;
pub const MOST_TAGS: usize = 5;
/// Words of a title that are kept, and looked for.
pub const MOST_WORDS: usize = 12;
const SHORTEST_WORD: usize = 3;

/// Said so often that sharing them means nothing.
const COMMON: [&str; 46] = [
    "about", "add", "all", "also", "and", "any", "are", "because", "been", "but", "can", "could",
    "does", "for", "from", "get", "has", "have", "how", "into", "just", "like", "make", "more",
    "not", "our", "please", "should", "some", "that", "the", "their", "them", "there", "they",
    "this", "use", "want", "was", "when", "which", "will", "with", "would", "you", "your",
];

/// A line that must be there.
pub fn required_line(field: &'static str, what: &str, text: &str, most: usize) -> Result<String> {
    let text = line(text);
    if text.is_empty() {
        return Err(Error::invalid(field, format!("Please give {what}.")));
    }
    within(field, what, &text, most)?;
    Ok(text)
}

/// A text of several lines, kept as it is given; blank is refused.
pub fn required_text(field: &'static str, what: &str, text: &str, most: usize) -> Result<String> {
    let text = optional_text(field, what, text, most)?;
    if text.is_empty() {
        return Err(Error::invalid(field, format!("Please write {what}.")));
    }
    Ok(text)
}

/// A text of several lines, kept as it is given; nothing but spaces is nothing.
pub fn optional_text(field: &'static str, what: &str, text: &str, most: usize) -> Result<String> {
    let kept = |c: &char| !turns(*c) && (!c.is_control() || matches!(c, '\n' | '\r' | '\t'));
    let text: String = text.chars().filter(kept).collect();
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    within(field, what, &text, most)?;
    Ok(text)
}

fn within(field: &'static str, what: &str, text: &str, most: usize) -> Result<()> {
    let length = text.chars().count();
    if length > most {
        return Err(Error::invalid(
            field,
            format!(
                "Please keep {what} to {most} characters; this is {length}, {} too many.",
                length - most
            ),
        ));
    }
    Ok(())
}

/// Tags in lower case, each once, in the order of the alphabet.
pub fn tags<S: AsRef<str>>(given: &[S]) -> Result<Vec<String>> {
    let tags: BTreeSet<String> = given
        .iter()
        .map(|tag| line(tag.as_ref()).trim_start_matches('#').to_lowercase())
        .filter(|tag| !tag.is_empty())
        .collect();
    if tags.len() > MOST_TAGS {
        return Err(Error::invalid("tags", format!("At most {MOST_TAGS} tags, please.")));
    }
    for tag in &tags {
        within("tags", "each tag", tag, LONGEST_TAG)?;
    }
    Ok(tags.into_iter().collect())
}

/// The telling words of a title: lower case, without the common ones, plural as singular.
pub fn telling(title: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in title.to_lowercase().split(|c: char| !c.is_alphanumeric()) {
        if word.chars().count() < SHORTEST_WORD || COMMON.contains(&word) {
            continue;
        }
        let word = singular(word);
        if !words.contains(&word) {
            words.push(word);
        }
        if words.len() == MOST_WORDS {
            break;
        }
    }
    words
}

fn singular(word: &str) -> String {
    let long = word.chars().count() > SHORTEST_WORD;
    if let Some(stem) = word.strip_suffix("ies").filter(|_| long) {
        return format!("{stem}y");
    }
    match word.strip_suffix('s') {
        Some(stem) if long && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_no_hidden_characters() {
        assert_eq!(line("  Lockers\u{202e}\n at\tthe \u{0007} station "), "Lockers at the station");
        let none = required_line("title", "your idea a title", " \n ", 90).unwrap_err();
        assert_eq!(none.sentence(), "Please give your idea a title.");
    }

    #[test]
    fn a_limit_says_by_how_much() {
        assert!(required_line("title", "the title", &"ä".repeat(90), LONGEST_TITLE).is_ok());
        let long = required_line("title", "the title", &"ä".repeat(93), LONGEST_TITLE).unwrap_err();
        assert_eq!(
            long.sentence(),
            "Please keep the title to 90 characters; this is 93, 3 too many."
        );
    }

    #[test]
    fn a_text_is_kept_as_given() {
        let given = "  two\n\n lines\t";
        assert_eq!(optional_text("body", "it", given, 40).unwrap(), given);
        assert_eq!(optional_text("body", "it", " \n\0", 40).unwrap(), "");
        assert!(required_text("body", "it", " ", 40).is_err());
    }

    #[test]
    fn tags_are_few_short_and_once() {
        assert_eq!(tags(&["#Bikes", "bikes ", "", "a  b"]).unwrap(), ["a b", "bikes"]);
        assert!(tags(&["1", "2", "3", "4", "5", "6"]).is_err());
        assert!(tags(&["x".repeat(31)]).is_err());
    }

    #[test]
    fn titles_are_known_by_their_telling_words() {
        assert_eq!(telling("Please add lockers at the stations!"), ["locker", "station"]);
        assert_eq!(telling("Batteries, battery; bus glass"), ["battery", "bus", "glass"]);
    }
}
