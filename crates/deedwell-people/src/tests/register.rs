use std::sync::Arc;

use deedwell_core::{Id, Person};

use super::{World, email, worlds};
use crate::list::{Deeds, PeopleAsk, PeopleOrder, by_deeds, count, list, matching_ids};
use crate::meet::ensure;
use crate::merge::merge;
use crate::person::{add_tag, remove_tag, rename, tags_in_use};
use crate::register::{forget, keep_up};
use crate::sign::{IdentityKind, Proof};

async fn known(world: &World, address: &str, name: &str) -> Id<Person> {
    let mut tx = world.tx().await;
    let known = ensure(&mut tx, &email(address), Proof::Code, name).await.unwrap();
    tx.commit().await.unwrap();
    known.person
}

/// So much later, and what was heard until then is in memory.
async fn later(world: &World) {
    world.clock.advance(3_600);
    let mut tx = world.db.read(world.ours).await.unwrap();
    keep_up(&mut tx).await.unwrap();
}

fn search(words: &str) -> PeopleAsk {
    PeopleAsk { search: words.into(), ..PeopleAsk::default() }
}

async fn found(world: &World, ask: &PeopleAsk) -> Vec<Id<Person>> {
    let mut tx = world.db.read(world.ours).await.unwrap();
    matching_ids(&mut tx, ask, 9).await.unwrap()
}

#[tokio::test]
async fn what_is_in_memory_gives_way_to_what_is_said_later() {
    for world in worlds().await {
        let ada = known(&world, "ada@example.com", "Ada").await;
        let grace = known(&world, "grace@navy.mil", "Grace").await;
        later(&world).await;
        assert_eq!(found(&world, &search("navy")).await, [grace]);
        let mut tx = world.tx().await;
        rename(&mut tx, grace, "Admiral").await.unwrap();
        add_tag(&mut tx, grace, "navy").await.unwrap();
        // Her own change shows at once to her who makes it, and to nobody else.
        assert_eq!(count(&mut tx, &search("admiral")).await.unwrap(), 1);
        assert_eq!(count(&mut tx, &search("grace")).await.unwrap(), 1, "her address");
        drop(tx);
        assert_eq!(found(&world, &search("admiral")).await, []);
        let mut tx = world.tx().await;
        rename(&mut tx, grace, "Admiral").await.unwrap();
        add_tag(&mut tx, grace, "navy").await.unwrap();
        tx.commit().await.unwrap();
        for _ in 0..2 {
            assert_eq!(found(&world, &search("admiral")).await, [grace]);
            let tagged = PeopleAsk { tags: vec!["navy".into()], ..PeopleAsk::default() };
            assert_eq!(found(&world, &tagged).await, [grace]);
            let named = PeopleAsk { order: PeopleOrder::Name, ..PeopleAsk::default() };
            assert_eq!(found(&world, &named).await, [ada, grace]);
            later(&world).await;
        }
        let mut tx = world.tx().await;
        remove_tag(&mut tx, grace, "navy").await.unwrap();
        assert!(tags_in_use(&mut tx, 9).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn who_is_one_with_somebody_is_listed_once() {
    for world in worlds().await {
        let ada = known(&world, "ada@example.com", "Ada").await;
        let countess = known(&world, "countess@example.com", "Countess").await;
        later(&world).await;
        let mut tx = world.tx().await;
        add_tag(&mut tx, countess, "noble").await.unwrap();
        merge(&mut tx, ada, countess, "the same", world.clock.new_id()).await.unwrap();
        tx.commit().await.unwrap();
        for _ in 0..2 {
            assert_eq!(found(&world, &search("example")).await, [ada]);
            assert_eq!(found(&world, &search("countess@")).await, [ada]);
            let noble = PeopleAsk { tags: vec!["noble".into()], ..PeopleAsk::default() };
            assert_eq!(found(&world, &noble).await, [ada]);
            let by_mail = PeopleAsk { kind: Some(IdentityKind::Email), ..PeopleAsk::default() };
            assert_eq!(found(&world, &by_mail).await, [ada]);
            later(&world).await;
        }
    }
}

#[tokio::test]
async fn pages_go_on_from_memory_to_what_is_new() {
    for world in worlds().await {
        let mut all = Vec::new();
        for n in 0..3 {
            for m in 0..40 {
                let name = format!("{}{m:02}", ["c", "a", "b"][n]);
                all.push(known(&world, &format!("{name}@example.com"), &name).await);
                world.clock.advance(1);
            }
            if n < 2 {
                later(&world).await;
            }
        }
        let mut tx = world.db.read(world.ours).await.unwrap();
        for (order, first) in
            [(PeopleOrder::Oldest, 0), (PeopleOrder::Newest, 119), (PeopleOrder::Name, 40)]
        {
            let ask = PeopleAsk { order, ..PeopleAsk::default() };
            let mut seen = Vec::new();
            for page in 1..=3 {
                let page = list(&mut tx, &ask, page).await.unwrap();
                assert_eq!(page.total, 120);
                seen.extend(page.people.into_iter().map(|p| p.id));
            }
            assert_eq!(seen[0], all[first], "{order:?}");
            assert_eq!(seen.iter().collect::<std::collections::BTreeSet<_>>().len(), 120);
        }
    }
}

#[tokio::test]
async fn nothing_is_left_in_memory_of_who_is_forgotten() {
    for world in worlds().await {
        let ada = known(&world, "ada@example.com", "Ada").await;
        let grace = known(&world, "grace@navy.mil", "Grace").await;
        later(&world).await;
        let mut tx = world.tx().await;
        // As somebody else's server erases them: this one finds out by counting.
        for delete in [
            tx.query("delete from identity where organisation = $1 and person = $2"),
            tx.query("delete from person where organisation = $1 and id = $2"),
        ] {
            tx.run(delete.bind(grace)).await.unwrap();
        }
        tx.commit().await.unwrap();
        later(&world).await;
        assert_eq!(found(&world, &PeopleAsk::default()).await, [ada]);
        // And as it is done here.
        let mut tx = world.db.read(world.ours).await.unwrap();
        forget(&mut tx, ada).await.unwrap();
        drop(tx);
        assert_eq!(found(&world, &search("ada")).await, []);
    }
}

#[tokio::test]
async fn who_did_nothing_comes_last_and_nobody_twice() {
    for world in worlds().await {
        let mut people = Vec::new();
        for name in ["ada", "ben", "cleo", "dan", "eve"] {
            people.push(known(&world, &format!("{name}@example.com"), name).await);
            world.clock.advance(60);
        }
        let [ada, ben, cleo, dan, eve] = people[..] else { unreachable!("five came") };
        let stranger: Id<Person> = world.clock.new_id();
        let ranking = Arc::new(vec![cleo, stranger, eve, ada]);
        let ask = |search: &str| PeopleAsk { order: PeopleOrder::Oldest, ..self::search(search) };
        // All of them new, most in memory, and one who was renamed since.
        for _ in 0..3 {
            let order = || Some(Arc::clone(&ranking));
            let first = |n| Some((Arc::clone(&ranking), n));
            for (words, among, order, due) in [
                ("", None, order(), vec![cleo, eve, ada, ben, dan]),
                ("", first(3), order(), vec![cleo, eve]),
                ("", first(4), None, vec![ada, cleo, eve]),
                ("da", None, order(), vec![ada, dan]),
                ("ben", None, order(), vec![ben]),
                ("nobody", None, order(), vec![]),
            ] {
                let deeds = Deeds { among, order };
                let mut tx = world.db.read(world.ours).await.unwrap();
                for skip in 0..6 {
                    let page = by_deeds(&mut tx, &ask(words), &deeds, |_| skip, 2).await.unwrap();
                    let ids = due.iter().copied().skip(skip).take(2).collect();
                    assert_eq!(page, (ids, due.len()), "{words} from {skip}");
                }
            }
            later(&world).await;
            let mut tx = world.tx().await;
            rename(&mut tx, eve, "Eve again").await.unwrap();
            tx.commit().await.unwrap();
        }
    }
}
