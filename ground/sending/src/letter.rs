//! A letter: one message to one recipient, whatever the channel. Its course, what it says, what a caller
//! asks for, and what is refused of that.

use deedwell_core::{Error, Id, Identity, Result};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::address::Address;
use crate::run::Run;

/// Marks the ids of letters.
#[derive(Debug)]
pub enum Letter {}
/// Marks the ids of what letters say.
#[derive(Debug)]
pub enum ContentNoun {}

/// Letters of a key, of what it is about, of a topic.
pub const LONGEST_KEY: usize = 200;
/// Letters of a subject.
pub const LONGEST_SUBJECT: usize = 250;
/// Bytes of the text, and of the HTML.
pub const LARGEST_BODY: usize = 500_000;
/// Bytes of what a template is given for one recipient, as JSON.
pub const LARGEST_DATA: usize = 20_000;
/// Headers of a caller's own, and bytes of each value.
pub const MOST_HEADERS: usize = 20;
pub const LONGEST_HEADER: usize = 900;

/// How far a letter has come.
///
/// `reserved → handed_over → accepted | refused | ambiguous`, from `reserved` also to `suppressed` and
/// `cancelled`; from `handed_over` back to `reserved` when the other side says that it did not take it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Written down, not sent.
    Reserved,
    /// A channel has begun to send it. What it came to is not known yet.
    HandedOver,
    /// The other side took it over.
    Accepted,
    /// The other side said no, for good.
    Refused,
    /// A rule said no: consent, suppression, too late. The reason says which.
    Suppressed,
    /// Handed over, and nobody lives who knows what came of it. Staff decide.
    Ambiguous,
    /// Withdrawn before it was handed over.
    Cancelled,
}

impl State {
    pub const ALL: [Self; 7] = [
        Self::Reserved,
        Self::HandedOver,
        Self::Accepted,
        Self::Refused,
        Self::Suppressed,
        Self::Ambiguous,
        Self::Cancelled,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::HandedOver => "handed_over",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Suppressed => "suppressed",
            Self::Ambiguous => "ambiguous",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == text)
    }
}

/// What nobody has to consent to, because they asked for it or have to know it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// A code or link with which they sign in, or confirm what they asked for.
    SignIn,
    /// What was ordered, paid, refunded.
    Receipt,
    /// An answer to what they wrote: a complaint, a question.
    Answer,
    /// To our own staff: an invitation, a forgotten password.
    Staff,
}

impl Service {
    pub const ALL: [Self; 4] = [Self::SignIn, Self::Receipt, Self::Answer, Self::Staff];

    pub const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::Receipt => "receipt",
            Self::Answer => "answer",
            Self::Staff => "staff",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == text)
    }

    /// The message that names it.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::SignIn => "sending-service-sign-in",
            Self::Receipt => "sending-service-receipt",
            Self::Answer => "sending-service-answer",
            Self::Staff => "sending-service-staff",
        }
    }
}

/// Why somebody is written to at all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Sort {
    /// Exempt from consent, frequency and quiet hours; not from addresses that are dead.
    Service(Service),
    /// About a topic that they can switch off, by its key.
    Topic(String),
}

/// What a letter says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Content {
    /// Ready words.
    Own(Words),
    /// A template of the channel's own, by its name there: rendered with the letter's data when it is
    /// handed over.
    Template(String),
}

#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Words {
    pub subject: String,
    pub text: String,
    /// '' for none.
    pub html: String,
    /// Headers of the caller's own, beside those that the channel writes.
    pub headers: Vec<(String, String)>,
}

/// A letter that somebody asks for.
#[derive(Clone, Debug)]
pub struct NewLetter {
    /// `email`.
    pub channel: String,
    pub to: Address,
    /// Whom it is for. A letter about a topic needs one.
    pub identity: Option<Id<Identity>>,
    pub sort: Sort,
    /// The caller's own name for it. The same again is the same letter, and nothing more is sent.
    pub key: String,
    pub content: Content,
    /// For the template; empty for ready words.
    pub data: Map<String, Value>,
    /// `complaint/<id>`.
    pub about: Option<String>,
    /// Who asks: `staff/…`, `key/…`, `system`.
    pub source: String,
    /// Not before.
    pub due_at: Option<Timestamp>,
    /// Afterwards it is of no use: a code that is over.
    pub until: Option<Timestamp>,
    /// It holds a code or a link that opens something: nothing of it is kept once it is answered.
    pub is_secret: bool,
}

impl NewLetter {
    /// A service letter of ready words.
    pub fn service(service: Service, to: Address, key: impl Into<String>, words: Words) -> Self {
        Self::new(Sort::Service(service), to, key.into(), Content::Own(words))
    }

    /// A letter about a topic, to somebody who is known.
    pub fn about_topic(
        topic: impl Into<String>,
        to: Address,
        identity: Id<Identity>,
        key: impl Into<String>,
        content: Content,
    ) -> Self {
        let new = Self::new(Sort::Topic(topic.into()), to, key.into(), content);
        Self { identity: Some(identity), ..new }
    }

    fn new(sort: Sort, to: Address, key: String, content: Content) -> Self {
        Self {
            channel: crate::EMAIL.to_owned(),
            to,
            identity: None,
            sort,
            key,
            content,
            data: Map::new(),
            about: None,
            source: "system".to_owned(),
            due_at: None,
            until: None,
            is_secret: false,
        }
    }

    /// Refuses what could not be sent, in a sentence.
    ///
    /// # Errors
    /// `Invalid`.
    pub fn check(&self) -> Result<()> {
        let key = self.key.chars().count();
        if key == 0 || key > LONGEST_KEY || self.key.chars().any(char::is_control) {
            let sentence = format!("A letter has a key of 1 to {LONGEST_KEY} letters.");
            return Err(Error::invalid("key", sentence));
        }
        if self.about.as_ref().is_some_and(|about| about.len() > LONGEST_KEY) {
            let sentence = "What it is about is written as `complaint/…`.";
            return Err(Error::invalid("about", sentence));
        }
        if matches!(self.sort, Sort::Topic(_)) && self.identity.is_none() {
            let sentence = "Whoever is written to about a topic has to be known here.";
            return Err(Error::invalid("identity", sentence));
        }
        check_data(&self.data)?;
        self.content.check()
    }

    /// The same key with another fingerprint asks for another letter.
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        let mut put = |part: &str| {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        };
        put(&self.channel);
        put(self.to.as_str());
        match &self.sort {
            Sort::Service(service) => put(service.name()),
            Sort::Topic(topic) => put(&format!("topic/{topic}")),
        }
        match &self.content {
            Content::Template(name) => put(&format!("template/{name}")),
            Content::Own(words) => {
                [&words.subject, &words.text, &words.html].into_iter().for_each(|part| put(part));
                words.headers.iter().for_each(|(name, value)| {
                    put(name);
                    put(value);
                });
            }
        }
        put(&Value::Object(self.data.clone()).to_string());
        hex::encode(hash.finalize())
    }
}

/// # Errors
/// `Invalid`.
pub fn check_data(data: &Map<String, Value>) -> Result<()> {
    if !data.is_empty() && Value::Object(data.clone()).to_string().len() > LARGEST_DATA {
        let sentence = format!("A recipient's data is at most {LARGEST_DATA} bytes of JSON.");
        return Err(Error::invalid("data", sentence));
    }
    Ok(())
}

/// Headers that say what the channel alone may say.
const OURS: [&str; 20] = [
    "from",
    "to",
    "cc",
    "bcc",
    "sender",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "mime-version",
    "return-path",
    "received",
    "content-type",
    "content-transfer-encoding",
    "dkim-signature",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "feedback-id",
    "resent-from",
    "delivered-to",
];

impl Content {
    /// # Errors
    /// `Invalid`.
    pub fn check(&self) -> Result<()> {
        match self {
            Self::Template(name) => {
                let good = |c: char| c.is_ascii_alphanumeric() || "_-./@".contains(c);
                if name.is_empty() || name.len() > LONGEST_KEY || !name.chars().all(good) {
                    let sentence = "A template is named by letters, digits and _ - . / @.";
                    return Err(Error::invalid("template", sentence));
                }
                Ok(())
            }
            Self::Own(words) => words.check(),
        }
    }
}

impl Words {
    fn check(&self) -> Result<()> {
        let subject = self.subject.trim();
        let odd = subject.chars().any(char::is_control);
        if subject.is_empty() || subject.chars().count() > LONGEST_SUBJECT || odd {
            let sentence = format!("A subject is one line of 1 to {LONGEST_SUBJECT} letters.");
            return Err(Error::invalid("subject", sentence));
        }
        if self.text.trim().is_empty() && self.html.trim().is_empty() {
            return Err(Error::invalid("text", "Please write what the letter says."));
        }
        for (field, body) in [("text", &self.text), ("html", &self.html)] {
            if body.len() > LARGEST_BODY {
                let sentence = format!("That is too long: at most {LARGEST_BODY} bytes.");
                return Err(Error::invalid(field, sentence));
            }
        }
        if self.headers.len() > MOST_HEADERS {
            let sentence = format!("A letter has at most {MOST_HEADERS} headers of your own.");
            return Err(Error::invalid("headers", sentence));
        }
        self.headers.iter().try_for_each(|(name, value)| check_header(name, value))
    }
}

fn check_header(name: &str, value: &str) -> Result<()> {
    let good = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    if name.is_empty() || name.len() > 60 || !name.bytes().all(good) {
        let sentence = "The name of a header has 1 to 60 letters, digits and -.";
        return Err(Error::invalid("headers", sentence));
    }
    if OURS.contains(&name.to_ascii_lowercase().as_str()) {
        let sentence = format!("The header {name} is written by the channel itself.");
        return Err(Error::invalid("headers", sentence));
    }
    if value.len() > LONGEST_HEADER || value.chars().any(char::is_control) {
        let sentence = format!("A header is one line of at most {LONGEST_HEADER} bytes.");
        return Err(Error::invalid("headers", sentence));
    }
    Ok(())
}

/// From where a letter is taken: service letters before all others, each run by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lane {
    Service,
    Single,
    Run(Id<Run>),
}

impl Lane {
    pub fn text(self) -> String {
        match self {
            Self::Service => "service".to_owned(),
            Self::Single => "single".to_owned(),
            Self::Run(run) => run.to_string(),
        }
    }
}

/// The Message-ID of a letter: fixed when it is reserved, the same however often it is handed over.
pub fn message_id(letter: Id<Letter>, domain: &str) -> String {
    format!("<{letter}@{domain}>")
}

/// The letter that a Message-ID names, if it is one of ours.
pub fn letter_of(message_id: &str) -> Option<Id<Letter>> {
    let inside = message_id.trim().trim_start_matches('<').trim_end_matches('>');
    inside.split_once('@')?.0.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words { subject: "Thank you".to_owned(), text: "Dear Ada".to_owned(), ..Words::default() }
    }

    fn new() -> NewLetter {
        let to = Address::email("ada@example.com").unwrap();
        NewLetter::service(Service::Receipt, to, "order/7", words())
    }

    #[test]
    fn what_cannot_be_sent_is_refused_in_a_sentence() {
        assert!(new().check().is_ok());
        let field = |new: NewLetter| match new.check() {
            Err(Error::Invalid { field, .. }) => field.into_owned(),
            other => panic!("{other:?}"),
        };
        let with = |change: fn(&mut Words)| {
            let mut words = words();
            change(&mut words);
            NewLetter { content: Content::Own(words), ..new() }
        };
        assert_eq!(field(with(|w| w.subject = "a\r\nBcc: x@y.de".to_owned())), "subject");
        assert_eq!(field(with(|w| w.subject = " ".to_owned())), "subject");
        assert_eq!(field(with(|w| w.text.clear())), "text");
        assert_eq!(field(with(|w| w.html = "x".repeat(LARGEST_BODY + 1))), "html");
        for (name, value) in [("Bcc", "x"), ("X Y", "x"), ("X-A", "a\nb"), ("", "x")] {
            let mut words = words();
            words.headers.push((name.to_owned(), value.to_owned()));
            assert_eq!(field(NewLetter { content: Content::Own(words), ..new() }), "headers");
        }
        let template = |name: &str| Content::Template(name.to_owned());
        assert_eq!(field(NewLetter { content: template("a b"), ..new() }), "template");
        assert_eq!(field(NewLetter { key: String::new(), ..new() }), "key");
        let nobody = NewLetter { sort: Sort::Topic("news".to_owned()), ..new() };
        assert_eq!(field(nobody), "identity");
        let long = [("a".to_owned(), Value::String("x".repeat(LARGEST_DATA)))];
        assert_eq!(field(NewLetter { data: long.into_iter().collect(), ..new() }), "data");
    }

    #[test]
    fn another_body_has_another_fingerprint() {
        let mut other = new();
        assert_eq!(new().fingerprint(), other.fingerprint());
        // What was one part is not taken for two.
        let moved =
            Words { subject: "Thank".to_owned(), text: " youDear Ada".to_owned(), ..words() };
        other.content = Content::Own(moved);
        assert_ne!(new().fingerprint(), other.fingerprint());
        assert_ne!(
            NewLetter { sort: Sort::Service(Service::Answer), ..new() }.fingerprint(),
            new().fingerprint()
        );
    }

    #[test]
    fn a_message_id_names_its_letter() {
        let id: Id<Letter> = "01930000-0000-7000-8000-00000000000a".parse().unwrap();
        let text = message_id(id, "shop.example");
        assert_eq!(letter_of(&text), Some(id));
        assert_eq!(letter_of(&format!(" {text}\r\n")), Some(id));
        assert_eq!(letter_of("<7@shop.example>"), None);
        assert_eq!(letter_of(""), None);
        assert!(State::ALL.iter().all(|s| State::parse(s.name()) == Some(*s)));
    }
}
