//! What is sent twice is done once.

use jiff::SignedDuration;

use super::{Place, places};
use crate::once::{Begun, KEPT_FOR, Once, begin, keep};
use crate::{Tx, quota};

fn request(key: &str, print: &str) -> Once {
    Once { sender: "shop".to_owned(), key: key.to_owned(), print: print.to_owned() }
}

async fn tx(place: &Place) -> Tx {
    place.db.write(place.ours).await.unwrap()
}

/// Does the work, unless it was done; the answer, and whether it was.
async fn sends(place: &Place, once: &Once) -> (String, bool) {
    let mut tx = tx(place).await;
    match begin(&mut tx, once).await.unwrap() {
        Begun::Before(answer) => (answer, false),
        Begun::Now => {
            quota::spend(&mut tx, "work", 100, 60).await.unwrap();
            keep(&mut tx, "done").await.unwrap();
            tx.commit().await.unwrap();
            ("done".to_owned(), true)
        }
    }
}

async fn times_done(place: &Place) -> u32 {
    100 - quota::left(&mut tx(place).await, "work", 100, 60).await.unwrap()
}

#[tokio::test]
async fn the_same_request_is_answered_again_and_another_is_refused() {
    for place in places().await {
        let once = request("a", "put it forward");
        assert_eq!(sends(&place, &once).await, ("done".to_owned(), true));
        assert_eq!(sends(&place, &once).await, ("done".to_owned(), false));
        assert_eq!(times_done(&place).await, 1);
        let other = request("a", "take it back");
        let refused = begin(&mut tx(&place).await, &other).await.unwrap_err();
        assert_eq!(refused.code(), "api.key_used");
        let elsewhere = Once { sender: "till".to_owned(), ..other };
        assert!(sends(&place, &elsewhere).await.1, "another program has words of its own");
        let mut theirs = place.db.write(place.theirs).await.unwrap();
        assert_eq!(begin(&mut theirs, &once).await.unwrap(), Begun::Now);
    }
}

#[tokio::test]
async fn many_at_once_are_done_once() {
    for place in places().await {
        let once = request("a", "x");
        let all = (0..8).map(|_| sends(&place, &once));
        let done = futures_util::future::join_all(all).await;
        assert_eq!(done.iter().filter(|(_, now)| *now).count(), 1);
        assert!(done.iter().all(|(answer, _)| answer == "done"), "{done:?}");
        assert_eq!(times_done(&place).await, 1);
    }
}

#[tokio::test]
async fn what_was_dropped_may_be_sent_again_and_what_was_not_answered_is_not_committed() {
    for place in places().await {
        let once = request("a", "x");
        let mut lost = tx(&place).await;
        assert_eq!(begin(&mut lost, &once).await.unwrap(), Begun::Now);
        drop(lost);
        let mut forgetful = tx(&place).await;
        assert_eq!(begin(&mut forgetful, &once).await.unwrap(), Begun::Now);
        assert!(forgetful.commit().await.is_err());
        assert!(sends(&place, &once).await.1);
    }
}

#[tokio::test]
async fn a_key_is_forgotten_after_its_time() {
    for place in places().await {
        let once = request("a", "x");
        sends(&place, &once).await;
        place.clock.advance(KEPT_FOR.as_secs());
        assert!(!sends(&place, &once).await.1);
        place.clock.advance(SignedDuration::from_secs(1).as_secs());
        assert!(sends(&place, &once).await.1);
    }
}
