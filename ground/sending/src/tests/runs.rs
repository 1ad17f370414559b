//! One message to many.

use jiff::SignedDuration;
use serde_json::json;

use super::*;
use crate::acts::{NewRun, To};
use crate::run::{Run, RunState};

async fn planned(world: &World, count: usize, rate: Option<f64>) -> Id<Run> {
    let mut tx = world.tx().await;
    let people = crowd(&mut tx, count).await;
    let new = NewRun {
        name: "Spring".to_owned(),
        channel: EMAIL.to_owned(),
        topic: "news".to_owned(),
        content: Content::Template("spring@3".to_owned()),
        rate_per_s: rate,
        begin_at: None,
        until: None,
    };
    let run = acts::plan_run(&mut tx, None, &new).await.unwrap();
    let to = |(identity, _, address): (_, _, Address)| To {
        identity,
        data: [("who".to_owned(), json!(address.as_str()))].into_iter().collect(),
        address,
    };
    let to: Vec<To> = people.into_iter().map(to).collect();
    let (first, rest) = to.split_at(count / 2);
    let added = acts::add_recipients(&mut tx, run, first).await.unwrap();
    assert_eq!(acts::start(&mut tx, None, run).await.unwrap_err().code(), "sending.run_empty");
    // Said twice, they are there once.
    let again = acts::add_recipients(&mut tx, run, &to).await.unwrap();
    assert_eq!((added, again), (first.len() as u64, rest.len() as u64));
    acts::listed(&mut tx, run).await.unwrap();
    let late = acts::add_recipients(&mut tx, run, first).await.unwrap_err();
    assert_eq!(late.code(), "sending.run_listed");
    tx.commit().await.unwrap();
    run
}

async fn change<T>(world: &World, act: impl AsyncFnOnce(&mut Tx) -> deedwell_core::Result<T>) -> T {
    let mut tx = world.tx().await;
    let done = act(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    done
}

async fn counts(world: &World, run: Id<Run>) -> std::collections::HashMap<State, u64> {
    let mut tx = world.tx().await;
    store::counts(&mut tx, Some(run)).await.unwrap()
}

async fn state(world: &World, run: Id<Run>) -> RunState {
    let mut tx = world.tx().await;
    store::run(&mut tx, run).await.unwrap().state
}

/// Every row as it stands, to see that nothing touched it.
async fn rows(world: &World, run: Id<Run>) -> Vec<LetterRow> {
    let mut tx = world.tx().await;
    let ask = store::LettersAsk { run: Some(run), ..store::LettersAsk::default() };
    store::letters(&mut tx, &ask, 10_000).await.unwrap()
}

#[tokio::test]
async fn a_run_reaches_everybody_once_and_is_over() {
    for world in shops().await {
        news(&world).await;
        let run = planned(&world, 120, None).await;
        assert_eq!(take(&world).await.len(), 0, "it was not begun");
        change(&world, async |tx| acts::start(tx, None, run).await).await;
        let mut to = Vec::new();
        loop {
            let due = channel::take(world.db(), EMAIL, 50).await.unwrap();
            if due.is_empty() {
                break;
            }
            assert_eq!(hand(&world, &due).await, vec![HandOver::Go; due.len()]);
            for due in due {
                assert_eq!(*due.content, Content::Template("spring@3".to_owned()));
                assert_eq!(due.data["who"], due.to.as_str());
                assert!(due.links.as_ref().unwrap().unsubscribe.starts_with("/u/"));
                to.push(due.to.as_str().to_owned());
                answer(&world, &due, Answer::Accepted(String::new())).await;
            }
        }
        to.sort();
        to.dedup();
        assert_eq!(to.len(), 120);
        assert_eq!(state(&world, run).await, RunState::Finished);
        assert_eq!(counts(&world, run).await[&State::Accepted], 120);
        let over = world.ledger().await;
        assert_eq!(over.last().map(String::as_str), Some("System letters.run_finished"));
        let mut tx = world.tx().await;
        assert_eq!(acts::pause(&mut tx, None, run).await.unwrap_err().code(), "sending.run_over");
    }
}

#[tokio::test]
async fn pausing_and_another_speed_change_no_letter() {
    for world in shops().await {
        news(&world).await;
        let run = planned(&world, 40, Some(5.0)).await;
        change(&world, async |tx| acts::start(tx, None, run).await).await;
        world.advance(SignedDuration::from_secs(1));
        let due = take(&world).await;
        assert_eq!(due.len(), 5);
        hand(&world, &due[..2]).await;
        let before = rows(&world, run).await;
        change(&world, async |tx| acts::pause(tx, None, run).await).await;
        change(&world, async |tx| acts::set_speed(tx, None, run, Some(10.0)).await).await;
        assert_eq!(rows(&world, run).await, before);
        world.advance(SignedDuration::from_secs(10));
        assert_eq!(take(&world).await.len(), 0);
        // What was taken before is not handed over any more, and is as if it had never been.
        assert_eq!(hand(&world, &due[2..]).await, vec![HandOver::No("paused"); 3]);
        assert_eq!(counts(&world, run).await[&State::Reserved], 38);
        change(&world, async |tx| acts::resume(tx, None, run).await).await;
        world.advance(SignedDuration::from_secs(1));
        assert_eq!(take(&world).await.len(), 10);
        assert_eq!(take(&world).await.len(), 0, "a second has ten");
        change(&world, async |tx| acts::set_speed(tx, None, run, None).await).await;
        assert_eq!(take(&world).await.len(), 28);
        let slow = acts::set_speed(&mut world.tx().await, None, run, Some(0.0)).await;
        assert_eq!(slow.unwrap_err().code(), "invalid.rate_per_s");
    }
}

#[tokio::test]
async fn what_is_cancelled_was_not_sent() {
    for world in shops().await {
        news(&world).await;
        let run = planned(&world, 10, None).await;
        change(&world, async |tx| acts::start(tx, None, run).await).await;
        let due = channel::take(world.db(), EMAIL, 4).await.unwrap();
        hand(&world, &due[..1]).await;
        let cancelled = change(&world, async |tx| acts::cancel_run(tx, None, run).await).await;
        assert_eq!(cancelled, 9);
        assert_eq!(hand(&world, &due[1..]).await, vec![HandOver::No("paused"); 3]);
        answer(&world, &due[0], Answer::Accepted(String::new())).await;
        let counts = counts(&world, run).await;
        assert_eq!((counts[&State::Accepted], counts[&State::Cancelled]), (1, 9));
    }
}

/// What nobody knows of ends a run too; sent once more, it does not wait for a run that is over.
#[tokio::test]
async fn a_letter_of_a_run_that_is_over_can_go_once_more() {
    for world in shops().await {
        news(&world).await;
        let run = planned(&world, 2, None).await;
        change(&world, async |tx| acts::start(tx, None, run).await).await;
        let due = take(&world).await;
        hand(&world, &due).await;
        answer(&world, &due[0], Answer::Unknown(String::new())).await;
        answer(&world, &due[1], Answer::Accepted(String::new())).await;
        channel::sweep(world.db(), world.organisation()).await.unwrap();
        assert_eq!(state(&world, run).await, RunState::Finished);
        change(&world, async |tx| acts::decide_all(tx, None, acts::Unclear::Again, 100).await)
            .await;
        world.advance_days(30);
        let again = send(&world).await;
        assert_eq!(again.len(), 1);
        assert_eq!(again[0].message_id, due[0].message_id);
    }
}

/// A sign-in code does not wait behind a hundred thousand letters.
#[tokio::test]
async fn service_letters_go_first_and_runs_share() {
    for world in shops().await {
        news(&world).await;
        let run = planned(&world, 30, None).await;
        let other = {
            let mut tx = world.tx().await;
            let people = crowd(&mut tx, 30).await;
            let new = NewRun {
                name: "Summer".to_owned(),
                channel: EMAIL.to_owned(),
                topic: "news".to_owned(),
                content: Content::Own(words("Summer")),
                rate_per_s: None,
                begin_at: None,
                until: None,
            };
            let run = acts::plan_run(&mut tx, None, &new).await.unwrap();
            let to: Vec<To> = people
                .into_iter()
                .map(|(identity, _, address)| To { identity, address, data: Default::default() })
                .collect();
            acts::add_recipients(&mut tx, run, &to).await.unwrap();
            acts::listed(&mut tx, run).await.unwrap();
            tx.commit().await.unwrap();
            run
        };
        for id in [run, other] {
            change(&world, async |tx| acts::start(tx, None, id).await).await;
        }
        reserve(&world, &receipt("Ada", "r")).await;
        let due = channel::take(world.db(), EMAIL, 11).await.unwrap();
        assert_eq!(due[0].to, email("Ada"));
        let of = |id| due.iter().filter(|d| d.run == Some(id)).count();
        assert_eq!((of(run), of(other)), (5, 5));
    }
}
