//! Ada sees what she has, and spends it.

use super::{earns, hidden, id_after, open, shops};

#[tokio::test]
async fn ada_sees_what_she_has_and_asks_for_a_lamp() {
    for world in shops().await {
        let ada = world.customer("Ada");
        assert!(ada.reads("/points").await.says("There are no points here yet"));
        let points = open(&world).await;
        assert!(ada.reads("/points").await.says("You need 300 points more."));
        earns(&world, &ada, points, 1_000, "idea").await;
        let page = ada.reads("/points").await;
        assert!(page.says("1,000 points") && page.says("worth £10.00") && page.says("A lamp"));
        let lamp = id_after(page.html(), "/points/rewards/").to_owned();
        let key = hidden(page.html(), "/points/rewards/", "key");
        for _ in 0..2 {
            let asked = ada.posts(&format!("/points/rewards/{lamp}"), &format!("key={key}")).await;
            assert_eq!(asked.status(), 303, "{}", asked.text());
        }
        let page = ada.reads("/points").await;
        assert!(page.says("700 points") && page.says("asked for"), "pressed twice, asked once");
        assert!(page.says("None is left at this moment."));
        let wrong = ada.posts(&format!("/points/rewards/{lamp}"), "key=mine").await;
        assert_eq!(wrong.status(), 422);
        let asked = id_after(page.html(), "/points/redemptions/").to_owned();
        let grace = world.customer("Grace");
        let theirs = grace.posts(&format!("/points/redemptions/{asked}/undoing"), "").await;
        assert_eq!(theirs.status(), 404, "it is not hers");
        ada.posts(&format!("/points/redemptions/{asked}/undoing"), "").await;
        assert!(ada.reads("/points").await.says("1,000 points"));
        let visitor = world.visitor().reads("/points").await;
        assert!(visitor.status() == 303 || visitor.status() == 401, "{}", visitor.status());
    }
}

#[tokio::test]
async fn ada_has_points_paid_out() {
    for world in shops().await {
        let points = open(&world).await;
        let ada = world.customer("Ada");
        earns(&world, &ada, points, 1_000, "idea").await;
        let page = ada.reads("/points").await;
        let key = hidden(page.html(), "/points/pay-outs", "key");
        let ask =
            |amount: &str, to: &str| format!("scheme=points&amount={amount}&to={to}&key={key}");
        for (amount, to, says) in [
            ("abc", "credit", "Please write an amount"),
            ("100", "credit", "too little"),
            ("5000", "charity", "more than there is to spend"),
            ("500", "cash", "Please choose what becomes of them"),
        ] {
            let refused = ada.posts("/points/pay-outs", &ask(amount, to)).await;
            assert_eq!(refused.status(), 422, "{amount} {to}");
            assert!(refused.says(says), "{amount} {to}: {}", refused.text());
        }
        for _ in 0..2 {
            let paid = ada.posts("/points/pay-outs", &ask("250", "credit")).await;
            assert_eq!(paid.status(), 303, "{}", paid.text());
        }
        let other = ada.posts("/points/pay-outs", &ask("300", "credit")).await;
        assert_eq!(other.status(), 422, "the same press for something else");
        let page = ada.reads("/points").await;
        assert!(page.says("750 points") && page.says("£2.50"));
        assert!(ada.reads("/points?scheme=credit").await.says("paid out"));
    }
}

#[tokio::test]
async fn a_statement_is_of_a_month() {
    for world in shops().await {
        let points = open(&world).await;
        let ada = world.customer("Ada");
        earns(&world, &ada, points, 120, "idea").await;
        let page = ada.reads("/points/statement?scheme=points&month=2026-11").await;
        assert!(page.says("Statement of 2026-11") && page.says("+120 points"));
        let before = ada.reads("/points/statement?scheme=points&month=2026-10").await;
        assert!(before.says("Nothing happened in this month."));
        assert_eq!(ada.reads("/points/statement?month=yesterday").await.status(), 422);
        assert_eq!(ada.reads("/points/statement?scheme=none").await.status(), 404);
        let german = ada.speaking("de");
        assert!(german.reads("/points").await.says("Meine Punkte"));
    }
}
