//! `deedwell report`: questions answered from the ledger.

use std::io::Write;

use anyhow::{Context, Result, bail};
use deedwell_core::behaviour::{Behaviour, Estimate, Grid, GridRow, MoneyLine, Weeks, Window};
use deedwell_core::{Id, Money, Timestamp, Unit};
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
                Format::Json => {
                    writeln!(std::io::stdout(), "{}", serde_json::to_string_pretty(&grid)?)?
                }
                format => print_grid(format, &grid)?,
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

/// A row of the grid as columns: a number stands alone, an interval in three of them.
struct Cells(Vec<(String, String)>);

impl Cells {
    fn say(&mut self, column: &str, words: impl ToString) {
        self.0.push((column.to_owned(), words.to_string()));
    }

    fn rate(&mut self, column: &str, rate: Option<f64>) {
        self.say(column, rate.map(|r| format!("{r:.6}")).unwrap_or_default());
    }

    fn estimate(&mut self, column: &str, estimate: Option<Estimate>) {
        self.rate(column, estimate.map(|e| e.value));
        self.rate(&format!("{column}_low"), estimate.map(|e| e.low));
        self.rate(&format!("{column}_high"), estimate.map(|e| e.high));
    }
}

fn cells(eligible: u64, row: &GridRow) -> Vec<(String, String)> {
    let mut cells = Cells(Vec::new());
    cells.say("programme", row.programme);
    cells.say("a_people", row.participants.people);
    cells.say("a_of", eligible);
    cells.estimate("a_share", row.participants.share);
    cells.say("b_contributions", row.contributions.count);
    cells.say("b_to_date", row.contributions.to_date);
    cells.say("b_last_month", row.contributions.last_month);
    cells.rate("b_per_head", row.contributions.per_head);
    cells.estimate("c_quality", row.quality);
    cells.say("c_graded", row.quality.map(|q| q.n.to_string()).unwrap_or_default());
    cells.say("d_people_before", row.trend.people_before);
    cells.estimate("d_people", row.trend.people);
    cells.say("d_contributions_before", row.trend.contributions_before);
    cells.estimate("d_contributions", row.trend.contributions);
    cells.say("e_people", row.peers.people);
    cells.say("e_responses", row.peers.responses);
    cells.rate("e_per_participant", row.peers.per_participant);
    cells.say("f_of", row.company.of);
    cells.say("f_answered", row.company.answered);
    cells.estimate("f_answered_share", row.company.answered_share);
    cells.say("f_official", row.company.official);
    cells.estimate("f_official_share", row.company.official_share);
    cells.say("f_median_s", row.company.median_s.map(|s| format!("{s:.0}")).unwrap_or_default());
    cells.say("g_evaluated", row.outcome.evaluated);
    cells.say("g_decided", row.outcome.decided);
    cells.say("g_implemented", row.outcome.implemented);
    cells.say("h_money", money(row));
    cells.0
}

/// `12.50 EUR measured; 3.00 EUR claimed`.
fn money(row: &GridRow) -> String {
    let line = |m: &MoneyLine| {
        let amount = Money::new(m.minor, m.currency).decimal();
        format!("{amount} {} {}", m.currency, m.basis.name())
    };
    row.money.iter().map(line).collect::<Vec<_>>().join("; ")
}

fn print_grid(format: Format, grid: &Grid) -> Result<()> {
    let rows: Vec<_> = grid.rows.iter().map(|row| cells(grid.eligible, row)).collect();
    let headings: Vec<&str> =
        rows.first().map(|row| row.iter().map(|(h, _)| h.as_str()).collect()).unwrap_or_default();
    let words = |row: &Vec<(String, String)>| row.iter().map(|(_, w)| w.clone()).collect();
    output::print(format, &headings, &rows.iter().map(words).collect::<Vec<Vec<String>>>())
}
