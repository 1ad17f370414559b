//! How long until: time to an answer, where some have none yet.

use crate::normal::{deviations, tail};
use crate::{Estimate, Interval};

/// A curve that says which share is still waiting as time goes by.
#[derive(Debug, Clone, PartialEq)]
pub struct Survival {
    /// One for each different duration, rising.
    pub points: Vec<SurvivalPoint>,
    /// How many observations the curve rests on.
    pub subjects: u64,
    /// How many had a duration that is negative or not a finite number, and were left out.
    pub left_out: u64,
}

/// What happened at one duration. Where `events` is 0, somebody was only lost from sight.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SurvivalPoint {
    /// In the unit of the observations.
    pub time: f64,
    /// How many were still waiting, and watched, just before.
    pub at_risk: u64,
    /// For how many the waiting ended here.
    pub events: u64,
    /// The share still waiting from here on.
    pub survival: f64,
}

/// The product-limit estimate of Kaplan and Meier (1958): at each duration the share still waiting
/// shrinks by `events / at_risk`.
///
/// An observation is how long someone waited, in any unit, and whether the end of the waiting was
/// observed; `false` means that they were still waiting when last seen. Who was last seen at a
/// duration at which others' waiting ends counts as at risk there. A mean over the ended alone
/// would look better than the truth.
pub fn kaplan_meier(observations: &[(f64, bool)]) -> Survival {
    let valid = |duration: f64| duration.is_finite() && duration >= 0.0;
    let mut waits: Vec<(f64, bool)> =
        observations.iter().copied().filter(|&(duration, _)| valid(duration)).collect();
    waits.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));

    let subjects = waits.len() as u64;
    let (mut at_risk, mut survival) = (subjects, 1.0);
    let mut points = Vec::new();
    for together in waits.chunk_by(|one, other| one.0 == other.0) {
        let events = together.iter().filter(|&&(_, observed)| observed).count() as u64;
        survival *= (at_risk - events) as f64 / at_risk as f64;
        points.push(SurvivalPoint { time: together[0].0, at_risk, events, survival });
        at_risk -= together.len() as u64;
    }
    Survival { points, subjects, left_out: observations.len() as u64 - subjects }
}

impl Survival {
    /// The first time at which no more than half are still waiting; None while more than half are.
    pub fn median(&self) -> Option<f64> {
        // A half that was multiplied together may be a rounding error above a half.
        let reached = |point: &&SurvivalPoint| point.survival <= 0.5 + 1e-12;
        self.points.iter().find(reached).map(|point| point.time)
    }

    /// The share still waiting at `time`: 1 before the first end, level between ends, and level
    /// after the last observation, where nobody knows. Not a number at a time that is none.
    pub fn at(&self, time: f64) -> f64 {
        if time.is_nan() {
            return f64::NAN;
        }
        self.until(time).last().map_or(1.0, |point| point.survival)
    }

    /// The share still waiting at `time`, with Greenwood's variance (1926) on the scale of
    /// `ln(−ln S)` (Kalbfleisch and Prentice 1980), which keeps it within 0 and 1.
    ///
    /// That scale has no place for a share of 0 or 1. Rather than claim certainty, the interval
    /// there is wider: at 1 it goes down to the exact binomial bound for none of those who are known
    /// to have waited until `time`; at 0 it goes up to where it stood just before the last end.
    ///
    /// None without observations, at a time that is not a number, or for a confidence that is not
    /// between 0 and 1.
    pub fn at_with_interval(&self, time: f64, confidence: f64) -> Option<Estimate> {
        let tail = tail(confidence)?;
        if self.subjects == 0 || time.is_nan() {
            return None;
        }
        let seen = self.until(time);
        let interval = match seen.iter().rposition(|point| point.events > 0) {
            None => Interval { low: self.bound_when_none(time, tail), high: 1.0 },
            Some(last) => self.interval_after(last, tail),
        };
        Some(Estimate { value: self.at(time), interval, n: self.subjects })
    }

    /// Greenwood's variance (1926) of the share still waiting: `S²·Σ events/(at_risk·(at_risk − events))`.
    /// 0 before the first end and where nobody waits any more; not a number at a time that is none.
    pub fn variance_at(&self, time: f64) -> f64 {
        let survival = self.at(time);
        if time.is_nan() || survival <= 0.0 {
            return survival;
        }
        survival * survival * self.until(time).iter().map(greenwood).sum::<f64>()
    }

    /// The interval of the median: where the bounds of [`Survival::at_with_interval`] come down to a half
    /// (Brookmeyer and Crowley 1982). None at the end where a bound never does.
    pub fn median_interval(&self, confidence: f64) -> Option<(Option<f64>, Option<f64>)> {
        let z = deviations(tail(confidence)?);
        let (mut low, mut high, mut sum) = (None, None, 0.0);
        for point in self.points.iter().filter(|point| point.events > 0) {
            // At nought both bounds have come down.
            let bounds = if point.survival > 0.0 {
                sum += greenwood(point);
                bounds(point.survival, sum, z)
            } else {
                Interval { low: 0.0, high: 0.0 }
            };
            let half = |bound: f64| (bound <= 0.5 + 1e-12).then_some(point.time);
            low = low.or_else(|| half(bounds.low));
            high = high.or_else(|| half(bounds.high));
        }
        Some((low, high))
    }

    fn until(&self, time: f64) -> &[SurvivalPoint] {
        &self.points[..self.points.partition_point(|point| point.time <= time)]
    }

    /// With none ended among `m`, the share waiting is at least `tail^(1/m)`.
    fn bound_when_none(&self, time: f64, tail: f64) -> f64 {
        let waiting = self.points.iter().find(|point| point.time >= time);
        waiting.map_or(0.0, |point| tail.powf(1.0 / point.at_risk as f64))
    }

    /// The interval from the end at this point to the next.
    fn interval_after(&self, last: usize, tail: f64) -> Interval {
        let point = self.points[last];
        if point.survival > 0.0 {
            return log_log_interval(&self.points[..=last], point.survival, tail);
        }
        let before = self.points[..last].iter().rposition(|earlier| earlier.events > 0);
        let high = match before {
            Some(earlier) => self.interval_after(earlier, tail).high,
            None => 1.0 - tail.powf(1.0 / point.at_risk as f64),
        };
        Interval { low: 0.0, high }
    }
}

/// `S^exp(±θ)` with `θ = z·√(Σ events / (at_risk·(at_risk − events))) / |ln S|`.
fn log_log_interval(points: &[SurvivalPoint], survival: f64, tail: f64) -> Interval {
    bounds(survival, points.iter().map(greenwood).sum(), deviations(tail))
}

fn bounds(survival: f64, sum: f64, z: f64) -> Interval {
    let theta = z * sum.sqrt() / survival.ln().abs();
    Interval { low: survival.powf(theta.exp()), high: survival.powf((-theta).exp()) }
}

fn greenwood(point: &SurvivalPoint) -> f64 {
    let (ended, waited) = (point.events as f64, point.at_risk as f64);
    ended / (waited * (waited - ended))
}

#[cfg(test)]
mod tests;
