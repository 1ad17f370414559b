//! What customers see of their own orders.

use askama::Template;
use axum::extract::Path;
use deedwell_core::{Error, Id, Result};
use deedwell_orders::order::{Line, Order, OrderNoun, Refund, Stage};
use deedwell_orders::store::{self, OrdersAsk};
use deedwell_people::profile::holdings::{self, Holding};
use deedwell_web::answer::Pages;
use deedwell_web::{Answer, Frame, Me, Needs, Query, Routes, Tx, View};
use serde::Deserialize;
use utoipa::IntoParams;

pub(crate) fn routes() -> Routes {
    Routes::new("orders")
        .get("/my-orders", Needs::Customer, "My orders, and what I have", list)
        .query::<MyAsk>()
        .get("/my-orders/{id}", Needs::Customer, "One of my orders", one)
}

#[derive(Deserialize, IntoParams, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct MyAsk {
    page: Option<u64>,
}

#[derive(Template)]
#[template(path = "site/orders.html")]
pub(crate) struct ListPage {
    frame: Frame,
    orders: Vec<Order>,
    pages: Pages,
    /// What they have now: contracts, subscriptions.
    held: Vec<Holding>,
}

impl ListPage {
    fn stage(&self, order: &Order) -> String {
        mine(&self.frame, order)
    }

    fn tone(&self, order: &Order) -> &'static str {
        tone(order)
    }

    fn money(&self, order: &Order) -> String {
        self.frame.money(&order.money(order.total))
    }
}

/// In words for whoever bought.
fn mine(frame: &Frame, order: &Order) -> String {
    let key = match order.stage {
        Stage::Cancelled => "orders-mine-cancelled",
        Stage::Open | Stage::Awaited => "orders-mine-open",
        Stage::Placed if order.refunded >= order.total && order.refunded > 0 => "orders-mine-back",
        Stage::Placed if order.refunded > 0 => "orders-mine-part",
        Stage::Placed => "orders-mine-placed",
    };
    frame.t(key)
}

fn tone(order: &Order) -> &'static str {
    match order.stage {
        Stage::Cancelled => "line",
        Stage::Open | Stage::Awaited => "wait",
        Stage::Placed => "up",
    }
}

async fn list(
    me: Me,
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<MyAsk>,
) -> Answer<View<ListPage>> {
    let wanted = OrdersAsk { person: Some(me.person), ..OrdersAsk::default() };
    let (total, _) = store::sums(&mut tx, &wanted).await?;
    let per_page = store::ORDERS_PAGE;
    let pages = Pages::new(ask.page.unwrap_or(1), total as u64, per_page as u64, "/my-orders");
    let skip = (pages.here as usize - 1) * per_page;
    let orders = store::list(&mut tx, &wanted, per_page, skip).await?;
    let mut held = holdings::of(&mut tx, me.person).await?;
    held.retain(|one| one.until.is_none());
    Ok(View(ListPage { frame, orders, pages, held }))
}

#[derive(Template)]
#[template(path = "site/order.html")]
pub(crate) struct OrderPage {
    frame: Frame,
    order: Order,
    lines: Vec<Line>,
    refunds: Vec<Refund>,
}

impl OrderPage {
    fn stage(&self) -> String {
        mine(&self.frame, &self.order)
    }

    fn tone(&self) -> &'static str {
        tone(&self.order)
    }

    fn money(&self, minor: &i64) -> String {
        self.frame.money(&self.order.money(*minor))
    }

    fn less(&self, minor: &i64) -> String {
        self.frame.money(&self.order.money(-*minor))
    }

    fn net(&self, line: &Line) -> String {
        self.money(&line.net())
    }

    fn line_name(&self, line: &Line) -> String {
        match (line.name.is_empty(), line.sku.is_empty()) {
            (false, _) => line.name.clone(),
            (true, false) => line.sku.clone(),
            (true, true) => self.frame.t("orders-goods"),
        }
    }
}

async fn one(
    me: Me,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<OrderNoun>>,
) -> Answer<View<OrderPage>> {
    let order = own(&mut tx, &me, id).await?;
    let lines = store::lines(&mut tx, id).await?;
    let refunds = store::refunds(&mut tx, id).await?;
    Ok(View(OrderPage { frame, order, lines, refunds }))
}

/// An order of somebody else is not there.
async fn own(tx: &mut deedwell_store::Tx, me: &Me, id: Id<OrderNoun>) -> Result<Order> {
    let order = store::order(tx, id).await?;
    let buyers = store::buyers(tx, std::slice::from_ref(&order)).await?;
    if buyers.first().is_some_and(|(_, person)| *person == me.person) {
        Ok(order)
    } else {
        Err(Error::Missing("order"))
    }
}
