//! Money is booked exactly, taken back by a counter-entry, and shared.

use super::{at, desks, form, says};
use crate::stage::Stage;
use crate::store;

#[tokio::test]
async fn money_is_exact_and_taken_back_by_a_counter_entry() {
    for desk in desks().await {
        let idea = desk.puts(&desk.world.customer("Ada"), "Lockers").await;
        let entry = |amount: &'static str, kind: &'static str| {
            form(&[
                ("kind", kind),
                ("amount", amount),
                ("currency", "GBP"),
                ("basis", "claimed"),
                ("note", "Ten lockers, by the till"),
            ])
        };
        let early = desk.ruth.posts(&at(idea, "money"), &entry("12.00", "earned")).await;
        assert_eq!(early.status(), 409);
        says(&early, "Ten lockers, by the till");
        desk.moves(idea, Stage::Planned).await;
        desk.moves(idea, Stage::Shipped).await;
        for wrong in ["12.345", "abc", "-3", ""] {
            let refused = desk
                .ruth
                .posts(
                    &at(idea, "money"),
                    &form(&[
                        ("kind", "earned"),
                        ("amount", wrong),
                        ("basis", "claimed"),
                        ("note", "Kept"),
                    ]),
                )
                .await;
            assert_eq!(refused.status(), 422, "{wrong}");
            says(&refused, "Kept");
        }
        let baseless = desk.ruth.posts(&at(idea, "money"), "kind=earned&amount=1&note=x").await;
        assert_eq!(baseless.status(), 422);
        desk.ruth.posts(&at(idea, "money"), &entry("1204.50", "earned")).await.location();
        let page = desk.ruth.reads(&at(idea, "money")).await;
        says(&page, "Earned, claimed £1,204.50");
        let german = desk.ruth.speaking("de");
        german.posts(&at(idea, "money"), &entry("1.000,25", "cost")).await.location();
        says(&desk.ruth.reads(&at(idea, "money")).await, "Cost, claimed £1,000.25");

        let entries = store::entries(&mut desk.tx().await, idea).await.unwrap();
        let back = at(idea, &format!("money/{}/taking-back", entries[0].id));
        assert_eq!(desk.ruth.posts(&back, "note=").await.status(), 422);
        desk.ruth.posts(&back, "note=Counted+twice").await.location();
        says(&desk.ruth.reads(&at(idea, "money")).await, "Earned, claimed £0.00");
        assert_eq!(desk.ruth.posts(&back, "note=Again").await.status(), 409);
        assert_eq!(store::entries(&mut desk.tx().await, idea).await.unwrap().len(), 3);
    }
}

#[tokio::test]
async fn credit_is_shared_to_the_whole() {
    for desk in desks().await {
        let (ada, grace) = (desk.world.customer("Ada"), desk.world.customer("Grace"));
        let idea = desk.puts(&ada, "Lockers").await;
        let (a, g) = (ada.person().await.to_string(), grace.person().await.to_string());
        let page = desk.ruth.reads(&at(idea, &format!("money?with={g}"))).await;
        says(&page, "Grace");
        says(&desk.ruth.reads(&at(idea, "money?q=grace")).await, "Grace");
        let short =
            [("person", a.as_str()), ("share", "50"), ("person", g.as_str()), ("share", "49.5")];
        let refused = desk.ruth.posts(&at(idea, "credit"), &form(&short)).await;
        assert_eq!(refused.status(), 422);
        says(&refused, "The shares must add up to the whole, 100 %.");
        assert!(refused.html().contains("value=\"49.5\""), "what was typed is kept");
        let nobody = "person=01930000-0000-7000-8000-000000000001&share=100";
        assert_eq!(desk.ruth.posts(&at(idea, "credit"), nobody).await.status(), 404);
        let whole = [
            ("person", a.as_str()),
            ("share", "66.6667"),
            ("person", g.as_str()),
            ("share", "33.3333"),
        ];
        desk.ruth.posts(&at(idea, "credit"), &form(&whole)).await.location();
        let credits = store::credits(&mut desk.tx().await, idea).await.unwrap();
        assert_eq!(credits.iter().map(|c| c.share).collect::<Vec<_>>(), [666_667, 333_333]);
    }
}
