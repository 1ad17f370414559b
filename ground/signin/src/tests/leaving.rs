//! Leaving, and being forgotten.

use deedwell_core::Id;
use deedwell_people::Proof;
use deedwell_people::erase::{self, ErasureNoun};
use deedwell_people::profile::{Word, consents};
use deedwell_testing::{Reply, World};

use super::{another, asks, code_for, worlds};

const ADA: &str = "ada@shop.example";

#[tokio::test]
async fn who_leaves_is_out_everywhere_and_consents_to_nothing() {
    for world in worlds().await {
        let (ada, again) = (world.customer("Ada"), world.visitor());
        let identity = ada.identity().await;
        let mut tx = world.tx().await;
        consents::set_purpose(&mut tx, "news", "News", "").await.unwrap();
        let word = Word { source: String::new(), proof: Proof::Code, at: tx.now() };
        consents::say(&mut tx, identity, "news", true, "yes", &word).await.unwrap();
        tx.commit().await.unwrap();
        asks(&again, "email=ada%40shop.example").await;
        let form = format!("email=ada%40shop.example&code={}", code_for(ADA));
        again.posts("/sign-in/code", &form).await.location();
        world.advance_days(1);

        assert_eq!(ada.posts("/my-part/leaving", "left_why=Mary").await.status(), 422);
        let left = ada.posts("/my-part/leaving", "left_why=too_much_mail").await;
        assert!(ada.follows(&left).await.says("You have left."));
        assert_eq!(ada.reads("/my-part").await.status(), 303);
        assert_eq!(again.reads("/my-part").await.status(), 303);
        let last = world.actions().await.pop().unwrap();
        assert_eq!((&*last.name, &*last.facts), ("customers.left", r#"{"why":"too_much_mail"}"#));
        let mut tx = world.tx().await;
        let history = consents::history(&mut tx, ada.person().await).await.unwrap();
        assert!(!consents::standing(&history)["news"].given);
        drop(tx);

        // Signing in again brings her back.
        asks(&again, "email=ada%40shop.example").await;
        let form = format!("email=ada%40shop.example&code={}", code_for(ADA));
        again.posts("/sign-in/code", &form).await.location();
        assert!(again.reads("/my-part").await.says(ADA));
    }
}

fn number(receipt: &Reply) -> Id<ErasureNoun> {
    receipt.location().rsplit('/').next().unwrap().parse().unwrap()
}

async fn erasures(world: &World) -> Vec<erase::Erasure> {
    erase::receipts(&mut world.tx().await, 0, 10).await.unwrap()
}

#[tokio::test]
async fn ada_is_forgotten_by_a_fresh_code_and_keeps_a_receipt() {
    for world in worlds().await {
        let (ada, kurt, other) = (world.customer("Ada"), world.customer("Kurt"), world.visitor());
        let page = ada.reads("/my-part/leaving").await;
        assert!(page.says("There is no way back."), "{}", page.text());
        // A code of the door does not do it, nor that of another session, nor one for somebody else.
        asks(&other, "email=ada%40shop.example").await;
        let of_the_door = code_for(ADA);
        let form = format!("email=ada%40shop.example&code={of_the_door}&sure=yes");
        assert_eq!(ada.posts("/my-part/forgetting", &form).await.status(), 422);
        assert_eq!(
            kurt.posts("/my-part/forgetting/code", "email=ada%40shop.example").await.status(),
            422
        );
        assert_eq!(kurt.posts("/my-part/forgetting", &form).await.status(), 422);

        let sent = ada.posts("/my-part/forgetting/code", "email=ada%40shop.example").await;
        assert_eq!(sent.status(), 200, "{}", sent.text());
        let code = code_for(ADA);
        let form =
            |code: &str, sure: &str| format!("email=ada%40shop.example&code={code}&sure={sure}");
        let unsure = ada.posts("/my-part/forgetting", &form(&code, "")).await;
        assert_eq!(unsure.status(), 422);
        assert!(unsure.says("Please tick that you know"), "{}", unsure.text());
        let wrong = ada.posts("/my-part/forgetting", &form(&another(&code), "yes")).await;
        assert!(wrong.says("4 more tries"), "{}", wrong.text());
        assert!(erasures(&world).await.is_empty());
        // Nor does it open the door.
        let at_the_door = format!("email=ada%40shop.example&code={code}");
        assert_eq!(ada.posts("/sign-in/code", &at_the_door).await.status(), 422);

        let asked = ada.posts("/my-part/forgetting", &form(&code, "yes")).await;
        let id = number(&asked);
        let receipt = ada.follows(&asked).await;
        assert!(
            receipt.says(&id.to_string()) && receipt.says("within minutes"),
            "{}",
            receipt.text()
        );
        assert!(!receipt.text().contains("ada") && !receipt.text().contains("Ada"));
        assert_eq!(ada.reads("/my-part").await.status(), 303);
        // Whoever has the address of the receipt reads it.
        assert_eq!(world.visitor().reads(&format!("/forgotten/{id}")).await.status(), 200);

        let kept = erasures(&world).await;
        assert_eq!(kept.len(), 1);
        assert!(kept[0].by_themselves && kept[0].staff.is_none() && kept[0].key.is_empty());
        let mut tx = world.tx().await;
        let line = tx.query("select deed, about, detail from audit where organisation = $1");
        let line = tx.one(line).await.unwrap();
        assert_eq!(line.text("deed").unwrap(), "people.erased");
        assert_eq!(line.text("about").unwrap(), format!("erasure/{id}"));
        assert_eq!(line.text("detail").unwrap(), r#"{"by":"customer","why":"asked"}"#);
        drop(tx);
        let jobs = world.jobs().await;
        assert_eq!(jobs.iter().map(|job| job.kind.as_str()).collect::<Vec<_>>(), [erase::JOB]);
    }
}

#[tokio::test]
async fn a_receipt_of_others_is_not_shown() {
    for world in worlds().await {
        let ada = world.customer("Ada");
        let person = ada.person().await;
        let mut tx = world.tx().await;
        let by = erase::By::Program("shop".into());
        let id = erase::ask(&mut tx, person, erase::Reason::Mistake, by).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(ada.reads(&format!("/forgotten/{id}")).await.status(), 404);
        world.jobs().await;
    }
}
