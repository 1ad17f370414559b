//! The course of a letter, step by step.

use jiff::SignedDuration;

use super::*;
use crate::acts::Unclear;
use crate::channel::ANSWER_WITHIN;

#[tokio::test]
async fn a_letter_is_reserved_taken_handed_over_and_accepted() {
    for world in shops().await {
        let ada = world.customer("Ada");
        let mut new = receipt("Ada", "order/7");
        new.identity = Some(ada.identity().await);
        let id = reserve(&world, &new).await;
        assert_eq!(stands(&world, id).await.0, State::Reserved);
        let due = take(&world).await;
        assert_eq!(due.len(), 1);
        assert_eq!(due[0].message_id, format!("<{id}@shop.deedwell.invalid>"));
        assert_eq!(due[0].recipient.as_ref().map(|r| r.name.as_str()), Some("Ada"));
        assert_eq!(*due[0].content, Content::Own(words("Thank you.")));
        assert_eq!(due[0].links, None, "nobody unsubscribes from a receipt");
        assert_eq!(take(&world).await.len(), 0, "one lease at a time");
        assert_eq!(stands(&world, id).await.0, State::Reserved);
        assert_eq!(hand(&world, &due).await, [HandOver::Go]);
        assert_eq!(stands(&world, id).await.0, State::HandedOver);
        assert_eq!(hand(&world, &due).await, [HandOver::No("lost")], "once is once");
        answer(&world, &due[0], Answer::Accepted("250 ok".to_owned())).await;
        let row = row(&world, id).await;
        assert_eq!((row.state, row.detail.as_str(), row.attempts), (State::Accepted, "250 ok", 1));
        assert_eq!(take(&world).await.len(), 0);
        assert_eq!(world.ledger().await, ["Ada letters.accepted"]);
        let action = &world.actions().await[0];
        assert_eq!(action.initiator, deedwell_core::Initiator::Company, "she did nothing");
    }
}

#[tokio::test]
async fn the_same_key_is_the_same_letter_and_another_body_is_refused() {
    for world in shops().await {
        let id = reserve(&world, &receipt("Ada", "order/7")).await;
        let mut tx = world.tx().await;
        let again = acts::reserve(&mut tx, &receipt("Ada", "order/7")).await.unwrap();
        assert_eq!((again.id, again.is_new), (id, false));
        let other =
            NewLetter { content: Content::Own(words("Other")), ..receipt("Ada", "order/7") };
        let refused = acts::reserve(&mut tx, &other).await.unwrap_err();
        assert_eq!(refused.code(), "sending.other_letter");
        let other = acts::reserve(&mut tx, &receipt("Grace", "order/7")).await.unwrap_err();
        assert_eq!(other.code(), "sending.other_letter");
        let none = NewLetter { channel: "fax".to_owned(), ..receipt("Ada", "order/8") };
        assert_eq!(acts::reserve(&mut tx, &none).await.unwrap_err().code(), "invalid.channel");
        tx.commit().await.unwrap();
        assert_eq!(send(&world).await.len(), 1);
        // And what is asked for once more after it went, does not go once more.
        let mut tx = world.tx().await;
        assert!(!acts::reserve(&mut tx, &receipt("Ada", "order/7")).await.unwrap().is_new);
        tx.commit().await.unwrap();
        assert_eq!(send(&world).await.len(), 0);
    }
}

/// What is not committed is not sent: the letter stands or falls with what it tells of.
#[tokio::test]
async fn a_letter_falls_with_its_transaction() {
    for world in shops().await {
        let mut tx = world.tx().await;
        acts::reserve(&mut tx, &receipt("Ada", "order/7")).await.unwrap();
        drop(tx);
        assert_eq!(take(&world).await.len(), 0);
        assert!(
            reserve(&world, &receipt("Ada", "order/7")).await > Id::from_uuid(Default::default())
        );
    }
}

#[tokio::test]
async fn every_answer_ends_where_it_should() {
    for world in shops().await {
        let keys = ["later", "dead", "no", "vague"];
        let mut ids = Vec::new();
        for key in keys {
            ids.push(reserve(&world, &receipt(key, key)).await);
        }
        let due = take(&world).await;
        assert_eq!(hand(&world, &due).await, vec![HandOver::Go; 4]);
        let of = |n: usize| due.iter().find(|d| d.id == ids[n]).unwrap();
        let later = Answer::Later { until: None, detail: "451 busy".to_owned() };
        answer(&world, of(0), later.clone()).await;
        answer(&world, of(1), gone("550 5.1.1", true)).await;
        answer(&world, of(2), gone("552 5.3.4", false)).await;
        answer(&world, of(3), Answer::Unknown("reset".to_owned())).await;
        let row0 = row(&world, ids[0]).await;
        assert_eq!((row0.state, row0.reason.as_str()), (State::Reserved, "deferred"));
        assert_eq!(row0.next_at, world.now() + SignedDuration::from_mins(1));
        assert_eq!(stands(&world, ids[1]).await, (State::Refused, "550 5.1.1".to_owned()));
        assert_eq!(stands(&world, ids[2]).await, (State::Refused, "552 5.3.4".to_owned()));
        assert_eq!(stands(&world, ids[3]).await.0, State::Ambiguous);

        // A dead address gets nothing more, not even a receipt; the other does.
        let dead = reserve(&world, &receipt("dead", "dead again")).await;
        let no = reserve(&world, &receipt("no", "no again")).await;
        assert_eq!(send(&world).await.len(), 1);
        assert_eq!(stands(&world, dead).await, (State::Suppressed, "hard_bounce".to_owned()));
        assert_eq!(stands(&world, no).await.0, State::Accepted);

        // What was put off comes again, and is given up in the end.
        let mut pauses = Vec::new();
        while stands(&world, ids[0]).await.0 == State::Reserved {
            let next = row(&world, ids[0]).await.next_at;
            pauses.push(next.duration_since(world.now()).as_secs() / 60);
            world.db().clock().set(next);
            let due = take(&world).await;
            assert_eq!(due.len(), 1);
            assert_eq!(hand(&world, &due).await, [HandOver::Go]);
            answer(&world, &due[0], later.clone()).await;
        }
        assert_eq!(stands(&world, ids[0]).await, (State::Refused, "gave_up".to_owned()));
        assert_eq!(&pauses[..7], [1, 5, 15, 30, 60, 120, 240]);
        assert!(pauses.len() < 40 && pauses.iter().skip(7).all(|p| *p == 240), "{pauses:?}");
    }
}

/// Whatever moment a server dies in, nobody is skipped, and only what it was sending is unknown.
#[tokio::test]
async fn a_crash_between_any_two_steps_leaves_only_what_was_handed_over_unknown() {
    for world in shops().await {
        let ids = [
            reserve(&world, &receipt("Reserved", "1")).await,
            reserve(&world, &receipt("Taken", "2")).await,
            reserve(&world, &receipt("Handed", "3")).await,
            reserve(&world, &receipt("Answered", "4")).await,
        ];
        let due = take(&world).await;
        let of = |n: usize| due.iter().find(|d| d.id == ids[n]).unwrap().clone();
        channel::put_back(world.db(), &[of(0).handed()], world.now(), "").await.unwrap();
        assert_eq!(hand(&world, &[of(2), of(3)]).await, vec![HandOver::Go; 2]);
        answer(&world, &of(3), Answer::Accepted(String::new())).await;
        // It dies here; another begins.
        if !world.is_sqlite() {
            // Others may live: only time tells.
            assert_eq!(channel::recover(world.db()).await.unwrap(), 0);
            world.advance(ANSWER_WITHIN);
        }
        assert_eq!(channel::recover(world.db()).await.unwrap(), 1);
        assert_eq!(channel::recover(world.db()).await.unwrap(), 0);
        let states: Vec<State> = {
            let mut states = Vec::new();
            for id in ids {
                states.push(stands(&world, id).await.0);
            }
            states
        };
        use State::{Accepted, Ambiguous, Reserved};
        assert_eq!(states, [Reserved, Reserved, Ambiguous, Accepted]);
        let again: Vec<_> = send(&world).await.iter().map(|d| d.id).collect();
        assert_eq!(again.len(), 2, "the first two go, the third waits for somebody to decide");
        assert!(again.contains(&ids[0]) && again.contains(&ids[1]));
    }
}

#[tokio::test]
async fn staff_decide_what_becomes_of_the_unknown() {
    for world in shops().await {
        let mary = world.staff("Mary", deedwell_web::Role::Owner).staff().await;
        let ids = [
            reserve(&world, &receipt("Ada", "1")).await,
            reserve(&world, &receipt("Grace", "2")).await,
        ];
        let due = take(&world).await;
        hand(&world, &due).await;
        for one in &due {
            answer(&world, one, Answer::Unknown(String::new())).await;
        }
        let mut tx = world.tx().await;
        acts::decide(&mut tx, Some(mary), ids[0], Unclear::Again).await.unwrap();
        acts::decide(&mut tx, Some(mary), ids[1], Unclear::Leave).await.unwrap();
        for id in ids {
            let twice = acts::decide(&mut tx, Some(mary), id, Unclear::Again).await.unwrap_err();
            assert_eq!(twice.code(), "sending.clear");
        }
        tx.commit().await.unwrap();
        let before = due.iter().find(|d| d.id == ids[0]).unwrap();
        // An answer that comes late says nothing of the second hand-over.
        answer(&world, before, Answer::Accepted(String::new())).await;
        assert_eq!(stands(&world, ids[0]).await.0, State::Reserved);
        let sent = send(&world).await;
        assert_eq!(sent.len(), 1);
        assert_eq!((sent[0].id, &sent[0].message_id), (ids[0], &before.message_id));
        assert_eq!(stands(&world, ids[1]).await.0, State::Ambiguous);
        let decided = world.ledger().await.into_iter().filter(|l| l == "Mary letters.decided");
        assert_eq!(decided.count(), 2);
    }
}

#[tokio::test]
async fn an_answer_that_was_waited_for_too_long_still_counts() {
    for world in shops().await {
        let id = reserve(&world, &receipt("Ada", "1")).await;
        let due = take(&world).await;
        hand(&world, &due).await;
        assert_eq!(channel::sweep(world.db(), world.organisation()).await.unwrap(), 0);
        world.advance(ANSWER_WITHIN);
        assert_eq!(channel::sweep(world.db(), world.organisation()).await.unwrap(), 1);
        assert_eq!(stands(&world, id).await.0, State::Ambiguous);
        answer(&world, &due[0], Answer::Accepted("250".to_owned())).await;
        assert_eq!(stands(&world, id).await.0, State::Accepted);
        // Whoever never had the lease says nothing.
        let other = reserve(&world, &receipt("Ada", "2")).await;
        let mine = take(&world).await;
        let mut stale = due[0].handed();
        stale.letter = other;
        let said = Answer::Accepted(String::new());
        channel::answer(world.db(), &[(stale, said)]).await.unwrap();
        assert_eq!(stands(&world, other).await.0, State::Reserved);
        assert_eq!(hand(&world, &mine).await, [HandOver::Go]);
    }
}

#[tokio::test]
async fn a_lease_that_is_over_lets_another_take_the_letter() {
    for world in shops().await {
        reserve(&world, &receipt("Ada", "1")).await;
        let slow = take(&world).await;
        world.advance(channel::LEASE);
        let quick = take(&world).await;
        assert_eq!(quick.len(), 1);
        assert_eq!(hand(&world, &slow).await, [HandOver::No("lost")]);
        assert_eq!(hand(&world, &quick).await, [HandOver::Go]);
    }
}

#[tokio::test]
async fn a_code_is_of_no_use_when_it_is_over_and_nothing_of_it_is_kept() {
    for world in shops().await {
        let until = Some(world.now() + SignedDuration::from_mins(10));
        let code = |key: &str| {
            let secret = NewLetter::service(Service::SignIn, email("Ada"), key, words("427 118"));
            NewLetter { until, is_secret: true, ..secret }
        };
        let (first, second) =
            (reserve(&world, &code("a")).await, reserve(&world, &code("b")).await);
        let kept = |id| {
            let world = &world;
            async move {
                let mut tx = world.tx().await;
                let content = store::letter(&mut tx, id).await.unwrap().content;
                store::content(&mut tx, content).await.unwrap()
            }
        };
        let due = take(&world).await;
        hand(&world, &due[..1]).await;
        assert!(kept(first).await.is_some());
        answer(&world, &due[0], Answer::Accepted(String::new())).await;
        assert_eq!(kept(first).await, None);
        world.advance(SignedDuration::from_mins(11));
        assert_eq!(take(&world).await.len(), 0);
        assert_eq!(stands(&world, second).await, (State::Suppressed, "too_late".to_owned()));
        assert_eq!(kept(second).await, None);
    }
}

#[tokio::test]
async fn a_letter_can_be_withdrawn_until_it_is_handed_over() {
    for world in shops().await {
        let (first, second) = (
            reserve(&world, &receipt("Ada", "1")).await,
            reserve(&world, &receipt("Ada", "2")).await,
        );
        let due = take(&world).await;
        let mut tx = world.tx().await;
        acts::cancel(&mut tx, None, first).await.unwrap();
        tx.commit().await.unwrap();
        let mut came = hand(&world, &due).await;
        came.sort_by_key(|c| *c != HandOver::Go);
        assert_eq!(came, [HandOver::Go, HandOver::No("lost")]);
        let mut tx = world.tx().await;
        assert_eq!(acts::cancel(&mut tx, None, second).await.unwrap_err().code(), "sending.gone");
    }
}

#[tokio::test]
async fn each_organisation_has_its_share() {
    for world in shops().await {
        for n in 0..30 {
            reserve(&world, &receipt("Ada", &n.to_string())).await;
        }
        let mut tx = world.db().write(world.elsewhere()).await.unwrap();
        acts::reserve(&mut tx, &receipt("Grace", "1")).await.unwrap();
        tx.commit().await.unwrap();
        let due = channel::take(world.db(), EMAIL, 10).await.unwrap();
        assert_eq!(due.len(), 6, "a half for each, and the other half had but one");
        assert!(due.iter().any(|d| d.organisation == world.elsewhere()));
        assert_eq!(channel::take(world.db(), "sms", 10).await.unwrap().len(), 0);
    }
}
