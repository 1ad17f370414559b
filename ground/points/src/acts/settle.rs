//! What somebody owes, because it was taken back after it was spent, is paid with what they have or get.

use deedwell_core::{Id, Result};
use deedwell_store::Tx;

use super::{overtaken, post};
use crate::account::{Account, Entry, Postings};
use crate::scheme::{Scheme, Shortfall};
use crate::store::{self, Lot, Member, NewEntry};

/// Pays what this person owes, as far as they can. `after` is the key and the entry that called for it.
pub(super) async fn settle(
    tx: &mut Tx,
    scheme: &Scheme,
    member: Member,
    (key, after): (&str, Id<Entry>),
) -> Result<()> {
    let debts = store::owing(tx, scheme.id, member.person).await?;
    if debts.is_empty() {
        return Ok(());
    }
    let mut lots = store::spendable(tx, scheme.id, member.person).await?;
    if scheme.terms.shortfall == Shortfall::Pending {
        lots.extend(store::pending(tx, scheme.id, member.person).await?);
    }
    let mut takes: Vec<(Lot, i64)> = Vec::new();
    let mut postings = Postings::default();
    let mut lots = lots.into_iter();
    let mut lot: Option<Lot> = None;
    for (debtor, mut debt) in debts {
        while debt > 0 {
            if lot.as_ref().is_none_or(|lot| lot.remains == 0) {
                lot = lots.next();
            }
            let Some(from) = lot.as_mut() else { break };
            let amount = debt.min(from.remains);
            let account = if from.active { Account::Active } else { Account::Pending };
            postings.shift(scheme.id, (account, from.identity), (Account::Owed, debtor), amount)?;
            takes.push((from.clone(), amount));
            from.remains -= amount;
            debt -= amount;
        }
    }
    let amount = takes.iter().map(|(_, amount)| amount).sum();
    if amount == 0 {
        return Ok(());
    }
    let new = NewEntry {
        key: key.to_owned(),
        step: format!("settled/{after}"),
        print: String::new(),
        verb: "settled",
        scheme: scheme.id,
        identity: Some(member.identity),
        kind: String::new(),
        about: String::new(),
        origin: Some(after),
        rule: None,
        amount,
        value: None,
        why: String::new(),
        staff: None,
    };
    let Some(entry) = store::begin_entry(tx, &new).await? else { return Err(overtaken()) };
    for (lot, amount) in takes {
        if !store::take(tx, lot.id, amount).await? {
            return Err(overtaken());
        }
        store::add_use(tx, entry, lot.id, amount).await?;
    }
    post(tx, entry, &postings).await
}
