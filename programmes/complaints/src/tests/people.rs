//! People turn out to be one, and not; are forgotten; ask what we hold.

use deedwell_people::merge;
use serde_json::json;

use super::world::{RUTH, does, offer, worlds};
use crate::acts::{self, Reply};
use crate::redress::Redress;
use crate::stage::Stage;
use crate::store;

#[tokio::test]
async fn complaints_follow_whose_they_are() {
    for world in worlds().await {
        let home = world.known("ada@home.example").await;
        let work = world.known("ada@work.example").await;
        let id = world.complains(work.who(), "It broke.").await;
        does!(world, tx, merge::merge(tx, home.person, work.person, "she said so", RUTH)).unwrap();
        assert_eq!(world.keeps().await, 1);
        assert_eq!(world.complaint(id).await.by.person, home.person);
        let merges = merge::of_person(&mut world.tx().await, home.person).await.unwrap();
        does!(world, tx, merge::unmerge(tx, merges[0].id, "two sisters", RUTH)).unwrap();
        world.keeps().await;
        assert_eq!(world.complaint(id).await.by.person, work.person);
    }
}

#[tokio::test]
async fn who_is_forgotten_leaves_no_word_and_what_we_did_stays() {
    for world in worlds().await {
        let ada = world.known("ada@home.example").await;
        let grace = world.known("grace@home.example").await;
        let id = world.complains(ada.who(), "The lamp burnt my sofa.").await;
        let open = world.complains(ada.who(), "And nobody rang me back.").await;
        let other = world.complains(grace.who(), "The soup was cold.").await;
        does!(world, tx, acts::add(tx, ada.who(), id, "It was my grandmother's.")).unwrap();
        let sent = world.offers(id, &offer(Redress::Apology, 0)).await;
        does!(world, tx, acts::answer_offer(tx, ada.who(), id, sent, &Reply::Accept)).unwrap();
        let held = store::holds(&mut world.tx().await, &[ada.identity]).await.unwrap();
        assert_eq!(held["complaints"].as_array().unwrap().len(), 2);
        assert_eq!(held["said"].as_array().unwrap().len(), 2);
        assert_eq!(held["offers"][0]["outcome"], json!("accepted"));
        assert!(!held.to_string().contains("soup"));

        does!(world, tx, store::forget(tx, &[ada.identity], "Somebody's words")).unwrap();
        let mut tx = world.tx().await;
        let held = store::holds(&mut tx, &[ada.identity]).await.unwrap().to_string();
        for word in ["sofa", "grandmother", "rang", "sorry"] {
            assert!(!held.contains(word), "{word}: {held}");
        }
        drop(tx);
        assert_eq!(world.complaint(id).await.stage, Stage::Closed);
        assert_eq!(world.complaint(open).await.stage, Stage::Withdrawn);
        assert_eq!(world.complaint(open).await.next_due(), None);
        assert_eq!(world.complaint(other).await.text, "The soup was cold.");
        world.days(90);
        world.keeps().await;
        let broken = store::breaches(&mut world.tx().await, open).await.unwrap();
        assert!(broken.is_empty());
    }
}
