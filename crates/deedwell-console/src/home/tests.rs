//! Stories of Home.

use crate::look::tests::{HOSTILE, HOSTILE_TITLE, World, at, frame};

#[tokio::test]
async fn home_says_what_happened_and_what_waits() {
    let world = World::lively().await;
    let home = world.reads("owner", "/console").await;
    assert_eq!(home.status, 200, "{}", home.body);
    for part in [
        "<main",
        "aria-labelledby=\"need\"",
        "aria-labelledby=\"four\"",
        "data-live=\"/console/live-feed\"",
    ] {
        assert!(home.body.contains(part), "{part} is missing in {}", home.body);
    }
    assert!(home.body.contains("1,542 people"));
    assert!(home.body.contains("Nine are waiting for an answer"));
    assert!(home.body.contains("overdue by 2 d 2 h"));
    assert!(home.body.contains("due in 5 h 30 min"));
    let (late, soon) = (home.body.find("overdue by"), home.body.find("due in 5 h"));
    assert!(late < soon, "the soonest promise stands first");
}

#[tokio::test]
async fn hostile_names_are_text_everywhere() {
    let world = World::lively().await;
    let person = format!("/console/people/{}", world.people[2]);
    let author = format!("/console/people/{}", world.people[0]);
    for page in [
        "/console",
        "/console/happened?since=28d",
        "/console/live-feed",
        "/console/people",
        &person,
        &author,
        "/console/measures/ideas/a",
    ] {
        let page = world.reads("owner", page).await;
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(!page.body.contains(HOSTILE) && !page.body.contains(HOSTILE_TITLE));
        assert!(!page.body.contains("style=\"") && !page.body.contains("onclick"));
    }
}

#[tokio::test]
async fn a_fresh_house_shows_what_to_do_and_no_noughts() {
    let world = World::fresh().await;
    let home = world.reads("owner", "/console").await;
    assert_eq!(home.status, 200, "{}", home.body);
    assert!(home.body.contains("deedwell import actions orders.csv"));
    assert!(home.body.contains("href=\"/console/staff\""));
    assert!(!home.body.contains("class=\"stat\""), "noughts look like data");
    assert!(!home.body.contains("0 people"));
}

#[tokio::test]
async fn whoever_may_mend_it_is_told_what_does_not_work() {
    let world = World::lively().await;
    let home = world.reads("owner", "/console").await;
    assert!(home.body.contains("Needs a look"), "{}", home.body);
    assert!(home.body.contains("The stock") && home.body.contains("href=\"/console/webhooks/7\""));
    let viewer = world.reads("viewer", "/console").await;
    assert!(viewer.status == 200 && !viewer.body.contains("Needs a look"));
}

#[tokio::test]
async fn who_may_not_see_people_sees_no_names() {
    let world = World::lively().await;
    let home = world.reads("viewer", "/console").await;
    assert_eq!(home.status, 200);
    assert!(home.body.contains("<b>Somebody</b>"));
    assert!(!home.body.contains("Yusuf Demir") && !home.body.contains("/console/people/0"));
    let behind = world.reads("viewer", "/console/measures/ideas/a").await;
    assert!(behind.status == 200 && !behind.body.contains("Greta"), "{}", behind.body);
}

#[tokio::test]
async fn what_waits_is_for_those_who_may_work_on_it() {
    let world = World::lively().await;
    for (role, may) in [("owner", true), ("agent", true), ("viewer", false)] {
        let home = world.reads(role, "/console").await;
        assert_eq!(home.status, 200, "{role}");
        assert_eq!(home.body.contains("Nine are waiting for an answer"), may, "{role}");
        assert_eq!(home.body.contains("overdue by 2 d 2 h"), may, "{role}");
    }
}

#[tokio::test]
async fn the_period_and_the_unit_are_kept_in_the_links() {
    let world = World::lively().await;
    let home = world.reads("owner", "/console?since=7d&unit=cycles").await;
    assert!(home.body.contains("In the last 7 days"));
    assert!(home.body.contains("/console?unit=cycles&#38;since=28d"), "{}", home.body);
    assert_eq!(world.reads("owner", "/console?unit=nowhere").await.status, 404);
    assert_eq!(world.reads("owner", "/console/happened?before=x").await.status, 422);
}

#[tokio::test]
async fn the_rows_behind_the_chart_are_a_table() {
    let world = World::lively().await;
    let table = world.reads("owner", "/console/weeks").await;
    assert!(table.body.contains(">640</td>") && table.body.contains(">541</td>"), "{}", table.body);
}

#[tokio::test]
async fn every_page_speaks_german() {
    let world = World::lively().await;
    let person = format!("/console/people/{}", world.people[0]);
    for (page, words) in [
        ("/console", "Wartet auf Sie"),
        ("/console/people", "Etiketten"),
        (person.as_str(), "Alles der Reihe nach"),
        ("/console/measures", "Acht Fragen"),
        ("/console/measures/ideas/f", "Kaplan und Meier"),
        ("/console/measures/rows", "Niemand muss uns glauben"),
    ] {
        let page = world.reads_german(page).await;
        assert!(page.body.contains(words), "{words} is missing in {}", page.body);
        for key in ["home-", "people-", "measures-"] {
            let shown = page.body.contains(&format!(">{key}"));
            assert!(!shown, "a key is shown in {}", page.body);
        }
    }
}

#[tokio::test]
async fn a_promise_is_honey_until_it_is_broken() {
    let frame = frame("en").await;
    let badge = |due: &str| super::needs::badge(&frame, at(due)).tone;
    assert_eq!(badge("2026-11-19T14:00:00Z"), "wait");
    assert_eq!(badge("2026-11-19T08:29:00Z"), "down");
    assert_eq!(badge("2026-11-25T14:00:00Z"), "");
}

/// For looking at: `cargo test -p deedwell-console -- --ignored pages_to_look_at`, then open the files
/// of `target/pages` in a browser.
#[tokio::test]
#[ignore = "writes files for people to look at"]
async fn pages_to_look_at() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/pages");
    let assets = concat!(env!("CARGO_MANIFEST_DIR"), "/../deedwell-web/assets");
    std::fs::create_dir_all(folder).unwrap();
    let sprite = std::fs::read_to_string(format!("{assets}/icons.svg")).unwrap();
    let sprite = sprite.replacen("<svg ", "<svg width=\"0\" height=\"0\" class=\"sr\" ", 1);
    let write = |name: &str, html: &str| {
        let mut html = html.to_owned();
        for sheet in ["tokens", "fonts", "deedwell", "slices"] {
            let from = html.find(&format!("/assets/{sheet}.css")).unwrap();
            let to = from + html[from..].find('"').unwrap();
            html.replace_range(from..to, &format!("file://{assets}/{sheet}.css"));
        }
        while let Some(from) = html.find("/assets/icons.svg") {
            let to = from + html[from..].find('#').unwrap();
            html.replace_range(from..to, "");
        }
        let body = html.find("<a class=\"skip\"").unwrap();
        html.insert_str(body, &sprite);
        for (theme, start) in [("light", ""), ("dark", " data-theme=\"dark\"")] {
            let page = html.replacen(" dir=\"ltr\"", &format!(" dir=\"ltr\"{start}"), 1);
            std::fs::write(format!("{folder}/{name}.{theme}.html"), page).unwrap();
        }
    };
    let world = World::lively().await;
    let person = format!("/console/people/{}", world.people[0]);
    for (name, page) in [
        ("home", "/console"),
        ("people", "/console/people"),
        ("filtered", "/console/people?q=shop&seen=28d&sort=spent"),
        ("person", person.as_str()),
        ("measures", "/console/measures"),
        ("behind", "/console/measures/ideas/c"),
        ("rows", "/console/measures/rows"),
        ("weeks", "/console/weeks"),
        ("happened", "/console/happened?since=28d"),
    ] {
        write(name, &world.reads("owner", page).await.body);
    }
    write("german", &world.reads_german("/console/measures").await.body);
    write("german-home", &world.reads_german("/console").await.body);
    let fresh = World::fresh().await;
    write("fresh", &fresh.reads("owner", "/console").await.body);
    write("fresh-people", &fresh.reads("owner", "/console/people").await.body);
}
