//! What reports are made of.

use deedwell_core::{Id, Person, Result, Timestamp};
use deedwell_store::Tx;

use crate::promise::Dues;

/// What one complaint adds to a report.
#[derive(Clone, Debug)]
pub struct Course {
    pub received_at: Timestamp,
    pub acknowledged_at: Option<Timestamp>,
    pub answered_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    pub dues: Dues,
    /// Taken back by the customer: nobody waits from then on.
    pub is_withdrawn: bool,
    pub rating: Option<i64>,
}

/// Complaints of the most that a report looks at, the latest first.
pub const MOST_COURSES: usize = 20_000;

pub async fn courses(tx: &mut Tx, since: Timestamp) -> Result<Vec<Course>> {
    let list = tx.query(
        "select received_at, acknowledged_at, answered_at, ended_at, ack_due, answer_due, end_due, stage,
            rating
         from complaint
         where organisation = $1 and received_at >= $2 and stage <> 'spam'
         order by received_at desc limit $3",
    );
    let rows = tx.list(list.bind(since).bind(MOST_COURSES)).await?;
    rows.iter()
        .map(|row| {
            Ok(Course {
                received_at: row.moment("received_at")?,
                acknowledged_at: row.moment_or_null("acknowledged_at")?,
                answered_at: row.moment_or_null("answered_at")?,
                ended_at: row.moment_or_null("ended_at")?,
                dues: Dues {
                    acknowledgement: row.moment("ack_due")?,
                    answer: row.moment("answer_due")?,
                    end: row.moment("end_due")?,
                },
                is_withdrawn: row.text("stage")? == "withdrawn",
                rating: row.number_or_null("rating")?,
            })
        })
        .collect()
}

/// What redress came to since then, in each currency.
pub async fn paid(tx: &mut Tx, since: Timestamp) -> Result<Vec<(String, i64, i64)>> {
    let list = tx.query(
        "select currency, cast(sum(amount) as bigint) as minor, count(*) as n from complaint_offer
         where organisation = $1 and paid_at >= $2 and currency is not null
         group by currency order by currency",
    );
    let rows = tx.list(list.bind(since)).await?;
    rows.iter()
        .map(|row| Ok((row.text("currency")?, row.number("minor")?, row.number("n")?)))
        .collect()
}

/// Who accepted what we offered, and when they first did.
pub async fn recovered(tx: &mut Tx, until: Timestamp) -> Result<Vec<(Id<Person>, Timestamp)>> {
    let list = tx.query(
        "select c.person as person, min(o.answered_at) as at from complaint_offer o
         join complaint c on c.organisation = $1 and c.id = o.complaint
         where o.organisation = $1 and o.outcome = 'accepted' and c.stage in ('put_right', 'closed')
         group by c.person having min(o.answered_at) <= $2
         order by c.person",
    );
    let rows = tx.list(list.bind(until)).await?;
    rows.iter().map(|row| Ok((row.id("person")?, row.moment("at")?))).collect()
}

/// Everybody who ever complained.
pub async fn complainers(tx: &mut Tx) -> Result<std::collections::BTreeSet<Id<Person>>> {
    let list = tx.query("select distinct person from complaint where organisation = $1");
    let rows = tx.list(list).await?;
    rows.iter().map(|row| row.id("person")).collect()
}

/// Orders that are looked at.
pub const MOST_ORDERS: usize = 500_000;

/// Who bought what when, of those in this currency who bought, in the order of people and time.
pub async fn buying(tx: &mut Tx, currency: &str) -> Result<Vec<(Id<Person>, Timestamp, i64)>> {
    let list = tx.query(
        "select i.person as person, o.placed_at as at, o.total as worth
         from shop_order o join identity i on i.organisation = $1 and i.id = o.identity
         where o.organisation = $1 and o.currency = $2 and o.was_placed = 1
           and o.stage <> 'cancelled'
         order by i.person, o.placed_at limit $3",
    );
    let rows = tx.list(list.bind(currency).bind(MOST_ORDERS)).await?;
    rows.iter()
        .map(|row| Ok((row.id("person")?, row.moment("at")?, row.number("worth")?)))
        .collect()
}
