//! What pages and files show of the postings.

use std::collections::BTreeMap;

use deedwell_core::{Id, Person, Result, Timestamp};
use deedwell_store::{Row, Tx};
use serde::Serialize;

use super::entries::entry_of;
use super::{EntryRow, posting_of};
use crate::account::{Account, Posting};
use crate::scheme::Scheme;

/// Sums of every account up to a moment, that moment not counted.
pub async fn sums(
    tx: &mut Tx,
    scheme: Id<Scheme>,
    before: Timestamp,
) -> Result<BTreeMap<Account, i64>> {
    let list = tx.query(
        "select account, cast(sum(amount) as bigint) as amount from points_posting
         where organisation = $1 and scheme = $2 and at < $3 group by account",
    );
    let mut sums = BTreeMap::new();
    for row in tx.list(list.bind(scheme).bind(before)).await? {
        if let Some(account) = Account::parse(&row.text("account")?) {
            sums.insert(account, row.number("amount")?);
        }
    }
    Ok(sums)
}

/// A posting in somebody's account, with what it was for.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Line {
    pub entry: EntryRow,
    pub account: Account,
    pub amount: i64,
}

/// What happened to somebody's points between two moments, the first first.
pub async fn lines_between(
    tx: &mut Tx,
    scheme: Id<Scheme>,
    person: Id<Person>,
    from: Timestamp,
    to: Timestamp,
    limit: usize,
) -> Result<Vec<Line>> {
    let list = tx.query(
        "select e.id, e.key, e.step, e.print, e.verb, e.scheme, e.identity, e.kind, e.about, e.origin,
           e.rule, e.rule_version, e.amount, e.value_minor, e.value_currency, e.back_minor, e.why,
           e.staff, e.at, p.account, cast(sum(p.amount) as bigint) as moved
         from points_posting p
         join points_entry e on e.organisation = $1 and e.id = p.entry
         join identity i on i.organisation = $1 and i.id = p.identity
         where p.organisation = $1 and p.scheme = $2 and i.person = $3 and p.at >= $4 and p.at < $5
         group by e.id, e.key, e.step, e.print, e.verb, e.scheme, e.identity, e.kind, e.about, e.origin,
           e.rule, e.rule_version, e.amount, e.value_minor, e.value_currency, e.back_minor, e.why,
           e.staff, e.at, p.account
         order by e.at, e.id, p.account limit $6",
    );
    let list = list.bind(scheme).bind(person).bind(from).bind(to).bind(limit);
    tx.list(list).await?.iter().map(line_of).collect()
}

/// The last things that happened to somebody's points.
pub async fn last_lines(
    tx: &mut Tx,
    scheme: Id<Scheme>,
    person: Id<Person>,
    limit: usize,
) -> Result<Vec<Line>> {
    let list = tx.query(
        "select e.id, e.key, e.step, e.print, e.verb, e.scheme, e.identity, e.kind, e.about, e.origin,
           e.rule, e.rule_version, e.amount, e.value_minor, e.value_currency, e.back_minor, e.why,
           e.staff, e.at, p.account, cast(sum(p.amount) as bigint) as moved
         from points_posting p
         join points_entry e on e.organisation = $1 and e.id = p.entry
         join identity i on i.organisation = $1 and i.id = p.identity
         where p.organisation = $1 and p.scheme = $2 and i.person = $3
         group by e.id, e.key, e.step, e.print, e.verb, e.scheme, e.identity, e.kind, e.about, e.origin,
           e.rule, e.rule_version, e.amount, e.value_minor, e.value_currency, e.back_minor, e.why,
           e.staff, e.at, p.account
         order by e.at desc, e.id desc, p.account limit $4",
    );
    tx.list(list.bind(scheme).bind(person).bind(limit)).await?.iter().map(line_of).collect()
}

fn line_of(row: &Row) -> Result<Line> {
    let account = row.text("account")?;
    Ok(Line {
        entry: entry_of(row)?,
        account: Account::parse(&account)
            .ok_or_else(|| deedwell_core::Error::fault(format!("no account is {account}")))?,
        amount: row.number("moved")?,
    })
}

/// What somebody had in each account before a moment, by the postings.
pub async fn sums_of(
    tx: &mut Tx,
    scheme: Id<Scheme>,
    person: Id<Person>,
    before: Timestamp,
) -> Result<BTreeMap<Account, i64>> {
    let list = tx.query(
        "select p.account, cast(sum(p.amount) as bigint) as amount
         from points_posting p join identity i on i.organisation = $1 and i.id = p.identity
         where p.organisation = $1 and p.scheme = $2 and i.person = $3 and p.at < $4
         group by p.account",
    );
    let mut sums = BTreeMap::new();
    for row in tx.list(list.bind(scheme).bind(person).bind(before)).await? {
        if let Some(account) = Account::parse(&row.text("account")?) {
            sums.insert(account, row.number("amount")?);
        }
    }
    Ok(sums)
}

/// What is active and ends before each of these moments; without an end, last.
pub async fn ending(tx: &mut Tx, scheme: Id<Scheme>) -> Result<Vec<(Option<Timestamp>, i64)>> {
    let list = tx.query(
        "select expires_at, cast(sum(remains) as bigint) as remains from points_lot
         where organisation = $1 and scheme = $2 and stage = 'active' and remains > 0
         group by expires_at
         order by case when expires_at is null then 1 else 0 end, expires_at limit 10000",
    );
    let rows = tx.list(list.bind(scheme)).await?;
    rows.iter().map(|row| Ok((row.moment_or_null("expires_at")?, row.number("remains")?))).collect()
}

/// An entry with its postings, for files.
#[derive(Clone, PartialEq, Debug)]
pub struct Booked {
    pub entry: EntryRow,
    pub postings: Vec<Posting>,
}

/// Entries after this one in the order of their moments, with their postings.
pub async fn booked_after(
    tx: &mut Tx,
    after: Option<(Timestamp, String)>,
    limit: usize,
) -> Result<Vec<Booked>> {
    let (at, id) = after.unwrap_or((Timestamp::UNIX_EPOCH, String::new()));
    let list = tx.query(
        "select id, key, step, print, verb, scheme, identity, kind, about, origin, rule, rule_version,
           amount, value_minor, value_currency, back_minor, why, staff, at
         from points_entry
         where organisation = $1 and (at > $2 or (at = $2 and id > $3)) order by at, id limit $4",
    );
    let entries = tx.list(list.bind(at).bind(id).bind(limit)).await?;
    let entries = entries.iter().map(entry_of).collect::<Result<Vec<_>>>()?;
    let mut find = deedwell_store::Bulk::new(
        tx,
        "select entry, place, scheme, account, identity, amount from points_posting
         where organisation = $1 and entry in (",
        [],
        "?",
        ") order by entry, place",
    );
    entries.iter().for_each(|entry| find.add([entry.id.into()]));
    let mut postings: BTreeMap<String, Vec<Posting>> = BTreeMap::new();
    for row in find.list(tx).await? {
        postings.entry(row.text("entry")?).or_default().push(posting_of(&row)?);
    }
    let booked = entries.into_iter().map(|entry| {
        let postings = postings.remove(&entry.id.to_string()).unwrap_or_default();
        Booked { entry, postings }
    });
    Ok(booked.collect())
}
