//! The oracle of the grid: every definition spelled out over a list, again and again.

use std::collections::{BTreeMap, HashSet};

use deedwell_core::behaviour::*;
use deedwell_core::meaning::Basis;
use deedwell_core::{Action, Currency, Id, Initiator, Meaning, Part, Quality, Timestamp, Unit};
use deedwell_measure::{kaplan_meier, rate_ratio, wilson};
use jiff::ToSpan;

use super::oracle::{DAY, Line, Oracle};

/// One programme over one window.
pub(super) struct Row<'o> {
    pub oracle: &'o Oracle,
    pub window: &'o Window,
    pub meaning: Meaning,
}

impl Row<'_> {
    fn contributions<'a>(&self, kept: &[Line<'a>]) -> Vec<Line<'a>> {
        let ours = |(_, a): &&Line<'_>| {
            self.meaning.contributions.contains(&&*a.name) && self.oracle.counted(a).is_some()
        };
        kept.iter().filter(ours).copied().collect()
    }

    /// The contribution that an action is about: the first of them.
    pub fn about<'a>(&self, kept: &[Line<'a>], a: &Action) -> Option<Line<'a>> {
        let about = a.about.as_ref()?;
        let mut same = self.contributions(kept);
        same.retain(|(_, c)| c.about.as_ref() == Some(about));
        same.into_iter().min_by_key(|(n, c)| (c.at, *n))
    }

    /// Whether an act is left out because a machine or a test account did it, or because we said it of
    /// somebody.
    fn is_out(&self, a: &Action) -> bool {
        a.initiator == Initiator::Machine
            || (a.initiator == Initiator::Company && self.oracle.person(a).is_some())
            || self.oracle.person(a).is_some_and(|p| self.oracle.is_test(p))
    }

    pub fn events<'a>(&self, kept: &[Line<'a>], c: &Action, kinds: &[&str]) -> Vec<Line<'a>> {
        let about = |(_, a): &&Line<'_>| {
            c.about.is_some() && a.about == c.about && kinds.contains(&&*a.name) && !self.is_out(a)
        };
        kept.iter().filter(about).copied().collect()
    }

    fn is_valid(&self, kept: &[Line<'_>], c: &Action) -> bool {
        let turns = [self.meaning.voided_by, self.meaning.restored_by].concat();
        let last = self.events(kept, c, &turns).into_iter().max_by_key(|(n, a)| (a.at, *n));
        last.is_none_or(|(_, a)| self.meaning.restored_by.contains(&&*a.name))
    }

    pub fn valid<'a>(&self, kept: &[Line<'a>], unit: Option<Id<Unit>>) -> Vec<Line<'a>> {
        let mut all = self.contributions(kept);
        all.retain(|(_, c)| self.is_valid(kept, c) && (unit.is_none() || c.unit == unit));
        all
    }

    /// The first of some acts before the end of the window.
    pub fn first(
        &self,
        kept: &[Line<'_>],
        c: &Action,
        kinds: &[&str],
        staff: bool,
    ) -> Option<Timestamp> {
        let events = self.events(kept, c, kinds).into_iter().map(|(_, a)| a);
        let by = events.filter(|a| a.at < self.window.to && (!staff || a.part == Part::Staff));
        by.map(|a| a.at).min()
    }

    pub fn grade(&self, kept: &[Line<'_>], c: &Action) -> Option<i64> {
        let Quality::Grade { kind, fact, .. } = self.meaning.quality else { return None };
        let grade = |a: &Action| {
            let facts: serde_json::Value = serde_json::from_str(&a.facts).ok()?;
            facts.get(fact)?.as_i64()
        };
        let events = self.events(kept, c, &[kind]).into_iter();
        let graded = events.filter(|(_, a)| a.at < self.window.to && grade(a).is_some());
        graded.max_by_key(|(n, a)| (a.at, *n)).and_then(|(_, a)| grade(a))
    }

    pub fn peers<'a>(&self, kept: &[Line<'a>], unit: Option<Id<Unit>>) -> Vec<Line<'a>> {
        let answers = |(_, a): &&Line<'_>| {
            let Some(who) = self.oracle.counted(a) else { return false };
            let first = self.about(kept, a).map(|(_, c)| c);
            let named = a.counterpart.map(|c| self.oracle.identity(c));
            let named = named.filter(|p| !self.oracle.is_test(*p));
            let author = first.and_then(|c| self.oracle.person(c)).or(named);
            let of = first.map_or(a.unit, |c| c.unit);
            self.meaning.peer_responses.contains(&&*a.name)
                && a.at >= self.window.from
                && a.at < self.window.to
                && author.is_some_and(|author| author != who)
                && (unit.is_none() || of == unit)
        };
        kept.iter().filter(answers).copied().collect()
    }

    pub fn bookings<'a>(&self, kept: &[Line<'a>]) -> Vec<Line<'a>> {
        let unit = self.window.unit;
        let booked = |(_, a): &&Line<'_>| {
            let of = self.about(kept, a).map_or(a.unit, |(_, c)| c.unit);
            self.meaning.money.iter().any(|b| b.kind == a.name)
                && !self.is_out(a)
                && a.value.is_some()
                && a.at >= self.window.from
                && a.at < self.window.to
                && (unit.is_none() || of == unit)
        };
        kept.iter().filter(booked).copied().collect()
    }

    pub fn row(&self, programme: &'static str, eligible: u64) -> GridRow {
        let kept = self.oracle.kept();
        let (from, to) = (self.window.from.as_microsecond(), self.window.to.as_microsecond());
        let valid = self.valid(&kept, self.window.unit);
        let between = |from: i64, to: i64| -> Vec<Line<'_>> {
            let mut some = valid.clone();
            some.retain(|(_, c)| (from..to).contains(&c.at.as_microsecond()));
            some
        };
        let people = |some: &[Line<'_>]| {
            some.iter().filter_map(|(_, c)| self.oracle.person(c)).collect::<HashSet<_>>().len()
                as u64
        };
        let length = to - from;
        let now = between(from, to);
        let before = between(from - length, from);
        let to_date = between(i64::MIN, to);
        let month_end = self.window.to.to_zoned(jiff::tz::TimeZone::UTC).date().first_of_month();
        let month_start = month_end.checked_sub(1.month()).unwrap();
        let utc = |d: jiff::civil::Date| {
            d.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_microsecond()
        };
        let days = length as f64 / DAY as f64;
        let per = |n: u64, of: u64| (of > 0).then(|| n as f64 / of as f64);
        let spark = |n: i64| people(&between(to - (9 - n) * length, to - (8 - n) * length));
        let peers = self.peers(&kept, self.window.unit);
        GridRow {
            programme,
            participants: Participants {
                people: people(&now),
                to_date: people(&to_date),
                share: share(people(&now) as f64, eligible),
                spark: (0..9).map(spark).collect(),
            },
            contributions: Contributions {
                count: now.len() as u64,
                to_date: to_date.len() as u64,
                last_month: between(utc(month_start), utc(month_end)).len() as u64,
                per_head: per(now.len() as u64, people(&now)),
            },
            quality: self.quality(&kept, &now),
            trend: Trend {
                people_before: people(&before),
                contributions_before: before.len() as u64,
                people: ratio(people(&now), people(&before), days),
                contributions: ratio(now.len() as u64, before.len() as u64, days),
            },
            peers: Peers {
                people: people(&peers),
                responses: peers.len() as u64,
                per_participant: per(people(&peers), people(&now)),
            },
            company: self.company(&kept, &now),
            outcome: self.outcome(&kept, &to_date),
            money: self.money(&kept),
        }
    }

    fn quality(&self, kept: &[Line<'_>], now: &[Line<'_>]) -> Option<Estimate> {
        let Quality::Grade { worst, best, .. } = self.meaning.quality else { return None };
        let grades: Vec<i64> = now.iter().filter_map(|(_, c)| self.grade(kept, c)).collect();
        let sum: f64 = grades.iter().map(|g| (g - worst) as f64 / (best - worst) as f64).sum();
        share(sum, grades.len() as u64)
    }

    fn company(&self, kept: &[Line<'_>], now: &[Line<'_>]) -> CompanyHalf {
        let any = [self.meaning.company_responses, self.meaning.official_answers].concat();
        let answered =
            now.iter().filter(|(_, c)| self.first(kept, c, &any, true).is_some()).count() as u64;
        let waits: Vec<(f64, bool)> = now
            .iter()
            .map(|(_, c)| {
                let answer = self.first(kept, c, self.meaning.official_answers, true);
                let until = answer.unwrap_or(self.window.to).as_microsecond();
                ((until - c.at.as_microsecond()).max(0) as f64 / 1e6, answer.is_some())
            })
            .collect();
        let official = waits.iter().filter(|w| w.1).count() as u64;
        let of = now.len() as u64;
        CompanyHalf {
            of,
            answered,
            answered_share: share(answered as f64, of),
            official,
            official_share: share(official as f64, of),
            median_s: kaplan_meier(&waits).median(),
        }
    }

    fn outcome(&self, kept: &[Line<'_>], all: &[Line<'_>]) -> Outcome {
        let done = |kinds: &[&str], within_days: Option<u32>| {
            all.iter()
                .filter(|(_, c)| {
                    let first = self.first(kept, c, kinds, false).map(|t| t.as_microsecond());
                    let at = c.at.as_microsecond();
                    match within_days.map(|d| i64::from(d) * DAY) {
                        None => first.is_some(),
                        Some(age) => {
                            at + age <= self.window.to.as_microsecond()
                                && first.is_some_and(|t| t - at <= age)
                        }
                    }
                })
                .count() as u64
        };
        let m = &self.meaning;
        let old_enough = |d: u32| {
            let to = self.window.to.as_microsecond();
            let old = |(_, c): &&Line<'_>| c.at.as_microsecond() + i64::from(d) * DAY <= to;
            all.iter().filter(old).count() as u64
        };
        let cohort = |age_days: u32| Cohort {
            age_days,
            of: old_enough(age_days),
            evaluated: done(m.evaluated, Some(age_days)),
            decided: done(m.decided, Some(age_days)),
            implemented: done(m.implemented, Some(age_days)),
        };
        Outcome {
            evaluated: done(m.evaluated, None),
            decided: done(m.decided, None),
            implemented: done(m.implemented, None),
            cohorts: [30, 90, 365].map(cohort).to_vec(),
        }
    }

    fn money(&self, kept: &[Line<'_>]) -> Vec<MoneyLine> {
        let mut lines: BTreeMap<(usize, Currency), (i64, u64)> = BTreeMap::new();
        for (_, a) in self.bookings(kept) {
            let facts: serde_json::Value = serde_json::from_str(&a.facts).unwrap_or_default();
            let basis = facts["basis"].as_str().and_then(Basis::parse).unwrap_or(Basis::Claimed);
            let cost = self.meaning.money.iter().any(|b| b.kind == a.name && b.cost);
            let value = a.value.unwrap();
            let line = lines.entry((basis as usize, value.currency)).or_default();
            line.0 += if cost { -value.minor } else { value.minor };
            line.1 += 1;
        }
        let line = |((basis, currency), (minor, entries)): ((usize, _), _)| MoneyLine {
            basis: Basis::ALL[basis],
            currency,
            minor,
            entries,
        };
        lines.into_iter().map(line).collect()
    }
}

fn share(part: f64, of: u64) -> Option<Estimate> {
    let e = wilson(part, of, 0.95)?;
    Some(Estimate { value: e.value, low: e.interval.low, high: e.interval.high, n: e.n })
}

fn ratio(now: u64, before: u64, days: f64) -> Option<Estimate> {
    let r = rate_ratio(now, days, before, days, 0.95)?;
    let (low, high) = (r.interval.low, r.interval.high);
    Some(Estimate { value: r.ratio, low, high, n: now + before })
}
