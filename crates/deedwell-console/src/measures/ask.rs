//! Window and unit, as they stand in an address.

use deedwell_core::behaviour::Window;
use deedwell_core::{Error, Result};
use deedwell_web::Frame;
use deedwell_web::frame::UnitChoice;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::look::period::{self, Period};
use deedwell_web::address::Address;

#[derive(Deserialize, IntoParams, Clone, Debug, Default)]
#[serde(deny_unknown_fields)]
pub struct GridAsk {
    /// `28d`, `month`, `90d`, `year`, `all`, or `custom` with both days.
    pub window: Option<String>,
    /// The first day.
    pub from: Option<String>,
    /// The last day.
    pub to: Option<String>,
    /// The key of a unit.
    pub unit: Option<String>,
}

#[derive(Deserialize, IntoParams, Clone, Debug, Default)]
#[serde(deny_unknown_fields)]
pub struct BehindAsk {
    /// `28d`, `month`, `90d`, `year`, `all`, or `custom` with both days.
    pub window: Option<String>,
    /// The first day.
    pub from: Option<String>,
    /// The last day.
    pub to: Option<String>,
    /// The key of a unit.
    pub unit: Option<String>,
    /// Entries older than this one only: the cursor that the page before gave.
    pub before: Option<String>,
}

impl BehindAsk {
    pub fn grid(&self) -> GridAsk {
        GridAsk {
            window: self.window.clone(),
            from: self.from.clone(),
            to: self.to.clone(),
            unit: self.unit.clone(),
        }
    }
}

/// A question, understood.
#[derive(Clone, Debug)]
pub struct Asked {
    pub period: Period,
    pub unit: Option<UnitChoice>,
    pub window: Window,
}

fn said(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|t| !t.is_empty())
}

impl GridAsk {
    /// # Errors
    /// `Invalid` for days that cannot be used, `Missing` for a unit that is not here.
    pub fn asked(&self, frame: &Frame) -> Result<Asked> {
        let period = self.period()?;
        let unit = period::unit(frame, said(&self.unit))?;
        let window = period::window(period, unit.as_ref().map(|u| u.id), frame)?;
        Ok(Asked { period, unit, window })
    }

    fn period(&self) -> Result<Period> {
        match said(&self.window) {
            None => Ok(Period::FourWeeks),
            Some("custom") => Period::custom(
                said(&self.from).unwrap_or_default(),
                said(&self.to).unwrap_or_default(),
            ),
            Some(name) => Period::parse(name)
                .ok_or_else(|| Error::invalid("window", "There is no window of this name.")),
        }
    }
}

impl Asked {
    /// The same question, asked of another page.
    pub fn address(&self, path: impl Into<String>) -> Address {
        let address = Address::to(path)
            .with("window", self.period.name())
            .with_some("unit", self.unit.as_ref().map(|u| &u.key));
        match self.period {
            Period::Custom(from, to) => address.with("from", from).with("to", to),
            _ => address,
        }
    }

    /// `28 days`, `1 Mar to 15 Mar`.
    pub fn words(&self, frame: &Frame) -> String {
        match self.period {
            Period::Custom(from, to) => {
                frame.m("measures-from-to", &[("from", day(frame, from)), ("to", day(frame, to))])
            }
            other => frame.t(&format!("measures-window-{}", other.name())),
        }
    }
}

/// A day as the frame writes it.
fn day(frame: &Frame, date: jiff::civil::Date) -> String {
    let moment = period::midnight(date, &frame.zone);
    moment.map_or_else(|_| date.to_string(), |at| frame.day(&at))
}
