//! What staff do with single letters, and with all that waits after a restore.

use deedwell_core::{Error, Id, Result, Staff};
use deedwell_store::Tx;
use serde_json::json;

use crate::deed::{LetterDeed, note};
use crate::letter::{Letter, State};
use crate::store;

/// What becomes of a letter of which nobody knows whether it was sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unclear {
    /// Once more, with the same Message-ID: who has it already has it twice, if their mailbox does not
    /// notice.
    Again,
    /// It stays as it is: somebody may have got nothing.
    Leave,
}

/// Withdraws a letter that was not handed over.
///
/// # Errors
/// `Missing`; `sending.gone` for one that was.
pub async fn cancel(tx: &mut Tx, staff: Option<Id<Staff>>, letter: Id<Letter>) -> Result<()> {
    store::letter(tx, letter).await?;
    if !store::cancel(tx, letter).await? {
        let sentence = "This letter was handed over already, or is over.";
        return Err(Error::refused("sending.gone", sentence));
    }
    store::wipe(tx, &[letter]).await?;
    note(tx, staff, &LetterDeed::Cancelled { letter }, &json!({})).await
}

/// # Errors
/// `Missing`; `sending.clear` for a letter of which it is known what came of it, or was decided.
pub async fn decide(
    tx: &mut Tx,
    staff: Option<Id<Staff>>,
    letter: Id<Letter>,
    unclear: Unclear,
) -> Result<()> {
    let row = store::letter(tx, letter).await?;
    let done = match unclear {
        Unclear::Again => store::send_again(tx, letter).await?,
        Unclear::Leave => store::leave(tx, letter).await?,
    };
    if !done || row.state != State::Ambiguous {
        let sentence = "It is known by now what came of this letter, or somebody has decided.";
        return Err(Error::refused("sending.clear", sentence));
    }
    let again = unclear == Unclear::Again;
    if !again {
        store::wipe(tx, &[letter]).await?;
    }
    store::add_note(tx, letter, if again { "again" } else { "left" }, "").await?;
    let detail = json!({ "message_id": row.message_id });
    note(tx, staff, &LetterDeed::Decided { letter, again }, &detail).await
}

/// All that are ambiguous and undecided. How many.
///
/// # Errors
/// When the database cannot be written.
pub async fn decide_all(
    tx: &mut Tx,
    staff: Option<Id<Staff>>,
    unclear: Unclear,
    most: usize,
) -> Result<u64> {
    let letters = store::unclear(tx, most).await?;
    for letter in &letters {
        decide(tx, staff, letter.id, unclear).await?;
    }
    Ok(letters.len() as u64)
}

/// What waits since this state came out of a backup.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HeldLetters {
    Send,
    Cancel,
}

/// What was held goes, or is withdrawn. How many letters.
///
/// # Errors
/// `sending.not_held`.
pub async fn release(tx: &mut Tx, staff: Option<Id<Staff>>, what: HeldLetters) -> Result<u64> {
    let held = store::settings(tx).await?.held;
    let not_held = || Error::refused("sending.not_held", "Nothing is held back.");
    let held = held.ok_or_else(not_held)?;
    let letters = match what {
        HeldLetters::Send => store::count_until(tx, held.at).await?,
        HeldLetters::Cancel => store::cancel_until(tx, held.at).await?,
    };
    store::release(tx).await?;
    let deed = LetterDeed::Released { letters, sent: what == HeldLetters::Send };
    note(tx, staff, &deed, &json!({ "since": held.at, "why": held.why.name() })).await?;
    Ok(letters)
}
