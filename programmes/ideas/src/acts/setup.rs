//! Boards, settings and stages. Each change is written into the audit.

use deedwell_core::{Error, Id, Result, Staff};
use deedwell_store::Tx;

use crate::board::{Board, NewBoard, Settings};
use crate::stage::{self, Stage};
use crate::store;

pub async fn open_board(tx: &mut Tx, staff: Id<Staff>, new: &NewBoard) -> Result<Id<Board>> {
    let board = Board::open(tx.new_id(), new, tx.now())?;
    if store::boards(tx).await?.len() >= Board::MOST {
        return Err(Error::refused(
            "ideas.boards",
            format!("There are {} boards, which is the most there can be.", Board::MOST),
        ));
    }
    key_is_free(tx, &board).await?;
    unit_is_ours(tx, &board).await?;
    store::keep_board(tx, &board).await?;
    store::add_audit(tx, staff, "ideas.board_opened", &format!("board/{}", board.id)).await?;
    Ok(board.id)
}

/// New name, intro, key, unit and place for a board. Ideas keep the unit they have.
pub async fn edit_board(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Board>,
    new: &NewBoard,
) -> Result<()> {
    let before = store::one_board(tx, id).await?;
    let after = Board {
        created_at: before.created_at,
        closed_at: before.closed_at,
        ..Board::open(id, new, tx.now())?
    };
    key_is_free(tx, &after).await?;
    unit_is_ours(tx, &after).await?;
    store::keep_board(tx, &after).await?;
    store::add_audit(tx, staff, "ideas.board_edited", &format!("board/{id}")).await
}

/// It takes no new ideas; those it has are still discussed.
pub async fn close_board(tx: &mut Tx, staff: Id<Staff>, id: Id<Board>) -> Result<()> {
    let board = store::one_board(tx, id).await?;
    let closed_at = board.closed_at.or(Some(tx.now()));
    store::keep_board(tx, &Board { closed_at, ..board }).await?;
    store::add_audit(tx, staff, "ideas.board_closed", &format!("board/{id}")).await
}

pub async fn reopen_board(tx: &mut Tx, staff: Id<Staff>, id: Id<Board>) -> Result<()> {
    let board = store::one_board(tx, id).await?;
    store::keep_board(tx, &Board { closed_at: None, ..board }).await?;
    store::add_audit(tx, staff, "ideas.board_reopened", &format!("board/{id}")).await
}

async fn key_is_free(tx: &mut Tx, board: &Board) -> Result<()> {
    match store::board_by_key(tx, &board.key).await? {
        Some(other) if other.id != board.id => {
            Err(Error::invalid("key", format!("“{}” already has this key.", other.name)))
        }
        _ => Ok(()),
    }
}

/// The key between the tables would refuse it too, but not in a sentence.
async fn unit_is_ours(tx: &mut Tx, board: &Board) -> Result<()> {
    match board.unit {
        Some(unit) if !store::has_unit(tx, unit).await? => Err(Error::Missing("unit")),
        _ => Ok(()),
    }
}

/// A promise holds for ideas put forward from now on.
pub async fn set_settings(tx: &mut Tx, staff: Id<Staff>, settings: Settings) -> Result<()> {
    settings.check()?;
    store::keep_settings(tx, settings).await?;
    store::add_audit(tx, staff, "ideas.settings_changed", "settings").await
}

/// What a stage is called, and whether it is used.
pub async fn set_stage(
    tx: &mut Tx,
    staff: Id<Staff>,
    stage: Stage,
    label: &str,
    used: bool,
) -> Result<()> {
    let label = stage::set_stage(stage, label, used)?;
    let there = store::ideas_at(tx, stage).await?;
    if !used && there > 0 {
        return Err(Error::refused(
            "ideas.stage_in_use",
            format!("{there} ideas are “{label}”. Please move them before you switch it off."),
        ));
    }
    store::keep_stage(tx, stage, &label, used).await?;
    store::add_audit(tx, staff, "ideas.stage_changed", stage.name()).await
}

/// The only moves there are from now on; none at all restores ours.
pub async fn restrict_moves(tx: &mut Tx, staff: Id<Staff>, moves: &[(Stage, Stage)]) -> Result<()> {
    stage::set_moves(moves)?;
    store::remove_moves(tx).await?;
    for (from, to) in moves {
        store::add_move(tx, *from, *to).await?;
    }
    store::add_audit(tx, staff, "ideas.moves_changed", "moves").await
}
