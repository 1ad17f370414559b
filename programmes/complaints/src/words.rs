//! Limits on what people write.

pub use deedwell_core::text::line;

use deedwell_core::text::turns;
use deedwell_core::{Error, Result};

pub const LONGEST_TEXT: usize = 4_000;
pub const LONGEST_WISH: usize = 500;
pub const LONGEST_TITLE: usize = 90;
pub const LONGEST_NOTE: usize = 2_000;
pub const LONGEST_REASON: usize = 500;
pub const LONGEST_EVIDENCE: usize = 500;
pub const LONGEST_REFERENCE: usize = 100;
pub const LONGEST_NAME: usize = 80;

/// A line that must be there.
pub fn required_line(field: &'static str, what: &str, text: &str, most: usize) -> Result<String> {
    let text = line(text);
    if text.is_empty() {
        return Err(Error::invalid(field, format!("Please give {what}.")));
    }
    within(field, what, &text, most)?;
    Ok(text)
}

/// A line that may be empty.
pub fn optional_line(field: &'static str, what: &str, text: &str, most: usize) -> Result<String> {
    let text = line(text);
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
        let over = length - most;
        let sentence =
            format!("Please keep {what} to {most} characters; this is {length}, {over} too many.");
        return Err(Error::invalid(field, sentence));
    }
    Ok(())
}

/// The beginning of a text, as one line.
pub fn beginning(text: &str, most: usize) -> String {
    let text = line(text);
    if text.chars().count() <= most {
        return text;
    }
    let cut: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_have_limits_that_say_by_how_much() {
        let long = required_text("text", "it", &"ä".repeat(12), 10).unwrap_err();
        assert!(long.sentence().ends_with("this is 12, 2 too many."));
        assert!(required_text("text", "it", " \n", 10).is_err());
        assert_eq!(optional_text("text", "it", " \n\u{202e}", 10).unwrap(), "");
        assert_eq!(beginning("one  two\nthree", 9), "one two…");
    }
}
