use super::{does, id, says, shops};
use crate::{PROGRAMME, acts};

#[tokio::test]
async fn what_was_merged_leads_to_what_speaks_for_it() {
    for shop in shops().await {
        let world = &shop.world;
        let (ada, grace, alan) =
            (world.customer("Ada"), world.customer("Grace"), world.customer("Alan"));
        let root = shop.idea(&ada, "Lockers at the station").await;
        let other = shop.idea(&grace, "Boxes for helmets").await;
        alan.posts(&format!("{root}/votes"), "").await;
        alan.posts(&format!("{other}/votes"), "").await;
        does!(shop, tx, acts::merge(tx, shop.mary, id(&other), id(&root)));

        let page = world.visitor().reads(&other).await;
        assert_eq!(page.status(), 200);
        says(&page, "This idea was merged into another, which speaks for it.");
        says(&page, "Go there: 2 votes");
        assert!(page.html().contains(&format!("href=\"{root}\"")), "{}", page.html());
        let canonical = format!("rel=\"canonical\" href=\"https://shop.deedwell.example{root}\"");
        assert!(page.html().contains(&canonical), "{}", page.html());

        let page = grace.reads(&root).await;
        says(&page, "It also speaks for");
        says(&page, "Boxes for helmets");
        assert!(
            page.html().contains("<output>2</output>"),
            "Alan once, and Grace: {}",
            page.html()
        );
        says(&page, "yours in");
        assert!(!page.html().contains("votes/withdrawal"), "Grace gave no vote to take back");
        assert!(!world.visitor().reads("/ideas").await.html().contains(&other));

        let through = world.customer("Edith").posts(&format!("{other}/votes"), "").await;
        assert_eq!(through.location(), root);
        let said = alan.posts(&format!("{other}/comments"), "body=Yes").await.location();
        assert!(said.starts_with(&root), "{said}");
    }
}

#[tokio::test]
async fn what_speaks_from_hiding_hides_what_it_speaks_for() {
    for shop in shops().await {
        let (ada, grace) = (shop.world.customer("Ada"), shop.world.customer("Grace"));
        let root = shop.idea(&ada, "Lockers at the station").await;
        let other = shop.idea(&grace, "Boxes for helmets").await;
        does!(shop, tx, acts::merge(tx, shop.mary, id(&other), id(&root)));
        does!(shop, tx, acts::hold(tx, shop.mary, id(&root), "It names a customer"));

        for path in [&root, &other] {
            let page = shop.world.visitor().reads(path).await;
            assert_eq!(page.status(), 404);
            assert!(!page.html().contains("station"), "{}", page.html());
        }
        let abouts: Vec<String> = [&root, &other].map(|p| format!("idea/{}", id(p))).into();
        let titles = (PROGRAMME.titles)(&mut shop.tx().await, &abouts).await.unwrap();
        assert!(titles.is_empty(), "{titles:?}");
    }
}
