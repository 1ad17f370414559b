//! Shops that tell us of their orders.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::{Error, Id, Result, Unit};
use deedwell_orders::order::ShopNoun;
use deedwell_orders::store::{self, Call, MOST_SHOPS, NewShop, Outcome, Shop};
use deedwell_orders::wire::Wire;
use deedwell_store::Tx as Transaction;
use deedwell_web::answer::{Choice, Errors, Render, on_with};
use deedwell_web::{Answer, Deedwell, Form, Frame, Site, StaffMember, Tx, View, address};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;
use utoipa::ToSchema;

use super::{audit, errors_of};

const LONGEST_SHOP: usize = 80;
const LONGEST_PREFIX: usize = 12;
const LONGEST_SECRET: usize = 255;
const SHORTEST_SECRET: usize = 8;

#[derive(Deserialize, ToSchema, Default, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct ShopForm {
    /// `shopify`, `woocommerce`, `stripe`.
    wire: String,
    name: String,
    /// With which the shop signs.
    secret: String,
    /// Before its order numbers; empty for none.
    #[serde(default)]
    prefix: String,
    /// The id of a unit; empty for none.
    #[serde(default)]
    unit: String,
}

#[derive(Deserialize, ToSchema, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct SecretForm {
    secret: String,
}

fn secret_of(text: &str) -> Result<String> {
    let text = text.trim();
    let good = (SHORTEST_SECRET..=LONGEST_SECRET).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_graphic());
    if good {
        return Ok(text.to_owned());
    }
    Err(Error::invalid("secret", "A secret has 8 to 255 letters and signs, without blanks."))
}

impl ShopForm {
    fn new_shop(&self, frame: &Frame) -> Result<NewShop> {
        let wire = Wire::parse(&self.wire)
            .ok_or_else(|| Error::invalid("wire", "Choose which shop it is."))?;
        let name = self.name.trim();
        let good = (1..=LONGEST_SHOP).contains(&name.chars().count());
        if !good || name.chars().any(char::is_control) {
            let sentence = format!("A name has 1 to {LONGEST_SHOP} characters.");
            return Err(Error::invalid("name", sentence));
        }
        let prefix = self.prefix.trim();
        let plain = prefix.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
        if !plain || prefix.len() > LONGEST_PREFIX {
            let sentence = format!("At most {LONGEST_PREFIX} letters, digits and - _ . are taken.");
            return Err(Error::invalid("prefix", sentence));
        }
        Ok(NewShop {
            wire,
            name: name.to_owned(),
            prefix: prefix.to_owned(),
            unit: self.unit(frame)?,
            secret: secret_of(&self.secret)?,
        })
    }

    fn unit(&self, frame: &Frame) -> Result<Option<Id<Unit>>> {
        if self.unit.is_empty() {
            return Ok(None);
        }
        let unit = frame.units.iter().find(|unit| unit.id.to_string() == self.unit);
        unit.map(|unit| Some(unit.id)).ok_or(Error::Missing("unit"))
    }
}

#[derive(Template)]
#[template(path = "console/shops.html")]
pub(super) struct ListPage {
    frame: Frame,
    shops: Vec<Shop>,
    typed: ShopForm,
    errors: Errors,
}

impl ListPage {
    async fn load(
        tx: &mut Transaction,
        frame: Frame,
        typed: ShopForm,
        errors: Errors,
    ) -> Result<Self> {
        let shops = store::shops(tx).await?;
        // What was typed as a secret is not shown again.
        let typed = ShopForm { secret: String::new(), ..typed };
        Ok(Self { frame, shops, typed, errors })
    }

    fn wires(&self) -> Vec<Choice> {
        let first = (String::new(), self.frame.t("orders-shop-choose"));
        let wires = Wire::ALL.map(|wire| (wire.name().to_owned(), wire.title().to_owned()));
        Choice::list(std::iter::once(first).chain(wires), &self.typed.wire)
    }

    fn units(&self) -> Vec<Choice> {
        let none = (String::new(), self.frame.t("orders-shop-no-unit"));
        let units = self.frame.units.iter().map(|unit| (unit.id.to_string(), unit.name.clone()));
        Choice::list(std::iter::once(none).chain(units), &self.typed.unit)
    }
}

pub(super) async fn list(frame: Frame, Tx(mut tx): Tx) -> Answer<View<ListPage>> {
    Ok(View(ListPage::load(&mut tx, frame, ShopForm::default(), Errors::none()).await?))
}

pub(super) async fn open(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Form(form): Form<ShopForm>,
) -> Answer<Response> {
    match opened(&mut tx, &me, &frame, &form).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(on_with(&format!("/console/orders/shops/{id}"), "orders-said-shop"))
        }
        Err(error) => {
            let errors = errors_of(&frame, error, "name")?;
            let page = ListPage::load(&mut tx, frame, form, errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

async fn opened(
    tx: &mut Transaction,
    me: &StaffMember,
    frame: &Frame,
    form: &ShopForm,
) -> Result<Id<ShopNoun>> {
    let new = form.new_shop(frame)?;
    if store::count_shops(tx).await? >= MOST_SHOPS {
        return Err(Error::refused("orders.too_many_shops", "There is no room for more shops."));
    }
    let id = store::add_shop(tx, &new).await?;
    let detail = json!({ "name": new.name, "kind": new.wire.name() });
    audit(tx, me.id, "orders.shop_connected", Some(&format!("shop/{id}")), &detail).await?;
    Ok(id)
}

#[derive(Template)]
#[template(path = "console/shop.html")]
pub(super) struct ShopPage {
    frame: Frame,
    shop: Shop,
    calls: Vec<Call>,
    /// Where the shop is to call.
    address: String,
    errors: Errors,
}

impl ShopPage {
    async fn load(
        tx: &mut Transaction,
        app: &Deedwell,
        site: &Site,
        frame: Frame,
        id: Id<ShopNoun>,
        errors: Errors,
    ) -> Result<Self> {
        let shop = store::shop(tx, id).await?;
        let calls = store::calls(tx, id).await?;
        let address = address::whole(app.settings(), site, &format!("/hooks/shops/{id}"));
        Ok(Self { frame, shop, calls, address, errors })
    }

    fn id(&self) -> String {
        self.shop.id.to_string()
    }

    fn topics(&self) -> &'static [&'static str] {
        self.shop.wire.topics()
    }

    fn where_to(&self) -> String {
        self.frame.t(&format!("orders-shop-where-{}", self.shop.wire.name()))
    }

    fn outcome(&self, call: &Call) -> (&'static str, String) {
        let tone = match call.outcome {
            Outcome::Taken => "up",
            Outcome::Left => "line",
            Outcome::Unreadable => "down",
        };
        (tone, self.frame.t(&format!("orders-call-{}", call.outcome.name())))
    }

    fn why(&self, call: &Call) -> String {
        if call.why.is_empty() {
            return String::new();
        }
        let known = self.frame.try_t(&format!("orders-why-{}", call.why.replace('.', "-")));
        known.unwrap_or_else(|| call.why.clone())
    }
}

pub(super) async fn show(
    State(app): State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<ShopNoun>>,
) -> Answer<View<ShopPage>> {
    Ok(View(ShopPage::load(&mut tx, &app, &site, frame, id, Errors::none()).await?))
}

pub(super) async fn secret(
    me: StaffMember,
    State(app): State<Deedwell>,
    site: Arc<Site>,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<ShopNoun>>,
    Form(form): Form<SecretForm>,
) -> Answer<Response> {
    let shop = store::shop(&mut tx, id).await?;
    if shop.closed_at.is_some() {
        return Err(Error::refused("orders.shop_closed", "This shop was disconnected.").into());
    }
    match secret_of(&form.secret) {
        Ok(secret) => {
            store::set_secret(&mut tx, id, &secret).await?;
            let about = format!("shop/{id}");
            audit(&mut tx, me.id, "orders.shop_secret_set", Some(&about), &json!({})).await?;
            tx.commit().await?;
            Ok(on_with(&format!("/console/orders/shops/{id}"), "orders-said-secret"))
        }
        Err(error) => {
            let errors = errors_of(&frame, error, "secret")?;
            let page = ShopPage::load(&mut tx, &app, &site, frame, id, errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

pub(super) async fn close(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<ShopNoun>>,
) -> Answer<Response> {
    let shop = store::shop(&mut tx, id).await?;
    store::close_shop(&mut tx, id).await?;
    let (about, detail) = (format!("shop/{id}"), json!({ "name": shop.name }));
    audit(&mut tx, me.id, "orders.shop_closed", Some(&about), &detail).await?;
    tx.commit().await?;
    Ok(on_with("/console/orders/shops", "orders-said-closed"))
}
