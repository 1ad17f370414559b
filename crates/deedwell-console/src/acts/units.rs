//! Units inside the organisation: added, renamed, closed. None is ever deleted, for what it did
//! stays.

use deedwell_core::{Currency, Error, Id, Result, Unit};
use deedwell_store::Tx;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::acts::By;
use crate::acts::note::note;
use crate::deed::StaffDeed;
use crate::wrong;

/// Units of one organisation.
const MOST: i64 = 500;

#[derive(Clone, Debug, PartialEq)]
pub struct UnitRow {
    pub id: Id<Unit>,
    pub key: String,
    pub name: String,
    pub currency: Currency,
    pub closed_at: Option<Timestamp>,
}

/// Open ones first, by name.
pub async fn units(tx: &mut Tx) -> Result<Vec<UnitRow>> {
    let list = tx.query(
        "select id, key, name, currency, closed_at from unit where organisation = $1
         order by case when closed_at is null then 0 else 1 end, name, id",
    );
    let mut units = Vec::new();
    for row in tx.list(list).await? {
        units.push(UnitRow {
            id: row.id("id")?,
            key: row.text("key")?,
            name: row.text("name")?,
            currency: row.currency("currency")?,
            closed_at: row.moment_or_null("closed_at")?,
        });
    }
    Ok(units)
}

pub async fn unit(tx: &mut Tx, id: Id<Unit>) -> Result<UnitRow> {
    let all = units(tx).await?;
    all.into_iter().find(|u| u.id == id).ok_or(Error::Missing("unit"))
}

/// An open unit of ours, from a form: empty means none.
pub async fn chosen(tx: &mut Tx, text: &str) -> Result<Option<Id<Unit>>> {
    if text.is_empty() {
        return Ok(None);
    }
    let id: Id<Unit> = text.parse().map_err(|_| wrong::UNIT)?;
    let find =
        tx.query("select id from unit where organisation = $1 and id = $2 and closed_at is null");
    let row = tx.find(find.bind(id)).await?;
    row.map(|_| Some(id)).ok_or_else(|| wrong::UNIT.into())
}

pub async fn add_unit(
    tx: &mut Tx,
    by: By<'_>,
    key: &str,
    name: &str,
    currency: Currency,
) -> Result<Id<Unit>> {
    let count = tx.query("select count(*) as n from unit where organisation = $1");
    if tx.one(count).await?.number("n")? >= MOST {
        return Err(Error::refused(
            "console.too_many_units",
            "There are 500 units; that is all there is room for.",
        ));
    }
    let (id, now) = (tx.new_id(), tx.now());
    let insert = tx.query(
        "insert into unit (organisation, id, key, name, currency, created_at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
    );
    let insert = insert.bind(id).bind(key).bind(name).bind(currency).bind(now);
    if tx.run(insert).await? == 0 {
        return Err(wrong::UNIT_KEY_TAKEN.into());
    }
    note(tx, by, &StaffDeed::UnitAdded { unit: id }, json!({ "name": name, "key": key })).await?;
    Ok(id)
}

/// The key stays: files and addresses hold it.
pub async fn change_unit(
    tx: &mut Tx,
    by: By<'_>,
    id: Id<Unit>,
    name: &str,
    currency: Currency,
) -> Result<()> {
    let old = unit(tx, id).await?;
    let update =
        tx.query("update unit set name = $3, currency = $4 where organisation = $1 and id = $2");
    tx.run(update.bind(id).bind(name).bind(currency)).await?;
    let changed = differences(&[
        ("name", old.name, name.to_owned()),
        ("currency", old.currency.to_string(), currency.to_string()),
    ]);
    note(tx, by, &StaffDeed::UnitChanged { unit: id }, changed).await
}

pub async fn close_unit(tx: &mut Tx, by: By<'_>, id: Id<Unit>) -> Result<()> {
    let now = tx.now();
    let update = tx.query(
        "update unit set closed_at = $3 where organisation = $1 and id = $2 and closed_at is null",
    );
    if tx.run(update.bind(id).bind(now)).await? == 0 {
        return unit(tx, id).await.map(drop);
    }
    let name = unit(tx, id).await?.name;
    note(tx, by, &StaffDeed::UnitClosed { unit: id }, json!({ "name": name })).await
}

pub async fn reopen_unit(tx: &mut Tx, by: By<'_>, id: Id<Unit>) -> Result<()> {
    let update = tx.query(
        "update unit set closed_at = null
         where organisation = $1 and id = $2 and closed_at is not null",
    );
    if tx.run(update.bind(id)).await? == 0 {
        return unit(tx, id).await.map(drop);
    }
    let name = unit(tx, id).await?.name;
    note(tx, by, &StaffDeed::UnitReopened { unit: id }, json!({ "name": name })).await
}

/// What changed, for the audit log: `{"name": ["old", "new"]}`.
pub(super) fn differences(changed: &[(&str, String, String)]) -> Value {
    let changed = changed.iter().filter(|(_, old, new)| old != new);
    let pairs = changed.map(|(field, old, new)| ((*field).to_owned(), json!([old, new])));
    Value::Object(pairs.collect::<Map<_, _>>())
}
