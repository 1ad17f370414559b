use super::{does, form, id, never_says, says, shops};
use crate::acts;
use crate::stage::Stage;

#[tokio::test]
async fn an_empty_board_says_what_to_do() {
    for shop in shops().await {
        let page = shop.world.visitor().reads("/ideas").await;
        for words in ["What should we do next?", "No ideas yet", "within 10 days", "too few to say"]
        {
            says(&page, words);
        }
        for (path, words) in [
            ("/ideas/roadmap", "Nothing is planned yet"),
            ("/ideas/changelog", "Nothing released yet"),
            ("/ideas/removed", "Nothing was removed"),
            ("/ideas?q=lockers", "No ideas like that"),
        ] {
            says(&shop.world.visitor().reads(path).await, words);
        }
        assert_eq!(shop.world.visitor().reads("/ideas?board=none").await.status(), 404);
    }
}

#[tokio::test]
async fn every_order_says_what_it_does() {
    for shop in shops().await {
        let ada = shop.world.customer("Ada");
        shop.idea(&ada, "Lockers").await;
        for (order, why) in [
            ("random", "Drawn by lot afresh each day"),
            ("hot", "counts for less as time goes by"),
            ("top", "Wilson interval"),
            ("new", "The latest first."),
            ("nonsense", "Drawn by lot afresh each day"),
        ] {
            let page = shop.world.visitor().reads(&format!("/ideas?order={order}")).await;
            says(&page, why);
            says(&page, "Lockers");
        }
    }
}

#[tokio::test]
async fn ideas_are_narrowed_by_stage_tag_board_and_words() {
    for shop in shops().await {
        let (ada, somebody) = (shop.world.customer("Ada"), shop.world.visitor());
        shop.open("web", "The web shop").await;
        let lockers = shop.idea(&ada, "Lockers").await;
        let bench = form(&[
            ("board", "web"),
            ("title", "A bench"),
            ("body", "With a tap"),
            ("tags", "dogs"),
        ]);
        let bench = ada.posts("/ideas", &bench).await.location();
        shop.moves(&lockers, Stage::Planned, "Twelve are ordered.").await;

        let all = somebody.reads("/ideas").await;
        for chip in [
            "All 2",
            "Waiting for an answer 1",
            "Answered 1",
            "New 1",
            "Planned 1",
            "#dogs 1",
            "The web shop",
        ] {
            says(&all, chip);
        }
        for (path, here, gone) in [
            ("/ideas?stage=planned", &lockers, &bench),
            ("/ideas?answered=yes", &lockers, &bench),
            ("/ideas?answered=no", &bench, &lockers),
            ("/ideas?tag=dogs", &bench, &lockers),
            ("/ideas?board=web", &bench, &lockers),
            ("/ideas?q=TAP", &bench, &lockers),
            ("/ideas?q=lock", &lockers, &bench),
            ("/ideas?board=shop&order=top", &lockers, &bench),
        ] {
            let page = somebody.reads(path).await;
            assert!(page.html().contains(here.as_str()), "{path}: {}", page.text());
            never_says(&page, gone);
        }
        let wild = somebody.reads("/ideas?q=%25").await;
        says(&wild, "Nothing has these words.");
    }
}

#[tokio::test]
async fn a_long_list_has_pages() {
    for shop in shops().await {
        let names = ["Ada", "Grace", "Alan"];
        for name in names {
            let who = shop.world.customer(name);
            for n in 0..8 {
                shop.idea(&who, &format!("Thing {name} {n}")).await;
                shop.world.advance(jiff::SignedDuration::from_mins(1));
            }
        }
        let somebody = shop.world.visitor();
        for order in ["new", "hot", "top", "random"] {
            let mut seen = std::collections::BTreeSet::new();
            for page in 1..=2 {
                let page = somebody.reads(&format!("/ideas?order={order}&page={page}")).await;
                let links = page.html().split("<h3 class=\"title\"><a href=\"").skip(1);
                seen.extend(links.filter_map(|l| l.split('"').next()).map(str::to_owned));
            }
            assert_eq!(seen.len(), 24, "{order}");
        }
        let first = somebody.reads("/ideas?order=new").await;
        assert!(
            first.html().contains("href=\"/ideas?order=new&amp;page=2\"")
                || first.html().contains("href=\"/ideas?order=new&#38;page=2\""),
            "{}",
            first.html()
        );
        assert_eq!(somebody.reads("/ideas?page=999999").await.status(), 200);
    }
}

#[tokio::test]
async fn we_tell_how_often_we_answer() {
    for shop in shops().await {
        let ada = shop.world.customer("Ada");
        let mut ideas = Vec::new();
        for n in 0..8 {
            ideas.push(shop.idea(&ada, &format!("Thing {n}")).await);
        }
        shop.world.advance_days(4);
        for idea in &ideas[..6] {
            shop.moves(idea, Stage::Planned, "Yes.").await;
        }
        shop.world.advance_days(7);

        let page = shop.world.visitor().reads("/ideas").await;

        for words in [
            "75 of 100 in time",
            "41–93 of 100 · 8 ideas within a year · half of them within 4 d",
            "Unanswered ideas are counted too.",
            "new, answer was due 28 Nov",
        ] {
            says(&page, words);
        }
        assert!(
            page.html().contains(
                "aria-label=\"75 of 100 ideas answered in time, interval 41–93, of 8 ideas\""
            ),
            "{}",
            page.html()
        );
    }
}

#[tokio::test]
async fn the_roadmap_has_its_columns() {
    for shop in shops().await {
        let ada = shop.world.customer("Ada");
        let lockers = shop.idea(&ada, "Lockers").await;
        shop.moves(&lockers, Stage::Planned, "Yes.").await;
        let bench = shop.idea(&ada, "A bench").await;
        shop.moves(&bench, Stage::Planned, "Yes.").await;
        shop.moves(&bench, Stage::InProgress, "").await;
        let text = shop.world.visitor().reads("/ideas/roadmap").await.text();
        let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"));
        let order =
            [at("Planned 1"), at("Lockers"), at("In the works 1"), at("A bench"), at("Shipped 0")];
        assert!(order.is_sorted(), "{text}");
    }
}

#[tokio::test]
async fn who_wants_it_is_told_apart() {
    for shop in shops().await {
        let ada = shop.world.customer("Ada Lovelace");
        let idea = shop.idea(&ada, "Lockers").await;
        for name in ["Grace", "Alan"] {
            shop.world.customer(name).posts(&format!("{idea}/votes"), "").await;
        }
        let visitor = {
            let grace = shop.world.customer("Barbara");
            deedwell_core::Who::Visitor {
                identity: grace.identity().await,
                person: grace.person().await,
            }
        };
        does!(shop, tx, acts::vote(tx, visitor, id(&idea)));

        says(&ada.reads(&idea).await, "Customers 2 Visitors 1");
    }
}
