//! Mary sets what earns what, decides what waits, and looks at what is owed.

use deedwell_web::Role;

use super::{earns, hidden, id_after, open, shops};

const SCHEME: &str = "key=stars&name=Stars&unit=stars&currency=&worth_amount=&worth=&expiry=periods\
    &expiry_days=&period_first=12&period_months=6&roll_over=1&shortfall=pending&approve_above=0\
    &most_by_hand=100&credit=&pay_out_least=1&charity=&match_percent=0";

#[tokio::test]
async fn mary_makes_a_scheme_and_a_rule() {
    for world in shops().await {
        let mary = world.staff("Mary", Role::Owner);
        assert!(mary.reads("/console/points").await.says("There are no points here yet"));
        assert!(mary.reads("/console/points/rules").await.says("No rules yet"));
        let made = mary.posts("/console/points/schemes", SCHEME).await;
        assert_eq!(made.status(), 303, "{}", made.text());
        let home = made.location();
        let page = mary.follows(&made).await;
        assert!(page.says("Stars") && page.says("Saved. It holds from now on."));
        assert!(
            page.html().contains(
                "id=\"f-approve_above\" name=\"approve_above\" type=\"text\" value=\"0\""
            ),
            "0 is kept"
        );
        for (wrong, says) in [
            (SCHEME.replace("key=stars", "key=x"), "short word"),
            (SCHEME.to_owned(), "Another scheme has this short word"),
            (SCHEME.replace("roll_over=1", "roll_over=x"), "0 to 10 periods"),
            (SCHEME.replace("currency=", "currency=pounds"), "three capital letters"),
        ] {
            let refused = mary.posts("/console/points/schemes", &wrong).await;
            assert_eq!(refused.status(), 422, "{wrong}");
            assert!(refused.says(says), "{says}: {}", refused.text());
        }
        mary.posts(&home, &SCHEME.replace("key=stars&name=Stars", "name=Moons")).await;
        assert!(mary.reads(&home).await.says("Moons"));
        let rule = "scheme=stars&name=Ideas&kind=ideas.put_forward&per=deed&amount=20&step=&least=\
            &pending_days=0&cap_day=0&cap_month=&cap_ever=&approve_above=&undone_by=ideas.withdrawn&ends_on=";
        let made = mary.posts("/console/points/rules", rule).await;
        assert_eq!(made.status(), 303, "{}", made.text());
        let page = mary.follows(&made).await;
        assert!(page.html().contains("name=\"cap_day\" type=\"text\" value=\"0\""), "0 is kept");
        let changed = rule.replace("scheme=stars&", "").replace("amount=20", "amount=30");
        mary.posts(&made.location(), &changed).await;
        assert!(mary.reads(&made.location()).await.says("30 stars each"));
        assert!(mary.reads("/console/points/rules").await.says("Ideas"));
        for (wrong, says) in [
            (rule.replace("ideas.put_forward", "points.earned"), "points earn none"),
            (rule.replace("per=deed", "per=value"), "how much of its value"),
            (rule.replace("scheme=stars", "scheme=none"), "choose a scheme"),
        ] {
            let refused = mary.posts("/console/points/rules", &wrong).await;
            assert!(refused.status() == 422 && refused.says(says), "{says}: {}", refused.text());
        }
        let budget = mary.posts(&format!("{home}/budgets"), "programme=ideas&a_month=0").await;
        assert!(mary.follows(&budget).await.says("0 stars of 0 stars this month"));
        mary.posts(&format!("{home}/closing"), "").await;
        assert!(mary.reads(&home).await.says("closed"));
        mary.posts(&format!("{home}/reopening"), "").await;
    }
}

#[tokio::test]
async fn mary_gives_by_hand_and_edsger_approves() {
    for world in shops().await {
        open(&world).await;
        let (mary, alan) = (world.staff("Mary", Role::Owner), world.staff("Alan", Role::Manager));
        let ada = world.customer("Ada");
        let home = format!("/console/points/members/{}", ada.person().await);
        let page = mary.reads(&home).await;
        assert!(page.says("Points of Ada") && page.says("Nothing was booked yet."));
        let form = |page: &deedwell_testing::Reply, amount: &str, why: &str| {
            let key = hidden(page.html(), "/adjustments", "key");
            format!("scheme=points&amount={amount}&why={why}&key={key}")
        };
        let path = format!("{home}/adjustments");
        let refused = mary.posts(&path, &form(&page, "10", "")).await;
        assert!(refused.status() == 422 && refused.says("Please say why"), "{}", refused.text());
        for _ in 0..2 {
            let booked = mary.posts(&path, &form(&page, "1500", "A+great+help")).await;
            assert_eq!(booked.status(), 303, "{}", booked.text());
        }
        let overview = mary.reads("/console/points").await;
        assert!(overview.says("1,500 points") && overview.says("You gave this yourself"));
        let overview = alan.reads("/console/points").await;
        let entry = id_after(overview.html(), "/console/points/approvals/").to_owned();
        let own = mary.posts(&format!("/console/points/approvals/{entry}/approval"), "").await;
        assert_eq!(own.status(), 409);
        alan.posts(&format!("/console/points/approvals/{entry}/approval"), "").await;
        let page = mary.reads(&home).await;
        assert!(page.says("A great help") && page.says("+1,500 points"));
        let less = mary.posts(&path, &form(&page, "-2000", "Too+much")).await;
        assert!(less.status() == 422 && less.says("by hand"), "{}", less.text());
        let agent = world.staff("Kurt", Role::Agent);
        assert_eq!(agent.posts(&path, &form(&page, "5", "x")).await.status(), 403);
        assert_eq!(agent.reads(&home).await.status(), 200);
        let stranger = world.foreign_staff("Niklaus", Role::Owner);
        assert_eq!(stranger.reads(&home).await.status(), 404);
    }
}

#[tokio::test]
async fn rewards_are_made_asked_for_and_handed_over() {
    for world in shops().await {
        let points = open(&world).await;
        let mary = world.staff("Mary", Role::Owner);
        let ada = world.customer("Ada");
        earns(&world, &ada, points, 1_000, "idea").await;
        let voucher = "scheme=points&name=Voucher&words=&cost=100&stock=&honoured_by=code";
        let made = mary.posts("/console/points/rewards", voucher).await;
        assert_eq!(made.status(), 303, "{}", made.text());
        let home = made.location();
        let refused = mary.posts(&format!("{home}/codes"), "codes=two+words").await;
        assert_eq!(refused.status(), 422);
        mary.posts(&format!("{home}/codes"), "codes=SAVE-1%0ASAVE-2").await;
        assert!(mary.reads(&home).await.says("2 codes are left."));
        let page = ada.reads("/points").await;
        let place = format!("/points/rewards/{}", home.rsplit('/').next().unwrap());
        let key = hidden(page.html(), &place, "key");
        ada.posts(&place, &format!("key={key}")).await;
        assert!(ada.reads("/points").await.says("SAVE-1"));
        let lamp = ada.reads("/points").await;
        let place = lamp
            .html()
            .split("/points/rewards/")
            .skip(1)
            .map(|r| &r[..36])
            .find(|id| !place.ends_with(id))
            .unwrap()
            .to_owned();
        let key = hidden(lamp.html(), &place, "key");
        ada.posts(&format!("/points/rewards/{place}"), &format!("key={key}")).await;
        let overview = mary.reads("/console/points").await;
        assert!(overview.says("A lamp"));
        let asked = id_after(overview.html(), "/console/points/redemptions/").to_owned();
        mary.posts(&format!("/console/points/redemptions/{asked}/honouring"), "").await;
        let twice = mary.posts(&format!("/console/points/redemptions/{asked}/honouring"), "").await;
        assert_eq!(twice.status(), 409);
        let why = mary.posts(&format!("/console/points/redemptions/{asked}/undoing"), "why=").await;
        assert_eq!(why.status(), 422);
        mary.posts(&format!("/console/points/redemptions/{asked}/undoing"), "why=Broken").await;
        assert!(ada.reads("/points").await.says("900 points"));
        mary.posts(&home, "name=Voucher&words=&cost=100&stock=&closed=true").await;
        assert!(mary.reads("/console/points/rewards").await.says("closed"));
        assert!(!ada.reads("/points").await.html().contains(&home.replace("/console", "")));
    }
}

#[tokio::test]
async fn mary_sees_what_is_owed_and_takes_the_books() {
    for world in shops().await {
        let mary = world.staff("Mary", Role::Owner);
        assert!(mary.reads("/console/points/owed").await.says("There are no points here yet"));
        let points = open(&world).await;
        let ada = world.customer("Ada");
        earns(&world, &ada, points, 1_234, "idea").await;
        let page = mary.reads("/console/points/owed?scheme=points").await;
        assert!(page.says("1,234 points") && page.says("£12.34"), "{}", page.text());
        let before = mary.reads("/console/points/owed?scheme=points&on=2026-11-17").await;
        assert!(before.says("0 points"));
        assert_eq!(mary.reads("/console/points/owed?on=x").await.status(), 422);
        let csv = mary.reads("/console/points/postings.csv").await;
        assert!(csv.says("member.active") && csv.says("1234"), "{}", csv.text());
        let books = mary.reads("/console/points/books.beancount").await;
        assert!(books.html().contains("1234 POINTS"));
        let none = mary.reads("/console/points/books.beancount?to=2026-11-01").await;
        assert!(!none.html().contains("1234"));
        let agent = world.staff("Kurt", Role::Agent);
        for place in ["owed", "postings.csv", "books.beancount", "rules", "rewards", "schemes/new"]
        {
            let refused = agent.reads(&format!("/console/points/{place}")).await;
            assert_eq!(refused.status(), 403, "{place}");
        }
    }
}

#[tokio::test]
async fn every_word_is_there_in_both_languages() {
    let verbs = [
        "earned",
        "adjusted",
        "confirmed",
        "spent",
        "redeemed",
        "honoured",
        "reversed",
        "given-back",
        "expired",
        "forgotten",
        "settled",
        "paid-out",
    ];
    let accounts = deedwell_points::Account::ALL.map(|a| a.name().replace('.', "-"));
    for (language, text) in super::super::MESSAGES {
        for verb in verbs {
            assert!(text.contains(&format!("\npoints-verb-{verb} = ")), "{language}: {verb}");
        }
        for account in &accounts {
            assert!(
                text.contains(&format!("\npoints-account-{account} = ")),
                "{language}: {account}"
            );
        }
    }
}
