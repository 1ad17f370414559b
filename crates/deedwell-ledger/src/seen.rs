//! Which messages were seen before: exactly, for ever, in bounded memory.
//!
//! Fingerprints of what is not sealed yet stand in a map. Those of sealed actions stand sorted in
//! `*.ids` files beside the Parquet files; in memory there is a filter of twelve bits for each. What
//! passes the filter (a true duplicate, or one in some hundred by chance) is looked up in the file.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

const WIDTH: u64 = 16;
/// Fingerprints read at once when the search has come near.
const NEAR: u64 = 256;

/// The messages of one organisation.
#[derive(Default)]
pub(crate) struct Seen {
    /// Not sealed yet: fingerprint to sequence.
    hot: HashMap<u128, i64>,
    files: Vec<Ids>,
}

impl Seen {
    /// Knows a file of sealed fingerprints from now on; once is enough.
    pub fn add_file(&mut self, path: &Path) -> io::Result<()> {
        if !self.files.iter().any(|f| f.path == path) {
            self.files.push(Ids::open(path)?);
        }
        Ok(())
    }

    /// Keeps only these files; compaction replaces old ones by new ones.
    pub fn keep_files(&mut self, live: &[PathBuf]) {
        self.files.retain(|f| live.contains(&f.path));
    }

    /// What is sealed is looked up in files; [`Seen::add_file`] them first.
    pub fn sealed_up_to(&mut self, sequence: i64) {
        self.hot.retain(|_, s| *s > sequence);
        self.hot.shrink_to(self.hot.len() * 2);
    }

    /// Says for each message in log order whether it is a duplicate, and remembers the rest.
    ///
    /// # Errors
    /// When a file of fingerprints cannot be read; nothing is remembered then.
    pub fn duplicates(&mut self, messages: &[(i64, Option<u128>)]) -> io::Result<Vec<bool>> {
        let sealed = messages
            .iter()
            .map(|(_, print)| print.map_or(Ok(false), |print| self.is_sealed(print)))
            .collect::<io::Result<Vec<bool>>>();
        for file in &mut self.files {
            file.open = None;
        }
        let mut duplicates = sealed?;
        for ((sequence, print), duplicate) in messages.iter().zip(&mut duplicates) {
            let Some(print) = print.filter(|_| !*duplicate) else { continue };
            *duplicate = self.hot.contains_key(&print);
            if !*duplicate {
                self.hot.insert(print, *sequence);
            }
        }
        Ok(duplicates)
    }

    /// Whether this message was seen; nothing is remembered.
    ///
    /// # Errors
    /// When a file of fingerprints cannot be read.
    pub fn holds(&mut self, print: u128) -> io::Result<bool> {
        Ok(self.hot.contains_key(&print) || self.is_sealed(print)?)
    }

    /// The fingerprints that are not sealed yet.
    pub fn hot(&self) -> HashMap<u128, i64> {
        self.hot.clone()
    }

    pub fn paths(&self) -> Vec<PathBuf> {
        self.files.iter().map(|f| f.path.clone()).collect()
    }

    /// What these files and these fingerprints say, apart from the tail's own.
    pub fn of(files: &[PathBuf], hot: HashMap<u128, i64>) -> io::Result<Self> {
        let mut seen = Self { hot, files: Vec::new() };
        files.iter().try_for_each(|file| seen.add_file(file))?;
        Ok(seen)
    }

    fn is_sealed(&mut self, print: u128) -> io::Result<bool> {
        for file in &mut self.files {
            if file.filter.may_hold(print) && file.holds(print)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// One file of sorted fingerprints.
struct Ids {
    path: PathBuf,
    count: u64,
    filter: Filter,
    /// Kept open for one batch at most: organisations times files could be more than a process may
    /// hold open.
    open: Option<File>,
}

impl Ids {
    fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        if size % WIDTH != 0 {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!("{} is no list of fingerprints: {size} bytes", path.display()),
            ));
        }
        let count = size / WIDTH;
        let mut filter = Filter::new(count);
        let mut reader = BufReader::with_capacity(1 << 20, file);
        let mut print = [0u8; WIDTH as usize];
        for _ in 0..count {
            reader.read_exact(&mut print)?;
            filter.add(u128::from_le_bytes(print));
        }
        Ok(Self { path: path.to_owned(), count, filter, open: None })
    }

    fn holds(&mut self, print: u128) -> io::Result<bool> {
        let file = match self.open.take() {
            Some(file) => file,
            None => File::open(&self.path)?,
        };
        let found = find(&file, self.count, print);
        self.open = Some(file);
        found
    }
}

/// Binary search, with the last steps in one read.
fn find(file: &File, count: u64, wanted: u128) -> io::Result<bool> {
    let (mut low, mut high) = (0, count);
    while high - low > NEAR {
        let middle = low + (high - low) / 2;
        let mut print = [0u8; WIDTH as usize];
        file.read_exact_at(&mut print, middle * WIDTH)?;
        if u128::from_le_bytes(print) <= wanted {
            low = middle;
        } else {
            high = middle;
        }
    }
    let mut near = [0u8; (NEAR * WIDTH) as usize];
    let length = ((high - low) * WIDTH) as usize;
    let near = near.get_mut(..length).unwrap_or_default();
    file.read_exact_at(near, low * WIDTH)?;
    let (prints, _) = near.as_chunks::<{ WIDTH as usize }>();
    Ok(prints.iter().any(|p| u128::from_le_bytes(*p) == wanted))
}

/// A Bloom filter in blocks of one cache line: seven bits of 512, twelve bits a fingerprint.
struct Filter {
    blocks: Vec<[u64; 8]>,
}

impl Filter {
    fn new(count: u64) -> Self {
        let blocks = (count * 12).div_ceil(512).max(1);
        Self { blocks: vec![[0; 8]; blocks as usize] }
    }

    /// A fingerprint is even already: its upper half picks the block, its lower half the bits.
    fn block(&self, print: u128) -> usize {
        (((print >> 64) * self.blocks.len() as u128) >> 64) as usize
    }

    fn bits(print: u128) -> impl Iterator<Item = (usize, u64)> {
        let low = print as u64;
        (0..7).map(move |n| {
            let bit = (low >> (9 * n)) & 511;
            ((bit >> 6) as usize, 1 << (bit & 63))
        })
    }

    fn add(&mut self, print: u128) {
        let block = self.block(print);
        if let Some(words) = self.blocks.get_mut(block) {
            for (word, bit) in Self::bits(print) {
                words[word & 7] |= bit;
            }
        }
    }

    fn may_hold(&self, print: u128) -> bool {
        let words = self.blocks.get(self.block(print));
        words.is_none_or(|words| Self::bits(print).all(|(w, bit)| words[w & 7] & bit != 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fingerprint::fingerprint;

    fn ids_file(folder: &Path, name: &str, prints: impl Iterator<Item = u128>) -> PathBuf {
        let mut prints: Vec<u128> = prints.collect();
        prints.sort_unstable();
        let path = folder.join(name);
        let bytes: Vec<u8> = prints.iter().flat_map(|p| p.to_le_bytes()).collect();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn print(n: u32) -> u128 {
        fingerprint(&format!("message-{n}"))
    }

    #[test]
    fn every_sealed_message_is_found_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let mut seen = Seen::default();
        for (name, from, to) in [("a.ids", 0, 1), ("b.ids", 1, 300), ("c.ids", 300, 5000)] {
            seen.add_file(&ids_file(folder.path(), name, (from..to).map(print))).unwrap();
        }
        let messages: Vec<_> = (0..20_000).map(|n| (i64::from(n), Some(print(n)))).collect();
        let duplicates = seen.duplicates(&messages).unwrap();
        assert!(duplicates.iter().enumerate().all(|(n, d)| *d == (n < 5000)));
        assert!(seen.duplicates(&messages).unwrap().iter().all(|d| *d));
    }

    #[test]
    fn the_filter_lets_few_through_by_chance() {
        let mut filter = Filter::new(10_000);
        (0..10_000).for_each(|n| filter.add(print(n)));
        assert!((0..10_000).all(|n| filter.may_hold(print(n))));
        let by_chance = (10_000..110_000).filter(|n| filter.may_hold(print(*n))).count();
        assert!(by_chance < 2_000, "{by_chance} of 100,000");
    }

    #[test]
    fn what_has_no_message_is_never_a_duplicate() {
        let mut seen = Seen::default();
        assert_eq!(seen.duplicates(&[(1, None), (2, None)]).unwrap(), [false, false]);
        assert_eq!(seen.duplicates(&[(3, Some(7)), (4, Some(7))]).unwrap(), [false, true]);
    }

    #[test]
    fn a_file_that_vanished_is_an_error_and_nothing_is_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let path = ids_file(folder.path(), "a.ids", (0..10).map(print));
        let mut seen = Seen::default();
        seen.add_file(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        let messages = [(1, Some(print(99))), (2, Some(print(3)))];
        assert!(seen.duplicates(&messages).is_err());
        seen.keep_files(&[]);
        assert_eq!(seen.duplicates(&messages).unwrap(), [false, false]);
    }
}
