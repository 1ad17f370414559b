//! Orders and products for programs, as JSON.
//!
//! Ids are texts, moments RFC 3339, amounts decimals such as `"19.99"`. What is sent again with the same
//! `Idempotency-Key` is answered again and not done again; and an order is known by its reference, a refund
//! by its own, so that neither is there twice. Lists end with `next`, the `cursor` of what follows.
mod give;
mod take;

use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Id, Result};
use deedwell_orders::acts::{self, From};
use deedwell_orders::order::{Order, OrderNoun, Rank};
use deedwell_orders::store;
use deedwell_people::Proof;
use deedwell_store::Tx as Transaction;
use deedwell_web::{Answer, Json, Needs, Query, Routes, Tx, done};

use self::give::{OrderGiven, OrdersGiven, ProductGiven, ProductsGiven};
use self::take::{Nothing, OrderNew, OrdersAsk, ProductNew, ProductsAsk, RefundNew};

pub(crate) fn routes() -> Routes {
    let (read, write) = (Needs::KeyToRead, Needs::KeyToWrite);
    Routes::new("orders")
        .get("/api/orders", read, "Orders, the latest first", list)
        .query::<OrdersAsk>()
        .gives::<OrdersGiven>()
        .post("/api/orders", write, "Tell of an order, new or changed", tell)
        .json::<OrderNew>()
        .gives::<OrderGiven>()
        .get("/api/orders/{id}", read, "One order with its lines and refunds", one)
        .gives::<OrderGiven>()
        .post("/api/orders/{id}/refunds", write, "Money or goods given back", refund)
        .json::<RefundNew>()
        .gives::<OrderGiven>()
        .post("/api/orders/{id}/cancellation", write, "An order comes to nothing", cancel)
        .json::<Nothing>()
        .gives::<OrderGiven>()
        .get("/api/products", read, "Products by name, each variant", products)
        .query::<ProductsAsk>()
        .gives::<ProductsGiven>()
        .post("/api/products", write, "Tell of a product: names, price, what it costs", product)
        .json::<ProductNew>()
        .gives::<ProductGiven>()
}

fn from(tx: &Transaction) -> From {
    From {
        rank: Rank::Shop,
        shop: None,
        unit: None,
        prefix: String::new(),
        told_by: format!("key/{}", tx.key().unwrap_or_default()),
        channel: "api",
        proof: Proof::Server,
    }
}

async fn list(Tx(mut tx): Tx, Query(ask): Query<OrdersAsk>) -> Answer<axum::Json<OrdersGiven>> {
    let (most, skip) = (ask.most()?, ask.skip()?);
    let mut orders = store::list(&mut tx, &ask.ask()?, most + 1, skip).await?;
    let more = orders.len() > most;
    orders.truncate(most);
    let buyers = store::buyers(&mut tx, &orders).await?.into_iter().collect();
    let next = more.then(|| (skip + most).to_string());
    Ok(axum::Json(OrdersGiven::of(&orders, &buyers, next)))
}

async fn given(tx: &mut Transaction, order: &Order) -> Result<OrderGiven> {
    let lines = store::lines(tx, order.id).await?;
    let refunds = store::refunds(tx, order.id).await?;
    let returns = store::returns(tx, order.id).await?;
    let buyers = store::buyers(tx, std::slice::from_ref(order)).await?;
    Ok(OrderGiven::of(order, buyers.first().map(|(_, person)| *person), &lines, &refunds, &returns))
}

async fn one(Tx(mut tx): Tx, Path(id): Path<Id<OrderNoun>>) -> Answer<axum::Json<OrderGiven>> {
    let order = store::order(&mut tx, id).await?;
    Ok(axum::Json(given(&mut tx, &order).await?))
}

async fn tell(Tx(mut tx): Tx, Json(new): Json<OrderNew>) -> Answer<Response> {
    let told = new.understood(tx.now())?;
    let from = from(&tx);
    let id = acts::tell(&mut tx, &from, &told).await?;
    let order = store::order(&mut tx, id).await?;
    let given = given(&mut tx, &order).await?;
    done(tx, given).await
}

async fn refund(
    Tx(mut tx): Tx,
    Path(id): Path<Id<OrderNoun>>,
    Json(new): Json<RefundNew>,
) -> Answer<Response> {
    let order = store::order(&mut tx, id).await?;
    let told_by = from(&tx).told_by;
    let order = acts::refund(&mut tx, id, &new.understood(&order, told_by)?).await?;
    let given = given(&mut tx, &order).await?;
    done(tx, given).await
}

async fn cancel(
    Tx(mut tx): Tx,
    Path(id): Path<Id<OrderNoun>>,
    Json(Nothing {}): Json<Nothing>,
) -> Answer<Response> {
    let order = acts::cancel(&mut tx, id).await?;
    let given = given(&mut tx, &order).await?;
    done(tx, given).await
}

async fn products(
    Tx(mut tx): Tx,
    Query(ask): Query<ProductsAsk>,
) -> Answer<axum::Json<ProductsGiven>> {
    let skip = ask.skip()?;
    let words = ask.q.as_deref().unwrap_or_default();
    let found = store::variants(&mut tx, words, false, skip).await?;
    let next = (found.len() == store::PRODUCTS_PAGE).then(|| (skip + found.len()).to_string());
    Ok(axum::Json(ProductsGiven::of(&found, next)))
}

async fn product(Tx(mut tx): Tx, Json(new): Json<ProductNew>) -> Answer<Response> {
    let told = new.understood()?;
    let id = store::put_variant(&mut tx, &told).await?;
    if let (Some(cost), Some(currency)) = (told.cost, told.currency) {
        store::set_cost(&mut tx, id, deedwell_core::Money::new(cost, currency)).await?;
    }
    let given = ProductGiven::of(&store::variant(&mut tx, id).await?);
    done(tx, given).await
}
