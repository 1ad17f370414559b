use super::{does, form, id, never_says, says, shops};
use crate::acts;
use crate::comment::Audience;
use crate::{comment::Comment, store};
use deedwell_core::Id;

/// Of the fragment of the address after a comment.
fn comment(location: &str) -> Id<Comment> {
    let id = location.split_once("#comment-").and_then(|(_, id)| id.parse().ok());
    id.unwrap_or_else(|| panic!("{location} is no comment's"))
}

#[tokio::test]
async fn people_talk_below_an_idea() {
    for shop in shops().await {
        let world = &shop.world;
        let (ada, grace, alan) =
            (world.customer("Ada"), world.customer("Grace"), world.customer("Alan"));
        let idea = shop.idea(&ada, "Lockers").await;
        let comments = format!("{idea}/comments");

        let first =
            grace.posts(&comments, &form(&[("body", "With a socket,\nplease.")])).await.location();
        let first_id = comment(&first).to_string();
        let reply = form(&[("body", "And a light."), ("reply_to", &first_id)]);
        let reply = comment(&alan.posts(&comments, &reply).await.location()).to_string();
        let staff =
            does!(shop, tx, acts::comment_by_staff(tx, shop.mary, id(&idea), "We will ask.", None));

        let page = ada.reads(&idea).await;
        for words in [
            "3 comments",
            "With a socket, please.",
            "And a light.",
            "We will ask.",
            "Mary Hopper The Shop",
        ] {
            says(&page, words);
        }
        assert!(page.html().contains(&format!("<li id=\"comment-{reply}\">")), "{}", page.html());
        let deeper = form(&[("body", "Deeper"), ("reply_to", &reply)]);
        let refused = ada.posts(&comments, &deeper).await;
        assert_eq!(refused.status(), 409);
        says(&refused, "Replies go one step deep.");
        says(&refused, "Deeper");
        let gone = form(&[("body", "Too late"), ("reply_to", &id(&idea).to_string())]);
        let refused = ada.posts(&comments, &gone).await;
        assert_eq!(refused.status(), 404);
        says(&refused, "There is no such comment here.");
        says(&refused, "Too late");

        for _ in 0..2 {
            ada.posts(&format!("{comments}/{staff}/thanks"), "").await;
        }
        says(&ada.reads(&idea).await, "one thanks yours in");
        let own = grace.posts(&format!("{comments}/{first_id}/thanks"), "").await;
        assert_eq!(own.status(), 409);
        says(&own, "This comment is your own.");
        assert_eq!(world.ledger().await.last().unwrap(), "Ada ideas.thanked");
    }
}

#[tokio::test]
async fn a_comment_that_cannot_be_used_is_kept() {
    for shop in shops().await {
        let (ada, grace) = (shop.world.customer("Ada"), shop.world.customer("Grace"));
        let idea = shop.idea(&ada, "Lockers").await;
        let comments = format!("{idea}/comments");

        let empty = grace.posts(&comments, "body=+").await;
        assert_eq!(empty.status(), 422);
        says(&empty, "Please write a comment.");
        assert!(empty.html().contains("aria-describedby=\"e-body\""), "{}", empty.html());
        let long = "Long words. ".repeat(200);
        let refused = grace.posts(&comments, &form(&[("body", &long)])).await;
        assert_eq!(refused.status(), 422);
        says(&refused, "too many.");
        says(&refused, long.trim());

        let first = comment(&grace.posts(&comments, "body=First").await.location()).to_string();
        let wrong = form(&[("body", &long), ("reply_to", &first)]);
        let reply = ada.posts(&comments, &wrong).await;
        assert_eq!(reply.status(), 422);
        assert!(reply.html().contains("<details class=\"replying\" open>"), "{}", reply.html());
        says(&reply, long.trim());
    }
}

#[tokio::test]
async fn many_comments_are_answered_by_a_sentence() {
    for shop in shops().await {
        let ada = shop.world.customer("Ada");
        let idea = shop.idea(&ada, "Lockers").await;
        for _ in 0..crate::idea::COMMENTS_PER_HOUR {
            ada.posts(&format!("{idea}/comments"), "body=More").await;
        }

        let refused = ada.posts(&format!("{idea}/comments"), "body=Even+more").await;

        assert_eq!(refused.status(), 429);
        says(&refused, "Please try again later.");
        says(&refused, "Even more");
    }
}

#[tokio::test]
async fn a_comment_is_taken_back_while_nobody_replied() {
    for shop in shops().await {
        let (ada, grace) = (shop.world.customer("Ada"), shop.world.customer("Grace"));
        let idea = shop.idea(&ada, "Lockers").await;
        let comments = format!("{idea}/comments");
        let mine = comment(&grace.posts(&comments, "body=My+mistake").await.location());
        never_says(&ada.reads(&idea).await, &format!("{mine}/withdrawal"));

        let others = ada.posts(&format!("{comments}/{mine}/withdrawal"), "").await;
        assert_eq!(others.status(), 403);
        let page =
            grace.follows(&grace.posts(&format!("{comments}/{mine}/withdrawal"), "").await).await;
        says(&page, "You have taken your comment back.");
        says(&page, "No comments");
        never_says(&page, "My mistake");

        let kept = comment(&grace.posts(&comments, "body=Kept").await.location()).to_string();
        ada.posts(&comments, &form(&[("body", "Yes"), ("reply_to", &kept)])).await;
        never_says(&grace.reads(&idea).await, &format!("{kept}/withdrawal"));
        let refused = grace.posts(&format!("{comments}/{kept}/withdrawal"), "").await;
        assert_eq!(refused.status(), 409);
    }
}

#[tokio::test]
async fn what_was_taken_away_says_why_and_nothing_else() {
    for shop in shops().await {
        let (ada, grace) = (shop.world.customer("Ada"), shop.world.customer("Grace"));
        let idea = shop.idea(&ada, "Lockers").await;
        let comments = format!("{idea}/comments");
        let bad = comment(&grace.posts(&comments, "body=Hateful+words").await.location());
        let reply = form(&[("body", "Calm down."), ("reply_to", &bad.to_string())]);
        ada.posts(&comments, &reply).await;

        does!(shop, tx, acts::hide_comment(tx, shop.mary, bad, "An insult"));

        for page in [ada.reads(&idea).await, shop.world.visitor().reads(&idea).await] {
            says(&page, "Taken away by us: An insult");
            says(&page, "Calm down.");
            never_says(&page, "Hateful words");
        }
        let removed = shop.world.visitor().reads("/ideas/removed").await;
        for words in ["An insult", "a comment", "Lockers", "by Mary Hopper"] {
            says(&removed, words);
        }
        never_says(&removed, "Hateful words");
        says(&grace.reads("/ideas/mine").await, "Taken away by us: An insult");

        does!(shop, tx, acts::restore_comment(tx, shop.mary, bad));
        says(&ada.reads(&idea).await, "Hateful words");
        says(&ada.reads("/ideas/removed").await, "put back");
        let shown = store::comments(&mut shop.tx().await, id(&idea), Audience::Everybody).await;
        assert_eq!(shown.unwrap().len(), 2);
    }
}
