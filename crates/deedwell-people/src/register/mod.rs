//! Who there is, in memory, so that the list of a million people is found, counted and ordered without
//! walking their table (decision 0017).
//!
//! The database stays the truth. Every row of `person` says when the list last had reason to show it
//! otherwise (`heard_at`). What was heard up to some moment stands in a [`leaf`]; whoever asks reads what was
//! heard since in their own transaction ([`read`]), and the later leaf counts. So an answer is exact, one's
//! own unsaved change included, and no other server has to be told.
mod leaf;
mod ranked;
mod read;
mod roll;

use std::sync::Arc;
use std::time::Duration;

use deedwell_core::{Id, Person, Result};
use deedwell_store::Tx;
use tokio::sync::{Mutex, MutexGuard};

use leaf::Leaf;
pub use ranked::Ranking;
pub(crate) use roll::{Found, Roll};

/// How long after it began a transaction may still commit unheard, clocks of servers included.
const GRACE_US: i64 = 30_000_000;
/// So much later whoever asks reads on for all who come after.
const OLD_US: i64 = 120_000_000;
/// How often it is made sure that the register holds everybody.
const CENSUS_US: i64 = 60_000_000;
/// How long a transaction waits without a word.
const WORD_EVERY: Duration = Duration::from_secs(1);
/// People in the second leaf, beside a share of the first, before one is made of both.
const MOST_SINCE: usize = 20_000;

/// What is kept of one organisation.
#[derive(Default)]
pub(crate) struct Register(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// Heard before `based`.
    base: Arc<Leaf>,
    based: i64,
    /// Heard from then on, before `up_to`.
    since: Arc<Leaf>,
    up_to: i64,
    census_at: i64,
}

/// The list as this transaction sees it.
pub(crate) async fn open(tx: &mut Tx) -> Result<Roll> {
    let register = tx.kept::<Register>();
    let mut kept = register.locked(tx).await?;
    let now = tx.now().as_microsecond();
    // Who may write sees what others may never see.
    if !tx.may_write() && now - kept.up_to > OLD_US {
        kept.read_on(tx, now - GRACE_US).await?;
    }
    let leaves = [Arc::clone(&kept.base), Arc::clone(&kept.since)];
    let up_to = kept.up_to;
    drop(kept);
    let recent = read::heard(tx, up_to, i64::MAX).await?;
    Ok(Roll::new(leaves.into_iter().chain([Arc::new(recent)])))
}

/// Reads on, so that nobody who asks has much to read; now and then makes sure that nobody is missing or
/// too many. For a server to do by itself, in a transaction that only reads.
///
/// # Errors
/// When the database cannot be read.
pub async fn keep_up(tx: &mut Tx) -> Result<()> {
    let register = tx.kept::<Register>();
    let now = tx.now().as_microsecond();
    let mut kept = register.locked(tx).await?;
    kept.read_on(tx, now - GRACE_US).await?;
    let is_due = now - kept.census_at > CENSUS_US;
    drop(kept);
    if !is_due {
        return Ok(());
    }
    let known = open(tx).await?.everybody().total();
    let count = tx.query(
        "select count(*) as people from person
         where organisation = $1 and head = id and known > 0",
    );
    let is_so = tx.one(count).await?.number("people")? == known as i64;
    let mut kept = register.locked(tx).await?;
    if !is_so {
        *kept = Kept::default();
        kept.read_on(tx, now - GRACE_US).await?;
    }
    kept.census_at = now;
    Ok(())
}

/// Leaves nothing of somebody in memory, for who erases them.
///
/// # Errors
/// When the database cannot be read.
pub async fn forget(tx: &mut Tx, person: Id<Person>) -> Result<()> {
    let register = tx.kept::<Register>();
    let mut kept = register.locked(tx).await?;
    Arc::make_mut(&mut kept.base).forget(person);
    Arc::make_mut(&mut kept.since).forget(person);
    Ok(())
}

impl Register {
    async fn locked(&self, tx: &mut Tx) -> Result<MutexGuard<'_, Kept>> {
        awaited(tx, self.0.lock()).await
    }
}

/// What takes seconds where there are a million people. PostgreSQL ends a transaction that says nothing for
/// that long, so a word is said now and then.
async fn awaited<T>(tx: &mut Tx, wait: impl Future<Output = T>) -> Result<T> {
    let mut wait = std::pin::pin!(wait);
    loop {
        if let Ok(done) = tokio::time::timeout(WORD_EVERY, &mut wait).await {
            return Ok(done);
        }
        let word = tx.query("select 1 as here from organisation where organisation = $1");
        tx.find(word).await?;
    }
}

impl Kept {
    async fn read_on(&mut self, tx: &mut Tx, to: i64) -> Result<()> {
        if self.base.is_empty() || self.since.len() > MOST_SINCE + self.base.len() / 20 {
            self.base = Arc::new(read::heard(tx, 0, to).await?);
            self.since = Arc::default();
            self.based = to;
        } else {
            self.since = Arc::new(read::heard(tx, self.based, to).await?);
        }
        self.up_to = to;
        Ok(())
    }
}
