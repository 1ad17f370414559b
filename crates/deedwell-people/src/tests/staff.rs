use deedwell_core::{Deed, Error, Id, Staff};

use super::{email, worlds};
use crate::deed::PeopleDeed;
use crate::meet::ensure;
use crate::person::{LONGEST_NAME, MOST_TAGS, add_tag, person, remove_tag, rename, tags_in_use};
use crate::sign::Proof;
use crate::view::{MOST_VIEWS, add, remove, views};

fn code<T>(result: Result<T, Error>) -> String {
    result.err().map(|e| e.code().into_owned()).unwrap_or_default()
}

#[tokio::test]
async fn mary_tags_and_renames() {
    for world in worlds().await {
        let mut tx = world.tx().await;
        let ada = ensure(&mut tx, &email("ada@example.com"), Proof::Code, "").await.unwrap().person;
        let deed = rename(&mut tx, ada, "  Ada \t Lovelace ").await.unwrap();
        assert_eq!((deed.kind(), deed.about()), ("people.renamed", Some(format!("person/{ada}"))));
        assert!(add_tag(&mut tx, ada, " VIP ").await.unwrap().is_some());
        assert!(add_tag(&mut tx, ada, "vip").await.unwrap().is_none());
        assert_eq!(tags_in_use(&mut tx, 9).await.unwrap(), [("vip".to_owned(), 1)]);
        let kept = person(&mut tx, ada).await.unwrap();
        assert_eq!((kept.name.as_str(), kept.tags[0].tag.as_str()), ("Ada Lovelace", "vip"));
        assert!(remove_tag(&mut tx, ada, "vip").await.unwrap().is_some());
        assert!(remove_tag(&mut tx, ada, "vip").await.unwrap().is_none());
        assert_eq!(code(rename(&mut tx, ada, &"x".repeat(LONGEST_NAME + 1)).await), "invalid.name");
        assert_eq!(code(rename(&mut tx, world.clock.new_id(), "Kurt").await), "missing.person");
        for wrong in ["", "  ", &"x".repeat(61)] {
            assert_eq!(code(add_tag(&mut tx, ada, wrong).await), "invalid.tag");
        }
        for n in 0..MOST_TAGS {
            add_tag(&mut tx, ada, &format!("tag {n}")).await.unwrap();
        }
        assert_eq!(code(add_tag(&mut tx, ada, "more").await), "people.too_many_tags");
    }
}

#[tokio::test]
async fn mary_keeps_a_list_and_edsger_does_not_see_it() {
    for world in worlds().await {
        let (mary, edsger): (Id<Staff>, Id<Staff>) = (world.clock.new_id(), world.clock.new_id());
        let mut tx = world.tx().await;
        let first = add(&mut tx, mary, " Early  birds ", "tag=early").await.unwrap();
        let same = add(&mut tx, mary, "Early birds", "tag=early&unit=1").await.unwrap();
        assert_eq!(first, same);
        add(&mut tx, edsger, "Early birds", "").await.unwrap();
        let hers = views(&mut tx, mary).await.unwrap();
        assert_eq!((hers.len(), hers[0].question.as_str()), (1, "tag=early&unit=1"));
        assert_eq!(code(remove(&mut tx, edsger, first).await), "missing.view");
        remove(&mut tx, mary, first).await.unwrap();
        assert!(views(&mut tx, mary).await.unwrap().is_empty());
        for wrong in ["", &"x".repeat(61)] {
            assert_eq!(code(add(&mut tx, mary, wrong, "").await), "invalid.name");
        }
        for n in 0..MOST_VIEWS {
            add(&mut tx, mary, &format!("view {n}"), "").await.unwrap();
        }
        assert_eq!(code(add(&mut tx, mary, "more", "").await), "people.too_many_views");
    }
}

/// Every deed ever written is read for ever: what the ledger keeps of these does not change.
#[test]
fn what_the_ledger_keeps_does_not_change() {
    let person = "01930000-0000-7000-8000-00000000000a".parse().unwrap();
    for (deed, stored) in [
        (PeopleDeed::Renamed { person }, include_str!("../../ledger/renamed.1.json")),
        (PeopleDeed::Tagged { person }, include_str!("../../ledger/tagged.1.json")),
        (PeopleDeed::Untagged { person }, include_str!("../../ledger/untagged.1.json")),
        (
            PeopleDeed::MarkedAsTest { person, is_test: true },
            include_str!("../../ledger/marked_as_test.1.json"),
        ),
    ] {
        let now = serde_json::json!({
            "kind": deed.kind(), "about": deed.about(), "facts": serde_json::to_value(deed).unwrap(),
        });
        assert_eq!(now, serde_json::from_str::<serde_json::Value>(stored).unwrap());
    }
}
