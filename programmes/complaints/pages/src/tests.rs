//! Stories of pages, over HTTP, on SQLite and, where `DEEDWELL_TEST_POSTGRES` names a server, on PostgreSQL.

use deedwell_testing::{KeyTo, Reply, Setting, Somebody, World};
use deedwell_web::Role;
use serde_json::json;

use crate::PROGRAMME;

async fn worlds() -> Vec<World> {
    let mut setting = Setting::of(&PROGRAMME);
    setting.migrations = vec![
        deedwell_calendar::MIGRATIONS,
        deedwell_orders::MIGRATIONS,
        deedwell_points::MIGRATIONS,
    ];
    setting.and(deedwell_search::routes, deedwell_search::MESSAGES).worlds().await
}

/// Complains; where the complaint then stands.
async fn complains(who: &Somebody, text: &str) -> String {
    let sent = who.posts("/complaints", &format!("text={text}&wish=&order=&from=")).await;
    assert_eq!(sent.status(), 303, "{}", sent.text());
    sent.location()
}

/// The first offer's form on the customer's page.
fn offer_form(page: &Reply) -> String {
    let html = page.html();
    let from = html.find("/offers/").expect("an offer");
    let begin = html[..from].rfind("action=\"").expect("a form") + 8;
    let end = begin + html[begin..].find('"').expect("an end");
    html[begin..end].to_owned()
}

#[tokio::test]
async fn from_a_telephone_to_put_right() {
    for world in worlds().await {
        let (ada, mary) = (world.customer("ada"), world.staff("Mary Hopper", Role::Manager));
        let front = world.visitor().reads("/complaints").await;
        assert!(front.says("within 1 business day") && front.says("Complain"));
        assert!(ada.reads("/complaints/mine").await.says("You have not complained"));
        let empty = ada.posts("/complaints", "text=+&wish=A+new+one&order=&from=").await;
        assert_eq!(empty.status(), 422);
        assert!(empty.says("Please write what went wrong") && empty.says("A new one"));
        let mine = complains(&ada, "The+lamp+arrived+broken.").await;
        let page = ada.reads(&mine).await;
        assert!(page.says("The lamp arrived broken.") && page.says("by Thu 19 Nov, 17:00"));

        let desk = format!("/console{mine}");
        let early = mary
            .posts(
                &format!("{desk}/offers"),
                "upheld=yes&redress=apology&amount=&points=&text=Sorry",
            )
            .await;
        assert_eq!(early.status(), 409);
        assert!(early.says("From where it stands this cannot be done"));
        for (verb, form) in [
            ("messages", "text=We+have+it."),
            ("assessment", "severity=2&vulnerable=true"),
            ("notes", "text=Third+one+this+week"),
            ("offers", "upheld=yes&redress=replacement&amount=&points=&text=We+send+another."),
        ] {
            let done = mary.posts(&format!("{desk}/{verb}"), form).await;
            assert_eq!(done.status(), 303, "{verb}: {}", done.text());
        }
        let page = ada.reads(&mine).await;
        assert!(page.says("We send another.") && page.says("A replacement"));
        assert!(!page.says("Third one this week"), "notes are ours");
        assert!(!page.says("Needs care") && mary.reads(&desk).await.says("Needs care"));
        let answer = offer_form(&page);
        assert_eq!(ada.posts(&answer, "reply=counter&text=").await.status(), 422);
        assert_eq!(ada.posts(&answer, "reply=accept").await.status(), 303);
        let bare = mary.posts(&format!("{desk}/put-right"), "evidence=").await;
        assert_eq!(bare.status(), 422);
        let done = mary.posts(&format!("{desk}/put-right"), "evidence=Parcel+7").await;
        assert_eq!(done.status(), 303);
        assert_eq!(ada.posts(&format!("{mine}/rating"), "rating=5").await.status(), 303);
        let page = ada.reads(&mine).await;
        assert!(page.says("Put right"));
        let report = mary.reads("/console/complaints/report").await;
        assert!(
            report.says("1 complaint") && report.says("No evidence yet")
                || report.says("No orders")
        );
    }
}

#[tokio::test]
async fn nobody_reads_somebody_else_s() {
    for world in worlds().await {
        let (ada, grace) = (world.customer("ada"), world.customer("grace"));
        let mine = complains(&ada, "You+were+rude.").await;
        assert_eq!(grace.reads(&mine).await.status(), 404);
        assert_eq!(world.visitor().reads(&mine).await.status(), 303, "who is it?");
        for (verb, form) in [
            ("messages", "text=x"),
            ("withdrawal", ""),
            ("rating", "rating=1"),
            ("reopening", "text=x"),
        ] {
            assert_eq!(grace.posts(&format!("{mine}/{verb}"), form).await.status(), 404, "{verb}");
        }
        assert!(!grace.reads("/complaints").await.says("rude"));
        let viewer = world.staff("Kurt", Role::Viewer);
        assert_eq!(viewer.reads(&format!("/console{mine}")).await.status(), 403);
        let host = world.staff("Ruth Hale", Role::Host);
        let desk = format!("/console{mine}");
        host.posts(&format!("{desk}/messages"), "text=We+have+it.").await;
        let agent = world.staff("Edsger", Role::Agent);
        agent.posts(&format!("{desk}/assessment"), "severity=3&vulnerable=true").await;
        assert!(agent.reads(&desk).await.says("Needs care"));
        assert!(!host.reads(&desk).await.says("Needs care"), "seen by few");
    }
}

#[tokio::test]
async fn limits_templates_causes_and_problems() {
    for world in worlds().await {
        let (ada, grace) = (world.customer("ada"), world.customer("grace"));
        let mary = world.staff("Mary Hopper", Role::Manager);
        let agent = world.staff("Edsger", Role::Agent);
        let set = mary
            .posts(
                "/console/complaints/settings",
                "ombudsman=The+Ombudsman&ombudsman_address=1+High+Street&agent_limit=10&host_limit=50&agent_points=&host_points=",
            )
            .await;
        assert_eq!(set.status(), 303, "{}", set.text());
        let wrong = mary.posts("/console/complaints/settings", "agent_limit=lots").await;
        assert_eq!(wrong.status(), 422);
        assert!(wrong.html().contains("lots"));
        let promise = "acknowledgement=4&acknowledgement_unit=business_hours&answer=3&answer_unit=business_days&end=30&end_unit=days";
        assert_eq!(mary.posts("/console/complaints/promise", promise).await.status(), 303);
        assert!(ada.reads("/complaints").await.says("within 4 business hours"));
        let letter = "name=Hello&body=Dear+{{name}},+by+{{answer_by}}.";
        assert_eq!(mary.posts("/console/complaints/templates", letter).await.status(), 303);

        let mine = complains(&ada, "The+app+loses+my+lights.").await;
        let desk = format!("/console{mine}");
        let page = agent.reads(&desk).await;
        let at = page.html().find("<option value=\"").map(|i| i + 15).expect("a template");
        let id = &page.html()[at..at + 36];
        assert!(agent.reads(&format!("{desk}?template={id}")).await.says("Dear ada, by 23 Nov."));
        agent.posts(&format!("{desk}/messages"), "text=We+have+it.").await;
        agent.posts(&format!("{desk}/assessment"), "severity=1").await;
        let over = "upheld=yes&redress=credit&amount=10.01&points=&text=Sorry";
        assert_eq!(agent.posts(&format!("{desk}/offers"), over).await.status(), 303);
        assert!(!ada.reads(&mine).await.says("Our offer"));
        assert!(mary.reads("/console/complaints?which=approval").await.says("loses my lights"));
        assert_eq!(mary.posts(&format!("{desk}/offers/approval"), "").await.status(), 303);
        assert!(ada.reads(&mine).await.says("Our offer"));

        mary.posts("/console/complaints/causes", "name=The+update&parent=").await;
        assert!(mary.reads("/console/complaints/causes").await.says("The update"));
        let public = "problem=&title=Lights+are+lost&text=After+the+update.";
        assert_eq!(mary.posts(&format!("{desk}/problem"), public).await.status(), 303);
        let front = grace.reads("/complaints").await;
        let html = front.html();
        let at = html.find("/complaints/problems/").expect("a problem");
        let problem = html[at..at + 21 + 36].to_owned();
        assert_eq!(grace.posts(&format!("{problem}/voices"), "").await.status(), 303);
        assert!(grace.reads(&problem).await.says("1 customer has this too"));
        assert!(!grace.reads(&problem).await.says("ada"));
        assert_eq!(ada.posts(&format!("{problem}/voices"), "").await.status(), 409);
    }
}

#[tokio::test]
async fn what_was_heard_is_written_down_and_lists_leave_as_files() {
    for world in worlds().await {
        let ruth = world.staff("Ruth Hale", Role::Host);
        let heard = "person=&email=alan%40shop.example&name=Alan&channel=phone&text=%3Dcold+soup&wish=&order=&from=idea/1";
        let kept = ruth.posts("/console/complaints", heard).await;
        assert_eq!(kept.status(), 303, "{}", kept.text());
        assert!(ruth.reads(&kept.location()).await.says("written down by Ruth Hale"));
        let nobody = ruth.posts("/console/complaints", "text=x&channel=phone&person=&email=").await;
        assert_eq!(nobody.status(), 422);
        let file = ruth.reads("/console/complaints/export?which=all").await;
        assert!(file.text().contains("'=cold soup"), "{}", file.text());
        assert!(!file.text().contains("Alan"), "names leave with those who may take people out");
        let list = ruth.reads("/console/complaints?q=soup&severity=&stage=received").await;
        assert!(list.says("=cold soup") && list.says("Alan"));
        let german = ruth.speaking("de").reads("/console/complaints").await;
        assert!(german.says("Beschwerden") && german.says("Warten auf uns"));
    }
}

#[tokio::test]
async fn programs_do_the_same() {
    for world in worlds().await {
        let mary = world.staff("Mary Hopper", Role::Manager);
        let _ = mary.reads("/console/complaints").await;
        let api = world.api(KeyTo::Write);
        let by = json!({ "kind": "email", "value": "ada@home.example" });
        let staff = "mary.hopper@shop.example";
        let new = api.sends("/api/complaints", &json!({ "by": by, "text": "It broke." })).await;
        assert_eq!(new.status(), 200, "{}", new.text());
        let id = new.json()["id"].as_str().unwrap().to_owned();
        let verbs = [
            ("messages", json!({ "staff": staff, "text": "We have it." })),
            ("assessment", json!({ "staff": staff, "severity": 2 })),
            (
                "offers",
                json!({ "staff": staff, "upheld": "yes", "redress": "credit", "amount": "5.00",
                        "currency": "GBP", "text": "Sorry." }),
            ),
        ];
        for (verb, body) in verbs {
            let done = api.sends(&format!("/api/complaints/{id}/{verb}"), &body).await;
            assert_eq!(done.status(), 200, "{verb}: {}", done.text());
        }
        let one = api.reads(&format!("/api/complaints/{id}")).await.json();
        let offer = one["offers"][0]["id"].as_str().unwrap().to_owned();
        let reply = json!({ "by": by, "reply": "accept" });
        let done = api.sends(&format!("/api/complaints/{id}/offers/{offer}/answer"), &reply).await;
        assert_eq!(done.json()["stage"], "accepted");
        let paid = json!({ "staff": staff, "evidence": "voucher 17" });
        let done = api.sends(&format!("/api/complaints/{id}/put-right"), &paid).await;
        assert_eq!(done.json()["stage"], "put_right");
        let listed = api.reads("/api/complaints?limit=1").await.json();
        assert_eq!(
            (listed["complaints"].as_array().unwrap().len(), &listed["next"]),
            (1, &json!(null))
        );
        assert_eq!(api.reads("/api/complaints/promise").await.json()["terms"][0]["count"], 1);
        let other = json!({ "by": { "kind": "email", "value": "x@y.example" }, "text": "hm" });
        let foreign = api.sends(&format!("/api/complaints/{id}/messages"), &other).await;
        assert_eq!(foreign.status(), 404);
        let grid = world.grid().await;
        assert_eq!(
            (grid.contributions, grid.official, grid.decided, grid.implemented),
            (1, 1, 1, 1)
        );
    }
}

#[test]
fn what_is_told_has_words_and_may_be_shown() {
    for code in ["en", "de"] {
        let of = crate::MESSAGES.iter().filter(|(c, _)| *c == code);
        let keys: std::collections::BTreeSet<String> =
            of.flat_map(|(_, text)| deedwell_web::i18n::keys(text)).collect();
        for notice in crate::NOTICES {
            let key = format!("told-{}", notice.kind.replace(['.', '_'], "-"));
            assert!(keys.contains(&key), "{key} is missing in {code}");
            assert!(deedwell_complaints::deed::TOLD.contains(&notice.kind), "{}", notice.kind);
        }
    }
}

#[tokio::test]
async fn words_find_ones_own_complaints_and_nobody_elses() {
    for world in worlds().await {
        let (ada, ben) = (world.customer("ada"), world.customer("ben"));
        let mary = world.staff("Mary Hopper", Role::Manager);
        let mine = complains(&ada, "The+Lämp+arrived+broken.").await;
        complains(&ben, "The+lämp+was+never+sent.").await;
        let found = ada.reads("/search?q=LÄMP+arrived").await;
        assert!(found.html().contains(&format!("href=\"{mine}\"")), "{}", found.text());
        let both = ada.reads("/search?q=lämp").await;
        assert!(both.says("arrived broken") && !both.says("never sent"), "{}", both.text());
        assert!(world.visitor().reads("/search?q=lämp").await.says("Nothing fits"));
        let all = mary.reads("/console/search?q=lämp").await;
        assert!(all.says("arrived broken") && all.says("never sent"), "{}", all.text());
        let apart = mary.reads("/console/search?q=broken+LÄMP").await;
        assert!(apart.says("arrived broken") && !apart.says("never sent"), "{}", apart.text());
        assert!(ada.reads("/search?q=l").await.says("two letters at least"));
        assert_eq!(ada.reads("/console/search?q=lämp").await.status(), 303);
        let odd = ada.reads("/search?q=%25%5C%3Cscript%3E").await;
        assert!(odd.says("Nothing fits") && !odd.html().contains("<script>\""));
    }
}
