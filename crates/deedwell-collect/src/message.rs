//! One message as its sender meant it. What is wrong with it is said, and what can be kept is kept.

use deedwell_core::Timestamp;
use deedwell_core::text::line;
use deedwell_people::account::LONGEST_REFERENCE;
use deedwell_people::{IdentityKind, Sign};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::legible;
use crate::wire::LARGEST_EVENT;

/// Characters of a message's id.
pub const LONGEST_MESSAGE_ID: usize = 100;
/// Properties or traits of one message.
pub const MOST_PROPERTIES: usize = 300;

/// What sort of call.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    Identify,
    Track,
    Page,
    Screen,
    Group,
    Alias,
}

impl Call {
    pub const ALL: [Self; 6] =
        [Self::Identify, Self::Track, Self::Page, Self::Screen, Self::Group, Self::Alias];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Identify => "identify",
            Self::Track => "track",
            Self::Page => "page",
            Self::Screen => "screen",
            Self::Group => "group",
            Self::Alias => "alias",
        }
    }

    /// By its name, or by the letter that browsers use.
    pub fn parse(text: &str) -> Option<Self> {
        let call = Self::ALL.into_iter();
        call.clone()
            .find(|c| c.name() == text)
            .or_else(|| call.into_iter().find(|c| text.len() == 1 && c.name().starts_with(text)))
    }
}

/// Why a message was not taken, or what was odd about one that was. The name is stable; what it means
/// and how to mend it stands in the catalogues.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Problem {
    // Not taken.
    NotAnObject,
    TooLarge,
    TooMany,
    TypeUnknown,
    EventMissing,
    GroupMissing,
    NobodyNamed,
    PreviousMissing,
    MessageIdLong,
    TooManyProperties,
    OriginForeign,
    HeldOut,
    HeldFull,
    NoConsent,
    // Taken, but not as it was meant.
    IdBlocked,
    TimeUnreadable,
    TimeInFuture,
    Claimed,
    ClaimOfKnown,
    TwoPeople,
    FactsTooLarge,
    MoneyUnreadable,
    NotPlanned,
    FactMissing,
    FactWrong,
    TraitLeftOut,
}

impl Problem {
    pub const ALL: [Self; 26] = [
        Self::NotAnObject,
        Self::TooLarge,
        Self::TooMany,
        Self::TypeUnknown,
        Self::EventMissing,
        Self::GroupMissing,
        Self::NobodyNamed,
        Self::PreviousMissing,
        Self::MessageIdLong,
        Self::TooManyProperties,
        Self::OriginForeign,
        Self::HeldOut,
        Self::HeldFull,
        Self::NoConsent,
        Self::IdBlocked,
        Self::TimeUnreadable,
        Self::TimeInFuture,
        Self::Claimed,
        Self::ClaimOfKnown,
        Self::TwoPeople,
        Self::FactsTooLarge,
        Self::MoneyUnreadable,
        Self::NotPlanned,
        Self::FactMissing,
        Self::FactWrong,
        Self::TraitLeftOut,
    ];

    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAnObject => "not_an_object",
            Self::TooLarge => "too_large",
            Self::TooMany => "too_many",
            Self::TypeUnknown => "type_unknown",
            Self::EventMissing => "event_missing",
            Self::GroupMissing => "group_missing",
            Self::NobodyNamed => "no_user_anon_id",
            Self::PreviousMissing => "previous_missing",
            Self::MessageIdLong => "message_id_long",
            Self::TooManyProperties => "too_many_properties",
            Self::OriginForeign => "origin_foreign",
            Self::HeldOut => "held_out",
            Self::HeldFull => "held_full",
            Self::NoConsent => "no_consent",
            Self::IdBlocked => "id_blocked",
            Self::TimeUnreadable => "time_unreadable",
            Self::TimeInFuture => "time_in_future",
            Self::Claimed => "claimed",
            Self::ClaimOfKnown => "claim_of_known",
            Self::TwoPeople => "two_people",
            Self::FactsTooLarge => "facts_too_large",
            Self::MoneyUnreadable => "money_unreadable",
            Self::NotPlanned => "not_planned",
            Self::FactMissing => "fact_missing",
            Self::FactWrong => "fact_wrong",
            Self::TraitLeftOut => "trait_left_out",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.code() == text)
    }

    /// Whether the message was left out altogether.
    pub fn is_refusal(self) -> bool {
        self < Self::IdBlocked
    }
}

/// A message that can be recorded.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Message {
    pub call: Call,
    /// The sender's own name for it.
    pub id: Option<String>,
    pub login: Option<String>,
    pub anonymous: Option<String>,
    pub previous: Option<String>,
    pub group: Option<String>,
    /// Of an event, a page or a screen; '' where there is none.
    pub name: String,
    /// Properties, or traits of identify and group.
    pub properties: Map<String, Value>,
    pub context: Map<String, Value>,
    /// When it happened: the clock of the sender set right by ours.
    pub at: Timestamp,
    /// `browser`, `mobile`, `server`, or what they say.
    pub channel: Option<String>,
    /// What was odd, though it was taken.
    #[serde(skip)]
    pub odd: Vec<Problem>,
}

/// What is known of a call before its messages are read.
pub struct Around<'a> {
    pub received_at: Timestamp,
    pub sent_at: Option<&'a RawValue>,
    pub context: Option<&'a RawValue>,
    /// The call of the address; a batch names it in each message.
    pub call: Option<Call>,
}

impl Message {
    /// # Errors
    /// Why it cannot be recorded.
    pub fn read(raw: &RawValue, around: &Around<'_>) -> Result<Self, Problem> {
        if raw.get().len() > LARGEST_EVENT {
            return Err(Problem::TooLarge);
        }
        let Some(Value::Object(mut all)) = legible::value(raw.get()) else {
            return Err(Problem::NotAnObject);
        };
        let call = match around.call {
            Some(call) => call,
            None => text(&all, "type").and_then(|t| Call::parse(&t)).ok_or(Problem::TypeUnknown)?,
        };
        let mut odd = Vec::new();
        let id = text(&all, "messageId");
        if id.as_ref().is_some_and(|id| id.chars().count() > LONGEST_MESSAGE_ID) {
            return Err(Problem::MessageIdLong);
        }
        let mut person = |field: &str| somebody(&all, field, &mut odd);
        let (login, anonymous) = (person("userId"), person("anonymousId"));
        let previous = person("previousId");
        let group = group_of(&all, &mut odd);
        if login.is_none() && anonymous.is_none() {
            return Err(Problem::NobodyNamed);
        }
        match call {
            Call::Group if group.is_none() => return Err(Problem::GroupMissing),
            Call::Alias if previous.is_none() || login.is_none() => {
                return Err(Problem::PreviousMissing);
            }
            _ => {}
        }
        let name = text(&all, if call == Call::Track { "event" } else { "name" });
        let name = name.map(|name| line(&name)).filter(|name| !name.is_empty());
        if call == Call::Track && name.is_none() {
            return Err(Problem::EventMissing);
        }
        let at = moment(&all, around, &mut odd);
        let channel = text(&all, "channel");
        let mut context = around.context.and_then(object).unwrap_or_default();
        context.extend(taken(&mut all, "context"));
        let field =
            if matches!(call, Call::Identify | Call::Group) { "traits" } else { "properties" };
        let properties = taken(&mut all, field);
        if properties.len() > MOST_PROPERTIES {
            return Err(Problem::TooManyProperties);
        }
        let name = name.unwrap_or_default();
        Ok(Self {
            call,
            id,
            login,
            anonymous,
            previous,
            group,
            name,
            properties,
            context,
            at,
            channel,
            odd,
        })
    }

    /// The software that sent it: `analytics-node 3.1.0`.
    pub fn library(&self) -> String {
        let library = self.context.get("library").and_then(Value::as_object);
        let part = |key: &str| library.and_then(|l| l.get(key)).and_then(Value::as_str);
        let words = [part("name"), part("version")].into_iter().flatten();
        let words = words.collect::<Vec<_>>().join(" ");
        words.chars().filter(|c| !c.is_control()).take(60).collect()
    }

    /// Whether whoever it is of consented to a category, as consent banners tell it
    /// (`context.consent.categoryPreferences`); `None` where nothing is said.
    pub fn consents_to(&self, category: &str) -> Option<bool> {
        self.context.get("consent")?.get("categoryPreferences")?.get(category)?.as_bool()
    }

    /// Whether the server says that somebody showed that the address is theirs.
    pub fn has_confirmed_address(&self) -> bool {
        let own = (self.call == Call::Identify).then_some(&self.properties);
        let beside = self.context.get("traits").and_then(Value::as_object);
        let says = |traits: &Map<String, Value>| {
            ["email_verified", "emailVerified"]
                .iter()
                .any(|key| traits.get(*key).and_then(Value::as_bool) == Some(true))
        };
        own.is_some_and(says) || beside.is_some_and(says)
    }

    pub fn trait_text(&self, key: &str) -> Option<String> {
        let own = if self.call == Call::Identify { text(&self.properties, key) } else { None };
        own.or_else(|| text(self.context.get("traits")?.as_object()?, key))
    }
}

fn object(raw: &RawValue) -> Option<Map<String, Value>> {
    serde_json::from_str(raw.get()).ok()
}

fn taken(all: &mut Map<String, Value>, field: &str) -> Map<String, Value> {
    match all.remove(field) {
        Some(Value::Object(object)) => object,
        _ => Map::new(),
    }
}

/// A text that says something; a number counts as the text of its digits.
fn text(all: &Map<String, Value>, field: &str) -> Option<String> {
    let text = match all.get(field)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Who is meant; nobody where programs write what means nobody.
fn somebody(all: &Map<String, Value>, field: &str, odd: &mut Vec<Problem>) -> Option<String> {
    let text = text(all, field)?;
    let names = Sign::new(IdentityKind::Login, &text, "").is_ok();
    if !names {
        odd.push(Problem::IdBlocked);
    }
    names.then_some(text)
}

/// The account that is meant. Its number may be longer than that of a person.
fn group_of(all: &Map<String, Value>, odd: &mut Vec<Problem>) -> Option<String> {
    let id = text(all, "groupId")?;
    if id.len() <= Sign::LONGEST_VALUE {
        return somebody(all, "groupId", odd);
    }
    (id.chars().count() <= LONGEST_REFERENCE).then_some(id)
}

/// `received − (sent − happened)`: the clock of a telephone may be wrong, but it was wrong both times.
fn moment(all: &Map<String, Value>, around: &Around<'_>, odd: &mut Vec<Problem>) -> Timestamp {
    let stamp = |field: &str| all.get(field).map(|v| v.as_str().and_then(|t| t.parse().ok()));
    let received = around.received_at;
    let happened: Option<Timestamp> =
        match stamp("originalTimestamp").or_else(|| stamp("timestamp")) {
            None => return received,
            Some(None) => {
                odd.push(Problem::TimeUnreadable);
                return received;
            }
            Some(happened) => happened,
        };
    let of_call = || around.sent_at.and_then(crate::wire::text).and_then(|t| t.parse().ok());
    let sent: Option<Timestamp> = stamp("sentAt").flatten().or_else(of_call);
    let corrected = match (happened, sent) {
        (Some(happened), Some(sent)) => received.checked_sub(sent.duration_since(happened)).ok(),
        (happened, _) => happened,
    };
    match corrected {
        Some(at) if at > received => {
            odd.push(Problem::TimeInFuture);
            received
        }
        // Before there were computers to say so, the clock was not set.
        Some(at) if at >= Timestamp::UNIX_EPOCH => at,
        _ => {
            odd.push(Problem::TimeUnreadable);
            received
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECEIVED: &str = "2026-03-02T12:05:12Z";

    fn around() -> Around<'static> {
        Around { received_at: RECEIVED.parse().unwrap(), sent_at: None, context: None, call: None }
    }

    fn read(json: &str) -> Result<Message, Problem> {
        Message::read(serde_json::from_str(json).unwrap(), &around())
    }

    #[test]
    fn a_clock_that_is_wrong_is_wrong_both_times() {
        // The example of the specification.
        let message = read(
            r#"{"type":"track","event":"x","userId":"u","timestamp":"2026-03-02T12:00:00Z",
                "sentAt":"2026-03-02T12:00:10+00:00"}"#,
        );
        assert_eq!(message.unwrap().at.to_string(), "2026-03-02T12:05:02Z");
        for (stamps, odd) in [
            (r#""timestamp":"2027-01-01T00:00:00Z""#, Problem::TimeInFuture),
            (r#""timestamp":"yesterday""#, Problem::TimeUnreadable),
            (r#""timestamp":"0001-01-01T00:00:00Z""#, Problem::TimeUnreadable),
            (
                r#""timestamp":"-009999-01-02T00:00:00Z","sentAt":"9999-12-30T00:00:00Z""#,
                Problem::TimeUnreadable,
            ),
            (r#""timestamp":7"#, Problem::TimeUnreadable),
        ] {
            let json = format!(r#"{{"type":"page","userId":"u",{stamps}}}"#);
            let message = read(&json).unwrap();
            assert_eq!(
                (message.at.to_string(), message.odd),
                (RECEIVED.to_owned(), vec![odd]),
                "{stamps}"
            );
        }
    }

    #[test]
    fn what_cannot_be_recorded_says_why() {
        for (json, why) in [
            ("7", Problem::NotAnObject),
            (r#"{"userId":"u"}"#, Problem::TypeUnknown),
            (r#"{"type":"track","userId":"u"}"#, Problem::EventMissing),
            (r#"{"type":"track","event":"x","userId":null}"#, Problem::NobodyNamed),
            (
                r#"{"type":"track","event":"x","userId":"null","anonymousId":"-1"}"#,
                Problem::NobodyNamed,
            ),
            (r#"{"type":"group","userId":"u"}"#, Problem::GroupMissing),
            (r#"{"type":"alias","userId":"u"}"#, Problem::PreviousMissing),
        ] {
            assert_eq!(read(json), Err(why), "{json}");
        }
        let long = format!(r#"{{"type":"page","userId":"u","messageId":"{}"}}"#, "x".repeat(101));
        assert_eq!(read(&long), Err(Problem::MessageIdLong));
        let large =
            format!(r#"{{"type":"page","userId":"u","x":"{}"}}"#, "x".repeat(LARGEST_EVENT));
        assert_eq!(read(&large), Err(Problem::TooLarge));
        let many: Vec<String> = (0..=MOST_PROPERTIES).map(|n| format!("\"p{n}\":1")).collect();
        let many = format!(r#"{{"type":"page","userId":"u","properties":{{{}}}}}"#, many.join(","));
        assert_eq!(read(&many), Err(Problem::TooManyProperties));
        let deep = format!(
            r#"{{"type":"page","userId":"u","x":{}{}}}"#,
            "[".repeat(9_000),
            "]".repeat(9_000)
        );
        assert_eq!(read(&deep), Err(Problem::NotAnObject));
    }

    #[test]
    fn what_is_odd_is_taken_all_the_same() {
        let message = read(r#"{"type":"page","userId":"undefined","anonymousId":42,"context":7}"#);
        let message = message.unwrap();
        assert_eq!((message.login, message.anonymous.as_deref()), (None, Some("42")));
        assert_eq!(message.odd, [Problem::IdBlocked]);
    }

    #[test]
    fn calls_have_names_and_letters() {
        for call in Call::ALL {
            assert_eq!(Call::parse(call.name()), Some(call));
            assert_eq!(Call::parse(&call.name()[..1]), Some(call));
        }
        assert_eq!((Call::parse(""), Call::parse("b"), Call::parse("tra")), (None, None, None));
    }

    #[test]
    fn refusals_come_before_oddities() {
        assert!(Problem::HeldFull.is_refusal() && !Problem::IdBlocked.is_refusal());
        assert!(Problem::ALL.is_sorted());
        assert!(Problem::ALL.iter().all(|p| Problem::parse(p.code()) == Some(*p)));
    }
}
