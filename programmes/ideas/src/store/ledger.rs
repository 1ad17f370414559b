//! Money booked, and credit for it.

use deedwell_core::meaning::Basis;
use deedwell_core::{Error, Id, Money, Person, Result};
use deedwell_store::{Row, Tx};

use crate::idea::Idea;
use crate::money::{Credit, Entry, EntryKind, equal_credits};

pub async fn add_entry(tx: &mut Tx, entry: &Entry) -> Result<()> {
    let insert = tx.query(
        "insert into idea_money (organisation, id, idea, kind, amount_minor, currency, basis, note,
             staff, reverses, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    );
    let insert = insert.bind(entry.id).bind(entry.idea).bind(entry.kind.name());
    let insert = insert.bind(entry.amount.minor).bind(entry.amount.currency);
    let insert = insert.bind(entry.basis.name()).bind(&entry.note).bind(entry.staff);
    tx.run(insert.bind(entry.reverses).bind(entry.at)).await.map(drop)
}

pub async fn entry(tx: &mut Tx, id: Id<Entry>) -> Result<Entry> {
    let find = tx.query(
        "select id, idea, kind, amount_minor, currency, basis, note, staff, reverses, at
         from idea_money where organisation = $1 and id = $2",
    );
    read(&tx.find(find.bind(id)).await?.ok_or(Error::Missing("entry"))?)
}

/// Everything booked for an idea, counter-entries too, the oldest first.
pub async fn entries(tx: &mut Tx, idea: Id<Idea>) -> Result<Vec<Entry>> {
    let list = tx.query(
        "select id, idea, kind, amount_minor, currency, basis, note, staff, reverses, at
         from idea_money where organisation = $1 and idea = $2 order by at, id limit 500",
    );
    let rows = tx.list(list.bind(idea)).await?;
    rows.iter().map(read).collect()
}

pub async fn is_taken_back(tx: &mut Tx, id: Id<Entry>) -> Result<bool> {
    let find =
        tx.query("select count(*) as n from idea_money where organisation = $1 and reverses = $2");
    Ok(tx.one(find.bind(id)).await?.number("n")? > 0)
}

fn read(row: &Row) -> Result<Entry> {
    let (kind, basis) = (row.text("kind")?, row.text("basis")?);
    Ok(Entry {
        id: row.id("id")?,
        idea: row.id("idea")?,
        kind: EntryKind::parse(&kind).ok_or_else(|| Error::fault(format!("no kind {kind}")))?,
        amount: Money::new(row.number("amount_minor")?, row.currency("currency")?),
        basis: Basis::parse(&basis).ok_or_else(|| Error::fault(format!("no basis {basis}")))?,
        note: row.text("note")?,
        staff: row.id("staff")?,
        reverses: row.id_or_null("reverses")?,
        at: row.moment("at")?,
    })
}

/// What is booked of one kind, basis and currency, counter-entries taken off.
#[derive(Clone, Copy, Debug)]
pub struct Total {
    pub kind: EntryKind,
    pub basis: Basis,
    pub amount: Money,
}

/// For an idea, or for all of them.
pub async fn totals(tx: &mut Tx, idea: Option<Id<Idea>>) -> Result<Vec<Total>> {
    let mut list = deedwell_store::List::new(
        tx,
        "select m.kind as kind, m.basis as basis, m.currency as currency,
                cast(sum(m.amount_minor) as bigint) as amount_minor
         from idea_money m where m.organisation = $1",
    );
    if let Some(idea) = idea {
        list = list.and("m.idea = ?", [idea.into()]);
    }
    let list = list.then("group by m.kind, m.basis, m.currency order by 1, 2, 3");
    let rows = tx.list(list.done()).await?;
    let total = |row: &Row| {
        let (kind, basis) = (row.text("kind")?, row.text("basis")?);
        Ok(Total {
            kind: EntryKind::parse(&kind).ok_or_else(|| Error::fault(format!("no kind {kind}")))?,
            basis: Basis::parse(&basis).ok_or_else(|| Error::fault(format!("no basis {basis}")))?,
            amount: Money::new(row.number("amount_minor")?, row.currency("currency")?),
        })
    };
    rows.iter().map(total).collect()
}

/// Whose merit an idea is: as staff said, or its authors' in equal parts. Together a million.
pub async fn credits(tx: &mut Tx, idea: Id<Idea>) -> Result<Vec<Credit>> {
    let list = tx.query(
        "select coalesce(p.head, c.person) as person,
                cast(sum(c.share_millionths) as bigint) as share_millionths
         from idea_credit c left join person p on p.organisation = $1 and p.id = c.person
         where c.organisation = $1 and c.idea = $2
         group by 1 order by 2 desc, 1",
    );
    let rows = tx.list(list.bind(idea)).await?;
    if rows.is_empty() {
        return Ok(equal_credits(&authors(tx, idea).await?));
    }
    let credit = |row: &Row| {
        Ok(Credit { person: row.id("person")?, share: row.number("share_millionths")? })
    };
    rows.iter().map(credit).collect()
}

/// Its author first, then those of the ideas merged into it, the earliest first.
async fn authors(tx: &mut Tx, idea: Id<Idea>) -> Result<Vec<Id<Person>>> {
    let list = tx.query(
        "select author from idea where organisation = $1 and (root = $2 or id = $2)
         order by case when id = $2 then 0 else 1 end, created_at, id",
    );
    let rows = tx.list(list.bind(idea)).await?;
    let mut authors: Vec<Id<Person>> = Vec::with_capacity(rows.len());
    for row in &rows {
        let author = row.id("author")?;
        if !authors.contains(&author) {
            authors.push(author);
        }
    }
    Ok(authors)
}

pub async fn set_credits(tx: &mut Tx, idea: Id<Idea>, credits: &[Credit]) -> Result<()> {
    let delete = tx.query("delete from idea_credit where organisation = $1 and idea = $2");
    tx.run(delete.bind(idea)).await?;
    for credit in credits {
        let insert = tx.query(
            "insert into idea_credit (organisation, idea, person, share_millionths)
             values ($1, $2, $3, $4)",
        );
        tx.run(insert.bind(idea).bind(credit.person).bind(credit.share)).await?;
    }
    Ok(())
}
