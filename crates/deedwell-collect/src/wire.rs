//! What a call is before anybody knows what it says: its body, its key, its messages as they stand.
//!
//! Clients disagree about content types, so none is asked for: what parses as JSON is JSON, and what
//! begins as gzip does is inflated first.

use std::fmt;
use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// Bytes of one event, alone or in a batch; of a batch; of events in a batch. Segment's numbers, which
/// clients keep to by themselves.
pub const LARGEST_EVENT: usize = 32 * 1024;
/// Bytes of what a batch says of all its messages at once.
pub const LARGEST_CONTEXT: usize = 8 * 1024;
pub const LARGEST_BATCH: usize = 500 * 1024;
pub const MOST_EVENTS: usize = 2_500;

/// Why a call as a whole is refused: it will be no better when it is sent again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unreadable {
    TooLarge,
    NotJson,
}

impl Unreadable {
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::TooLarge => {
                "This is too large: at most 32 KB for one event and 500 KB for a batch."
            }
            Self::NotJson => "This is not JSON.",
        }
    }
}

/// The body as JSON, inflated where it was packed. Never inflates further than a batch may be.
pub fn unpacked(body: &[u8]) -> Result<Vec<u8>, Unreadable> {
    if let Some(field) = body.strip_prefix(b"data=") {
        return of_a_form(field);
    }
    if !body.starts_with(&[0x1f, 0x8b]) {
        return if body.len() > LARGEST_BATCH {
            Err(Unreadable::TooLarge)
        } else {
            Ok(body.to_vec())
        };
    }
    let mut inflated = Vec::new();
    let mut reader = flate2::read::MultiGzDecoder::new(body).take(LARGEST_BATCH as u64 + 1);
    reader.read_to_end(&mut inflated).map_err(|_| Unreadable::NotJson)?;
    if inflated.len() > LARGEST_BATCH { Err(Unreadable::TooLarge) } else { Ok(inflated) }
}

/// The JSON in the field of a form, in base64, as PostHog's library of browsers sends it when asked to.
fn of_a_form(field: &[u8]) -> Result<Vec<u8>, Unreadable> {
    if field.len() > 2 * LARGEST_BATCH {
        return Err(Unreadable::TooLarge);
    }
    let field = field.split(|byte| *byte == b'&').next().unwrap_or_default();
    // A plus that was not written as an escape is a space to whoever reads forms.
    let letters: Vec<u8> = percent_encoding::percent_decode(field)
        .map(|byte| if byte == b' ' { b'+' } else { byte })
        .collect();
    let json = STANDARD.decode(letters).map_err(|_| Unreadable::NotJson)?;
    if json.len() > LARGEST_BATCH { Err(Unreadable::TooLarge) } else { Ok(json) }
}

/// What stands around the messages of a call. A field of the wrong shape is no reason to lose a batch,
/// so each is looked at only when it is needed.
#[derive(Deserialize, Default)]
pub struct Envelope<'a> {
    #[serde(borrow, default)]
    pub batch: Option<&'a RawValue>,
    #[serde(borrow, default, rename = "writeKey", alias = "api_key")]
    pub write_key: Option<&'a RawValue>,
    #[serde(borrow, default, rename = "sentAt", alias = "sent_at")]
    pub sent_at: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub context: Option<&'a RawValue>,
    #[serde(borrow, default)]
    token: Option<&'a RawValue>,
    #[serde(borrow, default)]
    properties: Option<&'a RawValue>,
}

/// Where PostHog's library of browsers says its key, in each message.
#[derive(Deserialize)]
struct Token<'a> {
    #[serde(borrow, default)]
    token: Option<&'a RawValue>,
}

impl<'a> Envelope<'a> {
    pub fn read(body: &'a [u8]) -> Result<Self, Unreadable> {
        if body.trim_ascii_start().starts_with(b"[") {
            // Messages with nothing around them.
            let batch = serde_json::from_slice(body).map_err(|_| Unreadable::NotJson)?;
            return Ok(Self { batch: Some(batch), ..Self::default() });
        }
        serde_json::from_slice(body).map_err(|_| Unreadable::NotJson)
    }

    pub fn key(&self) -> Option<String> {
        self.write_key.and_then(text).or_else(|| self.token())
    }

    fn token(&self) -> Option<String> {
        let within = |raw: &'a RawValue| serde_json::from_str::<Token<'a>>(raw.get()).ok()?.token;
        self.token.or_else(|| self.properties.and_then(within)).and_then(text)
    }

    /// The key that the first message has, where there is nothing around it to say one.
    pub fn first_token(&self) -> Option<String> {
        let first = *self.messages().ok()?.first.first()?;
        serde_json::from_str::<Self>(first.get()).ok()?.token()
    }

    /// The messages of a batch as they stand.
    pub fn messages(&self) -> Result<Messages<'a>, Unreadable> {
        let batch = self.batch.ok_or(Unreadable::NotJson)?;
        serde_json::from_str(batch.get()).map_err(|_| Unreadable::NotJson)
    }
}

/// As many messages of a batch as it may have. The rest is counted and not held: a body of a few hundred
/// bytes, inflated, may have a quarter of a million.
#[derive(Default)]
pub struct Messages<'a> {
    pub first: Vec<&'a RawValue>,
    pub more: usize,
}

impl<'a> Messages<'a> {
    /// A body that is one message.
    pub fn one(body: &'a [u8]) -> Result<Self, Unreadable> {
        let message = serde_json::from_slice(body).map_err(|_| Unreadable::NotJson)?;
        Ok(Self { first: vec![message], more: 0 })
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Messages<'a> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_seq(InOrder)
    }
}

struct InOrder;

impl<'de> Visitor<'de> for InOrder {
    type Value = Messages<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("messages")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Self::Value, A::Error> {
        let mut messages = Messages::default();
        while messages.first.len() < MOST_EVENTS {
            let Some(message) = all.next_element()? else { return Ok(messages) };
            messages.first.push(message);
        }
        while all.next_element::<IgnoredAny>()?.is_some() {
            messages.more += 1;
        }
        Ok(messages)
    }
}

pub fn text(raw: &RawValue) -> Option<String> {
    serde_json::from_str::<String>(raw.get()).ok().filter(|t| !t.is_empty())
}

/// The key of an `Authorization` header: `Basic base64("KEY:")`, also without its colon.
pub fn basic_key(header: &str) -> Option<String> {
    let packed = header.strip_prefix("Basic ").or_else(|| header.strip_prefix("basic "))?;
    let text = String::from_utf8(STANDARD.decode(packed.trim()).ok()?).ok()?;
    let key = text.split_once(':').map_or(text.as_str(), |(key, _)| key);
    (!key.is_empty()).then(|| key.to_owned())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(bytes).unwrap();
        gzip.finish().unwrap()
    }

    #[test]
    fn what_is_packed_is_inflated_as_far_as_a_batch_may_be() {
        assert_eq!(unpacked(b"{}").unwrap(), b"{}");
        assert_eq!(unpacked(&packed(b"{}")).unwrap(), b"{}");
        let bomb = packed(&vec![b' '; 200 * 1024 * 1024]);
        assert!(bomb.len() < LARGEST_BATCH);
        assert_eq!(unpacked(&bomb), Err(Unreadable::TooLarge));
        assert_eq!(unpacked(&vec![b' '; LARGEST_BATCH + 1]), Err(Unreadable::TooLarge));
        assert_eq!(unpacked(&vec![b' '; LARGEST_BATCH]).unwrap().len(), LARGEST_BATCH);
        assert_eq!(unpacked(&packed(b"{}")[..12]), Err(Unreadable::NotJson));
        assert_eq!(unpacked(b"data=e30%3D&compression=base64").unwrap(), b"{}");
        assert_eq!(unpacked(b"data=nonsense!"), Err(Unreadable::NotJson));
    }

    #[test]
    fn what_is_beyond_a_batch_is_counted_and_not_held() {
        for (sent, more) in [(0, 0), (MOST_EVENTS, 0), (MOST_EVENTS + 1, 1), (240_000, 237_500)] {
            let body = format!(r#"{{"batch":[{}]}}"#, vec!["1"; sent].join(","));
            let messages = Envelope::read(body.as_bytes()).unwrap().messages().unwrap();
            assert_eq!((messages.first.len(), messages.more), (sent - more, more));
        }
    }

    #[test]
    fn a_key_stands_in_any_of_its_places() {
        assert_eq!(basic_key("Basic a2V5Og==").as_deref(), Some("key"));
        assert_eq!(basic_key("Basic a2V5").as_deref(), Some("key"), "without its colon");
        assert_eq!(basic_key("Basic Og=="), None);
        assert_eq!(basic_key("Bearer a2V5Og=="), None);
        let body = br#"{"writeKey":"key","batch":[{"type":"track"},7],"sentAt":9}"#;
        let envelope = Envelope::read(body).unwrap();
        assert_eq!(envelope.key().as_deref(), Some("key"));
        assert_eq!(envelope.messages().unwrap().first.len(), 2);
        assert!(Envelope::read(b"7").is_err() && Envelope::read(b"{\"batch\":").is_err());
        assert!(Envelope::read(b"[]").is_ok_and(|e| e.messages().is_ok() && e.key().is_none()));
        for token in [r#"{"token":"key"}"#, r#"{"properties":{"token":"key"}}"#] {
            let alone = Envelope::read(token.as_bytes()).unwrap().key();
            assert_eq!(alone.as_deref(), Some("key"), "{token}");
            let all = format!("[{token},7]");
            let all = Envelope::read(all.as_bytes()).unwrap().first_token();
            assert_eq!(all.as_deref(), Some("key"), "{token}");
        }
        assert!(Envelope::read(br#"{"batch":7}"#).unwrap().messages().is_err());
        let deep = format!("{{\"batch\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(Envelope::read(deep.as_bytes()).is_ok_and(|e| e.messages().is_ok()));
    }
}
