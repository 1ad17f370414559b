//! Forms that are sent twice are done once.

use super::world::{DAY_S, RUTH, World, code, customer, does, together, worlds};
use crate::acts::{self, Evidence};
use crate::answer::Answer;
use crate::board::NewRelease;
use crate::money::{EntryKind, NewEntry};
use crate::stage::Stage;
use deedwell_core::meaning::Basis;
use deedwell_core::{Id, Money};

use crate::idea::Idea;

async fn puts(world: &World) -> Id<Idea> {
    world.put_forward(customer(1), "Lockers").await
}

#[tokio::test]
async fn the_same_words_sent_twice_are_one_idea_and_one_comment() {
    for world in worlds().await {
        let idea = puts(&world).await;
        world.clock.advance(1);
        assert_eq!(puts(&world).await, idea);
        let says = async |n| {
            let mut tx = world.tx().await;
            let said = acts::comment(&mut tx, customer(n), idea, "Yes, please.", None).await;
            tx.commit().await.unwrap();
            said.unwrap()
        };
        let comment = says(2).await;
        assert_eq!(says(2).await, comment);
        assert_ne!(says(3).await, comment, "another person says it for themselves");
        let ledger = ["1 ideas.put_forward", "2 ideas.commented", "3 ideas.commented"];
        assert_eq!(world.ledger().await, ledger);
        world.clock.advance(DAY_S);
        assert_ne!(puts(&world).await, idea, "a day later it is said anew");
    }
}

#[tokio::test]
async fn two_at_once_are_one() {
    for world in worlds().await {
        let all: Vec<_> = (0..4).map(|_| Box::pin(puts(&world))).collect();
        let made = together(all).await;
        assert!(made.iter().all(|id| *id == made[0]), "{made:?}");
        assert_eq!(world.ledger().await, ["1 ideas.put_forward"]);
        let idea = made[0];
        let says = || {
            Box::pin(async {
                does!(world, tx, acts::comment(tx, customer(2), idea, "Me too.", None)).unwrap()
            })
        };
        let made = together(vec![says(), says(), says()]).await;
        assert!(made.iter().all(|id| *id == made[0]), "{made:?}");
        assert_eq!(world.idea(idea).await.comments, 1);
    }
}

#[tokio::test]
async fn what_staff_send_twice_is_done_once() {
    for world in worlds().await {
        let idea = puts(&world).await;
        let shipped = Answer {
            text: "They are there.".to_owned(),
            stage: Some(Stage::Planned),
            ..Answer::default()
        };
        let first = does!(world, tx, acts::answer(tx, RUTH, idea, shipped.clone())).unwrap();
        let again = does!(world, tx, acts::answer(tx, RUTH, idea, shipped)).unwrap();
        assert_eq!(first, again);
        let cost = NewEntry {
            kind: EntryKind::Cost,
            amount: Money::new(12_000, "GBP".parse().unwrap()),
            basis: Basis::Claimed,
            note: "Twelve lockers".to_owned(),
        };
        let first = does!(world, tx, acts::book(tx, RUTH, idea, &cost)).unwrap();
        assert_eq!(does!(world, tx, acts::book(tx, RUTH, idea, &cost)).unwrap(), first);
        let more = NewEntry { note: "Twelve more".to_owned(), ..cost.clone() };
        assert_ne!(does!(world, tx, acts::book(tx, RUTH, idea, &more)).unwrap(), first);
        does!(world, tx, acts::take_back_entry(tx, RUTH, first, "Not ours")).unwrap();
        assert_ne!(does!(world, tx, acts::book(tx, RUTH, idea, &cost)).unwrap(), first);
        let new = NewRelease {
            title: "Spring".to_owned(),
            body: "What is new.".to_owned(),
            ..NewRelease::default()
        };
        let first = does!(world, tx, acts::release(tx, RUTH, &new)).unwrap();
        assert_eq!(does!(world, tx, acts::release(tx, RUTH, &new)).unwrap(), first);
        let heard = Evidence { channel: "phone".to_owned(), note: "Yes, please".to_owned() };
        for _ in 0..2 {
            let vote = does!(world, tx, acts::vote_for(tx, RUTH, customer(5), idea, &heard));
            assert_eq!(code(vote), "ok");
        }
        let answers = world.ledger().await;
        let count = |kind: &str| answers.iter().filter(|line| line.ends_with(kind)).count();
        assert_eq!((count("ideas.answered"), count("ideas.voted")), (1, 1), "{answers:?}");
        assert_eq!(count("ideas.cost_booked"), 4);
    }
}
