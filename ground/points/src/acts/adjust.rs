//! What staff do by hand: more or less points, with a reason; and what waits for them.

use deedwell_core::{Error, Id, Identity, Result, Staff, Who};
use deedwell_store::{Tx, audit};
use serde_json::json;

use super::confirm::confirm_entry;
use super::earn::{Earn, Extra, earn_with};
use super::reverse::take_back;
use super::{Because, booked_before, check_key, clean_why, post, print, spend};
use crate::account::{Account, Entry, Postings};
use crate::deed::{PointsDeed, What};
use crate::scheme::Scheme;
use crate::store::{self, EntryRow, NewEntry};

#[derive(Clone, Debug)]
pub struct Adjust {
    pub staff: Id<Staff>,
    pub identity: Id<Identity>,
    pub scheme: Id<Scheme>,
    /// Less than nothing takes away.
    pub amount: i64,
    pub why: String,
    pub key: String,
}

/// Gives by hand, or takes. More than the scheme allows waits for somebody else of the staff; more than it
/// allows is not taken at once.
///
/// # Errors
/// `points.too_much_by_hand`, `points.ours`, `points.not_enough`, `points.key_used`; `Invalid`.
pub async fn adjust(tx: &mut Tx, adjust: &Adjust) -> Result<Id<Entry>> {
    let why = clean_why(&adjust.why, true)?;
    let member = store::member(tx, adjust.identity).await?;
    let because = Because::new("points.adjusted", format!("staff/{}", adjust.staff));
    let entry = if adjust.amount < 0 {
        take_by_hand(tx, adjust, &why, because).await?
    } else {
        spend::check_amount(adjust.amount)?;
        let earn = Earn {
            who: Who::Customer { identity: member.identity, person: member.person },
            scheme: adjust.scheme,
            amount: adjust.amount,
            because,
            key: adjust.key.clone(),
            pending_until: None,
            expires_at: None,
        };
        let extra = Extra { staff: Some(adjust.staff), why, ..Extra::default() };
        let earned = earn_with(tx, &earn, &extra).await?;
        earned.entry.ok_or_else(|| {
            Error::refused("points.ours", "Test accounts and our own people earn nothing.")
        })?
    };
    let about = format!("points/{entry}");
    let detail = json!({ "amount": adjust.amount });
    audit(tx, Some(adjust.staff), "points.adjusted", Some(&about), &detail).await?;
    Ok(entry)
}

async fn take_by_hand(
    tx: &mut Tx,
    adjust: &Adjust,
    why: &str,
    because: Because,
) -> Result<Id<Entry>> {
    check_key(&adjust.key)?;
    let (scheme_id, whose) = (adjust.scheme.to_string(), adjust.identity.to_string());
    let print = print(&["adjust", &scheme_id, &whose, &adjust.amount.to_string(), why]);
    if let Some(before) = booked_before(tx, &adjust.key, &print).await? {
        return Ok(before.id);
    }
    let scheme = store::scheme(tx, adjust.scheme).await?;
    let amount = adjust.amount.checked_neg().unwrap_or(i64::MAX);
    spend::check_amount(amount)?;
    if amount > scheme.terms.most_by_hand {
        return Err(Error::refused(
            "points.too_much_by_hand",
            format!(
                "At most {} are taken by hand at once.",
                scheme.terms.words(scheme.terms.most_by_hand)
            ),
        ));
    }
    let member = store::member(tx, adjust.identity).await?;
    store::lock(tx, scheme.id, member.identity, member.person).await?;
    let new = NewEntry {
        key: adjust.key.clone(),
        step: String::new(),
        print: print.clone(),
        verb: "adjusted",
        scheme: scheme.id,
        identity: Some(member.identity),
        kind: because.kind,
        about: because.about,
        origin: None,
        rule: None,
        amount: adjust.amount,
        value: None,
        why: why.to_owned(),
        staff: Some(adjust.staff),
    };
    let Some(entry) = store::begin_entry(tx, &new).await? else {
        let before = booked_before(tx, &adjust.key, &print).await?;
        return before.map(|b| b.id).ok_or_else(|| Error::fault("an entry was there, and is gone"));
    };
    let mut postings = Postings::default();
    spend::take(tx, &scheme, member, (entry, amount), (Account::Expense, &mut postings)).await?;
    post(tx, entry, &postings).await?;
    let what = What::Adjusted { amount: adjust.amount };
    let deed = PointsDeed { entry, scheme: scheme.id, whose: Some(member.identity), what };
    tx.record(Who::Staff(adjust.staff), &deed).await?;
    Ok(entry)
}

/// What waits for staff: the entry, and that it still waits.
async fn waiting(tx: &mut Tx, staff: Id<Staff>, id: Id<Entry>) -> Result<(EntryRow, store::Lot)> {
    let entry = store::entry(tx, id).await?.ok_or(Error::Missing("earning"))?;
    let lot = super::confirm::locked(tx, &entry).await?;
    let lot = lot
        .filter(|lot| lot.held_at.is_some())
        .ok_or_else(|| Error::refused("points.decided_already", "This was decided already."))?;
    if entry.staff == Some(staff) {
        return Err(Error::refused(
            "points.own_adjustment",
            "You gave this yourself. Somebody else has to approve it.",
        ));
    }
    Ok((entry, lot))
}

/// What waited for staff is theirs: at once, or when it would have been.
///
/// # Errors
/// `Missing`; `points.decided_already`; `points.own_adjustment`.
pub async fn approve(tx: &mut Tx, staff: Id<Staff>, id: Id<Entry>) -> Result<()> {
    let (entry, lot) = waiting(tx, staff, id).await?;
    let approved = store::Lot { held_at: None, ..lot.clone() };
    if !store::set_lot(tx, &lot, &approved).await? {
        return Err(super::overtaken());
    }
    let what = What::Approved { amount: lot.remains };
    note(tx, staff, (id, &lot), what, "").await?;
    if lot.pending_until.is_none_or(|until| until <= tx.now()) {
        confirm_entry(tx, &entry).await?;
    }
    Ok(())
}

/// What waited for staff is not theirs.
///
/// # Errors
/// `Missing`; `points.decided_already`; `points.own_adjustment`; `Invalid` without a reason.
pub async fn refuse(tx: &mut Tx, staff: Id<Staff>, id: Id<Entry>, why: &str) -> Result<()> {
    let why = clean_why(why, true)?;
    let (entry, lot) = waiting(tx, staff, id).await?;
    let what = What::Refused { amount: lot.remains };
    note(tx, staff, (id, &lot), what, &why).await?;
    let step = ("reversed".to_owned(), why.as_str());
    take_back(tx, &entry, i64::MAX, step, Some(staff)).await.map(drop)
}

async fn note(
    tx: &mut Tx,
    staff: Id<Staff>,
    (entry, lot): (Id<Entry>, &store::Lot),
    what: What,
    why: &str,
) -> Result<()> {
    let deed = PointsDeed { entry, scheme: lot.scheme, whose: Some(lot.identity), what };
    let kind = deedwell_core::Deed::kind(&deed);
    tx.record(Who::Staff(staff), &deed).await?;
    let (about, detail) = (format!("points/{entry}"), json!({ "amount": lot.remains, "why": why }));
    audit(tx, Some(staff), kind, Some(&about), &detail).await
}
