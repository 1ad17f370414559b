//! From the log to files: nothing lost, nothing twice, whatever happens in between.

use super::*;
use deedwell_store::Readers;

#[tokio::test]
async fn sealing_twice_is_sealing_once() {
    for world in worlds().await {
        let made = plain(250, 1);
        for chunk in made.chunks(40) {
            world.records(world.organisation, chunk).await;
        }
        let due: Vec<Numbered> = (1..).zip(made).collect();
        assert_eq!(world.sees().await, due);
        let once = world.lake.seal(world.organisation, everything(), &none()).await.unwrap();
        // Whole blocks of 40, and at most 100 to a file.
        assert_eq!((once.files, once.rows, once.sequence), (3, 250, 250));
        assert_eq!(world.sees().await, due);
        let files = world.files();
        let twice = world.lake.seal(world.organisation, everything(), &none()).await.unwrap();
        assert_eq!((twice.files, twice.rows, twice.sequence), (0, 0, 250));
        assert_eq!(world.files(), files);
        assert_eq!(world.lake.up_to(world.organisation).await.unwrap(), Some(world.clock.now()));
        world.is_well().await;
        world.ends().await;
    }
}

#[tokio::test]
async fn sealing_stops_where_it_is_told() {
    for world in worlds().await {
        let first = world.records(world.organisation, &plain(10, 1)).await;
        world.records(world.organisation, &plain(10, 2)).await;
        let sealed = world.lake.seal(world.organisation, first, &none()).await.unwrap();
        assert_eq!((sealed.rows, sealed.up_to, sealed.sequence), (10, first, 10));
        assert_eq!(world.sees().await.len(), 20);
        world.ends().await;
    }
}

#[tokio::test]
async fn duplicates_are_counted_and_left_out() {
    for world in worlds().await {
        let made = plain(30, 1);
        for chunk in made.chunks(10) {
            world.records(world.organisation, chunk).await;
        }
        let dropped: BTreeSet<i64> = [3].into_iter().chain(11..=20).collect();
        let sealed = world.lake.seal(world.organisation, everything(), &dropped).await.unwrap();
        assert_eq!((sealed.rows, sealed.sequence), (19, 30));
        let due: Vec<Numbered> =
            (1..).zip(made).filter(|(seq, _)| !dropped.contains(seq)).collect();
        assert_eq!(world.sees().await, due);
        // A block of nothing but duplicates makes no file, and is passed all the same.
        let last = world.records(world.organisation, &plain(2, 9)).await;
        let only = [31, 32].into_iter().collect();
        let sealed = world.lake.seal(world.organisation, everything(), &only).await.unwrap();
        assert_eq!((sealed.files, sealed.up_to, sealed.sequence), (0, last, 32));
        assert_eq!(world.sees().await, due);
        world.is_well().await;
        world.ends().await;
    }
}

#[tokio::test]
async fn a_crash_before_the_manifest_leaves_only_orphans() {
    for world in worlds().await {
        let made = plain(50, 1);
        world.records(world.organisation, &made).await;
        let from = world.lake.begin(world.organisation).await.unwrap();
        let step = world.lake.write_step(world.organisation, &from, everything(), &none()).await;
        assert!(step.unwrap().is_some());
        // Here it crashed; the next start knows nothing of the file.
        assert_eq!(world.sees().await.len(), 50);
        world.lake.seal(world.organisation, everything(), &none()).await.unwrap();
        assert_eq!(world.sees().await, (1..).zip(made).collect::<Vec<_>>());
        assert_eq!(world.files().len(), 4);
        assert_eq!(world.lake.check(world.organisation).await.unwrap().len(), 2);
        assert_eq!(world.lake.sweep(world.organisation).await.unwrap(), 2);
        assert_eq!(world.files().len(), 2);
        assert_eq!(world.lake.sweep(world.organisation).await.unwrap(), 0);
        world.is_well().await;
        world.ends().await;
    }
}

#[tokio::test]
async fn a_catalogue_that_was_begun_is_swept_with_its_journal() {
    for world in worlds().await {
        world.records(world.organisation, &plain(5, 1)).await;
        world.lake.seal(world.organisation, everything(), &none()).await.unwrap();
        let folder = world.lake.folder(world.organisation);
        for begun in ["ledger.ducklake.1.tmp", "ledger.ducklake.1.tmp-journal"] {
            std::fs::write(folder.join(begun), "half of it").unwrap();
        }
        assert_eq!(world.lake.sweep(world.organisation).await.unwrap(), 2);
        assert_eq!(world.files().len(), 2);
        world.is_well().await;
        world.ends().await;
    }
}

#[tokio::test]
async fn a_file_in_the_making_is_not_swept() {
    for world in worlds().await {
        world.records(world.organisation, &plain(5, 1)).await;
        let from = world.lake.begin(world.organisation).await.unwrap();
        let step = world.lake.write_step(world.organisation, &from, everything(), &none()).await;
        // By this clock the file was written a moment ago.
        let written = world.files()[0].metadata().unwrap().modified().unwrap();
        world.clock.set(Timestamp::try_from(written).unwrap());
        assert_eq!(world.lake.sweep(world.organisation).await.unwrap(), 0);
        let step = step.unwrap().unwrap();
        assert!(world.lake.commit_step(world.organisation, &from, &step).await.unwrap());
        world.clock.set(LATE.parse().unwrap());
        assert_eq!(world.lake.sweep(world.organisation).await.unwrap(), 0);
        assert_eq!(world.sees().await.len(), 5);
        world.ends().await;
    }
}

#[tokio::test]
async fn a_crash_before_publishing_is_made_good_at_the_start() {
    for world in worlds().await {
        world.lake.publish(world.organisation).await.unwrap();
        world.records(world.organisation, &plain(50, 1)).await;
        let from = world.lake.begin(world.organisation).await.unwrap();
        let step = world.lake.write_step(world.organisation, &from, everything(), &none()).await;
        let step = step.unwrap().unwrap();
        assert!(world.lake.commit_step(world.organisation, &from, &step).await.unwrap());
        // Here it crashed: the catalogue shows the empty lake.
        assert!(!world.lake.check(world.organisation).await.unwrap().is_empty());
        assert!(world.lake.publish(world.organisation).await.unwrap());
        assert!(!world.lake.publish(world.organisation).await.unwrap());
        world.is_well().await;
        let again = world.lake.seal(world.organisation, everything(), &none()).await.unwrap();
        assert_eq!(again.rows, 0);
        assert_eq!(world.sees().await.len(), 50);
        assert_eq!(world.lake.sweep(world.organisation).await.unwrap(), 0);
        world.ends().await;
    }
}

#[tokio::test]
async fn blocks_are_forgotten_when_ten_minutes_have_passed() {
    for world in worlds().await {
        let due = world.seals(3, 20).await;
        let start = Position::default();
        let blocks = || async {
            world.db.blocks_of(world.organisation, start, usize::MAX).await.unwrap().len()
        };
        // Published, and not forgotten: also what a crash between the two leaves.
        assert_eq!(blocks().await, 3);
        world.clock.advance(9 * 60);
        world.lake.seal(world.organisation, everything(), &none()).await.unwrap();
        assert_eq!(blocks().await, 3);
        world.clock.advance(60);
        let late = world.records(world.organisation, &plain(1, 77)).await;
        world.lake.seal(world.organisation, everything(), &none()).await.unwrap();
        assert_eq!(blocks().await, 1);
        let contents = world.lake.contents(world.organisation).await.unwrap();
        assert!(contents.forgotten < contents.sealed && contents.sealed == late);
        assert_eq!(world.sees().await[..60], due[..]);
        world.clock.advance(3600);
        world.lake.seal(world.organisation, everything(), &none()).await.unwrap();
        assert_eq!(blocks().await, 0);
        assert_eq!(world.sees().await.len(), 61);
        world.is_well().await;
        world.ends().await;
    }
}

#[tokio::test]
async fn a_reader_that_is_behind_is_waited_for() {
    for world in worlds().await {
        let first = world.records(world.organisation, &plain(5, 1)).await;
        world.records(world.organisation, &plain(5, 2)).await;
        let mut tx = world.db.system().await.unwrap();
        Readers::move_to(&mut tx, "journeys", first).await.unwrap();
        tx.commit().await.unwrap();
        world.lake.seal(world.organisation, everything(), &none()).await.unwrap();
        world.clock.advance(3600);
        world.lake.seal(world.organisation, everything(), &none()).await.unwrap();
        let left = world.db.blocks_after(first, usize::MAX).await.unwrap();
        assert_eq!(left.len(), 1);
        assert_eq!(world.lake.contents(world.organisation).await.unwrap().forgotten, first);
        world.ends().await;
    }
}

#[tokio::test]
async fn of_two_sealers_one_wins_each_step() {
    for world in worlds().await {
        let made = plain(600, 1);
        for chunk in made.chunks(50) {
            world.records(world.organisation, chunk).await;
        }
        let no = none();
        let seal = || world.lake.seal(world.organisation, everything(), &no);
        let (a, b, c) = tokio::join!(seal(), seal(), seal());
        let all = [a.unwrap(), b.unwrap(), c.unwrap()];
        assert_eq!(all.iter().map(|s| s.rows).sum::<i64>(), 600);
        assert!(all.iter().any(|s| s.sequence == 600));
        assert_eq!(world.sees().await, (1..).zip(made).collect::<Vec<_>>());
        // The losers took their own files with them.
        assert_eq!(world.lake.sweep(world.organisation).await.unwrap(), 0);
        world.is_well().await;
        world.ends().await;
    }
}

#[tokio::test]
async fn a_sealer_that_comes_late_changes_nothing() {
    for world in worlds().await {
        world.records(world.organisation, &plain(20, 1)).await;
        let from = world.lake.begin(world.organisation).await.unwrap();
        let step = world.lake.write_step(world.organisation, &from, everything(), &none()).await;
        world.lake.seal(world.organisation, everything(), &none()).await.unwrap();
        let before = world.lake.contents(world.organisation).await.unwrap();
        let step = step.unwrap().unwrap();
        assert!(!world.lake.commit_step(world.organisation, &from, &step).await.unwrap());
        let after = world.lake.contents(world.organisation).await.unwrap();
        assert_eq!((before.files.len(), before.sequence), (after.files.len(), after.sequence));
        assert_eq!(world.sees().await.len(), 20);
        world.ends().await;
    }
}

#[tokio::test]
async fn each_organisation_has_its_own_lake() {
    for world in worlds().await {
        let other: Id<Organisation> = world.clock.new_id();
        let (ours, theirs) = (plain(60, 1), plain(90, 2));
        for (a, b) in ours.chunks(20).zip(theirs.chunks(30)) {
            world.records(world.organisation, a).await;
            world.records(other, b).await;
        }
        let sealed = world.lake.seal(world.organisation, everything(), &none()).await.unwrap();
        assert_eq!((sealed.rows, sealed.sequence), (60, 60));
        assert!(world.lake.live_files(other).await.unwrap().is_empty());
        let sealed = world.lake.seal(other, everything(), &none()).await.unwrap();
        assert_eq!((sealed.rows, sealed.sequence), (90, 90));
        assert_eq!(world.sees().await, (1..).zip(ours).collect::<Vec<_>>());
        assert_eq!(world.sees_of(other).await, (1..).zip(theirs).collect::<Vec<_>>());
        for file in world.lake.live_files(other).await.unwrap() {
            assert!(file.path.starts_with(world.lake.folder(other)));
        }
        world.is_well().await;
        world.ends().await;
    }
}

/// A dump restored into a young cluster under a running server: transaction ids begin again below
/// those of sealed blocks, and nobody has looked yet.
#[tokio::test]
async fn what_was_written_too_far_down_is_kept_and_shown() {
    for world in worlds().await {
        if world.db.is_sqlite() {
            world.ends().await;
            continue;
        }
        world.seals(1, 10).await;
        let mut tx = world.db.system().await.unwrap();
        let far = 1_i64 << 40;
        for sql in [
            "update block set tx = tx + $1",
            "update sealed set tx = tx + $1",
            "update lake_snapshot set tx = tx + $1 where tx > 0",
        ] {
            let update = tx.query_all(sql).bind(far);
            tx.run(update).await.unwrap();
        }
        tx.commit().await.unwrap();
        world.clock.advance(3600);
        let mut tx = world.db.write(world.organisation).await.unwrap();
        tx.record_many(plain(5, 9)).unwrap();
        tx.commit().await.unwrap();
        world.lake.seal(world.organisation, everything(), &none()).await.unwrap();
        let mut tx = world.db.system().await.unwrap();
        let left = tx.query_all("select cast(sum(count) as bigint) as n from block");
        assert_eq!(tx.find(left).await.unwrap().unwrap().number("n").unwrap(), 5);
        drop(tx);
        let wrong = world.lake.check(world.organisation).await.unwrap();
        assert!(wrong.iter().any(|w| w.starts_with("1 blocks are kept but not read")), "{wrong:?}");
        world.ends().await;
    }
}
