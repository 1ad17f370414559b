//! What goes: states that are too old, files that no state needs, files that nobody knows.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use deedwell_core::{Error, Id, Organisation, Result, Timestamp};
use tracing::info;

use super::manifest::{self, FileRow};
use super::seal::unlink;
use super::write::sync_folder;
use super::{ACTIONS, Lake, beside};

impl Lake {
    /// Lets states of the lake expire, and dooms the files that only they read. How many went.
    pub(super) async fn expire(&self, organisation: Id<Organisation>) -> Result<u64> {
        let before = self.ago(self.limits.keep)?;
        let mut tx = self.db.write(organisation).await?;
        if manifest::state(&mut tx).await?.is_none() {
            return Ok(0);
        }
        manifest::take(&mut tx).await?;
        let expired = manifest::expire(&mut tx, before).await?;
        if expired == 0 {
            return Ok(0);
        }
        let kept: Vec<i64> = manifest::snapshots(&mut tx).await?.iter().map(|s| s.id).collect();
        for file in manifest::files(&mut tx).await? {
            let Some(end) = file.end_snapshot else { continue };
            if kept.iter().any(|s| (file.begin_snapshot..end).contains(s)) {
                continue;
            }
            for path in paths(&file) {
                let now = tx.now();
                manifest::doom(&mut tx, &path, file.id, now).await?;
            }
            manifest::forget_file(&mut tx, file.id).await?;
        }
        tx.commit().await?;
        Ok(expired)
    }

    /// Removes doomed files whose grace is over. How many went.
    pub(super) async fn clean_up(&self, organisation: Id<Organisation>) -> Result<usize> {
        let before = self.ago(self.limits.grace)?;
        let doomed = manifest::doomed(&mut self.db.read(organisation).await?).await?;
        let due: Vec<_> = doomed.into_iter().filter(|d| d.since_at <= before).collect();
        if due.is_empty() {
            return Ok(0);
        }
        let folder = self.folder(organisation);
        let paths: Vec<PathBuf> = due.iter().map(|d| folder.join(&d.path)).collect();
        // The files first: a row without its file is harmless, a file without its row is an orphan.
        beside(move || {
            paths.iter().try_for_each(|path| unlink(path))?;
            sync_folder(&folder.join(ACTIONS))
        })
        .await?;
        let mut tx = self.db.write(organisation).await?;
        manifest::take(&mut tx).await?;
        for file in &due {
            manifest::redeem(&mut tx, &file.path).await?;
        }
        tx.commit().await?;
        Ok(due.len())
    }

    /// Removes files that a crash left behind: known to nobody and older than
    /// [`Limits::orphan_age`](super::Limits::orphan_age). For the start, and once a day.
    ///
    /// # Errors
    /// `Fault` when the folder cannot be read.
    pub async fn sweep(&self, organisation: Id<Organisation>) -> Result<usize> {
        let orphans = self.orphans(organisation).await?;
        let count = orphans.len();
        if count > 0 {
            info!(organisation = %organisation, count, "Files that nobody knew are removed");
            beside(move || orphans.iter().try_for_each(|path| unlink(path))).await?;
        }
        Ok(count)
    }

    pub(super) async fn orphans(&self, organisation: Id<Organisation>) -> Result<Vec<PathBuf>> {
        let (folder, before) = (self.folder(organisation), self.ago(self.limits.orphan_age)?);
        // The folder is looked at first: what is committed meanwhile is then known below.
        let found = beside({
            let folder = folder.clone();
            move || {
                let mut found = old_files(&folder.join(ACTIONS), before)?;
                found.extend(old_files(&folder, before)?.into_iter().filter(|p| is_begun_copy(p)));
                Ok(found)
            }
        })
        .await?;
        if found.is_empty() {
            return Ok(found);
        }
        let mut tx = self.db.read(organisation).await?;
        let files = manifest::files(&mut tx).await?;
        let doomed = manifest::doomed(&mut tx).await?;
        let known = files.iter().flat_map(paths).chain(doomed.into_iter().map(|d| d.path));
        let known: HashSet<PathBuf> = known.map(|path| folder.join(path)).collect();
        Ok(found.into_iter().filter(|path| !known.contains(path)).collect())
    }
}

/// A catalogue that was never finished, or SQLite's journal of one.
fn is_begun_copy(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.starts_with("ledger.ducklake.") && name.contains(".tmp"))
}

/// The two files of a row, relative to the organisation's folder.
pub(super) fn paths(file: &FileRow) -> [String; 2] {
    let name = &file.written.name;
    [format!("{ACTIONS}/{name}.parquet"), format!("{ACTIONS}/{name}.ids")]
}

/// Files (not folders) last written to at or before a moment; none where there is no such folder.
fn old_files(folder: &Path, before: Timestamp) -> Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(Error::fault)?,
    };
    let mut old = Vec::new();
    for entry in entries {
        let entry = entry.map_err(Error::fault)?;
        // One that is gone by now was being renamed.
        let Ok(about) = entry.metadata() else { continue };
        let written = about.modified().map_err(Error::fault)?;
        if about.is_file() && Timestamp::try_from(written).map_err(Error::fault)? <= before {
            old.push(entry.path());
        }
    }
    Ok(old)
}
