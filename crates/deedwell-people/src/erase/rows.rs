//! The rows that speak of somebody, in the tables of people.

use deedwell_core::{Id, Identity, Person, Result};
use deedwell_store::{Bulk, Query, Tx};

use super::{ErasureNoun, Gone};
use crate::merge::lock;
use crate::register;

/// Everybody who is one with this person, their identities, and their words.
pub(super) async fn whom(tx: &mut Tx, person: Id<Person>) -> Result<Gone> {
    let group = lock(tx, &[person, person]).await?;
    let mut gone = known_as(tx, group.into_keys().collect()).await?;
    // The shells of persons whose signs all came to them.
    for shell in founded_by(tx, &gone.identities).await? {
        if !gone.people.contains(&shell) && is_empty(tx, shell).await? {
            gone.people.push(shell);
        }
    }
    gone.words.sort_unstable();
    gone.words.dedup();
    Ok(gone)
}

/// The identities of these persons, and their words.
pub(super) async fn known_as(tx: &mut Tx, people: Vec<Id<Person>>) -> Result<Gone> {
    let mut gone = Gone { people, ..Gone::default() };
    let mut find = Bulk::new(
        tx,
        "select id, value from identity where organisation = $1 and person in (",
        [],
        "?",
        ")",
    );
    gone.people.iter().for_each(|p| find.add([(*p).into()]));
    for row in find.list(tx).await? {
        gone.identities.push(row.id("id")?);
        gone.words.push(row.text("value")?.to_lowercase());
    }
    Ok(gone)
}

/// The persons that were made for these identities.
async fn founded_by(tx: &mut Tx, identities: &[Id<Identity>]) -> Result<Vec<Id<Person>>> {
    let mut find = Bulk::new(
        tx,
        "select founded from identity where organisation = $1 and founded is not null and id in (",
        [],
        "?",
        ")",
    );
    identities.iter().for_each(|id| find.add([(*id).into()]));
    find.list(tx).await?.iter().map(|row| row.id("founded")).collect()
}

async fn is_empty(tx: &mut Tx, person: Id<Person>) -> Result<bool> {
    let find = tx.query(
        "select 1 as yes from identity where organisation = $1 and (person = $2 or origin = $2) limit 1",
    );
    Ok(tx.find(find.bind(person)).await?.is_none())
}

pub(super) async fn keep_marks(tx: &mut Tx, id: Id<ErasureNoun>, gone: &Gone) -> Result<()> {
    let mut marks = Bulk::new(
        tx,
        "insert into erasure_mark (organisation, erasure, kind, value) values",
        [],
        "($1, ?, ?, ?)",
        "on conflict do nothing",
    );
    gone.people.iter().for_each(|p| marks.add([id.into(), "person".into(), (*p).into()]));
    gone.identities.iter().for_each(|i| marks.add([id.into(), "identity".into(), (*i).into()]));
    gone.words.iter().for_each(|w| marks.add([id.into(), "word".into(), w.as_str().into()]));
    marks.run(tx).await.map(drop)
}

/// Every row of people's tables that speaks of them.
pub(super) async fn forget_rows(tx: &mut Tx, gone: &Gone) -> Result<()> {
    for identity in &gone.identities {
        forget_links(tx, *identity).await?;
        for query in of_an_identity(tx) {
            tx.run(query.bind(*identity)).await?;
        }
    }
    for person in &gone.people {
        for query in of_a_person(tx) {
            tx.run(query.bind(*person)).await?;
        }
        register::forget(tx, *person).await;
    }
    Ok(())
}

/// What was said of a sign: links that it began go whole, from others it goes.
async fn forget_links(tx: &mut Tx, identity: Id<Identity>) -> Result<()> {
    let find =
        tx.query("select kind, value, scope from identity where organisation = $1 and id = $2");
    let Some(row) = tx.find(find.bind(identity)).await? else { return Ok(()) };
    let (kind, value, scope) = (row.text("kind")?, row.text("value")?, row.text("scope")?);
    let begun = tx.query(
        "select link from link_sign
         where organisation = $1 and kind = $2 and value = $3 and scope = $4 and place = 0",
    );
    for row in tx.list(begun.bind(&kind).bind(&value).bind(&scope)).await? {
        let link = row.text("link")?;
        let signs = tx.query("delete from link_sign where organisation = $1 and link = $2");
        tx.run(signs.bind(&link)).await?;
        let link_of = tx.query("delete from link where organisation = $1 and id = $2");
        tx.run(link_of.bind(&link)).await?;
    }
    let named = tx.query(
        "delete from link_sign where organisation = $1 and kind = $2 and value = $3 and scope = $4",
    );
    tx.run(named.bind(kind).bind(value).bind(scope)).await.map(drop)
}

fn of_an_identity(tx: &Tx) -> [Query; 5] {
    [
        tx.query("delete from trait where organisation = $1 and identity = $2"),
        tx.query("delete from consent where organisation = $1 and identity = $2"),
        tx.query("delete from holding where organisation = $1 and identity = $2"),
        tx.query("delete from account_member where organisation = $1 and identity = $2"),
        tx.query("delete from identity where organisation = $1 and id = $2"),
    ]
}

fn of_a_person(tx: &Tx) -> [Query; 5] {
    [
        tx.query("delete from person_tag where organisation = $1 and person = $2"),
        tx.query("delete from person_merge where organisation = $1 and (kept = $2 or merged = $2)"),
        tx.query(
            "delete from person_apart where organisation = $1 and (person = $2 or other = $2)",
        ),
        // Signs that were theirs once, and are somebody else's now.
        tx.query("update identity set founded = null where organisation = $1 and founded = $2"),
        tx.query("delete from person where organisation = $1 and id = $2"),
    ]
}
