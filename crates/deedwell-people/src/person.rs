//! What is kept of a person, and how staff change it.

use std::collections::{BTreeMap, HashMap};

use deedwell_core::text::is_hidden;
use deedwell_core::{Error, Id, Identity, Person, Result, Unit};
use deedwell_store::{Bulk, Row, Tx};
use jiff::Timestamp;
use serde::Serialize;

use crate::deed::PeopleDeed;
use crate::register;
use crate::sign::{IdentityKind, Proof};

/// Letters of a name.
pub const LONGEST_NAME: usize = 120;
/// Letters of a tag.
pub const LONGEST_TAG: usize = 60;
/// Tags of one person.
pub const MOST_TAGS: usize = 50;
/// Letters of the text in which people are looked up. A hundred identities would make it a book.
const LONGEST_SEARCH: usize = 2_000;

/// Everything that is kept of one person, for their page.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Profile {
    pub id: Id<Person>,
    /// '' while unknown.
    pub name: String,
    pub language: Option<String>,
    pub unit: Option<Id<Unit>>,
    pub is_test: bool,
    /// When they were first met.
    pub created_at: Timestamp,
    pub tags: Vec<Tag>,
    /// The oldest first.
    pub identities: Vec<IdentityRow>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Tag {
    pub tag: String,
    pub tagged_at: Timestamp,
}

/// An identity and how it is proven.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct IdentityRow {
    pub id: Id<Identity>,
    pub kind: IdentityKind,
    pub value: String,
    pub scope: String,
    pub proof: Proof,
    /// `None` while it is only claimed.
    pub proven_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

/// # Errors
/// `Missing` when there is no such person in this organisation.
pub async fn person(tx: &mut Tx, id: Id<Person>) -> Result<Profile> {
    let find = tx.query(
        "select name, language, unit, tests, created_at from person
         where organisation = $1 and id = $2",
    );
    let row = tx.find(find.bind(id)).await?.ok_or(Error::Missing("person"))?;
    Ok(Profile {
        id,
        name: row.text("name")?,
        language: row.text_or_null("language")?,
        unit: row.id_or_null("unit")?,
        is_test: row.number("tests")? != 0,
        created_at: row.moment("created_at")?,
        tags: tags(tx, id).await?,
        identities: identities(tx, id).await?,
    })
}

/// How a person is known, the oldest identity first.
pub async fn identities(tx: &mut Tx, person: Id<Person>) -> Result<Vec<IdentityRow>> {
    let find = tx.query(
        "select id, kind, value, scope, proof, proven_at, created_at from identity
         where organisation = $1 and person = $2 order by created_at, id",
    );
    tx.list(find.bind(person)).await?.iter().map(identity_row).collect()
}

fn identity_row(row: &Row) -> Result<IdentityRow> {
    let (kind, proof) = (row.text("kind")?, row.text("proof")?);
    Ok(IdentityRow {
        id: row.id("id")?,
        kind: IdentityKind::parse(&kind)
            .ok_or_else(|| Error::fault(format!("no identity is of the kind {kind}")))?,
        value: row.text("value")?,
        scope: row.text("scope")?,
        proof: Proof::parse(&proof)
            .ok_or_else(|| Error::fault(format!("nothing is proven by {proof}")))?,
        proven_at: row.moment_or_null("proven_at")?,
        created_at: row.moment("created_at")?,
    })
}

async fn tags(tx: &mut Tx, person: Id<Person>) -> Result<Vec<Tag>> {
    let find = tx.query(
        "select t.tag, t.tagged_at from person_tag t where t.organisation = $1 and t.person in
           (select p.id from person p where p.organisation = $1 and p.head = $2)",
    );
    let mut tags: BTreeMap<String, Timestamp> = BTreeMap::new();
    for row in tx.list(find.bind(person)).await? {
        let tagged_at = row.moment("tagged_at")?;
        let first = tags.entry(row.text("tag")?).or_insert(tagged_at);
        *first = tagged_at.min(*first);
    }
    Ok(tags.into_iter().map(|(tag, tagged_at)| Tag { tag, tagged_at }).collect())
}

/// The names of these people; who is not of this organisation is not among them.
pub async fn names(tx: &mut Tx, ids: &[Id<Person>]) -> Result<HashMap<Id<Person>, String>> {
    let mut find = Bulk::new(
        tx,
        "select id, name from person where organisation = $1 and id in (",
        [],
        "?",
        ")",
    );
    ids.iter().for_each(|id| find.add([(*id).into()]));
    let rows = find.list(tx).await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.text("name")?))).collect()
}

/// Every tag in use, by name, and how many people bear it.
pub async fn tags_in_use(tx: &mut Tx, limit: usize) -> Result<Vec<(String, i64)>> {
    let mut tags: Vec<_> = register::open(tx).await?.tags().into_iter().collect();
    tags.truncate(limit);
    Ok(tags)
}

/// # Errors
/// `Missing`, or `Invalid` for a name that is too long.
pub async fn rename(tx: &mut Tx, person: Id<Person>, name: &str) -> Result<PeopleDeed> {
    let name = clean_name(name)?;
    let update = tx.query("update person set name = $3 where organisation = $1 and id = $2");
    if tx.run(update.bind(person).bind(name)).await? == 0 {
        return Err(Error::Missing("person"));
    }
    refresh_search(tx, person).await?;
    Ok(PeopleDeed::Renamed { person })
}

/// A test account is left out of every measure, its past too. `None` when nothing changes.
///
/// # Errors
/// `Missing`.
pub async fn mark_as_test(
    tx: &mut Tx,
    person: Id<Person>,
    is_test: bool,
) -> Result<Option<PeopleDeed>> {
    let find = tx.query("select id from person where organisation = $1 and id = $2");
    tx.find(find.bind(person)).await?.ok_or(Error::Missing("person"))?;
    let update = tx
        .query("update person set tests = $3 where organisation = $1 and id = $2 and tests <> $3");
    let changed = tx.run(update.bind(person).bind(i64::from(is_test))).await?;
    Ok((changed > 0).then_some(PeopleDeed::MarkedAsTest { person, is_test }))
}

/// `None` when they had this tag already.
///
/// # Errors
/// `Missing`; `Invalid` for a tag that is empty or too long; `people.too_many_tags`.
pub async fn add_tag(tx: &mut Tx, person: Id<Person>, tag: &str) -> Result<Option<PeopleDeed>> {
    let tag = clean_tag(tag)?;
    let find = tx.query(
        "select (select count(*) from person_tag t
                 where t.organisation = $1 and t.person = $2) as tags
         from person p where p.organisation = $1 and p.id = $2",
    );
    let row = tx.find(find.bind(person)).await?.ok_or(Error::Missing("person"))?;
    if row.number("tags")? >= MOST_TAGS as i64 {
        return Err(Error::refused(
            "people.too_many_tags",
            format!("A person has at most {MOST_TAGS} tags. Please remove one first."),
        ));
    }
    let added = add_tags(tx, &[(person, tag)]).await?;
    Ok((added > 0).then_some(PeopleDeed::Tagged { person }))
}

/// Tags that [`clean_tag`] has seen, of many people; how many were new. For importers.
pub async fn add_tags(tx: &mut Tx, tags: &[(Id<Person>, String)]) -> Result<u64> {
    let now = tx.now();
    let mut insert = Bulk::new(
        tx,
        "insert into person_tag (organisation, person, tag, tagged_at) values",
        [],
        "($1, ?, ?, ?)",
        "on conflict do nothing",
    );
    for (person, tag) in tags {
        insert.add([(*person).into(), tag.into(), now.into()]);
    }
    let added = insert.run(tx).await?;
    if added > 0 {
        hear_of(tx, tags.iter().map(|(person, _)| *person)).await?;
    }
    Ok(added)
}

/// `None` when they did not have this tag.
///
/// # Errors
/// `Missing`.
pub async fn remove_tag(tx: &mut Tx, person: Id<Person>, tag: &str) -> Result<Option<PeopleDeed>> {
    let find = tx.query("select id from person where organisation = $1 and id = $2");
    tx.find(find.bind(person)).await?.ok_or(Error::Missing("person"))?;
    // Of everybody who is one with them: a tag that came back by itself would be none that was removed.
    let delete = tx.query(
        "delete from person_tag where organisation = $1 and tag = $3 and person in
           (select p.id from person p where p.organisation = $1 and p.head = $2)",
    );
    let removed = tx.run(delete.bind(person).bind(tag.trim())).await?;
    hear_of(tx, std::iter::once(person)).await?;
    Ok((removed > 0).then_some(PeopleDeed::Untagged { person }))
}

/// A tag in the form in which it is kept: lower case, single spaces.
///
/// # Errors
/// `Invalid` when it is empty or longer than [`LONGEST_TAG`].
pub fn clean_tag(tag: &str) -> Result<String> {
    let tag = tag.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    if tag.is_empty() || tag.chars().count() > LONGEST_TAG || tag.chars().any(char::is_control) {
        return Err(Error::invalid("tag", format!("A tag has 1 to {LONGEST_TAG} letters.")));
    }
    Ok(tag)
}

/// A name with single spaces; '' is allowed and means unknown.
///
/// # Errors
/// `Invalid` when it is longer than [`LONGEST_NAME`].
pub fn clean_name(name: &str) -> Result<String> {
    let seen: String = name.chars().filter(|c| !is_hidden(*c)).collect();
    let name = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(Error::invalid("name", format!("A name has at most {LONGEST_NAME} letters.")));
    }
    Ok(name)
}

/// Notes that the list shows something else of these people, or of who stands for them.
async fn hear_of(tx: &mut Tx, people: impl Iterator<Item = Id<Person>>) -> Result<()> {
    let mut update = Bulk::new(
        tx,
        "update person set heard_at = ? where organisation = $1 and id in
           (select p.head from person p where p.organisation = $1 and p.id in (",
        [tx.now().into()],
        "?",
        "))",
    );
    people.for_each(|person| update.add([person.into()]));
    update.run(tx).await.map(drop)
}

/// The words by which a person is found.
pub(crate) fn search_text<'a>(name: &str, values: impl Iterator<Item = &'a str>) -> String {
    let mut text = name.to_lowercase();
    for value in values {
        if text.len() + value.len() < LONGEST_SEARCH {
            text.push(' ');
            text.push_str(&value.to_lowercase());
        }
    }
    text
}

/// Writes the search text anew, after a change of name or identities.
pub(crate) async fn refresh_search(tx: &mut Tx, person: Id<Person>) -> Result<()> {
    let find = tx.query("select name from person where organisation = $1 and id = $2");
    let Some(row) = tx.find(find.bind(person)).await? else { return Ok(()) };
    let find = tx.query(
        "select value from identity where organisation = $1 and person = $2
         order by created_at, id",
    );
    let rows = tx.list(find.bind(person)).await?;
    let values = rows.iter().map(|r| r.text("value")).collect::<Result<Vec<_>>>()?;
    let text = search_text(&row.text("name")?, values.iter().map(String::as_str));
    let now = tx.now();
    let update = tx
        .query("update person set search = $3, heard_at = $4 where organisation = $1 and id = $2");
    tx.run(update.bind(person).bind(text).bind(now)).await.map(drop)
}
