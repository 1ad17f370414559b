//! Staff say that two persons are one, and may take it back. Nothing is rewritten: signs and what was done
//! stay with the person who had them, and that person is read as the one with whom they are one. So
//! taking it back restores exactly what was, and what was done meanwhile stays with the sign that did it.

use std::collections::{BTreeMap, BTreeSet};

use deedwell_core::{Error, Id, Person, Result, Staff};
use deedwell_store::{Bulk, Row, Tx};
use jiff::Timestamp;
use serde::Serialize;

use crate::deed::PeopleDeed;
use crate::flush::refresh_known;
use crate::person::refresh_search;

/// Persons who are one, at most.
pub const MOST_MERGED: usize = 100;
/// Letters of a reason.
pub const LONGEST_REASON: usize = 500;

/// A merge.
#[derive(Debug)]
pub enum MergeNoun {}

/// A merge as it is kept.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Merge {
    pub id: Id<MergeNoun>,
    /// Whose page and name stand for both.
    pub kept: Id<Person>,
    pub merged: Id<Person>,
    pub reason: String,
    pub staff: Id<Staff>,
    pub at: Timestamp,
    pub undone: Option<Undone>,
}

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Undone {
    pub at: Timestamp,
    pub staff: Id<Staff>,
    pub reason: String,
}

/// With whom each of these persons is one, from the merges that stand, in their order. Who was kept
/// stands for all who were merged into them, also indirectly.
pub fn heads(
    people: &[Id<Person>],
    merges: &[(Id<Person>, Id<Person>)],
) -> BTreeMap<Id<Person>, Id<Person>> {
    let mut heads: BTreeMap<Id<Person>, Id<Person>> = people.iter().map(|p| (*p, *p)).collect();
    for (kept, merged) in merges {
        let head = |heads: &BTreeMap<_, _>, p: &Id<Person>| heads.get(p).copied().unwrap_or(*p);
        let (into, gone) = (head(&heads, kept), head(&heads, merged));
        heads.entry(*kept).or_insert(into);
        heads.entry(*merged).or_insert(gone);
        for head in heads.values_mut().filter(|head| **head == gone) {
            *head = into;
        }
    }
    heads
}

/// Who stands for this person: themselves, or with whom staff made them one; for somebody by nothing
/// known any more, to whom their signs went.
///
/// # Errors
/// `Missing`.
pub async fn head_of(tx: &mut Tx, person: Id<Person>) -> Result<Id<Person>> {
    let find = tx.query(
        "select p.head, h.known
         from person p join person h on h.organisation = $1 and h.id = p.head
         where p.organisation = $1 and p.id = $2",
    );
    let row = tx.find(find.bind(person)).await?.ok_or(Error::Missing("person"))?;
    let head: Id<Person> = row.id("head")?;
    if head != person || row.number("known")? > 0 {
        return Ok(head);
    }
    let went = tx.query(
        "select min(i.person) as went from identity i
         where i.organisation = $1 and i.founded = $2 and i.founded <> i.origin",
    );
    Ok(tx.one(went.bind(person)).await?.id_or_null("went")?.unwrap_or(head))
}

/// Makes two one.
///
/// # Errors
/// `Missing`; `people.same_person` for one who is there twice; `Invalid` for a reason that is empty or
/// too long; `people.too_many_merged`; `people.being_forgotten`.
pub async fn merge(
    tx: &mut Tx,
    kept: Id<Person>,
    merged: Id<Person>,
    reason: &str,
    staff: Id<Staff>,
) -> Result<PeopleDeed> {
    let reason = clean_reason(reason)?;
    let group = lock(tx, &[kept, merged]).await?;
    let head = |person| group.get(&person).copied().ok_or(Error::Missing("person"));
    let (into, gone) = (head(kept)?, head(merged)?);
    if into == gone {
        return Err(Error::refused("people.same_person", "These two are one person already."));
    }
    if group.len() > MOST_MERGED {
        return Err(Error::refused(
            "people.too_many_merged",
            format!("At most {MOST_MERGED} persons can be one."),
        ));
    }
    nobody_goes(tx, &group).await?;
    let id: Id<MergeNoun> = tx.new_id();
    let now = tx.now();
    let insert = tx.query(
        "insert into person_merge (organisation, id, kept, merged, reason, staff, at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    );
    let insert = insert.bind(id).bind(into).bind(gone).bind(reason).bind(staff).bind(now);
    tx.run(insert).await?;
    settle(tx, &group).await?;
    Ok(PeopleDeed::Merged { person: into, merged: gone })
}

/// Takes a merge back: everybody is who they would be had it never been.
///
/// # Errors
/// `Missing`; `people.undone_already`; `people.being_forgotten`; `Invalid` for a reason that is empty or too long.
pub async fn unmerge(
    tx: &mut Tx,
    id: Id<MergeNoun>,
    reason: &str,
    staff: Id<Staff>,
) -> Result<PeopleDeed> {
    let reason = clean_reason(reason)?;
    let merge = find(tx, id).await?;
    let group = lock(tx, &[merge.kept, merge.merged]).await?;
    nobody_goes(tx, &group).await?;
    let now = tx.now();
    let update = tx.query(
        "update person_merge set undone_at = $3, undone_by = $4, undone_why = $5
         where organisation = $1 and id = $2 and undone_at is null",
    );
    if tx.run(update.bind(id).bind(now).bind(staff).bind(reason)).await? == 0 {
        return Err(Error::refused("people.undone_already", "This was taken back already."));
    }
    settle(tx, &group).await?;
    Ok(PeopleDeed::Unmerged { person: merge.kept, merged: merge.merged })
}

/// Whoever is forgotten goes with all who are one with them: that must not change once it was asked.
async fn nobody_goes(tx: &mut Tx, group: &BTreeMap<Id<Person>, Id<Person>>) -> Result<()> {
    let going =
        tx.query("select person from erasure where organisation = $1 and person is not null");
    for row in tx.list(going).await? {
        if group.contains_key(&row.id("person")?) {
            return Err(Error::refused(
                "people.being_forgotten",
                "One of them is being forgotten at this moment. Please look again in a minute.",
            ));
        }
    }
    Ok(())
}

/// Everybody who is one with these, and with whom. Nobody else decides about them until we have written.
pub(crate) async fn lock(
    tx: &mut Tx,
    people: &[Id<Person>; 2],
) -> Result<BTreeMap<Id<Person>, Id<Person>>> {
    let [one, other] = people;
    let touch = tx.query(
        "update person set head = head where organisation = $1 and head in
           (select h.head from person h where h.organisation = $1 and h.id in ($2, $3))",
    );
    tx.run(touch.bind(*one).bind(*other)).await?;
    let all = tx.query(
        "select id, head from person where organisation = $1 and head in
           (select h.head from person h where h.organisation = $1 and h.id in ($2, $3))",
    );
    let rows = tx.list(all.bind(*one).bind(*other)).await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.id("head")?))).collect()
}

/// Writes who stands for whom, for those for whom it is another than before.
async fn settle(tx: &mut Tx, before: &BTreeMap<Id<Person>, Id<Person>>) -> Result<()> {
    let people: Vec<Id<Person>> = before.keys().copied().collect();
    let merges = standing(tx, &people).await?;
    let after = heads(&people, &merges);
    let mut shown: BTreeSet<Id<Person>> = BTreeSet::new();
    let now = tx.now();
    for (person, head) in &after {
        let was = before.get(person).copied().unwrap_or(*person);
        if was == *head {
            continue;
        }
        let update = tx.query(
            "update person set head = $3, heard_at = $4 where organisation = $1 and id = $2",
        );
        tx.run(update.bind(*person).bind(*head).bind(now)).await?;
        let update = tx.query(
            "update identity set person = $3, moved_at = $4 where organisation = $1 and origin = $2",
        );
        tx.run(update.bind(*person).bind(*head).bind(now)).await?;
        shown.extend([was, *head]);
    }
    for person in shown {
        refresh_search(tx, person).await?;
        refresh_known(tx, person).await?;
    }
    // What was said of them may be believed otherwise now: of one, or of two.
    let signs = crate::sign::of_people(tx, &people).await?;
    crate::fold::again(tx, &signs).await
}

/// The merges that stand among these people, the first first.
async fn standing(tx: &mut Tx, people: &[Id<Person>]) -> Result<Vec<(Id<Person>, Id<Person>)>> {
    let mut find = Bulk::new(
        tx,
        "select kept, merged, at, id from person_merge
         where organisation = $1 and undone_at is null and merged in (",
        [],
        "?",
        ")",
    );
    people.iter().for_each(|p| find.add([(*p).into()]));
    let mut merges = Vec::new();
    for row in find.list(tx).await? {
        let pair = (row.id("kept")?, row.id("merged")?);
        merges.push((row.number("at")?, row.text("id")?, pair));
    }
    merges.sort();
    Ok(merges.into_iter().map(|(_, _, pair)| pair).collect())
}

/// # Errors
/// `Missing`.
pub async fn find(tx: &mut Tx, id: Id<MergeNoun>) -> Result<Merge> {
    let find = tx.query(
        "select id, kept, merged, reason, staff, at, undone_at, undone_by, undone_why
         from person_merge where organisation = $1 and id = $2",
    );
    let row = tx.find(find.bind(id)).await?.ok_or(Error::Missing("merge"))?;
    read(&row)
}

/// The merges of somebody, taken back or not, the newest first.
pub async fn of_person(tx: &mut Tx, person: Id<Person>) -> Result<Vec<Merge>> {
    let find = tx.query(
        "select m.id, m.kept, m.merged, m.reason, m.staff, m.at, m.undone_at, m.undone_by,
                m.undone_why
         from person_merge m
         where m.organisation = $1 and (m.kept in (select p.id from person p
                 where p.organisation = $1 and p.head = $2)
             or m.merged in (select p.id from person p
                 where p.organisation = $1 and (p.head = $2 or p.id = $2)))
         order by m.at desc, m.id desc limit 200",
    );
    tx.list(find.bind(person)).await?.iter().map(read).collect()
}

/// The newest merges of all, taken back or not; and how many there are.
pub async fn newest(tx: &mut Tx, limit: usize, skip: usize) -> Result<(Vec<Merge>, usize)> {
    let count = tx.query("select count(*) as merges from person_merge where organisation = $1");
    let total = usize::try_from(tx.one(count).await?.number("merges")?).unwrap_or_default();
    let find = tx.query(
        "select id, kept, merged, reason, staff, at, undone_at, undone_by, undone_why
         from person_merge where organisation = $1 order by at desc, id desc limit $2 offset $3",
    );
    let rows = tx.list(find.bind(limit).bind(skip)).await?;
    Ok((rows.iter().map(read).collect::<Result<_>>()?, total))
}

fn read(row: &Row) -> Result<Merge> {
    let undone = row.moment_or_null("undone_at")?.map(|at| {
        Ok::<_, Error>(Undone { at, staff: row.id("undone_by")?, reason: row.text("undone_why")? })
    });
    Ok(Merge {
        id: row.id("id")?,
        kept: row.id("kept")?,
        merged: row.id("merged")?,
        reason: row.text("reason")?,
        staff: row.id("staff")?,
        at: row.moment("at")?,
        undone: undone.transpose()?,
    })
}

/// # Errors
/// `Invalid` when it is empty or longer than [`LONGEST_REASON`].
pub fn clean_reason(reason: &str) -> Result<String> {
    let reason = deedwell_core::text::line(reason);
    if reason.is_empty() {
        return Err(Error::invalid("reason", "Please say why, in a few words."));
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(Error::invalid(
            "reason",
            format!("A reason has at most {LONGEST_REASON} letters."),
        ));
    }
    Ok(reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use deedwell_core::Clock;

    /// Taking one of several back leaves what the others say.
    #[test]
    fn who_was_kept_stands_for_all_merged_into_them() {
        let clock = Clock::held(Timestamp::UNIX_EPOCH);
        let [a, b, c, d]: [Id<Person>; 4] = std::array::from_fn(|_| clock.new_id());
        let of = |merges: &[(Id<Person>, Id<Person>)]| {
            let heads = heads(&[a, b, c, d], merges);
            [heads[&a], heads[&b], heads[&c], heads[&d]]
        };
        let all = [(b, c), (a, b), (d, a)];
        assert_eq!(of(&all), [d, d, d, d]);
        assert_eq!(of(&all[1..]), [d, d, c, d]);
        assert_eq!(of(&[all[0], all[2]]), [d, b, b, d]);
        assert_eq!(of(&all[..2]), [a, a, a, d]);
        assert_eq!(of(&[]), [a, b, c, d]);
    }
}
