//! The lake: sealed actions as Parquet files that anybody can read.
//!
//! An organisation's folder is `<data>/lake/<organisation>/`. In it stand `ledger.ducklake` (on
//! SQLite), the catalogue that any DuckDB attaches, and `deedwell/actions/`, the files: each
//! `<name>.parquet` with `<name>.ids` beside it, the sorted fingerprints of its messages.
//!
//! **The manifest is the authority**: the tables of `migrations/0001_ledger.sql` in the state. The
//! catalogue is a copy of it, made again whenever it is missing or old. Files come first, then the
//! manifest in one transaction, then the catalogue, then blocks are forgotten; a crash anywhere leaves
//! at most files that nobody knows, which [`Lake::sweep`] removes.
//!
//! **Numbers.** An organisation's first action has the sequence number 1, and every action in its log
//! counts, also one that is dropped as a duplicate: so a number depends on the log alone.
//!
//! Neither the person nor the kind of an action is in a file: both are applied on reading, so that
//! merging people or re-mapping a name rewrites nothing. SQL that wants them joins.
//!
//! Read [`seal`](Lake::seal) first, then `manifest` (the tables), `write` and `read` (a file),
//! `compact` (few, large, ordered by person), `sweep` (what goes), `erase` (who is forgotten),
//! `catalogue` and `publish` (what others attach), `check` (what the doctor asks).

mod catalogue;
mod check;
mod compact;
mod erase;
mod manifest;
mod publish;
mod read;
mod schema;
mod seal;
mod stats;
mod sweep;
#[cfg(test)]
mod tests;
mod write;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use deedwell_core::{Error, Id, Organisation, Position, Result, Timestamp};
use deedwell_store::Db;
use jiff::SignedDuration;

pub use erase::{Forgotten, Rewritten};
pub use read::{ActionFile, Text, read_actions, read_ids};
pub use seal::Sealed;
pub use write::Numbered;

/// The sealed actions of every organisation. Cheap to clone.
#[derive(Clone)]
pub struct Lake {
    db: Db,
    data_dir: PathBuf,
    limits: Limits,
    told: Told,
}

/// Hears how many more actions were written, or files looked at.
type Told = Arc<dyn Fn(u64) + Send + Sync>;

/// How large files become, and how long things stay.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Rows of a file at most (a single block may exceed a smaller limit).
    pub rows: usize,
    /// Files of about one size before they become one.
    pub fan_in: usize,
    /// Sealed blocks stay in the log this long, for readers that are about to read them.
    pub forget_after: SignedDuration,
    /// Old states of the lake can be read this long.
    pub keep: SignedDuration,
    /// A file that no state needs stays this much longer, for those who are reading it.
    pub grace: SignedDuration,
    /// A file that nobody knows is younger than this only while it is being written.
    pub orphan_age: SignedDuration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            rows: 1_000_000,
            fan_in: 8,
            forget_after: SignedDuration::from_mins(10),
            keep: SignedDuration::from_hours(7 * 24),
            grace: SignedDuration::from_hours(24),
            orphan_age: SignedDuration::from_hours(1),
        }
    }
}

/// What stands in the lake at one moment.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// Everything in the log up to here stands in files; read blocks from here on.
    pub sealed: Position,
    /// The number of the last sealed action; 0 for none. The first action after `sealed` is the next.
    pub sequence: i64,
    /// Blocks up to here are gone from the log.
    pub forgotten: Position,
    /// When the last sealed block was written.
    pub up_to: Option<Timestamp>,
    /// In the order of their smallest number.
    pub files: Vec<LiveFile>,
}

/// A file that a reader of today has to read.
#[derive(Clone, Debug)]
pub struct LiveFile {
    pub id: i64,
    pub path: PathBuf,
    /// The sorted fingerprints of its messages: [`read_ids`].
    pub ids: PathBuf,
    pub rows: i64,
    pub bytes: i64,
    pub min_sequence: i64,
    pub max_sequence: i64,
    /// Ordered by (subject, moment, number); a fresh file is ordered by number.
    pub by_person: bool,
}

/// The data folder in its one spelling, whatever way it was named.
///
/// # Errors
/// `Fault` when its path cannot be known.
pub fn root(data_dir: &Path) -> Result<PathBuf> {
    // Where it is not made yet, as it is written.
    std::fs::canonicalize(data_dir).or_else(|_| std::path::absolute(data_dir)).map_err(Error::fault)
}

impl Lake {
    /// # Errors
    /// `Invalid` when the folder's path is not text: the catalogue has to name it.
    pub fn new(db: Db, data_dir: &Path) -> Result<Self> {
        let data_dir = root(data_dir)?;
        if data_dir.to_str().is_none() {
            return Err(Error::invalid("data", "The path of the data folder is not text."));
        }
        Ok(Self { db, data_dir, limits: Limits::default(), told: Arc::new(|_| ()) })
    }

    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Tells of progress: of every so many actions that are sealed or compacted, of every file that is
    /// checked.
    #[must_use]
    pub fn telling(mut self, told: impl Fn(u64) + Send + Sync + 'static) -> Self {
        self.told = Arc::new(told);
        self
    }

    /// The files to read and the place in the log from which to read on, as of one moment.
    pub async fn contents(&self, organisation: Id<Organisation>) -> Result<Contents> {
        manifest::contents(self, organisation).await
    }

    /// The files that hold all sealed actions, each action once.
    pub async fn live_files(&self, organisation: Id<Organisation>) -> Result<Vec<LiveFile>> {
        Ok(self.contents(organisation).await?.files)
    }

    /// Every file that the manifest names, superseded ones and fingerprints too: what a backup holds.
    pub async fn all_files(&self, organisation: Id<Organisation>) -> Result<Vec<PathBuf>> {
        let mut tx = self.db.read(organisation).await?;
        let folder = self.actions_folder(organisation);
        let files = manifest::files(&mut tx).await?;
        let both = |f: &manifest::FileRow| {
            ["parquet", "ids"].map(|end| folder.join(format!("{}.{end}", f.written.name)))
        };
        Ok(files.iter().flat_map(both).collect())
    }

    /// The moment that the lake reaches; none while nothing is sealed.
    pub async fn up_to(&self, organisation: Id<Organisation>) -> Result<Option<Timestamp>> {
        Ok(self.contents(organisation).await?.up_to)
    }

    /// The organisation's folder: what the catalogue calls the data path.
    pub fn folder(&self, organisation: Id<Organisation>) -> PathBuf {
        self.data_dir.join("lake").join(organisation.to_string())
    }

    fn actions_folder(&self, organisation: Id<Organisation>) -> PathBuf {
        self.folder(organisation).join(ACTIONS)
    }

    fn ago(&self, span: SignedDuration) -> Result<Timestamp> {
        self.db.clock().now().checked_sub(span).map_err(Error::fault)
    }
}

/// Where the actions stand below the organisation's folder: DuckLake's schema and table path.
const ACTIONS: &str = "deedwell/actions";

/// Work that blocks (files, compression) runs beside the async runtime.
async fn beside<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::fault)?
}
