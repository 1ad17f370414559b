//! How letters are sent, as staff see and manage it; and what programs may.

use deedwell_testing::KeyTo;
use deedwell_web::Role;

use super::*;

fn routes() -> deedwell_web::Routes {
    crate::routes(&mail())
}

async fn shops() -> Vec<World> {
    let mut shop = Shop::default().and(routes, crate::MESSAGES);
    shop.migrations.extend([deedwell_sending::MIGRATIONS, crate::MIGRATIONS]);
    shop.worlds().await
}

fn encoded(text: &str) -> String {
    deedwell_web::address::encode(text)
}

fn form(pairs: &[(&str, &str)]) -> String {
    let usual = [
        ("host", ""),
        ("port", "587"),
        ("tls", "required"),
        ("login", ""),
        ("password", ""),
        ("sender_name", ""),
        ("sender_address", ""),
        ("answers_to", ""),
        ("return_address", ""),
        ("per_s", ""),
        ("domain_per_s", ""),
    ];
    let all = usual.map(|(name, value)| {
        let given = pairs.iter().find(|(n, _)| *n == name).map_or(value, |(_, v)| v);
        format!("{name}={}", encoded(given))
    });
    all.join("&")
}

#[tokio::test]
async fn mary_sets_mail_up_checks_it_and_a_letter_arrives() {
    for world in shops().await {
        let sink = open_sink().await;
        let mary = world.staff("Mary", Role::Owner);
        assert!(mary.reads("/console/email").await.says("No letters go out yet"));
        let port = sink.port.to_string();
        let good = [
            ("host", "127.0.0.1"),
            ("port", port.as_str()),
            ("tls", "none"),
            ("login", "lamps"),
            ("password", "very secret"),
            ("sender_address", "hello@lamps.example"),
        ];
        // The sink wants no password, and takes any.
        let good: Vec<_> =
            good.into_iter().filter(|(n, _)| !["login", "password"].contains(n)).collect();
        let saved = mary.posts("/console/email", &form(&good)).await;
        let page = mary.follows(&saved).await;
        assert!(page.says("hello@lamps.example") && page.says("Saved."), "{}", page.text());
        let made = mary.posts("/console/email/keys", "").await;
        let page = mary.follows(&made).await;
        assert!(page.html().contains("deedwell1r._domainkey.lamps.example"), "{}", page.text());
        assert!(page.html().contains("v=DKIM1; k=rsa; p=MII") && page.html().contains("k=ed25519"));
        let checked = mary.posts("/console/email/check", "").await;
        let page = mary.follows(&checked).await;
        assert!(page.says("The mail server lets you in."), "{}", page.text());
        assert!(page.says("Nobody answered what is published."), "{}", page.text());
        let tried = mary.posts("/console/email/test", "").await;
        assert!(mary.follows(&tried).await.says("on its way"));
        mailer(&world).round().await.unwrap();
        assert!(
            mary.reads(tried.location().split('#').next().unwrap())
                .await
                .says("the server took it")
        );
        let letter = sink.letters().remove(0);
        assert!(
            String::from_utf8_lossy(&letter.letter).contains("dkim")
                || String::from_utf8_lossy(&letter.letter).contains("DKIM-Signature")
        );
        assert!(text_of(&letter.letter).contains("can write to you"));
        let told: Vec<String> =
            world.ledger().await.into_iter().filter(|l| l.contains("email.")).collect();
        assert_eq!(
            told,
            ["settings_changed", "key_made", "checked", "test_sent"]
                .map(|d| format!("Mary email.{d}"))
        );
    }
}

#[tokio::test]
async fn what_cannot_be_a_mail_server_is_refused_and_no_password_comes_back() {
    for world in shops().await {
        let mary = world.staff("Mary", Role::Owner);
        for (name, value, says) in [
            ("host", "10.0.0.1", "no public place"),
            ("host", "169.254.169.254", "no public place"),
            ("host", "a b", "whole address"),
            ("port", "x", "A port is a number"),
            ("tls", "maybe", "one of the list"),
            ("sender_address", "nobody", "Please write an address"),
            ("sender_name", "a\r\nBcc: x@y.de", "one line"),
            ("per_s", "0", "from 1 to 10000"),
            ("domain_per_s", "-1", "from 1 to 10000"),
        ] {
            let refused = mary
                .posts("/console/email", &form(&[("password", "very secret"), (name, value)]))
                .await;
            assert_eq!(refused.status(), 422, "{name}={value}");
            assert!(refused.says(says), "{name}={value}: {}", refused.text());
            assert!(!refused.html().contains("very secret"));
        }
        let saved = form(&[
            ("host", "127.0.0.1"),
            ("sender_address", "a@b.de"),
            ("login", "lamps"),
            ("password", "very secret"),
        ]);
        mary.posts("/console/email", &saved).await;
        let page = mary.reads("/console/email").await;
        assert!(page.says("One is kept.") && !page.html().contains("very secret"));
        // Kept for that server and name alone: it is told to nobody else.
        let other =
            form(&[("host", "127.0.0.2"), ("sender_address", "a@b.de"), ("login", "lamps")]);
        let _ = mary.posts("/console/email", &other).await;
        mary.posts(
            "/console/email",
            &form(&[("host", "127.0.0.1"), ("sender_address", "a@b.de"), ("login", "other")]),
        )
        .await;
        let mut tx = world.tx().await;
        assert_eq!(store::setting(&mut tx).await.unwrap().password.0, "");
        drop(tx);
        let edsger = world.staff("Edsger", Role::Marketer);
        assert_eq!(edsger.reads("/console/email").await.status(), 403);
        assert_eq!(edsger.posts("/console/email/keys", "").await.status(), 403);
    }
}

#[tokio::test]
async fn a_template_is_written_previewed_shut_in_and_keeps_its_versions() {
    for world in shops().await {
        let mary = world.staff("Mary", Role::Owner);
        assert!(mary.reads("/console/email/templates").await.says("There is no template yet"));
        let made = mary.posts("/console/email/templates", "key=thanks&name=Thank+you").await;
        let page = mary.follows(&made).await;
        assert!(page.says("Thank you") && page.html().contains("sandbox"), "{}", page.text());
        let policy = page.header("content-security-policy").unwrap_or_default();
        assert!(
            policy.contains("frame-src 'self'") && policy.contains("script-src 'self'"),
            "{policy}"
        );
        let twice = mary.posts("/console/email/templates", "key=thanks&name=Again").await;
        assert_eq!(twice.status(), 409);
        let home = "/console/email/templates/thanks";
        let write = |body: &str| {
            format!(
                "language=en&subject=Hi+%7B%7B+person.first_name+%7D%7D&format=words&body={}&text=",
                encoded(body)
            )
        };
        let broken = mary.posts(home, &write("{% if x %}")).await;
        assert_eq!(broken.status(), 422);
        assert!(
            broken.html().contains("{% if x %}") || broken.html().contains("{%"),
            "what was typed stays"
        );
        mary.posts(
            home,
            &write("Dear {{ person.name }}, <script>alert(1)</script> {{ order.number }}"),
        )
        .await;
        let preview = mary.reads(&format!("{home}/preview?language=en")).await;
        assert!(preview.says("order"), "what is missing is said: {}", preview.text());
        mary.posts(
            &format!("{home}/name"),
            &format!("name=Thanks&sample={}", encoded("{\"order\":{\"number\":7}}")),
        )
        .await;
        let preview = mary.reads(&format!("{home}/preview?language=en")).await;
        assert!(
            preview.says("Dear Ada Lovelace") && !preview.html().contains("<script>"),
            "{}",
            preview.html()
        );
        let policy = preview.header("content-security-policy").unwrap_or_default();
        assert!(policy.starts_with("sandbox; default-src 'none'"), "{policy}");
        let text = mary.reads(&format!("{home}/preview?language=en&part=text")).await;
        assert!(text.says("Hi Ada"), "{}", text.text());
        let old = mary.reads(&format!("{home}?language=en&version=1")).await;
        assert!(old.says("This is what it said before."), "{}", old.text());
        let wrong = mary.posts(&format!("{home}/name"), "name=Thanks&sample=x").await;
        assert_eq!(wrong.status(), 422);
        mary.posts(&format!("{home}/closing"), "").await;
        assert!(mary.reads("/console/email/templates").await.says("put away"));
        mary.posts(&format!("{home}/reopening"), "").await;
        assert_eq!(mary.reads("/console/email/templates/none").await.status(), 404);
        let german = mary.speaking("de");
        assert!(german.reads(home).await.says("Was sie sagt"));
    }
}

#[tokio::test]
async fn every_letter_shows_what_was_chosen() {
    for world in shops().await {
        let sink = open_sink().await;
        sends_through(&world, &sink, |_| {}).await;
        let mary = world.staff("Mary", Role::Owner);
        for (wrong, says) in
            [("logo=http://x&colour=", "https://"), ("logo=&colour=red", "#0f766e")]
        {
            let refused = mary
                .posts("/console/email/look", &format!("{wrong}&footer=&postal_address="))
                .await;
            assert!(refused.status() == 422 && refused.says(says), "{}", refused.text());
        }
        mary.posts(
            "/console/email/look",
            "logo=&colour=%23ff0000&footer=Lamps&postal_address=1+High+Street",
        )
        .await;
        let wrong = mary.posts("/console/email/layout", "layout=%3Cmjml%3E%3C/mjml%3E").await;
        assert_eq!(wrong.status(), 422);
        asked(&world, &receipt("ada@example.com", "1")).await;
        mailer(&world).round().await.unwrap();
        let letter = sink.letters().remove(0).letter;
        let read = mail_parser::MessageParser::new().parse(&letter).unwrap();
        let page = read.body_html(0).unwrap();
        assert!(page.contains("1 High Street") && page.contains("#ff0000"), "{page}");
        let layout = "<mjml><mj-body><mj-section><mj-column><mj-text>MINE</mj-text></mj-column></mj-section>{{ content }}</mj-body></mjml>";
        mary.posts("/console/email/layout", &format!("layout={}", encoded(layout))).await;
        asked(&world, &receipt("ada@example.com", "2")).await;
        mailer(&world).round().await.unwrap();
        let letter = sink.letters().remove(1).letter;
        let read = mail_parser::MessageParser::new().parse(&letter).unwrap();
        assert!(read.body_html(0).unwrap().contains("MINE"));
    }
}

#[tokio::test]
async fn programs_read_and_write_templates_and_bring_what_came_back() {
    for world in shops().await {
        let sink = open_sink().await;
        sends_through(&world, &sink, |_| {}).await;
        let mary = world.staff("Mary", Role::Owner);
        mary.staff().await;
        let program = world.api(KeyTo::Write);
        let staff = "mary@shop.example";
        let made = program
            .sends(
                "/api/email/templates",
                &serde_json::json!({ "staff": staff, "key": "news", "name": "News" }),
            )
            .await;
        assert_eq!(made.status(), 200, "{}", made.text());
        let body = serde_json::json!({ "staff": staff, "language": "en", "subject": "x", "format": "words", "body": "y" });
        let written = program.sends("/api/email/templates/news", &body).await;
        assert_eq!(written.json()["versions"][0]["version"], 1, "{}", written.text());
        let list = program.reads("/api/email/templates").await;
        assert_eq!(list.json()[0]["key"], "news");
        let id = asked(&world, &receipt("grace@example.com", "1")).await;
        mailer(&world).round().await.unwrap();
        let from = sink.letters().remove(0).from;
        use base64::Engine;
        let raw = base64::engine::general_purpose::STANDARD
            .encode(super::back::bounce(&from, "<x@y>", "5.1.1"));
        let taken =
            program.sends("/api/email/returns", &serde_json::json!({ "message": raw })).await;
        assert_eq!(taken.json()["letter"], id.to_string(), "{}", taken.text());
        let page = mary.reads("/console/email/returns").await;
        assert!(
            page.says("grace@example.com") && page.says("address is no more"),
            "{}",
            page.text()
        );
        let wrong =
            program.sends("/api/email/returns", &serde_json::json!({ "message": "!" })).await;
        assert_eq!(wrong.status(), 422);
    }
}
