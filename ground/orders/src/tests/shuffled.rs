//! Calls come twice, late and in any order: what stands at the end is the same, and to the cent.

use deedwell_core::Timestamp;
use deedwell_store::Tx;
use serde_json::{Value, json};

use super::calls::{
    called, shopify_order, shopify_refund, stripe_event, stripe_refund, stripe_session, woo_order,
};
use super::{shop, sum, worlds};
use crate::order::Stage;
use crate::store::{self, OrdersAsk};
use crate::wire::Wire;

const ROUNDS: u64 = 6;

type OrdersDump = (
    (String, String, Stage, Timestamp),
    (i64, i64, i64, i64),
    Vec<(String, i64, i64, i64)>,
    Vec<(String, i64, Timestamp)>,
);

struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for place in (1..list.len()).rev() {
            list.swap(place, self.roll(place + 1));
        }
    }
}

type Calls = Vec<(&'static str, Value)>;

/// What a shop tells of twelve orders in a month, and what they are worth at its end: added up here, apart.
fn month(wire: Wire) -> (Calls, i64) {
    let (mut calls, mut worth) = (Vec::new(), 0);
    for number in 1..=12u64 {
        let (more, is_worth) = match wire {
            Wire::Shopify => of_shopify(number),
            Wire::WooCommerce => of_woocommerce(number),
            Wire::Stripe => of_stripe(number),
        };
        calls.extend(more);
        worth += is_worth;
    }
    (calls, worth)
}

fn of_shopify(number: u64) -> (Calls, i64) {
    let mut calls = Vec::new();
    let id = 9_000 + number;
    calls.push(("orders/create", shopify_order(id, "2026-10-05T09:00:01-05:00")));
    let mut total = 40_994;
    let mut later = shopify_order(id, "2026-10-05T11:00:01-05:00");
    if number.is_multiple_of(3) {
        // A third thing was added.
        let mut third = later["line_items"][1].clone();
        third["id"] = json!(7);
        later["line_items"].as_array_mut().unwrap().push(third);
        later["total_price"] = json!("618.94");
        total = 61_894;
    }
    calls.push(("orders/updated", later.clone()));
    if number.is_multiple_of(2) {
        let refund = shopify_refund(100 + number, id, "209.00");
        calls.push(("refunds/create", refund.clone()));
        later["refunds"] = json!([refund]);
        later["updated_at"] = json!("2026-10-06T12:00:01-05:00");
        calls.push(("orders/updated", later.clone()));
        total -= 20_900;
    }
    if number.is_multiple_of(5) {
        later["cancelled_at"] = json!("2026-10-08T12:00:00-05:00");
        later["updated_at"] = json!("2026-10-08T12:00:00-05:00");
        calls.push(("orders/cancelled", later));
        total = 0;
    }
    (calls, total)
}

fn of_woocommerce(number: u64) -> (Calls, i64) {
    let mut calls = Vec::new();
    calls.push(("order.created", woo_order(number, "pending", "2026-10-05T20:38:31")));
    calls.push(("order.updated", woo_order(number, "processing", "2026-10-05T20:40:01")));
    let mut last = woo_order(number, "completed", "2026-10-09T10:00:00");
    let mut total = 2_935;
    if number.is_multiple_of(2) {
        last["refunds"] = json!([{"id": 500 + number, "reason": "", "total": "-6.00"}]);
        total -= 600;
    }
    if number.is_multiple_of(4) {
        last["status"] = json!("cancelled");
        total = 0;
    }
    calls.push(("order.updated", last));
    (calls, total)
}

fn of_stripe(number: u64) -> (Calls, i64) {
    let mut calls = Vec::new();
    let payment = format!("pi_{number}");
    let event = |name: &str, kind: &str, at: i64, object: Value| {
        stripe_event(&format!("evt_{name}_{number}"), kind, at, object)
    };
    let session = stripe_session(&payment);
    calls.push(("", event("a", "checkout.session.completed", 1_790_000_001, session)));
    let mut worth = 11_499;
    if number.is_multiple_of(2) {
        let refund = |status| stripe_refund(&format!("re_{number}"), &payment, 1_000, status);
        calls.push(("", event("b", "refund.created", 1_790_000_100, refund("pending"))));
        worth -= 1_000;
        if number.is_multiple_of(4) {
            calls.push(("", event("c", "refund.failed", 1_790_000_900, refund("failed"))));
            worth += 1_000;
        }
    }
    (calls, worth)
}

/// All that stands of the orders, without what differs by birth.
async fn standing(tx: &mut Tx) -> Vec<OrdersDump> {
    let mut orders = store::list(tx, &OrdersAsk::default(), 1_000, 0).await.unwrap();
    orders.sort_by(|a, b| a.reference.cmp(&b.reference));
    let mut all = Vec::new();
    for order in orders {
        let lines = store::lines(tx, order.id).await.unwrap();
        let refunds = store::refunds(tx, order.id).await.unwrap();
        all.push((
            (order.reference.clone(), order.number.clone(), order.stage, order.placed_at),
            (order.total, order.refunded, order.worth(), order.counted),
            lines.iter().map(|l| (l.reference.clone(), l.quantity, l.net(), l.returned)).collect(),
            refunds.iter().map(|r| (r.reference.clone(), r.amount, r.at)).collect(),
        ));
    }
    all
}

#[tokio::test]
async fn the_order_of_arrival_is_nothing_to_the_orders() {
    for wire in Wire::ALL {
        let mut first: Option<Vec<OrdersDump>> = None;
        for round in 0..ROUNDS {
            for world in worlds().await {
                let (mut calls, worth) = month(wire);
                let mut dice = Dice(round);
                if round > 0 {
                    let again: Vec<_> =
                        (0..calls.len() / 3).map(|_| dice.roll(calls.len())).collect();
                    calls.extend(again.into_iter().map(|at| calls[at].clone()).collect::<Vec<_>>());
                    dice.shuffle(&mut calls);
                }
                let mut tx = world.tx().await;
                let shop = shop(&mut tx, wire).await;
                tx.commit().await.unwrap();
                for calls in calls.chunks(7) {
                    let mut tx = world.tx().await;
                    for (topic, body) in calls {
                        called(&mut tx, &shop, topic, body).await;
                    }
                    tx.commit().await.unwrap();
                }
                let mut tx = world.tx().await;
                let standing = standing(&mut tx).await;
                assert_eq!(
                    standing.iter().map(|(_, (_, _, worth, _), ..)| worth).sum::<i64>(),
                    worth
                );
                assert!(standing.iter().all(|(_, (_, _, worth, counted), ..)| worth == counted));
                assert_eq!(
                    *first.get_or_insert_with(|| standing.clone()),
                    standing,
                    "{wire:?} {round}"
                );
                drop(tx);
                assert_eq!(sum(&world.actions().await), worth, "{wire:?} {round}: the ledger");
                let placed =
                    world.actions().await.into_iter().filter(|a| a.name == "orders.placed");
                assert_eq!(placed.count(), 12, "{wire:?} {round}: each once");
            }
        }
    }
}
