//! How quickly and how openly a company answers, decides and does: six shares, and one number of them.
//!
//! Each share has an influence function: how much it would move if one matter weighed a little more. The
//! sum over shares is the influence of a matter on the index, the sum over a person's matters that of the
//! person, and the sum of the squares of those is the variance (the infinitesimal jackknife, Jaeckel 1972;
//! Efron and Tibshirani 1993, section 21.3). Shares of the same matters hang together and one customer may bring many: both
//! is in it. For a Kaplan–Meier share the sum of squares over matters is Greenwood's variance, exactly.

use std::collections::BTreeMap;

use crate::wilson::of_many;
use crate::{Estimate, kaplan_meier};

/// The parts of the index, in this order throughout.
pub const PARTS: usize = 6;
/// What each part weighs: answered, decided, done, explained, told, by a person. Together 1.
pub const WEIGHTS: [f64; PARTS] = [0.35, 0.20, 0.15, 0.10, 0.10, 0.10];
/// Of fewer matters no index is said.
pub const FEWEST_OWED: u64 = 10;
/// A share of fewer is not said and not weighed; nor is a share within a time for which fewer could be
/// watched.
pub const FEWEST_OF_A_PART: u64 = 5;

/// How long something was waited for, in any unit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Wait {
    /// Until it came; for what has not come, until now.
    pub lasted: f64,
    pub came: bool,
    /// How long it could be watched: until now, whether it came or not.
    pub watched: f64,
}

/// One matter that somebody asked of the company. `None` where there is nothing to say.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Asked {
    /// The same for what one person brought.
    pub whose: u32,
    /// What sort of matter: the place of its times in the list.
    pub sort: usize,
    /// For an answer, for a decision, and from a yes for the deed.
    pub waits: [Option<Wait>; 3],
    /// Of a decision whether it was explained and whether all who took part were told; of an answer
    /// whether it came from a person.
    pub openly: [Option<bool>; 3],
}

/// Within which time an answer, a decision and a deed fit, in the unit of the waits.
pub type Fits = [f64; 3];

/// Six shares and what follows from them.
#[derive(Clone, Debug, PartialEq)]
pub struct Responsiveness {
    pub owed: u64,
    /// Different persons who asked.
    pub people: u64,
    /// On a scale from 0 to 1; `None` for what too few speak of, or what is too young. `n` is the number of
    /// matters that it rests on.
    pub parts: [Option<Estimate>; PARTS],
    /// From 0 to 100: the mean of the known parts, each as heavy as its weight. `None` below
    /// [`FEWEST_OWED`].
    pub index: Option<Estimate>,
}

/// `100 · Σ wᵢ·Sᵢ / Σ wᵢ` over the parts that are known, with `wᵢ` of [`WEIGHTS`].
///
/// The first three parts are shares within the time that fits, by Kaplan and Meier (1958), for each sort
/// of matter by itself; the last three are plain shares. Sorts count as often as they have matters.
///
/// Intervals are Wilson's (1927) for as many matters as have the same variance, `S·(1−S)/V` (Kott and Carr
/// 1997), which keeps them within 0 and 1. Where all came or none did the variance is nought, and they are
/// those of as many as there are people.
///
/// None for a confidence that is not between 0 and 1.
pub fn responsiveness(asked: &[Asked], fits: &[Fits], confidence: f64) -> Option<Responsiveness> {
    crate::normal::tail(confidence)?;
    let whose: Vec<u32> = asked.iter().map(|a| a.whose).collect();
    let (mut parts, mut all) = ([None; PARTS], vec![0.0; asked.len()]);
    let (mut sum, mut weight) = (0.0, 0.0);
    let owed = asked.len() as u64;
    for (place, part) in parts.iter_mut().enumerate() {
        let Some(share) = share(asked, fits, place) else { continue };
        let variance = by_person(&whose, &share.influence);
        *part = of_many(share.value, share.n as f64, variance, confidence).map(|mut e| {
            e.n = share.n;
            e
        });
        all.iter_mut().zip(&share.influence).for_each(|(all, one)| *all += WEIGHTS[place] * one);
        sum += WEIGHTS[place] * share.value;
        weight += WEIGHTS[place];
    }
    let variance = by_person(&whose, &all);
    let people = variance.people;
    let index = (owed >= FEWEST_OWED && weight > 0.0).then(|| {
        let variance = Variance { value: variance.value / (weight * weight), people };
        // Were the parts strangers to each other, so many would speak.
        let most = owed as f64 * weight * weight / WEIGHTS.iter().map(|w| w * w).sum::<f64>();
        let mut index = of_many(sum / weight, most, variance, confidence)?;
        index.value *= 100.0;
        index.interval.low *= 100.0;
        index.interval.high *= 100.0;
        index.n = owed;
        Some(index)
    });
    Some(Responsiveness { owed, people, parts, index: index.flatten() })
}

/// How much an estimate varies, and from how many people that is known.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Variance {
    pub value: f64,
    pub people: u64,
}

/// A share, the matters it rests on, and what each matter has to do with it.
struct Share {
    value: f64,
    n: u64,
    influence: Vec<f64>,
}

fn share(asked: &[Asked], fits: &[Fits], part: usize) -> Option<Share> {
    let mut by_sort: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, one) in asked.iter().enumerate() {
        let speaks = match part {
            0..3 => one.waits[part].is_some(),
            _ => one.openly[part - 3].is_some(),
        };
        if speaks {
            by_sort.entry(one.sort).or_default().push(place);
        }
    }
    let of_sort = |(sort, places): (&usize, &Vec<usize>)| {
        let found = match part {
            0..3 => within(asked, places, part, fits.get(*sort)?[part])?,
            _ => plain(asked, places, part - 3),
        };
        Some((places.clone(), found))
    };
    let known: Vec<_> = by_sort.iter().filter_map(of_sort).collect();
    let n = known.iter().map(|(places, _)| places.len()).sum::<usize>();
    if (n as u64) < FEWEST_OF_A_PART {
        return None;
    }
    let (mut value, mut influence) = (0.0, vec![0.0; asked.len()]);
    for (places, (share, moves)) in known {
        let part = places.len() as f64 / n as f64;
        value += part * share;
        places.iter().zip(moves).for_each(|(place, moves)| influence[*place] = part * moves);
    }
    Some(Share { value: value.clamp(0.0, 1.0), n: n as u64, influence })
}

/// The share that came within a time, and the influence of each.
fn within(asked: &[Asked], places: &[usize], part: usize, fit: f64) -> Option<(f64, Vec<f64>)> {
    let waits: Vec<Wait> = places.iter().filter_map(|p| asked[*p].waits[part]).collect();
    let old = waits.iter().filter(|w| w.watched >= fit).count() as u64;
    if old < FEWEST_OF_A_PART {
        return None;
    }
    let waits: Vec<(f64, bool)> = waits.iter().map(|w| (w.lasted, w.came)).collect();
    let (waiting, influence) = influence_on_waiting(&waits, fit);
    Some((1.0 - waiting, influence.into_iter().map(|moves| -moves).collect()))
}

/// The Kaplan–Meier share still waiting at `time`, and the derivative of that by the weight of each:
/// `−S·(1{ended by then}/(n−d) − Σ d/(n·(n−d)))`, the sum over the ends until the observation or `time`,
/// whichever is first (Reid 1981). Durations that are none count as 0.
pub fn influence_on_waiting(observations: &[(f64, bool)], time: f64) -> (f64, Vec<f64>) {
    let sane = |duration: f64| if duration.is_finite() { duration.max(0.0) } else { 0.0 };
    let observations: Vec<(f64, bool)> =
        observations.iter().map(|(duration, ended)| (sane(*duration), *ended)).collect();
    let curve = kaplan_meier(&observations);
    let reached = curve.points.partition_point(|p| p.time <= time);
    let points = &curve.points[..reached];
    let waiting = points.last().map_or(1.0, |p| p.survival);
    // Where nobody waits any more no weight changes that.
    if waiting <= 0.0 {
        return (0.0, vec![0.0; observations.len()]);
    }
    let mut passed = 0.0;
    let sums: Vec<f64> = points
        .iter()
        .map(|p| {
            let (at_risk, ended) = (p.at_risk as f64, p.events as f64);
            passed += ended / (at_risk * (at_risk - ended));
            passed
        })
        .collect();
    let one = |(duration, ended): &(f64, bool)| {
        let until = points.partition_point(|p| p.time <= *duration);
        let passed = until.checked_sub(1).map_or(0.0, |last| sums[last]);
        let at = until.checked_sub(1).and_then(|last| points.get(last));
        let own = match at.filter(|p| *ended && p.time == *duration) {
            Some(p) => 1.0 / (p.at_risk - p.events) as f64,
            None => 0.0,
        };
        -waiting * (own - passed)
    };
    (waiting, observations.iter().map(one).collect())
}

fn plain(asked: &[Asked], places: &[usize], which: usize) -> (f64, Vec<f64>) {
    let said = |p: &usize| f64::from(u8::from(asked[*p].openly[which] == Some(true)));
    let n = places.len() as f64;
    let share = places.iter().map(said).sum::<f64>() / n;
    (share, places.iter().map(|p| (said(p) - share) / n).collect())
}

/// The sum of squares of what each person's matters move together, with `m/(m−1)` for few people.
fn by_person(whose: &[u32], influence: &[f64]) -> Variance {
    let mut order: Vec<usize> = (0..whose.len()).collect();
    order.sort_unstable_by_key(|place| whose[*place]);
    let (mut people, mut squares) = (0_u64, 0.0);
    for one in order.chunk_by(|a, b| whose[*a] == whose[*b]) {
        people += 1;
        squares += one.iter().map(|place| influence[*place]).sum::<f64>().powi(2);
    }
    let few = if people > 1 { people as f64 / (people - 1) as f64 } else { 1.0 };
    Variance { value: squares * few, people }
}

/// Between which places somebody stands among others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rank {
    pub best: u64,
    pub worst: u64,
}

impl Rank {
    pub const fn is_sure(self) -> bool {
        self.best == self.worst
    }
}

/// Ahead of another is only whose whole interval lies above the other's: noise ranks nobody. In the order
/// given; nothing where there is no estimate.
pub fn ranks(all: &[Option<Estimate>]) -> Vec<Option<Rank>> {
    let bounds = |of: fn(&Estimate) -> f64| {
        let mut bounds: Vec<f64> = all.iter().flatten().map(of).collect();
        bounds.sort_unstable_by(f64::total_cmp);
        bounds
    };
    let (lows, highs) = (bounds(|e| e.interval.low), bounds(|e| e.interval.high));
    let rank = |one: &Estimate| {
        let above = lows.len() - lows.partition_point(|low| *low <= one.interval.high);
        let below = highs.partition_point(|high| *high < one.interval.low);
        Rank { best: above as u64 + 1, worst: (highs.len() - below) as u64 }
    };
    all.iter().map(|one| one.as_ref().map(rank)).collect()
}

#[cfg(test)]
mod tests;
