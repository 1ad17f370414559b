//! A checkpoint: the hot columns of what is sealed, as one file, so that a start need not read the
//! Parquet files. Never the truth: whatever does not fit is ignored.
//!
//! It holds nothing that is not sealed, so it needs neither fingerprints nor dropped numbers. The
//! layout is ours to change with [`VERSION`]; nobody reads an old one.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;

use deedwell_core::{Error, Position, Result, Timestamp};
use tracing::{info, warn};

use crate::columns::Columns;
use crate::hot::Subject;
use crate::lake::Contents;
use crate::names::Name;
use crate::roles::Roles;
use crate::snapshot::{Owner, Snapshot, Sort};

const MAGIC: &[u8; 8] = b"deedwchk";
const VERSION: u32 = 3;
/// Nothing in a checkpoint is longer; what claims to be is damaged.
const LONGEST_TEXT: u32 = 1 << 16;

/// What a checkpoint holds; numbers are the places in these lists.
pub(crate) struct Held {
    /// The last sealed number.
    pub sequence: i64,
    /// Who had moved to another person by then is with that person.
    pub people_at: Timestamp,
    pub names: Vec<Name>,
    pub channels: Vec<String>,
    pub units: Vec<u128>,
    pub abouts: Vec<String>,
    pub owners: Vec<Owner>,
    /// With the number of the owner.
    pub subjects: Vec<(Subject, u32)>,
    pub parts: Vec<Columns>,
}

/// Writes what a snapshot holds of the sealed actions: whole or not at all. Blocks.
///
/// # Errors
/// `Fault` when the file cannot be written.
pub(crate) fn write(path: &Path, snapshot: &Snapshot, lake: &Contents) -> Result<()> {
    let folder = path.parent().ok_or_else(|| Error::fault("a checkpoint needs a folder"))?;
    let temporary = path.with_extension("tmp");
    let written = || -> io::Result<()> {
        fs::create_dir_all(folder)?;
        let file = BufWriter::with_capacity(1 << 20, File::create(&temporary)?);
        let mut out = Summed { inner: file, sum: crc32fast::Hasher::new() };
        write_all(&mut out, snapshot, lake)?;
        let sum = out.sum.clone().finalize();
        out.inner.write_all(&sum.to_le_bytes())?;
        let file = out.inner.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        fs::rename(&temporary, path)?;
        File::open(folder)?.sync_all()
    };
    written().map_err(|e| Error::fault(format!("{} cannot be written: {e}", path.display())))
}

/// What a checkpoint holds, if there is one that fits the meanings and the lake, and is not ahead of the
/// log (of which a state that was restored has less). Blocks.
pub(crate) fn read(path: &Path, roles: &Roles, lake: &Contents, log: Position) -> Option<Held> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return None,
        Err(e) => {
            warn!(path = %path.display(), error = %e, "Checkpoint cannot be opened; reading files");
            return None;
        }
    };
    let size = file.metadata().map_or(0, |m| m.len());
    let mut input =
        Summed { inner: BufReader::with_capacity(1 << 20, file), sum: crc32fast::Hasher::new() };
    match read_all(&mut input, size, roles, lake, log) {
        Ok(Some(held)) => return Some(held),
        Ok(None) => info!(path = %path.display(), "Checkpoint is of another state; reading files"),
        Err(e) => warn!(path = %path.display(), error = %e, "Checkpoint is damaged; reading files"),
    }
    // A restored log that has grown since would make it look like one of this state.
    if let Err(e) = fs::remove_file(path) {
        warn!(path = %path.display(), error = %e, "Checkpoint cannot be removed");
    }
    None
}

fn write_all(out: &mut impl Write, snapshot: &Snapshot, lake: &Contents) -> io::Result<()> {
    out.write_all(MAGIC)?;
    out.write_all(&VERSION.to_le_bytes())?;
    out.write_all(&snapshot.roles.hash().to_le_bytes())?;
    out.write_all(&snapshot.reached.position.tx.to_le_bytes())?;
    out.write_all(&snapshot.reached.position.block.to_le_bytes())?;
    out.write_all(&snapshot.reached.people_at.as_microsecond().to_le_bytes())?;
    out.write_all(&lake.sequence.to_le_bytes())?;
    put_count(out, lake.files.len())?;
    for file in &lake.files {
        put_text(out, &file.path.to_string_lossy())?;
        out.write_all(&file.rows.to_le_bytes())?;
    }
    put_count(out, snapshot.names.list().len())?;
    for name in snapshot.names.list() {
        put_text(out, &name.text)?;
        out.write_all(&[u8::from(name.by_visitor)])?;
    }
    put_words(out, snapshot.channels.list())?;
    put_count(out, snapshot.units.list().len())?;
    for unit in snapshot.units.list() {
        out.write_all(&unit.uuid().as_u128().to_le_bytes())?;
    }
    put_count(out, snapshot.abouts.len())?;
    for number in 0..snapshot.abouts.len() as u32 {
        put_text(out, snapshot.abouts.get(number).unwrap_or_default())?;
    }
    put_count(out, snapshot.owners.len())?;
    for owner in snapshot.owners.iter() {
        put_who(out, owner.sort, owner.uuid)?;
    }
    put_count(out, snapshot.subject_owners.len())?;
    for (subject, owner) in snapshot.subjects.iter().zip(snapshot.subject_owners.iter()) {
        put_who(out, subject.sort, subject.uuid)?;
        out.write_all(&owner.to_le_bytes())?;
    }
    let sealed = |c: &Columns| -> Vec<bool> {
        c.sequence.iter().map(|sequence| *sequence <= lake.sequence).collect()
    };
    put_count(out, snapshot.parts.len())?;
    for part in &snapshot.parts {
        let keep = sealed(part);
        put_count(out, keep.iter().filter(|k| **k).count())?;
        part.write(&keep, |bytes| out.write_all(bytes))?;
    }
    Ok(())
}

fn read_all(
    input: &mut Summed<impl Read>,
    size: u64,
    roles: &Roles,
    lake: &Contents,
    log: Position,
) -> io::Result<Option<Held>> {
    if take::<8>(input)? != *MAGIC
        || u32::from_le_bytes(take(input)?) != VERSION
        || u64::from_le_bytes(take(input)?) != roles.hash()
    {
        return Ok(None);
    }
    let position = Position { tx: number(input)?, block: number(input)? };
    let people_at = Timestamp::from_microsecond(number(input)?).map_err(io::Error::other)?;
    let sequence = number(input)?;
    if position > log || !fits(input, sequence, lake)? {
        return Ok(None);
    }
    let held = Held {
        sequence,
        people_at,
        names: list(input, size, name)?,
        channels: list(input, size, text)?,
        units: list(input, size, |input| Ok(u128::from_le_bytes(take(input)?)))?,
        abouts: list(input, size, text)?,
        owners: list(input, size, |input| who(input).map(|(sort, uuid)| Owner { sort, uuid }))?,
        subjects: list(input, size, |input| {
            let (sort, uuid) = who(input)?;
            Ok((Subject { sort, uuid }, u32::from_le_bytes(take(input)?)))
        })?,
        parts: list(input, size, |input| {
            let rows = count(input, size)?;
            Columns::read(rows, |bytes| input.read_exact(bytes))
        })?,
    };
    let sum = input.sum.clone().finalize();
    let mut stored = [0; 4];
    input.inner.read_exact(&mut stored)?;
    if sum != u32::from_le_bytes(stored) {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the sum is another"));
    }
    Ok(Some(held))
}

/// Whether the files it was made of are still those that hold the actions up to its number.
fn fits(input: &mut impl Read, sequence: i64, lake: &Contents) -> io::Result<bool> {
    let mut covered = Vec::new();
    for _ in 0..u32::from_le_bytes(take(input)?) {
        covered.push((text(input)?, i64::from_le_bytes(take(input)?)));
    }
    let mut live: Vec<(String, i64)> = lake
        .files
        .iter()
        .filter(|f| f.min_sequence <= sequence)
        .map(|f| (f.path.to_string_lossy().into_owned(), f.rows))
        .collect();
    let within = lake.files.iter().all(|f| f.min_sequence > sequence || f.max_sequence <= sequence);
    covered.sort_unstable();
    live.sort_unstable();
    Ok(within && sequence <= lake.sequence && covered == live)
}

fn put_count(out: &mut impl Write, count: usize) -> io::Result<()> {
    let count = u32::try_from(count).map_err(io::Error::other)?;
    out.write_all(&count.to_le_bytes())
}

fn put_text(out: &mut impl Write, text: &str) -> io::Result<()> {
    put_count(out, text.len())?;
    out.write_all(text.as_bytes())
}

fn put_who(out: &mut impl Write, sort: Sort, uuid: u128) -> io::Result<()> {
    out.write_all(&[sort as u8])?;
    out.write_all(&uuid.to_le_bytes())
}

fn put_words(out: &mut impl Write, words: &[std::sync::Arc<str>]) -> io::Result<()> {
    put_count(out, words.len())?;
    words.iter().try_for_each(|word| put_text(out, word))
}

fn take<const N: usize>(input: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// No list has more elements than the file has bytes: a damaged number must not ask for memory.
fn count(input: &mut impl Read, size: u64) -> io::Result<usize> {
    let count = u32::from_le_bytes(take(input)?);
    if u64::from(count) > size {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a list is longer than the file"));
    }
    Ok(count as usize)
}

fn text(input: &mut impl Read) -> io::Result<String> {
    let length = u32::from_le_bytes(take(input)?);
    if length > LONGEST_TEXT {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "a text is too long"));
    }
    let mut bytes = vec![0; length as usize];
    input.read_exact(&mut bytes)?;
    String::from_utf8(bytes).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))
}

fn name(input: &mut impl Read) -> io::Result<Name> {
    let text = text(input)?.into();
    let [by_visitor] = take(input)?;
    Ok(Name { text, by_visitor: by_visitor != 0 })
}

fn who(input: &mut impl Read) -> io::Result<(Sort, u128)> {
    let [sort] = take(input)?;
    let sort = [Sort::Person, Sort::Staff, Sort::System].into_iter().find(|s| *s as u8 == sort);
    let sort = sort.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "who is that?"))?;
    Ok((sort, u128::from_le_bytes(take(input)?)))
}

fn number(input: &mut impl Read) -> io::Result<i64> {
    Ok(i64::from_le_bytes(take(input)?))
}

fn list<R: Read, T>(
    input: &mut R,
    size: u64,
    one: impl Fn(&mut R) -> io::Result<T>,
) -> io::Result<Vec<T>> {
    (0..count(input, size)?).map(|_| one(input)).collect()
}

/// A stream that sums what passes.
struct Summed<S> {
    inner: S,
    sum: crc32fast::Hasher,
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.sum.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<R: Read> Read for Summed<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(bytes)?;
        self.sum.update(bytes.get(..read).unwrap_or_default());
        Ok(read)
    }
}
