//! Rows of the plan.

use deedwell_core::plan::own::MOST_NAMES;
use deedwell_core::{Error, Result, Timestamp};
use deedwell_store::{Row, Tx};

use super::rule::PlannedName;

/// What stands in the plan, by name.
pub async fn names(tx: &mut Tx) -> Result<Vec<PlannedName>> {
    let list = tx.query(
        "select name, kind, note, facts from plan_name where organisation = $1
         order by name limit $2",
    );
    tx.list(list.bind(MOST_NAMES)).await?.iter().map(name_of).collect()
}

pub async fn find(tx: &mut Tx, name: &str) -> Result<Option<PlannedName>> {
    let find = tx.query(
        "select name, kind, note, facts from plan_name where organisation = $1 and name = $2",
    );
    tx.find(find.bind(name)).await?.as_ref().map(name_of).transpose()
}

fn name_of(row: &Row) -> Result<PlannedName> {
    Ok(PlannedName {
        name: row.text("name")?,
        kind: row.text("kind")?,
        note: row.text("note")?,
        facts: serde_json::from_str(&row.text("facts")?).map_err(Error::fault)?,
    })
}

pub async fn count(tx: &mut Tx) -> Result<i64> {
    let count = tx.query("select count(*) as n from plan_name where organisation = $1");
    tx.one(count).await?.number("n")
}

pub async fn put(tx: &mut Tx, name: &PlannedName) -> Result<()> {
    let facts = serde_json::to_string(&name.facts).map_err(Error::fault)?;
    let insert = tx.query(
        "insert into plan_name (organisation, name, kind, note, facts, changed_at)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (organisation, name) do update
           set kind = excluded.kind, note = excluded.note, facts = excluded.facts,
             changed_at = excluded.changed_at",
    );
    let now = tx.now();
    let insert = insert.bind(&name.name).bind(&name.kind).bind(&name.note);
    tx.run(insert.bind(facts).bind(now)).await.map(drop)
}

/// Whether it stood there.
pub async fn delete(tx: &mut Tx, name: &str) -> Result<bool> {
    let delete = tx.query("delete from plan_name where organisation = $1 and name = $2");
    Ok(tx.run(delete.bind(name)).await? > 0)
}

/// Who changed what of a name, newest first.
pub struct Change {
    pub at: Timestamp,
    /// The name of whoever it was; none where it was a command.
    pub who: Option<String>,
    pub detail: String,
}

pub async fn history(tx: &mut Tx, name: &str, most: usize) -> Result<Vec<Change>> {
    let list = tx.query(
        "select a.at, a.detail, s.name as who from audit a
         left join staff s on s.organisation = $1 and s.id = a.staff
         where a.organisation = $1 and a.deed = $2 and a.about = $3
         order by a.at desc, a.id desc limit $4",
    );
    let list = list.bind(deedwell_store::plan::CHANGED).bind(super::acts::about(name)).bind(most);
    let change = |row: &Row| {
        Ok(Change {
            at: row.moment("at")?,
            who: row.text_or_null("who")?,
            detail: row.text("detail")?,
        })
    };
    tx.list(list).await?.iter().map(change).collect()
}
