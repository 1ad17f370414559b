//! Orders of the past, thousands at a time: as files and the demo bring them.
//!
//! What is told one by one is settled one by one; here each order comes whole, with all that was given back,
//! and is there once or not at all. A handful of statements serves hundreds of orders.

use std::collections::{HashMap, HashSet};

use deedwell_core::{Action, Channel, Id, Identity, Initiator, Result, Timestamp, Who};
use deedwell_store::{Bulk, Tx};

use super::settle::{placed_message, refund_message, return_message};
use crate::deed::{Bought, Done, OrderDeed, told as as_told};
use crate::order::{OrderNoun, Rank, ToldLine, ToldOrder, VariantNoun};
use crate::store::{self, ToldProduct};

/// Orders that are brought at once.
const AT_ONCE: usize = 500;

/// An order of the past, and who bought.
#[derive(Clone, Debug)]
pub struct Past {
    pub told: ToldOrder,
    pub who: Who,
    pub unit: Option<Id<deedwell_core::Unit>>,
}

impl Past {
    fn identity(&self) -> Option<Id<Identity>> {
        match self.who {
            Who::Customer { identity, .. } | Who::Visitor { identity, .. } => Some(identity),
            Who::Staff(_) | Who::System => None,
        }
    }

    fn total(&self) -> Result<i64> {
        self.told.total.map_or_else(|| self.told.parts(), Ok)
    }
}

/// Keeps those that were not told of before, and gives what the ledger is to be told, for the caller to put
/// in order and record. The moment of each is its own.
///
/// # Errors
/// `Invalid` for the first that no order can be; then none is kept if the caller drops `tx`.
pub async fn bring(tx: &mut Tx, past: &[Past]) -> Result<Vec<Action>> {
    let mut actions = Vec::new();
    for some in past.chunks(AT_ONCE) {
        some.iter().try_for_each(|one| one.told.check())?;
        let known = known(tx, some).await?;
        let mut seen = HashSet::new();
        let new: Vec<&Past> = some
            .iter()
            .filter(|one| !known.contains(&one.told.reference) && seen.insert(&one.told.reference))
            .collect();
        let goods = goods(tx, &new).await?;
        let ids: Vec<Id<OrderNoun>> = new.iter().map(|_| tx.new_id()).collect();
        orders(tx, &new, &ids).await?;
        lines(tx, &new, &ids, &goods).await?;
        back(tx, &new, &ids).await?;
        for one in new {
            actions.extend(deeds(tx, one)?);
        }
    }
    Ok(actions)
}

async fn known(tx: &mut Tx, past: &[Past]) -> Result<HashSet<String>> {
    let mut find = Bulk::new(
        tx,
        "select reference from shop_order where organisation = $1 and reference in (",
        [],
        "?",
        ")",
    );
    past.iter().for_each(|one| find.add([one.told.reference.as_str().into()]));
    find.list(tx).await?.iter().map(|row| row.text("reference")).collect()
}

/// What is sold: the variant of each line's numbers, and what one costs.
type Goods = HashMap<(String, String), (Id<VariantNoun>, Option<i64>)>;

fn numbers(line: &ToldLine) -> Option<(String, String)> {
    let product = if line.product.is_empty() { &line.sku } else { &line.product };
    (!product.is_empty()).then(|| (product.clone(), line.variant.clone()))
}

async fn goods(tx: &mut Tx, past: &[&Past]) -> Result<Goods> {
    let mut goods = Goods::new();
    for one in past {
        for line in &one.told.lines {
            let Some(numbers) = numbers(line).filter(|n| !goods.contains_key(n)) else { continue };
            let told = ToldProduct {
                reference: numbers.0.clone(),
                name: line.name.clone(),
                category: line.category.clone(),
                variant: line.variant.clone(),
                variant_name: line.variant_name.clone(),
                sku: line.sku.clone(),
                ..ToldProduct::default()
            };
            let variant = store::put_variant(tx, &told).await?;
            let cost = store::cost_of(tx, variant, one.told.currency).await?;
            goods.insert(numbers, (variant, cost));
        }
    }
    Ok(goods)
}

async fn orders(tx: &mut Tx, past: &[&Past], ids: &[Id<OrderNoun>]) -> Result<()> {
    let now = tx.now();
    let mut insert = Bulk::new(
        tx,
        "insert into shop_order (organisation, id, reference, number, unit, identity, stage, placed_at,
            currency, total, shipping, tax, tax_included, discount, extra, differs, channel, word_rank,
            word_at, word_hash, was_placed, recorded_at, counted, changed_at) values",
        [],
        "($1, ?, ?, ?, ?, ?, 'placed', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', 1, ?, ?, ?)",
        "",
    );
    for (one, id) in past.iter().zip(ids) {
        let (told, total) = (&one.told, one.total()?);
        let refunded: i64 = told.refunds.iter().map(|refund| refund.amount).sum();
        insert.add([
            (*id).into(),
            told.reference.as_str().into(),
            told.number.as_str().into(),
            one.unit.into(),
            one.identity().into(),
            told.placed_at.into(),
            told.currency.into(),
            total.into(),
            told.shipping.into(),
            told.tax.into(),
            i64::from(told.tax_included).into(),
            told.discount.into(),
            told.extra.into(),
            (total - told.parts()?).into(),
            told.channel.unwrap_or("import").into(),
            (Rank::Import as i64).into(),
            told.at.into(),
            now.into(),
            (total - refunded).into(),
            now.into(),
        ]);
    }
    insert.run(tx).await.map(drop)
}

/// Its number in the order: the shop's, or its place.
fn line_reference(line: &ToldLine, place: usize) -> String {
    if line.reference.is_empty() { format!("#{place}") } else { line.reference.clone() }
}

async fn lines(tx: &mut Tx, past: &[&Past], ids: &[Id<OrderNoun>], goods: &Goods) -> Result<()> {
    let mut insert = Bulk::new(
        tx,
        "insert into order_line (organisation, shop_order, place, reference, variant, name, quantity,
            gross, discount, cost) values",
        [],
        "($1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "on conflict do nothing",
    );
    for (one, id) in past.iter().zip(ids) {
        for (place, line) in one.told.lines.iter().enumerate() {
            let good = numbers(line).and_then(|numbers| goods.get(&numbers));
            let cost = good.and_then(|(_, cost)| cost.and_then(|c| c.checked_mul(line.quantity)));
            insert.add([
                (*id).into(),
                place.into(),
                line_reference(line, place).into(),
                good.map(|(variant, _)| *variant).into(),
                line.name.as_str().into(),
                line.quantity.into(),
                line.gross.into(),
                line.discount.into(),
                cost.into(),
            ]);
        }
    }
    insert.run(tx).await.map(drop)
}

async fn back(tx: &mut Tx, past: &[&Past], ids: &[Id<OrderNoun>]) -> Result<()> {
    let now = tx.now();
    let mut money = Bulk::new(
        tx,
        "insert into order_refund (organisation, shop_order, reference, at, amount, reason, told_by,
            word_at, recorded) values",
        [],
        "($1, ?, ?, ?, ?, ?, 'import', ?, ?)",
        "on conflict do nothing",
    );
    let mut things = Bulk::new(
        tx,
        "insert into order_return (organisation, shop_order, refund, line, quantity, recorded_at) values",
        [],
        "($1, ?, ?, ?, ?, ?)",
        "on conflict do nothing",
    );
    for (one, id) in past.iter().zip(ids) {
        for refund in &one.told.refunds {
            money.add([
                (*id).into(),
                refund.reference.as_str().into(),
                refund.at.into(),
                refund.amount.into(),
                refund.reason.as_str().into(),
                refund.word_at.into(),
                refund.amount.into(),
            ]);
            for (line, quantity) in refund.lines.iter().filter(|(_, quantity)| *quantity > 0) {
                things.add([
                    (*id).into(),
                    refund.reference.as_str().into(),
                    line.as_str().into(),
                    (*quantity).into(),
                    now.into(),
                ]);
            }
        }
    }
    money.run(tx).await?;
    things.run(tx).await.map(drop)
}

/// What the ledger is told of it.
fn deeds(tx: &Tx, one: &Past) -> Result<Vec<Action>> {
    let told = &one.told;
    let order_id = || told.reference.clone();
    let some = |line: &ToldLine, quantity: i64| Bought {
        product_id: numbers(line).map(|n| n.0).unwrap_or_default(),
        sku: line.sku.clone(),
        category: line.category.clone(),
        quantity,
        price: None,
    };
    let all = told.lines.iter().filter(|line| line.quantity > 0);
    let products = as_told(all.map(|line| some(line, line.quantity)).collect());
    let mut deeds = Deeds { tx, one, actions: Vec::new() };
    let placed = OrderDeed::Placed { order_id: order_id(), products };
    let message = placed_message(&told.reference);
    deeds.add(&placed, Some(one.total()?), message, told.placed_at, Initiator::Customer)?;
    for refund in &told.refunds {
        let mut products = Vec::new();
        for (reference, quantity) in &refund.lines {
            let line = told.lines.iter().enumerate();
            let line = line.map(|(at, l)| (line_reference(l, at), l)).find(|(r, _)| r == reference);
            products.extend(line.map(|(_, line)| some(line, *quantity)));
        }
        if !products.is_empty() {
            let (refund_id, products) = (refund.reference.clone(), as_told(products));
            let deed = OrderDeed::Returned { order_id: order_id(), refund: refund_id, products };
            let message = return_message(&told.reference, &refund.reference);
            deeds.add(&deed, None, message, refund.at, Initiator::Customer)?;
        }
        if refund.amount != 0 {
            let (refund_id, amount) = (refund.reference.clone(), refund.amount);
            let deed = OrderDeed::Refunded { order_id: order_id(), refund: refund_id, amount };
            let message = refund_message(&told.reference, &refund.reference);
            deeds.add(&deed, Some(-amount), message, refund.at, Initiator::Company)?;
        }
    }
    Ok(deeds.actions)
}

struct Deeds<'a> {
    tx: &'a Tx,
    one: &'a Past,
    actions: Vec<Action>,
}

impl Deeds<'_> {
    fn add(
        &mut self,
        deed: &OrderDeed,
        value: Option<i64>,
        message: String,
        at: Timestamp,
        initiator: Initiator,
    ) -> Result<()> {
        let told = &self.one.told;
        let value = value.map(|minor| deedwell_core::Money::new(minor, told.currency));
        let about = crate::order::about(&told.reference);
        let done = Done { about, unit: self.one.unit, value, deed };
        let action = self.tx.action(self.one.who, &done)?;
        let initiator = if self.one.who == Who::System { Initiator::Company } else { initiator };
        let channel = Channel::parse(told.channel.unwrap_or("import")).unwrap_or(Channel::IMPORT);
        let message = Some(message);
        self.actions.push(Action { message, at, received_at: at, initiator, channel, ..action });
        Ok(())
    }
}
