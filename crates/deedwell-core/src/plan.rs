//! What names that programs send mean here: the specifications of e-commerce, e-mail and mobile apps
//! that the common libraries share, name by name. What stands in the ledger is the name as it was sent;
//! the kind is applied on reading, so a plan can change without a word of the past being rewritten.
//!
//! [`own`] is what an organisation adds to it, [`facts`] what events carry.
pub mod facts;
pub mod own;

use crate::deed::Kind;

pub use facts::{FactType, facts_of};
pub use own::OwnPlan;

/// An event of the specifications.
#[derive(Clone, Copy, Debug)]
pub struct Planned {
    /// As libraries send it.
    pub name: &'static str,
    pub kind: Kind,
    /// Whether a key that anybody can read may report it. What earns, pays, or is the company's own
    /// doing comes from the company's servers alone.
    pub public: bool,
}

const fn public(name: &'static str, kind: Kind) -> Planned {
    Planned { name, kind, public: true }
}

const fn ours(name: &'static str, kind: Kind) -> Planned {
    Planned { name, kind, public: false }
}

/// Sorted by name.
pub const PLANNED: [Planned; 50] = [
    public("Application Backgrounded", "apps.backgrounded"),
    public("Application Crashed", "apps.crashed"),
    public("Application Foregrounded", "apps.foregrounded"),
    public("Application Installed", "apps.installed"),
    public("Application Opened", "apps.opened"),
    public("Application Uninstalled", "apps.uninstalled"),
    public("Application Updated", "apps.updated"),
    public("Cart Shared", "carts.shared"),
    public("Cart Viewed", "carts.viewed"),
    public("Checkout Started", "checkouts.started"),
    public("Checkout Step Completed", "checkouts.step_completed"),
    public("Checkout Step Viewed", "checkouts.step_viewed"),
    ours("Completed Order", "orders.placed"),
    public("Coupon Applied", "coupons.applied"),
    public("Coupon Denied", "coupons.denied"),
    public("Coupon Entered", "coupons.entered"),
    public("Coupon Removed", "coupons.removed"),
    public("Deep Link Clicked", "links.clicked"),
    public("Deep Link Opened", "links.opened"),
    ours("Email Bounced", "emails.bounced"),
    ours("Email Delivered", "emails.delivered"),
    ours("Email Link Clicked", "emails.link_clicked"),
    ours("Email Marked as Spam", "emails.marked_as_spam"),
    ours("Email Opened", "emails.opened"),
    public("Install Attributed", "apps.install_attributed"),
    ours("Order Cancelled", "orders.cancelled"),
    ours("Order Completed", "orders.placed"),
    ours("Order Refunded", "orders.refunded"),
    ours("Order Updated", "orders.updated"),
    public("Payment Info Entered", "checkouts.payment_entered"),
    public("Product Added", "carts.product_added"),
    public("Product Added to Wishlist", "wishlists.product_added"),
    public("Product Clicked", "products.clicked"),
    public("Product List Filtered", "products.list_filtered"),
    public("Product List Viewed", "products.list_viewed"),
    public("Product Removed", "carts.product_removed"),
    public("Product Removed from Wishlist", "wishlists.product_removed"),
    ours("Product Reviewed", "products.reviewed"),
    public("Product Shared", "products.shared"),
    public("Product Viewed", "products.viewed"),
    public("Products Searched", "products.searched"),
    public("Promotion Clicked", "promotions.clicked"),
    public("Promotion Viewed", "promotions.viewed"),
    public("Push Notification Bounced", "pushes.bounced"),
    public("Push Notification Received", "pushes.received"),
    public("Push Notification Tapped", "pushes.tapped"),
    ours("Unsubscribed", "emails.unsubscribed"),
    public("Wishlist Product Added to Cart", "wishlists.product_moved"),
    // Calls that are no events; their names are ours.
    public("page", "pages.viewed"),
    public("screen", "screens.viewed"),
];

/// What a name means, if it is one of the specifications.
pub fn planned(name: &str) -> Option<&'static Planned> {
    let place = PLANNED.binary_search_by(|planned| planned.name.cmp(name)).ok()?;
    PLANNED.get(place)
}

/// Whether this kind is one of the specifications'.
pub fn is_planned_kind(kind: &str) -> bool {
    PLANNED.iter().any(|planned| planned.kind == kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plan_is_in_order() {
        assert!(PLANNED.is_sorted_by(|a, b| a.name < b.name));
        for one in &PLANNED {
            assert!(crate::deed::is_kind(one.kind), "{}", one.kind);
            assert_eq!(planned(one.name).map(|p| p.kind), Some(one.kind));
            let earns = ["orders.", "emails.", "points."].iter().any(|a| one.kind.starts_with(a));
            assert!(!(earns && one.public), "{} is for servers", one.name);
        }
        assert!(planned("order completed").is_none() && planned("").is_none());
    }
}
