//! The CDNOW research data: every purchase until June 1998 of the 23,570 people who first bought at
//! CDNOW in the first quarter of 1997 (Fader and Hardie).
//!
//! The amounts are printed in dollars with two digits after the point, so they are exact cents; the
//! whole is $2,500,315.63 in 69,659 purchases. The data has days and no times: a purchase is put at
//! noon UTC, which is the same day in the Americas and in Europe, and no zone is claimed. Purchases
//! of one customer on one day stay apart; each has its number among them in its message id,
//! `cdnow/<customer>/<day>/<n>`.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use deedwell_core::{Channel, Currency, Error, Initiator, Money, Result, Timestamp};
use deedwell_people::{IdentityKind, Sign};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::Import;
use super::draft::ActionDraft;
use super::engine::{self, Source, Step};
use super::report::{Refusal, Report};

const SOURCE: &str = "cdnow";
/// The file is two megabytes; whatever is larger is something else.
const LARGEST: u64 = 64 * 1024 * 1024;
const NAMES: [&str; 2] = ["CDNOW_master.txt", "CDNOW_master.csv"];

/// Imports the data from the file `CDNOW_master`, from a directory that has it, or straight from
/// the wheel of the Python package `lifetimes`.
///
/// # Errors
/// `Invalid` when there is no such data there; `Refused` when the organisation may not have it.
pub async fn cdnow(import: &Import<'_>, path: &Path) -> Result<Report> {
    engine::setting(import).await?;
    let mut source = Purchases::new(text(path)?);
    engine::run(import, SOURCE.to_owned(), &mut source).await
}

fn wrong(sentence: impl Into<String>) -> Error {
    Error::invalid("file", sentence.into())
}

/// The text of the master file, which is small enough to be held.
fn text(path: &Path) -> Result<String> {
    let cannot = |e: std::io::Error| wrong(format!("{} cannot be read: {e}.", path.display()));
    let path = &if path.is_dir() { inside(path)? } else { path.to_path_buf() };
    let mut file = File::open(path).map_err(cannot)?;
    let mut bytes = Vec::new();
    if path.extension().is_some_and(|e| e == "whl" || e == "zip") {
        let damaged = |e: zip::result::ZipError| {
            wrong(format!("{} cannot be unpacked: {e}.", path.display()))
        };
        let mut wheel = zip::ZipArchive::new(file).map_err(damaged)?;
        let mut names = wheel.file_names().filter_map(|n| n.ok().map(|n| n.into_owned()));
        let name = names.find(|n| NAMES.iter().any(|name| n.ends_with(name)));
        drop(names);
        let name =
            name.ok_or_else(|| wrong(format!("There is no {} in {}.", NAMES[0], path.display())))?;
        let member = wheel.by_name(&name).map_err(damaged)?;
        member.take(LARGEST + 1).read_to_end(&mut bytes).map_err(cannot)?;
    } else {
        file.by_ref().take(LARGEST + 1).read_to_end(&mut bytes).map_err(cannot)?;
    }
    if bytes.len() as u64 > LARGEST {
        return Err(wrong("This is larger than the CDNOW data ever was."));
    }
    String::from_utf8(bytes).map_err(|_| wrong("This is not the CDNOW data: it is not text."))
}

fn inside(directory: &Path) -> Result<PathBuf> {
    let under = ["", "lifetimes/datasets", "datasets"];
    let mut places = under.iter().flat_map(|u| NAMES.iter().map(move |n| Path::new(u).join(n)));
    if let Some(found) = places.find(|p| directory.join(p).is_file()) {
        return Ok(directory.join(found));
    }
    let is_wheel = |name: &str| {
        let name = name.to_lowercase();
        name.starts_with("lifetimes-") && name.ends_with(".whl")
    };
    let entries = std::fs::read_dir(directory)
        .map_err(|e| wrong(format!("{} cannot be read: {e}.", directory.display())))?;
    let mut paths = entries.filter_map(|e| e.ok().map(|e| e.path()));
    paths.find(|p| p.file_name().is_some_and(|n| is_wheel(&n.to_string_lossy()))).ok_or_else(|| {
        wrong(format!(
            "There is neither {} nor the wheel of lifetimes in {}.",
            NAMES[0],
            directory.display()
        ))
    })
}

struct Purchases {
    text: String,
    place: usize,
    line: u64,
    /// Purchases so far of a customer on a day.
    of_a_day: HashMap<(String, Date), u32>,
}

impl Purchases {
    fn new(text: String) -> Self {
        Self { text, place: 0, line: 0, of_a_day: HashMap::new() }
    }

    fn draft(&mut self, fields: &[&str]) -> Result<ActionDraft, (&'static str, String)> {
        let [customer, day, quantity, dollars] = fields else {
            let sentence = "A line has a customer, a day, a number of CDs and an amount.";
            return Err(("", sentence.to_owned()));
        };
        let sentence = |e: Error| e.sentence().into_owned();
        let sign = Sign::new(IdentityKind::Import, customer, SOURCE)
            .map_err(|e| ("customer_id", sentence(e)))?;
        let (day, at) =
            moment(day).ok_or(("date", "This is not a day such as 19970101.".to_owned()))?;
        let quantity: u32 = quantity
            .parse()
            .map_err(|_| ("number_of_cds", "This is not a whole number.".to_owned()))?;
        let value =
            Money::parse(dollars, Currency::USD).map_err(|e| ("dollar_value", sentence(e)))?;
        let n = self.of_a_day.entry(((*customer).to_owned(), day)).or_insert(0);
        *n += 1;
        Ok(ActionDraft {
            sign,
            message: format!("{SOURCE}/{customer}/{day}/{n}"),
            at,
            zone: None,
            name: deedwell_core::behaviour::PLACED.to_owned(),
            unit: None,
            channel: Channel::IMPORT,
            initiator: Initiator::Customer,
            about: None,
            value: Some(value),
            facts: format!("{{\"quantity\":{quantity}}}"),
            is_repeated: false,
        })
    }
}

fn moment(day: &str) -> Option<(Date, Timestamp)> {
    let day: Date = day.parse().ok()?;
    let at = DateTime::from_parts(day, Time::constant(12, 0, 0, 0));
    Some((day, at.to_zoned(TimeZone::UTC).ok()?.timestamp()))
}

impl Source for Purchases {
    type Draft = ActionDraft;

    fn next(&mut self) -> Step<ActionDraft> {
        loop {
            let rest = self.text.get(self.place..).unwrap_or_default();
            if rest.is_empty() {
                return Step::End;
            }
            let line = rest.lines().next().unwrap_or_default().to_owned();
            self.place += rest.find('\n').map_or(rest.len(), |end| end + 1);
            self.line += 1;
            let apart = |c: char| c.is_whitespace() || c == ',';
            let fields: Vec<&str> = line.split(apart).filter(|f| !f.is_empty()).collect();
            let is_heading =
                self.line == 1 && !line.trim_start().starts_with(|c: char| c.is_ascii_digit());
            if fields.is_empty() || is_heading {
                continue;
            }
            return match self.draft(&fields) {
                Ok(draft) => Step::Draft(draft),
                Err((column, sentence)) => {
                    let column = Some(column).filter(|c| !c.is_empty());
                    let raw = fields.iter().map(|f| (*f).to_owned()).collect();
                    Step::Refused(Refusal::new(self.line, column, sentence), raw)
                }
            };
        }
    }

    fn place(&self) -> (u64, u64) {
        (self.place as u64, self.text.len() as u64)
    }

    fn headings(&self) -> &[String] {
        &[]
    }

    fn notes(&mut self) -> Vec<String> {
        Vec::new()
    }
}
