//! What staff see and do.

use deedwell_testing::{Somebody, World};
use deedwell_web::Role;

use super::{audited, buys, worlds};

async fn open(mary: &Somebody, form: &str) -> String {
    let reply = mary.posts("/console/accounts", form).await;
    assert_eq!(reply.status(), 303, "{}", reply.text());
    reply.location()
}

async fn add(mary: &Somebody, account: &str, who: &Somebody, role: &str) -> u16 {
    let form = format!("person={}&role={role}", who.person().await);
    mary.posts(&format!("{account}/members"), &form).await.status()
}

fn mary(world: &World) -> Somebody {
    world.staff("Mary", Role::Manager)
}

#[tokio::test]
async fn mary_opens_an_account_and_says_who_belongs_to_it() {
    for world in worlds().await {
        let (mary, ada) = (mary(&world), world.customer("Ada"));
        buys(&world, &ada, 1_050, "GBP").await;
        let acme = open(&mary, "name=Acme+Ltd&kind=company&note=Pays+late&reference=g1").await;
        let page = mary.reads(&acme).await;
        for words in ["Acme Ltd", "The account is here.", "Pays late", "g1", "Nobody belongs to it"]
        {
            assert!(page.says(words), "{words} in {}", page.text());
        }
        let found = mary.reads(&format!("{acme}?find=ada%40shop")).await;
        assert!(found.says("ada@shop.example"), "{}", found.text());
        assert!(found.html().contains(&ada.person().await.to_string()));
        assert_eq!(add(&mary, &acme, &ada, "owner").await, 303);
        let page = mary.reads(&acme).await;
        for words in ["Ada owner", "Mary said so", "1 of 1", "£10.50", "What they did"] {
            assert!(page.says(words), "{words} in {}", page.text());
        }
        assert!(mary.reads(&format!("{acme}?find=ada")).await.says("Belongs here already."));
        // Added again, nothing happens.
        assert_eq!(add(&mary, &acme, &ada, "").await, 303);
        let leaves = format!("person={}", ada.person().await);
        let removal = format!("{acme}/members/removal");
        assert_eq!(mary.posts(&removal, &leaves).await.status(), 303);
        assert_eq!(mary.posts(&removal, &leaves).await.status(), 303);
        let page = mary.reads(&acme).await;
        assert!(page.says("one who left") && page.says("0 of 0"), "{}", page.text());
        let due = [
            "Ada orders.placed",
            "Mary accounts.opened",
            "Mary accounts.member_added",
            "Mary accounts.member_removed",
        ];
        assert_eq!(world.ledger().await, due);
        let added = &world.actions().await[2];
        assert_eq!(added.counterpart, Some(ada.identity().await), "it stands on her page too");
        let noted =
            ["accounts.opened {}", "accounts.member_added {}", "accounts.member_removed {}"];
        assert_eq!(audited(&world).await, noted);
    }
}

#[tokio::test]
async fn what_members_did_comes_together_and_counts_in_each_of_their_accounts() {
    for world in worlds().await {
        let (ada, grace, alan) =
            (world.customer("Ada"), world.customer("Grace"), world.customer("Alan"));
        buys(&world, &ada, 1_000, "GBP").await;
        world.advance_days(40);
        for _ in 0..45 {
            world.advance(jiff::SignedDuration::from_mins(1));
            buys(&world, &grace, 100, "EUR").await;
        }
        buys(&world, &alan, 99, "GBP").await;
        let mary = mary(&world);
        let acme = open(&mary, "name=Acme&kind=company").await;
        let home = open(&mary, "name=Hearth&kind=household").await;
        for (account, who) in [(&acme, &ada), (&acme, &grace), (&home, &grace)] {
            assert_eq!(add(&mary, account, who, "").await, 303);
        }
        let page = mary.reads(&acme).await;
        for words in ["1 of 2", "2 of 2", "46", "€45.00 + £10.00", "counts in both"] {
            assert!(page.says(words), "{words} in {}", page.text());
        }
        assert!(!page.html().contains("Alan"));
        assert!(mary.reads(&home).await.says("€45.00"), "Grace counts in both");
        // The timeline goes on where its first page ends, and ends with Ada.
        let lines = |html: &str| html.matches("<li class=\"\">").count();
        assert_eq!(lines(page.html()), 40);
        let older = page.html().split("?before=").nth(1).unwrap().split('"').next().unwrap();
        let rest = mary.reads(&format!("{acme}?before={older}")).await;
        assert_eq!(lines(rest.html()), 6, "{}", rest.text());
        let last = rest.html().rsplit("<li class=\"\">").next().unwrap();
        assert!(last.contains("Ada"), "{last}");
        let broken = mary.reads(&format!("{acme}?before=x")).await;
        assert_eq!(broken.status(), 422);
        // In the list, and in order.
        let place = |page: &deedwell_testing::Reply, name: &str| page.html().find(name).unwrap();
        let seen = mary.reads("/console/accounts?sort=spent").await;
        assert!(place(&seen, ">Acme<") < place(&seen, ">Hearth<"), "{}", seen.text());
        let members = mary.reads("/console/accounts?sort=members&kind=household").await;
        assert!(members.says("Hearth") && !members.html().contains(">Acme<"));
    }
}

#[tokio::test]
async fn a_form_that_cannot_be_used_says_what_to_put_right() {
    for world in worlds().await {
        let mary = mary(&world);
        let acme = open(&mary, "name=Acme&kind=company&reference=g1").await;
        for (form, says) in [
            ("name=&kind=company", "Please write a name"),
            ("name=B&kind=company&reference=g1", "Another account is known by this reference"),
            ("name=B&kind=club", "Please choose one."),
        ] {
            let reply = mary.posts("/console/accounts", form).await;
            assert_eq!(reply.status(), 422, "{form}");
            assert!(reply.says(says), "{form}: {}", reply.text());
        }
        let german = mary.speaking("de").posts("/console/accounts", "name=&kind=company").await;
        assert!(german.says("Bitte schreiben Sie einen Namen"), "{}", german.text());
        let change = format!("{acme}/change");
        assert!(mary.reads(&change).await.html().contains("name=\"version\" value=\"1\""));
        let saved = mary.posts(&change, "name=Acme+plc&kind=other&note=&version=1").await;
        assert_eq!(saved.location(), acme);
        let late = mary.posts(&change, "name=Acme+AG&kind=other&note=&version=1").await;
        assert_eq!(late.status(), 422);
        assert!(late.says("Somebody else changed this account meanwhile"), "{}", late.text());
        assert!(mary.reads(&acme).await.says("Acme plc"));
        let hostile = "name=%3Cscript%3Ealert(1)%3C%2Fscript%3E&kind=company&note=%3Cb%3E%0Ax";
        let page = mary.reads(&open(&mary, hostile).await).await;
        assert!(!page.html().contains("<script>alert") && !page.html().contains("<b>\n"));
        assert_eq!(mary.posts(&format!("{acme}/closing"), "").await.status(), 303);
        let again = mary.posts(&format!("{acme}/closing"), "").await;
        assert_eq!(again.status(), 409);
        let ada = world.customer("Ada");
        assert_eq!(add(&mary, &acme, &ada, "").await, 409, "nobody joins what is closed");
        assert!(!mary.reads("/console/accounts").await.html().contains(&acme));
        assert!(mary.reads("/console/accounts?closed=1").await.html().contains(&acme));
        assert_eq!(mary.posts(&format!("{acme}/reopening"), "").await.status(), 303);
        assert_eq!(add(&mary, &acme, &ada, "").await, 303);
        let long = "x".repeat(41);
        let grace = world.customer("Grace");
        assert_eq!(add(&mary, &acme, &grace, &long).await, 422);
    }
}

#[tokio::test]
async fn only_who_may_sees_and_changes_accounts() {
    for world in worlds().await {
        let mary = mary(&world);
        let empty = mary.reads("/console/accounts").await;
        assert!(empty.says("No accounts yet"), "{}", empty.text());
        let acme = open(&mary, "name=Acme&kind=company").await;
        let viewer = world.staff("Kurt", Role::Viewer);
        assert_eq!(viewer.reads("/console/accounts").await.status(), 403);
        assert_eq!(viewer.reads(&acme).await.status(), 403);
        let analyst = world.staff("Edsger", Role::Analyst);
        let page = analyst.reads(&acme).await;
        assert_eq!(page.status(), 200);
        assert!(!page.html().contains("/members\"") && !page.html().contains("/change\""));
        for path in ["closing", "reopening", "members", "members/removal", "change"] {
            let reply = analyst.posts(&format!("{acme}/{path}"), "person=x&name=&kind=").await;
            assert_eq!(reply.status(), 403, "{path}");
        }
        assert_eq!(analyst.posts("/console/accounts", "name=A&kind=company").await.status(), 403);
        let marketer = world.staff("Grace", Role::Marketer);
        assert_eq!(marketer.reads("/console/accounts/export").await.status(), 403);
        let foreign = world.foreign_staff("Kurt", Role::Owner);
        assert_eq!(foreign.reads(&acme).await.status(), 404);
        let alan = world.outsider("Alan");
        assert_eq!(foreign.posts(&format!("{acme}/closing"), "").await.status(), 404);
        assert_eq!(add(&mary, &acme, &alan, "").await, 404, "a customer of somebody else");
        assert_eq!(mary.reads("/console/accounts/nonsense").await.status() / 100, 4);
        let nobody = mary.posts(&format!("{acme}/members"), "person=nonsense").await;
        assert_eq!(nobody.status(), 422);
        assert_eq!(world.visitor().reads(&acme).await.status(), 303);
    }
}

#[tokio::test]
async fn what_leaves_as_a_file_runs_in_no_spreadsheet_and_is_noted() {
    for world in worlds().await {
        let (mary, ada) = (mary(&world), world.customer("Ada"));
        buys(&world, &ada, 500, "GBP").await;
        let acme = open(&mary, "name=%3D1%2B1&kind=company").await;
        add(&mary, &acme, &ada, "%40SUM(A1)").await;
        let list = mary.reads("/console/accounts/export?sort=spent").await;
        let text = list.html();
        assert!(text.contains("\"'=1+1\"") && text.contains(",1,5.00,GBP"), "{text}");
        let members = mary.reads(&format!("{acme}/export")).await;
        let text = members.html();
        assert!(text.contains("\"'@SUM(A1)\"") && text.contains("Ada"), "{text}");
        let noted = audited(&world).await;
        let due = [
            "accounts.list_exported {\"accounts\":1}",
            "accounts.members_exported {\"members\":1}",
        ];
        assert_eq!(noted[noted.len() - 2..], due);
    }
}

#[tokio::test]
async fn many_accounts_stand_on_several_pages() {
    for world in worlds().await {
        let mary = mary(&world);
        for n in 0..51 {
            open(&mary, &format!("name=Firm+{n:02}&kind=company")).await;
        }
        for sort in ["name", "seen", "spent", "members", "newest"] {
            let first = mary.reads(&format!("/console/accounts?sort={sort}")).await;
            let second = mary.reads(&format!("/console/accounts?sort={sort}&page=2")).await;
            let firms = |html: &str| html.matches(">Firm ").count();
            assert_eq!((firms(first.html()), firms(second.html())), (50, 1), "{sort}");
            assert!(first.says("51 accounts."));
        }
        let found = mary.reads("/console/accounts?q=firm+07").await;
        assert!(found.says("Firm 07") && found.says("One account."), "{}", found.text());
        assert!(mary.reads("/console/accounts?q=zzz").await.says("No account matches"));
    }
}
