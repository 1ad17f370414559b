//! Money divided without losing a cent.

use std::cmp::Reverse;

/// The largest weight becomes this whole number, so that the division is exact. It is as large as
/// the largest total: no weight is so small beside another that its rounding matters to a cent.
const FINEST: f64 = (1_u64 << 63) as f64;

/// Splits money, in minor units such as cents, in proportion to the weights, by largest remainder
/// (Hamilton 1792): everyone gets their share rounded down, and the cents left over go to those
/// who lost most by rounding; of equals, to the earlier. A negative total, a reversal, is split
/// like the positive one it takes back. The parts always add up to the total.
///
/// A weight that is negative or not a finite number counts as 0. Where none is above 0, all count
/// the same. Without weights there is nobody to pay: the answer is empty, and the only one that
/// does not add up.
pub fn largest_remainder(total_minor_units: i64, weights: &[f64]) -> Vec<i64> {
    let weights = whole(weights);
    let sum: u128 = weights.iter().map(|&weight| u128::from(weight)).sum();
    let total = total_minor_units.unsigned_abs();
    let share = |weight: u64| u128::from(total) * u128::from(weight);

    // Below 2⁶⁴, as no weight exceeds the sum.
    let mut parts: Vec<u64> = weights.iter().map(|&weight| (share(weight) / sum) as u64).collect();
    let left_over = total - parts.iter().sum::<u64>();
    let mut neediest: Vec<usize> = (0..weights.len()).collect();
    neediest.sort_by_key(|&index| Reverse(share(weights[index]) % sum));
    for &index in neediest.iter().take(left_over as usize) {
        parts[index] += 1;
    }
    // No part exceeds the total, so nothing wraps.
    if total_minor_units < 0 {
        return parts.into_iter().map(|part| 0_i64.wrapping_sub_unsigned(part)).collect();
    }
    parts.into_iter().map(|part| 0_i64.wrapping_add_unsigned(part)).collect()
}

/// The weights as whole numbers in the same proportions; all 1 where none counts.
fn whole(weights: &[f64]) -> Vec<u64> {
    let counts = |weight: f64| if weight.is_finite() && weight > 0.0 { weight } else { 0.0 };
    let largest = weights.iter().copied().map(counts).fold(0.0, f64::max);
    if largest == 0.0 {
        return vec![1; weights.len()];
    }
    weights.iter().map(|&weight| (counts(weight) / largest * FINEST).round() as u64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Chance;

    // Oracle: oracle/vectors.py; apportionment 1.0, compute("hamilton", weights, total).
    const SPLITS: [(i64, &[f64], &[i64]); 5] = [
        (100, &[1.0, 2.0, 4.0], &[14, 29, 57]),
        (1001, &[0.5, 0.25, 0.125], &[572, 286, 143]),
        (7, &[5.0, 3.0, 1.0], &[4, 2, 1]),
        (9999, &[47.0, 16.0, 15.8, 12.0, 6.1, 3.1], &[4699, 1600, 1580, 1200, 610, 310]),
        (
            123456789,
            &[3.0, 1.0, 41.0, 59.0, 26.0],
            &[2849003, 949667, 38936372, 56030389, 24691358],
        ),
    ];

    #[test]
    fn splits_agree_with_apportionment() {
        for (total, weights, parts) in SPLITS {
            assert_eq!(largest_remainder(total, weights), parts, "{total} {weights:?}");
        }
    }

    #[test]
    fn ten_dollars_in_thirds_lose_no_cent_either_way() {
        assert_eq!(largest_remainder(1000, &[1.0; 3]), [334, 333, 333]);
        assert_eq!(largest_remainder(-1000, &[1.0; 3]), [-334, -333, -333]);
        assert_eq!(largest_remainder(1000, &[1.0 / 3.0; 3]), [334, 333, 333]);
        assert_eq!(largest_remainder(2, &[0.0, 1.0, 0.0, 1.0, 1.0]), [0, 1, 0, 1, 0]);
    }

    /// Any total, any weights: the sum is the total, and nobody is a cent off their share, or half
    /// a cent more where totals near 2⁶³ meet the least of weights.
    #[test]
    fn parts_add_up_and_are_nobody_s_loss() {
        let mut chance = Chance(3);
        for _ in 0..2_000 {
            let people = 1 + chance.next() % 40;
            let weights: Vec<f64> =
                (0..people).map(|_| 10_f64.powf(chance.share() * 30.0 - 15.0)).collect();
            let total = (chance.next() as i64) >> (chance.next() % 64);
            let parts = largest_remainder(total, &weights);
            assert_eq!(parts.iter().map(|&part| i128::from(part)).sum::<i128>(), total.into());

            let sum: f64 = weights.iter().sum();
            for (part, weight) in parts.iter().zip(&weights) {
                let share = total as f64 * (weight / sum);
                assert!((*part as f64 - share).abs() < 1.5 + share.abs() * 1e-12, "{part} {share}");
            }
        }
    }

    #[test]
    fn the_largest_totals_and_the_wildest_weights_add_up() {
        for weights in [
            &[1.0; 3][..],
            &[f64::MAX; 3],
            &[5e-324, 5e-324, 1e-320],
            &[1e-300, 1.0, 1e300],
            &[1.0],
        ] {
            for total in [i64::MIN, i64::MAX, -1, 0, 1] {
                let sum: i128 = largest_remainder(total, weights).into_iter().map(i128::from).sum();
                assert_eq!(sum, total.into(), "{weights:?}");
            }
        }
        assert_eq!(largest_remainder(i64::MIN, &[2.0]), [i64::MIN]);
    }

    #[test]
    fn what_is_not_a_weight_counts_as_none() {
        let weights = [f64::NAN, 1.0, -5.0, f64::INFINITY, 1.0];
        assert_eq!(largest_remainder(11, &weights), [0, 6, 0, 0, 5]);
        assert_eq!(largest_remainder(5, &[0.0, f64::NAN]), [3, 2]);
        assert!(largest_remainder(5, &[]).is_empty());
    }
}
