//! How we did: how long people wait, which promises were kept, how satisfied they say they are, and apart
//! from that what they did afterwards.

use askama::Template;
use deedwell_measure::{Afterwards, Difference, Estimate, Survival};
use deedwell_web::answer::Choice;
use deedwell_web::chart::{self, Svg};
use deedwell_web::{Answer, Frame, Query, Tx, View};
use jiff::SignedDuration;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::promise::Promised;
use crate::report::{self, CONFIDENCE, DAYS_AFTER, Report};
use crate::words;

/// Days of a curve.
const DAYS: usize = 30;
const SPANS: [i64; 3] = [90, 365, 1_825];

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(crate) struct ReportAsk {
    /// 90, 365 or 1825.
    days: Option<String>,
}

#[derive(Template)]
#[template(path = "console/report.html")]
pub(crate) struct Page {
    frame: Frame,
    days: i64,
    report: Report,
    afterwards: Option<Afterwards>,
}

/// One of what is promised: how long until, and how often in time.
pub(crate) struct Shown {
    name: String,
    finding: String,
    curve: Svg,
    rows: Vec<Vec<String>>,
    kept: String,
    interval: Svg,
}

impl Page {
    fn spans(&self) -> Vec<Choice> {
        let one = |days: i64| (days.to_string(), self.frame.n("complaints-last-days", days));
        Choice::list(SPANS.map(one), &self.days.to_string())
    }

    fn shown(&self) -> Vec<Shown> {
        (0..Promised::ALL.len()).map(|i| self.one(i)).collect()
    }

    fn one(&self, i: usize) -> Shown {
        let (promised, curve) = (Promised::ALL[i], &self.report.until[i]);
        let frame = &self.frame;
        let finding = match curve.median() {
            Some(median) => frame.w("complaints-median", frame.span(median * 86_400.0)),
            None => frame.t("complaints-no-median"),
        };
        let kept = self.report.kept[i];
        let late = self.report.broken.get(&promised).copied().unwrap_or(0);
        Shown {
            name: words::promised(frame, promised),
            curve: drawn(frame, curve, &finding),
            rows: self.rows(curve),
            kept: match kept {
                Some(kept) => frame.m(
                    "complaints-kept",
                    &[("share", frame.percent(kept.value)), ("late", frame.number(late))],
                ),
                None => frame.t("complaints-kept-none"),
            },
            interval: kept.map_or_else(Svg::none, |kept| {
                chart::share(kept.value, kept.interval.low, kept.interval.high)
                    .svg(&words::promised(frame, promised))
            }),
            finding,
        }
    }

    fn head(&self) -> Vec<String> {
        vec![self.frame.t("complaints-day"), self.frame.t("complaints-still-waiting")]
    }

    fn rows(&self, curve: &Survival) -> Vec<Vec<String>> {
        let row = |day: usize| {
            let share = curve.at_with_interval(day as f64, CONFIDENCE);
            let words = share.map_or_else(String::new, |share| self.share(&share));
            vec![self.frame.number(day), words]
        };
        [0, 1, 2, 3, 5, 7, 10, 14, 21, 30].map(row).to_vec()
    }

    /// `41 % (33–50 %)`
    fn share(&self, share: &Estimate) -> String {
        let of = [
            ("share", self.frame.percent(share.value)),
            ("low", self.frame.percent(share.interval.low)),
            ("high", self.frame.percent(share.interval.high)),
        ];
        self.frame.m("complaints-share", &of)
    }

    fn satisfied(&self) -> String {
        match &self.report.satisfied {
            Some(share) => self.share(share),
            None => self.frame.t("complaints-no-evidence"),
        }
    }

    /// What people did, in a sentence that names no cause.
    fn did(&self) -> String {
        let Some(found) = &self.afterwards else {
            return self.frame.t("complaints-no-orders");
        };
        let values = |d: &Difference| {
            vec![
                ("helped", self.frame.percent(d.helped)),
                ("like", self.frame.percent(d.like)),
                ("low", self.frame.percent(d.difference.interval.low)),
                ("high", self.frame.percent(d.difference.interval.high)),
                ("n", self.frame.number(d.matched)),
                ("days", self.frame.number(DAYS_AFTER)),
            ]
        };
        match found {
            Afterwards::NoEvidenceYet { matched } => {
                self.frame.n("complaints-did-unknown", *matched)
            }
            Afterwards::More(d) => self.frame.m("complaints-did-more", &values(d)),
            Afterwards::Less(d) => self.frame.m("complaints-did-less", &values(d)),
            Afterwards::NoDifference(d) => self.frame.m("complaints-did-same", &values(d)),
        }
    }
}

/// The share who still wait, day by day, with its interval.
fn drawn(frame: &Frame, curve: &Survival, title: &str) -> Svg {
    if curve.subjects == 0 {
        return Svg::none();
    }
    let days = 0..=DAYS;
    let points: Vec<f64> = days.clone().map(|day| curve.at(day as f64) * 100.0).collect();
    let band = |day: usize| {
        let share = curve.at_with_interval(day as f64, CONFIDENCE);
        share.map_or((0.0, 100.0), |s| (s.interval.low * 100.0, s.interval.high * 100.0))
    };
    let band: Vec<(f64, f64)> = days.clone().map(band).collect();
    let labels: Vec<String> = days.map(|day| frame.n("complaints-days", day)).collect();
    let line = chart::line(&points).band(&band).labels(&labels).from_zero();
    line.svg(title, |x| format!("{} %", frame.decimal(x)))
}

pub(crate) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<ReportAsk>,
) -> Answer<View<Page>> {
    let days = ask.days.as_deref().and_then(|n| n.parse().ok()).unwrap_or(365);
    let days = if SPANS.contains(&days) { days } else { 365 };
    let since = frame.now.saturating_sub(SignedDuration::from_hours(24 * days));
    let since = since.map_err(deedwell_core::Error::fault)?;
    let report = report::report(&mut tx, since).await?;
    let afterwards = report::afterwards(&mut tx, frame.currency().as_str()).await?;
    Ok(View(Page { frame, days, report, afterwards }))
}
