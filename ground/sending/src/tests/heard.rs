//! What is heard of a letter after it was accepted.

use super::*;
use crate::channel::{bounced, complained};
use crate::suppression::{Bounce, Why};

async fn sent_news(world: &World, who: &Somebody, name: &str, key: &str) -> Due {
    news_to(world, who, name, key).await;
    send(world).await.pop().unwrap()
}

#[tokio::test]
async fn a_letter_that_comes_back_finds_its_person_and_closes_the_address() {
    for world in shops().await {
        news(&world).await;
        let ada = world.customer("Ada");
        let due = sent_news(&world, &ada, "Ada", "1").await;
        let mut tx = world.tx().await;
        let hard = Bounce::Hard;
        assert_eq!(bounced(&mut tx, "<x@y>", hard, "").await.unwrap(), None);
        let foreign = due.message_id.replace("shop.", "other.");
        assert_eq!(bounced(&mut tx, &foreign, hard, "").await.unwrap(), None);
        for _ in 0..2 {
            let found =
                bounced(&mut tx, &due.message_id, hard, "550 5.1.1").await.unwrap().unwrap();
            assert_eq!((found.letter, found.person), (due.id, Some(ada.person().await)));
        }
        tx.commit().await.unwrap();
        let code = NewLetter::service(Service::SignIn, email("Ada"), "code", words("1"));
        let code = reserve(&world, &code).await;
        assert_eq!(send(&world).await.len(), 0);
        assert_eq!(stands(&world, code).await, (State::Suppressed, "hard_bounce".to_owned()));
        assert_eq!(
            world.ledger().await,
            ["System letters.topic_set", "Ada letters.accepted", "Ada letters.bounced"]
        );
        // Staff know better, and say why.
        let mut tx = world.tx().await;
        let hash = email("Ada").hash(world.organisation());
        let of = (EMAIL, hash.as_str());
        let no_reason = acts::release_address(&mut tx, None, of, Why::HardBounce, " ").await;
        assert_eq!(no_reason.unwrap_err().code(), "invalid.note");
        acts::release_address(&mut tx, None, of, Why::HardBounce, "typo at theirs").await.unwrap();
        let gone = acts::release_address(&mut tx, None, of, Why::HardBounce, "x").await;
        assert_eq!(gone.unwrap_err().code(), "missing.address");
        tx.commit().await.unwrap();
        reserve(&world, &receipt("Ada", "after")).await;
        assert_eq!(send(&world).await.len(), 1);
    }
}

#[tokio::test]
async fn the_third_soft_bounce_rests_an_address_for_two_weeks() {
    for world in shops().await {
        news(&world).await;
        let ada = world.customer("Ada");
        for n in 0..3 {
            let due = sent_news(&world, &ada, "Ada", &n.to_string()).await;
            let mut tx = world.tx().await;
            bounced(&mut tx, &due.message_id, Bounce::Soft, "mailbox full").await.unwrap();
            tx.commit().await.unwrap();
            world.advance_days(1);
        }
        let fourth = news_to(&world, &ada, "Ada", "4").await;
        let code = NewLetter::service(Service::SignIn, email("Ada"), "code", words("1"));
        reserve(&world, &code).await;
        assert_eq!(send(&world).await.len(), 1, "a code goes, for it is asked for");
        assert_eq!(stands(&world, fourth).await, (State::Suppressed, "soft_bounce".to_owned()));
        world.advance_days(14);
        assert_eq!(sent_news(&world, &ada, "Ada", "5").await.to, email("Ada"));
    }
}

#[tokio::test]
async fn who_calls_us_spam_gets_what_they_ask_for_and_no_more() {
    for world in shops().await {
        news(&world).await;
        let ada = world.customer("Ada");
        let due = sent_news(&world, &ada, "Ada", "1").await;
        let mut tx = world.tx().await;
        for _ in 0..2 {
            let found = complained(&mut tx, &due.message_id, "abuse").await.unwrap().unwrap();
            assert_eq!(found.person, Some(ada.person().await));
        }
        tx.commit().await.unwrap();
        let second = news_to(&world, &ada, "Ada", "2").await;
        reserve(&world, &receipt("Ada", "receipt")).await;
        assert_eq!(send(&world).await.len(), 1);
        assert_eq!(stands(&world, second).await, (State::Suppressed, "complaint".to_owned()));
        let actions = world.actions().await;
        let complaint = actions.iter().find(|a| a.name == "letters.complained").unwrap();
        assert_eq!(complaint.initiator, deedwell_core::Initiator::Customer, "she pressed a button");
    }
}

/// A report of a letter of which nobody knew says that it was sent.
#[tokio::test]
async fn what_comes_back_was_sent() {
    for world in shops().await {
        news(&world).await;
        let ada = world.customer("Ada");
        let id = news_to(&world, &ada, "Ada", "1").await;
        let due = take(&world).await;
        let mut tx = world.tx().await;
        let early = bounced(&mut tx, &due[0].message_id, Bounce::Hard, "").await.unwrap();
        assert_eq!(early, None, "what was not sent cannot come back");
        drop(tx);
        hand(&world, &due).await;
        answer(&world, &due[0], Answer::Unknown(String::new())).await;
        let mut tx = world.tx().await;
        bounced(&mut tx, &due[0].message_id, Bounce::Soft, "").await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let row = row(&world, id).await;
        assert_eq!((row.state, row.bounce.as_deref()), (State::Accepted, Some("soft")));
    }
}

#[tokio::test]
async fn a_list_from_elsewhere_is_taken_over() {
    for world in shops().await {
        let mut tx = world.tx().await;
        let table = "Email,reason,note\nAda@Shop.example,hard_bounce,old list\nno address,,\n\
                     '=grace@shop.example,,x\ngrace@shop.example,complaint,\nada@shop.example,hard_bounce,\n";
        let brought = acts::bring(&mut tx, None, table.as_bytes()).await.unwrap();
        assert_eq!((brought.added, brought.there, brought.unreadable), (3, 1, 1));
        let plain = acts::bring(&mut tx, None, b"kurt@shop.example\n").await.unwrap();
        assert_eq!(plain.added, 1);
        tx.commit().await.unwrap();
        let mut tx = world.tx().await;
        let why = |name: &'static str| email(name).hash(world.organisation());
        let hashes = [why("Ada"), why("Grace"), why("Kurt")];
        let found = store::suppressed(&mut tx, EMAIL, &hashes).await.unwrap();
        assert_eq!(found[&hashes[0]], [Why::HardBounce]);
        assert_eq!(found[&hashes[1]], [Why::Complaint]);
        assert_eq!(found[&hashes[2]], [Why::Staff]);
    }
}
