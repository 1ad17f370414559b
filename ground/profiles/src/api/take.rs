//! What programs send of people.

use deedwell_core::{Error, Id, Person, Result};
use deedwell_people::person::{add_tag, clean_name, remove_tag, rename};
use deedwell_people::profile::holdings::NewHolding;
use deedwell_people::{Arrival, IdentityKind, Proof, Sign, meet_many};
use deedwell_store::Tx;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use crate::acts::{self, By};

/// Identities, tags, consents or holdings in one request.
const MOST_ITEMS: usize = 50;

/// An identity by which your server knows somebody. It vouches for it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct IdentityTaken {
    /// `email`, `phone`, `login`, `card`, `import`, `browser`.
    pub kind: String,
    pub value: String,
    /// Where a log-in, a card or another system's id is valid.
    #[serde(default)]
    pub scope: String,
}

impl IdentityTaken {
    fn sign(&self) -> Result<Sign> {
        let kind = IdentityKind::parse(&self.kind)
            .ok_or_else(|| Error::invalid("kind", "This is no kind of identity that we know."))?;
        Sign::new(kind, &self.value, &self.scope)
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ConsentTaken {
    pub purpose: String,
    pub given: bool,
    /// What they were asked.
    #[serde(default)]
    pub words: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HoldingTaken {
    pub name: String,
    #[serde(default)]
    pub kind: String,
    /// Its number with you: sent again, it is the same.
    #[serde(default)]
    pub reference: String,
    /// A day such as `2027-03-01`.
    #[serde(default)]
    pub since: Option<String>,
    #[serde(default)]
    pub until: Option<String>,
}

impl HoldingTaken {
    fn read(&self) -> Result<NewHolding> {
        let day = |field, text: &Option<String>| {
            let wrong = |_| Error::invalid(field, "Please write a day such as 2027-03-01.");
            text.as_deref().map(|text| text.parse().map_err(wrong)).transpose()
        };
        Ok(NewHolding {
            name: self.name.clone(),
            kind: self.kind.clone(),
            reference: self.reference.clone(),
            since: day("since", &self.since)?,
            until: day("until", &self.until)?,
        })
    }
}

/// What is to be changed; what is left out stays.
#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Change {
    pub name: Option<String>,
    /// By key; `null` removes one.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub traits: Map<String, Value>,
    #[serde(default)]
    pub tags_added: Vec<String>,
    #[serde(default)]
    pub tags_removed: Vec<String>,
    #[serde(default)]
    pub consents: Vec<ConsentTaken>,
    #[serde(default)]
    pub holdings: Vec<HoldingTaken>,
}

/// Somebody by the identities that your server knows, met now if never before, and what is to be changed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Somebody {
    /// The first is the one that is seen; all of them become one person's.
    pub identities: Vec<IdentityTaken>,
    /// Whether you made sure that the others are theirs: an address confirmed by a letter. What nobody
    /// confirmed joins nobody who has shown more, and gives way to whoever does.
    #[serde(default)]
    pub confirmed: bool,
    #[serde(default)]
    #[schema(inline)]
    pub change: Change,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Many {
    /// 1 to 100. Nothing is done if one of them is refused.
    pub people: Vec<Somebody>,
}

impl Somebody {
    /// The person, with everything changed.
    pub async fn keep(self, tx: &mut Tx) -> Result<Id<Person>> {
        bounded("identities", self.identities.len())?;
        let mut signs = self.identities.iter().map(IdentityTaken::sign);
        let first = signs.next().ok_or_else(|| {
            Error::invalid("identities", "Please send at least one identity of theirs.")
        })??;
        let mut arrival = Arrival::new(first, Proof::Server);
        for sign in signs {
            arrival.signs.push(sign?);
        }
        arrival.told_by = format!("key/{}", tx.key().unwrap_or_default());
        arrival.confirmed = self.confirmed;
        let met = meet_many(tx, &[arrival]).await?.pop();
        let known = met.unwrap_or_else(|| Err(Error::fault("one arrival, no meeting")))?;
        self.change.make(tx, known.person).await?;
        Ok(known.person)
    }
}

impl Change {
    pub async fn make(self, tx: &mut Tx, person: Id<Person>) -> Result<()> {
        for (field, count) in [
            ("tags_added", self.tags_added.len()),
            ("tags_removed", self.tags_removed.len()),
            ("consents", self.consents.len()),
            ("holdings", self.holdings.len()),
        ] {
            bounded(field, count)?;
        }
        let by = By::Program;
        if let Some(name) = &self.name {
            clean_name(name)?;
            let deed = rename(tx, person, name).await?;
            tx.record(deedwell_core::Who::System, &deed).await?;
        }
        acts::set_traits(tx, by, person, self.traits).await?;
        for tag in &self.tags_added {
            if let Some(deed) = add_tag(tx, person, tag).await? {
                tx.record(deedwell_core::Who::System, &deed).await?;
            }
        }
        for tag in &self.tags_removed {
            if let Some(deed) = remove_tag(tx, person, &tag.to_lowercase()).await? {
                tx.record(deedwell_core::Who::System, &deed).await?;
            }
        }
        for word in &self.consents {
            acts::consent(tx, by, person, &word.purpose, word.given, &word.words).await?;
        }
        for holding in &self.holdings {
            acts::hold(tx, by, person, &holding.read()?).await?;
        }
        Ok(())
    }
}

fn bounded(field: &'static str, count: usize) -> Result<()> {
    if count > MOST_ITEMS {
        return Err(Error::invalid(field, format!("At most {MOST_ITEMS} at once, please.")));
    }
    Ok(())
}
