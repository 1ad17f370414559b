//! What programs send.

use deedwell_core::{Currency, Error, Id, Money, Person, Result, Timestamp};
use deedwell_orders::acts::NewRefund;
use deedwell_orders::order::{
    LONGEST_NAME, Order, ShopNoun, Stage, ToldLine, ToldOrder, checked_reference,
};
use deedwell_orders::store::{self, ToldProduct};
use deedwell_people::{IdentityKind, Sign};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// Orders of a list that are given unless said otherwise, and at most.
const USUAL: usize = 20;
const MOST: usize = 100;
/// The furthest place of a list: beyond it one narrows the question.
const FURTHEST: usize = 1_000_000;
/// By how many signs a buyer may be named.
const MOST_SIGNS: usize = 5;

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct OrdersAsk {
    /// A part of the number or the reference.
    q: Option<String>,
    /// `open`, `placed`, `cancelled`.
    stage: Option<String>,
    /// Those of one customer.
    person: Option<String>,
    /// Those that one shop told of.
    shop: Option<String>,
    /// Placed at this moment or later.
    from: Option<String>,
    /// Placed before this moment.
    to: Option<String>,
    /// What the page before gave as `next`; none: from the beginning.
    cursor: Option<String>,
    /// 1 to 100; 20 unless said otherwise.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
}

fn id<T: ?Sized>(field: &'static str, text: Option<&String>) -> Result<Option<Id<T>>> {
    let unfit = |_| Error::invalid(field, "This is no id.");
    text.filter(|t| !t.is_empty()).map(|t| t.parse().map_err(unfit)).transpose()
}

fn moment(field: &'static str, text: Option<&String>) -> Result<Option<Timestamp>> {
    let unfit = |_| Error::invalid(field, "A moment is written 2027-03-01T09:00:00Z.");
    text.filter(|t| !t.is_empty()).map(|t| t.parse().map_err(unfit)).transpose()
}

fn place(cursor: Option<&String>) -> Result<usize> {
    let unfit = || Error::invalid("cursor", "This is no place in the list.");
    let place = cursor.map(|text| text.parse().ok().filter(|place| *place <= FURTHEST));
    place.map_or(Ok(0), |place| place.ok_or_else(unfit))
}

impl OrdersAsk {
    pub fn ask(&self) -> Result<store::OrdersAsk> {
        let stage = self.stage.as_deref().filter(|s| !s.is_empty()).map(|text| {
            let stage = Stage::parse(text).filter(|stage| *stage != Stage::Awaited);
            stage.ok_or_else(|| Error::invalid("stage", "A stage is open, placed or cancelled."))
        });
        Ok(store::OrdersAsk {
            words: self.q.clone().unwrap_or_default(),
            stage: stage.transpose()?,
            refunded: false,
            shop: id::<ShopNoun>("shop", self.shop.as_ref())?,
            person: id::<Person>("person", self.person.as_ref())?,
            from: moment("from", self.from.as_ref())?,
            to: moment("to", self.to.as_ref())?,
        })
    }

    pub fn skip(&self) -> Result<usize> {
        place(self.cursor.as_ref())
    }

    pub fn most(&self) -> Result<usize> {
        let limit = self.limit.unwrap_or(USUAL);
        let unfit = || Error::invalid("limit", format!("A limit is from 1 to {MOST}."));
        (1..=MOST).contains(&limit).then_some(limit).ok_or_else(unfit)
    }
}

/// An identity by which your server knows a customer. It vouches for it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BuyerBy {
    /// `email`, `phone`, `login`, `card`, `import`.
    kind: String,
    value: String,
    /// Where a log-in, a card or another system's id is valid.
    #[serde(default)]
    scope: String,
}

impl BuyerBy {
    fn sign(&self) -> Result<Sign> {
        let kind = IdentityKind::parse(&self.kind).filter(|kind| *kind != IdentityKind::Browser);
        let kind = kind.ok_or_else(|| {
            Error::invalid("kind", "A kind is email, phone, login, card or import.")
        })?;
        Sign::new(kind, &self.value, &self.scope)
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LineNew {
    /// Your number of the line; needed to say later that some of it came back.
    #[serde(default)]
    reference: String,
    /// Your number of the product, and of its variant.
    #[serde(default)]
    product: String,
    #[serde(default)]
    variant: String,
    #[serde(default)]
    sku: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    category: String,
    quantity: i64,
    /// For all of the line, before its discount: `"19.98"`.
    amount: String,
    /// `"0"` unless said.
    discount: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OrderNew {
    /// Yours; told again, the order is changed.
    reference: String,
    /// As people call it; the reference unless said.
    #[serde(default)]
    number: String,
    /// `placed` unless said: `open` while it is not paid for, `cancelled`.
    stage: Option<String>,
    /// Now unless said.
    placed_at: Option<String>,
    /// When your word on it was given: of two, the later counts. Now unless said.
    changed_at: Option<String>,
    /// `GBP`
    currency: String,
    lines: Vec<LineNew>,
    /// By whom; the first is the one that is seen. None for nobody you know.
    #[serde(default)]
    customer: Vec<BuyerBy>,
    #[serde(default)]
    customer_name: String,
    /// Beside those of lines.
    discount: Option<String>,
    shipping: Option<String>,
    tax: Option<String>,
    /// Whether the amounts of lines and delivery have the tax in them.
    #[serde(default)]
    tax_included: bool,
    /// What was paid; worked out unless said, and compared if it is.
    total: Option<String>,
}

fn amount(field: &'static str, text: Option<&String>, currency: Currency) -> Result<i64> {
    let Some(text) = text else { return Ok(0) };
    let money = Money::parse(text, currency).map_err(|error| match error {
        Error::Invalid { sentence, .. } => Error::invalid(field, sentence),
        other => other,
    })?;
    let least = if field == "total" { i64::MIN } else { 0 };
    if money.minor >= least {
        return Ok(money.minor);
    }
    Err(Error::invalid(field, "This is nought or more."))
}

fn named(field: &'static str, text: &str) -> Result<String> {
    let text = text.trim();
    let good = text.chars().count() <= LONGEST_NAME && !text.chars().any(char::is_control);
    let sentence = || format!("A name has at most {LONGEST_NAME} characters.");
    if good { Ok(text.to_owned()) } else { Err(Error::invalid(field, sentence())) }
}

/// '' or a reference.
fn referred(field: &'static str, text: &str) -> Result<String> {
    if text.trim().is_empty() { Ok(String::new()) } else { checked_reference(field, text) }
}

impl LineNew {
    fn understood(&self, currency: Currency) -> Result<ToldLine> {
        Ok(ToldLine {
            reference: referred("reference", &self.reference)?,
            product: referred("product", &self.product)?,
            variant: referred("variant", &self.variant)?,
            sku: referred("sku", &self.sku)?,
            name: named("name", &self.name)?,
            variant_name: String::new(),
            category: named("category", &self.category)?,
            quantity: self.quantity,
            gross: amount("amount", Some(&self.amount), currency)?,
            discount: amount("discount", self.discount.as_ref(), currency)?,
        })
    }
}

impl OrderNew {
    pub fn understood(&self, now: Timestamp) -> Result<ToldOrder> {
        let currency: Currency = self.currency.parse()?;
        let stage = match self.stage.as_deref() {
            None | Some("placed") => Stage::Placed,
            Some("open") => Stage::Open,
            Some("cancelled") => Stage::Cancelled,
            Some(_) => {
                return Err(Error::invalid("stage", "A stage is open, placed or cancelled."));
            }
        };
        if self.customer.len() > MOST_SIGNS {
            let sentence = format!("A customer is named by at most {MOST_SIGNS} signs.");
            return Err(Error::invalid("customer", sentence));
        }
        let reference = checked_reference("reference", &self.reference)?;
        let number = named("number", &self.number)?;
        let at = moment("changed_at", self.changed_at.as_ref())?.unwrap_or(now);
        if at > now {
            return Err(Error::invalid("changed_at", "This is yet to come."));
        }
        let placed_at = moment("placed_at", self.placed_at.as_ref())?.unwrap_or(now);
        if placed_at > now {
            return Err(Error::invalid("placed_at", "This is yet to come."));
        }
        let lines = self.lines.iter().map(|line| line.understood(currency));
        let total = self.total.as_ref();
        let told = ToldOrder {
            number: if number.is_empty() { reference.clone() } else { number },
            stage,
            was_placed: stage != Stage::Open,
            placed_at,
            cancelled_at: (stage == Stage::Cancelled).then_some(at),
            currency,
            total: total.map(|total| amount("total", Some(total), currency)).transpose()?,
            shipping: amount("shipping", self.shipping.as_ref(), currency)?,
            tax: amount("tax", self.tax.as_ref(), currency)?,
            tax_included: self.tax_included,
            discount: amount("discount", self.discount.as_ref(), currency)?,
            extra: 0,
            lines: lines.collect::<Result<_>>()?,
            refunds: Vec::new(),
            aliases: Vec::new(),
            buyer: self.customer.iter().map(BuyerBy::sign).collect::<Result<_>>()?,
            buyer_name: named("customer_name", &self.customer_name)?,
            at,
            channel: None,
            reference,
        };
        told.check()?;
        adds_up(told)
    }
}

/// A program can be told that its sums are wrong; a shop cannot.
fn adds_up(told: ToldOrder) -> Result<ToldOrder> {
    let parts = told.parts()?;
    if told.total.is_none_or(|total| total == parts) {
        return Ok(told);
    }
    let come_to = Money::new(parts, told.currency).decimal();
    let sentence = format!("Lines, discounts, delivery and tax come to {come_to}.");
    Err(Error::invalid("total", sentence))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BackNew {
    /// The reference of the line.
    line: String,
    quantity: i64,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RefundNew {
    /// Yours; sent again, nothing is given back again.
    #[serde(default)]
    reference: String,
    /// `"9.99"`; `"0"` where only goods came back.
    amount: String,
    #[serde(default)]
    reason: String,
    /// Goods that came back.
    #[serde(default)]
    lines: Vec<BackNew>,
}

impl RefundNew {
    pub fn understood(self, order: &Order, told_by: String) -> Result<NewRefund> {
        Ok(NewRefund {
            amount: amount("amount", Some(&self.amount), order.currency)?,
            reference: referred("reference", &self.reference)?,
            reason: self.reason,
            lines: self.lines.into_iter().map(|back| (back.line, back.quantity)).collect(),
            told_by,
        })
    }
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub(super) struct ProductsAsk {
    /// Words of the name, the category, the numbers.
    pub q: Option<String>,
    /// What the page before gave as `next`; none: from the beginning.
    cursor: Option<String>,
}

impl ProductsAsk {
    pub fn skip(&self) -> Result<usize> {
        place(self.cursor.as_ref())
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ProductNew {
    /// Your number of the product; told again, it is changed.
    reference: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    category: String,
    /// Your number of the variant; none where there is but one.
    #[serde(default)]
    variant: String,
    #[serde(default)]
    variant_name: String,
    #[serde(default)]
    sku: String,
    /// Of one: `"9.99"`.
    price: Option<String>,
    /// What one costs you. Lines of the past whose cost was unknown get it, too.
    cost: Option<String>,
    /// Of both.
    currency: Option<String>,
}

impl ProductNew {
    pub fn understood(&self) -> Result<ToldProduct> {
        let currency = self.currency.as_deref().map(str::parse::<Currency>).transpose()?;
        let money = |field: &'static str, text: &Option<String>| match (text, currency) {
            (None, _) => Ok(None),
            (Some(_), None) => {
                Err(Error::invalid("currency", "In which currency is the price or the cost?"))
            }
            (Some(text), Some(currency)) => amount(field, Some(text), currency).map(Some),
        };
        Ok(ToldProduct {
            reference: checked_reference("reference", &self.reference)?,
            name: named("name", &self.name)?,
            category: named("category", &self.category)?,
            variant: referred("variant", &self.variant)?,
            variant_name: named("variant_name", &self.variant_name)?,
            sku: referred("sku", &self.sku)?,
            price: money("price", &self.price)?,
            cost: money("cost", &self.cost)?,
            currency,
        })
    }
}

/// `{}`
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}
