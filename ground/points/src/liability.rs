//! What is owed to members at a moment: from the postings, so that of a moment that is over it is the same
//! whenever it is asked for. What ends when is told as the lots stand now.

use std::collections::BTreeMap;

use deedwell_core::{Error, Id, Money, Result, Timestamp};
use deedwell_store::Tx;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use crate::account::Account;
use crate::scheme::Scheme;
use crate::store;

/// Months that the chart shows.
pub const MONTHS: i64 = 13;

#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Report {
    /// The end of this day.
    pub on: String,
    pub sums: Vec<(Account, i64)>,
    /// What members could still spend, and what was spent on something that was not handed over.
    pub outstanding: i64,
    /// What that is worth, where the scheme says so.
    pub worth: Option<Money>,
    /// The months before, the oldest first, each at its end; the last is the day itself.
    pub months: Vec<(String, i64)>,
    /// What of the active ends in which month, as it stands now; '' without an end.
    pub ending: Vec<(String, i64)>,
}

/// What of these sums is owed.
pub fn outstanding(sums: &BTreeMap<Account, i64>) -> i64 {
    [Account::Pending, Account::Active, Account::Owed, Account::Liability]
        .iter()
        .filter_map(|account| sums.get(account))
        .sum()
}

pub async fn report(tx: &mut Tx, scheme: &Scheme, on: Date) -> Result<Report> {
    let zone = store::zone(tx).await?;
    let after = |day: Date| -> Result<Timestamp> {
        let next = day.checked_add(1.day()).map_err(Error::fault)?;
        Ok(next.to_zoned(zone.clone()).map_err(Error::fault)?.timestamp())
    };
    let sums = store::sums(tx, scheme.id, after(on)?).await?;
    let outstanding = outstanding(&sums);
    let mut months = Vec::new();
    for back in (1..MONTHS).rev() {
        let month = on.first_of_month().checked_sub((back - 1).months()).map_err(Error::fault)?;
        let last = month.checked_sub(1.day()).map_err(Error::fault)?;
        let sums = store::sums(tx, scheme.id, after(last)?).await?;
        months.push((last.strftime("%Y-%m").to_string(), self::outstanding(&sums)));
    }
    months.push((on.strftime("%Y-%m").to_string(), outstanding));
    Ok(Report {
        on: on.to_string(),
        sums: Account::ALL.iter().map(|a| (*a, sums.get(a).copied().unwrap_or(0))).collect(),
        outstanding,
        worth: worth_of(scheme, outstanding),
        months,
        ending: ending(tx, scheme.id).await?,
    })
}

/// What an amount is worth: itself where it is money.
pub fn worth_of(scheme: &Scheme, amount: i64) -> Option<Money> {
    match scheme.terms.currency {
        Some(currency) => Some(Money::new(amount, currency)),
        None => scheme.terms.worth.map(|worth| worth.of(amount)),
    }
}

async fn ending(tx: &mut Tx, scheme: Id<Scheme>) -> Result<Vec<(String, i64)>> {
    let zone = store::zone(tx).await?;
    let mut months: Vec<(String, i64)> = Vec::new();
    for (at, remains) in store::ending(tx, scheme).await? {
        // What ends at midnight is gone with the day before.
        let month = at.map(|at| {
            let last = at.checked_sub(1.second()).unwrap_or(at);
            last.to_zoned(zone.clone()).strftime("%Y-%m").to_string()
        });
        let month = month.unwrap_or_default();
        match months.last_mut().filter(|(last, _)| *last == month) {
            Some((_, sum)) => *sum += remains,
            None => months.push((month, remains)),
        }
    }
    Ok(months)
}
