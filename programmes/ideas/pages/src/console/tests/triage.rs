//! The list: what waits, by its promise; several at once, and undone.

use super::{at, desks, form, never_says, says};
use crate::stage::Stage;
use crate::store;

#[tokio::test]
async fn what_waits_is_shown_by_its_promise() {
    for desk in desks().await {
        let ada = desk.world.customer("Ada");
        says(&desk.ruth.reads("/console/ideas").await, "No ideas yet");
        let old = desk.puts(&ada, "Lockers at the station").await;
        desk.world.advance_days(8);
        desk.puts(&ada, "Longer opening hours").await;

        let page = desk.ruth.reads("/console/ideas").await;
        says(&page, "2 ideas are waiting for their first answer. One falls due within three days.");
        says(&page, "day 9 of 10");
        says(&page, "day 1 of 10");
        let (first, second) = (page.text(), "Longer opening hours");
        assert!(first.find("Lockers at").unwrap() < first.find(second).unwrap(), "{first}");

        desk.world.advance_days(3);
        let page = desk.ruth.reads("/console/ideas").await;
        says(&page, "One is past our promise.");
        says(&page, "one day late");
        desk.moves(old, Stage::Planned).await;
        says(&desk.ruth.reads("/console/ideas").await, "2 ideas are waiting");
        desk.ruth.posts(&at(old, "answer"), "text=Good+thought.").await.location();
        let page = desk.ruth.reads("/console/ideas").await;
        says(&page, "One idea is waiting");
        never_says(&page, "Lockers");
        says(&desk.ruth.reads("/console/ideas?tab=all").await, "answered late, in 11 d");
        says(&desk.ruth.reads("/console/ideas?tab=held").await, "Nothing is held back");
    }
}

#[tokio::test]
async fn the_list_is_narrowed_sorted_and_leafed_through() {
    for desk in desks().await {
        let (ada, grace) = (desk.world.customer("Ada"), desk.world.customer("Grace"));
        let mut ideas = Vec::new();
        for n in 0..8 {
            ideas.push(desk.puts(&ada, &format!("Locker number {n}")).await);
        }
        let rack = desk.puts(&grace, "A rack_for 50% of us").await;
        desk.votes(&grace, ideas[3]).await;
        desk.ruth.posts(&at(rack, "tags"), "tags=Bikes%2C+racks").await.location();

        let votes = desk.ruth.reads("/console/ideas?tab=waiting&sort=votes").await.text();
        assert!(votes.find("Locker number 3").unwrap() < votes.find("Locker number 7").unwrap());
        let found = desk.ruth.reads("/console/ideas?q=rack_for+50%25").await;
        says(&found, "A rack_for 50% of us");
        never_says(&found, "Locker number");
        says(&desk.ruth.reads("/console/ideas?tab=all&tag=bikes").await, "One idea:");
        says(&desk.ruth.reads("/console/ideas?q=nothing").await, "No idea like this");
        assert_eq!(desk.ruth.reads("/console/ideas?board=none").await.status(), 404);
        assert_eq!(desk.ruth.reads("/console/ideas?colour=red").await.status(), 422);
        for n in 0..10 {
            desk.puts(&desk.world.customer(&format!("C{n}")), &format!("More {n}")).await;
        }
        for n in 10..16 {
            desk.puts(&desk.world.customer(&format!("C{n}")), &format!("More {n}")).await;
        }
        let second = desk.ruth.reads("/console/ideas?tab=all&sort=old&page=2").await;
        says(&second, "More 15");
        never_says(&second, "Locker number 0");
    }
}

#[tokio::test]
async fn several_are_tagged_or_marked_as_spam_and_it_is_undone() {
    for desk in desks().await {
        let ada = desk.world.customer("Ada");
        let (a, b) = (desk.puts(&ada, "Buy pills").await, desk.puts(&ada, "Cheap pills").await);
        let (ida, idb) = (a.to_string(), b.to_string());
        let chosen = [("idea", ida.as_str()), ("idea", idb.as_str()), ("question", "tab=all")];
        let with = |more: &[(&str, &str)]| form(&[&chosen[..], more].concat());

        let none = desk.ruth.posts("/console/ideas/bulk", "verb=tag&tag=x").await;
        assert_eq!(none.status(), 422);
        says(&none, "Please choose at least one idea.");
        let unsaid = desk.ruth.posts("/console/ideas/bulk", &with(&[("verb", "spam")])).await;
        assert_eq!(unsaid.status(), 422);
        assert!(unsaid.html().contains(&format!("value=\"{a}\"")), "the list is still there");
        assert_eq!(unsaid.html().matches(" checked").count(), 2, "what was chosen is kept");

        let done =
            desk.ruth.posts("/console/ideas/bulk", &with(&[("verb", "tag"), ("tag", "Odd")])).await;
        let page = desk.ruth.follows(&done).await;
        says(&page, "2 ideas now have the tag odd.");
        let again =
            desk.ruth.posts("/console/ideas/bulk", &with(&[("verb", "tag"), ("tag", "odd")])).await;
        says(&desk.ruth.follows(&again).await, "That was so already.");
        let text = format!("tag.{a},{b}.odd");
        let undo = form(&[("done", &text), ("question", "tab=all")]);
        let undone = desk.ruth.posts("/console/ideas/bulk/undo", &undo).await;
        assert_eq!(undone.location(), "/console/ideas?tab=all");
        assert!(store::tags_of(&mut desk.tx().await, &[a, b]).await.unwrap().is_empty());

        let spam = with(&[("verb", "spam"), ("reason", "Advertising")]);
        let done = desk.ruth.posts("/console/ideas/bulk", &spam).await;
        says(&desk.ruth.follows(&done).await, "2 ideas are marked as spam.");
        assert_eq!(desk.idea(a).await.stage, Stage::Spam);
        let undo = form(&[("done", &format!("spam.{a},{b}.")), ("question", "tab=all")]);
        desk.ruth.posts("/console/ideas/bulk/undo", &undo).await.location();
        assert_eq!(desk.idea(b).await.stage, Stage::Submitted);
    }
}

#[tokio::test]
async fn the_export_runs_nothing() {
    for desk in desks().await {
        desk.puts(&desk.world.customer("Ada"), "=HYPERLINK(\"x\")").await;
        let file = desk.ruth.reads("/console/ideas/export?tab=all").await;
        assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8"));
        assert!(file.html().starts_with("id,title,beginning,board,stage,tags,author"));
        assert!(file.html().contains(",\"'=HYPERLINK(\"\"x\"\")\","), "{}", file.html());
        // Ruth is a host: names leave the house only with those who may take people out.
        assert!(file.html().contains(",hire,submitted,,,0,0,0,0,,2026-11-18T09:00:00Z,"));
        let mary = desk.world.staff("Mary", deedwell_web::Role::Manager);
        let file = mary.reads("/console/ideas/export?tab=all").await;
        assert!(file.html().contains(",hire,submitted,,Ada,0,0,0,0,,2026-11-18T09:00:00Z,"));
    }
}
