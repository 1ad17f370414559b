//! Boards, settings and stages of an organisation.

use std::collections::{BTreeMap, BTreeSet};

use deedwell_core::{Error, Id, Result, Staff, Unit};
use deedwell_store::{Row, Tx};
use jiff::civil::Date;

use super::stage;
use crate::board::{Board, Settings};
use crate::stage::{Stage, Stages};

pub async fn boards(tx: &mut Tx) -> Result<Vec<Board>> {
    let list = tx.query(
        "select id, key, name, intro, unit, place, created_at, closed_at from idea_board
         where organisation = $1 order by place, name limit $2",
    );
    let rows = tx.list(list.bind(Board::MOST)).await?;
    rows.iter().map(read).collect()
}

pub async fn one_board(tx: &mut Tx, id: Id<Board>) -> Result<Board> {
    let find = tx.query(
        "select id, key, name, intro, unit, place, created_at, closed_at from idea_board
         where organisation = $1 and id = $2",
    );
    read(&tx.find(find.bind(id)).await?.ok_or(Error::Missing("board"))?)
}

pub async fn board_by_key(tx: &mut Tx, key: &str) -> Result<Option<Board>> {
    let find = tx.query(
        "select id, key, name, intro, unit, place, created_at, closed_at from idea_board
         where organisation = $1 and key = $2",
    );
    tx.find(find.bind(key)).await?.map(|row| read(&row)).transpose()
}

fn read(row: &Row) -> Result<Board> {
    Ok(Board {
        id: row.id("id")?,
        key: row.text("key")?,
        name: row.text("name")?,
        intro: row.text("intro")?,
        unit: row.id_or_null::<Unit>("unit")?,
        place: row.number("place")?,
        created_at: row.moment("created_at")?,
        closed_at: row.moment_or_null("closed_at")?,
    })
}

/// Adds a board, or writes over what can change of it.
pub async fn keep_board(tx: &mut Tx, board: &Board) -> Result<()> {
    let insert = tx.query(
        "insert into idea_board (organisation, id, key, name, intro, unit, place, created_at,
             closed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (organisation, id) do update set key = excluded.key, name = excluded.name,
             intro = excluded.intro, unit = excluded.unit, place = excluded.place,
             closed_at = excluded.closed_at",
    );
    let insert = insert.bind(board.id).bind(&board.key).bind(&board.name).bind(&board.intro);
    let insert = insert.bind(board.unit).bind(board.place).bind(board.created_at);
    tx.run(insert.bind(board.closed_at)).await.map(drop)
}

/// Whether the organisation has this unit.
pub async fn has_unit(tx: &mut Tx, unit: Id<Unit>) -> Result<bool> {
    let find = tx.query("select id from unit where organisation = $1 and id = $2");
    Ok(tx.find(find.bind(unit)).await?.is_some())
}

pub async fn settings(tx: &mut Tx) -> Result<Settings> {
    let find =
        tx.query("select promise_days, moderated from idea_settings where organisation = $1");
    let Some(row) = tx.find(find).await? else { return Ok(Settings::default()) };
    Ok(Settings {
        promise_days: row.number("promise_days")?,
        moderated: row.number("moderated")? == 1,
    })
}

pub async fn keep_settings(tx: &mut Tx, settings: Settings) -> Result<()> {
    let insert = tx.query(
        "insert into idea_settings (organisation, promise_days, moderated) values ($1, $2, $3)
         on conflict (organisation) do update set promise_days = excluded.promise_days,
             moderated = excluded.moderated",
    );
    let insert = insert.bind(settings.promise_days).bind(i64::from(settings.moderated));
    tx.run(insert).await.map(drop)
}

/// The stages as this organisation has them.
pub async fn stages(tx: &mut Tx) -> Result<Stages> {
    let list = tx.query("select stage, label, used from idea_stage where organisation = $1");
    let (mut labels, mut off) = (BTreeMap::new(), BTreeSet::new());
    for row in tx.list(list).await? {
        let stage = stage(&row, "stage")?;
        labels.insert(stage, row.text("label")?);
        if row.number("used")? == 0 {
            off.insert(stage);
        }
    }
    let list = tx.query("select from_stage, to_stage from idea_move where organisation = $1");
    let mut moves = BTreeSet::new();
    for row in tx.list(list).await? {
        moves.insert((stage(&row, "from_stage")?, stage(&row, "to_stage")?));
    }
    Ok(Stages::new(labels, off, (!moves.is_empty()).then_some(moves)))
}

pub async fn keep_stage(tx: &mut Tx, stage: Stage, label: &str, used: bool) -> Result<()> {
    let insert = tx.query(
        "insert into idea_stage (organisation, stage, label, used) values ($1, $2, $3, $4)
         on conflict (organisation, stage) do update set label = excluded.label,
             used = excluded.used",
    );
    tx.run(insert.bind(stage.name()).bind(label).bind(i64::from(used))).await.map(drop)
}

pub async fn remove_moves(tx: &mut Tx) -> Result<()> {
    let delete = tx.query("delete from idea_move where organisation = $1");
    tx.run(delete).await.map(drop)
}

pub async fn add_move(tx: &mut Tx, from: Stage, to: Stage) -> Result<()> {
    let insert = tx.query(
        "insert into idea_move (organisation, from_stage, to_stage) values ($1, $2, $3)
         on conflict do nothing",
    );
    tx.run(insert.bind(from.name()).bind(to.name())).await.map(drop)
}

/// How many ideas stand there, merged and spam ones that would return there included.
pub async fn ideas_at(tx: &mut Tx, stage: Stage) -> Result<i64> {
    let find = tx.query(
        "select count(*) as n from idea
         where organisation = $1 and (stage = $2 or stage_before = $2)",
    );
    tx.one(find.bind(stage.name())).await?.number("n")
}

/// The day it is where the organisation is.
pub async fn today(tx: &mut Tx) -> Result<Date> {
    let find = tx.query("select zone from organisation where organisation = $1");
    let zone = tx.find(find).await?.map(|row| row.text("zone")).transpose()?;
    Ok(crate::answer::today(tx.now(), zone.as_deref()))
}

/// Who changed the settings, and with which key where it was a program; append only.
pub async fn add_audit(tx: &mut Tx, staff: Id<Staff>, deed: &str, about: &str) -> Result<()> {
    deedwell_store::audit(tx, Some(staff), deed, Some(about), &serde_json::json!({})).await
}
