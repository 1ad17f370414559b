//! Tells the ledger what became of an order: each line of it the difference that it makes, so that whatever
//! was said in whatever order, the lines come to what the order is worth.

use std::collections::BTreeMap;

use deedwell_core::{Action, Channel, Error, Id, Initiator, Result, Timestamp, Who};
use deedwell_people::Proof;
use deedwell_store::Tx;

use crate::deed::{Bought, Done, OrderDeed, told};
use crate::order::{Line, Order, OrderNoun, Stage};
use crate::store;

/// Records what the ledger does not know yet.
pub async fn settle(tx: &mut Tx, id: Id<OrderNoun>) -> Result<Id<OrderNoun>> {
    let mut order = match store::order(tx, id).await {
        Ok(order) => order,
        // Only spoken of so far.
        Err(Error::Missing(_)) => return Ok(id),
        Err(other) => return Err(other),
    };
    if !order.was_placed {
        return Ok(id);
    }
    let who = buyer(tx, &order).await?;
    let lines = store::lines(tx, id).await?;
    let mut books = Books { tx, order: &mut order, who, lines };
    books.placed()?;
    books.refunds().await?;
    books.returns().await?;
    books.rest()?;
    store::set_counted(tx, &order).await?;
    Ok(id)
}

/// Who bought, by the identity seen; the system for nobody we can name.
async fn buyer(tx: &mut Tx, order: &Order) -> Result<Who> {
    let Some(identity) = order.identity else { return Ok(Who::System) };
    let find = tx.query("select person, proof from identity where organisation = $1 and id = $2");
    let Some(row) = tx.find(find.bind(identity)).await? else { return Ok(Who::System) };
    let person = row.id("person")?;
    let proves = Proof::parse(&row.text("proof")?).is_some_and(Proof::proves);
    Ok(if proves { Who::Customer { identity, person } } else { Who::Visitor { identity, person } })
}

/// An order, and the lines of the ledger about it.
struct Books<'a> {
    tx: &'a mut Tx,
    order: &'a mut Order,
    who: Who,
    lines: Vec<Line>,
}

impl Books<'_> {
    /// Its placing, once; whoever else tells of it uses the same message id.
    fn placed(&mut self) -> Result<()> {
        if self.order.recorded_at.is_some() {
            return Ok(());
        }
        let deed = OrderDeed::Placed {
            order_id: self.order.reference.clone(),
            products: self.bought(|line| line.quantity),
        };
        let value = self.order.total;
        let message = placed_message(&self.order.reference);
        self.record(&deed, value, Some(message), self.order.placed_at, Initiator::Customer)?;
        self.order.recorded_at = Some(self.tx.now());
        self.order.counted = value;
        Ok(())
    }

    async fn refunds(&mut self) -> Result<()> {
        let mut known = 0;
        for refund in store::refunds(self.tx, self.order.id).await? {
            let recorded = refund.recorded.unwrap_or(0);
            let (before, after) = (known + recorded, known + refund.amount);
            known = after;
            if refund.recorded == Some(refund.amount)
                || (refund.recorded.is_none() && refund.amount == 0)
            {
                continue;
            }
            let difference = self.order.worth_with(after) - self.order.worth_with(before);
            if refund.recorded.is_none() {
                let deed = OrderDeed::Refunded {
                    order_id: self.order.reference.clone(),
                    refund: refund.reference.clone(),
                    amount: refund.amount,
                };
                let message = refund_message(&self.order.reference, &refund.reference);
                self.record(&deed, difference, Some(message), refund.at, Initiator::Company)?;
            } else {
                // It failed after all, or was of another amount.
                let order_id = self.order.reference.clone();
                let deed = OrderDeed::Updated { order_id };
                let now = self.tx.now();
                self.record(&deed, difference, None, now, Initiator::Company)?;
            }
            self.order.counted += difference;
            store::mark_refund(self.tx, self.order.id, &refund.reference, refund.amount).await?;
        }
        Ok(())
    }

    async fn returns(&mut self) -> Result<()> {
        let mut new: BTreeMap<String, (Timestamp, Vec<(String, i64)>)> = BTreeMap::new();
        let all = store::returns(self.tx, self.order.id).await?;
        for one in all.into_iter().filter(|one| one.recorded_at.is_none()) {
            let of = new.entry(one.refund).or_insert((one.at, Vec::new()));
            of.1.push((one.line, one.quantity));
        }
        for (refund, (at, pieces)) in new {
            let count = |line: &Line| {
                pieces.iter().find(|(of, _)| *of == line.reference).map_or(0, |(_, n)| *n)
            };
            let mut products = self.bought(count);
            products.iter_mut().for_each(|product| product.price = None);
            let order_id = self.order.reference.clone();
            let deed = OrderDeed::Returned { order_id, refund: refund.clone(), products };
            let message = return_message(&self.order.reference, &refund);
            self.record_plain(&deed, message, at)?;
            store::mark_returns(self.tx, self.order.id, &refund).await?;
        }
        Ok(())
    }

    /// That it was cancelled, or that its worth is another for whatever reason.
    fn rest(&mut self) -> Result<()> {
        let difference = self.order.worth() - self.order.counted;
        let order_id = self.order.reference.clone();
        let now = self.tx.now();
        if self.order.stage == Stage::Cancelled && self.order.cancel_recorded_at.is_none() {
            let at = self.order.cancelled_at.unwrap_or(now);
            let deed = OrderDeed::Cancelled { order_id };
            self.record(&deed, difference, None, at, Initiator::Company)?;
            self.order.cancel_recorded_at = Some(now);
        } else if difference != 0 {
            self.record(
                &OrderDeed::Updated { order_id },
                difference,
                None,
                now,
                Initiator::Company,
            )?;
        }
        self.order.counted += difference;
        Ok(())
    }

    /// Some of each line.
    fn bought(&self, quantity: impl Fn(&Line) -> i64) -> Vec<Bought> {
        let digits = i32::try_from(self.order.currency.digits()).unwrap_or(2);
        let some = |line: &Line| {
            let quantity = quantity(line);
            let price = line.net() as f64 / 10f64.powi(digits) / line.quantity.max(1) as f64;
            (quantity > 0).then(|| Bought {
                product_id: line.product_reference.clone(),
                sku: line.sku.clone(),
                category: line.category.clone(),
                quantity,
                price: Some(price),
            })
        };
        told(self.lines.iter().filter_map(some).collect())
    }

    fn record(
        &mut self,
        deed: &OrderDeed,
        value: i64,
        message: Option<String>,
        at: Timestamp,
        initiator: Initiator,
    ) -> Result<()> {
        let value = Some(self.order.money(value));
        let done = Done { about: self.order.about(), unit: self.order.unit, value, deed };
        self.write(&done, message, at, initiator)
    }

    /// Without money: what came back is none until it is paid back.
    fn record_plain(&mut self, deed: &OrderDeed, message: String, at: Timestamp) -> Result<()> {
        let done = Done { about: self.order.about(), unit: self.order.unit, value: None, deed };
        self.write(&done, Some(message), at, Initiator::Customer)
    }

    fn write(
        &mut self,
        done: &Done<'_>,
        message: Option<String>,
        at: Timestamp,
        initiator: Initiator,
    ) -> Result<()> {
        let action = self.tx.action(self.who, done)?;
        let initiator = if self.who == Who::System { Initiator::Company } else { initiator };
        let channel = Channel::parse(&self.order.channel).unwrap_or(Channel::API);
        let at = at.min(self.tx.now());
        self.tx.record_many(vec![Action { message, at, initiator, channel, ..action }])
    }
}

/// By which a second report of the same placing is known, whoever makes it.
pub(crate) fn placed_message(reference: &str) -> String {
    format!("order/{reference}/placed")
}

pub(super) fn refund_message(order: &str, refund: &str) -> String {
    cut(format!("order/{order}/refund/{refund}"))
}

pub(super) fn return_message(order: &str, refund: &str) -> String {
    cut(format!("order/{order}/return/{refund}"))
}

/// Letters of other alphabets are longer than they look.
fn cut(message: String) -> String {
    if message.len() <= Action::LONGEST_MESSAGE {
        return message;
    }
    format!("order#{}", deedwell_core::Secret::hash_of(&message))
}
