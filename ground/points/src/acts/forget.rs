//! Somebody is forgotten: what they had is the company's again, what they owed is let go, and no word of
//! them stays. The postings do: without them the books would not add up, and whose they were is an id that
//! nobody has any more.

use deedwell_core::{Id, Identity, Result};
use deedwell_store::Tx;

use super::keep::end;
use super::{overtaken, post};
use crate::account::{Account, Postings};
use crate::store::{self, NewEntry};

/// Forgets what these identities have, before their rows go.
pub async fn forget(tx: &mut Tx, whom: &[Id<Identity>]) -> Result<()> {
    for identity in whom {
        for scheme in store::schemes(tx).await? {
            let balance = store::balance_of_identity(tx, scheme.id, *identity).await?;
            if balance.active == 0 && balance.pending == 0 && balance.owed == 0 {
                continue;
            }
            for lot in store::open_lots_of(tx, scheme.id, *identity).await? {
                end(tx, &lot, "forgotten").await?;
            }
            if balance.owed < 0 {
                let new = NewEntry {
                    key: format!("forgotten/{}", tx.new_id::<NewEntry>()),
                    step: String::new(),
                    print: String::new(),
                    verb: "forgotten",
                    scheme: scheme.id,
                    identity: Some(*identity),
                    kind: String::new(),
                    about: String::new(),
                    origin: None,
                    rule: None,
                    amount: -balance.owed,
                    value: None,
                    why: String::new(),
                    staff: None,
                };
                let Some(id) = store::begin_entry(tx, &new).await? else { return Err(overtaken()) };
                let mut postings = Postings::default();
                let (from, to) = ((Account::Expense, *identity), (Account::Owed, *identity));
                postings.shift(scheme.id, from, to, -balance.owed)?;
                post(tx, id, &postings).await?;
            }
        }
        store::forget_words(tx, *identity).await?;
    }
    Ok(())
}
