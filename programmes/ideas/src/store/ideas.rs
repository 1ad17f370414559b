//! The idea itself.

use deedwell_core::{Error, Id, Result, Timestamp};
use deedwell_store::{Row, Tx};
use jiff::civil::Date;

use super::{Rank, day_or_null, part, stage, stage_or_null};
use crate::answer::Step;
use crate::board::Board;
use crate::idea::{Idea, Voice};
use crate::rank;
use crate::stage::Stage;

/// The idea, whatever its stage; pages decide who may see it (see [`Idea::is_public`]).
pub async fn idea(tx: &mut Tx, id: Id<Idea>) -> Result<Idea> {
    let find = tx.query(
        "select id, board, unit, author, author_identity, author_part, title, body, stage,
                stage_before, merged_into, root, created_at, due_at, edited_at, answered_at, held_at,
                decided, shipped_at, reason, revisit_on, evidence, grade, votes, customer_votes,
                apart, comments, hot
         from idea where organisation = $1 and id = $2",
    );
    let row = tx.find(find.bind(id)).await?.ok_or(Error::Missing("idea"))?;
    read(&row)
}

/// The idea, or the one that speaks for it.
pub async fn root(tx: &mut Tx, id: Id<Idea>) -> Result<Idea> {
    let found = idea(tx, id).await?;
    if found.root == id { Ok(found) } else { idea(tx, found.root).await }
}

fn read(row: &Row) -> Result<Idea> {
    let decided = row.text_or_null("decided")?;
    Ok(Idea {
        id: row.id("id")?,
        board: row.id("board")?,
        unit: row.id_or_null("unit")?,
        author: Voice {
            person: row.id("author")?,
            identity: row.id("author_identity")?,
            part: part(row, "author_part")?,
        },
        title: row.text("title")?,
        body: row.text("body")?,
        stage: stage(row, "stage")?,
        stage_before: stage_or_null(row, "stage_before")?,
        merged_into: row.id_or_null("merged_into")?,
        root: row.id("root")?,
        created_at: row.moment("created_at")?,
        due_at: row.moment("due_at")?,
        edited_at: row.moment_or_null("edited_at")?,
        answered_at: row.moment_or_null("answered_at")?,
        held_at: row.moment_or_null("held_at")?,
        decided: decided.map(|said| said == "yes"),
        shipped_at: row.moment_or_null("shipped_at")?,
        reason: row.text_or_null("reason")?,
        revisit_on: day_or_null(row, "revisit_on")?,
        evidence: row.text_or_null("evidence")?,
        grade: row.number_or_null("grade")?,
        votes: row.number("votes")?,
        customer_votes: row.number("customer_votes")?,
        apart: row.number("apart")?,
        comments: row.number("comments")?,
        hot: row.real("hot")?,
    })
}

pub async fn add_idea(tx: &mut Tx, idea: &Idea) -> Result<()> {
    let insert = tx.query(
        "insert into idea (organisation, id, board, unit, author, author_identity, author_part, title,
             body, search, stage, root, created_at, due_at, held_at, hot)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $2, $12, $13, $14, $15)",
    );
    let insert = insert.bind(idea.id).bind(idea.board).bind(idea.unit).bind(idea.author.person);
    let insert = insert.bind(idea.author.identity).bind(idea.author.part.name());
    let insert = insert.bind(&idea.title).bind(&idea.body).bind(search(&idea.title, &idea.body));
    let insert = insert.bind(idea.stage.name()).bind(idea.created_at).bind(idea.due_at);
    tx.run(insert.bind(idea.held_at).bind(idea.hot)).await?;
    let lot = rank::lot(super::today(tx).await?, idea.id);
    super::set_rank(tx, Rank { idea: idea.id, board: idea.board, top: 0.0, lot, votes: 0 }).await?;
    if idea.created_at < tx.now() {
        // It brings a past with it, which nobody takes part in now.
        super::rank_all(tx).await?;
    }
    Ok(())
}

/// Waits until nobody else is changing the idea, and says which idea speaks for it. On SQLite there is
/// one writer; on PostgreSQL this takes the row.
async fn take(tx: &mut Tx, id: Id<Idea>) -> Result<Id<Idea>> {
    let update = tx.query(
        "update idea set votes = votes where organisation = $1 and id = $2 returning root as speaks",
    );
    tx.find(update.bind(id)).await?.ok_or(Error::Missing("idea"))?.id("speaks")
}

/// The idea, held against changes by others until this transaction ends.
pub async fn idea_to_change(tx: &mut Tx, id: Id<Idea>) -> Result<Idea> {
    take(tx, id).await?;
    idea(tx, id).await
}

/// The one that speaks for it, held against changes by others until this transaction ends.
pub async fn root_to_change(tx: &mut Tx, id: Id<Idea>) -> Result<Idea> {
    let mut id = id;
    loop {
        let root = take(tx, id).await?;
        if root == id {
            return idea(tx, id).await;
        }
        id = root;
    }
}

/// The idea itself, held together with the one that speaks for it.
pub async fn two_of_tree(tx: &mut Tx, id: Id<Idea>) -> Result<Idea> {
    let root = take(tx, id).await?;
    if root != id {
        take(tx, root).await?;
    }
    idea(tx, id).await
}

/// Two ideas, held in the same order by everybody, so that nobody waits in a circle.
pub async fn two_to_change(tx: &mut Tx, a: Id<Idea>, b: Id<Idea>) -> Result<(Idea, Idea)> {
    take(tx, a.min(b)).await?;
    take(tx, a.max(b)).await?;
    Ok((idea(tx, a).await?, idea(tx, b).await?))
}

pub async fn set_texts(tx: &mut Tx, id: Id<Idea>, title: &str, body: &str) -> Result<()> {
    let update = tx.query(
        "update idea set title = $3, body = $4, search = $5, edited_at = $6
         where organisation = $1 and id = $2",
    );
    let now = tx.now();
    let update = update.bind(id).bind(title).bind(body).bind(search(title, body)).bind(now);
    tx.run(update).await.map(drop)
}

fn search(title: &str, body: &str) -> String {
    format!("{title}\n{body}").to_lowercase()
}

/// What a step changes in the idea. The reason and the day go with the no they belong to.
pub async fn set_step(tx: &mut Tx, idea: &Idea, step: &Step, today: Date) -> Result<()> {
    let update = tx.query(
        "update idea set stage = $3, reason = $4, refused_on = $5, revisit_on = $6, evidence = $7,
                decided = coalesce($8, decided), shipped_at = coalesce(shipped_at, $9)
         where organisation = $1 and id = $2",
    );
    let refused_on = step.to.is_no().then(|| today.to_string());
    let decided = step.to.says().map(|yes| if yes { "yes" } else { "no" });
    let shipped_at = (step.to == Stage::Shipped).then(|| tx.now());
    let update = update.bind(idea.id).bind(step.to.name()).bind(step.reason.clone());
    let update = update.bind(refused_on).bind(step.revisit_on.map(|day| day.to_string()));
    tx.run(update.bind(step.evidence.clone()).bind(decided).bind(shipped_at)).await.map(drop)
}

/// Only the first stops the clock.
pub async fn set_answered(tx: &mut Tx, id: Id<Idea>, at: Timestamp) -> Result<()> {
    let update = tx.query(
        "update idea set answered_at = coalesce(answered_at, $3) where organisation = $1 and id = $2",
    );
    tx.run(update.bind(id).bind(at)).await.map(drop)
}

/// For the moves that have their own verb: withdrawing, spam and back.
pub async fn set_stage(
    tx: &mut Tx,
    id: Id<Idea>,
    stage: Stage,
    before: Option<Stage>,
) -> Result<()> {
    let update = tx
        .query("update idea set stage = $3, stage_before = $4 where organisation = $1 and id = $2");
    let update = update.bind(id).bind(stage.name()).bind(before.map(Stage::name));
    tx.run(update).await.map(drop)
}

pub async fn set_held(tx: &mut Tx, id: Id<Idea>, at: Option<Timestamp>) -> Result<()> {
    let update = tx.query("update idea set held_at = $3 where organisation = $1 and id = $2");
    tx.run(update.bind(id).bind(at)).await.map(drop)
}

pub async fn set_board(tx: &mut Tx, id: Id<Idea>, board: &Board) -> Result<()> {
    let update = tx.query(
        "update idea set board = $3, unit = coalesce($4, unit) where organisation = $1 and id = $2",
    );
    tx.run(update.bind(id).bind(board.id).bind(board.unit)).await.map(drop)
}

pub async fn set_grade(tx: &mut Tx, id: Id<Idea>, grade: i64) -> Result<()> {
    let update = tx.query("update idea set grade = $3 where organisation = $1 and id = $2");
    tx.run(update.bind(id).bind(grade)).await.map(drop)
}

pub async fn add_tag(tx: &mut Tx, id: Id<Idea>, tag: &str) -> Result<()> {
    let insert = tx.query(
        "insert into idea_tag (organisation, idea, tag) values ($1, $2, $3) on conflict do nothing",
    );
    tx.run(insert.bind(id).bind(tag)).await.map(drop)
}

pub async fn remove_tags(tx: &mut Tx, id: Id<Idea>) -> Result<()> {
    let delete = tx.query("delete from idea_tag where organisation = $1 and idea = $2");
    tx.run(delete.bind(id)).await.map(drop)
}

/// Tags and how many listed ideas have them, the most used first.
pub async fn tags(tx: &mut Tx, most: usize) -> Result<Vec<(String, i64)>> {
    let list = tx.query(
        "select t.tag as tag, count(*) as n from idea_tag t
         join idea i on i.organisation = $1 and i.id = t.idea
         where t.organisation = $1 and i.stage not in ('withdrawn', 'spam', 'merged')
           and i.held_at is null
         group by t.tag order by n desc, tag limit $2",
    );
    let rows = tx.list(list.bind(most)).await?;
    rows.iter().map(|row| Ok((row.text("tag")?, row.number("n")?))).collect()
}
