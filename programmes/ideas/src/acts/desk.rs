//! What staff do to keep the boards in order.

use std::collections::BTreeSet;

use deedwell_core::{Id, Part, Result, Staff, Who};
use deedwell_store::Tx;

use super::record;
use crate::answer::Step;
use crate::board::Board;
use crate::deed::IdeaDeed;
use crate::idea::Idea;
use crate::stage::Stage;
use crate::{store, words};

/// Other tags.
pub async fn retag(tx: &mut Tx, staff: Id<Staff>, id: Id<Idea>, tags: &[String]) -> Result<()> {
    let tags = words::tags(tags)?;
    let idea = store::idea_to_change(tx, id).await?;
    store::remove_tags(tx, id).await?;
    for tag in &tags {
        store::add_tag(tx, id, tag).await?;
    }
    let deed = IdeaDeed::Tagged { tags: tags.len() as i64 };
    record(tx, Who::Staff(staff), idea.of(), deed).await
}

/// To another board, and with it to that board's unit.
pub async fn move_to_board(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Idea>,
    to: Id<Board>,
) -> Result<()> {
    let mut idea = store::idea_to_change(tx, id).await?;
    if idea.board == to {
        return Ok(());
    }
    let board = store::one_board(tx, to).await?;
    board.takes_ideas()?;
    store::set_board(tx, id, &board).await?;
    store::rank_again(tx, &BTreeSet::from([id])).await?;
    idea.unit = board.unit.or(idea.unit);
    let deed = IdeaDeed::BoardChanged { from: idea.board, to };
    record(tx, Who::Staff(staff), idea.of(), deed).await
}

/// A grade from 1 to 5, for staff only; the last one counts.
pub async fn evaluate(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Idea>,
    grade: i64,
    note: &str,
) -> Result<()> {
    let idea = store::idea_to_change(tx, id).await?;
    let (note, deed) = idea.evaluate(grade, note)?;
    let at = tx.now();
    store::add_grade(tx, id, &store::Grade { staff, grade, note, at }).await?;
    store::set_grade(tx, id, grade).await?;
    record(tx, Who::Staff(staff), idea.of(), deed).await
}

/// Takes it from public view until somebody has looked.
pub async fn hold(tx: &mut Tx, staff: Id<Staff>, id: Id<Idea>, reason: &str) -> Result<()> {
    let idea = store::idea_to_change(tx, id).await?;
    let (reason, deed) = idea.hold(reason)?;
    let now = tx.now();
    store::set_held(tx, id, Some(now)).await?;
    store::add_removal(tx, id, None, &reason, staff).await?;
    record(tx, Who::Staff(staff), idea.of(), deed).await
}

/// Marks it as spam: nobody sees it any more, and it counts no longer.
pub async fn mark_spam(tx: &mut Tx, staff: Id<Staff>, id: Id<Idea>, reason: &str) -> Result<()> {
    let idea = store::idea_to_change(tx, id).await?;
    let holds_others = store::holds_others(tx, id).await?;
    let (reason, deed) = idea.mark_spam(reason, holds_others)?;
    store::set_stage(tx, id, Stage::Spam, Some(idea.stage)).await?;
    store::add_removal(tx, id, None, &reason, staff).await?;
    let step = step(idea.stage, Stage::Spam, Some(reason));
    store::add_history(tx, id, &step, Part::Staff, Some(staff), None).await?;
    record(tx, Who::Staff(staff), idea.of(), deed).await
}

/// Restores what was held or marked as spam to where it stood.
pub async fn clear(tx: &mut Tx, staff: Id<Staff>, id: Id<Idea>) -> Result<()> {
    let idea = store::idea_to_change(tx, id).await?;
    let deed = idea.clear()?;
    if let (Stage::Spam, Some(before)) = (idea.stage, idea.stage_before) {
        store::set_stage(tx, id, before, None).await?;
        let step = step(Stage::Spam, before, None);
        store::add_history(tx, id, &step, Part::Staff, Some(staff), None).await?;
    }
    store::set_held(tx, id, None).await?;
    store::end_removals(tx, id, None).await?;
    record(tx, Who::Staff(staff), idea.of(), deed).await
}

fn step(from: Stage, to: Stage, reason: Option<String>) -> Step {
    Step { from, to, reason, revisit_on: None, evidence: None }
}
