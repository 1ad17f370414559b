//! Merging: the preview counts distinct people, and taking out again restores everything.

use super::{at, desks, says};
use crate::stage::Stage;

#[tokio::test]
async fn the_preview_counts_each_person_once_and_unmerging_restores() {
    for desk in desks().await {
        let (ada, grace, mary) =
            (desk.world.customer("Ada"), desk.world.customer("Grace"), desk.world.customer("Mary"));
        let boxes = desk.puts(&ada, "Boxes for bicycles at the station").await;
        let lockers = desk.puts(&grace, "Lockers at the station").await;
        desk.votes(&mary, boxes).await;
        desk.votes(&mary, lockers).await;
        desk.votes(&grace, boxes).await;

        let found = desk.ruth.reads(&at(boxes, "merge")).await;
        says(&found, "Lockers at the station");
        let found = desk.ruth.reads(&at(boxes, "merge?q=locker")).await;
        says(&found, "Lockers at the station");

        let preview = desk.ruth.reads(&at(boxes, &format!("merge?into={lockers}"))).await;
        // Mary once, Ada as the author of the one merged, Grace not: it is her own.
        says(&preview, "2 votes");
        says(&preview, "Together, 2 different people want it, 2 of them customers.");
        says(&preview, "2 people are among both and count once.");

        let merged = desk.ruth.posts(&at(boxes, "merge"), &format!("into={lockers}")).await;
        says(&desk.ruth.follows(&merged).await, "Merged. This one speaks for both.");
        assert_eq!(desk.idea(lockers).await.votes, 2);
        assert_eq!(desk.idea(boxes).await.stage, Stage::Merged);
        let circle = desk.ruth.posts(&at(lockers, "merge"), &format!("into={boxes}")).await;
        assert_eq!(circle.status(), 409);
        let page = desk.ruth.reads(&at(boxes, "")).await;
        says(&page, "Another idea speaks for it: Lockers at the station");

        let apart = desk.ruth.posts(&at(boxes, "unmerging"), "").await;
        assert_eq!(apart.location(), at(boxes, ""));
        assert_eq!((desk.idea(boxes).await.votes, desk.idea(lockers).await.votes), (2, 1));
        assert_eq!(desk.idea(boxes).await.stage, Stage::Submitted);
        let ledger = desk.world.ledger().await;
        let ends = ["Ruth Hale ideas.merged", "Ruth Hale ideas.unmerged"];
        assert_eq!(ledger[ledger.len() - 2..], ends);
    }
}
