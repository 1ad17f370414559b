//! A form that is sent twice, by an impatient finger or a browser that asks again, is done once.
//!
//! The same words, by the same hand, on the same matter, within [`WITHIN`], are what was said already;
//! the verb gives what it made the first time. Each asks only after it holds the row that the other
//! would need (a limit's, an idea's), so that two at once take turns.

use deedwell_core::{Error, Id, Result, Staff};
use deedwell_store::Tx;
use jiff::{SignedDuration, Timestamp};

use crate::answer::Answered;
use crate::board::Release;
use crate::comment::Comment;
use crate::idea::Idea;
use crate::money::Entry;
use crate::store;

/// So long the same thing said again is the same.
pub const WITHIN: SignedDuration = SignedDuration::from_mins(2);

pub(super) async fn idea(tx: &mut Tx, new: &Idea) -> Result<Option<Id<Idea>>> {
    let since = since(tx)?;
    store::same_idea(tx, new, since).await
}

pub(super) async fn comment(tx: &mut Tx, new: &Comment) -> Result<Option<Id<Comment>>> {
    let since = since(tx)?;
    store::same_comment(tx, new, since).await
}

pub(super) async fn entry(tx: &mut Tx, new: &Entry) -> Result<Option<Id<Entry>>> {
    let since = since(tx)?;
    store::same_entry(tx, new, since).await
}

pub(super) async fn answer(
    tx: &mut Tx,
    new: &store::OfficialAnswer,
) -> Result<Option<Id<Answered>>> {
    let since = since(tx)?;
    store::same_answer(tx, new, since).await
}

/// Two at once may still make two: nothing is held that both would need, and a draft is thrown away
/// easily.
pub(super) async fn release(
    tx: &mut Tx,
    staff: Id<Staff>,
    new: &Release,
) -> Result<Option<Id<Release>>> {
    let since = since(tx)?;
    store::same_release(tx, new, staff, since).await
}

fn since(tx: &Tx) -> Result<Timestamp> {
    tx.now().checked_sub(WITHIN).map_err(Error::fault)
}
