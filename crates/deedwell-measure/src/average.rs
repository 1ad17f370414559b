//! Averages that do not take three stars from two people for a verdict.

/// The mean of `votes` grades, drawn towards `prior_mean` as if `prior_weight` votes had been
/// given for it: `(votes·mean + prior_weight·prior_mean) / (votes + prior_weight)`. In the unit of
/// the grades. Usually the prior is the mean over everything of the kind, and its weight about as
/// many votes as such a thing has.
///
/// Without votes it is the prior, whatever `mean` says, also if that is not a number. None when
/// there is neither vote nor weight, the weight is negative, or a number that counts is not finite.
pub fn bayesian_average(mean: f64, votes: u64, prior_mean: f64, prior_weight: f64) -> Option<f64> {
    let given = votes as f64;
    let total = given + prior_weight;
    if !(prior_weight >= 0.0 && total > 0.0 && total.is_finite()) {
        return None;
    }
    // As shares of the total, so that nothing overflows on the way.
    let part = |weight: f64, of: f64| if weight > 0.0 { weight / total * of } else { 0.0 };
    let average = part(given, mean) + part(prior_weight, prior_mean);
    average.is_finite().then_some(average)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::assert_near;

    // Oracle: oracle/vectors.py; numpy 2.4.6,
    // average([mean, prior_mean], weights=[votes, prior_weight]).
    const AVERAGES: [(f64, u64, f64, f64, f64); 4] = [
        (5.0, 2, 3.9, 25.0, 3.9814814814814814),
        (4.6, 200, 3.9, 25.0, 4.522222222222222),
        (1.0, 1, 3.5, 0.5, 1.8333333333333333),
        (2.25, 7, 4.0, 0.0, 2.25),
    ];

    #[test]
    fn averages_agree_with_numpy() {
        for (mean, votes, prior_mean, prior_weight, expected) in AVERAGES {
            let found = bayesian_average(mean, votes, prior_mean, prior_weight).unwrap();
            assert_near(found, expected, 1e-14);
        }
    }

    #[test]
    fn two_fives_rank_below_two_hundred_good_grades() {
        let few = bayesian_average(5.0, 2, 3.9, 25.0).unwrap();
        let many = bayesian_average(4.6, 200, 3.9, 25.0).unwrap();
        assert!((few - 3.981_481).abs() < 5e-7 && (many - 4.522_222).abs() < 5e-7);
    }

    #[test]
    fn without_votes_it_is_the_prior_and_without_a_prior_the_mean() {
        assert_eq!(bayesian_average(f64::NAN, 0, 3.9, 25.0), Some(3.9));
        assert_eq!(bayesian_average(4.5, 3, f64::NAN, 0.0), Some(4.5));
    }

    #[test]
    fn no_answer_is_none() {
        assert_eq!(bayesian_average(4.0, 0, 3.9, 0.0), None);
        assert_eq!(bayesian_average(4.0, 30, 3.9, -1.0), None);
        assert_eq!(bayesian_average(4.0, 30, 3.9, f64::NAN), None);
        assert_eq!(bayesian_average(4.0, 30, 3.9, f64::INFINITY), None);
        assert_eq!(bayesian_average(f64::NAN, 30, 3.9, 1.0), None);
        assert_eq!(bayesian_average(4.0, 30, f64::INFINITY, 1.0), None);
    }
}
