//! What is sold.

use deedwell_core::{Currency, Error, Id, Money, Result, Timestamp};
use deedwell_store::{Row, Tx};

use crate::order::{ProductNoun, VariantNoun};

/// Products on a page.
pub const PRODUCTS_PAGE: usize = 30;

/// What is told of a product with one of its variants. Empty texts and `None` say nothing and change
/// nothing.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ToldProduct {
    pub reference: String,
    pub name: String,
    pub category: String,
    pub variant: String,
    pub variant_name: String,
    pub sku: String,
    pub price: Option<i64>,
    pub cost: Option<i64>,
    pub currency: Option<Currency>,
}

/// A variant as it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct Variant {
    pub id: Id<VariantNoun>,
    pub product: Id<ProductNoun>,
    pub reference: String,
    pub product_reference: String,
    pub product_name: String,
    pub category: String,
    pub name: String,
    pub sku: String,
    pub price: Option<Money>,
    pub cost: Option<Money>,
    pub changed_at: Timestamp,
}

fn search(told: &ToldProduct) -> String {
    format!("{} {} {} {}", told.name, told.category, told.reference, told.sku).to_lowercase()
}

/// Keeps what is told, over what stood before it.
pub async fn put_variant(tx: &mut Tx, told: &ToldProduct) -> Result<Id<VariantNoun>> {
    let product = put_product(tx, told).await?;
    let id: Id<VariantNoun> = tx.new_id();
    let put = tx.query(
        "insert into variant (organisation, id, product, reference, sku, name, price, cost, currency)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (organisation, product, reference) do update set
            sku = case when excluded.sku = '' then variant.sku else excluded.sku end,
            name = case when excluded.name = '' then variant.name else excluded.name end,
            price = case when excluded.price is null then
                case when excluded.currency is null or excluded.currency = variant.currency
                    then variant.price end else excluded.price end,
            cost = case when excluded.cost is null then
                case when excluded.currency is null or excluded.currency = variant.currency
                    then variant.cost end else excluded.cost end,
            currency = coalesce(excluded.currency, variant.currency)
         returning id",
    );
    let put = put.bind(id).bind(product).bind(&told.variant).bind(&told.sku);
    let put = put.bind(&told.variant_name).bind(told.price).bind(told.cost).bind(told.currency);
    tx.one(put).await?.id("id")
}

async fn put_product(tx: &mut Tx, told: &ToldProduct) -> Result<Id<ProductNoun>> {
    let (id, now): (Id<ProductNoun>, _) = (tx.new_id(), tx.now());
    let put = tx.query(
        "insert into product (organisation, id, reference, name, category, search, created_at, changed_at)
         values ($1, $2, $3, $4, $5, $6, $7, $7)
         on conflict (organisation, reference) do update set
            name = case when excluded.name = '' then product.name else excluded.name end,
            category = case when excluded.category = '' then product.category else excluded.category end,
            search = case when excluded.name = '' then product.search else excluded.search end,
            changed_at = excluded.changed_at
         returning id",
    );
    let put = put.bind(id).bind(&told.reference).bind(&told.name).bind(&told.category);
    tx.one(put.bind(search(told)).bind(now)).await?.id("id")
}

/// What one of it cost us when it was looked at; none where that is not known in this currency.
pub async fn cost_of(
    tx: &mut Tx,
    variant: Id<VariantNoun>,
    currency: Currency,
) -> Result<Option<i64>> {
    let find =
        tx.query("select cost from variant where organisation = $1 and id = $2 and currency = $3");
    let row = tx.find(find.bind(variant).bind(currency)).await?;
    row.map(|row| row.number_or_null("cost")).transpose().map(Option::flatten)
}

/// Sets what one costs us, and gives it to lines of the past that had none: a margin that was not known
/// then can be known now.
pub async fn set_cost(tx: &mut Tx, variant: Id<VariantNoun>, cost: Money) -> Result<u64> {
    let update = tx.query(
        "update variant set cost = $3,
            price = case when currency = $4 then price end, currency = $4
         where organisation = $1 and id = $2",
    );
    if tx.run(update.bind(variant).bind(cost.minor).bind(cost.currency)).await? == 0 {
        return Err(Error::Missing("product"));
    }
    let lines = tx.query(
        "update order_line set cost = quantity * $3
         where organisation = $1 and variant = $2 and cost is null and shop_order in
            (select id from shop_order where organisation = $1 and currency = $4)",
    );
    tx.run(lines.bind(variant).bind(cost.minor).bind(cost.currency)).await
}

fn read(row: &Row) -> Result<Variant> {
    let currency = row.text_or_null("currency")?.map(|c| c.parse::<Currency>()).transpose()?;
    let money = |minor: Option<i64>| Some(Money::new(minor?, currency?));
    Ok(Variant {
        id: row.id("id")?,
        product: row.id("product")?,
        reference: row.text("reference")?,
        product_reference: row.text("product_reference")?,
        product_name: row.text("product_name")?,
        category: row.text("category")?,
        name: row.text("name")?,
        sku: row.text("sku")?,
        price: money(row.number_or_null("price")?),
        cost: money(row.number_or_null("cost")?),
        changed_at: row.moment("changed_at")?,
    })
}

/// By product name; `words` narrows it.
pub async fn variants(
    tx: &mut Tx,
    words: &str,
    without_cost: bool,
    skip: usize,
) -> Result<Vec<Variant>> {
    let find = tx.query(
        "select v.id, v.product, v.reference, p.reference as product_reference, p.name as product_name,
            p.category, v.name, v.sku, v.price, v.cost, v.currency, p.changed_at
         from variant v join product p on p.organisation = $1 and p.id = v.product
         where v.organisation = $1 and (p.search like $2 or lower(v.sku) like $2)
            and ($3 = 0 or v.cost is null)
         order by p.name, v.name, v.id limit $4 offset $5",
    );
    let find = find.bind(like(words)).bind(i64::from(without_cost)).bind(PRODUCTS_PAGE).bind(skip);
    tx.list(find).await?.iter().map(read).collect()
}

pub async fn count_variants(tx: &mut Tx, words: &str, without_cost: bool) -> Result<i64> {
    let count = tx.query(
        "select count(*) as n from variant v join product p on p.organisation = $1 and p.id = v.product
         where v.organisation = $1 and (p.search like $2 or lower(v.sku) like $2)
            and ($3 = 0 or v.cost is null)",
    );
    tx.one(count.bind(like(words)).bind(i64::from(without_cost))).await?.number("n")
}

pub async fn variant(tx: &mut Tx, id: Id<VariantNoun>) -> Result<Variant> {
    let find = tx.query(
        "select v.id, v.product, v.reference, p.reference as product_reference, p.name as product_name,
            p.category, v.name, v.sku, v.price, v.cost, v.currency, p.changed_at
         from variant v join product p on p.organisation = $1 and p.id = v.product
         where v.organisation = $1 and v.id = $2",
    );
    read(&tx.find(find.bind(id)).await?.ok_or(Error::Missing("product"))?)
}

/// Words as they may stand anywhere; what has a meaning in a pattern has none here.
pub(super) fn like(words: &str) -> String {
    let plain: String =
        words.trim().to_lowercase().chars().filter(|c| !"%_\\".contains(*c)).collect();
    format!("%{plain}%")
}
