//! Writing a file of actions: columns, then `<name>.ids`, each whole and on the disk before it bears
//! its name.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use bytes::Bytes;
use deedwell_core::{Action, Error, Result};
use parquet::data_type::{
    ByteArray, ByteArrayType, FixedLenByteArray, FixedLenByteArrayType, Int64Type,
};
use parquet::file::metadata::ParquetMetaData;
use parquet::file::writer::{
    SerializedColumnWriter, SerializedFileWriter, SerializedRowGroupWriter,
};
use uuid::Uuid;

use super::schema::{self, COLUMNS, Kind};
use super::stats::{self, Bounds, ColumnStats, TextBounds};
use crate::fingerprint::fingerprint;

/// A numbered action, as it stands in a file.
pub type Numbered = (i64, Action);

/// What the manifest has to know of a file that was written.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub name: String,
    pub rows: i64,
    pub bytes: i64,
    pub footer: i64,
    pub messages: i64,
    pub min_sequence: i64,
    pub max_sequence: i64,
    pub stats: Vec<ColumnStats>,
}

/// How a column's value is taken out of an action.
enum Take {
    Number(fn(i64, &Action) -> Option<i64>),
    Id(fn(&Action) -> Option<Uuid>),
    Text(for<'a> fn(&'a Action) -> Option<&'a str>),
}

/// In the order of [`COLUMNS`].
const TAKES: [Take; COLUMNS.len()] = [
    Take::Number(|seq, _| Some(seq)),
    Take::Id(|a| Some(a.id.uuid())),
    Take::Text(|a| a.message.as_deref()),
    Take::Number(|_, a| Some(a.at.as_microsecond())),
    Take::Number(|_, a| Some(a.received_at.as_microsecond())),
    Take::Text(|a| a.zone.as_deref()),
    Take::Text(|a| Some(a.channel.as_str())),
    Take::Text(|a| Some(a.initiator.name())),
    Take::Text(|a| Some(a.part.name())),
    Take::Id(|a| Some(a.subject.uuid())),
    Take::Text(|a| Some(&a.name)),
    Take::Text(|a| a.about.as_deref()),
    Take::Id(|a| a.counterpart.map(|c| c.uuid())),
    Take::Number(|_, a| a.value.map(|v| v.minor)),
    Take::Text(|a| a.value.as_ref().map(|v| v.currency.as_str())),
    Take::Id(|a| a.unit.map(|u| u.uuid())),
    Take::Text(|a| Some(a.facts.as_str()).filter(|f| !f.is_empty())),
];

/// A file being written. Dropped, it leaves a `.tmp` for the sweeper.
pub(super) struct FileWriter {
    parquet: SerializedFileWriter<File>,
    folder: PathBuf,
    name: String,
    seen: Vec<Seen>,
    messages: Vec<u128>,
    rows: i64,
}

/// What passed by in one column.
#[derive(Clone, Default)]
struct Seen {
    values: i64,
    nulls: i64,
    numbers: Bounds<i64>,
    ids: Bounds<Uuid>,
    texts: TextBounds,
}

impl FileWriter {
    /// Begins `<folder>/<name>.parquet`; the folder must be there.
    pub fn create(folder: &Path, name: &str) -> Result<Self> {
        let path = folder.join(format!("{name}.parquet.tmp"));
        let file = File::options().read(true).write(true).create_new(true).open(path);
        let properties = schema::properties()?.into();
        let parquet = SerializedFileWriter::new(
            file.map_err(Error::fault)?,
            schema::parquet_schema()?,
            properties,
        );
        Ok(Self {
            parquet: parquet.map_err(Error::fault)?,
            folder: folder.to_owned(),
            name: name.to_owned(),
            seen: vec![Seen::default(); COLUMNS.len()],
            messages: Vec::new(),
            rows: 0,
        })
    }

    /// Writes one row group.
    pub fn group(&mut self, rows: &[Numbered]) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let messages = rows.iter().filter_map(|(_, a)| a.message.as_deref());
        self.messages.extend(messages.map(fingerprint));
        let mut group = self.parquet.next_row_group().map_err(Error::fault)?;
        for (take, (column, seen)) in TAKES.iter().zip(COLUMNS.iter().zip(&mut self.seen)) {
            write_column(&mut group, rows, take, column.optional, seen)?;
        }
        group.close().map_err(Error::fault)?;
        self.rows += i64::try_from(rows.len()).map_err(Error::fault)?;
        Ok(())
    }

    /// The same, with fingerprints of messages that are not all of this file's actions.
    pub fn finish_with(mut self, messages: Vec<u128>) -> Result<Written> {
        self.messages = messages;
        self.finish()
    }

    /// Puts file and fingerprints on the disk under their names.
    pub fn finish(mut self) -> Result<Written> {
        let footer = self.parquet.finish().map_err(Error::fault)?;
        let stats = self.seen.iter().zip(&COLUMNS).enumerate();
        let stats =
            stats.map(|(i, (seen, column))| seen.stats(column.kind, column_bytes(&footer, i)));
        let stats = stats.collect();
        let (min_sequence, max_sequence) =
            self.seen.first().and_then(|s| s.numbers.range()).unwrap_or_default();
        // Whole by now: `finish` wrote the footer and flushed.
        let file = self.parquet.inner_mut();
        let (bytes, footer) = measure(file)?;
        file.sync_all().map_err(Error::fault)?;
        let ids = self.folder.join(format!("{}.ids", self.name));
        let messages = write_ids(&ids, self.messages)?;
        let path = self.folder.join(format!("{}.parquet", self.name));
        fs::rename(with_tmp(&path), &path).map_err(Error::fault)?;
        sync_folder(&self.folder)?;
        let (name, rows) = (self.name, self.rows);
        Ok(Written { name, rows, bytes, footer, messages, min_sequence, max_sequence, stats })
    }
}

impl Seen {
    fn stats(&self, kind: Kind, bytes: i64) -> ColumnStats {
        let (min, max) = match kind {
            _ if !stats::has_bounds(kind) => (None, None),
            Kind::Number => stats::number_bounds(&self.numbers),
            Kind::Moment => stats::moment_bounds(&self.numbers),
            Kind::Id => stats::id_bounds(&self.ids),
            Kind::Text | Kind::Json => stats::text_bounds(&self.texts),
        };
        ColumnStats { bytes, values: self.values, nulls: self.nulls, min, max }
    }
}

fn write_column(
    group: &mut SerializedRowGroupWriter<'_, File>,
    rows: &[Numbered],
    take: &Take,
    optional: bool,
    seen: &mut Seen,
) -> Result<()> {
    let due = || Error::fault("a file has fewer columns than an action");
    let mut writer = group.next_column().map_err(Error::fault)?.ok_or_else(due)?;
    match take {
        Take::Number(take) => {
            let levels = levels(rows, |(seq, a)| take(*seq, a).is_some(), seen);
            let values: Vec<i64> = rows.iter().filter_map(|(seq, a)| take(*seq, a)).collect();
            values.iter().for_each(|v| seen.numbers.see(*v));
            put::<Int64Type>(&mut writer, &values, levels, optional)?;
        }
        Take::Id(take) => {
            let levels = levels(rows, |(_, a)| take(a).is_some(), seen);
            let mut buffer = Vec::with_capacity(rows.len() * 16);
            for id in rows.iter().filter_map(|(_, a)| take(a)) {
                seen.ids.see(id);
                buffer.extend_from_slice(id.as_bytes());
            }
            // One buffer for the column, and slices of it: no allocation for each value.
            let buffer = Bytes::from(buffer);
            let slices = (0..buffer.len() / 16).map(|i| buffer.slice(i * 16..(i + 1) * 16));
            let values: Vec<FixedLenByteArray> =
                slices.map(|s| ByteArray::from(s).into()).collect();
            put::<FixedLenByteArrayType>(&mut writer, &values, levels, optional)?;
        }
        Take::Text(take) => {
            let levels = levels(rows, |(_, a)| take(a).is_some(), seen);
            let (mut buffer, mut ends) = (Vec::new(), Vec::with_capacity(rows.len()));
            for text in rows.iter().filter_map(|(_, a)| take(a)) {
                seen.texts.see(text);
                buffer.extend_from_slice(text.as_bytes());
                ends.push(buffer.len());
            }
            let buffer = Bytes::from(buffer);
            let starts = std::iter::once(0).chain(ends.iter().copied());
            let slices = starts.zip(&ends).map(|(start, end)| buffer.slice(start..*end));
            let values: Vec<ByteArray> = slices.map(ByteArray::from).collect();
            put::<ByteArrayType>(&mut writer, &values, levels, optional)?;
        }
    }
    writer.close().map_err(Error::fault)
}

/// 1 where there is a value, 0 where there is none.
fn levels(rows: &[Numbered], has: impl Fn(&Numbered) -> bool, seen: &mut Seen) -> Vec<i16> {
    let levels: Vec<i16> = rows.iter().map(|row| i16::from(has(row))).collect();
    let values: i64 = levels.iter().copied().map(i64::from).sum();
    seen.values += values;
    seen.nulls += i64::try_from(rows.len()).unwrap_or(i64::MAX) - values;
    levels
}

fn put<T: parquet::data_type::DataType>(
    writer: &mut SerializedColumnWriter<'_>,
    values: &[T::T],
    levels: Vec<i16>,
    optional: bool,
) -> Result<()> {
    let levels = optional.then_some(levels);
    let written = writer.typed::<T>().write_batch(values, levels.as_deref(), None);
    written.map(drop).map_err(Error::fault)
}

fn column_bytes(footer: &ParquetMetaData, place: usize) -> i64 {
    let columns = footer.row_groups().iter().filter_map(|g| g.columns().get(place));
    columns.map(|c| c.compressed_size()).sum()
}

/// Bytes of a finished file and of its footer: the number before the last four letters.
pub(super) fn measure(file: &mut File) -> Result<(i64, i64)> {
    let bytes = file.seek(SeekFrom::End(0)).map_err(Error::fault)?;
    let mut tail = [0u8; 8];
    file.seek(SeekFrom::End(-8)).map_err(Error::fault)?;
    file.read_exact(&mut tail).map_err(Error::fault)?;
    let [a, b, c, d, letters @ ..] = tail;
    if letters != *b"PAR1" {
        return Err(Error::fault("a file of actions does not end as Parquet ends"));
    }
    Ok((i64::try_from(bytes).map_err(Error::fault)?, u32::from_le_bytes([a, b, c, d]).into()))
}

/// Writes the fingerprints of the messages in a file, sorted, 16 little-endian bytes each.
fn write_ids(path: &Path, mut messages: Vec<u128>) -> Result<i64> {
    messages.sort_unstable();
    let bytes: Vec<u8> = messages.iter().flat_map(|m| m.to_le_bytes()).collect();
    let tmp = with_tmp(path);
    let mut file = File::create_new(&tmp).map_err(Error::fault)?;
    file.write_all(&bytes).map_err(Error::fault)?;
    file.sync_all().map_err(Error::fault)?;
    fs::rename(tmp, path).map_err(Error::fault)?;
    i64::try_from(messages.len()).map_err(Error::fault)
}

fn with_tmp(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".tmp");
    PathBuf::from(name)
}

/// A name is on the disk only once its folder is.
pub(super) fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder).and_then(|f| f.sync_all()).map_err(Error::fault)
}

/// Makes a folder below `root`, and syncs every folder on the way: also where it stands already, for
/// whoever made it may have been killed before they came to that.
pub(super) fn make_folder(root: &Path, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(Error::fault)?;
    for part in folder.ancestors().take_while(|part| part.starts_with(root)) {
        sync_folder(part)?;
    }
    Ok(())
}
