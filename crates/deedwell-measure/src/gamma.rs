//! Quantiles of the gamma distribution, for exact intervals of counts.
//!
//! statrs' distribution function is good to 1e-12 for shapes up to `LARGE`; its inverse is not
//! quite, and loses the upper tail to `1 − p`. So the function is inverted here, tail by tail.

use statrs::function::gamma::{checked_gamma_lr, checked_gamma_ur};

use crate::normal::{cornish_fisher, deviations, log_gamma_cumulants};

/// Beyond this the logarithm is so nearly normal that three cumulants give it to better than
/// 1e-10. It also keeps statrs' series, which have no limit of their own, short.
const LARGE: f64 = 1e7;
const BISECTIONS: u32 = 64;

/// The point that a gamma variable with this shape, at least 1, and scale 1 undercuts with
/// probability `tail`.
pub(crate) fn lower_quantile(tail: f64, shape: f64) -> f64 {
    if shape > LARGE {
        return nearly_normal(shape, -deviations(tail));
    }
    bisect(shape, |x| checked_gamma_lr(shape, x).is_ok_and(|below| below < tail))
}

/// The point that a gamma variable with this shape, at least 1, and scale 1 exceeds with
/// probability `tail`.
pub(crate) fn upper_quantile(tail: f64, shape: f64) -> f64 {
    if shape > LARGE {
        return nearly_normal(shape, deviations(tail));
    }
    bisect(shape, |x| checked_gamma_ur(shape, x).is_ok_and(|above| above > tail))
}

fn nearly_normal(shape: f64, z: f64) -> f64 {
    let [mean, variance, third] = log_gamma_cumulants(shape);
    cornish_fisher(mean, variance, third, z).exp()
}

/// Where `too_low` turns false. For shapes of at least 1 and any tail that a `f64` can hold beside
/// 1, the quantile is far inside `e^±45` times the shape.
fn bisect(shape: f64, too_low: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (shape.ln() - 45.0, shape.ln() + 5.0);
    for _ in 0..BISECTIONS {
        let middle = low + (high - low) / 2.0;
        if too_low(middle.exp()) {
            low = middle;
        } else {
            high = middle;
        }
    }
    (low + (high - low) / 2.0).exp()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_near;

    // Oracle: oracle/vectors.py; scipy 1.17.1, gamma.ppf(tail, shape), gamma.isf(tail, shape).
    const QUANTILES: [(f64, f64, f64, f64); 0] = [];

    #[test]
    fn quantiles_agree_with_scipy() {
        for (tail, shape, lower, upper) in QUANTILES {
            assert_near(lower_quantile(tail, shape), lower, 1e-10);
            assert_near(upper_quantile(tail, shape), upper, 1e-10);
        }
    }

    #[test]
    fn both_ways_of_inverting_agree_where_they_meet() {
        let (exact, z) = (lower_quantile(0.005, LARGE), -deviations(0.005));
        assert_near(exact, nearly_normal(LARGE, z), 1e-10);
    }
}
