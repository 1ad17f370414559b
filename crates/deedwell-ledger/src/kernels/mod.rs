//! The answers. Each walks the columns once, owner by owner, without hashing or shuffling.
//!
//! What counts, everywhere but in entries and in a person's own sums: acts of customers and visitors
//! who are no test accounts, unless a machine did them, or we did (who tells us who somebody is has not
//! done something as that customer), or nobody but a public key says so.
pub(crate) mod activity;
pub(crate) mod behind;
pub(crate) mod contributions;
pub(crate) mod counts;
pub(crate) mod entries;
pub(crate) mod grid;
pub(crate) mod names;
pub(crate) mod owed;
pub(crate) mod ranking;
pub(crate) mod weeks;

use std::ops::Range;

use crate::snapshot::{Slice, Snapshot, Sort};

/// Fewer rows than this are not worth a second thread.
const WORTH_THREADS: usize = 400_000;
const MOST_THREADS: usize = 8;

/// Visits all owners, in stretches that threads share; what each stretch came to, in the order of
/// the owners.
fn fold<'a, T: Send>(
    snapshot: &'a Snapshot,
    begin: impl Fn() -> T + Sync,
    visit: impl Fn(&mut T, u32, &[Slice<'a>]) + Sync,
) -> Vec<T> {
    let walk = |owners: Range<u32>| {
        let mut sum = begin();
        snapshot.walk_between(owners, |owner, slices| visit(&mut sum, owner, slices));
        sum
    };
    if snapshot.rows() < WORTH_THREADS {
        return vec![walk(0..u32::MAX)];
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
    let walk = &walk;
    std::thread::scope(|scope| {
        let work = snapshot.stretches(threads).into_iter();
        let running: Vec<_> = work.map(|owners| scope.spawn(move || walk(owners))).collect();
        let join = |thread: std::thread::ScopedJoinHandle<'_, T>| {
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        running.into_iter().map(join).collect()
    })
}

/// A person who counts: nobody of ours, no test account.
fn is_counted(snapshot: &Snapshot, owner: u32) -> bool {
    snapshot.owner(owner).is_some_and(|o| o.sort == Sort::Person) && !snapshot.is_test(owner)
}

/// The rows of a slice within these moments: rows of one owner run by moment.
fn within(slice: &Slice<'_>, from: i64, to: i64) -> Range<usize> {
    let moments = crate::columns::cut(&slice.columns.at, &slice.rows);
    let place = |moment: i64| slice.rows.start + moments.partition_point(|at| *at < moment);
    place(from)..place(to).max(place(from))
}
