//! Writes what a [`Book`] decided.

use std::collections::HashSet;

use deedwell_core::{Error, Id, Person, Result};
use deedwell_store::{Bulk, Tx};

use crate::meet::{Book, Known};
use crate::person::{refresh_search, search_text};
use crate::sign::Sign;

/// False when another transaction met the same people first: then nothing is written, and what it
/// wrote can be read.
pub(crate) async fn flush(tx: &mut Tx, book: &Book) -> Result<bool> {
    if !add_new(tx, book).await? {
        return Ok(false);
    }
    let changed: HashSet<&Sign> = book.changed.iter().collect();
    for sign in changed {
        change(tx, known(book, sign)?).await?;
    }
    for (person, name) in &book.named {
        let update = tx.query("update person set name = $3 where organisation = $1 and id = $2");
        tx.run(update.bind(*person).bind(name)).await?;
    }
    let touched: HashSet<Id<Person>> = book.touched.iter().copied().collect();
    for person in touched {
        refresh_search(tx, person).await?;
    }
    Ok(true)
}

fn known(book: &Book, sign: &Sign) -> Result<Known> {
    book.signs.get(sign).copied().ok_or_else(|| Error::fault("a sign was lost"))
}

async fn add_new(tx: &mut Tx, book: &Book) -> Result<bool> {
    let mut people = Bulk::new(
        tx,
        "insert into person (organisation, id, name, search, unit, created_at) values",
        [],
        "($1, ?, ?, ?, ?, ?)",
        "",
    );
    for new in &book.new_people {
        let search = search_text(&new.name, new.values.iter().map(String::as_str));
        people.add([
            new.id.into(),
            new.name.as_str().into(),
            search.into(),
            new.unit.into(),
            new.met_at.into(),
        ]);
    }
    people.run(tx).await?;
    let mut signs = Bulk::new(
        tx,
        "insert into identity
           (organisation, id, person, kind, value, scope, proof, proven_at, created_at) values",
        [],
        "($1, ?, ?, ?, ?, ?, ?, ?, ?)",
        "on conflict do nothing",
    );
    for sign in &book.new_signs {
        let known = known(book, sign)?;
        let proven_at = known.proof.proves().then_some(tx.now());
        signs.add([
            known.identity.into(),
            known.person.into(),
            sign.kind().name().into(),
            sign.value().into(),
            sign.scope().into(),
            known.proof.name().into(),
            proven_at.into(),
            tx.now().into(),
        ]);
    }
    if signs.run(tx).await? == book.new_signs.len() as u64 {
        return Ok(true);
    }
    take_back(tx, book).await?;
    Ok(false)
}

/// Removes what this meeting has just written, and nothing else: its ids are its own.
async fn take_back(tx: &mut Tx, book: &Book) -> Result<()> {
    let mut signs =
        Bulk::new(tx, "delete from identity where organisation = $1 and id in (", [], "?", ")");
    for sign in &book.new_signs {
        signs.add([known(book, sign)?.identity.into()]);
    }
    signs.run(tx).await?;
    let mut people =
        Bulk::new(tx, "delete from person where organisation = $1 and id in (", [], "?", ")");
    book.new_people.iter().for_each(|new| people.add([new.id.into()]));
    people.run(tx).await.map(drop)
}

async fn change(tx: &mut Tx, known: Known) -> Result<()> {
    let now = tx.now();
    let update = tx.query(
        "update identity set person = $3, proof = $4, proven_at = coalesce(proven_at, $5)
         where organisation = $1 and id = $2",
    );
    let update = update.bind(known.identity).bind(known.person).bind(known.proof.name());
    tx.run(update.bind(now)).await.map(drop)
}
