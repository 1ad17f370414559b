//! Lists on the terminal: as a table for people, as JSON or CSV for programs.

use std::io::Write;

use anyhow::Result;

use crate::cli::Format;

/// Prints rows under their headings. Numbers are right-aligned in tables.
pub fn print(format: Format, headings: &[&str], rows: &[Vec<String>]) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match format {
        Format::Table => table(&mut out, headings, rows)?,
        Format::Json => {
            let objects: Vec<serde_json::Value> = rows
                .iter()
                .map(|row| {
                    headings.iter().zip(row).map(|(h, c)| ((*h).to_owned(), json(c))).collect()
                })
                .collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&objects)?)?;
        }
        Format::Csv => {
            let mut csv = csv::Writer::from_writer(out);
            csv.write_record(headings)?;
            for row in rows {
                csv.write_record(row)?;
            }
            csv.flush()?;
        }
    }
    Ok(())
}

/// A cell that is a canonical number is a number in JSON.
fn json(cell: &str) -> serde_json::Value {
    match cell.parse::<serde_json::Number>() {
        Ok(number) if number.to_string() == cell => number.into(),
        _ => cell.into(),
    }
}

fn table(out: &mut impl Write, headings: &[&str], rows: &[Vec<String>]) -> Result<()> {
    let width = |i: usize| {
        let cells = rows.iter().filter_map(|r| r.get(i)).map(|c| c.chars().count());
        cells.max().unwrap_or(0).max(headings.get(i).map_or(0, |h| h.chars().count()))
    };
    let widths: Vec<usize> = (0..headings.len()).map(width).collect();
    let numeric = |i: usize| {
        let mut cells = rows.iter().filter_map(|r| r.get(i)).filter(|c| !c.is_empty()).peekable();
        cells.peek().is_some()
            && cells.all(|c| c.starts_with(|f: char| f.is_ascii_digit() || "-−£€$".contains(f)))
    };
    let right: Vec<bool> = (0..headings.len()).map(numeric).collect();
    let line = |out: &mut dyn Write, cells: &[&str]| -> std::io::Result<()> {
        let mut text = String::new();
        for (i, cell) in cells.iter().enumerate() {
            let pad = " ".repeat(widths[i].saturating_sub(cell.chars().count()));
            let cell = if right[i] { format!("{pad}{cell}") } else { format!("{cell}{pad}") };
            text.push_str(&cell);
            text.push_str("  ");
        }
        writeln!(out, "{}", text.trim_end())
    };
    line(out, headings)?;
    for row in rows {
        line(out, &row.iter().map(String::as_str).collect::<Vec<_>>())?;
    }
    if rows.is_empty() {
        writeln!(out, "(nothing yet)")?;
    }
    Ok(())
}
