//! Orders and their lines.

use std::collections::HashMap;

use deedwell_core::{Error, Id, Identity, Result, Timestamp, Unit};
use deedwell_store::{Bulk, Row, Tx};

use crate::order::{Line, Order, OrderNoun, Rank, ShopNoun, Stage, ToldOrder, VariantNoun, Word};

fn read(row: &Row) -> Result<Order> {
    let stage = row.text("stage")?;
    Ok(Order {
        id: row.id("id")?,
        reference: row.text("reference")?,
        number: row.text("number")?,
        shop: row.id_or_null("shop")?,
        unit: row.id_or_null("unit")?,
        identity: row.id_or_null("identity")?,
        stage: Stage::parse(&stage).ok_or_else(|| Error::fault(format!("no stage {stage}")))?,
        placed_at: row.moment("placed_at")?,
        cancelled_at: row.moment_or_null("cancelled_at")?,
        currency: row.currency("currency")?,
        total: row.number("total")?,
        shipping: row.number("shipping")?,
        tax: row.number("tax")?,
        tax_included: row.number("tax_included")? == 1,
        discount: row.number("discount")?,
        extra: row.number("extra")?,
        differs: row.number("differs")?,
        channel: row.text("channel")?,
        word: Word {
            rank: Rank::parse(row.number("word_rank")?),
            at: row.moment("word_at")?,
            hash: row.text("word_hash")?,
        },
        was_placed: row.number("was_placed")? == 1,
        recorded_at: row.moment_or_null("recorded_at")?,
        cancel_recorded_at: row.moment_or_null("cancel_recorded_at")?,
        counted: row.number("counted")?,
        refunded: row.number("refunded")?,
        changed_at: row.moment("changed_at")?,
    })
}

/// Orders with these ids, in this order; what there is not is left out.
pub async fn orders(tx: &mut Tx, ids: &[Id<OrderNoun>]) -> Result<Vec<Order>> {
    let mut find = Bulk::new(
        tx,
        "select o.id, o.reference, o.number, o.shop, o.unit, o.identity, o.stage, o.placed_at,
            o.cancelled_at, o.currency, o.total, o.shipping, o.tax, o.tax_included, o.discount,
            o.extra, o.differs, o.channel, o.word_rank, o.word_at, o.word_hash, o.was_placed,
            o.recorded_at, o.cancel_recorded_at, o.counted, o.changed_at,
            coalesce((select cast(sum(r.amount) as bigint) from order_refund r
                where r.organisation = $1 and r.shop_order = o.id), 0) as refunded
         from shop_order o where o.organisation = $1 and o.id in (",
        [],
        "?",
        ")",
    );
    ids.iter().for_each(|id| find.add([(*id).into()]));
    if find.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = HashMap::with_capacity(ids.len());
    for row in &find.list(tx).await? {
        let order = read(row)?;
        found.insert(order.id, order);
    }
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// # Errors
/// `Missing` for one that nobody told us of, or that is only spoken of.
pub async fn order(tx: &mut Tx, id: Id<OrderNoun>) -> Result<Order> {
    let order = orders(tx, &[id]).await?.pop();
    order.filter(|order| order.stage != Stage::Awaited).ok_or(Error::Missing("order"))
}

/// The same, held until the transaction ends: whoever else would change it waits.
pub async fn order_to_change(tx: &mut Tx, id: Id<OrderNoun>) -> Result<Order> {
    hold(tx, id).await?;
    order(tx, id).await
}

async fn hold(tx: &mut Tx, id: Id<OrderNoun>) -> Result<()> {
    let hold = tx
        .query("update shop_order set changed_at = changed_at where organisation = $1 and id = $2");
    tx.run(hold.bind(id)).await.map(drop)
}

/// Which order is known by this name, its own or that of its payment.
pub async fn find(tx: &mut Tx, reference: &str) -> Result<Option<Id<OrderNoun>>> {
    let find = tx.query(
        "select id from shop_order where organisation = $1 and reference = $2
         union all
         select shop_order from order_alias where organisation = $1 and alias = $2",
    );
    tx.find(find.bind(reference)).await?.map(|row| row.id("id")).transpose()
}

/// The order of this reference, held until the transaction ends; begun as awaited where there is none.
pub async fn begun(
    tx: &mut Tx,
    reference: &str,
    currency: deedwell_core::Currency,
) -> Result<Order> {
    let id = match find(tx, reference).await? {
        Some(id) => id,
        None => begin(tx, reference, currency).await?,
    };
    hold(tx, id).await?;
    orders(tx, &[id])
        .await?
        .pop()
        .ok_or_else(|| Error::fault("an order was begun and is not there"))
}

async fn begin(
    tx: &mut Tx,
    reference: &str,
    currency: deedwell_core::Currency,
) -> Result<Id<OrderNoun>> {
    let (id, now): (Id<OrderNoun>, _) = (tx.new_id(), tx.now());
    let insert = tx.query(
        "insert into shop_order (organisation, id, reference, number, stage, placed_at, currency, total,
            channel, word_rank, word_at, word_hash, changed_at)
         values ($1, $2, $3, $3, 'awaited', $4, $5, 0, '', 0, 0, '', $4)
         on conflict (organisation, reference) do update set changed_at = shop_order.changed_at
         returning id",
    );
    let insert = insert.bind(id).bind(reference).bind(now).bind(currency);
    tx.one(insert).await?.id("id")
}

/// Who told of it, and where it stands in the organisation.
pub struct Told<'a> {
    pub told: &'a ToldOrder,
    pub word: Word,
    pub shop: Option<Id<ShopNoun>>,
    pub unit: Option<Id<Unit>>,
    pub channel: &'a str,
    pub total: i64,
    pub differs: i64,
}

/// What now stands of it. Lines are kept apart.
pub async fn set_order(tx: &mut Tx, id: Id<OrderNoun>, new: &Told<'_>) -> Result<()> {
    let told = new.told;
    let update = tx.query(
        "update shop_order set number = $3, stage = $4, placed_at = $5, cancelled_at = $6, currency = $7,
            total = $8, shipping = $9, tax = $10, tax_included = $11, discount = $12, extra = $13,
            differs = $14, channel = $15, word_rank = $16, word_at = $17, word_hash = $18, shop = $19,
            unit = $20, changed_at = $21
         where organisation = $1 and id = $2",
    );
    let update = update.bind(id).bind(&told.number).bind(told.stage.name()).bind(told.placed_at);
    let update = update.bind(told.cancelled_at).bind(told.currency).bind(new.total);
    let update = update.bind(told.shipping).bind(told.tax).bind(i64::from(told.tax_included));
    let update = update.bind(told.discount).bind(told.extra).bind(new.differs).bind(new.channel);
    let update = update.bind(new.word.rank as i64).bind(new.word.at).bind(&new.word.hash);
    let now = tx.now();
    tx.run(update.bind(new.shop).bind(new.unit).bind(now)).await.map(drop)
}

/// Once any word said that it was placed, it was.
pub async fn set_was_placed(tx: &mut Tx, id: Id<OrderNoun>) -> Result<()> {
    let update =
        tx.query("update shop_order set was_placed = 1 where organisation = $1 and id = $2");
    tx.run(update.bind(id)).await.map(drop)
}

pub async fn set_buyer(tx: &mut Tx, id: Id<OrderNoun>, identity: Id<Identity>) -> Result<()> {
    let update =
        tx.query("update shop_order set identity = $3 where organisation = $1 and id = $2");
    tx.run(update.bind(id).bind(identity)).await.map(drop)
}

pub async fn set_stage(tx: &mut Tx, order: &Order) -> Result<()> {
    let update = tx.query(
        "update shop_order set stage = $3, cancelled_at = $4, changed_at = $5
         where organisation = $1 and id = $2",
    );
    let now = tx.now();
    let update = update.bind(order.id).bind(order.stage.name()).bind(order.cancelled_at).bind(now);
    tx.run(update).await.map(drop)
}

/// The total that an event says; what it is made of is not told again.
pub async fn set_total(tx: &mut Tx, id: Id<OrderNoun>, total: i64) -> Result<()> {
    let now = tx.now();
    let update = tx.query(
        "update shop_order set differs = differs + ($3 - total), total = $3, changed_at = $4
         where organisation = $1 and id = $2",
    );
    tx.run(update.bind(id).bind(total).bind(now)).await.map(drop)
}

/// What the ledger was told of it.
pub async fn set_counted(tx: &mut Tx, order: &Order) -> Result<()> {
    let update = tx.query(
        "update shop_order set counted = $3, recorded_at = $4, cancel_recorded_at = $5, changed_at = $6
         where organisation = $1 and id = $2",
    );
    let now = tx.now();
    let update = update.bind(order.id).bind(order.counted).bind(order.recorded_at);
    tx.run(update.bind(order.cancel_recorded_at).bind(now)).await.map(drop)
}

/// Another name by which it is known; whoever has it, keeps it.
pub async fn add_alias(tx: &mut Tx, id: Id<OrderNoun>, alias: &str) -> Result<()> {
    let insert = tx.query(
        "insert into order_alias (organisation, alias, shop_order) values ($1, $2, $3)
         on conflict do nothing",
    );
    tx.run(insert.bind(alias).bind(id)).await.map(drop)
}

/// An order that was only spoken of, under the name of a payment, gives its refunds to the one whose
/// payment that is, and goes.
pub async fn join(tx: &mut Tx, awaited: Id<OrderNoun>, into: Id<OrderNoun>) -> Result<()> {
    for sql in [
        "insert into order_refund (organisation, shop_order, reference, at, amount, reason, told_by,
            word_at, recorded)
         select $1, $3, reference, at, amount, reason, told_by, word_at, recorded
         from order_refund where organisation = $1 and shop_order = $2 on conflict do nothing",
        "insert into order_return (organisation, shop_order, refund, line, quantity, recorded_at)
         select $1, $3, refund, line, quantity, recorded_at
         from order_return where organisation = $1 and shop_order = $2 on conflict do nothing",
        "update order_alias set shop_order = $3 where organisation = $1 and shop_order = $2",
    ] {
        let join = tx.query(sql).bind(awaited).bind(into);
        tx.run(join).await?;
    }
    for sql in [
        "delete from order_return where organisation = $1 and shop_order = $2",
        "delete from order_refund where organisation = $1 and shop_order = $2",
        "delete from shop_order where organisation = $1 and id = $2 and stage = 'awaited'",
    ] {
        let gone = tx.query(sql).bind(awaited);
        tx.run(gone).await?;
    }
    Ok(())
}

/// A line as it is kept, with the variant that was found or made for it.
pub struct NewLine<'a> {
    pub reference: String,
    pub variant: Option<Id<VariantNoun>>,
    pub name: &'a str,
    pub quantity: i64,
    pub gross: i64,
    pub discount: i64,
    pub cost: Option<i64>,
}

pub async fn set_lines(tx: &mut Tx, id: Id<OrderNoun>, lines: Vec<NewLine<'_>>) -> Result<()> {
    let delete = tx.query("delete from order_line where organisation = $1 and shop_order = $2");
    tx.run(delete.bind(id)).await?;
    let mut insert = Bulk::new(
        tx,
        "insert into order_line (organisation, shop_order, place, reference, variant, name, quantity,
            gross, discount, cost) values",
        [],
        "($1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "",
    );
    for (place, line) in lines.into_iter().enumerate() {
        insert.add([
            id.into(),
            place.into(),
            line.reference.into(),
            line.variant.into(),
            line.name.into(),
            line.quantity.into(),
            line.gross.into(),
            line.discount.into(),
            line.cost.into(),
        ]);
    }
    insert.run(tx).await.map(drop)
}

pub async fn lines(tx: &mut Tx, id: Id<OrderNoun>) -> Result<Vec<Line>> {
    let find = tx.query(
        "select l.reference, l.variant, p.reference as product,
            case when l.name = '' then coalesce(p.name, '') else l.name end as name, v.sku, p.category, l.quantity, l.gross,
            l.discount, l.cost,
            coalesce((select cast(sum(r.quantity) as bigint) from order_return r
                where r.organisation = $1 and r.shop_order = l.shop_order and r.line = l.reference), 0)
                as returned
         from order_line l
         left join variant v on v.organisation = $1 and v.id = l.variant
         left join product p on p.organisation = $1 and p.id = v.product
         where l.organisation = $1 and l.shop_order = $2 order by l.place",
    );
    let rows = tx.list(find.bind(id)).await?;
    rows.iter()
        .map(|row| {
            Ok(Line {
                reference: row.text("reference")?,
                variant: row.id_or_null("variant")?,
                product_reference: row.text_or_null("product")?.unwrap_or_default(),
                name: row.text("name")?,
                sku: row.text_or_null("sku")?.unwrap_or_default(),
                category: row.text_or_null("category")?.unwrap_or_default(),
                quantity: row.number("quantity")?,
                returned: row.number("returned")?,
                gross: row.number("gross")?,
                discount: row.number("discount")?,
                cost: row.number_or_null("cost")?,
            })
        })
        .collect()
}

/// What changed at or after this moment, the oldest change first: for whoever follows orders. Ask again from
/// some minutes before the last answer, for a transaction may end after one that began later.
pub async fn changed_since(tx: &mut Tx, at: Timestamp, most: usize) -> Result<Vec<Order>> {
    let find = tx.query(
        "select id from shop_order
         where organisation = $1 and changed_at >= $2 and stage <> 'awaited'
         order by changed_at, id limit $3",
    );
    let rows = tx.list(find.bind(at).bind(most)).await?;
    let ids: Vec<Id<OrderNoun>> = rows.iter().map(|row| row.id("id")).collect::<Result<_>>()?;
    orders(tx, &ids).await
}
