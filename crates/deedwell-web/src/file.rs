//! What leaves as a file: CSV that no spreadsheet takes for a program, and JSON.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use deedwell_core::{Error, Result};
use serde::Serialize;

/// Rows of an export. A larger one is for the command line.
pub const MOST_ROWS: usize = 100_000;

/// A table in the making, as RFC 4180 has it.
pub struct Csv(String);

impl Csv {
    pub fn new(heads: &[&str]) -> Self {
        let mut csv = Self(String::new());
        csv.row(heads.iter().map(|h| (*h).to_owned()));
        csv
    }

    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        for (i, cell) in cells.into_iter().enumerate() {
            if i > 0 {
                self.0.push(',');
            }
            self.0.push_str(&quoted(&cell));
        }
        self.0.push_str("\r\n");
    }

    pub fn answer(self, name: &str) -> Response {
        attachment("text/csv; charset=utf-8", name, self.0.into_bytes())
    }
}

/// A spreadsheet runs what begins like a formula; an apostrophe in front makes it a text. Numbers
/// with a sign stay numbers.
fn quoted(cell: &str) -> String {
    let starts = |c: char| {
        matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
    };
    let is_number = cell.parse::<f64>().is_ok_and(f64::is_finite);
    let guarded =
        if cell.starts_with(starts) && !is_number { format!("'{cell}") } else { cell.to_owned() };
    if guarded.contains([',', '"', '\n', '\r', ';', '\'']) {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

/// # Errors
/// `Fault` when the value cannot be written as JSON.
pub fn json(value: &impl Serialize, name: &str) -> Result<Response> {
    let text = serde_json::to_vec_pretty(value).map_err(Error::fault)?;
    Ok(attachment("application/json", name, text))
}

/// The name is ours: plain letters, never what somebody typed.
fn attachment(kind: &'static str, name: &str, body: Vec<u8>) -> Response {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
        .unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheet_finds_nothing_to_run() {
        for formula in ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert!(quoted(formula).trim_start_matches('"').starts_with('\''), "{formula}");
        }
        assert_eq!(quoted("-3.50"), "-3.50");
        assert_eq!(quoted("Ada, \"the\" one"), "\"Ada, \"\"the\"\" one\"");
        assert_eq!(quoted("-inf"), "\"'-inf\"");
    }
}
