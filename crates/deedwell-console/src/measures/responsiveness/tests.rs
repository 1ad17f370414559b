//! Stories of responsiveness, and what is reckoned from what was owed.

use deedwell_core::behaviour::{Matter, Owed, Window};
use deedwell_core::{Clock, Id, Timestamp, Unit};

use super::reckon::{Reckoned, index_of, reckon};
use crate::look::tests::{World, owed};

const DAY: f64 = 86_400.0;

fn asked(many: u32, change: impl Fn(usize, &mut Matter)) -> Owed {
    let to: Timestamp = "2026-11-19T09:00:00Z".parse().unwrap();
    let mut of = owed("ideas", many);
    of.matters.iter_mut().enumerate().for_each(|(n, m)| change(n, m));
    Owed { window: Window { from: to, to, unit: None }, up_to: to, programmes: vec![of] }
}

fn found(now: &Owed, unit: Option<Id<Unit>>) -> Reckoned {
    reckon(now, &asked(0, |_, _| {}), unit)
}

#[test]
fn what_is_still_open_counts_and_half_is_said_only_once_half_came() {
    let open = found(
        &asked(60, |n, m| m.answered_s = (n < 20).then_some(DAY).filter(|s| *s <= m.age_s)),
        None,
    );
    let answered = &open.programmes[0].waits[0];
    assert_eq!(answered.median(), None, "two thirds still wait");
    let share = answered.within(240.0).unwrap().value;
    assert!(share > 0.25 && share < 0.4, "{share}");
    let soon = found(&asked(60, |_, m| m.answered_s = Some(m.age_s.min(DAY))), None);
    let (median, low, high) = soon.programmes[0].waits[0].median().unwrap();
    assert!((median - DAY).abs() < 1.0 && low.unwrap() <= median && high.unwrap() >= median);
}

#[test]
fn what_is_too_young_is_not_said() {
    let young = found(&asked(60, |_, m| m.age_s = m.age_s.min(5.0 * DAY)), None);
    let answered = &young.programmes[0].waits[0];
    assert!(answered.within(72.0).is_some() && answered.within(240.0).is_none());
    assert_eq!(young.whole.parts[0], None, "ten days fit, and nothing is ten days old");
    assert_eq!(found(&asked(9, |_, _| {}), None).whole.index, None, "too few");
}

#[test]
fn a_machine_s_answer_stops_no_clock_and_is_told_apart() {
    let by_machine = found(
        &asked(60, |n, m| {
            m.by_machine = true;
            m.answered_s = m.answered_s.filter(|_| n % 2 == 0);
        }),
        None,
    );
    let by_person = found(
        &asked(60, |n, m| {
            m.by_machine = false;
            m.answered_s = m.answered_s.filter(|_| n % 2 == 0);
        }),
        None,
    );
    let answered = |r: &Reckoned| r.programmes[0].waits[0].within(240.0).unwrap().value;
    assert_eq!(answered(&by_machine), answered(&by_person));
    assert_eq!(by_machine.programmes[0].openly[2].unwrap().n, 60);
    assert!(by_machine.whole.parts[5].unwrap().value < 0.5);
    assert_eq!(by_person.whole.parts[5].unwrap().value, 1.0);
}

#[test]
fn a_unit_is_reckoned_from_its_own_and_ranked_only_where_it_is_sure() {
    let clock = Clock::held("2026-11-19T09:00:00Z".parse().unwrap());
    let units: [Id<Unit>; 3] = std::array::from_fn(|_| clock.new_id());
    let now = asked(540, |n, m| {
        m.unit = Some(units[n / 90 % 3]);
        // The last takes 40 days for each answer; the others are the same.
        if n / 90 % 3 == 2 {
            m.answered_s = m.answered_s.map(|_| 40.0 * DAY).filter(|s| *s <= m.age_s);
            m.explained = false;
        }
    });
    let of = found(&now, None);
    assert_eq!(of.units.len(), 3);
    let places: Vec<_> = of.units.iter().map(|u| u.rank.unwrap()).collect();
    assert!(!places[0].is_sure() && !places[1].is_sure());
    assert_eq!((places[2].best, of.units[2].unit), (3, Some(units[2])));
    let own = found(&now, Some(units[2]));
    assert_eq!((own.whole.owed, own.programmes[0].owed), (180, 180));
    assert_eq!(own.whole.index, of.units[2].now.index);
    assert_eq!(index_of(&now, Some(units[2])), own.whole.index);
    assert_eq!(own.programmes[0].unanswered, 0, "what is late belongs to no unit");
    assert_eq!(of.programmes[0].unanswered, 9);
}

#[test]
fn units_that_are_asked_for_other_things_are_not_compared() {
    let clock = Clock::held("2026-11-19T09:00:00Z".parse().unwrap());
    let (ideas, complaints): (Id<Unit>, Id<Unit>) = (clock.new_id(), clock.new_id());
    let mut now = asked(180, |_, m| m.unit = Some(ideas));
    let mut others = owed("complaints", 180);
    for m in &mut others.matters {
        m.unit = Some(complaints);
        m.answered_s = None;
    }
    now.programmes.push(others);
    let of = found(&now, None);
    assert!(of.units.iter().all(|u| u.rank.is_none() && u.now.index.is_some()));
    assert!(!of.are_alike, "before, nobody asked for anything");
    assert!(reckon(&now, &now, None).are_alike);
}

#[tokio::test]
async fn the_page_says_the_index_its_parts_and_what_is_late() {
    let world = World::lively().await;
    for window in ["28d", "90d", "year"] {
        let path = format!("/console/measures/responsiveness?window={window}");
        let page = world.reads("owner", &path).await;
        assert_eq!(page.status, 200, "{}", page.body);
        for words in [
            "60 matters that ask for an answer",
            "of 100",
            "Half are answered within 2 d",
            "not recorded yet",
            "9 unanswered for more than 10 d",
            "1 broken promise, and nothing since",
            "href=\"/console/ideas\"",
            "How this is computed",
            "can’t tell them apart",
        ] {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
    }
    let german = world.reads_german("/console/measures/responsiveness").await;
    assert!(german.body.contains("Wie das berechnet wird"), "{}", german.body);
    let of_unit = world.reads("viewer", "/console/measures/responsiveness?unit=cycles").await;
    assert!(of_unit.body.contains("Nobody has asked for anything yet"), "{}", of_unit.body);
    assert!(
        world.reads("owner", "/console").await.body.contains("How quickly and openly we answer")
    );
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused() {
    let world = World::lively().await;
    let path = "/console/measures/responsiveness";
    for wrong in ["?window=all", "?window=bogus", "?nothing=1"] {
        assert_eq!(world.reads("owner", &format!("{path}{wrong}")).await.status, 422, "{wrong}");
    }
    assert_eq!(world.reads("owner", &format!("{path}?unit=nowhere")).await.status, 404);
    assert_eq!(world.reads("agent", path).await.status, 403);
    assert_eq!(world.reads("owner", "/api/measures/responsiveness").await.status, 401);
}

#[tokio::test]
async fn the_numbers_can_be_taken_away() {
    let world = World::lively().await;
    let csv = world.reads("owner", "/console/measures/responsiveness.csv?window=90d").await;
    assert_eq!(csv.status, 200);
    assert!(csv.body.starts_with("unit,programme,measure,hours,value,low,high,n"), "{}", csv.body);
    for line in ["*,*,index,,", "*,ideas,answered,240,", "*,ideas,done,720,", ",*,unit_index,,"] {
        assert!(csv.body.contains(line), "{line}: {}", csv.body);
    }
}

#[tokio::test]
async fn programs_are_given_the_same_by_their_key() {
    for (world, mut mary) in crate::tests::world::worlds().await {
        let form = [("key_name", "Nightly report"), ("opens", "read")];
        let shown = mary.makes_key(&world, &form).await;
        let mut program = crate::tests::world::Browser::new("fell-vale.engage.example");
        program.bearer = Some(shown.between("<code>", "</code>"));
        let given = program.reads(&world, "/api/measures/responsiveness?window=28d").await;
        assert_eq!(given.status, 200, "{}", given.text);
        let given: serde_json::Value = serde_json::from_str(&given.text).unwrap();
        assert_eq!((&given["owed"], &given["index"]), (&0.into(), &serde_json::Value::Null));
        assert_eq!(given["parts"].as_array().unwrap().len(), 6);
    }
}
