//! How far people are trusted.

use std::collections::HashMap;

use deedwell_core::{Error, Id, Identity, Person, Result};
use deedwell_store::{Row, Tx};

use crate::level::{Held, Level, Record};

fn read(row: &Row) -> Result<Held> {
    let number = row.number("level")?;
    Ok(Held {
        level: Level::of_number(number)
            .ok_or_else(|| Error::fault(format!("no level {number}")))?,
        since: row.moment("since")?,
        failing_since: row.moment_or_null("failing_since")?,
    })
}

/// A level and the identity under which it is kept.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Kept {
    pub identity: Id<Identity>,
    pub held: Held,
    /// What was counted when it was last computed.
    pub record: Record,
}

/// Of all that are kept of a person's identities the highest; of those alike the one that is earned, then the
/// oldest.
pub async fn level_of(tx: &mut Tx, person: Id<Person>) -> Result<Option<Kept>> {
    let find = tx.query(
        "select l.identity, l.level, l.since, l.failing_since, l.record from trust_level l
         join identity i on i.organisation = $1 and i.id = l.identity
         where l.organisation = $1 and i.person = $2
         order by l.level desc, case when l.failing_since is null then 0 else 1 end, l.since, l.identity
         limit 1",
    );
    let row = tx.find(find.bind(person)).await?;
    row.map(|row| {
        let record = serde_json::from_str(&row.text("record")?).map_err(Error::fault)?;
        Ok(Kept { identity: row.id("identity")?, held: read(&row)?, record })
    })
    .transpose()
}

/// Everybody above the lowest.
pub async fn above_lowest(tx: &mut Tx) -> Result<Vec<Id<Person>>> {
    let find = tx.query(
        "select distinct i.person from trust_level l
         join identity i on i.organisation = $1 and i.id = l.identity
         where l.organisation = $1 and l.level > 0",
    );
    tx.list(find).await?.iter().map(|row| row.id("person")).collect()
}

pub async fn set_level(tx: &mut Tx, kept: &Kept) -> Result<()> {
    let insert = tx.query(
        "insert into trust_level (organisation, identity, level, since, failing_since, record)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (organisation, identity) do update set level = excluded.level,
            since = excluded.since, failing_since = excluded.failing_since, record = excluded.record",
    );
    let record = serde_json::to_string(&kept.record).map_err(Error::fault)?;
    let insert = insert.bind(kept.identity).bind(kept.held.level.number()).bind(kept.held.since);
    tx.run(insert.bind(kept.held.failing_since).bind(record)).await.map(drop)
}

/// Levels are computed by one server at a time: whoever else would waits.
pub async fn hold_levels(tx: &mut Tx) -> Result<()> {
    let hold = tx.query("update trust_secret set secret = secret where organisation = $1");
    tx.run(hold).await.map(drop)
}

/// What others of a person's identities are kept at comes down to this: a level that was lost is lost for all
/// of them.
pub async fn lower_others(
    tx: &mut Tx,
    person: Id<Person>,
    but: Id<Identity>,
    held: &Held,
) -> Result<()> {
    let update = tx.query(
        "update trust_level set level = $4, since = $5, failing_since = null
         where organisation = $1 and level > $4 and identity <> $3 and identity in
           (select i.id from identity i where i.organisation = $1 and i.person = $2)",
    );
    let update = update.bind(person).bind(but).bind(held.level.number()).bind(held.since);
    tx.run(update).await.map(drop)
}

/// How many people stand on which level, those above the lowest.
pub async fn level_counts(tx: &mut Tx) -> Result<HashMap<Level, i64>> {
    let find = tx.query(
        "select b.level, count(*) as people from
           (select i.person, max(l.level) as level from trust_level l
            join identity i on i.organisation = $1 and i.id = l.identity
            where l.organisation = $1 group by i.person) b
         group by b.level",
    );
    let mut counts = HashMap::new();
    for row in &tx.list(find).await? {
        if let Some(level) = Level::of_number(row.number("level")?) {
            counts.insert(level, row.number("people")?);
        }
    }
    Ok(counts)
}
