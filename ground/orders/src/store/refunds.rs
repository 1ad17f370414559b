//! What was given back.

use deedwell_core::{Id, Result, Timestamp};
use deedwell_store::{Row, Tx};

use crate::order::{OrderNoun, Refund, ToldRefund};

/// Adds it, or changes it if this word is later than the one that stands; of two words of one moment the
/// greater amount stays, so that every order of arrival ends alike. Whether anything changed.
pub async fn put_refund(
    tx: &mut Tx,
    order: Id<OrderNoun>,
    told: &ToldRefund,
    told_by: &str,
) -> Result<bool> {
    let put = tx.query(
        "insert into order_refund (organisation, shop_order, reference, at, amount, reason, told_by, word_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (organisation, shop_order, reference) do update set
            amount = excluded.amount, reason = excluded.reason, word_at = excluded.word_at,
            at = case when excluded.at < order_refund.at then excluded.at else order_refund.at end
         where excluded.word_at > order_refund.word_at
            or (excluded.word_at = order_refund.word_at and excluded.amount > order_refund.amount)",
    );
    let put = put.bind(order).bind(&told.reference).bind(told.at).bind(told.amount);
    let put = put.bind(&told.reason).bind(told_by).bind(told.word_at);
    let changed = tx.run(put).await? > 0;
    for (line, quantity) in &told.lines {
        let put = tx.query(
            "insert into order_return (organisation, shop_order, refund, line, quantity)
             values ($1, $2, $3, $4, $5) on conflict do nothing",
        );
        let put = put.bind(order).bind(&told.reference).bind(line).bind(*quantity);
        tx.run(put).await?;
    }
    Ok(changed)
}

fn read(row: &Row) -> Result<Refund> {
    Ok(Refund {
        reference: row.text("reference")?,
        at: row.moment("at")?,
        amount: row.number("amount")?,
        reason: row.text("reason")?,
        told_by: row.text("told_by")?,
        recorded: row.number_or_null("recorded")?,
    })
}

/// The oldest first.
pub async fn refunds(tx: &mut Tx, order: Id<OrderNoun>) -> Result<Vec<Refund>> {
    let find = tx.query(
        "select reference, at, amount, reason, told_by, recorded from order_refund
         where organisation = $1 and shop_order = $2 order by at, reference",
    );
    tx.list(find.bind(order)).await?.iter().map(read).collect()
}

/// The ledger knows of this amount.
pub async fn mark_refund(
    tx: &mut Tx,
    order: Id<OrderNoun>,
    reference: &str,
    amount: i64,
) -> Result<()> {
    let update = tx.query(
        "update order_refund set recorded = $4
         where organisation = $1 and shop_order = $2 and reference = $3",
    );
    tx.run(update.bind(order).bind(reference).bind(amount)).await.map(drop)
}

/// Some of a line that came back.
#[derive(Clone, PartialEq, Debug)]
pub struct Returned {
    pub refund: String,
    pub line: String,
    pub quantity: i64,
    pub at: Timestamp,
    pub recorded_at: Option<Timestamp>,
}

pub async fn returns(tx: &mut Tx, order: Id<OrderNoun>) -> Result<Vec<Returned>> {
    let find = tx.query(
        "select t.refund, t.line, t.quantity, r.at, t.recorded_at
         from order_return t join order_refund r on r.organisation = $1
            and r.shop_order = t.shop_order and r.reference = t.refund
         where t.organisation = $1 and t.shop_order = $2 order by r.at, t.refund, t.line",
    );
    let rows = tx.list(find.bind(order)).await?;
    rows.iter()
        .map(|row| {
            Ok(Returned {
                refund: row.text("refund")?,
                line: row.text("line")?,
                quantity: row.number("quantity")?,
                at: row.moment("at")?,
                recorded_at: row.moment_or_null("recorded_at")?,
            })
        })
        .collect()
}

pub async fn mark_returns(tx: &mut Tx, order: Id<OrderNoun>, refund: &str) -> Result<()> {
    let now = tx.now();
    let update = tx.query(
        "update order_return set recorded_at = $4
         where organisation = $1 and shop_order = $2 and refund = $3 and recorded_at is null",
    );
    tx.run(update.bind(order).bind(refund).bind(now)).await.map(drop)
}
