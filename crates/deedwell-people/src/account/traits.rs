//! What is said of an account under a key, with who said it and when. A value takes the place of the one
//! before, `null` removes it, absence keeps it; what was said before a later word changes nothing.

use std::collections::BTreeMap;

use deedwell_core::{Account, Id, Result, Timestamp};
use deedwell_store::{Bulk, Tx};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::profile::Word;
use crate::profile::traits::check;
use crate::sign::Proof;

/// Traits of one account.
pub const MOST_TRAITS: usize = 200;

/// A trait as the page shows it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct AccountTrait {
    pub key: String,
    pub value: Value,
    pub proof: Proof,
    pub source: String,
    pub said_at: Timestamp,
}

/// What is said of one account at one moment.
#[derive(Clone, Debug)]
pub struct Said<'a> {
    pub account: Id<Account>,
    pub traits: &'a Map<String, Value>,
    pub word: &'a Word,
}

/// What could not be kept, and of which accounts anything changed.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Kept {
    pub unfit: Vec<(Id<Account>, String)>,
    pub changed: Vec<Id<Account>>,
}

type Last<'a> = BTreeMap<(Id<Account>, String), (&'a Value, &'a Word)>;
type There = BTreeMap<Id<Account>, BTreeMap<String, (Value, Timestamp)>>;

/// Keeps what is said, in a handful of statements for a thousand. What cannot be kept is left out, and
/// given back.
pub async fn keep(tx: &mut Tx, said: &[Said<'_>]) -> Result<Kept> {
    let mut kept = Kept::default();
    // The last word of each key: one statement must not touch a row twice.
    let mut last: Last<'_> = BTreeMap::new();
    for one in said {
        for (key, value) in one.traits {
            if check(key, value).is_err() {
                kept.unfit.push((one.account, key.clone()));
                continue;
            }
            let place = last.entry((one.account, key.trim().to_owned()));
            let word = place.or_insert((value, one.word));
            if one.word.at >= word.1.at {
                *word = (value, one.word);
            }
        }
    }
    let mut there = there(tx, &last).await?;
    last.retain(|(account, key), (value, word)| {
        let keys = there.entry(*account).or_default();
        match keys.get(key) {
            Some((before, at)) => *at <= word.at && *before != **value,
            None if value.is_null() => false,
            None if keys.len() >= MOST_TRAITS => {
                kept.unfit.push((*account, key.clone()));
                false
            }
            None => {
                keys.insert(key.clone(), ((*value).clone(), word.at));
                true
            }
        }
    });
    write(tx, &last).await?;
    kept.changed = last.keys().map(|(account, _)| *account).collect();
    kept.changed.dedup();
    Ok(kept)
}

async fn there(tx: &mut Tx, last: &Last<'_>) -> Result<There> {
    let mut find = Bulk::new(
        tx,
        "select account, key, value, said_at from account_trait
         where organisation = $1 and account in (",
        [],
        "?",
        ")",
    );
    let mut accounts: Vec<Id<Account>> = last.keys().map(|(account, _)| *account).collect();
    accounts.dedup();
    accounts.iter().for_each(|account| find.add([(*account).into()]));
    let mut there = There::new();
    if find.is_empty() {
        return Ok(there);
    }
    for row in find.list(tx).await? {
        let said = (value(&row.text("value")?), row.moment("said_at")?);
        there.entry(row.id("account")?).or_default().insert(row.text("key")?, said);
    }
    Ok(there)
}

async fn write(tx: &mut Tx, last: &Last<'_>) -> Result<()> {
    let mut insert = Bulk::new(
        tx,
        "insert into account_trait (organisation, account, key, value, proof, source, said_at) values",
        [],
        "($1, ?, ?, ?, ?, ?, ?)",
        "on conflict (organisation, account, key) do update set value = excluded.value,
           proof = excluded.proof, source = excluded.source, said_at = excluded.said_at
         where excluded.said_at >= account_trait.said_at",
    );
    for ((account, key), (value, word)) in last {
        insert.add([
            (*account).into(),
            key.as_str().into(),
            value.to_string().into(),
            word.proof.name().into(),
            word.source.as_str().into(),
            word.at.into(),
        ]);
    }
    insert.run(tx).await?;
    let mut gone = Bulk::new(
        tx,
        "delete from account_trait where organisation = $1 and value = 'null' and account in (",
        [],
        "?",
        ")",
    );
    let nulls = last.iter().filter(|(_, (value, _))| value.is_null());
    nulls.for_each(|((account, _), _)| gone.add([(*account).into()]));
    gone.run(tx).await.map(drop)
}

/// The traits of one account, by key.
pub async fn of(tx: &mut Tx, account: Id<Account>) -> Result<Vec<AccountTrait>> {
    let find = tx.query(
        "select key, value, proof, source, said_at from account_trait
         where organisation = $1 and account = $2 order by key",
    );
    let rows = tx.list(find.bind(account)).await?;
    let read = |row: &deedwell_store::Row| {
        Ok(AccountTrait {
            key: row.text("key")?,
            value: value(&row.text("value")?),
            proof: Proof::parse(&row.text("proof")?).unwrap_or(Proof::Claimed),
            source: row.text("source")?,
            said_at: row.moment("said_at")?,
        })
    };
    rows.iter().map(read).collect()
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
}
