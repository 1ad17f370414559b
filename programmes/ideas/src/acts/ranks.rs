//! Keeping the orders: what derives from everything is worked out a while after, not by whoever
//! happens to ask for a page. No deed: nothing happened that the tables do not say already.

use deedwell_core::{Id, Organisation, Result};
use deedwell_store::Db;

use crate::store::{self, Ranked};

/// Rows that are written in one transaction: nobody waits long for it.
const AT_ONCE: usize = 500;

/// Brings every idea's place up to date, if somebody took part or a day began since it last was. Gives
/// how many moved. Two servers that do it at once do the same.
pub async fn keep_ranks(db: &Db, organisation: Id<Organisation>) -> Result<u64> {
    let Some(begun) = begin(db, organisation).await? else { return Ok(0) };
    let mut tx = db.read(organisation).await?;
    let now = store::ranked_now(&mut tx).await?;
    let changed = store::ranks_to_change(&mut tx, now.day).await?;
    drop(tx);
    for some in changed.chunks(AT_ONCE) {
        let mut tx = db.write(organisation).await?;
        for rank in some {
            store::set_rank(&mut tx, *rank).await?;
        }
        tx.commit().await?;
    }
    let mut tx = db.write(organisation).await?;
    store::set_ranked(&mut tx, begun, now).await?;
    tx.commit().await?;
    Ok(u64::try_from(changed.len()).unwrap_or(u64::MAX))
}

/// Up to when the ranks are worked out, unless that is now. Where nobody worked them out yet, that is
/// written down: an import in the meantime can then take it back ([`store::rank_all`]).
async fn begin(db: &Db, organisation: Id<Organisation>) -> Result<Option<Ranked>> {
    let mut tx = db.read(organisation).await?;
    let now = store::ranked_now(&mut tx).await?;
    match store::ranked(&mut tx).await? {
        Some(ranked) => Ok((ranked != now).then_some(ranked)),
        None => {
            drop(tx);
            let mut tx = db.write(organisation).await?;
            store::begin_ranked(&mut tx).await?;
            tx.commit().await?;
            Ok(Some(Ranked::NEVER))
        }
    }
}
