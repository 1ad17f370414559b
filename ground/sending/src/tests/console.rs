//! What staff see and press of it.

use deedwell_web::Role;

use super::*;
use crate::channel::bounced;
use crate::suppression::Bounce;

#[tokio::test]
async fn a_message_goes_to_all_who_want_a_topic() {
    for world in shops().await {
        topic(&world, "news", Basis::OptIn, false).await;
        let (ada, _grace) = (world.customer("Ada"), world.customer("Grace"));
        says(&world, &ada, "news", true, Says::Portal).await;
        let mary = world.staff("Mary", Role::Manager);
        assert!(mary.reads("/console/letters").await.says("No runs yet"));
        assert!(mary.reads("/console/letters/runs/new").await.says("Write to many"));
        for (form, says) in [
            ("name=Spring&topic=news&subject=&text=Hello", "A subject is one line"),
            ("name=&topic=news&subject=Hello&text=Hello", "at least one letter"),
            ("name=Spring&topic=news&subject=Hello&text=Hello&rate_per_s=x", "a number of letters"),
        ] {
            let wrong = mary.posts("/console/letters/runs", form).await;
            assert_eq!(wrong.status(), 422);
            assert!(wrong.says(says), "{}", wrong.text());
        }
        let form = "name=Spring&topic=news&subject=Hello&text=Dear+all&rate_per_s=2,5";
        let planned = mary.posts("/console/letters/runs", form).await;
        let here = planned.location();
        assert!(mary.reads(&here).await.says("being written down"));
        let early = mary.posts(&format!("{here}/start"), "").await;
        assert_eq!(early.status(), 409);
        let job = world.jobs().await.pop().unwrap();
        assert_eq!(job.kind, crate::jobs::LIST);
        let (db, of) = (world.db(), world.organisation());
        assert_eq!(crate::jobs::list(db, of, &job.key).await.unwrap(), 1, "Grace was never asked");
        assert_eq!(crate::jobs::list(db, of, &job.key).await.unwrap(), 0);
        for verb in ["start", "pause", "resume"] {
            assert_eq!(mary.posts(&format!("{here}/{verb}"), "").await.status(), 303, "{verb}");
        }
        mary.posts(&format!("{here}/speed"), "rate_per_s=").await;
        assert_eq!(send(&world).await.len(), 1);
        channel::sweep(db, of).await.unwrap();
        let page = mary.reads(&here).await;
        assert!(page.says("finished") && page.says("Dear all"), "{}", page.text());
        assert!(mary.reads("/console/letters").await.says("Spring"));
        assert_eq!(mary.posts(&format!("{here}/cancel"), "").await.status(), 409);
        // Marketers see, and do not send.
        let paul = world.staff("Paul", Role::Marketer);
        assert_eq!(paul.reads(&here).await.status(), 200);
        assert_eq!(paul.posts(&format!("{here}/start"), "").await.status(), 403);
    }
}

#[tokio::test]
async fn staff_find_out_what_became_of_a_letter_and_decide() {
    for world in shops().await {
        let mary = world.staff("Mary", Role::Owner);
        let id = reserve(&world, &receipt("Ada", "order/7")).await;
        let here = format!("/console/letters/all/{id}");
        let page = mary.reads(&here).await;
        assert!(page.says("waits") && page.says("Thank you."), "{}", page.text());
        let due = take(&world).await;
        hand(&world, &due).await;
        answer(&world, &due[0], Answer::Unknown("reset".to_owned())).await;
        let page = mary.reads("/console/letters").await;
        assert!(page.says("Unclear") && page.html().contains(&id.to_string()), "{}", page.text());
        mary.posts(&format!("{here}/decision"), "what=again").await;
        assert_eq!(mary.posts(&format!("{here}/decision"), "what=leave").await.status(), 409);
        assert_eq!(mary.posts(&format!("{here}/decision"), "what=burn").await.status(), 422);
        assert_eq!(send(&world).await.len(), 1);
        let mut tx = world.tx().await;
        bounced(&mut tx, &due[0].message_id, Bounce::Hard, "550 <script>").await.unwrap();
        tx.commit().await.unwrap();
        let page = mary.reads(&here).await;
        assert!(page.says("came back") && page.says("Staff had it sent again."));
        assert!(!page.html().contains("<script>5"), "what the other side says is text");
        let other = reserve(&world, &receipt("Grace", "order/8")).await;
        let there = format!("/console/letters/all/{other}");
        mary.posts(&format!("{there}/cancel"), "").await;
        assert_eq!(mary.posts(&format!("{there}/cancel"), "").await.status(), 409);
        let list = mary.reads("/console/letters/all?state=cancelled").await;
        assert!(list.says("grace@shop.example") && !list.says("ada@shop.example"));
        assert_eq!(mary.reads("/console/letters/all?state=lost").await.status(), 422);
        assert_eq!(mary.reads("/console/letters/all/x").await.status(), 404);
    }
}

#[tokio::test]
async fn after_a_restore_staff_say_whether_what_was_due_goes() {
    for world in shops().await {
        let mary = world.staff("Mary", Role::Manager);
        reserve(&world, &receipt("Ada", "1")).await;
        crate::restored::after_restore(world.db()).await.unwrap();
        let page = mary.reads("/console/letters").await;
        assert!(page.says("restored from a backup"), "{}", page.text());
        assert_eq!(send(&world).await.len(), 0);
        assert_eq!(mary.posts("/console/letters/release", "what=x").await.status(), 422);
        mary.posts("/console/letters/release", "what=send").await;
        assert_eq!(send(&world).await.len(), 1);
        assert_eq!(mary.posts("/console/letters/release", "what=send").await.status(), 409);
        assert!(world.ledger().await.contains(&"Mary letters.released".to_owned()));
    }
}

#[tokio::test]
async fn topics_have_words_versions_and_proof() {
    for world in shops().await {
        let mary = world.staff("Mary", Role::Owner);
        assert!(mary.reads("/console/letters/topics").await.says("No topics yet"));
        let form = "key=news&name=News&about=Monthly&basis=opt_in&twice=true&words=Yes%2C+please&channel=email";
        let made = mary.posts("/console/letters/topics", form).await;
        assert_eq!(made.status(), 303, "{}", made.text());
        let again = mary.posts("/console/letters/topics", form).await;
        assert!(again.status() == 422 && again.says("There is such a topic"), "{}", again.text());
        for wrong in [
            "key=A&name=x",
            "key=b&name=x&words=y&basis=maybe&channel=email",
            "key=b&name=x&words=y&basis=opt_in",
        ] {
            assert_eq!(mary.posts("/console/letters/topics", wrong).await.status(), 422, "{wrong}");
        }
        let ada = world.customer("Ada");
        says(&world, &ada, "news", true, Says::Portal).await;
        let change = "name=News&about=&basis=opt_in&words=Yes%2C+weekly&channel=email&channel=sms";
        let changed = mary.posts("/console/letters/topics/news", change).await;
        assert_eq!(changed.status(), 303, "{}", changed.text());
        let page = mary.reads("/console/letters/topics/news").await;
        assert!(page.says("Version 2") && page.says("Yes, please") && page.says("Yes, weekly"));
        let proof = mary.reads("/console/letters/topics/news/proof.csv").await;
        let lines: Vec<&str> = proof.html().lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(
            lines[1].contains("ada@shop.example,yes") && lines[1].contains("\"Yes, please\""),
            "{}",
            lines[1]
        );
        assert_eq!(mary.posts("/console/letters/topics/news/closing", "").await.status(), 303);
        assert_eq!(mary.posts("/console/letters/topics/news/closing", "").await.status(), 404);
        assert!(!world.visitor().reads("/topics").await.says("Monthly"));
        let viewer = world.staff("Vera", Role::Viewer);
        assert_eq!(viewer.reads("/console/letters/topics/news/proof.csv").await.status(), 403);
    }
}

#[tokio::test]
async fn addresses_come_and_go_with_reasons_and_as_files() {
    for world in shops().await {
        let mary = world.staff("Mary", Role::Owner);
        let here = "/console/letters/addresses";
        assert!(mary.reads(here).await.says("come here by themselves"));
        for wrong in ["address=x&note=y", "address=kurt%40shop.example&note="] {
            assert_eq!(mary.posts(here, wrong).await.status(), 422, "{wrong}");
        }
        mary.posts(here, "address=Kurt%40Shop.example&note=asked+on+the+telephone").await;
        mary.posts(&format!("{here}/file"), "table=alan%40shop.example%0Agrace%40shop.example")
            .await;
        let page = mary.reads(&format!("{here}?q=KURT&reason=staff")).await;
        assert!(page.says("kurt@shop.example") && page.says("asked on the telephone"));
        assert!(!page.says("alan@"), "{}", page.text());
        let file = mary.reads("/console/letters/addresses.csv").await;
        assert_eq!(file.html().lines().count(), 4);
        let hash = email("Kurt").hash(world.organisation());
        let form = format!("channel=email&hash={hash}&reason=staff&note=");
        assert_eq!(mary.posts(&format!("{here}/removal"), &form).await.status(), 422);
        let form = format!("{form}they+came+back");
        assert_eq!(mary.posts(&format!("{here}/removal"), &form).await.status(), 303);
        assert_eq!(mary.posts(&format!("{here}/removal"), &form).await.status(), 404);
        reserve(&world, &receipt("Kurt", "1")).await;
        reserve(&world, &receipt("Alan", "2")).await;
        assert_eq!(send(&world).await.len(), 1);
    }
}

#[tokio::test]
async fn limits_and_quiet_hours_are_set_by_whoever_may() {
    for world in shops().await {
        let mary = world.staff("Mary", Role::Manager);
        let here = "/console/letters/limits";
        assert!(mary.reads(here).await.says("There is no limit."));
        for wrong in [
            "quiet_from=25:00&quiet_until=08:00",
            "quiet_from=08:00&quiet_until=08:00",
            "quiet_from=21:00",
        ] {
            assert_eq!(mary.posts("/console/letters/quiet", wrong).await.status(), 422, "{wrong}");
        }
        mary.posts("/console/letters/quiet", "quiet_from=21:00&quiet_until=08:00").await;
        assert!(mary.reads(here).await.html().contains("value=\"21:00\""));
        mary.posts("/console/letters/quiet", "quiet_from=&quiet_until=").await;
        assert!(!mary.reads(here).await.html().contains("value=\"21:00\""));
        for wrong in [
            "most=0&span=day",
            "most=x&span=day",
            "most=1&span=hours&hours=0",
            "most=1&span=year",
            "most=1&span=day&channel=fax",
        ] {
            assert_eq!(mary.posts(here, wrong).await.status(), 422, "{wrong}");
        }
        mary.posts(here, "most=3&span=hours&hours=48&channel=email").await;
        mary.posts(here, "most=1&span=day&channel=").await;
        let page = mary.reads(here).await;
        assert!(
            page.says("3 letters within 48 hours") && page.says("one letter a calendar day"),
            "{}",
            page.text()
        );
        let id = page.html().split("/limits/").nth(1).unwrap()[..36].to_owned();
        assert_eq!(mary.posts(&format!("{here}/{id}/removal"), "").await.status(), 303);
        let paul = world.staff("Paul", Role::Marketer);
        assert_eq!(paul.posts(here, "most=1&span=day").await.status(), 403);
    }
}
