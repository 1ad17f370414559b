//! People turn out to be one, and not; are of the staff; are forgotten; ask what we hold.

use deedwell_people::merge;

use super::place::MARY;
use super::world::{does, worlds};
use crate::acts;
use crate::judge::Reason;
use crate::said::{Evidence, NewRecommendation};
use crate::stage::Stage;
use crate::store;

#[tokio::test]
async fn two_who_turn_out_to_be_one_brought_nobody_and_two_again_did() {
    for world in worlds().await {
        let id = world.brings("ada@home.example", "ada@work.example").await;
        world.pays("ada@work.example", "1", 5_000).await;
        let both = world.referral(id).await;
        let (one, other) = (both.referrer.person, both.friend.person);
        does!(world, tx, merge::merge(tx, one, other, "she said so", MARY)).unwrap();
        assert_eq!(world.referral(id).await.friend.person, one);
        let merges = merge::of_person(&mut world.tx().await, one).await.unwrap();
        does!(world, tx, merge::unmerge(tx, merges[0].id, "two sisters", MARY)).unwrap();
        assert_eq!(world.referral(id).await.friend.person, other);
        does!(world, tx, merge::merge(tx, one, other, "one after all", MARY)).unwrap();
        world.waits(30).await;
        let over = world.referral(id).await;
        assert_eq!((over.stage, over.findings[0].reason), (Stage::Rejected, Reason::SamePerson));
        world.adds_up().await;
    }
}

/// A friend's order came under an address that turns out to be theirs only later.
#[tokio::test]
async fn an_order_that_comes_by_a_merge_qualifies() {
    for world in worlds().await {
        let id = world.brings("ada@example.com", "grace@home.example").await;
        world.days(1);
        world.pays("grace@work.example", "1", 5_000).await;
        assert_eq!(world.stage(id).await, Stage::Identified);
        world.waits(1).await;
        let home = world.known("grace@home.example").await.unwrap().person;
        let work = world.known("grace@work.example").await.unwrap().person;
        does!(world, tx, merge::merge(tx, home, work, "she said so", MARY)).unwrap();
        world.keeps().await.unwrap();
        assert_eq!(world.stage(id).await, Stage::Held);
        world.waits(30).await;
        assert_eq!(world.stage(id).await, Stage::Paid);
    }
}

#[tokio::test]
async fn staff_and_test_accounts_are_rewarded_for_nothing() {
    for world in worlds().await {
        let id = world.brings("ada@example.com", "grace@example.net").await;
        let friend = world.referral(id).await.friend.person;
        world.pays("grace@example.net", "1", 5_000).await;
        does!(world, tx, deedwell_people::person::mark_as_test(tx, friend, true)).unwrap();
        world.waits(30).await;
        let over = world.referral(id).await;
        assert_eq!((over.stage, over.findings[0].reason), (Stage::Rejected, Reason::Ours));
        assert_eq!(world.sums("ada@example.com").await, [0, 0, 0]);
        world.adds_up().await;
    }
}

#[tokio::test]
async fn who_is_forgotten_leaves_no_word_and_the_books_add_up() {
    for world in worlds().await {
        let paid = world.brings("ada@example.com", "alan@example.net").await;
        world.pays("alan@example.net", "1", 5_000).await;
        world.waits(30).await;
        let open = world.brings("ada@example.com", "grace@example.net").await;
        world.pays("grace@example.net", "2", 5_000).await;
        let grace = world.known("grace@example.net").await.unwrap();
        let said = NewRecommendation {
            about: "product/lamp".into(),
            to: "kurt@example.org".into(),
            channel: "over the fence".into(),
            evidence: Evidence::SelfReport,
        };
        does!(world, tx, acts::recommend(tx, grace.who(), &said)).unwrap();
        let mut tx = world.tx().await;
        let friend = store::referral(&mut tx, open).await.unwrap().friend.identity;
        let whom = [grace.identity, friend];
        let held = store::holds(&mut tx, &whom).await.unwrap();
        assert_eq!(held["brought_by_a_friend"][0]["stage"], "held", "{held}");
        assert_eq!(held["recommended"][0]["channel"], "over the fence");
        assert_eq!(held["visits"].as_array().unwrap().len(), 1);
        assert!(!held.to_string().contains("kurt"), "{held}");
        drop(tx);

        does!(world, tx, acts::forget(tx, &whom)).unwrap();
        does!(world, tx, deedwell_points::acts::forget(tx, &whom)).unwrap();
        assert_eq!(world.stage(open).await, Stage::Lapsed);
        assert_eq!(world.sums("ada@example.com").await, [0, 1_000, 0], "of the other friend");
        let held = store::holds(&mut world.tx().await, &whom).await.unwrap().to_string();
        assert!(!held.contains("fence") && !held.contains("screen"), "{held}");
        world.waits(40).await;
        assert_eq!(world.stage(paid).await, Stage::Paid);
        world.adds_up().await;
    }
}
