//! What staff and programs do to an order.

use deedwell_core::{Error, Id, Result};
use deedwell_store::Tx;

use super::settle::settle;
use crate::order::{Order, OrderNoun, Stage, ToldRefund, checked_reference};
use crate::store;

/// Letters of a reason.
pub const LONGEST_REASON: usize = 500;

/// Money given back, things taken back, or both.
#[derive(Clone, Debug, Default)]
pub struct NewRefund {
    /// Sent again, the same refund is found and none is added. '' for one of our own.
    pub reference: String,
    pub amount: i64,
    pub reason: String,
    /// The reference of a line, and how many of it came back.
    pub lines: Vec<(String, i64)>,
    /// `staff/…`, `key/…`.
    pub told_by: String,
}

/// Gives back, as far as there is something to give back. Whoever asks at the same time waits, and finds
/// less.
///
/// # Errors
/// `orders.not_placed`, `orders.refunded_already`, `orders.refund_differs`, `orders.too_many_refunds`,
/// `Invalid`.
pub async fn refund(tx: &mut Tx, id: Id<OrderNoun>, new: &NewRefund) -> Result<Order> {
    let order = store::order_to_change(tx, id).await?;
    let reference = if new.reference.trim().is_empty() {
        format!("own/{}", tx.new_id::<OrderNoun>())
    } else {
        checked_reference("reference", &new.reference)?
    };
    let all = store::refunds(tx, id).await?;
    if let Some(before) = all.iter().find(|one| one.reference == reference) {
        if before.amount == new.amount {
            return Ok(order);
        }
        return Err(Error::refused(
            "orders.refund_differs",
            "A refund of this reference is there already, of another amount.",
        ));
    }
    if all.len() >= crate::order::MOST_REFUNDS {
        return Err(Error::refused(
            "orders.too_many_refunds",
            "An order has no room for more refunds than these.",
        ));
    }
    order.refund(new.amount)?;
    let lines = came_back(tx, &order, &new.lines).await?;
    if new.amount == 0 && lines.is_empty() {
        return Err(Error::invalid("amount", "Say how much is given back, or what came back."));
    }
    let now = tx.now();
    let told = ToldRefund {
        reference,
        at: now,
        amount: new.amount,
        reason: reason(&new.reason)?,
        lines,
        word_at: now,
    };
    store::put_refund(tx, id, &told, &new.told_by).await?;
    settle(tx, id).await?;
    store::order(tx, id).await
}

fn reason(text: &str) -> Result<String> {
    let text = text.trim();
    if text.chars().count() > LONGEST_REASON {
        let sentence = format!("A reason has at most {LONGEST_REASON} letters.");
        return Err(Error::invalid("reason", sentence));
    }
    Ok(text.to_owned())
}

/// No more of a line comes back than was sent and did not come back before.
async fn came_back(
    tx: &mut Tx,
    order: &Order,
    lines: &[(String, i64)],
) -> Result<Vec<(String, i64)>> {
    let kept = store::lines(tx, order.id).await?;
    let mut back = Vec::new();
    for (reference, quantity) in lines.iter().filter(|(_, quantity)| *quantity != 0) {
        let Some(line) = kept.iter().find(|line| line.reference == *reference) else {
            return Err(Error::invalid("lines", "This order has no such line."));
        };
        let left = line.quantity - line.returned;
        if !(1..=left).contains(quantity) || back.iter().any(|(of, _)| of == reference) {
            let sentence = format!("Of this line at most {left} can come back.");
            return Err(Error::invalid("lines", sentence));
        }
        back.push((reference.clone(), *quantity));
    }
    Ok(back)
}

/// It comes to nothing; what was paid is given back apart.
///
/// # Errors
/// `orders.cancelled_already`.
pub async fn cancel(tx: &mut Tx, id: Id<OrderNoun>) -> Result<Order> {
    let mut order = store::order_to_change(tx, id).await?;
    order.cancel()?;
    order.stage = Stage::Cancelled;
    order.cancelled_at = Some(tx.now());
    store::set_stage(tx, &order).await?;
    settle(tx, id).await?;
    store::order(tx, id).await
}
