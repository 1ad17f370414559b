//! The list of orders.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use deedwell_core::{Error, Id, Money, Person, Result, Timestamp};
use deedwell_orders::order::{Order, ShopNoun, Stage};
use deedwell_orders::store::{self, OrdersAsk, Shop};
use deedwell_people::names;
use deedwell_store::Tx as Transaction;
use deedwell_web::address::Address;
use deedwell_web::answer::{Choice, Pages};
use deedwell_web::file::Csv;
use deedwell_web::{Answer, Deedwell, Frame, Query, Right, StaffMember, Tx, View};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;
use utoipa::IntoParams;

use super::{audit, href, stage_words, tone};

/// Orders of one file.
const MOST_IN_FILE: usize = 100_000;
/// Orders read at once for a file.
const AT_ONCE: usize = 1_000;

#[derive(Deserialize, IntoParams, Clone, Debug, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct ListAsk {
    /// A part of the number or the reference.
    pub q: Option<String>,
    /// `open`, `placed`, `cancelled`, `refunded`.
    pub stage: Option<String>,
    /// The id of a shop.
    pub shop: Option<String>,
    /// The id of a person.
    pub person: Option<String>,
    /// The first day, and the last.
    pub from: Option<String>,
    pub to: Option<String>,
    pub page: Option<u64>,
}

fn said(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|t| !t.is_empty())
}

fn day(field: &'static str, text: &Option<String>) -> Result<Option<Date>> {
    let unfit = |_| Error::invalid(field, "A day is written 2027-03-01.");
    said(text).map(|text| text.parse().map_err(unfit)).transpose()
}

impl ListAsk {
    fn ask(&self, frame: &Frame) -> Result<OrdersAsk> {
        let start = |day: Option<Date>, later: i64| {
            let day = day.and_then(|day| day.checked_add(later.days()).ok());
            day.and_then(|day| day.to_zoned(frame.zone.clone()).ok()).map(|z| z.timestamp())
        };
        let stage = said(&self.stage);
        Ok(OrdersAsk {
            words: said(&self.q).unwrap_or_default().to_owned(),
            stage: stage.and_then(Stage::parse).filter(|stage| *stage != Stage::Awaited),
            refunded: stage == Some("refunded"),
            // What is no id finds nothing, as an id that there is not.
            shop: said(&self.shop).and_then(|id| id.parse::<Id<ShopNoun>>().ok()),
            person: said(&self.person).and_then(|id| id.parse::<Id<Person>>().ok()),
            from: start(day("from", &self.from)?, 0),
            to: start(day("to", &self.to)?, 1),
        })
    }

    fn address(&self, path: &str) -> Address {
        Address::to(path)
            .with_some("q", said(&self.q))
            .with_some("stage", said(&self.stage))
            .with_some("shop", said(&self.shop))
            .with_some("person", said(&self.person))
            .with_some("from", said(&self.from))
            .with_some("to", said(&self.to))
    }

    fn is_filtered(&self) -> bool {
        let all = [&self.q, &self.stage, &self.shop, &self.person, &self.from, &self.to];
        all.iter().any(|f| said(f).is_some())
    }
}

#[derive(Template)]
#[template(path = "console/list.html")]
pub(super) struct Page {
    frame: Frame,
    ask: ListAsk,
    rows: Vec<Row>,
    total: i64,
    sums: Vec<Money>,
    pages: Pages,
    shops: Vec<Shop>,
    /// The person whose orders are shown, if they are one's.
    whose: String,
    any: bool,
}

struct Row {
    href: String,
    number: String,
    buyer: String,
    buyer_href: String,
    placed_at: Timestamp,
    total: Money,
    refunded: Option<Money>,
    stage: String,
    tone: &'static str,
    shop: String,
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Query(ask): Query<ListAsk>,
) -> Answer<View<Page>> {
    let wanted = ask.ask(&frame)?;
    let (total, sums) = store::sums(&mut tx, &wanted).await?;
    let base = ask.address("/console/orders").to_string();
    let per_page = store::ORDERS_PAGE;
    let pages = Pages::new(ask.page.unwrap_or(1), total as u64, per_page as u64, base);
    let skip = (pages.here as usize - 1) * per_page;
    let orders = store::list(&mut tx, &wanted, per_page, skip).await?;
    let shops = store::shops(&mut tx).await?;
    let rows = rows(&mut tx, &frame, &orders, &shops).await?;
    let whose = match wanted.person {
        Some(person) => names(&mut tx, &[person]).await?.remove(&person).unwrap_or_default(),
        None => String::new(),
    };
    let any = total > 0 || store::any(&mut tx).await?;
    let sums = sums.into_iter().map(|(currency, minor)| Money::new(minor, currency)).collect();
    Ok(View(Page { frame, ask, rows, total, sums, pages, shops, whose, any }))
}

async fn rows(
    tx: &mut Transaction,
    frame: &Frame,
    orders: &[Order],
    shops: &[Shop],
) -> Result<Vec<Row>> {
    let buyers: HashMap<_, _> = store::buyers(tx, orders).await?.into_iter().collect();
    let people: Vec<_> = buyers.values().copied().collect();
    let names = names(tx, &people).await?;
    let row = |order: &Order| {
        let person = buyers.get(&order.id);
        let name = person.and_then(|p| names.get(p)).filter(|name| !name.is_empty());
        let nameless = if person.is_some() { "orders-somebody" } else { "orders-nobody" };
        let shop = shops.iter().find(|shop| Some(shop.id) == order.shop);
        Row {
            href: href(order.id),
            number: order.number.clone(),
            buyer: name.cloned().unwrap_or_else(|| frame.t(nameless)),
            buyer_href: person.map(|p| format!("/console/people/{p}")).unwrap_or_default(),
            placed_at: order.placed_at,
            total: order.money(order.total),
            refunded: (order.refunded != 0).then(|| order.money(-order.refunded)),
            stage: stage_words(frame, order.stage),
            tone: tone(order.stage),
            shop: shop.map(|shop| shop.name.clone()).unwrap_or_default(),
        }
    };
    Ok(orders.iter().map(row).collect())
}

impl Page {
    fn q(&self) -> &str {
        self.ask.q.as_deref().unwrap_or_default()
    }

    fn from(&self) -> &str {
        self.ask.from.as_deref().unwrap_or_default()
    }

    fn to(&self) -> &str {
        self.ask.to.as_deref().unwrap_or_default()
    }

    fn person(&self) -> &str {
        said(&self.ask.person).unwrap_or_default()
    }

    fn stages(&self) -> Vec<Choice> {
        let any = (String::new(), self.frame.t("orders-any-stage"));
        let stages = [Stage::Placed, Stage::Open, Stage::Cancelled];
        let stages = stages.map(|s| (s.name().to_owned(), stage_words(&self.frame, s)));
        let refunded = ("refunded".to_owned(), self.frame.t("orders-stage-refunded"));
        let all = std::iter::once(any).chain(stages).chain([refunded]);
        Choice::list(all, said(&self.ask.stage).unwrap_or_default())
    }

    fn shop_choices(&self) -> Vec<Choice> {
        let any = (String::new(), self.frame.t("orders-any-shop"));
        let shops = self.shops.iter().map(|shop| (shop.id.to_string(), shop.name.clone()));
        let all = std::iter::once(any).chain(shops);
        Choice::list(all, said(&self.ask.shop).unwrap_or_default())
    }

    fn export_href(&self) -> String {
        self.ask.address("/console/orders/export").to_string()
    }

    fn may_export(&self) -> bool {
        self.frame.may(Right::ExportPeople)
    }

    fn may_connect(&self) -> bool {
        self.frame.may(Right::ManageKeys)
    }
}

const HEADS: [&str; 13] = [
    "id",
    "reference",
    "number",
    "stage",
    "placed_at",
    "person",
    "currency",
    "total",
    "refunded",
    "worth",
    "shipping",
    "tax",
    "shop",
];

pub(super) async fn export(
    me: StaffMember,
    frame: Frame,
    State(app): State<Deedwell>,
    Tx(mut tx): Tx,
    Query(ask): Query<ListAsk>,
) -> Answer<Response> {
    let wanted = ask.ask(&frame)?;
    let mut noted = app.db().write(tx.organisation()).await?;
    let (total, _) = store::sums(&mut noted, &wanted).await?;
    audit(&mut noted, me.id, "orders.list_exported", None, &json!({ "orders": total })).await?;
    noted.commit().await?;
    let mut csv = Csv::new(&HEADS);
    let mut skip = 0;
    loop {
        let orders = store::list(&mut tx, &wanted, AT_ONCE, skip).await?;
        let buyers: HashMap<_, _> = store::buyers(&mut tx, &orders).await?.into_iter().collect();
        for order in &orders {
            let money = |minor| order.money(minor).decimal();
            csv.row([
                order.id.to_string(),
                order.reference.clone(),
                order.number.clone(),
                order.stage.name().to_owned(),
                order.placed_at.to_string(),
                buyers.get(&order.id).map(ToString::to_string).unwrap_or_default(),
                order.currency.to_string(),
                money(order.total),
                money(order.refunded),
                money(order.worth()),
                money(order.shipping),
                money(order.tax),
                order.shop.map(|id| id.to_string()).unwrap_or_default(),
            ]);
        }
        skip += orders.len();
        if orders.len() < AT_ONCE || skip >= MOST_IN_FILE {
            return Ok(csv.answer("orders.csv"));
        }
    }
}
