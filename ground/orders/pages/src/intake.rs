//! Shops call here. Whoever has no signature of the shop's secret is nobody, whatever else they bring.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use deedwell_core::{Error, Id};
use deedwell_orders::acts::{self, Shopkeeper};
use deedwell_orders::order::ShopNoun;
use deedwell_orders::store::{self, Outcome};
use deedwell_orders::wire::Heads;
use deedwell_web::{Answer, Deedwell, Needs, Routes, Tx};
use serde_json::json;

pub(crate) fn routes() -> Routes {
    Routes::new("orders").post(
        "/hooks/shops/{id}",
        Needs::Signature,
        "What a shop tells of its orders, signed with its secret",
        called,
    )
}

async fn called(
    State(app): State<Deedwell>,
    headers: HeaderMap,
    Tx(mut tx): Tx,
    Path(id): Path<Id<ShopNoun>>,
    body: Bytes,
) -> Answer<Response> {
    let shop = store::shop(&mut tx, id).await?;
    let [signature, topic, reference] = shop.wire.headers();
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let of = |name: &'static str| if name.is_empty() { None } else { text(name) };
    let heads = Heads { signature: of(signature), topic: of(topic), reference: of(reference) };
    if heads.signature.is_none() && shop.wire.is_trial(&body) {
        return Ok(axum::Json(json!({ "outcome": "left" })).into_response());
    }
    let secret = store::secret(&mut tx, id).await?.ok_or(Error::Missing("shop"))?;
    if !shop.wire.is_proven(&secret, &heads, &body, tx.now()) {
        return Err(Error::not_allowed("This call is not signed with the shop’s secret.").into());
    }
    let outcome =
        acts::call(&mut tx, &Shopkeeper { shop: &shop, heads: &heads, body: &body }).await?;
    // On disk before the shop hears that it need not call again.
    tx.commit().await?;
    if outcome == Outcome::Taken {
        app.nudge();
    }
    Ok(axum::Json(json!({ "outcome": outcome.name() })).into_response())
}
