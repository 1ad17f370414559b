//! A complaint from its first word to its end.

use super::world::{EDSGER, RUTH, code, customer, does, offer, person, visitor, worlds};
use crate::acts::{self, Heard, Reply};
use crate::complaint::NewComplaint;
use crate::promise::Promised;
use crate::redress::Redress;
use crate::stage::Stage;
use crate::store;

#[tokio::test]
async fn from_the_first_word_to_put_right() {
    for world in worlds().await {
        let ada = customer(1);
        let id = world.complains(ada, "The lamp arrived broken.").await;
        let open = world.complaint(id).await;
        assert_eq!((open.number, open.stage), (1, Stage::Received));
        assert_eq!(open.dues.acknowledgement.to_string(), "2026-03-03T17:00:00Z");
        let sent = world.offers(id, &offer(Redress::Replacement, 0)).await;
        let reply = Reply::Counter("And the postage".to_owned());
        does!(world, tx, acts::answer_offer(tx, ada, id, sent, &reply)).unwrap();
        let manager = crate::promise::Authority::Manager;
        let again = offer(Redress::Credit, 500);
        let sent = does!(world, tx, acts::offer(tx, RUTH, manager, id, &again)).unwrap();
        does!(world, tx, acts::answer_offer(tx, ada, id, sent, &Reply::Accept)).unwrap();
        does!(world, tx, acts::answer_offer(tx, ada, id, sent, &Reply::Accept)).unwrap();
        let bare = does!(world, tx, acts::put_right(tx, RUTH, id, ""));
        assert_eq!(code(bare), "invalid.evidence", "something has to show it");
        assert_eq!(code(does!(world, tx, acts::close(tx, RUTH, id, ""))), "complaints.promised");
        does!(world, tx, acts::put_right(tx, RUTH, id, "voucher 17")).unwrap();
        does!(world, tx, acts::put_right(tx, RUTH, id, "voucher 17")).unwrap();
        does!(world, tx, acts::rate(tx, ada, id, 5)).unwrap();
        does!(world, tx, acts::close(tx, RUTH, id, "")).unwrap();
        assert_eq!(
            world.ledger().await,
            [
                "customer received",
                "staff acknowledged",
                "staff assessed",
                "staff offered",
                "staff decided",
                "customer countered",
                "staff offered",
                "staff decided",
                "customer accepted",
                "staff redress_paid",
                "customer rated",
                "staff closed",
            ]
        );
        let done = world.complaint(id).await;
        assert_eq!((done.stage, done.rating, done.next_due()), (Stage::Closed, Some(5), None));
        assert!(Promised::ALL.iter().all(|p| done.kept_at(*p).is_some()));
    }
}

#[tokio::test]
async fn a_complaint_is_between_its_customer_and_us() {
    for world in worlds().await {
        let (ada, grace) = (customer(1), visitor(2));
        let id = world.complains(ada, "Nobody answers the telephone.").await;
        let sent = world.offers(id, &offer(Redress::Apology, 0)).await;
        let accept = Reply::Accept;
        for refused in [
            code(does!(world, tx, acts::add(tx, grace, id, "Mine too"))),
            code(does!(world, tx, acts::answer_offer(tx, grace, id, sent, &accept))),
            code(does!(world, tx, acts::withdraw(tx, grace, id))),
            code(does!(world, tx, acts::rate(tx, grace, id, 1))),
            code(does!(world, tx, acts::reopen(tx, grace, id, "Mine"))),
        ] {
            assert_eq!(refused, "missing.complaint");
        }
        let staff = deedwell_core::Who::Staff(RUTH);
        assert_eq!(code(does!(world, tx, acts::add(tx, staff, id, "x"))), "not_allowed");
        let theirs = store::complaints_of(&mut world.tx().await, person(grace), 9).await.unwrap();
        assert!(theirs.is_empty());
        // Words were all that was offered: accepted, it is over.
        does!(world, tx, acts::answer_offer(tx, ada, id, sent, &accept)).unwrap();
        assert_eq!(world.complaint(id).await.stage, Stage::Closed);
    }
}

#[tokio::test]
async fn what_is_sent_twice_is_said_once() {
    for world in worlds().await {
        let ada = customer(1);
        let first = world.complains(ada, "Late again.").await;
        assert_eq!(world.complains(ada, "Late again.").await, first);
        for _ in 0..2 {
            does!(world, tx, acts::add(tx, ada, first, "And cold.")).unwrap();
        }
        let said = store::messages(&mut world.tx().await, first).await.unwrap();
        assert_eq!(said.len(), 1);
        assert_eq!(world.ledger().await, ["customer received", "customer added"]);
        world.hours(1);
        assert_ne!(world.complains(ada, "Late again.").await, first);
    }
}

#[tokio::test]
async fn staff_write_down_what_they_heard_in_the_customer_s_name() {
    for world in worlds().await {
        let new = NewComplaint {
            text: "She said the step is icy.".to_owned(),
            from_about: Some("idea/1".to_owned()),
            ..NewComplaint::default()
        };
        let heard = |channel: &str| Heard { staff: RUTH, channel: channel.to_owned() };
        let (bad, good) = (heard("by phone!"), heard("phone"));
        let refused = does!(world, tx, acts::complain(tx, customer(1), Some(&bad), &new));
        assert_eq!(code(refused), "invalid.channel");
        let id = does!(world, tx, acts::complain(tx, customer(1), Some(&good), &new)).unwrap();
        let kept = world.complaint(id).await;
        assert_eq!((kept.came_by.as_str(), kept.recorded_by), ("phone", Some(RUTH)));
        assert_eq!(kept.from_about.as_deref(), Some("idea/1"));
        assert_eq!(world.ledger().await, ["customer received"]);
    }
}

#[tokio::test]
async fn withdrawn_spam_and_reopened() {
    for world in worlds().await {
        let (ada, grace) = (customer(1), customer(2));
        let id = world.complains(ada, "The gate was shut.").await;
        does!(world, tx, acts::withdraw(tx, ada, id)).unwrap();
        does!(world, tx, acts::withdraw(tx, ada, id)).unwrap();
        assert_eq!(code(does!(world, tx, acts::add(tx, ada, id, "x"))), "complaints.move");
        let spam = world.complains(grace, "Buy my pills.").await;
        does!(world, tx, acts::acknowledge(tx, RUTH, spam, "We have it.")).unwrap();
        does!(world, tx, acts::mark_spam(tx, RUTH, spam)).unwrap();
        assert_eq!(world.complaint(spam).await.next_due(), None);
        does!(world, tx, acts::clear(tx, EDSGER, spam)).unwrap();
        let cleared = world.complaint(spam).await;
        assert_eq!((cleared.stage, cleared.ended_at), (Stage::Acknowledged, None));
        does!(world, tx, acts::assess(tx, RUTH, spam, 1, Some(true))).unwrap();
        let manager = crate::promise::Authority::Manager;
        let words = offer(Redress::Explanation, 0);
        let sent = does!(world, tx, acts::offer(tx, RUTH, manager, spam, &words)).unwrap();
        does!(world, tx, acts::answer_offer(tx, grace, spam, sent, &Reply::Accept)).unwrap();
        does!(world, tx, acts::reopen(tx, grace, spam, "It happened again")).unwrap();
        let again = world.complaint(spam).await;
        assert_eq!((again.stage, again.ended_at, again.reopened), (Stage::Investigating, None, 1));
        assert!(again.vulnerable && again.next_due().is_some());
    }
}

#[tokio::test]
async fn the_queue_shows_what_is_due_first() {
    for world in worlds().await {
        let late = world.complains(customer(1), "First: cold soup").await;
        world.days(1);
        let next = world.complains(customer(2), "Second: warm beer").await;
        does!(world, tx, acts::acknowledge(tx, RUTH, next, "We have it.")).unwrap();
        does!(world, tx, acts::assess(tx, RUTH, next, 4, None)).unwrap();
        does!(world, tx, acts::mark_spam(tx, RUTH, late)).unwrap();
        does!(world, tx, acts::clear(tx, RUTH, late)).unwrap();
        let ask = |which| store::Ask { which, ..store::Ask::default() };
        let mut tx = world.tx().await;
        let (ours, total) = store::list(&mut tx, &ask(store::Which::Ours), 0).await.unwrap();
        assert_eq!((ours[0].id, ours[1].id, total), (late, next, 2));
        let words = store::Ask { search: Some("#2".to_owned()), ..ask(store::Which::All) };
        assert_eq!(store::count(&mut tx, &words).await.unwrap(), 1);
        let grave = store::Ask { severity: Some(4), ..ask(store::Which::All) };
        assert_eq!(store::some(&mut tx, &grave, 5, 0).await.unwrap()[0].id, next);
        drop(tx);
        world.days(2);
        let mut tx = world.tx().await;
        let (late_now, _) = store::list(&mut tx, &ask(store::Which::Late), 0).await.unwrap();
        assert_eq!(late_now.len(), 1);
        assert_eq!(store::after(&mut tx, Some(2), 9).await.unwrap().len(), 1);
        assert_eq!(store::by_number(&mut tx, 2).await.unwrap(), next);
    }
}
