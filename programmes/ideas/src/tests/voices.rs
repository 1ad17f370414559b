//! Customers put forward, vote, comment and thank.

use deedwell_core::{Error, Id};

use super::world::{RUTH, code, customer, does, person, visitor, worlds};
use crate::comment::Audience;
use crate::idea::NewIdea;
use crate::{acts, store};

#[tokio::test]
async fn a_vote_counts_once() {
    for world in worlds().await {
        let (ada, grace) = (customer(1), customer(2));
        let idea = world.put_forward(ada, "Lockers at the station").await;

        let once = world.vote(grace, idea).await.unwrap();
        let twice = world.vote(grace, idea).await.unwrap();
        let guest = world.vote(visitor(3), idea).await.unwrap();

        assert_eq!((once.changed, once.votes), (true, 1));
        assert_eq!((twice.changed, twice.votes), (false, 1));
        assert_eq!((guest.votes, guest.customer_votes), (2, 1));
        assert_eq!(code(world.vote(ada, idea).await), "ideas.own_idea");
        assert_eq!(world.ledger().await, ["1 ideas.put_forward", "2 ideas.voted", "3 ideas.voted"]);
        let staff = does!(world, tx, acts::vote(tx, deedwell_core::Who::Staff(RUTH), idea));
        assert_eq!(code(staff), "not_allowed");
    }
}

#[tokio::test]
async fn a_vote_taken_back_leaves_no_trace_in_the_counts() {
    for world in worlds().await {
        let idea = world.put_forward(customer(1), "Lockers").await;
        world.days(1);
        let before = world.idea(idea).await;
        world.vote(customer(2), idea).await.unwrap();
        assert!(world.idea(idea).await.hot > before.hot);

        let back = does!(world, tx, acts::take_back_vote(tx, customer(2), idea)).unwrap();
        let again = does!(world, tx, acts::take_back_vote(tx, customer(2), idea)).unwrap();

        assert_eq!((back.changed, back.votes, again.changed), (true, 0, false));
        let after = world.idea(idea).await;
        assert_eq!((after.votes, after.customer_votes, after.hot), (0, 0, before.hot));
    }
}

#[tokio::test]
async fn staff_record_what_a_customer_said_on_the_telephone() {
    for world in worlds().await {
        let idea = world.put_forward(customer(1), "Lockers").await;
        let grace = customer(2);
        let phone = acts::Evidence {
            channel: "phone".to_owned(),
            note: "Rang on Monday, wants one at Keswick".to_owned(),
        };
        let silent = acts::Evidence { note: " ".to_owned(), ..phone.clone() };
        let refused = does!(world, tx, acts::vote_for(tx, RUTH, grace, idea, &silent));
        assert_eq!(code(refused), "invalid.note");
        let own = does!(world, tx, acts::vote_for(tx, RUTH, customer(1), idea, &phone));
        assert_eq!(code(own), "ideas.own_idea");

        let heard = does!(world, tx, acts::vote_for(tx, RUTH, grace, idea, &phone)).unwrap();
        assert_eq!((heard.votes, heard.changed), (1, true));
        let mut tx = world.tx().await;
        let recorded = store::recorded_votes(&mut tx, idea, None).await.unwrap();
        assert_eq!((recorded[0].person, recorded[0].heard.staff), (person(grace), RUTH));
        let voters = store::voters(&mut tx, idea, 10).await.unwrap();
        assert_eq!(voters[0].on_behalf_by, Some(RUTH));
        drop(tx);
        assert_eq!(world.ledger().await, ["1 ideas.put_forward", "2 ideas.voted"]);

        let gone = does!(world, tx, acts::revoke_vote(tx, RUTH, idea, person(grace))).unwrap();
        assert_eq!((gone.votes, gone.changed), (0, true));
        world.vote(grace, idea).await.unwrap();
        let hers = does!(world, tx, acts::revoke_vote(tx, RUTH, idea, person(grace)));
        assert_eq!(code(hers), "ideas.vote_in_person");
    }
}

#[tokio::test]
async fn people_talk_below_an_idea() {
    for world in worlds().await {
        let idea = world.put_forward(customer(1), "Lockers").await;
        let first =
            does!(world, tx, acts::comment(tx, customer(2), idea, "Big ones", None)).unwrap();
        world.clock.advance(60);
        let other =
            does!(world, tx, acts::comment(tx, customer(3), idea, "Dry ones", None)).unwrap();
        world.clock.advance(60);
        let reply =
            does!(world, tx, acts::comment_by_staff(tx, RUTH, idea, "How big?", Some(first)))
                .unwrap();
        does!(world, tx, acts::note(tx, RUTH, idea, "Ask Owain")).unwrap();

        let mut tx = world.tx().await;
        let shown = store::comments(&mut tx, idea, Audience::Everybody).await.unwrap();
        let ids: Vec<_> = shown.iter().map(|c| c.id).collect();
        assert_eq!(ids, [first, reply, other], "a reply follows what it answers");
        let all = store::comments(&mut tx, idea, Audience::StaffOnly).await.unwrap();
        assert_eq!(all.len(), 4);
        drop(tx);

        let late = does!(world, tx, acts::withdraw_comment(tx, customer(2), first));
        assert_eq!(code(late), "ideas.comment_answered");
        does!(world, tx, acts::withdraw_comment(tx, customer(3), other)).unwrap();
        assert_eq!(world.idea(idea).await.comments, 2);

        assert!(does!(world, tx, acts::thank(tx, customer(3), first)).unwrap());
        assert!(!does!(world, tx, acts::thank(tx, customer(3), first)).unwrap());
        let own = does!(world, tx, acts::thank(tx, customer(2), first));
        assert_eq!(code(own), "ideas.own_comment");
        let mut tx = world.tx().await;
        let thanked = store::thanked_by(&mut tx, idea, person(customer(3))).await.unwrap();
        assert!(thanked.contains(&first));
        let mine = store::my_part(&mut tx, person(customer(2))).await.unwrap();
        assert_eq!((mine.comments, mine.thanks), (1, 1));
    }
}

#[tokio::test]
async fn what_is_hidden_is_logged_for_everybody_to_read() {
    for world in worlds().await {
        let idea = world.put_forward(customer(1), "Lockers").await;
        let rude =
            does!(world, tx, acts::comment(tx, customer(2), idea, "You fools", None)).unwrap();
        let silent = does!(world, tx, acts::hide_comment(tx, RUTH, rude, " "));
        assert_eq!(code(silent), "invalid.reason");

        does!(world, tx, acts::hide_comment(tx, RUTH, rude, "An insult")).unwrap();

        assert_eq!(world.idea(idea).await.comments, 0);
        let mut tx = world.tx().await;
        assert!(store::comments(&mut tx, idea, Audience::Everybody).await.unwrap().is_empty());
        let log = store::removals(&mut tx, 0).await.unwrap();
        assert_eq!((log.total, log.items[0].reason.as_str()), (1, "An insult"));
        assert_eq!(store::numbers(&mut tx, None).await.unwrap().removed, 1);
        drop(tx);
        does!(world, tx, acts::restore_comment(tx, RUTH, rude)).unwrap();
        assert_eq!(world.idea(idea).await.comments, 1);
        let mut tx = world.tx().await;
        assert_eq!(store::numbers(&mut tx, None).await.unwrap().removed, 0);
    }
}

#[tokio::test]
async fn an_author_edits_and_takes_back_until_there_is_an_answer() {
    for world in worlds().await {
        let ada = customer(1);
        let idea = world.put_forward(ada, "Lokers").await;
        does!(world, tx, acts::edit(tx, ada, idea, "Lockers", "Dry ones")).unwrap();
        let found = world.idea(idea).await;
        assert_eq!((found.title.as_str(), found.edited_at), ("Lockers", Some(world.now())));
        let other = does!(world, tx, acts::edit(tx, customer(2), idea, "Mine", ""));
        assert_eq!(code(other), "not_allowed");

        does!(world, tx, acts::withdraw(tx, ada, idea)).unwrap();
        assert_eq!(code(world.vote(customer(2), idea).await), "ideas.voting_closed");
        let mut tx = world.tx().await;
        assert!(store::board(&mut tx, &store::BoardAsk::default()).await.unwrap().items.is_empty());
        assert_eq!(store::history(&mut tx, idea).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn there_are_limits_and_they_say_so() {
    for world in worlds().await {
        let long = NewIdea { title: "x".repeat(91), ..world.new_idea("") };
        let long = does!(world, tx, acts::put_forward(tx, customer(1), long));
        assert_eq!(code(long), "invalid.title");
        let tags = NewIdea { tags: vec!["y".repeat(31)], ..world.new_idea("Lockers") };
        assert_eq!(
            code(does!(world, tx, acts::put_forward(tx, customer(1), tags))),
            "invalid.tags"
        );
        for n in 0..10 {
            world.put_forward(customer(1), &format!("Idea {n}")).await;
        }
        let many = does!(world, tx, acts::put_forward(tx, customer(1), world.new_idea("One more")));
        assert_eq!(
            many.as_ref().err().map(|e| e.sentence().into_owned()).unwrap_or_default(),
            "That is more than 10 a day. Please try again later."
        );
        assert_eq!(code(many), "too_many");
        world.days(1);
        world.put_forward(customer(1), "Tomorrow").await;
        let nobody = NewIdea { board: Id::from_uuid(uuid::Uuid::nil()), ..world.new_idea("x") };
        assert_eq!(
            code(does!(world, tx, acts::put_forward(tx, customer(1), nobody))),
            "missing.board"
        );
    }
}

#[tokio::test]
async fn to_and_fro_has_a_limit() {
    for world in worlds().await {
        let (ada, grace) = (customer(1), customer(2));
        let idea = world.put_forward(ada, "Lockers").await;
        for n in 0..20 {
            does!(world, tx, acts::edit(tx, ada, idea, &format!("Lockers {n}"), "")).unwrap();
        }
        let much = does!(world, tx, acts::edit(tx, ada, idea, "Lockers again", ""));
        assert_eq!(code(much), "too_many");
        assert_eq!(world.idea(idea).await.title, "Lockers 19");

        for _ in 0..50 {
            does!(world, tx, acts::follow(tx, grace, idea)).unwrap();
            does!(world, tx, acts::unfollow(tx, grace, idea)).unwrap();
        }
        assert_eq!(code(does!(world, tx, acts::follow(tx, grace, idea))), "too_many");
        // What changes nothing costs nothing; and others are not meant.
        does!(world, tx, acts::unfollow(tx, grace, idea)).unwrap();
        does!(world, tx, acts::follow(tx, customer(3), idea)).unwrap();
        world.clock.advance(3_600);
        does!(world, tx, acts::follow(tx, grace, idea)).unwrap();
        does!(world, tx, acts::edit(tx, ada, idea, "Lockers again", "")).unwrap();
    }
}

#[tokio::test]
async fn a_community_has_limits_too() {
    for world in worlds().await {
        let idea = world.put_forward(customer(1), "Lockers").await;
        for limit in [acts::IDEAS_A_DAY, acts::COMMENTS_A_DAY, acts::VOTES_A_DAY] {
            let mut tx = world.tx().await;
            deedwell_store::quota::fill(&mut tx, &limit).await.unwrap();
            tx.commit().await.unwrap();
        }
        let (ada, grace) = (customer(1), customer(2));
        let new = does!(world, tx, acts::put_forward(tx, grace, world.new_idea("More")));
        let Err(Error::TooMany { sentence, retry_after_s }) = new else { panic!("too many ideas") };
        assert_eq!(
            sentence,
            "No more than 5000 ideas a day are taken here. Please try again later."
        );
        assert_eq!(retry_after_s, 15 * 3_600, "until midnight in Greenwich");
        assert_eq!(code(world.vote(grace, idea).await), "too_many");
        assert_eq!(code(does!(world, tx, acts::take_back_vote(tx, ada, idea))), "too_many");
        assert_eq!(code(does!(world, tx, acts::comment(tx, ada, idea, "Yes", None))), "too_many");
        // Staff go on answering; another organisation has limits of its own; tomorrow is a new day.
        does!(world, tx, acts::comment_by_staff(tx, RUTH, idea, "Thanks", None)).unwrap();
        let elsewhere = super::world::new_organisation(&world.db).await;
        let board = super::world::new_board(&world.db, elsewhere, "all").await;
        let mut tx = world.db.write(elsewhere).await.unwrap();
        let theirs = NewIdea { board, ..world.new_idea("More") };
        acts::put_forward(&mut tx, grace, theirs).await.unwrap();
        drop(tx);
        world.days(1);
        world.vote(grace, idea).await.unwrap();
        world.put_forward(grace, "More").await;
    }
}

#[tokio::test]
async fn followers_are_known_and_may_stop() {
    for world in worlds().await {
        let idea = world.put_forward(customer(1), "Lockers").await;
        world.vote(customer(2), idea).await.unwrap();
        does!(world, tx, acts::follow(tx, customer(3), idea)).unwrap();
        does!(world, tx, acts::follow(tx, customer(3), idea)).unwrap();
        does!(world, tx, acts::unfollow(tx, customer(2), idea)).unwrap();
        let mut tx = world.tx().await;
        let told = store::to_be_told(&mut tx, idea).await.unwrap();
        let told: Vec<_> = told.into_iter().map(|(person, _)| person).collect();
        assert_eq!(told, [person(customer(1)), person(customer(3))]);
        drop(tx);
        assert_eq!(world.ledger().await.len(), 4);
    }
}

#[tokio::test]
async fn an_idea_stays_in_its_organisation() {
    for world in worlds().await {
        let idea = world.put_forward(customer(1), "Lockers").await;
        let elsewhere = super::world::new_organisation(&world.db).await;
        let mut tx = world.db.write(elsewhere).await.unwrap();
        assert_eq!(code(acts::vote(&mut tx, customer(2), idea).await), "missing.idea");
        assert_eq!(store::board(&mut tx, &store::BoardAsk::default()).await.unwrap().total, 0);
        assert!(store::describe(&mut tx, &[idea]).await.unwrap().is_empty());
        assert!(store::similar(&mut tx, "Lockers").await.unwrap().is_empty());
    }
}
