//! How well clusters are found in towns made from seeds; `examples/sybils` prints more of them.

use crate as trust;

#[path = "../../examples/sybils/made.rs"]
mod made;

use made::{Report, Ring, Town};

/// Over all seeds together; for each alone a little less is asked.
const PRECISION: f64 = 0.90;
const RECALL_OF_RINGS_THAT_SHARE: f64 = 0.90;

#[test]
fn rings_are_found_and_honest_people_left_in_peace() {
    let all: Vec<Report> = (1..=10).map(|seed| Town::made(seed).judged()).collect();
    let mut sum = Report::default();
    for report in &all {
        sum.honest += report.honest;
        sum.honest_caught += report.honest_caught;
        for (ring, (caught, of)) in &report.rings {
            let entry = sum.rings.entry(*ring).or_default();
            *entry = (entry.0 + caught, entry.1 + of);
        }
    }
    let (precision, recall) = (sum.precision(), sum.recall_of_rings_that_share());
    assert!(precision >= PRECISION, "precision {precision}: {sum:?}");
    assert!(recall >= RECALL_OF_RINGS_THAT_SHARE, "recall {recall}: {sum:?}");
    assert!(sum.recall() < recall, "what shares nothing cannot be found: {sum:?}");
    assert_eq!(sum.rings[&Ring::Careful].0, 0, "found by nothing: {sum:?}");
    for (report, seed) in all.iter().zip(1..) {
        assert!(report.precision() >= PRECISION - 0.1, "seed {seed}: {report:?}");
    }
}

#[test]
fn a_town_is_made_again_by_its_seed() {
    assert_eq!(Town::made(7).judged(), Town::made(7).judged());
    assert_ne!(Town::made(7).judged(), Town::made(8).judged());
}
