//! Traits: what was said of somebody under a key. Merged key by key: a value takes the place of the one
//! before from the same identity, `null` removes it, absence keeps it. Of several identities the last
//! word counts; what is only claimed never stands before what is proven.

use std::collections::BTreeMap;

use deedwell_core::{Error, Id, Identity, Person, Result, Timestamp};
use deedwell_store::{Bulk, Tx};
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Word, clean_key};
use crate::sign::Proof;

/// Traits of one identity.
pub const MOST_TRAITS: usize = 300;
/// Letters of a key.
pub const LONGEST_KEY: usize = 100;
/// Bytes of a value, as JSON.
pub const LONGEST_VALUE: usize = 2_000;

/// A trait as the profile shows it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Trait {
    pub key: String,
    pub value: Value,
    pub proof: Proof,
    pub source: String,
    pub said_at: Timestamp,
    /// By which identity it was said.
    #[serde(skip)]
    pub identity: Id<Identity>,
}

/// What is said of one identity at one moment.
#[derive(Clone, Debug)]
pub struct Said {
    pub identity: Id<Identity>,
    pub traits: Map<String, Value>,
    pub word: Word,
}

/// Whether a trait can be kept.
///
/// # Errors
/// `Invalid` with the key in the sentence.
pub fn check(key: &str, value: &Value) -> Result<()> {
    clean_key("traits", key, LONGEST_KEY)?;
    let length = value.to_string().len();
    if length > LONGEST_VALUE {
        return Err(Error::invalid(
            "traits",
            format!("“{key}” is too long: a value has at most {LONGEST_VALUE} bytes of JSON."),
        ));
    }
    let bad = |c: char| c == '\0';
    if value.to_string().contains("\\u0000") || key.contains(bad) {
        return Err(Error::invalid("traits", format!("“{key}” has a character that is none.")));
    }
    Ok(())
}

/// Keeps what is said, in a handful of statements for a thousand. What cannot be kept is left out, and
/// given back; what was said before a later word changes nothing.
pub async fn keep(tx: &mut Tx, said: &[Said]) -> Result<Vec<(Id<Identity>, String)>> {
    let mut unfit = Vec::new();
    // The last word of each key: one statement must not touch a row twice.
    let mut last: BTreeMap<(Id<Identity>, String), (&Value, &Word)> = BTreeMap::new();
    for one in said {
        for (key, value) in &one.traits {
            if check(key, value).is_err() {
                unfit.push((one.identity, key.clone()));
                continue;
            }
            let place = last.entry((one.identity, key.trim().to_owned()));
            let kept = place.or_insert((value, &one.word));
            if rank(&one.word) >= rank(kept.1) {
                *kept = (value, &one.word);
            }
        }
    }
    room(tx, &mut last, &mut unfit).await?;
    write(tx, &last).await?;
    Ok(unfit)
}

fn rank(word: &Word) -> (bool, Timestamp) {
    (word.proof.proves(), word.at)
}

type Last<'a> = BTreeMap<(Id<Identity>, String), (&'a Value, &'a Word)>;

/// Leaves out new keys of identities that have as many as they may.
async fn room(
    tx: &mut Tx,
    last: &mut Last<'_>,
    unfit: &mut Vec<(Id<Identity>, String)>,
) -> Result<()> {
    let mut find = Bulk::new(
        tx,
        "select identity, key from trait where organisation = $1 and identity in (",
        [],
        "?",
        ")",
    );
    let mut identities: Vec<Id<Identity>> = last.keys().map(|(identity, _)| *identity).collect();
    identities.dedup();
    identities.iter().for_each(|identity| find.add([(*identity).into()]));
    if find.is_empty() {
        return Ok(());
    }
    let mut there: BTreeMap<Id<Identity>, Vec<String>> = BTreeMap::new();
    for row in find.list(tx).await? {
        there.entry(row.id("identity")?).or_default().push(row.text("key")?);
    }
    last.retain(|(identity, key), (value, _)| {
        let keys = there.entry(*identity).or_default();
        if value.is_null() || keys.contains(key) {
            return true;
        }
        let fits = keys.len() < MOST_TRAITS;
        if fits {
            keys.push(key.clone());
        } else {
            unfit.push((*identity, key.clone()));
        }
        fits
    });
    Ok(())
}

async fn write(tx: &mut Tx, last: &Last<'_>) -> Result<()> {
    let mut insert = Bulk::new(
        tx,
        "insert into trait (organisation, identity, key, value, proof, source, said_at) values",
        [],
        "($1, ?, ?, ?, ?, ?, ?)",
        "on conflict (organisation, identity, key) do update set value = excluded.value,
           proof = excluded.proof, source = excluded.source, said_at = excluded.said_at
         where (excluded.proof <> 'claimed' or trait.proof = 'claimed')
           and (excluded.said_at >= trait.said_at
             or (trait.proof = 'claimed' and excluded.proof <> 'claimed'))",
    );
    // What was removed stays as a row that says so: what was said before must not bring it back.
    for ((identity, key), (value, word)) in last {
        insert.add([
            (*identity).into(),
            key.as_str().into(),
            value.to_string().into(),
            word.proof.name().into(),
            word.source.as_str().into(),
            word.at.into(),
        ]);
    }
    insert.run(tx).await.map(drop)
}

/// Removes a trait from all identities of a person. How many said it.
pub async fn remove(tx: &mut Tx, person: Id<Person>, key: &str) -> Result<u64> {
    let delete = tx.query(
        "delete from trait where organisation = $1 and key = $3 and identity in
           (select i.id from identity i where i.organisation = $1 and i.person = $2)",
    );
    tx.run(delete.bind(person).bind(key)).await
}

/// The traits of each of these people, by key: what counts.
pub async fn of_many(
    tx: &mut Tx,
    people: &[Id<Person>],
) -> Result<BTreeMap<Id<Person>, Vec<Trait>>> {
    let mut found: BTreeMap<Id<Person>, Vec<Trait>> = BTreeMap::new();
    for (person, one) in everything(tx, people).await? {
        let traits = found.entry(person).or_default();
        match traits.last_mut() {
            Some(before) if before.key == one.key => {
                let rank = |t: &Trait| (t.proof.proves(), t.said_at);
                if rank(&one) > rank(before) {
                    *before = one;
                }
            }
            _ => traits.push(one),
        }
    }
    found.values_mut().for_each(|traits| traits.retain(|t| !t.value.is_null()));
    Ok(found)
}

/// The traits of one person, by key: what counts.
pub async fn of(tx: &mut Tx, person: Id<Person>) -> Result<Vec<Trait>> {
    Ok(of_many(tx, &[person]).await?.remove(&person).unwrap_or_default())
}

/// All that was said, also what does not count, by person, key and moment.
pub async fn everything(tx: &mut Tx, people: &[Id<Person>]) -> Result<Vec<(Id<Person>, Trait)>> {
    let mut find = Bulk::new(
        tx,
        "select i.person, t.identity, t.key, t.value, t.proof, t.source, t.said_at
         from trait t join identity i on i.organisation = $1 and i.id = t.identity
         where t.organisation = $1 and i.person in (",
        [],
        "?",
        ") order by i.person, t.key, t.said_at, t.identity",
    );
    people.iter().for_each(|person| find.add([(*person).into()]));
    let mut all = Vec::new();
    if find.is_empty() {
        return Ok(all);
    }
    for row in find.list(tx).await? {
        let value = row.text("value")?;
        let one = Trait {
            key: row.text("key")?,
            value: serde_json::from_str(&value).unwrap_or(Value::String(value)),
            proof: Proof::parse(&row.text("proof")?).unwrap_or(Proof::Claimed),
            source: row.text("source")?,
            said_at: row.moment("said_at")?,
            identity: row.id("identity")?,
        };
        all.push((row.id("person")?, one));
    }
    Ok(all)
}
