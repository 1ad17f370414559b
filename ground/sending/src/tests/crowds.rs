//! Many at the same moment.

use std::collections::HashSet;

use super::*;
use crate::budget::{Cap, Span};
use crate::channel::Desk;

/// Thirty-two senders, one customer, one letter a day: one goes.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn thirty_two_senders_break_no_limit() {
    for world in shops().await {
        news(&world).await;
        let (ada, grace) = (world.customer("Ada"), world.customer("Grace"));
        let mut tx = world.tx().await;
        for (most, span) in [(3, Span::Day), (2, Span::Hours(1))] {
            let cap = Cap { id: None, channel: String::new(), most, span };
            acts::add_cap(&mut tx, None, &cap).await.unwrap();
        }
        tx.commit().await.unwrap();
        for n in 0..32 {
            news_to(&world, &ada, "Ada", &format!("a{n}")).await;
            news_to(&world, &grace, "Grace", &format!("g{n}")).await;
        }
        // All are leased as if nobody had been sent anything, so that only the hand-over can tell.
        let due = lease_without_asking(&world).await;
        assert_eq!(due.len(), 64);
        let mut senders = tokio::task::JoinSet::new();
        for sender in 0..32 {
            let db = world.db().clone();
            let mine: Vec<_> = due.iter().skip(sender * 2).take(2).map(Due::handed).collect();
            senders.spawn(async move { channel::handed_over(&db, &mine).await.unwrap() });
        }
        let came: Vec<HandOver> = senders.join_all().await.concat();
        let went = came.iter().filter(|c| **c == HandOver::Go).count();
        assert_eq!(went, 4, "two each");
        assert_eq!(came.iter().filter(|c| **c == HandOver::No("frequency")).count(), 60);
    }
}

/// Each letter is taken while there is no limit, and the limits come back afterwards.
async fn lease_without_asking(world: &World) -> Vec<Due> {
    let mut tx = world.tx().await;
    let caps = store::caps(&mut tx).await.unwrap();
    for cap in &caps {
        store::remove_cap(&mut tx, cap.id.unwrap()).await.unwrap();
    }
    tx.commit().await.unwrap();
    let due = take(world).await;
    let mut tx = world.tx().await;
    for cap in &caps {
        store::add_cap(&mut tx, cap).await.unwrap();
    }
    tx.commit().await.unwrap();
    due
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_servers_never_take_the_same_letter() {
    for world in shops().await {
        for n in 0..300 {
            reserve(&world, &receipt("Ada", &n.to_string())).await;
        }
        let mut workers = tokio::task::JoinSet::new();
        for _ in 0..8 {
            let db = world.db().clone();
            workers.spawn(async move {
                let mut mine = Vec::new();
                loop {
                    let due = channel::take(&db, EMAIL, 7).await.unwrap();
                    if due.is_empty() {
                        return mine;
                    }
                    let handed: Vec<_> = due.iter().map(Due::handed).collect();
                    let came = channel::handed_over(&db, &handed).await.unwrap();
                    assert!(came.iter().all(|c| *c == HandOver::Go));
                    mine.extend(handed);
                }
            });
        }
        let all: Vec<_> = workers.join_all().await.concat();
        let different: HashSet<_> = all.iter().map(|h| h.letter).collect();
        assert_eq!((all.len(), different.len()), (300, 300));
    }
}

/// One key from many at once is one letter.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_letter_that_many_ask_for_is_one() {
    for world in shops().await {
        let mut askers = tokio::task::JoinSet::new();
        for _ in 0..16 {
            let (db, organisation) = (world.db().clone(), world.organisation());
            askers.spawn(async move {
                let mut tx = db.write(organisation).await.unwrap();
                let reserved = acts::reserve(&mut tx, &receipt("Ada", "order/7")).await.unwrap();
                tx.commit().await.unwrap();
                reserved
            });
        }
        let all = askers.join_all().await;
        let ids: HashSet<_> = all.iter().map(|r| r.id).collect();
        assert_eq!((ids.len(), all.iter().filter(|r| r.is_new).count()), (1, 1));
    }
}

/// At the desk many connections are one writer.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_desk_writes_for_all_connections_together() {
    for world in shops().await {
        for n in 0..200 {
            reserve(&world, &receipt("Ada", &n.to_string())).await;
        }
        let desk = Desk::open(world.db().clone());
        let due = take(&world).await;
        let mut connections = tokio::task::JoinSet::new();
        for one in due {
            let desk = desk.clone();
            connections.spawn(async move {
                assert_eq!(desk.hand_over(one.handed()).await.unwrap(), HandOver::Go);
                let said = Answer::Accepted(String::new());
                desk.answer(one.handed(), said).await.unwrap();
                desk.hand_over(one.handed()).await.unwrap()
            });
        }
        let again = connections.join_all().await;
        assert_eq!(again, vec![HandOver::No("lost"); 200]);
        let mut tx = world.tx().await;
        let counts = store::counts(&mut tx, None).await.unwrap();
        assert_eq!(counts[&State::Accepted], 200);
        assert_eq!(counts.len(), 1);
    }
}
