//! Every page: whole in each language, fit for a telephone and for who does not see it, and safe from
//! words that are none.

use std::collections::BTreeSet;
use std::path::Path;

use deedwell_testing::Reply;
use deedwell_web::i18n::{keys, keys_used};

use super::{Shop, does, form, id, says, shops};
use crate::answer::Answer;
use crate::board::NewRelease;
use crate::stage::Stage;
use crate::{MESSAGES, acts};

const HOSTILE: &str = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}";

/// Hostile words wherever words go; the page of the idea and that of one merged into it.
async fn hostile(shop: &Shop) -> (String, String) {
    let (ada, grace) = (shop.world.customer("Ada"), shop.world.customer("Grace"));
    let who = ada.person().await;
    does!(shop, tx, deedwell_people::person::rename(tx, who, HOSTILE));
    let typed = form(&[("title", HOSTILE), ("body", HOSTILE), ("tags", "<b>bold</b>")]);
    let idea = ada.posts("/ideas", &typed).await.location();
    let other = shop.idea(&grace, &format!("Other {HOSTILE}")).await;
    let comments = format!("{idea}/comments");
    let said = grace.posts(&comments, &form(&[("body", HOSTILE)])).await.location();
    let said = said.split_once("#comment-").map(|(_, id)| id.to_owned()).unwrap();
    ada.posts(&comments, &form(&[("body", HOSTILE), ("reply_to", &said)])).await;
    does!(shop, tx, acts::hide_comment(tx, shop.mary, said.parse().unwrap(), HOSTILE));
    does!(shop, tx, acts::merge(tx, shop.mary, id(&other), id(&idea)));
    shop.moves(&idea, Stage::Planned, HOSTILE).await;
    let shipped = Answer {
        text: HOSTILE.to_owned(),
        stage: Some(Stage::Shipped),
        evidence: Some("javascript:alert(1)".to_owned()),
        ..Answer::default()
    };
    shop.answers(&idea, shipped).await;
    let release = NewRelease {
        title: "New <script>".to_owned(),
        body: HOSTILE.to_owned(),
        ideas: vec![id(&idea)],
        publish: true,
    };
    does!(shop, tx, acts::release(tx, shop.mary, &release));
    let label = "<script>alert(3)";
    does!(shop, tx, acts::set_stage(tx, shop.mary, Stage::Planned, label, true));
    (idea, other)
}

#[tokio::test]
async fn hostile_words_are_only_words() {
    for shop in shops().await {
        let (idea, other) = hostile(&shop).await;
        let grace = shop.world.customer("Grace");
        let asked = deedwell_web::address::encode(HOSTILE);
        let paths = [
            "/ideas".to_owned(),
            format!("/ideas?q={asked}&tag={asked}&order={asked}"),
            format!("/ideas/similar?title={asked}"),
            format!("/ideas/new?title={asked}&board={asked}"),
            idea,
            other,
            "/ideas/roadmap".to_owned(),
            "/ideas/changelog".to_owned(),
            "/ideas/removed".to_owned(),
            "/ideas/mine".to_owned(),
            "/ideas/feed.atom".to_owned(),
            "/ideas/changelog.atom".to_owned(),
        ];
        for path in paths {
            let page = grace.reads(&path).await;
            assert_eq!(page.status(), 200, "{path}");
            let html = page.html();
            for bad in ["<script>", "<img src=x", "<b>bold", "href=\"javascript:", ">49<"] {
                assert!(!html.contains(bad), "{bad} in {path}: {html}");
            }
        }
        let typed =
            form(&[("title", ""), ("body", HOSTILE), ("tags", HOSTILE), ("board", HOSTILE)]);
        let page = grace.posts("/ideas", &typed).await;
        assert_eq!(page.status(), 422);
        assert!(!page.html().contains("<script>"), "{}", page.html());
    }
}

/// One heading of the first order, one main part, a label for each field, no id twice.
fn well_made(path: &str, page: &Reply) {
    let html = page.html();
    let count = |what: &str| html.matches(what).count();
    assert_eq!(page.status(), 200, "{path}");
    assert_eq!((count("<h1"), count("<main")), (1, 1), "{path}");
    let values = |attribute: &str| -> Vec<String> {
        let begins = format!(" {attribute}=\"");
        let pieces = html.split(&begins).skip(1);
        pieces.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
    };
    let ids = values("id");
    let once: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(once.len(), ids.len(), "{path}: an id stands twice: {ids:?}");
    for target in
        values("for").iter().chain(&values("aria-describedby")).chain(&values("aria-labelledby"))
    {
        assert!(once.contains(target), "{path}: nothing is called {target}");
    }
    for bad in ["style=\"", "onclick", "ideas-"] {
        let shown = html.replace("ideas-sheet", "");
        assert!(!shown.contains(bad), "{path}: {bad}");
    }
}

#[tokio::test]
async fn every_page_is_well_made_in_every_language() {
    for shop in shops().await {
        let (idea, other) = hostile(&shop).await;
        let grace = shop.world.customer("Grace");
        let no = shop.idea(&grace, "Open at seven").await;
        shop.declines(&no, "Too few came.", "2027-04-05").await;
        grace.posts(&format!("{no}/comments"), "body=A+pity").await;
        let own = shop.idea(&grace, "A bench").await;
        let edit = format!("{own}/edit");
        let paths = [
            "/ideas",
            "/ideas?order=top&q=bench",
            "/ideas/new",
            "/ideas/roadmap",
            "/ideas/changelog",
            "/ideas/removed",
            "/ideas/mine",
            &idea,
            &other,
            &no,
            &own,
            &edit,
        ];
        for language in ["en", "de"] {
            for path in paths {
                let page = grace.speaking(language).reads(path).await;
                assert!(page.html().contains(&format!("<html lang=\"{language}\"")), "{path}");
                well_made(path, &page);
            }
        }
        for path in paths
            .into_iter()
            .filter(|p| !p.contains("new") && !p.contains("mine") && !p.contains("edit"))
        {
            well_made(path, &shop.world.visitor().reads(path).await);
        }
        let german = grace.speaking("de");
        says(&german.reads("/ideas").await, "Was sollen wir als Nächstes tun?");
        says(&german.posts("/ideas", "title=").await, "Bitte geben Sie Ihrer Idee einen Titel");
        says(&german.posts(&format!("{own}/votes"), "").await, "Diese Idee ist schon Ihre.");
    }
}

#[tokio::test]
async fn search_engines_are_told_which_page_is_meant() {
    for shop in shops().await {
        let ada = shop.world.customer("Ada");
        let idea = shop.idea(&ada, "Lockers at the station").await;
        let somebody = shop.world.visitor();
        for (path, canonical) in
            [("/ideas", "/ideas"), ("/ideas?order=new", "/ideas"), (idea.as_str(), &idea)]
        {
            let page = somebody.reads(path).await;
            let link =
                format!("rel=\"canonical\" href=\"https://shop.deedwell.example{canonical}\"");
            assert!(page.html().contains(&link), "{path}: {}", page.html());
            assert!(page.html().contains("<meta name=\"description\" content=\""), "{path}");
            assert!(!page.html().contains("noindex"), "{path}");
        }
        assert!(somebody.reads("/ideas?q=lockers").await.html().contains("noindex"));
    }
}

fn text_of(folder: &Path, text: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            text_of(&path, text);
        } else if path.extension().is_some_and(|e| e == "rs" || e == "html") {
            text.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_language_says_the_same() {
    let of = |code: &str| -> BTreeSet<String> {
        MESSAGES.iter().filter(|(c, _)| *c == code).flat_map(|(_, source)| keys(source)).collect()
    };
    assert_eq!(of("en"), of("de"));
    let mut text = String::new();
    text_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/site"), &mut text);
    let ours = keys_used(&text).into_iter().filter(|key| key.starts_with("ideas-"));
    let missing: Vec<_> = ours.filter(|key| !of("en").contains(key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_stage_order_and_deed_has_a_word() {
    let en: BTreeSet<String> =
        MESSAGES.iter().filter(|(c, _)| *c == "en").flat_map(|(_, s)| keys(s)).collect();
    let stages = Stage::ALL.map(|s| format!("ideas-stage-{}", s.name().replace('_', "-")));
    let orders = crate::rank::Order::ALL.map(|o| format!("ideas-order-{}-why", o.name()));
    let kinds = deedwell_ideas::deed::KINDS.map(|k| format!("kind-{}", k.replace(['.', '_'], "-")));
    for key in stages.iter().chain(&orders).chain(&kinds) {
        assert!(en.contains(key), "{key}");
    }
}
