//! How the log is followed: nothing skipped, nothing twice, whatever happens to files and blocks.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use deedwell_core::behaviour::*;
use deedwell_core::{Action, Id, Organisation};
use deedwell_store::log::block;
use jiff::SignedDuration;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::random::Cast;
use super::world::{World, noon, postgres, worlds};
use crate::Ledger;
use crate::lake::Limits;

/// Everything the tail has of an organisation: sequence by action.
fn read(ledger: &Ledger, of: Id<Organisation>) -> BTreeMap<Id<Action>, i64> {
    let page = ledger.entries(of, &Entries { limit: 10_000, ..Entries::default() }).unwrap();
    let all: BTreeMap<_, _> = page.entries.iter().map(|e| (e.id, e.sequence)).collect();
    assert_eq!(all.len() as u64, page.total, "an action stands there twice");
    all
}

/// Commits that take long and overtake each other. Some write first and wait, so that their
/// transaction is old when their block comes; some hold a block that nobody can see yet.
async fn write_late(world: &World, of: Id<Organisation>, actions: &[Action], dice: &mut StdRng) {
    let mut pause = || Duration::from_millis(dice.random_range(0..25));
    let (first, second) = (pause(), pause());
    if dice.random_bool(0.5) {
        let mut tx = world.db.write(of).await.unwrap();
        let touch = tx
            .query("insert into quota (organisation, key, starts_at, spent) values ($1, $2, 0, 0)");
        tx.run(touch.bind(actions[0].id.to_string())).await.unwrap();
        tokio::time::sleep(first).await;
        tx.record_many(actions.to_vec()).unwrap();
        if dice.random_ratio(1, 8) {
            return drop(tx);
        }
        tx.commit().await.unwrap();
        return;
    }
    let mut tx = world.db.system().await.unwrap();
    let insert = tx.query_all(
        "insert into block (organisation, tx, count, bytes, written_at)
         values ($1, (pg_current_xact_id()::text)::bigint, $2, $3, 0)",
    );
    let insert = insert.bind(of).bind(actions.len()).bind(block::encode(actions));
    tx.run(insert).await.unwrap();
    tokio::time::sleep(second).await;
    tx.commit().await.unwrap();
}

/// The actions that stand in the log, read by nobody's tail.
async fn logged(world: &World, of: Id<Organisation>) -> Vec<Id<Action>> {
    let mut tx = world.db.read(of).await.unwrap();
    let all = tx.query("select bytes from block where organisation = $1 order by tx, id");
    let rows = tx.list(all).await.unwrap();
    let actions = rows.iter().flat_map(|r| block::decode(&r.bytes("bytes").unwrap()).unwrap());
    actions.map(|a| a.id).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn late_commits_in_any_order_are_read_exactly_once() {
    let Some(world) = postgres().await else { return };
    let world = Arc::new(world);
    let organisations = [world.organisation(), world.organisation()];
    let writers = (0..8u64).map(|writer| {
        let world = Arc::clone(&world);
        tokio::spawn(async move {
            let mut dice = StdRng::seed_from_u64(writer);
            for _ in 0..40 {
                let of = organisations[dice.random_range(0..2)];
                let subject = world.clock.new_id();
                let count = dice.random_range(1..5);
                let actions: Vec<_> =
                    (0..count).map(|_| world.action(subject, "shop.viewed")).collect();
                write_late(&world, of, &actions, &mut dice).await;
            }
        })
    });
    let writers: Vec<_> = writers.collect();
    let done = Arc::new(AtomicBool::new(false));
    let careless = careless_reader(Arc::clone(&world), Arc::clone(&done));
    let (eager, lazy) = (world.open(), world.open());
    let tails = [(Arc::clone(&eager), 0), (Arc::clone(&lazy), 13)].map(|(tail, pause)| {
        let done = Arc::clone(&done);
        tokio::spawn(async move {
            let mut rounds = 0;
            while !done.load(Ordering::SeqCst) {
                tail.round(None).await.unwrap();
                tokio::time::sleep(Duration::from_millis(pause)).await;
                rounds += 1;
            }
            rounds
        })
    });
    for writer in writers {
        writer.await.unwrap();
    }
    done.store(true, Ordering::SeqCst);
    for tail in tails {
        assert!(tail.await.unwrap() > 10, "the tail must read while others write");
    }
    let careless = careless.await.unwrap();
    world.read_all(&eager).await;
    world.read_all(&lazy).await;
    let mut actions = 0;
    for of in organisations {
        let logged = logged(&world, of).await;
        assert!(logged.len() > 200);
        actions += logged.len();
        let numbered: BTreeMap<_, _> = logged.into_iter().zip(1..).collect();
        assert_eq!(read(&eager, of), numbered);
        assert_eq!(read(&lazy, of), numbered);
        assert_eq!(read(&*world.caught_up().await, of), numbered);
    }
    assert!(careless < actions, "these commits must be such that a careless reader skips some");
}

/// Reads whatever it sees beyond its place, without a horizon: how many actions it found.
fn careless_reader(world: Arc<World>, done: Arc<AtomicBool>) -> tokio::task::JoinHandle<usize> {
    tokio::spawn(async move {
        let (mut place, mut found) = ((0, 0), 0);
        loop {
            let last = done.load(Ordering::SeqCst);
            let mut tx = world.db.system_read().await.unwrap();
            let beyond = tx.query_all(
                "select tx, id, count from block where (tx, id) > ($1, $2) order by tx, id",
            );
            for row in tx.list(beyond.bind(place.0).bind(place.1)).await.unwrap() {
                place = (row.number("tx").unwrap(), row.number("id").unwrap());
                found += row.number("count").unwrap() as usize;
            }
            drop(tx);
            if last {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    })
}

/// One node writes and seals and forgets at once; another reads now and then, and finds blocks gone.
#[tokio::test(flavor = "multi_thread")]
async fn a_tail_that_lags_behind_another_sealer_reads_files() {
    for world in worlds().await {
        let mut cast = Cast::new(&world, 6, 1).await;
        let (sealer, lagging) = (world.open(), world.open());
        let limits = Limits { forget_after: SignedDuration::ZERO, ..Limits::default() };
        let lake = sealer.lake().clone().with_limits(limits);
        for step in 0..12 {
            cast.act(&world, 40).await;
            world.read_all(&sealer).await;
            world.clock.set(noon());
            if step % 3 == 1 {
                world.read_all(&lagging).await;
                cast.check(&lagging);
            }
            // Sealed by one, not yet read by the other: no duplicates for that.
            let reach = sealer.reach(cast.organisation);
            world.clock.advance(1);
            let lake = if step % 2 == 0 { &lake } else { sealer.lake() };
            lake.seal(cast.organisation, reach.position, &reach.dropped).await.unwrap();
            if step % 4 == 2 {
                cast.act(&world, 10).await;
                world.read_all(&lagging).await;
                assert_eq!(lagging.reach(cast.organisation).sequence, cast.oracle.log.len() as i64);
            }
        }
        world.clock.set(noon());
        world.read_all(&lagging).await;
        cast.check(&lagging);
        cast.check(&*world.caught_up().await);
        let blocks = logged(&world, cast.organisation).await;
        assert!(blocks.len() < cast.oracle.log.len(), "something was forgotten");
    }
}

#[tokio::test]
async fn a_message_counts_once_across_restarts_and_seals() {
    for world in worlds().await {
        let (of, other) = (world.organisation(), world.organisation());
        let person = world.person(of, 0, false).await;
        let ada = world.identity(of, person).await;
        let act = |message: &str| Action {
            message: Some(message.to_owned()),
            ..world.action(ada, "orders.placed")
        };
        let purchases = |ledger: &Ledger| ledger.activity(of, &[person]).unwrap()[0].purchases;

        let ledger = world.open();
        world.record(of, &[act("a"), act("b"), act("a")]).await;
        world.record(of, &[act("b")]).await;
        world.read_all(&ledger).await;
        assert_eq!(purchases(&ledger), 2);
        assert_eq!(ledger.dropped(of).into_iter().collect::<Vec<_>>(), [3, 4]);
        assert_eq!(purchases(&*world.caught_up().await), 2);

        world.seal(&ledger, of).await;
        world.record(of, &[act("a"), act("c"), act("c")]).await;
        world.read_all(&ledger).await;
        assert_eq!(ledger.dropped(of).into_iter().collect::<Vec<_>>(), [5, 7]);
        let again = world.caught_up().await;
        assert_eq!((purchases(&ledger), purchases(&again)), (3, 3));
        assert_eq!(ledger.reach(of), again.reach(of));

        world.seal(&again, of).await;
        world.record(of, &[act("c"), act("b"), act("d")]).await;
        world.record(other, &[act("a")]).await;
        world.read_all(&ledger).await;
        assert_eq!((purchases(&ledger), purchases(&*world.caught_up().await)), (4, 4));
        assert_eq!(read(&ledger, other).len(), 1, "a message of another organisation is another");
    }
}

#[tokio::test]
async fn a_checkpoint_gives_the_same_answers_without_the_files() {
    for world in worlds().await {
        let mut cast = Cast::new(&world, 10, 3).await;
        let of = cast.organisation;
        cast.act(&world, 300).await;
        let ledger = world.caught_up().await;
        world.seal(&ledger, of).await;
        cast.merge(&world).await;
        cast.act(&world, 30).await;
        world.read_all(&ledger).await;
        ledger.write_checkpoints(1).await.unwrap();

        cast.merge(&world).await;
        let files = ledger.lake().live_files(of).await.unwrap();
        let aside = files[0].path.with_extension("aside");
        std::fs::rename(&files[0].path, &aside).unwrap();
        cast.check(&*world.caught_up().await);

        let path = world.data_dir().join(format!("ledger/{of}/checkpoint.bin"));
        let whole = std::fs::read(&path).unwrap();
        let mut damaged = whole.clone();
        damaged[whole.len() / 2] ^= 1;
        for bad in [&damaged, &whole[..whole.len() / 2], &whole[..0]] {
            std::fs::write(&path, bad).unwrap();
            let ledger = world.caught_up().await;
            assert_eq!(ledger.troubles().len(), 1, "without a checkpoint the file is missed");
            assert!(ledger.entries(of, &Entries::default()).is_err(), "silence is no answer");
        }
        std::fs::rename(&aside, &files[0].path).unwrap();
        cast.check(&*world.caught_up().await);

        std::fs::write(&path, &whole).unwrap();
        let ledger = world.caught_up().await;
        world.seal(&ledger, of).await;
        cast.act(&world, 30).await;
        cast.check(&*world.caught_up().await);

        // A state that was restored knows less than the checkpoint, perhaps also of who is who.
        let ledger = world.caught_up().await;
        ledger.write_checkpoints(1).await.unwrap();
        let files = ledger.lake().live_files(of).await.unwrap();
        std::fs::rename(&files[0].path, &aside).unwrap();
        assert_eq!(world.caught_up().await.troubles(), []);
        let mut tx = world.db.system().await.unwrap();
        tx.run(tx.query_all("delete from block")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(world.caught_up().await.troubles().len(), 1, "it is not believed");
    }
}

#[tokio::test]
async fn a_damaged_block_stops_its_organisation_and_no_other() {
    for world in worlds().await {
        let (of, other) = (world.organisation(), world.organisation());
        let ada = world.clock.new_id();
        let one = || [world.action(ada, "shop.viewed")];
        world.record(of, &one()).await;
        let bad = world.record(of, &one()).await;
        world.record(of, &one()).await;
        world.record(other, &one()).await;
        let mut tx = world.db.system().await.unwrap();
        let find = tx.query_all("select bytes from block where id = $1").bind(bad.block);
        let bytes = tx.find(find).await.unwrap().unwrap().bytes("bytes").unwrap();
        let change = |bytes: Vec<u8>| async {
            let mut tx = world.db.system().await.unwrap();
            let update = tx.query_all("update block set bytes = $2 where id = $1");
            tx.run(update.bind(bad.block).bind(bytes)).await.unwrap();
            tx.commit().await.unwrap();
        };
        drop(tx);
        let mut damaged = bytes.clone();
        damaged[3] ^= 1;
        change(damaged).await;

        let ledger = world.caught_up().await;
        world.record(of, &one()).await;
        world.record(other, &one()).await;
        world.read_all(&ledger).await;
        let troubles = ledger.troubles();
        assert_eq!(troubles.len(), 1);
        assert_eq!(troubles[0].organisation, of);
        assert!(troubles[0].position < bad);
        assert_eq!((read(&ledger, of).len(), read(&ledger, other).len()), (1, 2));

        change(bytes).await;
        tokio::time::sleep(Duration::from_millis(150)).await;
        world.read_all(&ledger).await;
        assert_eq!(ledger.troubles(), []);
        assert_eq!((read(&ledger, of).len(), read(&ledger, other).len()), (4, 2));

        ledger.reload(of).await.unwrap();
        assert_eq!(ledger.troubles(), []);
        assert_eq!((read(&ledger, of).len(), read(&ledger, other).len()), (4, 2));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_waits_sees_their_own_act() {
    for world in worlds().await {
        let of = world.organisation();
        let ada = world.clock.new_id();
        let ledger = world.open();
        let (stop, shutdown) = tokio::sync::watch::channel(false);
        let following = {
            let ledger = Arc::clone(&ledger);
            tokio::spawn(async move { ledger.follow(shutdown).await })
        };
        for n in 1..=20 {
            let seen = ledger.revision(of);
            let position = world.record(of, &[world.action(ada, "shop.viewed")]).await;
            ledger.wait(position, Duration::from_secs(5)).await;
            assert_eq!(read(&ledger, of).len(), n);
            assert_ne!(ledger.changed(of, seen).await, seen);
        }
        let never = deedwell_core::Position { tx: i64::MAX, block: 1 };
        ledger.wait(never, Duration::from_millis(20)).await;
        stop.send(true).unwrap();
        following.await.unwrap();
    }
}

#[tokio::test]
async fn changes_among_people_are_noticed() {
    for world in worlds().await {
        let of = world.organisation();
        let (ada, grace) = (world.person(of, 0, false).await, world.person(of, 0, false).await);
        let (a, g) = (world.identity(of, ada).await, world.identity(of, grace).await);
        world.record(of, &[world.action(a, "shop.viewed"), world.action(g, "shop.viewed")]).await;
        let ledger = world.caught_up().await;
        let window =
            Window { from: noon(), to: noon() + SignedDuration::from_hours(1), unit: None };
        let people = || ledger.counts(of, &window).unwrap().people;
        let eligible = || ledger.grid(of, &window).unwrap().eligible;
        assert_eq!((people(), eligible()), (2, 2));

        world.person(of, 7, false).await;
        world.read_all(&ledger).await;
        assert_eq!((people(), eligible()), (2, 3));

        let mut tx = world.db.write(of).await.unwrap();
        let mark = tx.query("update person set tests = 1 where organisation = $1 and id = $2");
        tx.run(mark.bind(grace)).await.unwrap();
        tx.commit().await.unwrap();
        world.read_all(&ledger).await;
        assert_eq!((people(), eligible()), (1, 2));

        world.give(of, g, ada).await;
        world.record(of, &[world.action(g, "people.merged")]).await;
        world.read_all(&ledger).await;
        assert_eq!(ledger.activity(of, &[ada]).unwrap()[0].actions, 3);
        assert_eq!(ledger.activity(of, &[grace]).unwrap()[0].actions, 0);

        // And back, and forth: each time it is the moved ones alone that are read.
        for (to, counts) in [(grace, [1, 3]), (ada, [5, 0])] {
            world.give(of, g, to).await;
            world.record(of, &[world.action(g, "people.unmerged")]).await;
            world.read_all(&ledger).await;
            let acts = ledger.activity(of, &[ada, grace]).unwrap();
            assert_eq!([acts[0].actions, acts[1].actions], counts);
        }
    }
}
