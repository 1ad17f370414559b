//! What may be offered by whom, and that money goes once.

use deedwell_core::{Money, Who};

use super::world::{EDSGER, RUTH, code, customer, does, offer, worlds};
use crate::acts::{self, Reply};
use crate::promise::{Authority, Settings};
use crate::redress::{NewOffer, Outcome, Redress};
use crate::stage::Stage;
use crate::store;

#[tokio::test]
async fn beyond_the_limit_somebody_else_has_to_agree() {
    for world in worlds().await {
        let pounds = |minor| Some(Money::new(minor, "GBP".parse().unwrap()));
        let settings = Settings { agent_limit: pounds(1_000), ..Settings::default() };
        does!(world, tx, acts::set_settings(tx, RUTH, settings)).unwrap();
        let id = world.complains(customer(1), "It broke.").await;
        let large = offer(Redress::Credit, 1_001);
        let by = |authority| (authority, id);
        let (agent, _) = by(Authority::Agent);
        let early = does!(world, tx, acts::offer(tx, RUTH, agent, id, &large));
        assert_eq!(code(early), "complaints.move", "acknowledged and assessed first");
        does!(world, tx, acts::acknowledge(tx, RUTH, id, "We have it.")).unwrap();
        does!(world, tx, acts::assess(tx, RUTH, id, 2, None)).unwrap();
        does!(world, tx, acts::offer(tx, RUTH, agent, id, &large)).unwrap();
        let held = world.complaint(id).await;
        assert_eq!((held.stage, held.answered_at), (Stage::Assessed, None), "not sent");
        let second = does!(world, tx, acts::offer(tx, EDSGER, agent, id, &large));
        assert_eq!(code(second), "complaints.waits_for_approval");
        let own = does!(world, tx, acts::approve(tx, RUTH, Authority::Manager, id));
        assert_eq!(code(own), "complaints.own_offer");
        let low = does!(world, tx, acts::approve(tx, EDSGER, agent, id));
        assert_eq!(code(low), "not_allowed");
        does!(world, tx, acts::approve(tx, EDSGER, Authority::Manager, id)).unwrap();
        let sent = world.complaint(id).await;
        assert_eq!(sent.stage, Stage::Offered);
        assert!(sent.answered_at.is_some());
        does!(world, tx, acts::take_back_offer(tx, RUTH, id)).unwrap();
        let small = offer(Redress::Credit, 1_000);
        does!(world, tx, acts::offer(tx, RUTH, agent, id, &small)).unwrap();
        let outcomes = store::offers(&mut world.tx().await, id).await.unwrap();
        let outcomes: Vec<_> = outcomes.iter().map(|one| one.outcome).collect();
        assert_eq!(outcomes, [Outcome::TakenBack, Outcome::Open]);
    }
}

#[tokio::test]
async fn money_of_an_order_is_given_back_there_and_once() {
    for world in worlds().await {
        let order = world.buys("ada@home.example", "1001", 4_000).await;
        let others = world.buys("grace@home.example", "1002", 9_000).await;
        let ada = world.known("ada@home.example").await;
        let id = world.complains(ada.who(), "The lamp arrived broken.").await;
        does!(world, tx, acts::acknowledge(tx, RUTH, id, "We have it.")).unwrap();
        does!(world, tx, acts::assess(tx, RUTH, id, 2, None)).unwrap();
        let of = |order, pence| NewOffer { order: Some(order), ..offer(Redress::Refund, pence) };
        let manager = Authority::Manager;
        let foreign = of(others, 100);
        let refused = does!(world, tx, acts::offer(tx, RUTH, manager, id, &foreign));
        assert_eq!(code(refused), "invalid.order");
        let too_much = of(order, 4_001);
        let refused = does!(world, tx, acts::offer(tx, RUTH, manager, id, &too_much));
        assert_ne!(code(refused), "ok");
        let fits = of(order, 1_500);
        let sent = does!(world, tx, acts::offer(tx, RUTH, manager, id, &fits)).unwrap();
        does!(world, tx, acts::answer_offer(tx, ada.who(), id, sent, &Reply::Accept)).unwrap();
        for _ in 0..2 {
            does!(world, tx, acts::put_right(tx, RUTH, id, "")).unwrap();
        }
        let kept = deedwell_orders::store::order(&mut world.tx().await, order).await.unwrap();
        assert_eq!(kept.refunded, 1_500);
        let done = store::offers(&mut world.tx().await, id).await.unwrap();
        assert_eq!(done[0].evidence, format!("order/{order}"));
    }
}

#[tokio::test]
async fn a_refusal_goes_further_only_where_there_is_somewhere_to_go() {
    for world in worlds().await {
        let ada = customer(1);
        let id = world.complains(ada, "You are rude.").await;
        let sent = world.offers(id, &offer(Redress::Apology, 0)).await;
        let early = does!(world, tx, acts::escalate(tx, ada, id));
        assert_eq!(code(early), "complaints.nobody_outside");
        let settings = Settings { ombudsman: "The Ombudsman".to_owned(), ..Settings::default() };
        does!(world, tx, acts::set_settings(tx, RUTH, settings)).unwrap();
        assert_ne!(code(does!(world, tx, acts::escalate(tx, ada, id))), "ok");
        let no = Reply::Refuse("Words are cheap".to_owned());
        does!(world, tx, acts::answer_offer(tx, ada, id, sent, &no)).unwrap();
        let twice = does!(world, tx, acts::answer_offer(tx, ada, id, sent, &Reply::Accept));
        assert_eq!(code(twice), "complaints.offer_over");
        does!(world, tx, acts::escalate(tx, ada, id)).unwrap();
        assert_eq!(world.complaint(id).await.stage, Stage::Escalated);
        let bare = does!(world, tx, acts::close(tx, RUTH, id, ""));
        assert_eq!(code(bare), "invalid.reason");
        does!(world, tx, acts::close(tx, RUTH, id, "Decided in our favour")).unwrap();
        let gone = does!(world, tx, acts::escalate(tx, Who::Staff(RUTH), id));
        assert_eq!(code(gone), "complaints.move");
    }
}

#[tokio::test]
async fn points_are_given_once_and_only_to_customers_we_know() {
    for world in worlds().await {
        let ada = world.known("ada@home.example").await;
        let id = world.complains(ada.who(), "The app lost my lights.").await;
        let points = NewOffer { points: 250, ..offer(Redress::Points, 0) };
        let sent = world.offers(id, &points).await;
        does!(world, tx, acts::answer_offer(tx, ada.who(), id, sent, &Reply::Accept)).unwrap();
        let without = does!(world, tx, acts::put_right(tx, RUTH, id, ""));
        assert_eq!(
            code(without),
            "invalid.evidence",
            "where no points are kept, something shows it"
        );
        let terms = deedwell_points::scheme::Terms::default();
        let terms = deedwell_points::scheme::Terms {
            name: "Points".to_owned(),
            unit: "points".to_owned(),
            ..terms
        };
        let open =
            does!(world, tx, deedwell_points::acts::setup::open_scheme(tx, RUTH, "points", &terms));
        let scheme = open.unwrap();
        for _ in 0..2 {
            does!(world, tx, acts::put_right(tx, RUTH, id, "")).unwrap();
        }
        let mut tx = world.tx().await;
        let has = deedwell_points::store::balance(&mut tx, scheme, ada.person).await.unwrap();
        assert_eq!(has.active, 250);
    }
}
