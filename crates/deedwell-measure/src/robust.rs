//! Middles and lines that one strange value cannot move.

/// A straight line through points on a chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// By how much `y` rises where `x` rises by 1.
    pub slope: f64,
    /// `y` at an `x` of 0.
    pub intercept: f64,
}

/// The longest series [`theil_sen`] will take: it looks at every pair, some two million of these.
pub const MOST_POINTS: usize = 2_000;

/// The middle value; of an even number, the mean of the middle two. Sorts the values. None when
/// there are none or one is not a number.
pub fn median(values: &mut [f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// The value below which the share `p` of the values lies, on the line between its neighbours
/// where `p` falls between two (Hyndman and Fan's type 7, the default of R and numpy). Sorts the
/// values. In their unit.
///
/// None when there are none, one is not a number, `p` is not between 0 and 1 inclusive, or it
/// falls between minus and plus infinity.
pub fn quantile(values: &mut [f64], p: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&p) || values.iter().any(|value| value.is_nan()) {
        return None;
    }
    values.sort_unstable_by(f64::total_cmp);
    let place = p * values.len().checked_sub(1)? as f64;
    let (low, high) = (*values.get(place.floor() as usize)?, *values.get(place.ceil() as usize)?);
    let share = place.fract();
    if low == high {
        return Some(low);
    }
    let between = low * (1.0 - share) + high * share;
    (!between.is_nan()).then_some(between)
}

/// The line whose slope is the median of the slopes between all pairs of points with different
/// `x` (Theil 1950, Sen 1968), through the median `x` and the median `y`. Up to 29 of 100 points
/// may be wild. For drawing on a chart; it says nothing about chance.
///
/// None when all `x` are the same, a coordinate or the result is not a finite number, or there are
/// more than [`MOST_POINTS`].
pub fn theil_sen(points: &[(f64, f64)]) -> Option<Line> {
    let finite = points.iter().all(|(x, y)| x.is_finite() && y.is_finite());
    if !finite || points.len() > MOST_POINTS {
        return None;
    }
    let mut slopes = Vec::new();
    for (index, &(x, y)) in points.iter().enumerate() {
        let later = points[index + 1..].iter().filter(|other| other.0 != x);
        slopes.extend(later.map(|other| (other.1 - y) / (other.0 - x)));
    }
    let slope = median(&mut slopes)?;
    let mut xs: Vec<f64> = points.iter().map(|point| point.0).collect();
    let mut ys: Vec<f64> = points.iter().map(|point| point.1).collect();
    let intercept = median(&mut ys)? - slope * median(&mut xs)?;
    (slope.is_finite() && intercept.is_finite()).then_some(Line { slope, intercept })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Chance, assert_near};

    // Oracle: oracle/vectors.py; numpy 2.4.6, quantile(values, p).
    const QUANTILES: [(&[f64], f64, f64); 24] = [
        (&[3.0], 0.0, 3.0),
        (&[3.0], 0.1, 3.0),
        (&[3.0], 0.25, 3.0),
        (&[3.0], 0.5, 3.0),
        (&[3.0], 0.9, 3.0),
        (&[3.0], 1.0, 3.0),
        (&[9.5, -2.0], 0.0, -2.0),
        (&[9.5, -2.0], 0.1, -0.8499999999999999),
        (&[9.5, -2.0], 0.25, 0.875),
        (&[9.5, -2.0], 0.5, 3.75),
        (&[9.5, -2.0], 0.9, 8.35),
        (&[9.5, -2.0], 1.0, 9.5),
        (&[4.0, 1.0, 3.0, 2.0], 0.0, 1.0),
        (&[4.0, 1.0, 3.0, 2.0], 0.1, 1.3),
        (&[4.0, 1.0, 3.0, 2.0], 0.25, 1.75),
        (&[4.0, 1.0, 3.0, 2.0], 0.5, 2.5),
        (&[4.0, 1.0, 3.0, 2.0], 0.9, 3.7),
        (&[4.0, 1.0, 3.0, 2.0], 1.0, 4.0),
        (&[12.0, 7.5, 3.0, 3.0, 100.0, -8.0, 0.25], 0.0, -8.0),
        (&[12.0, 7.5, 3.0, 3.0, 100.0, -8.0, 0.25], 0.1, -3.0499999999999994),
        (&[12.0, 7.5, 3.0, 3.0, 100.0, -8.0, 0.25], 0.25, 1.625),
        (&[12.0, 7.5, 3.0, 3.0, 100.0, -8.0, 0.25], 0.5, 3.0),
        (&[12.0, 7.5, 3.0, 3.0, 100.0, -8.0, 0.25], 0.9, 47.20000000000003),
        (&[12.0, 7.5, 3.0, 3.0, 100.0, -8.0, 0.25], 1.0, 100.0),
    ];

    type Point = (f64, f64);

    // Oracle: oracle/vectors.py; scipy 1.17.1, theilslopes(y, x)[:2].
    const LINES: [(&[Point], f64, f64); 3] = [
        (&[(0.0, 5.0), (1.0, 7.0), (2.0, 6.0), (3.0, 11.0), (4.0, 40.0), (5.0, 13.0)], 2.0, 4.0),
        (
            &[(1.0, 10.0), (1.0, 12.0), (2.0, 9.5), (4.0, 7.0), (4.0, 8.0), (9.0, -3.0)],
            -1.625,
            13.625,
        ),
        (
            &[(2024.5, 1000000.0), (2020.25, 2000000.0), (2022.0, 1500000.0), (2021.0, 1900000.0)],
            -246218.48739495798,
            499430672.26890755,
        ),
    ];

    #[test]
    fn quantiles_agree_with_numpy() {
        for (values, p, expected) in QUANTILES {
            assert_near(quantile(&mut values.to_vec(), p).unwrap(), expected, 1e-14);
        }
    }

    #[test]
    fn lines_agree_with_scipy() {
        for (points, slope, intercept) in LINES {
            let line = theil_sen(points).unwrap();
            assert_near(line.slope, slope, 1e-12);
            assert_near(line.intercept, intercept, 1e-12);
        }
    }

    #[test]
    fn the_order_of_values_does_not_matter() {
        let mut chance = Chance(11);
        let mut values: Vec<f64> = (0..101).map(f64::from).collect();
        chance.shuffle(&mut values);
        assert_eq!(median(&mut values), Some(50.0));
        assert_eq!(median(&mut [4.0, 1.0, 3.0, 2.0]), Some(2.5));
    }

    #[test]
    fn the_median_of_huge_values_does_not_overflow() {
        assert_eq!(median(&mut [f64::MAX, f64::MAX]), Some(f64::MAX));
        assert_eq!(median(&mut [-f64::MAX, f64::MAX]), Some(0.0));
        assert_eq!(median(&mut [0.0, f64::INFINITY]), Some(f64::INFINITY));
        assert_eq!(quantile(&mut [0.0, f64::INFINITY], 0.0), Some(0.0));
    }

    #[test]
    fn one_wild_value_does_not_move_the_line() {
        let mut points: Vec<(f64, f64)> =
            (0..12).map(|month| (f64::from(month), 5.0 + 2.0 * f64::from(month))).collect();
        points[7].1 = 10_000.0;
        assert_eq!(theil_sen(&points), Some(Line { slope: 2.0, intercept: 5.0 }));
    }

    #[test]
    fn no_answer_is_none() {
        assert_eq!(median(&mut []), None);
        assert_eq!(median(&mut [1.0, f64::NAN]), None);
        assert_eq!(median(&mut [f64::NEG_INFINITY, f64::INFINITY]), None);
        for p in [-0.1, 1.1, f64::NAN] {
            assert_eq!(quantile(&mut [1.0, 2.0], p), None);
        }
        assert_eq!(theil_sen(&[]), None);
        assert_eq!(theil_sen(&[(1.0, 2.0)]), None);
        assert_eq!(theil_sen(&[(1.0, 2.0), (1.0, 3.0)]), None);
        assert_eq!(theil_sen(&[(1.0, 2.0), (f64::NAN, 3.0)]), None);
        assert_eq!(theil_sen(&[(0.0, -1e308), (1e-300, 1e308)]), None);
    }

    #[test]
    fn a_series_longer_than_the_limit_has_no_line() {
        let points: Vec<_> = (0..=MOST_POINTS).map(|x| (x as f64, 2.0 * x as f64)).collect();
        assert_eq!(theil_sen(&points), None);
        assert_eq!(theil_sen(&points[1..]), Some(Line { slope: 2.0, intercept: 0.0 }));
    }
}
