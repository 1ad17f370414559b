//! What programs and files say of accounts, thousands at a time: that there is one, what is said of it,
//! who belongs to it.

use std::collections::{BTreeMap, BTreeSet};

use deedwell_core::{Account, Id, Result, Unit};
use deedwell_store::{Bulk, Tx};
use serde_json::{Map, Value};

use super::members::{Joined, Joining, join_many};
use super::traits::{self, Said};
use super::{AccountKind, LONGEST_NAME, Reference, clean_name, search_text};
use crate::meet::Known;
use crate::profile::Word;

/// What is said of one account.
#[derive(Clone, Debug)]
pub struct Told {
    pub reference: Reference,
    /// Of an account that is not there yet; a company unless said otherwise.
    pub kind: Option<AccountKind>,
    pub unit: Option<Id<Unit>>,
    /// Its `name` is what the account is called, unless staff named it.
    pub traits: Map<String, Value>,
    /// Who belongs to it, if that was said.
    pub member: Option<Known>,
    pub role: String,
    pub word: Word,
}

/// What became of it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Heard {
    pub account: Id<Account>,
    /// It is there since this was said.
    pub opened: bool,
    /// What became of the membership; `None` where nothing was said of one.
    pub member: Option<Joined>,
    /// Of a closed account nothing is believed.
    pub closed: bool,
}

/// What an account is known as, and whether it is closed.
#[derive(Clone, Copy)]
struct There {
    account: Id<Account>,
    closed: bool,
}

/// Takes it all, in a handful of statements for a thousand, in this order.
pub async fn tell_many(tx: &mut Tx, all: &[Told]) -> Result<Vec<Heard>> {
    let references: BTreeSet<&Reference> = all.iter().map(|told| &told.reference).collect();
    let mut there = known(tx, &references).await?;
    let mut opened = open_all(tx, all, &there).await?;
    if !opened.is_empty() {
        there = known(tx, &references).await?;
    }
    let of = |told: &Told| there.get(&told.reference).copied().filter(|t| !t.closed);
    let said: Vec<Said<'_>> = all
        .iter()
        .filter_map(|t| Some(Said { account: of(t)?.account, traits: &t.traits, word: &t.word }))
        .collect();
    let kept = traits::keep(tx, &said).await?;
    rename(tx, &kept.changed).await?;
    let joining: Vec<Option<Joining<'_>>> = all
        .iter()
        .map(|told| {
            let (account, known) = (of(told)?.account, told.member?);
            let (identity, person) = (known.identity, known.person);
            Some(Joining { account, identity, person, role: &told.role, word: &told.word })
        })
        .collect();
    let some: Vec<Joining<'_>> = joining.iter().flatten().cloned().collect();
    let mut joined = join_many(tx, &some).await?.into_iter();
    let heard = all.iter().zip(&joining).map(|(told, joining)| {
        let found = there.get(&told.reference).copied();
        let found =
            found.ok_or_else(|| deedwell_core::Error::fault("an account was not opened"))?;
        Ok(Heard {
            account: found.account,
            opened: opened.remove(&found.account),
            member: joining.as_ref().and_then(|_| joined.next()),
            closed: found.closed,
        })
    });
    heard.collect()
}

async fn known(
    tx: &mut Tx,
    references: &BTreeSet<&Reference>,
) -> Result<BTreeMap<Reference, There>> {
    let mut find = Bulk::new(
        tx,
        "select r.scope, r.value, r.account, a.closed_at from account_reference r
           join account a on a.organisation = $1 and a.id = r.account
         where r.organisation = $1 and r.value in (",
        [],
        "?",
        ")",
    );
    references.iter().for_each(|reference| find.add([reference.value.as_str().into()]));
    let mut known = BTreeMap::new();
    if find.is_empty() {
        return Ok(known);
    }
    for row in find.list(tx).await? {
        let reference = Reference { scope: row.text("scope")?, value: row.text("value")? };
        let closed = row.moment_or_null("closed_at")?.is_some();
        known.insert(reference, There { account: row.id("account")?, closed });
    }
    Ok(known)
}

/// Opens those that are not there; which are new.
async fn open_all(
    tx: &mut Tx,
    all: &[Told],
    there: &BTreeMap<Reference, There>,
) -> Result<BTreeSet<Id<Account>>> {
    let mut new: BTreeMap<&Reference, (Id<Account>, &Told)> = BTreeMap::new();
    for told in all.iter().filter(|told| !there.contains_key(&told.reference)) {
        new.entry(&told.reference).or_insert_with(|| (tx.new_id(), told));
    }
    let now = tx.now();
    let mut accounts = Bulk::new(
        tx,
        "insert into account
           (organisation, id, name, named_by, kind, search, unit, created_at) values",
        [],
        "($1, ?, '', 'told', ?, ?, ?, ?)",
        "",
    );
    let mut references = Bulk::new(
        tx,
        "insert into account_reference (organisation, scope, value, account, said_at) values",
        [],
        "($1, ?, ?, ?, ?)",
        "on conflict do nothing",
    );
    for (reference, (id, told)) in &new {
        let search = search_text("", std::iter::once(reference.value.as_str()));
        let kind = told.kind.unwrap_or_default().name();
        accounts.add([(*id).into(), kind.into(), search.into(), told.unit.into(), now.into()]);
        let (scope, value) = (reference.scope.as_str().into(), reference.value.as_str().into());
        references.add([scope, value, (*id).into(), now.into()]);
    }
    accounts.run(tx).await?;
    let added = references.run(tx).await?;
    let mut opened: BTreeSet<Id<Account>> = new.values().map(|(id, _)| *id).collect();
    if usize::try_from(added).unwrap_or_default() < new.len() {
        // Somebody else opened some at the same moment; theirs stand.
        let wanted = new.keys().copied().collect();
        let stand: BTreeSet<_> = known(tx, &wanted).await?.values().map(|t| t.account).collect();
        let mut gone =
            Bulk::new(tx, "delete from account where organisation = $1 and id in (", [], "?", ")");
        opened.difference(&stand).for_each(|id| gone.add([(*id).into()]));
        gone.run(tx).await?;
        opened.retain(|id| stand.contains(id));
    }
    Ok(opened)
}

/// What was said of their names, and of anything, counts: a new name where staff gave none, a new version.
async fn rename(tx: &mut Tx, changed: &[Id<Account>]) -> Result<()> {
    let mut find = Bulk::new(
        tx,
        "select a.id, a.name, t.value from account_trait t
           join account a on a.organisation = $1 and a.id = t.account
         where t.organisation = $1 and t.key = 'name' and a.named_by = 'told' and t.account in (",
        [],
        "?",
        ") order by a.id",
    );
    changed.iter().for_each(|id| find.add([(*id).into()]));
    if find.is_empty() {
        return Ok(());
    }
    for row in find.list(tx).await? {
        let Ok(Value::String(told)) = serde_json::from_str(&row.text("value")?) else { continue };
        let short: String = deedwell_core::text::line(&told).chars().take(LONGEST_NAME).collect();
        let name = clean_name(&short, false)?;
        if name.is_empty() || name == row.text("name")? {
            continue;
        }
        let id: Id<Account> = row.id("id")?;
        let references = super::card(tx, id).await?.references;
        let search = search_text(&name, references.iter().map(|r| r.value.as_str()));
        let update = tx
            .query("update account set name = $3, search = $4 where organisation = $1 and id = $2");
        tx.run(update.bind(id).bind(name).bind(search)).await?;
    }
    let mut versions = Bulk::new(
        tx,
        "update account set version = version + 1 where organisation = $1 and id in (",
        [],
        "?",
        ")",
    );
    changed.iter().for_each(|id| versions.add([(*id).into()]));
    versions.run(tx).await.map(drop)
}
