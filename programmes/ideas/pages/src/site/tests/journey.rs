//! From the first word to what came of it.

use deedwell_web::i18n::Language;

use super::{does, form, id, says, shops};
use crate::PROGRAMME;
use crate::acts;
use crate::answer::Answer;
use crate::board::NewRelease;
use crate::stage::Stage;

#[tokio::test]
async fn somebody_puts_forward_on_a_telephone_and_reads_what_came_of_it() {
    for shop in shops().await {
        let (ada, grace) = (shop.world.customer("Ada"), shop.world.customer("Grace"));
        let typed = [
            ("title", "Photo of my bike"),
            ("body", "When it is ready.\n\nIt need not be good."),
            ("tags", "Workshop, photo"),
        ];
        let page = ada.follows(&ada.posts("/ideas", &form(&typed)).await).await;
        for words in [
            "Put forward. What comes of it stands under “My ideas and votes”.",
            "new, answer by 28 Nov",
            "It need not be good.",
            "workshop",
        ] {
            says(&page, words);
        }
        let idea = ada.reads("/ideas/mine").await;
        let idea = idea.html().split("href=\"/ideas/01").nth(1).unwrap().split('"').next().unwrap();
        let idea = format!("/ideas/01{idea}");
        grace.posts(&format!("{idea}/votes"), "").await;

        shop.world.advance_days(3);
        shop.moves(&idea, Stage::UnderReview, "We ask the workshop.").await;
        shop.world.advance_days(3);
        shop.moves(&idea, Stage::Planned, "").await;
        says(&grace.reads("/ideas/roadmap").await, "Photo of my bike");
        shop.world.advance_days(10);
        shop.moves(&idea, Stage::Shipped, "Every job now leaves with a photograph.").await;
        let release = NewRelease {
            title: "Photographs with every job".to_owned(),
            body: "From today.".to_owned(),
            ideas: vec![id(&idea)],
            publish: true,
        };
        does!(shop, tx, acts::release(tx, shop.mary, &release));

        let page = shop.world.visitor().reads(&idea).await;
        let track =
            ["Put forward 18 Nov", "Being looked at 21 Nov", "Planned 24 Nov", "Shipped 4 Dec"];
        for words in track.into_iter().chain([
            "shipped",
            "In the shop since today.",
            "Mary Hopper",
            "official answer, 21 Nov",
        ]) {
            says(&page, words);
        }
        let changelog = shop.world.visitor().reads("/ideas/changelog").await;
        for words in [
            "You asked",
            "Photographs with every job",
            "From today.",
            "Photo of my bike",
            "One vote",
            "4 Dec",
        ] {
            says(&changelog, words);
        }
        let board = grace.reads("/ideas?stage=shipped").await;
        says(&board, "Mary Hopper: Every job now leaves with a photograph.");
        let told = shop.world.ledger().await;
        assert_eq!(told.first().unwrap(), "Ada ideas.put_forward");
        assert_eq!(told.last().unwrap(), "Mary Hopper ideas.released");
    }
}

#[tokio::test]
async fn a_no_says_why_and_when_we_look_again() {
    for shop in shops().await {
        let ada = shop.world.customer("Ada");
        let idea = shop.idea(&ada, "Open at seven on Mondays").await;
        let reason = "We tried six Mondays: 2 people an hour.";
        shop.declines(&idea, reason, "2027-04-05").await;

        for who in [ada.clone(), shop.world.visitor()] {
            let page = who.reads(&idea).await;
            says(&page, reason);
            says(&page, "We look at it again on 5 Apr 2027.");
            assert_eq!(page.html().matches(reason).count(), 1, "{}", page.html());
        }
        says(&ada.reads("/ideas?stage=declined").await, "We look at it again on 5 Apr 2027.");

        let bench = shop.idea(&ada, "A bench").await;
        let answer = Answer {
            text: "Thank you for asking.".to_owned(),
            stage: Some(Stage::NotNow),
            reason: Some("The pavement is not ours.".to_owned()),
            revisit_on: "2027-06-01".parse().ok(),
            ..Answer::default()
        };
        shop.answers(&bench, answer).await;
        let page = ada.reads(&bench).await;
        for words in
            ["Thank you for asking.", "Why not The pavement is not ours.", "on 1 Jun 2027."]
        {
            says(&page, words);
        }
    }
}

#[tokio::test]
async fn a_correction_says_that_it_is_one() {
    for shop in shops().await {
        let ada = shop.world.customer("Ada");
        let idea = shop.idea(&ada, "Lockers").await;
        let answer = Answer { text: "Twelve are ordred.".to_owned(), ..Answer::default() };
        let answer = does!(shop, tx, acts::answer(tx, shop.mary, id(&idea), answer)).unwrap();
        shop.world.advance_days(2);
        does!(shop, tx, acts::correct_answer(tx, shop.mary, answer, "Twelve are ordered."));

        let page = ada.reads(&idea).await;

        says(&page, "Twelve are ordered.");
        says(&page, "official answer, 18 Nov");
        says(&page, "corrected on 20 Nov");
        assert!(!page.html().contains("ordred"), "{}", page.html());
    }
}

#[tokio::test]
async fn what_waits_is_told_soonest_promise_first() {
    for shop in shops().await {
        let ada = shop.world.customer("Ada");
        let no = shop.idea(&ada, "Open at seven").await;
        shop.declines(&no, "Too few came.", "2026-11-20").await;
        shop.world.advance_days(1);
        let lockers = shop.idea(&ada, "Lockers").await;
        let bench = shop.idea(&ada, "A bench").await;
        does!(shop, tx, acts::hold(tx, shop.mary, id(&bench), "To be looked at"));
        shop.world.advance_days(2);

        let mut tx = shop.tx().await;
        let english = Language::english();
        let waiting = (PROGRAMME.waiting)(&mut tx, 5, english).await.unwrap();
        let none = (PROGRAMME.waiting)(&mut tx, 0, english).await.unwrap();
        let german = Language::named("de").unwrap();
        let in_german = (PROGRAMME.waiting)(&mut tx, 5, german).await.unwrap();
        assert_eq!(in_german.first[1].verb, "Antworten");

        assert_eq!((waiting.count, none.count), (3, 3));
        assert!(none.first.is_empty());
        let told: Vec<_> =
            waiting.first.iter().map(|i| (i.words.as_str(), i.verb.as_str())).collect();
        assert_eq!(
            told,
            [("Open at seven", "Look again"), ("Lockers", "Answer"), ("A bench", "Look")]
        );
        let lockers_item = &waiting.first[1];
        assert_eq!(
            (lockers_item.name.as_str(), lockers_item.about.as_str()),
            ("Ada", "Idea without a vote so far.")
        );
        assert_eq!(lockers_item.href, format!("/console{lockers}"));
        assert!(lockers_item.due_at.is_some());
    }
}

#[tokio::test]
async fn things_are_called_by_their_titles() {
    for shop in shops().await {
        let ada = shop.world.customer("Ada");
        let (lockers, bench) = (shop.idea(&ada, "Lockers").await, shop.idea(&ada, "A bench").await);
        does!(shop, tx, acts::mark_spam(tx, shop.mary, id(&bench), "Advertising"));
        let abouts: Vec<String> = [&lockers, &bench].map(|p| format!("idea/{}", id(p))).into();
        let asked = [abouts.clone(), vec!["board/1".to_owned(), "idea/x".to_owned()]].concat();

        let mut tx = shop.tx().await;
        let titles = (PROGRAMME.titles)(&mut tx, &asked).await.unwrap();

        assert_eq!(titles.len(), 1, "what nobody can read has no title: {titles:?}");
        let title = &titles[&abouts[0]];
        assert_eq!((title.words.as_str(), &title.site), ("Lockers", &lockers));
    }
}
