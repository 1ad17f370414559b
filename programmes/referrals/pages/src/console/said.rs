//! What was said beside what was done: of those who say that they recommend us, who does; and who does so
//! without a word.

use askama::Template;
use deedwell_core::Error;
use deedwell_measure::Estimate;
use deedwell_web::answer::Choice;
use deedwell_web::chart::{self, Svg};
use deedwell_web::{Answer, Frame, Query, Tx, View};
use jiff::SignedDuration;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::acts;
use crate::said::{DAYS_TO_DO, SaidAndDone};

pub(crate) const SPANS: [i64; 3] = [90, 365, 1_825];

#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
pub(super) struct SaidAsk {
    /// 90, 365 or 1825.
    days: Option<String>,
}

/// A share with its interval, drawn and in words.
pub(super) struct Shown {
    title: String,
    words: String,
    interval: Svg,
    note: String,
}

#[derive(Template)]
#[template(path = "console/said.html")]
pub(super) struct Page {
    frame: Frame,
    days: i64,
    all: SaidAndDone,
}

impl Page {
    fn spans(&self) -> Vec<Choice> {
        let one = |days: i64| (days.to_string(), self.frame.n("referrals-last-days", days));
        Choice::list(SPANS.map(one), &self.days.to_string())
    }

    fn is_empty(&self) -> bool {
        let a = &self.all;
        a.said_and_did + a.said_only + a.did_only + a.too_early == 0
    }

    fn within(&self) -> i64 {
        DAYS_TO_DO
    }

    /// The four kinds of people.
    fn table(&self) -> Vec<(String, [String; 2])> {
        let (a, n) = (&self.all, |n: u64| self.frame.number(n as i64));
        vec![
            (self.frame.t("referrals-said-row"), [n(a.said_and_did), n(a.said_only)]),
            (self.frame.t("referrals-silent-row"), [n(a.did_only), n(a.neither)]),
        ]
    }

    fn shares(&self) -> Vec<Shown> {
        let a = &self.all;
        let shares = [
            ("did-of-said", a.did_of_said()),
            ("did-of-silent", a.did_of_silent()),
            ("silent-of-did", a.silent_of_did()),
        ];
        shares.into_iter().map(|(key, share)| self.shown(key, share)).collect()
    }

    fn shown(&self, key: &str, share: Option<Estimate>) -> Shown {
        let frame = &self.frame;
        let title = frame.t(&format!("referrals-{key}"));
        let Some(share) = share else {
            let words = frame.t("referrals-no-evidence");
            return Shown { title, words, interval: Svg::none(), note: String::new() };
        };
        let (low, high) = (share.interval.low, share.interval.high);
        let of = [
            ("share", frame.percent(share.value)),
            ("low", frame.percent(low)),
            ("high", frame.percent(high)),
        ];
        let interval = chart::share(share.value, low, high).svg(&title);
        let note = frame.n("referrals-share-n", share.n as i64);
        Shown { words: frame.m("referrals-share", &of), interval, note, title }
    }

    fn together(&self) -> String {
        match self.all.phi() {
            Some(phi) => self.frame.w("referrals-phi", self.frame.decimal(phi)),
            None => self.frame.t("referrals-phi-none"),
        }
    }

    fn too_early(&self) -> i64 {
        self.all.too_early as i64
    }
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<SaidAsk>,
) -> Answer<View<Page>> {
    let days = ask.days.as_deref().and_then(|n| n.parse().ok()).unwrap_or(365);
    let days = if SPANS.contains(&days) { days } else { 365 };
    let from = frame.now.saturating_sub(SignedDuration::from_hours(24 * days));
    let all = acts::said_and_done(&mut tx, from.map_err(Error::fault)?, frame.now).await?;
    Ok(View(Page { frame, days, all }))
}
