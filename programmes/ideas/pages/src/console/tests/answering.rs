//! Answering: what is needed, what is refused, and that nothing typed is lost.

use super::{at, desks, form, never_says, says};
use crate::comment::Audience;
use crate::stage::Stage;
use crate::store;

#[tokio::test]
async fn a_no_without_reason_or_day_is_refused_and_the_text_is_kept() {
    for desk in desks().await {
        let idea = desk.puts(&desk.world.customer("Ada"), "Lockers at the station").await;
        let text = "We talked to the railway about it.";

        let bare = [("text", text), ("stage", "declined")];
        let bare = desk.ruth.posts(&at(idea, "answer"), &form(&bare)).await;
        assert_eq!(bare.status(), 422, "{}", bare.text());
        says(&bare, "A no needs a reason that its author can read.");
        says(&bare, text);
        assert!(bare.html().contains("aria-describedby=\"e-reason\""), "{}", bare.html());

        let dayless = [("text", text), ("stage", "declined"), ("reason", "Too dear for us.")];
        let dayless = desk.ruth.posts(&at(idea, "answer"), &form(&dayless)).await;
        assert_eq!(dayless.status(), 422);
        says(&dayless, "Please say when you will look at it again");
        says(&dayless, "Too dear for us.");
        says(&dayless, text);
        assert_eq!(desk.idea(idea).await.stage, Stage::Submitted);
        assert_eq!(desk.world.ledger().await, ["Ada ideas.put_forward"]);

        let whole = [
            ("text", text),
            ("stage", "declined"),
            ("reason", "Too dear for us."),
            ("revisit_on", "2027-06-01"),
        ];
        let done = desk.ruth.posts(&at(idea, "answer"), &form(&whole)).await;
        let page = desk.ruth.follows(&done).await;
        says(&page, "Answered.");
        says(&page, "Ruth Hale: Submitted → Declined");
        says(&page, "Too dear for us. · look again on 1 Jun 2027");
        let ledger = [
            "Ada ideas.put_forward",
            "Ruth Hale ideas.answered",
            "Ruth Hale ideas.moved",
            "Ruth Hale ideas.decided",
        ];
        assert_eq!(desk.world.ledger().await, ledger);
        let german =
            desk.ruth.speaking("de").posts(&at(idea, "answer"), "stage=not_now&reason=x").await;
        says(&german, "Bitte sagen Sie, wann wir wieder hinsehen");
    }
}

#[tokio::test]
async fn a_refused_move_names_what_is_possible() {
    for desk in desks().await {
        let idea = desk.puts(&desk.world.customer("Ada"), "Lockers").await;
        let page = desk.ruth.reads(&at(idea, "")).await;
        assert!(page.html().contains("value=\"planned\""));
        assert!(!page.html().contains("value=\"measured\""), "only what is allowed is offered");

        let jump = [("text", "It is there."), ("stage", "measured")];
        let refused = desk.ruth.posts(&at(idea, "answer"), &form(&jump)).await;

        assert_eq!(refused.status(), 409);
        says(&refused, "An idea that is “Submitted” cannot become “Measured”.");
        says(&refused, "It can become “Under review”, “More needed”, “Planned”");
        says(&refused, "It is there.");
        let nonsense = desk.ruth.posts(&at(idea, "answer"), "stage=purple&text=x").await;
        assert_eq!(nonsense.status(), 422);
    }
}

#[tokio::test]
async fn shipping_needs_evidence_and_an_answer_can_be_put_right() {
    for desk in desks().await {
        let idea = desk.puts(&desk.world.customer("Ada"), "Lockers").await;
        desk.moves(idea, Stage::Planned).await;
        let bare = desk.ruth.posts(&at(idea, "answer"), "stage=shipped").await;
        assert_eq!(bare.status(), 422);
        says(&bare, "What shows that it is there?");

        let said = [("text", "They are tehre."), ("stage", "shipped"), ("evidence", "Platform 2")];
        desk.ruth.posts(&at(idea, "answer"), &form(&said)).await.location();
        let answers = store::answers(&mut desk.tx().await, idea).await.unwrap();
        let answer = answers.last().unwrap().id;
        let path = at(idea, &format!("answers/{answer}/correction"));
        let empty = desk.ruth.posts(&path, "text=+").await;
        assert_eq!(empty.status(), 422);
        let done = desk.ruth.posts(&path, "text=They+are+there.").await;
        let page = desk.ruth.follows(&done).await;
        says(&page, "They are there.");
        says(&page, "corrected once");
        says(&page, "Before it was corrected: Ruth Hale");

        let other = desk.puts(&desk.world.customer("Ada"), "Racks").await;
        let path = at(other, &format!("answers/{answer}/correction"));
        assert_eq!(desk.ruth.posts(&path, "text=x").await.status(), 404, "another idea's answer");
    }
}

#[tokio::test]
async fn a_no_that_is_left_alone_was_not_looked_at_again() {
    for desk in desks().await {
        let idea = desk.puts(&desk.world.customer("Ada"), "Lockers").await;
        let no = [("stage", "not_now"), ("reason", "No room."), ("revisit_on", "2027-06-01")];
        desk.ruth.posts(&at(idea, "answer"), &form(&no)).await.location();
        let page = desk.ruth.reads(&at(idea, "")).await;
        assert!(page.html().contains("value=\"2027-06-01\""), "what stands is in the form");

        let more = [
            ("text", "Still no room, sorry."),
            ("reason", "No room."),
            ("revisit_on", "2027-06-01"),
        ];
        desk.ruth.posts(&at(idea, "answer"), &form(&more)).await.location();

        let ledger = desk.world.ledger().await;
        assert!(!ledger.contains(&"Ruth Hale ideas.revisited".to_owned()), "{ledger:?}");
        let later = [("revisit_on", "2028-06-01"), ("reason", "No room.")];
        desk.ruth.posts(&at(idea, "answer"), &form(&later)).await.location();
        let ledger = desk.world.ledger().await;
        assert!(ledger.contains(&"Ruth Hale ideas.revisited".to_owned()), "{ledger:?}");
        says(&desk.ruth.reads(&at(idea, "")).await, "Ruth Hale looked again: still Not now");
    }
}

#[tokio::test]
async fn comments_are_public_and_notes_are_not() {
    for desk in desks().await {
        let ada = desk.world.customer("Ada");
        let idea = desk.puts(&ada, "Lockers").await;
        desk.ruth.posts(&at(idea, "comments"), "comment=Which+platform%3F").await.location();
        desk.ruth.posts(&at(idea, "notes"), "note=Ask+the+railway").await.location();
        let page = desk.ruth.reads(&at(idea, "")).await;
        says(&page, "Which platform?");
        says(&page, "Ask the railway");
        let site = ada.reads(&format!("/ideas/{idea}")).await;
        says(&site, "Which platform?");
        never_says(&site, "Ask the railway");
        let empty = desk.ruth.posts(&at(idea, "comments"), "comment=").await;
        assert_eq!(empty.status(), 422);
        says(&empty, "Please write a comment.");

        let mut tx = desk.tx().await;
        let comments = store::comments(&mut tx, idea, Audience::Everybody).await.unwrap();
        let comment = comments[0].id;
        drop(tx);
        let hide = at(idea, &format!("comments/{comment}/hiding"));
        assert_eq!(desk.ruth.posts(&hide, "reason=").await.status(), 422);
        desk.ruth.posts(&hide, "reason=A+private+matter").await.location();
        never_says(&ada.reads(&format!("/ideas/{idea}")).await, "Which platform?");
        says(&desk.ruth.reads(&at(idea, "")).await, "hidden");
        let back = at(idea, &format!("comments/{comment}/restoring"));
        desk.ruth.posts(&back, "").await.location();
        says(&ada.reads(&format!("/ideas/{idea}")).await, "Which platform?");
    }
}
