//! A file of complaints from another help desk, with their past. What a line means is the business of
//! [`deedwell_complaints::importer`]; here it is read and goes in.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use deedwell_complaints::importer::{Became, COLUMNS, Line, Wrong, bring};
use deedwell_core::{Currency, Id, Result, Staff};

use super::columns::Columns;
use super::csv_in::{CsvIn, Next};
use super::engine::{self, Draft, Setting, Source, Step, Written};
use super::mapping::{Mapping, wrong};
use super::moment::{self, Format, Zone};
use super::report::{Refusal, Report};
use super::{Import, source_name};

/// Imports a CSV of complaints. Columns: [`COLUMNS`], under our headings or those of other systems. Answers
/// stand in the name of `staff`.
///
/// # Errors
/// As [`super::actions`].
pub async fn complaints(
    import: &Import<'_>,
    path: &Path,
    mapping: &Mapping,
    staff: Id<Staff>,
    currency: Currency,
) -> Result<Report> {
    let setting = engine::setting(import).await?;
    let asked = import.source.as_deref().or(mapping.source.as_deref());
    let name = source_name(asked, path)?;
    let file = CsvIn::open(path, mapping.separator()?)?;
    let into = Into { source: name.clone(), staff, currency };
    let mut source = Complaints::new(file, mapping, setting, into)?;
    engine::run(import, name, &mut source).await
}

struct Complaints {
    file: CsvIn,
    common: Arc<Common>,
    setting: Setting,
    zone: Zone,
    format: Format,
    /// Ids seen in this file.
    ids: HashSet<String>,
}

/// What every line of a file needs.
struct Common {
    columns: Columns,
    into: Into,
}

/// The system that they came from, in whose name answers stand, and of what amounts are.
struct Into {
    source: String,
    staff: Id<Staff>,
    currency: Currency,
}

impl Complaints {
    fn new(file: CsvIn, mapping: &Mapping, setting: Setting, into: Into) -> Result<Self> {
        let mapping = with_words_of_others(mapping, file.headings());
        let names = COLUMNS.map(|column| column.name);
        let columns = Columns::find(file.headings(), &names, &[], &mapping)?;
        if let Some(missing) = COLUMNS.iter().find(|c| c.needed && !columns.has(c.name)) {
            return Err(wrong(format!(
                "The file has no column “{}”. A mapping can say which of its columns that is.",
                missing.name
            )));
        }
        let zone = mapping.zone()?.unwrap_or_else(|| setting.zone.clone());
        let common = Arc::new(Common { columns, into });
        let format = mapping.time();
        Ok(Self { file, common, setting, zone, format, ids: HashSet::new() })
    }

    fn draft(&mut self, number: u64, fields: &csv::StringRecord) -> Result<ComplaintDraft, Wrong> {
        let text = |name| self.common.columns.text(fields, name);
        let moment = |text: &str| {
            moment::read(text, &self.format, &self.zone, self.setting.now).map(|read| read.at)
        };
        let line = Line::read(text, moment, self.common.into.currency, self.setting.now)?;
        if !self.ids.insert(line.id.clone()) {
            let sentence = "This id stood further up in the file.".to_owned();
            return Err(Wrong { column: Some("id"), sentence });
        }
        let raw = fields.iter().map(str::to_owned).collect();
        Ok(ComplaintDraft { number, raw, line, common: Arc::clone(&self.common) })
    }
}

/// Where a column goes by none of our names, one of those that other systems give it.
fn with_words_of_others(mapping: &Mapping, headings: &[String]) -> Mapping {
    let heads: Vec<String> = headings.iter().map(|h| h.to_lowercase()).collect();
    let free = |name: &str| {
        heads.iter().any(|h| h == name) && !mapping.ignore.iter().any(|i| i.to_lowercase() == name)
    };
    let mut whole = mapping.clone();
    for column in COLUMNS {
        let theirs = column.also.iter().find(|name| free(name));
        if let Some(theirs) = theirs.filter(|_| !free(column.name)) {
            whole.columns.entry(column.name.to_owned()).or_insert_with(|| (*theirs).to_owned());
        }
    }
    whole
}

impl Common {
    fn refusal(&self, number: u64, wrong: Wrong) -> Refusal {
        let column = wrong.column.and_then(|name| self.columns.heading(name));
        Refusal::new(number, column, wrong.sentence)
    }
}

impl Source for Complaints {
    type Draft = ComplaintDraft;

    fn next(&mut self) -> Step<ComplaintDraft> {
        match self.file.next() {
            Next::End => Step::End,
            Next::Broken(refusal) => Step::Broken(refusal),
            Next::Refused(refusal, raw) => Step::Refused(refusal, raw),
            Next::Line { number, fields } => match self.draft(number, &fields) {
                Ok(draft) => Step::Draft(draft),
                Err(wrong) => {
                    let raw = fields.iter().map(str::to_owned).collect();
                    Step::Refused(self.common.refusal(number, wrong), raw)
                }
            },
        }
    }

    fn place(&self) -> (u64, u64) {
        self.file.place()
    }

    fn headings(&self) -> &[String] {
        self.file.headings()
    }

    fn notes(&mut self) -> Vec<String> {
        self.common.columns.ignored().into_iter().collect()
    }
}

/// A complaint as a line of the file has it.
struct ComplaintDraft {
    number: u64,
    raw: Vec<String>,
    line: Line,
    common: Arc<Common>,
}

impl Draft for ComplaintDraft {
    const BATCH: usize = 200;
    type Memory = ();

    /// The programme remembers what it was brought.
    fn message(&self) -> Option<&str> {
        None
    }

    async fn write(import: &Import<'_>, (): &mut (), batch: &[Self]) -> Result<Written> {
        let mut written = Written::default();
        let Some(first) = batch.first() else { return Ok(written) };
        let mut tx = import.db.write(import.organisation).await?;
        tx.came_by(deedwell_core::Channel::IMPORT);
        let into = &first.common.into;
        for draft in batch {
            match bring(&mut tx, &into.source, into.staff, &draft.line).await? {
                Became::Already => written.already += 1,
                Became::Added { people } => {
                    written.added += 1;
                    written.people += people;
                }
                Became::Refused(wrong) => {
                    let refusal = draft.common.refusal(draft.number, wrong);
                    written.refused.push((refusal, draft.raw.clone()));
                }
            }
        }
        // A dry run has met everything that a rule could refuse, and leaves nothing behind.
        if !import.dry_run {
            tx.commit().await?;
        }
        Ok(written)
    }
}
