//! What events carry: facts with a type. Those of the specifications stand here; what an organisation
//! asks of its own names is written in the same words.

use serde::{Deserialize, Serialize};

/// What sort of value.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactType {
    Text,
    Number,
    Whole,
    YesNo,
    Money,
    Date,
    List,
}

impl FactType {
    pub const ALL: [Self; 7] =
        [Self::Text, Self::Number, Self::Whole, Self::YesNo, Self::Money, Self::Date, Self::List];

    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Whole => "whole",
            Self::YesNo => "yes_no",
            Self::Money => "money",
            Self::Date => "date",
            Self::List => "list",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|t| t.name() == text)
    }
}

use FactType::{List, Money, Number, Text, Whole, YesNo};

type Facts = &'static [(&'static str, FactType)];

const PRODUCT: Facts = &[
    ("product_id", Text),
    ("sku", Text),
    ("category", Text),
    ("name", Text),
    ("brand", Text),
    ("variant", Text),
    ("price", Money),
    ("quantity", Whole),
    ("coupon", Text),
    ("position", Whole),
    ("url", Text),
    ("image_url", Text),
];
const ORDER: Facts = &[
    ("order_id", Text),
    ("affiliation", Text),
    ("total", Money),
    ("revenue", Money),
    ("shipping", Money),
    ("tax", Money),
    ("discount", Money),
    ("coupon", Text),
    ("currency", Text),
    ("products", List),
];
const STEP: Facts =
    &[("checkout_id", Text), ("step", Whole), ("shipping_method", Text), ("payment_method", Text)];
const COUPON: Facts = &[("order_id", Text), ("cart_id", Text), ("coupon_id", Text)];
const PROMOTION: Facts =
    &[("promotion_id", Text), ("creative", Text), ("name", Text), ("position", Text)];
const WISHLIST: Facts = &[("wishlist_id", Text), ("wishlist_name", Text)];
const SHARE: Facts = &[("share_via", Text), ("share_message", Text), ("recipient", Text)];
const EMAIL: Facts =
    &[("email_id", Text), ("email_subject", Text), ("campaign_id", Text), ("campaign_name", Text)];
const VERSION: Facts = &[("version", Text), ("build", Text)];
const LINK: Facts = &[("provider", Text), ("url", Text)];

/// The facts that the specification gives an event, in its order; none for a name that it does not know.
pub fn facts_of(name: &str) -> Vec<(&'static str, FactType)> {
    let parts: &[Facts] = match name {
        "Products Searched" => &[&[("query", Text)]],
        "Product List Viewed" => &[&[("list_id", Text), ("category", Text), ("products", List)]],
        "Product List Filtered" => &[&[
            ("list_id", Text),
            ("category", Text),
            ("filters", List),
            ("sorts", List),
            ("products", List),
        ]],
        "Promotion Viewed" | "Promotion Clicked" => &[PROMOTION],
        "Product Clicked" => &[PRODUCT],
        "Product Viewed" => &[PRODUCT, &[("currency", Text), ("value", Money)]],
        "Product Added" | "Product Removed" => &[&[("cart_id", Text)], PRODUCT],
        "Cart Viewed" => &[&[("cart_id", Text), ("products", List)]],
        "Checkout Started" => &[ORDER, &[("value", Money)]],
        "Checkout Step Viewed" | "Checkout Step Completed" => &[STEP],
        "Payment Info Entered" => &[&[("order_id", Text)], STEP],
        "Order Completed" | "Completed Order" => {
            &[&[("checkout_id", Text), ("subtotal", Money)], ORDER]
        }
        "Order Updated" | "Order Cancelled" => &[ORDER],
        "Order Refunded" => {
            &[&[("order_id", Text), ("total", Money), ("currency", Text), ("products", List)]]
        }
        "Coupon Entered" => &[COUPON],
        "Coupon Applied" | "Coupon Removed" => {
            &[COUPON, &[("coupon_name", Text), ("discount", Money)]]
        }
        "Coupon Denied" => &[COUPON, &[("coupon_name", Text), ("reason", Text)]],
        "Product Added to Wishlist" | "Product Removed from Wishlist" => &[WISHLIST, PRODUCT],
        "Wishlist Product Added to Cart" => &[WISHLIST, &[("cart_id", Text)], PRODUCT],
        "Product Shared" => &[SHARE, PRODUCT],
        "Cart Shared" => &[SHARE, &[("cart_id", Text), ("products", List)]],
        "Product Reviewed" => &[&[
            ("product_id", Text),
            ("review_id", Text),
            ("review_body", Text),
            ("rating", Number),
        ]],
        "Email Delivered" | "Email Opened" | "Email Bounced" | "Email Marked as Spam" => &[EMAIL],
        "Email Link Clicked" => &[EMAIL, &[("link_id", Text), ("link_url", Text)]],
        "Unsubscribed" => &[EMAIL, &[("list_id", Text), ("list_name", Text)]],
        "Application Installed" => &[VERSION],
        "Application Opened" => &[
            &[("from_background", YesNo), ("url", Text), ("referring_application", Text)],
            VERSION,
        ],
        "Application Updated" => {
            &[&[("previous_version", Text), ("previous_build", Text)], VERSION]
        }
        "Install Attributed" => &[&[("provider", Text)]],
        "Push Notification Tapped" | "Push Notification Bounced" => &[&[("action", Text)]],
        "Deep Link Opened" | "Deep Link Clicked" => &[LINK],
        "page" => &[&[
            ("name", Text),
            ("category", Text),
            ("path", Text),
            ("referrer", Text),
            ("search", Text),
            ("title", Text),
            ("url", Text),
        ]],
        "screen" => &[&[("name", Text), ("category", Text)]],
        _ => &[],
    };
    parts.concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_have_one_name_each() {
        for planned in &crate::plan::PLANNED {
            let mut names: Vec<_> = facts_of(planned.name).into_iter().map(|(n, _)| n).collect();
            let all = names.len();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), all, "{}", planned.name);
        }
        assert!(facts_of("Order Completed").contains(&("revenue", Money)));
        assert!(facts_of("Lamp Lit").is_empty());
        assert!(FactType::ALL.iter().all(|t| FactType::parse(t.name()) == Some(*t)));
    }
}
