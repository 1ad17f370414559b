//! What staff see of orders and do to them: [`list`], one [`order`] with what can be given back, [`products`]
//! and what they cost, [`shops`] that tell us.
mod list;
mod order;
mod products;
mod shops;

use deedwell_core::behaviour::Later;
use deedwell_core::{Error, Id, Result, Staff};
use deedwell_orders::order::{OrderNoun, Stage};
use deedwell_orders::store;
use deedwell_store::Tx;
use deedwell_web::answer::Errors;
use deedwell_web::routes::Trouble;
use deedwell_web::{Frame, Needs, Right, Routes};
use jiff::SignedDuration;
use serde_json::Value;

/// Calls of a shop that could not be read are worth saying for so long.
const WORTH_SAYING: SignedDuration = SignedDuration::from_hours(7 * 24);

pub(crate) fn routes() -> Routes {
    let see = Needs::Staff(Right::SeePeople);
    let change = Needs::Staff(Right::ChangePeople);
    let export = Needs::Staff(Right::ExportPeople);
    let manage = Needs::Staff(Right::ManageKeys);
    Routes::new("orders")
        .tells(troubles)
        .get("/console/orders", see, "Orders: search, filters, sums", list::show)
        .query::<list::ListAsk>()
        .get("/console/orders/export", export, "The list as CSV", list::export)
        .query::<list::ListAsk>()
        .get("/console/orders/products", see, "What is sold, and what it costs us", products::show)
        .query::<products::ProductsAsk>()
        .post("/console/orders/products/{id}/cost", change, "What one costs us", products::cost)
        .form::<products::CostForm>()
        .get("/console/orders/shops", manage, "Shops that tell us of orders", shops::list)
        .post("/console/orders/shops", manage, "Connect a shop", shops::open)
        .form::<shops::ShopForm>()
        .get("/console/orders/shops/{id}", manage, "One shop, and what it told us", shops::show)
        .post("/console/orders/shops/{id}/secret", manage, "Another secret", shops::secret)
        .form::<shops::SecretForm>()
        .post("/console/orders/shops/{id}/closing", manage, "It tells us no more", shops::close)
        .get("/console/orders/{id}", see, "One order: lines, refunds, who bought", order::show)
        .post("/console/orders/{id}/refunds", change, "Money or goods given back", order::refund)
        .form::<order::RefundForm>()
        .post("/console/orders/{id}/cancellation", change, "It comes to nothing", order::cancel)
}

pub(crate) fn href(id: Id<OrderNoun>) -> String {
    format!("/console/orders/{id}")
}

/// Only in the audit: the ledger has what happened to the order itself.
async fn audit(
    tx: &mut Tx,
    staff: Id<Staff>,
    deed: &str,
    about: Option<&str>,
    detail: &Value,
) -> Result<()> {
    deedwell_store::audit::audit(tx, Some(staff), deed, about, detail).await
}

pub(crate) fn stage_words(frame: &Frame, stage: Stage) -> String {
    frame.t(&format!("orders-stage-{}", stage.name()))
}

const fn tone(stage: Stage) -> &'static str {
    match stage {
        Stage::Placed => "up",
        Stage::Cancelled => "down",
        Stage::Open | Stage::Awaited => "wait",
    }
}

/// The error of a form beside its field, in the reader's language where we have it. Anything else is
/// handed on.
fn errors_of(frame: &Frame, error: Error, whole: &'static str) -> Result<Errors> {
    match error {
        Error::Invalid { field, sentence } => {
            let ours = frame.try_t(&format!("orders-wrong-{field}"));
            Ok(Errors::none().and(&field, &ours.unwrap_or_else(|| sentence.into_owned())))
        }
        Error::Refused { .. } => Ok(Errors::none().and(whole, &frame.sentence(&error))),
        other => Err(other),
    }
}

/// Home says which shop sends what we cannot read.
fn troubles(tx: &mut Tx) -> Later<'_, Result<Vec<Trouble>>> {
    Box::pin(async {
        let since = tx.now().checked_sub(WORTH_SAYING).map_err(Error::fault)?;
        let unread = store::unreadable_since(tx, since).await?;
        let trouble = |(id, name, _)| Trouble {
            whose: Right::ManageKeys,
            key: "orders-trouble-unreadable",
            what: name,
            href: format!("/console/orders/shops/{id}"),
        };
        Ok(unread.into_iter().map(trouble).collect())
    })
}
