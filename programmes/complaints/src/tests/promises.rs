//! Promises: each is broken by time alone, once, and what was promised before stays promised.

use deedwell_calendar::{Term, TermUnit};

use super::world::{RUTH, customer, does, offer, worlds};
use crate::acts;
use crate::promise::{Promise, Promised};
use crate::redress::Redress;
use crate::store;

#[tokio::test]
async fn what_nobody_kept_is_counted_once_by_time_alone() {
    for world in worlds().await {
        let id = world.complains(customer(1), "Nobody answers.").await;
        let kept = world.complains(customer(2), "Nobody answers me.").await;
        world.offers(kept, &offer(Redress::Apology, 0)).await;
        assert_eq!(world.keeps().await, 0);
        world.days(2);
        assert_eq!(world.keeps().await, 1);
        assert_eq!(world.keeps().await, 0);
        world.days(10);
        assert_eq!(world.keeps().await, 1);
        world.days(60);
        // The end of both: that of the other waits for its customer, and for us all the same.
        assert_eq!(world.keeps().await, 2);
        let mut tx = world.tx().await;
        let broken = store::breaches(&mut tx, id).await.unwrap();
        assert_eq!(broken, Promised::ALL);
        assert_eq!(store::breaches(&mut tx, kept).await.unwrap(), [Promised::End]);
        drop(tx);
        let told = world.ledger().await;
        assert_eq!(told.iter().filter(|line| *line == "system promise_broken").count(), 4);
    }
}

#[tokio::test]
async fn an_answer_that_came_late_is_late_however_late_it_is_looked_at() {
    for world in worlds().await {
        let id = world.complains(customer(1), "Slow.").await;
        world.days(3);
        does!(world, tx, acts::acknowledge(tx, RUTH, id, "At last.")).unwrap();
        assert_eq!(world.keeps().await, 1);
        let since = "2026-01-01T00:00:00Z".parse().unwrap();
        let report = crate::report::report(&mut world.tx().await, since).await.unwrap();
        assert_eq!(report.broken[&Promised::Acknowledgement], 1);
        assert_eq!((report.complaints, report.until[0].subjects), (1, 1));
        assert_eq!(report.until[0].median(), Some(3.0));
        assert_eq!(report.kept[1], None, "the answer has time yet");
        assert!(report.satisfied.is_none());
    }
}

#[tokio::test]
async fn what_was_promised_stays_promised() {
    for world in worlds().await {
        let before = world.complains(customer(1), "Before.").await;
        let hours = |n| Term::new(n, TermUnit::BusinessHours).unwrap();
        let promise = Promise { acknowledgement: hours(2), ..Promise::default() };
        let new = does!(world, tx, acts::set_promise(tx, RUTH, promise)).unwrap();
        assert_eq!(new.version, 1);
        let same = does!(world, tx, acts::set_promise(tx, RUTH, promise)).unwrap();
        assert_eq!(same.version, 1);
        let after = world.complains(customer(2), "After.").await;
        let (before, after) = (world.complaint(before).await, world.complaint(after).await);
        assert_eq!((before.promise, after.promise), (0, 1));
        assert_eq!(before.dues.acknowledgement.to_string(), "2026-03-03T17:00:00Z");
        assert_eq!(after.dues.acknowledgement.to_string(), "2026-03-02T11:00:00Z");
    }
}
