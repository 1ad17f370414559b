//! Compaction: from many small files in the order of the log to few large ones ordered by person.
//!
//! Files of about one size become one, so that an action is rewritten a handful of times in its life.
//! Old states of the lake go on reading the old files until they expire.

use std::path::PathBuf;

use deedwell_core::{Action, Error, Id, Organisation, Result};
use tracing::info;

use super::manifest::{self, TABLE};
use super::read::ActionFile;
use super::schema::ROW_GROUP;
use super::write::{FileWriter, Numbered, Written};
use super::{Lake, Limits, LiveFile, beside};

/// Rows held at a time while merging. The inputs are walked once for each such window, but a row group
/// that cannot hold any of its subjects is passed by. Small in stories, so that they have several.
const WINDOW: usize = if cfg!(test) { 7 } else { 2 * ROW_GROUP };
/// The smallest tier: files below this part of a full file.
const SMALLEST_TIER: usize = 256;
/// Full files' worth of rows that one merge takes at most; their keys are held in memory.
const MOST_FULL: i64 = 2;

/// What a compaction did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Compacted {
    /// Files that became others.
    pub from: usize,
    pub into: usize,
    /// States of the lake that can no longer be read.
    pub expired: u64,
    /// Files removed from the disk.
    pub unlinked: usize,
}

impl Lake {
    /// Merges what is due, lets old states expire, removes files that nobody can be reading, and
    /// publishes. To be repeated at will.
    ///
    /// # Errors
    /// `Fault` when a file cannot be read or written; what was merged until then stands.
    pub async fn compact(&self, organisation: Id<Organisation>) -> Result<Compacted> {
        let mut done = Compacted::default();
        loop {
            let files = self.live_files(organisation).await?;
            let Some(picked) = pick(&files, &self.limits) else { break };
            let written = self.merge(organisation, &picked).await?;
            if !self.commit_merge(organisation, &picked, &written).await? {
                // Somebody else merges too; the next round sees what they made of it.
                self.drop_files(organisation, &written).await?;
                break;
            }
            done.from += picked.len();
            done.into += written.len();
        }
        done.expired = self.expire(organisation).await?;
        done.unlinked = self.clean_up(organisation).await?;
        self.publish(organisation).await?;
        if done.from > 0 {
            info!(organisation = %organisation, from = done.from, into = done.into, "Lake compacted");
        }
        Ok(done)
    }

    /// Writes the picked files anew, ordered by (subject, moment, number).
    pub(super) async fn merge(
        &self,
        organisation: Id<Organisation>,
        picked: &[LiveFile],
    ) -> Result<Vec<Written>> {
        let inputs: Vec<PathBuf> = picked.iter().map(|f| f.path.clone()).collect();
        let due: i64 = picked.iter().map(|f| f.rows).sum();
        let folder = self.actions_folder(organisation);
        let (rows, clock, told) = (self.limits.rows, self.db.clock().clone(), self.told.clone());
        beside(move || {
            let inputs = inputs.iter().map(|p| ActionFile::open(p)).collect::<Result<Vec<_>>>()?;
            let keys = keys(&inputs)?;
            if i64::try_from(keys.len()).map_err(Error::fault)? != due {
                return Err(Error::fault("files to be merged do not hold what the manifest says"));
            }
            // Shared evenly, so that no small rest is left over.
            let outputs = keys.len().div_ceil(rows.max(1)).max(1);
            let share = keys.len().div_ceil(outputs).max(1);
            let mut written = Vec::with_capacity(outputs);
            for part in keys.chunks(share) {
                let mut writer = FileWriter::create(&folder, &clock.new_uuid().to_string())?;
                for window in part.chunks(WINDOW) {
                    for group in gather(&inputs, window)?.chunks(ROW_GROUP) {
                        writer.group(group)?;
                        told(group.len() as u64);
                    }
                }
                written.push(writer.finish()?);
            }
            Ok(written)
        })
        .await
    }

    /// From this snapshot on the new files are read instead of the old. False when one of the old
    /// ones was superseded meanwhile; nothing is changed then.
    pub(super) async fn commit_merge(
        &self,
        organisation: Id<Organisation>,
        old: &[LiveFile],
        new: &[Written],
    ) -> Result<bool> {
        let mut tx = self.db.write(organisation).await?;
        manifest::take(&mut tx).await?;
        let changes = format!("compacted_table:{TABLE}");
        let message = format!("{} files became {}", old.len(), new.len());
        let snapshot = manifest::add_files(&mut tx, &changes, &message, new, false).await?;
        for file in old {
            if !manifest::supersede(&mut tx, file.id, snapshot).await? {
                return Ok(false);
            }
        }
        tx.commit().await?;
        Ok(true)
    }
}

/// The next files to merge: enough of one tier, or full ones that are not yet ordered by person.
pub(super) fn pick(files: &[LiveFile], limits: &Limits) -> Option<Vec<LiveFile>> {
    let limit = i64::try_from(limits.rows).unwrap_or(i64::MAX).max(1);
    let full = |file: &&LiveFile| file.rows >= limit.div_euclid(2).max(1);
    let within = |files: Vec<&LiveFile>| {
        let mut rows = 0;
        let fits = |file: &&&LiveFile| {
            rows += file.rows;
            rows <= MOST_FULL * limit || rows == file.rows
        };
        files.iter().take_while(fits).map(|f| (*f).clone()).collect::<Vec<_>>()
    };
    let small: Vec<&LiveFile> = files.iter().filter(|f| !full(f)).collect();
    let last_tier = small.iter().map(|f| tier(f.rows, limits)).max().unwrap_or(0);
    for wanted in 0..=last_tier {
        let same: Vec<_> =
            small.iter().copied().filter(|f| tier(f.rows, limits) == wanted).collect();
        if same.len() >= limits.fan_in.max(2) {
            return Some(within(same));
        }
    }
    let unordered: Vec<_> = files.iter().filter(full).filter(|f| !f.by_person).collect();
    (!unordered.is_empty()).then(|| within(unordered))
}

fn tier(rows: i64, limits: &Limits) -> u32 {
    let mut bound = limits.rows.div_ceil(SMALLEST_TIER).max(1);
    let (rows, mut tier) = (usize::try_from(rows).unwrap_or(0), 0);
    while rows >= bound {
        bound = bound.saturating_mul(limits.fan_in.max(2));
        tier += 1;
    }
    tier
}

/// Where a row stands in the order of persons: subject, moment, number.
type Key = (u128, i64, i64);

fn key((seq, action): &Numbered) -> Key {
    let Action { subject, at, .. } = action;
    (subject.uuid().as_u128(), at.as_microsecond(), *seq)
}

fn keys(inputs: &[ActionFile]) -> Result<Vec<Key>> {
    let mut keys = Vec::with_capacity(inputs.iter().map(ActionFile::rows).sum());
    for file in inputs {
        for group in 0..file.groups() {
            keys.extend(keys_in(file, group)?);
        }
    }
    keys.sort_unstable();
    Ok(keys)
}

fn keys_in(file: &ActionFile, group: usize) -> Result<Vec<Key>> {
    let subjects = file.ids(group, "subject")?;
    let moments = file.numbers(group, "happened_at")?;
    let numbers = file.numbers(group, "seq")?;
    let rows = subjects.iter().zip(moments.iter().zip(&numbers));
    rows.map(|(subject, (at, seq))| Some(((*subject)?.as_u128(), (*at)?, (*seq)?)))
        .collect::<Option<Vec<Key>>>()
        .ok_or_else(|| Error::fault("an action in a file has no subject, moment or number"))
}

/// The rows of a window of sorted keys, in order.
fn gather(inputs: &[ActionFile], window: &[Key]) -> Result<Vec<Numbered>> {
    let (Some(first), Some(last)) = (window.first(), window.last()) else { return Ok(Vec::new()) };
    let mut rows = Vec::with_capacity(window.len());
    for file in inputs {
        for group in 0..file.groups() {
            let outside = file
                .subjects(group)
                .is_some_and(|(min, max)| min.as_u128() > last.0 || max.as_u128() < first.0);
            if outside {
                continue;
            }
            let wanted: Vec<bool> =
                keys_in(file, group)?.iter().map(|k| first <= k && k <= last).collect();
            if wanted.contains(&true) {
                rows.extend(file.actions_where(group, &wanted)?);
            }
        }
    }
    rows.sort_unstable_by_key(key);
    // Nothing lost, nothing twice: the very rows whose keys were counted.
    if !rows.iter().map(key).eq(window.iter().copied()) {
        return Err(Error::fault("files to be merged changed, or hold an action twice"));
    }
    Ok(rows)
}
