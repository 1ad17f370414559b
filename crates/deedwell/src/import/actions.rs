//! A file of actions: who did what, when.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use deedwell_core::behaviour::{PLACED, REFUNDED, RETURNED};
use deedwell_core::deed::is_kind;
use deedwell_core::{Action, Channel, Currency, Error, Initiator, Money, Result};
use deedwell_people::{IdentityKind, Sign};

use super::columns::{Columns, short_hash};
use super::csv_in::{CsvIn, Next};
use super::draft::ActionDraft;
use super::engine::{self, Setting, Source, Step};
use super::mapping::{Mapping, wrong};
use super::moment::{self, Format, Zone};
use super::report::{Refusal, Report};
use super::{Import, source_name};

pub(super) const PLAIN: [&str; 10] =
    ["person", "at", "kind", "name", "value", "currency", "unit", "channel", "initiator", "id"];
/// Too common a word to be taken unasked.
pub(super) const MAPPED: [&str; 1] = ["about"];

/// Imports a CSV of actions. Columns: `person`, `at`, `kind` or `name`; and `value`, `currency`,
/// `unit`, `channel`, `initiator`, `id`. The others become facts.
///
/// # Errors
/// `Invalid` when the file or the mapping cannot be used at all; `Refused` when the organisation
/// may not have it. What is wrong with a line is in the report.
pub async fn actions(import: &Import<'_>, path: &Path, mapping: &Mapping) -> Result<Report> {
    let setting = engine::setting(import).await?;
    let asked = import.source.as_deref().or(mapping.source.as_deref());
    let name = source_name(asked, path)?;
    let file = CsvIn::open(path, mapping.separator()?)?;
    let mut source = Actions::new(file, mapping, setting, name.clone())?;
    engine::run(import, name, &mut source).await
}

/// A CSV read as actions.
pub(super) struct Actions<'a> {
    file: CsvIn,
    columns: Columns,
    mapping: &'a Mapping,
    setting: Setting,
    zone: Zone,
    format: Format,
    person: Option<IdentityKind>,
    everywhere: bool,
    source: String,
    /// The fact that each other column becomes, ready to be written before its value.
    facts: Vec<(usize, String)>,
    /// How often each content has been seen: truly repeated lines are repeated acts.
    contents: HashMap<[u8; 16], u32>,
    /// Ids seen in this file: a second line with the same id is the same act.
    ids: HashSet<[u8; 16]>,
    with_addresses: HashSet<usize>,
    /// Kinds that look like a misspelt one: which, and in how many lines.
    near_misses: BTreeMap<String, (&'static str, u64)>,
}

impl<'a> Actions<'a> {
    pub fn new(
        file: CsvIn,
        mapping: &'a Mapping,
        setting: Setting,
        source: String,
    ) -> Result<Self> {
        let columns = Columns::find(file.headings(), &PLAIN, &MAPPED, mapping)?;
        for (one, other) in [("person", ""), ("at", ""), ("kind", "name")] {
            if !columns.has(one) && !columns.has(other) {
                let both =
                    if other.is_empty() { one.to_owned() } else { format!("{one} or {other}") };
                return Err(wrong(format!(
                    "The file has no column “{both}”. A mapping can say which of its columns that is."
                )));
            }
        }
        let facts = facts(&columns)?;
        let zone = mapping.zone()?.unwrap_or_else(|| setting.zone.clone());
        Ok(Self {
            columns,
            zone,
            format: mapping.time(),
            person: mapping.person_kind()?,
            everywhere: mapping.ids_are_everywhere()?,
            file,
            mapping,
            setting,
            source,
            facts,
            contents: HashMap::new(),
            ids: HashSet::new(),
            with_addresses: HashSet::new(),
            near_misses: BTreeMap::new(),
        })
    }
}

/// The names of facts: lower case, `_` for what is not a letter or digit.
fn facts(columns: &Columns) -> Result<Vec<(usize, String)>> {
    let mut seen = HashSet::new();
    let mut facts = Vec::new();
    for place in &columns.others {
        let heading = columns.heading_at(*place);
        let letter = |c: char| if c.is_alphanumeric() { c } else { '_' };
        let name: String = heading.to_lowercase().chars().map(letter).collect();
        let name = name.trim_matches('_').to_owned();
        if name.is_empty() {
            continue;
        }
        if !seen.insert(name.clone()) {
            return Err(wrong(format!(
                "Two columns would be the fact “{name}”, “{heading}” among them. Please rename or ignore one."
            )));
        }
        let key = serde_json::to_string(&name).map_err(Error::fault)?;
        facts.push((*place, format!("{key}:")));
    }
    Ok(facts)
}

impl Source for Actions<'_> {
    type Draft = ActionDraft;

    fn next(&mut self) -> Step<ActionDraft> {
        match self.file.next() {
            Next::End => Step::End,
            Next::Broken(refusal) => Step::Broken(refusal),
            Next::Refused(refusal, raw) => Step::Refused(refusal, raw),
            Next::Line { number, fields } => match self.draft(&fields) {
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
        let mut places: Vec<usize> = self.with_addresses.drain().collect();
        places.sort_unstable();
        let note = |place: usize| {
            format!(
                "The column “{}” holds e-mail addresses. Facts are kept for as long as the ledger and should say nothing by which a person is known; better ignore it.",
                self.columns.heading_at(place)
            )
        };
        let slips = self.near_misses.iter().map(|(kind, (meant, lines))| {
            format!(
                "{kind}, in {lines} of the lines, is read by nothing here; did you mean {meant}?"
            )
        });
        places.into_iter().map(note).chain(slips).collect()
    }
}

/// Kinds of the glossary that nobody but an import brings yet: money and purchases are counted from
/// these words alone.
const READ: [&str; 3] = [PLACED, REFUNDED, RETURNED];
/// How alike two kinds are when one is the other misspelt.
const ALIKE: f64 = 0.93;

/// The kind that was probably meant: nobody calls another thing so nearly the same.
fn nearly(kind: &str) -> Option<&'static str> {
    let alike = |read: &&str| strsim::jaro_winkler(read, kind) >= ALIKE;
    if READ.contains(&kind) { None } else { READ.into_iter().find(alike) }
}

/// Which of our columns is wrong, and why.
type Why = (&'static str, String);

impl Actions<'_> {
    fn draft(&mut self, line: &csv::StringRecord) -> Result<ActionDraft, Why> {
        // The occurrence is counted whether or not the line is good, so that correcting another
        // line changes no id.
        let message = self.message(line)?;
        let text = |name: &str| self.columns.text(line, name);
        let sign = self.sign(text("person")).map_err(|e| ("person", e))?;
        let read = moment::read(text("at"), &self.format, &self.zone, self.setting.now)
            .map_err(|e| ("at", e))?;
        let unit = self.setting.unit(text("unit")).map_err(|e| ("unit", e))?;
        let about = match text("about") {
            "" => None,
            long if long.len() > Action::LONGEST_ABOUT => {
                return Err((
                    "about",
                    format!("This is longer than {} letters.", Action::LONGEST_ABOUT),
                ));
            }
            about => Some(about.to_owned()),
        };
        let (name, value, channel) = (self.name(line)?, self.value(line)?, self.channel(line)?);
        let initiator = match text("initiator") {
            "" => Initiator::Customer,
            word => Initiator::parse(word).ok_or_else(|| {
                (
                    "initiator",
                    "An act is set off by customer, prompted, machine or company.".to_owned(),
                )
            })?,
        };
        let zone = read.by_zone.then(|| self.zone.name.clone());
        let (at, facts) = (read.at, self.facts_of(line)?);
        if let Some(meant) = nearly(&name) {
            self.near_misses.entry(name.clone()).or_insert((meant, 0)).1 += 1;
        }
        let has_id = !self.columns.text(line, "id").is_empty();
        let is_repeated = has_id && !self.ids.insert(short_hash([message.as_str()]));
        Ok(ActionDraft {
            sign,
            message,
            at,
            zone,
            name,
            unit,
            channel,
            initiator,
            about,
            value,
            facts,
            is_repeated,
        })
    }

    /// The sender's id within the source, or a hash of the line and its occurrence.
    fn message(&mut self, line: &csv::StringRecord) -> Result<String, Why> {
        let id = self.columns.text(line, "id");
        if id.is_empty() {
            let hash = self.columns.hash(&self.source, line);
            let seen = self.contents.entry(hash).or_insert(0);
            *seen += 1;
            return Ok(format!("import/{:032x}/{seen}", u128::from_be_bytes(hash)));
        }
        let message = if self.everywhere { id.to_owned() } else { format!("{}/{id}", self.source) };
        if message.len() > Action::LONGEST_MESSAGE || id.chars().any(char::is_control) {
            return Err(("id", "An id is one line of at most 200 letters.".to_owned()));
        }
        Ok(message)
    }

    fn sign(&self, text: &str) -> Result<Sign, String> {
        let sentence = |e: Error| e.sentence().into_owned();
        let sign = |kind, text: &str| Sign::new(kind, text, &self.source);
        match self.person {
            Some(IdentityKind::Phone) => {
                sign(IdentityKind::Phone, &self.mapping.phone(text)).map_err(sentence)
            }
            Some(kind) => sign(kind, text).map_err(sentence),
            None if text.contains('@') => sign(IdentityKind::Email, text)
                .or_else(|_| sign(IdentityKind::Import, text))
                .map_err(sentence),
            None => sign(IdentityKind::Import, text).map_err(sentence),
        }
    }

    /// A kind as it stands or as the mapping names it; another system's own name otherwise, which
    /// is given its kind on reading.
    fn name(&self, line: &csv::StringRecord) -> Result<String, Why> {
        let text = |name: &str| self.columns.text(line, name);
        let (kind, name) = (text("kind"), text("name"));
        if !kind.is_empty() {
            return match self.mapping.names.get(kind) {
                Some(kind) => Ok(kind.clone()),
                None if is_kind(kind) => Ok(kind.to_owned()),
                None => Err(("kind", "A kind is an area and what was done, such as orders.placed. Other names go into the column “name”.".to_owned())),
            };
        }
        if let Some(kind) = self.mapping.names.get(name) {
            return Ok(kind.clone());
        }
        if name.is_empty() {
            return Err((
                if self.columns.has("kind") { "kind" } else { "name" },
                "What was done is missing.".to_owned(),
            ));
        }
        if name.len() > Action::LONGEST_NAME || name.chars().any(char::is_control) {
            return Err((
                "name",
                format!("A name is one line of at most {} letters.", Action::LONGEST_NAME),
            ));
        }
        Ok(name.to_owned())
    }

    fn value(&self, line: &csv::StringRecord) -> Result<Option<Money>, Why> {
        let (value, currency) =
            (self.columns.text(line, "value"), self.columns.text(line, "currency"));
        if value.is_empty() {
            return Ok(None);
        }
        let sentence = |e: Error| e.sentence().into_owned();
        let currency = match currency {
            "" => self.setting.currency,
            code => code.parse::<Currency>().map_err(|e| ("currency", sentence(e)))?,
        };
        Money::parse(value, currency).map(Some).map_err(|e| ("value", sentence(e)))
    }

    fn channel(&self, line: &csv::StringRecord) -> Result<Channel, Why> {
        match self.columns.text(line, "channel") {
            "" => Ok(Channel::IMPORT),
            word => Channel::parse(word).ok_or_else(|| {
                (
                    "channel",
                    "A channel is a word of small letters, such as shop or email.".to_owned(),
                )
            }),
        }
    }

    fn facts_of(&mut self, line: &csv::StringRecord) -> Result<String, Why> {
        let mut json = String::new();
        for (place, key) in &self.facts {
            let text = line.get(*place).map(str::trim).unwrap_or_default();
            if text.is_empty() {
                continue;
            }
            json.push(if json.is_empty() { '{' } else { ',' });
            json.push_str(key);
            if is_canonical_number(text) {
                json.push_str(text);
            } else {
                json.push_str(&serde_json::to_string(text).map_err(|e| ("facts", e.to_string()))?);
                if text.contains('@') && Sign::new(IdentityKind::Email, text, "").is_ok() {
                    self.with_addresses.insert(*place);
                }
            }
        }
        if !json.is_empty() {
            json.push('}');
        }
        if json.len() > Action::LARGEST_FACTS {
            let most = Action::LARGEST_FACTS / 1024;
            return Err(("facts", format!("The facts of this line are larger than {most} KiB.")));
        }
        Ok(json)
    }
}

/// A number that means nothing but itself: no `007`, no `1.50`, no more digits than are exact.
fn is_canonical_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "1"));
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    all_digits(whole)
        && all_digits(fraction)
        && (whole == "0" || !whole.starts_with('0'))
        && !fraction.ends_with('0')
        && text != "-0"
        && digits.len() <= 15
}
