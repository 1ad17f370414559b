//! A statement: what somebody had, what happened, what they have. It follows from the postings alone, so
//! that of a month that is over it is the same whenever it is asked for.

use std::collections::BTreeMap;

use deedwell_core::{Error, Id, Person, Result, Timestamp};
use deedwell_store::Tx;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use crate::account::{Account, Balance};
use crate::scheme::Scheme;
use crate::store::{self, Line};

/// Lines of one statement.
pub const MOST_LINES: usize = 5_000;

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Statement {
    /// `2026-11`
    pub month: String,
    pub from: Timestamp,
    pub to: Timestamp,
    pub before: Balance,
    pub lines: Vec<Line>,
    pub after: Balance,
}

/// The first day of a month that is written as `2026-11`.
///
/// # Errors
/// `Invalid`.
pub fn month(text: &str) -> Result<Date> {
    let wrong = || Error::invalid("month", "Please give a month such as 2026-11.");
    let first = format!("{text}-01").parse::<Date>().map_err(|_| wrong())?;
    let plain = text.len() == 7 && (2000..=2200).contains(&first.year());
    plain.then_some(first).ok_or_else(wrong)
}

/// From when to when a month goes, by the calendar of the organisation.
pub async fn bounds(tx: &mut Tx, first: Date) -> Result<(Timestamp, Timestamp)> {
    let zone = store::zone(tx).await?;
    let next = first.checked_add(1.month()).map_err(Error::fault)?;
    let at = |day: Date| Ok(day.to_zoned(zone.clone()).map_err(Error::fault)?.timestamp());
    Ok((at(first)?, at(next)?))
}

pub async fn statement(
    tx: &mut Tx,
    scheme: Id<Scheme>,
    person: Id<Person>,
    first: Date,
) -> Result<Statement> {
    let (from, to) = bounds(tx, first).await?;
    let before = balance(store::sums_of(tx, scheme, person, from).await?);
    let lines = store::lines_between(tx, scheme, person, from, to, MOST_LINES).await?;
    let after = balance(store::sums_of(tx, scheme, person, to).await?);
    Ok(Statement { month: first.strftime("%Y-%m").to_string(), from, to, before, lines, after })
}

fn balance(sums: BTreeMap<Account, i64>) -> Balance {
    let mut balance = Balance::default();
    for (account, amount) in sums {
        if let Some(sum) = balance.of(account) {
            *sum = amount;
        }
    }
    balance
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_a_year_and_two_digits() {
        assert_eq!(month("2026-11").unwrap().to_string(), "2026-11-01");
        for wrong in ["", "2026", "2026-13", "2026-1", "26-11", "1999-12", "2026-11-01", "٢٠٢٦-11"]
        {
            assert!(month(wrong).is_err(), "{wrong}");
        }
    }
}
