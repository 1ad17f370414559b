//! Computes levels anew from what the ledger says, and lets go what is no longer needed.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use deedwell_core::behaviour::{Behaviour, Entries, Entry};
use deedwell_core::{Error, Id, Organisation, Part, Person, Result, Timestamp, Who};
use deedwell_store::{Db, Tx};
use jiff::SignedDuration;

use super::trusted::mark;
use crate::deed::{TrustDeed, What as Happened};
use crate::level::{Act, Held, Level, Record, WINDOW_DAYS, What, earned};
use crate::mark::Wanted;
use crate::store::{self, Kept};

/// Actions that are read at most: the latest. What an enterprise with more needs is a gap that is known.
pub const MOST_READ: usize = 500_000;
/// Signs with which nobody was seen for so long are let go.
pub const SIGNS_LAST: SignedDuration = SignedDuration::from_hours(24 * 180);
const PAGE: usize = 5_000;
const AT_ONCE: usize = 200;

/// Which deeds count for what.
#[derive(Clone, Copy, Debug)]
pub struct Counts<'a> {
    pub taking_part: &'a [&'a str],
    /// Votes and thanks, from one person to another.
    pub thanks: &'a [&'a str],
    pub flags: &'a [&'a str],
}

/// What is read of the state before the ledger is.
struct Before {
    now: Timestamp,
    apart: HashSet<(Id<Person>, String)>,
    upheld: HashSet<Id<Person>>,
    above: Vec<Id<Person>>,
}

/// Computes everybody's level. How many changed.
pub async fn keep(
    db: &Db,
    organisation: Id<Organisation>,
    ledger: &dyn Behaviour,
    counts: Counts<'_>,
) -> Result<usize> {
    let mut tx = db.write(organisation).await?;
    // The row that is held while levels are computed.
    store::secret(&mut tx).await?;
    let now = tx.now();
    let from = window_start(now)?;
    let before = Before {
        now,
        apart: store::all_apart(&mut tx).await?,
        upheld: store::upheld_since(&mut tx, from).await?,
        above: store::above_lowest(&mut tx).await?,
    };
    tx.commit().await?;
    let acts = gather(organisation, ledger, counts, &before)?;
    let mut people: BTreeSet<Id<Person>> = acts.keys().copied().collect();
    people.extend(&before.above);
    let people: Vec<Id<Person>> = people.into_iter().collect();
    let mut changed = 0;
    for some in people.chunks(AT_ONCE) {
        let mut tx = db.write(organisation).await?;
        store::hold_levels(&mut tx).await?;
        let proven: HashSet<Id<Person>> = store::proven(&mut tx, some).await?.into_iter().collect();
        for person in some {
            let of = acts.get(person).map_or(&[][..], Vec::as_slice);
            let record = Record {
                proven: proven.contains(person),
                upheld: before.upheld.contains(person),
                ..Record::of(*person, of, now)
            };
            changed += usize::from(one(&mut tx, *person, record, now).await?);
        }
        tx.commit().await?;
    }
    Ok(changed)
}

fn window_start(now: Timestamp) -> Result<Timestamp> {
    now.checked_sub(SignedDuration::from_hours(24 * WINDOW_DAYS)).map_err(Error::fault)
}

/// What concerns whom. What somebody in quarantine gives counts for nobody.
fn gather(
    organisation: Id<Organisation>,
    ledger: &dyn Behaviour,
    counts: Counts<'_>,
    before: &Before,
) -> Result<BTreeMap<Id<Person>, Vec<Act>>> {
    let all = counts.taking_part.iter().chain(counts.thanks).chain(counts.flags);
    let mut ask = Entries {
        kinds: all.map(|kind| (*kind).to_owned()).collect(),
        parts: vec![Part::Customer],
        from: Some(window_start(before.now)?),
        counted: true,
        limit: PAGE,
        ..Entries::default()
    };
    let mut acts: BTreeMap<Id<Person>, Vec<Act>> = BTreeMap::new();
    let mut read = 0;
    // Without kinds, everything would be asked for.
    while read < MOST_READ && !ask.kinds.is_empty() {
        let page = ledger.entries(organisation, &ask)?;
        read += page.entries.len();
        for entry in &page.entries {
            count(&mut acts, entry, counts, &before.apart);
        }
        ask.before = page.next;
        if page.next.is_none() || page.entries.is_empty() {
            break;
        }
    }
    Ok(acts)
}

fn count(
    acts: &mut BTreeMap<Id<Person>, Vec<Act>>,
    entry: &Entry,
    counts: Counts<'_>,
    apart: &HashSet<(Id<Person>, String)>,
) {
    let Some(person) = entry.person else { return };
    let about = entry.about.as_deref().unwrap_or_default().to_owned();
    if apart.contains(&(person, String::new())) || apart.contains(&(person, about.clone())) {
        return;
    }
    let at = entry.at;
    let is = |kinds: &[&str]| kinds.contains(&&*entry.kind);
    let mut add = |whose: Id<Person>, what| acts.entry(whose).or_default().push(Act { at, what });
    if is(counts.taking_part) {
        add(person, What::TookPart { about });
    }
    if let Some(other) = entry.counterpart.filter(|other| *other != person) {
        if is(counts.thanks) {
            add(person, What::Gave { to: other });
            add(other, What::Received { from: person });
        }
        if is(counts.flags) {
            add(other, What::Flagged { by: person });
        }
    }
}

/// Whether the level changed. What was counted is kept beside it, for who asks what is missing.
async fn one(tx: &mut Tx, person: Id<Person>, mut record: Record, now: Timestamp) -> Result<bool> {
    if record.proven && earned(&record) == Level::New {
        record.bought = mark(tx, person, Wanted::Anything, None).await?.is_ok();
    }
    let before = match store::level_of(tx, person).await? {
        Some(kept) => kept,
        None => {
            let identity = match store::identity_of(tx, person).await {
                Ok(identity) => identity,
                // Forgotten since.
                Err(Error::Missing(_)) => return Ok(false),
                Err(error) => return Err(error),
            };
            Kept { identity, held: Held::new(now), record: Record::default() }
        }
    };
    let held = before.held.after(&record, now);
    let after = Kept { identity: before.identity, held, record };
    if after == before {
        return Ok(false);
    }
    store::set_level(tx, &after).await?;
    if held.level == before.held.level {
        return Ok(false);
    }
    if held.level < before.held.level {
        store::lower_others(tx, person, after.identity, &held).await?;
    }
    let what = Happened::level(before.held.level, held.level);
    let deed = TrustDeed { whose: Some(after.identity), quarantine: None, what };
    tx.record(Who::System, &deed).await?;
    Ok(true)
}

/// Lets go what is no longer needed: signs that nobody shows any more, forms, words.
pub async fn prune(tx: &mut Tx) -> Result<u64> {
    let now = tx.now();
    let before = now.checked_sub(SIGNS_LAST).map_err(Error::fault)?;
    let signs = store::drop_signs(tx, before).await?;
    let forms = store::drop_forms(tx, now).await?;
    let said = store::drop_said(tx, now.as_second().div_euclid(86_400)).await?;
    Ok(signs + forms + said)
}
