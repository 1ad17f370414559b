//! What staff see and change.

use deedwell_people::merge;
use deedwell_people::profile::consents::{history, standing};
use deedwell_people::profile::traits;
use deedwell_web::Role;

use super::worlds;

#[tokio::test]
async fn a_field_is_filled_and_says_who_said_it() {
    for world in worlds().await {
        let owner = world.staff("Ruth", Role::Owner);
        let ada = world.customer("Ada").person().await;
        let field = "key=shoe_size&name=Shoe+size&kind=number&choices=&note=EU";
        assert_eq!(owner.posts("/console/profiles/fields", field).await.status(), 303);
        let field = "key=colour&name=Colour&kind=choice&choices=red%0D%0Ablue&note=";
        assert_eq!(owner.posts("/console/profiles/fields", field).await.status(), 303);
        let here = format!("/console/people/{ada}/profile");
        let page = owner.reads(&here).await;
        assert!(
            page.html().contains("Shoe size") && page.html().contains("<option value=\"blue\"")
        );
        let filled = owner.posts(&here, "t.shoe_size=41&t.colour=blue").await;
        assert_eq!(filled.status(), 303, "{}", filled.html());
        for wrong in ["t.shoe_size=large", "t.colour=green", "t.role=owner", "name=x"] {
            assert_eq!(owner.posts(&here, wrong).await.status(), 422, "{wrong}");
        }
        let mut tx = world.tx().await;
        let said = traits::of(&mut tx, ada).await.unwrap();
        let said: Vec<_> =
            said.iter().map(|t| format!("{}={} {}", t.key, t.value, t.proof.name())).collect();
        assert_eq!(said, ["colour=\"blue\" staff", "shoe_size=41 staff"]);
        drop(tx);
        assert_eq!(owner.posts(&here, "t.shoe_size=&t.colour=blue").await.status(), 303);
        let off = format!("/console/people/{ada}/traits/removal");
        assert_eq!(owner.posts(&off, "key=colour").await.status(), 303);
        let mut tx = world.tx().await;
        assert!(traits::of(&mut tx, ada).await.unwrap().is_empty());
        drop(tx);
        let viewer = world.staff("Vera", Role::Viewer);
        assert_eq!(viewer.posts("/console/profiles/fields", field).await.status(), 403);
    }
}

#[tokio::test]
async fn a_merge_adds_no_consent_and_the_last_word_counts() {
    for world in worlds().await {
        let owner = world.staff("Ruth", Role::Owner);
        let (home, work) =
            (world.customer("Ada").person().await, world.customer("Ada Work").person().await);
        let purpose = "key=news&name=Newsletter&about=One+a+month";
        assert_eq!(owner.posts("/console/profiles/purposes", purpose).await.status(), 303);
        let says = async |person: &str, given: bool, words: &str| {
            let to = format!("/console/people/{person}/consents");
            let form = format!("purpose=news&given={given}&words={words}");
            owner.posts(&to, &form).await.status()
        };
        assert_eq!(says(&home.to_string(), true, "").await, 422, "where did she say it?");
        assert_eq!(says(&home.to_string(), true, "At+the+till").await, 303);
        assert_eq!(says(&work.to_string(), false, "On+the+telephone").await, 303);
        let stands = async |person| {
            let mut tx = world.tx().await;
            standing(&history(&mut tx, person).await.unwrap()).get("news").map(|c| c.given)
        };
        assert_eq!((stands(home).await, stands(work).await), (Some(true), Some(false)));
        let mut tx = world.tx().await;
        let staff = tx.new_id();
        merge::merge(&mut tx, home, work, "she said so", staff).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(stands(home).await, Some(false), "the refusal of one of them counts");
        let page = owner.reads(&format!("/console/people/{home}/profile")).await;
        assert!(page.html().contains("At the till") && page.html().contains("On the telephone"));
        let mut tx = world.tx().await;
        let merges = merge::of_person(&mut tx, home).await.unwrap();
        merge::unmerge(&mut tx, merges[0].id, "two sisters", staff).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!((stands(home).await, stands(work).await), (Some(true), Some(false)));
        assert_eq!(says(&home.to_string(), false, "").await, 303);
        assert_eq!(stands(home).await, Some(false));
    }
}

#[tokio::test]
async fn what_somebody_has_is_noted_and_removed() {
    for world in worlds().await {
        let owner = world.staff("Ruth", Role::Owner);
        let ada = world.customer("Ada").person().await;
        let to = format!("/console/people/{ada}/holdings");
        let new = "name=Service+plan&kind=contract&reference=C-7&since=2026-01-01&until=";
        assert_eq!(owner.posts(&to, new).await.status(), 303);
        let ends = "name=x&kind=&reference=&since=2026-02-01&until=2026-01-01";
        assert_eq!(owner.posts(&to, ends).await.status(), 422);
        let page = owner.reads(&format!("/console/people/{ada}/profile")).await;
        let page = page.html();
        assert!(page.contains("Service plan") && page.contains("C-7"));
        let holding = page.split("name=\"holding\" value=\"").nth(1).unwrap();
        let holding = holding.split('"').next().unwrap();
        let off = format!("{to}/removal");
        assert_eq!(owner.posts(&off, &format!("holding={holding}")).await.status(), 303);
        assert_eq!(owner.posts(&off, &format!("holding={holding}")).await.status(), 404);
    }
}
