//! Boards, the promise, stages, moves, releases.

use super::{at, desks, form, never_says, says};
use crate::stage::Stage;
use crate::store;

#[tokio::test]
async fn a_board_is_opened_changed_closed_and_reopened() {
    for desk in desks().await {
        let wrong = [("name", "Hours"), ("key", "Opening Hours"), ("intro", "When?")];
        let wrong = desk.ruth.posts("/console/ideas/boards", &form(&wrong)).await;
        assert_eq!(wrong.status(), 422);
        says(&wrong, "A key is up to 40 small letters");
        says(&wrong, "When?");
        let taken = [("name", "Hours"), ("key", "hire")];
        let taken = desk.ruth.posts("/console/ideas/boards", &form(&taken)).await;
        says(&taken, "“Hire shop” already has this key.");
        let nowhere =
            [("name", "Hills"), ("key", "hills"), ("unit", "01930000-0000-7000-8000-000000000001")];
        let refused = desk.ruth.posts("/console/ideas/boards", &form(&nowhere)).await;
        assert_eq!(refused.status(), 404, "a unit that is not ours");
        let path = format!("/console/ideas/boards/{}", desk.board);
        let changed = [("name", "Hire"), ("key", "hire"), ("place", "3")];
        desk.ruth.posts(&path, &form(&changed)).await.location();
        desk.ruth.posts(&format!("{path}/closing"), "").await.location();
        says(&desk.ruth.reads("/console/ideas/boards").await, "Hire closed");
        desk.ruth.posts(&format!("{path}/reopening"), "").await.location();
        let board = store::one_board(&mut desk.tx().await, desk.board).await.unwrap();
        assert_eq!((board.name.as_str(), board.place, board.closed_at), ("Hire", 3, None));
    }
}

#[tokio::test]
async fn promise_stages_and_moves_are_the_organisations() {
    for desk in desks().await {
        let ada = desk.world.customer("Ada");
        let wrong =
            desk.ruth.posts("/console/ideas/settings", "promise_days=0&moderated=true").await;
        assert_eq!(wrong.status(), 422);
        says(&wrong, "A first answer is promised within 1 to 365 days.");
        desk.ruth
            .posts("/console/ideas/settings", "promise_days=5&moderated=true")
            .await
            .location();
        let held = desk.puts(&ada, "Lockers").await;
        assert!(desk.idea(held).await.held_at.is_some());
        says(&desk.ruth.reads("/console/ideas?tab=held").await, "day 1 of 5");
        let nothing = desk.world.visitor().reads("/search?q=LOCKers").await;
        says(&nothing, "Nothing fits");
        says(&desk.ruth.reads("/console/search?q=locKERS").await, "Lockers");
        desk.ruth.posts(&at(held, "clearing"), "").await.location();
        says(&desk.world.visitor().reads("/search?q=LOCKers").await, "Lockers");

        let mut named = vec![];
        for stage in Stage::ALL.into_iter().filter(|s| s.is_listed()) {
            let label = if stage == Stage::Planned { "On our list" } else { stage.label() };
            named.push((format!("label.{}", stage.name()), label.to_owned()));
            if stage.is_optional() && stage != Stage::NeedsInfo {
                named.push((format!("used.{}", stage.name()), "true".to_owned()));
            }
        }
        let fields: Vec<(&str, &str)> =
            named.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        desk.ruth.posts("/console/ideas/stages", &form(&fields)).await.location();
        let page = desk.ruth.reads(&at(held, "")).await;
        says(&page, "On our list");
        assert!(!page.html().contains("value=\"needs_info\""));

        let none = desk.ruth.posts("/console/ideas/moves", "").await;
        assert_eq!(none.status(), 422);
        let only = [("move", "submitted.planned"), ("move", "planned.shipped")];
        desk.ruth.posts("/console/ideas/moves", &form(&only)).await.location();
        let refused = desk.ruth.posts(&at(held, "answer"), "stage=under_review").await;
        assert_eq!(refused.status(), 409);
        says(&refused, "It can become “On our list”.");
        let no_such = form(&[("move", "submitted.shipped")]);
        assert_eq!(desk.ruth.posts("/console/ideas/moves", &no_such).await.status(), 409);
        desk.ruth.posts("/console/ideas/moves/reset", "").await.location();
        desk.moves(held, Stage::UnderReview).await;
        let used = desk
            .ruth
            .posts("/console/ideas/stages", &form(&[("label.under_review", "Looking")]))
            .await;
        assert_eq!(used.status(), 409, "somebody stands there");
        says(&used, "Please move them before you switch it off.");
        assert!(used.html().contains("value=\"Looking\""), "what was typed is kept");
    }
}

#[tokio::test]
async fn a_release_speaks_of_what_shipped() {
    for desk in desks().await {
        let ada = desk.world.customer("Ada");
        let (a, b) = (desk.puts(&ada, "Lockers").await, desk.puts(&ada, "Racks").await);
        desk.moves(a, Stage::Planned).await;
        desk.moves(a, Stage::Shipped).await;
        let (ida, idb) = (a.to_string(), b.to_string());
        let early =
            [("title", "Racks"), ("body", "Soon."), ("idea", idb.as_str()), ("publish", "now")];
        let early = desk.ruth.posts("/console/ideas/releases", &form(&early)).await;
        assert_eq!(early.status(), 409);
        says(&early, "has not shipped yet");
        says(&early, "Soon.");
        let draft = [
            ("title", "Lockers are there"),
            ("body", "Ten."),
            ("idea", ida.as_str()),
            ("publish", "draft"),
        ];
        desk.ruth.posts("/console/ideas/releases", &form(&draft)).await.location();
        says(&desk.ruth.reads(&at(a, "")).await, "Lockers are there draft");
        let drafts = store::drafts(&mut desk.tx().await, 0).await.unwrap();
        let path = format!("/console/ideas/releases/{}/publication", drafts.items[0].0.id);
        desk.ruth.posts(&path, "").await.location();
        assert_eq!(desk.ruth.posts(&path, "").await.status(), 409);
        let last = desk.world.ledger().await.pop();
        assert_eq!(last.as_deref(), Some("Ruth Hale ideas.released"));
    }
}

/// Or moderation would end at the first edit.
#[tokio::test]
async fn a_changed_idea_is_held_and_shown_with_what_it_said_before() {
    for desk in desks().await {
        let ada = desk.world.customer("Ada");
        let idea = desk.puts(&ada, "Lockers").await;
        desk.ruth
            .posts("/console/ideas/settings", "promise_days=5&moderated=true")
            .await
            .location();
        let words = form(&[("title", "Lockers and casinos"), ("body", "Play now")]);
        ada.posts(&format!("/ideas/{idea}/edit"), &words).await.location();
        let lines: Vec<String> =
            desk.world.actions().await.iter().map(|a| a.name.to_string()).collect();
        assert_eq!(lines, ["ideas.put_forward", "ideas.edited", "ideas.held"]);
        let queue = desk.ruth.reads("/console/ideas?tab=held").await;
        says(&queue, "Lockers and casinos");
        says(&queue, "It said: Lockers – Lockers, please.");
        let page = desk.ruth.reads(&at(idea, "")).await;
        for words in ["Play now", "Until it was changed it said:", "Lockers, please."] {
            says(&page, words);
        }
        // Again while it waits: what staff compare with is still what everybody could read.
        let words = form(&[("title", "Lockers and bingo"), ("body", "Play now")]);
        ada.posts(&format!("/ideas/{idea}/edit"), &words).await.location();
        says(
            &desk.ruth.reads("/console/ideas?tab=held").await,
            "It said: Lockers – Lockers, please.",
        );
        desk.ruth.posts(&at(idea, "clearing"), "").await.location();
        never_says(&desk.ruth.reads(&at(idea, "")).await, "Until it was changed it said:");
        assert_eq!(desk.world.actions().await.len(), 5);
        // The same words sent again change nothing, and hold nothing.
        ada.posts(&format!("/ideas/{idea}/edit"), &words).await.location();
        assert_eq!(desk.world.actions().await.len(), 5);
    }
}
