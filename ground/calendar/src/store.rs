//! What is found and what is kept of hours and days: one function per statement. Nothing here decides.

use std::collections::BTreeMap;

use deedwell_core::{Error, Result};
use deedwell_store::{Row, Tx};
use jiff::civil::Date;

use crate::hours::{Calendar, Span, Week};

/// A day unlike its weekday.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Day {
    pub day: Date,
    pub name: String,
    /// None: closed.
    pub hours: Option<Span>,
    /// The file with which it came.
    pub feed: Option<String>,
}

/// The organisation's calendar; Monday to Friday, nine to five in its zone, where none was set.
pub async fn calendar(tx: &mut Tx) -> Result<Calendar> {
    let find = tx.query("select zone from calendar where organisation = $1");
    let (zone, week) = match tx.find(find).await? {
        Some(row) => (row.text("zone")?, week(tx).await?),
        None => (own_zone(tx).await?, Week::usual()),
    };
    let days = days(tx).await?.into_iter();
    let days = days.map(|day| (day.day, day.hours.into_iter().collect())).collect();
    Calendar::new(&zone, week, days)
}

async fn own_zone(tx: &mut Tx) -> Result<String> {
    let find = tx.query("select zone from organisation where organisation = $1");
    tx.one(find).await?.text("zone")
}

async fn week(tx: &mut Tx) -> Result<Week> {
    let list = tx.query(
        "select weekday, opens, closes from calendar_span where organisation = $1
         order by weekday, opens",
    );
    let mut days: [Vec<Span>; 7] = std::array::from_fn(|_| Vec::new());
    for row in tx.list(list).await? {
        let weekday = usize::try_from(row.number("weekday")? - 1).unwrap_or(7);
        let day = days.get_mut(weekday).ok_or_else(|| Error::fault("no such weekday"))?;
        day.push(Span::new(row.number("opens")?, row.number("closes")?)?);
    }
    Week::new(days)
}

/// Every day unlike its weekday, the earliest first.
pub async fn days(tx: &mut Tx) -> Result<Vec<Day>> {
    let list = tx.query(
        "select day, name, opens, closes, feed from calendar_day where organisation = $1
         order by day",
    );
    tx.list(list).await?.iter().map(read_day).collect()
}

fn read_day(row: &Row) -> Result<Day> {
    let hours = match (row.number_or_null("opens")?, row.number_or_null("closes")?) {
        (Some(opens), Some(closes)) => Some(Span::new(opens, closes)?),
        _ => None,
    };
    Ok(Day {
        day: row.text("day")?.parse().map_err(Error::fault)?,
        name: row.text("name")?,
        hours,
        feed: row.text_or_null("feed")?,
    })
}

pub async fn keep_week(tx: &mut Tx, zone: &str, week: &Week) -> Result<()> {
    let now = tx.now();
    let upsert = tx.query(
        "insert into calendar (organisation, zone, changed_at) values ($1, $2, $3)
         on conflict (organisation) do update set zone = excluded.zone,
             changed_at = excluded.changed_at",
    );
    tx.run(upsert.bind(zone).bind(now)).await?;
    let delete = tx.query("delete from calendar_span where organisation = $1");
    tx.run(delete).await?;
    for (weekday, spans) in (1_i64..).zip(week.days()) {
        for span in spans {
            let insert = tx.query(
                "insert into calendar_span (organisation, weekday, opens, closes)
                 values ($1, $2, $3, $4)",
            );
            tx.run(insert.bind(weekday).bind(span.opens()).bind(span.closes())).await?;
        }
    }
    Ok(())
}

pub async fn keep_day(tx: &mut Tx, day: &Day) -> Result<()> {
    let now = tx.now();
    let upsert = tx.query(
        "insert into calendar_day (organisation, day, name, opens, closes, feed, added_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (organisation, day) do update set name = excluded.name,
             opens = excluded.opens, closes = excluded.closes, feed = excluded.feed",
    );
    let upsert = upsert.bind(day.day.to_string()).bind(&day.name);
    let upsert = upsert.bind(day.hours.map(Span::opens)).bind(day.hours.map(Span::closes));
    tx.run(upsert.bind(day.feed.as_deref()).bind(now)).await.map(drop)
}

/// Whether it was there.
pub async fn remove_day(tx: &mut Tx, day: Date) -> Result<bool> {
    let delete = tx.query("delete from calendar_day where organisation = $1 and day = $2");
    Ok(tx.run(delete.bind(day.to_string())).await? > 0)
}

/// Takes away what came with a file. How many days.
pub async fn remove_feed(tx: &mut Tx, feed: &str) -> Result<u64> {
    let delete = tx.query("delete from calendar_day where organisation = $1 and feed = $2");
    tx.run(delete.bind(feed)).await
}

/// The files there are, with how many days each closes.
pub async fn feeds(tx: &mut Tx) -> Result<BTreeMap<String, i64>> {
    let list = tx.query(
        "select feed, count(*) as n from calendar_day
         where organisation = $1 and feed is not null group by feed order by feed",
    );
    let rows = tx.list(list).await?;
    rows.iter().map(|row| Ok((row.text("feed")?, row.number("n")?))).collect()
}
