//! The verbs, for pages and programs alike: write, record, note. The caller commits.

use deedwell_core::{Error, Id, Person, Result, Staff, Who};
use deedwell_people::profile::holdings::{HoldingNoun, NewHolding};
use deedwell_people::profile::{Word, anchor, consents, holdings, traits};
use deedwell_people::{Proof, head_of};
use deedwell_store::{Tx, audit};
use serde_json::{Map, Value, json};

use crate::deed::ProfileDeed;

/// Who changes a profile: a member of staff, or a program of ours by its key.
#[derive(Clone, Copy, Debug)]
pub enum By {
    Staff(Id<Staff>),
    Program,
}

impl By {
    fn who(self) -> Who {
        match self {
            Self::Staff(staff) => Who::Staff(staff),
            Self::Program => Who::System,
        }
    }

    fn staff(self) -> Option<Id<Staff>> {
        match self {
            Self::Staff(staff) => Some(staff),
            Self::Program => None,
        }
    }

    fn word(self, tx: &Tx) -> Word {
        let (source, proof) = match self {
            Self::Staff(staff) => (format!("staff/{staff}"), Proof::Staff),
            Self::Program => (format!("key/{}", tx.key().unwrap_or_default()), Proof::Server),
        };
        Word { source, proof, at: tx.now() }
    }

    async fn note(self, tx: &mut Tx, deed: &ProfileDeed, detail: &Value) -> Result<()> {
        tx.record(self.who(), deed).await?;
        let (kind, about) = (deedwell_core::Deed::kind(deed), deedwell_core::Deed::about(deed));
        audit(tx, self.staff(), kind, about.as_deref(), detail).await
    }
}

/// Sets traits; `null` removes one.
///
/// # Errors
/// `Missing`; `Invalid` for a trait that cannot be kept: then none is.
pub async fn set_traits(
    tx: &mut Tx,
    by: By,
    person: Id<Person>,
    set: Map<String, Value>,
) -> Result<()> {
    if set.is_empty() {
        return Ok(());
    }
    set.iter().try_for_each(|(key, value)| traits::check(key, value))?;
    let person = head_of(tx, person).await?;
    let identity = anchor(tx, person).await?;
    let keys: Vec<String> = set.keys().cloned().collect();
    for (key, _) in set.iter().filter(|(_, value)| value.is_null()) {
        traits::remove(tx, person, key).await?;
    }
    let kept: Map<String, Value> = set.into_iter().filter(|(_, v)| !v.is_null()).collect();
    let said = traits::Said { identity, traits: kept, word: by.word(tx) };
    if !traits::keep(tx, &[said]).await?.is_empty() {
        return Err(Error::refused(
            "people.too_many_traits",
            format!("Somebody has at most {} traits.", traits::MOST_TRAITS),
        ));
    }
    let deed = ProfileDeed::Changed { person, traits: keys.len() };
    by.note(tx, &deed, &json!({ "traits": keys })).await
}

/// What somebody allows or takes back, as staff heard it or our server says.
///
/// # Errors
/// `Missing`.
pub async fn consent(
    tx: &mut Tx,
    by: By,
    person: Id<Person>,
    purpose: &str,
    given: bool,
    words: &str,
) -> Result<()> {
    let person = head_of(tx, person).await?;
    let word = by.word(tx);
    // Who takes something back takes it back for every sign by which they spoke of it; who allows it
    // again does so for the signs that are their own, not for those of somebody whom staff made one
    // with them.
    let own = anchor(tx, person).await?;
    let mut identities = consents::spoken_by(tx, person, purpose, given.then_some(own)).await?;
    identities.push(own);
    identities.sort_unstable();
    identities.dedup();
    for identity in identities {
        consents::say(tx, identity, purpose, given, words, &word).await?;
    }
    let purpose = purpose.to_owned();
    let deed = if given {
        ProfileDeed::Consented { person, purpose }
    } else {
        ProfileDeed::Withdrew { person, purpose }
    };
    by.note(tx, &deed, &json!({})).await
}

/// # Errors
/// `Missing`, `Invalid`.
pub async fn hold(
    tx: &mut Tx,
    by: By,
    person: Id<Person>,
    new: &NewHolding,
) -> Result<Id<HoldingNoun>> {
    let person = head_of(tx, person).await?;
    let identity = anchor(tx, person).await?;
    let word = by.word(tx);
    let id = holdings::keep(tx, identity, new, &word).await?;
    by.note(tx, &ProfileDeed::Holds { person }, &json!({})).await?;
    Ok(id)
}

/// # Errors
/// `Missing`.
pub async fn remove_holding(
    tx: &mut Tx,
    by: By,
    person: Id<Person>,
    id: Id<HoldingNoun>,
) -> Result<()> {
    let person = head_of(tx, person).await?;
    holdings::remove(tx, person, id).await?;
    by.note(tx, &ProfileDeed::HoldingRemoved { person }, &json!({})).await
}

/// What is asked of people was changed.
pub async fn note_fields(tx: &mut Tx, by: By, detail: &Value) -> Result<()> {
    by.note(tx, &ProfileDeed::FieldsChanged {}, detail).await
}
