//! Shares and mean grades with Wilson's interval.

use crate::normal::{deviations, tail};
use crate::responsiveness::Variance;
use crate::{Estimate, Interval};

/// The share `successes / n` with Wilson's score interval (Wilson 1927): the shares `p` for which
/// the share seen lies within `z·√(p(1−p)/n)`. Unlike the usual ± interval it stays within 0 and 1
/// and is honest at small `n`.
///
/// `successes` may be fractional: the mean of `n` grades between 0 and 1, times `n`. The interval
/// is then on the wide side, because no variable confined to `[0, 1]` with mean `p` varies more
/// than the yes-or-no one, whose variance is `p(1−p)` (Bhatia and Davis 2000).
///
/// None when `n` is 0, the confidence is not between 0 and 1, or `successes` is not a number
/// between 0 and `n` (a rounding error beyond either end is forgiven).
pub fn wilson(successes: f64, n: u64, confidence: f64) -> Option<Estimate> {
    let z = deviations(tail(confidence)?);
    let total = n as f64;
    let slack = 1e-9 * total;
    if n == 0 || !(successes >= -slack && successes <= total + slack) {
        return None;
    }
    let value = (successes / total).clamp(0.0, 1.0);
    Some(Estimate { value, interval: interval(value, total, z), n })
}

/// The low end of Wilson's interval, for ranking: few votes rank below as good a share of many.
/// Nothing known ranks as 0; so does whatever [`wilson`] has no answer for.
pub fn wilson_lower(successes: f64, n: u64, confidence: f64) -> f64 {
    wilson(successes, n, confidence).map_or(0.0, |estimate| estimate.interval.low)
}

/// A share `value` of which the variance is known, with the interval of as many plain observations as
/// would vary as much, though of no more than `most`. Where nothing varies they are as many as people.
pub(crate) fn of_many(
    value: f64,
    most: f64,
    variance: Variance,
    confidence: f64,
) -> Option<Estimate> {
    let z = deviations(tail(confidence)?);
    let people = variance.people as f64;
    let plain = value * (1.0 - value) / variance.value;
    let as_many = if plain.is_finite() && plain > 0.0 { plain.min(most) } else { people };
    (as_many > 0.0 && value.is_finite()).then(|| {
        let interval = interval(value, as_many, z);
        Estimate { value, interval, n: as_many as u64 }
    })
}

/// Both solutions of Wilson's quadratic `(1 + z²/n)x² − (2p + z²/n)x + p² = 0`; the smaller one by
/// way of their product, so that nothing cancels. A rounding error does not put `p` outside.
fn interval(p: f64, n: f64, z: f64) -> Interval {
    let half = z * z / (2.0 * n);
    let root = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let sum = p + half + root;
    let low = if p == 0.0 { 0.0 } else { (p * p / sum).min(p) };
    Interval { low, high: (sum / (1.0 + 2.0 * half)).clamp(p, 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_near;

    // Oracle: oracle/vectors.py; statsmodels 0.15.0,
    // proportion_confint(successes, n, alpha=1 - confidence, method="wilson").
    const SHARES: [(f64, u64, f64, f64, f64); 11] = [
        (0.0, 1, 0.95, 0.0, 0.7934506856227626),
        (1.0, 1, 0.95, 0.20654931437723745, 1.0),
        (3.0, 4, 0.95, 0.30064184258240184, 0.9544127391902995),
        (60.0, 100, 0.95, 0.5020025867910618, 0.6905987135675411),
        (20.0, 20, 0.95, 0.8388748419471806, 1.0),
        (3321.0, 4123, 0.9, 0.7951426756712171, 0.815419559919416),
        (7.25, 9, 0.95, 0.4791782585132065, 0.94912198967485),
        (0.4, 3, 0.99, 0.007241332365239772, 0.7644220189812791),
        (12.5, 40, 0.8, 0.22754717993939583, 0.41224281257018386),
        (3.0, 1000000, 0.95, 1.0202712409681223e-06, 8.821149774312436e-06),
        (999998.5, 1000000, 0.999, 0.999986337263265, 0.9999998353202816),
    ];

    // reference/programmes.md, section 3.1: six decimals.
    const PUBLISHED: [(f64, u64, f64, f64); 7] = [
        (1.0, 1, 0.95, 0.206_549),
        (3.0, 4, 0.95, 0.300_642),
        (60.0, 100, 0.95, 0.502_003),
        (20.0, 20, 0.95, 0.838_875),
        (600.0, 1000, 0.95, 0.569_309),
        (40.0, 40, 0.95, 0.912_378),
        (3321.0, 4123, 0.90, 0.795_143),
    ];

    #[test]
    fn shares_agree_with_statsmodels() {
        for (successes, n, confidence, low, high) in SHARES {
            let found = wilson(successes, n, confidence).unwrap();
            assert_near(found.interval.low, low, 1e-9);
            assert_near(found.interval.high, high, 1e-9);
            assert_near(found.value, successes / n as f64, 1e-15);
            assert_eq!(found.n, n);
        }
    }

    #[test]
    fn lower_bounds_are_the_published_ones() {
        for (successes, n, confidence, low) in PUBLISHED {
            assert!((wilson_lower(successes, n, confidence) - low).abs() < 5e-7, "{successes}/{n}");
        }
    }

    #[test]
    fn none_of_many_is_exactly_nought_at_the_low_end_and_all_exactly_one_at_the_high() {
        for n in [1, 7, 1_000_000] {
            assert_eq!(wilson(0.0, n, 0.95).unwrap().interval.low, 0.0);
            assert_eq!(wilson(n as f64, n, 0.95).unwrap().interval.high, 1.0);
        }
    }

    #[test]
    fn the_share_is_inside_at_any_size_and_confidence() {
        for n in [1, 3, 1_000, u64::MAX] {
            for k in [0, 1, n / 2, n] {
                for confidence in [5e-324, 1e-12, 0.95, 1.0 - f64::EPSILON / 2.0] {
                    let Estimate { value, interval, .. } = wilson(k as f64, n, confidence).unwrap();
                    assert!(0.0 <= interval.low && interval.low <= value, "{k} {n} {confidence}");
                    assert!(value <= interval.high && interval.high <= 1.0, "{k} {n} {confidence}");
                }
            }
        }
    }

    #[test]
    fn no_answer_is_none_and_ranks_last() {
        for (successes, n, confidence) in [
            (0.0, 0, 0.95),
            (-1.0, 5, 0.95),
            (6.0, 5, 0.95),
            (f64::NAN, 5, 0.95),
            (f64::INFINITY, 5, 0.95),
            (3.0, 5, 0.0),
            (3.0, 5, 1.0),
            (3.0, 5, f64::NAN),
        ] {
            assert_eq!(wilson(successes, n, confidence), None);
            assert_eq!(wilson_lower(successes, n, confidence), 0.0);
        }
    }

    #[test]
    fn a_rounding_error_above_all_is_all() {
        let grades = [1.0_f64 / 3.0; 3].iter().sum::<f64>() * (1.0 + f64::EPSILON);
        assert_eq!(wilson(grades, 1, 0.95).unwrap().value, 1.0);
    }

    /// Twenty grades of 0, ½ or 1 with chances ¼, ½, ¼, so a true mean of ½: the probability of
    /// each sum is exact, and the interval misses ½ in fewer than one case of a hundred.
    #[test]
    fn grades_are_covered_more_often_than_promised() {
        let mut sums = vec![1.0_f64];
        for _ in 0..40 {
            let shifted = [0.0].into_iter().chain(sums.iter().copied());
            let padded = sums.iter().copied().chain([0.0]);
            sums = shifted.zip(padded).map(|(one, other)| (one + other) / 2.0).collect();
        }
        let covered = sums.iter().enumerate().filter(|(halves, _)| {
            let found = wilson(*halves as f64 / 2.0, 20, 0.95).unwrap().interval;
            found.low <= 0.5 && found.high >= 0.5
        });
        assert!(covered.map(|(_, chance)| chance).sum::<f64>() > 0.99);
    }
}
