//! Merging and un-merging.

use std::collections::BTreeSet;

use deedwell_core::{Error, Id, Result, Staff, Who};
use deedwell_store::Tx;

use super::record;
use crate::idea::Idea;
use crate::merge::{MOST_IN_ONE, subtree};
use crate::store;

/// One idea, with all it speaks for, is from now on spoken for by another. The distinct persons who
/// want either are the voters of that one; its author is none.
pub async fn merge(tx: &mut Tx, staff: Id<Staff>, id: Id<Idea>, into: Id<Idea>) -> Result<()> {
    let (idea, target) = store::two_to_change(tx, id, into).await?;
    let deed = idea.merge(&target)?;
    let (ours, theirs) = (store::links(tx, id).await?.len(), store::links(tx, into).await?.len());
    if ours + theirs > MOST_IN_ONE {
        return Err(Error::refused(
            "ideas.merged_too_many",
            format!("One idea can speak for {MOST_IN_ONE} at most. Please choose another."),
        ));
    }
    store::set_merged(tx, &idea, into).await?;
    store::set_root_of_tree(tx, id, into).await?;
    store::add_merge(tx, id, into, staff).await?;
    store::recount(tx, id).await?;
    store::recount(tx, into).await?;
    store::rank_again(tx, &BTreeSet::from([id, into])).await?;
    record(tx, Who::Staff(staff), idea.of(), deed).await
}

/// The idea speaks for itself again, where it stood, and for all that was merged into it before.
pub async fn unmerge(tx: &mut Tx, staff: Id<Staff>, id: Id<Idea>) -> Result<()> {
    let root = store::root_to_change(tx, id).await?;
    let idea = store::idea_to_change(tx, id).await?;
    let (stage, deed) = idea.unmerge()?;
    let links = store::links(tx, root.id).await?;
    for one in subtree(id, &links).into_iter().filter(|one| *one != id) {
        store::set_root(tx, one, id).await?;
    }
    store::set_unmerged(tx, id, stage).await?;
    store::remove_merge(tx, id).await?;
    store::recount(tx, id).await?;
    store::recount(tx, root.id).await?;
    store::rank_again(tx, &BTreeSet::from([id, root.id])).await?;
    record(tx, Who::Staff(staff), idea.of(), deed).await
}
