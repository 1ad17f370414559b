//! What was offered.

use deedwell_core::{Error, Id, Result};
use deedwell_store::{Row, Tx};

use crate::complaint::Complaint;
use crate::redress::{Offer, Outcome, Redress, Upheld};

pub async fn add_offer(tx: &mut Tx, of: Id<Complaint>, new: &Offer) -> Result<()> {
    let insert = tx.query(
        "insert into complaint_offer (organisation, id, complaint, staff, upheld, redress, amount, currency,
            points, shop_order, body, made_at, sent_at, outcome)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    );
    let insert = insert.bind(new.id).bind(of).bind(new.staff).bind(new.upheld.name());
    let insert = insert.bind(new.redress.name()).bind(new.amount.map(|a| a.minor));
    let insert = insert.bind(new.amount.map(|a| a.currency.as_str().to_owned())).bind(new.points);
    let insert = insert.bind(new.order).bind(&new.text).bind(new.made_at).bind(new.sent_at);
    tx.run(insert.bind(new.outcome.name())).await.map(drop)
}

/// What became of it since.
pub async fn set_offer(tx: &mut Tx, now: &Offer) -> Result<()> {
    let update = tx.query(
        "update complaint_offer set sent_at = $3, approved_by = $4, outcome = $5, answered_at = $6,
            reply = $7, paid_at = $8, paid_by = $9, evidence = $10
         where organisation = $1 and id = $2",
    );
    let update = update.bind(now.id).bind(now.sent_at).bind(now.approved_by);
    let update = update.bind(now.outcome.name()).bind(now.answered_at).bind(&now.reply);
    tx.run(update.bind(now.paid_at).bind(now.paid_by).bind(&now.evidence)).await.map(drop)
}

/// The oldest first.
pub async fn offers(tx: &mut Tx, of: Id<Complaint>) -> Result<Vec<Offer>> {
    let list = tx.query(
        "select id, staff, upheld, redress, amount, currency, points, shop_order, body, made_at, sent_at,
            approved_by, outcome, answered_at, reply, paid_at, paid_by, evidence
         from complaint_offer where organisation = $1 and complaint = $2 order by made_at, id",
    );
    tx.list(list.bind(of)).await?.iter().map(read_offer).collect()
}

fn read_offer(row: &Row) -> Result<Offer> {
    let unknown = |what: &str| Error::fault(format!("an offer of an unknown {what}"));
    Ok(Offer {
        id: row.id("id")?,
        staff: row.id("staff")?,
        upheld: Upheld::parse(&row.text("upheld")?).ok_or_else(|| unknown("word"))?,
        redress: Redress::parse(&row.text("redress")?).ok_or_else(|| unknown("redress"))?,
        amount: row.money("amount", "currency")?,
        points: row.number("points")?,
        order: row.id_or_null("shop_order")?,
        text: row.text("body")?,
        made_at: row.moment("made_at")?,
        sent_at: row.moment_or_null("sent_at")?,
        approved_by: row.id_or_null("approved_by")?,
        outcome: Outcome::parse(&row.text("outcome")?).ok_or_else(|| unknown("outcome"))?,
        answered_at: row.moment_or_null("answered_at")?,
        reply: row.text("reply")?,
        paid_at: row.moment_or_null("paid_at")?,
        paid_by: row.id_or_null("paid_by")?,
        evidence: row.text("evidence")?,
    })
}
