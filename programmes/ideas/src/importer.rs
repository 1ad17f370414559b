//! Ideas that were kept elsewhere, brought here with their past.
//!
//! A CSV file with a heading: `id`, `title` and `author_email` must be there; `body`, `board`,
//! `author_name`, `created_at`, `stage`, `reason`, `tags`, `voters` (e-mail addresses), `answer`,
//! `answered_at` and `answered_by` (a colleague's e-mail address) may be. A number of votes says nothing
//! of who gave them and is not brought over.
//!
//! What happened then stands in the ledger at the moment at which it happened. The same line again adds
//! nothing. A line that cannot be used is reported and left out; the others go in.
mod line;
mod past;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::Read;

use deedwell_core::{Channel, Error, Id, Organisation, Result, Staff};
use deedwell_store::{Db, Tx};
use jiff::tz::TimeZone;
use serde::Serialize;

use self::line::{Columns, Line};
use crate::board::{Board, NewBoard, Settings};
use crate::{acts, store};

/// Lines in one transaction.
const BATCH: usize = 200;
/// Refusals that are kept to be shown.
const KEPT: usize = 1_000;

/// How a file is brought in.
#[derive(Clone, Debug)]
pub struct Options {
    /// The system that the file came from, such as `canny`: its ids are known by it.
    pub source: String,
    /// In whose name answers stand that name nobody of ours.
    pub staff: Id<Staff>,
    /// The key of the board for lines that name none.
    pub board: Option<String>,
    /// Opens boards that are not there; otherwise such lines are refused.
    pub open_boards: bool,
    /// Reads and checks everything and keeps nothing.
    pub dry_run: bool,
}

/// What became of a file. `read = added + already + refused`.
#[derive(Clone, PartialEq, Debug, Default, Serialize)]
pub struct Report {
    pub source: String,
    /// Lines after the heading.
    pub read: u64,
    pub added: u64,
    pub already: u64,
    pub refused: u64,
    pub votes: u64,
    pub answers: u64,
    /// People who were made.
    pub people: u64,
    pub boards: u64,
    /// The first thousand.
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
    /// The heading of the column; none where it is the whole line.
    pub column: Option<String>,
    pub sentence: String,
}

impl Report {
    fn refuse(&mut self, line: u64, column: Option<&str>, sentence: impl Into<String>) {
        self.refused += 1;
        if self.refusals.len() < KEPT {
            let column = column.map(str::to_owned);
            self.refusals.push(Refusal { line, column, sentence: sentence.into() });
        }
    }

    fn note(&mut self, note: &str) {
        if !self.notes.iter().any(|n| n == note) {
            self.notes.push(note.to_owned());
        }
    }
}

/// Brings the ideas of a file in.
///
/// # Errors
/// `Invalid` when the file as a whole cannot be read: no heading, or a column missing.
pub async fn import_ideas(
    db: &Db,
    organisation: Id<Organisation>,
    file: impl Read,
    options: &Options,
) -> Result<Report> {
    let source = options.source.trim().to_lowercase();
    if Channel::parse(&source).is_none() {
        return Err(Error::invalid(
            "source",
            "A source is a word of small letters, such as canny or uservoice.",
        ));
    }
    let mut csv = csv::ReaderBuilder::new().flexible(true).from_reader(file);
    let columns = Columns::find(csv.headers().map_err(unreadable)?)?;
    let mut report = Report { source, dry_run: options.dry_run, ..Report::default() };
    if columns.counts_votes() {
        report.note("The numbers of votes stay behind: who voted is told by the column voters.");
    }
    let mut seen = HashSet::new();
    let mut batch = Vec::new();
    for record in csv.records() {
        report.read += 1;
        match record {
            Ok(record) => batch.push(record),
            Err(error) if error.is_io_error() => return Err(unreadable(error)),
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                report.refuse(line, None, format!("This line cannot be read: {error}."));
            }
        }
        if batch.len() == BATCH {
            some(db, organisation, &columns, &batch, options, (&mut report, &mut seen)).await?;
            batch.clear();
        }
    }
    some(db, organisation, &columns, &batch, options, (&mut report, &mut seen)).await?;
    Ok(report)
}

fn unreadable(error: csv::Error) -> Error {
    Error::invalid("file", format!("This is no CSV file that can be read: {error}."))
}

/// One transaction's worth. In a dry run it is dropped.
async fn some(
    db: &Db,
    organisation: Id<Organisation>,
    columns: &Columns,
    batch: &[csv::StringRecord],
    options: &Options,
    (report, seen): (&mut Report, &mut HashSet<String>),
) -> Result<()> {
    if batch.is_empty() {
        return Ok(());
    }
    let mut tx = db.write(organisation).await?;
    tx.came_by(Channel::IMPORT);
    let mut place = Place::load(&mut tx, options).await?;
    for record in batch {
        let number = record.position().map_or(0, csv::Position::line);
        match Line::read(columns, record, &place.zone, tx.now()) {
            Ok(line) if !seen.insert(line.id.clone()) => {
                report.refuse(number, Some("id"), "This id stood further up in the file.");
            }
            Ok(line) => one(&mut tx, &mut place, &line, number, report).await?,
            Err(refusal) => report.refuse(number, refusal.column, refusal.sentence),
        }
    }
    report.boards += place.opened;
    if !options.dry_run {
        tx.commit().await?;
    }
    Ok(())
}

/// A line that could be read: there before, added, or refused by a rule.
async fn one(
    tx: &mut Tx,
    place: &mut Place,
    line: &Line,
    number: u64,
    report: &mut Report,
) -> Result<()> {
    if past::is_here(tx, &report.source, &line.id).await? {
        report.already += 1;
        return Ok(());
    }
    let board = match place.board(tx, line.board.as_deref()).await {
        Ok(board) => board,
        Err(error) => return refused(error, number, report),
    };
    let answered_by = match place.colleague(line.answered_by.as_deref()) {
        Ok(staff) => staff,
        Err(error) => return refused(error, number, report),
    };
    let made = past::Past { line, board, settings: place.settings, staff: answered_by };
    match made.bring(tx, &report.source).await {
        Ok(brought) => {
            report.added += 1;
            report.votes += brought.votes;
            report.answers += u64::from(brought.answered);
            report.people += brought.people;
            Ok(())
        }
        Err(error) => refused(error, number, report),
    }
}

/// What a rule refuses is the line's fault; anything else ends the import. Nothing of the line was
/// written: rules speak before anything is.
fn refused(error: Error, number: u64, report: &mut Report) -> Result<()> {
    match error {
        Error::Invalid { field, sentence } => {
            let column = if field == "name" { "author_name" } else { field.as_ref() };
            report.refuse(number, Some(column), sentence);
            Ok(())
        }
        Error::Refused { sentence, .. } => {
            report.refuse(number, None, sentence);
            Ok(())
        }
        other => Err(other),
    }
}

/// What lines are read against.
struct Place {
    zone: TimeZone,
    settings: Settings,
    boards: Vec<Board>,
    colleagues: BTreeMap<String, Id<Staff>>,
    staff: Id<Staff>,
    usual: Option<String>,
    may_open: bool,
    opened: u64,
}

impl Place {
    async fn load(tx: &mut Tx, options: &Options) -> Result<Self> {
        let find = tx.query("select zone from organisation where organisation = $1");
        let zone = tx.find(find).await?.map(|row| row.text("zone")).transpose()?;
        let zone = zone.and_then(|name| TimeZone::get(&name).ok()).unwrap_or(TimeZone::UTC);
        Ok(Self {
            zone,
            settings: store::settings(tx).await?,
            boards: store::boards(tx).await?,
            colleagues: past::colleagues(tx).await?,
            staff: options.staff,
            usual: options.board.clone(),
            may_open: options.open_boards,
            opened: 0,
        })
    }

    fn colleague(&self, email: Option<&str>) -> Result<Id<Staff>> {
        let Some(email) = email else { return Ok(self.staff) };
        let found = self.colleagues.get(&email.to_lowercase()).copied();
        found.ok_or_else(|| {
            Error::invalid("answered_by", "Nobody who works here has this e-mail address.")
        })
    }

    /// The board of this key or name, which may be closed by now; a new one where that is wanted.
    async fn board(&mut self, tx: &mut Tx, named: Option<&str>) -> Result<Board> {
        let name = named.or(self.usual.as_deref()).unwrap_or_default().trim().to_owned();
        let lower = name.to_lowercase();
        let found = self.boards.iter().find(|b| b.key == lower || b.name.to_lowercase() == lower);
        match (found, self.boards.as_slice()) {
            (Some(board), _) => return Ok(board.clone()),
            (None, [only]) if name.is_empty() => return Ok(only.clone()),
            (None, _) if name.is_empty() => {
                return Err(Error::invalid("board", "Please say on which board it belongs."));
            }
            _ => {}
        }
        if !self.may_open {
            let keys: BTreeSet<&str> = self.boards.iter().map(|b| b.key.as_str()).collect();
            let keys = keys.into_iter().collect::<Vec<_>>().join(", ");
            return Err(Error::invalid(
                "board",
                format!("There is no board “{name}”. There are: {keys}."),
            ));
        }
        let place = i64::try_from(self.boards.len()).unwrap_or(i64::MAX);
        let new = NewBoard { key: key_of(&name), name, place, ..NewBoard::default() };
        let opened = acts::open_board(tx, self.staff, &new).await;
        let id = opened.map_err(|error| match error {
            Error::Invalid { sentence, .. } => Error::invalid("board", sentence),
            other => other,
        })?;
        let board = store::one_board(tx, id).await?;
        self.boards.push(board.clone());
        self.opened += 1;
        Ok(board)
    }
}

/// `Opening hours!` → `opening-hours`.
fn key_of(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    let key = words.collect::<Vec<_>>().join("-");
    let key: String = key.chars().take(Board::LONGEST_KEY).collect();
    if key.is_empty() { "board".to_owned() } else { key.trim_end_matches('-').to_owned() }
}

#[cfg(test)]
mod tests {
    use super::key_of;

    #[test]
    fn a_name_becomes_a_key() {
        assert_eq!(key_of("Opening hours!"), "opening-hours");
        assert_eq!(key_of("Ä"), "board");
    }
}
