//! Sources that keep to the plan, and what they say when it is not kept to.

use deedwell_core::Id;
use deedwell_core::plan::FactType;
use deedwell_web::Role;
use serde_json::{Value, json};

use super::plan::{named, plans};
use super::{Shop, shops};
use crate::plan::{FactRule, PlannedName};
use crate::source::{self, Source, SourceKind};

/// The source of the server.
async fn server(shop: &Shop) -> Source {
    let mut tx = shop.world.tx().await;
    let all = source::sources(&mut tx).await.unwrap();
    all.into_iter().find(|s| s.kind == SourceKind::Server).unwrap()
}

async fn is_strict(shop: &Shop, mary: &deedwell_testing::Somebody, how: &str) -> Id<Source> {
    let id = server(shop).await.id;
    let set = mary
        .posts(&format!("/console/sources/{id}/strictness"), &format!("strictness={how}"))
        .await;
    assert_eq!(set.status(), 303, "{}", set.text());
    id
}

fn event(name: &str, id: &str) -> Value {
    json!({"type": "track", "event": name, "userId": "ada", "messageId": id,
        "timestamp": super::AT, "properties": {"revenue": 5, "currency": "GBP"}})
}

async fn names(shop: &Shop) -> Vec<String> {
    let actions = shop.world.actions().await;
    let sent = actions.iter().filter(|a| a.received_at != a.at || a.message.is_some());
    sent.map(|a| a.name.to_string()).collect()
}

#[tokio::test]
async fn what_is_not_planned_is_marked_and_taken() {
    for shop in shops().await {
        let mary = shop.world.staff("Mary", Role::Owner);
        shop.server_says(&[event("Kauf", "1")]).await;
        assert!(
            shop.wrong().await.is_empty(),
            "everything is taken unless somebody says otherwise"
        );
        is_strict(&shop, &mary, "mark").await;
        let calls = [
            event("Kauf", "2"),
            event("Order Completed", "3"),
            event("orders.placed", "4"),
            json!({"type": "page", "userId": "ada"}),
            json!({"type": "identify", "userId": "ada"}),
        ];
        shop.server_says(&calls).await;
        assert_eq!(shop.wrong().await, [("not_planned".to_owned(), 1)]);
        plans(&shop.world, named("Kauf", "sales.made")).await.unwrap();
        shop.server_says(&[event("Kauf", "5")]).await;
        assert_eq!(shop.wrong().await, [("not_planned".to_owned(), 1)]);
        let page = mary.reads("/console/sources/wrong").await;
        assert!(
            page.html().contains("id=\"w1\">Not in the plan") && page.says("Kauf"),
            "{}",
            page.text()
        );
    }
}

#[tokio::test]
async fn what_is_held_out_is_taken_in_once_it_is_planned() {
    for shop in shops().await {
        let mary = shop.world.staff("Mary", Role::Owner);
        let id = is_strict(&shop, &mary, "hold").await;
        let held = |name: &str, id: &str| {
            let mut held = event(name, id);
            held["userId"] = "grace".into();
            held
        };
        shop.server_says(&[
            held("Kauf", "1"),
            held("Kauf", "2"),
            held("Licht", "3"),
            event("Order Completed", "4"),
        ])
        .await;
        shop.server_says(&[held("Kauf", "1"), held("user.signed_up", "5")]).await;
        assert_eq!(names(&shop).await, ["Order Completed"]);
        assert_eq!(shop.people().await, 1, "nobody is made by what is held out");
        assert_eq!(shop.sent().await.len(), 6, "all of it stands in what was sent");
        assert_eq!(shop.wrong().await, [("held_out".to_owned(), 5)]);
        let here = format!("/console/sources/{id}");
        assert!(mary.reads(&here).await.says("5 events wait"));
        let none = mary.posts(&format!("{here}/held"), "").await;
        assert!(mary.follows(&none).await.says("None of these names is in the plan yet"));

        plans(&shop.world, named("Kauf", "orders.placed")).await.unwrap();
        plans(&shop.world, named("user.signed_up", "users.signed_up")).await.unwrap();
        shop.world.advance_days(3);
        let page = mary.reads("/console/plan/name?name=Kauf").await;
        assert!(page.says("3 events of this name wait"), "{}", page.text());
        let press = format!("{here}/held");
        let (one, other) = tokio::join!(mary.posts(&press, ""), mary.posts(&press, ""));
        assert_eq!((one.status(), other.status()), (303, 303));
        let mut taken = names(&shop).await;
        taken.sort();
        let due = ["Kauf", "Kauf", "Kauf", "Order Completed", "claimed.user_signed_up"];
        assert_eq!(taken, due, "the first was sent twice: its message id makes it count once");
        let actions = shop.world.actions().await;
        let kauf = actions.iter().filter(|a| &*a.name == "Kauf");
        assert!(kauf.clone().all(|a| a.at.to_string() == super::AT && a.value.is_some()));
        let ids: Vec<_> = kauf.map(|a| a.message.clone().unwrap()).collect();
        assert_eq!(ids.iter().filter(|m| *m == "sent/1").count(), 2);
        assert_eq!(shop.sent().await.len(), 6, "what was sent is not sent again");
        assert!(mary.reads(&here).await.says("One event waits"));
        // What happens to ask twice finds nothing more.
        mary.posts(&format!("{here}/held"), "").await;
        assert_eq!(names(&shop).await.len(), 5);

        // A source that is no longer strict gives back what it held.
        is_strict(&shop, &mary, "everything").await;
        mary.posts(&format!("{here}/held"), "").await;
        assert!(names(&shop).await.contains(&"Licht".to_owned()));
        assert_eq!(server(&shop).await.held, 0);
        let wrong = mary.posts(&format!("{here}/strictness"), "strictness=very").await;
        assert_eq!(wrong.status(), 422);
    }
}

#[tokio::test]
async fn what_is_held_is_thrown_away_in_the_end() {
    for shop in shops().await {
        let mary = shop.world.staff("Mary", Role::Owner);
        is_strict(&shop, &mary, "hold").await;
        shop.server_says(&[event("Kauf", "1"), event("Kauf", "2")]).await;
        shop.world.advance_days(20);
        shop.server_says(&[event("Kauf", "3")]).await;
        shop.world.advance_days(11);
        let mut tx = shop.world.tx().await;
        crate::tidy::tidy(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(server(&shop).await.held, 1);
    }
}

#[tokio::test]
async fn facts_that_are_not_as_planned_are_told_with_how_to_mend_them() {
    for shop in shops().await {
        let fact = |name: &str, is, required| FactRule { name: name.into(), is, required };
        let facts = vec![
            fact("order_id", FactType::Text, true),
            fact("gift", FactType::YesNo, false),
            fact("on", FactType::Date, false),
        ];
        let order = PlannedName { facts, ..named("Order Completed", "orders.placed") };
        plans(&shop.world, order).await.unwrap();
        let sends = |properties: Value| {
            json!({"type": "track", "event": "Order Completed", "userId": "ada", "properties": properties,
                "context": {"library": {"name": "analytics-node", "version": "2.1"}}})
        };
        shop.server_says(&[
            sends(json!({"order_id": "1", "gift": true, "on": "2026-11-18"})),
            sends(json!({"order_id": "1", "gift": null})),
        ])
        .await;
        assert!(shop.wrong().await.is_empty());
        shop.server_says(&[
            sends(json!({"gift": "yes"})),
            sends(json!({"order_id": 7, "on": "soon"})),
        ])
        .await;
        assert_eq!(
            shop.wrong().await,
            [("fact_missing".to_owned(), 1), ("fact_wrong".to_owned(), 3)]
        );
        assert_eq!(shop.world.actions().await.len(), 5, "they are taken all the same");
        let mary = shop.world.staff("Mary", Role::Owner);
        let page = mary.reads("/console/sources/wrong?q=order_id").await;
        assert!(page.says("A fact is missing: order_id"), "{}", page.text());
        let line = "analytics.track({ userId: '42', event: 'Order Completed', properties: { order_id: 'lantern' } })";
        assert!(page.says(line), "{}", page.text());
    }
}

#[tokio::test]
async fn the_page_of_what_was_wrong_is_alive_and_is_put_away() {
    for shop in shops().await {
        let mary = shop.world.staff("Mary", Role::Owner);
        let page = mary.reads("/console/sources/wrong?problem=claimed").await;
        let again = |page: &deedwell_testing::Reply| {
            let from = page.html().split("hx-get=\"").nth(1).unwrap();
            from.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&")
        };
        let address = again(&page);
        assert_eq!(mary.looks(&address).await.status(), 204, "nothing is new: {address}");
        let claim = json!({"type": "track", "event": "Order Completed", "anonymousId": "eve",
            "context": {"library": {"name": "analytics.js", "version": "2"}}});
        shop.browser_says(std::slice::from_ref(&claim)).await;
        let rows = mary.looks(&address).await;
        assert!(rows.says("Kept as a claim") && !rows.html().contains("<html"), "{}", rows.text());
        assert_eq!(mary.looks(&again(&rows)).await.status(), 204);
        shop.browser_says(&[claim]).await;
        assert_eq!(mary.looks(&again(&rows)).await.status(), 200, "once more is news");
        // By the words of the problem, and of the source.
        for (q, found) in [("kept+as", true), ("A+source", true), ("nested", false)] {
            let page = mary.reads(&format!("/console/sources/wrong?q={q}")).await;
            assert_eq!(page.html().contains("id=\"w1\">Kept as a claim"), found, "{q}");
        }

        let mut tx = shop.world.tx().await;
        let find = tx.query("select source from sent_wrong where organisation = $1");
        let source = tx.one(find).await.unwrap().text("source").unwrap();
        drop(tx);
        let form = format!(
            "source={source}&problem=claimed&name=Order+Completed&library=analytics.js+2&fact="
        );
        let put = mary.posts("/console/sources/wrong/mended", &form).await;
        assert!(mary.follows(&put).await.says("Nothing was wrong"));
        let foreign = shop.world.foreign_staff("Kurt", Role::Owner);
        shop.browser_says(&[
            json!({"type": "track", "event": "Order Completed", "anonymousId": "eve",
            "context": {"library": {"name": "analytics.js", "version": "2"}}}),
        ])
        .await;
        let theirs = foreign.posts("/console/sources/wrong/mended", &form).await;
        assert_eq!(theirs.status(), 404, "{}", theirs.text());
        assert_eq!(shop.wrong().await.len(), 1, "nobody puts away what is another's");
    }
}
