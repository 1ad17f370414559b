//! Merging keeps every voter once, and un-merging puts everything back exactly.
//!
//! In random stories the counts are at each step those of a plain model; when all is un-merged, every row
//! of every table is that of a twin in which nothing was ever merged.

use super::story::Story;
use super::world::{self, RUTH, code, customer, does, environment, worlds};
use crate::stage::Stage;
use crate::{acts, store};

#[tokio::test]
async fn un_merging_puts_everything_back() {
    let long = environment("DEEDWELL_LONG").is_some();
    for (place, world) in worlds().await.into_iter().enumerate() {
        let stories = match (place, long) {
            (0, true) => 10_000,
            (0, false) => 100,
            (_, true) => 500,
            (_, false) => 15,
        };
        for seed in 0..stories {
            let mut story = Story::new(&world, seed).await;
            for _ in 0..12 + story.chance.below(12) {
                story.step().await;
            }
            story.end().await;
        }
    }
}

#[tokio::test]
async fn who_wanted_either_wants_the_one() {
    for world in worlds().await {
        let (ada, grace, mary) = (customer(1), customer(2), customer(3));
        let a = world.put_forward(ada, "Lockers").await;
        let b = world.put_forward(grace, "Boxes for bikes").await;
        let c = world.put_forward(mary, "Somewhere dry").await;
        world.vote(grace, a).await.unwrap();
        world.vote(mary, a).await.unwrap();
        world.vote(mary, b).await.unwrap();
        does!(world, tx, acts::merge(tx, RUTH, a, b)).unwrap();
        // Mary once, Ada as the author of the one merged, Grace not: it is her own.
        assert_eq!(world.idea(b).await.votes, 2);
        assert_eq!(world.idea(a).await.stage, Stage::Merged);
        let through = world.vote(customer(4), a).await.unwrap();
        assert_eq!((through.idea, through.votes), (b, 3), "the page of one leads to the other");
        assert!(!world.vote(ada, b).await.unwrap().changed, "she is counted already");
        does!(world, tx, acts::merge(tx, RUTH, b, c)).unwrap();
        assert_eq!(world.idea(c).await.votes, 3, "Ada, Grace and the fourth; it is Mary's own");
        let told = store::to_be_told(&mut world.tx().await, c).await.unwrap();
        assert_eq!(told.len(), 4);
        let circle = does!(world, tx, acts::merge(tx, RUTH, c, a));
        assert_eq!(code(circle), "ideas.merge_circle");
        let spam = does!(world, tx, acts::mark_spam(tx, RUTH, c, "x"));
        assert_eq!(code(spam), "ideas.holds_others");
        let credits = store::credits(&mut world.tx().await, c).await.unwrap();
        assert_eq!(
            credits.iter().map(|c| c.share).collect::<Vec<_>>(),
            [333_334, 333_333, 333_333]
        );
        let shown = store::merged_into(&mut world.tx().await, c).await.unwrap();
        assert_eq!(shown.len(), 2);

        does!(world, tx, acts::unmerge(tx, RUTH, b)).unwrap();
        assert_eq!((world.idea(b).await.votes, world.idea(c).await.votes), (3, 0));
        does!(world, tx, acts::unmerge(tx, RUTH, a)).unwrap();
        let (a, b) = (world.idea(a).await, world.idea(b).await);
        assert_eq!((a.votes, a.stage), (2, Stage::Submitted));
        assert_eq!(b.votes, 2, "Mary, and the fourth who came through the other page");
    }
}

#[tokio::test]
async fn two_who_vote_at_once_are_both_counted() {
    for world in worlds().await {
        let idea = world.put_forward(customer(1), "Lockers").await;
        let votes = (2..14).map(|n| world.vote(customer(n), idea));
        let mut tasks = Vec::new();
        for vote in votes {
            tasks.push(Box::pin(vote));
        }
        for done in world::together(tasks).await {
            done.unwrap();
        }
        assert_eq!(world.idea(idea).await.votes, 12);
    }
}
