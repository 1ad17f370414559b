//! Who somebody is may turn out later, and be taken back; and somebody may be forgotten.

use deedwell_core::Who;
use deedwell_people::merge;

use super::{plain, who};
use crate::acts;
use crate::scheme::Terms;
use crate::store;

/// Two who turn out to be one have together what each had, and each has their own again when that was wrong.
#[tokio::test]
async fn what_two_have_adds_up_and_parts_again() {
    for shop in plain().await {
        let (ada, grace) = (who(&shop.customer("Ada")).await, who(&shop.customer("Grace")).await);
        shop.earns(ada, 30, "hers").await;
        shop.earns(grace, 50, "graces").await;
        let (Who::Customer { person: one, .. }, Who::Customer { person: other, .. }) = (ada, grace)
        else {
            unreachable!()
        };
        let mut tx = shop.tx().await;
        merge::merge(&mut tx, one, other, "One and the same", shop.mary).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(shop.sums(ada).await, [0, 80, 0, 0, 0]);
        assert_eq!(shop.sums(grace).await, [0, 80, 0, 0, 0]);
        shop.spends(grace, 60, "lamp").await;
        let mut tx = shop.tx().await;
        let all = store::balances(&mut tx, one).await.unwrap();
        assert_eq!(all[&shop.points].balance(), 20);
        let merges = merge::of_person(&mut tx, one).await.unwrap();
        merge::unmerge(&mut tx, merges[0].id, "They are two", shop.mary).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(shop.sums(ada).await, [0, 0, 30, 0, 0]);
        assert_eq!(shop.sums(grace).await, [0, 20, 30, 0, 0], "together as much as before");
        shop.takes_back("lamp").await;
        assert_eq!(shop.sums(ada).await, [0, 30, 0, 0, 0]);
        assert_eq!(shop.sums(grace).await, [0, 50, 0, 0, 0]);
        shop.adds_up().await;
    }
}

/// What one of two owes is paid by the other only while they are one.
#[tokio::test]
async fn debts_are_those_of_the_person() {
    for shop in plain().await {
        let (ada, grace) = (who(&shop.customer("Ada")).await, who(&shop.customer("Grace")).await);
        shop.earns(ada, 30, "order").await;
        shop.spends(ada, 30, "lamp").await;
        shop.takes_back("order").await;
        shop.earns(grace, 50, "graces").await;
        assert_eq!(shop.sums(grace).await, [0, 50, 0, 0, 0]);
        let (Who::Customer { person: one, .. }, Who::Customer { person: other, .. }) = (ada, grace)
        else {
            unreachable!()
        };
        let mut tx = shop.tx().await;
        merge::merge(&mut tx, one, other, "One and the same", shop.mary).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(shop.has(ada).await.balance(), 20);
        shop.earns(grace, 5, "more").await;
        assert_eq!(shop.sums(ada).await, [0, 25, 30, 0, 0], "paid when something moves");
        shop.adds_up().await;
    }
}

#[tokio::test]
async fn who_is_forgotten_has_nothing_and_the_books_add_up() {
    for shop in plain().await {
        let (ada, grace) = (who(&shop.customer("Ada")).await, who(&shop.customer("Grace")).await);
        let Who::Customer { identity, .. } = ada else { unreachable!() };
        shop.earns(ada, 30, "order").await;
        shop.earns(grace, 7, "graces").await;
        let by_hand = acts::Adjust {
            staff: shop.mary,
            identity,
            scheme: shop.points,
            amount: 5,
            why: "Ada Lovelace was kind".to_owned(),
            key: "kind".to_owned(),
        };
        let mut tx = shop.tx().await;
        acts::adjust(&mut tx, &by_hand).await.unwrap();
        let held = store::holds(&mut tx, &[identity]).await.unwrap();
        assert_eq!(held["accounts"][0]["active"], 35);
        assert_eq!(held["entries"].as_array().unwrap().len(), 2);
        assert!(held["entries"][1]["why"] == "Ada Lovelace was kind", "{held}");
        tx.commit().await.unwrap();
        shop.spends(ada, 30, "lamp").await;
        shop.takes_back("order").await;
        let mut tx = shop.tx().await;
        acts::forget(&mut tx, &[identity]).await.unwrap();
        // The rows of people go after this, in the same transaction.
        let gone = tx.query(
            "update points_entry set why = why where organisation = $1 and why like '%Ada%'",
        );
        assert_eq!(tx.run(gone).await.unwrap(), 0);
        let left = store::balance_of_identity(&mut tx, shop.points, identity).await.unwrap();
        assert_eq!((left.active, left.pending, left.owed), (0, 0, 0));
        tx.commit().await.unwrap();
        assert_eq!(shop.sums(grace).await, [0, 7, 0, 0, 0]);
        shop.adds_up().await;
    }
}

/// A job that comes late, or a refund, of somebody who was forgotten: nothing is moved, nothing fails.
#[tokio::test]
async fn what_comes_after_somebody_was_forgotten_moves_nothing() {
    for shop in super::with(Terms::default()).await {
        let ada = who(&shop.customer("Ada")).await;
        let Who::Customer { identity, person } = ada else { unreachable!() };
        let mut tx = shop.tx().await;
        let mut earn = shop.earning(ada, 30, "order");
        earn.pending_until = Some(super::at("2026-12-01T00:00:00Z"));
        acts::earn(&mut tx, &earn).await.unwrap();
        acts::forget(&mut tx, &[identity]).await.unwrap();
        for gone in [
            tx.query("delete from session where organisation = $1 and person = $2").bind(person),
            tx.query("delete from identity where organisation = $1 and id = $2").bind(identity),
            tx.query("delete from person where organisation = $1 and id = $2").bind(person),
        ] {
            tx.run(gone).await.unwrap();
        }
        tx.commit().await.unwrap();
        shop.waits_until("2026-12-02T00:00:00Z").await;
        let reversed = shop.takes_back("order").await;
        assert_eq!(reversed.entry, None);
        let mut tx = shop.tx().await;
        assert_eq!(
            acts::earn(&mut tx, &shop.earning(ada, 3, "x")).await.unwrap_err().code(),
            "missing.person"
        );
        drop(tx);
        shop.adds_up().await;
    }
}
