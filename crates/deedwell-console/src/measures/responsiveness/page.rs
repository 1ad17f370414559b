//! What staff see.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use deedwell_measure::{Estimate, FEWEST_OWED, WEIGHTS};
use deedwell_web::chart::{self, Svg};
use deedwell_web::{Answer, Deedwell, Frame, Query, Site, View};

use super::ask::{Asked, PATH, PERIODS, ResponsivenessAsk};
use super::give::{ages, read};
use super::reckon::{OfProgramme, OfUnit, PARTS, Reckoned, Waits};

/// Days of a curve at most.
const DAYS: usize = 30;

#[derive(Template)]
#[template(path = "measures/responsiveness/page.html")]
pub(super) struct Page {
    frame: Frame,
    asked: Asked,
    found: Reckoned,
    up_to: jiff::Timestamp,
}

struct Chip {
    href: String,
    words: String,
    here: bool,
}

/// A part of the index in its table.
struct PartRow {
    name: String,
    weight: String,
    share: String,
    of: String,
    interval: Svg,
}

/// One programme in its card.
struct Shown {
    place: usize,
    name: String,
    href: &'static str,
    owed: String,
    finding: String,
    curve: Svg,
    rows: Vec<Vec<String>>,
    facts: Vec<(String, String)>,
    /// What waits too long; empty where nothing does.
    late: Vec<String>,
}

struct UnitRow {
    name: String,
    href: String,
    owed: String,
    index: String,
    interval: Svg,
    before: String,
    place: String,
}

pub(super) async fn show(
    app: State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    Query(ask): Query<ResponsivenessAsk>,
) -> Answer<View<Page>> {
    let asked = ask.asked(&frame)?;
    let (found, up_to) = read(&app, &site, &asked)?;
    Ok(View(Page { frame, asked, found, up_to }))
}

impl Page {
    fn t(&self, key: &str) -> String {
        self.frame.t(key)
    }

    /// `70 (54–82)`: whole numbers, for no interval is narrower.
    fn figure(&self, e: &Estimate) -> String {
        let say = |x: f64| self.frame.number(x.round() as i64);
        format!("{} ({}–{})", say(e.value), say(e.interval.low), say(e.interval.high))
    }

    /// `75 % (53–89)`
    fn share(&self, e: &Estimate) -> String {
        let whole = |x: f64| self.frame.number((x * 100.0).round() as i64);
        let of = [
            ("share", whole(e.value)),
            ("low", whole(e.interval.low)),
            ("high", whole(e.interval.high)),
        ];
        self.frame.m("resp-share", &of)
    }

    fn is_empty(&self) -> bool {
        self.found.whole.owed == 0
            && self.found.programmes.iter().all(|p| p.unanswered + p.broken == 0)
    }

    fn periods(&self) -> Vec<Chip> {
        let chip = |period: crate::look::period::Period| Chip {
            href: self.asked.address(PATH).with("window", period.name()).to_string(),
            words: self.t(&format!("measures-window-{}", period.name())),
            here: self.asked.period == period,
        };
        PERIODS.into_iter().map(chip).collect()
    }

    fn units(&self) -> Vec<Chip> {
        if self.frame.units.len() < 2 {
            return Vec::new();
        }
        let base = self.asked.address(PATH).without("unit");
        let all = Chip {
            href: base.to_string(),
            words: self.t("measures-all-units"),
            here: self.asked.unit.is_none(),
        };
        let units = self.frame.units.iter().map(|u| Chip {
            href: base.clone().with("unit", &u.key).to_string(),
            words: u.name.clone(),
            here: self.asked.unit.as_ref().is_some_and(|chosen| chosen.id == u.id),
        });
        std::iter::once(all).chain(units).collect()
    }

    fn csv_href(&self) -> String {
        self.asked.address("/console/measures/responsiveness.csv").to_string()
    }

    fn reach(&self) -> String {
        self.frame.w("measures-up-to", self.frame.moment(&self.up_to))
    }

    fn owed(&self) -> String {
        let owed = self.frame.n("resp-owed", self.found.whole.owed);
        format!("{owed}, {}", self.frame.n("resp-owed-people", self.found.whole.people))
    }

    fn index_value(&self) -> String {
        self.found
            .whole
            .index
            .map_or_else(String::new, |e| self.frame.number(e.value.round() as i64))
    }

    fn index_svg(&self) -> Svg {
        let Some(index) = self.found.whole.index else { return Svg::none() };
        let drawn = chart::interval(index.value, index.interval.low, index.interval.high);
        let drawn = drawn.scale(0.0, 100.0);
        let drawn = match self.found.before.index {
            Some(before) if self.found.are_alike => drawn.baseline(before.value),
            _ => drawn,
        };
        drawn.svg(&self.index_said())
    }

    /// What the number says beside the one before it: apart only where the intervals are.
    fn index_said(&self) -> String {
        let Some(now) = self.found.whole.index else {
            return self.frame.n("resp-too-few", FEWEST_OWED);
        };
        let Some(was) = self.found.before.index else {
            return self.frame.w("resp-no-before", self.figure(&now));
        };
        if !self.found.are_alike {
            let both = [("now", self.figure(&now)), ("was", self.figure(&was))];
            return self.frame.m("resp-not-alike", &both);
        }
        let key = match (now.interval.low > was.interval.high, now.interval.high < was.interval.low)
        {
            (true, _) => "resp-better",
            (_, true) => "resp-worse",
            _ => "resp-cannot-tell",
        };
        self.frame.m(key, &[("now", self.figure(&now)), ("was", self.figure(&was))])
    }

    fn parts(&self) -> Vec<PartRow> {
        let all = PARTS.iter().zip(WEIGHTS).zip(&self.found.whole.parts);
        all.map(|((part, weight), share)| {
            let name = self.t(&format!("resp-part-{part}"));
            PartRow {
                weight: format!("{} %", self.frame.number((weight * 100.0).round() as i64)),
                share: share.as_ref().map_or_else(|| self.t("resp-not-said"), |e| self.share(e)),
                of: share.as_ref().map_or_else(|| "–".to_owned(), |e| self.frame.number(e.n)),
                interval: share.as_ref().map_or_else(Svg::none, |e| self.drawn(e, &name)),
                name,
            }
        })
        .collect()
    }

    fn drawn(&self, e: &Estimate, label: &str) -> Svg {
        let drawn = chart::share(e.value, e.interval.low, e.interval.high);
        drawn.svg(&format!("{label}: {}", self.share(e)))
    }

    fn programmes(&self) -> Vec<Shown> {
        let any = |p: &&OfProgramme| p.owed > 0 || p.unanswered > 0 || p.broken > 0;
        let numbered = self.found.programmes.iter().filter(any).enumerate();
        numbered.map(|(place, p)| self.programme(place, p)).collect()
    }

    fn programme(&self, place: usize, p: &OfProgramme) -> Shown {
        let known = self.frame.app().programmes().iter().find(|known| known.name == p.programme);
        let name = known.map_or_else(|| p.programme.to_owned(), |k| self.frame.programme_name(k));
        let finding = self.finding(&p.waits[0]);
        let mut late = Vec::new();
        if p.unanswered > 0 {
            let fits = self.span_h(p.owes.answer_h);
            late.push(self.frame.m(
                "resp-late-unanswered",
                &[("n", self.frame.number(p.unanswered)), ("span", fits)],
            ));
        }
        if p.broken > 0 {
            late.push(self.frame.n("resp-late-broken", p.broken));
        }
        Shown {
            place,
            href: known.map_or("/console/measures", |k| k.console),
            owed: self.frame.n("resp-owed", p.owed),
            curve: self.curve(&p.waits[0], &finding),
            rows: self.rows(p),
            facts: self.facts(p),
            finding,
            late,
            name,
        }
    }

    fn span_h(&self, hours: u32) -> String {
        match hours % 24 {
            0 => self.frame.n("span-days", hours / 24),
            _ => self.frame.n("span-hours", hours),
        }
    }

    /// `Half are answered within 2 d 4 h (1 d 20 h to 3 d).`
    fn finding(&self, waits: &Waits) -> String {
        let Some((median, low, high)) = waits.median() else { return self.t("resp-not-yet-half") };
        let span = |seconds: f64| self.frame.span(seconds);
        let open = || self.t("resp-nobody-knows");
        self.frame.m(
            "resp-half",
            &[
                ("median", span(median)),
                ("low", low.map_or_else(open, span)),
                ("high", high.map_or_else(open, span)),
            ],
        )
    }

    /// The share answered, day by day, as far as enough could be watched.
    fn curve(&self, waits: &Waits, title: &str) -> Svg {
        let days = (0..=DAYS).take_while(|day| waits.within(*day as f64 * 24.0).is_some());
        let found: Vec<Estimate> = days.filter_map(|day| waits.within(day as f64 * 24.0)).collect();
        if found.len() < 2 {
            return Svg::none();
        }
        let points: Vec<f64> = found.iter().map(|e| e.value * 100.0).collect();
        let band: Vec<(f64, f64)> =
            found.iter().map(|e| (e.interval.low * 100.0, e.interval.high * 100.0)).collect();
        let labels: Vec<String> =
            (0..found.len()).map(|day| self.frame.n("span-days", day)).collect();
        let line = chart::line(&points).band(&band).labels(&labels).from_zero();
        line.svg(title, |x| format!("{} %", self.frame.number(x.round() as i64)))
    }

    fn head(&self) -> Vec<String> {
        ["resp-within", "resp-part-answered", "resp-part-decided", "resp-part-done"]
            .map(|key| self.t(key))
            .to_vec()
    }

    fn rows(&self, p: &OfProgramme) -> Vec<Vec<String>> {
        let mut hours: Vec<u32> = p.waits.iter().flat_map(ages).collect();
        hours.sort_unstable();
        hours.dedup();
        let cell = |waits: &Waits, hours: u32| match waits.within(f64::from(hours)) {
            _ if waits.fits_h == 0 => "–".to_owned(),
            Some(share) if waits.fits_h == hours => self.frame.w("resp-fits", self.share(&share)),
            Some(share) => self.share(&share),
            None if waits.of == 0 => "–".to_owned(),
            None => self.t("resp-too-young"),
        };
        let row = |hours: u32| {
            let of = |which: usize| cell(&p.waits[which], hours);
            vec![self.span_h(hours), of(0), of(1), of(2)]
        };
        hours.into_iter().map(row).collect()
    }

    /// How much was decided and done within what fits, and how openly.
    fn facts(&self, p: &OfProgramme) -> Vec<(String, String)> {
        let mut facts = Vec::new();
        for (part, waits) in PARTS.iter().zip(&p.waits).filter(|(_, w)| w.fits_h > 0) {
            let label = self.frame.w(&format!("resp-fact-{part}"), self.span_h(waits.fits_h));
            let said = match waits.within(f64::from(waits.fits_h)) {
                Some(share) => self.share(&share),
                None if waits.of == 0 => "–".to_owned(),
                None => self.t("resp-too-young"),
            };
            facts.push((label, said));
        }
        for (part, share) in PARTS.iter().skip(3).zip(&p.openly) {
            let said = match share {
                Some(share) => self.share(share),
                None if *part == "told" && p.owes.told_by.is_empty() && p.with_others > 0 => {
                    self.t("resp-not-recorded")
                }
                None => "–".to_owned(),
            };
            facts.push((self.t(&format!("resp-part-{part}")), said));
        }
        facts
    }

    fn unit_rows(&self) -> Vec<UnitRow> {
        if self.found.units.len() < 2 {
            return Vec::new();
        }
        self.found.units.iter().map(|u| self.unit_row(u)).collect()
    }

    fn unit_row(&self, u: &OfUnit) -> UnitRow {
        let known = u.unit.and_then(|id| self.frame.units.iter().find(|k| k.id == id));
        let name = known.map_or_else(|| self.t("resp-no-unit"), |k| k.name.clone());
        let base = self.asked.address(PATH).without("unit");
        let place = match u.rank {
            None if u.now.index.is_some() => self.t("resp-place-alone"),
            None => self.frame.n("resp-too-few-short", FEWEST_OWED),
            Some(rank) if rank.is_sure() => self.frame.number(rank.best),
            Some(rank) => format!("{}–{}", rank.best, rank.worst),
        };
        let drawn = |e: &Estimate| {
            let drawn = chart::interval(e.value, e.interval.low, e.interval.high);
            drawn.scale(0.0, 100.0).thin().svg(&format!("{name}: {}", self.figure(e)))
        };
        UnitRow {
            href: known.map_or_else(String::new, |k| base.with("unit", &k.key).to_string()),
            owed: self.frame.number(u.now.owed),
            index: u.now.index.as_ref().map_or_else(|| "–".to_owned(), |e| self.figure(e)),
            interval: u.now.index.as_ref().map_or_else(Svg::none, drawn),
            before: u.before.as_ref().map_or_else(|| "–".to_owned(), |e| self.figure(e)),
            place,
            name,
        }
    }
}
