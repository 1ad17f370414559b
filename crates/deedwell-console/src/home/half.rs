//! Our half of it: what we answered of what we were told, from the grid.

use deedwell_core::behaviour::{Grid, GridRow, Owed};
use deedwell_web::Frame;

use crate::measures::responsiveness::reckon::index_of;

pub struct Fact {
    pub words: String,
    pub value: String,
}

/// Of every programme in which something was received in the last four weeks.
pub fn facts(frame: &Frame, grid: &Grid) -> Vec<Fact> {
    // Of what nobody is asked to answer, such as an order, nothing is left unanswered.
    let is_answered = |name: &str| {
        let programmes = frame.app().programmes();
        let named = programmes.iter().find(|p| p.name == name);
        named.is_none_or(|p| p.meaning.owes.answer_h > 0)
    };
    let received = grid.rows.iter().filter(|r| r.company.of > 0 && is_answered(r.programme));
    received.flat_map(|row| row_facts(frame, row)).collect()
}

/// How quickly and openly, in one number; nothing while nobody has asked for anything.
pub fn responsiveness(frame: &Frame, owed: &Owed) -> Option<Fact> {
    if owed.programmes.iter().all(|p| p.matters.is_empty()) {
        return None;
    }
    let value = match index_of(owed, None) {
        Some(index) => {
            let whole = |x: f64| frame.number(x.round() as i64);
            let interval = index.interval;
            format!("{} ({}–{})", whole(index.value), whole(interval.low), whole(interval.high))
        }
        None => frame.t("measures-too-few"),
    };
    Some(Fact { words: frame.t("home-half-index"), value })
}

fn row_facts(frame: &Frame, row: &GridRow) -> Vec<Fact> {
    let programmes = frame.app().programmes();
    let named = programmes.iter().find(|p| p.name == row.programme);
    let name = named.map_or_else(|| row.programme.to_owned(), |p| frame.programme_name(p));
    let company = &row.company;
    let of = |n: u64| {
        frame.m("home-half-of", &[("n", frame.number(n)), ("of", frame.number(company.of))])
    };
    let median = match company.median_s {
        Some(seconds) => frame.span(seconds),
        None => frame.t("home-half-no-median"),
    };
    let fact = |key: &str, value: String| Fact { words: frame.w(key, &name), value };
    vec![
        fact("home-half-answered", of(company.answered)),
        fact("home-half-official", of(company.official)),
        fact("home-half-median", median),
    ]
}
