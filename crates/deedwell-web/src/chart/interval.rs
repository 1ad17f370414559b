//! The signature: an estimate, its interval, and the baseline it is held against.

use super::scale::Scale;
use super::{Svg, escape, tidy};

/// Whether what the number says was done or only said.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    Done,
    Said,
}

/// Made by [`interval`]; drawn by [`Interval::svg`].
#[derive(Clone, Debug)]
pub struct Interval {
    value: f64,
    low: f64,
    high: f64,
    baseline: Option<f64>,
    scale: Option<Scale>,
    higher_is_better: bool,
    mark: Mark,
    thin: bool,
}

/// An estimate between the ends of its interval.
pub fn interval(value: f64, low: f64, high: f64) -> Interval {
    Interval {
        value,
        low,
        high,
        baseline: None,
        scale: None,
        higher_is_better: true,
        mark: Mark::Done,
        thin: false,
    }
}

/// A share of one on a scale from nought to one: for columns that are read downwards.
pub fn share(value: f64, low: f64, high: f64) -> Interval {
    interval(value, low, high).scale(0.0, 1.0).thin()
}

impl Interval {
    /// What the estimate is held against: last year, the average, the control.
    pub fn baseline(mut self, baseline: f64) -> Self {
        self.baseline = Some(baseline).filter(|b| b.is_finite());
        self
    }

    /// The same for all that are compared. Without it, around what is drawn.
    pub fn scale(mut self, from: f64, to: f64) -> Self {
        self.scale = Some(Scale::new(from, to));
        self
    }

    pub fn lower_is_better(mut self) -> Self {
        self.higher_is_better = false;
        self
    }

    /// Hollow: said, not shown.
    pub fn said(mut self) -> Self {
        self.mark = Mark::Said;
        self
    }

    /// In the height of a table's line.
    pub fn thin(mut self) -> Self {
        self.thin = true;
        self
    }

    /// Colour is earned: `up` or `down` once the interval has left the baseline, else empty.
    pub fn tone(&self) -> &'static str {
        let Some(baseline) = self.baseline else { return "" };
        let above = self.low > baseline;
        let below = self.high < baseline;
        match (above, below, self.higher_is_better) {
            (true, false, true) | (false, true, false) => "up",
            (true, false, false) | (false, true, true) => "down",
            _ => "",
        }
    }

    /// `label` says it in words: `17.3 %, interval 16.5 to 18.1, last year 15.6`.
    pub fn svg(&self, label: &str) -> Svg {
        if !self.value.is_finite() {
            return Svg::none();
        }
        let low = if self.low.is_finite() { self.low } else { self.value };
        let high = if self.high.is_finite() { self.high } else { self.value };
        let scale = self.scale.unwrap_or_else(|| {
            Scale::around([self.value, low, high].into_iter().chain(self.baseline))
        });
        // Half a dot of room, so that nothing at an end is cut off.
        let at = |x: f64| format!("{}%", tidy(3.0 + scale.share(x) * 94.0));
        let (y, r, thin) = if self.thin { (7, "4", " thin") } else { (10, "5.5", "") };
        let (tone, label) = (self.tone(), escape(label));
        let (value, low, high) = (at(self.value), at(low), at(high));
        let baseline = self.baseline.map_or_else(String::new, |b| {
            let (x, top, foot) = (at(b), y - 7, y + 7);
            format!("<line class=\"b\" x1=\"{x}\" x2=\"{x}\" y1=\"{top}\" y2=\"{foot}\"/>")
        });
        let dot = match self.mark {
            Mark::Done => "p",
            Mark::Said => "h",
        };
        Svg(format!(
            "<svg class=\"iv {tone}{thin}\" role=\"img\" aria-label=\"{label}\">\
             <line class=\"t\" x1=\"0\" x2=\"100%\" y1=\"{y}\" y2=\"{y}\"/>\
             <line class=\"r\" x1=\"{low}\" x2=\"{high}\" y1=\"{y}\" y2=\"{y}\"/>{baseline}\
             <circle class=\"{dot}\" cx=\"{value}\" cy=\"{y}\" r=\"{r}\"/></svg>"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_earned() {
        assert_eq!(interval(17.3, 16.5, 18.1).tone(), "");
        assert_eq!(interval(17.3, 16.5, 18.1).baseline(15.6).tone(), "up");
        assert_eq!(interval(17.3, 16.5, 18.1).baseline(15.6).lower_is_better().tone(), "down");
        assert_eq!(interval(2.1, 1.8, 2.4).baseline(2.0).tone(), "");
        assert_eq!(interval(81.0, 77.0, 85.0).baseline(88.0).tone(), "down");
        assert_eq!(interval(81.0, 77.0, 88.0).baseline(88.0).tone(), "");
        assert_eq!(interval(1.0, 0.0, 2.0).baseline(f64::NAN).tone(), "");
    }

    #[test]
    fn what_is_no_number_is_not_drawn() {
        assert!(interval(f64::NAN, 0.0, 1.0).svg("x").is_none());
        let open = interval(1.0, f64::NEG_INFINITY, f64::INFINITY).svg("x").to_string();
        assert!(!open.contains("inf") && !open.contains("NaN"), "{open}");
        let same = interval(0.0, 0.0, 0.0).baseline(0.0).svg("x").to_string();
        assert!(same.contains("cx=\"50%\""), "{same}");
    }

    #[test]
    fn labels_are_escaped() {
        let svg = share(0.4, 0.3, 0.5).svg("a\"><script>alert(1)</script>").to_string();
        assert!(!svg.contains("<script"), "{svg}");
        assert!(svg.contains("class=\"iv  thin\""), "{svg}");
    }
}
