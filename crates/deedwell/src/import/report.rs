//! What became of a file: how many lines, what was refused and why.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use deedwell_core::{Error, Result};
use serde::Serialize;

/// Refusals that are kept to be shown; all of them go to the file, if there is one.
pub const KEPT: usize = 1_000;
/// Remarks on a file.
const MOST_NOTES: usize = 50;
/// The columns that a file of refusals has beside those of the file itself.
pub(super) const REFUSED_COLUMNS: [&str; 3] = ["refused_line", "refused_column", "refused_why"];

/// What became of a file. `read = added + already + refused`.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Report {
    pub source: String,
    /// Lines after the heading; blank ones are not counted.
    pub read: u64,
    /// Actions or people that went in, or would have in a dry run.
    pub added: u64,
    /// What was there before.
    pub already: u64,
    pub refused: u64,
    /// People who were made.
    pub people: u64,
    /// What came with the lines: `votes`, `answers`.
    pub also: BTreeMap<&'static str, u64>,
    /// The first [`KEPT`].
    pub refusals: Vec<Refusal>,
    /// What the reader should know of the file as a whole.
    pub notes: Vec<String>,
    pub dry_run: bool,
}

/// Why a line did not go in.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Refusal {
    /// As an editor counts, from 1.
    pub line: u64,
    /// The heading of the column; `None` where it is the whole line.
    pub column: Option<String>,
    pub sentence: String,
}

impl Refusal {
    pub(super) fn new(line: u64, column: Option<&str>, sentence: impl Into<String>) -> Self {
        Self { line, column: column.map(str::to_owned), sentence: sentence.into() }
    }
}

impl Report {
    pub(super) fn note(&mut self, note: String) {
        if self.notes.len() < MOST_NOTES && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

/// Takes refusals: counts them, keeps the first, writes all.
pub(super) struct Refusals {
    file: Option<csv::Writer<BufWriter<File>>>,
}

impl Refusals {
    pub fn new(path: Option<&Path>, headings: &[String]) -> Result<Self> {
        let Some(path) = path else { return Ok(Self { file: None }) };
        let file = File::create(path).map_err(|e| cannot_write(&e.to_string()))?;
        let mut file = csv::WriterBuilder::new().flexible(true).from_writer(BufWriter::new(file));
        let own = REFUSED_COLUMNS.iter().copied();
        let headings = headings.iter().map(String::as_str);
        file.write_record(headings.chain(own)).map_err(|e| cannot_write(&e.to_string()))?;
        Ok(Self { file: Some(file) })
    }

    /// The file holds the line as it was, so that it can be corrected and imported by itself.
    pub fn take(&mut self, report: &mut Report, refusal: Refusal, raw: &[String]) -> Result<()> {
        report.refused += 1;
        if let Some(file) = &mut self.file {
            let line = refusal.line.to_string();
            let column = refusal.column.as_deref().unwrap_or_default();
            let own = [line.as_str(), column, &refusal.sentence];
            file.write_record(raw.iter().map(String::as_str).chain(own))
                .map_err(|e| cannot_write(&e.to_string()))?;
        }
        if report.refusals.len() < KEPT {
            report.refusals.push(refusal);
        }
        Ok(())
    }

    pub fn finish(mut self) -> Result<()> {
        match &mut self.file {
            Some(file) => file.flush().map_err(|e| cannot_write(&e.to_string())),
            None => Ok(()),
        }
    }
}

fn cannot_write(why: &str) -> Error {
    Error::invalid("refused", format!("The file of refused lines cannot be written: {why}."))
}
