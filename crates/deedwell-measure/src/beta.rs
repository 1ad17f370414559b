//! Quantiles of the beta distribution, for exact intervals of shares and of ratios.
//!
//! statrs 0.19's own inverse is off by up to 1e-4 where one shape is large, and its distribution
//! function by 2e-3 at shapes of half a million, because its continued fraction stops after 140
//! steps. So the fraction is summed here, with a prefix that does not cancel, and inverted by
//! bisection. Everything is in log-odds, `ln(x / (1 − x))`, which keeps both a share near nought
//! and its complement exact to the last digits, and which is what a ratio of rates needs.

use std::f64::consts::TAU;

use statrs::function::gamma::ln_gamma;

use crate::normal::{cornish_fisher, deviations, log_gamma_cumulants};

/// Where both shapes are beyond this, the log-odds are so nearly normal that three cumulants give
/// them to better than 1e-10, and the continued fraction would be long.
const LARGE: f64 = 1e7;
/// Enough for shapes up to `LARGE`: the fraction takes about as many steps as the root of the
/// smaller shape.
const MOST_STEPS: u32 = 40_000;
/// For shapes of at least 1 and any tail that a `f64` can hold beside 1, the log-odds are inside.
const WIDEST_LOG_ODDS: f64 = 100.0;
const BISECTIONS: u32 = 64;

/// The log-odds of the point that a beta variable with shapes `a` and `b`, both at least 1,
/// undercuts with probability `tail`, which is at most a half.
pub(crate) fn lower_log_odds(tail: f64, a: f64, b: f64) -> f64 {
    if a.min(b) > LARGE {
        return nearly_normal(tail, a, b);
    }
    let (mut low, mut high) = (-WIDEST_LOG_ODDS, WIDEST_LOG_ODDS);
    for _ in 0..BISECTIONS {
        let middle = low + (high - low) / 2.0;
        if below(middle, a, b) < tail {
            low = middle;
        } else {
            high = middle;
        }
    }
    low + (high - low) / 2.0
}

/// The log-odds are the difference of the logarithms of two gamma variables; so are the cumulants.
fn nearly_normal(tail: f64, a: f64, b: f64) -> f64 {
    let (of_a, of_b) = (log_gamma_cumulants(a), log_gamma_cumulants(b));
    let (mean, variance, third) = (of_a[0] - of_b[0], of_a[1] + of_b[1], of_a[2] - of_b[2]);
    cornish_fisher(mean, variance, third, -deviations(tail))
}

/// The share with these log-odds.
pub(crate) fn share(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// The probability that a beta variable lies below the share with these log-odds: the regularised
/// incomplete beta function `I_x(a, b)`.
fn below(log_odds: f64, a: f64, b: f64) -> f64 {
    let (x, y) = (share(log_odds), share(-log_odds));
    let prefix = prefix(x, y, a, b);
    if x * b <= y * a { prefix * fraction(x, y, a, b) } else { 1.0 - prefix * fraction(y, x, b, a) }
}

/// `x^a · y^b / B(a, b)`, where `y = 1 − x`, by the saddle point of the binomial (Loader 2000,
/// "Fast and accurate computation of binomial probabilities"): no large logarithms cancel.
fn prefix(x: f64, y: f64, a: f64, b: f64) -> f64 {
    let n = a + b;
    let correction = stirling_error(n) - stirling_error(a) - stirling_error(b);
    let distance = deviance(a, n * x) + deviance(b, n * y);
    (a * (b / n) / TAU).sqrt() * (correction - distance).exp()
}

/// What Stirling's formula lacks: `ln Γ(n + 1) − ln(√(2πn) · (n/e)ⁿ)`.
fn stirling_error(n: f64) -> f64 {
    if n < 16.0 {
        return ln_gamma(n + 1.0) - (n + 0.5) * n.ln() + n - TAU.ln() / 2.0;
    }
    let square = n * n;
    let series = 1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / (1188.0 * square)) / square;
    (1.0 / 12.0 - (1.0 / 360.0 - series / square) / square) / n
}

/// `k · ln(k / expected) + expected − k`, also where the two nearly agree.
fn deviance(k: f64, expected: f64) -> f64 {
    let difference = k - expected;
    if difference.abs() >= 0.1 * (k + expected) {
        return k * (k / expected).ln() - difference;
    }
    let v = difference / (k + expected);
    let (mut sum, mut power) = (difference * v, 2.0 * k * v);
    for odd in [3.0, 5.0, 7.0, 9.0, 11.0, 13.0, 15.0, 17.0] {
        power *= v * v;
        sum += power / odd;
    }
    sum
}

/// The continued fraction of the incomplete beta function, contracted as in BFRAC (DiDonato and
/// Morris 1992, ACM algorithm 708), by Lentz's method. Unlike the usual form it takes the
/// complement `y = 1 − x` too, and so loses nothing where `x` is next to 1. `x` is at most the mean.
fn fraction(x: f64, y: f64, a: f64, b: f64) -> f64 {
    let below_mean = a * y - b * x + 1.0;
    let first = a / (a + 1.0) * below_mean;
    let (mut value, mut c, mut d) = (first, first, 0.0);
    for step in 1..MOST_STEPS {
        let n = f64::from(step);
        let end = a + 2.0 * n;
        let weight = n * (b - n) * x / (end - 1.0);
        let alpha = (a + n - 1.0) * ((a + b + n - 1.0) / (end - 1.0)) * weight * x;
        let beta = n + weight + (a + n) / (end + 1.0) * (below_mean + n * (1.0 + y));
        d = 1.0 / (beta + alpha * d);
        c = beta + alpha / c;
        value *= c * d;
        if (c * d - 1.0).abs() < 4.0 * f64::EPSILON {
            break;
        }
    }
    value.recip()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_near;

    // Oracle: oracle/vectors.py; scipy 1.17.1, beta.ppf(tail, a, b).
    const QUANTILES: [(f64, f64, f64, f64); 34] = [
        (0.025, 1.0, 1.0, 0.025),
        (0.0005, 1.0, 1.0, 0.0005),
        (0.025, 1.0, 10.0, 0.0025285785444617848),
        (0.0005, 1.0, 10.0, 5.001125356379192e-05),
        (0.025, 1.0, 1000000.0, 2.5317807663794178e-08),
        (0.0005, 1.0, 1000000.0, 5.001250415572354e-10),
        (0.025, 2.0, 1000000000.0, 2.4220927839352755e-10),
        (0.0005, 2.0, 1000000000.0, 3.1961022239467586e-11),
        (0.025, 3.0, 2.0, 0.19412044968324338),
        (0.0005, 3.0, 2.0, 0.05064964343974602),
        (0.025, 5.0, 16.0, 0.08657146910143461),
        (0.0005, 5.0, 16.0, 0.03464477667606539),
        (0.025, 5.0, 100000.0, 1.6234407433044047e-05),
        (0.0005, 5.0, 100000.0, 6.324763906939338e-06),
        (0.025, 15.0, 17.0, 0.30154565071234124),
        (0.0005, 15.0, 17.0, 0.20562069892898502),
        (0.025, 50.0, 51.0, 0.39832112950330095),
        (0.0005, 50.0, 51.0, 0.3355819371905234),
        (0.025, 1000.0, 1000000.0, 0.0009380640538193541),
        (0.0005, 1000.0, 1000000.0, 0.0008983560600012153),
        (0.025, 100000.0, 10.0, 0.9998291742455025),
        (0.0005, 100000.0, 10.0, 0.9997625466234507),
        (0.025, 1000000.0, 1.0, 0.9999963111273498),
        (0.0005, 1000000.0, 1.0, 0.9999923991264272),
        (0.025, 20000.0, 20001.0, 0.4950877392071568),
        (0.0005, 20000.0, 20001.0, 0.49176179360086375),
        (0.025, 500000.0, 500001.0, 0.49901951919531184),
        (0.0005, 500000.0, 500001.0, 0.498354241502883),
        (0.025, 9000000.0, 30000000.0, 0.2306370129160956),
        (0.0005, 9000000.0, 30000000.0, 0.23054727732964359),
        (0.025, 20000000.0, 30000000.0, 0.3998642135024916),
        (0.0005, 20000000.0, 30000000.0, 0.3997720387352381),
        (0.025, 1000000000.0, 4000000000.0, 0.19998891288306558),
        (0.0005, 1000000000.0, 4000000000.0, 0.1999813863629868),
    ];

    #[test]
    fn quantiles_agree_with_scipy() {
        for (tail, a, b, expected) in QUANTILES {
            assert_near(share(lower_log_odds(tail, a, b)), expected, 1e-10);
        }
    }

    #[test]
    fn the_distribution_is_a_half_at_the_middle_of_a_symmetric_one() {
        for shape in [1.0, 2.5, 40.0, 3_000.0, 500_000.0, 9_999_999.0] {
            assert_near(below(0.0, shape, shape), 0.5, 1e-11);
        }
    }

    #[test]
    fn both_ways_of_inverting_agree_where_they_meet() {
        let (a, b) = (LARGE * 0.999_999, LARGE * 4.0);
        let exact = lower_log_odds(0.025, a, b);
        assert_near(exact, nearly_normal(0.025, a, b), 1e-10);
    }
}
