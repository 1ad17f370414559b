//! What programs ask for.

use deedwell_testing::KeyTo;
use serde_json::json;

use super::*;

#[tokio::test]
async fn a_program_has_a_letter_sent_once_for_its_key() {
    for world in shops().await {
        let program = world.api(KeyTo::Write);
        let receipt = json!({"key": "order/7", "address": "Ada@shop.example", "service": "receipt",
            "subject": "Your order", "text": "Thank you.", "about": "order/7"});
        let given = program.sends("/api/letters", &receipt).await;
        assert_eq!(given.status(), 200, "{}", given.text());
        let given = given.json();
        assert_eq!(
            (&given["state"], &given["address"]),
            (&json!("reserved"), &json!("ada@shop.example"))
        );
        let again = program.sends("/api/letters", &receipt).await.json();
        assert_eq!(again["id"], given["id"]);
        let mut other = receipt.clone();
        other["text"] = json!("Other");
        let refused = program.sends("/api/letters", &other).await;
        assert_eq!(
            (refused.status(), &refused.json()["code"]),
            (409, &json!("sending.other_letter"))
        );
        assert_eq!(send(&world).await.len(), 1);
        let reader = world.api(KeyTo::Read);
        let id = given["id"].as_str().unwrap();
        let read = reader.reads(&format!("/api/letters/{id}")).await.json();
        assert_eq!(read["state"], "accepted");
        let by_key = reader.reads("/api/letters?key=order/7").await.json();
        assert_eq!(by_key["letters"][0]["id"], given["id"]);
        assert_eq!(program.sends("/api/letters", &json!({})).await.status(), 422);
        assert_eq!(reader.sends("/api/letters", &receipt).await.status(), 403);
        let late = program.sends(&format!("/api/letters/{id}/cancel"), &json!({})).await;
        assert_eq!(late.status(), 409);
        for (field, wrong) in [
            (
                "service",
                json!({"key": "1", "address": "a@b.de", "service": "sign_in", "subject": "x", "text": "y"}),
            ),
            (
                "service",
                json!({"key": "1", "address": "a@b.de", "service": "x", "subject": "x", "text": "y"}),
            ),
            ("topic", json!({"key": "1", "address": "a@b.de", "subject": "x", "text": "y"})),
            (
                "email",
                json!({"key": "1", "address": "a", "service": "answer", "subject": "x", "text": "y"}),
            ),
            ("address", json!({"key": "1", "service": "answer", "subject": "x", "text": "y"})),
            (
                "subject",
                json!({"key": "1", "address": "a@b.de", "service": "answer", "subject": "x\r\nBcc: a@b.de", "text": "y"}),
            ),
            (
                "template",
                json!({"key": "1", "address": "a@b.de", "service": "answer", "subject": "x", "template": "y"}),
            ),
            (
                "until",
                json!({"key": "1", "address": "a@b.de", "service": "answer", "template": "y", "until": "soon"}),
            ),
            (
                "identity",
                json!({"key": "1", "address": "nobody@b.de", "topic": "news", "template": "y"}),
            ),
        ] {
            let refused = program.sends("/api/letters", &wrong).await;
            assert_eq!(refused.status(), 422, "{field}: {}", refused.text());
            assert_eq!(refused.json()["code"], format!("invalid.{field}"));
        }
    }
}

#[tokio::test]
async fn a_program_says_what_somebody_wants_and_reads_what_they_are_sent() {
    for world in shops().await {
        topic(&world, "news", Basis::OptIn, true).await;
        let ada = world.customer("Ada");
        let person = ada.person().await;
        let program = world.api(KeyTo::Write);
        let here = format!("/api/people/{person}/subscriptions");
        let now = program.reads(&here).await.json();
        assert_eq!(
            now["subscriptions"][0],
            json!({"topic": "news", "channel": "email",
            "is_sent": false, "said": null, "is_confirmed": false})
        );
        let yes = json!({"topic": "news", "given": true, "page": "https://shop.example/checkout",
            "peer": "192.0.2.7"});
        let said = program.sends(&here, &yes).await;
        assert_eq!(said.status(), 200, "{}", said.text());
        let said = said.json();
        assert_eq!(
            (&said["subscriptions"][0]["said"], &said["subscriptions"][0]["is_sent"]),
            (&json!(true), &json!(false)),
            "what a server says is no answer to a letter"
        );
        let letter =
            json!({"key": "1", "person": person.to_string(), "topic": "news", "template": "news"});
        assert_eq!(program.sends("/api/letters", &letter).await.status(), 200);
        assert_eq!(send(&world).await.len(), 0);
        says(&world, &ada, "news", true, Says::Portal).await;
        let letter = json!({"key": "2", "person": person.to_string(), "topic": "news",
            "template": "news", "data": {"name": "Ada"}});
        program.sends("/api/letters", &letter).await;
        let sent = send(&world).await;
        assert_eq!((sent.len(), &sent[0].data["name"]), (1, &json!("Ada")));
        let proof = program.reads(&format!("{here}/proof")).await.json();
        assert_eq!(proof[1]["page"], "https://shop.example/checkout");
        assert_eq!(proof[0]["believed_by"], "token");
        assert_eq!(program.reads("/api/topics").await.json()[0]["key"], "news");
        let none = json!({"topic": "offers", "given": true});
        assert_eq!(program.sends(&here, &none).await.status(), 404);
    }
}

#[tokio::test]
async fn a_program_keeps_the_list_of_addresses() {
    for world in shops().await {
        let program = world.api(KeyTo::Write);
        let kurt = json!({"address": "Kurt@shop.example", "note": "asked by telephone"});
        let given = program.sends("/api/suppressions", &kurt).await.json();
        assert_eq!(given[0]["reason"], "staff");
        let list = program.reads("/api/suppressions?reason=staff&q=kurt").await.json();
        assert_eq!(
            (&list["total"], &list["addresses"][0]["address"]),
            (&json!(1), &json!("kurt@shop.example"))
        );
        let back =
            json!({"address": "kurt@shop.example", "reason": "staff", "note": "asked again"});
        assert_eq!(program.sends("/api/suppressions/removal", &back).await.status(), 200);
        assert_eq!(program.sends("/api/suppressions/removal", &back).await.status(), 404);
        assert_eq!(program.reads("/api/suppressions?page=0").await.status(), 422);
        assert_eq!(program.reads("/api/suppressions").await.json()["total"], 0);
        let elsewhere = world.foreign_api(KeyTo::Read);
        assert_eq!(elsewhere.reads("/api/suppressions").await.json()["total"], 0);
    }
}

#[tokio::test]
async fn a_program_reads_how_far_a_run_is() {
    for world in shops().await {
        news(&world).await;
        let mut tx = world.tx().await;
        let new = crate::acts::NewRun {
            name: "Spring".to_owned(),
            channel: EMAIL.to_owned(),
            topic: "news".to_owned(),
            content: Content::Own(words("Spring")),
            rate_per_s: Some(1.5),
            begin_at: None,
            until: None,
        };
        let run = acts::plan_run(&mut tx, None, &new).await.unwrap();
        tx.commit().await.unwrap();
        let read = world.api(KeyTo::Read).reads(&format!("/api/letter-runs/{run}")).await.json();
        assert_eq!((&read["state"], &read["rate_per_s"]), (&json!("planned"), &json!(1.5)));
    }
}
