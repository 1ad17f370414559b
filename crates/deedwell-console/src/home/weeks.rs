//! People who did something, each week: the chart, and the table behind it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use deedwell_core::behaviour::{Week, Weeks};
use deedwell_core::{Id, Organisation, Result, Unit};
use deedwell_web::{Answer, Deedwell, Frame, Query, Site, View};
use jiff::{SignedDuration, Timestamp};

use super::HomeAsk;
use crate::look::figure::tenth;
use crate::look::period;

const THIRTEEN: usize = 13;
/// The chart's drawing area.
const LEFT: f64 = 38.0;
const RIGHT: f64 = 628.0;
const TOP: f64 = 18.0;
const BOTTOM: f64 = 176.0;
/// The width of a letter of a label, on a telephone.
const LETTER: f64 = 9.0;

/// Thirteen weeks that end now.
pub fn weeks(
    app: &State<Deedwell>,
    frame: &Frame,
    organisation: Id<Organisation>,
    unit: Option<Id<Unit>>,
) -> Result<Vec<Week>> {
    app.behaviour().weeks(organisation, &Weeks { to: frame.now, weeks: THIRTEEN, unit })
}

/// A line with its band, beside last year's, drawn.
pub struct Chart {
    /// What it shows, in a sentence.
    pub finding: String,
    pub band: String,
    pub line: String,
    /// Last year's, as far as the ledger reaches: one line for each unbroken stretch.
    pub base: Vec<String>,
    pub ticks: Vec<Tick>,
    pub days: Vec<Tick>,
    /// The last point, with its number.
    pub last: Mark,
    pub last_base: Option<Mark>,
}

pub struct Tick {
    pub place: String,
    /// Where its words stand: a little below a line.
    pub words_at: String,
    pub words: String,
    pub anchor: &'static str,
}

pub struct Mark {
    pub y: String,
    pub words_at: String,
    pub words: String,
}

/// Counts of people are Poisson at best: the band says how far one week may wander by chance.
fn band(people: u64) -> (f64, f64) {
    deedwell_measure::poisson_interval(people, 0.95)
        .map_or((people as f64, people as f64), |i| (i.low, i.high))
}

/// The heights between which the chart runs, and the step of its lines: 1, 2 or 5 times a ten.
struct Scale {
    low: f64,
    high: f64,
    step: f64,
}

impl Scale {
    fn of(weeks: &[Week]) -> Self {
        let (mut low, mut high) = (f64::INFINITY, 1.0_f64);
        for week in weeks {
            let (from, to) = band(week.people);
            let before = week.people_a_year_before.map_or(from, |n| n as f64);
            low = low.min(from).min(before);
            high = high.max(to).max(before);
        }
        let rough = ((high - low.min(high)) / 4.0).max(1.0);
        let ten = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * ten).find(|s| *s >= rough);
        let step = step.unwrap_or(ten * 10.0);
        let low = (low / step).floor().max(0.0) * step;
        Self { low, high: (high / step).ceil() * step, step }
    }

    fn y(&self, people: f64) -> f64 {
        BOTTOM - (people - self.low) / (self.high - self.low) * (BOTTOM - TOP)
    }

    fn lines(&self) -> Vec<f64> {
        let steps = ((self.high - self.low) / self.step).round() as usize;
        (0..=steps).map(|i| self.low + self.step * i as f64).collect()
    }
}

impl Chart {
    /// `None` with fewer than two weeks, or when nobody did anything in any of them.
    pub fn of(frame: &Frame, weeks: &[Week]) -> Option<Self> {
        let (first, last) = (weeks.first()?, weeks.last()?);
        if weeks.len() < 2 || weeks.iter().all(|w| w.people == 0) {
            return None;
        }
        let scale = Scale::of(weeks);
        let x = |i: usize| LEFT + (RIGHT - LEFT) * i as f64 / (weeks.len() - 1) as f64;
        let point = |i: usize, people: f64| format!("{},{}", tenth(x(i)), tenth(scale.y(people)));
        let numbered = || weeks.iter().enumerate();
        let lower = numbered().map(|(i, w)| point(i, band(w.people).0));
        let upper = numbered().rev().map(|(i, w)| point(i, band(w.people).1));
        let line = numbered().map(|(i, w)| point(i, w.people as f64));
        let mut base: Vec<Vec<String>> = vec![Vec::new()];
        for (i, week) in numbered() {
            match (week.people_a_year_before, base.last_mut()) {
                (Some(n), Some(stretch)) => stretch.push(point(i, n as f64)),
                _ => base.push(Vec::new()),
            }
        }
        let (last_ours, last_base) = ends(frame, &scale, weeks, x(1) - x(0));
        let finding = frame.m(
            "home-weeks-finding",
            &[("first", frame.number(first.people)), ("last", frame.number(last.people))],
        );
        Some(Self {
            finding,
            band: lower.chain(upper).collect::<Vec<_>>().join(" "),
            line: line.collect::<Vec<_>>().join(" "),
            base: base.iter().filter(|s| s.len() > 1).map(|s| s.join(" ")).collect(),
            ticks: scale.lines().iter().map(|n| tick(frame, &scale, *n)).collect(),
            days: days(frame, weeks, x),
            last: last_ours,
            last_base,
        })
    }

    pub fn has_base(&self) -> bool {
        !self.base.is_empty()
    }
}

fn tick(frame: &Frame, scale: &Scale, people: f64) -> Tick {
    let y = scale.y(people);
    Tick {
        place: tenth(y),
        words_at: tenth(y + 4.0),
        words: frame.number(people as i64),
        anchor: "end",
    }
}

/// Where both lines end, each with its label on the side where the other does not run.
fn ends(frame: &Frame, scale: &Scale, weeks: &[Week], step: f64) -> (Mark, Option<Mark>) {
    let newest_first = || weeks.iter().rev();
    let ours: Vec<f64> = newest_first().map(|w| scale.y(w.people as f64)).collect();
    let before = newest_first().map_while(|w| w.people_a_year_before);
    let before: Vec<f64> = before.map(|n| scale.y(n as f64)).collect();
    let people = weeks.last().map_or(0, |w| w.people);
    let a_year_before = weeks.last().and_then(|w| w.people_a_year_before);
    let is_above = a_year_before.is_none_or(|n| people >= n);
    let base = a_year_before.map(|n| {
        let words = frame.w("home-weeks-last-year", frame.number(n));
        mark(words, &before, step, !is_above)
    });
    (mark(frame.number(people), &ours, step, is_above), base)
}

/// The label of the last point: above or below the whole stretch of its own line that it covers, but
/// never on the axis. `ys` are the heights of the line, newest first; `step` lies between two of them.
fn mark(words: String, ys: &[f64], step: f64, is_above: bool) -> Mark {
    let y = ys.first().copied().unwrap_or(BOTTOM);
    let covered = 1 + (words.chars().count() as f64 * LETTER / step).ceil() as usize;
    let covered = ys.iter().take(covered).copied();
    let above = covered.clone().fold(y, f64::min) - 9.0;
    let below = covered.fold(y, f64::max) + 19.0;
    let words_at = if is_above || below > BOTTOM - 6.0 { above } else { below };
    Mark { y: tenth(y), words_at: tenth(words_at), words }
}

fn days(frame: &Frame, weeks: &[Week], x: impl Fn(usize) -> f64) -> Vec<Tick> {
    let end = weeks.len() - 1;
    let shown = (0..weeks.len()).step_by(4).filter(|i| *i == end || i + 2 < weeks.len());
    let shown: Vec<usize> = shown.chain((!end.is_multiple_of(4)).then_some(end)).collect();
    let day = |i: usize| {
        let words = match weeks.get(i) {
            Some(_) if i == end => frame.t("home-weeks-last"),
            Some(week) => frame.day(&week.from),
            None => String::new(),
        };
        let anchor = if i == 0 {
            "start"
        } else if i == end {
            "end"
        } else {
            "middle"
        };
        Tick { place: tenth(x(i)), words_at: "194".to_owned(), words, anchor }
    };
    shown.into_iter().map(day).collect()
}

#[derive(Template)]
#[template(path = "home/weeks.html")]
pub(super) struct Page {
    frame: Frame,
    rows: Vec<Row>,
}

struct Row {
    from: Timestamp,
    /// The last day that belongs to it.
    until: Timestamp,
    people: String,
    range: String,
    actions: String,
    before: String,
}

/// The rows of the chart.
pub(super) async fn table(
    app: State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    Query(ask): Query<HomeAsk>,
) -> Answer<View<Page>> {
    let unit = period::unit(&frame, ask.unit.as_deref())?.map(|u| u.id);
    let weeks = weeks(&app, &frame, site.organisation, unit)?;
    let rows = weeks.iter().rev().map(|w| row(&frame, w)).collect();
    Ok(View(Page { rows, frame }))
}

fn row(frame: &Frame, week: &Week) -> Row {
    let (low, high) = band(week.people);
    let until = week.from.checked_add(SignedDuration::from_hours(7 * 24 - 1)).unwrap_or(week.from);
    Row {
        from: week.from,
        until,
        people: frame.number(week.people),
        range: format!(
            "{}–{}",
            frame.number(low.round() as i64),
            frame.number(high.round() as i64)
        ),
        actions: frame.number(week.actions),
        before: week.people_a_year_before.map_or_else(|| "–".to_owned(), |n| frame.number(n)),
    }
}
