//! Others see the name that somebody chose for them; staff see both.

use deedwell_people::pseudonym;

use super::{form, never_says, says, shops};

#[tokio::test]
async fn others_see_the_name_that_ada_chose() {
    for shop in shops().await {
        let (ada, grace) = (shop.world.customer("Ada"), shop.world.customer("Grace"));
        let idea = shop.idea(&ada, "Lockers").await;
        let comments = format!("{idea}/comments");
        ada.posts(&comments, &form(&[("body", "At the back door.")])).await.location();
        let person = ada.person().await;
        let mut tx = shop.world.tx().await;
        pseudonym::choose(&mut tx, person, "Night owl", "nightowl").await.unwrap();
        tx.commit().await.unwrap();

        for page in [idea.as_str(), "/ideas", "/ideas/feed.atom"] {
            let page = grace.reads(page).await;
            says(&page, "Night owl");
            assert!(
                !page.html().contains(">Ada<") && !page.html().contains(" Ada "),
                "{}",
                page.html()
            );
        }
        says(&ada.reads(&idea).await, "Shown under the name Night owl.");
        says(&grace.reads(&idea).await, "Shown under the name Grace.");
        let mary = shop.world.staff("Mary", deedwell_web::Role::Owner);
        let desk = mary.reads(&format!("/console{idea}")).await;
        says(&desk, "Ada, for others Night owl");
        never_says(&desk, "Grace, for others");
    }
}
