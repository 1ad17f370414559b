//! What somebody's buying comes to, and what becomes of it when they are forgotten.

use deedwell_core::Money;

use super::{mugs, order_of, program, worlds};
use crate::acts::{self, NewRefund};
use crate::order::ToldOrder;
use crate::store::{self, OrdersAsk};

#[tokio::test]
async fn a_margin_is_known_once_the_costs_are() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let id = acts::tell(&mut tx, &program(), &mugs("1001")).await.unwrap();
        let next = ToldOrder { placed_at: "2026-11-09T10:00:00Z".parse().unwrap(), ..mugs("1002") };
        acts::tell(&mut tx, &program(), &next).await.unwrap();
        let back = NewRefund {
            amount: 999,
            lines: vec![("1".into(), 1)],
            told_by: "key/till".into(),
            ..NewRefund::default()
        };
        acts::refund(&mut tx, id, &back).await.unwrap();
        let order = order_of(&mut tx, "1001").await;
        let person = store::buyers(&mut tx, &[order]).await.unwrap()[0].1;
        let bought = store::bought_by(&mut tx, person).await.unwrap();
        assert_eq!((bought.orders, bought.quantity, bought.returned), (2, 6, 1));
        let sum = bought.sums[0];
        assert_eq!((sum.net().minor, sum.has_margin()), (8_995, false));
        for variant in store::variants(&mut tx, "", true, 0).await.unwrap() {
            let cost = if variant.sku == "MUG" { 300 } else { 1_000 };
            let cost = Money::new(cost, deedwell_core::Currency::GBP);
            assert_eq!(store::set_cost(&mut tx, variant.id, cost).await.unwrap(), 2);
        }
        let sum = store::bought_by(&mut tx, person).await.unwrap().sums[0];
        // 44.97 for goods of the second, less 16.00; of the first four fifths (39.98 of 49.97), less 13.00.
        let first = (4_497 * 3_998 + 4_997 / 2) / 4_997 - 1_300;
        assert_eq!(sum.margin, (4_497 - 1_600) + first);
        assert_eq!(sum.share_covered(), 1.0);
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn the_books_outlive_the_name() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        acts::tell(&mut tx, &program(), &mugs("1001")).await.unwrap();
        let identity = order_of(&mut tx, "1001").await.identity.unwrap();
        let held = store::holds(&mut tx, &[identity]).await.unwrap();
        assert_eq!(held["orders"][0]["total"], "49.97");
        assert_eq!(held["orders"][0]["lines"][0]["quantity"], 2);
        store::forget(&mut tx, &[identity]).await.unwrap();
        assert_eq!(
            store::holds(&mut tx, &[identity]).await.unwrap()["orders"],
            serde_json::json!([])
        );
        let order = order_of(&mut tx, "1001").await;
        assert_eq!((order.identity, order.total), (None, 4_997));
        let (count, sums) = store::sums(&mut tx, &OrdersAsk::default()).await.unwrap();
        assert_eq!((count, sums[0].1), (1, 4_997));
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn orders_are_found_by_what_people_remember() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        for number in ["1001", "1002", "2001"] {
            acts::tell(&mut tx, &program(), &mugs(number)).await.unwrap();
        }
        let cancelled = order_of(&mut tx, "2001").await.id;
        acts::cancel(&mut tx, cancelled).await.unwrap();
        let count = async |tx: &mut deedwell_store::Tx, ask: OrdersAsk| {
            let list = store::list(tx, &ask, 10, 0).await.unwrap();
            let (count, _) = store::sums(tx, &ask).await.unwrap();
            assert_eq!(list.len() as i64, count);
            count
        };
        let words = |words: &str| OrdersAsk { words: words.into(), ..OrdersAsk::default() };
        assert_eq!(count(&mut tx, words("100")).await, 2);
        assert_eq!(count(&mut tx, words("#2001")).await, 1);
        assert_eq!(count(&mut tx, words("%")).await, 3, "no pattern");
        let stage = Some(crate::Stage::Cancelled);
        assert_eq!(count(&mut tx, OrdersAsk { stage, ..OrdersAsk::default() }).await, 1);
        let refunded = OrdersAsk { refunded: true, ..OrdersAsk::default() };
        assert_eq!(count(&mut tx, refunded).await, 0);
        let changed = store::changed_since(&mut tx, world.now(), 10).await.unwrap();
        assert_eq!(changed.len(), 3);
        tx.commit().await.unwrap();
    }
}
