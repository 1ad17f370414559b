//! What came of a hand-over.

use std::collections::{BTreeMap, HashMap};

use deedwell_core::{Error, Id, Organisation, Result};
use deedwell_store::{Bulk, Db, Tx};
use jiff::{SignedDuration, Timestamp};

use super::take::{Handed, whose};
use crate::deed::{About, LetterDeed, record_of_recipient};
use crate::letter::{Letter, Sort};
use crate::store::cases::{self, Waiting};
use crate::store::{self, LONGEST_DETAIL, NewSuppression};
use crate::suppression::Why;

/// What the other side said.
#[derive(Clone, PartialEq, Debug)]
pub enum Answer {
    /// It took the letter over. What it said may be kept: a number of its own.
    Accepted(String),
    /// Not now: it did not take the letter, which is due again. When, if it or the channel knows.
    Later { until: Option<Timestamp>, detail: String },
    /// Never.
    Refused(Refusal),
    /// The line broke where it may have been taken: nobody will know.
    Unknown(String),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// `550 5.1.1`.
    pub code: String,
    pub detail: String,
    /// There is no such address: nothing is sent there any more.
    pub is_dead: bool,
}

/// Pauses before a letter is handed over again, by how often it was: the last holds for all that follow.
const PAUSES_M: [i64; 7] = [1, 5, 15, 30, 60, 120, 240];
/// A letter that nobody takes for so long is given up.
const GIVEN_UP: SignedDuration = SignedDuration::from_hours(24 * 4);

/// Keeps what came of these hand-overs, in one transaction for each organisation. Late answers of letters
/// that were taken for lost settle them too.
///
/// # Errors
/// When the database cannot be written: say it again then.
pub async fn answer(db: &Db, answers: &[(Handed, Answer)]) -> Result<()> {
    let mut of: BTreeMap<Id<Organisation>, Vec<&(Handed, Answer)>> = BTreeMap::new();
    answers.iter().for_each(|one| of.entry(one.0.organisation).or_default().push(one));
    for (organisation, answers) in of {
        let mut tx = db.write(organisation).await?;
        keep(&mut tx, &answers).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn keep(tx: &mut Tx, answers: &[&(Handed, Answer)]) -> Result<()> {
    let ids: Vec<Id<Letter>> = answers.iter().map(|(handed, _)| handed.letter).collect();
    let letters = cases::waiting(tx, &ids).await?;
    // The many that were accepted with the same words go together; the rest are few.
    let mut accepted: BTreeMap<(&str, &str), Vec<Id<Letter>>> = BTreeMap::new();
    for (handed, answer) in answers {
        let Some(one) = letters.get(&handed.letter) else { continue };
        match answer {
            Answer::Accepted(detail) => {
                accepted.entry((&handed.lease, detail)).or_default().push(one.id);
            }
            Answer::Later { until, detail } => later(tx, handed, one, *until, detail).await?,
            Answer::Refused(refusal) => refused(tx, handed, one, refusal).await?,
            Answer::Unknown(detail) => unknown(tx, handed, detail).await?,
        }
    }
    for ((lease, detail), ids) in accepted {
        accept(tx, lease, detail, &ids, &letters).await?;
    }
    Ok(())
}

async fn accept(
    tx: &mut Tx,
    lease: &str,
    detail: &str,
    ids: &[Id<Letter>],
    letters: &HashMap<Id<Letter>, Waiting>,
) -> Result<()> {
    let detail = deedwell_core::text::cut(detail, LONGEST_DETAIL);
    let mut update = Bulk::new(
        tx,
        "update letter set state = 'accepted', reason = '', detail = ?, answered_at = ?
         where organisation = $1 and state in ('handed_over', 'ambiguous') and lease = ? and id in (",
        [detail.into(), tx.now().into(), lease.into()],
        "?",
        ") returning id",
    );
    ids.iter().for_each(|id| update.add([(*id).into()]));
    let mut secrets = Vec::new();
    for row in update.list(tx).await? {
        let Some(one) = letters.get(&row.id("id")?) else { continue };
        record_of_recipient(tx, whose(one), &LetterDeed::Accepted(about(one)))?;
        if matches!(one.sort, Sort::Service(_)) {
            secrets.push(one.id);
        }
    }
    if secrets.is_empty() { Ok(()) } else { store::wipe(tx, &secrets).await }
}

/// What the ledger says of a letter.
pub(crate) fn about(one: &Waiting) -> About {
    let (topic, service) = match &one.sort {
        Sort::Topic(topic) => (Some(topic.clone()), None),
        Sort::Service(service) => (None, Some(service.name())),
    };
    About { letter: one.id, channel: one.channel.clone(), topic, service, run: one.run }
}

async fn later(
    tx: &mut Tx,
    handed: &Handed,
    one: &Waiting,
    until: Option<Timestamp>,
    detail: &str,
) -> Result<()> {
    let now = tx.now();
    let find = tx.query("select attempts from letter where organisation = $1 and id = $2");
    let attempts = tx.one(find.bind(one.id)).await?.number("attempts")?;
    let next = match until.filter(|until| *until > now) {
        Some(until) => until,
        None => now.saturating_add(pause(attempts)).map_err(Error::fault)?,
    };
    let end = one.created_at.saturating_add(GIVEN_UP).map_err(Error::fault)?;
    if next >= one.until.unwrap_or(end) {
        let code = "gave_up".to_owned();
        let refusal = Refusal { code, detail: detail.to_owned(), is_dead: false };
        return refused(tx, handed, one, &refusal).await;
    }
    let update = tx.query(
        "update letter set state = 'reserved', reason = 'deferred', detail = $5, next_at = $4,
           lease = null
         where organisation = $1 and id = $2 and lease = $3 and state in ('handed_over', 'ambiguous')",
    );
    let detail = deedwell_core::text::cut(detail, LONGEST_DETAIL);
    let update = update.bind(one.id).bind(&handed.lease).bind(next).bind(detail);
    if tx.run(update).await? == 1 {
        store::add_note(tx, one.id, "deferred", detail).await?;
    }
    Ok(())
}

fn pause(attempts: i64) -> SignedDuration {
    let place = usize::try_from(attempts - 1).unwrap_or(0).min(PAUSES_M.len() - 1);
    SignedDuration::from_mins(PAUSES_M[place])
}

async fn refused(tx: &mut Tx, handed: &Handed, one: &Waiting, refusal: &Refusal) -> Result<()> {
    let update = tx.query(
        "update letter set state = 'refused', reason = $4, detail = $5, answered_at = $6
         where organisation = $1 and id = $2 and lease = $3 and state in ('handed_over', 'ambiguous')",
    );
    let now = tx.now();
    let detail = deedwell_core::text::cut(&refusal.detail, LONGEST_DETAIL);
    let code = deedwell_core::text::cut(&refusal.code, 40);
    let update = update.bind(one.id).bind(&handed.lease).bind(code).bind(detail).bind(now);
    if tx.run(update).await? == 0 {
        return Ok(());
    }
    store::wipe(tx, &[one.id]).await?;
    let deed = LetterDeed::Refused { about: about(one), why: code.to_owned() };
    record_of_recipient(tx, whose(one), &deed)?;
    if refusal.is_dead {
        dead(tx, one, detail).await?;
    }
    Ok(())
}

/// Nothing is sent to this address any more.
pub(crate) async fn dead(tx: &mut Tx, one: &Waiting, detail: &str) -> Result<()> {
    let new = NewSuppression {
        channel: &one.channel,
        address: &one.address,
        reason: Why::HardBounce,
        note: detail,
        source: "channel",
        letter: Some(one.id),
        until: None,
    };
    store::add_suppression(tx, &new).await.map(drop)
}

async fn unknown(tx: &mut Tx, handed: &Handed, detail: &str) -> Result<()> {
    let update = tx.query(
        "update letter set state = 'ambiguous', detail = $4
         where organisation = $1 and id = $2 and lease = $3 and state = 'handed_over'",
    );
    let detail = deedwell_core::text::cut(detail, LONGEST_DETAIL);
    if tx.run(update.bind(handed.letter).bind(&handed.lease).bind(detail)).await? == 1 {
        store::add_note(tx, handed.letter, "ambiguous", detail).await?;
    }
    Ok(())
}

/// Gives letters back that were taken and not handed over: the other side cannot be reached. They are due
/// again then.
///
/// # Errors
/// When the database cannot be written; their leases end by themselves.
pub async fn put_back(db: &Db, letters: &[Handed], until: Timestamp, why: &str) -> Result<()> {
    let mut of: BTreeMap<(Id<Organisation>, &str), Vec<Id<Letter>>> = BTreeMap::new();
    for one in letters {
        of.entry((one.organisation, &one.lease)).or_default().push(one.letter);
    }
    for ((organisation, lease), ids) in of {
        let mut tx = db.write(organisation).await?;
        let why = deedwell_core::text::cut(why, LONGEST_DETAIL);
        let mut update = Bulk::new(
            &tx,
            "update letter set lease = null, next_at = ?, reason = 'deferred', detail = ?
             where organisation = $1 and state = 'reserved' and lease = ? and id in (",
            [until.into(), why.into(), lease.into()],
            "?",
            ")",
        );
        ids.iter().for_each(|id| update.add([(*id).into()]));
        update.run(&mut tx).await?;
        tx.commit().await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        assert_eq!(pause(1), SignedDuration::from_mins(1));
        assert_eq!(pause(3), SignedDuration::from_mins(15));
        assert_eq!(pause(99), SignedDuration::from_mins(240));
        assert_eq!(pause(0), SignedDuration::from_mins(1));
    }
}
