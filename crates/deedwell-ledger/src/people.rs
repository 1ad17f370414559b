//! Who the identities are: the tables `identity` and `person`, read for the tail.
//!
//! Working tables belong to `deedwell-people`; the ledger reads a few of their columns and writes none.
//! Persons are needed even if they never act: those who are known by something proven are the eligible
//! customers of measure a). Who is one with somebody else is counted as them.

use std::sync::Arc;

use deedwell_core::{Error, Id, IdMap, IdSet, Organisation, Result, Timestamp};
use deedwell_store::{Db, Query, Row, Tx};
use uuid::Uuid;

/// Ids in one statement.
const AT_ONCE: usize = 50;
/// More unknown identities than this, and the whole table is read instead.
const MANY: usize = 20_000;
/// Rows in one page of a whole table.
const PAGE: usize = 20_000;
/// What a transaction changed bears the moment at which it began, and is seen when it ends.
const LOOK_BACK_US: i64 = 30_000_000;
/// The same of identities that came to another person, of which no census tells.
const MOVED_BACK_US: i64 = 600_000_000;
/// The same where somebody was met a moment ago.
const GLANCE_BACK_US: i64 = 1_000_000;

/// The persons of an organisation.
#[derive(Default)]
pub(crate) struct People {
    known: IdMap<Known>,
    /// Persons for whom others stand, or who stand for others.
    merged: IdSet,
    /// Test accounts.
    tests: IdSet,
    /// The last moment at which something of somebody changed, as far as was read.
    heard: i64,
    created: Option<Arc<Vec<i64>>>,
    /// What `created` still lacks.
    not_in_created: Vec<i64>,
}

/// How far back to look for persons that are new or have changed.
#[derive(Clone, Copy)]
pub(crate) enum Back {
    /// For whoever acted just now.
    AGlance,
    /// Also for those whose transaction took a while. Who took longer is found by [`People::check`].
    AWhile,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Known {
    created_at: i64,
    tests: bool,
    /// By something proven.
    proven: bool,
    /// With whom they are one; mostly themselves.
    head: u128,
}

impl People {
    pub fn tests(&self, person: u128) -> bool {
        self.tests.contains(&person)
    }

    pub fn every_test(&self) -> impl Iterator<Item = u128> {
        self.tests.iter().copied()
    }

    /// When everybody but test accounts and visitors was first met, ascending.
    pub fn created(&mut self) -> Arc<Vec<i64>> {
        let lacking = std::mem::take(&mut self.not_in_created);
        let list = match self.created.take() {
            Some(list) if lacking.is_empty() => list,
            Some(mut list) => {
                Arc::make_mut(&mut list).extend(lacking);
                // Stable, because that is fast where most is in order.
                Arc::make_mut(&mut list).sort();
                list
            }
            None => Arc::new(self.every_created()),
        };
        Arc::clone(self.created.insert(list))
    }

    fn every_created(&self) -> Vec<i64> {
        let known = &self.known;
        let is_real = |head: &u128| known.get(head).is_some_and(|k| k.proven && !k.tests);
        let mut list: Vec<i64> = Vec::with_capacity(known.len());
        let mut first: IdMap<i64> = IdMap::default();
        for (id, one) in known.iter().filter(|(_, k)| is_real(&k.head)) {
            if *id == one.head && !self.merged.contains(id) {
                list.push(one.created_at);
            } else {
                let first = first.entry(one.head).or_insert(one.created_at);
                *first = (*first).min(one.created_at);
            }
        }
        list.extend(first.into_values());
        list.sort_unstable();
        list
    }

    /// Everybody as they stand.
    pub async fn all(db: &Db, organisation: Id<Organisation>) -> Result<Self> {
        let mut tx = db.read(organisation).await?;
        let mut all = Self::default();
        all.add_from(&mut tx, i64::MIN).await?;
        Ok(all)
    }

    /// Adds the persons that are new or have changed since the last time. True when there were any.
    pub async fn add_new(
        &mut self,
        db: &Db,
        organisation: Id<Organisation>,
        back: Back,
    ) -> Result<bool> {
        let mut tx = db.read(organisation).await?;
        let back = match back {
            Back::AGlance => GLANCE_BACK_US,
            Back::AWhile => LOOK_BACK_US,
        };
        self.add_from(&mut tx, self.heard.saturating_sub(back)).await
    }

    /// Reads everybody again where numbers show that this is not the table as it stands: a person
    /// was marked as a test account or erased, or a transaction took long.
    pub async fn check(&mut self, db: &Db, organisation: Id<Organisation>) -> Result<bool> {
        let mut tx = db.read(organisation).await?;
        let count = tx.query(
            "select count(*) as persons,
                    cast(coalesce(sum(created_at % 1000003), 0) as bigint) as made,
                    cast(coalesce(sum(case when tests = 1 then 1 + created_at % 1000003 else 0 end), 0)
                         as bigint) as tests,
                    cast(coalesce(sum(case when known = 2 then 1 + created_at % 1000003 else 0 end), 0)
                         as bigint) as proven,
                    cast(coalesce(sum(case when head <> id then 1 + created_at % 1000003 else 0 end), 0)
                         as bigint) as merged
             from person where organisation = $1",
        );
        let row = tx.one(count).await?;
        let number = |column| row.number(column);
        let found = [number("persons")?, number("made")?, number("tests")?, number("proven")?];
        if found == self.sums() && number("merged")? == self.merged_sum() {
            return Ok(false);
        }
        let mut all = Self::default();
        all.add_from(&mut tx, i64::MIN).await?;
        *self = all;
        Ok(true)
    }

    /// Reads again who is one with whom. True when that has changed.
    pub async fn check_heads(&mut self, db: &Db, organisation: Id<Organisation>) -> Result<bool> {
        let mut tx = db.read(organisation).await?;
        let find = tx.query("select id, head from person where organisation = $1 and head <> id");
        let mut heads = IdMap::default();
        for row in tx.list(find).await? {
            heads.insert(uuid_of(&row, "id")?, uuid_of(&row, "head")?);
        }
        let mut changed = false;
        for (id, one) in &mut self.known {
            let head = heads.get(id).copied().unwrap_or(*id);
            changed |= one.head != head;
            one.head = head;
        }
        self.merged = heads.iter().flat_map(|(id, head)| [*id, *head]).collect();
        if changed {
            self.created = None;
        }
        Ok(changed)
    }

    fn sums(&self) -> [i64; 4] {
        let mut sums = [self.known.len() as i64, 0, 0, 0];
        for one in self.known.values() {
            let rest = one.created_at % 1_000_003;
            sums[1] += rest;
            sums[2] += if one.tests { 1 + rest } else { 0 };
            sums[3] += if one.proven { 1 + rest } else { 0 };
        }
        sums
    }

    fn merged_sum(&self) -> i64 {
        let merged = self.known.iter().filter(|(id, k)| k.head != **id);
        merged.map(|(_, k)| 1 + k.created_at % 1_000_003).sum()
    }

    async fn add_from(&mut self, tx: &mut Tx, from: i64) -> Result<bool> {
        // Of what changed and of whom; a page may bring its lines in any order.
        let mut last = (from, String::new());
        let mut changed = false;
        loop {
            let page = tx.query(
                "select count(*) as lines, string_agg(p.line, '') as text from
                   (select id || head || cast(tests as text) || cast(known as text)
                           || cast(created_at as text) || ',' || cast(heard_at as text) || ';' as line
                    from person where organisation = $1 and (heard_at, id) > ($2, $3)
                    order by heard_at, id limit $4) p",
            );
            let row = tx.one(page.bind(last.0).bind(&last.1).bind(PAGE)).await?;
            let text = row.text_or_null("text")?.unwrap_or_default();
            let mut newest = (from, 0);
            for line in text.split_terminator(';') {
                let (id, one, heard) = known(line).ok_or_else(|| Error::fault("half a person"))?;
                changed |= self.put(id, one);
                newest = newest.max((heard, id));
            }
            self.heard = self.heard.max(newest.0);
            if row.number("lines")? < PAGE as i64 {
                return Ok(changed);
            }
            last = (newest.0, spelled(newest.1));
        }
    }

    /// True when it is not as we knew it.
    fn put(&mut self, id: u128, one: Known) -> bool {
        let before = self.known.insert(id, one);
        if before == Some(one) {
            return false;
        }
        if one.tests {
            self.tests.insert(id);
        } else {
            self.tests.remove(&id);
        }
        if one.head != id {
            self.merged.extend([one.head, id]);
        }
        let counted = before.map_or(Some(None), |before| self.counted(id, before));
        match (counted, self.counted(id, one)) {
            (Some(before), Some(now)) if before == now => {}
            (Some(None), Some(Some(at))) => self.not_in_created.push(at),
            _ => self.created = None,
        }
        true
    }

    /// When somebody was met who is counted by themselves; nothing where others are one with them.
    fn counted(&self, id: u128, one: Known) -> Option<Option<i64>> {
        let alone = one.head == id && !self.merged.contains(&id);
        alone.then(|| (one.proven && !one.tests).then_some(one.created_at))
    }
}

/// The identities that came to another person since then, and a while before: their transactions may
/// have ended late.
pub(crate) async fn moved_since(
    db: &Db,
    organisation: Id<Organisation>,
    since: Timestamp,
) -> Result<IdMap<u128>> {
    let mut tx = db.read(organisation).await?;
    let from = since.as_microsecond().saturating_sub(MOVED_BACK_US);
    let find =
        tx.query("select id, person from identity where organisation = $1 and moved_at >= $2");
    let rows = tx.list(find.bind(from)).await?;
    let mut found = IdMap::with_capacity_and_hasher(rows.len(), Default::default());
    add(&mut found, &rows)?;
    Ok(found)
}

/// The persons of these identities. One without a row is left out.
pub(crate) async fn persons_of(
    db: &Db,
    organisation: Id<Organisation>,
    identities: &[u128],
) -> Result<IdMap<u128>> {
    let mut found = IdMap::default();
    if identities.is_empty() {
        return Ok(found);
    }
    let mut tx = db.read(organisation).await?;
    if identities.len() > MANY {
        return everybody(&mut tx, identities).await;
    }
    for some in identities.chunks(AT_ONCE) {
        let rows = tx.list(some_identities(&tx, some)).await?;
        add(&mut found, &rows)?;
    }
    Ok(found)
}

async fn everybody(tx: &mut Tx, identities: &[u128]) -> Result<IdMap<u128>> {
    let mut found: IdMap<u128> =
        IdMap::with_capacity_and_hasher(identities.len(), Default::default());
    let mut after = String::new();
    loop {
        let page = tx.query(
            "select count(*) as lines, max(i.id) as last, string_agg(i.line, '') as text from
               (select id, id || person || ';' as line from identity
                where organisation = $1 and id > $2 order by id limit $3) i",
        );
        let row = tx.one(page.bind(&after).bind(PAGE)).await?;
        let text = row.text_or_null("text")?.unwrap_or_default();
        for line in text.split_terminator(';') {
            let (id, person) = two(line).ok_or_else(|| Error::fault("half an identity"))?;
            found.insert(id, person);
        }
        match row.text_or_null("last")? {
            Some(last) if row.number("lines")? == PAGE as i64 => after = last,
            _ => return Ok(found),
        }
    }
}

/// A page comes as one text: a row each would take longer than all the rest of a start. Who it is, what
/// is known of them, and when that changed.
fn known(line: &str) -> Option<(u128, Known, i64)> {
    let (id, head) = two(line)?;
    let (tests, rest) = line.get(72..)?.split_at_checked(1)?;
    let (known, moments) = rest.split_at_checked(1)?;
    let (created_at, heard_at) = moments.split_once(',')?;
    let created_at = created_at.parse().ok()?;
    let one = Known { created_at, tests: tests != "0", proven: known == "2", head };
    Some((id, one, heard_at.parse().ok()?))
}

/// The two ids with which a line begins.
fn two(line: &str) -> Option<(u128, u128)> {
    let id = |at: usize| Some(Uuid::try_parse(line.get(at..at + 36)?).ok()?.as_u128());
    Some((id(0)?, id(36)?))
}

fn add(found: &mut IdMap<u128>, rows: &[Row]) -> Result<()> {
    for row in rows {
        found.insert(uuid_of(row, "id")?, uuid_of(row, "person")?);
    }
    Ok(())
}

fn uuid_of(row: &Row, column: &str) -> Result<u128> {
    Ok(row.id::<()>(column)?.uuid().as_u128())
}

fn spelled(id: u128) -> String {
    Uuid::from_u128(id).to_string()
}

/// A statement is a constant, so the last id fills the places that are left.
fn some_identities(tx: &Tx, some: &[u128]) -> Query {
    let mut query = tx.query(
        "select id, person from identity where organisation = $1 and id in (
         $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
         $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38,
         $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)",
    );
    let last = some.last().copied().unwrap_or_default();
    for place in 0..AT_ONCE {
        query = query.bind(spelled(some.get(place).copied().unwrap_or(last)));
    }
    query
}
