//! A letter is asked for: written down, to be sent when it is due.

use deedwell_core::{Error, Id, Result};
use deedwell_store::Tx;
use jiff::Timestamp;

use crate::letter::{Lane, Letter, NewLetter, Sort, message_id};
use crate::rules::LONGEST_WAIT;
use crate::store::{self, LetterRow, Reservation};

/// A letter that was asked for, now or before.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reserved {
    pub id: Id<Letter>,
    pub message_id: String,
    /// False when the key was there: nothing more is sent.
    pub is_new: bool,
}

/// Writes a letter down, in the caller's transaction: it is sent if that is committed, and once. The same key
/// again is the same letter.
///
/// # Errors
/// `Invalid`; `sending.other_letter` for a key under which something else was asked for; `sending.no_topic`.
pub async fn reserve(tx: &mut Tx, new: &NewLetter) -> Result<Reserved> {
    new.check()?;
    crate::topic::channel(&new.channel)?;
    let fingerprint = new.fingerprint();
    if let Some(before) = store::letter_by_key(tx, &new.key).await? {
        return again(before, &fingerprint);
    }
    if let Sort::Topic(key) = &new.sort {
        let topic = store::topics(tx).await?.into_iter().find(|topic| topic.key == *key);
        if !topic.is_some_and(|topic| topic.is_open() && topic.goes_by(&new.channel)) {
            return Err(no_topic());
        }
    }
    let settings = store::settings(tx).await?;
    let id: Id<Letter> = tx.new_id();
    let message_id = message_id(id, &settings.message_domain);
    let now = tx.now();
    let reservation = Reservation {
        id,
        lane: if let Sort::Service(_) = new.sort { Lane::Service } else { Lane::Single },
        run: None,
        new,
        fingerprint: fingerprint.clone(),
        message_id: message_id.clone(),
        content: store::add_content(tx, &new.content, new.is_secret).await?,
        next_at: new.due_at.unwrap_or(now).max(now),
        until: until(new, now)?,
    };
    if store::add_letters(tx, &[reservation]).await?.is_empty() {
        // Somebody else asked for it at the same moment.
        let before = store::letter_by_key(tx, &new.key).await?;
        return again(before.ok_or_else(|| Error::fault("a letter came and went"))?, &fingerprint);
    }
    Ok(Reserved { id, message_id, is_new: true })
}

fn again(before: LetterRow, fingerprint: &str) -> Result<Reserved> {
    if before.fingerprint != fingerprint {
        return Err(Error::refused(
            "sending.other_letter",
            "Another letter was asked for under this key. Please give every letter a key of its own.",
        ));
    }
    Ok(Reserved { id: before.id, message_id: before.message_id, is_new: false })
}

pub(super) fn no_topic() -> Error {
    Error::refused(
        "sending.no_topic",
        "There is no such topic, or nothing is sent about it by this channel.",
    )
}

/// Afterwards it is of no use. What is about a topic does not wait for ever.
pub(super) fn until(new: &NewLetter, now: Timestamp) -> Result<Option<Timestamp>> {
    match (new.until, &new.sort) {
        (Some(until), _) => Ok(Some(until)),
        (None, Sort::Service(_)) => Ok(None),
        (None, Sort::Topic(_)) => {
            let due = new.due_at.unwrap_or(now).max(now);
            due.saturating_add(LONGEST_WAIT).map(Some).map_err(Error::fault)
        }
    }
}
