//! What somebody tells of an order is kept, whoever tells, however often, in whatever order.

use deedwell_core::{Currency, Id, Identity, Result, Secret, Unit};
use deedwell_people::{Arrival, Proof, Sign, meet_all};
use deedwell_store::Tx;

use super::settle::settle;
use crate::order::{
    Order, OrderNoun, Rank, ShopNoun, Stage, ToldLine, ToldOrder, ToldRefund, Word,
    checked_reference,
};
use crate::store::{self, NewLine, ToldProduct};

/// Who tells.
#[derive(Clone, Debug)]
pub struct From {
    pub rank: Rank,
    pub shop: Option<Id<ShopNoun>>,
    pub unit: Option<Id<Unit>>,
    /// Before references, where two shops count alike; '' for none.
    pub prefix: String,
    /// `shop/…`, `key/…`, `source/…`, `import`.
    pub told_by: String,
    /// Where the teller does not say it.
    pub channel: &'static str,
    /// How what is said of the buyer is believed.
    pub proof: Proof,
}

impl From {
    fn named(&self, reference: &str) -> Result<String> {
        checked_reference("reference", &format!("{}{}", self.prefix, reference.trim()))
    }
}

/// Keeps it, and tells the ledger what it changes.
///
/// # Errors
/// `Invalid` for what no order can be.
pub async fn tell(tx: &mut Tx, from: &From, told: &ToldOrder) -> Result<Id<OrderNoun>> {
    let order = keep(tx, from, told).await?;
    settle(tx, order).await
}

/// Keeps it, and tells the ledger nothing yet: for who has the ledger's line in hand.
pub(crate) async fn keep(tx: &mut Tx, from: &From, told: &ToldOrder) -> Result<Id<OrderNoun>> {
    told.check()?;
    let reference = from.named(&told.reference)?;
    let now = store::begun(tx, &reference, told.currency).await?;
    let id = now.id;
    adopt(tx, from, id, told).await?;
    if told.was_placed && !now.was_placed {
        store::set_was_placed(tx, id).await?;
    }
    let word = Word { rank: from.rank, at: told.at, hash: hash(told) };
    if word > now.word {
        write(tx, from, &now, told, word).await?;
    }
    for refund in &told.refunds {
        store::put_refund(tx, id, refund, &from.told_by).await?;
    }
    if let Some(identity) = buyer(tx, from, told).await? {
        // The first that is named stays, unless a better witness names another.
        if now.identity.is_none() || (from.rank > now.word.rank && now.identity != Some(identity)) {
            store::set_buyer(tx, id, identity).await?;
        }
    }
    Ok(id)
}

/// A refund of an order known by this name; kept for it where it was not told of yet.
pub async fn refund_told(
    tx: &mut Tx,
    from: &From,
    of: &str,
    currency: Currency,
    refund: &ToldRefund,
) -> Result<Id<OrderNoun>> {
    let reference = from.named(of)?;
    let order = store::begun(tx, &reference, currency).await?;
    store::put_refund(tx, order.id, refund, &from.told_by).await?;
    settle(tx, order.id).await
}

/// Its other names. What was said under one of them before it was told of becomes its own.
async fn adopt(tx: &mut Tx, from: &From, id: Id<OrderNoun>, told: &ToldOrder) -> Result<()> {
    for alias in &told.aliases {
        let alias = from.named(alias)?;
        if let Some(other) = store::find(tx, &alias).await?
            && other != id
            && store::begun(tx, &alias, told.currency).await?.stage == Stage::Awaited
        {
            store::join(tx, other, id).await?;
        }
        store::add_alias(tx, id, &alias).await?;
    }
    Ok(())
}

async fn write(tx: &mut Tx, from: &From, now: &Order, told: &ToldOrder, word: Word) -> Result<()> {
    let parts = told.parts()?;
    let total = told.total.unwrap_or(parts);
    let new = store::Told {
        told,
        word,
        shop: from.shop.or(now.shop),
        unit: from.unit.or(now.unit),
        channel: told.channel.unwrap_or(from.channel),
        total,
        differs: total - parts,
    };
    store::set_order(tx, now.id, &new).await?;
    let mut lines = Vec::with_capacity(told.lines.len());
    for (place, line) in told.lines.iter().enumerate() {
        lines.push(kept_line(tx, from, told.currency, line, place).await?);
    }
    // A shop may number its lines, and not all of them.
    let mut seen = std::collections::HashSet::new();
    for (place, line) in lines.iter_mut().enumerate() {
        while !seen.insert(line.reference.clone()) {
            line.reference = format!("{}/{place}", line.reference);
        }
    }
    store::set_lines(tx, now.id, lines).await
}

async fn kept_line<'a>(
    tx: &mut Tx,
    from: &From,
    currency: Currency,
    line: &'a ToldLine,
    place: usize,
) -> Result<NewLine<'a>> {
    let reference =
        if line.reference.is_empty() { format!("#{place}") } else { line.reference.clone() };
    let variant = variant(tx, from, line).await?;
    let cost = match variant {
        Some(variant) => store::cost_of(tx, variant, currency).await?,
        None => None,
    };
    Ok(NewLine {
        reference,
        variant,
        name: &line.name,
        quantity: line.quantity,
        gross: line.gross,
        discount: line.discount,
        cost: cost.and_then(|one| one.checked_mul(line.quantity)),
    })
}

/// What was bought, if the line says by any number which product it is.
async fn variant(
    tx: &mut Tx,
    from: &From,
    line: &ToldLine,
) -> Result<Option<Id<crate::order::VariantNoun>>> {
    let product = if line.product.is_empty() { &line.sku } else { &line.product };
    if product.is_empty() {
        return Ok(None);
    }
    let told = ToldProduct {
        reference: from.named(product)?,
        name: line.name.clone(),
        category: line.category.clone(),
        variant: line.variant.clone(),
        variant_name: line.variant_name.clone(),
        sku: line.sku.clone(),
        ..ToldProduct::default()
    };
    store::put_variant(tx, &told).await.map(Some)
}

async fn buyer(tx: &mut Tx, from: &From, told: &ToldOrder) -> Result<Option<Id<Identity>>> {
    whose(tx, from, &told.buyer, &told.buyer_name).await
}

/// Whose these signs are. What was typed into a shop was confirmed by nobody.
pub(crate) async fn whose(
    tx: &mut Tx,
    from: &From,
    signs: &[Sign],
    name: &str,
) -> Result<Option<Id<Identity>>> {
    let Some(first) = signs.first() else { return Ok(None) };
    let mut arrival = Arrival::new(first.clone(), from.proof);
    arrival.signs = signs.to_vec();
    arrival.name = deedwell_people::person::clean_name(name).unwrap_or_default();
    arrival.told_by.clone_from(&from.told_by);
    arrival.lenient = true;
    arrival.confirmed = false;
    let met = meet_all(tx, &[arrival]).await?.pop();
    match met.map(|met| met.known) {
        Some(Ok(known)) => Ok(Some(known.identity)),
        // A sign that is blocked names nobody; the order stands without a name.
        Some(Err(deedwell_core::Error::Refused { .. } | deedwell_core::Error::Invalid { .. }))
        | None => Ok(None),
        Some(Err(other)) => Err(other),
    }
}

/// Something that is the same for the same word, whenever it comes.
fn hash(told: &ToldOrder) -> String {
    let spelt = format!(
        "{:?}{:?}{:?}{:?}{:?}{:?}",
        told.stage,
        (told.placed_at, told.cancelled_at, &told.number),
        (told.total, told.shipping, told.tax, told.tax_included, told.discount, told.extra),
        told.lines,
        told.currency,
        told.channel
    );
    Secret::hash_of(&spelt)
}
