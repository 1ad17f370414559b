//! What is coming and what came: the roadmap and the changelog.

use deedwell_core::{Error, Id, Result, Staff};
use deedwell_store::{List, Row, Tx};

use super::lists::{card_list, read_cards};
use super::{IdeaCard, PAGE, Page, page_of};
use crate::board::{Board, Release};
use crate::idea::Idea;
use crate::stage::Stage;

/// Ideas in a column of the roadmap.
const MOST_IN_COLUMN: usize = 50;

/// A column for each stage: planned, in progress (where it is used), shipped and, with it, measured.
/// The most wanted first, of what shipped the latest.
pub async fn roadmap(tx: &mut Tx, board: Option<Id<Board>>) -> Result<Vec<(Stage, Vec<IdeaCard>)>> {
    let stages = super::stages(tx).await?;
    let mut columns = Vec::new();
    for stage in [Stage::Planned, Stage::InProgress, Stage::Shipped] {
        if !stages.in_use(stage) {
            continue;
        }
        let list = card_list(tx).and("i.held_at is null", []);
        let list = match board {
            Some(board) => list.and("i.board = ?", [board.into()]),
            None => list,
        };
        let list = match stage {
            Stage::Shipped => list
                .and("i.stage in ('shipped', 'measured')", [])
                .then("order by i.shipped_at desc, i.id desc"),
            other => list
                .and("i.stage = ?", [other.name().into()])
                .then("order by i.votes desc, i.id desc"),
        };
        columns.push((stage, read_cards(tx, list.page(MOST_IN_COLUMN, 0)).await?));
    }
    Ok(columns)
}

pub async fn add_release(tx: &mut Tx, release: &Release, staff: Id<Staff>) -> Result<()> {
    let insert = tx.query(
        "insert into idea_release (organisation, id, title, body, staff, created_at, published_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    );
    let insert = insert.bind(release.id).bind(&release.title).bind(&release.body).bind(staff);
    tx.run(insert.bind(release.created_at).bind(release.published_at)).await.map(drop)
}

pub async fn add_to_release(tx: &mut Tx, release: Id<Release>, idea: Id<Idea>) -> Result<()> {
    let insert = tx.query(
        "insert into idea_release_idea (organisation, entry, idea) values ($1, $2, $3)
         on conflict do nothing",
    );
    tx.run(insert.bind(release).bind(idea)).await.map(drop)
}

pub async fn set_published(tx: &mut Tx, release: Id<Release>) -> Result<()> {
    let update =
        tx.query("update idea_release set published_at = $3 where organisation = $1 and id = $2");
    let now = tx.now();
    tx.run(update.bind(release).bind(now)).await.map(drop)
}

pub async fn release(tx: &mut Tx, id: Id<Release>) -> Result<Release> {
    let find = tx.query(
        "select id, title, body, created_at, published_at from idea_release
         where organisation = $1 and id = $2",
    );
    read_release(&tx.find(find.bind(id)).await?.ok_or(Error::Missing("release"))?)
}

pub async fn ideas_of_release(tx: &mut Tx, release: Id<Release>) -> Result<Vec<Id<Idea>>> {
    let list = tx.query(
        "select idea from idea_release_idea where organisation = $1 and entry = $2 order by idea",
    );
    let rows = tx.list(list.bind(release)).await?;
    rows.iter().map(|row| row.id("idea")).collect()
}

/// You asked; here it is: what was released, with the ideas it came from.
pub async fn changelog(tx: &mut Tx, page: usize) -> Result<Page<(Release, Vec<IdeaCard>)>> {
    releases(tx, true, page).await
}

/// For staff: those not published yet.
pub async fn drafts(tx: &mut Tx, page: usize) -> Result<Page<(Release, Vec<IdeaCard>)>> {
    releases(tx, false, page).await
}

async fn releases(
    tx: &mut Tx,
    published: bool,
    page: usize,
) -> Result<Page<(Release, Vec<IdeaCard>)>> {
    let page = page.min(super::LAST_PAGE);
    let narrowed = |list: List| match published {
        true => list.and("r.published_at is not null", []),
        false => list.and("r.published_at is null", []),
    };
    let count = List::new(tx, "select count(*) as n from idea_release r where r.organisation = $1");
    let total = tx.one(narrowed(count).done()).await?.number("n")?;
    let list = List::new(
        tx,
        "select r.id as id, r.title as title, r.body as body, r.created_at as created_at,
                r.published_at as published_at
         from idea_release r where r.organisation = $1",
    );
    let list =
        narrowed(list).then("order by coalesce(r.published_at, r.created_at) desc, r.id desc");
    let rows = tx.list(list.page(PAGE + 1, page * PAGE)).await?;
    let found = page_of(rows.iter().map(read_release).collect::<Result<Vec<_>>>()?, page, total);
    let mut items = Vec::new();
    for release in &found.items {
        let ids = ideas_of_release(tx, release.id).await?;
        items.push((release.clone(), super::cards(tx, &ids).await?));
    }
    Ok(found.map(|_| items))
}

pub(super) fn read_release(row: &Row) -> Result<Release> {
    Ok(Release {
        id: row.id("id")?,
        title: row.text("title")?,
        body: row.text("body")?,
        created_at: row.moment("created_at")?,
        published_at: row.moment_or_null("published_at")?,
    })
}
