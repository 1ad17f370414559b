//! Who wanted it turns out to be one person, and then not.

use deedwell_core::{Id, Identity, Person, Who};
use deedwell_people::{IdentityKind, Known, Proof, Sign, ensure, merge};

use super::world::{RUTH, World, does, worlds};
use crate::idea::Idea;
use crate::{acts, store};

async fn known(world: &World, address: &str) -> Known {
    let sign = Sign::new(IdentityKind::Email, address, "").unwrap();
    does!(world, tx, ensure(tx, &sign, Proof::Code, "")).unwrap()
}

async fn counts(world: &World, id: Id<Idea>) -> (i64, i64) {
    let idea = world.idea(id).await;
    (idea.votes, idea.customer_votes)
}

/// Everything that could have followed a person, by the identity that gave it.
async fn given(world: &World) -> Vec<(Id<Identity>, Id<Person>)> {
    let mut tx = world.tx().await;
    let mut all = Vec::new();
    for query in [
        tx.query("select identity, person from idea_vote where organisation = $1 order by identity"),
        tx.query("select identity, person from idea_follower where organisation = $1 order by identity"),
        tx.query("select identity, person from idea_active where organisation = $1 order by identity"),
        tx.query("select identity, person from idea_thanks where organisation = $1 order by identity"),
        tx.query(
            "select identity, person from idea_comment where organisation = $1 and identity is not null
             order by identity",
        ),
        tx.query(
            "select author_identity as identity, author as person from idea
             where organisation = $1 order by author_identity",
        ),
    ] {
        for row in tx.list(query).await.unwrap() {
            all.push((row.id("identity").unwrap(), row.id("person").unwrap()));
        }
    }
    all
}

#[tokio::test]
async fn two_votes_of_one_person_count_once_and_twice_again() {
    for world in worlds().await {
        let author = known(&world, "grace@shop.example").await;
        let home = known(&world, "ada@home.example").await;
        let work = known(&world, "ada@work.example").await;
        let idea = world.put_forward(author.who(), "Lockers at the station").await;
        let theirs = world.put_forward(work.who(), "Lights in the shed").await;
        for who in [home.who(), work.who()] {
            world.vote(who, idea).await.unwrap();
            does!(world, tx, acts::follow(tx, who, idea)).unwrap();
        }
        world.vote(home.who(), theirs).await.unwrap();
        let said =
            does!(world, tx, acts::comment(tx, author.who(), idea, "At both ends", None)).unwrap();
        for who in [home.who(), work.who()] {
            assert!(does!(world, tx, acts::thank(tx, who, said)).unwrap());
        }
        let before =
            (given(&world).await, counts(&world, idea).await, counts(&world, theirs).await);
        assert_eq!((before.1, before.2), ((2, 2), (1, 1)));

        does!(world, tx, merge::merge(tx, home.person, work.person, "she said so", RUTH)).unwrap();
        acts::keep_people(&world.db, world.organisation).await.unwrap();
        assert_eq!(counts(&world, idea).await, (1, 1));
        assert_eq!(counts(&world, theirs).await, (0, 0), "nobody wants their own idea twice");
        let mut tx = world.tx().await;
        assert_eq!(store::comment(&mut tx, said).await.unwrap().thanks, 1);
        assert_eq!(store::voters(&mut tx, idea, 10).await.unwrap().len(), 1);
        let merges = merge::of_person(&mut tx, home.person).await.unwrap();
        drop(tx);
        let again = Who::Customer { identity: work.identity, person: home.person };
        assert!(!world.vote(again, idea).await.unwrap().changed);

        does!(world, tx, merge::unmerge(tx, merges[0].id, "two sisters", RUTH)).unwrap();
        acts::keep_people(&world.db, world.organisation).await.unwrap();
        let after = (given(&world).await, counts(&world, idea).await, counts(&world, theirs).await);
        assert_eq!(before, after);
    }
}
