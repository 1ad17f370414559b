//! A year of tricks: see `examples/corpus`, which prints it whole.

use super::corpus::{Class, Size, year};
use super::world::bare;

/// Floors below what was measured, so that a rule that stops working is noticed. Of self-made friends and
/// of households two in ten leave no trace: nobody finds those.
#[tokio::test]
async fn tricks_are_found_and_honest_friends_are_paid() {
    for world in bare().await {
        let found = year(&world, 7, Size { honest: 120, each: 20 }).await.unwrap();
        for (class, precision, recall) in [
            (Class::SelfMade, 0.95, 0.75),
            (Class::Household, 0.65, 0.75),
            (Class::Ring, 1.0, 1.0),
            (Class::Coupon, 1.0, 0.95),
            (Class::Velocity, 0.95, 0.95),
            (Class::RefundAfterReward, 0.95, 1.0),
        ] {
            let of = found.classes[&class];
            assert!(of.cases > 0, "{class:?}");
            assert!(of.precision() >= precision, "{class:?}\n{found}");
            assert!(of.recall() >= recall, "{class:?}\n{found}");
        }
        assert!(found.precision() >= 0.9 && found.recall() >= 0.9, "{found}");
        assert!(found.honest_paid as f64 >= 0.93 * found.honest as f64, "{found}");
        world.adds_up().await;
    }
}
