use super::{does, form, id, never_says, says, shops};
use crate::stage::Stage;
use crate::{acts, idea, store};

#[tokio::test]
async fn what_was_said_before_is_shown_while_typing() {
    for shop in shops().await {
        let ada = shop.world.customer("Ada");
        let idea = shop.idea(&ada, "Lockers at the station").await;
        let somebody = shop.world.visitor();

        let board = somebody.reads("/ideas").await;
        assert!(board.html().contains("hx-get=\"/ideas/similar\""), "{}", board.html());
        assert!(board.html().contains("aria-live=\"polite\""), "{}", board.html());
        let similar = somebody.looks("/ideas/similar?title=A+locker+for+my+helmet").await;
        assert!(similar.html().contains(&format!("href=\"{idea}\"")), "{}", similar.html());
        says(&similar, "One idea sounds much like it");
        assert_eq!(somebody.looks("/ideas/similar?title=A+bench").await.html().trim(), "");
        assert_eq!(somebody.looks("/ideas/similar").await.html().trim(), "");
    }
}

#[tokio::test]
async fn without_scripts_it_is_shown_once_and_nothing_is_lost() {
    for shop in shops().await {
        let (ada, grace) = (shop.world.customer("Ada"), shop.world.customer("Grace"));
        let idea = shop.idea(&ada, "Lockers at the station").await;
        let typed = [("title", "Station lockers"), ("body", "For helmets"), ("tags", "bikes")];

        let asked = grace.posts("/ideas", &form(&typed)).await;
        assert_eq!(asked.status(), 409);
        says(&asked, "If yours is another, put it forward: nothing you wrote is lost.");
        assert!(asked.html().contains(&format!("href=\"{idea}\"")), "{}", asked.html());
        assert!(asked.html().contains("value=\"Station lockers\""), "{}", asked.html());
        assert!(asked.html().contains("name=\"anyway\" value=\"true\""), "{}", asked.html());
        says(&asked, "For helmets");
        assert_eq!(shop.world.ledger().await, ["Ada ideas.put_forward"]);

        let anyway = [typed.as_slice(), &[("anyway", "true")]].concat();
        let page = grace.follows(&grace.posts("/ideas", &form(&anyway)).await).await;
        says(&page, "Station lockers");
        says(&page, "For helmets");
        says(&page, "bikes");
    }
}

#[tokio::test]
async fn who_saw_them_while_typing_is_not_asked_again() {
    for shop in shops().await {
        let (ada, grace) = (shop.world.customer("Ada"), shop.world.customer("Grace"));
        shop.idea(&ada, "Lockers at the station").await;
        let seen = grace.looks("/ideas/similar?title=Station+lockers").await;
        assert!(seen.html().contains("name=\"seen\""), "{}", seen.html());

        let form = form(&[("title", "Station lockers"), ("seen", "true")]);
        assert_eq!(grace.posts("/ideas", &form).await.status(), 303);
    }
}

#[tokio::test]
async fn an_error_stands_at_its_field_and_the_words_are_kept() {
    for shop in shops().await {
        let ada = shop.world.customer("Ada");
        shop.open("web", "The web shop").await;
        let long = "Lockers ".repeat(12);
        let wrong = [
            (
                vec![("board", "shop"), ("title", " "), ("body", "My words")],
                "title",
                "Please give your idea a title.",
            ),
            (vec![("board", "shop"), ("title", &long), ("body", "My words")], "title", "too many."),
            (
                vec![("board", "none"), ("title", "Lockers"), ("body", "My words")],
                "board",
                "Please choose a board.",
            ),
            (vec![("title", "Lockers"), ("body", "My words")], "board", "Please choose a board."),
            (
                vec![
                    ("board", "web"),
                    ("title", "Lockers"),
                    ("body", "My words"),
                    ("tags", "1,2,3,4,5,6"),
                ],
                "tags",
                "At most 5 tags",
            ),
        ];
        for (fields, field, sentence) in wrong {
            let page = ada.posts("/ideas", &form(&fields)).await;
            assert_eq!(page.status(), 422, "{sentence}");
            says(&page, sentence);
            says(&page, "My words");
            assert!(page.html().contains(&format!("aria-describedby=\"e-{field}\"")), "{field}");
            assert!(page.html().contains(&format!("href=\"#f-{field}\"")), "{field}");
        }
        assert!(shop.world.ledger().await.is_empty());
    }
}

#[tokio::test]
async fn what_was_begun_on_the_board_goes_on_in_the_form() {
    for shop in shops().await {
        let ada = shop.world.customer("Ada");
        shop.open("web", "The web shop").await;

        let page = ada.reads("/ideas/new?title=A+%22bench%22&board=web&utm_source=x").await;

        assert_eq!(page.status(), 200);
        assert!(page.html().contains("value=\"A &#34;bench&#34;\""), "{}", page.html());
        assert!(page.html().contains("<option value=\"web\" selected>"), "{}", page.html());
    }
}

#[tokio::test]
async fn too_many_in_a_day_keep_their_words() {
    for shop in shops().await {
        let ada = shop.world.customer("Ada");
        for n in 0..idea::IDEAS_PER_DAY {
            shop.idea(&ada, &format!("Idea number {n}")).await;
        }

        let refused = ada.posts("/ideas", &form(&[("title", "Kept"), ("anyway", "true")])).await;

        assert_eq!(refused.status(), 429);
        says(&refused, "Please try again later.");
        assert!(refused.html().contains("value=\"Kept\""), "{}", refused.html());
    }
}

#[tokio::test]
async fn authors_change_and_take_back_until_we_answered() {
    for shop in shops().await {
        let (ada, grace) = (shop.world.customer("Ada"), shop.world.customer("Grace"));
        let idea = shop.idea(&ada, "Lockers").await;
        assert_eq!(grace.reads(&format!("{idea}/edit")).await.status(), 403);
        never_says(&grace.reads(&idea).await, "/edit\"");

        let wrong = ada.posts(&format!("{idea}/edit"), &form(&[("body", "New words")])).await;
        assert_eq!(wrong.status(), 422);
        says(&wrong, "New words");
        let typed = form(&[("title", "Big lockers"), ("body", "New words")]);
        let page = ada.follows(&ada.posts(&format!("{idea}/edit"), &typed).await).await;
        says(&page, "Your new words are kept.");
        says(&page, "Big lockers");
        says(&page, "changed");

        shop.moves(&idea, Stage::Planned, "Yes.").await;
        never_says(&ada.reads(&idea).await, "/edit\"");
        let refused = ada.posts(&format!("{idea}/edit"), &typed).await;
        assert_eq!(refused.status(), 409);
        says(&refused, "You can add a comment.");
        says(&refused, "New words");
        assert_eq!(ada.posts(&format!("{idea}/withdrawal"), "").await.status(), 409);

        let bench = shop.idea(&ada, "A bench").await;
        let mine = ada.follows(&ada.posts(&format!("{bench}/withdrawal"), "").await).await;
        says(&mine, "You have taken your idea back.");
        says(&ada.reads(&bench).await, "Only you can read it.");
        assert_eq!(grace.reads(&bench).await.status(), 404);
    }
}

#[tokio::test]
async fn a_closed_board_takes_nothing_new() {
    for shop in shops().await {
        let ada = shop.world.customer("Ada");
        let idea = shop.idea(&ada, "Lockers").await;
        let web = shop.open("web", "The web shop").await;
        does!(shop, tx, acts::close_board(tx, shop.mary, shop.board));

        let page = ada.reads("/ideas?board=shop").await;
        says(&page, "No new ideas are taken here at present.");
        says(&page, "The shop (closed)");
        assert!(page.html().contains(&idea) && !page.html().contains("action=\"/ideas/new\""));
        let refused = ada.posts("/ideas", &form(&[("board", "shop"), ("title", "Bench")])).await;
        assert_eq!(refused.status(), 422);
        says(&refused, "Please choose a board.");

        does!(shop, tx, acts::close_board(tx, shop.mary, web));
        says(&ada.reads("/ideas/new").await, "No new ideas are taken here at present.");
        let left = store::idea(&mut shop.tx().await, id(&idea)).await;
        assert!(left.is_ok());
    }
}
