//! Ideas that were kept elsewhere, brought here with their past.
//!
//! How a file is read, under which headings, and what becomes of the lines that are refused is the
//! business of whoever reads it (`deedwell import ideas`); here stands what a line means. [`COLUMNS`]
//! are its columns, [`Line::read`] checks one before anything is written, [`Place::bring`] writes it. A
//! number of votes says nothing of who gave them and is not brought over.
//!
//! What happened then stands in the ledger at the moment at which it happened. The same line again adds
//! nothing.
mod line;
mod past;

use std::collections::{BTreeMap, BTreeSet};

use deedwell_core::{Channel, Error, Id, Result, Staff};
use deedwell_store::Tx;

pub use self::line::{COLUMNS, Line, Wrong};
pub use self::past::Brought;
use crate::board::{Board, NewBoard, Settings};
use crate::{acts, store};

/// How ideas are brought in.
#[derive(Clone, Debug)]
pub struct Options {
    /// The system that they came from, such as `canny`: their ids are known by it.
    pub source: String,
    /// In whose name answers stand that name nobody of ours.
    pub staff: Id<Staff>,
    /// Opens boards that are not there; otherwise such lines are refused.
    pub open_boards: bool,
}

/// What became of a line.
#[derive(Debug)]
pub enum Became {
    Added(Brought),
    /// It was brought here before.
    Already,
    /// A rule says no, and nothing of it was written.
    Refused(Wrong),
}

/// What lines are brought into, as one transaction sees it.
pub struct Place<'a> {
    options: &'a Options,
    settings: Settings,
    boards: Vec<Board>,
    colleagues: BTreeMap<String, Id<Staff>>,
    /// Keys of the boards that were opened.
    pub opened: Vec<String>,
}

impl<'a> Place<'a> {
    /// # Errors
    /// When the database cannot be read.
    pub async fn load(tx: &mut Tx, options: &'a Options) -> Result<Self> {
        tx.came_by(Channel::IMPORT);
        Ok(Self {
            options,
            settings: store::settings(tx).await?,
            boards: store::boards(tx).await?,
            colleagues: past::colleagues(tx).await?,
            opened: Vec::new(),
        })
    }

    /// Writes a line, unless it is here or a rule refuses it.
    ///
    /// # Errors
    /// What is not the line's fault.
    pub async fn bring(&mut self, tx: &mut Tx, line: &Line) -> Result<Became> {
        let source = &self.options.source;
        if past::is_here(tx, source, &line.id).await? {
            return Ok(Became::Already);
        }
        match self.write(tx, line).await {
            Ok(brought) => Ok(Became::Added(brought)),
            Err(error) => refused(error).map(Became::Refused),
        }
    }

    async fn write(&mut self, tx: &mut Tx, line: &Line) -> Result<Brought> {
        let board = self.board(tx, line.board.as_deref()).await?;
        let staff = self.colleague(line.answered_by.as_deref())?;
        let past = past::Past { line, board, settings: self.settings, staff };
        past.bring(tx, &self.options.source).await
    }

    fn colleague(&self, email: Option<&str>) -> Result<Id<Staff>> {
        let Some(email) = email else { return Ok(self.options.staff) };
        let found = self.colleagues.get(&email.to_lowercase()).copied();
        found.ok_or_else(|| {
            Error::invalid("answered_by", "Nobody who works here has this e-mail address.")
        })
    }

    /// The board of this key or name, which may be closed by now; a new one where that is wanted.
    async fn board(&mut self, tx: &mut Tx, named: Option<&str>) -> Result<Board> {
        let name = named.unwrap_or_default().trim().to_owned();
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
        if !self.options.open_boards {
            let keys: BTreeSet<&str> = self.boards.iter().map(|b| b.key.as_str()).collect();
            let keys = keys.into_iter().collect::<Vec<_>>().join(", ");
            return Err(Error::invalid(
                "board",
                format!("There is no board “{name}”. There are: {keys}."),
            ));
        }
        let place = i64::try_from(self.boards.len()).unwrap_or(i64::MAX);
        let key = key_of(&name);
        let new = NewBoard { key: key.clone(), name, place, ..NewBoard::default() };
        let opened = acts::open_board(tx, self.options.staff, &new).await;
        let id = opened.map_err(|error| match error {
            Error::Invalid { sentence, .. } => Error::invalid("board", sentence),
            other => other,
        })?;
        let board = store::one_board(tx, id).await?;
        self.boards.push(board.clone());
        self.opened.push(key);
        Ok(board)
    }
}

/// What a rule refuses is the line's fault; anything else ends the import.
fn refused(error: Error) -> Result<Wrong> {
    match error {
        Error::Invalid { field, sentence } => {
            let column = if field == "name" { "author_name" } else { field.as_ref() };
            let ours = COLUMNS.iter().map(|column| column.name).find(|name| *name == column);
            Ok(Wrong { column: ours, sentence: sentence.into_owned() })
        }
        Error::Refused { sentence, .. } => {
            Ok(Wrong { column: None, sentence: sentence.into_owned() })
        }
        other => Err(other),
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
