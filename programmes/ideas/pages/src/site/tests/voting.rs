use super::{Shop, form, says, shops};
use crate::stage::Stage;

#[tokio::test]
async fn a_vote_counts_once() {
    for Shop { world, .. } in shops().await {
        let (ada, grace) = (world.customer("Ada"), world.customer("Grace"));
        let idea = ada.posts("/ideas", "title=Lockers+at+the+station").await.location();

        let once = grace.swaps(&format!("{idea}/votes"), "").await;
        let twice = grace.swaps(&format!("{idea}/votes"), "").await;

        assert!(once.html().contains("<output>1</output>"), "{}", once.html());
        assert!(once.html().contains("aria-pressed=\"true\""), "{}", once.html());
        assert_eq!(once.html(), twice.html());
        assert!(!once.html().contains("<html"), "only the piece is swapped");
        assert_eq!(world.ledger().await, ["Ada ideas.put_forward", "Grace ideas.voted"]);
        assert_eq!(world.grid().await.peers, 1);
    }
}

#[tokio::test]
async fn a_vote_works_without_scripts() {
    for Shop { world, .. } in shops().await {
        let (ada, grace) = (world.customer("Ada"), world.customer("Grace"));
        let idea = ada.posts("/ideas", "title=Lockers").await.location();

        let next = grace.posts(&format!("{idea}/votes"), "").await.location();

        let page = grace.reads(&next).await;
        assert!(page.html().contains("<title>Lockers · The Shop</title>"), "{}", page.html());
        assert!(page.html().contains("<output>1</output>"), "{}", page.html());
        says(&page, "yours in");
    }
}

#[tokio::test]
async fn a_vote_on_the_board_comes_back_to_the_board() {
    for Shop { world, .. } in shops().await {
        let (ada, grace) = (world.customer("Ada"), world.customer("Grace"));
        let idea = ada.posts("/ideas", "title=Lockers").await.location();
        let board = grace.reads("/ideas?order=new").await;
        assert!(board.html().contains("value=\"/ideas?order=new\""), "{}", board.html());

        let votes = format!("{idea}/votes");
        let back = grace.posts(&votes, &form(&[("to", "/ideas?order=new")])).await.location();
        let abroad = grace.posts(&votes, &form(&[("to", "https://evil.example/")])).await;

        assert!(back.starts_with("/ideas?order=new#vote-"), "{back}");
        assert_eq!(abroad.location(), idea);
    }
}

#[tokio::test]
async fn an_author_cannot_vote_for_their_own_idea() {
    for Shop { world, .. } in shops().await {
        let ada = world.customer("Ada");
        let idea = ada.posts("/ideas", "title=Lockers").await.location();
        let page = ada.reads(&idea).await;
        assert!(!page.html().contains(&format!("action=\"{idea}/votes\"")), "{}", page.html());
        says(&page, "your idea");

        let refused = ada.swaps(&format!("{idea}/votes"), "").await;

        assert_eq!(refused.status(), 409);
        says(&refused, "This idea is already yours.");
        assert_eq!(world.ledger().await, ["Ada ideas.put_forward"]);
    }
}

#[tokio::test]
async fn an_idea_stays_in_its_organisation() {
    for Shop { world, .. } in shops().await {
        let (ada, kurt) = (world.customer("Ada"), world.outsider("Kurt"));
        let idea = ada.posts("/ideas", "title=Lockers").await.location();

        for path in [idea.clone(), format!("{idea}/edit")] {
            assert_eq!(kurt.reads(&path).await.status(), 404, "{path}");
        }
        for verb in ["votes", "votes/withdrawal", "followers", "withdrawal"] {
            let missing = kurt.swaps(&format!("{idea}/{verb}"), "").await;
            assert_eq!(missing.status(), 404, "{verb}");
            says(&missing, "There is no such idea here.");
        }
        for path in
            ["/ideas", "/ideas?q=lockers", "/ideas/feed.atom", "/ideas/similar?title=Lockers"]
        {
            assert!(!kurt.reads(path).await.html().contains("<a class=\"said\""), "{path}");
            assert!(!kurt.reads(path).await.html().contains(&idea), "{path}");
        }
    }
}

#[tokio::test]
async fn a_vote_is_taken_back() {
    for Shop { world, .. } in shops().await {
        let (ada, grace) = (world.customer("Ada"), world.customer("Grace"));
        let idea = ada.posts("/ideas", "title=Lockers").await.location();
        let given = grace.swaps(&format!("{idea}/votes"), "").await;
        assert!(given.html().contains(&format!("hx-post=\"{idea}/votes/withdrawal\"")));

        let back = grace.swaps(&format!("{idea}/votes/withdrawal"), "").await;
        grace.swaps(&format!("{idea}/votes/withdrawal"), "").await;

        assert!(back.html().contains("<output>0</output>"), "{}", back.html());
        assert!(back.html().contains("aria-pressed=\"false\""), "{}", back.html());
        let told = ["Ada ideas.put_forward", "Grace ideas.voted", "Grace ideas.vote_withdrawn"];
        assert_eq!(world.ledger().await, told);
    }
}

#[tokio::test]
async fn a_stranger_is_led_to_the_door() {
    for Shop { world, .. } in shops().await {
        let (ada, somebody) = (world.customer("Ada"), world.visitor());
        let idea = ada.posts("/ideas", "title=Lockers").await.location();

        let page = somebody.reads(&idea).await;
        assert!(page.html().contains(&format!("href=\"/sign-in?to={idea}\"")), "{}", page.html());
        assert!(!page.html().contains("<form class=\"voting\""), "{}", page.html());
        assert_eq!(somebody.posts(&format!("{idea}/votes"), "").await.status(), 401);
        let begun = somebody.reads("/ideas/new?title=A+bench").await.location();
        assert_eq!(begun, "/sign-in?to=/ideas/new%3Ftitle%3DA%2Bbench");
        assert_eq!(world.ledger().await, ["Ada ideas.put_forward"]);
    }
}

#[tokio::test]
async fn what_is_done_takes_no_votes() {
    for shop in shops().await {
        let (ada, grace) = (shop.world.customer("Ada"), shop.world.customer("Grace"));
        let idea = shop.idea(&ada, "Lockers").await;
        grace.swaps(&format!("{idea}/votes"), "").await;
        shop.moves(&idea, Stage::Planned, "Yes.").await;
        shop.moves(&idea, Stage::Shipped, "There they are.").await;

        let page = grace.reads(&idea).await;
        assert!(!page.html().contains("votes/withdrawal"), "{}", page.html());
        says(&page, "yours in");
        let refused = shop.world.customer("Alan").posts(&format!("{idea}/votes"), "").await;
        assert_eq!(refused.status(), 409);
        says(&refused, "This idea takes no votes any more.");
    }
}

#[tokio::test]
async fn voting_without_end_is_answered_by_a_sentence() {
    for Shop { world, .. } in shops().await {
        let (ada, grace) = (world.customer("Ada"), world.customer("Grace"));
        let idea = ada.posts("/ideas", "title=Lockers").await.location();
        for _ in 0..crate::idea::VOTES_PER_HOUR {
            grace.swaps(&format!("{idea}/votes"), "").await;
        }

        let refused = grace.swaps(&format!("{idea}/votes"), "").await;

        assert_eq!(refused.status(), 429);
        says(&refused, "Please try again later.");
        assert!(refused.header("retry-after").is_some());
    }
}

#[tokio::test]
async fn one_hears_of_an_idea_or_not() {
    for Shop { world, .. } in shops().await {
        let (ada, grace) = (world.customer("Ada"), world.customer("Grace"));
        let idea = ada.posts("/ideas", "title=Lockers").await.location();
        says(&ada.reads(&idea).await, "What becomes of it stands under “My ideas and votes”.");
        says(&grace.reads(&idea).await, "Follow what becomes of it");

        let followed = grace.posts(&format!("{idea}/followers"), "").await;
        says(&grace.follows(&followed).await, "from now on.");
        says(&grace.reads(&idea).await, "Follow it no more");
        grace.posts(&format!("{idea}/followers/withdrawal"), "").await;
        says(&grace.reads(&idea).await, "Follow what becomes of it");

        let told = ["Ada ideas.put_forward", "Grace ideas.followed", "Grace ideas.unfollowed"];
        assert_eq!(world.ledger().await, told);
    }
}
