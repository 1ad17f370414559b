//! What customers bought and gave back: orders, refunds, products, and what shops say of them.
//!
//! The rules, without database or clock: [`order`] (what is told of an order, whether it adds up, what it
//! is worth), [`amount`] (money as shops write it), [`value`] (what somebody's buying comes to). What
//! happened is told in [`deed`]; what that means, in [`MEANING`].
//!
//! Then [`store`], one function per statement, and [`acts`], the verbs: an order is told, placed, refunded,
//! given back. [`wire`] reads what Shopify, WooCommerce and Stripe send and proves that they sent it;
//! [`heard`] what servers report as events.
//!
//! An order may be told of many times, by several, late and in any order. What then stands does not depend
//! on that: [`order::Word`] says which word counts, and the ledger is told the difference that each makes.
//!
//! What people see and press is a crate of its own, in `pages`.
pub mod acts;
pub mod amount;
pub mod deed;
pub mod heard;
mod measures;
pub mod order;
pub mod store;
#[cfg(test)]
mod tests;
pub mod value;
pub mod wire;

pub use measures::MEANING;
pub use order::{Line, Order, OrderNoun, Stage, ToldLine, ToldOrder, ToldRefund};

use deedwell_store::Migration;

pub const MIGRATIONS: &[Migration] = &[Migration {
    owner: "orders",
    name: "0001_orders",
    sql: include_str!("../migrations/0001_orders.sql"),
}];
