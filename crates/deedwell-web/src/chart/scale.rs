//! From numbers to places, and the ticks between.

/// A span of numbers that is never empty and always finite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    pub from: f64,
    pub to: f64,
}

impl Scale {
    /// The two in order; a span of nothing is widened.
    pub fn new(from: f64, to: f64) -> Self {
        let (from, to) = (finite(from), finite(to));
        let (from, to) = if from <= to { (from, to) } else { (to, from) };
        if to - from > f64::EPSILON * to.abs().max(1.0) {
            return Self { from, to };
        }
        let room = if from == 0.0 { 1.0 } else { from.abs() / 2.0 };
        Self { from: from - room, to: to + room }
    }

    /// Around all of these, with a quarter of room at each end.
    pub fn around(values: impl Iterator<Item = f64>) -> Self {
        let (least, most) = extent(values);
        let plain = Self::new(least, most);
        let room = (plain.to - plain.from) / 4.0;
        Self { from: plain.from - room, to: plain.to + room }
    }

    /// From nought to one, kept within.
    pub fn share(self, x: f64) -> f64 {
        ((finite(x) - self.from) / (self.to - self.from)).clamp(0.0, 1.0)
    }

    /// A scale of round numbers around these values and its ticks, at most five.
    pub fn ticks(values: impl Iterator<Item = f64>, from_zero: bool) -> (Self, Vec<f64>) {
        let (least, most) = extent(values);
        let least = if from_zero { least.min(0.0) } else { least };
        let plain = Self::new(least, most);
        let rough = (plain.to - plain.from) / 3.5;
        let size = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|m| m * size).into_iter().find(|s| *s >= rough);
        let step = step.unwrap_or(size * 10.0);
        // People and votes come in ones.
        let step = if plain.to - plain.from >= 2.0 { step.max(1.0) } else { step };
        let from = (plain.from / step).floor() * step;
        let from = if least >= 0.0 { from.max(0.0) } else { from };
        let count = ((plain.to - from) / step).ceil().clamp(1.0, 8.0) as usize;
        let ticks: Vec<f64> = (0..=count).map(|i| from + step * i as f64).collect();
        let to = ticks.last().copied().unwrap_or(plain.to);
        (Self { from, to }, ticks)
    }
}

fn extent(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let finite = values.filter(|v| v.is_finite());
    let (least, most) = finite
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), v| (least.min(v), most.max(v)));
    if least <= most { (least, most) } else { (0.0, 1.0) }
}

fn finite(x: f64) -> f64 {
    // Far beyond what is counted here, and far from where sums of two would overflow.
    if x.is_nan() { 0.0 } else { x.clamp(-1e15, 1e15) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_hold_everything() {
        let ticks = |values: &[f64]| Scale::ticks(values.iter().copied(), false).1;
        assert_eq!(ticks(&[455.0, 682.0]), [400.0, 500.0, 600.0, 700.0]);
        assert_eq!(ticks(&[0.0, 3.0]), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(ticks(&[0.02, 0.09]), [0.02, 0.04, 0.06, 0.08, 0.1]);
        for values in [[0.0, 0.0], [5.0, 5.0], [1e18, 2e18], [f64::NAN, f64::INFINITY], [-7.0, 7.0]]
        {
            let (scale, ticks) = Scale::ticks(values.iter().copied(), false);
            assert!(scale.from < scale.to && ticks.len() >= 2 && ticks.len() <= 9, "{values:?}");
            assert!(ticks.iter().all(|t| t.is_finite()), "{ticks:?}");
        }
    }

    #[test]
    fn bars_start_at_zero() {
        assert_eq!(Scale::ticks([40.0, 90.0].into_iter(), true).0.from, 0.0);
    }
}
