//! The walk, on lines written by hand: each number here was counted with a pencil.

use std::borrow::Cow;

use deedwell_core::behaviour::{Behind, Cell, Cursor, Entries, Ranking, Weeks, Window};
use deedwell_core::meaning::Booking;
use deedwell_core::{
    Action, Channel, Currency, Id, Initiator, Meaning, Money, Part, Quality, Timestamp,
};
use jiff::SignedDuration;
use uuid::Uuid;

use crate::walk::{Somebody, Told};

const MEANING: Meaning = Meaning {
    contributions: &["ideas.put_forward"],
    voided_by: &["ideas.marked_spam"],
    restored_by: &["ideas.cleared"],
    quality: Quality::Grade { kind: "ideas.evaluated", fact: "grade", worst: 1, best: 5 },
    peer_responses: &["ideas.voted"],
    company_responses: &["ideas.answered", "ideas.commented"],
    official_answers: &["ideas.answered"],
    evaluated: &["ideas.evaluated"],
    decided: &["ideas.answered"],
    implemented: &["ideas.delivered"],
    owes: deedwell_core::meaning::Owes::NOTHING,
    money: &[
        Booking { kind: "ideas.earned", cost: false },
        Booking { kind: "ideas.spent", cost: true },
    ],
};
const ADA: u128 = 1;
const GRACE: u128 = 2;
const ALAN: u128 = 3;
const MARY: u128 = 9;

/// Days after the beginning of the year, in hours.
fn at(hours: i64) -> Timestamp {
    "2026-01-01T00:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(hours)
}

fn day(days: i64) -> Timestamp {
    at(24 * days)
}

fn id<T>(n: u128) -> Id<T> {
    Id::from_uuid(Uuid::from_u128(n))
}

#[derive(Default)]
struct Log(Told);

impl Log {
    fn add(&mut self, who: u128, name: &'static str, about: &str, at: Timestamp) -> &mut Action {
        let part = if who == MARY { Part::Staff } else { Part::Customer };
        let initiator = if who == MARY { Initiator::Company } else { Initiator::Customer };
        self.0.take_in(Action {
            id: id(at.as_microsecond() as u128),
            message: None,
            unit: None,
            part,
            subject: id(who),
            at,
            received_at: at,
            zone: None,
            channel: Channel::SITE,
            initiator,
            name: Cow::Borrowed(name),
            about: Some(about.to_owned()),
            counterpart: None,
            value: None,
            facts: String::new(),
        });
        &mut self.0.lines.last_mut().unwrap().action
    }

    fn persons(mut self, list: &[(u128, bool)]) -> Told {
        let somebody = |(n, is_test): &(u128, bool)| Somebody {
            is_known: true,
            id: id(*n),
            created_at: day(0),
            is_test: *is_test,
        };
        self.0.persons = list.iter().map(somebody).collect();
        self.0
    }
}

fn window(from: i64, to: i64) -> Window {
    Window { from: day(from), to: day(to), unit: None }
}

/// Two of Ada's ideas (one is spam), one of Grace's, one by a test account; votes of all sorts.
fn a_spring() -> Told {
    let mut log = Log::default();
    log.add(ADA, "ideas.put_forward", "idea/1", day(10));
    log.add(GRACE, "ideas.put_forward", "idea/2", day(40));
    log.add(ADA, "ideas.put_forward", "idea/3", day(41));
    log.add(ALAN, "ideas.put_forward", "idea/4", day(41));
    log.add(MARY, "ideas.marked_spam", "idea/3", day(42));
    log.add(MARY, "ideas.marked_spam", "idea/2", day(42));
    log.add(MARY, "ideas.cleared", "idea/2", day(43));
    log.add(GRACE, "ideas.voted", "idea/1", day(44));
    log.add(GRACE, "ideas.voted", "idea/2", day(44));
    log.add(ALAN, "ideas.voted", "idea/1", day(44));
    log.add(ADA, "ideas.voted", "idea/2", day(44)).initiator = Initiator::Machine;
    log.add(MARY, "ideas.commented", "idea/2", day(45));
    log.add(MARY, "ideas.answered", "idea/2", day(46));
    log.add(MARY, "ideas.evaluated", "idea/2", day(44)).facts = r#"{"grade":2}"#.to_owned();
    log.add(MARY, "ideas.evaluated", "idea/2", day(45)).facts = r#"{"grade":4}"#.to_owned();
    let earned = log.add(MARY, "ideas.earned", "idea/2", day(47));
    earned.value = Some(Money::new(900, Currency::GBP));
    earned.facts = r#"{"basis":"matched"}"#.to_owned();
    let spent = log.add(MARY, "ideas.spent", "idea/2", day(47));
    spent.value = Some(Money::new(200, Currency::GBP));
    spent.facts = r#"{"basis":"matched"}"#.to_owned();
    log.persons(&[(ADA, false), (GRACE, false), (ALAN, true)])
}

#[test]
fn the_grid_counts_what_is_valid() {
    let told = a_spring();
    let grid = told.grid(&[("ideas", MEANING)], &window(30, 60)).unwrap();
    let row = &grid.rows[0];
    assert_eq!(grid.eligible, 2);
    assert_eq!((row.participants.people, row.participants.to_date), (1, 2));
    let b = row.contributions;
    assert_eq!((b.count, b.to_date, b.per_head), (1, 2, Some(1.0)));
    // The window ends on 2 March: the last whole month is February, days 31 to 58.
    assert_eq!(b.last_month, 1);
    assert_eq!(row.participants.spark, [0, 0, 0, 0, 0, 0, 0, 1, 1]);
    assert_eq!(row.quality.map(|q| (q.value, q.n)), Some((0.75, 1)));
    assert_eq!((row.trend.people_before, row.trend.contributions_before), (1, 1));
    assert_eq!(row.trend.people.unwrap().value, 1.0);
    assert_eq!((row.peers.people, row.peers.responses), (1, 1));
    assert_eq!((row.company.of, row.company.answered, row.company.official), (1, 1, 1));
    assert_eq!(row.company.median_s, Some(6.0 * 86_400.0));
    assert_eq!((row.outcome.evaluated, row.outcome.decided, row.outcome.implemented), (1, 1, 0));
    let young = row.outcome.cohorts[0];
    assert_eq!((young.age_days, young.of, young.evaluated), (30, 1, 0));
    assert_eq!((row.money[0].minor, row.money[0].entries), (700, 2));
}

#[test]
fn what_comes_after_the_window_is_not_known_in_it() {
    let told = a_spring();
    let grid = told.grid(&[("ideas", MEANING)], &window(30, 45)).unwrap();
    let row = &grid.rows[0];
    assert_eq!((row.company.answered, row.company.official, row.company.median_s), (0, 0, None));
    assert_eq!(row.quality.map(|q| q.value), Some(0.25));
    // But spam that is found later was never valid.
    let grid = told.grid(&[("ideas", MEANING)], &window(30, 42)).unwrap();
    assert_eq!(grid.rows[0].contributions.count, 1);
}

#[test]
fn behind_a_cell_stand_its_lines() {
    let told = a_spring();
    let total = |cell| {
        let programme = "ideas".to_owned();
        let ask = Behind { window: window(30, 60), programme, cell, before: None, limit: 1 };
        told.behind(&[("ideas", MEANING)], &ask).unwrap().total
    };
    assert_eq!(Cell::ALL.map(total), [1, 1, 1, 2, 1, 1, 1, 2]);
}

#[test]
fn a_message_counts_once_and_keeps_its_place() {
    let mut told = Told::default();
    let mut log = Log::default();
    let action = log.add(ADA, "ideas.voted", "idea/1", day(1)).clone();
    for message in ["a", "a", "b"] {
        told.take_in(Action { message: Some(message.to_owned()), ..action.clone() });
    }
    assert_eq!(told.lines.iter().map(|l| l.sequence).collect::<Vec<_>>(), [1, 3]);
}

#[test]
fn entries_run_back_from_the_newest() {
    let told = a_spring();
    let ask = Entries { person: Some(id(GRACE)), limit: 2, ..Entries::default() };
    let first = told.entries(&[], &ask);
    assert_eq!(first.entries.iter().map(|e| e.sequence).collect::<Vec<_>>(), [9, 8]);
    assert_eq!((first.total, first.people), (3, 1));
    assert_eq!(first.next, Some(Cursor { at: day(44).as_microsecond(), sequence: 8 }));
    let rest = told.entries(&[], &Entries { before: first.next, ..ask });
    assert_eq!((rest.entries.len(), rest.next, rest.total), (1, None, 3));

    let ask =
        Entries { person: Some(id(GRACE)), answers_too: true, limit: 99, ..Entries::default() };
    let with_answers = told.entries(&[("ideas", MEANING)], &ask);
    assert_eq!((with_answers.total, with_answers.people), (3 + 8, 1));
}

#[test]
fn weeks_leave_out_machines_staff_and_tests() {
    let told = a_spring();
    let weeks = told.weeks(&Weeks { to: day(49), weeks: 2, unit: None }).unwrap();
    let counted: Vec<_> = weeks.iter().map(|w| (w.people, w.actions)).collect();
    assert_eq!(counted, [(2, 2), (1, 2)]);
    assert_eq!(weeks[0].people_a_year_before, None);
    let late = told.weeks(&Weeks { to: day(44 + 364 + 1), weeks: 1, unit: None }).unwrap();
    assert_eq!((late[0].people, late[0].people_a_year_before), (0, Some(2)));
}

#[test]
fn counts_are_of_people() {
    let counts = a_spring().counts(&window(0, 60));
    assert_eq!((counts.people, counts.actions), (2, 5));
    let voted = counts.kinds.iter().find(|k| &*k.kind == "ideas.voted").unwrap();
    assert_eq!((voted.people, voted.actions), (1, 2));
    let answered = counts.kinds.iter().find(|k| &*k.kind == "ideas.answered").unwrap();
    assert_eq!((answered.part, answered.people, answered.actions), (Part::Staff, 0, 1));
    assert_eq!(&*counts.kinds[0].kind, "ideas.put_forward");
}

#[test]
fn spending_is_orders_less_refunds() {
    let mut log = Log::default();
    for (who, name, minor, at) in [
        (ADA, "orders.placed", 500, 1),
        (ADA, "orders.refunded", 200, 2),
        (GRACE, "orders.placed", 400, 1),
    ] {
        log.add(who, name, "order/1", day(at)).value = Some(Money::new(minor, Currency::EUR));
    }
    let told = log.persons(&[]);
    let ada = told.activity(id(ADA));
    assert_eq!((ada.actions, ada.purchases, ada.last_at), (2, 1, Some(day(2))));
    assert_eq!(ada.spent, [Money::new(300, Currency::EUR)]);
    assert_eq!(told.ranking(Ranking::Spent), [id(GRACE), id(ADA)]);
    assert_eq!(told.ranking(Ranking::LastSeen), [id(ADA), id(GRACE)]);
    assert_eq!(told.activity(id(77)).actions, 0);
}
