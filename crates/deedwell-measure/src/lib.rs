//! Pure numerics: intervals, ratios, survival, rankings.
//!
//! The statistics behind the grid a) to h): every number a shopkeeper reads is a plain count
//! first, and then a rate with an interval, so that noise is not taken for news.
//!
//! Reading order: `estimate` (what an answer looks like), `wilson` and `exact` (shares and
//! counts), `rate_ratio` (is it more or fewer than before?), `survival` (how long until?), `responsiveness`
//! (how quickly and how openly, in one number), `recovery` (what people did after something was put right, beside people like them), `decay`
//! and `average` (rankings), `robust` (medians and lines), `split` (money to the last cent). The
//! private modules `normal`, `beta` and `gamma` hold the quantiles that the intervals need.
//!
//! Conventions, the same throughout:
//! - Nothing panics. A question without an answer is `None`, and the doc comment says when.
//! - `confidence` lies strictly between 0 and 1 (0.95 is usual) and intervals are two-sided with
//!   equal tails; anything else is `None`.
//! - Nothing here reads a clock, a file or a random number.
//!
//! Test vectors come from `oracle/vectors.py`, which names the programs and their versions.

mod average;
mod beta;
mod decay;
mod estimate;
mod exact;
mod gamma;
mod normal;
mod rate_ratio;
mod recovery;
mod responsiveness;
mod robust;
mod split;
mod survival;
mod wilson;

#[cfg(test)]
mod testing;

pub use average::bayesian_average;
pub use decay::DecayedScore;
pub use estimate::{Estimate, Interval};
pub use exact::{clopper_pearson, poisson_interval};
pub use rate_ratio::{RateRatio, Verdict, rate_ratio};
pub use recovery::{Afterwards, Buyer, Difference, FEWEST, compare_recovered};
pub use responsiveness::{
    Asked, FEWEST_OF_A_PART, FEWEST_OWED, Fits, PARTS, Rank, Responsiveness, WEIGHTS, Wait,
    influence_on_waiting, ranks, responsiveness,
};
pub use robust::{Line, MOST_POINTS, median, quantile, theil_sen};
pub use split::largest_remainder;
pub use survival::{Survival, SurvivalPoint, kaplan_meier};
pub use wilson::{wilson, wilson_lower};
