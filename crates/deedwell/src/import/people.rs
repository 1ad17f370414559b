//! A file of people: who they are, by which signs they are known, their tags.

use std::path::Path;

use deedwell_core::{Error, Id, Result, Timestamp, Unit};
use deedwell_people::person::{MOST_TAGS, add_tags, clean_tag};
use deedwell_people::{Arrival, IdentityKind, Proof, Sign, meet_many};

use super::columns::Columns;
use super::csv_in::{CsvIn, Next};
use super::engine::{self, Draft, Setting, Source, Step, Written};
use super::mapping::{Mapping, wrong};
use super::moment::{self, Format, Zone};
use super::report::{Refusal, Report};
use super::{Import, source_name};

pub(super) const COLUMNS: [&str; 7] =
    ["id", "name", "email", "phone", "tags", "unit", "created_at"];

/// Imports a CSV of people. Columns: `id`, `name`, `email`, `phone`, `tags` (with semicolons
/// between), `unit`, `created_at`; at least one of `id`, `email`, `phone` in every line. Who is
/// there already gains what is new (signs, tags, a name where there was none) and loses nothing.
///
/// # Errors
/// As [`super::actions`].
pub async fn people(import: &Import<'_>, path: &Path, mapping: &Mapping) -> Result<Report> {
    let setting = engine::setting(import).await?;
    let asked = import.source.as_deref().or(mapping.source.as_deref());
    let name = source_name(asked, path)?;
    let file = CsvIn::open(path, mapping.separator()?)?;
    let mut source = People::new(file, mapping, setting, name.clone())?;
    engine::run(import, name, &mut source).await
}

/// A person as a line of the file has them.
pub(super) struct PersonDraft {
    line: u64,
    raw: Vec<String>,
    signs: Vec<Sign>,
    name: String,
    tags: Vec<String>,
    unit: Option<Id<Unit>>,
    met_at: Option<Timestamp>,
}

impl Draft for PersonDraft {
    const BATCH: usize = 2_000;
    type Memory = ();

    /// People have no messages: their signs say whether they are there.
    fn message(&self) -> Option<&str> {
        None
    }

    async fn write(import: &Import<'_>, _: &mut (), batch: &[Self]) -> Result<Written> {
        let arrival = |draft: &Self| {
            draft.signs.first().map(|first| {
                let mut arrival = Arrival::new(first.clone(), Proof::Import);
                arrival.signs.clone_from(&draft.signs);
                arrival.name.clone_from(&draft.name);
                arrival.unit = draft.unit;
                arrival.met_at = draft.met_at;
                arrival
            })
        };
        let arrivals: Vec<Arrival> = batch.iter().filter_map(arrival).collect();
        let mut tx = import.db.write(import.organisation).await?;
        let met = meet_many(&mut tx, &arrivals).await?;
        let mut written = Written::default();
        let mut tags = Vec::new();
        for (draft, met) in batch.iter().zip(met) {
            match met {
                Ok(known) => {
                    written.added += u64::from(known.is_new);
                    written.already += u64::from(!known.is_new);
                    tags.extend(draft.tags.iter().map(|tag| (known.person, tag.clone())));
                }
                Err(fault @ Error::Fault(_)) => return Err(fault),
                Err(e) => {
                    let refusal = Refusal::new(draft.line, None, e.sentence());
                    written.refused.push((refusal, draft.raw.clone()));
                }
            }
        }
        written.people = written.added;
        add_tags(&mut tx, &tags).await?;
        // A dry run has seen everything that could be wrong, and leaves nothing behind.
        if !import.dry_run {
            tx.commit().await?;
        }
        Ok(written)
    }
}

struct People<'a> {
    file: CsvIn,
    columns: Columns,
    mapping: &'a Mapping,
    setting: Setting,
    zone: Zone,
    format: Format,
    source: String,
}

impl<'a> People<'a> {
    fn new(file: CsvIn, mapping: &'a Mapping, setting: Setting, source: String) -> Result<Self> {
        let columns = Columns::find(file.headings(), &COLUMNS, &[], mapping)?;
        if !["id", "email", "phone"].iter().any(|name| columns.has(name)) {
            return Err(wrong(
                "The file has no column “id”, “email” or “phone”, so nobody in it could be known again. A mapping can say which of its columns that is.",
            ));
        }
        let zone = mapping.zone()?.unwrap_or_else(|| setting.zone.clone());
        Ok(Self { file, columns, mapping, setting, zone, format: mapping.time(), source })
    }

    fn draft(
        &self,
        line: u64,
        fields: &csv::StringRecord,
    ) -> Result<PersonDraft, (&'static str, String)> {
        let text = |name: &str| self.columns.text(fields, name);
        let mut signs = Vec::new();
        for (name, kind) in [
            ("id", IdentityKind::Import),
            ("email", IdentityKind::Email),
            ("phone", IdentityKind::Phone),
        ] {
            let value = match kind {
                IdentityKind::Phone if !text(name).is_empty() => self.mapping.phone(text(name)),
                _ => text(name).to_owned(),
            };
            if !value.is_empty() {
                let sign = Sign::new(kind, &value, &self.source);
                signs.push(sign.map_err(|e| (name, e.sentence().into_owned()))?);
            }
        }
        if signs.is_empty() {
            return Err(("", "There is neither id nor e-mail address nor number here.".to_owned()));
        }
        let tags: Result<Vec<String>, _> =
            text("tags").split(';').filter(|t| !t.trim().is_empty()).map(clean_tag).collect();
        let tags = tags.map_err(|e| ("tags", e.sentence().into_owned()))?;
        if tags.len() > MOST_TAGS {
            return Err(("tags", format!("A person has at most {MOST_TAGS} tags.")));
        }
        let name = deedwell_people::person::clean_name(text("name"))
            .map_err(|e| ("name", e.sentence().into_owned()))?;
        let met_at = match text("created_at") {
            "" => None,
            at => Some(
                moment::read(at, &self.format, &self.zone, self.setting.now)
                    .map_err(|e| ("created_at", e))?
                    .at,
            ),
        };
        let unit = self.setting.unit(text("unit")).map_err(|e| ("unit", e))?;
        let raw = fields.iter().map(str::to_owned).collect();
        Ok(PersonDraft { line, raw, signs, name, tags, unit, met_at })
    }
}

impl Source for People<'_> {
    type Draft = PersonDraft;

    fn next(&mut self) -> Step<PersonDraft> {
        match self.file.next() {
            Next::End => Step::End,
            Next::Broken(refusal) => Step::Broken(refusal),
            Next::Refused(refusal, raw) => Step::Refused(refusal, raw),
            Next::Line { number, fields } => match self.draft(number, &fields) {
                Ok(draft) => Step::Draft(draft),
                Err((name, sentence)) => {
                    let refusal = Refusal::new(number, self.columns.heading(name), sentence);
                    Step::Refused(refusal, fields.iter().map(str::to_owned).collect())
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
        self.columns.ignored().into_iter().collect()
    }
}
