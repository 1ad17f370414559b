//! What was earned by something that came to nothing.

use super::{plain, who, with};
use crate::acts::{self, Reversed};
use crate::scheme::{Expiry, Shortfall, Terms};

/// Points kept after a refund, and the opposite: taken back twice.
#[tokio::test]
async fn a_refund_takes_back_what_was_earned_once() {
    for shop in plain().await {
        let ada = who(&shop.customer("Ada")).await;
        shop.earns(ada, 40, "order").await;
        shop.earns(ada, 10, "other").await;
        let first = shop.takes_back("order").await;
        assert_eq!((first.amount, first.had_been_spent), (40, 0));
        assert_eq!(shop.sums(ada).await, [0, 10, 0, 0, 0]);
        assert_eq!(shop.takes_back("order").await, Reversed::default());
        assert_eq!(shop.sums(ada).await, [0, 10, 0, 0, 0]);
        let mut tx = shop.tx().await;
        let unknown = acts::reverse(&mut tx, "unknown", "").await.unwrap_err();
        assert_eq!(unknown.code(), "missing.earning");
        drop(tx);
        let told = shop.ledger().await;
        assert_eq!(told.iter().filter(|l| l.contains("points.reversed")).count(), 1);
        shop.adds_up().await;
    }
}

#[tokio::test]
async fn parts_are_taken_back_each_once_and_never_more_than_all() {
    for shop in plain().await {
        let ada = who(&shop.customer("Ada")).await;
        shop.earns(ada, 40, "order").await;
        let mut tx = shop.tx().await;
        let part = acts::reverse_part(&mut tx, "order", "refund-1", 15, "").await.unwrap();
        assert_eq!(part.amount, 15);
        let again = acts::reverse_part(&mut tx, "order", "refund-1", 15, "").await.unwrap();
        assert_eq!(again, Reversed::default());
        let rest = acts::reverse_part(&mut tx, "order", "refund-2", 99, "").await.unwrap();
        assert_eq!(rest.amount, 25);
        tx.commit().await.unwrap();
        assert_eq!(shop.sums(ada).await, [0; 5]);
        shop.adds_up().await;
    }
}

/// Already spent: it is owed, and what is earned next pays it.
#[tokio::test]
async fn what_was_spent_already_is_owed() {
    for shop in plain().await {
        let ada = who(&shop.customer("Ada")).await;
        shop.earns(ada, 40, "order").await;
        shop.earns(ada, 5, "small").await;
        shop.spends(ada, 40, "lamp").await;
        let reversed = shop.takes_back("order").await;
        assert_eq!((reversed.amount, reversed.had_been_spent), (40, 40));
        assert_eq!(shop.sums(ada).await, [0, 0, 40, 0, -35], "what was left paid its part");
        assert_eq!(shop.has(ada).await.balance(), -35);
        shop.earns(ada, 50, "next").await;
        assert_eq!(shop.sums(ada).await, [0, 15, 40, 0, 0]);
        shop.adds_up().await;
    }
}

#[tokio::test]
async fn by_setting_it_is_taken_from_what_is_pending() {
    for (shortfall, expected) in
        [(Shortfall::Negative, [30, 0, 40, 0, -40]), (Shortfall::Pending, [0, 0, 40, 0, -10])]
    {
        for shop in with(Terms { shortfall, ..Terms::default() }).await {
            let ada = who(&shop.customer("Ada")).await;
            shop.earns(ada, 40, "order").await;
            let mut tx = shop.tx().await;
            let mut pending = shop.earning(ada, 30, "pending");
            pending.pending_until = Some(acts::UNTIL_CONFIRMED);
            acts::earn(&mut tx, &pending).await.unwrap();
            tx.commit().await.unwrap();
            shop.spends(ada, 40, "lamp").await;
            shop.takes_back("order").await;
            assert_eq!(shop.sums(ada).await, expected, "{shortfall:?}");
            let mut tx = shop.tx().await;
            acts::confirm(&mut tx, "pending").await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(shop.sums(ada).await, [0, 0, 40, 0, -10], "in the end it is the same");
            shop.adds_up().await;
        }
    }
}

/// A spend is taken back: the lots from which it came are open again, with the dates they had.
#[tokio::test]
async fn what_was_spent_is_given_back_to_the_lots_it_came_from() {
    for shop in with(Terms { expiry: Expiry::After { days: 10 }, ..Terms::default() }).await {
        let ada = who(&shop.customer("Ada")).await;
        shop.earns(ada, 30, "first").await;
        shop.advance_days(5);
        shop.earns(ada, 30, "second").await;
        shop.spends(ada, 40, "lamp").await;
        let back = shop.takes_back("lamp").await;
        assert_eq!(back.amount, 40);
        assert_eq!(shop.sums(ada).await, [0, 60, 0, 0, 0]);
        assert_eq!(shop.takes_back("lamp").await, Reversed::default());
        shop.waits_days(6).await;
        assert_eq!(shop.sums(ada).await, [0, 30, 0, 30, 0], "the first ends when it would have");
        shop.spends(ada, 30, "chair").await;
        shop.waits_days(9).await;
        shop.takes_back("chair").await;
        assert_eq!(shop.keeps().await, 0, "its time was over; so it has thirty days");
        shop.waits_days(31).await;
        assert_eq!(shop.sums(ada).await, [0, 0, 0, 60, 0]);
        shop.adds_up().await;
    }
}

/// The order is refunded after its points were spent, then what they were spent on comes back too.
#[tokio::test]
async fn both_come_back() {
    for shop in plain().await {
        let ada = who(&shop.customer("Ada")).await;
        shop.earns(ada, 40, "order").await;
        shop.spends(ada, 30, "lamp").await;
        shop.takes_back("order").await;
        assert_eq!(shop.sums(ada).await, [0, 0, 30, 0, -30]);
        shop.takes_back("lamp").await;
        assert_eq!(shop.sums(ada).await, [0; 5], "nothing earned, nothing spent, nothing owed");
        // Paid with other points meanwhile: then those are hers.
        shop.earns(ada, 40, "order-2").await;
        shop.spends(ada, 40, "lamp-2").await;
        shop.takes_back("order-2").await;
        shop.earns(ada, 100, "other").await;
        assert_eq!(shop.sums(ada).await, [0, 60, 40, 0, 0]);
        shop.takes_back("lamp-2").await;
        assert_eq!(shop.sums(ada).await, [0, 100, 0, 0, 0]);
        shop.adds_up().await;
    }
}

/// What had expired was not hers any more: taking the earning back takes nothing else.
#[tokio::test]
async fn what_expired_is_not_taken_twice() {
    for shop in with(Terms { expiry: Expiry::After { days: 10 }, ..Terms::default() }).await {
        let ada = who(&shop.customer("Ada")).await;
        shop.earns(ada, 30, "order").await;
        shop.spends(ada, 10, "lamp").await;
        shop.waits_days(12).await;
        shop.earns(ada, 100, "other").await;
        let back = shop.takes_back("order").await;
        assert_eq!((back.amount, back.had_been_spent), (30, 10));
        assert_eq!(shop.sums(ada).await, [0, 90, 10, 0, 0]);
        shop.adds_up().await;
    }
}
