//! A line through time with its band, and last year's beside it.

use std::fmt::Write;

use super::scale::Scale;
use super::{Svg, escape, path, tidy};

/// Of a box of 640 by 200.
const LEFT: f64 = 42.0;
const RIGHT: f64 = 628.0;
const TOP: f64 = 14.0;
const FOOT: f64 = 176.0;
/// Between two labels below the axis.
const LABEL_ROOM: f64 = 120.0;

/// Made by [`line`]; drawn by [`Line::svg`].
#[derive(Clone, Debug)]
pub struct Line<'a> {
    points: &'a [f64],
    band: &'a [(f64, f64)],
    before: &'a [f64],
    before_words: &'a str,
    labels: &'a [String],
    unfinished: bool,
    from_zero: bool,
}

/// One value for each period, oldest first.
pub fn line(points: &[f64]) -> Line<'_> {
    Line {
        points,
        band: &[],
        before: &[],
        before_words: "",
        labels: &[],
        unfinished: false,
        from_zero: false,
    }
}

impl<'a> Line<'a> {
    /// The interval of each point.
    pub fn band(mut self, band: &'a [(f64, f64)]) -> Self {
        self.band = band;
        self
    }

    /// The same periods a year ago; the words follow its last value: `541 last year`.
    pub fn last_year(mut self, before: &'a [f64], words: &'a str) -> Self {
        (self.before, self.before_words) = (before, words);
        self
    }

    /// What each period is called. Both ends are always shown, and as many between as have room.
    pub fn labels(mut self, labels: &'a [String]) -> Self {
        self.labels = labels;
        self
    }

    /// The last period is not over: its stretch is dashed and its dot hollow.
    pub fn unfinished(mut self) -> Self {
        self.unfinished = true;
        self
    }

    pub fn from_zero(mut self) -> Self {
        self.from_zero = true;
        self
    }

    /// `title` says the finding; `words` writes a number as people do.
    pub fn svg(&self, title: &str, words: impl Fn(f64) -> String) -> Svg {
        let points: Vec<f64> = self.points.iter().copied().filter(|p| p.is_finite()).collect();
        if points.len() < 2 || points.len() != self.points.len() {
            return Svg::none();
        }
        let band = self.band.iter().flat_map(|(low, high)| [*low, *high]);
        let all = points.iter().copied().chain(band).chain(self.before.iter().copied());
        let (scale, ticks) = Scale::ticks(all, self.from_zero);
        let place = Place { scale, count: points.len() };
        let mut svg = format!(
            "<svg class=\"chart\" viewBox=\"0 0 640 200\" role=\"img\"><title>{}</title>",
            escape(title)
        );
        axis(&mut svg, place, &ticks, &words);
        self.draw_band(&mut svg, place);
        self.draw_before(&mut svg, place, &words);
        self.draw_line(&mut svg, place, &points, &words);
        self.draw_labels(&mut svg, place);
        svg.push_str("</svg>");
        Svg(svg)
    }

    fn draw_band(&self, svg: &mut String, place: Place) {
        if self.band.len() != place.count {
            return;
        }
        let lows = self.band.iter().enumerate().map(|(i, (low, _))| place.of(i, *low));
        let highs = self.band.iter().enumerate().map(|(i, (_, high))| place.of(i, *high));
        let around: Vec<(f64, f64)> = highs.chain(lows.rev()).collect();
        let _ = write!(svg, "<polygon class=\"f1 band\" points=\"{}\"/>", path(&around));
    }

    fn draw_before(&self, svg: &mut String, place: Place, words: &impl Fn(f64) -> String) {
        if self.before.len() != place.count {
            return;
        }
        let points: Vec<(f64, f64)> =
            self.before.iter().enumerate().map(|(i, v)| place.of(i, *v)).collect();
        let _ = write!(svg, "<polyline class=\"base\" points=\"{}\"/>", path(&points));
        let (Some((x, y)), Some(last)) = (points.last(), self.before.last()) else { return };
        let ours = self.points.last().map_or(*y, |v| place.of(0, *v).1);
        // Below its own line when ours runs above it, and the other way round; but never on the axis.
        let room_below = y + 16.0 < FOOT - 8.0;
        let y = match ours <= *y {
            true if room_below => y + 16.0,
            true => y - 9.0,
            false => (y - 9.0).max(TOP - 3.0),
        };
        let text = format!("{} {}", words(*last), self.before_words);
        say(svg, "halo", *x, y, "end", &text);
    }

    fn draw_line(
        &self,
        svg: &mut String,
        place: Place,
        points: &[f64],
        words: &impl Fn(f64) -> String,
    ) {
        let at: Vec<(f64, f64)> = points.iter().enumerate().map(|(i, v)| place.of(i, *v)).collect();
        let done = if self.unfinished { &at[..at.len() - 1] } else { &at[..] };
        if done.len() > 1 {
            let _ = write!(svg, "<polyline class=\"ln k1\" points=\"{}\"/>", path(done));
        }
        if self.unfinished {
            let open = path(&at[at.len() - 2..]);
            let _ = write!(svg, "<polyline class=\"ln k1 open\" points=\"{open}\"/>");
        }
        let (Some((x, y)), Some(last)) = (at.last(), points.last()) else { return };
        let dot = if self.unfinished { "hol k1" } else { "f1" };
        let (cx, cy) = (tidy(*x), tidy(*y));
        let _ = write!(svg, "<circle class=\"{dot}\" cx=\"{cx}\" cy=\"{cy}\" r=\"3.5\"/>");
        let before = self.before.last().map(|v| place.of(0, *v).1);
        let below = before.is_some_and(|b| b < *y);
        let y = if below { (y + 18.0).min(FOOT - 5.0) } else { (y - 10.0).max(TOP - 3.0) };
        say(svg, "strong halo", *x, y, "end", &words(*last));
    }

    fn draw_labels(&self, svg: &mut String, place: Place) {
        if self.labels.len() != place.count {
            return;
        }
        let last = place.count - 1;
        let most = ((RIGHT - LEFT) / LABEL_ROOM).floor() as usize;
        let every = last.div_ceil(most.max(1)).max(1);
        for (i, label) in self.labels.iter().enumerate() {
            let near_the_end = last - i < every && i != last;
            if i != last && (i % every != 0 || near_the_end) {
                continue;
            }
            let anchor = match i {
                0 => "start",
                i if i == last => "end",
                _ => "middle",
            };
            say(svg, "", place.of(i, 0.0).0, 194.0, anchor, label);
        }
    }
}

/// Where a period and a value lie.
#[derive(Clone, Copy)]
struct Place {
    scale: Scale,
    count: usize,
}

impl Place {
    fn of(self, i: usize, value: f64) -> (f64, f64) {
        let steps = (self.count - 1).max(1) as f64;
        let x = LEFT + (RIGHT - LEFT) * i as f64 / steps;
        (x, FOOT - (FOOT - TOP) * self.scale.share(value))
    }
}

fn axis(svg: &mut String, place: Place, ticks: &[f64], words: &impl Fn(f64) -> String) {
    for (i, tick) in ticks.iter().enumerate() {
        let y = place.of(0, *tick).1;
        let class = if i == 0 { "axis" } else { "gridl" };
        let y_text = tidy(y);
        let _ = write!(
            svg,
            "<line class=\"{class}\" x1=\"{LEFT}\" x2=\"{RIGHT}\" y1=\"{y_text}\" y2=\"{y_text}\"/>"
        );
        say(svg, "", LEFT - 8.0, y + 4.0, "end", &words(*tick));
    }
}

fn say(svg: &mut String, class: &str, x: f64, y: f64, anchor: &str, text: &str) {
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    let (x, y, text) = (tidy(x), tidy(y), escape(text));
    let _ = write!(svg, "<text{class} x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{text}</text>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(n: usize) -> Vec<String> {
        (0..n).map(|i| format!("week {i}")).collect()
    }

    #[test]
    fn both_ends_are_labelled() {
        for n in 2..60 {
            let points: Vec<f64> = (0..n).map(|i| i as f64).collect();
            let labels = labels(n);
            let svg = line(&points).labels(&labels).svg("t", |v| v.to_string()).to_string();
            assert!(svg.contains(">week 0<"), "{n}");
            assert!(svg.contains(&format!(">week {}<", n - 1)), "{n}");
            assert!(svg.matches(">week ").count() <= 6, "{n}: {svg}");
        }
    }

    #[test]
    fn the_line_has_its_band_and_last_year() {
        let svg = line(&[500.0, 520.0, 640.0])
            .band(&[(480.0, 520.0), (500.0, 540.0), (610.0, 670.0)])
            .last_year(&[400.0, 420.0, 541.0], "last <year>")
            .unfinished()
            .svg("From 500 to 640 & up", |v| format!("{v}"))
            .to_string();
        assert!(svg.contains("f1 band") && svg.contains("ln k1 open"), "{svg}");
        assert!(svg.contains("541 last &lt;year&gt;"), "{svg}");
        assert!(svg.contains("<title>From 500 to 640 &amp; up</title>"), "{svg}");
    }

    #[test]
    fn what_is_no_line_is_not_drawn() {
        assert!(line(&[]).svg("t", |v| v.to_string()).is_none());
        assert!(line(&[1.0]).svg("t", |v| v.to_string()).is_none());
        assert!(line(&[1.0, f64::NAN]).svg("t", |v| v.to_string()).is_none());
        let wrong = line(&[1.0, 2.0]).band(&[(f64::NAN, f64::INFINITY)]);
        assert!(!wrong.svg("t", |v| v.to_string()).to_string().contains("NaN"));
    }
}
