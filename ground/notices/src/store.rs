//! What is found and what is kept: one function per statement. Nothing here decides.

use std::collections::HashMap;

use deedwell_core::{Action, Id, Identity, Person, Result, Timestamp};
use deedwell_people::Proof;
use deedwell_store::{Bulk, Row, Tx};

use crate::how::How;

/// A deed that customers are told of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cause {
    pub id: Id<Action>,
    pub kind: String,
    pub about: String,
    pub at: Timestamp,
    /// Whom it answers; none where everybody hears who took part.
    pub person: Option<Id<Person>>,
}

/// What somebody was told, or is to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoticeRow {
    pub cause: Cause,
    pub identity: Id<Identity>,
    pub seen_at: Option<Timestamp>,
}

/// Up to where the ledger was asked; none while it never was.
pub async fn looked_to(tx: &mut Tx) -> Result<Option<Timestamp>> {
    let find = tx.query("select looked_to from notice_reader where organisation = $1");
    tx.find(find).await?.map(|row| row.moment("looked_to")).transpose()
}

pub async fn set_looked_to(tx: &mut Tx, to: Timestamp) -> Result<()> {
    let upsert = tx.query(
        "insert into notice_reader (organisation, looked_to) values ($1, $2)
         on conflict (organisation) do update set looked_to = excluded.looked_to
           where notice_reader.looked_to < excluded.looked_to",
    );
    tx.run(upsert.bind(to)).await.map(drop)
}

/// How many of them are new.
pub async fn add_causes(tx: &mut Tx, causes: &[Cause]) -> Result<u64> {
    let mut insert = Bulk::new(
        tx,
        "insert into notice_cause (organisation, id, kind, about, at, person) values",
        [],
        "($1, ?, ?, ?, ?, ?)",
        "on conflict do nothing",
    );
    for cause in causes {
        let Cause { id, kind, about, at, person } = cause;
        let (kind, about) = (kind.as_str().into(), about.as_str().into());
        insert.add([(*id).into(), kind, about, (*at).into(), (*person).into()]);
    }
    if insert.is_empty() { Ok(0) } else { insert.run(tx).await }
}

fn cause(row: &Row) -> Result<Cause> {
    Ok(Cause {
        id: row.id("id")?,
        kind: row.text("kind")?,
        about: row.text("about")?,
        at: row.moment("at")?,
        person: row.id_or_null("person")?,
    })
}

/// Those of which not everybody was told yet, the oldest first.
pub async fn untold(tx: &mut Tx, most: usize) -> Result<Vec<Cause>> {
    let list = tx.query(
        "select id, kind, about, at, person from notice_cause
         where organisation = $1 and told_at is null order by at, id limit $2",
    );
    tx.list(list.bind(most)).await?.iter().map(cause).collect()
}

pub async fn set_told(tx: &mut Tx, id: Id<Action>) -> Result<()> {
    let now = tx.now();
    let update =
        tx.query("update notice_cause set told_at = $3 where organisation = $1 and id = $2");
    tx.run(update.bind(id).bind(now)).await.map(drop)
}

/// Whom somebody is: of these identities, those that are there, with their person.
pub async fn people(
    tx: &mut Tx,
    identities: &[Id<Identity>],
) -> Result<HashMap<Id<Identity>, Id<Person>>> {
    let mut find = Bulk::new(
        tx,
        "select id, person from identity where organisation = $1 and id in (",
        [],
        "?",
        ")",
    );
    identities.iter().for_each(|identity| find.add([(*identity).into()]));
    if find.is_empty() {
        return Ok(HashMap::new());
    }
    find.list(tx).await?.iter().map(|row| Ok((row.id("id")?, row.id("person")?))).collect()
}

/// Some identity of a person: the address that is proven best, else what they are known by the longest.
pub async fn identity_of(tx: &mut Tx, person: Id<Person>) -> Result<Option<Id<Identity>>> {
    let find = tx.query(
        "select id from identity where organisation = $1 and person = $2
         order by case when kind = 'email' then 0 else 1 end,
           case when proven_at is null then 1 else 0 end, created_at, id limit 1",
    );
    tx.find(find.bind(person)).await?.map(|row| row.id("id")).transpose()
}

/// To each once for the same; how many are new.
pub async fn add_notices(
    tx: &mut Tx,
    cause: Id<Action>,
    to: &[(Id<Identity>, Option<Timestamp>)],
) -> Result<u64> {
    let now = tx.now();
    let mut insert = Bulk::new(
        tx,
        "insert into notice (organisation, identity, cause, at, due_at) values",
        [],
        "($1, ?, ?, ?, ?)",
        "on conflict do nothing",
    );
    for (identity, due_at) in to {
        insert.add([(*identity).into(), cause.into(), now.into(), (*due_at).into()]);
    }
    if insert.is_empty() { Ok(0) } else { insert.run(tx).await }
}

/// How often people hear by letter; the last word of all their signs.
pub async fn wishes(tx: &mut Tx, people: &[Id<Person>]) -> Result<HashMap<Id<Person>, How>> {
    let mut find = Bulk::new(
        tx,
        "select i.person, w.how from notice_wish w
           join identity i on i.organisation = $1 and i.id = w.identity
         where w.organisation = $1 and i.person in (",
        [],
        "?",
        ") order by w.at, w.identity",
    );
    people.iter().for_each(|person| find.add([(*person).into()]));
    if find.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = find.list(tx).await?;
    let each =
        |row: &Row| Ok((row.id("person")?, How::parse(&row.text("how")?).unwrap_or_default()));
    rows.iter().map(each).collect()
}

pub async fn set_wish(tx: &mut Tx, identity: Id<Identity>, how: How) -> Result<()> {
    let now = tx.now();
    let upsert = tx.query(
        "insert into notice_wish (organisation, identity, how, at) values ($1, $2, $3, $4)
         on conflict (organisation, identity) do update set how = excluded.how, at = excluded.at",
    );
    tx.run(upsert.bind(identity).bind(how.name()).bind(now)).await.map(drop)
}

/// What waits for a letter is due by another wish; none: no letter will tell of it. What is due by now goes
/// as it was to.
pub async fn set_due(tx: &mut Tx, person: Id<Person>, due_at: Option<Timestamp>) -> Result<()> {
    let now = tx.now();
    let update = tx.query(
        "update notice set due_at = $3 where organisation = $1 and due_at > $4
           and identity in (select i.id from identity i where i.organisation = $1 and i.person = $2)",
    );
    tx.run(update.bind(person).bind(due_at).bind(now)).await.map(drop)
}

/// People for whom a letter is due.
pub async fn due(tx: &mut Tx, most: usize) -> Result<Vec<Id<Person>>> {
    let now = tx.now();
    let list = tx.query(
        "select i.person as person, min(n.due_at) as due_at from notice n
           join identity i on i.organisation = $1 and i.id = n.identity
         where n.organisation = $1 and n.due_at <= $2
         group by i.person order by 2, 1 limit $3",
    );
    let rows = tx.list(list.bind(now).bind(most)).await?;
    rows.iter().map(|row| row.id("person")).collect()
}

fn notice(row: &Row) -> Result<NoticeRow> {
    let seen_at = row.moment_or_null("seen_at")?;
    Ok(NoticeRow { cause: cause(row)?, identity: row.id("identity")?, seen_at })
}

/// What waits for a letter to somebody, the oldest first.
pub async fn waiting(tx: &mut Tx, person: Id<Person>, most: usize) -> Result<Vec<NoticeRow>> {
    let list = tx.query(
        "select c.id as id, c.kind as kind, c.about as about, c.at as at, c.person as person,
           n.identity as identity, n.seen_at as seen_at
         from notice n
           join identity i on i.organisation = $1 and i.id = n.identity
           join notice_cause c on c.organisation = $1 and c.id = n.cause
         where n.organisation = $1 and i.person = $2 and n.due_at is not null
         order by c.at, c.id, n.identity limit $3",
    );
    tx.list(list.bind(person).bind(most)).await?.iter().map(notice).collect()
}

/// What somebody was told, the newest first: of a cause once, under whichever of their signs.
pub async fn notices(
    tx: &mut Tx,
    person: Id<Person>,
    (most, skip): (usize, usize),
) -> Result<Vec<NoticeRow>> {
    let list = tx.query(
        "select c.id as id, c.kind as kind, c.about as about, c.at as at, c.person as person,
           min(n.identity) as identity, max(n.seen_at) as seen_at
         from notice n
           join identity i on i.organisation = $1 and i.id = n.identity
           join notice_cause c on c.organisation = $1 and c.id = n.cause
         where n.organisation = $1 and i.person = $2
         group by c.id, c.kind, c.about, c.at, c.person
         order by c.at desc, c.id desc limit $3 offset $4",
    );
    tx.list(list.bind(person).bind(most).bind(skip)).await?.iter().map(notice).collect()
}

/// How much somebody was told, and how much of it they have not seen.
pub async fn counts(tx: &mut Tx, person: Id<Person>) -> Result<(u64, u64)> {
    let count = tx.query(
        "select count(distinct n.cause) as n,
           count(distinct case when n.seen_at is null then n.cause end) as unseen
         from notice n join identity i on i.organisation = $1 and i.id = n.identity
         where n.organisation = $1 and i.person = $2",
    );
    let row = tx.one(count.bind(person)).await?;
    Ok((row.number("n")?.unsigned_abs(), row.number("unseen")?.unsigned_abs()))
}

/// Up to a moment: what came while they looked stays new.
pub async fn set_seen(tx: &mut Tx, person: Id<Person>, until: Timestamp) -> Result<u64> {
    let now = tx.now();
    let update = tx.query(
        "update notice set seen_at = $3 where organisation = $1 and seen_at is null and at <= $4
           and identity in (select i.id from identity i where i.organisation = $1 and i.person = $2)",
    );
    tx.run(update.bind(person).bind(now).bind(until)).await
}

/// A letter tells of these, or none ever will.
pub async fn set_sent(tx: &mut Tx, rows: &[NoticeRow], letter: Option<&str>) -> Result<()> {
    for row in rows {
        let update = tx.query(
            "update notice set due_at = null, letter = $4
             where organisation = $1 and identity = $2 and cause = $3",
        );
        tx.run(update.bind(row.identity).bind(row.cause.id).bind(letter)).await?;
    }
    Ok(())
}

/// The address by which somebody is written to, and its identity: proven, and by what is strongest.
pub async fn address_of(
    tx: &mut Tx,
    person: Id<Person>,
) -> Result<Option<(Id<Identity>, String, Proof)>> {
    let find = tx.query(
        "select id, value, proof from identity
         where organisation = $1 and person = $2 and kind = 'email'
         order by case when proven_at is null then 1 else 0 end, created_at, id limit 1",
    );
    let Some(row) = tx.find(find.bind(person)).await? else { return Ok(None) };
    let proof = Proof::parse(&row.text("proof")?).unwrap_or(Proof::Claimed);
    Ok(Some((row.id("id")?, row.text("value")?, proof)))
}

/// What is kept of these identities, for whoever asks what we hold.
pub async fn holds(tx: &mut Tx, identities: &[Id<Identity>]) -> Result<serde_json::Value> {
    let mut told = Bulk::new(
        tx,
        "select c.kind, c.about, c.at, n.seen_at, n.letter from notice n
           join notice_cause c on c.organisation = $1 and c.id = n.cause
         where n.organisation = $1 and n.identity in (",
        [],
        "?",
        ") order by c.at",
    );
    let mut wishes = Bulk::new(
        tx,
        "select how, at from notice_wish where organisation = $1 and identity in (",
        [],
        "?",
        ") order by at",
    );
    for identity in identities {
        told.add([(*identity).into()]);
        wishes.add([(*identity).into()]);
    }
    let (mut all, mut hows) = (Vec::new(), Vec::new());
    if !identities.is_empty() {
        (all, hows) = (told.list(tx).await?, wishes.list(tx).await?);
    }
    let one = |row: &Row| -> Result<serde_json::Value> {
        Ok(serde_json::json!({
            "kind": row.text("kind")?, "about": row.text("about")?, "at": row.moment("at")?,
            "seen_at": row.moment_or_null("seen_at")?, "letter": row.text_or_null("letter")?,
        }))
    };
    let wish = |row: &Row| -> Result<serde_json::Value> {
        Ok(serde_json::json!({ "how": row.text("how")?, "at": row.moment("at")? }))
    };
    Ok(serde_json::json!({
        "told": all.iter().map(one).collect::<Result<Vec<_>>>()?,
        "wishes": hows.iter().map(wish).collect::<Result<Vec<_>>>()?,
    }))
}

/// Forgets these identities; what others were told stays.
pub async fn forget(tx: &mut Tx, identities: &[Id<Identity>]) -> Result<()> {
    let mut notices =
        Bulk::new(tx, "delete from notice where organisation = $1 and identity in (", [], "?", ")");
    let mut wishes = Bulk::new(
        tx,
        "delete from notice_wish where organisation = $1 and identity in (",
        [],
        "?",
        ")",
    );
    for identity in identities {
        notices.add([(*identity).into()]);
        wishes.add([(*identity).into()]);
    }
    if !identities.is_empty() {
        notices.run(tx).await?;
        wishes.run(tx).await?;
    }
    Ok(())
}

/// What was told before then goes, a part at a time; how many rows.
pub async fn tidy(tx: &mut Tx, before: Timestamp, most: usize) -> Result<u64> {
    let notices = tx.query(
        "delete from notice where organisation = $1 and due_at is null and cause in
           (select c.id from notice_cause c where c.organisation = $1 and c.at < $2
            order by c.at limit $3)",
    );
    let gone = tx.run(notices.bind(before).bind(most)).await?;
    let causes = tx.query(
        "delete from notice_cause where organisation = $1 and at < $2 and told_at is not null
           and not exists (select 1 from notice n
             where n.organisation = $1 and n.cause = notice_cause.id)",
    );
    Ok(gone + tx.run(causes.bind(before)).await?)
}
