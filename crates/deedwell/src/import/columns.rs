//! Which column is what, once the headings are known.

use deedwell_core::Result;
use sha2::{Digest, Sha256};

use super::mapping::{Mapping, wrong};
use super::report::REFUSED_COLUMNS;

/// The columns of a file under our names.
pub(super) struct Columns {
    /// Ours, the place in the line, and what stands where it is absent or empty.
    known: Vec<(&'static str, Option<usize>, Option<String>)>,
    headings: Vec<String>,
    lower: Vec<String>,
    /// Places that are none of ours, with a heading.
    pub others: Vec<usize>,
    /// Every place that says something, by heading: a hash should not see the order of columns.
    hashed: Vec<usize>,
}

impl Columns {
    /// `plain` are found by their own heading, `mapped` only through the mapping.
    pub fn find(
        headings: &[String],
        plain: &[&'static str],
        mapped: &[&'static str],
        mapping: &Mapping,
    ) -> Result<Self> {
        let place = |heading: &str| {
            let heading = heading.trim().to_lowercase();
            headings.iter().position(|h| h.to_lowercase() == heading && !h.is_empty())
        };
        let all = || plain.iter().chain(mapped).copied();
        let mut ours = mapping.columns.keys().chain(mapping.constants.keys());
        if let Some(unknown) = ours.find(|name| !all().any(|known| known == name.as_str())) {
            let list = all().collect::<Vec<_>>().join(", ");
            return Err(wrong(format!("There is no column “{unknown}” here. There are: {list}.")));
        }
        let mut known = Vec::new();
        for name in all() {
            let found = match mapping.columns.get(name) {
                Some(theirs) => Some(place(theirs).ok_or_else(|| {
                    wrong(format!(
                        "The file has no column “{theirs}”, which the mapping takes for {name}."
                    ))
                })?),
                None if plain.contains(&name) => place(name),
                None => None,
            };
            known.push((name, found, mapping.constants.get(name).cloned()));
        }
        for theirs in &mapping.ignore {
            if place(theirs).is_none() {
                return Err(wrong(format!("The file has no column “{theirs}” to ignore.")));
            }
        }
        let mut hashed: Vec<usize> = (0..headings.len())
            .filter(|i| headings.get(*i).is_some_and(|h| !REFUSED_COLUMNS.contains(&h.as_str())))
            .collect();
        hashed.sort_by_key(|i| headings.get(*i).map(|h| h.to_lowercase()));
        let ignored: Vec<usize> = mapping.ignore.iter().filter_map(|h| place(h)).collect();
        let is_other = |i: &usize| {
            headings.get(*i).is_some_and(|h| !h.is_empty())
                && !ignored.contains(i)
                && !known.iter().any(|(_, place, _)| *place == Some(*i))
        };
        let others = hashed.iter().copied().filter(is_other).collect();
        let lower = headings.iter().map(|h| h.to_lowercase()).collect();
        Ok(Self { known, headings: headings.to_vec(), lower, others, hashed })
    }

    /// Whether anything can stand under this name.
    pub fn has(&self, name: &str) -> bool {
        self.known
            .iter()
            .any(|(n, place, constant)| *n == name && (place.is_some() || constant.is_some()))
    }

    /// What stands under one of our names; '' for nothing.
    pub fn text<'a>(&'a self, line: &'a csv::StringRecord, name: &str) -> &'a str {
        let Some((_, place, constant)) = self.known.iter().find(|(n, ..)| *n == name) else {
            return "";
        };
        let field = place.and_then(|i| line.get(i)).map(str::trim).unwrap_or_default();
        if field.is_empty() { constant.as_deref().unwrap_or_default() } else { field }
    }

    /// The file's own word for one of ours.
    pub fn heading(&self, name: &str) -> Option<&str> {
        let (.., place, _) = self.known.iter().find(|(n, ..)| *n == name)?;
        place.map_or(self.known.iter().map(|(n, ..)| *n).find(|n| *n == name), |i| {
            self.headings.get(i).map(String::as_str)
        })
    }

    /// Says which columns mean nothing here, if any do.
    pub fn ignored(&self) -> Option<String> {
        let others = self.others.iter().map(|place| format!("“{}”", self.heading_at(*place)));
        let others = others.collect::<Vec<_>>().join(", ");
        (!others.is_empty()).then(|| format!("These columns were ignored: {others}."))
    }

    pub fn heading_at(&self, place: usize) -> &str {
        self.headings.get(place).map(String::as_str).unwrap_or_default()
    }

    /// What a line says, whatever the order of its columns: equal lines have equal hashes.
    pub fn hash(&self, source: &str, line: &csv::StringRecord) -> [u8; 16] {
        let said = self.hashed.iter().flat_map(|place| {
            let field = line.get(*place).unwrap_or_default();
            [self.lower.get(*place).map_or("", String::as_str), field]
                .into_iter()
                .filter(|_| !field.is_empty())
        });
        short_hash(std::iter::once(source).chain(said))
    }
}

/// Half a SHA-256 of these words, which cannot flow into each other.
pub(super) fn short_hash<'a>(words: impl IntoIterator<Item = &'a str>) -> [u8; 16] {
    let mut hash = Sha256::new();
    for word in words {
        hash.update((word.len() as u64).to_le_bytes());
        hash.update(word.as_bytes());
    }
    let mut short = [0; 16];
    short.iter_mut().zip(hash.finalize()).for_each(|(to, from)| *to = from);
    short
}
