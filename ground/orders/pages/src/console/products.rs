//! What is sold, and what it costs us: without that nobody knows a margin.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use deedwell_core::{Error, Id, Money};
use deedwell_orders::order::VariantNoun;
use deedwell_orders::store::{self, PRODUCTS_PAGE, Variant};
use deedwell_web::address::Address;
use deedwell_web::answer::{Pages, on_with};
use deedwell_web::{Answer, Form, Frame, Query, Right, StaffMember, Tx, View};
use serde::Deserialize;
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams, Clone, Debug, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct ProductsAsk {
    /// Words of the name, the category, the numbers.
    q: Option<String>,
    /// `1`: only what has no cost yet.
    unknown: Option<String>,
    page: Option<u64>,
}

impl ProductsAsk {
    fn words(&self) -> &str {
        self.q.as_deref().map(str::trim).unwrap_or_default()
    }

    fn only_unknown(&self) -> bool {
        self.unknown.as_deref().is_some_and(|u| !u.is_empty())
    }

    fn address(&self) -> String {
        let words = Some(self.words()).filter(|w| !w.is_empty());
        let unknown = self.only_unknown().then_some("1");
        let address = Address::to("/console/orders/products").with_some("q", words);
        address.with_some("unknown", unknown).to_string()
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CostForm {
    /// Of one, as people write it: `3.50`.
    cost: String,
}

#[derive(Template)]
#[template(path = "console/products.html")]
pub(super) struct Page {
    frame: Frame,
    ask: ProductsAsk,
    variants: Vec<Variant>,
    total: i64,
    pages: Pages,
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<ProductsAsk>,
) -> Answer<View<Page>> {
    let (words, unknown) = (ask.words().to_owned(), ask.only_unknown());
    let total = store::count_variants(&mut tx, &words, unknown).await?;
    let (here, per_page) = (ask.page.unwrap_or(1), PRODUCTS_PAGE as u64);
    let pages = Pages::new(here, total as u64, per_page, ask.address());
    let skip = (pages.here as usize - 1) * PRODUCTS_PAGE;
    let variants = store::variants(&mut tx, &words, unknown, skip).await?;
    Ok(View(Page { frame, ask, variants, total, pages }))
}

impl Page {
    fn name(&self, variant: &Variant) -> String {
        let name = if variant.product_name.is_empty() {
            variant.sku.clone()
        } else {
            variant.product_name.clone()
        };
        let name = if name.is_empty() { variant.product_reference.clone() } else { name };
        if variant.name.is_empty() { name } else { format!("{name} – {}", variant.name) }
    }

    fn may_change(&self) -> bool {
        self.frame.may(Right::ChangePeople)
    }

    fn cost(&self, variant: &Variant) -> String {
        variant.cost.map(|cost| cost.decimal()).unwrap_or_default()
    }

    fn currency(&self, variant: &Variant) -> String {
        let own = variant.cost.or(variant.price).map(|money| money.currency);
        own.unwrap_or(self.frame.currency()).to_string()
    }
}

pub(super) async fn cost(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<VariantNoun>>,
    Form(form): Form<CostForm>,
) -> Answer<Response> {
    let variant = store::variant(&mut tx, id).await?;
    let own = variant.cost.or(variant.price).map(|money| money.currency);
    let currency = own.unwrap_or(frame.currency());
    let cost = Money::parse(&form.cost.replace(',', "."), currency)
        .ok()
        .filter(|cost| cost.minor >= 0)
        .ok_or_else(|| {
            Error::invalid("cost", "A cost is a number such as 3.50, nought or more.")
        })?;
    let lines = store::set_cost(&mut tx, id, cost).await?;
    let detail = json!({ "cost": cost.decimal(), "currency": currency.as_str(), "lines": lines });
    let about = format!("product/{}", variant.product);
    super::audit(&mut tx, me.id, "orders.cost_set", Some(&about), &detail).await?;
    tx.commit().await?;
    Ok(on_with("/console/orders/products", "orders-said-cost"))
}
