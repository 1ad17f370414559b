//! A score that fades without ever being counted again.

/// The worth of all votes so far, each fading by a factor of e in `τ` seconds (a half-life of
/// `τ·ln 2`), as a logarithm: `ln Σ e^{tᵢ/τ}` over the moments `tᵢ` of the votes. This is forward
/// decay (Cormode, Shkapenyuk, Srivastava and Xu 2009): older votes do not shrink, newer ones
/// count for more, so a stored score stays true and scores compare at any time. Votes may come in
/// any order.
///
/// All scores that are compared must use the same `τ` and the same beginning of time. It is the
/// number that a store keeps; [`DecayedScore::START`] is minus infinity.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct DecayedScore(pub f64);

impl DecayedScore {
    /// No votes yet: below every score that has one.
    pub const START: Self = Self(f64::NEG_INFINITY);

    /// The score of votes at these moments, in seconds since the beginning that all scores share.
    pub fn from_times(times: impl IntoIterator<Item = f64>, tau_seconds: f64) -> Self {
        times.into_iter().fold(Self::START, |score, at| score.add(at, tau_seconds))
    }

    /// One more vote at this moment: `s ← max(s, t/τ) + ln(1 + e^{−|s − t/τ|})`, which neither
    /// overflows nor loses the smaller of the two.
    ///
    /// The score stays as it was when `τ` is not positive or the moment over `τ` is no finite
    /// number. A score that is itself not a number begins again.
    #[must_use]
    pub fn add(self, at_seconds: f64, tau_seconds: f64) -> Self {
        let vote = at_seconds / tau_seconds;
        if !(tau_seconds > 0.0 && vote.is_finite()) {
            return self;
        }
        if self.0.is_nan() {
            return Self(vote);
        }
        Self(self.0.max(vote) + (-(self.0 - vote).abs()).exp().ln_1p())
    }
}

impl Default for DecayedScore {
    fn default() -> Self {
        Self::START
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Chance, assert_near};

    const DAY: f64 = 86_400.0;
    const WEEK: f64 = 7.0 * DAY;

    // Oracle: oracle/vectors.py; scipy 1.17.1, logsumexp(times / tau).
    const SCORES: [(&[f64], f64, f64); 4] = [
        (&[0.0, 0.0, 604800.0], 604800.0, 1.551444713932051),
        (&[1700000000.0, 1700003600.0, 1690000000.0], 604800.0, 2811.542688679321),
        (
            &[0.0, 86400.0, 172800.0, 259200.0, 345600.0, 432000.0, 518400.0, 604800.0],
            259200.0,
            3.5219715199523622,
        ),
        (&[-5.0, 5.0, 5000.0], 1.0, 5000.0),
    ];

    #[test]
    fn votes_on_days_0_0_and_7_score_the_logarithm_of_two_and_e() {
        let score = DecayedScore::from_times([0.0, 0.0, 7.0 * DAY], WEEK);
        assert_near(score.0, (2.0 + 1.0_f64.exp()).ln(), 1e-15);
        assert!((score.0 - 1.551_445).abs() < 5e-7);
    }

    #[test]
    fn scores_agree_with_scipy() {
        for (times, tau, expected) in SCORES {
            assert_near(DecayedScore::from_times(times.iter().copied(), tau).0, expected, 1e-14);
        }
    }

    #[test]
    fn votes_may_come_in_any_order() {
        let mut chance = Chance(7);
        for _ in 0..50 {
            let mut times: Vec<f64> =
                (0..200).map(|_| 1.7e9 + chance.share() * 365.0 * DAY).collect();
            let once = DecayedScore::from_times(times.iter().copied(), WEEK);
            chance.shuffle(&mut times);
            let again = DecayedScore::from_times(times.iter().copied(), WEEK);
            assert_near(again.0, once.0, 1e-14);
        }
    }

    #[test]
    fn one_vote_a_half_life_later_is_worth_two() {
        let later = DecayedScore::START.add(WEEK * std::f64::consts::LN_2, WEEK);
        let two = DecayedScore::from_times([0.0, 0.0], WEEK);
        assert_near(later.0, two.0, 1e-15);
    }

    #[test]
    fn the_start_is_below_all_and_leaves_no_trace() {
        assert!(DecayedScore::START < DecayedScore(-1e300));
        assert_eq!(DecayedScore::default().add(-3.0 * WEEK, WEEK), DecayedScore(-3.0));
    }

    #[test]
    fn what_is_not_a_moment_changes_nothing() {
        let score = DecayedScore(2.5);
        for (at, tau) in [
            (f64::NAN, WEEK),
            (f64::INFINITY, WEEK),
            (1.0, 0.0),
            (0.0, 0.0),
            (1.0, -WEEK),
            (1.0, f64::NAN),
            (1e308, 1e-308),
        ] {
            assert_eq!(score.add(at, tau), score, "{at} {tau}");
        }
        assert_eq!(DecayedScore(f64::NAN).add(WEEK, WEEK), DecayedScore(1.0));
    }
}
