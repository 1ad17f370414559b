//! Keeping whose things are. No deed: what moved the identities was recorded when it did.

use deedwell_core::{Id, Organisation, Result};
use deedwell_store::Db;

use crate::store;

/// Lets votes, comments, thanks and ideas follow the identities that gave them. Gives how many ideas
/// and comments it concerned. Two servers that do it at once do the same.
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

/// What derives from the tables: whose things are, whose votes are counted apart, then how ideas rank.
pub async fn keep(db: &Db, organisation: Id<Organisation>) -> Result<u64> {
    let people = keep_people(db, organisation).await?;
    let apart = super::keep_apart(db, organisation).await?;
    Ok(people + apart + super::keep_ranks(db, organisation).await?)
}
