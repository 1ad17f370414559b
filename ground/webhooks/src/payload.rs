//! What a delivery says: the action as the API shows an entry.

use deedwell_core::{Action, Error, Id, Money, Organisation, Part, Person, Result, Staff, Unit};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::endpoint::TESTED;

#[derive(Serialize)]
struct Payload<'a, D> {
    r#type: &'a str,
    timestamp: Timestamp,
    data: D,
}

/// Ids and quantities; no words of a person.
#[derive(Serialize)]
struct Entry<'a> {
    id: Id<Action>,
    organisation: Id<Organisation>,
    /// The number of the action in the organisation's ledger: later ones have larger numbers.
    sequence: i64,
    part: Part,
    initiator: &'static str,
    channel: &'a str,
    person: Option<Id<Person>>,
    staff: Option<Id<Staff>>,
    unit: Option<Id<Unit>>,
    about: Option<&'a str>,
    /// The person whose contribution it answers.
    counterpart: Option<Id<Person>>,
    value: Option<Money>,
    facts: Option<Box<RawValue>>,
}

/// Whose an identity is, as it is known now.
pub trait Owners {
    fn person(&self, identity: Id<deedwell_core::Identity>) -> Option<Id<Person>>;
}

/// The body, as it is kept, signed and sent.
pub fn body(
    organisation: Id<Organisation>,
    action: &Action,
    kind: &str,
    sequence: i64,
    owners: &dyn Owners,
) -> Result<String> {
    let staff = (action.part == Part::Staff).then(|| action.subject.cast());
    let person = matches!(action.part, Part::Customer | Part::Visitor)
        .then(|| owners.person(action.subject))
        .flatten();
    // Facts that are no JSON would be a fault of ours long ago; the rest is worth telling.
    let facts = serde_json::from_str(&action.facts).ok();
    let data = Entry {
        id: action.id,
        organisation,
        sequence,
        part: action.part,
        initiator: action.initiator.name(),
        channel: action.channel.as_str(),
        person,
        staff,
        unit: action.unit,
        about: action.about.as_deref(),
        counterpart: action.counterpart.and_then(|c| owners.person(c)),
        value: action.value,
        facts,
    };
    text(&Payload { r#type: kind, timestamp: action.at, data })
}

#[derive(Serialize)]
struct Test {
    test: bool,
    organisation: Id<Organisation>,
    says: &'static str,
}

/// A test says that it is one.
pub fn test(organisation: Id<Organisation>, now: Timestamp) -> Result<String> {
    let says = "This is a test. Nobody did anything.";
    let data = Test { test: true, organisation, says };
    text(&Payload { r#type: TESTED, timestamp: now, data })
}

fn text<D: Serialize>(payload: &Payload<'_, D>) -> Result<String> {
    serde_json::to_string(payload).map_err(Error::fault)
}
