//! Public forms that keep machines out without asking anybody else, and without scripts: when a form was given
//! out, a field that people do not see, how often somebody writes, and what spam looks like.

use std::collections::HashSet;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use deedwell_core::{Error, Result, Secret, Timestamp};
use hmac::{Hmac, KeyInit, Mac};
use jiff::SignedDuration;
use serde::Serialize;
use sha2::Sha256;

use crate::level::Level;

/// Nobody fills a form in faster that asks for words. One that browsers fill in by themselves may come back at
/// once.
pub const FASTEST: SignedDuration = SignedDuration::from_secs(2);
/// A form is taken for so long.
pub const LIVES: SignedDuration = SignedDuration::from_hours(24);
/// The field that people do not see. Its name is one that no browser fills in by itself; pages give it
/// `autocomplete="off"`, `tabindex="-1"` and a label that says to leave it empty.
pub const HONEY: &str = "second_subject";
/// The field of the token.
pub const TOKEN: &str = "form";
/// Characters of a token; longer ones are not looked at.
pub const LONGEST_TOKEN: usize = 120;
/// Characters of a name of a form.
pub const LONGEST_WHAT: usize = 80;
/// The same words so often in a day are looked at by somebody.
pub const MOST_ALIKE: i64 = 2;
/// Letters at which words are compared: fewer are alike by chance.
pub const SHORTEST_ALIKE: usize = 20;

const CODE: usize = 16;
const LONGEST_RUN: usize = 30;

/// What stands in a form when it is given out: when, which one, and for what, signed.
pub fn token(secret: &str, what: &str, nonce: &str, now: Timestamp) -> String {
    let second = now.as_second();
    format!("{second}.{nonce}.{}", code(secret, what, second, nonce))
}

fn code(secret: &str, what: &str, second: i64, nonce: &str) -> String {
    // A key of any length will do.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(b"form");
    mac.update(&second.to_be_bytes());
    mac.update(&(nonce.len() as u64).to_be_bytes());
    mac.update(nonce.as_bytes());
    mac.update(what.as_bytes());
    URL_SAFE_NO_PAD.encode(&mac.finalize().into_bytes()[..CODE])
}

/// What a token that came back says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Given {
    /// We gave it out for this form, so long ago; which one it was.
    Out { age: SignedDuration, nonce: String },
    /// We did not, or not for this form.
    Forged,
}

pub fn given(secret: &str, what: &str, token: &str, now: Timestamp) -> Given {
    let parts = || {
        let token = Some(token).filter(|token| token.len() <= LONGEST_TOKEN)?;
        let (second, rest) = token.split_once('.')?;
        let (nonce, said) = rest.split_once('.')?;
        let second: i64 = second.parse().ok()?;
        let expected = code(secret, what, second, nonce);
        if expected.is_empty() || !Secret::same(&expected, said) {
            return None;
        }
        let age = now.duration_since(Timestamp::from_second(second).ok()?);
        Some(Given::Out { age, nonce: nonce.to_owned() })
    };
    parts().unwrap_or(Given::Forged)
}

/// All that is known of a form that came back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Facts {
    /// Since it was given out; none for a forged one.
    pub age: Option<SignedDuration>,
    /// Nobody fills this one in faster.
    pub fastest: SignedDuration,
    pub reused: bool,
    pub honey: bool,
    pub level: Level,
    pub links: usize,
    /// The text goes on with the same letter or word.
    pub repeats: bool,
    /// How often the same words came today.
    pub alike: i64,
    /// Somebody, or their network, sent so many that this is one too many.
    pub person_over: bool,
    pub network_over: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    Honey,
    Forged,
    Old,
    Reused,
    TooFast,
    PersonOver,
    NetworkOver,
    Links,
    Repeats,
    Alike,
}

impl Reason {
    const fn refuses(self) -> bool {
        !matches!(self, Self::Links | Self::Repeats | Self::Alike)
    }

    /// For whoever sent it: what to do now.
    pub fn refusal(self) -> Error {
        let (code, sentence) = match self {
            Self::Honey => (
                "trust.machine",
                "This form has a field that people do not see, and it was filled in. Please leave it empty.",
            ),
            Self::Forged | Self::Old => (
                "trust.form_old",
                "This form has been open for too long. Please look at it once more and send it again.",
            ),
            Self::Reused => ("trust.form_used", "This was sent already."),
            Self::TooFast => {
                ("trust.too_fast", "That was very quick. Please read it over and send it again.")
            }
            Self::PersonOver | Self::NetworkOver => {
                ("trust.too_many", "That is more than we take at once. Please try again later.")
            }
            Self::Links | Self::Repeats | Self::Alike => {
                ("trust.held", "Somebody of ours looks at this before others see it.")
            }
        };
        Error::refused(code, sentence)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Accept,
    /// Kept, and not shown to others until somebody looked at it.
    Hold,
    Refuse,
}

/// What becomes of it, and why: all that speaks against it, the worst first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Judged {
    pub verdict: Verdict,
    pub reasons: Vec<Reason>,
}

impl Judged {
    /// # Errors
    /// The worst reason, where it is refused.
    pub fn checked(self) -> Result<Self> {
        match self.reasons.first() {
            Some(worst) if self.verdict == Verdict::Refuse => Err(worst.refusal()),
            _ => Ok(self),
        }
    }
}

/// Links that somebody may send without being looked at.
pub const fn most_links(level: Level) -> usize {
    match level {
        Level::New => 0,
        Level::Known => 2,
        Level::Member => 5,
        Level::Regular => 10,
    }
}

pub fn judge(facts: &Facts) -> Judged {
    let old = |age: SignedDuration| age > LIVES || age.is_negative();
    let against = [
        (Reason::Honey, facts.honey),
        (Reason::Forged, facts.age.is_none()),
        (Reason::Old, facts.age.is_some_and(old)),
        (Reason::Reused, facts.reused),
        (Reason::TooFast, facts.age.is_some_and(|age| !age.is_negative() && age < facts.fastest)),
        (Reason::PersonOver, facts.person_over),
        (Reason::NetworkOver, facts.network_over),
        (Reason::Links, facts.links > most_links(facts.level)),
        (Reason::Repeats, facts.repeats),
        (Reason::Alike, facts.alike >= MOST_ALIKE && facts.level < Level::Regular),
    ];
    let reasons: Vec<Reason> = against.into_iter().filter(|(_, is)| *is).map(|(r, _)| r).collect();
    let verdict = match reasons.first() {
        None => Verdict::Accept,
        Some(worst) if worst.refuses() => Verdict::Refuse,
        Some(_) => Verdict::Hold,
    };
    Judged { verdict, reasons }
}

/// Links in a text, however they are written.
pub fn links(text: &str) -> usize {
    let lower = text.to_lowercase();
    let bare = |word: &&str| word.starts_with("www.") || word.starts_with("(www.");
    lower.matches("://").count()
        + lower.matches("[url=").count()
        + lower.matches("<a ").count()
        + lower.split_whitespace().filter(bare).count()
}

/// Whether a text goes on and on with the same letter or the same few words.
pub fn repeats(text: &str) -> bool {
    let mut run = (' ', 0);
    for c in text.chars().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace()) {
        run = if c == run.0 { (c, run.1 + 1) } else { (c, 1) };
        // A line of dashes or dots divides; it says nothing.
        if run.1 > LONGEST_RUN && c.is_alphanumeric() {
            return true;
        }
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let different: HashSet<_> = words.iter().collect();
    words.len() >= 40 && different.len() * 5 < words.len()
}

/// What two texts have in common that differ by case, spaces and signs only; none for a few words.
pub fn alike(text: &str) -> Option<String> {
    let plain: String =
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    (plain.chars().count() >= SHORTEST_ALIKE).then_some(plain)
}
