//! Stories that try to read what is not theirs.

use super::{Shop, does, form, id, never_says, says, shops};
use crate::acts;
use crate::board::{NewRelease, Settings};
use crate::stage::Stage;
use deedwell_testing::Somebody;

/// Everything that lists ideas.
const LISTS: [&str; 12] = [
    "/ideas",
    "/ideas?order=new",
    "/ideas?order=top",
    "/ideas?q=secret",
    "/ideas?stage=spam",
    "/ideas?tag=hush",
    "/ideas/similar?title=A+secret",
    "/ideas/roadmap",
    "/ideas/changelog",
    "/ideas/removed",
    "/ideas/feed.atom",
    "/ideas/changelog.atom",
];

async fn nowhere(who: &Somebody, words: &str) {
    for path in LISTS.into_iter().chain(["/ideas/mine"]) {
        let page = who.reads(path).await;
        if page.status() == 200 && !path.contains("secret") {
            never_says(&page, words);
        } else {
            let shown = page.html().replace("value=\"secret\"", "").replace("title=A+secret", "");
            assert!(!shown.contains("A secret"), "{path}: {shown}");
        }
    }
}

/// Nobody but `author` finds it, and no verb reaches it.
async fn is_hidden(shop: &Shop, author: &Somebody, idea: &str, words: &str) {
    let (grace, somebody) = (shop.world.customer("Grace"), shop.world.visitor());
    for who in [&grace, &somebody] {
        nowhere(who, words).await;
        assert_eq!(who.reads(idea).await.status(), 404);
        never_says(&who.reads(idea).await, words);
    }
    for verb in ["votes", "votes/withdrawal", "followers", "followers/withdrawal", "withdrawal"] {
        let refused = grace.posts(&format!("{idea}/{verb}"), "").await;
        assert_eq!(refused.status(), 404, "{verb}");
        never_says(&refused, words);
    }
    for (verb, fields) in [("comments", "body=Hm"), ("edit", "title=Mine")] {
        let refused = grace.posts(&format!("{idea}/{verb}"), fields).await;
        assert_eq!(refused.status(), 404, "{verb}");
        never_says(&refused, words);
    }
    assert_eq!(grace.reads(&format!("{idea}/edit")).await.status(), 404);
    for path in LISTS {
        never_says(&author.reads(path).await, &format!("href=\"{idea}\""));
    }
}

fn secret() -> String {
    form(&[("title", "A secret door"), ("body", "Hush words"), ("tags", "hush")])
}

#[tokio::test]
async fn what_is_held_is_its_authors_alone() {
    for shop in shops().await {
        let settings = Settings { moderated: true, ..Settings::default() };
        does!(shop, tx, acts::set_settings(tx, shop.mary, settings));
        let ada = shop.world.customer("Ada");

        let sent = ada.posts("/ideas", &secret()).await;
        let idea = sent.location();
        let page = ada.follows(&sent).await;
        says(&page, "Thank you. We look at new ideas before everybody can see them.");
        says(&page, "Until then only you can read this one.");
        assert!(page.html().contains("name=\"robots\" content=\"noindex\""), "{}", page.html());
        says(&ada.reads("/ideas/mine").await, "not public yet");
        is_hidden(&shop, &ada, &idea, "Hush words").await;
        is_hidden(&shop, &ada, &idea, "A secret door").await;

        does!(shop, tx, acts::clear(tx, shop.mary, id(&idea)));
        says(&shop.world.visitor().reads(&idea).await, "Hush words");
    }
}

#[tokio::test]
async fn what_staff_hold_leaves_every_list() {
    for shop in shops().await {
        let (ada, alan) = (shop.world.customer("Ada"), shop.world.customer("Alan"));
        let idea = ada.posts("/ideas", &secret()).await.location();
        alan.posts(&format!("{idea}/votes"), "").await;
        alan.posts(&format!("{idea}/comments"), "body=Hush+talk").await;
        shop.moves(&idea, Stage::Planned, "Hush answer").await;
        shop.moves(&idea, Stage::Shipped, "Hush shipped").await;
        let release = NewRelease {
            title: "The door".to_owned(),
            body: "It is there.".to_owned(),
            ideas: vec![id(&idea)],
            publish: true,
        };
        does!(shop, tx, acts::release(tx, shop.mary, &release));

        does!(shop, tx, acts::hold(tx, shop.mary, id(&idea), "It names a customer"));

        is_hidden(&shop, &ada, &idea, "Hush").await;
        is_hidden(&shop, &ada, &idea, "A secret door").await;
        nowhere(&alan, "A secret door").await;
        nowhere(&alan, "Hush").await;
        let removed = shop.world.visitor().reads("/ideas/removed").await;
        says(&removed, "It names a customer");
        says(&removed, "an idea");
    }
}

#[tokio::test]
async fn spam_is_nobodys() {
    for shop in shops().await {
        let ada = shop.world.customer("Ada");
        let idea = ada.posts("/ideas", &secret()).await.location();

        does!(shop, tx, acts::mark_spam(tx, shop.mary, id(&idea), "Advertising"));

        is_hidden(&shop, &ada, &idea, "Hush words").await;
        assert_eq!(ada.reads(&idea).await.status(), 404);
        nowhere(&ada, "A secret door").await;
    }
}

#[tokio::test]
async fn what_was_taken_back_is_gone() {
    for shop in shops().await {
        let ada = shop.world.customer("Ada");
        let idea = ada.posts("/ideas", &secret()).await.location();
        ada.posts(&format!("{idea}/withdrawal"), "").await;
        is_hidden(&shop, &ada, &idea, "Hush words").await;
        is_hidden(&shop, &ada, &idea, "A secret door").await;
    }
}

#[tokio::test]
async fn what_staff_write_among_themselves_stays_there() {
    for shop in shops().await {
        let ada = shop.world.customer("Ada");
        let idea = shop.idea(&ada, "Lockers").await;
        does!(shop, tx, acts::note(tx, shop.mary, id(&idea), "Ada is difficult"));
        does!(shop, tx, acts::evaluate(tx, shop.mary, id(&idea), 1, "Poor, I think"));
        shop.moves(&idea, Stage::Planned, "Yes.").await;
        shop.moves(&idea, Stage::Shipped, "There they are.").await;
        let entry = crate::money::NewEntry {
            kind: crate::money::EntryKind::Saved,
            amount: deedwell_core::Money::new(424_242, deedwell_core::Currency::GBP),
            basis: deedwell_core::meaning::Basis::Claimed,
            note: "A guess of ours".to_owned(),
        };
        does!(shop, tx, acts::book(tx, shop.mary, id(&idea), &entry));
        let draft = NewRelease {
            title: "Not yet told".to_owned(),
            body: "Wait.".to_owned(),
            ..NewRelease::default()
        };
        does!(shop, tx, acts::release(tx, shop.mary, &draft));

        for who in [ada, shop.world.customer("Grace"), shop.world.visitor()] {
            for path in LISTS.into_iter().chain([idea.as_str()]) {
                let page = who.reads(path).await;
                for words in ["difficult", "Poor", "424", "4,242", "guess", "Not yet told"] {
                    let shown = page.html().split("<main").last().unwrap_or_default();
                    assert!(!shown.contains(words), "{words} in {path}: {shown}");
                }
            }
        }
    }
}

#[tokio::test]
async fn what_i_did_is_for_me_alone() {
    for shop in shops().await {
        let (ada, grace) = (shop.world.customer("Ada"), shop.world.customer("Grace"));
        let idea = shop.idea(&ada, "Lockers").await;
        grace.posts(&format!("{idea}/votes"), "").await;

        says(&grace.reads("/ideas/mine").await, "You voted for one idea");
        says(&ada.reads("/ideas/mine").await, "Your idea");
        let alan = shop.world.customer("Alan");
        alan.posts(&format!("{idea}/followers"), "").await;
        says(&alan.reads("/ideas/mine").await, "You follow one more idea");
        alan.posts(&format!("{idea}/votes"), "").await;
        never_says(&alan.reads("/ideas/mine").await, "You follow");
        let door = shop.world.visitor().reads("/ideas/mine").await.location();
        assert_eq!(door, "/sign-in?to=/ideas/mine");
        assert_eq!(shop.world.outsider("Kurt").reads("/ideas/mine").await.status(), 200);
        never_says(&shop.world.outsider("Kurt").reads("/ideas/mine").await, "Lockers");
    }
}
