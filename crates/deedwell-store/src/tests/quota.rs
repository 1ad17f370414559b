//! Limits of somebody, and of everybody together.

use deedwell_core::Error;

use super::places;
use crate::quota::{Together, spend, spend_together};

#[tokio::test]
async fn everybody_together_has_about_as_many_as_it_says() {
    const HOUR: Together = Together { key: "test.act", what: "acts", most: 4_000, window_s: 3_600 };
    for place in places().await {
        let mut tx = place.db.write(place.ours).await.unwrap();
        let mut taken = 0;
        let mut refused = None;
        while refused.is_none() && taken <= HOUR.most {
            match spend_together(&mut tx, &HOUR).await {
                Ok(()) => taken += 1,
                Err(error) => refused = Some(error),
            }
        }
        // The parts fill by chance: one is full a little before the others.
        assert!((3_500..=4_000).contains(&taken), "{taken}");
        let Some(Error::TooMany { sentence, retry_after_s }) = refused else { panic!("no limit") };
        assert_eq!(
            sentence,
            "No more than 4000 acts an hour are taken here. Please try again later."
        );
        assert_eq!(retry_after_s, 3_600);
        drop(tx);
        // What was not committed is not spent; and a small limit is exact.
        let few = Together { most: 3, ..HOUR };
        let mut tx = place.db.write(place.ours).await.unwrap();
        for _ in 0..3 {
            spend_together(&mut tx, &few).await.unwrap();
        }
        assert!(spend_together(&mut tx, &few).await.is_err());
        spend(&mut tx, few.key, 1, 3_600).await.unwrap();
        drop(tx);
        let mut tx = place.db.write(place.theirs).await.unwrap();
        spend_together(&mut tx, &few).await.unwrap();
    }
}
