//! Lengths from zero, each with its label before and its number behind it.

use std::fmt::Write;

use super::{Svg, escape, tidy};

const ROW: usize = 28;
/// Where bars begin and how far the longest goes, in percent of the width: the number has the rest.
const BEGIN: f64 = 34.0;
const LONGEST: f64 = 50.0;
/// What labels have; on a narrow screen they end here rather than in the bar.
const LABEL: f64 = 32.0;

/// One bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    pub label: String,
    pub value: f64,
    /// The number as people write it, with its unit.
    pub words: String,
    /// The ends of its interval, drawn as a whisker.
    pub interval: Option<(f64, f64)>,
}

/// Bars in one colour, for one question. At most a dozen can be read.
pub fn bars(bars: &[Bar], title: &str) -> Svg {
    let length = |b: &Bar| if b.value.is_finite() { b.value.max(0.0) } else { 0.0 };
    let end = |b: &Bar| b.interval.map_or(0.0, |i| i.1).max(length(b));
    let most = bars.iter().map(end).filter(|e| e.is_finite()).fold(0.0, f64::max);
    if bars.is_empty() {
        return Svg::none();
    }
    let share = |x: f64| {
        let share = if most > 0.0 && x.is_finite() { x / most } else { 0.0 };
        share.clamp(0.0, 1.0) * LONGEST
    };
    let height = bars.len() * ROW;
    let mut svg = format!(
        "<svg class=\"bars\" height=\"{height}\" role=\"img\"><title>{}</title>",
        escape(title)
    );
    for (i, bar) in bars.iter().enumerate() {
        let top = i * ROW + 5;
        let text = i * ROW + 19;
        let middle = i * ROW + 14;
        let long = share(length(bar));
        let label = shorten(&bar.label);
        let _ = write!(
            svg,
            "<svg width=\"{LABEL}%\" height=\"{height}\"><text x=\"0\" y=\"{text}\">{}</text></svg>\
             <rect class=\"f1\" x=\"{BEGIN}%\" y=\"{top}\" width=\"{}%\" height=\"18\" rx=\"3\"/>",
            escape(&label),
            tidy(long.max(0.4))
        );
        if let Some((low, high)) = bar.interval {
            let (x1, x2) = (tidy(BEGIN + share(low)), tidy(BEGIN + share(high)));
            let _ = write!(
                svg,
                "<line class=\"whisk\" x1=\"{x1}%\" x2=\"{x2}%\" y1=\"{middle}\" y2=\"{middle}\"/>"
            );
        }
        let after = tidy(BEGIN + share(end(bar)));
        let words = escape(&bar.words);
        let _ = write!(
            svg,
            "<text class=\"strong\" x=\"{after}%\" dx=\"8\" y=\"{text}\">{words}</text>"
        );
    }
    svg.push_str("</svg>");
    Svg(svg)
}

/// What fits before the bar. The rows behind the chart have the whole of it.
fn shorten(label: &str) -> String {
    const LONGEST: usize = 22;
    if label.chars().count() <= LONGEST {
        return label.to_owned();
    }
    let kept: String = label.chars().take(LONGEST - 1).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(label: &str, value: f64) -> Bar {
        Bar { label: label.to_owned(), value, words: value.to_string(), interval: None }
    }

    #[test]
    fn the_longest_bar_fills_its_room() {
        let svg = bars(&[bar("a", 10.0), bar("b", 5.0)], "t").to_string();
        assert!(svg.contains("width=\"50%\"") && svg.contains("width=\"25%\""), "{svg}");
    }

    #[test]
    fn odd_numbers_and_words_do_no_harm() {
        assert!(bars(&[], "t").is_none());
        let odd = [bar("<b>", f64::NAN), bar("x", f64::INFINITY), bar("y", -1.0), bar("z", 0.0)];
        let svg = bars(&odd, "\"").to_string();
        assert!(svg.contains("&lt;b&gt;"), "{svg}");
        assert!(!svg.contains("width=\"NaN") && !svg.contains("width=\"inf"), "{svg}");
        assert_eq!(shorten("Let me hand in my old helmet").chars().count(), 22);
    }
}
