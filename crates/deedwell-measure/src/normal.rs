//! The bell curve's part in intervals.

use std::f64::consts::SQRT_2;

use statrs::function::erf::erfc_inv;

/// The probability left in each tail of a two-sided interval: 0.025 for a confidence of 0.95.
/// None unless the confidence lies strictly between 0 and 1.
pub(crate) fn tail(confidence: f64) -> Option<f64> {
    (confidence > 0.0 && confidence < 1.0).then_some((1.0 - confidence) / 2.0)
}

/// How many standard deviations leave `tail` above them: 1.959964 for 0.025. By
/// `z = √2 · erfc⁻¹(2 · tail)`; statrs agrees with scipy to 1e-12 here, also far out.
pub(crate) fn deviations(tail: f64) -> f64 {
    SQRT_2 * erfc_inv(2.0 * tail)
}

/// A quantile of a nearly normal variable from its first three cumulants, `z` deviations from the
/// mean: `μ + σ·(z + γ·(z² − 1)/6)` with `γ = κ₃/σ³`, the start of the Cornish–Fisher expansion
/// (Cornish and Fisher 1938).
pub(crate) fn cornish_fisher(mean: f64, variance: f64, third: f64, z: f64) -> f64 {
    mean + z * variance.sqrt() + third / variance * (z * z - 1.0) / 6.0
}

/// The first three cumulants of `ln G`, where `G` is gamma distributed with this shape: the di-,
/// tri- and tetragamma functions, by the start of their series for large arguments (Abramowitz
/// and Stegun 6.3.18, 6.4.12, 6.4.13). The next terms are below 1e-14 at a shape of 1e7.
pub(crate) fn log_gamma_cumulants(shape: f64) -> [f64; 3] {
    let inverse = 1.0 / shape;
    let square = inverse * inverse;
    [shape.ln() - inverse / 2.0, inverse + square / 2.0, -square]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_near;

    // Oracle: oracle/vectors.py; scipy 1.17.1, norm.isf((1 - confidence) / 2).
    const DEVIATIONS: [(f64, f64); 7] = [
        (0.5, 0.6744897501960817),
        (0.8, 1.2815515655446004),
        (0.9, 1.6448536269514729),
        (0.95, 1.959963984540054),
        (0.99, 2.5758293035489004),
        (0.999, 3.2905267314918945),
        (0.999999, 4.8916384756929325),
    ];

    #[test]
    fn deviations_agree_with_scipy() {
        for (confidence, expected) in DEVIATIONS {
            let tail = tail(confidence).unwrap();
            assert_near(deviations(tail), expected, 1e-12);
        }
    }

    #[test]
    fn a_confidence_outside_its_range_has_no_tail() {
        for confidence in [0.0, 1.0, -0.5, 95.0, f64::NAN, f64::INFINITY] {
            assert_eq!(tail(confidence), None, "{confidence}");
        }
    }
}
