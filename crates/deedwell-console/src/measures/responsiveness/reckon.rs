//! From what was owed to shares, waits and the index. One walk over the matters for each unit they belong
//! to and one over all; nothing compares a matter with another.

use std::collections::BTreeMap;

use deedwell_core::behaviour::{Matter, Owed, OwedBy};
use deedwell_core::meaning::Owes;
use deedwell_core::{Id, Unit};
use deedwell_measure::{
    Asked, Estimate, FEWEST_OF_A_PART, Fits, Rank, Responsiveness, Survival, Wait, kaplan_meier,
    ranks, responsiveness, wilson,
};

pub const CONFIDENCE: f64 = 0.95;
const HOUR_S: f64 = 3_600.0;
/// Ages in hours at which every wait is read.
pub const AGES_H: [u32; 4] = [24, 72, 240, 720];
/// What the parts of the index are called, in addresses and files.
pub const PARTS: [&str; 6] = ["answered", "decided", "done", "explained", "told", "by_person"];

/// All that a page says.
pub struct Reckoned {
    pub whole: Responsiveness,
    pub before: Responsiveness,
    /// Both are made of the same parts of the same programmes.
    pub are_alike: bool,
    pub programmes: Vec<OfProgramme>,
    pub units: Vec<OfUnit>,
}

/// One unit among the others.
pub struct OfUnit {
    pub unit: Option<Id<Unit>>,
    pub now: Responsiveness,
    pub before: Option<Estimate>,
    /// Among the units that were asked for the same sorts of things; none where there is no other.
    pub rank: Option<Rank>,
}

/// What an index is made of: the parts that are known, and the programmes from which enough came. Two that
/// are made of other things are not compared: whoever is asked for ideas is not slower than whoever is
/// asked to put right what broke.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct MadeOf {
    parts: u8,
    programmes: u64,
}

impl MadeOf {
    fn of(asked: &[Asked], found: &Responsiveness) -> Self {
        let bit = |(place, part): (usize, &Option<Estimate>)| u8::from(part.is_some()) << place;
        let parts = found.parts.iter().enumerate().map(bit).sum();
        let mut counts = BTreeMap::new();
        asked.iter().for_each(|a| *counts.entry(a.sort).or_insert(0_u64) += 1);
        let enough = counts.iter().filter(|(_, n)| **n >= FEWEST_OF_A_PART);
        Self { parts, programmes: enough.map(|(sort, _)| 1 << (sort % 64)).sum() }
    }
}

/// One programme, of the unit that was asked for or of all.
pub struct OfProgramme {
    pub programme: &'static str,
    pub owes: Owes,
    pub owed: u64,
    /// For an answer, a decision, and from a yes for the deed.
    pub waits: [Waits; 3],
    /// Explained, told, by a person; `None` where nothing is to be said.
    pub openly: [Option<Estimate>; 3],
    /// How many decided matters others took part in, whether or not it is recorded that they were told.
    pub with_others: u64,
    pub unanswered: u64,
    pub broken: u64,
}

/// How long something took, with what is still open.
pub struct Waits {
    /// 0 where none is due.
    pub fits_h: u32,
    pub of: u64,
    pub came: u64,
    pub curve: Survival,
    /// How long the oldest could be watched, and the fifth oldest: beyond that nothing is said.
    pub known_s: f64,
}

impl Waits {
    fn of(fits_h: u32, waits: &[Wait]) -> Self {
        let all: Vec<(f64, bool)> = waits.iter().map(|w| (w.lasted, w.came)).collect();
        let mut watched: Vec<f64> = waits.iter().map(|w| w.watched).collect();
        watched.sort_unstable_by(|a, b| b.total_cmp(a));
        let known_s = watched.get(FEWEST_OF_A_PART as usize - 1).copied().unwrap_or(-1.0);
        let came = waits.iter().filter(|w| w.came).count() as u64;
        Self { fits_h, of: waits.len() as u64, came, curve: kaplan_meier(&all), known_s }
    }

    /// The share that came within so many hours; `None` where too few could be watched so long.
    pub fn within(&self, hours: f64) -> Option<Estimate> {
        let time = hours * HOUR_S;
        if time > self.known_s {
            return None;
        }
        let waiting = self.curve.at_with_interval(time, CONFIDENCE)?;
        let came = |share: f64| (1.0 - share).clamp(0.0, 1.0);
        let interval = deedwell_measure::Interval {
            low: came(waiting.interval.high),
            high: came(waiting.interval.low),
        };
        Some(Estimate { value: came(waiting.value), interval, n: waiting.n })
    }

    /// Seconds until half had come, with where that may lie; no end where nobody can say.
    pub fn median(&self) -> Option<(f64, Option<f64>, Option<f64>)> {
        let (low, high) = self.curve.median_interval(CONFIDENCE)?;
        self.curve.median().map(|median| (median, low, high))
    }
}

/// `unit` is the one asked for; both windows are of all units.
pub fn reckon(now: &Owed, before: &Owed, unit: Option<Id<Unit>>) -> Reckoned {
    let fits = fits(now);
    let is_asked = |of: Option<Id<Unit>>| unit.is_none() || of == unit;
    let (asked_now, asked_before) =
        (asked(now, |m| is_asked(m.unit)), asked(before, |m| is_asked(m.unit)));
    let (whole, earlier) = (index(&asked_now, &fits), index(&asked_before, &fits));
    let are_alike = MadeOf::of(&asked_now, &whole) == MadeOf::of(&asked_before, &earlier);
    Reckoned {
        whole,
        before: earlier,
        are_alike,
        programmes: now.programmes.iter().map(|p| of_programme(p, is_asked)).collect(),
        units: units(now, before, &fits),
    }
}

/// The index of one unit, or of all, in one window.
pub fn index_of(owed: &Owed, unit: Option<Id<Unit>>) -> Option<Estimate> {
    index(&asked(owed, |m| unit.is_none() || m.unit == unit), &fits(owed)).index
}

fn fits(owed: &Owed) -> Vec<Fits> {
    let seconds = |hours: u32| f64::from(hours) * HOUR_S;
    let of = |o: &Owes| [seconds(o.answer_h), seconds(o.decision_h), seconds(o.done_h)];
    owed.programmes.iter().map(|p| of(&p.owes)).collect()
}

fn index(asked: &[Asked], fits: &[Fits]) -> Responsiveness {
    let none = Responsiveness { owed: 0, people: 0, parts: [None; 6], index: None };
    responsiveness(asked, fits, CONFIDENCE).unwrap_or(none)
}

fn asked(owed: &Owed, keep: impl Fn(&Matter) -> bool) -> Vec<Asked> {
    let numbered = owed.programmes.iter().enumerate();
    let of = numbered.flat_map(|(sort, p)| p.matters.iter().map(move |m| (sort, p.owes, m)));
    of.filter(|(.., m)| keep(m)).map(|(sort, owes, m)| one(sort, &owes, m)).collect()
}

fn one(sort: usize, owes: &Owes, m: &Matter) -> Asked {
    let is_decided = m.decided_s.is_some();
    let is_answered = m.answered_s.is_some() || m.by_machine;
    Asked {
        whose: m.whose,
        sort,
        waits: waits(owes, m),
        openly: [
            (is_decided && !owes.explained_by.is_empty()).then_some(m.explained),
            (is_decided && m.others && !owes.told_by.is_empty()).then_some(m.told),
            is_answered.then_some(m.answered_s.is_some()),
        ],
    }
}

/// For an answer and a decision from the contribution, for the deed from the first yes.
fn waits(owes: &Owes, m: &Matter) -> [Option<Wait>; 3] {
    let wait = |came: Option<f64>, watched: f64| Wait {
        lasted: came.unwrap_or(watched).min(watched),
        came: came.is_some(),
        watched,
    };
    let done = m.yes_s.map(|yes| {
        let done = m.done_s.map(|done| (done - yes).max(0.0));
        wait(done, (m.age_s - yes).max(0.0))
    });
    [
        (owes.answer_h > 0).then(|| wait(m.answered_s, m.age_s)),
        (owes.decision_h > 0).then(|| wait(m.decided_s, m.age_s)),
        done.filter(|_| owes.done_h > 0),
    ]
}

fn of_programme(p: &OwedBy, is_asked: impl Fn(Option<Id<Unit>>) -> bool) -> OfProgramme {
    let matters: Vec<&Matter> = p.matters.iter().filter(|m| is_asked(m.unit)).collect();
    let asked: Vec<Asked> = matters.iter().map(|m| one(0, &p.owes, m)).collect();
    let waits = |which: usize, fits_h: u32| {
        let all: Vec<Wait> = asked.iter().filter_map(|a| a.waits[which]).collect();
        Waits::of(fits_h, &all)
    };
    let openly = |which: usize| {
        let said: Vec<bool> = asked.iter().filter_map(|a| a.openly[which]).collect();
        let yes = said.iter().filter(|yes| **yes).count();
        wilson(yes as f64, said.len() as u64, CONFIDENCE)
    };
    let late = p.late.iter().filter(|late| is_asked(late.unit));
    let (unanswered, broken) = late.fold((0, 0), |(a, b), l| (a + l.unanswered, b + l.broken));
    OfProgramme {
        programme: p.programme,
        owes: p.owes,
        owed: matters.len() as u64,
        waits: [waits(0, p.owes.answer_h), waits(1, p.owes.decision_h), waits(2, p.owes.done_h)],
        openly: [openly(0), openly(1), openly(2)],
        with_others: matters.iter().filter(|m| m.decided_s.is_some() && m.others).count() as u64,
        unanswered,
        broken,
    }
}

/// Each unit to which something belongs, those who certainly stand higher first, then by what is owed.
fn units(now: &Owed, before: &Owed, fits: &[Fits]) -> Vec<OfUnit> {
    let by_unit = |owed: &Owed| {
        let mut found: BTreeMap<Option<Id<Unit>>, Vec<Asked>> = BTreeMap::new();
        for (sort, p) in owed.programmes.iter().enumerate() {
            for m in &p.matters {
                found.entry(m.unit).or_default().push(one(sort, &p.owes, m));
            }
        }
        found
    };
    let before = by_unit(before);
    let mut alike: BTreeMap<MadeOf, Vec<OfUnit>> = BTreeMap::new();
    for (unit, asked) in by_unit(now) {
        let now = index(&asked, fits);
        let before = before.get(&unit).and_then(|asked| index(asked, fits).index);
        let made_of = MadeOf::of(&asked, &now);
        alike.entry(made_of).or_default().push(OfUnit { unit, now, before, rank: None });
    }
    let mut units: Vec<OfUnit> = alike.into_values().flat_map(placed).collect();
    units.sort_by_key(|u| {
        let rank = u.rank.map_or((u64::MAX, u64::MAX), |r| (r.best, r.worst));
        (rank, std::cmp::Reverse(u.now.owed))
    });
    units
}

/// Units that are alike, each with its place among them.
fn placed(mut units: Vec<OfUnit>) -> Vec<OfUnit> {
    let indexes: Vec<Option<Estimate>> = units.iter().map(|u| u.now.index).collect();
    if indexes.iter().flatten().count() > 1 {
        for (unit, rank) in units.iter_mut().zip(ranks(&indexes)) {
            unit.rank = rank;
        }
    }
    units
}
