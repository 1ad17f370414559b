//! What somebody allowed us, and took back: every word is kept, the last one counts. Nothing that is only
//! claimed is a consent, and a merge adds none: of several identities the strictest last word of a
//! purpose counts.

use std::collections::BTreeMap;

use deedwell_core::{Error, Id, Identity, Person, Result, Timestamp};
use deedwell_store::{Row, Tx};
use serde::Serialize;

use super::{Word, clean_key, clean_line};
use crate::sign::Proof;

pub const MOST_PURPOSES: usize = 30;
const LONGEST_KEY: usize = 40;
const LONGEST_NAME: usize = 60;
const LONGEST_ABOUT: usize = 500;
const LONGEST_WORDS: usize = 1_000;

/// For what somebody may allow us something.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Purpose {
    pub key: String,
    pub name: String,
    pub about: String,
    /// Nobody is asked any more since then.
    pub closed_at: Option<Timestamp>,
}

/// A word of somebody.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Consent {
    pub purpose: String,
    pub given: bool,
    pub at: Timestamp,
    pub proof: Proof,
    pub source: String,
    /// What they were asked, or what staff heard.
    pub words: String,
    #[serde(skip)]
    pub identity: Id<Identity>,
}

pub async fn purposes(tx: &mut Tx) -> Result<Vec<Purpose>> {
    let find = tx.query(
        "select key, name, about, closed_at from consent_purpose
         where organisation = $1 order by place, key",
    );
    let read = |row: &Row| {
        Ok(Purpose {
            key: row.text("key")?,
            name: row.text("name")?,
            about: row.text("about")?,
            closed_at: row.moment_or_null("closed_at")?,
        })
    };
    tx.list(find).await?.iter().map(read).collect()
}

/// Adds a purpose, or changes the words of one.
///
/// # Errors
/// `Invalid`; `people.too_many_purposes`.
pub async fn set_purpose(tx: &mut Tx, key: &str, name: &str, about: &str) -> Result<()> {
    let key = clean_key("key", key, LONGEST_KEY)?;
    let name = clean_line("name", name, LONGEST_NAME, true)?;
    let about = clean_line("about", about, LONGEST_ABOUT, false)?;
    let others = tx.query(
        "select count(*) as purposes, cast(coalesce(max(place), 0) as bigint) as last
         from consent_purpose where organisation = $1 and key <> $2",
    );
    let row = tx.one(others.bind(&key)).await?;
    if row.number("purposes")? >= MOST_PURPOSES as i64 {
        return Err(Error::refused(
            "people.too_many_purposes",
            format!("There are at most {MOST_PURPOSES} purposes."),
        ));
    }
    let insert = tx.query(
        "insert into consent_purpose (organisation, key, name, about, place)
         values ($1, $2, $3, $4, $5)
         on conflict (organisation, key) do update set name = excluded.name, about = excluded.about,
           closed_at = null",
    );
    let insert = insert.bind(&key).bind(name).bind(about);
    tx.run(insert.bind(row.number("last")? + 1)).await.map(drop)
}

/// Nobody is asked any more; what was said stays.
///
/// # Errors
/// `Missing`.
pub async fn close_purpose(tx: &mut Tx, key: &str) -> Result<()> {
    let now = tx.now();
    let update = tx.query(
        "update consent_purpose set closed_at = $3
         where organisation = $1 and key = $2 and closed_at is null",
    );
    if tx.run(update.bind(key).bind(now)).await? == 0 {
        return Err(Error::Missing("purpose"));
    }
    Ok(())
}

/// Keeps a word.
///
/// # Errors
/// `Invalid` for a purpose that is not there or closed; `people.prove_it` for a mere claim.
pub async fn say(
    tx: &mut Tx,
    identity: Id<Identity>,
    purpose: &str,
    given: bool,
    words: &str,
    word: &Word,
) -> Result<()> {
    if !word.proof.proves() {
        return Err(Error::refused("people.prove_it", "Nobody can consent for somebody else."));
    }
    let words = clean_line("words", words, LONGEST_WORDS, false)?;
    let find = tx.query(
        "select key from consent_purpose
         where organisation = $1 and key = $2 and closed_at is null",
    );
    let sentence = "There is no such purpose, or nobody is asked about it any more.";
    let wrong = || Error::invalid("purpose", sentence);
    tx.find(find.bind(purpose)).await?.ok_or_else(wrong)?;
    let is_proven = tx.query(
        "select id from identity where organisation = $1 and id = $2 and proven_at is not null",
    );
    if given && tx.find(is_proven.bind(identity)).await?.is_none() {
        return Err(Error::refused(
            "people.prove_it",
            "Nothing proves yet who this is, so nobody can know who consented.",
        ));
    }
    let id: Id<()> = tx.new_id();
    let insert = tx.query(
        "insert into consent (organisation, id, identity, purpose, given, at, proof, source, words)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    );
    let insert = insert.bind(id).bind(identity).bind(purpose).bind(i64::from(given));
    let insert = insert.bind(word.at).bind(word.proof.name()).bind(&word.source);
    tx.run(insert.bind(words)).await.map(drop)
}

/// The identities by which somebody spoke of a purpose; with `own`, those that links gave to the same
/// person as that one.
pub async fn spoken_by(
    tx: &mut Tx,
    person: Id<Person>,
    purpose: &str,
    own: Option<Id<Identity>>,
) -> Result<Vec<Id<Identity>>> {
    let mut find = deedwell_store::List::new(
        tx,
        "select distinct c.identity from consent c
           join identity i on i.organisation = $1 and i.id = c.identity
         where c.organisation = $1",
    );
    find = find.and("i.person = ? and c.purpose = ?", [person.into(), purpose.into()]);
    if let Some(own) = own {
        find = find.and(
            "i.origin = (select o.origin from identity o where o.organisation = $1 and o.id = ?)",
            [own.into()],
        );
    }
    tx.list(find.done()).await?.iter().map(|row| row.id("identity")).collect()
}

/// Everything that somebody said, the newest first.
pub async fn history(tx: &mut Tx, person: Id<Person>) -> Result<Vec<Consent>> {
    let find = tx.query(
        "select c.identity, c.purpose, c.given, c.at, c.proof, c.source, c.words
         from consent c join identity i on i.organisation = $1 and i.id = c.identity
         where c.organisation = $1 and i.person = $2 order by c.at desc, c.id desc",
    );
    let read = |row: &Row| {
        Ok(Consent {
            purpose: row.text("purpose")?,
            given: row.number("given")? == 1,
            at: row.moment("at")?,
            proof: Proof::parse(&row.text("proof")?).unwrap_or(Proof::Claimed),
            source: row.text("source")?,
            words: row.text("words")?,
            identity: row.id("identity")?,
        })
    };
    tx.list(find.bind(person)).await?.iter().map(read).collect()
}

/// What counts of a history, newest first, by purpose: the last word of each identity, and of those a
/// refusal before a consent. Who allowed something as one of two whom staff made one has not allowed it
/// as the other.
pub fn standing(history: &[Consent]) -> BTreeMap<String, Consent> {
    let mut last: BTreeMap<(&str, Id<Identity>), &Consent> = BTreeMap::new();
    for word in history {
        last.entry((&word.purpose, word.identity)).or_insert(word);
    }
    let mut standing: BTreeMap<String, Consent> = BTreeMap::new();
    for ((purpose, _), word) in last {
        match standing.get(purpose) {
            Some(before) if !before.given || word.given => {}
            _ => {
                standing.insert(purpose.to_owned(), word.clone());
            }
        }
    }
    standing
}
