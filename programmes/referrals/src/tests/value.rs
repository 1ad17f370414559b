//! Who brought whom, what that brought, and what was said beside what was done.

use super::place::DAY_S;
use super::world::{bare, does, worlds};
use crate::acts;
use crate::said::{Evidence, NewRecommendation};
use crate::terms::Terms;

#[tokio::test]
async fn a_tree_shows_whom_friends_of_friends_brought() {
    for world in worlds().await {
        for (by, friend) in [("a", "b"), ("a", "c"), ("b", "d"), ("d", "e")] {
            let address = |name: &str| format!("{name}@example.com");
            world.brings(&address(by), &address(friend)).await;
        }
        let root = world.known("a@example.com").await.unwrap().person;
        let tree = acts::tree(&mut world.tx().await, root).await.unwrap();
        let depths: Vec<usize> = tree.nodes.iter().map(|n| n.depth).collect();
        assert_eq!((depths, tree.is_cut), (vec![1, 1, 2, 3], false));
    }
}

/// Two friends, one of whom came back after a year; half would have come anyway, and such a customer costs
/// £10 otherwise. 0.5·(50 + 30 + 40/1.1) + 0.5·(10 + 10) − 2·15 = 38.18.
#[tokio::test]
async fn what_somebody_brought_stands_beside_what_they_spent() {
    for world in bare().await {
        let terms = Terms { anyway_percent: 50, saved: 1_000, ..world.usual_terms() };
        world.promises(&terms).await.unwrap();
        world.pays("ada@example.com", "own", 7_000).await;
        for (friend, pence) in [("grace@example.net", 5_000), ("alan@example.net", 3_000)] {
            world.brings("ada@example.com", friend).await;
            world.pays(friend, friend, pence).await;
        }
        world.waits(30).await;
        world.clock.advance(335 * DAY_S + DAY_S / 4);
        world.pays("grace@example.net", "later", 4_000).await;
        let ada = world.known("ada@example.com").await.unwrap().person;
        let value = acts::brought(&mut world.tx().await, ada).await.unwrap().unwrap();
        assert_eq!(value.friends, 2);
        assert_eq!((value.bought.minor, value.spent.minor), (12_000, 7_000));
        assert_eq!(value.cost.minor, 3_000);
        assert!((value.brought.minor - 3_818).abs() <= 1, "{value:?}");
    }
}

#[tokio::test]
async fn who_says_it_and_who_does_it_are_told_apart() {
    for world in worlds().await {
        let said = |to: &str| NewRecommendation {
            about: String::new(),
            to: to.to_owned(),
            channel: "chat".to_owned(),
            evidence: Evidence::SelfReport,
        };
        for who in ["ada@example.com", "kurt@example.com"] {
            let who = world.who(who).await;
            assert!(does!(world, tx, acts::recommend(tx, who, &said("x@example.org"))).unwrap());
            assert!(!does!(world, tx, acts::recommend(tx, who, &said("X@example.org"))).unwrap());
        }
        for (by, friend) in
            [("ada@example.com", "b@example.net"), ("grace@example.com", "c@example.net")]
        {
            world.brings(by, friend).await;
            world.pays(friend, friend, 5_000).await;
        }
        let from = world.clock.now();
        let from = from.checked_sub(jiff::SignedDuration::from_hours(24)).unwrap();
        let to = from.checked_add(jiff::SignedDuration::from_hours(48)).unwrap();
        let early = acts::said_and_done(&mut world.tx().await, from, to).await.unwrap();
        assert_eq!((early.said_and_did, early.too_early, early.said_only), (1, 1, 0));
        world.waits(100).await;
        let table = acts::said_and_done(&mut world.tx().await, from, to).await.unwrap();
        assert_eq!((table.said_and_did, table.said_only, table.did_only), (1, 1, 1));
        assert_eq!(table.neither, 2, "both friends");
        assert!(table.did_of_said().unwrap().interval.low > 0.0);
    }
}
