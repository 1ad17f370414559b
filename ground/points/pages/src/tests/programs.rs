//! The shop's own programs book points, each once.

use deedwell_testing::KeyTo;
use serde_json::json;

use super::{open, shops};

#[tokio::test]
async fn a_program_earns_spends_and_takes_back() {
    for world in shops().await {
        open(&world).await;
        let program = world.api(KeyTo::Write);
        let ada = world.customer("Ada");
        let person = ada.person().await.to_string();
        let sign = json!({ "kind": "email", "value": "ada@shop.example" });
        let earn = json!({ "key": "course-7", "sign": sign, "amount": "120", "kind": "courses.finished",
            "about": "course/7", "scheme": "points" });
        let earned = program.sends("/api/points/earnings", &earn).await;
        assert_eq!(earned.status(), 200, "{}", earned.text());
        assert_eq!(
            (&earned.json()["amount"], &earned.json()["is_new"]),
            (&json!("120"), &json!(true))
        );
        let again = program.sends("/api/points/earnings", &earn).await;
        assert_eq!(again.json()["is_new"], json!(false));
        let mut other = earn.clone();
        other["amount"] = json!("121");
        let refused = program.sends("/api/points/earnings", &other).await;
        assert_eq!((refused.status(), &refused.json()["code"]), (409, &json!("points.key_used")));
        let spend = json!({ "key": "till-1", "person": person, "amount": "100", "kind": "orders.placed",
            "about": "order/1", "scheme": "points" });
        assert_eq!(program.sends("/api/points/spendings", &spend).await.status(), 200);
        let much = json!({ "key": "till-2", "person": person, "amount": "100", "kind": "orders.placed", "scheme": "points" });
        let refused = program.sends("/api/points/spendings", &much).await;
        assert_eq!(refused.json()["code"], json!("points.not_enough"));
        let back = program
            .sends("/api/points/reversals", &json!({ "of": "till-1", "why": "Returned" }))
            .await;
        assert_eq!(back.json()["amount"], json!("100"), "{}", back.text());
        let part = json!({ "of": "course-7", "part": "half", "amount": "60" });
        assert_eq!(
            program.sends("/api/points/reversals", &part).await.json()["amount"],
            json!("60")
        );
        let one = json!({ "of": "course-7", "part": "half" });
        assert_eq!(program.sends("/api/points/reversals", &one).await.status(), 422);
        let balances = program.reads(&format!("/api/points/people/{person}")).await.json();
        assert_eq!(balances[0]["balance"], json!("60"), "{balances}");
        let postings =
            program.reads(&format!("/api/points/people/{person}/postings?scheme=points")).await;
        assert_eq!(postings.json()["postings"].as_array().unwrap().len(), 6, "{}", postings.text());
        assert_eq!(program.reads("/api/points/schemes").await.json()[0]["key"], json!("credit"));
        let rewards = program.reads("/api/points/rewards").await.json();
        let ask = json!({ "key": "r-1", "person": person, "reward": rewards[0]["id"] });
        let poor = program.sends("/api/points/redemptions", &ask).await;
        assert_eq!(poor.json()["code"], json!("points.not_enough"));
    }
}

#[tokio::test]
async fn pending_is_confirmed_and_paid_out() {
    for world in shops().await {
        open(&world).await;
        let program = world.api(KeyTo::Write);
        let sign = json!({ "kind": "login", "value": "7", "scope": "shop" });
        let earn = json!({ "key": "o-1", "sign": sign, "amount": "500", "kind": "orders.placed",
            "scheme": "points", "pending_days": 14 });
        let earned = program.sends("/api/points/earnings", &earn).await.json();
        assert_eq!(earned["pending"], json!(true), "{earned}");
        let confirmed = program.sends("/api/points/confirmations", &json!({ "of": "o-1" })).await;
        assert_eq!(confirmed.json()["is_new"], json!(true));
        let pay = json!({ "key": "p-1", "sign": sign, "amount": "500", "to": "charity", "scheme": "points" });
        let paid = program.sends("/api/points/pay-outs", &pay).await;
        assert_eq!(paid.json()["gave"], json!("1000"), "{}", paid.text());
        for (path, body, code) in [
            ("confirmations", json!({ "of": "none" }), "missing.earning"),
            (
                "earnings",
                json!({ "key": "", "sign": sign, "amount": "5", "kind": "a.b", "scheme": "points" }),
                "invalid.key",
            ),
            (
                "earnings",
                json!({ "key": "x", "amount": "5", "kind": "a.b", "scheme": "points" }),
                "invalid.person",
            ),
            (
                "earnings",
                json!({ "key": "x", "sign": sign, "amount": "5", "kind": "b", "scheme": "points" }),
                "invalid.because",
            ),
            (
                "earnings",
                json!({ "key": "x", "sign": sign, "amount": "5", "kind": "a.b", "scheme": "points", "pending_days": -1 }),
                "invalid.pending_days",
            ),
            (
                "pay-outs",
                json!({ "key": "x", "sign": sign, "amount": "5", "to": "me", "scheme": "points" }),
                "invalid.to",
            ),
        ] {
            let refused = program.sends(&format!("/api/points/{path}"), &body).await;
            assert_eq!(refused.json()["code"], json!(code), "{path} {body}");
        }
        let reader = world.api(KeyTo::Read);
        assert_eq!(reader.sends("/api/points/earnings", &earn).await.status(), 403);
        assert_eq!(world.visitor().sends("/api/points/earnings", &earn).await.status(), 401);
        let foreign = world.foreign_api(KeyTo::Write);
        assert_eq!(foreign.sends("/api/points/earnings", &earn).await.status(), 404);
    }
}
