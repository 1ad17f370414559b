//! What was pending can be spent.

use deedwell_core::{Error, Id, Identity, Result};
use deedwell_store::Tx;

use super::{customer, overtaken, post, settle};
use crate::account::{Account, Postings};
use crate::deed::{PointsDeed, What};
use crate::store::{self, EntryRow, Lot, NewEntry};

/// Confirms what was earned under this key. False when it was active already, or nothing of it is left.
///
/// # Errors
/// `Missing`; `points.waits_for_staff`.
pub async fn confirm(tx: &mut Tx, key: &str) -> Result<bool> {
    let entry = earning(tx, key).await?;
    confirm_entry(tx, &entry).await
}

/// # Errors
/// `Missing` where nothing was earned under this key.
pub(super) async fn earning(tx: &mut Tx, key: &str) -> Result<EntryRow> {
    store::entry_by_key(tx, key, "").await?.ok_or(Error::Missing("earning"))
}

pub(super) async fn confirm_entry(tx: &mut Tx, entry: &EntryRow) -> Result<bool> {
    let Some(lot) = locked(tx, entry).await? else { return Ok(false) };
    if lot.active {
        return Ok(false);
    }
    if lot.held_at.is_some() {
        return Err(Error::refused(
            "points.waits_for_staff",
            "Somebody of the staff has to approve this first.",
        ));
    }
    let scheme = store::scheme(tx, lot.scheme).await?;
    let now = tx.now();
    let mut active = Lot { active: true, active_at: Some(now), ..lot.clone() };
    if !lot.date_given {
        // The time in which they can be spent begins when they can be.
        active.expires_at = scheme.terms.expiry.ends_at(now, &store::zone(tx).await?)?;
    }
    if !store::set_lot(tx, &lot, &active).await? {
        return Err(overtaken());
    }
    if lot.remains == 0 {
        return Ok(false);
    }
    let new =
        NewEntry { amount: lot.remains, ..follows(entry, "confirmed", "confirmed".to_owned()) };
    let Some(id) = store::begin_entry(tx, &new).await? else { return Err(overtaken()) };
    let mut postings = Postings::default();
    let (from, to) = ((Account::Pending, lot.identity), (Account::Active, lot.identity));
    postings.shift(lot.scheme, from, to, lot.remains)?;
    post(tx, id, &postings).await?;
    let who = customer(tx, lot.identity).await?;
    let what = What::Confirmed { amount: lot.remains };
    tx.record_of(who, &PointsDeed { entry: id, scheme: lot.scheme, whose: None, what })?;
    let member = store::member(tx, lot.identity).await?;
    settle::settle(tx, &scheme, member, (&entry.key, id)).await?;
    Ok(true)
}

/// The lot of an earning, as it stands once nobody else may move it.
pub(super) async fn locked(tx: &mut Tx, entry: &EntryRow) -> Result<Option<Lot>> {
    let Some(lot) = store::lot_of_entry(tx, entry.id).await? else { return Ok(None) };
    if !lock_of(tx, lot.scheme, lot.identity).await? {
        return Ok(None);
    }
    store::lot_of_entry(tx, entry.id).await
}

/// Locks all that the person of this identity has. False for somebody who was forgotten: of them nothing
/// is moved any more.
pub(super) async fn lock_of(
    tx: &mut Tx,
    scheme: Id<crate::Scheme>,
    identity: Id<Identity>,
) -> Result<bool> {
    let person = match store::member(tx, identity).await {
        Ok(member) => member.person,
        Err(Error::Missing(_)) => return Ok(false),
        Err(error) => return Err(error),
    };
    store::lock(tx, scheme, identity, person).await.map(|()| true)
}

/// An entry that follows from another, under its key.
pub(super) fn follows(entry: &EntryRow, verb: &'static str, step: String) -> NewEntry {
    NewEntry {
        key: entry.key.clone(),
        step,
        print: String::new(),
        verb,
        scheme: entry.scheme,
        identity: entry.identity,
        kind: entry.kind.clone(),
        about: entry.about.clone(),
        origin: Some(entry.id),
        rule: None,
        amount: entry.amount,
        value: None,
        why: String::new(),
        staff: None,
    }
}
