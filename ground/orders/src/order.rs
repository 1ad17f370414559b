//! An order: what is told of it, which word counts, what it is worth.

use deedwell_core::{Currency, Error, Id, Identity, Money, Result, Timestamp, Unit};
use deedwell_people::Sign;
use serde::Serialize;

use crate::amount;

/// Marks the ids of orders, lines, shops and products.
#[derive(Debug)]
pub enum OrderNoun {}
#[derive(Debug)]
pub enum ProductNoun {}
#[derive(Debug)]
pub enum VariantNoun {}
#[derive(Debug)]
pub enum ShopNoun {}

/// Characters of an order's reference, of that of a line or a refund, of a name.
pub const LONGEST_REFERENCE: usize = 100;
pub const LONGEST_NAME: usize = 200;
/// Lines of one order, refunds of it.
pub const MOST_LINES: usize = 500;
pub const MOST_REFUNDS: usize = 200;
/// Of one line.
pub const MOST_QUANTITY: i64 = 1_000_000;

/// How far an order has come.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Others spoke of it, such as a refund that came first.
    Awaited,
    /// Not paid for yet, or not agreed.
    Open,
    Placed,
    Cancelled,
}

impl Stage {
    pub const ALL: [Self; 4] = [Self::Awaited, Self::Open, Self::Placed, Self::Cancelled];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Awaited => "awaited",
            Self::Open => "open",
            Self::Placed => "placed",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == text)
    }
}

/// Which of two words on an order counts: the shop's own before an event's, then the later, then, so that
/// every order of arrival ends alike, the one with the greater hash.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Word {
    pub rank: Rank,
    pub at: Timestamp,
    pub hash: String,
}

/// Who says so, the less exact first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Rank {
    /// Nobody yet.
    None = 0,
    /// An event of a library: no names, and revenue rather than the total.
    Event = 1,
    /// A file.
    Import = 2,
    /// The shop, or a program with a server's key.
    Shop = 3,
}

impl Rank {
    pub fn parse(number: i64) -> Self {
        match number {
            1 => Self::Event,
            2 => Self::Import,
            3 => Self::Shop,
            _ => Self::None,
        }
    }
}

/// What somebody tells of an order: all of it, as it stands for them.
#[derive(Clone, PartialEq, Debug)]
pub struct ToldOrder {
    pub reference: String,
    pub number: String,
    /// [`Stage::Open`], [`Stage::Placed`] or [`Stage::Cancelled`].
    pub stage: Stage,
    /// Whether it counted as a purchase at any time, also if it came to nothing later.
    pub was_placed: bool,
    pub placed_at: Timestamp,
    pub cancelled_at: Option<Timestamp>,
    pub currency: Currency,
    /// `None`: what the parts come to.
    pub total: Option<i64>,
    pub shipping: i64,
    pub tax: i64,
    pub tax_included: bool,
    pub discount: i64,
    pub extra: i64,
    pub lines: Vec<ToldLine>,
    pub refunds: Vec<ToldRefund>,
    /// Other names of it: of its payment, its invoice.
    pub aliases: Vec<String>,
    /// By what the buyer is known, the best first; empty for nobody.
    pub buyer: Vec<Sign>,
    pub buyer_name: String,
    /// When this word was given.
    pub at: Timestamp,
    /// `shop` for a till, `site` for a web shop; none where it is not said.
    pub channel: Option<&'static str>,
}

/// One line of an order.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ToldLine {
    /// The shop's number of the line; ''.
    pub reference: String,
    /// The shop's number of the product, of the variant; ''.
    pub product: String,
    pub variant: String,
    pub sku: String,
    pub name: String,
    pub variant_name: String,
    pub category: String,
    pub quantity: i64,
    /// For all of the line, before its discount.
    pub gross: i64,
    pub discount: i64,
}

/// Money given back, things given back, or both.
#[derive(Clone, PartialEq, Debug)]
pub struct ToldRefund {
    pub reference: String,
    pub at: Timestamp,
    pub amount: i64,
    pub reason: String,
    /// The reference of a line, and how many of it came back.
    pub lines: Vec<(String, i64)>,
    /// When this word was given.
    pub word_at: Timestamp,
}

impl ToldOrder {
    /// What its parts come to.
    ///
    /// # Errors
    /// `Invalid` beyond all bounds.
    pub fn parts(&self) -> Result<i64> {
        let mut sum: i64 = 0;
        let tax = if self.tax_included { 0 } else { self.tax };
        let lines = self.lines.iter().map(|line| line.gross - line.discount);
        for part in lines.chain([self.shipping, tax, self.extra, -self.discount]) {
            sum = sum.saturating_add(part);
        }
        amount::bounded(sum).map_err(|_| too_much("total"))
    }

    /// Whether it may be kept at all. Whether it adds up is told, not asked: a shop's own total is what
    /// was paid.
    ///
    /// # Errors
    /// `Invalid`, with the field.
    pub fn check(&self) -> Result<()> {
        checked_reference("reference", &self.reference)?;
        if self.lines.len() > MOST_LINES {
            let sentence = format!("An order has at most {MOST_LINES} lines.");
            return Err(Error::invalid("lines", sentence));
        }
        if self.refunds.len() > MOST_REFUNDS {
            let sentence = format!("An order has at most {MOST_REFUNDS} refunds.");
            return Err(Error::invalid("refunds", sentence));
        }
        for line in &self.lines {
            if !(0..=MOST_QUANTITY).contains(&line.quantity) {
                let sentence = format!("A quantity is from 0 to {MOST_QUANTITY}.");
                return Err(Error::invalid("quantity", sentence));
            }
        }
        let amounts = [self.total.unwrap_or(0), self.shipping, self.tax, self.discount, self.extra];
        let lines = self.lines.iter().flat_map(|l| [l.gross, l.discount]);
        let refunds = self.refunds.iter().map(|r| r.amount);
        for minor in amounts.into_iter().chain(lines).chain(refunds) {
            amount::bounded(minor).map_err(|_| too_much("total"))?;
        }
        self.parts().map(drop)
    }
}

fn too_much(field: &'static str) -> Error {
    Error::invalid(field, "This is more money than an order can be about.")
}

/// A reference without blanks around it.
///
/// # Errors
/// `Invalid` where it is empty, too long, or has signs that nobody can type.
pub fn checked_reference(field: &'static str, text: &str) -> Result<String> {
    let text = text.trim();
    let good = !text.is_empty()
        && text.chars().count() <= LONGEST_REFERENCE
        && text.len() <= 2 * LONGEST_REFERENCE
        && !text.chars().any(char::is_control);
    if good {
        return Ok(text.to_owned());
    }
    let sentence =
        format!("A number or name of at most {LONGEST_REFERENCE} characters is due here.");
    Err(Error::invalid(field, sentence))
}

/// An order as it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct Order {
    pub id: Id<OrderNoun>,
    pub reference: String,
    pub number: String,
    pub shop: Option<Id<ShopNoun>>,
    pub unit: Option<Id<Unit>>,
    /// Who bought.
    pub identity: Option<Id<Identity>>,
    pub stage: Stage,
    pub placed_at: Timestamp,
    pub cancelled_at: Option<Timestamp>,
    pub currency: Currency,
    pub total: i64,
    pub shipping: i64,
    pub tax: i64,
    pub tax_included: bool,
    pub discount: i64,
    pub extra: i64,
    /// The total less what the parts come to: nought where it adds up.
    pub differs: i64,
    pub channel: String,
    pub word: Word,
    pub was_placed: bool,
    pub recorded_at: Option<Timestamp>,
    pub cancel_recorded_at: Option<Timestamp>,
    /// What the ledger's lines about it come to.
    pub counted: i64,
    /// Given back so far.
    pub refunded: i64,
    pub changed_at: Timestamp,
}

impl Order {
    /// What it brought: the total less what was given back; nothing where it was cancelled. (Where more
    /// was given back than paid, less than nothing.)
    pub fn worth(&self) -> i64 {
        self.worth_with(self.refunded)
    }

    pub fn worth_with(&self, refunded: i64) -> i64 {
        match self.stage {
            _ if !self.was_placed => 0,
            Stage::Cancelled => (self.total - refunded).min(0),
            _ => self.total - refunded,
        }
    }

    /// What can still be given back.
    pub fn refundable(&self) -> i64 {
        (self.total - self.refunded).max(0)
    }

    pub fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency)
    }

    /// As the ledger names it: whoever tells of it, with whichever library.
    pub fn about(&self) -> String {
        about(&self.reference)
    }

    /// Whether so much may be given back now.
    ///
    /// # Errors
    /// `orders.not_placed`, `orders.refunded_already`, `Invalid`.
    pub fn refund(&self, amount: i64) -> Result<()> {
        if !self.was_placed {
            return Err(Error::refused(
                "orders.not_placed",
                "Nothing was paid for this order yet, so nothing can be given back.",
            ));
        }
        if amount < 0 {
            return Err(Error::invalid("amount", "What is given back is more than nought."));
        }
        if self.refundable() == 0 && amount > 0 {
            return Err(Error::refused(
                "orders.refunded_already",
                "All that was paid for this order has been given back.",
            ));
        }
        if amount > self.refundable() {
            let most = self.money(self.refundable());
            return Err(Error::invalid("amount", format!("At most {most} can be given back.")));
        }
        Ok(())
    }

    /// Whether it may be cancelled.
    ///
    /// # Errors
    /// `orders.cancelled_already`.
    pub fn cancel(&self) -> Result<()> {
        if self.stage == Stage::Cancelled {
            return Err(Error::refused(
                "orders.cancelled_already",
                "This order was cancelled before.",
            ));
        }
        Ok(())
    }
}

/// `order/1001`, as collected events about it have it.
pub fn about(reference: &str) -> String {
    format!("order/{reference}")
}

/// A line as it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    pub reference: String,
    pub variant: Option<Id<VariantNoun>>,
    /// The shop's number of the product; ''.
    pub product_reference: String,
    pub name: String,
    pub sku: String,
    pub category: String,
    pub quantity: i64,
    pub returned: i64,
    pub gross: i64,
    pub discount: i64,
    /// Of all of it; none where it is not known.
    pub cost: Option<i64>,
}

impl Line {
    pub fn net(&self) -> i64 {
        self.gross - self.discount
    }
}

/// A refund as it stands.
#[derive(Clone, PartialEq, Debug)]
pub struct Refund {
    pub reference: String,
    pub at: Timestamp,
    pub amount: i64,
    pub reason: String,
    pub told_by: String,
    /// The amount that the ledger knows.
    pub recorded: Option<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(total: i64, refunded: i64, stage: Stage) -> Order {
        let at = Timestamp::UNIX_EPOCH;
        Order {
            id: Id::from_uuid(deedwell_core::Clock::Real.new_id::<OrderNoun>().uuid()),
            reference: "1001".into(),
            number: "#1001".into(),
            shop: None,
            unit: None,
            identity: None,
            stage,
            placed_at: at,
            cancelled_at: None,
            currency: Currency::GBP,
            total,
            shipping: 0,
            tax: 0,
            tax_included: false,
            discount: 0,
            extra: 0,
            differs: 0,
            channel: "api".into(),
            word: Word { rank: Rank::Shop, at, hash: String::new() },
            was_placed: stage != Stage::Open,
            recorded_at: None,
            cancel_recorded_at: None,
            counted: 0,
            refunded,
            changed_at: at,
        }
    }

    #[test]
    fn an_order_is_worth_what_was_kept() {
        assert_eq!(order(500, 0, Stage::Open).worth(), 0);
        assert_eq!(order(500, 120, Stage::Placed).worth(), 380);
        assert_eq!(order(500, 500, Stage::Cancelled).worth(), 0);
        assert_eq!(order(500, 0, Stage::Cancelled).worth(), 0);
        assert_eq!(order(500, 600, Stage::Cancelled).worth(), -100, "a gesture beside it");
    }

    #[test]
    fn no_more_is_given_back_than_was_paid() {
        let code = |error: Error| match error {
            Error::Refused { code, .. } => code.to_owned(),
            Error::Invalid { field, .. } => field.into_owned(),
            other => panic!("{other:?}"),
        };
        assert!(order(500, 100, Stage::Placed).refund(400).is_ok());
        assert_eq!(code(order(500, 100, Stage::Placed).refund(401).unwrap_err()), "amount");
        assert_eq!(code(order(500, 100, Stage::Placed).refund(-1).unwrap_err()), "amount");
        let all = order(500, 500, Stage::Placed).refund(1).unwrap_err();
        assert_eq!(code(all), "orders.refunded_already");
        assert_eq!(code(order(5, 0, Stage::Open).refund(1).unwrap_err()), "orders.not_placed");
        let twice = order(5, 0, Stage::Cancelled).cancel().unwrap_err();
        assert_eq!(code(twice), "orders.cancelled_already");
    }

    #[test]
    fn the_later_word_of_the_better_witness_counts() {
        let word = |rank, at: i64, hash: &str| Word {
            rank,
            at: Timestamp::from_second(at).unwrap(),
            hash: hash.into(),
        };
        assert!(word(Rank::Shop, 1, "a") > word(Rank::Event, 9, "z"));
        assert!(word(Rank::Shop, 2, "a") > word(Rank::Shop, 1, "z"));
        assert!(word(Rank::Shop, 2, "b") > word(Rank::Shop, 2, "a"), "some order, always the same");
    }

    #[test]
    fn references_are_short_and_legible() {
        assert_eq!(checked_reference("reference", " 1001 ").unwrap(), "1001");
        for wrong in ["", "  ", "a\u{0}b", &"x".repeat(101), &"😀".repeat(90)] {
            assert!(checked_reference("reference", wrong).is_err(), "{wrong}");
        }
    }
}
