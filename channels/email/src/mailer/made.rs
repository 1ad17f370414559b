//! One letter made: words, head, signatures.

use deedwell_core::{Error, Result};
use deedwell_sending::channel::Due;
use deedwell_sending::{Content, Sort};
use jiff::Timestamp;
use liquid_core::model::{Object, Scalar, Value};

use super::press::{Press, in_language, own_words};
use super::ways::{OfOrganisation, Way};
use crate::returned::return_path;
use crate::setting::{COLOUR, Look};
use crate::template::{Version, of_fault};
use crate::write::letter::{Head, Sender, letter};
use crate::write::page::{Filled, Pressed};

/// A letter as it goes.
#[derive(Debug)]
pub struct Made {
    /// Where what cannot be delivered goes back to.
    pub from: String,
    pub to: String,
    pub bytes: Vec<u8>,
}

/// Whom a letter is for, and what it is given.
#[derive(Clone, Debug, Default)]
pub struct Given {
    pub name: String,
    pub email: String,
    /// Behind the site's address already; '' for none.
    pub unsubscribe_url: String,
    pub preferences_url: String,
    pub data: serde_json::Map<String, serde_json::Value>,
}

/// What templates may speak of.
pub fn values(given: &Given, of: &OfOrganisation, look: &Look, language: &str) -> Object {
    let text = |text: &str| Value::scalar(text.to_owned());
    let mut all = Object::new();
    // What was given for this letter; what every letter has cannot be taken for something else.
    for (key, value) in &given.data {
        all.insert(key.clone().into(), value_of(value, 0));
    }
    let first = given.name.split_whitespace().next().unwrap_or_default();
    let person: Object = [
        ("name".into(), text(&given.name)),
        ("first_name".into(), text(first)),
        ("email".into(), text(&given.email)),
    ]
    .into_iter()
    .collect();
    let footer = if look.footer.is_empty() { &of.name } else { &look.footer };
    let colour = if look.colour.is_empty() { COLOUR } else { &look.colour };
    let organisation: Object = [
        ("name".into(), text(&of.name)),
        ("site".into(), text(&of.site)),
        ("logo".into(), text(&look.logo)),
        ("colour".into(), text(colour)),
        ("footer".into(), text(footer)),
        ("postal_address".into(), text(&look.postal_address)),
    ]
    .into_iter()
    .collect();
    let is_german = language.starts_with("de");
    let words: Object = [
        (
            "preferences".into(),
            text(if is_german { "Was wir Ihnen schicken" } else { "What we send you" }),
        ),
        ("unsubscribe".into(), text(if is_german { "Abbestellen" } else { "Unsubscribe" })),
    ]
    .into_iter()
    .collect();
    all.insert("person".into(), Value::Object(person));
    all.insert("organisation".into(), Value::Object(organisation));
    all.insert("words".into(), Value::Object(words));
    all.insert("unsubscribe_url".into(), text(&given.unsubscribe_url));
    all.insert("preferences_url".into(), text(&given.preferences_url));
    all
}

/// Objects within objects that are given: who sends more has mistaken something.
const DEEPEST: usize = 8;

fn value_of(value: &serde_json::Value, depth: usize) -> Value {
    use serde_json::Value as Json;
    match value {
        _ if depth > DEEPEST => Value::Nil,
        Json::Null => Value::Nil,
        Json::Bool(yes) => Value::Scalar(Scalar::new(*yes)),
        Json::Number(n) => match n.as_i64() {
            Some(n) => Value::Scalar(Scalar::new(n)),
            None => Value::Scalar(Scalar::new(n.as_f64().unwrap_or(0.0))),
        },
        Json::String(text) => Value::scalar(text.clone()),
        Json::Array(list) => Value::Array(list.iter().map(|v| value_of(v, depth + 1)).collect()),
        Json::Object(object) => {
            let pairs = object.iter().map(|(k, v)| (k.clone().into(), value_of(v, depth + 1)));
            Value::Object(pairs.collect())
        }
    }
}

/// # Errors
/// `Invalid` where no letter can be made: a template that is gone, a value that is missing.
pub fn make(
    press: &Press,
    way: &Way,
    due: &Due,
    versions: &[Version],
    at: Timestamp,
) -> Result<Made> {
    let given = given(way, due);
    let recipient = due.recipient.as_ref();
    let language = recipient.and_then(|r| r.language.clone());
    let own = &way.organisation.language;
    let spoken = language.clone().unwrap_or_else(|| own.clone());
    let look = &way.setting.look;
    let filled = match &*due.content {
        Content::Own(words) => {
            let mut values = values(&given, &way.organisation, look, &spoken);
            values.insert("letter_subject".into(), Value::scalar(words.subject.clone()));
            values.insert("letter_text".into(), Value::scalar(words.text.clone()));
            let pressed = press.pressed(&own_words(), &way.setting.layout)?;
            let mut filled = fill(&pressed, &values)?;
            if !words.html.is_empty() {
                filled.page.clone_from(&words.html);
            }
            if words.text.is_empty() {
                filled.text = crate::write::plain::plain(&words.html);
            }
            filled
        }
        Content::Template(_) => {
            let version = in_language(versions, language.as_deref(), own)?;
            let pressed = press.pressed(&version.source, &way.setting.layout)?;
            fill(&pressed, &values(&given, &way.organisation, look, &version.language))?
        }
    };
    let mut headers = headers(way, due, &given);
    if let Content::Own(words) = &*due.content {
        headers.extend(words.headers.iter().cloned());
    }
    let head = Head {
        sender: &way.sender,
        to: due.to.as_str(),
        to_name: &given.name,
        message_id: &due.message_id,
        at,
        headers: &headers,
    };
    let bytes = signed(way, letter(&head, &filled)?)?;
    Ok(Made { from: returns(way, due), to: due.to.as_str().to_owned(), bytes })
}

fn fill(pressed: &Pressed, values: &Object) -> Result<Filled> {
    pressed.fill(values).map_err(of_fault)
}

pub fn signed(way: &Way, letter: Vec<u8>) -> Result<Vec<u8>> {
    match &way.signer {
        Some(signer) => signer.signed(&letter),
        None => Ok(letter),
    }
}

fn given(way: &Way, due: &Due) -> Given {
    let site = &way.organisation.site;
    let behind =
        |path: Option<&String>| path.map(|path| format!("{site}{path}")).unwrap_or_default();
    let links = due.links.as_ref();
    Given {
        name: due.recipient.as_ref().map(|r| r.name.clone()).unwrap_or_default(),
        email: due.to.as_str().to_owned(),
        unsubscribe_url: behind(links.map(|l| &l.unsubscribe)),
        preferences_url: behind(links.map(|l| &l.preferences)),
        data: due.data.clone(),
    }
}

/// Both headers by which one unsubscribes, of what nobody has to get; and that a machine wrote it.
fn headers(way: &Way, due: &Due, given: &Given) -> Vec<(String, String)> {
    let mut headers = Vec::new();
    let mut add = |name: &str, value: String| headers.push((name.to_owned(), value));
    match &due.sort {
        Sort::Service(_) => add("Auto-Submitted", "auto-generated".to_owned()),
        Sort::Topic(topic) => {
            add("List-Unsubscribe", format!("<{}>", given.unsubscribe_url));
            add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned());
            if let Some(domain) = way.setting.domain().filter(|d| d.is_ascii()) {
                add("List-Id", format!("<{topic}.{domain}>"));
            }
            add("Auto-Submitted", "auto-generated".to_owned());
        }
    }
    headers
}

/// A letter that comes back says by its address which one it was.
fn returns(way: &Way, due: &Due) -> String {
    let letter = due.id.uuid().simple().to_string();
    let address = &way.setting.return_address;
    let sealed = return_path(address, &letter, &way.setting.return_secret.0);
    sealed.filter(|_| !address.is_empty()).unwrap_or_else(|| way.sender.address.clone())
}

/// Without the pair nobody could leave, so such a letter does not go.
///
/// # Errors
/// `Fault`.
pub fn must_have_a_way_out(due: &Due) -> Result<()> {
    match (&due.sort, &due.links) {
        (Sort::Topic(_), None) => Err(Error::fault("a letter about a topic has no way out")),
        _ => Ok(()),
    }
}

/// Who writes, as a line of a page.
pub fn line(sender: &Sender) -> String {
    if sender.name.is_empty() {
        sender.address.clone()
    } else {
        format!("{} <{}>", sender.name, sender.address)
    }
}
