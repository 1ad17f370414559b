//! What customers see and press of it.

use axum::http::Method;
use deedwell_testing::Reply;

use super::*;

async fn sent_news(world: &World, who: &Somebody, name: &str) -> Due {
    news_to(world, who, name, "1").await;
    send(world).await.pop().unwrap()
}

fn as_mail_program<'a>() -> [(&'a str, &'a str); 1] {
    [("content-type", "application/x-www-form-urlencoded")]
}

const ONE_CLICK: &str = "List-Unsubscribe=One-Click";

/// As a mail program does: no cookies, no page it comes from.
async fn one_click(world: &World, path: &str, kind: &str, body: &str) -> Reply {
    let nobody = world.visitor();
    nobody.asks(Method::POST, path, &[("content-type", kind)], body.to_owned()).await
}

#[tokio::test]
async fn one_press_of_a_mail_program_ends_a_topic_and_a_scanner_ends_nothing() {
    for world in shops().await {
        news(&world).await;
        let ada = world.customer("Ada");
        let due = sent_news(&world, &ada, "Ada").await;
        let links = due.links.unwrap();
        let scanner = world.visitor();
        for path in [&links.unsubscribe, &links.preferences] {
            for method in [Method::GET, Method::HEAD] {
                for _ in 0..3 {
                    let page = scanner.asks(method.clone(), path, &[], "").await;
                    assert_eq!(page.status(), 200);
                    assert!(page.header("set-cookie").is_none(), "{:?}", page.headers());
                    assert!(!page.html().contains("ada@shop.example"), "a link is passed on");
                }
            }
        }
        // Neither does a POST that does not say so.
        let nothing = one_click(&world, &links.unsubscribe, as_mail_program()[0].1, "").await;
        assert_eq!(nothing.status(), 422);
        assert_eq!(world.ledger().await.len(), 2, "a topic, a letter");
        let done = one_click(&world, &links.unsubscribe, as_mail_program()[0].1, ONE_CLICK).await;
        assert_eq!((done.status(), done.header("location")), (200, None), "{}", done.text());
        let cookie = done.header("set-cookie").unwrap_or_default();
        assert!(!cookie.contains("deedwell-me"), "it is no session: {cookie}");
        let again = one_click(&world, &links.unsubscribe, as_mail_program()[0].1, ONE_CLICK).await;
        assert_eq!(again.status(), 200, "pressed twice is pressed once");
        let told = world.ledger().await;
        assert_eq!(told[2..], ["Ada letters.unsubscribed"]);
        let id = news_to(&world, &ada, "Ada", "2").await;
        assert_eq!(send(&world).await.len(), 0);
        assert_eq!(stands(&world, id).await.1, "unsubscribed");
        let page = scanner.reads(&links.unsubscribe).await;
        assert!(page.says("You get no more of"), "{}", page.text());
    }
}

#[tokio::test]
async fn the_other_encoding_works_and_a_forged_link_does_not() {
    for world in shops().await {
        news(&world).await;
        let ada = world.customer("Ada");
        let due = sent_news(&world, &ada, "Ada").await;
        let links = due.links.unwrap();
        let body = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
        let mut forged = links.unsubscribe.clone();
        let last = forged.pop().unwrap();
        forged.push(if last == 'A' { 'E' } else { 'A' });
        for wrong in [forged.as_str(), "/u/x", &links.preferences.replace("/sent/", "/u/")] {
            let refused = one_click(&world, wrong, "multipart/form-data; boundary=x", body).await;
            assert_eq!(refused.status(), 404, "{wrong}");
        }
        let elsewhere = world.visitor().at_host("elsewhere.deedwell.example");
        assert_eq!(elsewhere.reads(&links.unsubscribe).await.status(), 404);
        let kind = "multipart/form-data; boundary=x";
        let done = one_click(&world, &links.unsubscribe, kind, body).await;
        assert_eq!(done.status(), 200, "{}", done.text());
        assert!(world.ledger().await.contains(&"Ada letters.unsubscribed".to_owned()));
        world.advance(crate::token::LIVES + jiff::SignedDuration::from_secs(1));
        assert_eq!(world.visitor().reads(&links.unsubscribe).await.status(), 404, "it is over");
    }
}

#[tokio::test]
async fn behind_the_link_somebody_chooses_topics_and_how_much() {
    for world in shops().await {
        news(&world).await;
        topic(&world, "offers", Basis::OptIn, false).await;
        topic(&world, "events", Basis::OptIn, true).await;
        let ada = world.customer("Ada");
        let due = sent_news(&world, &ada, "Ada").await;
        let here = due.links.unwrap().preferences;
        let nobody = world.visitor();
        let page = nobody.reads(&here).await;
        assert!(page.says("What I am sent") && page.says("a•••@shop.example"));
        assert!(!page.says("Here is the news"), "letters are shown to whoever is signed in");
        let form = "topic=offers&topic=events&fewer=week&pause_days=0";
        let saved = nobody.posts(&here, form).await;
        assert_eq!(saved.status(), 303, "{}", saved.text());
        // `events` counts once the letter is answered: a link may have been passed on.
        let told = world.ledger().await;
        assert_eq!(
            told[4..],
            ["Ada letters.unsubscribed", "Ada letters.subscribed", "Ada letters.preferred"]
        );
        let mail = send(&world).await;
        assert_eq!(mail.len(), 1);
        let Content::Own(words) = &*mail[0].content else { panic!("words") };
        let path = words.text.split("/topics/confirm/").nth(1).unwrap();
        let path = format!("/topics/confirm/{}", path.split_whitespace().next().unwrap());
        assert!(
            words.text.contains(&format!("https://shop.deedwell.example{path}")),
            "{}",
            words.text
        );
        assert!(nobody.reads(&path).await.says("Do you want"));
        assert_eq!(world.ledger().await.len(), 8, "and a letter accepted");
        let yes = nobody.posts(&path, "").await;
        assert!(yes.says("You get"), "{}", yes.text());
        assert!(world.ledger().await.last().unwrap().ends_with("letters.subscribed"));
        for (form, field) in [("fewer=none", "how much"), ("pause_days=400", "at most 365 days")] {
            let wrong = nobody.posts(&here, form).await;
            assert_eq!(wrong.status(), 422);
            assert!(wrong.says(field), "{}", wrong.text());
        }
    }
}

#[tokio::test]
async fn within_my_part_somebody_sees_what_they_were_sent_and_chooses() {
    for world in shops().await {
        news(&world).await;
        topic(&world, "events", Basis::OptIn, true).await;
        let ada = world.customer("Ada");
        sent_news(&world, &ada, "Ada").await;
        let page = ada.reads("/my-part/sent").await;
        assert!(page.says("From the shop") && page.says("ada@shop.example"), "{}", page.text());
        // Signed in by that address, a yes counts at once.
        let saved = ada.posts("/my-part/sent", "topic=events&fewer=as_usual&pause_days=7").await;
        assert_eq!(saved.status(), 303, "{}", saved.text());
        let page = ada.follows(&saved).await;
        assert!(page.says("You get nothing until"), "{}", page.text());
        let told = world.ledger().await;
        assert_eq!(
            told[3..],
            ["Ada letters.unsubscribed", "Ada letters.subscribed", "Ada letters.preferred"]
        );
        // Saved as it is, nothing was said.
        ada.posts("/my-part/sent", "topic=events&fewer=as_usual&pause_days=0").await;
        assert_eq!(world.ledger().await.len(), 7, "the pause is over, that is all");
        assert_eq!(world.visitor().reads("/my-part/sent").await.status(), 303);
    }
}

#[tokio::test]
async fn anybody_asks_for_a_topic_and_learns_nothing_of_others() {
    for world in shops().await {
        topic(&world, "news", Basis::OptIn, true).await;
        let ada = world.customer("Ada");
        says(&world, &ada, "news", true, Says::Portal).await;
        let nobody = world.visitor();
        assert!(nobody.reads("/topics").await.says("Yes, send me news."));
        for (form, says) in
            [("email=x&topic=news", "e-mail address"), ("email=a%40b.de", "at least one")]
        {
            let wrong = nobody.posts("/topics", form).await;
            assert_eq!(wrong.status(), 422);
            assert!(wrong.says(says), "{}", wrong.text());
        }
        let refused = nobody.posts("/topics", "email=ada%40shop.example&topic=news").await;
        assert_eq!(refused.status(), 422, "a machine that never saw the page");
        assert!(refused.says("open for too long") && refused.html().contains("ada@shop.example"));
        let known = asks(&world, &nobody, "email=ada%40shop.example&topic=news").await;
        let new = asks(&world, &nobody, "email=kurt%40shop.example&topic=news").await;
        let same = |reply: &Reply| reply.text().replace("ada@", "").replace("kurt@", "");
        assert_eq!((known.status(), same(&known)), (200, same(&new)));
        assert_eq!(send(&world).await.len(), 2);
        // Somebody else's mailbox is not filled: five an hour, and nobody is told.
        for _ in 0..8 {
            let more = asks(&world, &nobody, "email=kurt%40shop.example&topic=news").await;
            assert_eq!(more.status(), 200);
        }
        assert_eq!(send(&world).await.len(), 4);
        let mut last = 200;
        for n in 0..40 {
            let form = format!("email=k{n}%40shop.example&topic=news");
            last = asks(&world, &nobody, &form).await.status();
        }
        assert_eq!(last, 429, "one place asks for so much and no more");
    }
}

/// Fills in the form as people do: the page first, and not at once.
async fn asks(world: &World, somebody: &Somebody, form: &str) -> Reply {
    let page = somebody.reads("/topics").await;
    let rest = page.html().split("name=\"form\" value=\"").nth(1).expect("a guarded form");
    let guard = rest.split('"').next().expect("a value").to_owned();
    world.advance(jiff::SignedDuration::from_secs(2));
    somebody.posts("/topics", &format!("{form}&form={guard}")).await
}
