//! A number never stands alone: its interval, its sample, its baseline, and whether the one has left
//! the other.

use deedwell_core::behaviour::Estimate;
use deedwell_web::Frame;

/// What colour a number has earned.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Tone {
    /// Its whole interval lies on the better side of the baseline.
    Better,
    /// Its whole interval lies on the worse side.
    Worse,
    /// The interval holds the baseline, or there is none: grey, whatever the number says.
    #[default]
    CannotTell,
}

impl Tone {
    /// Of something that is better the more there is of it.
    pub fn of(estimate: &Estimate, baseline: f64) -> Self {
        if estimate.low > baseline {
            Self::Better
        } else if estimate.high < baseline {
            Self::Worse
        } else {
            Self::CannotTell
        }
    }

    /// Beside another estimate, which is no more exact than it is: apart only where their intervals are.
    pub fn beside(now: &Estimate, was: &Estimate) -> Self {
        if now.low > was.high {
            Self::Better
        } else if now.high < was.low {
            Self::Worse
        } else {
            Self::CannotTell
        }
    }

    pub const fn class(self) -> &'static str {
        match self {
            Self::Better => "up",
            Self::Worse => "down",
            Self::CannotTell => "",
        }
    }
}

/// A share of `n` with Wilson's 95 % interval.
pub fn share(part: u64, n: u64) -> Option<Estimate> {
    let found = deedwell_measure::wilson(part.min(n) as f64, n, 0.95)?;
    let interval = found.interval;
    Some(Estimate { value: found.value, low: interval.low, high: interval.high, n })
}

/// An interval drawn on a line: places in percent of its width.
#[derive(Clone, PartialEq, Debug)]
pub struct Drawn {
    pub tone: Tone,
    pub low: String,
    pub high: String,
    pub point: String,
    pub base: Option<String>,
    /// What it shows, for who cannot see it.
    pub label: String,
}

impl Drawn {
    /// On a line that begins at `from` and ends at `to`.
    pub fn on(from: f64, to: f64, estimate: &Estimate, base: Option<f64>, label: String) -> Self {
        let place = |x: f64| percent_place(x, from, to);
        Self {
            tone: base.map(|b| Tone::of(estimate, b)).unwrap_or_default(),
            low: place(estimate.low),
            high: place(estimate.high),
            point: place(estimate.value),
            base: base.map(place),
            label,
        }
    }

    /// On a line just long enough for the interval and its baseline, with room at both ends.
    pub fn close_up(estimate: &Estimate, base: Option<f64>, label: String) -> Self {
        let low = base.map_or(estimate.low, |b| b.min(estimate.low));
        let high = base.map_or(estimate.high, |b| b.max(estimate.high));
        let room = ((high - low) * 0.5).max(0.005);
        Self::on(low - room, high + room, estimate, base, label)
    }

    pub fn class(&self) -> &'static str {
        self.tone.class()
    }
}

fn percent_place(x: f64, from: f64, to: f64) -> String {
    let span = if to > from { to - from } else { 1.0 };
    format!("{:.1}%", ((x - from) / span).clamp(0.0, 1.0) * 100.0)
}

/// A line of a few numbers, 56 by 16.
#[derive(Clone, PartialEq, Debug)]
pub struct Spark {
    pub tone: Tone,
    pub points: String,
    pub last: (String, String),
}

impl Spark {
    /// `None` where there is nothing to see: no numbers, or all nought.
    pub fn new(numbers: &[u64], tone: Tone) -> Option<Self> {
        let most = *numbers.iter().max()?;
        if most == 0 || numbers.len() < 2 {
            return None;
        }
        let least = *numbers.iter().min()?;
        let span = (most - least).max(1) as f64;
        let step = 51.0 / (numbers.len() - 1) as f64;
        let y = |n: u64| if most == least { 8.0 } else { 14.0 - (n - least) as f64 / span * 12.0 };
        let point = |(i, n): (usize, &u64)| (tenth(2.0 + step * i as f64), tenth(y(*n)));
        let places: Vec<(String, String)> = numbers.iter().enumerate().map(point).collect();
        let points = places.iter().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ");
        let last = places.last().cloned()?;
        Some(Self { tone, points, last })
    }

    pub fn class(&self) -> &'static str {
        self.tone.class()
    }
}

/// One digit after the point, as SVG is written.
pub fn tenth(x: f64) -> String {
    let text = format!("{x:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// `16.5–18.1`, in percent.
pub fn percent_range(frame: &Frame, estimate: &Estimate) -> String {
    format!("{}–{}", frame.percent(estimate.low), frame.percent(estimate.high))
}

/// A ratio as people read it: two digits after the point below ten, none above.
pub fn ratio(frame: &Frame, x: f64) -> String {
    if x.is_infinite() {
        return "∞".to_owned();
    }
    let text = if x < 9.995 { format!("{x:.2}") } else { format!("{x:.0}") };
    if frame.language.code == "de" { text.replace('.', ",") } else { text }
}

/// A share in a box of its own: what Home shows four of.
#[derive(Clone, PartialEq, Debug)]
pub struct Stat {
    pub label: String,
    /// `None` where there is nobody to ask about.
    pub value: Option<String>,
    pub drawn: Option<Drawn>,
    pub foot: String,
}

impl Stat {
    /// The share `now`, beside what it `was`; `was_when` says which time that is.
    pub fn share(
        frame: &Frame,
        label: String,
        now: Option<Estimate>,
        was: Option<Estimate>,
        was_when: &str,
    ) -> Self {
        let Some(now) = now else {
            let foot = frame.t("home-stat-nobody");
            return Self { label, value: None, drawn: None, foot };
        };
        let base = was.map(|w| w.value);
        let tone = was.map(|was| Tone::beside(&now, &was)).unwrap_or_default();
        let value = frame.percent(now.value);
        let range = percent_range(frame, &now);
        let said = match base {
            None => frame.t("home-stat-no-baseline"),
            Some(base) => {
                let base_text = frame.percent(base);
                let key = match tone {
                    Tone::CannotTell => "home-stat-cannot-tell",
                    Tone::Better => "home-stat-more",
                    Tone::Worse => "home-stat-less",
                };
                frame.m(key, &[("was", base_text), ("when", was_when.to_owned())])
            }
        };
        let of = frame.number(now.n);
        let foot = frame
            .m("home-stat-foot", &[("range", range.clone()), ("of", of), ("said", said.clone())]);
        let spoken = [("value", value.clone()), ("range", range), ("said", said)];
        let label_drawn = frame.m("home-stat-label", &spoken);
        let drawn = Drawn { tone, ..Drawn::close_up(&now, base, label_drawn) };
        Self { label, value: Some(value), drawn: Some(drawn), foot }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn estimate(value: f64, low: f64, high: f64) -> Estimate {
        Estimate { value, low, high, n: 100 }
    }

    #[test]
    fn colour_is_earned() {
        assert_eq!(Tone::of(&estimate(0.2, 0.17, 0.23), 0.15), Tone::Better);
        assert_eq!(Tone::of(&estimate(0.2, 0.17, 0.23), 0.25), Tone::Worse);
        let was = |value, low, high| {
            Tone::beside(&estimate(0.2, 0.17, 0.23), &estimate(value, low, high))
        };
        assert_eq!(was(0.15, 0.13, 0.16), Tone::Better);
        assert_eq!(was(0.3, 0.24, 0.35), Tone::Worse);
        assert_eq!(was(0.3, 0.22, 0.4), Tone::CannotTell, "few were asked before");
        for held in [0.17, 0.2, 0.23] {
            assert_eq!(Tone::of(&estimate(0.2, 0.17, 0.23), held).class(), "");
        }
        assert_eq!(Tone::of(&estimate(f64::INFINITY, 0.8, f64::INFINITY), 1.0), Tone::CannotTell);
    }

    #[test]
    fn an_interval_is_drawn_within_its_line() {
        let drawn = Drawn::close_up(&estimate(0.2, 0.1, 0.3), Some(0.5), String::new());
        assert_eq!((drawn.class(), drawn.base.as_deref()), ("down", Some("75.0%")));
        let none = Drawn::on(0.0, 1.0, &estimate(0.5, 0.4, f64::INFINITY), None, String::new());
        assert_eq!((none.class(), none.high.as_str()), ("", "100.0%"));
    }

    #[test]
    fn a_spark_of_nothing_is_not_drawn() {
        assert_eq!(Spark::new(&[0; 9], Tone::CannotTell), None);
        assert_eq!(Spark::new(&[], Tone::CannotTell), None);
        let spark = Spark::new(&[1, 3, 2], Tone::Better).unwrap();
        assert_eq!(spark.points, "2,14 27.5,2 53,8");
        assert_eq!(Spark::new(&[4, 4], Tone::CannotTell).unwrap().points, "2,8 53,8");
    }

    #[test]
    fn a_share_of_nobody_is_none() {
        assert!(share(0, 0).is_none());
        assert_eq!(share(5, 4).unwrap().value, 1.0);
    }
}
