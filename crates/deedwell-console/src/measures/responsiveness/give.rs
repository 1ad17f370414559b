//! The same numbers for programs: JSON by the API, CSV for a spreadsheet.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use deedwell_core::Result;
use deedwell_measure::{Estimate, Responsiveness, WEIGHTS};
use deedwell_web::{Answer, Deedwell, Frame, Query, Site};
use serde::Serialize;
use utoipa::ToSchema;

use super::ask::{Asked, ResponsivenessAsk};
use super::reckon::{self, AGES_H, OfProgramme, OfUnit, PARTS, Reckoned, Waits};
use crate::look::file::Csv;

#[derive(Serialize, ToSchema)]
pub(super) struct ResponsivenessGiven {
    from: String,
    to: String,
    /// The moment up to which the ledger was read.
    read_to: String,
    /// The key of the unit that was asked for; none for all.
    unit: Option<String>,
    owed: u64,
    people: u64,
    /// 0 to 100; none where too few speak.
    index: Option<FigureGiven>,
    /// Of the equally long period before, as it stood at its end.
    index_before: Option<FigureGiven>,
    parts: Vec<PartGiven>,
    programmes: Vec<ProgrammeGiven>,
    units: Vec<UnitGiven>,
}

/// A number with its interval (95 %) and how many it rests on.
#[derive(Serialize, ToSchema, Clone, Copy)]
pub(super) struct FigureGiven {
    value: f64,
    low: f64,
    high: f64,
    n: u64,
}

#[derive(Serialize, ToSchema)]
pub(super) struct PartGiven {
    /// `answered`, `decided`, `done`, `explained`, `told`, `by_person`.
    part: &'static str,
    weight: f64,
    /// From 0 to 1; none where too few speak of it or it is too young.
    share: Option<FigureGiven>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct ProgrammeGiven {
    programme: &'static str,
    owed: u64,
    answered: WaitsGiven,
    decided: WaitsGiven,
    /// From the first yes.
    done: WaitsGiven,
    explained: Option<FigureGiven>,
    told: Option<FigureGiven>,
    by_person: Option<FigureGiven>,
    /// Of all that ever came in: without an official answer for longer than fits.
    unanswered_too_long: u64,
    /// Of all that ever came in: a promise was broken, and nothing of ours has come since.
    promises_broken: u64,
}

#[derive(Serialize, ToSchema)]
pub(super) struct WaitsGiven {
    of: u64,
    came: u64,
    /// Within how many hours it fits; 0 where none is due.
    fits_hours: u32,
    median_hours: Option<f64>,
    median_low_hours: Option<f64>,
    median_high_hours: Option<f64>,
    within: Vec<WithinGiven>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct WithinGiven {
    hours: u32,
    share: Option<FigureGiven>,
}

#[derive(Serialize, ToSchema)]
pub(super) struct UnitGiven {
    /// None for what belongs to no unit, or to one that is closed.
    unit: Option<String>,
    owed: u64,
    index: Option<FigureGiven>,
    index_before: Option<FigureGiven>,
    /// Where it stands among the units at best and at worst: only intervals that do not overlap rank.
    best_rank: Option<u64>,
    worst_rank: Option<u64>,
}

impl FigureGiven {
    fn of(e: &Estimate) -> Self {
        Self { value: e.value, low: e.interval.low, high: e.interval.high, n: e.n }
    }
}

pub(super) fn read(
    app: &Deedwell,
    site: &Site,
    asked: &Asked,
) -> Result<(Reckoned, jiff::Timestamp)> {
    let of = |window| app.behaviour().owed(site.organisation, window);
    let (now, before) = (of(&asked.window)?, of(&asked.before)?);
    let unit = asked.unit.as_ref().map(|u| u.id);
    Ok((reckon::reckon(&now, &before, unit), now.up_to))
}

pub(super) async fn json(
    app: State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    Query(ask): Query<ResponsivenessAsk>,
) -> Answer<axum::Json<ResponsivenessGiven>> {
    let asked = ask.asked(&frame)?;
    let (found, up_to) = read(&app, &site, &asked)?;
    Ok(axum::Json(ResponsivenessGiven {
        from: asked.window.from.to_string(),
        to: asked.window.to.to_string(),
        read_to: up_to.to_string(),
        unit: asked.unit.map(|u| u.key),
        owed: found.whole.owed,
        people: found.whole.people,
        index: found.whole.index.as_ref().map(FigureGiven::of),
        index_before: found.before.index.as_ref().map(FigureGiven::of),
        parts: parts(&found.whole),
        programmes: found.programmes.iter().map(programme).collect(),
        units: found.units.iter().map(|u| unit(&frame, u)).collect(),
    }))
}

fn parts(of: &Responsiveness) -> Vec<PartGiven> {
    let all = PARTS.iter().zip(WEIGHTS).zip(&of.parts);
    all.map(|((part, weight), share)| PartGiven {
        part,
        weight,
        share: share.as_ref().map(FigureGiven::of),
    })
    .collect()
}

fn programme(of: &OfProgramme) -> ProgrammeGiven {
    let [answered, decided, done] = &of.waits;
    let [explained, told, by_person] = of.openly.map(|e| e.as_ref().map(FigureGiven::of));
    ProgrammeGiven {
        programme: of.programme,
        owed: of.owed,
        answered: waits(answered),
        decided: waits(decided),
        done: waits(done),
        explained,
        told,
        by_person,
        unanswered_too_long: of.unanswered,
        promises_broken: of.broken,
    }
}

fn waits(of: &Waits) -> WaitsGiven {
    let median = of.median();
    let hours = |seconds: f64| seconds / 3_600.0;
    let share = |hours: u32| WithinGiven {
        hours,
        share: of.within(f64::from(hours)).as_ref().map(FigureGiven::of),
    };
    WaitsGiven {
        of: of.of,
        came: of.came,
        fits_hours: of.fits_h,
        median_hours: median.map(|(m, ..)| hours(m)),
        median_low_hours: median.and_then(|(_, low, _)| low).map(hours),
        median_high_hours: median.and_then(|(.., high)| high).map(hours),
        within: ages(of).into_iter().map(share).collect(),
    }
}

/// The usual ages, and the one that fits.
pub(super) fn ages(of: &Waits) -> Vec<u32> {
    let mut ages = AGES_H.to_vec();
    ages.push(of.fits_h);
    ages.retain(|hours| *hours > 0);
    ages.sort_unstable();
    ages.dedup();
    ages
}

fn unit(frame: &Frame, of: &OfUnit) -> UnitGiven {
    let known = of.unit.and_then(|id| frame.units.iter().find(|u| u.id == id));
    UnitGiven {
        unit: known.map(|u| u.key.clone()),
        owed: of.now.owed,
        index: of.now.index.as_ref().map(FigureGiven::of),
        index_before: of.before.as_ref().map(FigureGiven::of),
        best_rank: of.rank.map(|r| r.best),
        worst_rank: of.rank.map(|r| r.worst),
    }
}

/// One line for each number: of all or the unit asked for, of each programme, of each unit.
pub(super) async fn csv(
    app: State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    Query(ask): Query<ResponsivenessAsk>,
) -> Answer<Response> {
    let asked = ask.asked(&frame)?;
    let (found, _) = read(&app, &site, &asked)?;
    let mut table =
        Table(Csv::new(&["unit", "programme", "measure", "hours", "value", "low", "high", "n"]));
    let key = asked.unit.as_ref().map_or("*", |u| u.key.as_str());
    table.figure([key, "*", "index"], None, found.whole.index.as_ref());
    table.figure([key, "*", "index_before"], None, found.before.index.as_ref());
    for (part, share) in PARTS.iter().zip(&found.whole.parts) {
        table.figure([key, "*", part], None, share.as_ref());
    }
    for of in &found.programmes {
        table.programme(key, of);
    }
    for of in &found.units {
        let known = of.unit.and_then(|id| frame.units.iter().find(|u| u.id == id));
        let key = known.map_or("", |u| u.key.as_str());
        table.figure([key, "*", "unit_index"], None, of.now.index.as_ref());
    }
    Ok(table.0.answer("responsiveness.csv"))
}

struct Table(Csv);

impl Table {
    fn figure(&mut self, names: [&str; 3], hours: Option<u32>, found: Option<&Estimate>) {
        let number =
            |of: fn(&Estimate) -> f64| found.map(|e| of(e).to_string()).unwrap_or_default();
        let names = names.map(str::to_owned);
        let numbers = [
            hours.map(|h| h.to_string()).unwrap_or_default(),
            number(|e| e.value),
            number(|e| e.interval.low),
            number(|e| e.interval.high),
            found.map(|e| e.n.to_string()).unwrap_or_default(),
        ];
        self.0.row(names.into_iter().chain(numbers));
    }

    fn programme(&mut self, unit: &str, of: &OfProgramme) {
        for (part, waits) in PARTS.iter().zip(&of.waits) {
            for hours in ages(waits) {
                let share = waits.within(f64::from(hours));
                self.figure([unit, of.programme, part], Some(hours), share.as_ref());
            }
        }
        for (part, share) in PARTS.iter().skip(3).zip(&of.openly) {
            self.figure([unit, of.programme, part], None, share.as_ref());
        }
    }
}
