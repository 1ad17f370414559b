//! What is given back.

use deedwell_core::Error;

use super::{mugs, order_of, program, sum, worlds};
use crate::acts::{self, NewRefund};
use crate::store;

fn back(amount: i64, reference: &str) -> NewRefund {
    NewRefund {
        amount,
        reference: reference.into(),
        told_by: "key/till".into(),
        ..NewRefund::default()
    }
}

fn code(error: Error) -> String {
    match error {
        Error::Refused { code, .. } => code.to_owned(),
        Error::Invalid { field, .. } => format!("invalid.{field}"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_order_is_told_once_and_given_back_once() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let first = acts::tell(&mut tx, &program(), &mugs("1001")).await.unwrap();
        let again = acts::tell(&mut tx, &program(), &mugs("1001")).await.unwrap();
        assert_eq!(first, again);
        let order = acts::refund(&mut tx, first, &back(1_997, "r1")).await.unwrap();
        assert_eq!((order.worth(), order.counted, order.refundable()), (3_000, 3_000, 3_000));
        let same = acts::refund(&mut tx, first, &back(1_997, "r1")).await.unwrap();
        assert_eq!(same.refunded, 1_997, "sent again, nothing is given again");
        let other = acts::refund(&mut tx, first, &back(5, "r1")).await.unwrap_err();
        assert_eq!(code(other), "orders.refund_differs");
        let more = acts::refund(&mut tx, first, &back(3_001, "r2")).await.unwrap_err();
        assert_eq!(code(more), "invalid.amount");
        let rest = acts::refund(&mut tx, first, &back(3_000, "r2")).await.unwrap();
        assert_eq!(rest.worth(), 0);
        let over = acts::refund(&mut tx, first, &back(1, "r3")).await.unwrap_err();
        assert_eq!(code(over), "orders.refunded_already");
        tx.commit().await.unwrap();
        let lines = world.ledger().await;
        assert_eq!(lines, ["Ada orders.placed", "Ada orders.refunded", "Ada orders.refunded"]);
        assert_eq!(sum(&world.actions().await), 0);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_a_hundred_who_give_it_all_back_at_once_one_does() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let id = acts::tell(&mut tx, &program(), &mugs("1001")).await.unwrap();
        tx.commit().await.unwrap();
        let (db, organisation) = (world.db().clone(), world.organisation());
        let all = (0..100).map(|number| {
            let db = db.clone();
            tokio::spawn(async move {
                // Every tenth sends the reference of another: a retry.
                let reference = if number % 10 == 9 { "r0".into() } else { format!("r{number}") };
                let mut tx = db.write(organisation).await?;
                let order = acts::refund(&mut tx, id, &back(4_997, &reference)).await?;
                tx.commit().await?;
                Ok::<_, Error>(order.refunded)
            })
        });
        let all: Vec<_> = all.collect();
        let mut done = 0;
        for one in all {
            match one.await.unwrap() {
                Ok(refunded) => {
                    assert_eq!(refunded, 4_997);
                    done += 1;
                }
                Err(error) => assert_eq!(code(error), "orders.refunded_already"),
            }
        }
        assert!(done >= 1, "somebody was first");
        let mut tx = world.tx().await;
        let order = order_of(&mut tx, "1001").await;
        assert_eq!((order.refunded, order.worth(), order.counted), (4_997, 0, 0));
        assert_eq!(store::refunds(&mut tx, id).await.unwrap().len(), 1);
        drop(tx);
        let refunds = world.actions().await.into_iter().filter(|a| a.name == "orders.refunded");
        assert_eq!(refunds.count(), 1);
        assert_eq!(sum(&world.actions().await), 0);
    }
}

#[tokio::test]
async fn things_come_back_no_oftener_than_they_went() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let id = acts::tell(&mut tx, &program(), &mugs("1001")).await.unwrap();
        let mugs_back = |n: i64, reference: &str| NewRefund {
            lines: vec![("1".into(), n)],
            ..back(999 * n, reference)
        };
        acts::refund(&mut tx, id, &mugs_back(1, "a")).await.unwrap();
        let too_many = acts::refund(&mut tx, id, &mugs_back(2, "b")).await.unwrap_err();
        assert_eq!(code(too_many), "invalid.lines");
        let no_such = NewRefund { lines: vec![("9".into(), 1)], ..back(1, "c") };
        assert_eq!(code(acts::refund(&mut tx, id, &no_such).await.unwrap_err()), "invalid.lines");
        let nothing = acts::refund(&mut tx, id, &back(0, "d")).await.unwrap_err();
        assert_eq!(code(nothing), "invalid.amount");
        let thing = NewRefund { lines: vec![("2".into(), 1)], ..back(0, "e") };
        acts::refund(&mut tx, id, &thing).await.unwrap();
        let lines = store::lines(&mut tx, id).await.unwrap();
        let back: Vec<i64> = lines.iter().map(|l| l.returned).collect();
        assert_eq!(back, [1, 1]);
        tx.commit().await.unwrap();
        let lines = world.ledger().await;
        let want = [
            "Ada orders.placed",
            "Ada orders.refunded",
            "Ada orders.returned",
            "Ada orders.returned",
        ];
        assert_eq!(lines, want);
        let last = world.actions().await.pop().unwrap();
        assert!(last.facts.contains(r#""sku":"LAMP""#), "{}", last.facts);
        assert_eq!(last.value, None);
    }
}

#[tokio::test]
async fn what_is_cancelled_is_worth_nothing_whenever_it_is_paid_back() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let id = acts::tell(&mut tx, &program(), &mugs("1001")).await.unwrap();
        let order = acts::cancel(&mut tx, id).await.unwrap();
        assert_eq!((order.worth(), order.counted), (0, 0));
        assert_eq!(code(acts::cancel(&mut tx, id).await.unwrap_err()), "orders.cancelled_already");
        let paid_back = acts::refund(&mut tx, id, &back(4_997, "r1")).await.unwrap();
        assert_eq!((paid_back.worth(), paid_back.counted), (0, 0), "not taken off twice");
        tx.commit().await.unwrap();
        assert_eq!(sum(&world.actions().await), 0);
        let want = ["Ada orders.placed", "Ada orders.cancelled", "Ada orders.refunded"];
        assert_eq!(world.ledger().await, want);
    }
}
