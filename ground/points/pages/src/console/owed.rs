//! What is owed on a day: the sums of every account, the months before, and what ends when.

use askama::Template;
use deedwell_core::Error;
use deedwell_points::liability::{self, Report};
use deedwell_points::scheme::Scheme;
use deedwell_points::store;
use deedwell_web::answer::Choice;
use deedwell_web::chart::{self, Svg};
use deedwell_web::{Answer, Frame, Query, Tx, View};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::words;

#[derive(Deserialize, IntoParams, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct OwedAsk {
    /// The short word of a scheme; none: the first.
    scheme: Option<String>,
    /// A day: `2027-03-01`; none: today.
    on: Option<String>,
}

#[derive(Template)]
#[template(path = "console/owed.html")]
pub(super) struct Page {
    frame: Frame,
    schemes: Vec<Choice>,
    on: String,
    told: Option<(Scheme, Report)>,
}

impl Page {
    fn chart(&self) -> Svg {
        let Some((scheme, report)) = &self.told else { return Svg::none() };
        let points: Vec<f64> = report.months.iter().map(|(_, n)| *n as f64).collect();
        let labels: Vec<String> = report.months.iter().map(|(month, _)| month.clone()).collect();
        let words = |x: f64| scheme.terms.words(x as i64);
        chart::line(&points)
            .labels(&labels)
            .from_zero()
            .svg(&self.frame.t("points-owed-months"), words)
    }

    fn heads(&self) -> Vec<String> {
        vec![self.frame.t("points-month"), self.frame.t("points-owed-total")]
    }

    fn month_rows(&self) -> Vec<Vec<String>> {
        let Some((scheme, report)) = &self.told else { return Vec::new() };
        let row = |(month, n): &(String, i64)| vec![month.clone(), scheme.terms.words(*n)];
        report.months.iter().map(row).collect()
    }

    fn sums(&self) -> Vec<(String, String)> {
        let Some((scheme, report)) = &self.told else { return Vec::new() };
        let row = |(account, n): &(deedwell_points::Account, i64)| {
            (words::account(&self.frame, *account), scheme.terms.words(*n))
        };
        report.sums.iter().map(row).collect()
    }

    fn ending(&self) -> Vec<(String, String)> {
        let Some((scheme, report)) = &self.told else { return Vec::new() };
        let row = |(month, n): &(String, i64)| {
            let month =
                if month.is_empty() { self.frame.t("points-no-end") } else { month.clone() };
            (month, scheme.terms.words(*n))
        };
        report.ending.iter().map(row).collect()
    }

    fn total(&self) -> String {
        let told =
            self.told.as_ref().map(|(scheme, report)| scheme.terms.words(report.outstanding));
        told.unwrap_or_default()
    }

    fn worth(&self) -> String {
        let worth =
            self.told.as_ref().and_then(|(scheme, report)| scheme.terms.worth.and(report.worth));
        worth.map(|money| self.frame.money(&money)).unwrap_or_default()
    }
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<OwedAsk>,
) -> Answer<View<Page>> {
    let all = store::schemes(&mut tx).await?;
    let wanted = ask.scheme.as_deref().unwrap_or_default();
    let chosen = words::chosen(&all, wanted).cloned();
    let today = tx.now().to_zoned(store::zone(&mut tx).await?).date();
    let on = match ask.on.as_deref().map(str::trim).filter(|on| !on.is_empty()) {
        Some(text) => {
            let wrong = || Error::invalid("on", "Please write a day such as 2027-03-01.");
            let day: Date = text.parse().map_err(|_| wrong())?;
            Some(day).filter(|day| (2000..=2200).contains(&day.year())).ok_or_else(wrong)?
        }
        None => today,
    };
    let told = match chosen {
        Some(scheme) => {
            let report = liability::report(&mut tx, &scheme, on).await?;
            Some((scheme, report))
        }
        None => None,
    };
    let key = told.as_ref().map(|(scheme, _)| scheme.key.clone()).unwrap_or_default();
    let schemes = all.iter().map(|s| (s.key.clone(), s.terms.name.clone()));
    let schemes = Choice::list(schemes, &key);
    Ok(View(Page { frame, schemes, on: on.to_string(), told }))
}
