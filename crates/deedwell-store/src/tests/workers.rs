//! Who does the work: one worker each time, whatever becomes of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use deedwell_core::Error;
use tokio::sync::Semaphore;

use super::{Place, places};
use crate::jobs::worker::{Work, Worker};
use crate::jobs::{self, GivenUp, LEASE_S, MOST_ATTEMPTS};

/// Counts what was begun; what was begun ends when it may.
struct Tally {
    begun: AtomicUsize,
    may_end: Semaphore,
}

impl Tally {
    fn new(may_end: usize) -> Arc<Self> {
        Arc::new(Self { begun: AtomicUsize::new(0), may_end: Semaphore::new(may_end) })
    }

    async fn one(&self) {
        self.begun.fetch_add(1, Ordering::SeqCst);
        self.may_end.acquire().await.unwrap().forget();
    }

    fn begun(&self) -> usize {
        self.begun.load(Ordering::SeqCst)
    }

    async fn has_begun(&self, times: usize) {
        while self.begun() < times {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

const HOURLY: i64 = 3_600;

/// A server's worker that reads the post of every organisation once an hour.
fn postman(place: &Place, tally: &Arc<Tally>) -> Worker {
    let tally = Arc::clone(tally);
    let post = Work::new("post", move |_| {
        let tally = Arc::clone(&tally);
        async move {
            tally.one().await;
            Ok(())
        }
    });
    Worker::new(place.db.clone(), vec![post.every(HOURLY)])
}

async fn all_rounds(worker: &mut Worker) -> usize {
    let mut rounds = 0;
    while worker.round().await.unwrap() {
        rounds += 1;
    }
    rounds
}

async fn given_up(place: &Place) -> Vec<GivenUp> {
    let mut tx = place.db.read(place.ours).await.unwrap();
    jobs::given_up(&mut tx, 10).await.unwrap()
}

#[tokio::test]
async fn of_many_workers_one_does_each_job() {
    for place in places().await {
        let tally = Tally::new(usize::MAX >> 3);
        for turn in 1..=3 {
            let mut workers: Vec<Worker> = (0..4).map(|_| postman(&place, &tally)).collect();
            let rounds = futures_util::future::join_all(workers.iter_mut().map(all_rounds)).await;
            // Two organisations, each with its own post.
            assert_eq!((rounds.iter().sum::<usize>(), tally.begun()), (2, 2 * turn));
            place.clock.advance(HOURLY + 1);
        }
    }
}

#[tokio::test]
async fn a_restart_neither_doubles_what_recurs_nor_hastens_it() {
    for place in places().await {
        let tally = Tally::new(9);
        for _ in 0..3 {
            all_rounds(&mut postman(&place, &tally)).await;
            place.clock.advance(HOURLY / 10);
        }
        assert_eq!(tally.begun(), 2);
        let mut tx = place.db.read(place.ours).await.unwrap();
        let count = tx.query("select count(*) as n from job where organisation = $1");
        assert_eq!(tx.one(count).await.unwrap().number("n").unwrap(), 1);
    }
}

#[tokio::test]
async fn another_interval_holds_from_the_next_start_on() {
    for place in places().await {
        let often = |every_s| {
            let post = Work::new("post", |_| async { Ok(()) }).every(every_s);
            Worker::new(place.db.clone(), vec![post])
        };
        assert_eq!(all_rounds(&mut often(HOURLY)).await, 2);
        let mut sooner = often(60);
        assert_eq!(all_rounds(&mut sooner).await, 0);
        place.clock.advance(61);
        assert_eq!(all_rounds(&mut sooner).await, 2);
    }
}

#[tokio::test]
async fn what_is_always_due_keeps_nobody_waiting() {
    for place in places().await {
        let tally = Tally::new(9);
        let always = Work::new("always", |_| async { Ok(()) }).every(0);
        let counted = Arc::clone(&tally);
        let letters = Work::new("letters", move |_| {
            let counted = Arc::clone(&counted);
            async move {
                counted.one().await;
                Ok(())
            }
        });
        let mut worker = Worker::new(place.db.clone(), vec![always, letters.every(HOURLY)]);
        for _ in 0..4 {
            assert!(worker.round().await.unwrap());
        }
        assert_eq!(tally.begun(), 2);
    }
}

#[tokio::test]
async fn a_long_job_is_held_as_long_as_its_worker_lives() {
    for place in places().await {
        let tally = Tally::new(0);
        let (mut first, mut second) = (postman(&place, &tally), postman(&place, &tally));
        let meanwhile = async {
            for _ in 0..3 {
                tally.has_begun(1).await;
                place.clock.advance(LEASE_S - 1);
                while lease_left_s(&place).await < LEASE_S {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
            }
            // The other organisation's post is nobody's; this one's lease would have run out.
            let taken = jobs::claim(&place.db, &["post"], 9).await.unwrap();
            assert_eq!(taken.len(), 1);
            assert!(!second.round().await.unwrap());
            tally.may_end.add_permits(1);
        };
        let (done, ()) = tokio::join!(first.round(), meanwhile);
        assert!(done.unwrap());
        assert_eq!(tally.begun(), 1);
    }
}

async fn lease_left_s(place: &Place) -> i64 {
    let mut tx = place.db.system_read().await.unwrap();
    let find = tx.query_all("select max(leased_until) as until from job");
    let until = tx.find(find).await.unwrap().unwrap().moment("until").unwrap();
    until.as_second() - tx.now().as_second()
}

#[tokio::test]
async fn the_job_of_a_worker_that_was_killed_is_taken_over() {
    for place in places().await {
        let tally = Tally::new(0);
        let mut killed = postman(&place, &tally);
        tokio::select! {
            _ = killed.round() => panic!("this job does not end"),
            () = tally.has_begun(1) => {}
        }
        drop(killed);
        tally.may_end.add_permits(9);
        let mut other = postman(&place, &tally);
        assert_eq!(all_rounds(&mut other).await, 1, "the other organisation's, not the leased one");
        place.clock.advance(LEASE_S + 1);
        assert_eq!(all_rounds(&mut other).await, 1);
        assert_eq!(tally.begun(), 3);
        assert_eq!(given_up(&place).await, []);
    }
}

#[tokio::test]
async fn what_always_fails_is_shown_and_stops_nobody() {
    for place in places().await {
        let tally = Tally::new(99);
        let ours = place.ours;
        let counted = Arc::clone(&tally);
        let letters = Work::new("letters", |_| async { Err(Error::fault("the post is shut")) });
        let books = Work::new("books", move |job| {
            let counted = Arc::clone(&counted);
            async move {
                counted.one().await;
                if job.organisation == ours {
                    panic!("the shelf fell over");
                }
                Ok(())
            }
        });
        let mut worker = Worker::new(place.db.clone(), vec![letters, books.every(HOURLY)]);
        let mut tx = place.db.write(ours).await.unwrap();
        let now = tx.now();
        jobs::ask(&mut tx, "letters", "a", "", now).await.unwrap();
        tx.commit().await.unwrap();
        for _ in 0..MOST_ATTEMPTS {
            all_rounds(&mut worker).await;
            place.clock.advance(2 * HOURLY);
        }
        // The other organisation's books were done every time.
        assert_eq!(tally.begun() as i64, 2 * MOST_ATTEMPTS);
        let shown = given_up(&place).await;
        let of = |kind: &str| shown.iter().find(|g| g.kind == kind).unwrap();
        assert_eq!(of("letters").error, "the post is shut");
        assert_eq!((of("letters").attempts, of("letters").again_at), (MOST_ATTEMPTS, None));
        assert!(of("books").error.contains("the shelf fell over"), "{shown:?}");
        assert!(of("books").again_at.is_some(), "what recurs is tried again");
        // What is asked for once is not tried again; what recurs is, and is well when it succeeds.
        let well = Work::new("books", |_| async { Ok(()) }).every(HOURLY);
        all_rounds(&mut Worker::new(place.db.clone(), vec![well])).await;
        let shown = given_up(&place).await;
        assert_eq!(shown.len(), 1, "{shown:?}");
        assert_eq!(shown[0].kind, "letters");
    }
}
