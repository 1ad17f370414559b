//! Somebody's own rhythm of buying.

use std::collections::BTreeSet;

use jiff::{Span, Timestamp, civil::Date, tz::TimeZone};
use serde::Serialize;

/// How long it is, for one person, from purchase to purchase. Purchases of one day are one.
#[derive(Clone, Copy, PartialEq, Debug, Serialize)]
pub struct Cadence {
    pub median_days: f64,
    /// The middle half of the gaps lies between these.
    pub low_days: f64,
    pub high_days: f64,
    /// How many gaps this rests on: purchase days less one.
    pub gaps: usize,
    pub last: Timestamp,
    /// When the next purchase is due, if the middle half of the gaps is a guide.
    pub next_from: Timestamp,
    pub next_to: Timestamp,
}

/// Below this, a rhythm would be two points and a guess.
pub const FEWEST_DAYS: usize = 3;

/// The rhythm of these purchases, in any order; `None` with fewer than [`FEWEST_DAYS`] days on which
/// something was bought. Days are those of UTC.
pub fn cadence(purchases: &[Timestamp]) -> Option<Cadence> {
    let day = |at: &Timestamp| at.to_zoned(TimeZone::UTC).date();
    let days: Vec<Date> = purchases.iter().map(day).collect::<BTreeSet<_>>().into_iter().collect();
    if days.len() < FEWEST_DAYS {
        return None;
    }
    let last = *purchases.iter().max()?;
    let gap = |pair: &[Date]| f64::from((pair[1] - pair[0]).get_days());
    let mut gaps: Vec<f64> = days.windows(2).map(gap).collect();
    gaps.sort_by(f64::total_cmp);
    let (low_days, median_days, high_days) =
        (quantile(&gaps, 0.25), quantile(&gaps, 0.5), quantile(&gaps, 0.75));
    let due =
        |days: f64| last.checked_add(Span::new().try_seconds((days * 86_400.0) as i64).ok()?).ok();
    Some(Cadence {
        median_days,
        low_days,
        high_days,
        gaps: gaps.len(),
        last,
        next_from: due(low_days)?,
        next_to: due(high_days)?,
    })
}

/// Between the two nearest of a sorted list, as R's type 7 and Python's `inclusive` have it.
fn quantile(sorted: &[f64], q: f64) -> f64 {
    let place = q * (sorted.len().saturating_sub(1)) as f64;
    let at = |i: usize| sorted.get(i).or(sorted.last()).copied().unwrap_or_default();
    let below = place.floor();
    let (low, high) = (at(below as usize), at(below as usize + 1));
    low + (high - low) * (place - below)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_rhythm_needs_three_days() {
        let twice = [at("2026-01-01T09:00Z"), at("2026-01-01T20:00Z"), at("2026-01-08T09:00Z")];
        assert_eq!(cadence(&twice), None);
        assert_eq!(cadence(&[]), None);
    }

    #[test]
    fn a_rhythm_is_the_median_gap_with_its_quartiles() {
        let bought = [
            "2026-01-01T12:00Z",
            "2026-01-08T12:00Z",
            "2026-01-18T12:00Z",
            "2026-01-30T12:00Z",
            "2026-02-19T12:00Z",
            "2026-01-08T18:00Z",
        ]
        .map(at);
        let found = cadence(&bought).unwrap();
        // Gaps 7, 10, 12, 20: statistics.quantiles(…, method="inclusive") says 9.25, 11, 14.
        assert_eq!((found.low_days, found.median_days, found.high_days), (9.25, 11.0, 14.0));
        assert_eq!((found.gaps, found.last), (4, at("2026-02-19T12:00Z")));
        assert_eq!(found.next_from, at("2026-02-28T18:00Z"));
        assert_eq!(found.next_to, at("2026-03-05T12:00Z"));
    }

    #[test]
    fn the_end_of_time_is_no_panic() {
        let far = [Timestamp::MIN, Timestamp::UNIX_EPOCH, Timestamp::MAX];
        assert_eq!(cadence(&far), None);
    }
}
