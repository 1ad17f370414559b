//! Customers spend what they have.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::{Error, Id, Result};
use deedwell_points::acts::{self, PayOut, PayTo};
use deedwell_points::reward::Reward;
use deedwell_points::store::{self, RedemptionNoun};
use deedwell_web::answer::{Render, on_with};
use deedwell_web::{Answer, Form, Frame, Me, Tx};
use serde::Deserialize;
use utoipa::ToSchema;

use super::mine::Page;
use crate::console::form::errors_of;

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PressForm {
    /// As the page gave it: pressed twice, it is done once.
    key: String,
}

/// Keys of presses are apart from those of programmes.
fn press(me: &Me, key: &str) -> Result<String> {
    let id = key.strip_prefix("press/").and_then(|id| id.parse::<Id<PressForm>>().ok());
    let id = id.ok_or_else(|| Error::invalid("key", "Please load the page again."))?;
    Ok(format!("site/{}/{id}", me.identity))
}

pub(super) async fn redeem(
    me: Me,
    Tx(mut tx): Tx,
    Path(id): Path<Id<Reward>>,
    Form(form): Form<PressForm>,
) -> Answer<Response> {
    let key = press(&me, &form.key)?;
    let redeemed = acts::redeem(&mut tx, me.who(), id, &key).await?;
    tx.commit().await?;
    let said = if redeemed.code.is_some() { "points-said-code" } else { "points-said-asked" };
    Ok(on_with("/points", said))
}

pub(super) async fn undo(
    me: Me,
    Tx(mut tx): Tx,
    Path(id): Path<Id<RedemptionNoun>>,
) -> Answer<Response> {
    let redemption = store::redemption(&mut tx, id).await?;
    // What somebody else asked for is not there.
    if redemption.person != Some(me.person) {
        return Err(Error::Missing("redemption").into());
    }
    acts::undo(&mut tx, None, id, "").await?;
    tx.commit().await?;
    Ok(on_with("/points", "points-said-undone"))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PayOutForm {
    /// The short word of the scheme.
    scheme: String,
    amount: String,
    /// `credit` or `charity`.
    to: String,
    key: String,
}

pub(super) async fn pay_out(
    me: Me,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<PayOutForm>,
) -> Answer<Response> {
    let key = press(&me, &form.key)?;
    let scheme = store::scheme_by_key(&mut tx, &form.scheme).await?;
    let asked = (|| {
        let amount = scheme.terms.read("amount", &form.amount)?;
        let to = PayTo::parse(&form.to)
            .ok_or_else(|| Error::invalid("to", "Please choose what becomes of them."))?;
        Ok::<_, Error>((amount, to))
    })();
    let done = match asked {
        Ok((amount, to)) => {
            let ask = PayOut { who: me.who(), scheme: scheme.id, amount, to, key };
            acts::pay_out(&mut tx, &ask).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(_) => {
            tx.commit().await?;
            Ok(on_with("/points", "points-said-paid"))
        }
        Err(error) => {
            let errors = errors_of(&frame, error, "amount")?;
            // Nothing of it is committed.
            let typed = (errors, form.amount);
            let page = Page::load(&mut tx, frame, me.person, Some(&form.scheme), typed).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}
