//! Quantiles of the gamma distribution, for exact intervals of counts.
//!
//! statrs 0.19's distribution functions give quantiles good to 1e-10 for shapes up to `LARGE`; its
//! own inverse loses the upper tail to `1 − p`. So they are inverted here, tail by tail.

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
    const QUANTILES: [(f64, f64, f64, f64); 20] = [
        (0.025, 1.0, 0.025317807984289876, 3.6888794541139363),
        (0.0005, 1.0, 0.0005001250416822983, 7.600902459542082),
        (0.025, 2.0, 0.24220927854396496, 5.571643390938898),
        (0.0005, 2.0, 0.03196102225595886, 9.998677497623804),
        (0.025, 3.0, 0.6186721228956014, 7.224687667723961),
        (0.0005, 3.0, 0.14970384992316443, 12.051399497491746),
        (0.025, 10.0, 4.7953886961324335, 17.08480345141917),
        (0.0005, 10.0, 2.6990331060328097, 23.74922594273583),
        (0.025, 57.0, 43.17124336292474, 72.72065800758494),
        (0.0005, 57.0, 35.376973663350824, 85.15684740848859),
        (0.025, 1000.0, 938.9730184076952, 1062.9211512248878),
        (0.0005, 1000.0, 899.2086831191871, 1107.3420113949787),
        (0.025, 100000.0, 99381.15266374472, 100620.74164077373),
        (0.0005, 100000.0, 98962.71882665009, 101043.83287396979),
        (0.025, 9000000.0, 8994121.055256633, 9005880.839049233),
        (0.0005, 9000000.0, 8990131.695544241, 9009874.856166428),
        (0.025, 20000000.0, 19991235.721785624, 20008766.17252025),
        (0.0005, 20000000.0, 19985287.592870343, 20014718.958840385),
        (0.025, 10000000000.0, 9999804004.5487, 10000195997.345606),
        (0.0005, 10000000000.0, 9999670950.602703, 10000329055.949009),
    ];

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
