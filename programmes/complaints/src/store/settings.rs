//! Promises, limits, templates, and who works here.

use std::collections::BTreeMap;

use deedwell_calendar::{Term, TermUnit};
use deedwell_core::{Error, Id, Money, Result, Staff};
use deedwell_store::{Row, Tx};

use crate::promise::{Promise, Settings};
use crate::template::Template;

pub async fn settings(tx: &mut Tx) -> Result<Settings> {
    let find = tx.query(
        "select ombudsman, ombudsman_address, agent_minor, host_minor, currency, agent_points, host_points
         from complaint_settings where organisation = $1",
    );
    let Some(row) = tx.find(find).await? else { return Ok(Settings::default()) };
    Ok(Settings {
        ombudsman: row.text("ombudsman")?,
        ombudsman_address: row.text("ombudsman_address")?,
        agent_limit: row.money("agent_minor", "currency")?,
        host_limit: row.money("host_minor", "currency")?,
        agent_points: row.number("agent_points")?,
        host_points: row.number("host_points")?,
    })
}

pub async fn keep_settings(tx: &mut Tx, new: &Settings) -> Result<()> {
    let upsert = tx.query(
        "insert into complaint_settings (organisation, ombudsman, ombudsman_address, agent_minor, host_minor,
            currency, agent_points, host_points)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (organisation) do update set ombudsman = excluded.ombudsman,
            ombudsman_address = excluded.ombudsman_address, agent_minor = excluded.agent_minor,
            host_minor = excluded.host_minor, currency = excluded.currency,
            agent_points = excluded.agent_points, host_points = excluded.host_points",
    );
    let currency = new.agent_limit.or(new.host_limit).map(|m| m.currency.as_str().to_owned());
    let minor = |limit: Option<Money>| limit.map(|limit| limit.minor);
    let upsert = upsert.bind(&new.ombudsman).bind(&new.ombudsman_address);
    let upsert = upsert.bind(minor(new.agent_limit)).bind(minor(new.host_limit)).bind(currency);
    tx.run(upsert.bind(new.agent_points).bind(new.host_points)).await.map(drop)
}

/// What is promised now.
pub async fn promise(tx: &mut Tx) -> Result<Promise> {
    Ok(promises(tx).await?.pop().unwrap_or_default())
}

/// Every version, the oldest first.
pub async fn promises(tx: &mut Tx) -> Result<Vec<Promise>> {
    let list = tx.query(
        "select version, ack_count, ack_unit, answer_count, answer_unit, end_count, end_unit
         from complaint_promise where organisation = $1 order by version",
    );
    tx.list(list).await?.iter().map(read_promise).collect()
}

fn read_promise(row: &Row) -> Result<Promise> {
    let term = |count: &str, unit: &str| {
        let unit = row.text(unit)?;
        let unit = TermUnit::parse(&unit).ok_or_else(|| Error::fault("no such unit"))?;
        Term::new(u32::try_from(row.number(count)?).map_err(Error::fault)?, unit)
    };
    Ok(Promise {
        version: row.number("version")?,
        acknowledgement: term("ack_count", "ack_unit")?,
        answer: term("answer_count", "answer_unit")?,
        end: term("end_count", "end_unit")?,
    })
}

pub async fn add_promise(tx: &mut Tx, new: &Promise, staff: Id<Staff>) -> Result<()> {
    let now = tx.now();
    let insert = tx.query(
        "insert into complaint_promise (organisation, version, since, staff, ack_count, ack_unit,
            answer_count, answer_unit, end_count, end_unit)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    );
    let mut insert = insert.bind(new.version).bind(now).bind(staff);
    for term in [new.acknowledgement, new.answer, new.end] {
        insert = insert.bind(i64::from(term.count())).bind(term.unit().name());
    }
    tx.run(insert).await.map(drop)
}

pub async fn templates(tx: &mut Tx) -> Result<Vec<Template>> {
    let list = tx.query(
        "select id, name, body from complaint_template where organisation = $1 order by lower(name), id",
    );
    let rows = tx.list(list).await?;
    rows.iter()
        .map(|row| {
            Ok(Template { id: row.id("id")?, name: row.text("name")?, body: row.text("body")? })
        })
        .collect()
}

/// False where another has the name.
pub async fn keep_template(tx: &mut Tx, template: &Template) -> Result<bool> {
    let taken = tx.query(
        "select 1 as yes from complaint_template where organisation = $1 and name = $2 and id <> $3",
    );
    if tx.find(taken.bind(&template.name).bind(template.id)).await?.is_some() {
        return Ok(false);
    }
    let upsert = tx.query(
        "insert into complaint_template (organisation, id, name, body) values ($1, $2, $3, $4)
         on conflict (organisation, id) do update set name = excluded.name, body = excluded.body",
    );
    tx.run(upsert.bind(template.id).bind(&template.name).bind(&template.body)).await?;
    Ok(true)
}

pub async fn remove_template(tx: &mut Tx, id: Id<Template>) -> Result<bool> {
    let delete = tx.query("delete from complaint_template where organisation = $1 and id = $2");
    Ok(tx.run(delete.bind(id)).await? > 0)
}

/// Who works here, by name.
pub async fn staff_names(tx: &mut Tx) -> Result<BTreeMap<Id<Staff>, String>> {
    let list = tx.query("select id, name from staff where organisation = $1");
    let rows = tx.list(list).await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.text("name")?))).collect()
}

/// Colleagues to whom something can be given, by name, with their roles.
pub async fn colleagues(tx: &mut Tx) -> Result<Vec<(Id<Staff>, String, String)>> {
    let list = tx.query(
        "select id, name, role from staff
         where organisation = $1 and closed_at is null order by lower(name), id",
    );
    let rows = tx.list(list).await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.text("name")?, row.text("role")?))).collect()
}

/// A colleague and the name of their role.
pub async fn staff_by_email(tx: &mut Tx, email: &str) -> Result<Option<(Id<Staff>, String)>> {
    let find = tx.query(
        "select id, role from staff
         where organisation = $1 and email = $2 and closed_at is null",
    );
    let row = tx.find(find.bind(email.trim().to_lowercase())).await?;
    row.map(|row| Ok((row.id("id")?, row.text("role")?))).transpose()
}

pub async fn shop_name(tx: &mut Tx) -> Result<String> {
    let find = tx.query("select name from organisation where organisation = $1");
    tx.one(find).await?.text("name")
}
