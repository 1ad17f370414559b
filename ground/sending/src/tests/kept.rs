//! What is kept, what is held after a restore, what goes.

use jiff::SignedDuration;

use super::*;
use crate::acts::{HeldLetters, Says};
use crate::restored;
use crate::store::HeldWhy;

async fn held(world: &World) -> Option<HeldWhy> {
    let mut tx = world.tx().await;
    store::settings(&mut tx).await.unwrap().held.map(|h| h.why)
}

async fn release(world: &World, what: HeldLetters) -> u64 {
    let mut tx = world.tx().await;
    let released = acts::release(&mut tx, None, what).await.unwrap();
    tx.commit().await.unwrap();
    released
}

#[tokio::test]
async fn a_state_that_was_put_back_sends_nothing_that_it_had_to_send() {
    for world in shops().await {
        let data = tempfile::tempdir().unwrap();
        assert_eq!(restored::look(world.db(), data.path()).await.unwrap(), 0, "it is new");
        reserve(&world, &receipt("Ada", "before")).await;
        // A server that is begun again is no restore.
        restored::beat(world.db(), data.path()).await.unwrap();
        assert_eq!(restored::look(world.db(), data.path()).await.unwrap(), 0);
        // In another place there is no file.
        let elsewhere = tempfile::tempdir().unwrap();
        assert_eq!(restored::look(world.db(), elsewhere.path()).await.unwrap(), 1);
        assert_eq!(held(&world).await, Some(HeldWhy::Restored));
        world.advance(SignedDuration::from_secs(1));
        assert_eq!(send(&world).await.len(), 0);
        // What is asked for since then goes: people have to sign in.
        reserve(&world, &receipt("Grace", "after")).await;
        assert_eq!(send(&world).await.len(), 1);
        assert_eq!(release(&world, HeldLetters::Send).await, 1);
        assert_eq!(send(&world).await.len(), 1);
        let mut tx = world.tx().await;
        let none = acts::release(&mut tx, None, HeldLetters::Send).await.unwrap_err();
        assert_eq!(none.code(), "sending.not_held");
        drop(tx);

        // The file has counted on, the state has not: it was put back in its place.
        reserve(&world, &receipt("Alan", "old")).await;
        let mark = elsewhere.path().join(restored::MARK);
        let text = std::fs::read_to_string(&mark).unwrap();
        let id = world.organisation().to_string();
        let mut marks: std::collections::BTreeMap<String, i64> =
            serde_json::from_str(&text).unwrap();
        *marks.get_mut(&id).unwrap() += 1;
        std::fs::write(&mark, serde_json::to_string(&marks).unwrap()).unwrap();
        assert_eq!(restored::look(world.db(), elsewhere.path()).await.unwrap(), 1);
        assert_eq!(release(&world, HeldLetters::Cancel).await, 1);
        assert_eq!(send(&world).await.len(), 0);

        // A day in which nobody ran it.
        reserve(&world, &receipt("Alan", "older")).await;
        world.advance(restored::AWAY);
        assert_eq!(restored::look(world.db(), elsewhere.path()).await.unwrap(), 1);
        assert_eq!(held(&world).await, Some(HeldWhy::Away));
    }
}

/// What was leased before the restore was found is not handed over either.
#[tokio::test]
async fn what_was_taken_before_a_hold_does_not_go() {
    for world in shops().await {
        reserve(&world, &receipt("Ada", "1")).await;
        let due = take(&world).await;
        restored::after_restore(world.db()).await.unwrap();
        assert_eq!(hand(&world, &due).await, [HandOver::No("paused")]);
    }
}

#[tokio::test]
async fn whoever_is_forgotten_leaves_lines_that_say_nothing_of_them() {
    for world in shops().await {
        news(&world).await;
        let ada = world.customer("Ada");
        let identity = ada.identity().await;
        says(&world, &ada, "news", true, Says::Portal).await;
        let sent = news_to(&world, &ada, "Ada", "for ada").await;
        let due = send(&world).await;
        let mut tx = world.tx().await;
        let hard = crate::suppression::Bounce::Hard;
        let words = "550 <ada@shop.example> unknown";
        channel::bounced(&mut tx, &due[0].message_id, hard, words).await.unwrap();
        acts::wish(&mut tx, (identity, ada.person().await), crate::rules::Fewer::Week, 0)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let waits = reserve(&world, &receipt("Ada", "ada@shop.example/7")).await;

        let mut tx = world.tx().await;
        let held = crate::forget::holds(&mut tx, &[identity]).await.unwrap();
        assert_eq!(held["letters"].as_array().unwrap().len(), 1);
        assert_eq!(held["letters"][0]["content"]["text"], "Here is the news.");
        assert_eq!(
            (held["wishes"][0]["fewer"].as_str(), held["proofs"][0]["shown"].as_str()),
            (Some("week"), Some("Yes, send me news."))
        );
        crate::forget::forget(&mut tx, &[identity], &["ada@shop.example".to_owned()])
            .await
            .unwrap();
        let held = crate::forget::holds(&mut tx, &[identity]).await.unwrap();
        assert!(held.as_object().unwrap().values().all(|list| list.as_array().unwrap().is_empty()));
        tx.commit().await.unwrap();

        for id in [sent, waits] {
            let row = row(&world, id).await;
            assert_eq!((row.address.as_str(), row.identity, row.detail.as_str()), ("", None, ""));
            assert!(!row.key.contains("ada"), "{}", row.key);
        }
        assert_eq!(stands(&world, waits).await.0, State::Cancelled);
        let mut tx = world.tx().await;
        assert!(store::notes(&mut tx, sent).await.unwrap().is_empty());
        let list = store::suppressions(&mut tx, &Default::default(), 10, 0).await.unwrap();
        assert_eq!((list.len(), &list[0].address, list[0].note.as_str()), (1, &None, ""));
        drop(tx);
        // Nobody writes to a dead address because its owner was forgotten.
        let again = reserve(&world, &receipt("Ada", "again")).await;
        assert_eq!(send(&world).await.len(), 0);
        assert_eq!(stands(&world, again).await.1, "hard_bounce");
    }
}

#[tokio::test]
async fn what_has_had_its_time_goes() {
    for world in shops().await {
        let old = reserve(&world, &receipt("Ada", "1")).await;
        send(&world).await;
        world.advance(crate::forget::KEPT + SignedDuration::from_secs(1));
        let open = reserve(&world, &receipt("Ada", "2")).await;
        let mut tx = world.tx().await;
        assert!(crate::forget::tidy(&mut tx).await.unwrap() >= 2, "the letter and its words");
        assert_eq!(store::letter(&mut tx, old).await.unwrap_err().code(), "missing.letter");
        assert!(store::letter(&mut tx, open).await.is_ok());
    }
}
