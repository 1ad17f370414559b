//! The password that customers may set.

use deedwell_people::{IdentityKind, Proof, Sign, merge};
use deedwell_testing::{Reply, Somebody, World};
use deedwell_web::Peer;

use super::{another, asks, code_for, setting, worlds};

pub(super) const ADA: &str = "ada@shop.example";
const GOOD: &str = "seven+sheep+on+a+wall";

/// What was told to addresses, of this story.
static TOLD: std::sync::Mutex<Vec<crate::carry::CodeLetter>> = std::sync::Mutex::new(Vec::new());

fn told() -> deedwell_web::Routes {
    crate::routes_with(std::sync::Arc::new(|_, letter| {
        TOLD.lock().unwrap().push(letter);
        Box::pin(async { Ok(true) })
    }))
}

/// Ada shows by a code that it is she.
pub(super) async fn proves(ada: &Somebody) {
    let sent = ada.posts("/my-part/ways-in/code", "email=ada%40shop.example").await;
    assert_eq!(sent.status(), 200, "{}", sent.text());
    let form = format!("email=ada%40shop.example&code={}", code_for(ADA));
    let proven = ada.posts("/my-part/ways-in/proof", &form).await;
    assert!(ada.follows(&proven).await.says("You have shown that you read ada@shop.example"));
}

async fn sets(ada: &Somebody, password: &str) -> Reply {
    ada.posts("/my-part/ways-in/password", &format!("password={password}&again={password}")).await
}

async fn tries(somebody: &Somebody, email: &str, password: &str) -> Reply {
    let form = format!("email={email}&password={password}&to=%2Fmy-part");
    somebody.posts("/sign-in/password", &form).await
}

async fn count(world: &World, table: &str) -> i64 {
    let mut tx = world.tx().await;
    let sql = match table {
        "signin_proof" => "select count(*) as n from signin_proof where organisation = $1",
        _ => "select count(*) as n from customer_password where organisation = $1",
    };
    let count = tx.query(sql);
    tx.one(count).await.unwrap().number("n").unwrap()
}

#[tokio::test]
async fn ada_sets_a_password_comes_in_with_it_and_removes_it() {
    for world in worlds().await {
        let (ada, again) = (world.customer("Ada"), world.visitor());
        assert!(ada.reads("/my-part/ways-in").await.says("You have set no password"));
        let unproven = sets(&ada, GOOD).await;
        assert_eq!(unproven.status(), 422);
        assert!(unproven.says("show first that it is you"), "{}", unproven.text());
        assert_eq!(tries(&again, "ada%40shop.example", GOOD).await.status(), 422);

        proves(&ada).await;
        let set = sets(&ada, GOOD).await;
        assert!(ada.follows(&set).await.says("ada@shop.example"), "{}", set.text());
        let wrong = tries(&again, "ada%40shop.example", "seven+sheep+on+a+hill").await;
        assert_eq!(wrong.status(), 422);
        let right = tries(&again, "Ada%40Shop.example", GOOD).await;
        assert_eq!(right.location(), "/my-part");
        assert!(again.reads("/my-part").await.says(ADA));
        let names: Vec<_> = world.actions().await.into_iter().map(|a| (a.name, a.facts)).collect();
        let ends = names.iter().map(|(n, f)| (&**n, &**f)).collect::<Vec<_>>();
        assert_eq!(
            ends,
            [("customers.password_set", ""), ("customers.signed_in", r#"{"by":"password"}"#)]
        );
        // Signed in by it is no fresh proof: it cannot be changed with itself.
        assert_eq!(sets(&again, "eight+sheep+on+a+wall").await.status(), 422);
        let file = ada.reads("/my-part/data.json").await;
        let held = &file.json()["programmes"]["signin"]["passwords_set_at"];
        assert_eq!(held.as_array().unwrap().len(), 1);
        assert!(!file.text().contains("argon2"));

        let removed =
            ada.posts("/my-part/ways-in/password/removing", "email=ada%40shop.example").await;
        assert!(ada.follows(&removed).await.says("You have set no password"));
        let late = world.visitor();
        assert_eq!(tries(&late, "ada%40shop.example", GOOD).await.status(), 422);
        assert_eq!(count(&world, "customer_password").await, 0);
        let last = world.actions().await.pop().unwrap();
        assert_eq!((&*last.name, &*last.facts), ("customers.password_removed", ""));
    }
}

#[tokio::test]
async fn every_change_is_told_to_the_address() {
    super::listen();
    for world in setting(told).worlds().await {
        TOLD.lock().unwrap().clear();
        let ada = world.customer("Ada");
        ada.posts("/my-part/ways-in/code", "email=ada%40shop.example").await;
        let code: String = TOLD.lock().unwrap().last().unwrap().subject.chars().take(6).collect();
        let form = format!("email=ada%40shop.example&code={code}");
        assert_eq!(ada.posts("/my-part/ways-in/proof", &form).await.status(), 303);
        assert_eq!(sets(&ada, GOOD).await.status(), 303);
        assert_eq!(sets(&ada, "eight+sheep+on+a+wall").await.status(), 303);
        let gone = "email=ada%40shop.example";
        assert_eq!(ada.posts("/my-part/ways-in/password/removing", gone).await.status(), 303);
        // Once more there is nothing to tell.
        assert_eq!(ada.posts("/my-part/ways-in/password/removing", gone).await.status(), 303);
        let told = TOLD.lock().unwrap().clone();
        let subjects: Vec<&str> = told.iter().skip(1).map(|l| l.subject.as_str()).collect();
        assert_eq!(
            subjects,
            [
                "A password was set at The Shop",
                "Your password at The Shop was changed",
                "Your password at The Shop was removed"
            ]
        );
        assert!(told.iter().all(|l| l.to == ADA && !l.text.contains("sheep")), "{told:?}");
    }
}

#[tokio::test]
async fn what_is_easily_guessed_is_no_password() {
    for world in worlds().await {
        let ada = world.customer("Ada");
        proves(&ada).await;
        let long = "a+b+".repeat(51);
        for (bad, why) in [
            ("short", "at least 12 characters"),
            (&*long, "at most 200 characters"),
            ("password1234", "Many people use this one"),
            ("The+Shop+2026", "your name or the shop"),
            ("my+long+words+ada%40shop.example+and+more+words", "your name or the shop"),
        ] {
            let refused = sets(&ada, bad).await;
            assert_eq!(refused.status(), 422);
            assert!(refused.says(why), "{bad}: {}", refused.text());
        }
        let twice = format!("password={GOOD}&again=seven+sheep+on+a+hill");
        let refused = ada.posts("/my-part/ways-in/password", &twice).await;
        assert!(refused.says("not the same"), "{}", refused.text());
        assert_eq!(count(&world, "customer_password").await, 0);
    }
}

#[tokio::test]
async fn a_proof_is_of_this_session_of_this_address_and_of_now() {
    for world in worlds().await {
        let (ada, kurt, elsewhere) =
            (world.customer("Ada"), world.customer("Kurt"), world.visitor());
        // A code of the door proves it for the session that it opened, and no other.
        asks(&elsewhere, "email=ada%40shop.example").await;
        let form = format!("email=ada%40shop.example&code={}", code_for(ADA));
        // The code of the door is none of this page.
        assert_eq!(ada.posts("/my-part/ways-in/proof", &form).await.status(), 422);
        assert_eq!(elsewhere.posts("/sign-in/code", &form).await.status(), 303);
        assert!(elsewhere.reads("/my-part/ways-in").await.says("You have shown that you read"));
        assert!(ada.reads("/my-part/ways-in").await.says("So that nobody who finds"));
        assert_eq!(sets(&ada, GOOD).await.status(), 422);
        // Somebody else's address cannot be asked for, nor their code be used.
        let theirs = kurt.posts("/my-part/ways-in/code", "email=ada%40shop.example").await;
        assert_eq!(theirs.status(), 422);
        ada.posts("/my-part/ways-in/code", "email=ada%40shop.example").await;
        let code = code_for(ADA);
        let form = format!("email=ada%40shop.example&code={code}");
        assert_eq!(kurt.posts("/my-part/ways-in/proof", &form).await.status(), 422);
        let wrong = format!("email=ada%40shop.example&code={}", another(&code));
        assert!(ada.posts("/my-part/ways-in/proof", &wrong).await.says("4 more tries"));
        // Nor does it open the door.
        assert_eq!(world.visitor().posts("/sign-in/code", &form).await.status(), 422);
        assert_eq!(ada.posts("/my-part/ways-in/proof", &form).await.status(), 303);
        assert_eq!(ada.posts("/my-part/ways-in/proof", &form).await.status(), 422);
        assert_eq!(sets(&ada, GOOD).await.status(), 303);
        world.advance_days(1);
        assert_eq!(sets(&ada, "eight+sheep+on+a+wall").await.status(), 422);
        let remove = "email=ada%40shop.example";
        assert_eq!(ada.posts("/my-part/ways-in/password/removing", remove).await.status(), 422);
        assert_eq!(tries(&world.visitor(), "ada%40shop.example", GOOD).await.status(), 303);
        // Those that are over do not stay.
        proves(&ada).await;
        assert_eq!(count(&world, "signin_proof").await, 1);
    }
}

#[tokio::test]
async fn nobody_learns_who_is_a_customer() {
    for world in worlds().await {
        let (ada, kurt) = (world.customer("Ada"), world.customer("Kurt"));
        proves(&ada).await;
        assert_eq!(sets(&ada, GOOD).await.status(), 303);
        kurt.reads("/my-part").await;
        let mut answers = Vec::new();
        // With a password; without one; never heard of.
        for address in ["ada%40shop.example", "kurt%40shop.example", "nobody%40shop.example"] {
            let refused = tries(&world.visitor(), address, "seven+sheep+on+a+hill").await;
            assert_eq!(refused.status(), 422);
            let name = address.split('%').next().unwrap();
            answers.push(refused.html().replace(name, "x"));
        }
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[1], answers[2]);
        // Each spends its tries.
        for address in ["ada%40shop.example", "nobody%40shop.example"] {
            for _ in 1..crate::password::TRIES {
                assert_eq!(tries(&world.visitor(), address, "x").await.status(), 422);
            }
            assert_eq!(tries(&world.visitor(), address, "x").await.status(), 429);
        }
    }
}

#[tokio::test]
async fn who_guesses_shuts_the_password_and_not_the_code() {
    for world in worlds().await {
        let ada = world.customer("Ada");
        proves(&ada).await;
        assert_eq!(sets(&ada, GOOD).await.status(), 303);
        // Each from a place of its own, as many as there are.
        let sign = Sign::new(IdentityKind::Email, ADA, "").unwrap();
        let mut tx = world.tx().await;
        for n in 1..=crate::password::TRIES_OF_ADDRESS {
            let peer = Peer(format!("192.0.2.{n}").parse().unwrap());
            let limits = crate::password::limits(&sign, peer);
            assert!(crate::password::may_try(&mut tx, &limits).await.unwrap());
        }
        tx.commit().await.unwrap();
        let home = world.visitor().from_peer("198.51.100.7");
        let paused = tries(&home, "ada%40shop.example", GOOD).await;
        assert_eq!(paused.status(), 429);
        assert!(paused.says("sign in by a code at once"), "{}", paused.text());
        asks(&home, "email=ada%40shop.example").await;
        let form = format!("email=ada%40shop.example&code={}", code_for(ADA));
        assert_eq!(home.posts("/sign-in/code", &form).await.status(), 303);
        // An hour later it works again; what was right was no guess.
        world.advance_days(1);
        for _ in 0..=crate::password::TRIES {
            let tried = tries(&world.visitor(), "ada%40shop.example", GOOD).await;
            assert_eq!(tried.status(), 303);
        }
    }
}

#[tokio::test]
async fn the_choice_stands_behind_the_address() {
    for world in worlds().await {
        let ada = world.visitor();
        let page = asks(&ada, "email=ada%40shop.example&way=password&to=%2Fmy-part").await;
        assert_eq!(page.status(), 200);
        assert!(page.html().contains("action=\"/sign-in/password\""), "{}", page.html());
        assert!(page.html().contains("value=\"ada@shop.example\""));
        assert!(page.says("Forgotten it"), "{}", page.text());
        assert!(!super::is_logged(ADA), "no code was asked for");
        assert_eq!(ada.reads("/sign-in/password").await.status(), 200);
    }
}

#[tokio::test]
async fn a_password_goes_with_its_address_and_with_who_is_forgotten() {
    for world in worlds().await {
        let (ada, kurt) = (world.customer("Ada"), world.customer("Kurt"));
        proves(&ada).await;
        assert_eq!(sets(&ada, GOOD).await.status(), 303);
        let (hers, his) = (ada.person().await, kurt.person().await);
        let mut tx = world.tx().await;
        let sign = Sign::new(IdentityKind::Email, ADA, "").unwrap();
        let before = deedwell_people::ensure(&mut tx, &sign, Proof::Code, "").await.unwrap();
        drop(tx);
        assert_eq!(before.person, hers);
        let staff = world.staff("mary", deedwell_web::Role::Manager).staff().await;
        let mut tx = world.tx().await;
        merge::merge(&mut tx, his, hers, "The same", staff).await.unwrap();
        tx.commit().await.unwrap();
        // She is one with Kurt now, and comes in as whoever the address belongs to.
        let again = world.visitor();
        assert_eq!(tries(&again, "ada%40shop.example", GOOD).await.status(), 303);
        assert!(again.reads("/my-part").await.says("kurt@shop.example"));
        let mut tx = world.tx().await;
        crate::forget(&mut tx, &[before.identity]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(count(&world, "customer_password").await, 0);
        assert_eq!(count(&world, "signin_proof").await, 0);
        assert_eq!(tries(&world.visitor(), "ada%40shop.example", GOOD).await.status(), 422);
    }
}
