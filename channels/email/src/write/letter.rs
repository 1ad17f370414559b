//! One letter in the form of the net (RFC 5322, MIME).
//!
//! Nothing that somebody typed can begin a header or end the head: names and subjects are encoded,
//! addresses are checked, and a header of ours is one line of plain letters or is refused.

use deedwell_core::{Error, Result};
use jiff::Timestamp;
use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::raw::Raw;

use super::page::Filled;

/// Bytes of a line of a head.
const LONGEST_LINE: usize = 990;

/// Who writes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sender {
    pub name: String,
    pub address: String,
    /// '' for the same.
    pub reply_to: String,
}

/// All that stands in the head beside the words.
#[derive(Clone, Debug)]
pub struct Head<'a> {
    pub sender: &'a Sender,
    pub to: &'a str,
    pub to_name: &'a str,
    /// With its angle brackets, as it was fixed when the letter was reserved.
    pub message_id: &'a str,
    pub at: Timestamp,
    /// Further lines: what one unsubscribes by, and the caller's own.
    pub headers: &'a [(String, String)],
}

/// The letter, its lines ended as the net ends them.
///
/// # Errors
/// `Invalid` for an address or header that cannot be written.
pub fn letter(head: &Head<'_>, words: &Filled) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(words.page.len() * 2 + words.text.len() * 2 + 2_000);
    // Written by hand, so that none is folded: one server of receivers minded.
    for (name, value) in head.headers {
        out.extend_from_slice(line(name, value)?.as_bytes());
    }
    let message_id = head.message_id.trim_start_matches('<').trim_end_matches('>');
    for address in [head.sender.address.as_str(), head.to, head.sender.reply_to.as_str()] {
        must_be_plain(address)?;
    }
    must_be_plain(message_id)?;
    let sender = Address::new_address(named(&head.sender.name), head.sender.address.clone());
    let to = Address::new_address(named(head.to_name), head.to.to_owned());
    let mut message = MessageBuilder::new()
        .header("Message-ID", Raw::new(format!("<{message_id}>")))
        .from(sender)
        .to(to)
        .subject(one_line(&words.subject))
        .date(head.at.as_second());
    if !head.sender.reply_to.is_empty() {
        message =
            message.reply_to(Address::new_address(None::<String>, head.sender.reply_to.clone()));
    }
    message = message.text_body(words.text.clone());
    if !words.page.is_empty() {
        message = message.html_body(words.page.clone());
    }
    message.write_to(&mut out).map_err(Error::fault)?;
    Ok(out)
}

/// A name as it may stand before an address; none for none.
fn named(name: &str) -> Option<String> {
    let name = one_line(name);
    (!name.is_empty()).then_some(name)
}

fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_control() || c.is_whitespace()).filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

fn must_be_plain(address: &str) -> Result<()> {
    let bad =
        |c: char| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | ',' | ';' | '"');
    if address.len() > 320 || address.chars().any(bad) {
        return Err(Error::invalid("address", "That is no address to which a letter can go."));
    }
    Ok(())
}

/// # Errors
/// `Invalid` for what is more than one line, or more than letters.
fn line(name: &str, value: &str) -> Result<String> {
    let good_name =
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let good_value = value.bytes().all(|b| (b' '..=b'~').contains(&b));
    let line = format!("{name}: {value}\r\n");
    if !good_name || !good_value || line.len() > LONGEST_LINE {
        return Err(Error::invalid("headers", format!("The header {name:?} cannot be written.")));
    }
    Ok(line)
}

#[cfg(test)]
mod tests;
