//! What happened in the lively world.

use std::sync::Arc;

use deedwell_core::behaviour::*;
use deedwell_core::meaning::{Basis, Owes};
use deedwell_core::{Clock, Currency, Id, Initiator, Money, Part, Person, Timestamp};
use jiff::SignedDuration;

use super::fixed::Fixed;
use super::world::{NOW, at};

fn ago(hours: i64) -> Timestamp {
    at(NOW).checked_sub(SignedDuration::from_hours(hours)).unwrap()
}

/// What happened in the lively world.
pub fn sample(people: &[Id<Person>]) -> Fixed {
    let mut entries = Vec::new();
    let clock = Clock::held(at(NOW));
    let mut add = |hours: i64,
                   kind: &str,
                   part: Part,
                   person: Option<usize>,
                   about: Option<&str>,
                   minor: Option<i64>| {
        let person = person.map(|n| people[n]);
        let is_ours = matches!(part, Part::Staff | Part::System);
        entries.push(Entry {
            sequence: entries.len() as i64 + 1,
            id: clock.new_id(),
            at: ago(hours),
            kind: kind.into(),
            part,
            initiator: if is_ours { Initiator::Company } else { Initiator::Customer },
            channel: if minor.is_some() { "shop" } else { "site" }.into(),
            person: person.filter(|_| !is_ours),
            staff: is_ours.then(|| clock.new_id()),
            unit: None,
            about: about.map(Arc::from),
            counterpart: person.filter(|_| is_ours),
            value: minor.map(|m| Money::new(m, Currency::GBP)),
        });
    };
    add(0, "ideas.voted", Part::Customer, Some(1), Some("idea/2"), None);
    add(1, "orders.placed", Part::Customer, Some(4), None, Some(6_400));
    add(2, "ideas.answered", Part::Staff, Some(0), Some("idea/3"), None);
    add(5, "ideas.commented", Part::Customer, Some(0), Some("idea/4"), None);
    add(26, "orders.refunded", Part::Customer, Some(2), None, Some(-1_200));
    add(50, "ideas.voted", Part::Customer, Some(0), Some("idea/2"), None);
    add(52, "orders.placed", Part::Customer, Some(0), None, Some(8_600));
    add(212, "ideas.put_forward", Part::Customer, Some(0), Some("idea/1"), None);
    for (n, days) in [75, 110, 140, 162, 205].into_iter().enumerate() {
        add(24 * days, "orders.placed", Part::Customer, Some(0), None, Some(4_000 + n as i64));
    }
    add(24 * 400, "imported.went_round_the_shop", Part::Visitor, Some(0), None, None);
    Fixed {
        entries,
        weeks: weeks(),
        rows: vec![row("ideas")],
        eligible: 8_912,
        activity: activity(people),
        counts: counts(),
        owed: vec![owed("ideas", 60)],
    }
}

/// So many matters over 90 days: three of four answered after two days, half decided after four, half of
/// those done after ten more, two of three explained; every sixth by a machine alone.
pub fn owed(programme: &'static str, many: u32) -> OwedBy {
    const DAY: f64 = 86_400.0;
    let matter = |n: u32| {
        let age_s = f64::from(n % 90) * DAY + DAY / 2.0;
        let by_then = |days: f64, does: bool| (does && age_s >= days * DAY).then_some(days * DAY);
        let answered_s = by_then(2.0, !n.is_multiple_of(4) && n % 6 != 5);
        let decided_s = by_then(4.0, n % 2 == 1);
        Matter {
            unit: None,
            whose: n,
            age_s,
            answered_s,
            by_machine: n % 6 == 5,
            decided_s,
            yes_s: decided_s,
            done_s: by_then(14.0, n % 4 == 1),
            explained: decided_s.is_some() && !n.is_multiple_of(3),
            others: n.is_multiple_of(5),
            told: false,
        }
    };
    let owes = Owes {
        answer_h: 240,
        decision_h: 240,
        done_h: 720,
        explained_by: &["ideas.answered"],
        ..Owes::NOTHING
    };
    let late = vec![Late { unit: None, unanswered: 9, broken: 1 }];
    OwedBy { programme, owes, matters: (0..many).map(matter).collect(), late }
}

fn counts() -> Counts {
    let kind = |kind: &str, people, actions| KindCount {
        kind: kind.into(),
        part: Part::Customer,
        people,
        actions,
        values: Vec::new(),
    };
    Counts {
        people: 1_542,
        customers: 1_500,
        actions: 4_611,
        kinds: vec![kind("orders.placed", 890, 1_204), kind("ideas.voted", 312, 500)],
    }
}

fn weeks() -> Vec<Week> {
    let people = [498, 512, 505, 530, 521, 548, 560, 541, 572, 590, 584, 611, 640];
    let before = [455, 470, 468, 480, 492, 489, 500, 512, 508, 520, 533, 529, 541];
    let week = |n: usize| Week {
        from: ago(24 * 7 * (13 - n as i64)),
        people: people[n],
        actions: people[n] * 3,
        people_a_year_before: Some(before[n]),
    };
    (0..13).map(week).collect()
}

fn activity(people: &[Id<Person>]) -> Vec<Activity> {
    let one = |n: usize, last: i64, actions, purchases: u64, minor: i64| Activity {
        person: people[n],
        first_at: Some(ago(24 * 500)),
        last_at: Some(ago(last)),
        actions,
        purchases,
        last_purchase_at: (purchases > 0).then(|| ago(last)),
        spent: if purchases > 0 { vec![Money::new(minor, Currency::GBP)] } else { Vec::new() },
    };
    vec![
        one(0, 5, 214, 6, 318_420),
        one(1, 0, 12, 0, 0),
        one(2, 26, 3, 1, -1_200),
        one(4, 1, 44, 9, 99_900),
    ]
}

/// An interval around a value.
pub fn estimate(value: f64, low: f64, high: f64, n: u64) -> Estimate {
    Estimate { value, low, high, n }
}

/// A row of the grid in which every cell has something to say.
pub fn row(programme: &'static str) -> GridRow {
    let cohort = |age_days, of, evaluated, decided, implemented| Cohort {
        age_days,
        of,
        evaluated,
        decided,
        implemented,
    };
    GridRow {
        programme,
        participants: Participants {
            people: 312,
            to_date: 1_204,
            share: Some(estimate(0.035, 0.0314, 0.039, 8_912)),
            spark: vec![180, 222, 205, 214, 230, 240, 233, 280, 312],
        },
        contributions: Contributions {
            count: 184,
            to_date: 2_106,
            last_month: 190,
            per_head: Some(0.59),
        },
        quality: Some(estimate(0.41, 0.33, 0.49, 136)),
        trend: Trend {
            people_before: 233,
            contributions_before: 176,
            people: Some(estimate(1.34, 1.12, 1.6, 545)),
            contributions: Some(estimate(1.05, 0.85, 1.29, 360)),
        },
        peers: Peers { people: 1_407, responses: 3_050, per_participant: Some(4.5) },
        company: CompanyHalf {
            of: 184,
            answered: 160,
            answered_share: Some(estimate(0.87, 0.81, 0.91, 184)),
            official: 120,
            official_share: Some(estimate(0.65, 0.58, 0.72, 184)),
            median_s: Some(352_800.0),
        },
        outcome: Outcome {
            evaluated: 1_305,
            decided: 1_270,
            implemented: 379,
            cohorts: vec![
                cohort(30, 1_990, 1_100, 1_010, 120),
                cohort(90, 1_800, 1_116, 1_060, 324),
                cohort(365, 0, 0, 0, 0),
            ],
        },
        money: vec![
            MoneyLine {
                basis: Basis::Matched,
                currency: Currency::GBP,
                minor: 418_000,
                entries: 12,
            },
            MoneyLine {
                basis: Basis::Claimed,
                currency: Currency::GBP,
                minor: 302_000,
                entries: 4,
            },
        ],
    }
}

/// A row of a programme that has just been opened.
pub fn empty_row(programme: &'static str) -> GridRow {
    GridRow {
        programme,
        participants: Participants { people: 0, to_date: 0, share: None, spark: vec![0; 9] },
        contributions: Contributions { count: 0, to_date: 0, last_month: 0, per_head: None },
        quality: None,
        trend: Trend {
            people_before: 0,
            contributions_before: 0,
            people: None,
            contributions: None,
        },
        peers: Peers { people: 0, responses: 0, per_participant: None },
        company: CompanyHalf {
            of: 0,
            answered: 0,
            answered_share: None,
            official: 0,
            official_share: None,
            median_s: None,
        },
        outcome: Outcome { evaluated: 0, decided: 0, implemented: 0, cohorts: Vec::new() },
        money: Vec::new(),
    }
}
