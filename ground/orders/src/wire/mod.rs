//! What shops send: who proves to have sent it, and what it says.
//!
//! Signatures are looked at over the bytes as they came, before anything is read. What is read becomes
//! [`News`], the same for all shops. Fields that we do not know are of no concern; those that we need and
//! that are missing make a call [`Unreadable`], which is kept and shown.
mod fields;
mod shopify;
mod stripe;
mod woocommerce;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use deedwell_core::{Currency, Timestamp};
use deedwell_people::Sign;
use hmac::{Hmac, KeyInit, Mac};
use jiff::civil::Date;
use sha2::Sha256;

pub use crate::amount::Unreadable;
use crate::order::{ToldOrder, ToldRefund};
use crate::store::ToldProduct;

/// How old a call of Stripe may be, in seconds, either way: what its own libraries allow.
const STRIPE_TOLERANCE_S: i64 = 300;

/// Whose calls are understood.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Wire {
    Shopify,
    WooCommerce,
    Stripe,
}

/// What a call says.
#[derive(Clone, PartialEq, Debug)]
pub enum News {
    Order(Box<ToldOrder>),
    /// Of an order by one of its names.
    Refund {
        of: String,
        currency: Currency,
        refund: ToldRefund,
    },
    Product(ToldProduct),
    Subscription(Subscription),
}

/// Something that somebody holds from one day to another.
#[derive(Clone, PartialEq, Debug)]
pub struct Subscription {
    pub reference: String,
    pub name: String,
    pub since: Option<Date>,
    pub until: Option<Date>,
    pub holder: Vec<Sign>,
    pub holder_name: String,
    /// When this word was given.
    pub at: Timestamp,
}

/// What a call has beside its body.
#[derive(Clone, Debug, Default)]
pub struct Heads<'a> {
    pub signature: Option<&'a str>,
    pub topic: Option<&'a str>,
    pub reference: Option<&'a str>,
}

impl Wire {
    pub const ALL: [Self; 3] = [Self::Shopify, Self::WooCommerce, Self::Stripe];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Shopify => "shopify",
            Self::WooCommerce => "woocommerce",
            Self::Stripe => "stripe",
        }
    }

    /// As the company writes it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Shopify => "Shopify",
            Self::WooCommerce => "WooCommerce",
            Self::Stripe => "Stripe",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|w| w.name() == text)
    }

    /// The headers that are looked at: signature, topic, the shop's own name for the call.
    pub const fn headers(self) -> [&'static str; 3] {
        match self {
            Self::Shopify => ["x-shopify-hmac-sha256", "x-shopify-topic", "x-shopify-webhook-id"],
            Self::WooCommerce => {
                ["x-wc-webhook-signature", "x-wc-webhook-topic", "x-wc-webhook-delivery-id"]
            }
            Self::Stripe => ["stripe-signature", "", ""],
        }
    }

    /// Topics to choose when the shop is asked to call us.
    pub const fn topics(self) -> &'static [&'static str] {
        match self {
            Self::Shopify => &[
                "orders/create",
                "orders/updated",
                "orders/cancelled",
                "refunds/create",
                "products/create",
                "products/update",
            ],
            Self::WooCommerce => &[
                "order.created",
                "order.updated",
                "product.created",
                "product.updated",
                "subscription.created",
                "subscription.updated",
            ],
            Self::Stripe => &[
                "checkout.session.completed",
                "checkout.session.async_payment_succeeded",
                "invoice.paid",
                "refund.created",
                "refund.updated",
                "refund.failed",
                "customer.subscription.created",
                "customer.subscription.updated",
                "customer.subscription.deleted",
            ],
        }
    }

    /// Whether whoever has the secret sent exactly these bytes (with Stripe: within five minutes).
    ///
    /// Sources: shopify.dev, "Verify webhooks"; woocommerce.com, "Webhooks"; docs.stripe.com/webhooks,
    /// "Verify manually".
    pub fn is_proven(self, secret: &str, heads: &Heads<'_>, body: &[u8], now: Timestamp) -> bool {
        let Some(signature) = heads.signature.filter(|_| !secret.is_empty()) else { return false };
        match self {
            Self::Shopify | Self::WooCommerce => STANDARD
                .decode(signature.trim())
                .is_ok_and(|signed| is_signed(secret, &[body], &signed)),
            Self::Stripe => stripe_signed(secret, signature, body, now),
        }
    }

    /// Whether it is what WooCommerce sends, unsigned, when somebody saves a webhook: it says nothing.
    pub fn is_trial(self, body: &[u8]) -> bool {
        let number = body.strip_prefix(b"webhook_id=");
        let is_number = |n: &[u8]| (1..=20).contains(&n.len()) && n.iter().all(u8::is_ascii_digit);
        self == Self::WooCommerce && number.is_some_and(is_number)
    }

    /// What it says; nothing for a topic of no concern. `scope` is where the shop's own numbers of its
    /// customers hold.
    ///
    /// # Errors
    /// What is missing or cannot be read, as a code.
    pub fn read(self, topic: &str, body: &[u8], scope: &str) -> Result<Vec<News>, Unreadable> {
        let value = serde_json::from_slice(body).map_err(|_| Unreadable("json"))?;
        match self {
            Self::Shopify => shopify::read(topic, &value, scope),
            Self::WooCommerce => woocommerce::read(topic, &value, scope),
            Self::Stripe => stripe::read(&value, scope),
        }
    }

    /// The topic of a call and the shop's own name for it: from its headers, or from the body.
    pub fn named(self, heads: &Heads<'_>, body: &[u8]) -> (String, String) {
        if self != Self::Stripe {
            let text = |head: Option<&str>| short(head.unwrap_or_default());
            return (text(heads.topic), text(heads.reference));
        }
        let value: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
        let text = |key: &str| short(value.get(key).and_then(|v| v.as_str()).unwrap_or_default());
        (text("type"), text("id"))
    }
}

/// No longer than a line of a list.
fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(crate::order::LONGEST_REFERENCE).collect()
}

fn is_signed(secret: &str, parts: &[&[u8]], signed: &[u8]) -> bool {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return false };
    parts.iter().for_each(|part| mac.update(part));
    // Takes as long whatever is wrong.
    mac.verify_slice(signed).is_ok()
}

/// `t=1700000000,v1=…,v1=…`: any of several signatures will do, for secrets are rolled.
fn stripe_signed(secret: &str, header: &str, body: &[u8], now: Timestamp) -> bool {
    let mut at = None;
    let mut signatures = Vec::new();
    for (key, value) in header.split(',').filter_map(|part| part.trim().split_once('=')) {
        match key {
            "t" => at = value.parse::<i64>().ok().map(|seconds| (value, seconds)),
            "v1" if signatures.len() < 10 => signatures.extend(from_hex(value)),
            _ => {}
        }
    }
    let Some((text, seconds)) = at else { return false };
    let is_fresh = now.as_second().abs_diff(seconds) <= STRIPE_TOLERANCE_S.unsigned_abs();
    let parts = [text.as_bytes(), b".", body];
    is_fresh && signatures.iter().any(|signed| is_signed(secret, &parts, signed))
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let byte = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    (0..text.len()).step_by(2).map(byte).collect()
}
