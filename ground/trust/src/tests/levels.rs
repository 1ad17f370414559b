//! Levels: more of what counts never costs one, and thanks of a few friends or of one good week earn none.

use deedwell_core::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;

use super::person;
use crate::level::{Act, Bound, GRACE, Held, Level, Record, Thanks, What, asked, earned, reasons};

const ME: u64 = 1_000;

fn day(n: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + n * 86_400).unwrap()
}

fn helper() -> Record {
    Record {
        proven: true,
        bought: true,
        upheld: false,
        days: 25,
        things: 10,
        given: Thanks { times: 30, people: 6, days: 8 },
        received: Thanks { times: 20, people: 4, days: 5 },
        flaggers: 5,
    }
}

#[test]
fn thanks_must_be_spread_over_people_and_days() {
    assert_eq!(earned(&helper()), Level::Regular);
    let of = |received| earned(&Record { received, ..helper() });
    assert_eq!(of(Thanks { times: 500, people: 3, days: 50 }), Level::Member, "three friends");
    assert_eq!(of(Thanks { times: 500, people: 90, days: 4 }), Level::Member, "one good week");
    assert_eq!(of(Thanks { times: 19, people: 19, days: 19 }), Level::Member, "too few");
    let given = |given| earned(&Record { given, ..helper() });
    assert_eq!(given(Thanks { times: 300, people: 5, days: 60 }), Level::Member);
    assert_eq!(given(Thanks { times: 300, people: 60, days: 7 }), Level::Member);
}

#[test]
fn flags_bind_and_what_was_upheld_costs_all() {
    assert_eq!(earned(&Record { flaggers: 6, ..helper() }), Level::Member);
    assert_eq!(earned(&Record { flaggers: 11, ..helper() }), Level::Known);
    assert_eq!(earned(&Record { flaggers: 21, ..helper() }), Level::New);
    assert_eq!(earned(&Record { upheld: true, ..helper() }), Level::New);
    assert_eq!(earned(&Record { proven: false, ..helper() }), Level::New);
}

#[test]
fn a_real_order_or_three_days_make_somebody_known() {
    let none = Record { proven: true, ..Record::default() };
    assert_eq!(earned(&none), Level::New);
    assert_eq!(earned(&Record { days: 2, things: 1, ..none }), Level::New);
    assert_eq!(earned(&Record { days: 3, things: 1, ..none }), Level::Known);
    assert_eq!(earned(&Record { bought: true, ..none }), Level::Known);
}

#[test]
fn reasons_say_what_is_missing_and_what_would_cost_it() {
    let three = Record { received: Thanks { times: 50, people: 3, days: 9 }, ..helper() };
    let told = reasons(Level::Member, &three);
    assert_eq!(told.next, Some(Level::Regular));
    let missing: Vec<_> = told.missing.iter().map(|a| (a.what, a.has, a.bound)).collect();
    assert_eq!(missing, [("received_people", 3, Bound::AtLeast(4))]);
    let regular = reasons(Level::Regular, &helper());
    assert_eq!((regular.next, regular.missing.len()), (None, 0));
    let scarce: Vec<_> =
        regular.holds.iter().filter(|a| a.to_spare() == 0).map(|a| a.what).collect();
    assert!(scarce.contains(&"flaggers") && scarce.contains(&"days"), "{scarce:?}");
}

#[test]
fn a_level_is_lost_after_two_weeks_of_grace_and_at_once_by_decision() {
    let held = Held::new(day(0)).after(&helper(), day(1));
    assert_eq!((held.level, held.since), (Level::Regular, day(1)));
    let quiet = Record { days: 10, ..helper() };
    let failing = held.after(&quiet, day(50));
    assert_eq!((failing.level, failing.lost_at()), (Level::Regular, Some(day(64))));
    assert_eq!(failing.after(&quiet, day(63)).level, Level::Regular);
    assert_eq!(failing.after(&helper(), day(63)).failing_since, None, "earned again");
    let lost = failing.after(&quiet, day(64));
    assert_eq!((lost.level, lost.since), (Level::Member, day(64)));
    let upheld = Record { upheld: true, ..helper() };
    assert_eq!(held.after(&upheld, day(2)).level, Level::New);
    assert_eq!((held.in_force(true), held.in_force(false)), (Level::New, Level::Regular));
}

#[test]
fn only_the_window_counts_and_nobody_thanks_themselves() {
    let act = |n, what| Act { at: day(n), what };
    let acts = [
        act(0, What::Received { from: person(1) }),
        act(150, What::Received { from: person(ME) }),
        act(150, What::Gave { to: person(ME) }),
        act(150, What::Flagged { by: person(ME) }),
        act(150, What::Received { from: person(2) }),
        act(160, What::Received { from: person(3) }),
    ];
    let record = Record::of(person(ME), &acts, day(155));
    assert_eq!(record.received, Thanks { times: 1, people: 1, days: 1 });
    assert_eq!((record.given.times, record.flaggers), (0, 0));
}

fn good() -> impl Strategy<Value = Act> {
    let what = prop_oneof![
        (0..12_u64).prop_map(|n| What::TookPart { about: format!("idea/{n}") }),
        (0..9_u64).prop_map(|n| What::Gave { to: person(n) }),
        (0..7_u64).prop_map(|n| What::Received { from: person(n) }),
    ];
    (0..40_i64, what).prop_map(|(n, what)| Act { at: day(n), what })
}

fn level_of(acts: &[Act], bought: bool) -> Level {
    let record = Record::of(person(ME), acts, day(40));
    earned(&Record { proven: true, bought, ..record })
}

proptest! {
    #[test]
    fn more_of_what_counts_never_costs_a_level(
        acts in vec(good(), 0..250), more in vec(good(), 0..250), bought in any::<bool>(),
    ) {
        let before = level_of(&acts, bought);
        prop_assert!(level_of(&[acts.clone(), more].concat(), bought) >= before);
        prop_assert!(level_of(&acts, true) >= before);
    }

    #[test]
    fn flags_never_earn_a_level(acts in vec(good(), 0..250), by in vec(0..30_u64, 0..30)) {
        let before = level_of(&acts, false);
        let flags = by.into_iter().map(|n| Act { at: day(20), what: What::Flagged { by: person(n) } });
        prop_assert!(level_of(&acts.iter().cloned().chain(flags).collect::<Vec<_>>(), false) <= before);
    }

    /// However often three thank, on however many days; however many thank on four days.
    #[test]
    fn without_spread_nobody_is_regular(times in vec((0..3_u64, 0..40_i64), 0..300), by in any::<bool>()) {
        let mut acts: Vec<Act> = (0..40)
            .flat_map(|n| [
                Act { at: day(n), what: What::TookPart { about: format!("idea/{n}") } },
                Act { at: day(n), what: What::Gave { to: person(n as u64) } },
            ])
            .collect();
        acts.extend(times.iter().map(|(who, on)| {
            let (from, on) = if by { (*who, *on) } else { (*on as u64, *who as i64) };
            Act { at: day(on), what: What::Received { from: person(from) } }
        }));
        prop_assert!(level_of(&acts, true) <= Level::Member);
        // With thanks of others on other days they are.
        acts.extend((0..20).map(|n| Act { at: day(n), what: What::Received { from: person(50 + n as u64) } }));
        prop_assert_eq!(level_of(&acts, true), Level::Regular);
    }

    /// The order in which acts are told changes nothing; keeping twice at once changes nothing.
    #[test]
    fn computing_again_changes_nothing(acts in vec(good(), 0..200), turn in 0..200_usize, on in 0..60_i64) {
        let record = Record { proven: true, ..Record::of(person(ME), &acts, day(40)) };
        let mut turned = acts.clone();
        turned.rotate_left(turn.min(acts.len()));
        prop_assert_eq!(Record { proven: true, ..Record::of(person(ME), &turned, day(40)) }, record);
        let held = Held { level: Level::Regular, since: day(0), failing_since: Some(day(30)) };
        let once = held.after(&record, day(on));
        prop_assert_eq!(once.after(&record, day(on)).level, once.level);
        prop_assert!(once.level == Level::Regular || day(on).duration_since(day(30)) >= GRACE);
        prop_assert!(asked(earned(&record), &record).iter().all(crate::level::Asked::is_met));
    }
}
