//! Takes data out: CSV or JSON lines, one table at a time, a page in memory.
//!
//! Moments are written as RFC 3339 and money as decimals, told by the names of columns (`…_at`,
//! `…_minor` beside `currency`), as in the views for people with a BI tool.

use std::io::Write;

use deedwell_core::behaviour::{Behaviour, Entries, Entry};
use deedwell_core::{Currency, Error, Id, Money, Organisation, Result, Timestamp};
use deedwell_store::{Db, Query, Row, Value};

/// Rows in memory at a time.
const PAGE: usize = 2_000;

/// A table that can be taken out. The statement's `$1` is the organisation; then come the values of
/// the keys after which a page begins, in order, and at the end how many rows it has. It selects
/// every key, and is ordered by them.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    pub name: &'static str,
    pub keys: &'static [&'static str],
    pub sql: &'static str,
}

/// What the platform itself keeps of people. Other crates' tables can stand in a list of the caller.
pub const TABLES: &[Table] = &[
    Table {
        name: "people",
        keys: &["id"],
        sql: "select id, name, language, unit, tests, created_at, head, known from person
              where organisation = $1 and id > $2 order by id limit $3",
    },
    Table {
        name: "identities",
        keys: &["id"],
        sql: "select id, person, kind, value, scope, proof, proven_at, created_at, origin from identity
              where organisation = $1 and id > $2 order by id limit $3",
    },
    Table {
        name: "units",
        keys: &["id"],
        sql: "select id, key, name, currency, created_at, closed_at from unit
              where organisation = $1 and id > $2 order by id limit $3",
    },
    Table {
        name: "tags",
        keys: &["person", "tag"],
        sql: "select person, tag, tagged_at from person_tag
              where organisation = $1 and (person, tag) > ($2, $3)
              order by person, tag limit $4",
    },
    Table {
        name: "traits",
        keys: &["identity", "key"],
        sql: "select identity, key, value, proof, source, said_at from trait
              where organisation = $1 and (identity, key) > ($2, $3)
              order by identity, key limit $4",
    },
    Table {
        name: "consents",
        keys: &["id"],
        sql: "select id, identity, purpose, given, at, proof, source, words from consent
              where organisation = $1 and id > $2 order by id limit $3",
    },
    Table {
        name: "holdings",
        keys: &["id"],
        sql: "select id, identity, name, kind, reference, since, until, source, said_at from holding
              where organisation = $1 and id > $2 order by id limit $3",
    },
];

/// Lines of the ledger, beside the tables.
const ACTIONS: &str = "actions";

/// What there is to take out.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLES.iter().map(|table| table.name).chain([ACTIONS])
}

/// How a table is written down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Commas. With `guarded`, text that a spreadsheet would run as a formula has a ' before it.
    Csv { guarded: bool },
    /// One JSON object a line, always to the letter.
    JsonLines,
}

/// Writes a whole table; how many rows. It is read in one transaction, page after page.
///
/// # Errors
/// `Invalid` when it cannot be written to `out`.
pub async fn table(
    db: &Db,
    organisation: Id<Organisation>,
    table: &Table,
    format: Format,
    out: &mut (dyn Write + Send),
) -> Result<u64> {
    let mut tx = db.read(organisation).await?;
    let mut pen = Pen { out, format, has_begun: false };
    let mut after = vec![String::new(); table.keys.len()];
    let mut rows = 0;
    loop {
        let query: Query = after.iter().fold(tx.query(table.sql), |query, key| query.bind(key));
        let page = tx.list(query.bind(PAGE)).await?;
        for row in &page {
            pen.row(&cells(row)?)?;
        }
        rows += page.len() as u64;
        let Some(last) = page.last().filter(|_| page.len() == PAGE) else { break };
        after = table.keys.iter().map(|key| last.text(key)).collect::<Result<_>>()?;
    }
    pen.finish()?;
    Ok(rows)
}

/// Writes the lines of the ledger that are asked for, newest first; how many.
///
/// # Errors
/// `Invalid` when it cannot be written to `out`.
pub fn actions(
    behaviour: &dyn Behaviour,
    organisation: Id<Organisation>,
    ask: &Entries,
    format: Format,
    out: &mut (dyn Write + Send),
) -> Result<u64> {
    let mut pen = Pen { out, format, has_begun: false };
    let mut ask = Entries { limit: PAGE, ..ask.clone() };
    let mut rows = 0;
    loop {
        let page = behaviour.entries(organisation, &ask)?;
        for entry in &page.entries {
            pen.row(&entry_cells(entry))?;
        }
        rows += page.entries.len() as u64;
        let moves_on = page.next.is_some() && page.next != ask.before && !page.entries.is_empty();
        if !moves_on {
            break;
        }
        ask.before = page.next;
    }
    pen.finish()?;
    Ok(rows)
}

/// What stands in a cell.
#[derive(Clone, PartialEq, Debug)]
enum Cell {
    Nothing,
    Text(String),
    Number(String),
}

impl Cell {
    fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    fn maybe(text: Option<impl ToString>) -> Self {
        text.map_or(Self::Nothing, |t| Self::Text(t.to_string()))
    }
}

type Cells<'a> = Vec<(&'a str, Cell)>;

fn cells(row: &Row) -> Result<Cells<'_>> {
    let currency = || row.currency("currency").ok();
    row.cells().map(|(name, value)| cell(name, value, currency)).collect()
}

fn cell<'a>(
    name: &'a str,
    value: &Value,
    currency: impl Fn() -> Option<Currency>,
) -> Result<(&'a str, Cell)> {
    let amount = name.strip_suffix("_minor");
    let made = match value {
        Value::Number(Some(n)) if name == "at" || name.ends_with("_at") => {
            Cell::text(Timestamp::from_microsecond(*n).map_err(Error::fault)?.to_string())
        }
        Value::Number(Some(n)) => match (amount, currency()) {
            (Some(name), Some(currency)) => {
                return Ok((name, Cell::Number(Money::new(*n, currency).decimal())));
            }
            _ => Cell::Number(n.to_string()),
        },
        Value::Real(Some(n)) if n.is_finite() => Cell::Number(n.to_string()),
        Value::Real(Some(n)) => Cell::text(n.to_string()),
        Value::Text(Some(text)) => Cell::text(text.as_str()),
        Value::Text(None) | Value::Number(None) | Value::Real(None) | Value::Bytes(None) => {
            Cell::Nothing
        }
        Value::Bytes(Some(_)) => {
            return Err(Error::fault(format!("{name} is bytes and cannot be exported")));
        }
    };
    Ok((if currency().is_some() { amount.unwrap_or(name) } else { name }, made))
}

fn entry_cells(entry: &Entry) -> Cells<'static> {
    vec![
        ("id", Cell::text(entry.id.to_string())),
        ("at", Cell::text(entry.at.to_string())),
        ("kind", Cell::text(&*entry.kind)),
        ("part", Cell::text(entry.part.name())),
        ("initiator", Cell::text(entry.initiator.name())),
        ("channel", Cell::text(&*entry.channel)),
        ("person", Cell::maybe(entry.person)),
        ("staff", Cell::maybe(entry.staff)),
        ("unit", Cell::maybe(entry.unit)),
        ("about", Cell::maybe(entry.about.as_deref())),
        ("counterpart", Cell::maybe(entry.counterpart)),
        ("value", entry.value.map_or(Cell::Nothing, |m| Cell::Number(m.decimal()))),
        ("currency", Cell::maybe(entry.value.map(|m| m.currency))),
    ]
}

/// Writes rows in a format.
struct Pen<'a> {
    out: &'a mut (dyn Write + Send),
    format: Format,
    has_begun: bool,
}

impl Pen<'_> {
    fn row(&mut self, cells: &Cells<'_>) -> Result<()> {
        let line = match self.format {
            Format::Csv { guarded } => {
                let begun = std::mem::replace(&mut self.has_begun, true);
                let mut line = String::new();
                if !begun {
                    csv_line(&mut line, cells.iter().map(|(name, _)| (*name).to_owned()));
                }
                csv_line(&mut line, cells.iter().map(|(_, cell)| csv_cell(cell, guarded)));
                line
            }
            Format::JsonLines => json_line(cells)?,
        };
        self.out.write_all(line.as_bytes()).map_err(cannot_write)
    }

    fn finish(self) -> Result<()> {
        self.out.flush().map_err(cannot_write)
    }
}

fn cannot_write(error: std::io::Error) -> Error {
    Error::invalid("out", format!("The export cannot be written: {error}."))
}

fn csv_line(line: &mut String, fields: impl Iterator<Item = String>) {
    for (i, field) in fields.enumerate() {
        if i > 0 {
            line.push(',');
        }
        if field.contains(['"', ',', '\n', '\r', '\t'])
            || field.starts_with(' ')
            || field.ends_with(' ')
        {
            line.push('"');
            line.push_str(&field.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(&field);
        }
    }
    line.push_str("\r\n");
}

/// Numbers are ours and need no guard: -3.50 stays a number.
fn csv_cell(cell: &Cell, guarded: bool) -> String {
    match cell {
        Cell::Nothing => String::new(),
        Cell::Number(number) => number.clone(),
        Cell::Text(text)
            if guarded
                && text.starts_with([
                    '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠',
                ]) =>
        {
            format!("'{text}")
        }
        Cell::Text(text) => text.clone(),
    }
}

fn json_line(cells: &Cells<'_>) -> Result<String> {
    let mut line = String::from("{");
    for (i, (name, cell)) in cells.iter().enumerate() {
        if i > 0 {
            line.push(',');
        }
        line.push_str(&serde_json::to_string(name).map_err(Error::fault)?);
        line.push(':');
        match cell {
            Cell::Nothing => line.push_str("null"),
            Cell::Number(number) => line.push_str(number),
            Cell::Text(text) => line.push_str(&serde_json::to_string(text).map_err(Error::fault)?),
        }
    }
    line.push_str("}\n");
    Ok(line)
}

#[cfg(test)]
mod tests;
