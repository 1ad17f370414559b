//! Products and services that somebody has: a contract, a membership, a machine.

use deedwell_core::{Error, Id, Identity, Person, Result, Timestamp};
use deedwell_store::{Row, Tx};
use jiff::civil::Date;
use serde::Serialize;

use super::{Word, clean_line};

/// Of one person.
pub const MOST_HOLDINGS: i64 = 500;
const LONGEST_NAME: usize = 120;
const LONGEST_KIND: usize = 40;
const LONGEST_REFERENCE: usize = 120;

/// Marks the ids of holdings.
#[derive(Debug)]
pub enum HoldingNoun {}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Holding {
    pub id: Id<HoldingNoun>,
    pub name: String,
    /// What sort of thing, in the organisation's words; ''.
    pub kind: String,
    /// Its number elsewhere; ''.
    pub reference: String,
    pub since: Option<Date>,
    /// The first day on which they had it no more.
    pub until: Option<Date>,
    pub source: String,
    pub said_at: Timestamp,
}

/// What is said of a thing that somebody has.
#[derive(Clone, Debug, Default)]
pub struct NewHolding {
    pub name: String,
    pub kind: String,
    pub reference: String,
    pub since: Option<Date>,
    pub until: Option<Date>,
}

/// Keeps it; the same reference of the same identity again changes it.
///
/// # Errors
/// `Invalid`; `people.too_many_holdings`.
pub async fn keep(
    tx: &mut Tx,
    identity: Id<Identity>,
    new: &NewHolding,
    word: &Word,
) -> Result<Id<HoldingNoun>> {
    let name = clean_line("name", &new.name, LONGEST_NAME, true)?;
    let kind = clean_line("kind", &new.kind, LONGEST_KIND, false)?;
    let reference = clean_line("reference", &new.reference, LONGEST_REFERENCE, false)?;
    if let (Some(since), Some(until)) = (new.since, new.until)
        && until < since
    {
        return Err(Error::invalid("until", "It cannot end before it began."));
    }
    let day = |day: Option<Date>| day.map(|d| d.to_string());
    if !reference.is_empty() {
        let update = tx.query(
            "update holding set name = $4, kind = $5, since = $6, until = $7, source = $8, said_at = $9
             where organisation = $1 and identity = $2 and reference = $3 returning id",
        );
        let update = update.bind(identity).bind(&reference).bind(&name).bind(&kind);
        let update = update.bind(day(new.since)).bind(day(new.until)).bind(&word.source);
        if let Some(row) = tx.find(update.bind(word.at)).await? {
            return row.id("id");
        }
    }
    let count =
        tx.query("select count(*) as n from holding where organisation = $1 and identity = $2");
    if tx.one(count.bind(identity)).await?.number("n")? >= MOST_HOLDINGS {
        return Err(Error::refused(
            "people.too_many_holdings",
            format!("Somebody has at most {MOST_HOLDINGS} products and services here."),
        ));
    }
    let id: Id<HoldingNoun> = tx.new_id();
    let insert = tx.query(
        "insert into holding
           (organisation, id, identity, name, kind, reference, since, until, source, said_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    );
    let insert = insert.bind(id).bind(identity).bind(name).bind(kind).bind(reference);
    let insert = insert.bind(day(new.since)).bind(day(new.until)).bind(&word.source);
    tx.run(insert.bind(word.at)).await?;
    Ok(id)
}

/// # Errors
/// `Missing`.
pub async fn remove(tx: &mut Tx, person: Id<Person>, id: Id<HoldingNoun>) -> Result<()> {
    let delete = tx.query(
        "delete from holding where organisation = $1 and id = $3 and identity in
           (select i.id from identity i where i.organisation = $1 and i.person = $2)",
    );
    if tx.run(delete.bind(person).bind(id)).await? == 0 {
        return Err(Error::Missing("holding"));
    }
    Ok(())
}

/// What somebody has and had, what they have first.
pub async fn of(tx: &mut Tx, person: Id<Person>) -> Result<Vec<Holding>> {
    let find = tx.query(
        "select h.id, h.name, h.kind, h.reference, h.since, h.until, h.source, h.said_at
         from holding h join identity i on i.organisation = $1 and i.id = h.identity
         where h.organisation = $1 and i.person = $2
         order by case when h.until is null then 0 else 1 end, h.since, h.name, h.id",
    );
    let day = |text: Option<String>| text.and_then(|t| t.parse().ok());
    let read = |row: &Row| {
        Ok(Holding {
            id: row.id("id")?,
            name: row.text("name")?,
            kind: row.text("kind")?,
            reference: row.text("reference")?,
            since: day(row.text_or_null("since")?),
            until: day(row.text_or_null("until")?),
            source: row.text("source")?,
            said_at: row.moment("said_at")?,
        })
    };
    tx.list(find.bind(person)).await?.iter().map(read).collect()
}
