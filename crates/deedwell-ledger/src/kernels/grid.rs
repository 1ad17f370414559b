//! The grid of measures a)–h). Each definition stands at the function that computes it, simple enough
//! to be computed again, in SQL, from exported tables.
//!
//! Throughout: a *contribution* is an action of a declared kind by a customer or visitor who is no
//! test account, not done by a machine; it is *valid* unless the latest voiding or restoring about
//! the same thing, by (moment, sequence) and of all time, is a voiding. Of several contributions
//! about one thing the first says whose it is. With a unit, contributions are those recorded for it,
//! and what answers a contribution goes by the contribution's unit.

use std::collections::{BTreeMap, HashSet};

use deedwell_core::behaviour::{
    Cohort, CompanyHalf, Contributions, Estimate, Grid, GridRow, MoneyLine, Outcome, Participants,
    Peers, Trend, Window,
};
use deedwell_core::meaning::Basis;
use deedwell_core::{Meaning, Quality, Timestamp};
use deedwell_measure::{kaplan_meier, rate_ratio, wilson};
use jiff::ToSpan;
use jiff::tz::TimeZone;

use super::contributions::{Collected, Contribution, Fate, collect};
use crate::columns::currency;
use crate::roles::role;
use crate::snapshot::{NoSuch, Snapshot};

const CONFIDENCE: f64 = 0.95;
/// Stretches of the small chart, each as long as the window; the last is the window itself.
const SPARK: usize = 9;
const AGES_DAYS: [u32; 3] = [30, 90, 365];
const DAY_US: i64 = 86_400 * 1_000_000;

/// Eligible are the persons in the table `person` with `tests = 0` and `created_at` before the end
/// of the window, whatever the unit.
pub(crate) fn grid(snapshot: &Snapshot, window: &Window, up_to: Timestamp) -> Grid {
    let to = window.to.as_microsecond();
    let eligible = snapshot.created.partition_point(|at| *at < to) as u64;
    let row = |((name, meaning), all): (&(&'static str, Meaning), &Collected)| {
        Summary::of(snapshot, window, all).row(name, meaning, eligible)
    };
    let (known, unknown) = match snapshot.unit(window.unit) {
        Ok(_) => (collect(snapshot, window, None), Vec::new()),
        // Nothing was ever done for this unit.
        Err(NoSuch) => {
            let nothing = snapshot.roles.programmes.iter().map(|_| Collected::default());
            (Vec::new(), nothing.collect())
        }
    };
    let programmes = snapshot.roles.programmes.iter();
    let rows = programmes.zip(known.iter().chain(&unknown)).map(row).collect();
    Grid { window: *window, eligible, up_to, rows }
}

/// One programme's contributions over one window.
struct Summary<'a> {
    snapshot: &'a Snapshot,
    all: &'a Collected,
    from: i64,
    to: i64,
    unit: Option<u16>,
}

/// People and contributions of some stretch of time.
#[derive(Clone, Copy, Default)]
struct Count {
    people: u64,
    contributions: u64,
    counted: Option<u32>,
}

impl Count {
    fn add(&mut self, contribution: &Contribution) {
        self.contributions += 1;
        if self.counted.replace(contribution.owner) != Some(contribution.owner) {
            self.people += 1;
        }
    }
}

impl<'a> Summary<'a> {
    fn of(snapshot: &'a Snapshot, window: &Window, all: &'a Collected) -> Self {
        let unit = snapshot.unit(window.unit).ok().flatten();
        let (from, to) = (window.from.as_microsecond(), window.to.as_microsecond());
        Self { snapshot, all, from, to, unit }
    }

    fn row(&self, programme: &'static str, meaning: &Meaning, eligible: u64) -> GridRow {
        let (to_date, stretches, last_month) = self.counts();
        let last = |back: usize| {
            let place = SPARK.checked_sub(back + 1);
            place.and_then(|p| stretches.get(p)).copied().unwrap_or_default()
        };
        let (now, before) = (last(0), last(1));
        GridRow {
            programme,
            participants: Participants {
                people: now.people,
                to_date: to_date.people,
                share: share(now.people as f64, eligible),
                spark: stretches.iter().map(|s| s.people).collect(),
            },
            contributions: Contributions {
                count: now.contributions,
                to_date: to_date.contributions,
                last_month,
                per_head: per(now.contributions, now.people),
            },
            quality: self.quality(meaning),
            trend: Trend {
                people_before: before.people,
                contributions_before: before.contributions,
                people: self.trend(now.people, before.people),
                contributions: self.trend(now.contributions, before.contributions),
            },
            peers: self.peers(now.people),
            company: self.company(),
            outcome: self.outcome(),
            money: self.money(),
        }
    }

    /// a), b): valid contributions and the distinct persons who made them: before the window's end,
    /// in each of nine stretches as long as the window of which the last is the window, and in the
    /// last whole calendar month (UTC) before its end.
    fn counts(&self) -> (Count, [Count; SPARK], u64) {
        let (mut to_date, mut stretches) = (Count::default(), [Count::default(); SPARK]);
        let month = last_month(self.to);
        let mut last_month = 0;
        let length = self.to.saturating_sub(self.from);
        for (contribution, _) in self.all.valid(self.unit, self.to) {
            to_date.add(contribution);
            last_month += u64::from((month.0..month.1).contains(&contribution.at));
            let back = (self.to - 1 - contribution.at).checked_div(length.max(0));
            let back = back.and_then(|b| usize::try_from(b).ok());
            let place = back.and_then(|b| (SPARK - 1).checked_sub(b));
            if let Some(stretch) = place.and_then(|p| stretches.get_mut(p)) {
                stretch.add(contribution);
            }
        }
        (to_date, stretches, last_month)
    }

    /// The valid contributions received in the window.
    fn received(&self) -> impl Iterator<Item = (&Contribution, &Fate)> {
        self.all.valid(self.unit, self.to).filter(|(c, _)| c.at >= self.from)
    }

    /// c) the last grade before the window's end of each valid contribution received in the window,
    /// from worst = 0 to best = 1: the mean, with Wilson's interval for as many as were graded.
    fn quality(&self, meaning: &Meaning) -> Option<Estimate> {
        let Quality::Grade { worst, best, .. } = meaning.quality else { return None };
        let span = (best - worst) as f64;
        let normal = |grade: i32| ((i64::from(grade) - worst) as f64 / span).clamp(0.0, 1.0);
        let (mut sum, mut n) = (0.0, 0);
        for grade in self.received().filter_map(|(_, fate)| fate.grade()) {
            sum += normal(grade);
            n += 1;
        }
        share(sum, n)
    }

    /// d) the window against the equally long one before it.
    fn trend(&self, now: u64, before: u64) -> Option<Estimate> {
        let days = self.to.saturating_sub(self.from) as f64 / DAY_US as f64;
        let found = rate_ratio(now, days, before, days, CONFIDENCE)?;
        let (low, high) = (found.interval.low, found.interval.high);
        Some(Estimate { value: found.ratio, low, high, n: now + before })
    }

    /// e) persons who answered, in the window, a contribution whose author is another person,
    /// valid or not; and how often.
    fn peers(&self, participants: u64) -> Peers {
        let mut people = HashSet::new();
        let mut responses = 0;
        for event in self.all.peers(self.snapshot, self.unit) {
            people.insert(event.owner);
            responses += 1;
        }
        let people = people.len() as u64;
        Peers { people, responses, per_participant: per(people, participants) }
    }

    /// f) of the valid contributions received in the window: with a public act of staff, with an
    /// official answer of staff, before the window's end; and the median wait for the official one,
    /// where the unanswered have waited until the window's end.
    fn company(&self) -> CompanyHalf {
        let (mut of, mut answered, mut official) = (0, 0, 0);
        let mut waits = Vec::new();
        for (contribution, fate) in self.received() {
            let has_official = fate.official < i64::MAX;
            of += 1;
            answered += u64::from(fate.company < i64::MAX);
            official += u64::from(has_official);
            let until = if has_official { fate.official } else { self.to };
            // An answer may bear an earlier moment than what it answers: clocks differ.
            let wait = until.saturating_sub(contribution.at).max(0);
            waits.push((wait as f64 / 1e6, has_official));
        }
        CompanyHalf {
            of,
            answered,
            answered_share: share(answered as f64, of),
            official,
            official_share: share(official as f64, of),
            median_s: kaplan_meier(&waits).median(),
        }
    }

    /// g) valid contributions before the window's end that were evaluated, decided, implemented
    /// before it; and, of those that had reached an age by then, how many were so at that age.
    fn outcome(&self) -> Outcome {
        let new = |age_days| Cohort { age_days, of: 0, evaluated: 0, decided: 0, implemented: 0 };
        let mut cohorts = AGES_DAYS.map(new);
        let (mut evaluated, mut decided, mut implemented) = (0, 0, 0);
        for (contribution, fate) in self.all.valid(self.unit, self.to) {
            evaluated += u64::from(fate.evaluated < i64::MAX);
            decided += u64::from(fate.decided < i64::MAX);
            implemented += u64::from(fate.implemented < i64::MAX);
            for cohort in &mut cohorts {
                let then = contribution.at.saturating_add(i64::from(cohort.age_days) * DAY_US);
                if then <= self.to {
                    cohort.of += 1;
                    cohort.evaluated += u64::from(fate.evaluated <= then);
                    cohort.decided += u64::from(fate.decided <= then);
                    cohort.implemented += u64::from(fate.implemented <= then);
                }
            }
        }
        Outcome { evaluated, decided, implemented, cohorts: cohorts.to_vec() }
    }

    /// h) what was booked in the window, costs negative, by basis and currency. What names no basis
    /// is claimed.
    fn money(&self) -> Vec<MoneyLine> {
        let mut lines: BTreeMap<(usize, u16), (i64, u64)> = BTreeMap::new();
        for event in self.all.money(self.unit) {
            let named = usize::try_from(event.row.fact).ok().filter(|n| *n < Basis::ALL.len());
            let basis = named.unwrap_or(Basis::Claimed as usize);
            let (minor, entries) = lines.entry((basis, event.row.currency)).or_default();
            let cost = event.roles & role::COST != 0;
            let value = event.row.value;
            *minor = minor.saturating_add(if cost { value.saturating_neg() } else { value });
            *entries += 1;
        }
        let line = |((basis, code), (minor, entries))| {
            let basis = *Basis::ALL.get(basis)?;
            Some(MoneyLine { basis, currency: currency(code)?, minor, entries })
        };
        lines.into_iter().filter_map(line).collect()
    }
}

fn share(part: f64, of: u64) -> Option<Estimate> {
    let found = wilson(part, of, CONFIDENCE)?;
    let (low, high) = (found.interval.low, found.interval.high);
    Some(Estimate { value: found.value, low, high, n: found.n })
}

fn per(count: u64, of: u64) -> Option<f64> {
    (of > 0).then(|| count as f64 / of as f64)
}

/// The last whole calendar month (UTC) that ends no later than this moment, in microseconds.
fn last_month(to: i64) -> (i64, i64) {
    let month = |to: i64| -> Option<(i64, i64)> {
        let end = Timestamp::from_microsecond(to).ok()?.to_zoned(TimeZone::UTC).date();
        let end = end.first_of_month();
        let start = end.checked_sub(1.month()).ok()?;
        let moment = |date: jiff::civil::Date| {
            date.to_zoned(TimeZone::UTC).map(|z| z.timestamp().as_microsecond()).ok()
        };
        Some((moment(start)?, moment(end)?))
    };
    month(to).unwrap_or((to, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_month_is_whole_and_over() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap().as_microsecond();
        let february = (at("2026-02-01T00:00:00Z"), at("2026-03-01T00:00:00Z"));
        assert_eq!(last_month(at("2026-03-01T00:00:00Z")), february);
        assert_eq!(last_month(at("2026-03-31T23:59:59Z")), february);
        assert_eq!(last_month(at("2026-02-28T23:59:59Z")).1, february.0);
    }
}
