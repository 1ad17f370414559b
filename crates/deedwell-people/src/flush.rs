//! Writes what a [`Book`] decided.

use std::collections::{BTreeSet, HashSet};

use deedwell_core::{Error, Id, Person, Result, Who};
use deedwell_store::{Bulk, Tx};

use crate::book::Book;
use crate::deed::Linked;
use crate::meet::Known;
use crate::person::{refresh_search, search_text};
use crate::sign::Sign;

/// False when another transaction met the same people first: then nothing is written, and what it
/// wrote can be read.
pub(crate) async fn flush(tx: &mut Tx, book: &Book) -> Result<bool> {
    if !hold(tx, book).await? || !add_new(tx, book).await? {
        return Ok(false);
    }
    let changed: BTreeSet<&Sign> = book.changed.iter().collect();
    for sign in changed {
        change(tx, book, sign).await?;
    }
    if !book.moved.is_empty() {
        tx.record(Who::System, &Linked {}).await?;
    }
    for (person, name) in &book.named {
        let update = tx.query("update person set name = $3 where organisation = $1 and id = $2");
        tx.run(update.bind(book.head(*person)).bind(name)).await?;
    }
    // In one order, so that two who write the same people do not wait for each other.
    let heads: BTreeSet<Id<Person>> = book.touched.iter().map(|p| book.head(*p)).collect();
    for person in heads {
        refresh_search(tx, person).await?;
    }
    stand(tx, book).await?;
    Ok(true)
}

/// Holds what is to be changed, in one order, and looks whether it still is as it was read: on PostgreSQL
/// somebody else may have written since.
async fn hold(tx: &mut Tx, book: &Book) -> Result<bool> {
    let new: HashSet<Id<Person>> = book.new_people.iter().map(|n| n.id).collect();
    let there = book.touched.iter().chain(&book.linked).filter(|p| !new.contains(p));
    let there: BTreeSet<Id<Person>> = there.copied().collect();
    for person in there {
        let touch = tx.query(
            "update person set head = head where organisation = $1 and id = $2 returning head",
        );
        let head = tx.find(touch.bind(person)).await?.map(|row| row.id("head")).transpose()?;
        if head != Some(book.head(person)) {
            return Ok(false);
        }
    }
    let changed: BTreeSet<&Sign> = book.changed.iter().collect();
    for sign in changed {
        let Some((origin, proof)) = book.before.get(sign) else { continue };
        let touch = tx.query(
            "update identity set proof = proof
             where organisation = $1 and id = $2 and origin = $3 and proof = $4",
        );
        let touch = touch.bind(known(book, sign)?.identity).bind(*origin).bind(proof.name());
        if tx.run(touch).await? == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}

fn known(book: &Book, sign: &Sign) -> Result<Known> {
    book.signs.get(sign).copied().ok_or_else(|| Error::fault("a sign was lost"))
}

async fn add_new(tx: &mut Tx, book: &Book) -> Result<bool> {
    let mut people = Bulk::new(
        tx,
        "insert into person
           (organisation, id, name, search, unit, created_at, head, known, linked_at, linked_by,
            heard_at) values",
        [],
        "($1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "",
    );
    for new in &book.new_people {
        let standing = book.people.get(&new.id);
        let last = standing.map(|s| s.last.clone()).unwrap_or_default();
        people.add([
            new.id.into(),
            new.name.as_str().into(),
            search_text(&new.name, new.values.iter().map(String::as_str)).into(),
            new.unit.into(),
            new.met_at.unwrap_or(tx.now()).into(),
            new.id.into(),
            standing.map_or(0, known_by).into(),
            last.at.into(),
            format!("{}\n{}", last.message, last.link).into(),
            tx.now().into(),
        ]);
    }
    people.run(tx).await?;
    if add_signs(tx, book).await? == book.new_signs.len() as u64 {
        return Ok(true);
    }
    take_back(tx, book).await?;
    Ok(false)
}

/// How many were not there yet.
async fn add_signs(tx: &mut Tx, book: &Book) -> Result<u64> {
    let mut signs = Bulk::new(
        tx,
        "insert into identity (organisation, id, person, origin, founded, kind, value, scope, proof,
           proven_at, created_at, weak) values",
        [],
        "($1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "on conflict do nothing",
    );
    for sign in &book.new_signs {
        let known = known(book, sign)?;
        let proven_at = known.proof.proves().then_some(tx.now());
        signs.add([
            known.identity.into(),
            book.head(known.person).into(),
            known.person.into(),
            book.founders.get(sign).copied().into(),
            sign.kind().name().into(),
            sign.value().into(),
            sign.scope().into(),
            known.proof.name().into(),
            proven_at.into(),
            tx.now().into(),
            i64::from(book.weak.contains(sign)).into(),
        ]);
    }
    signs.run(tx).await
}

/// 0 by nothing, 1 by claims, 2 by something proven.
fn known_by(standing: &crate::book::Standing) -> i64 {
    match (standing.signs, standing.proven) {
        (0, _) => 0,
        (_, 0) => 1,
        _ => 2,
    }
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

async fn change(tx: &mut Tx, book: &Book, sign: &Sign) -> Result<()> {
    let known = known(book, sign)?;
    let now = tx.now();
    let update = tx.query(
        "update identity set person = $3, origin = $4, proof = $5,
           proven_at = case when $5 = 'claimed' then null else coalesce(proven_at, $6) end,
           founded = coalesce(founded, $7), loose = $8, weak = $9,
           moved_at = case when person = $3 then moved_at else $6 end
         where organisation = $1 and id = $2",
    );
    let update = update.bind(known.identity).bind(book.head(known.person)).bind(known.person);
    let update = update.bind(known.proof.name()).bind(now);
    let loose = i64::from(book.loose.contains(sign));
    let weak = i64::from(book.weak.contains(sign));
    let update = update.bind(book.founders.get(sign).copied()).bind(loose);
    tx.run(update.bind(weak)).await.map(drop)
}

/// Writes by what people are known now, and the last link that concerned them.
async fn stand(tx: &mut Tx, book: &Book) -> Result<()> {
    let new: HashSet<Id<Person>> = book.new_people.iter().map(|n| n.id).collect();
    let there = book.touched.iter().chain(&book.linked).filter(|p| !new.contains(p));
    let there: BTreeSet<Id<Person>> = there.copied().collect();
    for person in there {
        let last = book.people.get(&person).map(|s| s.last.clone()).unwrap_or_default();
        let update = tx.query(
            "update person set linked_at = $3, linked_by = $4
             where organisation = $1 and id = $2 and linked_at <= $3",
        );
        let by = format!("{}\n{}", last.message, last.link);
        tx.run(update.bind(person).bind(last.at).bind(by)).await?;
        for one in BTreeSet::from([person, book.head(person)]) {
            refresh_known(tx, one).await?;
        }
    }
    Ok(())
}

/// By what somebody is known: the signs of all who are one with them.
pub(crate) async fn refresh_known(tx: &mut Tx, person: Id<Person>) -> Result<()> {
    let now = tx.now();
    let update = tx.query(
        "update person set heard_at = $3, known =
           (select coalesce(max(case when i.proven_at is null then 1 else 2 end), 0) from identity i
            where i.organisation = $1 and i.person = $2)
         where organisation = $1 and id = $2",
    );
    tx.run(update.bind(person).bind(now)).await.map(drop)
}
