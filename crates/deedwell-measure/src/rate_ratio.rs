//! Trend: are there more or fewer than before, or can one not tell?

use crate::Interval;
use crate::exact::log_odds;
use crate::normal::tail;

/// How many times as often something happened, first window over second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateRatio {
    /// `(k₁/t₁) / (k₂/t₂)`; infinite when only the first window saw any.
    pub ratio: f64,
    /// Exact; its high end is infinite when only the first window saw any.
    pub interval: Interval,
}

/// What a ratio of rates lets one say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    More,
    Fewer,
    /// The interval holds 1: what was seen may be noise.
    CannotTell,
}

/// The ratio of the rates `k1 / t1` and `k2 / t2`, where `k` counts independent events and `t` is
/// the length watched, in any unit so long as both use the same.
///
/// Exact: given `k1 + k2`, `k1` is binomial with share `π`, and `π / (1 − π)` is the ratio times
/// `t1 / t2`; so Clopper and Pearson's interval for `π` becomes one for the ratio (Przyborowski
/// and Wilenski 1940). People who each come several times are not independent: count persons.
///
/// None when neither window saw any, a length or the quotient of the lengths is not a positive
/// number, or the confidence is not between 0 and 1.
pub fn rate_ratio(k1: u64, t1: f64, k2: u64, t2: f64, confidence: f64) -> Option<RateRatio> {
    let tail = tail(confidence)?;
    let lengths = t2 / t1;
    if (k1 == 0 && k2 == 0) || !(t1 > 0.0 && t2 > 0.0 && lengths.is_normal()) {
        return None;
    }
    let odds = log_odds(k1, k2, tail);
    let interval = Interval { low: odds.low.exp() * lengths, high: odds.high.exp() * lengths };
    Some(RateRatio { ratio: k1 as f64 / k2 as f64 * lengths, interval })
}

impl RateRatio {
    /// More or fewer only when the whole interval lies to one side of 1.
    pub fn verdict(&self) -> Verdict {
        if self.interval.low > 1.0 {
            Verdict::More
        } else if self.interval.high < 1.0 {
            Verdict::Fewer
        } else {
            Verdict::CannotTell
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_near;

    // Oracle: oracle/vectors.py; statsmodels 0.15.0 on scipy 1.17.1,
    // low, high = proportion_confint(k1, k1 + k2, alpha=1 - confidence, method="beta"),
    // each p then p / (1 - p) * t2 / t1.
    const RATIOS: [(u64, f64, u64, f64, f64, f64, f64); 8] = [
        (8, 30.0, 4, 30.0, 0.95, 0.5358046116496101, 9.075963581203458),
        (80, 30.0, 40, 30.0, 0.95, 1.3519545296840119, 3.0010388408841115),
        (12, 31.0, 30, 28.0, 0.9, 0.19011655554587634, 0.6579064504271299),
        (0, 7.0, 6, 7.0, 0.95, 0.0, 0.8493111942973236),
        (1, 1.0, 1, 365.0, 0.95, 4.649868985538319, 28651.34489043594),
        (2, 28.0, 900, 365.0, 0.99, 0.0014966200784705132, 0.1348667702575128),
        (40000, 30.0, 41000, 31.0, 0.95, 0.9943141652359044, 1.0221373738080464),
        (300000, 7.0, 2, 7.0, 0.95, 41523.92483440611, 1238603.9903901927),
    ];

    #[test]
    fn ratios_agree_with_statsmodels() {
        for (k1, t1, k2, t2, confidence, low, high) in RATIOS {
            let found = rate_ratio(k1, t1, k2, t2, confidence).unwrap();
            assert_near(found.interval.low, low, 1e-9);
            assert_near(found.interval.high, high, 1e-9);
            assert_near(found.ratio, (k1 as f64 / t1) / (k2 as f64 / t2), 1e-12);
        }
    }

    #[test]
    fn twice_as_many_of_a_few_is_not_a_trend_and_of_many_is() {
        let few = rate_ratio(8, 30.0, 4, 30.0, 0.95).unwrap();
        let many = rate_ratio(80, 30.0, 40, 30.0, 0.95).unwrap();
        assert_eq!((few.ratio, few.verdict()), (2.0, Verdict::CannotTell));
        assert_eq!((many.ratio, many.verdict()), (2.0, Verdict::More));
        assert_eq!(rate_ratio(40, 30.0, 80, 30.0, 0.95).unwrap().verdict(), Verdict::Fewer);
    }

    #[test]
    fn where_none_were_before_the_ratio_is_infinite_and_its_low_end_is_not() {
        let found = rate_ratio(5, 7.0, 0, 7.0, 0.95).unwrap();
        assert_eq!((found.ratio, found.interval.high), (f64::INFINITY, f64::INFINITY));
        let p = 0.025_f64.powf(0.2);
        assert_near(found.interval.low, p / (1.0 - p), 1e-12);
        assert_eq!(found.verdict(), Verdict::CannotTell);
        assert_eq!(rate_ratio(6, 7.0, 0, 7.0, 0.95).unwrap().verdict(), Verdict::More);
    }

    #[test]
    fn where_none_are_now_the_ratio_is_nought_and_its_high_end_is_not() {
        let found = rate_ratio(0, 7.0, 6, 7.0, 0.95).unwrap();
        assert_eq!((found.ratio, found.interval.low), (0.0, 0.0));
        assert_eq!(found.verdict(), Verdict::Fewer);
    }

    #[test]
    fn turning_the_windows_round_turns_the_interval_round() {
        let one = rate_ratio(12, 31.0, 30, 28.0, 0.9).unwrap();
        let other = rate_ratio(30, 28.0, 12, 31.0, 0.9).unwrap();
        assert_near(one.interval.low, 1.0 / other.interval.high, 1e-12);
        assert_near(one.interval.high, 1.0 / other.interval.low, 1e-12);
    }

    #[test]
    fn no_answer_is_none() {
        assert_eq!(rate_ratio(0, 7.0, 0, 7.0, 0.95), None);
        for (t1, t2) in
            [(0.0, 7.0), (7.0, 0.0), (-7.0, -7.0), (f64::NAN, 7.0), (7.0, f64::INFINITY)]
        {
            assert_eq!(rate_ratio(3, t1, 0, t2, 0.95), None, "{t1} {t2}");
        }
        assert_eq!(rate_ratio(3, 1e300, 0, 1e-300, 0.95), None);
        assert_eq!(rate_ratio(3, 7.0, 4, 7.0, f64::NAN), None);
    }

    #[test]
    fn the_largest_counts_do_not_overflow() {
        let found = rate_ratio(u64::MAX, 1.0, u64::MAX, 1.0, 0.95).unwrap();
        assert!(found.interval.low < 1.0 && found.interval.high > 1.0);
        assert_eq!((found.ratio, found.verdict()), (1.0, Verdict::CannotTell));
    }
}
