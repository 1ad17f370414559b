//! Orders as pages show them.

use deedwell_core::{Currency, Id, Person, Result, Timestamp};
use deedwell_store::{Bulk, Query, Tx};

use super::orders::orders;
use super::products::like;
use crate::order::{Order, OrderNoun, ShopNoun, Stage};

/// Orders on a page.
pub const ORDERS_PAGE: usize = 30;
/// Orders of one person that are looked at together.
pub const MOST_OF_PERSON: usize = 2_000;

/// What is asked of the list.
#[derive(Clone, Debug, Default)]
pub struct OrdersAsk {
    /// The beginning of a number or a reference.
    pub words: String,
    pub stage: Option<Stage>,
    /// Only those of which something was given back.
    pub refunded: bool,
    pub shop: Option<Id<ShopNoun>>,
    pub person: Option<Id<Person>>,
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
}

/// Binds `$2` to `$8`.
fn asked(query: Query, ask: &OrdersAsk) -> Query {
    let stage = ask.stage.map_or("", Stage::name);
    let text = |id: Option<String>| id.unwrap_or_default();
    let words = like(&ask.words);
    // A number is known by its beginning; the sign before it is not typed.
    let words = if ask.words.trim().is_empty() { "%".to_owned() } else { words };
    query
        .bind(words)
        .bind(stage)
        .bind(i64::from(ask.refunded))
        .bind(text(ask.shop.map(|id| id.to_string())))
        .bind(text(ask.person.map(|id| id.to_string())))
        .bind(ask.from.unwrap_or(Timestamp::UNIX_EPOCH))
        .bind(ask.to.unwrap_or(Timestamp::MAX))
}

/// The latest first.
pub async fn list(tx: &mut Tx, ask: &OrdersAsk, most: usize, skip: usize) -> Result<Vec<Order>> {
    let find = tx.query(
        "select o.id from shop_order o
         where o.organisation = $1 and o.stage <> 'awaited'
            and (lower(o.number) like $2 or lower(o.reference) like $2)
            and ($3 = '' or o.stage = $3)
            and ($4 = 0 or exists (select 1 from order_refund r where r.organisation = $1
                and r.shop_order = o.id))
            and ($5 = '' or o.shop = $5)
            and ($6 = '' or o.identity in
                (select i.id from identity i where i.organisation = $1 and i.person = $6))
            and o.placed_at >= $7 and o.placed_at < $8
         order by o.placed_at desc, o.id desc limit $9 offset $10",
    );
    let rows = tx.list(asked(find, ask).bind(most).bind(skip)).await?;
    let ids: Vec<Id<OrderNoun>> = rows.iter().map(|row| row.id("id")).collect::<Result<_>>()?;
    orders(tx, &ids).await
}

/// How many they are, and what they were worth, by currency.
pub async fn sums(tx: &mut Tx, ask: &OrdersAsk) -> Result<(i64, Vec<(Currency, i64)>)> {
    let count = tx.query(
        "select o.currency, count(*) as n,
            cast(sum(case when o.was_placed = 1 and o.stage <> 'cancelled' then o.total else 0 end)
                as bigint) as total,
            cast(sum(case when o.was_placed = 1 and o.stage <> 'cancelled' then coalesce(
                (select sum(r.amount) from order_refund r
                    where r.organisation = $1 and r.shop_order = o.id), 0) else 0 end) as bigint) as back
         from shop_order o
         where o.organisation = $1 and o.stage <> 'awaited'
            and (lower(o.number) like $2 or lower(o.reference) like $2)
            and ($3 = '' or o.stage = $3)
            and ($4 = 0 or exists (select 1 from order_refund r where r.organisation = $1
                and r.shop_order = o.id))
            and ($5 = '' or o.shop = $5)
            and ($6 = '' or o.identity in
                (select i.id from identity i where i.organisation = $1 and i.person = $6))
            and o.placed_at >= $7 and o.placed_at < $8
         group by o.currency order by n desc, o.currency",
    );
    let rows = tx.list(asked(count, ask)).await?;
    let mut all = 0;
    let mut sums = Vec::new();
    for row in &rows {
        all += row.number("n")?;
        sums.push((row.currency("currency")?, row.number("total")? - row.number("back")?));
    }
    Ok((all, sums))
}

/// Who bought: persons by the identities of these orders.
pub async fn buyers(tx: &mut Tx, orders: &[Order]) -> Result<Vec<(Id<OrderNoun>, Id<Person>)>> {
    let mut find = Bulk::new(
        tx,
        "select id, person from identity where organisation = $1 and id in (",
        [],
        "?",
        ")",
    );
    for identity in orders.iter().filter_map(|o| o.identity) {
        find.add([identity.into()]);
    }
    if find.is_empty() {
        return Ok(Vec::new());
    }
    let rows = find.list(tx).await?;
    let mut by = std::collections::HashMap::new();
    for row in &rows {
        by.insert(row.id("id")?, row.id("person")?);
    }
    let buyer = |order: &Order| Some((order.id, *by.get(&order.identity?)?));
    Ok(orders.iter().filter_map(buyer).collect())
}

/// Whether there is any order at all.
pub async fn any(tx: &mut Tx) -> Result<bool> {
    let find = tx.query(
        "select 1 as one from shop_order where organisation = $1 and stage <> 'awaited' limit 1",
    );
    Ok(tx.find(find).await?.is_some())
}

/// Titles by reference: the number of each.
pub async fn numbers(
    tx: &mut Tx,
    references: &[&str],
) -> Result<Vec<(String, Id<OrderNoun>, String)>> {
    let mut find = Bulk::new(
        tx,
        "select reference, id, number from shop_order
         where organisation = $1 and stage <> 'awaited' and reference in (",
        [],
        "?",
        ")",
    );
    references.iter().for_each(|reference| find.add([(*reference).into()]));
    if find.is_empty() {
        return Ok(Vec::new());
    }
    let rows = find.list(tx).await?;
    rows.iter().map(|r| Ok((r.text("reference")?, r.id("id")?, r.text("number")?))).collect()
}
