//! What is sent twice is done once: a request with a key of its own keeps its answer in the same
//! transaction as the change, so that a crash loses both or neither.
//!
//! [`begin`] takes the key before anything is done, [`keep`] writes the answer, and
//! [`Tx::commit`](crate::Tx::commit) refuses to commit a key that was taken and not answered. Two at
//! once take turns: on SQLite there is one writer, on PostgreSQL the second waits at the key. What was
//! refused or failed rolled back, its key too, and may be sent again.

use deedwell_core::behaviour::Later;
use deedwell_core::{Error, Id, Organisation, Result};
use jiff::SignedDuration;

use crate::{Db, Tx};

/// For so long the same key is answered from what was kept.
pub const KEPT_FOR: SignedDuration = SignedDuration::from_hours(72);
/// Letters of a key.
pub const LONGEST_KEY: usize = 200;
/// Read at a time by whoever looks through all of them.
const AT_ONCE: usize = 200;

/// A request as it is told from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Once {
    /// Whose keys these are: two programs may use the same word.
    pub sender: String,
    pub key: String,
    /// Of what was asked for, where.
    pub print: String,
}

/// Whether the work is still to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    Now,
    /// It was done before, and this was the answer.
    Before(String),
}

/// Takes the key, or finds what was answered to it.
///
/// # Errors
/// `Refused` when the key was used for another request.
pub fn begin<'a>(tx: &'a mut Tx, once: &'a Once) -> Later<'a, Result<Begun>> {
    Box::pin(async move {
        forget(tx).await?;
        let take = tx.query(
            "insert into once (organisation, sender, key, print, answer, at)
         values ($1, $2, $3, $4, '', $5) on conflict do nothing",
        );
        let now = tx.now();
        let take = take.bind(&once.sender).bind(&once.key).bind(&once.print).bind(now);
        if tx.run(take).await? == 1 {
            tx.owes_answer = Some(once.clone());
            return Ok(Begun::Now);
        }
        let find = tx.query(
            "select print, answer from once where organisation = $1 and sender = $2 and key = $3",
        );
        let row = tx.one(find.bind(&once.sender).bind(&once.key)).await?;
        if row.text("print")? != once.print {
            return Err(Error::refused(
                "api.key_used",
                "This Idempotency-Key was used for another request. Please send a new key.",
            ));
        }
        Ok(Begun::Before(row.text("answer")?))
    })
}

/// Keeps the answer of a request that came with a key; of others nothing is kept.
pub fn keep<'a>(tx: &'a mut Tx, answer: &'a str) -> Later<'a, Result<()>> {
    Box::pin(async move {
        let Some(once) = tx.owes_answer.take() else { return Ok(()) };
        let update = tx.query(
            "update once set answer = $4 where organisation = $1 and sender = $2 and key = $3",
        );
        tx.run(update.bind(once.sender).bind(once.key).bind(answer)).await.map(drop)
    })
}

/// Keys that have had their time.
async fn forget(tx: &mut Tx) -> Result<()> {
    let before = tx.now().checked_sub(KEPT_FOR).map_err(Error::fault)?;
    let delete = tx.query("delete from once where organisation = $1 and at < $2");
    tx.run(delete.bind(before)).await.map(drop)
}

/// Forgets requests whose answers name somebody: sent again, they are done again, or refused.
///
/// # Errors
/// When the database cannot be read or written; what was forgotten until then stays so.
pub async fn forget_naming(
    db: &Db,
    organisation: Id<Organisation>,
    is_named_in: &(dyn Fn(&str) -> bool + Sync),
) -> Result<()> {
    let mut after = (String::new(), String::new());
    loop {
        let mut tx = db.read(organisation).await?;
        let page = tx.query(
            "select sender, key, answer from once
             where organisation = $1 and (sender, key) > ($2, $3) order by sender, key limit $4",
        );
        let rows = tx.list(page.bind(&after.0).bind(&after.1).bind(AT_ONCE)).await?;
        drop(tx);
        let mut tx = db.write(organisation).await?;
        for row in &rows {
            after = (row.text("sender")?, row.text("key")?);
            if is_named_in(&after.1) || is_named_in(&row.text("answer")?) {
                let delete = tx
                    .query("delete from once where organisation = $1 and sender = $2 and key = $3");
                tx.run(delete.bind(&after.0).bind(&after.1)).await?;
            }
        }
        tx.commit().await?;
        if rows.len() < AT_ONCE {
            return Ok(());
        }
    }
}
