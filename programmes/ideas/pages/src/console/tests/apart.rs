//! Votes of those who look like one, and the mark of those who bought.

use deedwell_core::Currency;
use deedwell_orders::Stage as OrderStage;
use deedwell_orders::acts::{From, tell};
use deedwell_orders::order::{Rank, ToldLine, ToldOrder};
use deedwell_people::{IdentityKind, Proof, Sign};
use deedwell_testing::{KeyTo, World};
use deedwell_trust::acts::{Sight, seen};

use super::{at, desks, never_says, says};
use crate::PROGRAMME;

#[tokio::test]
async fn staff_see_how_many_are_counted_apart_and_customers_see_the_rest() {
    for desk in desks().await {
        let ada = desk.world.customer("Ada");
        let idea = desk.puts(&ada, "Lockers").await;
        let people = ["Kurt", "Kurt2", "Kurt3", "Grace"].map(|name| desk.world.customer(name));
        for (n, somebody) in people.iter().enumerate() {
            let identity = somebody.identity().await;
            let mut tx = desk.tx().await;
            let browser = if n < 3 { "kurts" } else { "graces" };
            seen(&mut tx, identity, Sight::Browser(browser)).await.unwrap();
            tx.commit().await.unwrap();
            let voted = somebody.posts(&format!("/ideas/{idea}/votes"), "").await;
            assert_eq!(voted.status(), 303);
        }
        assert_eq!(desk.idea(idea).await.votes, 4);
        (PROGRAMME.upkeep)(desk.world.db(), desk.world.organisation()).await.unwrap();
        assert_eq!(desk.idea(idea).await.votes, 1);
        says(&desk.ruth.reads(&at(idea, "")).await, "Counted apart +3");
        says(&desk.ruth.reads("/console/ideas").await, "+3 counted apart");
        let page = ada.reads(&format!("/ideas/{idea}")).await;
        says(&page, "Customers 1");
        never_says(&page, "ounted apart");
        says(&people[0].reads(&format!("/ideas/{idea}")).await, "yours in");
        let read = desk.world.api(KeyTo::Read);
        let given = read.looks(&format!("/api/ideas/{idea}")).await.json();
        assert_eq!((&given["votes"], &given["counted_apart"]), (&1.into(), &3.into()));
        let voters = read.looks(&format!("/api/ideas/{idea}/votes")).await.json();
        let apart = voters["voters"].as_array().unwrap().iter();
        assert_eq!(apart.filter(|voter| voter["counted_apart"] == true).count(), 3);
    }
}

#[tokio::test]
async fn whoever_bought_is_marked_and_whoever_gave_it_back_is_not() {
    for desk in desks().await {
        let (ada, grace) = (desk.world.customer("Ada"), desk.world.customer("Grace"));
        let idea = desk.puts(&ada, "Lockers").await;
        grace.posts(&format!("/ideas/{idea}/comments"), "body=Yes+please").await;
        let page = format!("/ideas/{idea}");
        never_says(&desk.world.visitor().reads(&page).await, "has bought here");
        told(&desk.world, "ada@shop.example", OrderStage::Placed).await;
        for reader in
            [desk.world.visitor().reads(&page).await, desk.ruth.reads(&at(idea, "")).await]
        {
            assert_eq!(reader.text().matches("has bought here").count(), 1, "{}", reader.text());
        }
        says(&desk.world.visitor().reads("/ideas").await, "Ada · has bought here");
        told(&desk.world, "ada@shop.example", OrderStage::Cancelled).await;
        never_says(&desk.world.visitor().reads(&page).await, "has bought here");
    }
}

/// A shop tells of an order of two mugs.
async fn told(world: &World, email: &str, stage: OrderStage) {
    let now = world.now();
    let line = ToldLine {
        reference: "1".into(),
        product: "mug".into(),
        quantity: 2,
        gross: 1_998,
        ..ToldLine::default()
    };
    let told = ToldOrder {
        reference: "1001".into(),
        number: "1001".into(),
        stage,
        was_placed: true,
        placed_at: now,
        cancelled_at: (stage == OrderStage::Cancelled).then_some(now),
        currency: Currency::GBP,
        total: None,
        shipping: 0,
        tax: 0,
        tax_included: false,
        discount: 0,
        extra: 0,
        lines: vec![line],
        refunds: Vec::new(),
        aliases: Vec::new(),
        buyer: vec![Sign::new(IdentityKind::Email, email, "").unwrap()],
        buyer_name: String::new(),
        at: now,
        channel: None,
    };
    let from = From {
        rank: Rank::Shop,
        shop: None,
        unit: None,
        prefix: String::new(),
        told_by: "key/till".into(),
        channel: "api",
        proof: Proof::Server,
    };
    let mut tx = world.tx().await;
    tell(&mut tx, &from, &told).await.unwrap();
    tx.commit().await.unwrap();
    world.advance(jiff::SignedDuration::from_secs(60));
}
