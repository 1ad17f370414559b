//! Where somebody is signed in.

use axum::http::Method;
use deedwell_testing::{Reply, Somebody};

use super::{code_for, guard, worlds};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// Ada signs in by a code in a browser that says what it is.
async fn signs_in(somebody: &Somebody, agent: &str) {
    let headers = [FORM, ("user-agent", agent)];
    let ask = format!("email=ada%40shop.example&form={}", guard(somebody).await);
    assert_eq!(somebody.asks(Method::POST, "/sign-in", &headers, ask).await.status(), 200);
    let code = code_for("ada@shop.example");
    let form = format!("email=ada%40shop.example&code={code}");
    assert_eq!(somebody.asks(Method::POST, "/sign-in/code", &headers, form).await.status(), 303);
}

/// The marks of those that can be ended, as they stand on the page.
fn marks(page: &Reply) -> Vec<String> {
    let html = page.html();
    let parts = html.split("name=\"session\" value=\"").skip(1);
    parts.map(|part| part.split('"').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn ada_sees_where_she_is_signed_in_and_ends_one() {
    for world in worlds().await {
        let (ada, lost, kurt) = (world.customer("Ada"), world.visitor(), world.customer("Kurt"));
        signs_in(&lost, FIREFOX).await;
        assert_eq!(lost.reads("/my-part").await.status(), 200);

        let page = ada.reads("/my-part/sessions").await;
        assert!(page.says("Firefox, Linux") && page.says("this browser"), "{}", page.text());
        assert!(!page.html().contains("127.0.0.1"));
        let others = marks(&page);
        assert_eq!(others.len(), 1, "{}", page.html());

        // Kurt cannot end it.
        let form = format!("session={}", others[0]);
        assert_eq!(kurt.posts("/my-part/sessions/ending", &form).await.status(), 404);
        assert_eq!(lost.reads("/my-part").await.status(), 200);

        let ended = ada.posts("/my-part/sessions/ending", &form).await;
        assert!(ada.follows(&ended).await.says("signed in nowhere else"));
        // From the next request on.
        assert_eq!(lost.reads("/my-part").await.status(), 303);
        assert_eq!(lost.posts("/my-part/name", "name=Kurt").await.status(), 401);
        assert_eq!(ada.posts("/my-part/sessions/ending", &form).await.status(), 404);
        assert_eq!(ada.reads("/my-part").await.status(), 200);
        let last = world.actions().await.pop().unwrap();
        assert_eq!((&*last.name, &*last.facts), ("customers.sessions_ended", r#"{"ended":1}"#));
    }
}

#[tokio::test]
async fn all_others_end_at_once() {
    for world in worlds().await {
        let (ada, kurt) = (world.customer("Ada"), world.customer("Kurt"));
        let browsers = [world.visitor(), world.visitor(), world.visitor()];
        for browser in &browsers {
            signs_in(browser, "curl/8").await;
        }
        let page = ada.reads("/my-part/sessions").await;
        assert!(page.says("A browser we do not know"), "{}", page.text());
        ada.posts("/my-part/sessions/others/ending", "").await.location();
        for browser in &browsers {
            assert_eq!(browser.reads("/my-part").await.status(), 303);
        }
        assert_eq!(ada.reads("/my-part").await.status(), 200);
        assert_eq!(kurt.reads("/my-part").await.status(), 200);
        let file = ada.reads("/my-part/data.json").await.json();
        assert_eq!(file["programmes"]["signin"]["sessions"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn the_last_use_is_known_to_the_hour() {
    for world in worlds().await {
        let (ada, desk) = (world.customer("Ada"), world.visitor());
        signs_in(&desk, FIREFOX).await;
        world.advance_days(3);
        desk.reads("/my-part").await;
        // Noted beside the request.
        let mut noted = false;
        for _ in 0..100 {
            let file = ada.reads("/my-part/data.json").await.json();
            let sessions = file["programmes"]["signin"]["sessions"].as_array().unwrap().clone();
            let hers = sessions.iter().find(|s| s["browser"] == "firefox/linux").unwrap();
            noted = hers["seen_at"] != hers["created_at"];
            if noted {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        assert!(noted, "the use was never noted");
    }
}
