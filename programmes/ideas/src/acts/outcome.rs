//! Answering, and what comes of an idea: money, credit, releases.

use deedwell_core::{Error, Id, Part, Person, Result, Staff, Who};
use deedwell_people::some;
use deedwell_store::Tx;

use super::{again, record};
use crate::answer::{Answer, Answered, Step};
use crate::board::{NewRelease, Release};
use crate::deed::IdeaDeed;
use crate::idea::Idea;
use crate::money::{self, Credit, Entry, NewEntry};
use crate::stage::Stage;
use crate::{store, words};

/// Says something officially, moves the idea, or both. The first official text stops the clock; a no
/// without a text is answered by its reason. None when there was no text.
pub async fn answer(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Idea>,
    answer: Answer,
) -> Result<Option<Id<Answered>>> {
    let idea = store::idea_to_change(tx, id).await?;
    let stages = store::stages(tx).await?;
    let today = store::today(tx).await?;
    let (answer_id, now): (Id<Answered>, _) = (tx.new_id(), tx.now());
    let outcome = idea.answer(answer_id, &answer, &stages, today)?;
    let said = outcome.text.is_some().then_some(answer_id);
    if let Some(body) = outcome.text {
        let official =
            store::OfficialAnswer { id: answer_id, version: 1, idea: id, staff, body, at: now };
        let moves = |step: &Step| step.from != step.to || step.revisit_on != idea.revisit_on;
        if !outcome.step.as_ref().is_some_and(moves)
            && let Some(before) = again::answer(tx, &official).await?
        {
            return Ok(Some(before));
        }
        store::add_answer(tx, &official).await?;
        store::set_answered(tx, id, now).await?;
    }
    if let Some(step) = &outcome.step {
        store::set_step(tx, &idea, step, today).await?;
        store::add_history(tx, id, step, Part::Staff, Some(staff), said).await?;
    }
    for deed in outcome.deeds {
        record(tx, Who::Staff(staff), idea.of(), deed).await?;
    }
    Ok(said)
}

/// Other words for an answer; what was said before is kept. The version that stands now.
pub async fn correct_answer(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Answered>,
    text: &str,
) -> Result<i64> {
    let before = store::answer(tx, id).await?;
    let idea = store::idea_to_change(tx, before.idea).await?;
    let before = store::answer(tx, id).await?;
    let body = words::required_text("text", "the answer", text, words::LONGEST_ANSWER)?;
    if body == before.body {
        return Ok(before.version);
    }
    let version = before.version + 1;
    let now = tx.now();
    let official = store::OfficialAnswer { version, staff, body, at: now, ..before };
    store::add_answer(tx, &official).await?;
    let deed = IdeaDeed::AnswerCorrected { answer: id, version };
    record(tx, Who::Staff(staff), idea.of(), deed).await?;
    Ok(version)
}

/// Books what an idea earned, saved or cost.
pub async fn book(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Idea>,
    new: &NewEntry,
) -> Result<Id<Entry>> {
    let idea = store::idea_to_change(tx, id).await?;
    let (entry, deed) = idea.book(tx.new_id(), new, staff, tx.now())?;
    if let Some(id) = again::entry(tx, &entry).await? {
        return Ok(id);
    }
    store::add_entry(tx, &entry).await?;
    record(tx, Who::Staff(staff), idea.of(), deed).await?;
    Ok(entry.id)
}

/// Takes an entry back by a counter-entry, once.
pub async fn take_back_entry(
    tx: &mut Tx,
    staff: Id<Staff>,
    id: Id<Entry>,
    note: &str,
) -> Result<Id<Entry>> {
    let entry = store::entry(tx, id).await?;
    let idea = store::idea_to_change(tx, entry.idea).await?;
    if store::is_taken_back(tx, id).await? {
        return Err(Error::refused("ideas.taken_back", "This entry has been taken back already."));
    }
    let (counter, deed) = entry.take_back(tx.new_id(), note, staff, tx.now())?;
    store::add_entry(tx, &counter).await?;
    record(tx, Who::Staff(staff), idea.of(), deed).await?;
    Ok(counter.id)
}

/// Says whose merit it is. The shares are millionths and add up to the whole.
pub async fn credit(tx: &mut Tx, staff: Id<Staff>, id: Id<Idea>, credits: &[Credit]) -> Result<()> {
    let idea = store::idea_to_change(tx, id).await?;
    let deed = money::set_credits(credits)?;
    let persons: Vec<Id<Person>> = credits.iter().map(|c| c.person).collect();
    if some(tx, &persons).await?.len() < persons.len() {
        return Err(Error::Missing("person"));
    }
    store::set_credits(tx, id, credits).await?;
    record(tx, Who::Staff(staff), idea.of(), deed).await
}

/// An entry for the changelog, about ideas that have shipped; published at once or kept as a draft.
pub async fn release(tx: &mut Tx, staff: Id<Staff>, new: &NewRelease) -> Result<Id<Release>> {
    let release = Release::write(tx.new_id(), new, tx.now())?;
    if let Some(id) = again::release(tx, staff, &release).await? {
        return Ok(id);
    }
    store::add_release(tx, &release, staff).await?;
    for id in &new.ideas {
        shipped(tx, *id).await?;
        store::add_to_release(tx, release.id, *id).await?;
    }
    if new.publish {
        tell_released(tx, staff, release.id).await?;
    }
    Ok(release.id)
}

/// Publishes a draft.
pub async fn publish_release(tx: &mut Tx, staff: Id<Staff>, id: Id<Release>) -> Result<()> {
    let release = store::release(tx, id).await?;
    if release.published_at.is_some() {
        return Err(Error::refused("ideas.published", "This release has been published already."));
    }
    store::set_published(tx, id).await?;
    tell_released(tx, staff, id).await
}

async fn tell_released(tx: &mut Tx, staff: Id<Staff>, release: Id<Release>) -> Result<()> {
    for id in store::ideas_of_release(tx, release).await? {
        let idea = shipped(tx, id).await?;
        record(tx, Who::Staff(staff), idea.of(), IdeaDeed::Released { release }).await?;
    }
    Ok(())
}

async fn shipped(tx: &mut Tx, id: Id<Idea>) -> Result<Idea> {
    let idea = store::idea(tx, id).await?;
    if matches!(idea.stage, Stage::Shipped | Stage::Measured) {
        return Ok(idea);
    }
    Err(Error::refused(
        "ideas.not_shipped",
        format!("“{}” has not shipped yet. Please move it there first.", idea.title),
    ))
}
