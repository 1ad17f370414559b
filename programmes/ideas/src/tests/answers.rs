//! Staff answer, move, evaluate, book and release.

use deedwell_core::meaning::Basis;
use deedwell_core::{Currency, Error, Money};
use deedwell_people::{IdentityKind, Proof, Sign, ensure};
use jiff::civil::date;

use super::world::{RUTH, code, customer, does, person, worlds};
use crate::answer::Answer;
use crate::board::{NewBoard, NewRelease, Settings};
use crate::idea::AnswerClock;
use crate::money::{Credit, EntryKind, NewEntry, WHOLE};
use crate::stage::Stage;
use crate::store::{Triage, WaitingAsk};
use crate::{acts, store};

fn to(stage: Stage, text: &str) -> Answer {
    Answer { stage: Some(stage), text: text.to_owned(), ..Answer::default() }
}

fn no(reason: &str) -> Answer {
    Answer {
        reason: Some(reason.to_owned()),
        revisit_on: Some(date(2026, 9, 1)),
        ..to(Stage::NotNow, "")
    }
}

#[tokio::test]
async fn an_idea_goes_all_the_way() {
    for world in worlds().await {
        let idea = world.put_forward(customer(1), "A photo of my bike when it is ready").await;
        world.vote(customer(2), idea).await.unwrap();
        world.days(2);
        let said = acts::answer;
        does!(world, tx, said(tx, RUTH, idea, to(Stage::UnderReview, ""))).unwrap();
        assert!(
            world.idea(idea).await.answered_at.is_none(),
            "a move without words answers nobody"
        );
        does!(world, tx, said(tx, RUTH, idea, to(Stage::Planned, "Owain will do it."))).unwrap();
        let answered_at = world.now();
        world.days(30);
        let early = does!(world, tx, said(tx, RUTH, idea, to(Stage::Shipped, "Done")));
        assert_eq!(code(early), "invalid.evidence");
        let shipped = Answer {
            evidence: Some("https://fell.example/news".to_owned()),
            ..to(Stage::Shipped, "Done.")
        };
        does!(world, tx, said(tx, RUTH, idea, shipped)).unwrap();
        does!(world, tx, said(tx, RUTH, idea, to(Stage::Measured, ""))).unwrap();

        let found = world.idea(idea).await;
        assert_eq!(found.answered_at, Some(answered_at));
        assert_eq!(
            found.clock(world.now()),
            AnswerClock::Answered { at: answered_at, in_time: true }
        );
        assert_eq!(code(world.vote(customer(3), idea).await), "ideas.voting_closed");
        let ledger: Vec<String> = world.ledger().await.split_off(2);
        let staff = |kind: &str| format!("staff ideas.{kind}");
        assert_eq!(
            ledger,
            [
                "moved",
                "answered",
                "moved",
                "decided",
                "answered",
                "moved",
                "delivered",
                "moved",
                "measured"
            ]
            .map(staff)
        );
        let mut tx = world.tx().await;
        let history = store::history(&mut tx, idea).await.unwrap();
        let texts: Vec<_> = history.iter().map(|line| line.text.as_deref()).collect();
        assert_eq!(texts, [None, Some("Owain will do it."), Some("Done."), None]);
    }
}

#[tokio::test]
async fn a_no_is_kept_by_the_table_too() {
    for world in worlds().await {
        let idea = world.put_forward(customer(1), "Open at seven").await;
        does!(world, tx, acts::answer(tx, RUTH, idea, no("Two people an hour came."))).unwrap();
        for broken in 0..5 {
            let mut tx = world.tx().await;
            let broken = match broken {
                0 => tx.query("update idea set reason = null where organisation = $1 and id = $2"),
                1 => tx.query(
                    "update idea set revisit_on = refused_on where organisation = $1 and id = $2",
                ),
                2 => tx.query(
                    "update idea set revisit_on = '2031-03-03' where organisation = $1 and id = $2",
                ),
                3 => tx
                    .query("update idea set stage = 'shipped' where organisation = $1 and id = $2"),
                _ => tx
                    .query("update idea set stage = 'dropped' where organisation = $1 and id = $2"),
            };
            let broken = broken.bind(idea);
            assert!(tx.run(broken.clone()).await.is_err(), "{broken:?}");
        }
        let mut tx = world.tx().await;
        let latest =
            "update idea set revisit_on = '2031-03-02' where organisation = $1 and id = $2";
        let latest = tx.query(latest).bind(idea);
        assert_eq!(tx.run(latest).await.unwrap(), 1);
    }
}

#[tokio::test]
async fn a_no_comes_back_on_its_day() {
    for world in worlds().await {
        let idea = world.put_forward(customer(1), "Open at seven").await;
        does!(world, tx, acts::answer(tx, RUTH, idea, no("Two people an hour came."))).unwrap();
        let ask = WaitingAsk { triage: Triage::Revisit, ..WaitingAsk::default() };
        assert_eq!(store::waiting(&mut world.tx().await, &ask).await.unwrap().total, 0);
        world.days(183);
        let due = store::waiting(&mut world.tx().await, &ask).await.unwrap();
        assert_eq!((due.total, due.items[0].id), (1, idea));
        does!(world, tx, acts::answer(tx, RUTH, idea, to(Stage::Planned, "From May."))).unwrap();
        let after = world.idea(idea).await;
        assert_eq!((after.reason, after.revisit_on, after.decided), (None, None, Some(true)));
        assert_eq!(
            world.ledger().await.split_off(4),
            ["answered", "moved", "revisited", "decided"].map(|k| format!("staff ideas.{k}"))
        );
    }
}

#[tokio::test]
async fn the_promise_is_watched() {
    for world in worlds().await {
        let late = world.put_forward(customer(1), "Lockers").await;
        world.days(5);
        let settings = Settings { promise_days: 20, moderated: false };
        does!(world, tx, acts::set_settings(tx, RUTH, settings)).unwrap();
        let waits = world.put_forward(customer(1), "Panniers").await;
        world.days(3);
        let desk = async |triage| {
            let ask = WaitingAsk { triage, ..WaitingAsk::default() };
            let page = store::waiting(&mut world.tx().await, &ask).await.unwrap();
            page.items.into_iter().map(|card| card.id).collect::<Vec<_>>()
        };
        assert_eq!(desk(Triage::Waiting).await, [late, waits]);
        assert_eq!(desk(Triage::DueSoon).await, [late]);
        world.days(3);
        assert_eq!(desk(Triage::Overdue).await, [late]);
        let clock = world.idea(late).await.clock(world.now());
        assert!(matches!(clock, AnswerClock::Overdue { days: 1, .. }), "{clock:?}");
        let mut tx = world.tx().await;
        let numbers = store::numbers(&mut tx, None).await.unwrap();
        assert_eq!((numbers.put_forward, numbers.promised, numbers.overdue), (2, 1, 1));
        let times = store::answer_times(&mut tx, world.now()).await.unwrap();
        assert!(times.is_empty());
        let counts = store::desk_counts(&mut tx).await.unwrap();
        assert!(counts.contains(&(Triage::Ungraded, 2)));
    }
}

#[tokio::test]
async fn an_organisation_has_its_own_stages() {
    for world in worlds().await {
        let idea = world.put_forward(customer(1), "Lockers").await;
        does!(world, tx, acts::set_stage(tx, RUTH, Stage::Planned, "On our list", true)).unwrap();
        does!(world, tx, acts::set_stage(tx, RUTH, Stage::NeedsInfo, "Asked", false)).unwrap();
        let moves = [(Stage::Submitted, Stage::Planned), (Stage::Submitted, Stage::NeedsInfo)];
        does!(world, tx, acts::restrict_moves(tx, RUTH, &moves)).unwrap();
        let off = does!(world, tx, acts::answer(tx, RUTH, idea, to(Stage::NeedsInfo, "?")));
        assert_eq!(
            off.unwrap_err().sentence(),
            "An idea that is “Submitted” cannot become “Asked”. It can become “On our list”."
        );
        does!(world, tx, acts::answer(tx, RUTH, idea, to(Stage::Planned, "Yes"))).unwrap();
        let needed = does!(world, tx, acts::set_stage(tx, RUTH, Stage::Declined, "No", false));
        assert_eq!(code(needed), "ideas.stage_needed");
        let under = does!(world, tx, acts::set_stage(tx, RUTH, Stage::InProgress, "Doing", false));
        assert_eq!(code(under), "ok");
    }
}

#[tokio::test]
async fn an_answer_is_corrected_and_what_was_said_is_kept() {
    for world in worlds().await {
        let idea = world.put_forward(customer(1), "Lockers").await;
        let words = Answer { text: "In May.".to_owned(), ..Answer::default() };
        let answer = does!(world, tx, acts::answer(tx, RUTH, idea, words)).unwrap().unwrap();
        assert_eq!(
            does!(world, tx, acts::correct_answer(tx, RUTH, answer, "In June.")).unwrap(),
            2
        );
        assert_eq!(
            does!(world, tx, acts::correct_answer(tx, RUTH, answer, "In June.")).unwrap(),
            2
        );
        let mut tx = world.tx().await;
        let versions = store::answers(&mut tx, idea).await.unwrap();
        let bodies: Vec<_> = versions.iter().map(|v| (v.version, v.body.as_str())).collect();
        assert_eq!(bodies, [(1, "In May."), (2, "In June.")]);
        let card = store::cards(&mut tx, &[idea]).await.unwrap().remove(0);
        assert_eq!(card.answer, Some((RUTH, "In June.".to_owned())));
    }
}

#[tokio::test]
async fn spam_vanishes_and_comes_back_where_it_stood() {
    for world in worlds().await {
        let settings = Settings { moderated: true, ..Settings::default() };
        does!(world, tx, acts::set_settings(tx, RUTH, settings)).unwrap();
        let idea = world.put_forward(customer(1), "Cheap watches").await;
        assert_eq!(code(world.vote(customer(2), idea).await), "ideas.on_hold");
        does!(world, tx, acts::clear(tx, RUTH, idea)).unwrap();
        world.vote(customer(2), idea).await.unwrap();
        does!(world, tx, acts::answer(tx, RUTH, idea, to(Stage::UnderReview, ""))).unwrap();
        does!(world, tx, acts::mark_spam(tx, RUTH, idea, "Advertising")).unwrap();
        let mut tx = world.tx().await;
        assert_eq!(store::board(&mut tx, &store::BoardAsk::default()).await.unwrap().total, 0);
        assert_eq!(store::removals(&mut tx, 0).await.unwrap().total, 1);
        drop(tx);
        does!(world, tx, acts::clear(tx, RUTH, idea)).unwrap();
        let back = world.idea(idea).await;
        assert_eq!((back.stage, back.stage_before, back.votes), (Stage::UnderReview, None, 1));
        does!(world, tx, acts::hold(tx, RUTH, idea, "Reported twice")).unwrap();
        assert_eq!(code(world.vote(customer(3), idea).await), "ideas.on_hold");
    }
}

#[tokio::test]
async fn staff_grade_tag_and_move_between_boards() {
    for world in worlds().await {
        let idea = world.put_forward(customer(1), "Lockers").await;
        does!(world, tx, acts::evaluate(tx, RUTH, idea, 2, "Hm")).unwrap();
        does!(world, tx, acts::evaluate(tx, RUTH, idea, 5, "Yes!")).unwrap();
        assert_eq!(code(does!(world, tx, acts::evaluate(tx, RUTH, idea, 6, ""))), "invalid.grade");
        assert_eq!(world.idea(idea).await.grade, Some(5));
        let tags = ["Station".to_owned(), "bikes".to_owned()];
        does!(world, tx, acts::retag(tx, RUTH, idea, &tags)).unwrap();
        let workshop = super::world::new_board(&world.db, world.organisation, "workshop").await;
        does!(world, tx, acts::move_to_board(tx, RUTH, idea, workshop)).unwrap();
        let mut tx = world.tx().await;
        assert_eq!(store::grades(&mut tx, idea).await.unwrap()[0].note, "Yes!");
        let card = store::cards(&mut tx, &[idea]).await.unwrap().remove(0);
        assert_eq!(
            (card.board, card.tags),
            (workshop, vec!["bikes".to_owned(), "station".to_owned()])
        );
        drop(tx);
        does!(world, tx, acts::close_board(tx, RUTH, workshop)).unwrap();
        let closed = crate::idea::NewIdea { board: workshop, ..world.new_idea("Late") };
        let closed = does!(world, tx, acts::put_forward(tx, customer(2), closed));
        assert_eq!(code(closed), "ideas.board_closed");
        let taken =
            NewBoard { key: "hire".to_owned(), name: "Two".to_owned(), ..NewBoard::default() };
        assert_eq!(code(does!(world, tx, acts::open_board(tx, RUTH, &taken))), "invalid.key");
    }
}

#[tokio::test]
async fn money_is_booked_taken_back_and_credited() {
    for world in worlds().await {
        let idea = world.put_forward(customer(1), "Lockers").await;
        let pounds = |kind, minor| NewEntry {
            kind,
            amount: Money::new(minor, Currency::GBP),
            basis: Basis::Matched,
            note: "Hires in May against April".to_owned(),
        };
        let early = does!(world, tx, acts::book(tx, RUTH, idea, &pounds(EntryKind::Earned, 100)));
        assert_eq!(code(early), "ideas.too_early");
        let shipped =
            Answer { evidence: Some("They stand there".to_owned()), ..to(Stage::Shipped, "") };
        does!(world, tx, acts::answer(tx, RUTH, idea, to(Stage::Planned, ""))).unwrap();
        does!(world, tx, acts::answer(tx, RUTH, idea, shipped)).unwrap();
        let earned =
            does!(world, tx, acts::book(tx, RUTH, idea, &pounds(EntryKind::Earned, 120_450)))
                .unwrap();
        does!(world, tx, acts::book(tx, RUTH, idea, &pounds(EntryKind::Cost, 20_000))).unwrap();
        does!(world, tx, acts::take_back_entry(tx, RUTH, earned, "Counted twice")).unwrap();
        let twice = does!(world, tx, acts::take_back_entry(tx, RUTH, earned, "Again"));
        assert_eq!(code(twice), "ideas.taken_back");
        let mut tx = world.tx().await;
        let totals = store::totals(&mut tx, Some(idea)).await.unwrap();
        let totals: Vec<_> = totals.iter().map(|t| (t.kind, t.amount.minor)).collect();
        assert_eq!(totals, [(EntryKind::Cost, 20_000), (EntryKind::Earned, 0)]);
        assert_eq!(store::entries(&mut tx, idea).await.unwrap().len(), 3);
        let alone = store::credits(&mut tx, idea).await.unwrap();
        assert_eq!(alone, [Credit { person: person(customer(1)), share: WHOLE }]);
        drop(tx);
        let nobody = [Credit { person: person(customer(9)), share: WHOLE }];
        let refused = does!(world, tx, acts::credit(tx, RUTH, idea, &nobody));
        assert!(matches!(refused, Err(Error::Missing("person"))));
        let mut people = Vec::new();
        for address in ["ada@shop.example", "grace@shop.example"] {
            let sign = Sign::new(IdentityKind::Email, address, "").unwrap();
            people.push(does!(world, tx, ensure(tx, &sign, Proof::Staff, "")).unwrap().person);
        }
        let shared = [(0, 700_000), (1, 300_000)]
            .map(|(n, share): (usize, _)| Credit { person: people[n], share });
        does!(world, tx, acts::credit(tx, RUTH, idea, &shared)).unwrap();
        assert_eq!(
            code(does!(world, tx, acts::credit(tx, RUTH, idea, &shared[..1]))),
            "invalid.shares"
        );
        assert_eq!(store::credits(&mut world.tx().await, idea).await.unwrap(), shared);
    }
}

#[tokio::test]
async fn a_release_speaks_of_what_shipped() {
    for world in worlds().await {
        let idea = world.put_forward(customer(1), "Lockers").await;
        let release = NewRelease {
            title: "Spring".to_owned(),
            body: "You asked for lockers.".to_owned(),
            ideas: vec![idea],
            publish: false,
        };
        let early = does!(world, tx, acts::release(tx, RUTH, &release));
        assert_eq!(code(early), "ideas.not_shipped");
        let shipped = Answer { evidence: Some("There".to_owned()), ..to(Stage::Shipped, "") };
        does!(world, tx, acts::answer(tx, RUTH, idea, to(Stage::Planned, ""))).unwrap();
        does!(world, tx, acts::answer(tx, RUTH, idea, shipped)).unwrap();
        let draft = does!(world, tx, acts::release(tx, RUTH, &release)).unwrap();
        let mut tx = world.tx().await;
        assert_eq!(store::changelog(&mut tx, 0).await.unwrap().total, 0);
        assert_eq!(store::drafts(&mut tx, 0).await.unwrap().total, 1);
        drop(tx);
        does!(world, tx, acts::publish_release(tx, RUTH, draft)).unwrap();
        assert_eq!(
            code(does!(world, tx, acts::publish_release(tx, RUTH, draft))),
            "ideas.published"
        );
        let mut tx = world.tx().await;
        let news = store::changelog(&mut tx, 0).await.unwrap();
        assert_eq!((news.items[0].0.id, news.items[0].1[0].id), (draft, idea));
        let roadmap = store::roadmap(&mut tx, None).await.unwrap();
        assert_eq!(roadmap.iter().map(|(_, ideas)| ideas.len()).collect::<Vec<_>>(), [0, 0, 1]);
    }
}
