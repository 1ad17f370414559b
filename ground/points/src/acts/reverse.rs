//! What was earned is taken back because what earned it came to nothing; what was spent is given back.

use deedwell_core::{Error, Id, Result, Staff, Who};
use deedwell_store::Tx;
use jiff::ToSpan;

use super::confirm::{earning, follows, locked};
use super::earn::month_of;
use super::{clean_why, customer, overtaken, post, settle};
use crate::account::{Account, Entry, Postings};
use crate::deed::{PointsDeed, What};
use crate::scheme::REOPENED_DAYS;
use crate::store::{self, EntryRow, Lot, NewEntry, NewLot, Use};

/// What was taken back, or given.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Reversed {
    /// None where there was nothing left to take back: it was done before.
    pub entry: Option<Id<Entry>>,
    pub amount: i64,
    /// Of that, so much had been spent.
    pub had_been_spent: i64,
}

/// Takes all back that was earned under this key, or gives back what was spent under it.
///
/// # Errors
/// `Missing`; `points.final` for what was paid out.
pub async fn reverse(tx: &mut Tx, key: &str, why: &str) -> Result<Reversed> {
    let entry = earning(tx, key).await?;
    match entry.verb.as_str() {
        "earned" | "adjusted" if entry.amount > 0 => {
            take_back(tx, &entry, i64::MAX, ("reversed".to_owned(), why), None).await
        }
        "spent" | "redeemed" | "adjusted" => give_back_entry(tx, &entry, why, None).await,
        _ => Err(Error::refused("points.final", "What was paid out is not taken back.")),
    }
}

/// Takes a part back, once for each `part`: of two that were bought one was returned.
///
/// # Errors
/// `Missing`; `points.final` for what was not earned.
pub async fn reverse_part(
    tx: &mut Tx,
    key: &str,
    part: &str,
    amount: i64,
    why: &str,
) -> Result<Reversed> {
    let entry = earning(tx, key).await?;
    if entry.verb != "earned" {
        return Err(Error::refused("points.final", "Only what was earned is taken back in parts."));
    }
    take_back(tx, &entry, amount, (format!("reversed/{part}"), why), None).await
}

pub(super) async fn take_back(
    tx: &mut Tx,
    entry: &EntryRow,
    most: i64,
    (step, why): (String, &str),
    staff: Option<Id<Staff>>,
) -> Result<Reversed> {
    let why = clean_why(why, false)?;
    if entry.identity.is_none() {
        return Ok(Reversed::default());
    }
    let Some(lot) = locked(tx, entry).await? else { return Ok(Reversed::default()) };
    let amount = most.min(lot.amount - lot.taken - lot.owed);
    if amount <= 0 {
        return Ok(Reversed::default());
    }
    let new = NewEntry { amount: -amount, why, staff, ..follows(entry, "reversed", step) };
    let Some(id) = store::begin_entry(tx, &new).await? else { return Ok(Reversed::default()) };
    // What is left of it goes, then what expired, and the rest was spent.
    let left = amount.min(lot.remains);
    let expired = (amount - left).min(lot.expired);
    let spent = amount - left - expired;
    let after = Lot {
        remains: lot.remains - left,
        expired: lot.expired - expired,
        taken: lot.taken + left + expired,
        owed: lot.owed + spent,
        held_at: lot.held_at.filter(|_| lot.remains > left),
        ..lot.clone()
    };
    if !store::set_lot(tx, &lot, &after).await? {
        return Err(overtaken());
    }
    let mut postings = Postings::default();
    let (scheme, whose) = (lot.scheme, lot.identity);
    let from = if lot.active { Account::Active } else { Account::Pending };
    postings.shift(scheme, (from, whose), (Account::Expense, whose), left)?;
    postings.shift(scheme, (Account::Expired, whose), (Account::Breakage, whose), expired)?;
    postings.shift(scheme, (Account::Owed, whose), (Account::Expense, whose), spent)?;
    post(tx, id, &postings).await?;
    give_budget_back(tx, entry, amount).await?;
    let what = What::Reversed { amount, owed: spent };
    note(tx, (id, &lot), what, staff).await?;
    let terms = store::scheme(tx, scheme).await?;
    let member = store::member(tx, whose).await?;
    settle::settle(tx, &terms, member, (&entry.key, id)).await?;
    Ok(Reversed { entry: Some(id), amount, had_been_spent: spent })
}

async fn note(
    tx: &mut Tx,
    (entry, lot): (Id<Entry>, &Lot),
    what: What,
    staff: Option<Id<Staff>>,
) -> Result<()> {
    let deed = PointsDeed { entry, scheme: lot.scheme, whose: None, what };
    match staff {
        Some(staff) => {
            tx.record(Who::Staff(staff), &PointsDeed { whose: Some(lot.identity), ..deed }).await
        }
        None => {
            let who = customer(tx, lot.identity).await?;
            tx.record_of(who, &deed)
        }
    }
}

async fn give_budget_back(tx: &mut Tx, entry: &EntryRow, amount: i64) -> Result<()> {
    let month = month_of(tx, entry.at).await?;
    let programme = entry.kind.split_once('.').map_or("", |(area, _)| area);
    store::take_given_back(tx, entry.scheme, programme, &month, amount).await
}

/// Gives back what was spent under this key: the lots from which it came are open again.
///
/// # Errors
/// `Missing`; `points.final` for what was not spent.
pub async fn give_back(tx: &mut Tx, key: &str, why: &str) -> Result<Reversed> {
    let entry = earning(tx, key).await?;
    if !["spent", "redeemed"].contains(&entry.verb.as_str()) {
        return Err(Error::refused("points.final", "Only what was spent is given back."));
    }
    give_back_entry(tx, &entry, why, None).await
}

pub(super) async fn give_back_entry(
    tx: &mut Tx,
    entry: &EntryRow,
    why: &str,
    staff: Option<Id<Staff>>,
) -> Result<Reversed> {
    let why = clean_why(why, false)?;
    let Some(identity) = entry.identity else { return Ok(Reversed::default()) };
    if !super::confirm::lock_of(tx, entry.scheme, identity).await? {
        return Ok(Reversed::default());
    }
    let uses = store::uses(tx, entry.id).await?;
    let amount: i64 = uses.iter().map(|u| u.amount - u.given_back).sum();
    if amount == 0 {
        return Ok(Reversed::default());
    }
    let from = if entry.verb == "adjusted" {
        Account::Expense
    } else if entry.verb == "redeemed"
        && store::entry_by_key(tx, &entry.key, "honoured").await?.is_none()
    {
        Account::Liability
    } else {
        Account::Spent
    };
    let new =
        NewEntry { amount, why, staff, ..follows(entry, "given_back", "given_back".to_owned()) };
    let Some(id) = store::begin_entry(tx, &new).await? else { return Ok(Reversed::default()) };
    let mut postings = Postings::default();
    for used in uses {
        reopen(tx, (entry, id), used, (from, &mut postings)).await?;
    }
    post(tx, id, &postings).await?;
    let scheme = store::scheme(tx, entry.scheme).await?;
    let member = store::member(tx, identity).await?;
    let what = What::GivenBack { amount };
    let deed = PointsDeed { entry: id, scheme: scheme.id, whose: None, what };
    match staff {
        Some(staff) => {
            let deed = PointsDeed { whose: Some(identity), ..deed };
            tx.record(Who::Staff(staff), &deed).await?;
        }
        None => tx.record_of(Who::Customer { identity, person: member.person }, &deed)?,
    }
    settle::settle(tx, &scheme, member, (&entry.key, id)).await?;
    Ok(Reversed { entry: Some(id), amount, had_been_spent: 0 })
}

/// Opens a lot again for what an entry took of it. What was taken back meanwhile does not come back: it
/// pays what is owed for it, and where that was paid already, whoever paid has a lot of it.
async fn reopen(
    tx: &mut Tx,
    (entry, id): (&EntryRow, Id<Entry>),
    used: Use,
    (from, postings): (Account, &mut Postings),
) -> Result<()> {
    let amount = used.amount - used.given_back;
    let lot = store::lot(tx, used.lot).await?.ok_or_else(|| Error::fault("a lot is gone"))?;
    // They may have been one person then, and two now, of whom one was forgotten.
    if amount == 0 || !super::confirm::lock_of(tx, lot.scheme, lot.identity).await? {
        return Ok(());
    }
    let lot = store::lot(tx, used.lot).await?.unwrap_or(lot);
    if !store::give_use_back(tx, entry.id, used.lot, amount).await? {
        return Err(overtaken());
    }
    let (scheme, whose) = (lot.scheme, lot.identity);
    let taken = amount.min(lot.owed);
    let open = amount - taken;
    let mut after = Lot { remains: lot.remains + open, owed: lot.owed - taken, ..lot.clone() };
    after.taken += taken;
    let grace = tx.now().checked_add((24 * REOPENED_DAYS).hours()).map_err(Error::fault)?;
    if open > 0 && lot.expires_at.is_some_and(|at| at <= tx.now()) {
        after.expires_at = Some(grace);
    }
    if !store::set_lot(tx, &lot, &after).await? {
        return Err(overtaken());
    }
    postings.shift(scheme, (from, whose), (Account::Active, whose), open)?;
    let owed = store::balance_of_identity(tx, scheme, whose).await?.owed;
    let debt = -owed - postings.gathered(scheme, Account::Owed, whose);
    let pays = taken.min(debt);
    postings.shift(scheme, (from, whose), (Account::Owed, whose), pays)?;
    let rest = taken - pays;
    if rest > 0 {
        postings.shift(scheme, (from, whose), (Account::Active, whose), rest)?;
        let expires_at = lot.expires_at.map(|at| at.max(grace));
        let new = NewLot {
            entry: id,
            scheme,
            identity: whose,
            amount: rest,
            active: true,
            held: false,
            pending_until: None,
            expires_at,
            date_given: true,
        };
        store::add_lot(tx, &new).await?;
    }
    Ok(())
}

/// Takes an earning back until so much of it was: the rest of what several refunds of one order took.
pub(crate) async fn undo_to(
    tx: &mut Tx,
    entry: &EntryRow,
    in_all: i64,
    because: Id<deedwell_core::Action>,
) -> Result<Reversed> {
    let Some(lot) = store::lot_of_entry(tx, entry.id).await? else {
        return Ok(Reversed::default());
    };
    let more = in_all - lot.taken - lot.owed;
    take_back(tx, entry, more, (format!("reversed/{because}"), ""), None).await
}
