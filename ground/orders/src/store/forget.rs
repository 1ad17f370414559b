//! How somebody's name leaves their orders, and what of them is told when they ask.

use deedwell_core::{Id, Identity, Result};
use deedwell_store::{Bulk, Tx};
use serde_json::{Value, json};

use super::orders::{lines, orders};
use super::refunds::refunds;
use crate::order::OrderNoun;

/// The orders stay, for the books must; who bought does not. Calls that could not be read go altogether:
/// nobody knows whose words are in them.
pub async fn forget(tx: &mut Tx, whom: &[Id<Identity>]) -> Result<()> {
    let mut update = Bulk::new(
        tx,
        "update shop_order set identity = null where organisation = $1 and identity in (",
        [],
        "?",
        ")",
    );
    whom.iter().for_each(|id| update.add([(*id).into()]));
    if update.is_empty() {
        return Ok(());
    }
    update.run(tx).await?;
    let unread = tx.query("update shop_call set body = '' where organisation = $1 and body <> ''");
    tx.run(unread).await.map(drop)
}

/// What we keep of what these identities bought.
pub async fn holds(tx: &mut Tx, whom: &[Id<Identity>]) -> Result<Value> {
    let mut all = Vec::new();
    for identity in whom {
        let find = tx.query(
            "select id from shop_order
             where organisation = $1 and identity = $2 and stage <> 'awaited' order by placed_at, id",
        );
        let rows = tx.list(find.bind(*identity)).await?;
        let ids: Vec<Id<OrderNoun>> = rows.iter().map(|row| row.id("id")).collect::<Result<_>>()?;
        for order in orders(tx, &ids).await? {
            let lines = lines(tx, order.id).await?;
            let refunds = refunds(tx, order.id).await?;
            let money = |minor| order.money(minor).decimal();
            all.push(json!({
                "reference": order.reference,
                "number": order.number,
                "placed_at": order.placed_at.to_string(),
                "stage": order.stage.name(),
                "total": money(order.total),
                "currency": order.currency.as_str(),
                "lines": lines.iter().map(|line| json!({
                    "name": line.name, "quantity": line.quantity, "paid": money(line.net()),
                    "returned": line.returned,
                })).collect::<Vec<_>>(),
                "refunds": refunds.iter().map(|refund| json!({
                    "at": refund.at.to_string(), "amount": money(refund.amount),
                    "reason": refund.reason,
                })).collect::<Vec<_>>(),
            }));
        }
    }
    Ok(json!({ "orders": all }))
}
