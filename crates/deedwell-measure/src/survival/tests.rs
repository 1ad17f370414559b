use super::*;
use crate::testing::{Chance, assert_near};

// Oracle: oracle/vectors.py; lifelines 0.30.3. Each is what was observed, then
// KaplanMeierFitter().fit(durations, observed): event_table with survival_function_at_times,
// median_survival_time_, and for each time and confidence, with alpha=1 - confidence,
// survival_function_at_times and confidence_interval_survival_function_.

const REMISSION: [(f64, bool); 21] = [
    (6.0, true),
    (6.0, true),
    (6.0, true),
    (7.0, true),
    (10.0, true),
    (13.0, true),
    (16.0, true),
    (22.0, true),
    (23.0, true),
    (6.0, false),
    (9.0, false),
    (10.0, false),
    (11.0, false),
    (17.0, false),
    (19.0, false),
    (20.0, false),
    (25.0, false),
    (32.0, false),
    (32.0, false),
    (34.0, false),
    (35.0, false),
];
const REMISSION_POINTS: [(f64, u64, u64, f64); 16] = [
    (6.0, 21, 3, 0.857142857142857),
    (7.0, 17, 1, 0.8067226890756299),
    (9.0, 16, 0, 0.8067226890756299),
    (10.0, 15, 1, 0.7529411764705878),
    (11.0, 13, 0, 0.7529411764705878),
    (13.0, 12, 1, 0.6901960784313722),
    (16.0, 11, 1, 0.6274509803921566),
    (17.0, 10, 0, 0.6274509803921566),
    (19.0, 9, 0, 0.6274509803921566),
    (20.0, 8, 0, 0.6274509803921566),
    (22.0, 7, 1, 0.5378151260504199),
    (23.0, 6, 1, 0.44817927170868327),
    (25.0, 5, 0, 0.44817927170868327),
    (32.0, 4, 0, 0.44817927170868327),
    (34.0, 2, 0, 0.44817927170868327),
    (35.0, 1, 0, 0.44817927170868327),
];
const REMISSION_MEDIAN: f64 = 23.0;
const REMISSION_BOUNDS: [(f64, f64, f64, f64, f64); 8] = [
    (6.0, 0.95, 0.857142857142857, 0.6197179552659838, 0.9515517476469969),
    (22.9, 0.95, 0.5378151260504199, 0.26777893676713493, 0.7467907176353943),
    (26.0, 0.95, 0.44817927170868327, 0.18805200595923233, 0.6801426284952412),
    (400.0, 0.95, 0.44817927170868327, 0.18805200595923233, 0.6801426284952412),
    (6.0, 0.8, 0.857142857142857, 0.7237597790460641, 0.9291355844868638),
    (22.9, 0.8, 0.5378151260504199, 0.3623578958643071, 0.6845681433520471),
    (26.0, 0.8, 0.44817927170868327, 0.27351438132013595, 0.6084494834762517),
    (400.0, 0.8, 0.44817927170868327, 0.27351438132013595, 0.6084494834762517),
];

const ANSWERED: [(f64, bool); 10] = [
    (1.0, true),
    (1.0, true),
    (2.0, true),
    (3.0, true),
    (3.0, true),
    (5.0, true),
    (8.0, true),
    (13.0, true),
    (21.0, true),
    (34.0, true),
];
const ANSWERED_POINTS: [(f64, u64, u64, f64); 8] = [
    (1.0, 10, 2, 0.7999999999999997),
    (2.0, 8, 1, 0.6999999999999998),
    (3.0, 7, 2, 0.49999999999999983),
    (5.0, 5, 1, 0.3999999999999999),
    (8.0, 4, 1, 0.3),
    (13.0, 3, 1, 0.19999999999999998),
    (21.0, 2, 1, 0.09999999999999998),
    (34.0, 1, 1, 0.0),
];
const ANSWERED_MEDIAN: f64 = 3.0;
const ANSWERED_BOUNDS: [(f64, f64, f64, f64, f64); 8] = [
    (3.0, 0.95, 0.49999999999999983, 0.18360559061901463, 0.7531740769982297),
    (6.0, 0.95, 0.3999999999999999, 0.1226931657823541, 0.6702046374234797),
    (22.9, 0.95, 0.09999999999999998, 0.005723456374334736, 0.35812746050806976),
    (26.0, 0.95, 0.09999999999999998, 0.005723456374334736, 0.35812746050806976),
    (3.0, 0.8, 0.49999999999999983, 0.28829180106114494, 0.6795775616823303),
    (6.0, 0.8, 0.3999999999999999, 0.20700423814148594, 0.5868026160423636),
    (22.9, 0.8, 0.09999999999999998, 0.020157943697213913, 0.2571711129702309),
    (26.0, 0.8, 0.09999999999999998, 0.020157943697213913, 0.2571711129702309),
];

const HOURS: [(f64, bool); 11] = [
    (0.0, true),
    (0.5, true),
    (0.5, false),
    (2.25, true),
    (2.25, true),
    (4.0, false),
    (26.0, true),
    (90.0, false),
    (168.0, true),
    (200.0, false),
    (200.0, false),
];
const HOURS_POINTS: [(f64, u64, u64, f64); 8] = [
    (0.0, 11, 1, 0.9090909090909092),
    (0.5, 10, 1, 0.8181818181818182),
    (2.25, 8, 2, 0.6136363636363638),
    (4.0, 6, 0, 0.6136363636363638),
    (26.0, 5, 1, 0.490909090909091),
    (90.0, 4, 0, 0.490909090909091),
    (168.0, 3, 1, 0.32727272727272727),
    (200.0, 2, 0, 0.32727272727272727),
];
const HOURS_MEDIAN: f64 = 26.0;
const HOURS_BOUNDS: [(f64, f64, f64, f64, f64); 12] = [
    (0.75, 0.95, 0.8181818181818182, 0.4474286146821811, 0.9511622285824918),
    (3.0, 0.95, 0.6136363636363638, 0.26575204000128605, 0.8352992432502216),
    (6.0, 0.95, 0.6136363636363638, 0.26575204000128605, 0.8352992432502216),
    (22.9, 0.95, 0.6136363636363638, 0.26575204000128605, 0.8352992432502216),
    (26.0, 0.95, 0.490909090909091, 0.16733090977685078, 0.7533997903708115),
    (400.0, 0.95, 0.32727272727272727, 0.0596129257918928, 0.6424728432670775),
    (0.75, 0.8, 0.8181818181818182, 0.6081140046174953, 0.9222309539697586),
    (3.0, 0.8, 0.6136363636363638, 0.3914008577078617, 0.7755011525140897),
    (6.0, 0.8, 0.6136363636363638, 0.3914008577078617, 0.7755011525140897),
    (22.9, 0.8, 0.6136363636363638, 0.3914008577078617, 0.7755011525140897),
    (26.0, 0.8, 0.490909090909091, 0.27263946418619517, 0.6773794001959331),
    (400.0, 0.8, 0.32727272727272727, 0.12918247701711194, 0.5435580127357013),
];

fn agrees(
    observations: &[(f64, bool)],
    points: &[(f64, u64, u64, f64)],
    median: f64,
    bounds: &[(f64, f64, f64, f64, f64)],
) {
    let curve = kaplan_meier(observations);
    assert_eq!(curve.points.len(), points.len());
    for (found, &(time, at_risk, events, survival)) in curve.points.iter().zip(points) {
        assert_eq!((found.time, found.at_risk, found.events), (time, at_risk, events));
        assert_near(found.survival, survival, 1e-12);
        assert_near(curve.at(time), survival, 1e-12);
    }
    assert_eq!(curve.median(), Some(median));
    for &(time, confidence, value, low, high) in bounds {
        let found = curve.at_with_interval(time, confidence).unwrap();
        assert_eq!(found.n, observations.len() as u64);
        assert_near(found.value, value, 1e-12);
        assert_near(found.interval.low, low, 1e-9);
        assert_near(found.interval.high, high, 1e-9);
    }
}

#[test]
fn curves_agree_with_lifelines() {
    agrees(&REMISSION, &REMISSION_POINTS, REMISSION_MEDIAN, &REMISSION_BOUNDS);
    agrees(&ANSWERED, &ANSWERED_POINTS, ANSWERED_MEDIAN, &ANSWERED_BOUNDS);
    agrees(&HOURS, &HOURS_POINTS, HOURS_MEDIAN, &HOURS_BOUNDS);
}

#[test]
fn the_order_of_observations_does_not_matter() {
    let mut shuffled = REMISSION;
    Chance(5).shuffle(&mut shuffled);
    assert_eq!(kaplan_meier(&shuffled), kaplan_meier(&REMISSION));
}

#[test]
fn leaving_out_the_unanswered_would_look_better_than_the_truth() {
    let truth = kaplan_meier(&HOURS).median().unwrap();
    let answered: Vec<_> = HOURS.into_iter().filter(|(_, observed)| *observed).collect();
    assert!(kaplan_meier(&answered).median().unwrap() < truth);
}

#[test]
fn there_is_no_median_while_more_than_half_wait() {
    let curve = kaplan_meier(&[(1.0, true), (9.0, false), (9.0, false)]);
    assert_eq!(curve.median(), None);
    assert_near(curve.at(1e9), 2.0 / 3.0, 1e-15);
}

/// A half may be multiplied together as a little more than a half; it is still a half.
#[test]
fn the_median_of_an_even_number_is_reached_by_exactly_half() {
    for pairs in 1..200_u32 {
        let all: Vec<_> = (1..=2 * pairs).map(|hour| (f64::from(hour), true)).collect();
        assert_eq!(kaplan_meier(&all).median(), Some(f64::from(pairs)));
    }
}

#[test]
fn before_the_first_end_the_interval_is_that_of_none_among_those_who_waited() {
    let curve = kaplan_meier(&[(2.0, false), (5.0, true), (7.0, false), (8.0, false)]);
    let early = curve.at_with_interval(1.0, 0.95).unwrap();
    let later = curve.at_with_interval(3.0, 0.95).unwrap();
    assert_eq!((early.value, early.interval.high), (1.0, 1.0));
    assert_near(early.interval.low, 0.025_f64.powf(1.0 / 4.0), 1e-15);
    assert_near(later.interval.low, 0.025_f64.powf(1.0 / 3.0), 1e-15);
    assert_eq!(curve.at_with_interval(2.0, 0.95), Some(early));
    let nobody_left = kaplan_meier(&[(2.0, false)]).at_with_interval(3.0, 0.95).unwrap();
    assert_eq!(nobody_left.interval, Interval { low: 0.0, high: 1.0 });
}

#[test]
fn after_the_last_end_the_interval_still_admits_that_some_may_wait() {
    let curve = kaplan_meier(&ANSWERED);
    let (before, after) = (curve.at_with_interval(33.0, 0.95), curve.at_with_interval(34.0, 0.95));
    let after = after.unwrap();
    assert_eq!((after.value, after.interval.low), (0.0, 0.0));
    assert_eq!(after.interval.high, before.unwrap().interval.high);
    let at_once = kaplan_meier(&[(1.0, true); 5]).at_with_interval(1.0, 0.95).unwrap();
    assert_near(at_once.interval.high, 1.0 - 0.025_f64.powf(0.2), 1e-15);
}

#[test]
fn impossible_durations_are_left_out_and_counted() {
    let odd = [(-1.0, true), (f64::NAN, true), (f64::INFINITY, false), (3.0, true), (4.0, true)];
    let curve = kaplan_meier(&odd);
    assert_eq!((curve.subjects, curve.left_out), (2, 3));
    assert_eq!(curve.median(), Some(3.0));
}

#[test]
fn no_answer_is_none() {
    let (nothing, curve) = (kaplan_meier(&[]), kaplan_meier(&ANSWERED));
    assert_eq!((nothing.median(), nothing.at(5.0)), (None, 1.0));
    assert_eq!(nothing.at_with_interval(5.0, 0.95), None);
    assert!(curve.at(f64::NAN).is_nan());
    assert_eq!(curve.at_with_interval(f64::NAN, 0.95), None);
    assert_eq!(curve.at_with_interval(5.0, 95.0), None);
    assert_eq!(curve.at(f64::NEG_INFINITY), 1.0);
    assert_eq!(curve.at(f64::INFINITY), 0.0);
}

#[test]
fn a_median_has_an_interval_that_may_be_open() {
    // Oracle: lifelines 0.30.3, median_survival_times(fitter.confidence_interval_); e2e/checks/34-waits
    // compares several hundred more.
    let of = |all: &[(f64, bool)]| kaplan_meier(all).median_interval(0.95).unwrap();
    assert_eq!(of(&REMISSION), (Some(13.0), None));
    assert_eq!(of(&ANSWERED), (Some(1.0), Some(13.0)));
    assert_eq!(of(&[]), (None, None));
    assert_eq!(of(&[(4.0, true)]), (Some(4.0), Some(4.0)));
    assert_eq!(kaplan_meier(&HOURS).median_interval(1.5), None);
}
