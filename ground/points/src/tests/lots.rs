//! What is earned has a date, and what ends first is spent first.

use super::{at, plain, who, with};
use crate::acts;
use crate::scheme::{Expiry, Terms};

/// +100 (to 31 January), +50 (for ever), spend 100 on 10 January: 50 on 1 February. Who takes what expires
/// from the balance, and not from the lot, leaves −50.
#[tokio::test]
async fn only_the_rest_that_was_not_spent_expires() {
    for shop in plain().await {
        let ada = who(&shop.customer("Ada")).await;
        let mut tx = shop.tx().await;
        let mut first = shop.earning(ada, 100, "first");
        first.expires_at = Some(at("2027-02-01T00:00:00Z"));
        acts::earn(&mut tx, &first).await.unwrap();
        acts::earn(&mut tx, &shop.earning(ada, 50, "second")).await.unwrap();
        tx.commit().await.unwrap();
        shop.waits_until("2027-01-10T12:00:00Z").await;
        shop.spends(ada, 100, "lamp").await;
        assert_eq!(shop.sums(ada).await, [0, 50, 100, 0, 0]);
        shop.waits_until("2027-02-01T00:00:01Z").await;
        assert_eq!(shop.sums(ada).await, [0, 50, 100, 0, 0]);
        shop.adds_up().await;
    }
}

#[tokio::test]
async fn what_ends_first_is_spent_first() {
    for shop in plain().await {
        let ada = who(&shop.customer("Ada")).await;
        let mut tx = shop.tx().await;
        for (key, ends) in [("late", "2027-03-01T00:00:00Z"), ("soon", "2026-12-01T00:00:00Z")] {
            let mut earn = shop.earning(ada, 30, key);
            earn.expires_at = Some(at(ends));
            acts::earn(&mut tx, &earn).await.unwrap();
        }
        tx.commit().await.unwrap();
        shop.spends(ada, 40, "lamp").await;
        shop.waits_until("2026-12-01T00:00:00Z").await;
        assert_eq!(shop.sums(ada).await, [0, 20, 40, 0, 0], "the thirty that ended were spent");
        shop.waits_until("2027-03-01T00:00:00Z").await;
        assert_eq!(shop.sums(ada).await, [0, 0, 40, 20, 0]);
        assert_eq!(shop.keeps().await, 0, "twice is once");
        let ledger = shop.ledger().await;
        assert_eq!(ledger.iter().filter(|line| *line == "Ada points.expired").count(), 1);
        shop.adds_up().await;
    }
}

/// Nobody spends what is over only because nobody has booked its end yet.
#[tokio::test]
async fn what_is_over_cannot_be_spent_before_that_is_booked() {
    for shop in with(Terms { expiry: Expiry::After { days: 10 }, ..Terms::default() }).await {
        let ada = who(&shop.customer("Ada")).await;
        shop.earns(ada, 30, "idea").await;
        shop.advance_days(11);
        assert_eq!(shop.cannot_spend(ada, 1).await, "points.not_enough");
        assert_eq!(shop.keeps().await, 1);
        assert_eq!(shop.sums(ada).await, [0, 0, 0, 30, 0]);
        shop.adds_up().await;
    }
}

/// giffgaff's rule: half-years from December and June, one roll-over.
#[tokio::test]
async fn half_years_roll_over_once() {
    let half_years = Expiry::Periods { first: 12, months: 6, roll_over: 1 };
    for shop in with(Terms { expiry: half_years, ..Terms::default() }).await {
        let ada = who(&shop.customer("Ada")).await;
        shop.earns(ada, 30, "november").await;
        shop.waits_until("2026-12-02T00:00:00Z").await;
        shop.earns(ada, 70, "december").await;
        shop.waits_until("2027-05-31T22:59:59Z").await;
        assert_eq!(shop.sums(ada).await, [0, 100, 0, 0, 0]);
        shop.waits_until("2027-05-31T23:00:00Z").await;
        assert_eq!(shop.sums(ada).await, [0, 70, 0, 30, 0], "midnight in London");
        shop.waits_until("2027-12-01T00:00:00Z").await;
        assert_eq!(shop.sums(ada).await, [0, 0, 0, 100, 0]);
        shop.adds_up().await;
    }
}

/// What waited cannot have ended while it waited.
#[tokio::test]
async fn time_to_spend_begins_when_it_can_be_spent() {
    for shop in with(Terms { expiry: Expiry::After { days: 10 }, ..Terms::default() }).await {
        let ada = who(&shop.customer("Ada")).await;
        let mut tx = shop.tx().await;
        let mut earn = shop.earning(ada, 30, "order");
        earn.pending_until = Some(at("2026-12-18T09:00:00Z"));
        let earned = acts::earn(&mut tx, &earn).await.unwrap();
        assert!(earned.pending && !earned.held);
        tx.commit().await.unwrap();
        assert_eq!(shop.cannot_spend(ada, 1).await, "points.not_enough");
        shop.waits_days(20).await;
        assert_eq!(shop.sums(ada).await, [30, 0, 0, 0, 0]);
        shop.waits_days(10).await;
        assert_eq!(shop.sums(ada).await, [0, 30, 0, 0, 0]);
        shop.waits_days(9).await;
        shop.spends(ada, 30, "lamp").await;
        let told: Vec<_> = shop.ledger().await.into_iter().filter(|l| l.contains("Ada")).collect();
        assert_eq!(told, ["Ada points.earned", "Ada points.confirmed", "Ada points.spent"]);
        let by: Vec<_> = shop
            .actions()
            .await
            .iter()
            .filter(|a| a.name.starts_with("points."))
            .map(|a| a.initiator.name())
            .collect();
        assert_eq!(
            by,
            ["company", "company", "company", "customer"],
            "what we did is no act of hers"
        );
        shop.adds_up().await;
    }
}
