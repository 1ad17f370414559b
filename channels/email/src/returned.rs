//! What comes back of letters: bounces (RFC 3464), complaints (RFC 5965), answers of machines; and which
//! letter is meant.
//!
//! Two marks lead to a letter. The address to which the bounce came bears the letter and a seal of ours
//! ([`return_path`]); and reports quote the Message-ID of what they are about. Without either it is kept
//! and shown, and nothing follows from it: whoever can write to us could else have anybody cut off.

use deedwell_core::Secret;
use hmac::{Hmac, KeyInit, Mac};
use mail_parser::{MessageParser, MimeHeaders, PartType};
use sha2::Sha256;

use crate::smtp::reply::enhanced;

/// Bytes of what is taken in.
pub const LARGEST: usize = 512 * 1024;
/// Letters of what the other side said that are kept.
const LONGEST_DIAGNOSTIC: usize = 500;
/// Lines of a part that are looked at.
const MOST_LINES: usize = 2_000;

/// How bad a bounce is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Severity {
    /// The address is no more.
    Hard,
    /// It did not work this time.
    Soft,
}

impl Severity {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Soft => "soft",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Bounce,
    Complaint,
    /// An answer that no person wrote: an absence, a delay.
    Automatic,
    /// Nobody could tell.
    Unknown,
}

impl Kind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bounce => "bounce",
            Self::Complaint => "complaint",
            Self::Automatic => "automatic",
            Self::Unknown => "unknown",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Bounce, Self::Complaint, Self::Automatic, Self::Unknown]
            .into_iter()
            .find(|k| k.name() == text)
    }
}

/// What was read of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Read {
    pub kind: Kind,
    pub severity: Option<Severity>,
    /// Of whom it speaks, as the report says it.
    pub address: String,
    pub status: String,
    pub diagnostic: String,
    /// Message-IDs that it quotes.
    pub about: Vec<String>,
    /// Addresses to which it came.
    pub came_to: Vec<String>,
}

/// Reads a message that came back.
pub fn read(raw: &[u8]) -> Read {
    let mut read = Read {
        kind: Kind::Unknown,
        severity: None,
        address: String::new(),
        status: String::new(),
        diagnostic: String::new(),
        about: Vec::new(),
        came_to: Vec::new(),
    };
    let Some(message) = MessageParser::new().parse(raw) else { return read };
    for name in ["Delivered-To", "X-Original-To", "To"] {
        for value in message.header_values(name) {
            addresses(value, &mut read.came_to);
        }
    }
    for part in &message.parts {
        let text = match &part.body {
            PartType::Text(text) | PartType::Html(text) => text.to_string(),
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
                String::from_utf8_lossy(bytes).into_owned()
            }
            PartType::Message(inner) => {
                read.about.extend(inner.message_id().map(str::to_owned));
                continue;
            }
            PartType::Multipart(_) => continue,
        };
        let kind = part
            .content_type()
            .map(|t| format!("{}/{}", t.ctype(), t.subtype().unwrap_or_default()));
        match kind.unwrap_or_default().to_ascii_lowercase().as_str() {
            "message/delivery-status" | "message/global-delivery-status" => {
                delivery_status(&text, &mut read)
            }
            "message/feedback-report" => feedback(&text, &mut read),
            "text/rfc822-headers" | "message/rfc822" | "message/global-headers" => {
                read.about.extend(
                    fields(&text).filter(|(n, _)| n == "message-id").map(|(_, v)| bare(&v)),
                );
            }
            _ => {}
        }
    }
    if read.kind == Kind::Unknown {
        old_fashioned(&message, &mut read);
    }
    read.diagnostic =
        read.diagnostic.chars().filter(|c| !c.is_control()).take(LONGEST_DIAGNOSTIC).collect();
    read
}

fn addresses(value: &mail_parser::HeaderValue<'_>, into: &mut Vec<String>) {
    match value {
        mail_parser::HeaderValue::Address(list) => {
            into.extend(list.iter().filter_map(|a| a.address()).map(str::to_lowercase));
        }
        mail_parser::HeaderValue::Text(text) => into.push(bare(text).to_lowercase()),
        _ => {}
    }
}

fn bare(text: &str) -> String {
    text.trim().trim_start_matches('<').trim_end_matches('>').to_owned()
}

/// Lines of `Name: value`, those that go on on the next joined; names in small letters.
fn fields(text: &str) -> impl Iterator<Item = (String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    for line in text.lines().take(MOST_LINES) {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = all.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            all.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    all.into_iter()
}

/// `rfc822; ada@example.com`.
fn after_kind(value: &str) -> String {
    bare(value.split_once(';').map_or(value, |(_, rest)| rest))
}

fn delivery_status(text: &str, read: &mut Read) {
    let mut action = String::new();
    for (name, value) in fields(text) {
        match name.as_str() {
            "final-recipient" if read.address.is_empty() => {
                read.address = after_kind(&value).to_lowercase()
            }
            // As we wrote it, before anybody passed it on: that is the one we know.
            "original-recipient" => read.address = after_kind(&value).to_lowercase(),
            "action" => action = value.to_ascii_lowercase(),
            "status" => {
                let status = value.split([' ', '(']).next().unwrap_or_default();
                read.status = enhanced(status).map(|_| status.to_owned()).unwrap_or_default();
            }
            "diagnostic-code" => read.diagnostic = after_kind(&value),
            _ => {}
        }
    }
    match action.as_str() {
        "failed" => {
            read.kind = Kind::Bounce;
            read.severity = Some(severity(enhanced(&read.status), &read.diagnostic));
        }
        // Late, passed on, delivered: nothing follows from it.
        "delayed" | "delivered" | "relayed" | "expanded" => read.kind = Kind::Automatic,
        _ => {}
    }
}

/// Whether an address is no more, or was not to be reached this time: by the enhanced code, and by the
/// few words of which everybody uses some.
pub fn severity(status: Option<(u8, u16, u16)>, said: &str) -> Severity {
    match status {
        // Full, too large, a quota; the other side's system; the way there; policy and content.
        Some((5, 2, 2 | 3) | (5, 3 | 4 | 6 | 7, _)) => return Severity::Soft,
        Some((5, 1, 0..=4 | 6 | 10) | (5, 2, 0 | 1)) => return Severity::Hard,
        Some((4, _, _)) => return Severity::Soft,
        _ => {}
    }
    let said = said.to_ascii_lowercase();
    const GONE: [&str; 12] = [
        "user unknown",
        "unknown user",
        "no such user",
        "does not exist",
        "no such recipient",
        "recipient rejected",
        "mailbox not found",
        "invalid recipient",
        "address rejected",
        "no mailbox here",
        "account has been disabled",
        "unrouteable address",
    ];
    let is_gone = GONE.iter().any(|words| said.contains(words));
    if is_gone { Severity::Hard } else { Severity::Soft }
}

fn feedback(text: &str, read: &mut Read) {
    for (name, value) in fields(text) {
        match name.as_str() {
            "feedback-type" => {
                let kind = value.to_ascii_lowercase();
                // `not-spam` takes one back; `auth-failure` speaks of no person.
                let is_complaint = matches!(
                    kind.as_str(),
                    "abuse" | "fraud" | "opt-out" | "opt-out-list" | "virus" | "other"
                );
                read.kind = if is_complaint { Kind::Complaint } else { Kind::Automatic };
                read.status = kind
                    .chars()
                    .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
                    .take(40)
                    .collect();
            }
            "original-rcpt-to" | "removal-recipient" if read.address.is_empty() => {
                read.address = after_kind(&value).to_lowercase();
            }
            "user-agent" => read.diagnostic = value,
            _ => {}
        }
    }
}

/// Servers that write no report: known by whom they say they are. And absences.
fn old_fashioned(message: &mail_parser::Message<'_>, read: &mut Read) {
    let header =
        |name: &str| message.header_raw(name).unwrap_or_default().trim().to_ascii_lowercase();
    let failed = header("X-Failed-Recipients");
    let from = message.from().and_then(|f| f.first()).and_then(|a| a.address()).unwrap_or_default();
    let from = from.to_ascii_lowercase();
    let is_daemon = from.starts_with("mailer-daemon") || from.starts_with("postmaster@");
    if !failed.is_empty() || is_daemon {
        read.kind = Kind::Bounce;
        read.address = failed.split(',').next().unwrap_or_default().trim().to_owned();
        let body = message.body_text(0).unwrap_or_default();
        let word = body.split_whitespace().map(|w| w.trim_matches(['(', ')', '#', ';', ',', ':']));
        let status = word.filter_map(|w| Some((w, enhanced(w)?))).find(|(_, s)| s.0 != 2);
        read.status = status.map(|(w, _)| w.to_owned()).unwrap_or_default();
        read.diagnostic = body
            .lines()
            .find(|l| l.contains("550") || l.contains("554"))
            .unwrap_or_default()
            .trim()
            .to_owned();
        read.severity = Some(severity(status.map(|(_, s)| s), &body));
        quoted_ids(&body, read);
        return;
    }
    let auto = header("Auto-Submitted");
    let others =
        ["X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Response-Suppress", "X-Loop"];
    let precedence = header("Precedence");
    if (!auto.is_empty() && auto != "no")
        || others.iter().any(|name| !header(name).is_empty())
        || ["auto_reply", "bulk", "junk"].contains(&precedence.as_str())
    {
        read.kind = Kind::Automatic;
    }
}

fn quoted_ids(body: &str, read: &mut Read) {
    for (name, value) in fields(body) {
        if name == "message-id" {
            read.about.push(bare(&value));
        }
    }
}

/// Letters of the seal.
const SEAL: usize = 12;

/// The address to which this letter comes back: `bounces+<letter>-<seal>@shop.example`. `letter` is an
/// id without its dashes.
pub fn return_path(address: &str, letter: &str, secret: &str) -> Option<String> {
    let (local, domain) = address.split_once('@')?;
    Some(format!("{local}+{letter}-{}@{domain}", seal(letter, secret)))
}

/// The letter that an address bears, if the seal is ours; with its dashes, as ids are written.
pub fn letter_in(address: &str, secret: &str) -> Option<String> {
    let (local, _) = address.split_once('@')?;
    let (_, token) = local.split_once('+')?;
    let (letter, sealed) = token.split_once('-')?;
    let good = letter.len() == 32 && letter.bytes().all(|b| b.is_ascii_hexdigit());
    if !good {
        return None;
    }
    let is_ours = Secret::same(sealed, &seal(letter, secret));
    let parts = [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| &letter[part]);
    is_ours.then(|| parts.join("-"))
}

fn seal(letter: &str, secret: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(b"email return\n");
    mac.update(letter.as_bytes());
    hex::encode(mac.finalize().into_bytes()).chars().take(SEAL).collect()
}

#[cfg(test)]
mod tests;
