//! The code.

use deedwell_testing::Somebody;

use super::{another, asks, code_for, guard, setting, worlds};

const ADA: &str = "ada@home.example";
const TICKET: &str = "__Host-deedwell-code";
const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

async fn sends_herself_a_code(ada: &Somebody) -> String {
    let page = asks(ada, "email=Ada%40Home.example&to=%2Fmy-part").await;
    assert_eq!(page.status(), 200, "{}", page.text());
    code_for(ADA)
}

async fn types(somebody: &Somebody, code: &str) -> deedwell_testing::Reply {
    let form = format!("email=ada%40home.example&code={code}&to=%2Fmy-part");
    somebody.posts("/sign-in/code", &form).await
}

#[tokio::test]
async fn a_code_opens_the_door() {
    for world in worlds().await {
        let ada = world.visitor();
        let door = ada.reads("/my-part").await;
        assert_eq!(ada.follows(&door).await.status(), 200);

        let code = sends_herself_a_code(&ada).await;
        let typed = types(&ada, &format!("{}+{}", &code[..3], &code[3..])).await;

        assert_eq!(typed.location(), "/my-part");
        let mine = ada.follows(&typed).await;
        assert!(mine.says("ada@home.example proven by a code"), "{}", mine.text());
        assert!(mine.says("signed in"), "{}", mine.text());
        assert_eq!(world.ledger().await, ["ada@home.example customers.signed_in"]);
        assert_eq!(world.actions().await[0].facts, r#"{"by":"code"}"#);
    }
}

/// What was handed to whoever carries letters, of all stories.
static CARRIED: std::sync::Mutex<Vec<crate::carry::CodeLetter>> = std::sync::Mutex::new(Vec::new());

fn carried() -> deedwell_web::Routes {
    crate::routes_with(std::sync::Arc::new(|_, letter| {
        CARRIED.lock().unwrap().push(letter);
        Box::pin(async { Ok(true) })
    }))
}

#[tokio::test]
async fn where_mail_goes_a_code_goes_by_mail_and_stands_in_no_log() {
    super::listen();
    for world in setting(carried).worlds().await {
        CARRIED.lock().unwrap().clear();
        let grace = world.visitor();
        let page = asks(&grace, "email=Grace%40Home.example&to=%2Fmy-part").await;
        assert_eq!(page.status(), 200);
        let letter = CARRIED.lock().unwrap().last().cloned().unwrap();
        assert_eq!(letter.to, "grace@home.example");
        assert_eq!(letter.until, world.now() + crate::code::LASTS);
        let code: String = letter.subject.chars().take(6).collect();
        assert!(
            letter.text.contains(&code) && code.bytes().all(|b| b.is_ascii_digit()),
            "{letter:?}"
        );
        assert!(!super::is_logged("grace@home.example"));
        let form = format!("email=grace%40home.example&code={code}&to=%2Fmy-part");
        assert_eq!(grace.posts("/sign-in/code", &form).await.location(), "/my-part");
    }
}

#[tokio::test]
async fn a_code_works_once() {
    for world in worlds().await {
        let ada = world.visitor();
        let code = sends_herself_a_code(&ada).await;
        let ticket = ada.cookie(TICKET).unwrap();
        assert_eq!(types(&ada, &code).await.status(), 303);
        assert_eq!(ada.cookie(TICKET), None);
        // Even with the ticket of this browser.
        let kurt = world.visitor();
        let form = format!("email=ada%40home.example&code={code}");
        let cookie = format!("{TICKET}={ticket}");
        let headers = [FORM, ("cookie", cookie.as_str())];
        let again = kurt.asks(axum::http::Method::POST, "/sign-in/code", &headers, form).await;
        assert_eq!(again.status(), 422);
        assert!(again.says("has been used"), "{}", again.text());
        assert_eq!(kurt.reads("/my-part").await.status(), 303);
        assert_eq!(world.ledger().await.len(), 1);
    }
}

#[tokio::test]
async fn a_code_dies_of_five_tries() {
    for world in worlds().await {
        let ada = world.visitor();
        let code = sends_herself_a_code(&ada).await;
        for left in [4, 3, 2, 1] {
            let wrong = types(&ada, &another(&code)).await;
            assert_eq!(wrong.status(), 422);
            let more = if left == 1 { "One more try".into() } else { format!("{left} more tries") };
            assert!(wrong.says(&more), "{}", wrong.text());
        }
        assert!(types(&ada, &another(&code)).await.says("its tries are over"));
        assert_eq!(types(&ada, &code).await.status(), 422);
        // Another code begins anew.
        let code = sends_herself_a_code(&ada).await;
        assert_eq!(types(&ada, &code).await.status(), 303);
    }
}

#[tokio::test]
async fn a_stranger_who_knows_the_address_spends_no_try_of_hers() {
    for world in worlds().await {
        let (ada, kurt) = (world.visitor(), world.visitor());
        let code = sends_herself_a_code(&ada).await;
        // Without a ticket there is nothing to try, not even the right code.
        for _ in 0..6 {
            assert_eq!(types(&kurt, &another(&code)).await.status(), 422);
        }
        assert_eq!(types(&kurt, &code).await.status(), 422);
        // With one of his own, it is his own code that he spends.
        asks(&kurt, "email=ada%40home.example").await;
        let his = code_for(ADA);
        for _ in 0..5 {
            assert_eq!(types(&kurt, &another(&his)).await.status(), 422);
        }
        if code != his {
            assert_eq!(types(&kurt, &code).await.status(), 422);
        }
        assert_eq!(types(&ada, &code).await.location(), "/my-part");
        assert_eq!(kurt.reads("/my-part").await.status(), 303);
    }
}

#[tokio::test]
async fn two_browsers_of_one_address_have_a_code_each() {
    for world in worlds().await {
        let (desk, telephone) = (world.visitor(), world.visitor());
        let first = sends_herself_a_code(&desk).await;
        let second = sends_herself_a_code(&telephone).await;
        let cookie = asks(&telephone, "email=bob%40home.example").await;
        let cookie = cookie.header("set-cookie").unwrap();
        for rule in ["HttpOnly", "SameSite=Lax", "Secure", "Max-Age=600"] {
            assert!(cookie.contains(rule), "{cookie}");
        }
        // The telephone asked for somebody else meanwhile: its first code is still hers.
        assert_eq!(types(&desk, &first).await.location(), "/my-part");
        assert_eq!(types(&telephone, &second).await.location(), "/my-part");
    }
}

#[tokio::test]
async fn limits_hold_for_a_whole_network() {
    for world in worlds().await {
        let kurt = world.visitor();
        for n in 0..crate::code::CODES_OF_ADDRESS {
            // Whoever has one address of a network has them all.
            let peer = kurt.from_peer(&format!("2001:db8::{n:x}:1"));
            assert_eq!(asks(&peer, "email=ada%40home.example").await.status(), 200);
        }
        let same = kurt.from_peer("2001:db8::ffff:ffff:ffff:ffff");
        assert_eq!(asks(&same, "email=ada%40home.example").await.status(), 429);
        let another = kurt.from_peer("2001:db8:0:1::1");
        assert_eq!(asks(&another, "email=ada%40home.example").await.status(), 200);
    }
}

#[tokio::test]
async fn tries_at_once_are_no_more_than_one_after_the_other() {
    for world in worlds().await {
        let ada = world.visitor();
        let code = sends_herself_a_code(&ada).await;
        let wrong = another(&code);
        let tries = tokio::join!(
            types(&ada, &wrong),
            types(&ada, &wrong),
            types(&ada, &wrong),
            types(&ada, &wrong),
            types(&ada, &wrong),
        );
        assert_eq!(tries.0.status(), 422);
        assert_eq!(types(&ada, &code).await.status(), 422, "the sixth try");
    }
}

#[tokio::test]
async fn a_code_lasts_ten_minutes() {
    for world in worlds().await {
        let ada = world.visitor();
        let early = sends_herself_a_code(&ada).await;
        world.advance(jiff::SignedDuration::from_mins(10));
        assert_eq!(types(&ada, &early).await.status(), 422);
        let code = sends_herself_a_code(&ada).await;
        world.advance(jiff::SignedDuration::from_secs(599));
        assert_eq!(types(&ada, &code).await.status(), 303);
    }
}

#[tokio::test]
async fn only_the_last_code_of_an_address_works() {
    for world in worlds().await {
        let ada = world.visitor();
        let first = sends_herself_a_code(&ada).await;
        let last = sends_herself_a_code(&ada).await;
        if first != last {
            assert_eq!(types(&ada, &first).await.status(), 422);
        }
        assert_eq!(types(&ada, &last).await.status(), 303);
    }
}

#[tokio::test]
async fn a_code_opens_one_organisation() {
    for world in worlds().await {
        let ada = world.visitor();
        let code = sends_herself_a_code(&ada).await;
        let elsewhere = ada.at_host("elsewhere.deedwell.example");
        assert_eq!(types(&elsewhere, &code).await.status(), 422);
        assert_eq!(types(&ada, &code).await.status(), 303);
    }
}

#[tokio::test]
async fn the_door_says_the_same_of_everybody() {
    for world in worlds().await {
        let _ada = world.customer("Ada");
        let kurt = world.visitor();
        let known = asks(&kurt, "email=ada%40shop.example").await;
        let unknown = asks(&kurt, "email=bob%40shop.example").await;
        // What guards the form is another each time, whoever asks.
        let text = |r: &deedwell_testing::Reply| {
            let html = r.html().replace("ada@", "x@").replace("bob@", "x@");
            let (before, rest) = html.split_once("name=\"form\" value=\"").unwrap();
            let (_, after) = rest.split_once('"').unwrap();
            format!("{before}{after}")
        };
        assert_eq!((known.status(), text(&known)), (unknown.status(), text(&unknown)));
        assert!(known.says("comes by the way that the shop has set up"), "{}", known.text());
        assert!(!known.html().contains(&code_for("ada@shop.example")));
    }
}

#[tokio::test]
async fn codes_are_counted_by_address_and_by_place() {
    for world in worlds().await {
        let kurt = world.visitor();
        for _ in 0..crate::code::CODES_OF_ADDRESS {
            assert_eq!(asks(&kurt, "email=ada%40home.example").await.status(), 200);
        }
        let much = asks(&kurt, "email=ada%40home.example").await;
        assert_eq!(much.status(), 429);
        assert!(much.header("retry-after").is_some());
        // Another way to write the address is the same address; but Kurt cannot keep Ada out by asking
        // in her name, for she asks from another place.
        assert_eq!(asks(&kurt, "email=ADA%40home.example").await.status(), 429);
        let elsewhere = kurt.from_peer("203.0.113.9");
        assert_eq!(asks(&elsewhere, "email=ada%40home.example").await.status(), 200);
        for n in crate::code::CODES_OF_ADDRESS..crate::code::CODES_OF_PEER {
            let form = format!("email=a{n}%40home.example");
            assert_eq!(asks(&kurt, &form).await.status(), 200, "{n}");
        }
        assert_eq!(asks(&kurt, "email=z%40home.example").await.status(), 429);
        assert_eq!(asks(&elsewhere, "email=z%40home.example").await.status(), 200);
    }
}

#[tokio::test]
async fn what_is_no_address_is_typed_again() {
    for world in worlds().await {
        let ada = world.visitor().speaking("de");
        let again = asks(&ada, "email=ada&to=%2Fideas").await;
        assert_eq!(again.status(), 422);
        assert!(again.html().contains("value=\"ada\""), "{}", again.html());
        assert!(again.html().contains("value=\"/ideas\""), "{}", again.html());
        assert_eq!(asks(&ada, "email=a%40b.de&admin=1").await.status(), 422);
    }
}

#[tokio::test]
async fn nobody_is_sent_elsewhere() {
    for world in worlds().await {
        let ada = world.visitor();
        for foreign in ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2F%5Cevil.example"] {
            let door = ada.reads(&format!("/sign-in?to={foreign}")).await;
            let to = "name=\"to\" value=\"/\"";
            assert!(door.html().contains(to), "{}", door.html());
        }
        let code = sends_herself_a_code(&ada).await;
        let form = format!("email=ada%40home.example&code={code}&to=%2F%2Fevil.example");
        assert_eq!(ada.posts("/sign-in/code", &form).await.location(), "/");
    }
}

#[tokio::test]
async fn who_signs_out_is_out() {
    for world in worlds().await {
        let ada = world.customer("Ada");
        assert_eq!(ada.reads("/my-part").await.status(), 200);
        let before = ada.cookie("__Host-deedwell-me").unwrap();
        let out = ada.posts("/sign-out", "").await;
        assert_eq!(out.location(), "/");
        assert!(ada.follows(&out).await.says("You are signed out."));
        assert_eq!(ada.reads("/my-part").await.status(), 303);
        // The session is over on our side as well.
        let cookie = format!("__Host-deedwell-me={before}");
        let headers = [("cookie", cookie.as_str())];
        let kept = ada.asks(axum::http::Method::GET, "/my-part", &headers, String::new()).await;
        assert_eq!(kept.status(), 303);
    }
}

/// Machines are told from people without asking anybody else, and nobody loses what they typed.
#[tokio::test]
async fn the_form_for_a_code_is_for_people() {
    for world in worlds().await {
        let ada = world.visitor();
        let typed = "email=ada%40home.example&to=%2Fmy-part";
        for (form, says) in [
            (typed.to_owned(), "open for too long"),
            (format!("{typed}&form=x.y.z"), "open for too long"),
            (format!("{typed}&second_subject=spam&form={}", guard(&ada).await), "do not see"),
        ] {
            let refused = ada.posts("/sign-in", &form).await;
            assert_eq!(refused.status(), 422, "{form}");
            assert!(refused.says(says), "{says}: {}", refused.text());
            assert!(refused.html().contains("value=\"ada@home.example\""), "what was typed stays");
            assert!(refused.html().contains("name=\"to\" value=\"/my-part\""));
        }
        let guard = guard(&ada).await;
        let form = format!("{typed}&form={guard}");
        assert_eq!(ada.posts("/sign-in", &form).await.status(), 200);
        let again = ada.posts("/sign-in", &form).await;
        assert_eq!(again.status(), 422);
        assert!(again.says("This was sent already."), "{}", again.text());
        let old = self::guard(&ada).await;
        world.advance_days(2);
        let late = ada.posts("/sign-in", &format!("{typed}&form={old}")).await;
        assert!(late.says("open for too long"));
    }
}

/// Several who use one browser are known by it, and each by their network; a number of the browser stays.
#[tokio::test]
async fn who_signs_in_is_seen_with_their_browser() {
    for world in worlds().await {
        let browser = world.visitor();
        let mut identities = Vec::new();
        for name in ["ada", "bob"] {
            asks(&browser, &format!("email={name}%40tablet.example")).await;
            let code = code_for(&format!("{name}@tablet.example"));
            let form = format!("email={name}%40tablet.example&code={code}");
            assert_eq!(browser.posts("/sign-in/code", &form).await.status(), 303);
            let mut tx = world.tx().await;
            let find = tx.query("select id from identity where organisation = $1 and value = $2");
            let row = tx.one(find.bind(format!("{name}@tablet.example"))).await.unwrap();
            identities.push(row.id::<deedwell_core::Identity>("id").unwrap());
            drop(tx);
            browser.posts("/sign-out", "").await;
        }
        let kept = ["deedwell-browser", "__Host-deedwell-browser"].map(|name| browser.cookie(name));
        assert!(kept.iter().any(Option::is_some), "it stays when they sign out");
        let mut tx = world.tx().await;
        let signs = deedwell_trust::store::signs_of(&mut tx, &identities).await.unwrap();
        let prints = |kind| {
            let of = signs.iter().filter(move |s| s.kind == kind);
            of.map(|s| s.print.clone()).collect::<std::collections::BTreeSet<_>>()
        };
        use deedwell_trust::sign::SignKind;
        assert_eq!(prints(SignKind::Browser).len(), 1, "one browser");
        assert_eq!(prints(SignKind::Mailbox).len(), 2, "two mailboxes");
    }
}
