//! What earns what: rules read the ledger on.

use std::collections::{BTreeSet, HashSet};

use deedwell_core::{
    Action, Channel, Currency, Id, Identity, Initiator, Money, Part, Position, Who,
};

use super::{Shop, plain, who};
use crate::acts;
use crate::follow::{self, Reached};
use crate::rule::{Per, Rule, RuleTerms};
use crate::store;

fn each(kind: &str, amount: i64) -> RuleTerms {
    RuleTerms {
        name: format!("For {kind}"),
        kind: kind.to_owned(),
        per: Per::Deed,
        amount,
        least: None,
        pending_days: 0,
        cap_day: None,
        cap_month: None,
        cap_ever: None,
        approve_above: None,
        undone_by: Vec::new(),
        ends_at: None,
    }
}

fn a_point_a_pound() -> RuleTerms {
    RuleTerms {
        per: Per::Value { step: Money::new(100, Currency::GBP) },
        undone_by: vec!["orders.refunded".to_owned()],
        ..each("orders.placed", 1)
    }
}

async fn rule(shop: &Shop, terms: &RuleTerms) -> Id<Rule> {
    let mut tx = shop.tx().await;
    let id = acts::setup::open_rule(&mut tx, shop.mary, shop.points, terms).await.unwrap();
    tx.commit().await.unwrap();
    id
}

fn action(shop: &Shop, subject: Id<Identity>, name: &str) -> Action {
    Action {
        id: shop.db().clock().new_id(),
        message: None,
        unit: None,
        part: Part::Customer,
        subject,
        at: shop.now(),
        received_at: shop.now(),
        zone: None,
        channel: Channel::SITE,
        initiator: Initiator::Customer,
        name: name.to_owned().into(),
        about: Some("idea/1".to_owned()),
        counterpart: None,
        value: None,
        facts: String::new(),
    }
}

async fn happens(shop: &Shop, actions: Vec<Action>) {
    let mut tx = shop.tx().await;
    tx.record_many(actions).unwrap();
    let position = tx.commit().await.unwrap().unwrap();
    while shop.db().log_end().await.unwrap() < position {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

/// Rules read all there is; how much was booked.
async fn reads(shop: &Shop) -> u64 {
    let position = shop.db().log_end().await.unwrap();
    let blocks = shop.db().blocks_of(shop.organisation(), Position::default(), usize::MAX);
    let (mut sequence, mut seen, mut dropped) = (0, HashSet::new(), BTreeSet::new());
    for block in blocks.await.unwrap().iter().filter(|b| b.position <= position) {
        for action in block.actions().unwrap() {
            sequence += 1;
            if action.message.is_some_and(|message| !seen.insert(message)) {
                dropped.insert(sequence);
            }
        }
    }
    let reached = Reached { position, sequence, dropped: &dropped };
    follow::catch_up(shop.db(), shop.organisation(), reached).await.unwrap()
}

#[tokio::test]
async fn a_deed_earns_by_the_rules_for_its_kind() {
    for shop in plain().await {
        let ada = who(&shop.customer("Ada")).await;
        let Who::Customer { identity, .. } = ada else { unreachable!() };
        happens(&shop, vec![action(&shop, identity, "ideas.put_forward")]).await;
        rule(&shop, &each("ideas.put_forward", 20)).await;
        rule(&shop, &RuleTerms { pending_days: 7, ..each("ideas.put_forward", 5) }).await;
        let machine = Action {
            initiator: Initiator::Machine,
            ..action(&shop, identity, "ideas.put_forward")
        };
        let ours = Action { initiator: Initiator::Company, ..machine.clone() };
        let visitor =
            Action { part: Part::Visitor, ..action(&shop, identity, "ideas.put_forward") };
        let claim = action(&shop, identity, "claimed.put_forward");
        let mut past = action(&shop, identity, "ideas.put_forward");
        past.at = super::at("2020-01-01T00:00:00Z");
        let mut sent = action(&shop, identity, "ideas.put_forward");
        sent.message = Some("sent-twice".to_owned());
        let again = Action { id: shop.db().clock().new_id(), ..sent.clone() };
        let stranger = action(&shop, shop.db().clock().new_id(), "ideas.put_forward");
        let other = action(&shop, identity, "ideas.voted");
        happens(&shop, vec![machine, ours, visitor, claim, past, sent, again, stranger, other])
            .await;
        assert_eq!(
            reads(&shop).await,
            4,
            "the one that counts by two rules, the stranger's by two"
        );
        assert_eq!(shop.sums(ada).await, [5, 20, 0, 0, 0], "nothing for what was before");
        assert_eq!(reads(&shop).await, 0, "read once");
        shop.waits_days(8).await;
        assert_eq!(shop.sums(ada).await, [0, 25, 0, 0, 0]);
        assert_eq!(reads(&shop).await, 0, "points earn none");
        shop.adds_up().await;
    }
}

/// A step books few; all that is there is booked, once.
#[tokio::test]
async fn many_are_read_in_steps() {
    for shop in plain().await {
        let ada = who(&shop.customer("Ada")).await;
        let Who::Customer { identity, .. } = ada else { unreachable!() };
        rule(&shop, &each("ideas.voted", 1)).await;
        for _ in 0..2 {
            let votes = (0..70).map(|_| action(&shop, identity, "ideas.voted")).collect();
            happens(&shop, votes).await;
        }
        assert_eq!(reads(&shop).await, 140);
        assert_eq!(shop.sums(ada).await, [0, 140, 0, 0, 0]);
        assert_eq!(reads(&shop).await, 0);
        shop.adds_up().await;
    }
}

/// What one order earned is in the end what was left of it would have earned, however it was refunded.
#[tokio::test]
async fn refunds_take_back_their_part() {
    for shop in plain().await {
        let ada = who(&shop.customer("Ada")).await;
        let Who::Customer { identity, .. } = ada else { unreachable!() };
        rule(&shop, &a_point_a_pound()).await;
        let order = |name: &str, minor| Action {
            about: Some("order/7".to_owned()),
            value: Some(Money::new(minor, Currency::GBP)),
            ..action(&shop, identity, name)
        };
        happens(&shop, vec![order("orders.placed", 12_550)]).await;
        reads(&shop).await;
        assert_eq!(shop.sums(ada).await, [0, 125, 0, 0, 0]);
        for (refund, left) in [(2_575, 99), (2_575, 74), (-1_000, 64), (6_400, 0), (1, 0)] {
            let part = Action { part: Part::System, ..order("orders.refunded", refund) };
            happens(&shop, vec![part]).await;
            reads(&shop).await;
            assert_eq!(shop.sums(ada).await, [0, left, 0, 0, 0], "{refund}");
        }
        // A visitor's word undoes nothing.
        happens(&shop, vec![order("orders.placed", 500)]).await;
        happens(&shop, vec![Action { part: Part::Visitor, ..order("orders.refunded", 500) }]).await;
        reads(&shop).await;
        assert_eq!(shop.sums(ada).await, [0, 5, 0, 0, 0]);
        shop.adds_up().await;
    }
}

#[tokio::test]
async fn caps_are_those_of_a_person() {
    for shop in plain().await {
        let (ada, grace) = (who(&shop.customer("Ada")).await, who(&shop.customer("Grace")).await);
        let of = |who: Who| {
            let Who::Customer { identity, .. } = who else { unreachable!() };
            (0..3).map(|_| action(&shop, identity, "ideas.voted")).collect::<Vec<_>>()
        };
        let capped =
            RuleTerms { cap_day: Some(25), cap_month: Some(40), ..each("ideas.voted", 10) };
        let id = rule(&shop, &capped).await;
        happens(&shop, [of(ada), of(grace)].concat()).await;
        reads(&shop).await;
        assert_eq!((shop.has(ada).await.active, shop.has(grace).await.active), (25, 25));
        shop.advance_days(1);
        happens(&shop, of(ada)).await;
        reads(&shop).await;
        assert_eq!(shop.has(ada).await.active, 40, "the month");
        shop.waits_until("2026-12-01T00:00:00Z").await;
        happens(&shop, of(ada)).await;
        reads(&shop).await;
        assert_eq!(shop.has(ada).await.active, 65);
        let mut tx = shop.tx().await;
        let none = RuleTerms { cap_day: Some(0), ..capped };
        acts::setup::change_rule(&mut tx, shop.mary, id, &none).await.unwrap();
        let kept = store::rules(&mut tx).await.unwrap();
        assert_eq!(kept[0].terms.cap_day, Some(0), "nought is kept as nought");
        tx.commit().await.unwrap();
        happens(&shop, of(grace)).await;
        reads(&shop).await;
        assert_eq!(shop.has(grace).await.active, 25, "a cap of nothing is a cap");
        shop.adds_up().await;
    }
}

/// A change holds from then on: what was done before earns by what held then, whenever it is read.
#[tokio::test]
async fn what_held_then_counts() {
    for shop in plain().await {
        let ada = who(&shop.customer("Ada")).await;
        let Who::Customer { identity, .. } = ada else { unreachable!() };
        let id = rule(&shop, &each("ideas.voted", 10)).await;
        happens(&shop, vec![action(&shop, identity, "ideas.voted")]).await;
        shop.advance_days(1);
        let mut tx = shop.tx().await;
        let ends_at = Some(super::at("2026-11-20T00:00:00Z"));
        let more = RuleTerms { ends_at, ..each("ideas.voted", 15) };
        acts::setup::change_rule(&mut tx, shop.mary, id, &more).await.unwrap();
        acts::setup::change_rule(&mut tx, shop.mary, id, &more).await.unwrap();
        assert_eq!(store::rule_versions(&mut tx, id).await.unwrap().len(), 2, "no change is none");
        tx.commit().await.unwrap();
        happens(&shop, vec![action(&shop, identity, "ideas.voted")]).await;
        shop.advance_days(2);
        happens(&shop, vec![action(&shop, identity, "ideas.voted")]).await;
        reads(&shop).await;
        assert_eq!(
            shop.sums(ada).await,
            [0, 25, 0, 0, 0],
            "ten, fifteen, and nothing after its end"
        );
        reads(&shop).await;
        let mut tx = shop.tx().await;
        let end = Some(shop.db().log_end().await.unwrap());
        assert_eq!(follow::place(&mut tx).await.unwrap(), end);
        drop(tx);
        shop.adds_up().await;
    }
}
