//! What staff change of hours and days. Each change is written into the audit. What was promised before
//! stays promised: a moment by which something is due is kept where it was promised.

use deedwell_core::text::line;
use deedwell_core::{Error, Id, Result, Staff};
use deedwell_store::{Tx, audit};
use jiff::civil::Date;
use serde_json::json;

use crate::feed::Feed;
use crate::hours::{Calendar, MOST_DAYS, Span, Week};
use crate::store::{self, Day};

/// Years ahead for which holidays that come again are kept.
pub const YEARS_AHEAD: i16 = 5;
const LONGEST_NAME: usize = 120;

/// Zone, and the hours of each weekday.
pub async fn set_hours(tx: &mut Tx, staff: Id<Staff>, zone: &str, week: &Week) -> Result<()> {
    let zone = zone.trim();
    Calendar::new(zone, week.clone(), Default::default())?;
    if week.is_never() {
        return Err(Error::invalid(
            "hours",
            "On one day at least somebody must be here, or no promise could be kept.",
        ));
    }
    store::keep_week(tx, zone, week).await?;
    let days: Vec<String> = week.days().iter().map(|day| Span::write_day(day)).collect();
    let detail = json!({ "zone": zone, "week": days });
    audit(tx, Some(staff), "organisation.hours_set", None, &detail).await
}

/// A day that is unlike its weekday; said again, it is what was said last.
pub async fn set_day(
    tx: &mut Tx,
    staff: Id<Staff>,
    day: Date,
    name: &str,
    hours: Option<Span>,
) -> Result<()> {
    let name = line(name);
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(Error::invalid(
            "name",
            format!("Please name the day, in at most {LONGEST_NAME} characters."),
        ));
    }
    let there = store::days(tx).await?;
    if there.len() >= MOST_DAYS && there.iter().all(|other| other.day != day) {
        return Err(too_many());
    }
    store::keep_day(tx, &Day { day, name: name.clone(), hours, feed: None }).await?;
    let detail =
        json!({ "day": day.to_string(), "name": name, "hours": hours.map(|h| h.to_string()) });
    audit(tx, Some(staff), "organisation.day_set", None, &detail).await
}

pub async fn remove_day(tx: &mut Tx, staff: Id<Staff>, day: Date) -> Result<()> {
    if !store::remove_day(tx, day).await? {
        return Err(Error::Missing("day"));
    }
    let detail = json!({ "day": day.to_string() });
    audit(tx, Some(staff), "organisation.day_removed", None, &detail).await
}

/// Takes the holidays of a file, from this year's beginning on, in the place of those that came with the
/// same file before. Days that were typed stay as they are.
pub async fn take_feed(tx: &mut Tx, staff: Id<Staff>, name: &str, text: &str) -> Result<Feed> {
    let name = line(name);
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(Error::invalid(
            "feed_name",
            format!("Please say whose calendar it is, in at most {LONGEST_NAME} characters."),
        ));
    }
    let calendar = store::calendar(tx).await?;
    let first = calendar.day_of(tx.now()).first_of_year();
    let last = Date::new(first.year().saturating_add(YEARS_AHEAD), 12, 31).map_err(Error::fault)?;
    let feed = Feed::read(text, first, last)?;
    if feed.days.is_empty() {
        return Err(Error::invalid(
            "feed",
            "This calendar closes no day from this year on. Events with a time of day close none.",
        ));
    }
    store::remove_feed(tx, &name).await?;
    let there = store::days(tx).await?;
    if there.len() + feed.days.len() > MOST_DAYS {
        return Err(too_many());
    }
    for (day, words) in &feed.days {
        if there.iter().any(|other| other.day == *day) {
            continue;
        }
        let words = if words.is_empty() { name.clone() } else { words.clone() };
        let day = Day { day: *day, name: words, hours: None, feed: Some(name.clone()) };
        store::keep_day(tx, &day).await?;
    }
    let detail = json!({ "feed": name, "days": feed.days.len(), "left_out": feed.left_out_count });
    audit(tx, Some(staff), "organisation.feed_taken", None, &detail).await?;
    Ok(feed)
}

/// Takes back what came with a file.
pub async fn remove_feed(tx: &mut Tx, staff: Id<Staff>, name: &str) -> Result<u64> {
    let days = store::remove_feed(tx, name).await?;
    if days == 0 {
        return Err(Error::Missing("feed"));
    }
    let detail = json!({ "feed": name, "days": days });
    audit(tx, Some(staff), "organisation.feed_removed", None, &detail).await?;
    Ok(days)
}

fn too_many() -> Error {
    Error::refused(
        "calendar.too_many_days",
        format!("There can be {MOST_DAYS} special days. Take away some that are over first."),
    )
}
