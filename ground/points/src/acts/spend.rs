//! Somebody spends what they have: what ends first goes first.

use deedwell_core::{Error, Id, Result, Who};
use deedwell_store::Tx;

use super::{Because, booked_before, check_key, identity_of, overtaken, post, print};
use crate::account::{Account, Entry, Postings};
use crate::deed::{PointsDeed, What};
use crate::reward::Reward;
use crate::scheme::{LARGEST, Scheme};
use crate::store::{self, Member, NewEntry};

#[derive(Clone, Debug)]
pub struct Spend {
    pub who: Who,
    pub scheme: Id<Scheme>,
    pub amount: i64,
    pub because: Because,
    pub key: String,
    /// What it was spent on was handed over: nothing is owed to them any more.
    pub handed_over: bool,
    pub reward: Option<Id<Reward>>,
}

#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spent {
    pub entry: Id<Entry>,
    pub amount: i64,
    pub is_new: bool,
}

/// # Errors
/// `points.not_enough`; `points.not_a_customer`; `points.key_used`; `Invalid`; `Missing`.
pub async fn spend(tx: &mut Tx, spend: &Spend) -> Result<Spent> {
    let identity = identity_of(spend.who)?;
    check_key(&spend.key)?;
    spend.because.checked()?;
    check_amount(spend.amount)?;
    let (scheme_id, amount) = (spend.scheme.to_string(), spend.amount.to_string());
    let Because { kind, about } = &spend.because;
    let print = print(&["spend", &scheme_id, &identity.to_string(), &amount, kind, about]);
    if let Some(before) = booked_before(tx, &spend.key, &print).await? {
        return Ok(Spent { entry: before.id, amount: before.amount, is_new: false });
    }
    let scheme = store::scheme(tx, spend.scheme).await?;
    let member = store::member(tx, identity).await?;
    store::lock(tx, scheme.id, identity, member.person).await?;
    let new = NewEntry {
        key: spend.key.clone(),
        step: String::new(),
        print: print.clone(),
        verb: if spend.handed_over { "spent" } else { "redeemed" },
        scheme: scheme.id,
        identity: Some(identity),
        kind: kind.clone(),
        about: about.clone(),
        origin: None,
        rule: None,
        amount: spend.amount,
        value: None,
        why: String::new(),
        staff: None,
    };
    let Some(entry) = store::begin_entry(tx, &new).await? else {
        let before = booked_before(tx, &spend.key, &print).await?;
        let before = before.ok_or_else(|| Error::fault("an entry was there, and is gone"))?;
        return Ok(Spent { entry: before.id, amount: before.amount, is_new: false });
    };
    let to = if spend.handed_over { Account::Spent } else { Account::Liability };
    let mut postings = Postings::default();
    take(tx, &scheme, member, (entry, spend.amount), (to, &mut postings)).await?;
    post(tx, entry, &postings).await?;
    let what = What::Spent { amount: spend.amount, reward: spend.reward };
    tx.record(spend.who, &PointsDeed { entry, scheme: scheme.id, whose: None, what }).await?;
    Ok(Spent { entry, amount: spend.amount, is_new: true })
}

/// # Errors
/// `Invalid` for nothing, less, or too much.
pub(super) fn check_amount(amount: i64) -> Result<()> {
    if (1..=LARGEST).contains(&amount) {
        return Ok(());
    }
    Err(Error::invalid("amount", "Please give an amount from 1 on, not too large."))
}

/// Takes so much of what a member can spend, what ends first first. Their account is locked.
///
/// # Errors
/// `points.not_enough`.
pub(super) async fn take(
    tx: &mut Tx,
    scheme: &Scheme,
    member: Member,
    (entry, amount): (Id<Entry>, i64),
    (to, postings): (Account, &mut Postings),
) -> Result<()> {
    let lots = store::spendable(tx, scheme.id, member.person).await?;
    let there: i64 = lots.iter().map(|lot| lot.remains).sum();
    if there < amount {
        // Whoever goes on after this refusal has spent nothing under this key.
        store::drop_entry(tx, entry).await?;
        return Err(Error::refused(
            "points.not_enough",
            format!(
                "That is more than there is to spend: {} of {}.",
                scheme.terms.words(there),
                scheme.terms.words(amount)
            ),
        ));
    }
    let mut due = amount;
    for lot in lots {
        let part = due.min(lot.remains);
        if part == 0 {
            break;
        }
        if !store::take(tx, lot.id, part).await? {
            return Err(overtaken());
        }
        store::add_use(tx, entry, lot.id, part).await?;
        postings.shift(scheme.id, (Account::Active, lot.identity), (to, lot.identity), part)?;
        due -= part;
    }
    Ok(())
}
