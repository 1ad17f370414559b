//! Period and unit, as they stand in an address.

use deedwell_core::behaviour::Window;
use deedwell_core::{Error, Result};
use deedwell_web::Frame;
use deedwell_web::address::Address;
use deedwell_web::frame::UnitChoice;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::look::period::{self, Period};

/// Periods before which an equally long one can be looked at.
pub const PERIODS: [Period; 3] = [Period::FourWeeks, Period::Quarter, Period::Year];
pub const PATH: &str = "/console/measures/responsiveness";

#[derive(Deserialize, IntoParams, Clone, Debug, Default)]
#[serde(deny_unknown_fields)]
pub struct ResponsivenessAsk {
    /// `28d`, `90d` or `year`; 90 days unless said otherwise.
    pub window: Option<String>,
    /// The key of a unit; all units unless said otherwise.
    pub unit: Option<String>,
}

/// A question, understood.
#[derive(Clone, Debug)]
pub struct Asked {
    pub period: Period,
    pub unit: Option<UnitChoice>,
    /// Of all units: they are told apart afterwards.
    pub window: Window,
    pub before: Window,
}

impl ResponsivenessAsk {
    /// # Errors
    /// `Invalid` for a period that is none of [`PERIODS`], `Missing` for a unit that is not here.
    pub fn asked(&self, frame: &Frame) -> Result<Asked> {
        let said =
            |text: &Option<String>| text.as_deref().map(str::trim).unwrap_or_default().to_owned();
        let period = match said(&self.window).as_str() {
            "" => Period::Quarter,
            name => PERIODS
                .into_iter()
                .find(|p| p.name() == name)
                .ok_or_else(|| Error::invalid("window", "There is no window of this name."))?,
        };
        let unit = period::unit(frame, Some(&said(&self.unit)))?;
        let window = period::window(period, None, frame)?;
        let before = period::earlier(window, days(period))?;
        Ok(Asked { period, unit, window, before })
    }
}

impl Asked {
    /// The same question, asked of another page.
    pub fn address(&self, path: &str) -> Address {
        Address::to(path)
            .with("window", self.period.name())
            .with_some("unit", self.unit.as_ref().map(|u| &u.key))
    }
}

const fn days(period: Period) -> i64 {
    match period {
        Period::FourWeeks => 28,
        Period::Year => 365,
        _ => 90,
    }
}
