//! `deedwell backup`: everything into a new directory, while the server runs.
//!
//! The state is copied first, as of one moment; then every file that this copy's manifest names.
//! Files are never changed, and none that was live is unlinked for a day, so all of them are there.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use deedwell_ledger::lake::Lake;
use deedwell_store::{Db, Options};
use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::{progress, wiring};

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
    let making = Unfinished::beside(directory)?;
    let database = if db.is_sqlite() { SQLITE } else { POSTGRES };
    let copy = making.path.join(database);
    if db.is_sqlite() {
        copy_state(config, &db, &copy).await?;
    } else {
        dump(&config.database, &copy).await?;
    }
    let named = named(config, &db, &copy).await?;
    let mut files = vec![measure(&making.path, Path::new(database))?];
    files.extend(copy_files(config, named, &making.path).await?);
    let bytes: u64 = files.iter().map(|f| f.bytes).sum();
    let count = files.len();
    let deedwell = env!("CARGO_PKG_VERSION").to_owned();
    let manifest = Manifest { deedwell, database: database.to_owned(), files };
    let mut out = std::fs::File::create(making.path.join(MANIFEST))?;
    out.write_all(&serde_json::to_vec_pretty(&manifest)?)?;
    out.sync_all()?;
    making.finish(directory)?;
    println!("{count} files, {bytes} bytes, in {}", directory.display());
    db.close().await;
    Ok(())
}

/// A directory that is removed unless it is finished: what was cut off leaves nothing behind.
struct Unfinished {
    path: PathBuf,
    is_finished: bool,
}

impl Unfinished {
    fn beside(directory: &Path) -> Result<Self> {
        let mut name = directory.file_name().context("the backup has no name")?.to_owned();
        name.push(".unfinished");
        let path = directory.with_file_name(name);
        // One that was killed could not tidy up.
        if path.exists() {
            std::fs::remove_dir_all(&path).with_context(|| path.display().to_string())?;
        }
        wiring::make_private(&path)?;
        Ok(Self { path, is_finished: false })
    }

    fn finish(mut self, directory: &Path) -> Result<()> {
        make_last(&self.path)?;
        std::fs::rename(&self.path, directory)?;
        self.is_finished = true;
        let parent = directory.parent().filter(|p| !p.as_os_str().is_empty());
        std::fs::File::open(parent.unwrap_or(Path::new(".")))?.sync_all()?;
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.is_finished
            && let Err(error) = std::fs::remove_dir_all(&self.path)
        {
            tracing::warn!(%error, path = %self.path.display(), "What was cut off is still there");
        }
    }
}

/// The database copies itself; how far it is shows in the size of the copy.
async fn copy_state(config: &Config, db: &Db, copy: &Path) -> Result<()> {
    const LOOK_EVERY: Duration = Duration::from_millis(200);
    let state = Path::new(config.database.trim_start_matches("sqlite:"));
    let bar = progress::copying(std::fs::metadata(state).map_or(0, |about| about.len()));
    let copying = db.copy_into(copy);
    tokio::pin!(copying);
    loop {
        tokio::select! {
            done = &mut copying => break done.context("copying the state")?,
            () = tokio::time::sleep(LOOK_EVERY) => {
                bar.set_position(std::fs::metadata(copy).map_or(0, |about| about.len()));
            }
        }
    }
    bar.finish_and_clear();
    Ok(())
}

async fn copy_files(config: &Config, named: Vec<PathBuf>, to: &Path) -> Result<Vec<File>> {
    let size = |path: &PathBuf| std::fs::metadata(path).map_or(0, |about| about.len());
    let bar = progress::copying(named.iter().map(size).sum());
    // The lake names its files from the root.
    let data = deedwell_ledger::lake::root(&config.data)?;
    let mut files = Vec::with_capacity(named.len());
    for path in named {
        let inside = path.strip_prefix(&data).context("a file outside the data directory")?;
        copy_file(&path, &to.join(inside)).await?;
        files.push(measure(to, inside)?);
        bar.inc(files.last().map_or(0, |file| file.bytes));
    }
    bar.finish_and_clear();
    Ok(files)
}

/// Everything in the folder survives a power cut: what files hold, and their names.
pub fn make_last(folder: &Path) -> Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            make_last(&path)?;
        } else {
            std::fs::File::open(path)?.sync_all()?;
        }
    }
    std::fs::File::open(folder)?.sync_all()?;
    Ok(())
}

/// A pause for whoever wants to stop us comes with every file.
pub async fn copy_file(from: &Path, to: &Path) -> Result<()> {
    tokio::task::yield_now().await;
    if let Some(parent) = to.parent() {
        std::fs::create_dir_all(parent)?;
    }
    std::fs::copy(from, to).with_context(|| format!("copying {}", from.display()))?;
    Ok(())
}

/// The files that the copied state names: files that were sealed since are not of this backup.
async fn named(config: &Config, db: &Db, copy: &Path) -> Result<Vec<PathBuf>> {
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

/// Our role is bound by the wall between organisations, and pg_dump refuses to copy what it may not see
/// whole: so it is told to keep to the wall, and shown every organisation.
async fn dump(url: &str, to: &Path) -> Result<()> {
    let mut command = tokio::process::Command::new("pg_dump");
    command.arg("--format=custom").arg("--enable-row-security").arg("--file").arg(to);
    let (url, password) = without_password(url);
    command.arg(seeing_all(&url)).kill_on_drop(true);
    if let Some(password) = password {
        // Everybody on this machine may read the words of a command, nobody its environment.
        command.env("PGPASSWORD", password);
    }
    let status = command
        .status()
        .await
        .context("pg_dump is needed to back up PostgreSQL, and was not found")?;
    if !status.success() {
        bail!("pg_dump failed");
    }
    Ok(())
}

/// `postgres://user:word@host/name` → the same without `:word`, and the word as it is meant.
fn without_password(url: &str) -> (String, Option<String>) {
    let whole = || (url.to_owned(), None);
    let Some((scheme, rest)) = url.split_once("://") else { return whole() };
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let Some((user, host)) = authority.rsplit_once('@') else { return whole() };
    let Some((user, word)) = user.split_once(':') else { return whole() };
    let after = rest.get(authority.len()..).unwrap_or_default();
    let word = percent_encoding::percent_decode_str(word).decode_utf8_lossy().into_owned();
    (format!("{scheme}://{user}@{host}{after}"), Some(word))
}

/// The address, with the setting by which the wall lets a connection see every organisation.
fn seeing_all(url: &str) -> String {
    const ALL: &str = "options=-cdeedwell.organisation%3D*";
    match url.split_once('?') {
        None => format!("{url}?{ALL}"),
        Some((place, more)) if more.contains("options=") => {
            format!("{place}?{}", more.replace("options=", &format!("{ALL}%20")))
        }
        Some((place, more)) => format!("{place}?{more}&{ALL}"),
    }
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

#[cfg(test)]
mod tests {
    use super::{seeing_all, without_password};

    #[test]
    fn nobody_reads_the_password_in_the_list_of_processes() {
        for (url, bare, word) in [
            ("postgres://a:s%40cret@h:5/n?x=1", "postgres://a@h:5/n?x=1", Some("s@cret")),
            ("postgres://a:b@c@h/n", "postgres://a@h/n", Some("b@c")),
            ("postgres://a@h/n", "postgres://a@h/n", None),
            ("postgres://h/n?q=a:b@c", "postgres://h/n?q=a:b@c", None),
        ] {
            assert_eq!(without_password(url), (bare.to_owned(), word.map(str::to_owned)));
        }
    }

    #[test]
    fn an_address_keeps_what_it_says() {
        for (url, due) in [
            ("postgres://a@h/n", "postgres://a@h/n?options=-cdeedwell.organisation%3D*"),
            (
                "postgres://a@h/n?sslmode=require",
                "postgres://a@h/n?sslmode=require&options=-cdeedwell.organisation%3D*",
            ),
            (
                "postgres://a@h/n?options=-csearch_path%3Dx",
                "postgres://a@h/n?options=-cdeedwell.organisation%3D*%20-csearch_path%3Dx",
            ),
        ] {
            assert_eq!(seeing_all(url), due);
        }
    }
}
