//! Many at once: nobody prints points, nobody spends them twice.

use std::sync::Arc;

use deedwell_core::{Error, Who};
use tokio::task::JoinSet;

use super::{Shop, plain, who};
use crate::acts;

const WRITERS: usize = 8;

/// The same earning, asked for by eight at once, five times each, is booked once.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn replays_at_once_are_one() {
    for shop in plain().await {
        let ada = who(&shop.customer("Ada")).await;
        let shop = Arc::new(shop);
        let mut writers = JoinSet::new();
        for _ in 0..WRITERS {
            let shop = Arc::clone(&shop);
            writers.spawn(async move {
                let mut new = 0;
                for _ in 0..5 {
                    let mut tx = shop.db().write(shop.organisation()).await.unwrap();
                    let earned = acts::earn(&mut tx, &shop.earning(ada, 10, "same")).await.unwrap();
                    tx.commit().await.unwrap();
                    new += usize::from(earned.is_new);
                }
                new
            });
        }
        let new: usize = writers.join_all().await.into_iter().sum();
        assert_eq!(new, 1);
        assert_eq!(shop.sums(ada).await, [0, 10, 0, 0, 0]);
        shop.adds_up().await;
    }
}

async fn try_to_spend(shop: &Shop, who: Who, amount: i64, key: &str) -> bool {
    loop {
        let mut tx = shop.db().write(shop.organisation()).await.unwrap();
        match acts::spend(&mut tx, &shop.spending(who, amount, key)).await {
            Ok(_) => {
                tx.commit().await.unwrap();
                return true;
            }
            Err(Error::Refused { code: "points.not_enough", .. }) => return false,
            Err(Error::TooMany { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }
}

/// A hundred points, and eight who each try to spend thirty of them at once: three can.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_spends_what_another_spent() {
    for shop in plain().await {
        let ada = who(&shop.customer("Ada")).await;
        for n in 0..10 {
            shop.earns(ada, 10, &format!("earned-{n}")).await;
        }
        let shop = Arc::new(shop);
        let mut writers = JoinSet::new();
        for n in 0..WRITERS {
            let shop = Arc::clone(&shop);
            writers.spawn(async move { try_to_spend(&shop, ada, 30, &format!("lamp-{n}")).await });
        }
        let spent = writers.join_all().await.into_iter().filter(|spent| *spent).count();
        assert_eq!(spent, 3);
        assert_eq!(shop.sums(ada).await, [0, 10, 90, 0, 0]);
        shop.adds_up().await;
    }
}

/// A refund and a purchase at once: whichever is first, in the end what was taken back is taken back.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_refund_and_a_purchase_at_once() {
    for shop in plain().await {
        let ada = who(&shop.customer("Ada")).await;
        let shop = Arc::new(shop);
        for n in 0..5 {
            shop.earns(ada, 30, &format!("order-{n}")).await;
            let (one, other) = (Arc::clone(&shop), Arc::clone(&shop));
            let spends =
                tokio::spawn(
                    async move { try_to_spend(&one, ada, 30, &format!("lamp-{n}")).await },
                );
            let refunds = tokio::spawn(async move {
                loop {
                    let mut tx = other.db().write(other.organisation()).await.unwrap();
                    match acts::reverse(&mut tx, &format!("order-{n}"), "").await {
                        Ok(reversed) => {
                            tx.commit().await.unwrap();
                            return reversed.amount;
                        }
                        Err(Error::TooMany { .. }) => {}
                        Err(error) => panic!("{error}"),
                    }
                }
            });
            assert_eq!(refunds.await.unwrap(), 30);
            if spends.await.unwrap() {
                assert_eq!(shop.has(ada).await.balance(), -30);
                shop.takes_back(&format!("lamp-{n}")).await;
            }
            assert_eq!(shop.sums(ada).await, [0; 5]);
        }
        shop.adds_up().await;
    }
}
