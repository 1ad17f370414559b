//! What time does: what was pending becomes active, what was not spent in time expires.

use deedwell_core::{Id, Organisation, Result};
use deedwell_store::{Db, Tx};

use super::confirm::{confirm_entry, follows, lock_of};
use super::{customer, overtaken, post};
use crate::account::{Account, Postings};
use crate::deed::{PointsDeed, What};
use crate::store::{self, Lot, LotNoun, NewEntry};

/// Moved in one transaction. Each has accounts that it locks.
const AT_ONCE: usize = 50;

/// Confirms and expires all that is due. How much that was. Two servers that do it at once do it once.
///
/// # Errors
/// When the database cannot be read or written; what was done until then stays so.
pub async fn keep(db: &Db, organisation: Id<Organisation>) -> Result<u64> {
    let mut moved = 0;
    loop {
        let due = store::due_to_confirm(&mut db.read(organisation).await?, AT_ONCE).await?;
        if due.is_empty() {
            break;
        }
        let mut tx = db.write(organisation).await?;
        let before = moved;
        for entry in due {
            if let Some(entry) = store::entry(&mut tx, entry).await? {
                moved += u64::from(confirm_or_leave(&mut tx, &entry).await?);
            }
        }
        tx.commit().await?;
        if moved == before {
            break;
        }
    }
    loop {
        let due = store::due_to_expire(&mut db.read(organisation).await?, AT_ONCE).await?;
        if due.is_empty() {
            break;
        }
        let mut tx = db.write(organisation).await?;
        let before = moved;
        for lot in due {
            moved += u64::from(expire(&mut tx, lot).await?);
        }
        tx.commit().await?;
        // Nothing of it could be moved: that is looked at again in a minute.
        if moved == before {
            break;
        }
    }
    Ok(moved)
}

/// Of somebody who was forgotten nothing is left to confirm: `forget` saw to that.
async fn confirm_or_leave(tx: &mut Tx, entry: &store::EntryRow) -> Result<bool> {
    match confirm_entry(tx, entry).await {
        // Staff took hold of it between our looking and our doing.
        Err(deedwell_core::Error::Refused { .. }) => Ok(false),
        other => other,
    }
}

/// Takes what is left of a lot whose time is over. Only the rest that was not spent. Whether there was any.
async fn expire(tx: &mut Tx, id: Id<LotNoun>) -> Result<bool> {
    let Some(seen) = store::lot(tx, id).await? else { return Ok(false) };
    if !lock_of(tx, seen.scheme, seen.identity).await? {
        return Ok(false);
    }
    let Some(lot) = store::lot(tx, id).await? else { return Ok(false) };
    let over = lot.expires_at.is_some_and(|at| at <= tx.now());
    if !over || lot.remains == 0 || !lot.active {
        return Ok(false);
    }
    end(tx, &lot, "expired").await?;
    let who = customer(tx, lot.identity).await?;
    let what = What::Expired { amount: lot.remains };
    tx.record_of(who, &PointsDeed { entry: lot.entry, scheme: lot.scheme, whose: None, what })?;
    Ok(true)
}

/// What is left of a lot is the company's again.
pub(super) async fn end(tx: &mut Tx, lot: &Lot, verb: &'static str) -> Result<()> {
    let amount = lot.remains;
    let after = Lot { remains: 0, expired: lot.expired + amount, held_at: None, ..lot.clone() };
    if !store::set_lot(tx, lot, &after).await? {
        return Err(overtaken());
    }
    let entry = store::entry(tx, lot.entry).await?;
    let entry = entry.ok_or_else(|| deedwell_core::Error::fault("a lot without its entry"))?;
    // A lot that was opened again may end again.
    let step = format!("{verb}/{}/{}", lot.id, lot.expired);
    let identity = Some(lot.identity);
    let new = NewEntry { amount, scheme: lot.scheme, identity, ..follows(&entry, verb, step) };
    let Some(id) = store::begin_entry(tx, &new).await? else { return Err(overtaken()) };
    let (scheme, whose) = (lot.scheme, lot.identity);
    let from = if lot.active { Account::Active } else { Account::Pending };
    let mut postings = Postings::default();
    postings.shift(scheme, (from, whose), (Account::Expired, whose), amount)?;
    postings.shift(scheme, (Account::Breakage, whose), (Account::Expense, whose), amount)?;
    post(tx, id, &postings).await
}
