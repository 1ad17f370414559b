//! What is counted apart.

use std::collections::HashSet;

use deedwell_core::{Error, Id, Person, Result, Staff, Timestamp};
use deedwell_store::{Row, Tx};

use crate::quarantine::{Quarantine, Stage, Suspected};

fn read(row: &Row) -> Result<Quarantine> {
    let stage = row.text("stage")?;
    Ok(Quarantine {
        id: row.id("id")?,
        identity: row.id("identity")?,
        person: row.id_or_null("person")?,
        about: row.text("about")?,
        grounds: serde_json::from_str(&row.text("grounds")?).map_err(Error::fault)?,
        note: row.text("note")?,
        stage: Stage::parse(&stage).ok_or_else(|| Error::fault(format!("no stage {stage}")))?,
        at: row.moment("at")?,
        appeal: row.text("appeal")?,
        appealed_at: row.moment_or_null("appealed_at")?,
        decided_at: row.moment_or_null("decided_at")?,
        decided_by: row.id_or_null("decided_by")?,
        why: row.text("why")?,
    })
}

/// Its id; none where there was one.
pub async fn add_quarantine(tx: &mut Tx, new: &Suspected) -> Result<Option<Id<Quarantine>>> {
    let (id, now): (Id<Quarantine>, _) = (tx.new_id(), tx.now());
    let insert = tx.query(
        "insert into trust_quarantine (organisation, id, identity, about, grounds, note, stage, at)
         values ($1, $2, $3, $4, $5, $6, 'open', $7) on conflict do nothing",
    );
    let grounds = serde_json::to_string(&new.grounds).map_err(Error::fault)?;
    let insert = insert.bind(id).bind(new.identity).bind(&new.about).bind(grounds);
    let added = tx.run(insert.bind(&new.note).bind(now)).await? == 1;
    Ok(added.then_some(id))
}

/// The one of a person for this, under whichever of their identities.
pub async fn quarantine_for(
    tx: &mut Tx,
    identity: Id<deedwell_core::Identity>,
    about: &str,
) -> Result<Option<Id<Quarantine>>> {
    let find = tx.query(
        "select q.id from trust_quarantine q
         where q.organisation = $1 and q.about = $3 and (q.identity = $2 or q.identity in
           (select o.id from identity i join identity o on o.organisation = $1 and o.person = i.person
            where i.organisation = $1 and i.id = $2))
         order by q.at, q.id limit 1",
    );
    tx.find(find.bind(identity).bind(about)).await?.map(|row| row.id("id")).transpose()
}

/// # Errors
/// `Missing`.
pub async fn quarantine(tx: &mut Tx, id: Id<Quarantine>) -> Result<Quarantine> {
    let find = tx.query(
        "select q.id, q.identity, i.person, q.about, q.grounds, q.note, q.stage, q.at, q.appeal,
            q.appealed_at, q.decided_at, q.decided_by, q.why
         from trust_quarantine q
         left join identity i on i.organisation = $1 and i.id = q.identity
         where q.organisation = $1 and q.id = $2",
    );
    let row = tx.find(find.bind(id)).await?.ok_or(Error::Missing("quarantine"))?;
    read(&row)
}

/// The same, held until the transaction ends: whoever else would decide waits.
pub async fn quarantine_to_change(tx: &mut Tx, id: Id<Quarantine>) -> Result<Quarantine> {
    let hold =
        tx.query("update trust_quarantine set stage = stage where organisation = $1 and id = $2");
    tx.run(hold.bind(id)).await?;
    quarantine(tx, id).await
}

/// Of one person, the latest first.
pub async fn quarantines_of(
    tx: &mut Tx,
    person: Id<Person>,
    most: usize,
) -> Result<Vec<Quarantine>> {
    let find = tx.query(
        "select q.id, q.identity, i.person, q.about, q.grounds, q.note, q.stage, q.at, q.appeal,
            q.appealed_at, q.decided_at, q.decided_by, q.why
         from trust_quarantine q
         join identity i on i.organisation = $1 and i.id = q.identity
         where q.organisation = $1 and i.person = $2 order by q.at desc, q.id desc limit $3",
    );
    let rows = tx.list(find.bind(person).bind(most)).await?;
    rows.iter().map(read).collect()
}

/// Those of a stage, appeals first, then the oldest: the staff's list.
pub async fn quarantines(tx: &mut Tx, stage: Stage, most: usize) -> Result<Vec<Quarantine>> {
    let find = tx.query(
        "select q.id, q.identity, i.person, q.about, q.grounds, q.note, q.stage, q.at, q.appeal,
            q.appealed_at, q.decided_at, q.decided_by, q.why
         from trust_quarantine q
         left join identity i on i.organisation = $1 and i.id = q.identity
         where q.organisation = $1 and q.stage = $2
         order by case when q.appealed_at is null then 1 else 0 end, q.at, q.id limit $3",
    );
    let rows = tx.list(find.bind(stage.name()).bind(most)).await?;
    rows.iter().map(read).collect()
}

/// Those on which staff have yet to decide, for one thing, the oldest first.
pub async fn open_for(tx: &mut Tx, about: &str, most: usize) -> Result<Vec<Id<Quarantine>>> {
    let find = tx.query(
        "select id from trust_quarantine
         where organisation = $1 and about = $2 and stage = 'open' order by at, id limit $3",
    );
    let rows = tx.list(find.bind(about).bind(most)).await?;
    rows.iter().map(|row| row.id("id")).collect()
}

/// Who is counted apart for this: for what they gave there, or for all that they give.
pub async fn apart(tx: &mut Tx, about: &str) -> Result<HashSet<Id<Person>>> {
    let find = tx.query(
        "select distinct i.person from trust_quarantine q
         join identity i on i.organisation = $1 and i.id = q.identity
         where q.organisation = $1 and q.about in ('', $2) and q.stage in ('open', 'upheld')",
    );
    tx.list(find.bind(about)).await?.iter().map(|row| row.id("person")).collect()
}

/// Who is counted apart for what: '' for all that they give.
pub async fn all_apart(tx: &mut Tx) -> Result<HashSet<(Id<Person>, String)>> {
    let find = tx.query(
        "select distinct i.person, q.about from trust_quarantine q
         join identity i on i.organisation = $1 and i.id = q.identity
         where q.organisation = $1 and q.stage in ('open', 'upheld')",
    );
    let rows = tx.list(find).await?;
    rows.iter().map(|row| Ok((row.id("person")?, row.text("about")?))).collect()
}

/// Whether all that somebody gives is counted apart.
pub async fn is_apart(tx: &mut Tx, person: Id<Person>) -> Result<bool> {
    let find = tx.query(
        "select count(*) as n from trust_quarantine q
         join identity i on i.organisation = $1 and i.id = q.identity
         where q.organisation = $1 and i.person = $2 and q.about = ''
           and q.stage in ('open', 'upheld')",
    );
    Ok(tx.one(find.bind(person)).await?.number("n")? > 0)
}

/// Whether what somebody gives there is counted apart.
pub async fn is_apart_for(tx: &mut Tx, person: Id<Person>, about: &str) -> Result<bool> {
    let find = tx.query(
        "select 1 as yes from identity i
         join trust_quarantine q on q.organisation = $1 and q.identity = i.id
         where i.organisation = $1 and i.person = $2 and q.about in ('', $3)
           and q.stage in ('open', 'upheld') limit 1",
    );
    Ok(tx.find(find.bind(person).bind(about)).await?.is_some())
}

/// Of whom what is counted otherwise since then: as persons now are, and '' for all that they give.
pub async fn apart_changed(tx: &mut Tx, since: Timestamp) -> Result<Vec<(Id<Person>, String)>> {
    let find = tx.query(
        "select distinct i.person, q.about from trust_quarantine q
         join identity i on i.organisation = $1 and i.id = q.identity
         where q.organisation = $1 and (q.at >= $2 or q.decided_at >= $2)",
    );
    let rows = tx.list(find.bind(since)).await?;
    rows.iter().map(|row| Ok((row.id("person")?, row.text("about")?))).collect()
}

/// How many stand at each stage, and how many of the open ones are appeals.
pub async fn quarantine_counts(tx: &mut Tx) -> Result<Vec<(Stage, i64, i64)>> {
    let find = tx.query(
        "select stage, count(*) as n, count(appealed_at) as appealed from trust_quarantine
         where organisation = $1 group by stage",
    );
    let mut counts = Vec::new();
    for row in &tx.list(find).await? {
        let stage = row.text("stage")?;
        let stage =
            Stage::parse(&stage).ok_or_else(|| Error::fault(format!("no stage {stage}")))?;
        counts.push((stage, row.number("n")?, row.number("appealed")?));
    }
    Ok(counts)
}

/// Those of whom staff upheld something since then.
pub async fn upheld_since(tx: &mut Tx, at: Timestamp) -> Result<HashSet<Id<Person>>> {
    let find = tx.query(
        "select distinct i.person from trust_quarantine q
         join identity i on i.organisation = $1 and i.id = q.identity
         where q.organisation = $1 and q.stage = 'upheld' and q.decided_at >= $2",
    );
    tx.list(find.bind(at)).await?.iter().map(|row| row.id("person")).collect()
}

/// An appeal: staff look at it again, also where they had upheld it.
pub async fn set_appeal(tx: &mut Tx, id: Id<Quarantine>, words: &str) -> Result<()> {
    let now = tx.now();
    let update = tx.query(
        "update trust_quarantine set appeal = $3, appealed_at = $4, stage = 'open', decided_at = null,
            decided_by = null
         where organisation = $1 and id = $2",
    );
    tx.run(update.bind(id).bind(words).bind(now)).await.map(drop)
}

pub async fn set_decided(
    tx: &mut Tx,
    id: Id<Quarantine>,
    stage: Stage,
    staff: Id<Staff>,
    why: &str,
) -> Result<()> {
    let now = tx.now();
    let update = tx.query(
        "update trust_quarantine set stage = $3, decided_at = $4, decided_by = $5, why = $6
         where organisation = $1 and id = $2",
    );
    let update = update.bind(id).bind(stage.name()).bind(now).bind(staff).bind(why);
    tx.run(update).await.map(drop)
}
