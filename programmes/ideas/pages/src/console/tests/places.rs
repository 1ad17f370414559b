//! Every page opens in both languages and says nothing it has no words for.

use super::{at, desks, form};
use crate::stage::Stage;

#[tokio::test]
async fn every_page_has_words_in_both_languages() {
    for desk in desks().await {
        let (ada, grace) = (desk.world.customer("Ada"), desk.world.customer("Grace"));
        let idea = desk.puts(&ada, "Lockers <script>").await;
        let other = desk.puts(&grace, "Lockers again").await;
        desk.votes(&grace, idea).await;
        let merged = desk.puts(&grace, "Lockers once more").await;
        desk.ruth.posts(&at(merged, "merge"), &format!("into={idea}")).await.location();
        desk.moves(idea, Stage::Planned).await;
        desk.moves(idea, Stage::Shipped).await;
        desk.ruth.posts(&at(idea, "notes"), "note=x").await.location();
        desk.ruth.posts(&at(idea, "grade"), "grade=4").await.location();
        let entry = [("kind", "cost"), ("amount", "3"), ("basis", "matched"), ("note", "x")];
        desk.ruth.posts(&at(idea, "money"), &form(&entry)).await.location();
        let mut paths: Vec<String> = ["", "/releases", "/boards", "/settings"]
            .map(|p| format!("/console/ideas{p}"))
            .to_vec();
        for tab in ["waiting", "held", "revisit", "ungraded", "spam", "all"] {
            paths.push(format!("/console/ideas?tab={tab}"));
        }
        for what in ["", "merge", "votes", "money"] {
            paths.push(at(idea, what));
        }
        paths.push(at(merged, ""));
        paths.push(at(other, &format!("merge?into={idea}")));
        paths.push(format!("/console/ideas/boards/{}", desk.board));
        for path in paths {
            for language in ["en", "de"] {
                let page = desk.ruth.speaking(language).reads(&path).await;
                assert_eq!(page.status(), 200, "{path}: {}", page.text());
                let text = page.text();
                let unsaid = text.split_whitespace().find(|word| word.contains("ideas-s"));
                assert_eq!(unsaid, None, "{path} in {language}");
                assert!(!page.html().contains("<script>"), "{path}");
            }
        }
    }
}
