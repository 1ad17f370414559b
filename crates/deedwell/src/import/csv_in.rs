//! Reads a CSV as it comes: with a byte order mark or without, with either line ending, with commas,
//! semicolons or tabs, with line breaks inside quotes. What cannot be a line is refused in a
//! sentence, and nothing can make it hold more than a line in memory.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use deedwell_core::{Error, Result};

use super::report::Refusal;

/// Bytes of a line, quoted line breaks and all. A quote that is never closed would be the rest of
/// the file.
pub const LONGEST_LINE: u64 = 1024 * 1024;
/// Bytes of a field.
pub const LONGEST_FIELD: usize = 64 * 1024;
pub const MOST_COLUMNS: usize = 500;
const LONGEST_HEADING: usize = 200;
const BUFFER: usize = 64 * 1024;

/// A file of lines that all have the columns of the first.
pub(super) struct CsvIn {
    reader: csv::Reader<Measured>,
    headings: Vec<String>,
    record: csv::ByteRecord,
    done: Arc<AtomicU64>,
    since_line: Arc<AtomicU64>,
    total: u64,
}

/// What is next in a file.
pub(super) enum Next {
    /// A line whose fields are text, as many as there are headings.
    Line {
        number: u64,
        fields: csv::StringRecord,
    },
    /// A line that cannot be used, with as much of it as can be shown.
    Refused(Refusal, Vec<String>),
    /// What follows cannot be read at all.
    Broken(Refusal),
    End,
}

impl CsvIn {
    pub fn open(path: &Path, separator: Option<u8>) -> Result<Self> {
        let cannot =
            |e: io::Error| wrong(format!("The file {} cannot be read: {e}.", path.display()));
        let mut file = File::open(path).map_err(cannot)?;
        let about = file.metadata().map_err(cannot)?;
        if !about.is_file() {
            return Err(wrong(format!("{} is not a file.", path.display())));
        }
        let mut head = Vec::with_capacity(BUFFER);
        file.by_ref().take(BUFFER as u64).read_to_end(&mut head).map_err(cannot)?;
        Self::of(io::Cursor::new(head.clone()).chain(file), &head, about.len(), separator)
    }

    /// `head` is the beginning of the bytes, to see what they are.
    pub fn of(
        bytes: impl Read + Send + Sync + 'static,
        head: &[u8],
        total: u64,
        separator: Option<u8>,
    ) -> Result<Self> {
        look(head)?;
        let (done, since_line) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
        let measured = Measured {
            bytes: Box::new(bytes),
            done: Arc::clone(&done),
            since_line: Arc::clone(&since_line),
        };
        let reader = csv::ReaderBuilder::new()
            .flexible(true)
            .has_headers(false)
            .delimiter(separator.unwrap_or_else(|| likely_separator(head)))
            .buffer_capacity(BUFFER)
            .from_reader(measured);
        let record = csv::ByteRecord::new();
        let mut file = Self { reader, headings: Vec::new(), record, done, since_line, total };
        file.headings = match file.next() {
            Next::Line { fields, .. } => headings(&fields)?,
            Next::Refused(refusal, _) | Next::Broken(refusal) => {
                return Err(wrong(format!(
                    "The first line names the columns. {}",
                    refusal.sentence
                )));
            }
            Next::End => return Err(wrong(EMPTY)),
        };
        Ok(file)
    }

    /// In the order of the file, without spaces around them.
    pub fn headings(&self) -> &[String] {
        &self.headings
    }

    /// Bytes read, and bytes there are.
    pub fn place(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed).min(self.total), self.total)
    }

    pub fn next(&mut self) -> Next {
        let read = self.reader.read_byte_record(&mut self.record);
        let number = self.record.position().map_or(1, csv::Position::line);
        match read {
            Ok(true) => self.since_line.store(0, Ordering::Relaxed),
            Ok(false) => return Next::End,
            Err(e) => return Next::Broken(broken(number, self.reader.position().line(), &e)),
        }
        if let Some(refusal) = self.judge(number) {
            let shown = self.record.iter().take(MOST_COLUMNS);
            return Next::Refused(refusal, shown.map(lossy).collect());
        }
        match csv::StringRecord::from_byte_record(self.record.clone()) {
            Ok(fields) => Next::Line { number, fields },
            Err(_) => Next::Refused(Refusal::new(number, None, NOT_UTF8), Vec::new()),
        }
    }

    fn judge(&self, number: u64) -> Option<Refusal> {
        let (found, due) = (self.record.len(), self.headings.len());
        let name = |i: usize| self.headings.get(i).map(String::as_str);
        if due > 0 && found != due {
            let sentence =
                format!("This line has {found} fields where the first line names {due} columns.");
            return Some(Refusal::new(number, None, sentence));
        }
        for (i, field) in self.record.iter().enumerate() {
            if field.len() > LONGEST_FIELD {
                let sentence = format!("This is longer than {} KiB.", LONGEST_FIELD / 1024);
                return Some(Refusal::new(number, name(i), sentence));
            }
            if std::str::from_utf8(field).is_err() {
                return Some(Refusal::new(number, name(i), NOT_UTF8));
            }
        }
        None
    }
}

const EMPTY: &str = "The file is empty. Its first line should name the columns.";
const NOT_UTF8: &str = "This is not UTF-8. Please save the file as “CSV UTF-8”.";

fn wrong(sentence: impl Into<String>) -> Error {
    Error::invalid("file", sentence.into())
}

fn lossy(field: &[u8]) -> String {
    let end = field.len().min(LONGEST_FIELD);
    String::from_utf8_lossy(field.get(..end).unwrap_or_default()).into_owned()
}

/// Knows at a glance what is no CSV.
fn look(head: &[u8]) -> Result<()> {
    match head {
        [] | [0xEF, 0xBB, 0xBF] => Err(wrong(EMPTY)),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => {
            Err(wrong("The file is UTF-16. Please save it as “CSV UTF-8”."))
        }
        [b'P', b'K', 3, 4, ..] => Err(wrong(
            "This is a workbook or a zip archive, not a CSV. Please save the sheet as “CSV UTF-8”.",
        )),
        [0x1F, 0x8B, ..] => Err(wrong("The file is compressed. Please unpack it first.")),
        _ => Ok(()),
    }
}

/// The one that stands most often in the first line, outside quotes.
fn likely_separator(head: &[u8]) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in head {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            other if !quoted => {
                counts.iter_mut().filter(|(c, _)| c == other).for_each(|(_, n)| *n += 1);
            }
            _ => {}
        }
    }
    counts.iter().rev().max_by_key(|(_, n)| *n).map_or(b',', |(c, _)| *c)
}

fn headings(fields: &csv::StringRecord) -> Result<Vec<String>> {
    if fields.len() > MOST_COLUMNS {
        return Err(wrong(format!("The file has more than {MOST_COLUMNS} columns.")));
    }
    let headings: Vec<String> = fields.iter().map(|f| f.trim().to_owned()).collect();
    let mut seen = std::collections::HashSet::new();
    for heading in headings.iter().filter(|h| !h.is_empty()) {
        if heading.len() > LONGEST_HEADING || heading.chars().any(char::is_control) {
            return Err(wrong(format!(
                "A heading is one line of at most {LONGEST_HEADING} letters. Does the first line name the columns?"
            )));
        }
        if !seen.insert(heading.to_lowercase()) {
            return Err(wrong(format!(
                "Two columns are called “{heading}”. Please give each its own name."
            )));
        }
    }
    Ok(headings)
}

fn broken(number: u64, reached: u64, error: &csv::Error) -> Refusal {
    match error.kind() {
        csv::ErrorKind::Io(e) if e.kind() == io::ErrorKind::FileTooLarge => Refusal::new(
            number.max(reached),
            None,
            format!(
                "A line that begins near here is longer than {} MiB; most likely a quote is opened and never closed. Nothing after it was read.",
                LONGEST_LINE / 1024 / 1024
            ),
        ),
        _ => Refusal::new(
            number.max(reached),
            None,
            format!("The file could not be read any further: {error}."),
        ),
    }
}

/// Counts what goes through, and ends a line that has no end.
struct Measured {
    bytes: Box<dyn Read + Send + Sync>,
    done: Arc<AtomicU64>,
    since_line: Arc<AtomicU64>,
}

impl Read for Measured {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.bytes.read(into)?;
        self.done.fetch_add(n as u64, Ordering::Relaxed);
        if self.since_line.fetch_add(n as u64, Ordering::Relaxed) > LONGEST_LINE + BUFFER as u64 {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        Ok(n)
    }
}
