//! `deedwell report`: questions answered from the ledger.

use anyhow::{Context, Result, bail};
use deedwell_core::behaviour::{Behaviour, Estimate, Grid, Weeks, Window};
use deedwell_core::{Id, Timestamp, Unit};
use deedwell_store::Db;
use jiff::SignedDuration;
use jiff::tz::TimeZone;

use crate::cli::{Format, Report, ReportFlags};
use crate::config::Config;
use crate::{output, wiring};

const DEFAULT_WINDOW: SignedDuration = SignedDuration::from_hours(28 * 24);

pub async fn run(config: &Config, report: Report) -> Result<()> {
    let (Report::Grid(flags) | Report::Kinds(flags) | Report::Weeks(flags)) = &report;
    let parts = wiring::open(config).await?;
    let chosen = wiring::choose(&parts.db, &flags.which).await?;
    let window = window(&parts.db, &chosen, flags).await?;
    match &report {
        Report::Grid(flags) => {
            let grid = parts.ledger.grid(chosen.id, &window)?;
            match flags.listed.format {
                Format::Json => println!("{}", serde_json::to_string_pretty(&grid)?),
                format => output::print(format, GRID, &grid_rows(&grid))?,
            }
        }
        Report::Kinds(flags) => {
            let counts = parts.ledger.counts(chosen.id, &window)?;
            let rows: Vec<Vec<String>> = counts
                .kinds
                .iter()
                .map(|k| {
                    let values: Vec<String> = k
                        .values
                        .iter()
                        .map(|v| format!("{} {}", v.decimal(), v.currency))
                        .collect();
                    vec![
                        k.kind.to_string(),
                        k.part.name().to_owned(),
                        k.people.to_string(),
                        k.actions.to_string(),
                        values.join(" + "),
                    ]
                })
                .collect();
            output::print(
                flags.listed.format,
                &["kind", "by", "people", "actions", "value"],
                &rows,
            )?;
        }
        Report::Weeks(flags) => {
            let weeks = (window.to.duration_since(window.from).as_secs() / 604_800).clamp(1, 530);
            let ask = Weeks { to: window.to, weeks: usize::try_from(weeks)?, unit: window.unit };
            let rows: Vec<Vec<String>> = parts
                .ledger
                .weeks(chosen.id, &ask)?
                .iter()
                .map(|w| {
                    let before = w.people_a_year_before.map(|p| p.to_string()).unwrap_or_default();
                    vec![w.from.to_string(), w.people.to_string(), w.actions.to_string(), before]
                })
                .collect();
            output::print(
                flags.listed.format,
                &["from", "people", "actions", "people_a_year_before"],
                &rows,
            )?;
        }
    }
    parts.db.close().await;
    Ok(())
}

async fn window(db: &Db, chosen: &wiring::Chosen, flags: &ReportFlags) -> Result<Window> {
    let zone = TimeZone::get(&chosen.zone).unwrap_or(TimeZone::UTC);
    let to = match &flags.to {
        Some(text) => moment(text, &zone)?,
        None => db.clock().now(),
    };
    let from = match &flags.from {
        Some(text) => moment(text, &zone)?,
        None => to.checked_sub(DEFAULT_WINDOW)?,
    };
    if from >= to {
        bail!("--from must lie before --to");
    }
    let unit = match &flags.unit {
        Some(key) => Some(unit(db, chosen, key).await?),
        None => None,
    };
    Ok(Window { from, to, unit })
}

/// A day begins at midnight in the organisation's zone.
fn moment(text: &str, zone: &TimeZone) -> Result<Timestamp> {
    if let Ok(day) = text.parse::<jiff::civil::Date>() {
        return Ok(day.to_zoned(zone.clone())?.timestamp());
    }
    text.parse()
        .with_context(|| format!("{text:?} is neither a day such as 2026-01-31 nor a moment"))
}

async fn unit(db: &Db, chosen: &wiring::Chosen, key: &str) -> Result<Id<Unit>> {
    let mut tx = db.read(chosen.id).await?;
    let list = tx.query("select id, key from unit where organisation = $1 order by key");
    let mut keys = Vec::new();
    for row in tx.list(list).await? {
        if row.text("key")? == key {
            return Ok(row.id("id")?);
        }
        keys.push(row.text("key")?);
    }
    bail!(wiring::NoSuch(format!("there is no unit {key}; there are {}", keys.join(", "))))
}

const GRID: &[&str] = &[
    "programme",
    "a_people",
    "a_of",
    "a_share",
    "b_contributions",
    "b_to_date",
    "b_last_month",
    "c_quality",
    "c_graded",
    "d_people",
    "d_contributions",
    "e_people",
    "e_responses",
    "f_of",
    "f_answered",
    "f_official",
    "f_median_s",
    "g_evaluated",
    "g_decided",
    "g_implemented",
    "h_money",
];

fn grid_rows(grid: &Grid) -> Vec<Vec<String>> {
    let estimate = |e: &Option<Estimate>| match e {
        Some(e) => format!("{:.4} ({:.4}–{:.4})", e.value, e.low, e.high),
        None => String::new(),
    };
    let row = |r: &deedwell_core::behaviour::GridRow| {
        let money: Vec<String> = r
            .money
            .iter()
            .map(|m| {
                let amount = deedwell_core::Money::new(m.minor, m.currency);
                format!("{} {} {}", amount.decimal(), m.currency, m.basis.name())
            })
            .collect();
        vec![
            r.programme.to_owned(),
            r.participants.people.to_string(),
            grid.eligible.to_string(),
            estimate(&r.participants.share),
            r.contributions.count.to_string(),
            r.contributions.to_date.to_string(),
            r.contributions.last_month.to_string(),
            estimate(&r.quality),
            r.quality.map(|q| q.n.to_string()).unwrap_or_default(),
            estimate(&r.trend.people),
            estimate(&r.trend.contributions),
            r.peers.people.to_string(),
            r.peers.responses.to_string(),
            r.company.of.to_string(),
            r.company.answered.to_string(),
            r.company.official.to_string(),
            r.company.median_s.map(|s| format!("{s:.0}")).unwrap_or_default(),
            r.outcome.evaluated.to_string(),
            r.outcome.decided.to_string(),
            r.outcome.implemented.to_string(),
            money.join("; "),
        ]
    };
    grid.rows.iter().map(row).collect()
}
