//! Charts as inline SVG: classes for colour, every label escaped, nothing but numbers that are.
//!
//! The caller says the question as a heading, the finding as the title, and keeps the rows one click
//! away (`parts::chart_table`). [`interval()`] is the signature: a number, its interval, its baseline.
mod bars;
mod interval;
mod line;
mod scale;

use std::fmt;

pub use bars::{Bar, bars};
pub use interval::{Interval, Mark, interval, share};
pub use line::{Line, line};

/// SVG that may stand in a page as it is. Only this module makes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Svg(String);

impl Svg {
    /// No chart at all: where there is nothing to draw.
    pub fn none() -> Self {
        Self::default()
    }

    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Svg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Svg {}

/// A trend in the width of a word: the last value is the dot. `tone` is `up`, `down` or empty, and
/// is to be earned by an interval elsewhere. Fewer than two values draw nothing.
pub fn spark(values: &[u64], tone: &str) -> Svg {
    if values.len() < 2 {
        return Svg::none();
    }
    let most = values.iter().copied().max().unwrap_or(0) as f64;
    let least = values.iter().copied().min().unwrap_or(0) as f64;
    let span = if most > least { most - least } else { 1.0 };
    let step = 51.0 / (values.len() - 1) as f64;
    let at = |(i, v): (usize, &u64)| {
        let y = if most > least { 14.0 - (*v as f64 - least) / span * 12.0 } else { 8.0 };
        (2.0 + step * i as f64, y)
    };
    let points: Vec<(f64, f64)> = values.iter().enumerate().map(at).collect();
    let (x, y) = points.last().copied().unwrap_or_default();
    let tone = if matches!(tone, "up" | "down") { tone } else { "" };
    Svg(format!(
        "<svg class=\"spark {tone}\" viewBox=\"0 0 56 16\" aria-hidden=\"true\">\
         <polyline class=\"ln\" points=\"{}\"/><circle cx=\"{}\" cy=\"{}\" r=\"2\"/></svg>",
        path(&points),
        tidy(x),
        tidy(y)
    ))
}

fn path(points: &[(f64, f64)]) -> String {
    let pairs: Vec<String> =
        points.iter().map(|(x, y)| format!("{},{}", tidy(*x), tidy(*y))).collect();
    pairs.join(" ")
}

/// One digit after the point, and none that says nothing.
fn tidy(x: f64) -> String {
    let x = if x.is_finite() { x } else { 0.0 };
    let text = format!("{x:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            control if control.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spark_needs_a_trend() {
        assert!(spark(&[], "").is_none());
        assert!(spark(&[4], "up").is_none());
        let flat = spark(&[4, 4, 4], "").to_string();
        assert!(flat.contains("points=\"2,8 27.5,8 53,8\""), "{flat}");
        let up = spark(&[1, 2, 3], "up").to_string();
        assert!(up.contains("class=\"spark up\"") && up.contains("points=\"2,14 27.5,8 53,2\""));
        assert!(!spark(&[1, 2], "\"><script>").to_string().contains("script"));
    }

    #[test]
    fn only_numbers_reach_the_page() {
        assert_eq!(tidy(f64::NAN), "0");
        assert_eq!(tidy(f64::INFINITY), "0");
        assert_eq!(tidy(-0.01), "0");
        assert_eq!(tidy(12.0), "12");
        assert_eq!(tidy(12.34), "12.3");
    }
}
