//! Handing over: every rule is asked once more, and that sending begins is kept before it does.

use std::collections::{BTreeMap, HashMap, HashSet};

use deedwell_core::{Error, Id, Organisation, Result};
use deedwell_store::{Bulk, Db, Tx};

use super::ANSWER_WITHIN;
use super::take::{Handed, goes};
use crate::letter::Letter;
use crate::rules::Verdict;
use crate::run::Run;
use crate::store;
use crate::store::cases::{self, Ground, Waiting};

/// What a channel is to do with a letter that it was about to send.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HandOver {
    /// Send it, and say what came of it.
    Go,
    /// Do not: it waits, is not to be sent, or another server has it. The code says why.
    No(&'static str),
}

/// Notes that these letters are being sent, those that may be, in one transaction for each organisation.
/// Only what was answered with [`HandOver::Go`] may be sent, and only after this has returned. In the order
/// in which they were asked for.
///
/// # Errors
/// When the database cannot be written: then nothing was handed over.
pub async fn handed_over(db: &Db, letters: &[Handed]) -> Result<Vec<HandOver>> {
    let mut of: BTreeMap<Id<Organisation>, Vec<&Handed>> = BTreeMap::new();
    letters.iter().for_each(|one| of.entry(one.organisation).or_default().push(one));
    let mut answers: HashMap<Id<Letter>, HandOver> = HashMap::new();
    for (organisation, letters) in of {
        let mut tx = db.write(organisation).await?;
        answers.extend(hand(&mut tx, &letters).await?);
        tx.commit().await?;
    }
    let lost = || HandOver::No("lost");
    Ok(letters.iter().map(|one| answers.remove(&one.letter).unwrap_or_else(lost)).collect())
}

/// Letters of one lease.
#[derive(Default)]
struct Sorted {
    go: Vec<Id<Letter>>,
    aside: Vec<(Id<Letter>, Verdict)>,
}

async fn hand(tx: &mut Tx, letters: &[&Handed]) -> Result<HashMap<Id<Letter>, HandOver>> {
    let ids: Vec<Id<Letter>> = letters.iter().map(|one| one.letter).collect();
    let waiting = cases::waiting(tx, &ids).await?;
    let ground = cases::ground(tx).await?;
    let resting = resting(tx, waiting.values()).await?;
    let known = letters.iter().filter_map(|one| Some((*one, waiting.get(&one.letter)?)));
    let (may, rest): (Vec<_>, Vec<_>) =
        known.partition(|(_, one)| !is_held(&ground, one) && !rests(one, &resting));
    let mut answers = HashMap::new();
    for (handed, one) in rest {
        // A pause changes no row: this one is as if it had never been taken.
        give_back(tx, handed).await?;
        answers.insert(one.id, HandOver::No("paused"));
    }
    let asked: Vec<&Waiting> = may.iter().map(|(_, one)| *one).collect();
    let verdicts = cases::judge(tx, &ground, &asked, true).await?;
    // Letters of one lease go together.
    let mut leases: BTreeMap<&str, Sorted> = BTreeMap::new();
    for ((handed, one), verdict) in may.iter().zip(verdicts) {
        let sorted = leases.entry(&handed.lease).or_default();
        match verdict {
            Verdict::Send => sorted.go.push(one.id),
            other => {
                sorted.aside.push((one.id, other));
                answers.insert(one.id, HandOver::No(code(other)));
            }
        }
    }
    for (lease, Sorted { go, aside }) in leases {
        put_aside(tx, lease, &aside).await?;
        for id in begin(tx, lease, &go).await? {
            answers.insert(id, HandOver::Go);
        }
    }
    Ok(answers)
}

/// What was reserved before a restore waits for staff.
fn is_held(ground: &Ground, one: &Waiting) -> bool {
    ground.settings.held.is_some_and(|held| one.created_at <= held.at)
}

fn rests(one: &Waiting, resting: &HashSet<Id<Run>>) -> bool {
    one.is_of_run && one.run.is_some_and(|run| resting.contains(&run))
}

/// Runs of these letters that are not under way.
async fn resting(tx: &mut Tx, letters: impl Iterator<Item = &Waiting>) -> Result<HashSet<Id<Run>>> {
    let runs: HashSet<Id<Run>> =
        letters.filter(|one| one.is_of_run).filter_map(|one| one.run).collect();
    let mut resting = HashSet::new();
    for run in runs {
        if !goes(store::run(tx, run).await?.state) {
            resting.insert(run);
        }
    }
    Ok(resting)
}

fn code(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Send => "",
        Verdict::Later(_, wait) => wait.code(),
        Verdict::Never(never) => never.code(),
    }
}

async fn give_back(tx: &mut Tx, handed: &Handed) -> Result<()> {
    let update = tx.query(
        "update letter set lease = null, next_at = $4
         where organisation = $1 and id = $2 and lease = $3 and state = 'reserved'",
    );
    let now = tx.now();
    tx.run(update.bind(handed.letter).bind(&handed.lease).bind(now)).await.map(drop)
}

/// Which of them are ours to send.
async fn begin(tx: &mut Tx, lease: &str, letters: &[Id<Letter>]) -> Result<Vec<Id<Letter>>> {
    let now = tx.now();
    let until = now.checked_add(ANSWER_WITHIN).map_err(Error::fault)?;
    let mut update = Bulk::new(
        tx,
        "update letter set state = 'handed_over', reason = '', detail = '', handed_over_at = ?,
           next_at = ?, attempts = attempts + 1
         where organisation = $1 and state = 'reserved' and lease = ? and id in (",
        [now.into(), until.into(), lease.into()],
        "?",
        ") returning id",
    );
    letters.iter().for_each(|id| update.add([(*id).into()]));
    if update.is_empty() {
        return Ok(Vec::new());
    }
    update.list(tx).await?.iter().map(|row| row.id("id")).collect()
}

/// Keeps why these do not go, for now or for good.
pub(super) async fn put_aside(
    tx: &mut Tx,
    lease: &str,
    letters: &[(Id<Letter>, Verdict)],
) -> Result<()> {
    // Many wait for the same moment, or are not sent for the same reason.
    let mut alike: BTreeMap<(Option<jiff::Timestamp>, &'static str), Vec<Id<Letter>>> =
        BTreeMap::new();
    for (id, verdict) in letters {
        let until = if let Verdict::Later(until, _) = verdict { Some(*until) } else { None };
        alike.entry((until, code(*verdict))).or_default().push(*id);
    }
    for ((until, why), ids) in alike {
        match until {
            Some(until) => later(tx, lease, &ids, until, why).await?,
            None => never(tx, lease, &ids, why).await?,
        }
    }
    Ok(())
}

async fn later(
    tx: &mut Tx,
    lease: &str,
    ids: &[Id<Letter>],
    until: jiff::Timestamp,
    why: &'static str,
) -> Result<()> {
    let mut update = Bulk::new(
        tx,
        "update letter set lease = null, next_at = ?, reason = ?
         where organisation = $1 and state = 'reserved' and lease = ? and id in (",
        [until.into(), why.into(), lease.into()],
        "?",
        ")",
    );
    ids.iter().for_each(|id| update.add([(*id).into()]));
    update.run(tx).await.map(drop)
}

async fn never(tx: &mut Tx, lease: &str, ids: &[Id<Letter>], why: &'static str) -> Result<()> {
    let mut update = Bulk::new(
        tx,
        "update letter set state = 'suppressed', lease = null, reason = ?, answered_at = ?
         where organisation = $1 and state = 'reserved' and lease = ? and id in (",
        [why.into(), tx.now().into(), lease.into()],
        "?",
        ")",
    );
    ids.iter().for_each(|id| update.add([(*id).into()]));
    update.run(tx).await?;
    store::wipe(tx, ids).await
}
