//! What authors do with their own ideas.

use deedwell_core::{Id, Result, Who};
use deedwell_store::{Tx, quota};

use super::{DAY_S, HOUR_S, IDEAS_A_DAY, again, record};
use crate::answer::Step;
use crate::deed::IdeaDeed;
use crate::idea::{IDEAS_PER_DAY, Idea, NewIdea, Voice};
use crate::stage::Stage;
use crate::{store, words};

/// Changes of words; each is a line of the ledger.
const EDITS_PER_HOUR: u32 = 20;

/// Puts an idea forward. Where new ideas are moderated it is held until staff clear it.
pub async fn put_forward(tx: &mut Tx, who: Who, new: NewIdea) -> Result<Id<Idea>> {
    let author = Voice::of(who)?;
    quota::spend(tx, &format!("ideas.idea/{}", author.person), IDEAS_PER_DAY, DAY_S).await?;
    quota::spend_together(tx, &IDEAS_A_DAY).await?;
    let board = store::one_board(tx, new.board).await?;
    let settings = store::settings(tx).await?;
    let tags = words::tags(&new.tags)?;
    let (idea, deed) = Idea::put_forward(tx.new_id(), &board, &settings, author, &new, tx.now())?;
    if let Some(id) = again::idea(tx, &idea).await? {
        return Ok(id);
    }
    store::add_idea(tx, &idea).await?;
    store::set_words(tx, idea.id, &idea.title).await?;
    for tag in &tags {
        store::add_tag(tx, idea.id, tag).await?;
    }
    store::mark_active(tx, idea.board, author).await?;
    record(tx, who, idea.of(), deed).await?;
    Ok(idea.id)
}

/// New words for it, until somebody has answered.
pub async fn edit(tx: &mut Tx, who: Who, id: Id<Idea>, title: &str, body: &str) -> Result<()> {
    let author = Voice::of(who)?;
    quota::spend(tx, &format!("ideas.edit/{}", author.person), EDITS_PER_HOUR, HOUR_S).await?;
    let idea = store::idea_to_change(tx, id).await?;
    let (title, body, deed) = idea.edit(author, title, body)?;
    if (&title, &body) == (&idea.title, &idea.body) {
        return Ok(());
    }
    store::keep_words(tx, &idea).await?;
    store::set_texts(tx, id, &title, &body).await?;
    store::set_words(tx, id, &title).await?;
    record(tx, who, idea.of(), deed).await?;
    if store::settings(tx).await?.moderated && idea.held_at.is_none() {
        // Other words are looked at like new ones, or moderation would end at the first edit.
        let now = tx.now();
        store::set_held(tx, id, Some(now)).await?;
        record(tx, Who::System, idea.of(), IdeaDeed::Held {}).await?;
    }
    Ok(())
}

/// Takes it back, before it is planned or refused.
pub async fn withdraw(tx: &mut Tx, who: Who, id: Id<Idea>) -> Result<()> {
    let author = Voice::of(who)?;
    let idea = store::idea_to_change(tx, id).await?;
    let holds_others = store::holds_others(tx, id).await?;
    let deed = idea.withdraw(author, holds_others)?;
    store::set_stage(tx, id, Stage::Withdrawn, None).await?;
    let step = Step {
        from: idea.stage,
        to: Stage::Withdrawn,
        reason: None,
        revisit_on: None,
        evidence: None,
    };
    store::add_history(tx, id, &step, author.part, None, None).await?;
    record(tx, who, idea.of(), deed).await
}
