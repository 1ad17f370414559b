//! Boards, promises, stages and moves, for a member of staff who may change them.

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id, Result, Staff, Unit};
use deedwell_store::Tx as Transaction;
use deedwell_web::{Answer, Json, Right, Routes, Tx, done};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::give::{BoardGiven, StageGiven};
use super::staff::{StaffAlone, who_may};
use super::{READ, WRITE};
use crate::board::{Board, NewBoard, Settings};
use crate::stage::Stage;
use crate::{acts, store};

pub(super) fn routes() -> Routes {
    Routes::new("ideas")
        .post("/api/ideas/boards", WRITE, "Open a board, for staff", open)
        .json::<BoardNew>()
        .gives::<BoardGiven>()
        .post("/api/ideas/boards/{id}", WRITE, "Change a board, for staff", change)
        .json::<BoardNew>()
        .gives::<BoardGiven>()
        .post("/api/ideas/boards/{id}/closing", WRITE, "Close a board, for staff", close)
        .json::<StaffAlone>()
        .gives::<BoardGiven>()
        .post("/api/ideas/boards/{id}/reopening", WRITE, "Reopen a board, for staff", reopen)
        .json::<StaffAlone>()
        .gives::<BoardGiven>()
        .get("/api/ideas/settings", READ, "Promise and moderation", settings)
        .gives::<SettingsGiven>()
        .post("/api/ideas/settings", WRITE, "Promise and moderation, for staff", set)
        .json::<SettingsNew>()
        .gives::<SettingsGiven>()
        .post("/api/ideas/stages/{stage}", WRITE, "Name a stage, or switch it off, for staff", name)
        .json::<StageNew>()
        .gives::<Vec<StageGiven>>()
        .post("/api/ideas/moves", WRITE, "The only moves there are, for staff", moves)
        .json::<MovesNew>()
        .gives::<Vec<StageGiven>>()
}

async fn manager(tx: &mut Transaction, email: &str) -> Result<Id<Staff>> {
    who_may(tx, email, Right::ManageProgrammes).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BoardNew {
    /// The e-mail address of a member of staff who may change boards.
    staff: String,
    /// A short word for addresses.
    key: String,
    name: String,
    #[serde(default)]
    intro: String,
    /// The id of a unit; none: of the whole organisation.
    #[schema(value_type = Option<String>)]
    unit: Option<Id<Unit>>,
    /// The order in which boards are shown.
    #[serde(default)]
    place: i64,
}

impl BoardNew {
    fn board(self) -> NewBoard {
        let Self { key, name, intro, unit, place, .. } = self;
        NewBoard { key, name, intro, unit, place }
    }
}

async fn open(Tx(mut tx): Tx, Json(new): Json<BoardNew>) -> Answer<Response> {
    let staff = manager(&mut tx, &new.staff).await?;
    let id = acts::open_board(&mut tx, staff, &new.board()).await?;
    kept(tx, id).await
}

async fn change(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Board>>,
    Json(new): Json<BoardNew>,
) -> Answer<Response> {
    let staff = manager(&mut tx, &new.staff).await?;
    acts::edit_board(&mut tx, staff, id, &new.board()).await?;
    kept(tx, id).await
}

async fn close(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Board>>,
    Json(StaffAlone { staff }): Json<StaffAlone>,
) -> Answer<Response> {
    let staff = manager(&mut tx, &staff).await?;
    acts::close_board(&mut tx, staff, id).await?;
    kept(tx, id).await
}

async fn reopen(
    Tx(mut tx): Tx,
    Path(id): Path<Id<Board>>,
    Json(StaffAlone { staff }): Json<StaffAlone>,
) -> Answer<Response> {
    let staff = manager(&mut tx, &staff).await?;
    acts::reopen_board(&mut tx, staff, id).await?;
    kept(tx, id).await
}

async fn kept(mut tx: Transaction, id: Id<Board>) -> Answer<Response> {
    let board = store::one_board(&mut tx, id).await?;
    done(tx, BoardGiven::of(&board)).await
}

#[derive(Serialize, ToSchema)]
struct SettingsGiven {
    /// The first official answer is promised within so many days.
    promise_days: i64,
    /// New ideas are held until staff clear them.
    moderated: bool,
}

impl SettingsGiven {
    fn of(settings: Settings) -> Self {
        let Settings { promise_days, moderated } = settings;
        Self { promise_days, moderated }
    }
}

async fn settings(Tx(mut tx): Tx) -> Answer<axum::Json<SettingsGiven>> {
    Ok(axum::Json(SettingsGiven::of(store::settings(&mut tx).await?)))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SettingsNew {
    staff: String,
    promise_days: i64,
    moderated: bool,
}

async fn set(Tx(mut tx): Tx, Json(new): Json<SettingsNew>) -> Answer<Response> {
    let staff = manager(&mut tx, &new.staff).await?;
    let settings = Settings { promise_days: new.promise_days, moderated: new.moderated };
    acts::set_settings(&mut tx, staff, settings).await?;
    done(tx, SettingsGiven::of(settings)).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct StageNew {
    staff: String,
    /// The organisation's word for it.
    label: String,
    /// Whether ideas can stand there.
    used: bool,
}

async fn name(
    Tx(mut tx): Tx,
    Path(stage): Path<String>,
    Json(new): Json<StageNew>,
) -> Answer<Response> {
    let staff = manager(&mut tx, &new.staff).await?;
    let stage = Stage::parse(&stage).filter(|stage| stage.is_listed());
    let stage = stage.ok_or(Error::Missing("stage"))?;
    acts::set_stage(&mut tx, staff, stage, &new.label, new.used).await?;
    arranged(tx).await
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MovesNew {
    staff: String,
    /// Each from one stage to another; none at all restores ours.
    moves: Vec<MoveNew>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MoveNew {
    from: String,
    to: String,
}

async fn moves(Tx(mut tx): Tx, Json(new): Json<MovesNew>) -> Answer<Response> {
    let staff = manager(&mut tx, &new.staff).await?;
    let one = |m: &MoveNew| Ok((m.from.parse()?, m.to.parse()?));
    let moves: Vec<(Stage, Stage)> = new.moves.iter().map(one).collect::<Result<_>>()?;
    acts::restrict_moves(&mut tx, staff, &moves).await?;
    arranged(tx).await
}

async fn arranged(mut tx: Transaction) -> Answer<Response> {
    let stages = store::stages(&mut tx).await?;
    done(tx, StageGiven::all(&stages)).await
}
