//! Work that must happen once.

use std::collections::HashSet;

use super::{Place, places};
use crate::jobs::{self, Job, LEASE_S, MOST_ATTEMPTS};

async fn ask(place: &Place, key: &str) -> bool {
    let mut tx = place.db.write(place.ours).await.unwrap();
    let now = tx.now();
    let new = jobs::ask(&mut tx, "letters", key, "{}", now).await.unwrap();
    tx.commit().await.unwrap();
    new
}

async fn claim(place: &Place) -> Vec<Job> {
    jobs::claim(&place.db, &["letters"], 10).await.unwrap()
}

async fn done(place: &Place, job: &Job) -> bool {
    let mut tx = place.db.write(place.ours).await.unwrap();
    let done = jobs::done(&mut tx, job).await.unwrap();
    tx.commit().await.unwrap();
    done
}

#[tokio::test]
async fn the_same_job_asked_for_twice_is_one_job() {
    for place in places().await {
        assert!(ask(&place, "a").await);
        assert!(!ask(&place, "a").await);
        assert_eq!(claim(&place).await.len(), 1);
    }
}

#[tokio::test]
async fn a_leased_job_is_nobody_elses_until_the_lease_has_run_out() {
    for place in places().await {
        ask(&place, "a").await;
        let first = claim(&place).await;
        assert_eq!(first.len(), 1);
        assert!(claim(&place).await.is_empty());
        place.clock.advance(LEASE_S + 1);
        let second = claim(&place).await;
        assert_eq!((second.len(), second[0].attempts), (1, 2));
        assert!(!done(&place, &first[0]).await, "the lease was lost; its effect must not count");
        assert!(done(&place, &second[0]).await);
        place.clock.advance(LEASE_S + 1);
        assert!(claim(&place).await.is_empty());
    }
}

#[tokio::test]
async fn workers_at_once_never_hold_the_same_job() {
    for place in places().await {
        for n in 0..40 {
            ask(&place, &n.to_string()).await;
        }
        let claims = (0..8).map(|_| jobs::claim(&place.db, &["letters"], 10));
        let claimed = futures_util::future::join_all(claims).await;
        let claimed: Vec<Job> = claimed.into_iter().flat_map(Result::unwrap).collect();
        let keys: HashSet<&str> = claimed.iter().map(|j| j.key.as_str()).collect();
        assert_eq!(keys.len(), claimed.len());
        let mut rest = claim(&place).await.len();
        while claimed.len() + rest < 40 {
            let more = claim(&place).await.len();
            assert!(more > 0, "jobs were left behind");
            rest += more;
        }
    }
}

#[tokio::test]
async fn what_keeps_failing_is_given_up_and_shown() {
    for place in places().await {
        ask(&place, "a").await;
        for _ in 0..MOST_ATTEMPTS {
            let claimed = claim(&place).await;
            assert_eq!(claimed.len(), 1);
            let mut tx = place.db.write(place.ours).await.unwrap();
            jobs::failed(&mut tx, &claimed[0], "the post is shut").await.unwrap();
            tx.commit().await.unwrap();
            assert!(claim(&place).await.is_empty(), "it waits before it is tried again");
            place.clock.advance(100_000);
        }
        assert!(claim(&place).await.is_empty());
        let mut tx = place.db.read(place.ours).await.unwrap();
        let given_up = jobs::given_up(&mut tx, 5).await.unwrap();
        let [letter] = given_up.as_slice() else { panic!("{given_up:?}") };
        assert_eq!((letter.kind.as_str(), letter.key.as_str()), ("letters", "a"));
        assert_eq!((letter.error.as_str(), letter.again_at), ("the post is shut", None));
        let mut tx = place.db.read(place.theirs).await.unwrap();
        assert!(jobs::given_up(&mut tx, 5).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn what_its_worker_never_survives_is_given_up_too() {
    for place in places().await {
        ask(&place, "a").await;
        for _ in 0..MOST_ATTEMPTS {
            assert_eq!(claim(&place).await.len(), 1);
            place.clock.advance(LEASE_S + 1);
        }
        assert!(claim(&place).await.is_empty());
        let mut tx = place.db.read(place.ours).await.unwrap();
        let given_up = jobs::given_up(&mut tx, 5).await.unwrap();
        assert_eq!(given_up.len(), 1);
        assert!(given_up[0].error.contains("did not come to its end"));
    }
}

#[tokio::test]
async fn what_was_done_long_ago_is_forgotten() {
    for place in places().await {
        ask(&place, "a").await;
        assert!(done(&place, &claim(&place).await[0]).await);
        ask(&place, "b").await;
        for (days, gone) in [(29, 0), (2, 1)] {
            place.clock.advance(days * 86_400);
            let mut tx = place.db.write(place.ours).await.unwrap();
            assert_eq!(jobs::forget_old(&mut tx).await.unwrap(), gone);
            tx.commit().await.unwrap();
        }
        assert_eq!(claim(&place).await.len(), 1, "what waits is not forgotten");
    }
}
