//! Four shares of the last 28 days, each beside the same weeks a year before.

use axum::extract::State;
use deedwell_core::behaviour::{
    Behaviour, Counts, Estimate, Grid, GridRow, KindCount, PLACED, Ranking, Window,
};
use deedwell_core::{Id, Organisation, Part, Result, Unit};
use deedwell_web::{Deedwell, Frame};
use jiff::Timestamp;

use crate::look::figure::{Stat, share};
use crate::look::period::{Period, earlier, window};

/// 52 weeks: the same weekdays, a year before.
const A_YEAR_BEFORE: i64 = 364;
const FOUR_WEEKS: i64 = 28;

/// With what the last four weeks are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Baseline {
    AYearBefore,
    /// The ledger is too young for last year.
    FourWeeksBefore,
    /// It is too young for anything.
    None,
}

impl Baseline {
    /// By the moment at which the first person did something.
    pub fn of(first: Option<Timestamp>, now: &Window) -> Self {
        let reaches = |days| {
            let from = earlier(*now, days).map(|w| w.from);
            matches!((first, from), (Some(first), Ok(from)) if first <= from)
        };
        if reaches(A_YEAR_BEFORE) {
            Self::AYearBefore
        } else if reaches(FOUR_WEEKS) {
            Self::FourWeeksBefore
        } else {
            Self::None
        }
    }

    fn window(self, now: &Window) -> Result<Option<Window>> {
        match self {
            Self::AYearBefore => earlier(*now, A_YEAR_BEFORE).map(Some),
            Self::FourWeeksBefore => earlier(*now, FOUR_WEEKS).map(Some),
            Self::None => Ok(None),
        }
    }

    pub const fn key(self) -> &'static str {
        match self {
            Self::AYearBefore => "home-baseline-year",
            Self::FourWeeksBefore => "home-baseline-weeks",
            Self::None => "home-baseline-none",
        }
    }
}

/// When somebody first did something; `None` while nobody has.
pub fn first_moment(
    app: &dyn Behaviour,
    organisation: Id<Organisation>,
) -> Result<Option<Timestamp>> {
    let ranking = app.ranking(organisation, Ranking::FirstSeen)?;
    let first = ranking.first().map(std::slice::from_ref).unwrap_or_default();
    let activity = app.activity(organisation, first)?;
    Ok(activity.first().and_then(|a| a.first_at))
}

pub struct Stats {
    pub four: Vec<Stat>,
    pub baseline: Baseline,
    /// Of the same four weeks: our half is read from it.
    pub grid: Grid,
}

impl Stats {
    pub fn of(
        app: &State<Deedwell>,
        frame: &Frame,
        organisation: Id<Organisation>,
        unit: Option<Id<Unit>>,
    ) -> Result<Self> {
        let window = window(Period::FourWeeks, unit, frame)?;
        let first = first_moment(app.behaviour(), organisation)?;
        let baseline = Baseline::of(first, &window);
        let now = Shares::of(app, organisation, &window)?;
        let was = match baseline.window(&window)? {
            Some(window) => Some(Shares::of(app, organisation, &window)?),
            None => None,
        };
        let when = frame.t(baseline.key());
        let stat = |label: String, of: &dyn Fn(&Shares) -> Option<Estimate>| {
            Stat::share(frame, label, of(&now), was.as_ref().and_then(of), &when)
        };
        let mut four = vec![
            stat(frame.t("home-stat-anything"), &|s| s.anything),
            stat(frame.t("home-stat-bought"), &|s| s.bought),
            stat(frame.t("home-stat-answered"), &|s| s.answered),
        ];
        if let Some(programme) = liveliest(&now.grid) {
            let programmes = frame.app().programmes();
            let named = programmes.iter().find(|p| p.name == programme);
            let name = named.map_or_else(|| programme.to_owned(), |p| frame.programme_name(p));
            let label = frame.w("home-stat-took-part", name);
            four.insert(1, stat(label, &|s| s.of_programme(programme)));
        }
        Ok(Self { four, baseline, grid: now.grid })
    }
}

struct Shares {
    anything: Option<Estimate>,
    bought: Option<Estimate>,
    answered: Option<Estimate>,
    grid: Grid,
}

impl Shares {
    fn of(app: &State<Deedwell>, organisation: Id<Organisation>, window: &Window) -> Result<Self> {
        let grid = app.behaviour().grid(organisation, window)?;
        let counts = app.behaviour().counts(organisation, window)?;
        let of_all = |n: u64| share(n, grid.eligible);
        // Nobody answers an order.
        let asks = |r: &&GridRow| {
            let named = app.programmes().iter().find(|p| p.name == r.programme);
            named.is_none_or(|p| p.meaning.owes.answer_h > 0)
        };
        let received: u64 = grid.rows.iter().filter(asks).map(|r| r.company.of).sum();
        let answered: u64 = grid.rows.iter().filter(asks).map(|r| r.company.answered).sum();
        Ok(Self {
            anything: of_all(counts.customers),
            bought: of_all(buyers(&counts)),
            answered: share(answered, received),
            grid,
        })
    }

    /// a) of one programme: adding up several would count a person twice.
    fn of_programme(&self, programme: &str) -> Option<Estimate> {
        self.grid.rows.iter().find(|r| r.programme == programme)?.participants.share
    }
}

/// Customers who bought.
fn buyers(counts: &Counts) -> u64 {
    let placed = |k: &&KindCount| &*k.kind == PLACED && k.part == Part::Customer;
    counts.kinds.iter().find(placed).map_or(0, |k| k.people)
}

/// The programme in which most people took part.
fn liveliest(grid: &Grid) -> Option<&'static str> {
    grid.rows.iter().max_by_key(|r| r.participants.people).map(|r| r.programme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_baseline_is_as_old_as_the_ledger_allows() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let now = Window { from: at("2026-10-22T00:00Z"), to: at("2026-11-19T00:00Z"), unit: None };
        let of = |first: &str| Baseline::of(Some(at(first)), &now);
        assert_eq!(of("2025-10-23T00:00Z"), Baseline::AYearBefore);
        assert_eq!(of("2025-10-23T00:01Z"), Baseline::FourWeeksBefore);
        assert_eq!(of("2026-11-01T00:00Z"), Baseline::None);
        assert_eq!(Baseline::of(None, &now), Baseline::None);
    }
}
