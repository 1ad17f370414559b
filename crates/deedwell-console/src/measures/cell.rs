//! What stands in a cell of the grid: the plain count first, then the rate with its interval. Nothing
//! is coloured unless its interval has left the baseline.

use deedwell_core::Money;
use deedwell_core::behaviour::{Cell, Estimate, GridRow, MoneyLine};
use deedwell_core::meaning::Basis;
use deedwell_web::Frame;

use crate::look::figure::{Drawn, Spark, Tone, percent_range, ratio};

/// Grades below which a mean says nothing.
pub const FEWEST_GRADES: u64 = 5;
/// The age at which `decided, then done` is read first.
const MAIN_AGE_DAYS: u32 = 90;

/// One cell, ready to be written down.
#[derive(Clone, PartialEq, Debug)]
pub struct CellText {
    pub cell: Cell,
    /// `a) People`: what the cell is called where there are no columns.
    pub label: String,
    /// Empty where there is nothing to count; `none` then says why.
    pub value: String,
    pub small: String,
    pub none: String,
    pub delta: Option<Delta>,
    pub spark: Option<Spark>,
    pub drawn: Option<Drawn>,
    pub share: Option<Share>,
    pub notes: Vec<String>,
}

/// How many times as many as before.
#[derive(Clone, PartialEq, Debug)]
pub struct Delta {
    pub tone: Tone,
    pub words: String,
}

impl Delta {
    pub fn class(&self) -> &'static str {
        if self.tone == Tone::CannotTell { "flat" } else { self.tone.class() }
    }

    pub fn is_rising(&self) -> bool {
        self.tone == Tone::Better
    }
}

/// A part of a whole, as a bar.
#[derive(Clone, PartialEq, Debug)]
pub struct Share {
    pub part: u64,
    pub of: u64,
}

/// What all cells of a grid need to know.
pub struct Writer<'a> {
    pub frame: &'a Frame,
    /// Before all there ever was, there is nothing to compare with.
    pub to_date: bool,
}

impl Writer<'_> {
    pub fn cells(&self, row: &GridRow) -> Vec<CellText> {
        Cell::ALL.into_iter().map(|cell| self.cell(row, cell)).collect()
    }

    pub fn cell(&self, row: &GridRow, cell: Cell) -> CellText {
        let empty = self.empty(cell);
        if self.is_not_of(row.programme, cell) {
            return CellText { none: self.t("measures-not-of-this"), ..empty };
        }
        match cell {
            Cell::Participants => self.participants(row, empty),
            Cell::Contributions => self.contributions(row, empty),
            Cell::Quality => self.quality(row, empty),
            Cell::Trend => self.trend(row, empty),
            Cell::Peers => self.peers(row, empty),
            Cell::Company => self.company(row, empty),
            Cell::Outcome => self.outcome(row, empty),
            Cell::Money => self.money(row, empty),
        }
    }

    /// Whether nothing that this programme records could ever stand there: nobody answers an order.
    fn is_not_of(&self, programme: &str, cell: Cell) -> bool {
        let programmes = self.frame.app().programmes();
        let Some(named) = programmes.iter().find(|p| p.name == programme) else { return false };
        let meaning = &named.meaning;
        let none = |lists: &[&[deedwell_core::Kind]]| lists.iter().all(|kinds| kinds.is_empty());
        match cell {
            Cell::Participants | Cell::Contributions | Cell::Trend => false,
            Cell::Quality => matches!(meaning.quality, deedwell_core::Quality::Unknown),
            Cell::Peers => none(&[meaning.peer_responses]),
            Cell::Company => none(&[meaning.company_responses, meaning.official_answers]),
            Cell::Outcome => none(&[meaning.evaluated, meaning.decided, meaning.implemented]),
            Cell::Money => meaning.money.is_empty(),
        }
    }

    fn t(&self, key: &str) -> String {
        self.frame.t(key)
    }

    fn m(&self, key: &str, values: &[(&str, String)]) -> String {
        self.frame.m(key, values)
    }

    fn number(&self, n: u64) -> String {
        self.frame.number(n)
    }

    fn empty(&self, cell: Cell) -> CellText {
        let letter = cell.letter();
        CellText {
            cell,
            label: format!("{letter}) {}", self.t(&format!("measures-{letter}-head"))),
            value: String::new(),
            small: String::new(),
            none: String::new(),
            delta: None,
            spark: None,
            drawn: None,
            share: None,
            notes: Vec::new(),
        }
    }

    fn participants(&self, row: &GridRow, empty: CellText) -> CellText {
        let people = &row.participants;
        let note = match &people.share {
            Some(share) => self.m(
                "measures-a-share",
                &[
                    ("percent", self.frame.percent(share.value)),
                    ("range", percent_range(self.frame, share)),
                    ("of", self.number(share.n)),
                ],
            ),
            None => self.t("measures-nobody-eligible"),
        };
        let tone = self.tone_of_trend(row.trend.people.as_ref());
        CellText {
            value: self.number(people.people),
            spark: if self.to_date { None } else { Spark::new(&people.spark, tone) },
            notes: vec![note, self.frame.n("measures-to-date", people.to_date)],
            ..empty
        }
    }

    fn contributions(&self, row: &GridRow, empty: CellText) -> CellText {
        let made = &row.contributions;
        let mut notes = vec![
            self.frame.n("measures-to-date", made.to_date),
            self.frame.n("measures-b-last-month", made.last_month),
        ];
        if let Some(each) = made.per_head {
            notes.push(self.frame.w("measures-b-each", self.frame.decimal(each)));
        }
        CellText { value: self.number(made.count), notes, ..empty }
    }

    fn quality(&self, row: &GridRow, empty: CellText) -> CellText {
        let Some(mean) = &row.quality else {
            return CellText {
                none: self.t("measures-no-evidence"),
                notes: vec![self.t("measures-c-none")],
                ..empty
            };
        };
        let graded = self.frame.n("measures-c-graded", mean.n);
        if mean.n < FEWEST_GRADES {
            let needed = self.m(
                "measures-c-needed",
                &[("n", self.number(mean.n)), ("needed", self.number(FEWEST_GRADES))],
            );
            return CellText { none: self.t("measures-too-few"), notes: vec![needed], ..empty };
        }
        let range = percent_range(self.frame, mean);
        let value = self.frame.percent(mean.value);
        let label =
            self.m("measures-c-label", &[("value", value.clone()), ("range", range.clone())]);
        CellText {
            value,
            small: self.t("measures-of-hundred"),
            drawn: Some(Drawn::on(0.0, 1.0, mean, None, label)),
            notes: vec![format!("{range} · {graded}")],
            ..empty
        }
    }

    /// More of what customers bring is better, fewer is worse; what cannot be told is grey.
    fn tone_of_trend(&self, ratio: Option<&Estimate>) -> Tone {
        match ratio {
            Some(ratio) if !self.to_date => Tone::of(ratio, 1.0),
            _ => Tone::CannotTell,
        }
    }

    fn trend(&self, row: &GridRow, empty: CellText) -> CellText {
        if self.to_date {
            return CellText {
                none: "–".to_owned(),
                notes: vec![self.t("measures-d-to-date")],
                ..empty
            };
        }
        let trend = &row.trend;
        let Some(people) = &trend.people else {
            return CellText {
                none: self.t("measures-too-few"),
                notes: vec![self.t("measures-d-nothing")],
                ..empty
            };
        };
        let now_before = |now: u64, before: u64| {
            self.m(
                "measures-d-counts",
                &[("now", self.number(now)), ("before", self.number(before))],
            )
        };
        let mut notes =
            vec![self.range_of(people), now_before(row.participants.people, trend.people_before)];
        if let Some(made) = &trend.contributions {
            notes.push(self.frame.w("measures-d-contributions", self.times(made)));
            notes.push(self.range_of(made));
        }
        let delta = Delta { tone: self.tone_of_trend(Some(people)), words: self.times(people) };
        CellText { delta: Some(delta), notes, ..empty }
    }

    fn times(&self, estimate: &Estimate) -> String {
        if estimate.value.is_infinite() {
            self.t("measures-d-none-before")
        } else {
            format!("× {}", ratio(self.frame, estimate.value))
        }
    }

    /// `1.12–1.60`, and whether that is a trend.
    fn range_of(&self, estimate: &Estimate) -> String {
        let range =
            format!("{}–{}", ratio(self.frame, estimate.low), ratio(self.frame, estimate.high));
        match Tone::of(estimate, 1.0) {
            Tone::CannotTell => self.frame.w("measures-d-cannot-tell", range),
            _ => range,
        }
    }

    fn peers(&self, row: &GridRow, empty: CellText) -> CellText {
        let peers = &row.peers;
        let mut notes = vec![self.frame.n("measures-e-responses", peers.responses)];
        if let Some(per) = peers.per_participant {
            notes.push(self.frame.w("measures-e-per", self.frame.decimal(per)));
        }
        CellText { value: self.number(peers.people), notes, ..empty }
    }

    fn company(&self, row: &GridRow, empty: CellText) -> CellText {
        let ours = &row.company;
        let Some(share) = &ours.answered_share else {
            return CellText {
                none: "–".to_owned(),
                notes: vec![self.t("measures-f-none")],
                ..empty
            };
        };
        let percent = self.m(
            "measures-f-share",
            &[
                ("percent", self.frame.percent(share.value)),
                ("range", percent_range(self.frame, share)),
            ],
        );
        let official = self.frame.n("measures-f-official", ours.official);
        let wait = match ours.median_s {
            Some(seconds) => self.frame.w("measures-f-median", self.frame.span(seconds)),
            None => self.t("measures-f-no-median"),
        };
        CellText {
            value: self.number(ours.answered),
            small: self.frame.n("measures-of", ours.of),
            share: Some(Share { part: ours.answered, of: ours.of }),
            notes: vec![percent, official, wait],
            ..empty
        }
    }

    fn outcome(&self, row: &GridRow, empty: CellText) -> CellText {
        let done = &row.outcome;
        if row.contributions.to_date == 0 {
            return CellText {
                none: "–".to_owned(),
                notes: vec![self.t("measures-g-none")],
                ..empty
            };
        }
        let old_enough = |days: u32| done.cohorts.iter().find(|c| c.age_days == days && c.of > 0);
        let percent =
            |n: u64, of: u64| self.frame.percent((n as f64 / of as f64 * 100.0).round() / 100.0);
        let cohorts = done.cohorts.iter().filter(|c| c.of > 0).map(|cohort| {
            self.m(
                "measures-g-cohort",
                &[
                    ("days", self.number(cohort.age_days.into())),
                    ("evaluated", percent(cohort.evaluated, cohort.of)),
                    ("implemented", percent(cohort.implemented, cohort.of)),
                    ("of", self.number(cohort.of)),
                ],
            )
        });
        let mut notes: Vec<String> = vec![self.frame.n("measures-g-decided", done.decided)];
        notes.extend(cohorts);
        if old_enough(MAIN_AGE_DAYS).is_none() && notes.len() == 1 {
            notes.push(self.t("measures-g-young"));
        }
        CellText {
            value: self.number(done.evaluated),
            small: self.m("measures-g-done", &[("n", self.number(done.implemented))]),
            notes,
            ..empty
        }
    }

    /// Measured money stands first; what is claimed bears a plus and is never added to it.
    fn money(&self, row: &GridRow, empty: CellText) -> CellText {
        let measured = row.money.iter().filter(|l| l.basis != Basis::Claimed);
        let mut lines = measured.map(|line| (self.amount(line), self.basis(line)));
        let claimed = row.money.iter().filter(|l| l.basis == Basis::Claimed);
        let claims = claimed.map(|line| {
            let amount = self.amount(line);
            let sign = if line.minor > 0 { "+" } else { "" };
            self.frame.w("measures-h-claimed", format!("{sign}{amount}"))
        });
        let Some((value, basis)) = lines.next() else {
            let notes = claims.collect();
            return CellText { none: self.t("measures-no-evidence"), notes, ..empty };
        };
        let others = lines.map(|(amount, basis)| format!("{amount} {basis}"));
        let notes = std::iter::once(basis).chain(others).chain(claims).collect();
        CellText { value, notes, ..empty }
    }

    fn amount(&self, line: &MoneyLine) -> String {
        self.frame.money(&Money::new(line.minor, line.currency))
    }

    fn basis(&self, line: &MoneyLine) -> String {
        let basis = self.t(&format!("measures-basis-{}", line.basis.name()));
        self.m("measures-h-basis", &[("basis", basis), ("n", self.number(line.entries))])
    }
}

impl CellText {
    pub fn letter(&self) -> &'static str {
        self.cell.letter()
    }

    pub fn is_none(&self) -> bool {
        self.value.is_empty() && self.delta.is_none()
    }
}
