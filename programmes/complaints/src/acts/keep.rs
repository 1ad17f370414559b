//! What time alone changes: promises that were broken, and whose things are.

use deedwell_core::{Id, Organisation, Result, Who};
use deedwell_store::{Db, Tx};

use super::record;
use crate::deed::ComplaintDeed as Deed;
use crate::store;

/// Broken promises that are counted at a time.
const AT_ONCE: usize = 500;

/// Counts promises that nobody kept; each once, whoever looks.
pub async fn keep_promises(tx: &mut Tx) -> Result<u64> {
    let mut counted = 0;
    for (id, promised) in store::unkept(tx, AT_ONCE).await? {
        let complaint = store::complaint(tx, id).await?;
        if store::add_breach(tx, id, promised, complaint.dues.of(promised)).await? {
            record(tx, Who::System, complaint.of(), Deed::PromiseBroken { promised }).await?;
            counted += 1;
        }
    }
    Ok(counted)
}

/// Lets complaints and voices follow the identities that gave them. Two servers that do it at once do the
/// same.
pub async fn keep_people(db: &Db, organisation: Id<Organisation>) -> Result<u64> {
    let mut tx = db.read(organisation).await?;
    let since = store::people_looked_at(&mut tx).await?;
    if !store::have_people_moved(&mut tx, since).await? {
        return Ok(0);
    }
    drop(tx);
    let mut tx = db.write(organisation).await?;
    let concerned = store::follow_people(&mut tx, since).await?;
    tx.commit().await?;
    Ok(concerned)
}

/// All of it. Nothing is written where nothing changed.
pub async fn keep(db: &Db, organisation: Id<Organisation>) -> Result<u64> {
    let mut concerned = keep_people(db, organisation).await?;
    loop {
        let mut tx = db.read(organisation).await?;
        if store::unkept(&mut tx, 1).await?.is_empty() {
            return Ok(concerned);
        }
        drop(tx);
        let mut tx = db.write(organisation).await?;
        let counted = keep_promises(&mut tx).await?;
        tx.commit().await?;
        concerned += counted;
        if counted == 0 {
            return Ok(concerned);
        }
    }
}
