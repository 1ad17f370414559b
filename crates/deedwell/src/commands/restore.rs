//! `deedwell restore`: a backup, put back into an empty data directory. Sends nothing to anybody.

#[cfg(test)]
mod tests;

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::commands::backup::{self, Manifest};
use crate::config::Config;
use crate::wiring;

pub async fn run(config: &Config, directory: &Path) -> Result<()> {
    let text = std::fs::read(directory.join(backup::MANIFEST)).with_context(|| {
        format!("{} is not a backup: it has no {}", directory.display(), backup::MANIFEST)
    })?;
    let manifest: Manifest =
        serde_json::from_slice(&text).context("the backup's list cannot be read")?;
    check(directory, &manifest)?;
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
    std::fs::create_dir_all(&config.data)?;
    for file in &manifest.files {
        let target = config.data.join(&file.path);
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::copy(directory.join(&file.path), &target)?;
        std::fs::File::open(&target)?.sync_all()?;
    }
    // The catalogues name the directory they stand in, so they are written anew.
    let parts = wiring::open(config).await?;
    let mut wrong = Vec::new();
    for organisation in wiring::organisations(&parts.db).await? {
        parts.lake.publish(organisation.id).await.context("publishing the catalogue")?;
        wrong.extend(parts.lake.check(organisation.id).await?);
    }
    parts.db.close().await;
    if let Some(first) = wrong.first() {
        bail!("restored, but the ledger is not whole: {first}");
    }
    println!("{} files restored into {}", manifest.files.len(), config.data.display());
    Ok(())
}

/// Every file is there and unchanged, before anything is written.
fn check(directory: &Path, manifest: &Manifest) -> Result<()> {
    for file in &manifest.files {
        let inside = file.path.components().all(|c| matches!(c, std::path::Component::Normal(_)));
        if !inside {
            bail!("the backup's list names {}, which lies outside it", file.path.display());
        }
        let found = backup::measure(directory, &file.path)?;
        if found.bytes != file.bytes || found.sum != file.sum {
            bail!("{} was changed since the backup was made", file.path.display());
        }
    }
    Ok(())
}
