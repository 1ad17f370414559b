//! A restore sends nothing. What a backup holds as reserved may long have been sent by the state that it was
//! copied from; so whoever comes back from one holds all that was reserved by then, until staff say whether
//! it goes.
//!
//! `deedwell restore` says so itself. A database can also be put back without us (`pg_restore`, a file copied
//! over another), so the state and the disk keep a mark each: a number that counts with every minute in which
//! a server runs, in the state and in a file beside it that no backup holds. A state that is behind its file,
//! or has no file although it once had, was restored. And a state in which no server said for a day that it
//! runs may be the copy of a whole machine: that is held too.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use deedwell_core::{Error, Id, Organisation, Result};
use deedwell_store::Db;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tracing::warn;

use crate::store::{self, HeldWhy};

/// The file beside the state, in the data directory.
pub const MARK: &str = "sending.mark";
/// No server ran for so long: nobody knows where this state has been.
pub const AWAY: SignedDuration = SignedDuration::from_hours(24);
/// How often servers say that they run.
const BEAT: Duration = Duration::from_secs(60);

/// What the state says of itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Beat {
    pub generation: i64,
    pub at: Timestamp,
    /// Whether anything was ever reserved: an empty state has nothing to hold.
    pub has_letters: bool,
}

/// Why what was reserved has to be held, if it has. The file's number is `None` where there is no file, or
/// none for this organisation.
pub fn hold(beat: Beat, file: Option<i64>, now: Timestamp) -> Option<HeldWhy> {
    if !beat.has_letters || beat.generation == 0 {
        return None;
    }
    match file {
        None => Some(HeldWhy::Restored),
        Some(file) if file > beat.generation => Some(HeldWhy::Restored),
        Some(_) if now.duration_since(beat.at) >= AWAY => Some(HeldWhy::Away),
        Some(_) => None,
    }
}

/// At the start of a server, before anything is taken. How many organisations hold their letters since.
///
/// # Errors
/// When state or file cannot be read or written: then nothing may be sent.
pub async fn look(db: &Db, data: &Path) -> Result<usize> {
    let marks = read(&path(data))?;
    let mut held = 0;
    for organisation in organisations(db).await? {
        let mut tx = db.write(organisation).await?;
        let settings = store::settings(&mut tx).await?;
        let beat = store::beat(&mut tx).await?;
        let file = marks.get(&organisation.to_string()).copied();
        if let Some(why) = hold(beat, file, tx.now())
            && settings.held.is_none()
        {
            store::hold(&mut tx, why).await?;
            held += 1;
            warn!(%organisation, why = why.name(), "What was to be sent is held until somebody of the staff decides");
        }
        tx.commit().await?;
    }
    beat(db, data).await?;
    Ok(held)
}

/// Each minute, and at the start: the state counts, then the file. A crash in between leaves the state ahead,
/// which is no restore.
///
/// # Errors
/// When state or file cannot be written.
pub async fn beat(db: &Db, data: &Path) -> Result<()> {
    let path = path(data);
    let mut marks = read(&path)?;
    for organisation in organisations(db).await? {
        let mut tx = db.write(organisation).await?;
        store::settings(&mut tx).await?;
        let generation = store::count_beat(&mut tx).await?;
        tx.commit().await?;
        let mark = marks.entry(organisation.to_string()).or_default();
        // Of several servers one may be a beat ahead.
        *mark = generation.max(*mark);
    }
    write(&path, &marks)
}

/// Says each minute that this server runs, until it is told to stop.
pub async fn keep_beating(db: Db, data: PathBuf, mut stop: watch::Receiver<bool>) {
    while !*stop.borrow() {
        tokio::select! {
            () = tokio::time::sleep(BEAT) => {}
            changed = stop.changed() => if changed.is_err() { return },
        }
        if let Err(error) = beat(&db, &data).await {
            warn!(%error, "That this server runs could not be written down");
        }
    }
}

/// Holds everything that is reserved in a state that `deedwell restore` has just put back.
///
/// # Errors
/// When the state cannot be written.
pub async fn after_restore(db: &Db) -> Result<()> {
    for organisation in organisations(db).await? {
        let mut tx = db.write(organisation).await?;
        store::hold(&mut tx, HeldWhy::Restored).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn organisations(db: &Db) -> Result<Vec<Id<Organisation>>> {
    let mut tx = db.system_read().await?;
    let list = tx.query_all("select organisation from organisation order by organisation");
    tx.list(list).await?.iter().map(|row| row.id("organisation")).collect()
}

fn path(data: &Path) -> PathBuf {
    data.join(MARK)
}

type Marks = BTreeMap<String, i64>;

fn read(path: &Path) -> Result<Marks> {
    match std::fs::read(path) {
        // A file that was cut off says nothing, and then everything is held.
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).unwrap_or_default()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Marks::new()),
        Err(error) => Err(Error::fault(error)),
    }
}

/// Whole or not at all.
fn write(path: &Path, marks: &Marks) -> Result<()> {
    let text = serde_json::to_vec(marks).map_err(Error::fault)?;
    let new = path.with_extension("new");
    let mut file = std::fs::File::create(&new).map_err(Error::fault)?;
    file.write_all(&text).map_err(Error::fault)?;
    file.sync_all().map_err(Error::fault)?;
    std::fs::rename(&new, path).map_err(Error::fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_that_is_behind_its_file_or_has_none_was_restored() {
        let at: Timestamp = "2026-11-18T09:00:00Z".parse().unwrap();
        let now = at + SignedDuration::from_mins(3);
        let beat = Beat { generation: 7, at, has_letters: true };
        assert_eq!(hold(beat, Some(7), now), None);
        assert_eq!(hold(beat, Some(6), now), None, "it died between state and file");
        assert_eq!(hold(beat, Some(8), now), Some(HeldWhy::Restored));
        assert_eq!(hold(beat, None, now), Some(HeldWhy::Restored));
        assert_eq!(hold(beat, Some(7), at + AWAY), Some(HeldWhy::Away));
        assert_eq!(hold(Beat { generation: 0, ..beat }, None, now), None, "it never ran");
        assert_eq!(hold(Beat { has_letters: false, ..beat }, None, now), None);
    }
}
