//! `deedwell restore`: a backup, put back into an empty data directory. Sends nothing to anybody.

#[cfg(test)]
mod tests;

use std::path::Path;

use anyhow::{Context, Result, bail};
use indicatif::ProgressBar;

use crate::commands::backup::{self, Manifest};
use crate::config::Config;
use crate::{progress, wiring};

pub async fn run(config: &Config, directory: &Path) -> Result<()> {
    let text = std::fs::read(directory.join(backup::MANIFEST)).with_context(|| {
        format!("{} is not a backup: it has no {}", directory.display(), backup::MANIFEST)
    })?;
    let manifest: Manifest =
        serde_json::from_slice(&text).context("the backup's list cannot be read")?;
    let bytes: u64 = manifest.files.iter().map(|file| file.bytes).sum();
    // Everything is read twice: once to see that it is whole, once to be copied.
    let bar = progress::copying(2 * bytes);
    check(directory, &manifest, &bar).await?;
    let empty = !config.data.exists() || std::fs::read_dir(&config.data)?.next().is_none();
    if !empty {
        bail!("{} is not empty; a backup goes into an empty data directory", config.data.display());
    }
    if manifest.database != backup::SQLITE {
        bail!(
            "this backup holds a PostgreSQL dump: restore {} with pg_restore into an empty database, \
             then copy the folder lake into {}",
            backup::POSTGRES,
            config.data.display()
        );
    }
    wiring::make_private(&config.data)?;
    let emptied = Emptied(&config.data);
    for file in &manifest.files {
        backup::copy_file(&directory.join(&file.path), &config.data.join(&file.path)).await?;
        bar.inc(file.bytes);
    }
    backup::make_last(&config.data)?;
    bar.finish_and_clear();
    // The catalogues name the directory they stand in, so they are written anew.
    let parts = wiring::open(config).await?;
    let mut wrong = Vec::new();
    for organisation in wiring::organisations(&parts.db).await? {
        parts.lake.publish(organisation.id).await.context("publishing the catalogue")?;
        wrong.extend(parts.lake.check(organisation.id).await?);
    }
    // What was due when the backup was made may have been sent since.
    deedwell_sending::restored::after_restore(&parts.db).await?;
    parts.db.close().await;
    std::mem::forget(emptied);
    if let Some(first) = wrong.first() {
        bail!("restored, but the ledger is not whole: {first}");
    }
    println!("{} files restored into {}", manifest.files.len(), config.data.display());
    Ok(())
}

/// A directory that was empty is empty again, unless all went well.
struct Emptied<'a>(&'a Path);

impl Drop for Emptied<'_> {
    fn drop(&mut self) {
        let entries = std::fs::read_dir(self.0).into_iter().flatten().flatten();
        for path in entries.map(|entry| entry.path()) {
            let removed = if path.is_dir() {
                std::fs::remove_dir_all(&path)
            } else {
                std::fs::remove_file(&path)
            };
            if let Err(error) = removed {
                tracing::warn!(%error, path = %path.display(), "What was cut off is still there");
            }
        }
    }
}

/// Every file is there and unchanged, before anything is written.
async fn check(directory: &Path, manifest: &Manifest, bar: &ProgressBar) -> Result<()> {
    for file in &manifest.files {
        tokio::task::yield_now().await;
        let inside = file.path.components().all(|c| matches!(c, std::path::Component::Normal(_)));
        if !inside {
            bail!("the backup's list names {}, which lies outside it", file.path.display());
        }
        let found = backup::measure(directory, &file.path)?;
        if found.bytes != file.bytes || found.sum != file.sum {
            bail!("{} was changed since the backup was made", file.path.display());
        }
        bar.inc(file.bytes);
    }
    Ok(())
}
