//! What somebody bought, and their own rhythm of buying.

use deedwell_core::behaviour::{Activity, Behaviour, Entries, PLACED};
use deedwell_core::{Id, Organisation, Person, Result, Timestamp};
use deedwell_people::{Cadence, cadence};
use deedwell_web::Frame;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::list::amounts;
use crate::look::figure::tenth;

/// Purchases that the rhythm rests on: the newest.
const MOST_PURCHASES: usize = 500;
/// Gaps that are drawn: the last.
const MOST_BARS: usize = 24;

pub struct Purchases {
    pub count: u64,
    pub spent: String,
    pub last_at: Option<Timestamp>,
    /// `None` with purchases on fewer than three days.
    pub rhythm: Option<Rhythm>,
}

pub struct Rhythm {
    /// `Usually every 32 days, middle half 21 to 49.`
    pub usually: String,
    /// `3 days late`, or when the next is due.
    pub due: String,
    pub tone: &'static str,
    pub bars: Vec<Bar>,
    /// The height of the median gap.
    pub median_y: String,
    /// What the drawing shows.
    pub label: String,
    pub longest: String,
    /// The table behind it: a day of buying, and how long after the one before; the latest first.
    pub rows: Vec<(String, String)>,
}

/// One gap between two days of buying, 0 to 300 wide and 0 to 60 high.
pub struct Bar {
    pub x: String,
    pub y: String,
    pub width: String,
    pub height: String,
    /// Not over yet: the time since the last purchase.
    pub open: bool,
}

impl Purchases {
    pub fn of(
        behaviour: &dyn Behaviour,
        organisation: Id<Organisation>,
        frame: &Frame,
        person: Id<Person>,
        activity: Option<&Activity>,
    ) -> Result<Self> {
        let ask = Entries {
            person: Some(person),
            kinds: vec![PLACED.to_owned()],
            limit: MOST_PURCHASES,
            ..Entries::default()
        };
        let entries = behaviour.entries(organisation, &ask)?.entries;
        let moments: Vec<Timestamp> = entries.iter().map(|e| e.at).collect();
        Ok(Self {
            count: activity.map_or(0, |a| a.purchases),
            spent: activity.map(|a| amounts(frame, &a.spent)).unwrap_or_default(),
            last_at: activity.and_then(|a| a.last_purchase_at),
            rhythm: cadence(&moments).map(|c| Rhythm::of(frame, &c, &moments)),
        })
    }
}

impl Rhythm {
    fn of(frame: &Frame, cadence: &Cadence, moments: &[Timestamp]) -> Self {
        let whole = |days: f64| frame.number(days.round() as i64);
        let usually = frame.m(
            "people-usually",
            &[
                ("median", whole(cadence.median_days)),
                ("low", whole(cadence.low_days)),
                ("high", whole(cadence.high_days)),
            ],
        );
        let since = days_between(cadence.last, frame.now);
        let (due, tone) = due(frame, cadence, since);
        let gaps = gaps(moments);
        let shown = gaps.get(gaps.len().saturating_sub(MOST_BARS)..).unwrap_or(&gaps);
        let longest = shown.iter().copied().chain([since, cadence.median_days]).fold(1.0, f64::max);
        let label = format!("{usually} {due}");
        let median_y = tenth(60.0 - cadence.median_days / longest * 56.0);
        let longest_words = frame.n("people-days", longest.round() as i64);
        Self {
            bars: bars(shown, since, longest),
            usually,
            due,
            tone,
            median_y,
            label,
            longest: longest_words,
            rows: rows(frame, moments),
        }
    }
}

/// Late only once the middle half of their own gaps is over: until then one cannot tell.
fn due(frame: &Frame, cadence: &Cadence, since: f64) -> (String, &'static str) {
    if since > cadence.high_days {
        let late = (since - cadence.median_days).round().max(1.0) as i64;
        return (frame.n("people-late", late), "down");
    }
    if frame.now >= cadence.next_from {
        return (frame.t("people-due-now"), "");
    }
    let values = [("from", frame.day(&cadence.next_from)), ("to", frame.day(&cadence.next_to))];
    (frame.m("people-due", &values), "")
}

fn days_between(from: Timestamp, to: Timestamp) -> f64 {
    (to.duration_since(from).as_secs_f64() / 86_400.0).max(0.0)
}

/// Purchases, the first of each day, the oldest first.
fn days(moments: &[Timestamp]) -> Vec<(Date, Timestamp)> {
    let mut all: Vec<_> = moments.iter().map(|m| (m.to_zoned(TimeZone::UTC).date(), *m)).collect();
    all.sort();
    all.dedup_by_key(|(day, _)| *day);
    all
}

/// Days from one day of buying to the next, the oldest first.
fn gaps(moments: &[Timestamp]) -> Vec<f64> {
    let apart = |pair: &[(Date, Timestamp)]| f64::from((pair[1].0 - pair[0].0).get_days());
    days(moments).windows(2).map(apart).collect()
}

fn rows(frame: &Frame, moments: &[Timestamp]) -> Vec<(String, String)> {
    let (days, gaps) = (days(moments), gaps(moments));
    let row = |((_, at), gap): (&(Date, Timestamp), &f64)| {
        (frame.day(at), frame.n("people-days", *gap as i64))
    };
    days.iter().skip(1).zip(&gaps).rev().take(MOST_BARS).map(row).collect()
}

fn bars(gaps: &[f64], since: f64, longest: f64) -> Vec<Bar> {
    let all: Vec<f64> = gaps.iter().copied().chain([since]).collect();
    let step = 300.0 / all.len() as f64;
    let bar = |(i, days): (usize, &f64)| {
        let height = (days / longest * 56.0).max(1.0);
        Bar {
            x: tenth(step * i as f64),
            y: tenth(60.0 - height),
            width: tenth((step * 0.7).min(28.0)),
            height: tenth(height),
            open: i + 1 == all.len(),
        }
    };
    all.iter().enumerate().map(bar).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purchases_of_one_day_make_no_gap() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let bought = [at("2026-03-11T09:00Z"), at("2026-03-01T09:00Z"), at("2026-03-01T18:00Z")];
        assert_eq!(gaps(&bought), [10.0]);
        let bars = bars(&[10.0], 20.0, 20.0);
        assert_eq!((bars.len(), bars[1].open, bars[1].y.as_str()), (2, true, "4"));
    }
}
