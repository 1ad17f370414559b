//! Answers questions about business time, one JSON line each, for `e2e/checks`: what another program
//! makes of the same questions is compared with these.
//!
//! In: `{"zone": …, "week": ["09:00-17:00", …7], "days": {"2026-12-25": ""}, "from": µs, "to": µs,
//! "length": µs, "count": n}` or `{"rule": "FREQ=…", "start": …, "last": …}`.

use std::collections::BTreeMap;
use std::io::{BufRead, Write};

use deedwell_calendar::repeats::Repeats;
use deedwell_calendar::{Calendar, Span, Week};
use deedwell_core::Timestamp;
use jiff::SignedDuration;
use jiff::civil::Date;
use serde_json::{Value, json};

type Error = Box<dyn std::error::Error>;

fn main() -> Result<(), Error> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let asked: Value = serde_json::from_str(&line?)?;
        let told = if asked.get("rule").is_some() { falls(&asked)? } else { times(&asked)? };
        writeln!(out, "{told}")?;
    }
    Ok(out.flush()?)
}

fn text<'a>(asked: &'a Value, key: &str) -> Result<&'a str, Error> {
    asked[key].as_str().ok_or_else(|| format!("no {key}").into())
}

fn number(asked: &Value, key: &str) -> Result<i64, Error> {
    asked[key].as_i64().ok_or_else(|| format!("no {key}").into())
}

fn falls(asked: &Value) -> Result<Value, Error> {
    let rule = Repeats::parse(text(asked, "rule")?)?;
    let days = rule.days(text(asked, "start")?.parse()?, text(asked, "last")?.parse()?);
    Ok(json!(days.iter().map(ToString::to_string).collect::<Vec<_>>()))
}

fn times(asked: &Value) -> Result<Value, Error> {
    let mut week: [Vec<Span>; 7] = std::array::from_fn(|_| Vec::new());
    for (day, spans) in week.iter_mut().zip(asked["week"].as_array().ok_or("no week")?) {
        *day = Span::parse_day(spans.as_str().ok_or("no hours")?)?;
    }
    let mut days: BTreeMap<Date, Vec<Span>> = BTreeMap::new();
    for (day, spans) in asked["days"].as_object().ok_or("no days")? {
        days.insert(day.parse()?, Span::parse_day(spans.as_str().ok_or("no hours")?)?);
    }
    let calendar = Calendar::new(text(asked, "zone")?, Week::new(week)?, days)?;
    let from = Timestamp::from_microsecond(number(asked, "from")?)?;
    let to = Timestamp::from_microsecond(number(asked, "to")?)?;
    let length = SignedDuration::from_micros(number(asked, "length")?);
    let count = u32::try_from(number(asked, "count")?)?;
    let moment = |at: Option<Timestamp>| at.map(|at| at.as_microsecond());
    Ok(json!({
        "is_open": calendar.is_open(from),
        "between": i64::try_from(calendar.between(from, to).as_micros())?,
        "after": moment(calendar.after(from, length)),
        "after_days": moment(calendar.after_days(from, count)),
        "opening": moment(calendar.opening(from)),
    }))
}
