//! What came of each attempt.

use deedwell_core::{Id, Result};
use deedwell_store::{Row, Tx};
use jiff::Timestamp;

use super::Delivery;

/// Attempts of one delivery that are shown.
const MOST: usize = 100;

#[derive(Clone, PartialEq, Debug)]
pub struct Attempt {
    pub at: Timestamp,
    pub took_ms: i64,
    pub status: Option<i64>,
    /// A code of `deedwell-outbound`, where no answer came.
    pub failure: Option<String>,
    /// The beginning of the answer.
    pub answer: String,
}

pub async fn add_attempt(tx: &mut Tx, delivery: Id<Delivery>, attempt: &Attempt) -> Result<()> {
    let insert = tx.query(
        "insert into webhook_attempt
           (organisation, id, delivery, at, took_ms, status, failure, answer)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
    );
    let id: Id<Attempt> = tx.new_id();
    let insert = insert.bind(id).bind(delivery).bind(attempt.at).bind(attempt.took_ms);
    let insert = insert.bind(attempt.status).bind(attempt.failure.clone());
    tx.run(insert.bind(&attempt.answer)).await.map(drop)
}

/// Newest first.
pub async fn attempts(tx: &mut Tx, delivery: Id<Delivery>) -> Result<Vec<Attempt>> {
    let list = tx.query(
        "select at, took_ms, status, failure, answer from webhook_attempt
         where organisation = $1 and delivery = $2 order by at desc, id desc limit $3",
    );
    let read = |row: &Row| {
        Ok(Attempt {
            at: row.moment("at")?,
            took_ms: row.number("took_ms")?,
            status: row.number_or_null("status")?,
            failure: row.text_or_null("failure")?,
            answer: row.text("answer")?,
        })
    };
    tx.list(list.bind(delivery).bind(MOST)).await?.iter().map(read).collect()
}
