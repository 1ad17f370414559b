//! What people did after something was put right for them, beside what like people did: not why.
//!
//! Somebody for whom nothing had to be put right stands beside each who was helped: one who had bought as
//! often, as lately and for as much by then. Compared is what both did in the same days afterwards. People
//! who complain differ from others in more than can be matched, so a difference is a difference and no
//! cause, and too few are no evidence.

use crate::normal::tail;
use crate::{Estimate, Interval};

/// What somebody bought, in the order of time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Buyer {
    /// Moment in days, from any beginning that all share, and what it came to.
    pub orders: Vec<(f64, f64)>,
}

/// Fewer of either are no evidence.
pub const FEWEST: usize = 20;
/// Like people who stand beside one who was helped.
const BESIDE: usize = 3;
/// Further apart than this, in standard deviations of each trait together, two are not alike.
const CALIPER: f64 = 0.5;
/// Who stand too far apart on average, in standard deviations, are not compared at all.
const IMBALANCE: f64 = 0.25;
/// Times that the pairs are drawn again.
const DRAWS: usize = 2_000;

/// What is said of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Afterwards {
    /// Too few, or too unlike, to say anything: how many were compared.
    NoEvidenceYet { matched: usize },
    /// The interval of the difference holds nought.
    NoDifference(Difference),
    /// Those who were helped bought again more often.
    More(Difference),
    /// Less often.
    Less(Difference),
}

/// In shares who bought again within the days that were looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Of those who were helped.
    pub helped: f64,
    /// Of those like them.
    pub like: f64,
    /// The first without the second, with its interval.
    pub difference: Estimate,
    /// What each spent in those days beyond those like them, on average.
    pub spent: Estimate,
    pub matched: usize,
    /// Who had nobody like them.
    pub left_out: usize,
}

impl Afterwards {
    /// What was compared, where anything was.
    pub fn difference(&self) -> Option<&Difference> {
        match self {
            Self::NoEvidenceYet { .. } => None,
            Self::NoDifference(d) | Self::More(d) | Self::Less(d) => Some(d),
        }
    }
}

/// Those in `helped` (a buyer, and when it was put right) beside those in `others`, over `days` days.
/// Whoever had bought nothing by then, and whoever was helped a second time, is left out. The caller gives
/// only moments after which so many days have passed.
///
/// None for a confidence that is not between 0 and 1.
pub fn compare_recovered(
    buyers: &[Buyer],
    helped: &[(usize, f64)],
    others: &[usize],
    days: f64,
    confidence: f64,
) -> Option<Afterwards> {
    tail(confidence)?;
    let mut once = std::collections::BTreeSet::new();
    let helped: Vec<(usize, f64)> =
        helped.iter().copied().filter(|(who, at)| at.is_finite() && once.insert(*who)).collect();
    let others: Vec<usize> = others.iter().copied().filter(|who| !once.contains(who)).collect();
    let pairs = pair(buyers, &helped, &others);
    let matched = pairs.len();
    if matched < FEWEST || is_uneven(&pairs) {
        return Some(Afterwards::NoEvidenceYet { matched });
    }
    let each: Vec<Outcome> = pairs.iter().map(|p| p.outcome(buyers, days)).collect();
    let mean = |of: fn(&Outcome) -> f64| each.iter().map(of).sum::<f64>() / matched as f64;
    let difference = drawn(&each, |o| o.again - o.again_like, confidence);
    let difference = Difference {
        helped: mean(|o| o.again),
        like: mean(|o| o.again_like),
        difference,
        spent: drawn(&each, |o| o.spent - o.spent_like, confidence),
        matched,
        left_out: helped.len() - matched,
    };
    let Interval { low, high } = difference.difference.interval;
    Some(match (low > 0.0, high < 0.0) {
        (true, _) => Afterwards::More(difference),
        (_, true) => Afterwards::Less(difference),
        _ => Afterwards::NoDifference(difference),
    })
}

/// Orders, days since the last, and amount, each as its logarithm: twice is twice for small and large.
type Traits = [f64; 3];

fn traits(buyer: &Buyer, at: f64) -> Option<Traits> {
    let before = &buyer.orders[..buyer.orders.partition_point(|(on, _)| *on <= at)];
    let (last, _) = before.last()?;
    let amount: f64 = before.iter().map(|(_, amount)| amount.max(0.0)).sum();
    Some([(before.len() as f64).ln_1p(), (at - last).ln_1p(), amount.ln_1p()])
}

struct Pair {
    who: usize,
    at: f64,
    traits: Traits,
    beside: Vec<(usize, Traits)>,
    /// Standard deviations of each trait, of all.
    spread: Traits,
}

struct Outcome {
    again: f64,
    again_like: f64,
    spent: f64,
    spent_like: f64,
}

impl Pair {
    fn outcome(&self, buyers: &[Buyer], days: f64) -> Outcome {
        let after = |who: usize| {
            let orders = &buyers[who].orders;
            let from = orders.partition_point(|(on, _)| *on <= self.at);
            let to = orders.partition_point(|(on, _)| *on <= self.at + days);
            let spent: f64 = orders[from..to].iter().map(|(_, amount)| amount).sum();
            (f64::from(u8::from(to > from)), spent)
        };
        let n = self.beside.len() as f64;
        let beside = || self.beside.iter().map(|(who, _)| after(*who));
        let (again, spent) = after(self.who);
        Outcome {
            again,
            again_like: beside().map(|(again, _)| again).sum::<f64>() / n,
            spent,
            spent_like: beside().map(|(_, spent)| spent).sum::<f64>() / n,
        }
    }
}

/// Each with the nearest who are free; who stood beside one stands beside no other, so that each pair
/// speaks for itself.
fn pair(buyers: &[Buyer], helped: &[(usize, f64)], others: &[usize]) -> Vec<Pair> {
    let known = |(who, at): &(usize, f64)| Some((*who, *at, traits(buyers.get(*who)?, *at)?));
    let helped: Vec<(usize, f64, Traits)> = helped.iter().filter_map(known).collect();
    let spread = spread(helped.iter().map(|(.., traits)| *traits));
    let mut free: Vec<usize> = others.iter().copied().filter(|who| *who < buyers.len()).collect();
    let mut pairs = Vec::new();
    for (who, at, own) in helped {
        let mut near: Vec<(f64, usize, Traits)> = free
            .iter()
            .enumerate()
            .filter_map(|(place, other)| {
                let traits = traits(&buyers[*other], at)?;
                let far = distance(&own, &traits, &spread);
                (far <= CALIPER).then_some((far, place, traits))
            })
            .collect();
        let nearest = near.len().min(BESIDE);
        if nearest == 0 {
            continue;
        }
        if near.len() > nearest {
            near.select_nth_unstable_by(nearest, |a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        }
        near.truncate(nearest);
        let beside = near.iter().map(|(_, place, traits)| (free[*place], *traits)).collect();
        let mut taken: Vec<usize> = near.iter().map(|(_, place, _)| *place).collect();
        taken.sort_unstable_by(|a, b| b.cmp(a));
        for place in taken {
            free.swap_remove(place);
        }
        pairs.push(Pair { who, at, traits: own, beside, spread });
    }
    pairs
}

fn distance(one: &Traits, other: &Traits, spread: &Traits) -> f64 {
    let apart = |i: usize| (one[i] - other[i]) / spread[i];
    (0..one.len()).map(|i| apart(i) * apart(i)).sum::<f64>().sqrt()
}

/// Standard deviations; where all are the same, any difference is a large one.
fn spread(all: impl Iterator<Item = Traits> + Clone) -> Traits {
    let n = all.clone().count().max(1) as f64;
    std::array::from_fn(|i| {
        let mean = all.clone().map(|t| t[i]).sum::<f64>() / n;
        let variance = all.clone().map(|t| (t[i] - mean).powi(2)).sum::<f64>() / n;
        variance.sqrt().max(0.1)
    })
}

fn is_uneven(pairs: &[Pair]) -> bool {
    let n = pairs.len() as f64;
    let apart = |i: usize| {
        let one = |p: &Pair| {
            let like = p.beside.iter().map(|(_, t)| t[i]).sum::<f64>() / p.beside.len() as f64;
            (p.traits[i] - like) / p.spread[i]
        };
        (pairs.iter().map(one).sum::<f64>() / n).abs()
    };
    (0..3).any(|i| apart(i) > IMBALANCE)
}

/// The mean over the pairs, and where it lies when they are drawn again and again: the percentile
/// bootstrap, with chances that are the same on every run.
fn drawn(each: &[Outcome], of: impl Fn(&Outcome) -> f64, confidence: f64) -> Estimate {
    let values: Vec<f64> = each.iter().map(of).collect();
    let n = values.len();
    let mean = values.iter().sum::<f64>() / n as f64;
    let mut state = 0x5eed_u64;
    let mut means: Vec<f64> = (0..DRAWS)
        .map(|_| (0..n).map(|_| values[next(&mut state, n)]).sum::<f64>() / n as f64)
        .collect();
    means.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| {
        let place = (share * (DRAWS - 1) as f64).round();
        means[(place as usize).min(DRAWS - 1)]
    };
    let half = (1.0 - confidence) / 2.0;
    let interval = Interval { low: at(half), high: at(1.0 - half) };
    Estimate { value: mean, interval, n: n as u64 }
}

/// splitmix64 (Steele, Lea and Flood 2014).
fn next(state: &mut u64, n: usize) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((mixed ^ (mixed >> 31)) % n as u64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Chance;

    const DAYS: f64 = 90.0;

    /// A shop: most never complained, some were helped on a day of their own and bought again with a chance
    /// that is `lift` beyond what it would have been, or below it. Who buys much complains sooner: were
    /// nobody matched, that alone would look like an effect.
    fn shop(
        seed: u64,
        helped: usize,
        others: usize,
        lift: f64,
    ) -> (Vec<Buyer>, Vec<(usize, f64)>, Vec<usize>) {
        let mut chance = Chance(seed);
        let (mut buyers, mut recovered, mut rest) = (Vec::new(), Vec::new(), Vec::new());
        while recovered.len() < helped || rest.len() < others {
            let at = 400.0 + 200.0 * chance.share();
            let gap = 20.0 + 200.0 * chance.share();
            let (mut orders, mut day) = (Vec::new(), gap * chance.share());
            while day <= 700.0 {
                orders.push((day, 5.0 + 40.0 * chance.share()));
                day += gap * (0.5 + chance.share());
            }
            let before = orders.iter().filter(|(day, _)| *day <= at).count();
            let who = buyers.len();
            if recovered.len() < helped && chance.share() < before as f64 / 100.0 {
                recovered.push((who, at));
                if chance.share() < lift {
                    orders.push((at + DAYS * chance.share().max(0.01), 20.0));
                }
                let leaves = chance.share() < -lift;
                orders.retain(|(day, _)| !leaves || *day <= at);
                orders.sort_by(|a, b| a.0.total_cmp(&b.0));
            } else if rest.len() < others {
                rest.push(who);
            } else {
                continue;
            }
            buyers.push(Buyer { orders });
        }
        (buyers, recovered, rest)
    }

    #[test]
    fn a_recovery_that_changes_what_people_do_is_found() {
        let (buyers, helped, others) = shop(7, 300, 6_000, 0.35);
        let said = compare_recovered(&buyers, &helped, &others, DAYS, 0.95).unwrap();
        let Afterwards::More(d) = said else { panic!("{said:?}") };
        assert!(d.difference.value > 0.05 && d.spent.value > 0.0, "{d:?}");
        assert!(d.matched > 200 && d.matched + d.left_out == 300);
    }

    #[test]
    fn a_recovery_that_drives_people_away_is_found() {
        let (buyers, helped, others) = shop(8, 300, 6_000, -0.5);
        let said = compare_recovered(&buyers, &helped, &others, DAYS, 0.95).unwrap();
        assert!(matches!(said, Afterwards::Less(_)), "{said:?}");
    }

    #[test]
    fn where_nothing_changed_something_is_found_no_more_often_than_chance_allows() {
        let mut found = 0;
        for seed in 0..100 {
            let (buyers, helped, others) = shop(1_000 + seed, 120, 2_500, 0.0);
            let said = compare_recovered(&buyers, &helped, &others, DAYS, 0.95).unwrap();
            found += usize::from(matches!(said, Afterwards::More(_) | Afterwards::Less(_)));
        }
        assert!(found <= 10, "{found} of 100 at 95 %");
    }

    #[test]
    fn too_few_or_too_unlike_is_no_evidence() {
        let (buyers, helped, others) = shop(3, FEWEST - 1, 500, 0.9);
        let said = compare_recovered(&buyers, &helped, &others, DAYS, 0.95).unwrap();
        assert!(matches!(said, Afterwards::NoEvidenceYet { .. }));
        // Those who were helped bought a hundred times as much as anybody else.
        let (mut buyers, helped, others) = shop(4, 100, 500, 0.5);
        for (who, _) in &helped {
            buyers[*who].orders.iter_mut().for_each(|(_, amount)| *amount *= 1e4);
        }
        let said = compare_recovered(&buyers, &helped, &others, DAYS, 0.95).unwrap();
        assert_eq!(said, Afterwards::NoEvidenceYet { matched: 0 });
        assert_eq!(compare_recovered(&[], &[], &[], DAYS, 0.95).unwrap().difference(), None);
        assert!(compare_recovered(&[], &[], &[], DAYS, 1.0).is_none());
    }

    #[test]
    fn nobody_stands_beside_two_and_nobody_beside_themselves() {
        let (buyers, helped, mut others) = shop(5, 50, 400, 0.0);
        others.extend(helped.iter().map(|(who, _)| *who));
        let pairs = pair(&buyers, &helped, &others[..400]);
        let beside: Vec<usize> = pairs.iter().flat_map(|p| p.beside.iter().map(|b| b.0)).collect();
        let once: std::collections::BTreeSet<_> = beside.iter().collect();
        assert_eq!(once.len(), beside.len());
        let said = compare_recovered(&buyers, &helped, &others, DAYS, 0.95);
        let without = compare_recovered(&buyers, &helped, &others[..400], DAYS, 0.95);
        assert_eq!(said, without);
    }
}
