//! Do we answer, and what became of them: what stands beside the list, unanswered ideas counted too.

use deedwell_core::{Error, Result};
use deedwell_measure::{Estimate, kaplan_meier, wilson};
use deedwell_store::Tx;
use deedwell_web::Frame;
use deedwell_web::chart::{self, Svg};
use jiff::SignedDuration;

use crate::store::{self, Numbers};

const YEAR_DAYS: i64 = 365;
const CONFIDENCE: f64 = 0.95;
/// Of fewer promises no share is told.
const FEWEST: i64 = 5;

pub(crate) struct Honesty {
    pub all: Numbers,
    /// Of those put forward within a year.
    year: Numbers,
    in_time: Option<Estimate>,
    /// Until half of them had a first answer, in seconds; none while more than half wait.
    median_s: Option<f64>,
    pub promise_days: i64,
}

impl Honesty {
    pub async fn read(tx: &mut Tx) -> Result<Self> {
        let year = SignedDuration::from_hours(24 * YEAR_DAYS);
        let since = tx.now().saturating_sub(year).map_err(Error::fault)?;
        let year = store::numbers(tx, Some(since)).await?;
        let times = store::answer_times(tx, since).await?;
        let count = |n: i64| u64::try_from(n).unwrap_or(0);
        let judged = year.promised >= FEWEST;
        let share =
            judged.then(|| wilson(year.answered_in_time as f64, count(year.promised), CONFIDENCE));
        Ok(Self {
            all: store::numbers(tx, None).await?,
            year,
            in_time: share.flatten(),
            median_s: kaplan_meier(&times).median(),
            promise_days: store::settings(tx).await?.promise_days,
        })
    }

    /// In hundredths: `87`. Empty while there are too few.
    pub fn share(&self) -> String {
        self.in_time.map(|e| hundredths(e.value)).unwrap_or_default()
    }

    pub fn interval(&self, frame: &Frame) -> Svg {
        let Some(e) = self.in_time else { return Svg::none() };
        let label = frame.m(
            "ideas-answered-label",
            &[("share", hundredths(e.value)), ("range", range(&e)), ("n", frame.number(e.n))],
        );
        chart::interval(e.value, e.interval.low, e.interval.high).scale(0.0, 1.0).svg(&label)
    }

    pub fn foot(&self, frame: &Frame) -> String {
        let mut parts = Vec::new();
        if let Some(e) = &self.in_time {
            parts.push(frame.w("ideas-answered-range", range(e)));
            parts.push(frame.n("ideas-answered-of", e.n));
        }
        parts.push(match self.median_s {
            Some(seconds) => frame.w("ideas-answered-median", frame.span(seconds)),
            None => frame.t("ideas-answered-no-median"),
        });
        parts.join(" · ")
    }

    pub fn too_few(&self, frame: &Frame) -> String {
        frame.n("ideas-answered-too-few", self.year.promised)
    }
}

fn hundredths(share: f64) -> String {
    format!("{:.0}", share * 100.0)
}

fn range(e: &Estimate) -> String {
    format!("{}–{}", hundredths(e.interval.low), hundredths(e.interval.high))
}
