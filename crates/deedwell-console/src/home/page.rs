//! The page itself.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use deedwell_core::Result;
use deedwell_core::behaviour::{Counts, Window};
use deedwell_web::frame::UnitChoice;
use deedwell_web::routes::Trouble;
use deedwell_web::{Answer, Deedwell, Frame, Query, Right, Site, Tx, View};

use super::half::{self, Fact};
use super::needs::Needs;
use super::stats::{Stats, first_moment};
use super::weeks::{self, Chart};
use super::{HomeAsk, feed};
use crate::look::line::Line;
use crate::look::period::{self, Period};
use deedwell_web::address::Address;

#[derive(Template)]
#[template(path = "home/home.html")]
pub(super) struct Page {
    frame: Frame,
    unit: Option<UnitChoice>,
    since: Period,
    /// What customers and visitors did in the period.
    did: Counts,
    needs: Needs,
    troubles: Vec<Trouble>,
    lines: Vec<Line>,
    /// `None` while nobody has done anything: noughts would look like data.
    data: Option<Data>,
}

/// What can be shown once somebody did something.
struct Data {
    stats: Stats,
    chart: Option<Chart>,
    facts: Vec<Fact>,
}

pub(super) async fn home(
    app: State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<HomeAsk>,
) -> Answer<View<Page>> {
    let unit = period::unit(&frame, ask.unit.as_deref())?;
    let since = feed::since(ask.since.as_deref());
    let window = period::window(since, unit.as_ref().map(|u| u.id), &frame)?;
    let organisation = site.organisation;
    let needs = Needs::of(&mut tx, &frame).await?;
    let troubles = app.troubles(&mut tx).await?;
    let troubles = troubles.into_iter().filter(|t| frame.may(t.whose)).collect();
    let lines = feed::newest(&app, &mut tx, &frame, organisation, window.unit).await?;
    let data = if first_moment(app.behaviour(), organisation)?.is_some() {
        Some(data(&app, &frame, &site, &window)?)
    } else {
        None
    };
    let did = app.behaviour().counts(organisation, &window)?;
    Ok(View(Page { unit, since, did, needs, troubles, lines, data, frame }))
}

fn data(app: &State<Deedwell>, frame: &Frame, site: &Site, window: &Window) -> Result<Data> {
    let stats = Stats::of(app, frame, site.organisation, window.unit)?;
    let weeks = weeks::weeks(app, frame, site.organisation, window.unit)?;
    let chart = Chart::of(frame, &weeks);
    let mut facts = half::facts(frame, &stats.grid);
    let owed = app.behaviour().owed(site.organisation, &stats.grid.window)?;
    facts.extend(half::responsiveness(frame, &owed));
    Ok(Data { stats, chart, facts })
}

/// One choice among a few, by address.
struct Chip {
    href: String,
    words: String,
    here: bool,
}

impl Page {
    fn crumb(&self) -> String {
        let now = self.frame.now.to_zoned(self.frame.zone.clone());
        let weekday = self.frame.t(&format!("weekday-{}", now.weekday().to_monday_one_offset()));
        let day = format!("{weekday} {}", self.frame.day(&self.frame.now));
        match &self.unit {
            Some(unit) => format!("{day} · {}", unit.name),
            None => day,
        }
    }

    fn greeting(&self) -> String {
        let hour = self.frame.now.to_zoned(self.frame.zone.clone()).hour();
        let key = match hour {
            0..12 => "home-good-morning",
            12..18 => "home-good-afternoon",
            _ => "home-good-evening",
        };
        let name = self.frame.staff.as_ref().map(|s| s.name.as_str()).unwrap_or_default();
        let first = name.split_whitespace().next().unwrap_or(name);
        self.frame.w(key, first)
    }

    /// `In the last 24 hours`, as a sentence begins.
    fn since_words(&self) -> String {
        self.frame.t(&format!("home-since-{}", self.since.name()))
    }

    fn did_nothing(&self) -> bool {
        self.did.actions == 0
    }

    fn is_fresh(&self) -> bool {
        self.data.is_none()
    }

    fn may_see_measures(&self) -> bool {
        self.frame.may(Right::SeeMeasures)
    }

    fn may_see_people(&self) -> bool {
        self.frame.may(Right::SeePeople)
    }

    fn may_open_source(&self) -> bool {
        self.frame.may(Right::ManageKeys)
    }

    fn may_invite(&self) -> bool {
        self.frame.may(Right::ManageStaff)
    }

    fn address(&self, path: &str) -> Address {
        Address::to(path).with_some("unit", self.unit.as_ref().map(|u| &u.key))
    }

    fn people_href(&self) -> String {
        // The list of people knows where somebody was met, not where they acted: no unit here.
        Address::to("/console/people").with("seen", self.since.name()).to_string()
    }

    fn things_href(&self) -> String {
        self.address("/console/happened").with("since", self.since.name()).to_string()
    }

    fn weeks_href(&self) -> String {
        self.address("/console/weeks").to_string()
    }

    fn live_href(&self) -> String {
        self.address("/console/live-feed").to_string()
    }

    fn periods(&self) -> Vec<Chip> {
        let chip = |period: Period| Chip {
            href: self.address("/console").with("since", period.name()).to_string(),
            words: self.frame.t(&format!("home-chip-{}", period.name())),
            here: period == self.since,
        };
        Period::SHORT.into_iter().map(chip).collect()
    }

    /// One for each unit, and one for all; none where there is but one.
    fn units(&self) -> Vec<Chip> {
        if self.frame.units.len() < 2 {
            return Vec::new();
        }
        let base = Address::to("/console").with("since", self.since.name());
        let all = Chip {
            href: base.to_string(),
            words: self.frame.t("home-all-units"),
            here: self.unit.is_none(),
        };
        let units = self.frame.units.iter().map(|u| Chip {
            href: base.clone().with("unit", &u.key).to_string(),
            words: u.name.clone(),
            here: self.unit.as_ref().is_some_and(|chosen| chosen.id == u.id),
        });
        std::iter::once(all).chain(units).collect()
    }

    fn needs_today(&self) -> String {
        let say = |key: &str, n: u64| if n == 0 { String::new() } else { self.frame.n(key, n) };
        // Home has looked at the first of them only.
        let overdue = match self.needs.overdue {
            n if n >= super::needs::MOST_SHOWN as u64 => say("home-needs-overdue-more", n - 1),
            n => say("home-needs-overdue", n),
        };
        overdue + &say("home-needs-today", self.needs.today)
    }

    /// Where the first programme's customers take part.
    fn first_programme(&self) -> Option<(String, &'static str)> {
        let programme = self.frame.app().programmes().first()?;
        Some((self.frame.programme_name(programme), programme.console))
    }
}
