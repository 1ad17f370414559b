//! Few, large, ordered by person; and old files go when nobody can be reading them.

use jiff::SignedDuration;

use super::*;
use crate::lake::LiveFile;
use crate::lake::compact::pick;

const DAY: i64 = 24 * 3600;

#[tokio::test]
async fn small_files_become_one_ordered_by_person() {
    for world in worlds().await {
        let due = world.seals(4, 10).await;
        let old = world.lake.live_files(world.organisation).await.unwrap();
        let done = world.lake.compact(world.organisation).await.unwrap();
        assert_eq!((done.from, done.into, done.unlinked), (4, 1, 0));
        let files = world.lake.live_files(world.organisation).await.unwrap();
        assert_eq!((files.len(), files[0].rows, files[0].by_person), (1, 40, true));
        assert_eq!((files[0].min_sequence, files[0].max_sequence), (1, 40));
        let key = |(seq, a): &Numbered| (a.subject, a.at, *seq);
        assert!(read_actions(&files[0].path).unwrap().is_sorted_by_key(key));
        assert_eq!(world.sees().await, due);
        // Who reads an old state of the lake still finds its files.
        assert!(old.iter().all(|f| f.path.exists() && f.ids.exists()));
        assert_eq!(world.lake.compact(world.organisation).await.unwrap().from, 0);
        world.is_well().await;
        world.ends().await;
    }
}

#[tokio::test]
async fn what_outgrows_a_file_is_shared_evenly() {
    for world in worlds().await {
        let mut due = world.seals(2, 90).await;
        // Each is large enough by itself, but stands in the order of the log.
        let done = world.lake.compact(world.organisation).await.unwrap();
        assert_eq!((done.from, done.into), (2, 2));
        let files = world.lake.live_files(world.organisation).await.unwrap();
        assert!(files.iter().all(|f| f.rows == 90 && f.by_person));
        due.extend(world.seals(9, 10).await);
        world.lake.compact(world.organisation).await.unwrap();
        assert_eq!(world.sees().await, due);
        assert!(world.lake.live_files(world.organisation).await.unwrap().len() < 6);
        world.is_well().await;
        world.ends().await;
    }
}

#[tokio::test]
async fn old_files_go_after_a_week_and_a_day() {
    for world in worlds().await {
        let due = world.seals(4, 10).await;
        world.lake.compact(world.organisation).await.unwrap();
        assert_eq!(world.files().len(), 10);
        world.clock.advance(7 * DAY - 1);
        assert_eq!(world.lake.compact(world.organisation).await.unwrap().expired, 0);
        world.clock.advance(2);
        let done = world.lake.compact(world.organisation).await.unwrap();
        assert_eq!((done.expired, done.unlinked), (6, 0));
        assert_eq!(world.files().len(), 10);
        assert_eq!(
            world.lake.sweep(world.organisation).await.unwrap(),
            0,
            "doomed is not orphaned"
        );
        world.is_well().await;
        world.clock.advance(DAY);
        assert_eq!(world.lake.compact(world.organisation).await.unwrap().unlinked, 8);
        assert_eq!(world.files().len(), 2);
        assert_eq!(world.lake.compact(world.organisation).await.unwrap().unlinked, 0);
        assert_eq!(world.sees().await, due);
        world.is_well().await;
        world.ends().await;
    }
}

#[tokio::test]
async fn a_crash_before_the_manifest_merges_again() {
    for world in worlds().await {
        let due = world.seals(4, 10).await;
        let files = world.lake.live_files(world.organisation).await.unwrap();
        world.lake.merge(world.organisation, &files).await.unwrap();
        // Here it crashed.
        assert_eq!(world.lake.compact(world.organisation).await.unwrap().from, 4);
        assert_eq!(world.lake.sweep(world.organisation).await.unwrap(), 2);
        assert_eq!(world.sees().await, due);
        world.is_well().await;
        world.ends().await;
    }
}

#[tokio::test]
async fn of_two_compactions_one_wins() {
    for world in worlds().await {
        let due = world.seals(8, 10).await;
        let compact = || world.lake.compact(world.organisation);
        let (a, b) = tokio::join!(compact(), compact());
        assert!(a.unwrap().from + b.unwrap().from >= 4);
        world.lake.compact(world.organisation).await.unwrap();
        assert_eq!(world.sees().await, due);
        assert_eq!(world.lake.sweep(world.organisation).await.unwrap(), 0);
        world.is_well().await;
        world.ends().await;
    }
}

#[tokio::test]
async fn sealing_goes_on_while_files_are_merged() {
    for world in worlds().await {
        let mut due = world.seals(4, 10).await;
        let files = world.lake.live_files(world.organisation).await.unwrap();
        let merged = world.lake.merge(world.organisation, &files).await.unwrap();
        due.extend(world.seals(1, 10).await);
        assert!(world.lake.commit_merge(world.organisation, &files, &merged).await.unwrap());
        assert!(
            !world
                .lake
                .commit_merge(world.organisation, &files, &merged)
                .await
                .is_ok_and(|won| won)
        );
        world.lake.publish(world.organisation).await.unwrap();
        assert_eq!(world.sees().await, due);
        world.is_well().await;
        world.ends().await;
    }
}

#[test]
fn files_of_one_size_are_picked_smallest_first() {
    let limits =
        Limits { rows: 1_000_000, fan_in: 8, grace: SignedDuration::ZERO, ..Limits::default() };
    let file = |rows: i64, by_person: bool| LiveFile {
        id: rows,
        path: PathBuf::new(),
        ids: PathBuf::new(),
        rows,
        bytes: 0,
        min_sequence: 0,
        max_sequence: 0,
        by_person,
    };
    let mut files: Vec<LiveFile> = (1..=7).map(|n| file(n * 100, false)).collect();
    files.extend((1..=7).map(|n| file(5_000 + n, true)));
    assert!(pick(&files, &limits).is_none());
    files.push(file(3_000, false));
    let picked = pick(&files, &limits).unwrap();
    assert_eq!((picked.len(), picked[7].rows), (8, 3_000));
    // A large file that is ordered is left alone; one that is not is written once more.
    assert!(pick(&[file(900_000, true)], &limits).is_none());
    assert_eq!(pick(&[file(900_000, false), file(1_000_000, true)], &limits).unwrap().len(), 1);
    // No more than two full files at a time.
    let large: Vec<LiveFile> = (0..9).map(|_| file(1_000_000, false)).collect();
    assert_eq!(pick(&large, &limits).unwrap().len(), 2);
}
