//! Who may, and what keeps the boards in order.

use deedwell_web::Role;

use super::{at, desks, form, never_says, says};
use crate::stage::Stage;

#[tokio::test]
async fn viewers_are_refused_and_other_organisations_find_nothing() {
    for desk in desks().await {
        let idea = desk.puts(&desk.world.customer("Ada"), "Lockers").await;
        let viewer = desk.world.staff("Vera", Role::Viewer);
        for path in ["/console/ideas", &at(idea, ""), &at(idea, "merge"), "/console/ideas/settings"]
        {
            assert_eq!(viewer.reads(path).await.status(), 403, "{path}");
        }
        assert_eq!(viewer.posts(&at(idea, "answer"), "text=Yes").await.status(), 403);
        let agent = desk.world.staff("Alan", Role::Agent);
        assert_eq!(agent.reads(&at(idea, "")).await.status(), 200);
        assert_eq!(agent.reads("/console/ideas/settings").await.status(), 403, "no boards");
        assert_eq!(agent.reads(&at(idea, "money")).await.status(), 403, "no money");
        let analyst = desk.world.staff("Anna", Role::Analyst);
        assert_eq!(analyst.reads(&at(idea, "money")).await.status(), 200);
        assert_eq!(analyst.reads(&at(idea, "")).await.status(), 403);

        let kurt = desk.world.foreign_staff("Kurt", Role::Owner);
        for path in [at(idea, ""), at(idea, "merge"), at(idea, "votes"), at(idea, "money")] {
            assert_eq!(kurt.reads(&path).await.status(), 404, "{path}");
        }
        for verb in ["answer", "notes", "tags", "spam"] {
            let fields = "text=x&note=x&tags=x&removal_reason=x";
            let field = fields.split('&').find(|f| match verb {
                "answer" => f.starts_with("text"),
                "notes" => f.starts_with("note"),
                "tags" => f.starts_with("tags"),
                _ => f.starts_with("removal"),
            });
            let reply = kurt.posts(&at(idea, verb), field.unwrap()).await;
            assert_eq!(reply.status(), 404, "{verb}");
        }
        never_says(&kurt.reads("/console/ideas?tab=all").await, "Lockers");
        assert_eq!(desk.world.ledger().await, ["Ada ideas.put_forward"]);
    }
}

#[tokio::test]
async fn an_idea_is_held_marked_and_shown_again_with_a_public_reason() {
    for desk in desks().await {
        let ada = desk.world.customer("Ada");
        let idea = desk.puts(&ada, "Lockers").await;
        let bare = desk.ruth.posts(&at(idea, "holding"), "removal_reason=").await;
        assert_eq!(bare.status(), 422);
        assert!(bare.html().contains("aria-describedby=\"e-removal_reason\""), "{}", bare.html());
        desk.ruth.posts(&at(idea, "holding"), "removal_reason=We+look+first").await.location();
        let page = desk.ruth.reads(&at(idea, "")).await;
        says(&page, "Held back. We look first Ruth Hale");
        never_says(&page, "name=\"text\"");
        says(&desk.ruth.reads("/console/ideas?tab=held").await, "Lockers");
        desk.ruth.posts(&at(idea, "clearing"), "").await.location();
        assert!(desk.idea(idea).await.held_at.is_none());
        desk.ruth.posts(&at(idea, "spam"), "removal_reason=Advertising").await.location();
        assert_eq!(desk.idea(idea).await.stage, Stage::Spam);
        says(&desk.ruth.reads("/console/ideas?tab=spam").await, "Lockers");
        desk.ruth.posts(&at(idea, "clearing"), "").await.location();
        assert_eq!(desk.idea(idea).await.stage, Stage::Submitted);
    }
}

#[tokio::test]
async fn grades_tags_and_boards() {
    for desk in desks().await {
        let idea = desk.puts(&desk.world.customer("Ada"), "Lockers").await;
        let wrong =
            desk.ruth.posts(&at(idea, "grade"), "grade=9&grade_note=Good+for+commuters").await;
        assert_eq!(wrong.status(), 422);
        says(&wrong, "A grade is a number from 1 to 5.");
        assert!(wrong.html().contains("Good for commuters"), "what was typed is kept");
        desk.ruth
            .posts(&at(idea, "grade"), "grade=4&grade_note=Good+for+commuters")
            .await
            .location();
        says(&desk.ruth.reads(&at(idea, "")).await, "4 of 5 Ruth Hale");
        assert_eq!(desk.world.grid().await.quality, Some(0.75));
        let many = desk.ruth.posts(&at(idea, "tags"), "tags=a,b,c,d,e,f").await;
        assert_eq!(many.status(), 422);
        assert!(many.html().contains("value=\"a,b,c,d,e,f\""));

        let board = [("name", "Opening hours"), ("key", "hours"), ("place", "2")];
        desk.ruth.posts("/console/ideas/boards", &form(&board)).await.location();
        let boards = crate::store::boards(&mut desk.tx().await).await.unwrap();
        let hours = boards.iter().find(|b| b.key == "hours").unwrap().id;
        desk.ruth.posts(&at(idea, "board"), &format!("board={hours}")).await.location();
        assert_eq!(desk.idea(idea).await.board, hours);
    }
}
