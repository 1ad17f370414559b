//! Why somebody is one person: what was said, by whom, and what of it was believed; and who may be one
//! with whom, for staff to decide.

use std::collections::BTreeMap;

use deedwell_core::{Error, Id, Person, Result, Staff};
use deedwell_store::{List, Tx};
use jiff::Timestamp;
use serde::Serialize;

use crate::book::Why;
use crate::deed::PeopleDeed;
use crate::fold;
use crate::link;
use crate::merge::{clean_reason, head_of};
use crate::sign::{IdentityKind, Proof, Sign};

/// Links that a page shows.
pub const MOST_SHOWN: usize = 200;

/// A link, for the page of a person.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    pub link: String,
    pub at: Timestamp,
    pub proof: Proof,
    /// `source/…`, `staff/…`; '' for the person themselves.
    pub told_by: String,
    pub message: String,
    /// Each with why it was not believed; the first is the one that was seen.
    pub signs: Vec<(Sign, Option<Why>)>,
    /// Taken back by staff, with the reason.
    pub void: Option<String>,
}

impl Serialize for Why {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

/// Everything that was said of the signs of a person, the newest first, at most [`MOST_SHOWN`].
pub async fn said_of(tx: &mut Tx, person: Id<Person>) -> Result<Vec<Said>> {
    let find = tx.query(
        "select distinct l.id, l.said_at from link l
           join link_sign s on s.organisation = $1 and s.link = l.id
           join identity i on i.organisation = $1 and i.kind = s.kind and i.value = s.value
             and i.scope = s.scope
         where l.organisation = $1 and i.person = $2 order by l.said_at desc, l.id limit $3",
    );
    let rows = tx.list(find.bind(person).bind(MOST_SHOWN)).await?;
    let names = rows.iter().map(|row| row.text("id")).collect::<Result<Vec<_>>>()?;
    let mut voids = BTreeMap::new();
    let void = tx.query(
        "select l.id, l.void_why from link l
           join link_sign s on s.organisation = $1 and s.link = l.id
           join identity i on i.organisation = $1 and i.kind = s.kind and i.value = s.value
             and i.scope = s.scope
         where l.organisation = $1 and l.void_at is not null and i.person = $2",
    );
    for row in tx.list(void.bind(person)).await? {
        voids.insert(row.text("id")?, row.text("void_why")?);
    }
    let mut said: Vec<Said> = Vec::with_capacity(names.len());
    for kept in link::these(tx, &names).await? {
        let why = |at: usize| kept.refused.iter().find(|(place, _)| *place == at).map(|(_, w)| *w);
        let signs = kept.arrival.signs.iter().enumerate().map(|(at, s)| (s.clone(), why(at)));
        said.push(Said {
            at: Timestamp::from_microsecond(kept.order.at).unwrap_or_default(),
            proof: kept.arrival.proof,
            told_by: kept.arrival.told_by.clone(),
            message: kept.order.message.clone(),
            signs: signs.collect(),
            void: voids.remove(&kept.order.link),
            link: kept.order.link,
        });
    }
    said.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.link.cmp(&b.link)));
    Ok(said)
}

/// Takes a link back, as if it had never been said; or lets it count again. Whom it tied together is
/// worked out anew from all the others.
///
/// # Errors
/// `Missing`; `Invalid` for a reason that is empty or too long; `people.too_many_links`.
pub async fn take_back(
    tx: &mut Tx,
    person: Id<Person>,
    name: &str,
    reason: &str,
    staff: Id<Staff>,
) -> Result<PeopleDeed> {
    let reason = clean_reason(reason)?;
    let person = whose(tx, person, name).await?;
    let now = tx.now();
    let update = tx.query(
        "update link set void_at = $3, void_by = $4, void_why = $5
         where organisation = $1 and id = $2 and void_at is null",
    );
    let changed = tx.run(update.bind(name).bind(now).bind(staff).bind(reason)).await?;
    work_out(tx, name, changed).await?;
    Ok(PeopleDeed::Separated { person, counts: false })
}

/// Undoes [`take_back`].
///
/// # Errors
/// As [`take_back`].
pub async fn count_again(tx: &mut Tx, person: Id<Person>, name: &str) -> Result<PeopleDeed> {
    let person = whose(tx, person, name).await?;
    let update = tx.query(
        "update link set void_at = null, void_by = null, void_why = null
         where organisation = $1 and id = $2 and void_at is not null",
    );
    let changed = tx.run(update.bind(name)).await?;
    work_out(tx, name, changed).await?;
    Ok(PeopleDeed::Separated { person, counts: true })
}

/// Who this person is today, of whose signs the link was said: what is written down must be about them.
///
/// # Errors
/// `Missing`, also for a link of somebody else.
async fn whose(tx: &mut Tx, person: Id<Person>, name: &str) -> Result<Id<Person>> {
    let person = head_of(tx, person).await?;
    let find = tx.query(
        "select s.link from link_sign s
           join identity i on i.organisation = $1 and i.kind = s.kind and i.value = s.value
             and i.scope = s.scope
         where s.organisation = $1 and s.link = $2 and i.person = $3 limit 1",
    );
    tx.find(find.bind(name).bind(person)).await?.ok_or(Error::Missing("link"))?;
    Ok(person)
}

async fn work_out(tx: &mut Tx, name: &str, changed: u64) -> Result<()> {
    let links = link::these(tx, &[name.to_owned()]).await?;
    let link = links.first().filter(|_| changed > 0).ok_or(Error::Missing("link"))?;
    fold::again(tx, &link.arrival.signs).await
}

/// Two who may be one.
#[derive(Clone, Debug, Serialize)]
pub struct Pair {
    pub one: Id<Person>,
    pub other: Id<Person>,
    /// What speaks for it.
    pub because: Because,
    /// When it was last said.
    pub at: Timestamp,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// A link named signs of both.
    Link { kind: IdentityKind, value: String },
    /// They have the same name.
    Name(String),
}

/// Who may be one, for staff to look at, the newest first: two whom something proven named together,
/// and two of one name. Not who is one already, nor whom staff told apart.
pub async fn pairs(tx: &mut Tx, limit: usize) -> Result<Vec<Pair>> {
    let mut pairs = linked(tx, limit).await?;
    if pairs.len() < limit {
        let more = namesakes(tx, limit - pairs.len()).await?;
        let new = |p: &Pair| !pairs.iter().any(|q| (q.one, q.other) == (p.one, p.other));
        let more: Vec<Pair> = more.into_iter().filter(new).collect();
        pairs.extend(more);
    }
    Ok(pairs)
}

/// Signs that a proven link refused because they are another's. A shared browser says nothing.
async fn linked(tx: &mut Tx, limit: usize) -> Result<Vec<Pair>> {
    let find = List::new(
        tx,
        "select case when a.person < b.person then a.person else b.person end as one,
                case when a.person < b.person then b.person else a.person end as other,
                s.kind, s.value, max(l.said_at) as at
         from link l
           join link_sign f on f.organisation = $1 and f.link = l.id and f.place = 0
           join link_sign s on s.organisation = $1 and s.link = l.id
           join identity a on a.organisation = $1 and a.kind = f.kind and a.value = f.value
             and a.scope = f.scope
           join identity b on b.organisation = $1 and b.kind = s.kind and b.value = s.value
             and b.scope = s.scope
         where l.organisation = $1 and l.void_at is null and s.refused = 'two_people'
           and s.kind <> 'browser' and a.person <> b.person
           and not exists (select 1 from person_apart t where t.organisation = $1
             and ((t.person = a.person and t.other = b.person)
               or (t.person = b.person and t.other = a.person)))",
    );
    let find = find.then("group by 1, 2, s.kind, s.value order by max(l.said_at) desc, 1, 2");
    let rows = tx.list(find.page(limit, 0)).await?;
    let mut pairs = Vec::with_capacity(rows.len());
    for row in &rows {
        let Some(kind) = IdentityKind::parse(&row.text("kind")?) else { continue };
        pairs.push(Pair {
            one: row.id("one")?,
            other: row.id("other")?,
            because: Because::Link { kind, value: row.text("value")? },
            at: row.moment("at")?,
        });
    }
    Ok(pairs)
}

/// Known people of one name, first and last.
async fn namesakes(tx: &mut Tx, limit: usize) -> Result<Vec<Pair>> {
    let find = List::new(
        tx,
        "select p.id as one, q.id as other, p.name, q.created_at as at
         from person p join person q on q.organisation = $1 and q.name = p.name and q.id > p.id
         where p.organisation = $1 and p.known = 2 and q.known = 2 and p.name in
             (select n.name from person n
              where n.organisation = $1 and n.name like '% %' and n.known = 2 and n.head = n.id
              group by n.name having count(*) between 2 and 10)
           and p.head = p.id and q.head = q.id
           and not exists (select 1 from person_apart t where t.organisation = $1
             and t.person = p.id and t.other = q.id)",
    );
    let find = find.then("order by q.created_at desc, p.id, q.id");
    let rows = tx.list(find.page(limit, 0)).await?;
    let pair = |row: &deedwell_store::Row| {
        Ok(Pair {
            one: row.id("one")?,
            other: row.id("other")?,
            because: Because::Name(row.text("name")?),
            at: row.moment("at")?,
        })
    };
    rows.iter().map(pair).collect()
}

/// Staff say that two are not one: nobody is asked again.
///
/// # Errors
/// `Missing`; `people.same_person`; `Invalid` for a reason that is empty or too long.
pub async fn tell_apart(
    tx: &mut Tx,
    one: Id<Person>,
    other: Id<Person>,
    reason: &str,
    staff: Id<Staff>,
) -> Result<PeopleDeed> {
    let reason = clean_reason(reason)?;
    if one == other {
        return Err(Error::refused("people.same_person", "These two are one person already."));
    }
    for person in [one, other] {
        let find = tx.query("select id from person where organisation = $1 and id = $2");
        tx.find(find.bind(person)).await?.ok_or(Error::Missing("person"))?;
    }
    let now = tx.now();
    let insert = tx.query(
        "insert into person_apart (organisation, person, other, reason, staff, at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
    );
    let insert = insert.bind(one.min(other)).bind(one.max(other)).bind(reason);
    tx.run(insert.bind(staff).bind(now)).await?;
    Ok(PeopleDeed::ToldApart { person: one, other })
}

/// What those are called with whom staff made somebody one.
pub async fn also_called(tx: &mut Tx, person: Id<Person>) -> Result<Vec<String>> {
    let find = tx.query(
        "select name from person where organisation = $1 and head = $2 and id <> $2 and name <> ''
         order by id",
    );
    tx.list(find.bind(person)).await?.iter().map(|row| row.text("name")).collect()
}
