//! Counting apart the votes of those who look like one, or of whom staff said so. Nothing is deleted, and what
//! staff lift counts again. No deed of ours: that somebody is counted apart is told where it is decided.

use std::collections::BTreeSet;

use deedwell_core::{Id, Organisation, Result, Timestamp};
use deedwell_store::{Db, Tx};
use jiff::SignedDuration;

use crate::idea::Idea;
use crate::store;

/// A transaction may end this much later than it began.
const LOOK_BACK: SignedDuration = SignedDuration::from_mins(10);
/// Ideas with new votes that are looked at in one go; the rest a minute later.
const MOST_AT_ONCE: usize = 200;

/// What trust knows an idea by.
pub fn about(id: Id<Idea>) -> String {
    format!("idea/{id}")
}

/// Looks at ideas with new votes, and follows what was decided since. Gives how many ideas are counted
/// otherwise. Two servers that do it at once do the same.
pub async fn keep_apart(db: &Db, organisation: Id<Organisation>) -> Result<u64> {
    Ok(follow_decisions(db, organisation).await? + look_at_new(db, organisation).await?)
}

async fn follow_decisions(db: &Db, organisation: Id<Organisation>) -> Result<u64> {
    let mut tx = db.read(organisation).await?;
    let now = tx.now();
    let since = store::apart_looked_at(&mut tx).await?;
    let from = since.checked_sub(LOOK_BACK).unwrap_or(Timestamp::UNIX_EPOCH);
    let moved = deedwell_trust::store::apart_changed(&mut tx, from).await?;
    if moved.is_empty() {
        return Ok(0);
    }
    let mut ideas: BTreeSet<Id<Idea>> = BTreeSet::new();
    for (person, about) in moved {
        if about.is_empty() {
            ideas.extend(store::voted_on(&mut tx, person).await?);
        } else if let Some(id) = about.strip_prefix("idea/").and_then(|id| id.parse().ok()) {
            ideas.insert(id);
        }
    }
    drop(tx);
    let mut changed = 0;
    for id in ideas {
        let mut tx = db.write(organisation).await?;
        changed += u64::from(settle(&mut tx, id).await?);
        tx.commit().await?;
    }
    let mut tx = db.write(organisation).await?;
    store::set_apart_looked_at(&mut tx, now).await?;
    tx.commit().await?;
    Ok(changed)
}

async fn look_at_new(db: &Db, organisation: Id<Organisation>) -> Result<u64> {
    let mut tx = db.read(organisation).await?;
    let unlooked = store::unlooked(&mut tx, MOST_AT_ONCE).await?;
    drop(tx);
    let mut changed = 0;
    for (id, votes) in unlooked {
        // Much is read, and no vote waits for it.
        let mut tx = db.read(organisation).await?;
        let cast = store::cast_on(&mut tx, id).await?;
        let found = deedwell_trust::acts::find(&mut tx, &cast).await?;
        drop(tx);
        let mut tx = db.write(organisation).await?;
        deedwell_trust::acts::put_apart(&mut tx, &about(id), &found).await?;
        changed += u64::from(settle(&mut tx, id).await?);
        store::set_looked(&mut tx, id, votes).await?;
        tx.commit().await?;
    }
    Ok(changed)
}

/// Counts the idea, and the one that speaks for it, as trust has it now. Whether anything changed.
async fn settle(tx: &mut Tx, id: Id<Idea>) -> Result<bool> {
    let idea = match store::two_of_tree(tx, id).await {
        Ok(idea) => idea,
        Err(deedwell_core::Error::Missing(_)) => return Ok(false),
        Err(error) => return Err(error),
    };
    let apart = deedwell_trust::store::apart(tx, &about(id)).await?;
    if !store::set_apart(tx, id, &apart).await? {
        return Ok(false);
    }
    let ids = BTreeSet::from([id, idea.root]);
    for id in &ids {
        store::recount(tx, *id).await?;
    }
    store::rank_again(tx, &ids).await?;
    Ok(true)
}
