use super::{does, form, id, says, shops};
use crate::acts;
use crate::board::NewRelease;
use crate::stage::Stage;

/// Elements open and close as they should, and nothing stands outside the one root.
fn well_formed(xml: &str) {
    let mut open: Vec<&str> = Vec::new();
    let body = xml.split_once("?>").expect("a declaration").1;
    for part in body.split('<').skip(1) {
        let (tag, text) = part.split_once('>').expect("the end of a tag");
        assert!(!text.contains('>'), "{part}");
        for reference in text.split('&').skip(1) {
            let (name, _) = reference.split_once(';').expect("an entity");
            assert!(["amp", "lt", "gt", "quot", "apos"].contains(&name), "{reference}");
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{xml}");
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().unwrap());
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[tokio::test]
async fn readers_of_feeds_hear_of_ideas_and_answers() {
    for shop in shops().await {
        let ada = shop.world.customer("Ada");
        let typed =
            form(&[("title", "Lockers & <boxes>"), ("body", "It's \"easy\" ]]> \u{8}\u{1f}")]);
        let idea = ada.posts("/ideas", &typed).await.location();
        let empty = ada.reads("/ideas/changelog.atom").await;
        well_formed(empty.html());
        shop.world.advance_days(1);
        shop.moves(&idea, Stage::Planned, "Twelve <are> ordered.").await;

        let feed = shop.world.visitor().reads("/ideas/feed.atom").await;

        assert_eq!(feed.header("content-type"), Some("application/atom+xml; charset=utf-8"));
        well_formed(feed.html());
        let xml = feed.html();
        for words in [
            "<id>https://shop.deedwell.example/ideas/feed.atom</id>",
            "<updated>2026-11-19T09:00:00Z</updated>",
            "Lockers &amp; &lt;boxes&gt;",
            "Twelve &lt;are&gt; ordered.",
            "<name>Ada</name>",
            "<name>Mary Hopper</name>",
            "<title type=\"text\">Answered: Lockers",
        ] {
            assert!(xml.contains(words), "{words}: {xml}");
        }
        assert!(xml.contains(&format!("<id>urn:uuid:{}</id>", id(&idea))), "{xml}");
        assert_eq!(shop.world.visitor().reads("/ideas/feed.atom").await.html(), xml, "stable");
        assert_eq!(xml.matches("<entry>").count(), 2);
    }
}

#[tokio::test]
async fn a_release_is_told_in_its_feed() {
    for shop in shops().await {
        let release = NewRelease {
            title: "Photographs".to_owned(),
            body: "From today & on.".to_owned(),
            publish: true,
            ..NewRelease::default()
        };
        let release = does!(shop, tx, acts::release(tx, shop.mary, &release));

        let feed = shop.world.visitor().reads("/ideas/changelog.atom").await;
        well_formed(feed.html());
        says(&feed, "From today & on.");
        let link =
            format!("href=\"https://shop.deedwell.example/ideas/changelog#release-{release}\"");
        assert!(feed.html().contains(&link), "{}", feed.html());
        for page in ["/ideas", "/ideas/changelog"] {
            let page = shop.world.visitor().reads(page).await;
            assert!(page.html().contains("rel=\"alternate\" type=\"application/atom+xml\""));
        }
    }
}
