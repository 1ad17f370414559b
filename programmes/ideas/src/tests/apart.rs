//! Votes of those who look like one are counted apart, lost to nobody, and count again when staff lift it.

use deedwell_core::{Id, Identity, Who};
use deedwell_people::{IdentityKind, Proof, Sign};
use deedwell_trust::acts::quarantine::{decide, suspect};
use deedwell_trust::acts::{Sight, seen};
use deedwell_trust::quarantine::{Grounds, Suspected};

use super::world::{RUTH, World, does, worlds};
use crate::idea::Idea;
use crate::store;
use crate::{acts, rank};

async fn customer(world: &World, name: &str) -> Who {
    let sign = Sign::new(IdentityKind::Email, &format!("{name}@home.example"), "").unwrap();
    let mut tx = world.tx().await;
    let known = deedwell_people::ensure(&mut tx, &sign, Proof::Code, "").await.unwrap();
    tx.commit().await.unwrap();
    Who::Customer { identity: known.identity, person: known.person }
}

/// People of whom the first four use one browser.
async fn voters(world: &World) -> Vec<Who> {
    let mut all = Vec::new();
    for n in 0..6 {
        let who = customer(world, &format!("voter{n}")).await;
        let Who::Customer { identity, .. } = who else { panic!("a customer") };
        let mut tx = world.tx().await;
        let own = format!("browser {n}");
        let browser = if n < 4 { "one and the same" } else { &own };
        seen(&mut tx, identity, Sight::Browser(browser)).await.unwrap();
        tx.commit().await.unwrap();
        all.push(who);
    }
    all
}

fn identity(who: Who) -> Id<Identity> {
    let Who::Customer { identity, .. } = who else { panic!("a customer") };
    identity
}

async fn counts(world: &World, id: Id<Idea>) -> (i64, i64, i64) {
    let idea = store::idea(&mut world.tx().await, id).await.unwrap();
    (idea.votes, idea.customer_votes, idea.apart)
}

async fn keeps(world: &World) -> u64 {
    acts::keep_apart(&world.db, world.organisation).await.unwrap()
}

#[tokio::test]
async fn a_ring_is_counted_apart_and_counts_again_when_it_is_lifted() {
    for world in worlds().await {
        let author = customer(&world, "ada").await;
        let id = world.put_forward(author, "Night opening").await;
        let all = voters(&world).await;
        for who in &all {
            world.vote(*who, id).await.unwrap();
        }
        assert_eq!(counts(&world, id).await, (6, 6, 0));
        let before = store::idea(&mut world.tx().await, id).await.unwrap().hot;
        assert_eq!(keeps(&world).await, 1);
        assert_eq!(counts(&world, id).await, (2, 2, 4), "four look like one");
        let idea = store::idea(&mut world.tx().await, id).await.unwrap();
        assert!(idea.hot < before, "who is counted apart warms nothing");
        assert_eq!(store::voters(&mut world.tx().await, id, 10).await.unwrap().len(), 2);
        let after = store::After::least();
        let (listed, _) = store::voters_after(&mut world.tx().await, id, after, 10).await.unwrap();
        assert_eq!(listed.iter().filter(|voter| voter.apart).count(), 4, "nobody is lost");
        assert_eq!(keeps(&world).await, 0, "looked at again, nothing changes");

        // Who is apart there and votes again is still there once, and counted by nobody.
        let voted = {
            does!(world, tx, acts::take_back_vote(tx, all[0], id)).unwrap();
            world.vote(all[0], id).await.unwrap()
        };
        assert_eq!((voted.changed, voted.votes), (true, 2));
        assert_eq!(counts(&world, id).await, (2, 2, 4));
        keeps(&world).await;
        assert_eq!(counts(&world, id).await, (2, 2, 4));

        let mut tx = world.tx().await;
        let about = acts::about(id);
        let his = deedwell_trust::store::quarantine_for(&mut tx, identity(all[1]), &about).await;
        decide(&mut tx, RUTH, his.unwrap().unwrap(), false, "A cousin").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(keeps(&world).await, 1);
        assert_eq!(counts(&world, id).await, (3, 3, 3), "what is lifted counts again");
        assert_eq!(keeps(&world).await, 0);
    }
}

#[tokio::test]
async fn whom_staff_count_apart_altogether_is_apart_on_every_idea() {
    for world in worlds().await {
        let author = customer(&world, "ada").await;
        let first = world.put_forward(author, "Night opening").await;
        let second = world.put_forward(author, "Lockers at the station").await;
        let kurt = customer(&world, "kurt").await;
        world.vote(kurt, first).await.unwrap();
        keeps(&world).await;
        assert_eq!(counts(&world, first).await, (1, 1, 0));
        let mut tx = world.tx().await;
        let suspected = Suspected {
            identity: identity(kurt),
            about: String::new(),
            grounds: Grounds::default(),
            note: "Sells votes".to_owned(),
        };
        suspect(&mut tx, Some(RUTH), &suspected).await.unwrap();
        tx.commit().await.unwrap();
        let voted = world.vote(kurt, second).await.unwrap();
        assert_eq!((voted.changed, voted.votes), (true, 0), "apart from the first moment");
        keeps(&world).await;
        assert_eq!(counts(&world, first).await, (0, 0, 1));
        assert_eq!(counts(&world, second).await, (0, 0, 1));
        let idea = store::idea(&mut world.tx().await, second).await.unwrap();
        assert_eq!(idea.hot, rank::hot([idea.created_at]));
    }
}

#[tokio::test]
async fn being_apart_stays_with_the_vote_when_ideas_are_merged_and_parted() {
    for world in worlds().await {
        let author = customer(&world, "ada").await;
        let into = world.put_forward(author, "Night opening").await;
        let grace = customer(&world, "grace").await;
        let other = world.put_forward(grace, "Open at night").await;
        let all = voters(&world).await;
        for who in &all {
            world.vote(*who, other).await.unwrap();
        }
        world.vote(all[0], into).await.unwrap();
        keeps(&world).await;
        assert_eq!(counts(&world, other).await, (2, 2, 4));
        assert_eq!(counts(&world, into).await, (1, 1, 0), "apart there, not everywhere");
        let mut tx = world.tx().await;
        acts::merge(&mut tx, RUTH, other, into).await.unwrap();
        tx.commit().await.unwrap();
        let together = counts(&world, into).await;
        assert_eq!(together.2, 3, "one of the four is counted for a vote of his own");
        let mut tx = world.tx().await;
        acts::unmerge(&mut tx, RUTH, other).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(counts(&world, other).await, (2, 2, 4));
        assert_eq!(counts(&world, into).await, (1, 1, 0));
    }
}
