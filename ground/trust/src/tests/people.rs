//! Who somebody is may turn out later, and be taken back; and somebody may be forgotten.

use deedwell_people::merge;

use super::customers::{does, keeps, level};
use super::{who, worlds};
use crate::acts::quarantine::{appeal, suspect};
use crate::acts::{Sight, seen};
use crate::level::Level;
use crate::quarantine::{Grounds, Suspected};
use crate::store;

fn suspected(identity: deedwell_core::Id<deedwell_core::Identity>) -> Suspected {
    Suspected {
        identity,
        about: "idea/1".to_owned(),
        grounds: Grounds::default(),
        note: "Looks like Grace".to_owned(),
    }
}

#[tokio::test]
async fn two_who_turn_out_to_be_one_stand_as_one_and_part_again() {
    for world in worlds().await {
        let mary = world.staff("Mary", deedwell_web::Role::Owner).staff().await;
        let (ada, grace) = (world.customer("Ada"), world.customer("Grace"));
        for idea in ["idea/1", "idea/2", "idea/3"] {
            does(&world, who(&ada).await, "ideas.put_forward", idea, None).await;
            world.advance_days(1);
        }
        keeps(&world).await;
        let (one, other) = (ada.person().await, grace.person().await);
        let mut tx = world.tx().await;
        let first = suspect(&mut tx, None, &suspected(grace.identity().await)).await.unwrap();
        merge::merge(&mut tx, other, one, "One and the same", mary).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(level(&world, &grace).await, Level::Known, "what one of them earned");
        let mut tx = world.tx().await;
        assert_eq!(store::apart(&mut tx, "idea/1").await.unwrap(), [other].into());
        let again = suspect(&mut tx, None, &suspected(ada.identity().await)).await.unwrap();
        assert_eq!((again.is_new, again.id), (false, first.id), "one person is counted apart once");
        let merges = merge::of_person(&mut tx, one).await.unwrap();
        merge::unmerge(&mut tx, merges[0].id, "They are two", mary).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(level(&world, &ada).await, Level::Known);
        assert_eq!(level(&world, &grace).await, Level::New);
        let mut tx = world.tx().await;
        assert_eq!(store::apart(&mut tx, "idea/1").await.unwrap(), [other].into());
    }
}

#[tokio::test]
async fn what_is_held_of_somebody_is_told_and_goes() {
    for world in worlds().await {
        let ada = world.customer("Ada");
        let identity = ada.identity().await;
        for idea in ["idea/1", "idea/2", "idea/3"] {
            does(&world, who(&ada).await, "ideas.put_forward", idea, None).await;
            world.advance_days(1);
        }
        keeps(&world).await;
        let mut tx = world.tx().await;
        seen(&mut tx, identity, Sight::Browser("adas-cookie")).await.unwrap();
        seen(&mut tx, identity, Sight::Browser("  ")).await.unwrap();
        let put = suspect(&mut tx, None, &suspected(identity)).await.unwrap();
        appeal(&mut tx, who(&ada).await, put.id, "I am Ada and nobody else.").await.unwrap();
        let held = store::holds(&mut tx, &[identity]).await.unwrap();
        assert_eq!(held["signs"].as_array().unwrap().len(), 1);
        assert_eq!(held["signs"][0]["kind"], "browser");
        assert!(!held.to_string().contains("adas-cookie"), "the value itself is not kept");
        assert_eq!(held["levels"][0]["level"], 1);
        assert_eq!(held["counted_apart"][0]["appeal"], "I am Ada and nobody else.");
        store::forget(&mut tx, &[identity]).await.unwrap();
        let left = store::holds(&mut tx, &[identity]).await.unwrap();
        assert_eq!(
            (&left["signs"], &left["levels"]),
            (&serde_json::json!([]), &serde_json::json!([]))
        );
        let apart = &left["counted_apart"][0];
        assert_eq!(
            (&apart["appeal"], &apart["note"], &apart["why"]),
            (&"".into(), &"".into(), &"".into())
        );
        assert_eq!(apart["stage"], "open", "that it was counted apart stays");
        tx.commit().await.unwrap();
    }
}
