//! Who is forgotten was never there, in any state of the lake.

use deedwell_core::{Identity, Person};

use super::*;
use crate::lake::Forgotten;
use crate::lake::manifest;

const TEN_MINUTES: i64 = 600;

/// What the files of every state say, superseded ones too.
async fn in_all_files(world: &World) -> Vec<Numbered> {
    let paths = world.lake.all_files(world.organisation).await.unwrap();
    let files = paths.iter().filter(|p| p.extension().is_some_and(|e| e == "parquet"));
    files.flat_map(|path| read_actions(path).unwrap()).collect()
}

async fn in_files(world: &World) -> Vec<Numbered> {
    let files = world.lake.live_files(world.organisation).await.unwrap();
    let mut all: Vec<_> = files.iter().flat_map(|f| read_actions(&f.path).unwrap()).collect();
    all.sort_by_key(|(sequence, _)| *sequence);
    all
}

/// Seals what they did, what others answered them, and what staff did about them.
async fn with_somebody(world: &World, them: Id<Identity>, person: Id<Person>) -> Vec<Numbered> {
    let mut due = world.seals(3, 10).await;
    let mut told = plain(6, 99);
    told[1].subject = them;
    told[2].subject = them;
    told[3].counterpart = Some(them);
    told[4].about = Some(format!("person/{person}"));
    told[4].facts = format!(r#"{{"person":"{person}"}}"#);
    let from = world.lake.contents(world.organisation).await.unwrap().sequence + 1;
    let up_to = world.records(world.organisation, &told).await;
    world.lake.seal(world.organisation, up_to, &none()).await.unwrap();
    told[3].counterpart = None;
    told[4].about = None;
    told[4].facts.clear();
    let stays = (from..).zip(told).filter(|(_, a)| a.subject != them);
    due.extend(stays);
    due
}

#[tokio::test]
async fn whoever_is_forgotten_was_never_in_any_state_of_the_lake() {
    for world in worlds().await {
        let (them, person): (Id<Identity>, Id<Person>) =
            (world.clock.new_id(), world.clock.new_id());
        let due = with_somebody(&world, them, person).await;
        // Their actions stand in a superseded file and in the one that took its place.
        world.lake.compact(world.organisation).await.unwrap();
        let whom = Forgotten::new(&[them], &[person]);
        let done = world.lake.erase(world.organisation, &whom).await.unwrap();
        assert_eq!((done.files, done.actions), (2, 2));
        assert_eq!(in_files(&world).await, due);
        let (theirs, word) = (them, person.to_string());
        let speaks = |a: &Action| {
            a.subject == theirs || a.counterpart == Some(theirs) || a.facts.contains(&word)
        };
        assert!(in_all_files(&world).await.iter().all(|(_, a)| !speaks(a)));
        world.is_well().await;
        let again = world.lake.erase(world.organisation, &whom).await.unwrap();
        assert_eq!((again.files, again.actions), (0, 0));
        // What they did is not taken in again.
        let files = world.lake.live_files(world.organisation).await.unwrap();
        let prints: usize = files.iter().map(|f| read_ids(&f.ids).unwrap().len()).sum();
        let messages = due.iter().filter(|(_, a)| a.message.is_some()).count();
        assert!(prints >= messages);
        world.ends().await;
    }
}

#[tokio::test]
async fn the_old_files_go_soon() {
    for world in worlds().await {
        let (them, person): (Id<Identity>, Id<Person>) =
            (world.clock.new_id(), world.clock.new_id());
        with_somebody(&world, them, person).await;
        let before = world.files().len();
        let whom = Forgotten::new(&[them], &[person]);
        world.lake.erase(world.organisation, &whom).await.unwrap();
        let asked_at = world.db.clock().now();
        world.clock.advance(TEN_MINUTES - 1);
        assert!(!world.lake.is_rid_of(world.organisation, asked_at).await.unwrap());
        assert_eq!(world.files().len(), before + 2);
        world.clock.advance(2);
        assert!(world.lake.is_rid_of(world.organisation, asked_at).await.unwrap());
        assert_eq!(world.files().len(), before);
        world.is_well().await;
        world.ends().await;
    }
}

#[tokio::test]
async fn a_file_may_hold_nobody_else() {
    for world in worlds().await {
        let them: Id<Identity> = world.clock.new_id();
        let mut all = plain(5, 3);
        all.iter_mut().for_each(|a| a.subject = them);
        let up_to = world.records(world.organisation, &all).await;
        world.lake.seal(world.organisation, up_to, &none()).await.unwrap();
        let whom = Forgotten::new(&[them], &[]);
        let done = world.lake.erase(world.organisation, &whom).await.unwrap();
        assert_eq!((done.files, done.actions), (1, 5));
        assert!(in_files(&world).await.is_empty());
        // Others come, and the empty file is merged with theirs.
        let due = world.seals(4, 10).await;
        world.lake.compact(world.organisation).await.unwrap();
        assert_eq!(in_files(&world).await, due);
        world.is_well().await;
        world.ends().await;
    }
}

#[tokio::test]
async fn what_was_merged_meanwhile_is_looked_through_again() {
    for world in worlds().await {
        let (them, person): (Id<Identity>, Id<Person>) =
            (world.clock.new_id(), world.clock.new_id());
        let due = with_somebody(&world, them, person).await;
        let whom = Forgotten::new(&[them], &[person]);
        let mut tx = world.db.read(world.organisation).await.unwrap();
        let file = manifest::files(&mut tx).await.unwrap().pop().unwrap();
        drop(tx);
        let written = world.lake.rewrite(world.organisation, &file, &whom).await.unwrap().unwrap();
        world.lake.compact(world.organisation).await.unwrap();
        let late = world.lake.commit_erasure(world.organisation, &[(file, written)]).await.unwrap();
        assert!(!late, "the file was superseded since");
        world.lake.erase(world.organisation, &whom).await.unwrap();
        assert_eq!(in_files(&world).await, due);
        world.ends().await;
    }
}
