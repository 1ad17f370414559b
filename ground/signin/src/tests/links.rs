//! The link beside the code.

use deedwell_testing::World;

use super::{another, asks, is_logged, setting};

/// What was handed to whoever carries letters, of this story.
static CARRIED: std::sync::Mutex<Vec<crate::carry::CodeLetter>> = std::sync::Mutex::new(Vec::new());
static ONE_AT_A_TIME: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

fn carried() -> deedwell_web::Routes {
    crate::routes_with(std::sync::Arc::new(|_, letter| {
        CARRIED.lock().unwrap().push(letter);
        Box::pin(async { Ok(true) })
    }))
}

async fn worlds() -> Vec<World> {
    setting(carried).worlds().await
}

/// The link of the last letter: its path, and its token.
fn last_link() -> (String, String) {
    let letter = CARRIED.lock().unwrap().last().cloned().unwrap();
    let line =
        letter.text.lines().find(|l| l.contains("/sign-in/link?")).unwrap().trim().to_owned();
    assert!(line.starts_with("https://shop."), "{line}");
    let path = &line[line.find("/sign-in/link").unwrap()..];
    let token = path.split("token=").nth(1).unwrap().split('&').next().unwrap();
    (path.to_owned(), token.to_owned())
}

fn last_code() -> String {
    CARRIED.lock().unwrap().last().unwrap().subject.chars().take(6).collect()
}

#[tokio::test]
async fn the_link_signs_in_by_a_button_and_once() {
    let _alone = ONE_AT_A_TIME.lock().await;
    for world in worlds().await {
        let ada = world.visitor();
        asks(&ada, "email=Ada%40home.example&to=%2Fmy-part").await;
        let ((path, token), code) = (last_link(), last_code());
        assert!(path.ends_with("&to=/my-part"), "{path}");
        // Scanners and previews look, in any browser, with any method that changes nothing.
        for _ in 0..3 {
            world.visitor().reads(&path).await;
            assert!(ada.reads(&path).await.says("as ada@home.example"));
        }
        assert_eq!(world.ledger().await, [""; 0]);
        assert_eq!(ada.reads("/my-part").await.status(), 303);

        let form = format!("token={token}&to=%2Fmy-part");
        let went = ada.posts("/sign-in/link", &form).await;
        assert_eq!(went.location(), "/my-part");
        assert!(ada.follows(&went).await.says("ada@home.example proven by a code"));
        assert_eq!(world.actions().await[0].facts, r#"{"by":"link"}"#);
        assert_eq!(ada.posts("/sign-in/link", &form).await.status(), 422);
        // Nor does the code open any more.
        let typed = format!("email=ada%40home.example&code={code}");
        assert_eq!(ada.posts("/sign-in/code", &typed).await.status(), 422);
        assert!(!is_logged("ada@home.example"));
    }
}

#[tokio::test]
async fn in_another_browser_it_opens_nothing() {
    let _alone = ONE_AT_A_TIME.lock().await;
    for world in worlds().await {
        let (kurt, ada) = (world.visitor(), world.visitor());
        // Kurt asks for himself and sends Ada his link, to have her write as him.
        asks(&kurt, "email=kurt%40home.example").await;
        let (path, token) = last_link();
        let form = format!("token={token}");
        for _ in 0..2 {
            let shown = ada.reads(&path).await;
            assert_eq!(shown.status(), 422);
            assert!(shown.says("only in the browser in which you asked"), "{}", shown.text());
            assert_eq!(ada.posts("/sign-in/link", &form).await.status(), 422);
            // Also when she asked for a code of her own meanwhile.
            asks(&ada, "email=ada%40home.example").await;
        }
        assert_eq!(ada.reads("/my-part").await.status(), 303);
        // She spent nothing of his: a use that is refused is none.
        assert_eq!(kurt.posts("/sign-in/link", &form).await.status(), 303);
    }
}

#[tokio::test]
async fn a_link_dies_with_its_code_and_its_time() {
    let _alone = ONE_AT_A_TIME.lock().await;
    for world in worlds().await {
        let ada = world.visitor();
        let opens = async |token: String| {
            ada.posts("/sign-in/link", &format!("token={token}")).await.status() == 303
        };
        asks(&ada, "email=ada%40home.example").await;
        let first = last_link().1;
        // Another takes its place.
        asks(&ada, "email=ada%40home.example").await;
        let (second, code) = (last_link().1, last_code());
        assert!(!opens(first).await);
        // The code was typed.
        let typed = |code: &str| format!("email=ada%40home.example&code={code}");
        assert_eq!(ada.posts("/sign-in/code", &typed(&another(&code))).await.status(), 422);
        assert_eq!(ada.posts("/sign-in/code", &typed(&code)).await.status(), 303);
        assert!(!opens(second).await);
        ada.posts("/sign-out", "").await;
        asks(&ada, "email=ada%40home.example").await;
        let third = last_link().1;
        world.advance(crate::code::LASTS);
        assert!(!opens(third).await);
        for junk in ["", "x", &"x".repeat(5000), "%00"] {
            assert!(!opens(junk.to_owned()).await, "{junk}");
        }
    }
}
