//! The course of a friend who was brought: from a link to both rewards, and back.

use deedwell_points::acts::{Because, Spend};

use super::place::{MARY, mail};
use super::world::{EDSGER, bare, code, does, worlds};
use crate::acts::{self, Landed};
use crate::code::shown;
use crate::deed::Channel;
use crate::judge::Reason;
use crate::stage::Stage;
use crate::store;

#[tokio::test]
async fn a_friend_s_first_order_pays_both_when_it_is_kept() {
    for world in worlds().await {
        let ada = world.who("ada@example.com").await;
        does!(world, tx, acts::share(tx, ada, Channel::Chat)).unwrap();
        let id = world.brings("ada@example.com", "grace@example.net").await;
        assert_eq!(world.stage(id).await, Stage::Identified);
        world.pays("grace@example.net", "1", 1_999).await;
        assert_eq!(world.stage(id).await, Stage::Identified, "less than was asked");
        let order = world.pays("grace@example.net", "2", 2_000).await;
        let held = world.referral(id).await;
        assert_eq!(held.stage, Stage::Held);
        assert_eq!(held.bought.unwrap().order, order);
        assert_eq!(world.sums("ada@example.com").await, [1_000, 0, 0]);
        world.waits(29).await;
        assert_eq!(world.stage(id).await, Stage::Held);
        world.waits(1).await;
        assert_eq!(world.stage(id).await, Stage::Paid);
        assert_eq!(world.sums("ada@example.com").await, [0, 1_000, 0]);
        assert_eq!(world.sums("grace@example.net").await, [0, 500, 0]);
        assert_eq!(world.keeps().await.unwrap(), 0, "twice is once");
        let told = [
            "staff terms_changed",
            "customer link_made",
            "customer shared",
            "visitor landed",
            "customer brought",
            "customer identified",
            "customer qualified",
            "system held",
            "system approved",
            "system paid",
        ];
        assert_eq!(world.ledger().await, told);
        world.adds_up().await;
    }
}

/// After payment, and after it was spent: what is owed stands below nothing, and the books add up.
#[tokio::test]
async fn what_comes_back_after_the_reward_takes_it_back() {
    for world in worlds().await {
        let id = world.brings("ada@example.com", "grace@example.net").await;
        let order = world.pays("grace@example.net", "1", 5_000).await;
        world.waits(30).await;
        let spend = Spend {
            who: world.who("ada@example.com").await,
            scheme: world.scheme,
            amount: 700,
            because: Because::new("orders.placed", "order/9"),
            key: "lamp".to_owned(),
            handed_over: true,
            reward: None,
        };
        does!(world, tx, deedwell_points::acts::spend(tx, &spend)).unwrap();
        world.gives_back(order, 2_500).await.unwrap();
        world.keeps().await.unwrap();
        assert_eq!(world.stage(id).await, Stage::Paid, "enough of it was kept");
        world.gives_back(order, 2_500).await.unwrap();
        world.keeps().await.unwrap();
        let back = world.referral(id).await;
        assert_eq!(back.stage, Stage::ClawedBack);
        assert_eq!(back.findings.last().unwrap().reason, Reason::Refunded);
        assert_eq!(world.sums("ada@example.com").await, [0, 0, -700]);
        assert_eq!(world.sums("grace@example.net").await, [0, 0, 0]);
        assert_eq!(world.keeps().await.unwrap(), 0);
        assert_eq!(world.sums("ada@example.com").await, [0, 0, -700], "once");
        world.adds_up().await;
    }
}

#[tokio::test]
async fn what_comes_back_in_time_is_paid_to_nobody() {
    for world in worlds().await {
        let id = world.brings("ada@example.com", "grace@example.net").await;
        let lamp = world.pays("grace@example.net", "1", 5_000).await;
        let chair = world.pays("grace@example.net", "2", 9_000).await;
        world.gives_back(lamp, 5_000).await.unwrap();
        world.waits(1).await;
        let held = world.referral(id).await;
        assert_eq!((held.stage, held.bought.unwrap().order), (Stage::Held, chair), "instead");
        does!(world, tx, deedwell_orders::acts::cancel(tx, chair)).unwrap();
        world.keeps().await.unwrap();
        assert_eq!(world.stage(id).await, Stage::Rejected);
        assert_eq!(world.sums("ada@example.com").await, [0, 0, 0]);
        let ada = world.referral(id).await.referrer.person;
        let mut tx = world.tx().await;
        assert_eq!(store::referrals_by(&mut tx, ada, 9).await.unwrap().len(), 1);
        drop(tx);
        world.adds_up().await;
    }
}

#[tokio::test]
async fn a_code_said_aloud_counts_for_the_order_at_which_it_was_said() {
    for world in worlds().await {
        let said = shown(&world.code_of("ada@example.com").await.unwrap()).to_lowercase();
        world.pays("grace@example.net", "1", 5_000).await;
        world.clock.advance(3_600);
        let (ada, grace) =
            (world.who("ada@example.com").await, world.who("grace@example.net").await);
        let own = does!(world, tx, acts::name_referrer(tx, ada, &said));
        assert_eq!(code(own), "referrals.own_code");
        let slip = format!("{}C", &said[..said.len() - 1]);
        if slip.to_uppercase() != said.to_uppercase() {
            let slip = does!(world, tx, acts::name_referrer(tx, grace, &slip));
            assert_eq!(code(slip), "invalid.code");
        }
        let id = does!(world, tx, acts::name_referrer(tx, grace, &said)).unwrap();
        assert_eq!(world.stage(id).await, Stage::Held);
        let again = does!(world, tx, acts::name_referrer(tx, grace, &said));
        assert_eq!(code(again), "referrals.named_already");
        world.waits(30).await;
        assert_eq!(world.stage(id).await, Stage::Paid);
        world.adds_up().await;
    }
}

#[tokio::test]
async fn what_was_promised_when_they_came_is_what_they_get() {
    for world in bare().await {
        let ada = world.who("ada@example.com").await;
        let early = does!(world, tx, acts::make_link(tx, ada));
        assert_eq!(code(early), "referrals.not_open");
        let usual = world.usual_terms();
        assert_eq!(world.promises(&usual).await.unwrap(), 1);
        assert_eq!(world.promises(&usual).await.unwrap(), 1, "nothing changed");
        let link = does!(world, tx, acts::make_link(tx, ada)).unwrap();
        let id = world.brings("ada@example.com", "grace@example.net").await;
        world.clock.advance(1);
        let less = crate::terms::Terms { referrer_reward: 1, is_open: false, ..usual };
        assert_eq!(world.promises(&less).await.unwrap(), 2);
        let shut = world.follows(&link.code, "other", "").await;
        assert_eq!(code(shut), "referrals.not_open");
        world.pays("grace@example.net", "1", 5_000).await;
        world.waits(30).await;
        assert_eq!(world.stage(id).await, Stage::Paid);
        assert_eq!(world.sums("ada@example.com").await, [0, 1_000, 0]);
        world.adds_up().await;
    }
}

#[tokio::test]
async fn who_does_not_buy_in_time_was_not_brought() {
    for world in worlds().await {
        let id = world.brings("ada@example.com", "grace@example.net").await;
        world.waits(104).await;
        assert_eq!(world.stage(id).await, Stage::Identified, "an order may still be told of");
        world.waits(1).await;
        assert_eq!(world.stage(id).await, Stage::Lapsed);
        world.pays("grace@example.net", "1", 5_000).await;
        assert_eq!(world.stage(id).await, Stage::Lapsed);
        assert_eq!(world.sums("ada@example.com").await, [0, 0, 0]);
    }
}

#[tokio::test]
async fn staff_look_say_no_and_somebody_else_answers_the_appeal() {
    for world in worlds().await {
        let id = world.brings("ada@example.com", "grace@example.net").await;
        let people = world.referral(id).await;
        let both = [people.referrer.person, people.friend.person];
        let household = deedwell_people::account::AccountKind::Household;
        world.lives_with(household, &both).await.unwrap();
        world.pays("grace@example.net", "1", 5_000).await;
        let early = does!(world, tx, acts::approve(tx, MARY, id, ""));
        assert_eq!(code(early), "referrals.not_waiting");
        world.waits(30).await;
        let waiting = world.referral(id).await;
        assert_eq!(waiting.stage, Stage::Review);
        assert_eq!(waiting.findings[0].reason, Reason::Household);
        assert_eq!(world.sums("ada@example.com").await, [1_000, 0, 0]);
        let mute = does!(world, tx, acts::reject(tx, MARY, id, " "));
        assert_eq!(code(mute), "invalid.why");
        does!(world, tx, acts::reject(tx, MARY, id, "You share a flat.")).unwrap();
        assert_eq!(world.sums("ada@example.com").await, [0, 0, 0]);
        let (ada, alan) = (world.who("ada@example.com").await, world.who("alan@example.com").await);
        let strange = does!(world, tx, acts::appeal(tx, alan, id, "Not fair"));
        assert_eq!(code(strange), "missing.referral");
        does!(world, tx, acts::appeal(tx, ada, id, "We moved apart.")).unwrap();
        let twice = does!(world, tx, acts::appeal(tx, ada, id, "Again"));
        assert_eq!(code(twice), "referrals.appealed");
        let own = does!(world, tx, acts::answer_appeal(tx, MARY, id, (true, "So be it")));
        assert_eq!(code(own), "referrals.own_decision");
        does!(world, tx, acts::answer_appeal(tx, EDSGER, id, (true, "You are right."))).unwrap();
        assert_eq!(world.stage(id).await, Stage::Paid);
        assert_eq!(world.sums("ada@example.com").await, [0, 1_000, 0]);
        does!(world, tx, acts::claw_back(tx, MARY, id, (Reason::Chargeback, "The bank wrote.")))
            .unwrap();
        assert_eq!(world.sums("grace@example.net").await, [0, 0, 0]);
        let gone = does!(world, tx, acts::claw_back(tx, MARY, id, (Reason::Chargeback, "x")));
        assert_eq!(code(gone), "referrals.not_paid");
        world.adds_up().await;
    }
}

#[tokio::test]
async fn the_month_s_limit_rewards_the_friend_alone() {
    for world in bare().await {
        let terms = crate::terms::Terms { month_cap: 1, ..world.usual_terms() };
        world.promises(&terms).await.unwrap();
        for n in 0..2 {
            let friend = format!("friend{n}@example.net");
            world.brings("ada@example.com", &friend).await;
            world.pays(&friend, &n.to_string(), 5_000).await;
        }
        world.waits(30).await;
        assert_eq!(world.sums("ada@example.com").await, [0, 1_000, 0]);
        for n in 0..2 {
            let friend = format!("friend{n}@example.net");
            assert_eq!(world.one_of(&friend).await.stage, Stage::Paid);
            assert_eq!(world.sums(&friend).await, [0, 500, 0]);
        }
        world.adds_up().await;
    }
}

#[tokio::test]
async fn links_are_one_a_customer_and_can_be_closed() {
    for world in worlds().await {
        let ada = world.who("ada@example.com").await;
        let link = does!(world, tx, acts::make_link(tx, ada)).unwrap();
        assert_eq!(does!(world, tx, acts::make_link(tx, ada)).unwrap(), link);
        assert_eq!(world.follows(&link.code, "s", "news.example").await.unwrap(), Landed::Now);
        assert_eq!(world.follows(&link.code, "s", "").await.unwrap(), Landed::Before);
        let own = does!(world, tx, acts::land(tx, ada, &link.code, "")).unwrap();
        assert_eq!(own, Landed::Own);
        does!(world, tx, acts::close_link(tx, MARY, link.id)).unwrap();
        assert_eq!(code(world.follows(&link.code, "t", "").await), "missing.link");
        let again = does!(world, tx, acts::make_link(tx, ada));
        assert_eq!(code(again), "referrals.link_closed");
        let visitor = deedwell_core::Who::Visitor {
            identity: world.clock.new_id(),
            person: world.clock.new_id(),
        };
        let stranger = does!(world, tx, acts::make_link(tx, visitor));
        assert_eq!(code(stranger), "referrals.not_a_customer");
    }
}

/// An order that is told of late, from before they came, and one that two people told of.
#[tokio::test]
async fn who_bought_before_they_came_was_a_customer() {
    for world in worlds().await {
        let id = world.brings("ada@example.com", "grace@example.net").await;
        world.pays("grace@example.net", "2", 5_000).await;
        world.days(3);
        let order = world.buys(vec![mail("grace@example.net").unwrap()], "1", 900).await.unwrap();
        let mut tx = world.tx().await;
        let back =
            tx.query("update shop_order set placed_at = $3 where organisation = $1 and id = $2");
        let long_ago: deedwell_core::Timestamp = "2025-01-01T00:00:00Z".parse().unwrap();
        tx.run(back.bind(order).bind(long_ago)).await.unwrap();
        tx.commit().await.unwrap();
        world.waits(30).await;
        let over = world.referral(id).await;
        assert_eq!(over.stage, Stage::Rejected);
        assert_eq!(over.findings[0].reason, Reason::BoughtBefore);
        world.adds_up().await;
    }
}
