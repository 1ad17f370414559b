//! Exact intervals for shares and counts: never too narrow, at the price of some width.

use crate::beta::{lower_log_odds, share};
use crate::gamma::{lower_quantile, upper_quantile};
use crate::normal::tail;
use crate::{Estimate, Interval};

/// The share `k / n` with the exact interval of Clopper and Pearson (1934): the shares that
/// neither so few nor so many successes speak against. Its ends are quantiles of
/// `Beta(k, n−k+1)` and `Beta(k+1, n−k)`.
///
/// None when `n` is 0, `k` exceeds `n`, or the confidence is not between 0 and 1.
pub fn clopper_pearson(k: u64, n: u64, confidence: f64) -> Option<Estimate> {
    if n == 0 || k > n {
        return None;
    }
    let odds = log_odds(k, n - k, tail(confidence)?);
    let interval = Interval { low: share(odds.low), high: share(odds.high) };
    Some(Estimate { value: k as f64 / n as f64, interval, n })
}

/// The expected count behind a count of `k`, with the exact interval of Garwood (1936): quantiles
/// of the gamma distributions with shapes `k` and `k + 1`. For counts of independent events, such
/// as people who came in a week. In the unit of the count.
///
/// None when the confidence is not between 0 and 1.
pub fn poisson_interval(k: u64, confidence: f64) -> Option<Interval> {
    let tail = tail(confidence)?;
    let low = if k == 0 { 0.0 } else { lower_quantile(tail, k as f64) };
    Some(Interval { low, high: upper_quantile(tail, k as f64 + 1.0) })
}

/// Clopper and Pearson's interval in log-odds, which is infinite where there are no successes or
/// no failures. The caller sees to it that there is at least one of either.
pub(crate) fn log_odds(successes: u64, failures: u64, tail: f64) -> Interval {
    let (k, rest) = (successes as f64, failures as f64);
    let low = if successes == 0 { f64::NEG_INFINITY } else { lower_log_odds(tail, k, rest + 1.0) };
    let high = if failures == 0 { f64::INFINITY } else { -lower_log_odds(tail, rest, k + 1.0) };
    Interval { low, high }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_near;

    // Oracle: oracle/vectors.py; statsmodels 0.15.0 on scipy 1.17.1,
    // proportion_confint(k, n, alpha=1 - confidence, method="beta").
    const SHARES: [(u64, u64, f64, f64, f64); 10] = [
        (0, 10, 0.95, 0.0, 0.3084971078187607),
        (10, 10, 0.95, 0.6915028921812392, 1.0),
        (1, 1, 0.95, 0.025000000000000022, 1.0),
        (3, 8, 0.95, 0.08523341413725355, 0.7551367836334484),
        (5, 20, 0.9, 0.10408083591013607, 0.4555824040017489),
        (60, 100, 0.95, 0.49720915042233477, 0.6967052312971226),
        (1, 1000000, 0.95, 2.53178076637942e-08, 5.571630655166939e-06),
        (999999, 1000000, 0.99, 0.999992569894388, 0.9999999949874582),
        (500000, 1000000, 0.95, 0.49901951919531184, 0.5009804808046882),
        (12345, 3000000, 0.999, 0.003994463677249768, 0.00423803771806792),
    ];

    // Oracle: oracle/vectors.py; mpmath 1.4.1, findroot of the sum of binomial probabilities up to
    // k, less (1 - confidence) / 2. scipy is off by 5e-9 here.
    const RARE: [(u64, u64, f64, f64); 3] = [
        (3, 621633817, 0.9, 1.2473028793230018e-08),
        (18, 726379876, 0.8, 3.4081739618781404e-08),
        (10, 840489746, 0.99, 2.5458760748006778e-08),
    ];

    // Oracle: oracle/vectors.py; scipy 1.17.1, gamma.ppf(tail, k) and gamma.isf(tail, k + 1).
    const COUNTS: [(u64, f64, f64, f64); 18] = [
        (0, 0.95, 0.0, 3.6888794541139354),
        (0, 0.999, 0.0, 7.600902459542081),
        (1, 0.95, 0.025317807984289897, 5.571643390938898),
        (1, 0.999, 0.0005001250416822987, 9.998677497623804),
        (2, 0.95, 0.24220927854396507, 7.22468766772396),
        (2, 0.999, 0.03196102225595887, 12.051399497491744),
        (5, 0.95, 1.623486390118421, 11.66833207932267),
        (5, 0.999, 0.6324910403321943, 17.41063731823718),
        (10, 0.95, 4.7953886961324335, 18.39035604201778),
        (10, 0.999, 2.6990331060328105, 25.25555937926597),
        (42, 0.95, 30.2699057324777, 56.77179877849065),
        (42, 0.999, 23.88361551367074, 67.89577865844042),
        (1000, 0.95, 938.9730184076952, 1063.952136016302),
        (1000, 0.999, 899.2086831191871, 1108.3940211570052),
        (123456, 0.95, 122768.28869851555, 124146.60839534459),
        (123456, 0.999, 122303.10531386164, 124616.45107119183),
        (50000000, 0.95, 49986141.90893376, 50013860.98551071),
        (50000000, 0.999, 49976735.73815077, 50023271.81379267),
    ];

    #[test]
    fn shares_agree_with_statsmodels() {
        for (k, n, confidence, low, high) in SHARES {
            let found = clopper_pearson(k, n, confidence).unwrap();
            assert_near(found.interval.low, low, 1e-10);
            assert_near(found.interval.high, high, 1e-10);
            assert_eq!((found.value, found.n), (k as f64 / n as f64, n));
        }
    }

    #[test]
    fn a_few_among_hundreds_of_millions_agree_with_mpmath() {
        for (k, n, confidence, high) in RARE {
            assert_near(clopper_pearson(k, n, confidence).unwrap().interval.high, high, 1e-12);
        }
    }

    #[test]
    fn counts_agree_with_scipy() {
        for (k, confidence, low, high) in COUNTS {
            let found = poisson_interval(k, confidence).unwrap();
            assert_near(found.low, low, 1e-10);
            assert_near(found.high, high, 1e-10);
        }
    }

    /// The rule of three and its exact form: nobody of `n` leaves at most `1 − tail^(1/n)`.
    #[test]
    fn none_of_n_and_all_of_n_have_closed_forms() {
        for n in [1_u32, 10, 300] {
            let bound = 0.025_f64.powf(1.0 / f64::from(n));
            let none = clopper_pearson(0, n.into(), 0.95).unwrap().interval;
            let all = clopper_pearson(n.into(), n.into(), 0.95).unwrap().interval;
            assert_eq!((none.low, all.high), (0.0, 1.0));
            assert_near(none.high, 1.0 - bound, 1e-12);
            assert_near(all.low, bound, 1e-12);
        }
        assert_near(poisson_interval(0, 0.95).unwrap().high, -0.025_f64.ln(), 1e-12);
    }

    /// Exact means: whatever the true share, at least 95 of 100 intervals hold it.
    #[test]
    fn the_exact_interval_keeps_its_promise_at_every_share() {
        let n = 20_u64;
        for step in 1..100 {
            let p = f64::from(step) / 100.0;
            let mut chance = (1.0 - p).powi(20);
            let mut covered = 0.0;
            for k in 0..=n {
                let found = clopper_pearson(k, n, 0.95).unwrap().interval;
                if found.low <= p && p <= found.high {
                    covered += chance;
                }
                chance *= (n - k) as f64 / (k + 1) as f64 * p / (1.0 - p);
            }
            assert!(covered >= 0.95, "{p}: {covered}");
        }
    }

    #[test]
    fn no_answer_is_none() {
        assert_eq!(clopper_pearson(0, 0, 0.95), None);
        assert_eq!(clopper_pearson(6, 5, 0.95), None);
        assert_eq!(clopper_pearson(3, 5, f64::NAN), None);
        assert_eq!(poisson_interval(3, 1.0), None);
        assert_eq!(poisson_interval(3, -0.95), None);
    }

    #[test]
    fn the_largest_counts_have_finite_intervals() {
        for k in [0, 1, 1_000, u64::MAX / 2, u64::MAX] {
            let share = clopper_pearson(k, u64::MAX, 0.95).unwrap();
            let count = poisson_interval(k, 0.95).unwrap();
            for (interval, value) in [(share.interval, share.value), (count, k as f64)] {
                assert!(interval.low <= value && value <= interval.high, "{interval:?} {value}");
                assert!(interval.high.is_finite());
            }
        }
    }

    #[test]
    fn confidences_at_the_edge_of_their_range_stay_in_order() {
        for confidence in [f64::MIN_POSITIVE, 1e-9, 1.0 - f64::EPSILON / 2.0] {
            let share = clopper_pearson(3, 8, confidence).unwrap();
            assert!(0.0 < share.interval.low && share.interval.low < share.interval.high);
            assert!(share.interval.high < 1.0);
            let count = poisson_interval(3, confidence).unwrap();
            assert!(0.0 < count.low && count.low < count.high && count.high < 100.0, "{count:?}");
        }
    }
}
