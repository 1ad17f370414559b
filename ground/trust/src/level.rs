//! How far somebody is trusted, and why. A level is earned by taking part and by what others thanked for,
//! spread over people and days; it is lost when that ends, after two weeks' grace.

use std::collections::HashSet;

use deedwell_core::{Id, Person, Timestamp};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// Days that are looked at.
pub const WINDOW_DAYS: i64 = 100;
/// So long a level stays that is no longer earned.
pub const GRACE: SignedDuration = SignedDuration::from_hours(24 * 14);

/// Thanks come from at least a fifth as many people as are needed, on a quarter as many days.
const PEOPLE_IN: i64 = 5;
const DAYS_IN: i64 = 4;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    New,
    Known,
    Member,
    Regular,
}

impl Level {
    pub const ALL: [Self; 4] = [Self::New, Self::Known, Self::Member, Self::Regular];

    /// 0 to 3.
    pub const fn number(self) -> i64 {
        self as i64
    }

    pub fn of_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.number() == number)
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Known => "known",
            Self::Member => "member",
            Self::Regular => "regular",
        }
    }

    const fn terms(self) -> Terms {
        match self {
            Self::New => Terms { days: 0, things: 0, received: 0, given: 0, flaggers: i64::MAX },
            Self::Known => Terms { days: 3, things: 1, received: 0, given: 0, flaggers: 20 },
            Self::Member => Terms { days: 10, things: 3, received: 1, given: 1, flaggers: 10 },
            Self::Regular => Terms { days: 25, things: 10, received: 20, given: 30, flaggers: 5 },
        }
    }
}

/// What a level asks for within [`WINDOW_DAYS`].
#[derive(Clone, Copy, Debug)]
struct Terms {
    /// Days on which they did something.
    days: i64,
    /// Different things they took part in.
    things: i64,
    received: i64,
    given: i64,
    /// At most so many people who flagged something of theirs.
    flaggers: i64,
}

/// Something that concerns a person's level.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Act {
    pub at: Timestamp,
    pub what: What,
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub enum What {
    /// They took part in something: `idea/…`.
    TookPart { about: String },
    /// They thanked somebody, or voted for what somebody gave.
    Gave { to: Id<Person> },
    /// Somebody thanked them, or voted for something of theirs.
    Received { from: Id<Person> },
    /// Somebody flagged something of theirs.
    Flagged { by: Id<Person> },
}

/// How many times, by how many people, on how many days.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Thanks {
    pub times: i64,
    pub people: i64,
    pub days: i64,
}

impl Thanks {
    fn of<'a>(all: impl Iterator<Item = (i64, &'a Id<Person>)>) -> Self {
        let (mut times, mut people, mut days) = (0, HashSet::new(), HashSet::new());
        for (day, person) in all {
            times += 1;
            people.insert(*person);
            days.insert(day);
        }
        Self { times, people: people.len() as i64, days: days.len() as i64 }
    }
}

/// What is known of somebody at a moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Record {
    /// An address of theirs is proven.
    pub proven: bool,
    /// They have a real order.
    pub bought: bool,
    /// Staff upheld a quarantine of theirs within the window.
    pub upheld: bool,
    pub days: i64,
    pub things: i64,
    pub given: Thanks,
    pub received: Thanks,
    /// People who flagged something of theirs.
    pub flaggers: i64,
}

impl Record {
    /// Of the acts within the window that ends now; `me`, for nobody thanks themselves.
    pub fn of(me: Id<Person>, acts: &[Act], now: Timestamp) -> Self {
        let day = |act: &Act| act.at.as_second().div_euclid(86_400);
        let from = now.as_second().saturating_sub(WINDOW_DAYS * 86_400);
        let acts: Vec<&Act> =
            acts.iter().filter(|act| act.at.as_second() >= from && act.at <= now).collect();
        let (mut days, mut things, mut flaggers) = (HashSet::new(), HashSet::new(), HashSet::new());
        for act in &acts {
            match &act.what {
                What::TookPart { about } => {
                    days.insert(day(act));
                    things.insert(about);
                }
                What::Gave { .. } => {
                    days.insert(day(act));
                }
                What::Flagged { by } if *by != me => {
                    flaggers.insert(*by);
                }
                What::Received { .. } | What::Flagged { .. } => {}
            }
        }
        let given = acts.iter().filter_map(|act| match &act.what {
            What::Gave { to } if *to != me => Some((day(act), to)),
            _ => None,
        });
        let received = acts.iter().filter_map(|act| match &act.what {
            What::Received { from } if *from != me => Some((day(act), from)),
            _ => None,
        });
        Self {
            proven: false,
            bought: false,
            upheld: false,
            days: days.len() as i64,
            things: things.len() as i64,
            given: Thanks::of(given),
            received: Thanks::of(received),
            flaggers: flaggers.len() as i64,
        }
    }
}

/// One thing that a level asks for: a plain fact.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Asked {
    /// What: a word for programs and translations.
    pub what: &'static str,
    pub has: i64,
    pub bound: Bound,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    AtLeast(i64),
    AtMost(i64),
}

impl Asked {
    pub const fn is_met(&self) -> bool {
        match self.bound {
            Bound::AtLeast(least) => self.has >= least,
            Bound::AtMost(most) => self.has <= most,
        }
    }

    /// How much there is to spare before it is no longer met; less than nothing is missing.
    pub const fn to_spare(&self) -> i64 {
        match self.bound {
            Bound::AtLeast(least) => self.has - least,
            Bound::AtMost(most) => most - self.has,
        }
    }
}

/// What a level asks for, and how far somebody is.
pub fn asked(level: Level, record: &Record) -> Vec<Asked> {
    if level == Level::New {
        return Vec::new();
    }
    let least = |what, has, needs| Asked { what, has, bound: Bound::AtLeast(needs) };
    let most = |what, has, most| Asked { what, has, bound: Bound::AtMost(most) };
    let terms = level.terms();
    let spread = |needs: i64, among: i64| (needs + among - 1).div_euclid(among);
    let mut all = vec![
        least("proven", i64::from(record.proven), 1),
        most("upheld", i64::from(record.upheld), 0),
        most("flaggers", record.flaggers, terms.flaggers),
    ];
    // A real order says as much as some days.
    if level == Level::Known && record.bought {
        return all;
    }
    all.push(least("days", record.days, terms.days));
    all.push(least("things", record.things, terms.things));
    for (names, has, needs) in [
        (["received", "received_people", "received_days"], record.received, terms.received),
        (["given", "given_people", "given_days"], record.given, terms.given),
    ] {
        if needs > 0 {
            let [times, people, days] = names;
            all.push(least(times, has.times, needs));
            all.push(least(people, has.people, spread(needs, PEOPLE_IN)));
            all.push(least(days, has.days, spread(needs, DAYS_IN)));
        }
    }
    all
}

/// The level that the record earns: the highest of which all is met.
pub fn earned(record: &Record) -> Level {
    let all_met = |level: &Level| asked(*level, record).iter().all(Asked::is_met);
    Level::ALL.into_iter().rev().find(all_met).unwrap_or(Level::New)
}

/// A level in plain facts: what is missing for the next, and what would cost this one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Reasons {
    pub level: Level,
    pub next: Option<Level>,
    pub missing: Vec<Asked>,
    /// What this one asks for, the least to spare first.
    pub holds: Vec<Asked>,
}

pub fn reasons(level: Level, record: &Record) -> Reasons {
    let next = Level::of_number(level.number() + 1);
    let missing = next.map(|next| asked(next, record)).unwrap_or_default();
    let mut holds = asked(level, record);
    holds.sort_by_key(Asked::to_spare);
    let missing = missing.into_iter().filter(|asked| !asked.is_met()).collect();
    Reasons { level, next, missing, holds }
}

/// The level that somebody has, since when, and since when it is no longer earned.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Held {
    pub level: Level,
    pub since: Timestamp,
    pub failing_since: Option<Timestamp>,
}

impl Held {
    pub const fn new(at: Timestamp) -> Self {
        Self { level: Level::New, since: at, failing_since: None }
    }

    /// What they hold now.
    pub fn after(self, record: &Record, now: Timestamp) -> Self {
        let earned = earned(record);
        if earned > self.level {
            return Self { level: earned, since: now, failing_since: None };
        }
        if earned == self.level {
            return Self { failing_since: None, ..self };
        }
        let failing = self.failing_since.unwrap_or(now);
        // Staff decided: no grace.
        if record.upheld || now.duration_since(failing) >= GRACE {
            return Self { level: earned, since: now, failing_since: None };
        }
        Self { failing_since: Some(failing), ..self }
    }

    /// When it is lost unless it is earned again.
    pub fn lost_at(&self) -> Option<Timestamp> {
        self.failing_since.and_then(|at| at.checked_add(GRACE).ok())
    }

    /// What counts now: who is in quarantine is treated as new until staff decide, and loses nothing by it.
    pub const fn in_force(&self, quarantined: bool) -> Level {
        if quarantined { Level::New } else { self.level }
    }
}
