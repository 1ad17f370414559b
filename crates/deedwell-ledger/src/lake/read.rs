//! Reading a file of actions: whole rows, or single columns of a row group.

use std::fs::File;
use std::path::{Path, PathBuf};

use deedwell_core::{
    Action, Channel, Currency, Error, Id, Initiator, Money, Part, Result, Timestamp,
};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{ByteArray, DataType, FixedLenByteArray};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::statistics::Statistics;
use uuid::Uuid;

use super::schema::{COLUMNS, number};
use super::write::Numbered;

/// Every action of a file with its number, in the file's order.
///
/// # Errors
/// `Fault` when the file is missing, damaged or not one of ours.
pub fn read_actions(path: &Path) -> Result<Vec<Numbered>> {
    let file = ActionFile::open(path)?;
    let mut actions = Vec::with_capacity(file.rows());
    for group in 0..file.groups() {
        actions.extend(file.actions(group)?);
    }
    Ok(actions)
}

/// The fingerprints in `<name>.ids`, sorted.
///
/// # Errors
/// `Fault` when the file is missing or cut short.
pub fn read_ids(path: &Path) -> Result<Vec<u128>> {
    let bytes = std::fs::read(path)
        .map_err(|e| Error::fault(format!("{} cannot be read: {e}", path.display())))?;
    let (ids, rest) = bytes.as_chunks::<16>();
    if !rest.is_empty() {
        return Err(Error::fault(format!("{} is cut short", path.display())));
    }
    Ok(ids.iter().map(|id| u128::from_le_bytes(*id)).collect())
}

/// An open file of actions. Columns are found by their number, so that files of any age read alike.
pub struct ActionFile {
    reader: SerializedFileReader<File>,
    path: PathBuf,
    /// Where each of [`COLUMNS`] stands in the file.
    leaves: Vec<Option<usize>>,
}

impl ActionFile {
    /// # Errors
    /// `Fault` when the file is missing or not Parquet.
    pub fn open(path: &Path) -> Result<Self> {
        let wrong = |e: &dyn std::fmt::Display| {
            Error::fault(format!("{} cannot be read: {e}", path.display()))
        };
        let file = File::open(path).map_err(|e| wrong(&e))?;
        let reader = SerializedFileReader::new(file).map_err(|e| wrong(&e))?;
        let columns = reader.metadata().file_metadata().schema_descr().columns();
        let leaf = |place: usize| {
            let is_it = |info: &parquet::schema::types::BasicTypeInfo| {
                info.has_id() && info.id() == number(place)
            };
            columns.iter().position(|c| is_it(c.self_type().get_basic_info()))
        };
        let leaves = (0..COLUMNS.len()).map(leaf).collect();
        Ok(Self { leaves, path: path.to_owned(), reader })
    }

    pub fn rows(&self) -> usize {
        (0..self.groups()).map(|g| self.rows_in(g)).sum()
    }

    /// How many row groups there are.
    pub fn groups(&self) -> usize {
        self.reader.metadata().num_row_groups()
    }

    pub fn rows_in(&self, group: usize) -> usize {
        let groups = self.reader.metadata().row_groups();
        groups.get(group).map_or(0, |g| usize::try_from(g.num_rows()).unwrap_or(0))
    }

    /// The smallest and largest subject of a row group, where the file says.
    pub fn subjects(&self, group: usize) -> Option<(Uuid, Uuid)> {
        let leaf = (*self.leaves.get(place("subject")?)?)?;
        let statistics = self.reader.metadata().row_groups().get(group)?.columns().get(leaf)?;
        let Some(Statistics::FixedLenByteArray(bounds)) = statistics.statistics() else {
            return None;
        };
        let id = |value: Option<&FixedLenByteArray>| Uuid::from_slice(value?.data()).ok();
        Some((id(bounds.min_opt())?, id(bounds.max_opt())?))
    }

    /// A column of numbers (`seq`, `value`) or of moments in microseconds (`happened_at`, …).
    pub fn numbers(&self, group: usize, column: &str) -> Result<Vec<Option<i64>>> {
        let rows = self.rows_in(group);
        match self.column(group, column)? {
            Some((ColumnReader::Int64ColumnReader(reader), optional)) => {
                self.values(reader, optional, rows, column, |v| Some(*v))
            }
            None => Ok(vec![None; rows]),
            Some(_) => Err(self.wrong(column)),
        }
    }

    /// A column of ids: `id`, `subject`, `counterpart`, `unit`.
    pub fn ids(&self, group: usize, column: &str) -> Result<Vec<Option<Uuid>>> {
        let rows = self.rows_in(group);
        match self.column(group, column)? {
            Some((ColumnReader::FixedLenByteArrayColumnReader(reader), optional)) => {
                let id = |v: &FixedLenByteArray| Uuid::from_slice(v.data()).ok();
                self.values(reader, optional, rows, column, id)
            }
            None => Ok(vec![None; rows]),
            Some(_) => Err(self.wrong(column)),
        }
    }

    /// A column of text. Values that repeat share their bytes, so nothing is copied until asked.
    pub fn texts(&self, group: usize, column: &str) -> Result<Vec<Option<Text>>> {
        let rows = self.rows_in(group);
        match self.column(group, column)? {
            Some((ColumnReader::ByteArrayColumnReader(reader), optional)) => {
                let text =
                    |v: &ByteArray| std::str::from_utf8(v.data()).is_ok().then(|| Text(v.clone()));
                self.values(reader, optional, rows, column, text)
            }
            None => Ok((0..rows).map(|_| None).collect()),
            Some(_) => Err(self.wrong(column)),
        }
    }

    /// The actions of a row group.
    pub fn actions(&self, group: usize) -> Result<Vec<Numbered>> {
        self.actions_where(group, &vec![true; self.rows_in(group)])
    }

    /// The actions of a row group whose rows are wanted.
    pub fn actions_where(&self, group: usize, wanted: &[bool]) -> Result<Vec<Numbered>> {
        let rows = Rows::read(self, group)?;
        let wanted = wanted.iter().enumerate().filter(|(_, wanted)| **wanted);
        wanted
            .map(|(row, _)| rows.action(row).ok_or_else(|| self.wrong("one of the columns")))
            .collect()
    }

    fn column(&self, group: usize, column: &str) -> Result<Option<(ColumnReader, bool)>> {
        let place = place(column).ok_or_else(|| Error::fault(format!("no column {column}")))?;
        let Some(leaf) = self.leaves.get(place).copied().flatten() else { return Ok(None) };
        let descriptor = self.reader.metadata().file_metadata().schema_descr().column(leaf);
        let reader = self.reader.get_row_group(group).map_err(Error::fault)?;
        let reader = reader.get_column_reader(leaf).map_err(Error::fault)?;
        Ok(Some((reader, descriptor.max_def_level() > 0)))
    }

    fn values<T: DataType, V>(
        &self,
        mut reader: ColumnReaderImpl<T>,
        optional: bool,
        rows: usize,
        column: &str,
        convert: impl Fn(&T::T) -> Option<V>,
    ) -> Result<Vec<Option<V>>> {
        let (mut levels, mut values, mut read) = (Vec::new(), Vec::with_capacity(rows), 0);
        while read < rows {
            let levels = optional.then_some(&mut levels);
            let (records, _, _) = reader
                .read_records(rows - read, levels, None, &mut values)
                .map_err(|_| self.wrong(column))?;
            if records == 0 {
                return Err(self.wrong(column));
            }
            read += records;
        }
        let mut values = values.iter();
        let mut next = |there: bool| -> Result<Option<V>> {
            if !there {
                return Ok(None);
            }
            let value = values.next().and_then(&convert);
            value.map(Some).ok_or_else(|| self.wrong(column))
        };
        if optional {
            levels.iter().map(|level| next(*level > 0)).collect()
        } else {
            (0..rows).map(|_| next(true)).collect()
        }
    }

    fn wrong(&self, column: &str) -> Error {
        Error::fault(format!("{} is damaged: {column} cannot be read", self.path.display()))
    }
}

/// A piece of text in a file. It was checked when it was read.
#[derive(Clone, Debug)]
pub struct Text(ByteArray);

impl Text {
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.0.data()).unwrap_or_default()
    }
}

fn place(column: &str) -> Option<usize> {
    COLUMNS.iter().position(|c| c.name == column)
}

/// The columns of a row group, side by side.
struct Rows {
    numbers: [Vec<Option<i64>>; 4],
    ids: [Vec<Option<Uuid>>; 4],
    texts: [Vec<Option<Text>>; 9],
}

impl Rows {
    fn read(file: &ActionFile, group: usize) -> Result<Self> {
        let number = |column| file.numbers(group, column);
        let id = |column| file.ids(group, column);
        let text = |column| file.texts(group, column);
        Ok(Self {
            numbers: [
                number("seq")?,
                number("happened_at")?,
                number("received_at")?,
                number("value")?,
            ],
            ids: [id("id")?, id("subject")?, id("counterpart")?, id("unit")?],
            texts: [
                text("message")?,
                text("zone")?,
                text("channel")?,
                text("initiator")?,
                text("part")?,
                text("name")?,
                text("about")?,
                text("currency")?,
                text("facts")?,
            ],
        })
    }

    fn action(&self, row: usize) -> Option<Numbered> {
        let [seq, at, received, value] = &self.numbers;
        let [id, subject, counterpart, unit] = &self.ids;
        let mut texts = self.texts.iter().map(|column| column.get(row)?.as_ref());
        let mut text = || texts.next().flatten();
        let owned = |t: Option<&Text>| t.map(|t| t.as_str().to_owned());
        let (message, zone) = (owned(text()), owned(text()));
        let channel = Channel(owned(text())?.into());
        let initiator = Initiator::parse(text()?.as_str())?;
        let part = text()?.as_str();
        let part = Part::ALL.into_iter().find(|p| p.name() == part)?;
        let (name, about) = (owned(text())?, owned(text()));
        let currency = text().map(|c| c.as_str().parse::<Currency>());
        let facts = owned(text()).unwrap_or_default();
        let moment = |m: &[Option<i64>]| Timestamp::from_microsecond((*m.get(row)?)?).ok();
        let value = match ((*value.get(row)?), currency) {
            (Some(minor), Some(Ok(currency))) => Some(Money::new(minor, currency)),
            (None, None) => None,
            _ => return None,
        };
        let action = Action {
            id: Id::from_uuid((*id.get(row)?)?),
            message,
            unit: (*unit.get(row)?).map(Id::from_uuid),
            part,
            subject: Id::from_uuid((*subject.get(row)?)?),
            at: moment(at)?,
            received_at: moment(received)?,
            zone: zone.map(Into::into),
            channel,
            initiator,
            name: name.into(),
            about,
            counterpart: (*counterpart.get(row)?).map(Id::from_uuid),
            value,
            facts,
        };
        Some(((*seq.get(row)?)?, action))
    }
}
