//! Which idea speaks for which.

use deedwell_core::{Id, Result, Staff};
use deedwell_store::Tx;

use super::stage;
use crate::idea::Idea;
use crate::stage::Stage;

/// Marks it as merged. Its tree follows with [`set_root_of_tree`].
pub async fn set_merged(tx: &mut Tx, idea: &Idea, into: Id<Idea>) -> Result<()> {
    let update = tx.query(
        "update idea set stage = 'merged', stage_before = $3, merged_into = $4, root = $4
         where organisation = $1 and id = $2",
    );
    tx.run(update.bind(idea.id).bind(idea.stage.name()).bind(into)).await.map(drop)
}

/// All that one idea spoke for is from now on spoken for by another.
pub async fn set_root_of_tree(tx: &mut Tx, from: Id<Idea>, to: Id<Idea>) -> Result<()> {
    let update =
        tx.query("update idea set root = $3 where organisation = $1 and root = $2 and id <> $2");
    tx.run(update.bind(from).bind(to)).await.map(drop)
}

pub async fn add_merge(tx: &mut Tx, id: Id<Idea>, into: Id<Idea>, staff: Id<Staff>) -> Result<()> {
    let insert = tx.query(
        "insert into idea_merge (organisation, idea, merged_into, staff, at)
         values ($1, $2, $3, $4, $5)",
    );
    let now = tx.now();
    tx.run(insert.bind(id).bind(into).bind(staff).bind(now)).await.map(drop)
}

pub async fn remove_merge(tx: &mut Tx, id: Id<Idea>) -> Result<()> {
    let delete = tx.query("delete from idea_merge where organisation = $1 and idea = $2");
    tx.run(delete.bind(id)).await.map(drop)
}

/// It speaks for itself again, where it stood.
pub async fn set_unmerged(tx: &mut Tx, id: Id<Idea>, stage: Stage) -> Result<()> {
    let update = tx.query(
        "update idea set stage = $3, stage_before = null, merged_into = null, root = id
         where organisation = $1 and id = $2",
    );
    tx.run(update.bind(id).bind(stage.name())).await.map(drop)
}

pub async fn set_root(tx: &mut Tx, id: Id<Idea>, root: Id<Idea>) -> Result<()> {
    let update = tx.query("update idea set root = $3 where organisation = $1 and id = $2");
    tx.run(update.bind(id).bind(root)).await.map(drop)
}

/// Every idea of a tree with the one it was merged into.
pub async fn links(tx: &mut Tx, root: Id<Idea>) -> Result<Vec<(Id<Idea>, Option<Id<Idea>>)>> {
    let list = tx.query(
        "select id, merged_into from idea where organisation = $1 and root = $2 order by id",
    );
    let rows = tx.list(list.bind(root)).await?;
    rows.iter().map(|row| Ok((row.id("id")?, row.id_or_null("merged_into")?))).collect()
}

pub async fn holds_others(tx: &mut Tx, id: Id<Idea>) -> Result<bool> {
    let find = tx
        .query("select count(*) as n from idea where organisation = $1 and root = $2 and id <> $2");
    Ok(tx.one(find.bind(id)).await?.number("n")? > 0)
}

/// An idea merged into another, as the page of that one shows it.
#[derive(Clone, Debug)]
pub struct MergedIdea {
    pub id: Id<Idea>,
    pub title: String,
    pub author: Id<deedwell_core::Person>,
    pub merged_into: Id<Idea>,
    pub stage_before: Stage,
    pub staff: Id<Staff>,
    pub merged_at: deedwell_core::Timestamp,
}

/// All that an idea speaks for, in the order of merging.
pub async fn merged_into(tx: &mut Tx, root: Id<Idea>) -> Result<Vec<MergedIdea>> {
    let list = tx.query(
        "select i.id as id, i.title as title, i.author as author, m.merged_into as merged_into,
                i.stage_before as stage_before, m.staff as staff, m.at as at
         from idea i join idea_merge m on m.organisation = $1 and m.idea = i.id
         where i.organisation = $1 and i.root = $2 and i.id <> $2
         order by m.at, i.id",
    );
    let rows = tx.list(list.bind(root)).await?;
    let merged = |row: &deedwell_store::Row| {
        Ok(MergedIdea {
            id: row.id("id")?,
            title: row.text("title")?,
            author: row.id("author")?,
            merged_into: row.id("merged_into")?,
            stage_before: stage(row, "stage_before")?,
            staff: row.id("staff")?,
            merged_at: row.moment("at")?,
        })
    };
    rows.iter().map(merged).collect()
}
