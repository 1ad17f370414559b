//! What the catalogue says of each column of a file, so that readers can pass a file by.
//!
//! A wrong bound loses rows without an error, so a bound that is not certain is not given: none is
//! always correct.

use deedwell_core::{Error, Result, Timestamp};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::schema::{COLUMNS, Kind};

/// Bytes of text in a bound. A longer smallest value is cut (a prefix is still a lower bound); of a
/// longer largest value nothing is said, for a prefix of it would be too small.
const LONGEST_BOUND: usize = 64;

/// Bounds and counts of one column of one file.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(super) struct ColumnStats {
    /// Compressed bytes.
    pub bytes: i64,
    /// Values that are not null.
    pub values: i64,
    pub nulls: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<String>,
}

/// The smallest and largest value seen of a column, in the column's own order.
#[derive(Clone, Debug, Default)]
pub(super) struct Bounds<T> {
    range: Option<(T, T)>,
}

impl<T: PartialOrd + Copy> Bounds<T> {
    pub fn see(&mut self, value: T) {
        self.range = Some(match self.range {
            None => (value, value),
            Some((min, max)) => {
                (if value < min { value } else { min }, if value > max { value } else { max })
            }
        });
    }

    pub fn range(&self) -> Option<(T, T)> {
        self.range
    }
}

/// The same for text, which is kept whole while it is compared.
#[derive(Clone, Debug, Default)]
pub(super) struct TextBounds {
    min: Option<String>,
    max: Option<String>,
}

impl TextBounds {
    pub fn see(&mut self, value: &str) {
        if self.min.as_deref().is_none_or(|min| value < min) {
            self.min = Some(value.to_owned());
        }
        if self.max.as_deref().is_none_or(|max| value > max) {
            self.max = Some(value.to_owned());
        }
    }
}

pub(super) fn number_bounds(bounds: &Bounds<i64>) -> (Option<String>, Option<String>) {
    both(bounds.range().map(|(min, max)| (min.to_string(), max.to_string())))
}

/// Ids are compared byte by byte, which is how their spelling is compared too.
pub(super) fn id_bounds(bounds: &Bounds<Uuid>) -> (Option<String>, Option<String>) {
    let text = |id: Uuid| id.hyphenated().to_string();
    both(bounds.range().map(|(min, max)| (text(min), text(max))))
}

pub(super) fn moment_bounds(bounds: &Bounds<i64>) -> (Option<String>, Option<String>) {
    let Some((min, max)) = bounds.range() else { return (None, None) };
    (moment(min), moment(max))
}

pub(super) fn text_bounds(bounds: &TextBounds) -> (Option<String>, Option<String>) {
    (bounds.min.as_deref().map(lower_bound), bounds.max.as_deref().and_then(upper_bound))
}

/// PostgreSQL keeps no text with a zero byte, so bounds stop before one.
fn lower_bound(text: &str) -> String {
    let text = text.split('\0').next().unwrap_or_default();
    text[..text.floor_char_boundary(LONGEST_BOUND)].to_owned()
}

fn upper_bound(text: &str) -> Option<String> {
    (text.len() <= LONGEST_BOUND && !text.contains('\0')).then(|| text.to_owned())
}

fn both(pair: Option<(String, String)>) -> (Option<String>, Option<String>) {
    pair.map_or((None, None), |(min, max)| (Some(min), Some(max)))
}

/// As DuckLake spells a moment. Years that not every reader spells alike have no spelling.
pub(super) fn moment(micros: i64) -> Option<String> {
    let at = Timestamp::from_microsecond(micros).ok()?;
    let text = at.strftime("%Y-%m-%d %H:%M:%S.%6f+00").to_string();
    (text.len() == 29 && !text.starts_with(['-', '+']) && !text.starts_with("0000")).then_some(text)
}

pub(super) fn to_json(stats: &[ColumnStats]) -> Result<String> {
    serde_json::to_string(stats).map_err(Error::fault)
}

/// # Errors
/// `Fault` when the manifest's text is not one of ours.
pub(super) fn from_json(text: &str) -> Result<Vec<ColumnStats>> {
    let stats: Vec<ColumnStats> = serde_json::from_str(text).map_err(Error::fault)?;
    if stats.len() > COLUMNS.len() {
        return Err(Error::fault("the manifest speaks of more columns than this Deedwell knows"));
    }
    Ok(stats)
}

/// Facts have no bounds: they would prune nothing, and facts are not for a catalogue.
pub(super) fn has_bounds(kind: Kind) -> bool {
    kind != Kind::Json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bound_is_certain_or_absent() {
        let mut bounds = TextBounds::default();
        bounds.see(&"é".repeat(40));
        assert_eq!(text_bounds(&bounds), (Some("é".repeat(32)), None));
        let mut bounds = TextBounds::default();
        bounds.see("a\0b");
        assert_eq!(text_bounds(&bounds), (Some("a".into()), None));
        bounds.see("b");
        assert_eq!(text_bounds(&bounds), (Some("a".into()), Some("b".into())));
    }

    #[test]
    fn moments_are_spelt_as_ducklake_spells_them() {
        assert_eq!(moment(1).as_deref(), Some("1970-01-01 00:00:00.000001+00"));
        assert_eq!(
            moment(-62_135_596_800_000_000).as_deref(),
            Some("0001-01-01 00:00:00.000000+00")
        );
        assert_eq!(moment(-62_135_596_800_000_001), None);
        assert_eq!(moment(Timestamp::MIN.as_microsecond()), None);
        assert!(moment(Timestamp::MAX.as_second() * 1_000_000).is_some());
    }
}
