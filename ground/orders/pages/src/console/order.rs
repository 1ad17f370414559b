//! One order: what was bought, by whom, what was given back, and how it came to us.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use deedwell_core::{Error, Id, Money, Person, Result};
use deedwell_orders::acts::{self, LONGEST_REASON, NewRefund};
use deedwell_orders::order::{Line, Order, OrderNoun, Refund, Stage};
use deedwell_orders::store::{self, Returned};
use deedwell_orders::value::{Bought, Goods, margin};
use deedwell_people::names;
use deedwell_store::Tx as Transaction;
use deedwell_web::answer::{Errors, Render, on_with};
use deedwell_web::{Answer, Form, Frame, Right, StaffMember, Tx, View};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{errors_of, href, stage_words, tone};

/// What is given back. For each line that came back a field `back-<place>` with how many.
#[derive(Deserialize, ToSchema, Default, Clone)]
#[expect(dead_code, reason = "the shape of the form, for the description of routes")]
pub(super) struct RefundForm {
    /// As people write it: `9.99`.
    amount: String,
    reason: String,
    /// Asked once and sent twice, it is done once.
    reference: String,
}

/// What was typed.
#[derive(Clone, Default)]
struct Typed {
    amount: String,
    reason: String,
    reference: String,
    /// By the place of the line.
    back: Vec<(usize, String)>,
}

impl Typed {
    fn of(pairs: Vec<(String, String)>) -> Result<Self> {
        let mut typed = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "amount" => typed.amount = value,
                "reason" => typed.reason = value,
                "reference" => typed.reference = value,
                other => {
                    let place = other.strip_prefix("back-").and_then(|p| p.parse().ok());
                    let place = place.ok_or_else(|| {
                        Error::invalid("amount", "This form has a field that it should not have.")
                    })?;
                    typed.back.push((place, value));
                }
            }
        }
        Ok(typed)
    }

    fn refund(&self, order: &Order, lines: &[Line], told_by: String) -> Result<NewRefund> {
        let amount = if self.amount.trim().is_empty() { "0" } else { self.amount.as_str() };
        let money = Money::parse(&amount.replace(',', "."), order.currency);
        let money = money.map_err(|error| match error {
            Error::Invalid { sentence, .. } => Error::invalid("amount", sentence),
            other => other,
        })?;
        let mut back = Vec::new();
        for (place, text) in self.back.iter().filter(|(_, text)| !text.trim().is_empty()) {
            let line = lines.get(*place).ok_or(Error::Missing("line"))?;
            let wrong = |_| Error::invalid("lines", "How many came back is a whole number.");
            let quantity: i64 = text.trim().parse().map_err(wrong)?;
            back.push((line.reference.clone(), quantity));
        }
        Ok(NewRefund {
            reference: self.reference.clone(),
            amount: money.minor,
            reason: self.reason.clone(),
            lines: back,
            told_by,
        })
    }
}

#[derive(Template)]
#[template(path = "console/order.html")]
pub(super) struct Page {
    frame: Frame,
    order: Order,
    lines: Vec<Line>,
    refunds: Vec<Refund>,
    returns: Vec<Returned>,
    buyer: Option<Buyer>,
    shop: String,
    errors: Errors,
    typed: Typed,
}

/// Who bought, and what their buying comes to: it belongs where somebody decides about a refund.
struct Buyer {
    href: String,
    name: String,
    bought: Bought,
}

impl Page {
    async fn load(
        tx: &mut Transaction,
        frame: Frame,
        id: Id<OrderNoun>,
        typed: Typed,
        errors: Errors,
    ) -> Result<Self> {
        let order = store::order(tx, id).await?;
        let lines = store::lines(tx, id).await?;
        let refunds = store::refunds(tx, id).await?;
        let returns = store::returns(tx, id).await?;
        let who = store::buyers(tx, std::slice::from_ref(&order)).await?;
        let buyer = match who.first() {
            Some((_, person)) => Some(Buyer::of(tx, &frame, *person).await?),
            None => None,
        };
        let shop = match order.shop {
            Some(shop) => store::shop(tx, shop).await?.name,
            None => String::new(),
        };
        Ok(Self { frame, order, lines, refunds, returns, buyer, shop, errors, typed })
    }

    fn id(&self) -> String {
        self.order.id.to_string()
    }

    fn stage(&self) -> String {
        stage_words(&self.frame, self.order.stage)
    }

    fn tone(&self) -> &'static str {
        tone(self.order.stage)
    }

    fn money(&self, minor: &i64) -> String {
        self.frame.money(&self.order.money(*minor))
    }

    fn less(&self, minor: &i64) -> String {
        self.frame.money(&self.order.money(-*minor))
    }

    fn net(&self, sum: &deedwell_orders::value::Sum) -> String {
        self.frame.money(&sum.net())
    }

    fn worth(&self) -> String {
        self.money(&self.order.worth())
    }

    /// What this order left us, where the cost of all of it is known.
    fn margin(&self) -> Option<String> {
        let kept = |line: &Line| {
            let cost = line.cost?;
            let share = line.quantity - line.returned;
            if line.quantity == 0 { Some(0) } else { Some(cost * share / line.quantity) }
        };
        let cost = self.lines.iter().map(kept).sum::<Option<i64>>();
        let goods = Goods { cost: cost.filter(|_| !self.lines.is_empty()), ..Goods::default() };
        margin(&self.order, &goods).map(|minor| self.money(&minor))
    }

    fn came_back(&self, refund: &Refund) -> String {
        let of = self.returns.iter().filter(|back| back.refund == refund.reference);
        let words = of.map(|back| {
            let line = self.lines.iter().find(|line| line.reference == back.line);
            let name = line.map(|line| self.line_name(line)).unwrap_or_default();
            format!("{} × {name}", self.frame.number(back.quantity))
        });
        words.collect::<Vec<_>>().join(", ")
    }

    fn line_name(&self, line: &Line) -> String {
        if line.name.is_empty() {
            if line.sku.is_empty() { self.frame.t("orders-goods") } else { line.sku.clone() }
        } else {
            line.name.clone()
        }
    }

    fn left(&self, line: &Line) -> i64 {
        (line.quantity - line.returned).max(0)
    }

    fn typed_back(&self, place: &usize) -> &str {
        let typed = self.typed.back.iter().find(|(at, _)| at == place);
        typed.map(|(_, text)| text.as_str()).unwrap_or_default()
    }

    fn may_refund(&self) -> bool {
        let some = self.order.refundable() > 0 || self.lines.iter().any(|l| self.left(l) > 0);
        self.frame.may(Right::ChangePeople) && self.order.was_placed && some
    }

    fn may_cancel(&self) -> bool {
        self.frame.may(Right::ChangePeople) && self.order.stage != Stage::Cancelled
    }

    fn refundable(&self) -> String {
        self.money(&self.order.refundable())
    }

    fn longest_reason(&self) -> usize {
        LONGEST_REASON
    }

    fn channel(&self) -> String {
        self.frame.channel(&self.order.channel)
    }

    fn by(&self, refund: &Refund) -> String {
        let key = match refund.told_by.split('/').next().unwrap_or_default() {
            "shop" => "orders-by-shop",
            "staff" => "orders-by-staff",
            "key" => "orders-by-key",
            "import" => "orders-by-import",
            _ => "orders-by-event",
        };
        self.frame.t(key)
    }
}

impl Buyer {
    async fn of(tx: &mut Transaction, frame: &Frame, person: Id<Person>) -> Result<Self> {
        let name = names(tx, &[person]).await?.remove(&person).filter(|name| !name.is_empty());
        Ok(Self {
            href: format!("/console/people/{person}"),
            name: name.unwrap_or_else(|| frame.t("orders-somebody")),
            bought: store::bought_by(tx, person).await?,
        })
    }

    fn rate(&self, frame: &Frame) -> String {
        self.bought.return_rate().map(|rate| frame.percent(rate)).unwrap_or_default()
    }
}

pub(super) async fn show(
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<OrderNoun>>,
) -> Answer<View<Page>> {
    // A name for what this form will do, so that pressing twice gives back once.
    let reference = format!("own/{}", tx.new_id::<OrderNoun>());
    let typed = Typed { reference, ..Typed::default() };
    Ok(View(Page::load(&mut tx, frame, id, typed, Errors::none()).await?))
}

pub(super) async fn refund(
    me: StaffMember,
    frame: Frame,
    Tx(mut tx): Tx,
    Path(id): Path<Id<OrderNoun>>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Answer<Response> {
    let typed = Typed::of(pairs)?;
    match refunded(&mut tx, &me, id, &typed).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(on_with(&href(id), "orders-said-refunded"))
        }
        Err(error) => {
            let errors = errors_of(&frame, error, "amount")?;
            let page = Page::load(&mut tx, frame, id, typed, errors).await?;
            Ok(page.respond_with(StatusCode::UNPROCESSABLE_ENTITY))
        }
    }
}

async fn refunded(
    tx: &mut Transaction,
    me: &StaffMember,
    id: Id<OrderNoun>,
    typed: &Typed,
) -> Result<()> {
    let order = store::order(tx, id).await?;
    let lines = store::lines(tx, id).await?;
    let new = typed.refund(&order, &lines, format!("staff/{}", me.id))?;
    let now = acts::refund(tx, id, &new).await?;
    let detail = serde_json::json!({ "amount": now.money(new.amount).decimal(),
        "currency": now.currency.as_str() });
    super::audit(tx, me.id, "orders.refunded", Some(&order.about()), &detail).await
}

pub(super) async fn cancel(
    me: StaffMember,
    Tx(mut tx): Tx,
    Path(id): Path<Id<OrderNoun>>,
) -> Answer<Response> {
    let order = acts::cancel(&mut tx, id).await?;
    let about = order.about();
    super::audit(&mut tx, me.id, "orders.cancelled", Some(&about), &serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(on_with(&href(id), "orders-said-cancelled"))
}
