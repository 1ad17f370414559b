//! Shares in the credit for an idea, as percent.

use deedwell_core::{Error, Id, Person, Result};
use deedwell_people::PeopleAsk;
use deedwell_store::Tx as Transaction;
use deedwell_web::Frame;
use utoipa::ToSchema;

use super::money::{MoneyAsk, decimal};
use super::words::Names;
use crate::idea::Idea;
use crate::money::{Credit, WHOLE};
use crate::store;

/// What the form sends; `person` and `share` once for each, in turn.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "it describes the fields, which are read as pairs because they repeat"
)]
pub(super) struct CreditForm {
    /// Ids of persons.
    person: Vec<String>,
    /// Percent, with at most four digits after the point; empty for none.
    share: Vec<String>,
}

pub(super) struct ShareShown {
    pub person: Id<Person>,
    pub name: String,
    pub percent: String,
}

/// The shares as they stand or were typed, and people who could be added.
pub(super) struct Shares {
    pub rows: Vec<ShareShown>,
    pub q: String,
    pub found: Vec<(Id<Person>, String)>,
}

/// People that a search shows.
const MOST_FOUND: usize = 10;
/// Millionths in a percent.
const PER_CENT: i64 = WHOLE / 100;

impl Shares {
    pub async fn load(
        tx: &mut Transaction,
        frame: &Frame,
        id: Id<Idea>,
        ask: &MoneyAsk,
        typed: Option<Vec<(Id<Person>, String)>>,
    ) -> Result<Self> {
        let stands = store::credits(tx, id).await?;
        let mut rows =
            typed.unwrap_or_else(|| stands.iter().map(|c| (c.person, percent(c.share))).collect());
        rows.extend(
            ask.with.filter(|id| !rows.iter().any(|(p, _)| p == id)).map(|id| (id, String::new())),
        );
        let q = ask.q.clone().unwrap_or_default();
        let mut found = Vec::new();
        if !q.trim().is_empty() {
            let search = PeopleAsk { search: q.clone(), ..PeopleAsk::default() };
            found = deedwell_people::matching_ids(tx, &search, MOST_FOUND).await?;
        }
        let mut people: Vec<Id<Person>> = rows.iter().map(|(person, _)| *person).collect();
        people.extend(&found);
        let names = Names::of(tx, frame, &people).await?;
        let row = |(person, percent)| ShareShown { person, name: names.person(person), percent };
        Ok(Self {
            rows: rows.into_iter().map(row).collect(),
            found: found.into_iter().map(|id| (id, names.person(id))).collect(),
            q,
        })
    }
}

/// Millionths as percent, exactly: `33.3334`.
fn percent(share: i64) -> String {
    let (whole, rest) = (share / PER_CENT, share % PER_CENT);
    let text = format!("{whole}.{rest:04}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What was typed, person by person.
pub(super) fn typed(pairs: Vec<(String, String)>) -> Result<Vec<(Id<Person>, String)>> {
    let mut typed: Vec<(Id<Person>, String)> = Vec::new();
    for (name, value) in pairs {
        match (name.as_str(), typed.last_mut()) {
            ("person", _) => typed.push((value.parse()?, String::new())),
            ("share", Some(last)) => last.1 = value,
            _ => return Err(Error::invalid("form", "This form has a field that is not known.")),
        }
    }
    Ok(typed)
}

/// The shares that were meant; who has none is left out.
pub(super) fn shares(typed: &[(Id<Person>, String)], language: &str) -> Result<Vec<Credit>> {
    let mut credits = Vec::new();
    for (person, text) in typed.iter().filter(|(_, text)| !text.trim().is_empty()) {
        let share = millionths(&decimal(text, language)).ok_or_else(|| {
            Error::invalid("shares", "A share is a number of percent, such as 33.3334.")
        })?;
        if share > 0 {
            credits.push(Credit { person: *person, share });
        }
    }
    Ok(credits)
}

/// Nothing is rounded: at most four digits after the point.
fn millionths(percent: &str) -> Option<i64> {
    let percent = percent.trim().trim_end_matches('%').trim_end();
    let (whole, rest) = percent.split_once('.').unwrap_or((percent, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || rest.len() > 4 || !digits(whole) || !digits(rest) {
        return None;
    }
    format!("{whole}{rest:0<4}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_and_written_exactly() {
        for (text, share) in
            [("100", WHOLE), ("33.3334", 333_334), ("0.5", 5_000), ("50 %", 500_000)]
        {
            assert_eq!(millionths(text), Some(share), "{text}");
        }
        assert_eq!(
            (percent(333_334), percent(WHOLE), percent(5_000)),
            ("33.3334".into(), "100".into(), "0.5".into())
        );
        for wrong in ["", "a", "1.23456", "-1", "1e2", "1000"] {
            assert_eq!(millionths(wrong), None, "{wrong}");
        }
    }
}
