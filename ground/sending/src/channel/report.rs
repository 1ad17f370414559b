//! What is heard of a letter after it was accepted: it came back, or somebody called it spam.

use deedwell_core::{Error, Id, Person, Result, Who};
use deedwell_store::Tx;

use super::answer::{about, dead};
use super::take::whose;
use crate::address::Address;
use crate::deed::{LetterDeed, record_of_recipient};
use crate::letter::{self, Letter};
use crate::store::cases::{self, Waiting};
use crate::store::{self, LONGEST_DETAIL, NewSuppression};
use crate::suppression::{Bounce, MOST_SOFT, SOFT_REST, SOFT_WITHIN, Why};

/// Of which letter something was heard, and whose it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reported {
    pub letter: Id<Letter>,
    pub person: Option<Id<Person>>,
}

/// The letter that a Message-ID names, as it was sent.
async fn sent(tx: &mut Tx, message_id: &str) -> Result<Option<Waiting>> {
    let Some(id) = letter::letter_of(message_id) else { return Ok(None) };
    let find = tx.query(
        "select message_id from letter
         where organisation = $1 and id = $2 and state not in ('reserved', 'cancelled', 'suppressed')",
    );
    let Some(row) = tx.find(find.bind(id)).await? else { return Ok(None) };
    let bare = |text: &str| text.trim().trim_matches(['<', '>']).to_owned();
    if bare(&row.text("message_id")?) != bare(message_id) {
        return Ok(None);
    }
    Ok(cases::waiting(tx, &[id]).await?.remove(&id))
}

/// A letter came back. A hard bounce puts the address on the list of those to which nothing is sent, the
/// third soft one within a month rests it for two weeks. `None` where it is no letter of ours.
///
/// # Errors
/// When the database cannot be written.
pub async fn bounced(
    tx: &mut Tx,
    message_id: &str,
    class: Bounce,
    detail: &str,
) -> Result<Option<Reported>> {
    let Some(one) = sent(tx, message_id).await? else { return Ok(None) };
    let detail = deedwell_core::text::cut(detail, LONGEST_DETAIL);
    let now = tx.now();
    // What came back was sent: if nobody knew, now everybody does.
    let update = tx.query(
        "update letter set bounced_at = coalesce(bounced_at, $3), bounce = $4,
           state = case when state in ('handed_over', 'ambiguous') then 'accepted' else state end,
           answered_at = coalesce(answered_at, $3)
         where organisation = $1 and id = $2 and (bounce is null or bounce <> $4)",
    );
    let reported = Some(Reported { letter: one.id, person: one.person });
    if tx.run(update.bind(one.id).bind(now).bind(class.name())).await? == 0 {
        // Told twice.
        return Ok(reported);
    }
    store::add_note(tx, one.id, "bounced", detail).await?;
    let deed = LetterDeed::Bounced { about: about(&one), how: class.name() };
    record_of_recipient(tx, whose(&one), &deed)?;
    match class {
        Bounce::Hard => dead(tx, &one, detail).await?,
        Bounce::Soft => rest(tx, &one, detail).await?,
    }
    Ok(reported)
}

async fn rest(tx: &mut Tx, one: &Waiting, detail: &str) -> Result<()> {
    let since = tx.now().checked_sub(SOFT_WITHIN).map_err(Error::fault)?;
    let count = tx.query(
        "select count(*) as n from letter
         where organisation = $1 and identity = $2 and channel = $3 and address = $4
           and bounce = 'soft' and bounced_at > $5",
    );
    let count = count.bind(one.identity).bind(&one.channel).bind(one.address.as_str());
    if tx.one(count.bind(since)).await?.number("n")? < MOST_SOFT {
        return Ok(());
    }
    let until = tx.now().checked_add(SOFT_REST).map_err(Error::fault)?;
    let new = NewSuppression {
        channel: &one.channel,
        address: &one.address,
        reason: Why::SoftBounce,
        note: detail,
        source: "channel",
        letter: Some(one.id),
        until: Some(until),
    };
    store::add_suppression(tx, &new).await.map(drop)
}

/// An address is dead, without a letter of ours to show for it: a provider's list.
///
/// # Errors
/// When the database cannot be written.
pub async fn address_is_dead(
    tx: &mut Tx,
    channel: &str,
    address: &Address,
    note: &str,
) -> Result<()> {
    let new = NewSuppression {
        channel,
        address,
        reason: Why::HardBounce,
        note: deedwell_core::text::cut(note, LONGEST_DETAIL),
        source: "channel",
        letter: None,
        until: None,
    };
    if store::add_suppression(tx, &new).await? {
        let why = Why::HardBounce.name();
        let deed = LetterDeed::AddressSuppressed { channel: channel.to_owned(), why, addresses: 1 };
        tx.record(Who::System, &deed).await?;
    }
    Ok(())
}

/// Somebody told their provider that a letter is spam: nothing but what they ask for goes there any more,
/// and what the letter was about is taken for objected to. `None` where it is no letter of ours.
///
/// # Errors
/// When the database cannot be written.
pub async fn complained(tx: &mut Tx, message_id: &str, detail: &str) -> Result<Option<Reported>> {
    let Some(one) = sent(tx, message_id).await? else { return Ok(None) };
    let detail = deedwell_core::text::cut(detail, LONGEST_DETAIL);
    let now = tx.now();
    let update = tx.query(
        "update letter set complained_at = $3,
           state = case when state in ('handed_over', 'ambiguous') then 'accepted' else state end,
           answered_at = coalesce(answered_at, $3)
         where organisation = $1 and id = $2 and complained_at is null",
    );
    let reported = Some(Reported { letter: one.id, person: one.person });
    if tx.run(update.bind(one.id).bind(now)).await? == 0 {
        return Ok(reported);
    }
    store::add_note(tx, one.id, "complained", detail).await?;
    let new = NewSuppression {
        channel: &one.channel,
        address: &one.address,
        reason: Why::Complaint,
        note: detail,
        source: "channel",
        letter: Some(one.id),
        until: None,
    };
    store::add_suppression(tx, &new).await?;
    complaint_of_theirs(tx, &one).await?;
    Ok(reported)
}

/// They pressed the button, so it is an act of theirs.
async fn complaint_of_theirs(tx: &mut Tx, one: &Waiting) -> Result<()> {
    let deed = LetterDeed::Complained(about(one));
    match whose(one) {
        Some((identity, person, true)) => {
            tx.record(Who::Customer { identity, person }, &deed).await
        }
        Some((identity, person, false)) => {
            tx.record(Who::Visitor { identity, person }, &deed).await
        }
        None => tx.record(Who::System, &deed).await,
    }
}
