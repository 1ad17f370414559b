//! The measures a) to h) of one programme over one window.
//!
//! What happened at the end of the window or later is not known in it, with one exception (open in
//! the words of the trait): spam that is found later was never valid.

use std::collections::{BTreeMap, BTreeSet};

use deedwell_core::behaviour::{
    Cohort, CompanyHalf, Contributions, Estimate, Grid, GridRow, MoneyLine, Outcome, Participants,
    Peers, Trend, Window,
};
use deedwell_core::meaning::Basis;
use deedwell_core::{Currency, Error, Id, Meaning, Part, Person, Quality, Result, Timestamp};
use jiff::{SignedDuration, ToSpan, tz::TimeZone};

use super::lists::before;
use super::{Line, Told, within};

const CONFIDENCE: f64 = 0.95;
const AGES_DAYS: [u32; 3] = [30, 90, 365];
const STRETCHES: i32 = 9;

impl Told {
    /// # Errors
    /// `Fault` for moments beyond the calendar.
    pub fn grid(&self, meanings: &[(&'static str, Meaning)], window: &Window) -> Result<Grid> {
        let real =
            self.persons.iter().filter(|p| p.is_known && !p.is_test && p.created_at < window.to);
        let eligible = real.count() as u64;
        let row = |(programme, meaning): &(&'static str, Meaning)| {
            Seen { told: self, meaning: *meaning, window: *window }.row(programme, eligible)
        };
        let rows = meanings.iter().map(row).collect::<Result<_>>()?;
        Ok(Grid { window: *window, eligible, up_to: self.up_to, rows })
    }
}

/// What one programme's declaration makes of the lines before the end of a window.
pub(super) struct Seen<'a> {
    pub told: &'a Told,
    pub meaning: Meaning,
    pub window: Window,
}

/// A contribution that is valid at the end of the window.
#[derive(Clone, Copy)]
pub(super) struct Contribution<'a> {
    pub line: &'a Line,
    pub by: Id<Person>,
}

impl<'a> Contribution<'a> {
    pub(super) fn at(&self) -> Timestamp {
        self.line.action.at
    }
}

impl<'a> Seen<'a> {
    /// Lines of these kinds before the end of the window, in the order in which they happened.
    fn lines(&self, kinds: &[&str]) -> Vec<&'a Line> {
        let mut list = self.lines_of_all_time(kinds);
        list.retain(|l| l.action.at < self.window.to);
        list
    }

    fn lines_of_all_time(&self, kinds: &[&str]) -> Vec<&'a Line> {
        let lines = self.told.lines.iter();
        let of = lines.filter(|l| kinds.contains(&&*l.kind) && self.told.counts_in(l));
        let mut list: Vec<&Line> = of.collect();
        list.sort_by_key(|l| (l.action.at, l.sequence));
        list
    }

    /// Those of them that are about the same thing as a contribution.
    pub(super) fn about(&self, contribution: &Contribution<'_>, kinds: &[&str]) -> Vec<&'a Line> {
        let mut lines = self.lines(kinds);
        lines.retain(|l| is_about(l, contribution.line));
        lines
    }

    /// The first contribution about the same thing says whose it is, and of which unit.
    fn first_about(&self, line: &Line) -> Option<&'a Line> {
        let contributions = self.lines_of_all_time(self.meaning.contributions).into_iter();
        let by_persons = contributions.filter(|c| self.told.scored(c).is_some());
        by_persons.into_iter().find(|c| is_about(line, c))
    }

    fn in_window(&self, line: &Line) -> bool {
        within(line.action.at, self.window.from, self.window.to)
    }

    /// Contributions of the unit, valid or not. Machines, staff and test accounts make none.
    fn brought(&self) -> Vec<Contribution<'a>> {
        let lines = self.lines(self.meaning.contributions).into_iter();
        lines
            .filter(|l| self.window.unit.is_none() || l.action.unit == self.window.unit)
            .filter_map(|line| self.told.scored(line).map(|by| Contribution { line, by }))
            .collect()
    }

    /// The valid ones: what was said of them last, if anything was, restored them.
    pub fn valid(&self) -> Vec<Contribution<'a>> {
        let fates = [self.meaning.voided_by, self.meaning.restored_by].concat();
        let is_void = |c: &Contribution<'_>| {
            let mut about = self.lines_of_all_time(&fates);
            about.retain(|l| is_about(l, c.line));
            let last = about.pop();
            last.is_some_and(|l| self.meaning.voided_by.contains(&&*l.kind))
        };
        let mut list = self.brought();
        list.retain(|c| !is_void(c));
        list
    }

    /// The valid ones received in a stretch of time.
    pub fn received(&self, from: Timestamp, to: Timestamp) -> Vec<Contribution<'a>> {
        let mut list = self.valid();
        list.retain(|c| within(c.at(), from, to));
        list
    }

    pub fn here(&self) -> Vec<Contribution<'a>> {
        self.received(self.window.from, self.window.to)
    }

    pub fn length(&self) -> SignedDuration {
        self.window.to.duration_since(self.window.from)
    }

    fn row(&self, programme: &'static str, eligible: u64) -> Result<GridRow> {
        let people = distinct(&self.here());
        Ok(GridRow {
            programme,
            participants: Participants {
                people,
                to_date: distinct(&self.valid()),
                share: share(people as f64, eligible),
                spark: self.spark()?,
            },
            contributions: self.contributions(people)?,
            quality: self.quality(),
            trend: self.trend(people)?,
            peers: self.peers(people),
            company: self.company(),
            outcome: self.outcome(),
            money: self.money(),
        })
    }

    /// Open: each stretch is as long as the window itself.
    fn spark(&self) -> Result<Vec<u64>> {
        let mut spark = Vec::new();
        for back in (0..STRETCHES).rev() {
            let to = before(self.window.to, self.length() * back)?;
            let from = before(to, self.length())?;
            spark.push(distinct(&self.received(from, to)));
        }
        Ok(spark)
    }

    fn contributions(&self, people: u64) -> Result<Contributions> {
        let count = self.here().len() as u64;
        let end = self.window.to.to_zoned(TimeZone::UTC);
        let this_month =
            end.first_of_month().and_then(|z| z.start_of_day()).map_err(Error::fault)?;
        let month_before = this_month.checked_sub(1.month()).map_err(Error::fault)?;
        let last_month = self.received(month_before.timestamp(), this_month.timestamp());
        Ok(Contributions {
            count,
            to_date: self.valid().len() as u64,
            last_month: last_month.len() as u64,
            per_head: per(count, people),
        })
    }

    /// Of the contributions received in the window, those with a grade; the last grade counts.
    pub fn graded(&self) -> Vec<(Contribution<'a>, f64)> {
        let Quality::Grade { kind, fact, worst, best } = self.meaning.quality else {
            return Vec::new();
        };
        let grade = |c: &Contribution<'_>| {
            let grades = self.about(c, &[kind]).into_iter();
            let last = grades.filter_map(|l| facts(l).get(fact)?.as_i64()).next_back()?;
            Some(((last - worst) as f64 / (best - worst) as f64).clamp(0.0, 1.0))
        };
        self.here().into_iter().filter_map(|c| Some((c, grade(&c)?))).collect()
    }

    fn quality(&self) -> Option<Estimate> {
        let graded = self.graded();
        share(graded.iter().map(|(_, grade)| grade).sum(), graded.len() as u64)
    }

    fn trend(&self, people: u64) -> Result<Trend> {
        let earlier = self.received(before(self.window.from, self.length())?, self.window.from);
        let (people_before, count_before) = (distinct(&earlier), earlier.len() as u64);
        let count = self.here().len() as u64;
        Ok(Trend {
            people_before,
            contributions_before: count_before,
            people: self.ratio(people, people_before),
            contributions: self.ratio(count, count_before),
        })
    }

    fn ratio(&self, now: u64, then: u64) -> Option<Estimate> {
        let length = self.length().as_secs_f64();
        let ratio = deedwell_measure::rate_ratio(now, length, then, length, CONFIDENCE)?;
        let (low, high) = (ratio.interval.low, ratio.interval.high);
        Some(Estimate { value: ratio.ratio, low, high, n: now + then })
    }

    /// Answers in the window by a person to a contribution of another, valid or not.
    ///
    /// Open: the first contribution about the same thing says whose it is; where there is none, the
    /// answer itself does (its counterpart). An answer to nobody's is left out.
    pub fn answers(&self) -> Vec<(&'a Line, Id<Person>)> {
        let author = |l: &Line| {
            let stated = l.action.counterpart.map(|c| self.told.person_of(c));
            let stated = stated.filter(|p| !self.told.is_test(*p));
            self.first_about(l).and_then(|c| self.told.person(c)).or(stated)
        };
        let in_unit = |l: &Line| self.window.unit.is_none() || self.unit_of(l) == self.window.unit;
        let lines = self.lines(self.meaning.peer_responses).into_iter();
        lines
            .filter(|l| self.in_window(l) && in_unit(l))
            .filter_map(|l| Some((l, self.told.scored(l)?)))
            .filter(|(l, by)| author(l).is_some_and(|author| author != *by))
            .collect()
    }

    /// Open: the unit of the contribution that a line is about, else its own.
    fn unit_of(&self, line: &Line) -> Option<Id<deedwell_core::Unit>> {
        self.first_about(line).map_or(line.action.unit, |c| c.action.unit)
    }

    fn peers(&self, participants: u64) -> Peers {
        let answers = self.answers();
        let people = answers.iter().map(|(_, by)| by).collect::<BTreeSet<_>>().len() as u64;
        Peers {
            people,
            responses: answers.len() as u64,
            per_participant: per(people, participants),
        }
    }

    /// Any public act of staff on a contribution, official answers included.
    fn answered(&self, contribution: &Contribution<'_>) -> bool {
        let any = [self.meaning.company_responses, self.meaning.official_answers].concat();
        self.about(contribution, &any).iter().any(|l| l.action.part == Part::Staff)
    }

    fn company(&self) -> CompanyHalf {
        let here = self.here();
        let of = here.len() as u64;
        let answered = here.iter().filter(|c| self.answered(c)).count() as u64;
        let mut waits = Vec::new();
        for c in &here {
            let mut official = self.about(c, self.meaning.official_answers);
            official.retain(|l| l.action.part == Part::Staff);
            let until = official.first().map_or(self.window.to, |l| l.action.at);
            let wait = until.duration_since(c.at()).as_secs_f64().max(0.0);
            waits.push((wait, !official.is_empty()));
        }
        let official = waits.iter().filter(|(_, ended)| *ended).count() as u64;
        CompanyHalf {
            of,
            answered,
            answered_share: share(answered as f64, of),
            official,
            official_share: share(official as f64, of),
            median_s: deedwell_measure::kaplan_meier(&waits).median(),
        }
    }

    /// Whether any of these kinds had come to it by this moment (inclusive).
    pub fn had(&self, c: &Contribution<'_>, kinds: &[&str], by: Timestamp) -> bool {
        self.about(c, kinds).iter().any(|l| l.action.at <= by)
    }

    fn outcome(&self) -> Outcome {
        let all = self.valid();
        let count = |of: &[Contribution<'_>], kinds: &[&str], age: Option<SignedDuration>| {
            let by = |c: &Contribution<'_>| {
                age.map_or(Some(self.window.to), |a| c.at().checked_add(a).ok())
            };
            of.iter().filter(|c| by(c).is_some_and(|by| self.had(c, kinds, by))).count() as u64
        };
        let m = self.meaning;
        let cohort = |age_days: u32| {
            let age = SignedDuration::from_hours(24 * i64::from(age_days));
            let old = |c: &Contribution<'_>| self.window.to.duration_since(c.at()) >= age;
            let of: Vec<_> = all.iter().copied().filter(old).collect();
            Cohort {
                age_days,
                of: of.len() as u64,
                evaluated: count(&of, m.evaluated, Some(age)),
                decided: count(&of, m.decided, Some(age)),
                implemented: count(&of, m.implemented, Some(age)),
            }
        };
        Outcome {
            evaluated: count(&all, m.evaluated, None),
            decided: count(&all, m.decided, None),
            implemented: count(&all, m.implemented, None),
            cohorts: AGES_DAYS.into_iter().map(cohort).collect(),
        }
    }

    /// Lines that book money in the window, with basis and sign.
    ///
    /// Open: money whose basis is not said is claimed.
    pub fn booked(&self) -> Vec<(&'a Line, Basis, i64)> {
        let mut booked = Vec::new();
        for booking in self.meaning.money {
            for line in self.lines(&[booking.kind]) {
                let in_unit = self.window.unit.is_none() || self.unit_of(line) == self.window.unit;
                let said = facts(line);
                let basis = said.get("basis").and_then(|b| b.as_str()).and_then(Basis::parse);
                let basis = basis.unwrap_or(Basis::Claimed);
                if self.in_window(line) && in_unit && line.action.value.is_some() {
                    booked.push((line, basis, if booking.cost { -1 } else { 1 }));
                }
            }
        }
        booked
    }

    fn money(&self) -> Vec<MoneyLine> {
        let mut sums: BTreeMap<(usize, Currency), (Basis, i64, u64)> = BTreeMap::new();
        for (line, basis, sign) in self.booked() {
            let Some(value) = line.action.value else { continue };
            let place = Basis::ALL.iter().position(|b| *b == basis).unwrap_or_default();
            let sum = sums.entry((place, value.currency)).or_insert((basis, 0, 0));
            sum.1 += sign * value.minor;
            sum.2 += 1;
        }
        let line = |((_, currency), (basis, minor, entries))| MoneyLine {
            basis,
            currency,
            minor,
            entries,
        };
        sums.into_iter().map(line).collect()
    }
}

pub(super) fn is_about(line: &Line, contribution: &Line) -> bool {
    line.action.about.is_some() && line.action.about == contribution.action.about
}

fn distinct(list: &[Contribution<'_>]) -> u64 {
    list.iter().map(|c| c.by).collect::<BTreeSet<_>>().len() as u64
}

fn per(count: u64, of: u64) -> Option<f64> {
    (of > 0).then(|| count as f64 / of as f64)
}

fn share(part: f64, of: u64) -> Option<Estimate> {
    let found = deedwell_measure::wilson(part, of, CONFIDENCE)?;
    let (low, high) = (found.interval.low, found.interval.high);
    Some(Estimate { value: found.value, low, high, n: found.n })
}

pub(super) fn facts(line: &Line) -> serde_json::Value {
    serde_json::from_str(&line.action.facts).unwrap_or_default()
}
