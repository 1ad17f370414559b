//! Stories of pages, over HTTP, on SQLite and, where `DEEDWELL_TEST_POSTGRES` names a server, on PostgreSQL.

use deedwell_core::{Currency, Money};
use deedwell_orders::Stage as OrderStage;
use deedwell_orders::acts::{From, NewRefund};
use deedwell_orders::order::{OrderNoun, Rank, ToldOrder};
use deedwell_people::{IdentityKind, Proof, Sign};
use deedwell_points::scheme::{Terms as Points, Worth};
use deedwell_testing::{KeyTo, Reply, Setting, Somebody, World};
use deedwell_web::{Peer, Role};
use serde_json::json;

use crate::PROGRAMME;
use crate::acts;

const TERMS: &str = "is_open=true&scheme=points&referrer_reward=1000&friend_reward=500&least=20.00&return_days=30&visit_days=90&month_cap=10&day_limit=5&strangers=20&stranger_hours=24&anyway_percent=0&saved=0&yearly_percent=10";

async fn worlds() -> Vec<World> {
    let mut setting =
        Setting::of(&PROGRAMME).and(deedwell_signin::routes, deedwell_signin::MESSAGES);
    setting.migrations =
        vec![deedwell_orders::MIGRATIONS, deedwell_points::MIGRATIONS, deedwell_trust::MIGRATIONS];
    setting.migrations.push(deedwell_signin::MIGRATIONS);
    let worlds = setting.worlds().await;
    for world in &worlds {
        let barbara = world.staff("Barbara Liskov", Role::Manager).staff().await;
        let mut tx = world.tx().await;
        let worth = Some(Worth { amount: 100, money: Money::new(100, Currency::GBP) });
        let points = Points { worth, ..Points::default() };
        let opened = deedwell_points::acts::setup::open_scheme(&mut tx, barbara, "points", &points);
        opened.await.unwrap();
        tx.commit().await.unwrap();
    }
    worlds
}

/// With a promise: a thousand points for who brings a friend, five hundred for the friend.
async fn promising() -> Vec<World> {
    let worlds = worlds().await;
    for world in &worlds {
        let joan = world.staff("Joan Clarke", Role::Manager);
        let set = joan.posts("/console/referrals/terms", TERMS).await;
        assert_eq!(set.status(), 303, "{}", set.text());
    }
    worlds
}

async fn keeps(world: &World) {
    acts::keep(world.db(), world.organisation()).await.unwrap();
}

/// The path of somebody's link, made now.
async fn link_of(who: &Somebody) -> String {
    assert_eq!(who.posts("/my-friends/link", "").await.status(), 303);
    let page = who.reads("/my-friends").await;
    let at = page.html().find("href=\"/f/").expect("a link") + 6;
    page.html()[at..at + 10].to_owned()
}

/// A signed-in customer's order, told by the shop's server.
async fn buys(
    world: &World,
    who: &Somebody,
    reference: &str,
    pence: i64,
) -> deedwell_core::Id<OrderNoun> {
    let mut tx = world.tx().await;
    let known = deedwell_people::person::identities(&mut tx, who.person().await).await.unwrap();
    let mail = known.iter().find(|one| one.kind == IdentityKind::Email).expect("an address");
    let now = world.now();
    let told = ToldOrder {
        reference: reference.to_owned(),
        number: reference.to_owned(),
        stage: OrderStage::Placed,
        was_placed: true,
        placed_at: now,
        cancelled_at: None,
        currency: Currency::GBP,
        total: Some(pence),
        shipping: 0,
        tax: 0,
        tax_included: true,
        discount: 0,
        extra: 0,
        lines: Vec::new(),
        refunds: Vec::new(),
        aliases: Vec::new(),
        buyer: vec![Sign::new(IdentityKind::Email, &mail.value, "").unwrap()],
        buyer_name: String::new(),
        at: now,
        channel: None,
    };
    let from = From {
        rank: Rank::Shop,
        shop: None,
        unit: None,
        prefix: String::new(),
        told_by: "key/till".to_owned(),
        channel: "shop",
        proof: Proof::Server,
    };
    let order = deedwell_orders::acts::tell(&mut tx, &from, &told).await.unwrap();
    tx.commit().await.unwrap();
    keeps(world).await;
    order
}

/// Where the only referral stands in the console.
async fn desk(mary: &Somebody) -> String {
    let list = mary.reads("/console/referrals?which=all").await;
    let html = list.html();
    let at = html.find("class=\"said\" href=\"/console/referrals/").expect("one") + 19;
    html[at..at + "/console/referrals/".len() + 36].to_owned()
}

fn says(page: &Reply, words: &str) {
    let at = (page.status(), page.header("location"));
    assert!(page.says(words), "{words:?} is missing from {at:?}: {}", page.text());
}

#[tokio::test]
async fn from_a_link_to_both_rewards_and_back() {
    for world in promising().await {
        let (ada, grace) = (world.customer("Ada Lovelace"), world.customer("Grace Hopper"));
        let link = link_of(&ada).await;
        let page = ada.reads("/my-friends").await;
        says(&page, "You get 1,000 points, your friend gets 500 points");
        assert!(
            page.html().contains("<svg class=\"qr\"") && page.html().contains("https://wa.me/")
        );
        let by_page = ada.swaps("/my-friends/shares", "channel=chat").await;
        assert_eq!(by_page.status(), 204);
        assert_eq!(ada.posts("/my-friends/shares", "channel=spoken").await.status(), 303);
        assert_eq!(ada.posts("/my-friends/shares", "channel=pigeon").await.status(), 422);
        says(&ada.reads("/my-friends/card").await, "Ada recommends");

        let landing = grace.reads(&link).await;
        says(&landing, "Ada recommends");
        assert!(!landing.says("Lovelace"), "the first name alone");
        assert!(landing.header("x-robots-tag") == Some("noindex"));
        let landed = |l: &[String]| l.iter().filter(|d| d.contains("landed")).count();
        assert_eq!(landed(&world.ledger().await), 0, "reading changes nothing");
        assert_eq!(grace.posts(&link, "from=").await.status(), 303);
        assert_eq!(landed(&world.ledger().await), 1);
        says(&grace.reads(&link).await, "Noted");
        assert_eq!(ada.posts(&link, "from=").await.status(), 303, "her own");
        assert_eq!(landed(&world.ledger().await), 1);
        keeps(&world).await;
        says(&ada.reads("/my-friends").await, "If they buy for £20.00 or more");
        says(&grace.reads("/my-friends").await, "Ada brought you");

        let order = buys(&world, &grace, "1", 5_000).await;
        says(&ada.reads("/my-friends").await, "They bought.");
        world.advance_days(31);
        keeps(&world).await;
        says(&ada.reads("/my-friends").await, "You got 1,000 points");
        says(&grace.reads("/my-friends").await, "You got 500 points");
        let mary = world.staff("Mary Hopper", Role::Manager);
        let list = mary.reads("/console/referrals?which=paid&days=365").await;
        for words in ["Grace Hopper", "Ada Lovelace", "£15.00", "£50.00", "1,000 points + 500"] {
            says(&list, words);
        }
        let one = mary.reads(&desk(&mary).await).await;
        says(&one, "Worth of whom they brought");
        says(&one, "£35.00");
        let tree = format!("/console/referrals/tree?person={}", ada.person().await);
        says(&mary.reads(&tree).await, "Grace Hopper");
        says(&mary.reads("/console/referrals/tree").await, "Ada Lovelace");
        assert!(!mary.reads("/console/referrals/export?which=all").await.text().contains("=Grace"));
        let me = ada.reads("/my-part").await;
        says(&me, "Came by my link");

        let mut tx = world.tx().await;
        let back = NewRefund { amount: 5_000, told_by: "key/till".into(), ..NewRefund::default() };
        deedwell_orders::acts::refund(&mut tx, order, &back).await.unwrap();
        tx.commit().await.unwrap();
        keeps(&world).await;
        says(&ada.reads("/my-friends").await, "The order came back");
        says(&mary.reads("/console/referrals?which=over").await, "Taken back");
    }
}

#[tokio::test]
async fn a_browser_s_visit_is_theirs_who_sign_in_there() {
    for world in promising().await {
        let ada = world.customer("Ada");
        let link = link_of(&ada).await;
        let visitor = world.visitor();
        let come = visitor.posts(&link, "from=blog.example").await;
        assert_eq!(come.status(), 303);
        assert!(visitor.cookie("__Host-deedwell-guest").is_some());
        let noted = visitor.reads(&link).await;
        says(&noted, "Sign in once in this browser");
        assert_eq!(visitor.posts(&link, "from=").await.status(), 303);
        keeps(&world).await;
        says(&ada.reads("/my-friends").await, "Nobody came by your link yet.");

        let email = Sign::new(IdentityKind::Email, "new@home.example", "").unwrap();
        let door = visitor.reads("/sign-in").await;
        let at = door.html().find("name=\"form\" value=\"").expect("a form of its own") + 19;
        let end = at + door.html()[at..].find('"').expect("an end");
        let form = deedwell_web::address::encode(&door.html()[at..end]);
        world.advance(jiff::SignedDuration::from_secs(30));
        let asked = format!("email=new%40home.example&to=&form={form}");
        let asked = visitor.posts("/sign-in", &asked).await;
        assert!(asked.status() < 400, "{}", asked.text());
        let ticket = visitor.cookie("__Host-deedwell-code").expect("a ticket");
        let mut tx = world.tx().await;
        let ask = deedwell_signin::code::Ask { email: &email, ticket: &ticket };
        let peer = Peer::of("192.0.2.9".parse().unwrap());
        let code = deedwell_signin::code::make(&mut tx, ask, peer).await.unwrap();
        tx.commit().await.unwrap();
        let form = format!("email=new%40home.example&code={code}&to=/my-friends");
        let signed_in = visitor.posts("/sign-in/code", &form).await;
        assert_eq!(signed_in.status(), 303, "{}", signed_in.text());
        assert_eq!(visitor.cookie("__Host-deedwell-guest").unwrap_or_default(), "");
        keeps(&world).await;
        says(&visitor.reads("/my-friends").await, "Ada brought you");
        says(&visitor.reads(&link).await, "Noted");
    }
}

#[tokio::test]
async fn codes_are_asked_for_until_they_are_right() {
    for world in promising().await {
        let (ada, grace) = (world.customer("Ada"), world.customer("Grace"));
        let link = link_of(&ada).await;
        let code = link.trim_start_matches("/f/").to_lowercase();
        let visitor = world.visitor();
        for (path, status) in [("/f", 200), ("/f/nonsense", 422), ("/f/CCCCCCC", 404)] {
            let page = visitor.reads(path).await;
            assert_eq!(page.status(), status, "{path}");
            assert!(page.html().contains("name=\"code\""), "{path}");
        }
        let found = visitor.posts("/f", &format!("code={code}")).await;
        assert_eq!((found.status(), found.location()), (303, link.clone()));
        assert_eq!(visitor.posts("/f", "code=%3Cb%3E").await.status(), 422);
        let own = ada.posts("/my-friends/code", &format!("code={code}")).await;
        assert_eq!(own.status(), 409);
        says(&own, "This is your own code");
        let named = grace.posts("/my-friends/code", &format!("code={code}")).await;
        assert_eq!(named.status(), 303, "{}", named.text());
        says(&grace.reads("/my-friends").await, "Ada brought you");
        let again = grace.posts("/my-friends/code", &format!("code={code}")).await;
        assert_eq!(again.status(), 409);

        let mary = world.staff("Mary Hopper", Role::Manager);
        let page = mary.reads(&format!("/console/referrals/links?code={code}")).await;
        let at = page.html().find("/console/referrals/links/").expect("a link");
        let close = page.html()[at..at + "/console/referrals/links/".len() + 36].to_owned();
        assert_eq!(mary.posts(&format!("{close}/closing"), "").await.status(), 303);
        assert_eq!(visitor.reads(&link).await.status(), 404);
        says(&ada.reads("/my-friends").await, "Your link was closed");
    }
}

#[tokio::test]
async fn a_no_is_told_with_why_and_somebody_else_answers() {
    for world in promising().await {
        let (ada, grace) = (world.customer("Ada"), world.customer("Grace"));
        let link = link_of(&ada).await;
        // Known for a day before she comes: people look at it.
        let _ = grace.reads("/my-friends").await;
        world.advance_days(1);
        assert_eq!(grace.posts(&link, "from=").await.status(), 303);
        keeps(&world).await;
        buys(&world, &grace, "1", 5_000).await;
        world.advance_days(31);
        keeps(&world).await;
        let (mary, alan) =
            (world.staff("Mary Hopper", Role::Manager), world.staff("Alan", Role::Agent));
        let list = alan.reads("/console/referrals").await;
        says(&list, "To be looked at");
        assert!(!list.says("Rewards cost"), "an agent sees no measures");
        let desk = desk(&alan).await;
        says(&alan.reads(&desk).await, "Known before they came");
        let mute = alan.posts(&format!("{desk}/refusal"), "why=").await;
        assert_eq!(mute.status(), 422);
        let no = alan.posts(&format!("{desk}/refusal"), "why=You+were+here+before.").await;
        assert_eq!(no.status(), 303);
        let page = ada.reads("/my-friends").await;
        says(&page, "You were here before.");
        let at = page.html().find("/appeal\"").expect("a form");
        let begin = page.html()[..at].rfind("action=\"").unwrap() + 8;
        let appeal = format!("{}/appeal", &page.html()[begin..at]);
        let empty = ada.posts(&appeal, "why=+").await;
        assert_eq!(empty.status(), 422);
        assert!(empty.html().contains("aria-invalid"));
        let other = world.customer("Edsger");
        assert_eq!(other.posts(&appeal, "why=x").await.status(), 404);
        assert_eq!(ada.posts(&appeal, "why=Only+to+look.").await.status(), 303);
        assert!(!grace.reads("/my-friends").await.says("Only to look."), "each writes alone");
        says(&mary.reads("/console/referrals").await, "Refused");
        let own = alan.posts(&format!("{desk}/answer"), "granted=yes&answer=So+be+it").await;
        assert_eq!(own.status(), 409);
        let done = mary.posts(&format!("{desk}/answer"), "granted=yes&answer=Right.").await;
        assert_eq!(done.status(), 303, "{}", done.text());
        let page = ada.reads("/my-friends").await;
        says(&page, "You got 1,000 points");
        says(&page, "Right.");
        let early = alan.posts(&format!("{desk}/claw-back"), "reason=chargeback&why=x").await;
        assert_eq!(early.status(), 403);
        let wrong = mary.posts(&format!("{desk}/claw-back"), "reason=ring&why=x").await;
        assert_eq!(wrong.status(), 422);
        let back = mary.posts(&format!("{desk}/claw-back"), "reason=chargeback&why=The+bank").await;
        assert_eq!(back.status(), 303);
        says(&grace.reads("/my-friends").await, "called back by a bank");
    }
}

#[tokio::test]
async fn what_cannot_be_promised_is_asked_for_again() {
    for world in worlds().await {
        let (ada, mary) = (world.customer("Ada"), world.staff("Mary Hopper", Role::Manager));
        says(&ada.reads("/my-friends").await, "At the moment no friends can be brought");
        assert_eq!(ada.posts("/my-friends/link", "").await.status(), 409);
        says(&mary.reads("/console/referrals").await, "Nothing is promised yet");
        let wrong = TERMS.replace("visit_days=90", "visit_days=many");
        let page = mary.posts("/console/referrals/terms", &wrong).await;
        assert_eq!(page.status(), 422);
        assert!(page.html().contains("many"), "nothing typed is lost");
        let german = mary.speaking("de").posts("/console/referrals/terms", &wrong).await;
        says(&german, "Bitte geben Sie 1 bis 365 Tage an.");
        assert_eq!(mary.posts("/console/referrals/terms", TERMS).await.status(), 303);
        let closed = TERMS.replace("is_open=true", "is_open=");
        assert_eq!(mary.posts("/console/referrals/terms", &closed).await.status(), 303);
        let page = mary.reads("/console/referrals/terms").await;
        says(&page, "Nobody can be brought.");
        says(&page, "1,000 points and 500 points, for an order of £20.00 or more");
        let agent = world.staff("Alan", Role::Agent);
        assert_eq!(agent.reads("/console/referrals/terms").await.status(), 403);
        let viewer = world.staff("Kurt", Role::Viewer);
        assert_eq!(viewer.reads("/console/referrals").await.status(), 403);
        says(&viewer.reads("/console/referrals/said-and-done").await, "Nothing was said");
    }
}

#[tokio::test]
async fn programs_do_the_same_and_say_who_recommended_us() {
    for world in promising().await {
        let mary = world.staff("Mary Hopper", Role::Manager);
        let _ = mary.reads("/console/referrals").await;
        let api = world.api(KeyTo::Write);
        let by = |who: &str| json!({ "kind": "email", "value": format!("{who}@home.example") });
        let link = api.sends("/api/referrals/links", &json!({ "by": by("ada") })).await.json();
        let code = link["code"].as_str().unwrap().to_owned();
        let new = json!({ "by": by("grace"), "friends_code": code });
        let one = api.sends("/api/referrals", &new).await;
        assert_eq!(one.status(), 200, "{}", one.text());
        let one = one.json();
        assert_eq!(one["stage"], "identified");
        let listed = api.reads("/api/referrals?limit=1").await.json();
        assert_eq!(listed["referrals"][0]["id"], one["id"]);
        let person = one["referrer"].as_str().unwrap();
        let tree = api.reads(&format!("/api/referrals/tree?person={person}")).await.json();
        assert_eq!(tree["friends"][0]["person"], one["friend"]);
        let links = api.reads(&format!("/api/referrals/links?person={person}")).await.json();
        assert_eq!(links["links"][0]["code"], code.as_str());
        assert_eq!(api.reads("/api/referrals/terms").await.json()["referrer_reward"], "1000");
        let id = one["id"].as_str().unwrap();
        let early = json!({ "staff": "mary.hopper@shop.example", "decision": "approve" });
        let early = api.sends(&format!("/api/referrals/{id}/decision"), &early).await;
        assert_eq!(early.json()["code"], "referrals.not_waiting", "{}", early.text());
        let said = json!({ "by": by("ada"), "channel": "survey", "known_by": "self_report" });
        let first = api.sends("/api/recommendations", &said).await;
        assert_eq!(first.json()["is_new"], true, "{}", first.text());
        let second = api.sends("/api/recommendations", &said).await;
        assert_eq!(second.json()["is_new"], false);
        world.advance(jiff::SignedDuration::from_secs(60));
        let found = api.reads("/api/referrals/said-and-done?days=30").await.json();
        assert_eq!(found["too_early"], 1);
        says(&mary.reads("/console/referrals/said-and-done").await, "1 person said it so lately");
        let reader = world.api(KeyTo::Read);
        assert_eq!(reader.sends("/api/recommendations", &said).await.status(), 403);
        let grid = world.grid().await;
        assert_eq!(grid.contributions, 1);
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
            assert!(crate::deed::TOLD.contains(&notice.kind), "{}", notice.kind);
        }
        for reason in crate::judge::Reason::ALL {
            for of in ["referrals-my-reason", "referrals-reason"] {
                let key = crate::words::key(of, reason.name());
                assert!(keys.contains(&key), "{key} is missing in {code}");
            }
        }
        for stage in crate::stage::Stage::ALL {
            for of in ["referrals-stage", "referrals-my-stage", "referrals-my-what"] {
                let key = crate::words::key(of, stage.name());
                assert!(keys.contains(&key), "{key} is missing in {code}");
            }
        }
    }
}
