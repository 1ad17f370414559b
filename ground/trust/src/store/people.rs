//! Whose identities are.

use std::collections::{HashMap, HashSet};

use deedwell_core::{Error, Id, Identity, Person, Result, Staff, Timestamp};
use deedwell_store::{Bulk, Tx};

/// Somebody by an identity, as they are now.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Known {
    pub person: Id<Person>,
    /// When the first identity of theirs was met.
    pub met_at: Timestamp,
    pub proven: bool,
}

/// Who these identities are; those of nobody are left out.
pub async fn known(
    tx: &mut Tx,
    identities: &[Id<Identity>],
) -> Result<HashMap<Id<Identity>, Known>> {
    let mut find = Bulk::new(
        tx,
        "select i.id, i.person, min(o.created_at) as met_at,
            count(o.proven_at) as proven
         from identity i
         join identity o on o.organisation = $1 and o.person = i.person
         where i.organisation = $1 and i.id in (",
        [],
        "?",
        ") group by i.id, i.person",
    );
    identities.iter().for_each(|id| find.add([(*id).into()]));
    if find.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = find.list(tx).await?;
    rows.iter()
        .map(|row| {
            let known = Known {
                person: row.id("person")?,
                met_at: row.moment("met_at")?,
                proven: row.number("proven")? > 0,
            };
            Ok((row.id("id")?, known))
        })
        .collect()
}

/// In whose name something of a person is kept: the oldest of their proven identities, else the oldest.
///
/// # Errors
/// `Missing` for a person without any.
pub async fn identity_of(tx: &mut Tx, person: Id<Person>) -> Result<Id<Identity>> {
    let find = tx.query(
        "select i.id from identity i where i.organisation = $1 and i.person = $2
         order by case when i.proven_at is null then 1 else 0 end, i.created_at, i.id limit 1",
    );
    let row = tx.find(find.bind(person)).await?.ok_or(Error::Missing("person"))?;
    row.id("id")
}

/// When the first of a person's identities was met; none for nobody.
pub async fn met_at(tx: &mut Tx, person: Id<Person>) -> Result<Option<Timestamp>> {
    let find = tx.query(
        "select min(created_at) as met_at from identity where organisation = $1 and person = $2",
    );
    tx.one(find.bind(person)).await?.moment_or_null("met_at")
}

/// Of these persons those of whom something is proven.
pub async fn proven(tx: &mut Tx, people: &[Id<Person>]) -> Result<Vec<Id<Person>>> {
    let mut find = Bulk::new(
        tx,
        "select distinct i.person from identity i
         where i.organisation = $1 and i.proven_at is not null and i.person in (",
        [],
        "?",
        ")",
    );
    people.iter().for_each(|id| find.add([(*id).into()]));
    if find.is_empty() {
        return Ok(Vec::new());
    }
    find.list(tx).await?.iter().map(|row| row.id("person")).collect()
}

/// Of these persons those with a real order that stands: the rule of [`crate::mark`] over any product, for ever,
/// for many at once.
pub async fn buyers(tx: &mut Tx, people: &[Id<Person>]) -> Result<HashSet<Id<Person>>> {
    let now = tx.now();
    let mut find = Bulk::new(
        tx,
        "select distinct i.person from identity i
         join shop_order o on o.organisation = $1 and o.identity = i.id
         where i.organisation = $1 and o.stage = 'placed' and o.was_placed = 1 and o.placed_at <= ?
           and o.total > 0 and o.total > coalesce((select sum(r.amount) from order_refund r
               where r.organisation = $1 and r.shop_order = o.id), 0)
           and i.person in (",
        [now.into()],
        "?",
        ")",
    );
    people.iter().for_each(|id| find.add([(*id).into()]));
    if find.is_empty() {
        return Ok(HashSet::new());
    }
    find.list(tx).await?.iter().map(|row| row.id("person")).collect()
}

/// Somebody of ours who is still there, and their role.
pub async fn staff_by_email(tx: &mut Tx, email: &str) -> Result<Option<(Id<Staff>, String)>> {
    let find = tx.query(
        "select id, role from staff
         where organisation = $1 and email = $2 and closed_at is null",
    );
    let row = tx.find(find.bind(email.trim().to_lowercase())).await?;
    row.map(|row| Ok((row.id("id")?, row.text("role")?))).transpose()
}
