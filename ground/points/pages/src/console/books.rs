//! The books as files: every posting as CSV, and as Beancount reads them.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use deedwell_core::{Error, Result};
use deedwell_points::{beancount, store};
use deedwell_web::file::{Csv, MOST_ROWS};
use deedwell_web::{Answer, Query, Tx};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;

/// Entries read at a time.
const AT_ONCE: usize = 500;

#[derive(Deserialize, IntoParams, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct BooksAsk {
    /// From this day on; none: from the beginning.
    from: Option<String>,
    /// To the end of this day; none: to the last.
    to: Option<String>,
}

fn day(field: &'static str, text: Option<&String>) -> Result<Option<Date>> {
    let wrong = |_| Error::invalid(field, "Please write a day such as 2027-03-01.");
    text.map(|t| t.trim()).filter(|t| !t.is_empty()).map(|t| t.parse().map_err(wrong)).transpose()
}

pub(super) async fn beancount(Tx(mut tx): Tx, Query(ask): Query<BooksAsk>) -> Answer<Response> {
    let (from, to) = (day("from", ask.from.as_ref())?, day("to", ask.to.as_ref())?);
    let books = beancount::books(&mut tx, from, to).await?;
    let name = HeaderValue::from_static("attachment; filename=\"points.beancount\"");
    let kind = HeaderValue::from_static("text/plain; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], books).into_response())
}

pub(super) async fn csv(Tx(mut tx): Tx, Query(ask): Query<BooksAsk>) -> Answer<Response> {
    let (from, to) = (day("from", ask.from.as_ref())?, day("to", ask.to.as_ref())?);
    let zone = store::zone(&mut tx).await?;
    let schemes = store::schemes(&mut tx).await?;
    let heads =
        ["entry", "at", "verb", "kind", "about", "key", "scheme", "account", "identity", "amount"];
    let mut csv = Csv::new(&heads);
    let (mut after, mut rows) = (None, 0);
    loop {
        let page = store::booked_after(&mut tx, after.take(), AT_ONCE).await?;
        let full = page.len() == AT_ONCE;
        after = page.last().map(|b| (b.entry.at, b.entry.id.to_string()));
        for booked in &page {
            let on = booked.entry.at.to_zoned(zone.clone()).date();
            if from.is_some_and(|from| on < from) || to.is_some_and(|to| on > to) {
                continue;
            }
            for posting in &booked.postings {
                rows += 1;
                let entry = &booked.entry;
                let scheme = schemes.iter().find(|s| s.id == posting.scheme);
                let amount = scheme.map(|s| s.terms.plain(posting.amount));
                csv.row([
                    entry.id.to_string(),
                    entry.at.to_string(),
                    entry.verb.clone(),
                    entry.kind.clone(),
                    entry.about.clone(),
                    entry.key.clone(),
                    scheme.map(|s| s.key.clone()).unwrap_or_default(),
                    posting.account.name().to_owned(),
                    posting.identity.map(|id| id.to_string()).unwrap_or_default(),
                    amount.unwrap_or_default(),
                ]);
            }
        }
        if rows > MOST_ROWS {
            return Err(Error::refused(
                "points.too_many_entries",
                "These are more than 200,000 entries. Please choose fewer months.",
            )
            .into());
        }
        if !full {
            return Ok(csv.answer("postings.csv"));
        }
    }
}
