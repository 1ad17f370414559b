//! The name under which others see somebody.

use deedwell_people::shown_names;
use deedwell_web::Role;

use super::worlds;

#[tokio::test]
async fn ada_is_seen_by_a_name_of_her_choice() {
    for world in worlds().await {
        let (ada, grace) = (world.customer("Ada"), world.customer("Grace"));
        let _mary = world.staff("Mary Seacole", Role::Owner).staff().await;
        let person = ada.person().await;
        let shown =
            async || shown_names(&mut world.tx().await, &[person]).await.unwrap()[&person].clone();
        assert_eq!(shown().await, "Ada");

        let page = ada.follows(&ada.posts("/my-part/pseudonym", "pseudonym=Night+owl").await).await;
        assert!(page.html().contains("value=\"Night owl\""), "{}", page.html());
        assert!(page.html().contains("value=\"Ada\""), "her own name stays");
        assert_eq!(shown().await, "Night owl");
        let last = world.actions().await.pop().unwrap();
        assert_eq!((&*last.name, &*last.facts), ("customers.pseudonym_chosen", ""));
        let file = ada.reads("/my-part/data.json").await.json();
        assert_eq!(file["programmes"]["signin"]["pseudonyms"][0], "Night owl");

        // Nobody else is called so, however it is written; nor as one of ours.
        for bad in [
            "night+OWL",
            "N%D1%96ght+owl",
            "Mary+Seacole",
            "M%D0%B0ry+Seacole",
            "Support",
            "fuck",
            "x",
        ] {
            let form = format!("pseudonym={bad}");
            let refused = grace.posts("/my-part/pseudonym", &form).await;
            assert_eq!(refused.status(), 422, "{bad}: {}", refused.text());
        }
        assert!(grace.reads("/my-part").await.html().contains("value=\"Grace\""));

        // Empty: her own name again.
        ada.posts("/my-part/pseudonym", "pseudonym=+").await.location();
        assert_eq!(shown().await, "Ada");
        assert_eq!(&*world.actions().await.pop().unwrap().facts, r#"{"own_name":true}"#);
    }
}
