//! Importers: files of actions, of people, of orders, of ideas, of complaints, and the CDNOW research data.
//!
//! Read [`engine`] first: how any file goes in, a batch at a time, so that it can be killed at any
//! point and run again. Then [`csv_in`], what is refused of a CSV before anybody looks at its
//! meaning; [`mapping`], other people's headings; [`actions`], [`people`], [`orders`], [`ideas`], [`complaints`] and [`cdnow`],
//! what each line becomes, [`draft`] how it goes in; [`report`], what was refused and why.
//!
//! Nothing goes in twice: each action has a message id, its sender's own or a hash of the line, and
//! what the ledger has already is passed over. So the same file again adds nothing, and a file that
//! has grown adds what is new.
mod actions;
mod cdnow;
mod columns;
mod complaints;
mod csv_in;
mod draft;
mod engine;
mod ideas;
mod mapping;
mod moment;
mod orders;
mod people;
mod report;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use deedwell_core::{Error, Id, Organisation, Result};
use deedwell_store::Db;

pub use actions::actions;
pub use cdnow::cdnow;
pub use complaints::complaints;
pub use ideas::ideas;
pub use mapping::Mapping;
pub use orders::orders;
pub use people::people;
pub use report::Report;

/// How, and into what, a file is imported.
pub struct Import<'a> {
    pub db: &'a Db,
    pub organisation: Id<Organisation>,
    /// Where the file is from: the scope of its ids. `None`: the mapping's, or else the file's name
    /// without its ending.
    pub source: Option<String>,
    /// Reads and judges every line and keeps nothing.
    pub dry_run: bool,
    /// Whether the ledger has an action with this message id. It must have read the log to its end.
    pub already: &'a (dyn Fn(&str) -> bool + Sync),
    /// Called after every batch.
    pub progress: &'a (dyn Fn(Progress) + Sync),
    /// A file for the lines that were refused, with why; it can be corrected and imported.
    pub refused_file: Option<PathBuf>,
}

/// How far an import has come.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Progress {
    /// Bytes of the file.
    pub done: u64,
    pub total: u64,
    /// Lines.
    pub read: u64,
    pub lines_per_second: f64,
}

/// Letters of a source's name.
const LONGEST_SOURCE: usize = 40;

/// The name of a source as it stands in identities and message ids: lower case, no spaces.
fn source_name(asked: Option<&str>, path: &std::path::Path) -> Result<String> {
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let word = |c: char| if c.is_alphanumeric() || "._-".contains(c) { c } else { '_' };
    let name: String = asked.unwrap_or(&stem).trim().to_lowercase().chars().map(word).collect();
    let longest = name.chars().count();
    if name.is_empty()
        || (asked.is_some() && longest > LONGEST_SOURCE)
        || name.len() > 4 * LONGEST_SOURCE
    {
        return Err(Error::invalid(
            "source",
            format!("The name of the source has 1 to {LONGEST_SOURCE} letters."),
        ));
    }
    Ok(name.chars().take(LONGEST_SOURCE).collect())
}
