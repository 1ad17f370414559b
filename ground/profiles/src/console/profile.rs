//! One person's profile: fields and other traits with where they come from, consents with their history,
//! what they have.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id, Person, Result};
use deedwell_people::head_of;
use deedwell_people::profile::consents::{self, Consent, Purpose, standing};
use deedwell_people::profile::fields::{self, Field, FieldKind};
use deedwell_people::profile::holdings::{self, Holding, HoldingNoun, NewHolding};
use deedwell_people::profile::traits::{self, Trait};
use deedwell_web::answer::{Choice, on_with};
use deedwell_web::{Answer, Form, Frame, Right, StaffMember, Tx, View};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::acts::{self, By};

#[derive(Template)]
#[template(path = "console/profile.html")]
pub(super) struct Page {
    frame: Frame,
    id: Id<Person>,
    name: String,
    filled: Vec<FilledField>,
    others: Vec<Trait>,
    purposes: Vec<Purpose>,
    standing: BTreeMap<String, Consent>,
    history: Vec<Consent>,
    holdings: Vec<Holding>,
    staff: HashMap<String, String>,
}

/// A field, and what stands in it.
struct FilledField {
    field: Field,
    said: Option<Trait>,
    choices: Vec<Choice>,
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
) -> Answer<View<Page>> {
    let id = head_of(&mut tx, id).await?;
    let name = deedwell_people::person(&mut tx, id).await?.name;
    let name = if name.is_empty() { frame.t("profiles-somebody") } else { name };
    let mut said: BTreeMap<String, Trait> =
        traits::of(&mut tx, id).await?.into_iter().map(|t| (t.key.clone(), t)).collect();
    let fields = fields::fields(&mut tx).await?;
    let fill = |field: Field| {
        let said = said.remove(&field.key);
        let choices = choices(&frame, &field, said.as_ref());
        FilledField { field, said, choices }
    };
    let filled = fields.into_iter().map(fill).collect();
    let history = consents::history(&mut tx, id).await?;
    Ok(View(Page {
        filled,
        others: said.into_values().collect(),
        purposes: consents::purposes(&mut tx).await?,
        standing: standing(&history),
        history,
        holdings: holdings::of(&mut tx, id).await?,
        staff: staff_names(&mut tx).await?,
        frame,
        id,
        name,
    }))
}

fn choices(frame: &Frame, field: &Field, said: Option<&Trait>) -> Vec<Choice> {
    let none = (String::new(), frame.t("profiles-unknown"));
    let said = said.map(|t| shown(&t.value)).unwrap_or_default();
    match field.kind {
        FieldKind::YesNo => {
            let yes = [("true", "profiles-yes"), ("false", "profiles-no")];
            let words = yes.map(|(value, key)| (value.to_owned(), frame.t(key)));
            Choice::list(std::iter::once(none).chain(words), &said)
        }
        FieldKind::Choice => {
            let words = field.choices.iter().map(|c| (c.clone(), c.clone()));
            Choice::list(std::iter::once(none).chain(words), &said)
        }
        _ => Vec::new(),
    }
}

async fn staff_names(tx: &mut deedwell_store::Tx) -> Result<HashMap<String, String>> {
    let find = tx.query("select id, name from staff where organisation = $1");
    let named =
        |row: &deedwell_store::Row| Ok((format!("staff/{}", row.text("id")?), row.text("name")?));
    tx.list(find).await?.iter().map(named).collect()
}

/// A value as people read it.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

impl Page {
    fn may_change(&self) -> bool {
        self.frame.may(Right::ChangePeople)
    }

    fn value(&self, said: &Trait) -> String {
        shown(&said.value)
    }

    fn value_of(&self, field: &FilledField) -> String {
        field.said.as_ref().map(|t| shown(&t.value)).unwrap_or_default()
    }

    fn choices_of<'a>(&self, field: &'a FilledField) -> &'a [Choice] {
        &field.choices
    }

    fn input(&self, field: &FilledField) -> &'static str {
        match field.field.kind {
            FieldKind::Number => "number",
            FieldKind::Day => "date",
            _ => "text",
        }
    }

    fn fits(&self, field: &FilledField) -> bool {
        field.said.as_ref().is_none_or(|t| field.field.fits(&t.value))
    }

    /// Who said it, and when.
    fn from(&self, source: &str, at: &deedwell_core::Timestamp) -> String {
        let who = if let Some(name) = self.staff.get(source) {
            name.clone()
        } else if source.starts_with("source/") {
            self.frame.t("profiles-from-source")
        } else if let Some(key) = source.strip_prefix("key/") {
            self.frame.w("profiles-from-key", key)
        } else {
            self.frame.t("profiles-from-them")
        };
        format!("{who}, {}", self.frame.moment(at))
    }

    fn purpose(&self, key: &str) -> String {
        let named = self.purposes.iter().find(|p| p.key == key);
        named.map_or_else(|| key.to_owned(), |p| p.name.clone())
    }

    fn open_purposes(&self) -> Vec<&Purpose> {
        self.purposes.iter().filter(|p| p.closed_at.is_none()).collect()
    }

    /// Those that are asked for, and the closed ones to which somebody said something.
    fn shown_purposes(&self) -> Vec<&Purpose> {
        let is_shown = |p: &&Purpose| p.closed_at.is_none() || self.standing.contains_key(&p.key);
        self.purposes.iter().filter(is_shown).collect()
    }

    fn stands(&self, purpose: &Purpose) -> Option<&Consent> {
        self.standing.get(&purpose.key)
    }

    fn days(&self, holding: &Holding) -> String {
        let day = |day: Option<jiff::civil::Date>| day.map(|d| d.to_string()).unwrap_or_default();
        match (holding.since, holding.until) {
            (None, None) => String::new(),
            (since, until) => format!("{} – {}", day(since), day(until)),
        }
    }
}

/// Fields as `t.key=value`.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "it describes the fields, which are read as pairs: each is named by its key"
)]
pub(super) struct Filled {
    /// One for each field: `t.` and its key.
    #[schema(rename = "t.<key>")]
    t: Vec<String>,
}

pub(super) async fn fill(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let id = head_of(&mut tx, id).await?;
    let fields = fields::fields(&mut tx).await?;
    let said = traits::of(&mut tx, id).await?;
    let mut set = Map::new();
    for (name, text) in pairs {
        let field = name.strip_prefix("t.").and_then(|key| fields.iter().find(|f| f.key == key));
        let field = field
            .ok_or_else(|| Error::invalid("form", "This form has a field that is not known."))?;
        let value = field.read(&text)?.unwrap_or(Value::Null);
        let before = said.iter().find(|t| t.key == field.key).map(|t| &t.value);
        // What was not touched keeps its source, also where it does not fit.
        let same = before.map(shown).unwrap_or_default() == shown(&value);
        if !same {
            set.insert(field.key.clone(), value);
        }
    }
    acts::set_traits(&mut tx, By::Staff(me.id), id, set).await?;
    tx.commit().await?;
    Ok(on_with(&here(id), "profiles-said-filled"))
}

fn here(id: Id<Person>) -> String {
    format!("/console/people/{id}/profile")
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OneTrait {
    key: String,
}

pub(super) async fn remove_trait(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
    Form(form): Form<OneTrait>,
) -> Answer<Response> {
    let set = Map::from_iter([(form.key, Value::Null)]);
    acts::set_traits(&mut tx, By::Staff(me.id), id, set).await?;
    tx.commit().await?;
    Ok(on_with(&here(id), "profiles-said-removed"))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    purpose: String,
    given: bool,
    /// What was heard, where and when.
    words: String,
}

pub(super) async fn consent(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
    Form(form): Form<Said>,
) -> Answer<Response> {
    if form.given && form.words.trim().is_empty() {
        return Err(Error::invalid("words", "Please write where and how they said it.").into());
    }
    let by = By::Staff(me.id);
    acts::consent(&mut tx, by, id, &form.purpose, form.given, &form.words).await?;
    tx.commit().await?;
    Ok(on_with(&here(id), "profiles-said-consent"))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Held {
    name: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    reference: String,
    /// A day.
    #[serde(default)]
    since: String,
    #[serde(default)]
    until: String,
}

pub(super) async fn hold(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
    Form(form): Form<Held>,
) -> Answer<Response> {
    let new = NewHolding {
        name: form.name,
        kind: form.kind,
        reference: form.reference,
        since: day("since", &form.since)?,
        until: day("until", &form.until)?,
    };
    acts::hold(&mut tx, By::Staff(me.id), id, &new).await?;
    tx.commit().await?;
    Ok(on_with(&here(id), "profiles-said-held"))
}

fn day(field: &'static str, text: &str) -> Result<Option<jiff::civil::Date>> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let wrong = |_| Error::invalid(field, "Please write a day such as 2027-03-01.");
    text.trim().parse().map(Some).map_err(wrong)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OneHolding {
    holding: String,
}

pub(super) async fn remove_holding(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Person>>,
    Form(form): Form<OneHolding>,
) -> Answer<Response> {
    let holding: Id<HoldingNoun> = form.holding.parse()?;
    acts::remove_holding(&mut tx, By::Staff(me.id), id, holding).await?;
    tx.commit().await?;
    Ok(on_with(&here(id), "profiles-said-removed"))
}
