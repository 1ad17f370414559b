use super::*;
use crate::testing::{Chance, assert_near};

/// A shop of which the truth is known: answers come after a time that is exponential with this mean, in
/// days; decisions as long after; a third are a no; what was agreed is done at the same pace.
fn shop(chance: &mut Chance, matters: usize, people: usize, mean: f64, openly: f64) -> Vec<Asked> {
    let drawn = |chance: &mut Chance| -mean * (1.0 - chance.share()).ln();
    let wait = |lasts: f64, watched: f64| {
        (watched >= 0.0).then(|| Wait {
            lasted: lasts.min(watched),
            came: lasts <= watched,
            watched,
        })
    };
    (0..matters)
        .map(|n| {
            let age = 90.0 * chance.share();
            let (answered, decided, done) = (drawn(chance), drawn(chance), drawn(chance));
            let (is_answered, is_decided) = (answered <= age, decided <= age);
            let yes = is_decided && chance.share() < 2.0 / 3.0;
            let mut says = |speaks: bool| {
                let yes = chance.share() < openly;
                speaks.then_some(yes)
            };
            Asked {
                whose: (n % people) as u32,
                sort: 0,
                waits: [
                    wait(answered, age),
                    wait(decided, age),
                    wait(done, age - decided).filter(|_| yes),
                ],
                openly: [says(is_decided), says(is_decided), says(is_answered)],
            }
        })
        .collect()
}

const FITS: [Fits; 1] = [[10.0, 20.0, 30.0]];

fn truth(mean: f64, openly: f64) -> f64 {
    let by = |time: f64| 1.0 - (-time / mean).exp();
    let parts = [by(10.0), by(20.0), by(30.0), openly, openly, openly];
    100.0 * parts.iter().zip(WEIGHTS).map(|(part, weight)| part * weight).sum::<f64>()
}

#[test]
fn the_squares_of_influences_are_greenwoods_variance() {
    let mut chance = Chance(11);
    for _ in 0..200 {
        let n = 5 + (60.0 * chance.share()) as usize;
        // Whole days, so that many end at once.
        let all: Vec<(f64, bool)> =
            (0..n).map(|_| ((12.0 * chance.share()).floor(), chance.share() < 0.6)).collect();
        let curve = kaplan_meier(&all);
        let time = (12.0 * chance.share()).floor();
        let (waiting, influence) = influence_on_waiting(&all, time);
        assert_near(waiting, curve.at(time), 1e-12);
        let squares: f64 = influence.iter().map(|moves| moves * moves).sum();
        assert_near(squares, curve.variance_at(time), 1e-12);
        assert!(influence.iter().sum::<f64>().abs() < 1e-12);
    }
}

#[test]
fn an_influence_is_what_the_share_moves_by_when_one_counts_a_little_more() {
    let all = [(1.0, true), (2.0, true), (2.0, false), (3.0, true), (5.0, true), (6.0, false)];
    // Each a thousand times, one of them a thousand and one times.
    let (_, influence) = influence_on_waiting(&all, 4.0);
    for (place, moves) in influence.iter().enumerate() {
        let weighed = |more: usize| {
            let times = |n: usize| 1_000 + if n == place { more } else { 0 };
            let many = all.iter().enumerate().flat_map(|(n, one)| vec![*one; times(n)]);
            kaplan_meier(&many.collect::<Vec<_>>()).at(4.0)
        };
        assert_near((weighed(1) - weighed(0)) * 1_000.0, *moves, 1e-3);
    }
}

#[test]
fn the_interval_holds_the_truth_as_often_as_it_says() {
    for (matters, people, mean, openly, at_least) in [
        (30, 30, 8.0, 0.7, 0.92),
        (200, 200, 8.0, 0.7, 0.93),
        (200, 200, 25.0, 0.2, 0.93),
        (60, 60, 2.0, 0.97, 0.92),
        // Three matters each: matters of one person are as different as others here.
        (300, 100, 8.0, 0.5, 0.92),
    ] {
        let (due, mut held, runs) = (truth(mean, openly), 0, 400);
        for seed in 0..runs {
            let mut chance = Chance(seed * 7 + matters as u64);
            let asked = shop(&mut chance, matters, people, mean, openly);
            let found = responsiveness(&asked, &FITS, 0.95).unwrap().index.unwrap();
            held += u64::from(found.interval.low <= due && due <= found.interval.high);
        }
        let share = held as f64 / runs as f64;
        println!("{matters} matters, truth {due:.1}: held {share:.3}");
        assert!(share >= at_least, "{matters} matters, truth {due:.1}: held {share}");
    }
}

/// The worked example of the handbook: change both.
#[test]
fn the_example_of_the_handbook_comes_out() {
    let wait = |lasted: f64, came: bool| Some(Wait { lasted, came, watched: 28.0 });
    let mut asked = Vec::new();
    for n in 0..20_u32 {
        let (answered, decided) = (n < 12, n < 10);
        asked.push(Asked {
            whose: n,
            sort: 0,
            waits: [
                if answered { wait(4.0, true) } else { wait(28.0, false) },
                if decided { wait(6.0, true) } else { wait(28.0, false) },
                None,
            ],
            // Three more were answered by a machine alone.
            openly: [decided.then_some(n < 8), None, (n < 15).then_some(answered)],
        });
    }
    let found = responsiveness(&asked, &[[10.0, 10.0, 30.0]], 0.95).unwrap();
    let value = |part: usize| found.parts[part].map(|e| e.value);
    assert_eq!([value(2), value(4)], [None, None]);
    assert_near(value(0).unwrap(), 0.6, 1e-12);
    assert_near(value(1).unwrap(), 0.5, 1e-12);
    assert_near(value(3).unwrap(), 0.8, 1e-12);
    assert_near(value(5).unwrap(), 0.8, 1e-12);
    let index = found.index.unwrap();
    // (0.35·0.6 + 0.20·0.5 + 0.10·0.8 + 0.10·0.8) / 0.75
    assert_near(index.value, 62.666_666_666_667, 1e-9);
    assert_near(index.interval.low, EXAMPLE.0, 0.001);
    assert_near(index.interval.high, EXAMPLE.1, 0.001);
}
const EXAMPLE: (f64, f64) = (44.3, 78.0);

/// To answer today what is open, to explain what was decided, to tell who took part: none of it costs.
#[test]
fn to_do_what_is_owed_never_lowers_the_index() {
    let mut chance = Chance(3);
    let asked = shop(&mut chance, 80, 80, 12.0, 0.5);
    let of = |asked: &[Asked]| responsiveness(asked, &FITS, 0.95).unwrap().index.unwrap().value;
    let (before, mut rose) = (of(&asked), 0);
    for n in 0..asked.len() {
        let mut better = asked.clone();
        for wait in better[n].waits.iter_mut().flatten() {
            wait.came = true;
        }
        for said in better[n].openly.iter_mut().flatten() {
            *said = true;
        }
        let after = of(&better);
        assert!(after >= before - 1e-9, "{n}: {before} to {after}");
        rose += usize::from(after > before + 1e-9);
    }
    assert!(rose > 40, "{rose}");
}

#[test]
fn open_ones_count_and_leaving_them_out_would_look_better() {
    let mut chance = Chance(4);
    let asked = shop(&mut chance, 200, 200, 20.0, 0.5);
    let whole = responsiveness(&asked, &FITS, 0.95).unwrap().parts[0].unwrap();
    let came: Vec<Asked> =
        asked.into_iter().filter(|a| a.waits[0].is_some_and(|wait| wait.came)).collect();
    assert!(responsiveness(&came, &FITS, 0.95).unwrap().parts[0].unwrap().value > whole.value);
}

#[test]
fn too_few_and_too_young_are_not_said() {
    let mut chance = Chance(5);
    let few = shop(&mut chance, 9, 9, 8.0, 0.5);
    assert_eq!(responsiveness(&few, &FITS, 0.95).unwrap().index, None);
    assert_eq!(responsiveness(&[], &FITS, 0.95).unwrap().index, None);
    assert!(responsiveness(&few, &FITS, 1.0).is_none());
    let young = Wait { lasted: 3.0, came: false, watched: 3.0 };
    let mut asked = vec![Asked { waits: [Some(young), None, None], ..Asked::default() }; 40];
    assert_eq!(responsiveness(&asked, &FITS, 0.95).unwrap().parts, [None; PARTS]);
    assert_eq!(responsiveness(&asked, &FITS, 0.95).unwrap().index, None);
    // Five that could have been answered in time say that none of them was.
    for old in asked.iter_mut().take(5) {
        old.waits[0] = Some(Wait { lasted: 11.0, came: false, watched: 11.0 });
    }
    assert_eq!(responsiveness(&asked, &FITS, 0.95).unwrap().parts[0].unwrap().value, 0.0);
    // No times are known for this sort of matter.
    let strange = vec![Asked { sort: 7, waits: [Some(young), None, None], ..Asked::default() }; 40];
    assert_eq!(responsiveness(&strange, &FITS, 0.95).unwrap().index, None);
}

#[test]
fn all_and_none_are_not_certain() {
    let came = Wait { lasted: 1.0, came: true, watched: 50.0 };
    let one = |n: u32| Asked {
        whose: n,
        waits: [Some(came); 3],
        openly: [Some(true); 3],
        ..Asked::default()
    };
    let few: Vec<Asked> = (0..10).map(one).collect();
    let many: Vec<Asked> = (0..1_000).map(one).collect();
    let (few, many) = (responsiveness(&few, &FITS, 0.95), responsiveness(&many, &FITS, 0.95));
    let (few, many) = (few.unwrap().index.unwrap(), many.unwrap().index.unwrap());
    assert_eq!((few.value, many.value), (100.0, 100.0));
    assert!(few.interval.low < 80.0 && many.interval.low > 99.0, "{few:?} {many:?}");
}

#[test]
fn a_person_who_brings_much_is_one_person() {
    let mut chance = Chance(6);
    let apart = shop(&mut chance, 100, 100, 8.0, 0.5);
    // Each brings the same five times over.
    let same: Vec<Asked> = apart.iter().flat_map(|a| [*a; 5]).collect();
    let (apart, same) =
        (responsiveness(&apart, &FITS, 0.95).unwrap(), responsiveness(&same, &FITS, 0.95).unwrap());
    assert_eq!((same.owed, same.people), (500, 100));
    let (apart, same) = (apart.index.unwrap(), same.index.unwrap());
    assert_near(apart.value, same.value, 1e-9);
    let width = |e: Estimate| e.interval.high - e.interval.low;
    assert_near(width(same) / width(apart), 1.0, 0.02);
}

#[test]
fn noise_ranks_nobody() {
    let of = |low: f64, high: f64| {
        let interval = crate::Interval { low, high };
        Some(Estimate { value: (low + high) / 2.0, interval, n: 50 })
    };
    let all =
        [of(80.0, 90.0), of(40.0, 60.0), None, of(50.0, 70.0), of(10.0, 20.0), of(60.0, 79.0)];
    let found = ranks(&all);
    let rank = |best, worst| Some(Rank { best, worst });
    assert_eq!(found, [rank(1, 1), rank(2, 4), None, rank(2, 4), rank(5, 5), rank(2, 4)]);
    assert!(found[0].unwrap().is_sure() && !found[1].unwrap().is_sure());
    assert_eq!(ranks(&[None, None]), [None, None]);
}

/// Two shops that are the same are told apart no more often than chance allows; one that is far quicker is.
#[test]
fn equal_units_stay_equal_and_a_quick_one_stands_out() {
    let (mut apart, mut found, runs) = (0, 0, 200);
    for seed in 0..runs {
        let of = |salt: u64, mean: f64| {
            let asked = shop(&mut Chance(9_000 + seed * 31 + salt), 80, 80, mean, 0.6);
            responsiveness(&asked, &FITS, 0.95).unwrap().index
        };
        let sure = |all: &[Option<Estimate>]| ranks(all)[0].is_some_and(Rank::is_sure);
        apart += u64::from(sure(&[of(1, 8.0), of(2, 8.0)]));
        found += u64::from(sure(&[of(3, 3.0), of(4, 20.0)]));
    }
    println!("of {runs}: equal ones told apart {apart}, a quick one found {found}");
    assert!(apart <= runs / 20 && found >= runs * 95 / 100, "{apart}, {found} of {runs}");
}
