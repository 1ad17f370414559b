//! How deliveries get there, and what becomes of them where they do not.

use deedwell_store::jobs::LEASE_S;
use jiff::SignedDuration;

use super::receiver::Receiver;
use super::*;
use crate::endpoint::Off;
use crate::store::State;

/// Something is due for this endpoint.
async fn one_due(world: &World) {
    happen(world, &["ideas.voted"]).await;
    assert_eq!(decide(world).await, 1);
}

async fn endpoint(world: &World, id: Id<Endpoint>) -> Endpoint {
    store::endpoint(&mut world.tx().await, id).await.unwrap()
}

#[tokio::test]
async fn a_delivery_proves_where_it_is_from() {
    for world in shops().await {
        let there = Receiver::listening().await;
        let (id, secret) = told_all(&world, &there.address).await;
        one_due(&world).await;
        assert_eq!((send(&world).await, send(&world).await), (1, 0));
        let heard = there.heard();
        assert!(heard[0].is_from(&secret) && !heard[0].is_from(&crate::secret::make().unwrap()));
        assert_eq!(heard[0].at.as_second(), world.now().as_second());
        let rows = deliveries(&world, id).await;
        assert_eq!(
            (rows[0].state, rows[0].id.to_string()),
            (State::Delivered, heard[0].id.clone())
        );
        assert_eq!(heard[0].json()["type"], "ideas.voted");
    }
}

#[tokio::test]
async fn an_old_secret_signs_for_a_day() {
    for world in shops().await {
        let there = Receiver::listening().await;
        let (id, old) = told_all(&world, &there.address).await;
        let mary = world.staff("Mary Two", deedwell_web::Role::Owner).staff().await;
        let mut tx = world.tx().await;
        let new = acts::rotate(&mut tx, mary, id).await.unwrap().secret;
        tx.commit().await.unwrap();
        for hours in [0, 23, 2] {
            world.advance(SignedDuration::from_hours(hours));
            one_due(&world).await;
            send(&world).await;
        }
        let heard = there.heard();
        assert!(heard.iter().all(|h| h.is_from(&new)));
        let by_old: Vec<bool> = heard.iter().map(|h| h.is_from(&old)).collect();
        assert_eq!(by_old, [true, true, false]);
    }
}

#[tokio::test]
async fn what_fails_is_tried_again_under_the_same_id_and_then_given_up() {
    for world in shops().await {
        let there = Receiver::listening().await;
        let (id, _) = told_all(&world, &there.address).await;
        one_due(&world).await;
        there.is_broken(500);
        assert_eq!(send(&world).await, 1);
        assert_eq!(send(&world).await, 0, "not before its time");
        for _ in 0..9 {
            // Longer than any pause, so that the story knows them not one by one.
            world.advance(SignedDuration::from_hours(27));
            if endpoint(&world, id).await.off.is_some() {
                break;
            }
            assert_eq!(send(&world).await, 1);
        }
        let rows = deliveries(&world, id).await;
        let mut tx = world.tx().await;
        let attempts = store::attempts(&mut tx, rows[0].id).await.unwrap();
        drop(tx);
        assert_eq!(attempts[0].status, Some(500));
        assert_eq!(attempts[0].answer, "broken");
        let ids: HashSet<_> = there.heard().into_iter().map(|h| h.id).collect();
        assert_eq!(ids.len(), 1);
        // Five days without anything that arrived.
        assert_eq!(endpoint(&world, id).await.off.unwrap().1, Off::Failing);
        assert!(world.ledger().await.contains(&"System webhooks.switched_off".to_owned()));
    }
}

#[tokio::test]
async fn after_ten_attempts_it_is_given_up_and_sent_again_when_asked() {
    for world in shops().await {
        let there = Receiver::listening().await;
        let (id, secret) = told_all(&world, &there.address).await;
        one_due(&world).await;
        there.then_says(503, "<script>alert(1)</script>", 10);
        let mut tries = 0;
        while deliveries(&world, id).await[0].state == State::Waiting {
            tries += send(&world).await;
            let next = deliveries(&world, id).await[0].next_at;
            let wait = next.duration_since(world.now()) + SignedDuration::from_secs(1);
            world.advance(wait.max(SignedDuration::ZERO));
        }
        assert_eq!((tries, deliveries(&world, id).await[0].state), (10, State::Failed));
        let mary = world.staff("Mary Two", deedwell_web::Role::Owner).staff().await;
        let mut tx = world.tx().await;
        let early = acts::replay_failed(&mut tx, mary, id, world.now()).await.unwrap();
        assert_eq!(early, 0, "it was due before that");
        let since = deliveries_since(&mut tx, id).await;
        assert_eq!(acts::replay_failed(&mut tx, mary, id, since).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert_eq!(send(&world).await, 1);
        let heard = there.heard();
        assert!(heard.len() == 11 && heard.iter().all(|h| h.is_from(&secret)));
        assert!(heard.iter().all(|h| h.id == heard[0].id && h.body == heard[0].body));
        assert_eq!(deliveries(&world, id).await[0].state, State::Delivered);
        assert_eq!(endpoint(&world, id).await.failing_since, None);
    }
}

async fn deliveries_since(tx: &mut deedwell_store::Tx, id: Id<Endpoint>) -> jiff::Timestamp {
    store::deliveries(tx, id, &DeliveriesAsk::default(), 1).await.unwrap()[0].due_at
}

#[tokio::test]
async fn whoever_is_gone_is_called_no_more() {
    for world in shops().await {
        let there = Receiver::listening().await;
        let (id, _) = told_all(&world, &there.address).await;
        one_due(&world).await;
        there.then_says(410, "", 1);
        send(&world).await;
        assert_eq!(endpoint(&world, id).await.off.unwrap().1, Off::Gone);
        assert_eq!(deliveries(&world, id).await[0].state, State::Failed);
        happen(&world, &["ideas.voted"]).await;
        assert_eq!((decide(&world).await, send(&world).await), (0, 0));
        let mary = world.staff("Mary Two", deedwell_web::Role::Owner).staff().await;
        let mut tx = world.tx().await;
        let refused = acts::test(&mut tx, mary, id).await.unwrap_err();
        assert_eq!(refused.code(), "webhooks.off");
    }
}

#[tokio::test]
async fn whoever_asks_for_a_pause_has_it() {
    for world in shops().await {
        let there = Receiver::listening().await;
        told_all(&world, &there.address).await;
        there.asks_to_wait(429, "600");
        one_due(&world).await;
        send(&world).await;
        one_due(&world).await;
        world.advance(SignedDuration::from_mins(9));
        assert_eq!(send(&world).await, 0, "neither what failed nor what is new");
        world.advance(SignedDuration::from_mins(2));
        assert_eq!(send(&world).await, 2);
    }
}

#[tokio::test]
async fn two_servers_send_nothing_twice() {
    for world in shops().await {
        let there = Receiver::listening().await;
        let (id, _) = told_all(&world, &there.address).await;
        let voted = (0..60).map(|_| action(&world, "ideas.voted", Part::Customer, None));
        recorded(&world, voted.collect()).await;
        decide(&world).await;
        let (mut one, mut other) = (sender(&world), sender(&world));
        let (a, b) = tokio::join!(one.round(), other.round());
        assert_eq!(a.unwrap() + b.unwrap(), 60);
        let ids: HashSet<_> = there.heard().into_iter().map(|h| h.id).collect();
        assert_eq!((there.heard().len(), ids.len()), (60, 60));
        assert!(deliveries(&world, id).await.iter().all(|d| d.state == State::Delivered));
    }
}

/// A server that died had leased it: another sends it, under the same id.
#[tokio::test]
async fn what_a_dead_server_began_is_sent_by_another() {
    for world in shops().await {
        let there = Receiver::listening().await;
        told_all(&world, &there.address).await;
        one_due(&world).await;
        let mut tx = world.tx().await;
        let lease = tx.query(
            "update webhook_delivery set lease = 'dead', leased_until = $2 where organisation = $1",
        );
        let until = world.now() + SignedDuration::from_secs(LEASE_S);
        tx.run(lease.bind(until)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(send(&world).await, 0);
        world.advance(SignedDuration::from_secs(LEASE_S + 1));
        assert_eq!((send(&world).await, there.heard().len()), (1, 1));
    }
}

#[tokio::test]
async fn a_slow_endpoint_holds_up_nobody_else() {
    for world in shops().await {
        let (slow, quick) = (Receiver::listening().await, Receiver::listening().await);
        slow.falls_silent();
        told_all(&world, &slow.address).await;
        told_all(&world, &quick.address).await;
        let voted = (0..50).map(|_| action(&world, "ideas.voted", Part::Customer, None));
        recorded(&world, voted.collect()).await;
        decide(&world).await;
        let (_stop, stopped) = tokio::sync::watch::channel(false);
        let sending = tokio::spawn(sender(&world).keep_sending(stopped));
        while quick.heard().len() < 50 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        assert!(slow.heard().len() <= 4, "{} at once", slow.heard().len());
        sending.abort();
        let _ = sending.await;
    }
}

/// The address was good when it was written down, or nobody looked.
#[tokio::test]
async fn the_sender_looks_where_it_goes() {
    for world in shops().await {
        let canary = tokio::net::TcpListener::bind("127.0.0.2:0").await.unwrap();
        let port = canary.local_addr().unwrap().port();
        let there = Receiver::listening().await;
        let (id, _) = told_all(&world, &there.address).await;
        for address in [
            format!("http://127.0.0.2:{port}/"),
            format!("http://2130706434:{port}/"),
            format!("http://[::ffff:127.0.0.2]:{port}/"),
            "http://169.254.169.254/latest/meta-data".to_owned(),
            "http://hooks.localhost/".to_owned(),
        ] {
            let mut tx = world.tx().await;
            let change =
                tx.query("update webhook_endpoint set address = $2 where organisation = $1");
            tx.run(change.bind(&address)).await.unwrap();
            tx.commit().await.unwrap();
            one_due(&world).await;
            send(&world).await;
            let row = deliveries(&world, id).await.pop().unwrap();
            let mut tx = world.tx().await;
            let attempts = store::attempts(&mut tx, row.id).await.unwrap();
            assert_eq!(attempts[0].failure.as_deref(), Some("outbound.not_public"), "{address}");
            assert_eq!(attempts[0].answer, "");
        }
        let hit = tokio::time::timeout(std::time::Duration::from_millis(50), canary.accept()).await;
        assert!(hit.is_err(), "the canary was called");
    }
}

#[tokio::test]
async fn what_was_sent_is_thrown_away_after_thirty_days() {
    for world in shops().await {
        let there = Receiver::listening().await;
        let (id, _) = told_all(&world, &there.address).await;
        one_due(&world).await;
        send(&world).await;
        for (days, left) in [(29, 1), (2, 0)] {
            world.advance_days(days);
            let mut tx = world.tx().await;
            store::tidy(&mut tx).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(deliveries(&world, id).await.len(), left);
        }
    }
}
