//! Clusters are counted apart, told why, heard once, and decided on. Nothing is deleted.

use deedwell_core::{Id, Identity, Person, Timestamp};
use deedwell_testing::{Somebody, World};

use super::{who, worlds};
use crate::Voice;
use crate::acts::quarantine::{appeal, decide, suspect};
use crate::acts::{Sight, look, seen};
use crate::cluster::Verdict;
use crate::quarantine::{Grounds, Quarantine, Stage, Suspected};
use crate::store;
use crate::voice::Tally;

const IDEA: &str = "idea/1";

async fn ring(world: &World) -> (Vec<Somebody>, Vec<(Id<Identity>, Timestamp)>) {
    let names = ["Kurt", "Kurt2", "Kurt3", "Kurt4", "Ada"];
    let people: Vec<Somebody> = names.iter().map(|name| world.customer(name)).collect();
    let mut acted = Vec::new();
    for (n, somebody) in people.iter().enumerate() {
        let identity = somebody.identity().await;
        let mut tx = world.tx().await;
        let browser = if n < 4 { "kurts" } else { "adas" };
        seen(&mut tx, identity, Sight::Browser(browser)).await.unwrap();
        seen(&mut tx, identity, Sight::Network("198.51.100.7".parse().unwrap())).await.unwrap();
        tx.commit().await.unwrap();
        acted.push((identity, world.now()));
    }
    (people, acted)
}

async fn looks(world: &World, acted: &[(Id<Identity>, Timestamp)]) -> usize {
    let mut tx = world.tx().await;
    let looked = look(&mut tx, IDEA, acted).await.unwrap();
    tx.commit().await.unwrap();
    assert!(looked.clusters.iter().all(|c| c.verdict == Verdict::Quarantined));
    looked.new
}

async fn quarantine_of(world: &World, person: Id<Person>) -> Quarantine {
    let mut tx = world.tx().await;
    let mut all = store::quarantines_of(&mut tx, person, 10).await.unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

#[tokio::test]
async fn a_ring_is_counted_apart_once_and_may_appeal_once() {
    for world in worlds().await {
        let mary = world.staff("Mary", deedwell_web::Role::Owner).staff().await;
        let (people, acted) = ring(&world).await;
        assert_eq!(looks(&world, &acted).await, 4);
        assert_eq!(looks(&world, &acted).await, 0, "looked at again, nothing happens twice");
        let mut voters = Vec::new();
        for somebody in &people {
            voters.push(Voice::proven(who(somebody).await).unwrap().person);
        }
        let mut tx = world.tx().await;
        let apart = store::apart(&mut tx, IDEA).await.unwrap();
        assert_eq!(Tally::of(voters.clone(), &apart), Tally { counted: 1, apart: 4 });
        assert!(store::apart(&mut tx, "idea/2").await.unwrap().is_empty(), "only for this");
        drop(tx);
        let kurt = quarantine_of(&world, voters[0]).await;
        assert_eq!((kurt.stage, kurt.grounds.people), (Stage::Open, 4));
        assert_eq!(kurt.grounds.reasons[0].kind.name(), "browser");
        let mut tx = world.tx().await;
        let cannot = |e: deedwell_core::Error| e.code().into_owned();
        let ada = who(&people[4]).await;
        let words = "We are four cousins and share one tablet.";
        assert_eq!(
            cannot(appeal(&mut tx, ada, kurt.id, words).await.unwrap_err()),
            "missing.quarantine"
        );
        let his = who(&people[0]).await;
        assert_eq!(
            cannot(appeal(&mut tx, his, kurt.id, "Why?").await.unwrap_err()),
            "invalid.words"
        );
        let long = "x".repeat(2_001);
        assert_eq!(
            cannot(appeal(&mut tx, his, kurt.id, &long).await.unwrap_err()),
            "invalid.words"
        );
        decide(&mut tx, mary, kurt.id, true, "One hand").await.unwrap();
        appeal(&mut tx, his, kurt.id, words).await.unwrap();
        assert_eq!(
            cannot(appeal(&mut tx, his, kurt.id, words).await.unwrap_err()),
            "trust.appealed"
        );
        assert_eq!(
            cannot(decide(&mut tx, mary, kurt.id, false, " ").await.unwrap_err()),
            "invalid.why"
        );
        decide(&mut tx, mary, kurt.id, false, "Four cousins indeed").await.unwrap();
        assert_eq!(
            cannot(decide(&mut tx, mary, kurt.id, true, "No").await.unwrap_err()),
            "trust.decided"
        );
        tx.commit().await.unwrap();
        assert_eq!(looks(&world, &acted).await, 0, "what staff lifted stays lifted");
        let mut tx = world.tx().await;
        let apart = store::apart(&mut tx, IDEA).await.unwrap();
        assert_eq!(Tally::of(voters, &apart), Tally { counted: 2, apart: 3 });
        assert_eq!(store::quarantines(&mut tx, Stage::Open, 10).await.unwrap().len(), 3);
        drop(tx);
        let ledger = world.ledger().await;
        let trust: Vec<_> = ledger.iter().filter(|line| line.contains("trust.")).collect();
        assert_eq!(trust.iter().filter(|line| line.contains("trust.quarantined")).count(), 4);
        let after: Vec<&str> =
            trust[4..].iter().filter_map(|line| line.rsplit(' ').next()).collect();
        assert_eq!(after, ["trust.upheld", "trust.appealed", "trust.lifted"]);
    }
}

#[tokio::test]
async fn staff_may_count_somebody_apart_altogether() {
    for world in worlds().await {
        let mary = world.staff("Mary", deedwell_web::Role::Owner).staff().await;
        let kurt = world.customer("Kurt");
        let (identity, person) = (kurt.identity().await, kurt.person().await);
        let mut tx = world.tx().await;
        let suspected = Suspected {
            identity,
            about: String::new(),
            grounds: Grounds::default(),
            note: "Sells votes".to_owned(),
        };
        let first = suspect(&mut tx, Some(mary), &suspected).await.unwrap();
        let again = suspect(&mut tx, Some(mary), &suspected).await.unwrap();
        assert_eq!((first.is_new, again.is_new, again.id), (true, false, first.id));
        assert!(store::is_apart(&mut tx, person).await.unwrap());
        assert!(store::apart(&mut tx, "idea/7").await.unwrap().contains(&person));
        let long = Suspected { about: "x".repeat(121), ..suspected.clone() };
        assert_eq!(suspect(&mut tx, None, &long).await.unwrap_err().code(), "invalid.about");
        let nobody = Suspected { identity: tx.new_id(), ..suspected };
        assert_eq!(suspect(&mut tx, None, &nobody).await.unwrap_err().code(), "missing.person");
        tx.commit().await.unwrap();
        assert_eq!(world.ledger().await, ["Mary trust.quarantined"]);
    }
}
