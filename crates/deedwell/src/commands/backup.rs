//! `deedwell backup`: everything into a new directory, while the server runs.
//!
//! The state is copied first, as of one moment; then every file that this copy's manifest names.
//! Files are never changed, and none that was live is unlinked for a day, so all of them are there.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use deedwell_ledger::lake::Lake;
use deedwell_store::{Db, Options};
use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::wiring;

/// What a backup holds, so that restoring can tell whether it is whole.
#[derive(Serialize, Deserialize)]
pub struct Manifest {
    pub deedwell: String,
    pub database: String,
    pub files: Vec<File>,
}

#[derive(Serialize, Deserialize)]
pub struct File {
    /// Relative to the backup, and to the data directory.
    pub path: PathBuf,
    pub bytes: u64,
    /// CRC-32, in hexadecimal.
    pub sum: String,
}

pub const MANIFEST: &str = "backup.json";
pub const SQLITE: &str = "deedwell.db";
pub const POSTGRES: &str = "deedwell.pg_dump";

pub async fn run(config: &Config, directory: &Path) -> Result<()> {
    if directory.exists() {
        bail!("{} is there already; a backup goes into a new directory", directory.display());
    }
    let db = wiring::open_db(config, deedwell_core::Clock::Real, true).await?;
    std::fs::create_dir_all(directory)?;
    let database = if db.is_sqlite() { SQLITE } else { POSTGRES };
    let copy = directory.join(database);
    if db.is_sqlite() {
        db.copy_into(&copy).await.context("copying the state")?;
    } else {
        dump(&config.database, &copy)?;
    }
    let named = files(config, &db, &copy).await?;
    let mut files = vec![measure(directory, Path::new(database))?];
    let bar = crate::progress::files(named.len());
    for path in named {
        let inside =
            path.strip_prefix(&config.data).context("a file outside the data directory")?;
        let target = directory.join(inside);
        if let Some(parent) = target.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::copy(&path, &target).with_context(|| format!("copying {}", path.display()))?;
        std::fs::File::open(&target)?.sync_all()?;
        files.push(measure(directory, inside)?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    let bytes: u64 = files.iter().map(|f| f.bytes).sum();
    let count = files.len();
    let deedwell = env!("CARGO_PKG_VERSION").to_owned();
    let manifest = Manifest { deedwell, database: database.to_owned(), files };
    let mut out = std::fs::File::create(directory.join(MANIFEST))?;
    out.write_all(&serde_json::to_vec_pretty(&manifest)?)?;
    out.sync_all()?;
    println!("{count} files, {bytes} bytes, in {}", directory.display());
    db.close().await;
    Ok(())
}

/// The files that the copied state names: files that were sealed since are not of this backup.
async fn files(config: &Config, db: &Db, copy: &Path) -> Result<Vec<PathBuf>> {
    let read = if db.is_sqlite() {
        Db::open(&format!("sqlite:{}", copy.display()), Options::default()).await?
    } else {
        db.clone()
    };
    let lake = Lake::new(read.clone(), &config.data)?;
    let mut files = Vec::new();
    for organisation in wiring::organisations(&read).await? {
        files.extend(lake.all_files(organisation.id).await?);
    }
    if db.is_sqlite() {
        read.close().await;
    }
    Ok(files)
}

/// By the role of the state itself, which row-level security binds: so it says that it means every
/// organisation. Without that pg_dump refuses.
fn dump(url: &str, to: &Path) -> Result<()> {
    let status = std::process::Command::new("pg_dump")
        .env("PGOPTIONS", "-c deedwell.organisation=*")
        .arg("--format=custom")
        .arg("--enable-row-security")
        .arg("--file")
        .arg(to)
        .arg(url)
        .status()
        .context("pg_dump is needed to back up PostgreSQL, and was not found")?;
    if !status.success() {
        bail!("pg_dump failed");
    }
    Ok(())
}

/// Size and sum of a file of the backup.
pub fn measure(directory: &Path, path: &Path) -> Result<File> {
    let full = directory.join(path);
    let mut file = std::fs::File::open(&full).with_context(|| full.display().to_string())?;
    let mut hasher = crc32fast::Hasher::new();
    let mut buffer = vec![0; 1 << 16];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        hasher.update(&buffer[..read]);
        bytes += read as u64;
    }
    Ok(File { path: path.to_path_buf(), bytes, sum: format!("{:08x}", hasher.finalize()) })
}
