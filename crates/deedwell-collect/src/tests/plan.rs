//! What staff say that names mean: for the past too, without a word of it being written again, and never
//! for more than somebody may say.

use deedwell_core::behaviour::{Activity, Behaviour, Entries, Window};
use deedwell_people::IdentityKind::Login;
use deedwell_testing::World;
use deedwell_web::Role;
use serde_json::{Value, json};

use super::{Shop, shops};
use crate::plan::acts::replace;
use crate::plan::{Actor, FactRule, PlanFile, PlannedName, change, remove};

pub(super) fn named(name: &str, kind: &str) -> PlannedName {
    PlannedName { name: name.into(), kind: kind.into(), note: String::new(), facts: vec![] }
}

pub(super) async fn plans(world: &World, name: PlannedName) -> deedwell_core::Result<bool> {
    let mut tx = world.tx().await;
    let changed = change(&mut tx, Actor(None), name).await?;
    tx.commit().await?;
    Ok(changed)
}

async fn replaces(world: &World, file: PlanFile) -> deedwell_core::Result<usize> {
    let mut tx = world.tx().await;
    let changed = replace(&mut tx, Actor(None), file).await?;
    tx.commit().await?;
    Ok(changed)
}

async fn unplans(world: &World, name: &str) {
    let mut tx = world.tx().await;
    assert!(remove(&mut tx, Actor(None), name).await.unwrap());
    tx.commit().await.unwrap();
}

/// Everything that pages read of customers and visitors, as text.
async fn read(shop: &Shop) -> String {
    let (world, of) = (&shop.world, shop.world.organisation());
    let walk = world.walk();
    walk.catch_up().await.unwrap();
    let parts = vec![deedwell_core::Part::Customer, deedwell_core::Part::Visitor];
    let ask = Entries { parts, limit: 1_000, ..Entries::default() };
    let window = Window {
        from: "2026-01-01T00:00:00Z".parse().unwrap(),
        to: "2027-01-01T00:00:00Z".parse().unwrap(),
        unit: None,
    };
    let mut counts = walk.counts(of, &window).unwrap();
    counts.kinds.retain(|k| ask.parts.contains(&k.part));
    let entries = walk.entries(of, &ask).unwrap();
    serde_json::to_string(&(entries, counts)).unwrap()
}

async fn activity(shop: &Shop, user: &str) -> Activity {
    let person = shop.person(Login, user).await.unwrap().parse().unwrap();
    shop.world.walk().catch_up().await.unwrap();
    let found = shop.world.walk().activity(shop.world.organisation(), &[person]).unwrap();
    found.into_iter().next().unwrap()
}

#[tokio::test]
async fn a_legacy_name_is_a_purchase_once_staff_say_so() {
    for shop in shops().await {
        let sale = |id: &str, amount: Value| {
            json!({"type": "track", "event": "Kauf", "userId": "ada", "messageId": id,
                "properties": {"order_id": id, "revenue": amount, "currency": "GBP"}})
        };
        shop.server_says(&[sale("1", json!(59.97)), sale("2", json!("a lot"))]).await;
        assert!(shop.wrong().await.is_empty(), "an amount of a name without a meaning is nobody's");
        let before = read(&shop).await;
        assert_eq!(activity(&shop, "ada").await.purchases, 0);
        let ledger = shop.world.actions().await;

        assert!(plans(&shop.world, named("Kauf", "orders.placed")).await.unwrap());
        assert!(!plans(&shop.world, named("Kauf", "orders.placed")).await.unwrap(), "no news");
        let ada = activity(&shop, "ada").await;
        assert_eq!((ada.purchases, ada.spent[0].decimal()), (2, "59.97".to_owned()));
        assert_eq!(shop.world.actions().await[..ledger.len()], ledger[..], "nothing is rewritten");
        shop.server_says(&[sale("3", json!("a lot"))]).await;
        assert_eq!(activity(&shop, "ada").await.purchases, 3);
        assert_eq!(shop.wrong().await, [("money_unreadable".to_owned(), 1)]);

        assert!(plans(&shop.world, named("Kauf", "sales.closed")).await.unwrap());
        assert_eq!(activity(&shop, "ada").await.purchases, 0);
        unplans(&shop.world, "Kauf").await;
        let mut after: Value = serde_json::from_str(&read(&shop).await).unwrap();
        // The third sale came in between; without it everything reads as before.
        after[0]["entries"].as_array_mut().unwrap().retain(|e| e["about"] != "order/3");
        let before: Value = serde_json::from_str(&before).unwrap();
        assert_eq!(after[0]["entries"], before[0]["entries"]);
        let kinds: Vec<_> = shop.world.actions().await.iter().map(|a| a.name.to_string()).collect();
        assert_eq!(kinds.iter().filter(|k| *k == "plan.changed").count(), 3);
    }
}

#[tokio::test]
async fn a_plan_that_is_taken_back_leaves_no_trace_in_what_is_read() {
    for shop in shops().await {
        shop.server_says(&[json!({"type": "track", "event": "Kauf", "userId": "ada"})]).await;
        shop.browser_says(&[
            json!({"type": "track", "event": "Kauf", "anonymousId": "eve"}),
            json!({"type": "track", "event": "lamp.lit", "anonymousId": "eve"}),
        ])
        .await;
        let hash = |text: String| deedwell_core::Secret::hash_of(&text);
        let before = hash(read(&shop).await);
        for (name, kind) in [("Kauf", "orders.placed"), ("lamp.lit", "lamps.lit")] {
            plans(&shop.world, named(name, kind)).await.unwrap();
        }
        let meant = read(&shop).await;
        for kind in ["orders.placed", "claimed.orders_placed", "lamps.lit"] {
            assert!(meant.contains(&format!("\"{kind}\"")), "{kind}: {meant}");
        }
        unplans(&shop.world, "Kauf").await;
        unplans(&shop.world, "claimed.lamp_lit").await;
        assert_eq!(hash(read(&shop).await), before);
    }
}

/// The attack: whoever has the public key sends what staff have mapped, by every way there is.
#[tokio::test]
async fn what_a_public_key_sends_becomes_no_purchase_whatever_the_plan_says() {
    for shop in shops().await {
        shop.server_says(&[
            json!({"type": "identify", "userId": "ada", "anonymousId": "adas-browser"}),
        ])
        .await;
        let order = json!({"order_id": "1", "revenue": 99.5, "currency": "GBP", "total": 99.5});
        let attack = |event: &str, n: usize| -> Vec<Value> {
            let mut cases = vec![
                json!({"type": "track", "event": event, "userId": "ada", "properties": order}),
                json!({"type": "track", "event": event, "anonymousId": "adas-browser", "properties": order}),
                json!({"type": "track", "event": event, "userId": "ada", "anonymousId": "adas-browser",
                    "channel": "server", "context": {"library": {"name": "analytics-node"}}, "properties": order}),
                json!({"type": "track", "event": format!(" {event} "), "anonymousId": "eve", "properties": order}),
            ];
            for (i, case) in cases.iter_mut().enumerate() {
                case["messageId"] = format!("{event} {n} {i}").into();
            }
            cases
        };
        let names = ["Kauf", "Gekündigt", "Vorbei", "claimed.sale", "sale.made"];
        let before: Vec<Value> = names.iter().flat_map(|name| attack(name, 1)).collect();
        shop.browser_says(&before).await;
        for (name, kind) in names.iter().zip([
            "orders.placed",
            "orders.refunded",
            "emails.unsubscribed",
            "orders.placed",
            "orders.placed",
        ]) {
            plans(&shop.world, named(name, kind)).await.unwrap();
        }
        let after: Vec<Value> = names.iter().flat_map(|name| attack(name, 2)).collect();
        shop.browser_says(&after).await;
        let ada = activity(&shop, "ada").await;
        assert!(ada.purchases == 0 && ada.spent.is_empty(), "{ada:?}");
        let read = read(&shop).await;
        for kind in ["orders.placed", "orders.refunded", "emails.unsubscribed"] {
            assert!(!read.contains(&format!("\"{kind}\"")), "{kind}");
            let claim = format!("\"claimed.{}\"", kind.replace('.', "_"));
            assert!(read.contains(&claim), "{claim}");
        }
        for action in shop.world.actions().await.iter().filter(|a| &*a.name == "Kauf") {
            assert_eq!((action.part, action.value), (deedwell_core::Part::Visitor, None));
        }
        assert!(shop.wrong().await.iter().any(|(problem, n)| problem == "claimed" && *n > 0));
    }
}

#[tokio::test]
async fn no_name_is_made_a_deed_of_ours() {
    for shop in shops().await {
        for (name, kind, code) in [
            ("Stimme", "ideas.voted", "plan.kind_ours"),
            ("Punkte", "points.earned", "plan.kind_ours"),
            ("Eins", "people.merged", "plan.kind_ours"),
            ("Mary", "staff.joined", "plan.kind_ours"),
            ("Plan", "plan.changed", "plan.kind_ours"),
            ("ideas.voted", "lamps.lit", "plan.name_ours"),
            ("claimed.points_earned", "lamps.lit", "plan.name_ours"),
            ("Order Completed", "lamps.lit", "plan.name_planned"),
            ("Gelesen", "emails.opened", "plan.kind_by_machines"),
            ("Kauf", "orders placed", "plan.kind_shape"),
        ] {
            let error = plans(&shop.world, named(name, kind)).await.unwrap_err();
            assert_eq!(error.code(), code, "{name} → {kind}");
        }
        assert!(shop.world.actions().await.is_empty(), "nothing is told that did not happen");
        // What reached the table by another way means nothing.
        let mut tx = shop.world.tx().await;
        let insert = tx.query(
            "insert into plan_name (organisation, name, kind, changed_at) values ($1, $2, $3, 0)",
        );
        tx.run(insert.bind("Stimme").bind("ideas.voted")).await.unwrap();
        tx.commit().await.unwrap();
        shop.server_says(&[json!({"type": "track", "event": "Stimme", "userId": "ada"})]).await;
        let read = read(&shop).await;
        assert!(read.contains("imported.stimme") && !read.contains("ideas.voted"), "{read}");
    }
}

#[tokio::test]
async fn a_plan_lives_in_a_file_and_is_all_or_nothing() {
    for shop in shops().await {
        let facts = vec![FactRule {
            name: "price".into(),
            is: deedwell_core::plan::FactType::Money,
            required: true,
        }];
        let lamp =
            PlannedName { facts, note: "From the till".into(), ..named("Lamp Lit", "lamps.lit") };
        let file = PlanFile::of(vec![lamp.clone(), named("Kauf", "orders.placed")]);
        let text = file.text().unwrap();
        assert_eq!(PlanFile::parse(&text).unwrap(), file);
        let world = &shop.world;
        let replaces = |file: PlanFile| replaces(world, file);
        assert_eq!(replaces(file.clone()).await.unwrap(), 2);
        assert_eq!(replaces(file).await.unwrap(), 0);
        let bad = PlanFile::of(vec![named("Neu", "news.read"), named("Stimme", "ideas.voted")]);
        let error = replaces(bad).await.unwrap_err();
        assert!(error.sentence().contains("Stimme"), "{}", error.sentence());
        assert!(replaces(PlanFile::of(vec![lamp.clone(), lamp.clone()])).await.is_err());
        let many = (0..501).map(|n| named(&format!("name {n}"), "names.said")).collect();
        assert!(replaces(PlanFile::of(many)).await.is_err());
        let mut tx = shop.world.tx().await;
        let kept = crate::plan::store::names(&mut tx).await.unwrap();
        assert_eq!(kept.len(), 2);
        drop(tx);
        for n in 0..498 {
            plans(&shop.world, named(&format!("name {n}"), "names.said")).await.unwrap();
        }
        let error = plans(&shop.world, named("one more", "names.said")).await.unwrap_err();
        assert_eq!(error.code(), "plan.too_many_names");
        assert_eq!(replaces(PlanFile::of(vec![lamp])).await.unwrap(), 499);
        for bad in ["", "7", r#"{"plan":2,"names":[]}"#, r#"{"plan":1,"names":[{"nome":"x"}]}"#] {
            let file = PlanFile::parse(bad);
            assert!(file.is_err() || replaces(file.unwrap()).await.is_err(), "{bad}");
        }
    }
}

#[tokio::test]
async fn staff_see_every_name_and_say_what_it_means() {
    for shop in shops().await {
        let mary = shop.world.staff("Mary", Role::Manager);
        let none = mary.reads("/console/plan").await;
        assert!(none.says("Nothing was sent yet"), "{}", none.text());
        let library = json!({"library": {"name": "analytics-node", "version": "2.1"}});
        shop.server_says(&[
            json!({"type": "track", "event": "order complete", "userId": "ada", "context": library}),
            json!({"type": "track", "event": "<b>Lamp</b>", "userId": "ada"}),
            json!({"type": "track", "event": "Product Viewed", "userId": "ada"}),
            json!({"type": "track", "event": "Product Viewed", "userId": "grace"}),
        ])
        .await;
        shop.browser_says(&[
            json!({"type": "track", "event": "order complete", "anonymousId": "eve"}),
            json!({"type": "track", "event": "points.earned", "anonymousId": "eve"}),
        ])
        .await;
        let page = mary.reads("/console/plan").await;
        let place = |what: &str| page.html().find(what).unwrap_or_else(|| panic!("{what}"));
        assert!(
            place("order complete") < place("Product Viewed"),
            "what nobody knows stands first"
        );
        assert!(page.says("The same as Order Completed") && page.says("analytics-node 2.1"));
        assert!(!page.html().contains("<b>Lamp") && page.says("claimed.points_earned"));
        assert!(mary.reads("/console/plan?q=grace").await.says("No such name"));
        let unknown = mary.reads("/console/plan?meant=unknown&page=9").await;
        assert!(unknown.says("order complete") && !unknown.says("Product Viewed"));

        let here = "/console/plan/name?name=order%20complete";
        let name = mary.reads(here).await;
        assert!(name.says("This touches 2 actions of 2 people"), "{}", name.text());
        assert!(name.says("One of them is of a visitor") && name.says("came with a value"));
        let form = "name=order+complete&kind=orders.placed&note=Old+till&fact_1_name=order_id\
            &fact_1_type=text&fact_1_required=true&fact_2_name=&fact_2_type=text";
        let mapped = mary.posts("/console/plan/names", form).await;
        let mapped = mary.follows(&mapped).await;
        assert!(mapped.says("So it is, for the past too."), "{}", mapped.text());
        assert!(
            mapped.says("Mary") && mapped.html().contains("order_id text!"),
            "{}",
            mapped.text()
        );
        assert_eq!(activity(&shop, "ada").await.purchases, 1);
        let again =
            mary.posts("/console/plan/names", "name=order+complete&kind=orders.placed").await;
        assert!(mary.follows(&again).await.html().contains("value=\"order_id\""), "facts stay");
        for (form, says) in [
            ("name=order+complete&kind=ideas.voted", "Deedwell’s own"),
            ("name=order+complete&kind=", "in small letters"),
            ("name=Order+Completed&kind=lamps.lit", "means the same everywhere"),
            (
                "name=x&kind=a.b&fact_1_name=a&fact_1_type=text&fact_2_name=a&fact_2_type=text",
                "stands once",
            ),
            ("name=Lamp+Lit&kind=lamps.lit&organisation=x", "a field that is not known"),
            ("name=Lamp+Lit&kind=lamps.lit&fact_99_name=a", "a field that is not known"),
        ] {
            let reply = mary.posts("/console/plan/names", form).await;
            assert_eq!(reply.status(), 422, "{form}");
            assert!(reply.says(says), "{form}: {}", reply.text());
        }
        let undone = mary.posts("/console/plan/removal", "name=order+complete").await;
        assert!(mary.follows(&undone).await.says("means what it meant before"));
        assert_eq!(activity(&shop, "ada").await.purchases, 0);
    }
}

#[tokio::test]
async fn the_specification_and_the_file_are_there_to_be_read() {
    for shop in shops().await {
        let mary = shop.world.staff("Mary", Role::Owner);
        let spec = mary.reads("/console/plan/specification").await;
        assert!(spec.says("Order Completed") && spec.says("Push Notification Tapped"));
        let found = mary.reads("/console/plan/specification?q=wishlist_name").await;
        assert!(found.says("Product Added to Wishlist") && !found.says("Order Completed"));
        let facts =
            "name=Product+Viewed&kind=products.viewed&fact_1_name=product_id&fact_1_type=text";
        assert_eq!(mary.posts("/console/plan/names", facts).await.status(), 303);
        let file = mary.reads("/console/plan/file").await;
        assert_eq!(file.json()["names"][0]["name"], "Product Viewed");
        let bad = mary.posts("/console/plan/file", "file=%7B%22plan%22%3A1%7D").await;
        assert_eq!(bad.status(), 422);
        assert!(bad.says("This is no plan that can be read"), "{}", bad.text());
        let text = r#"{"plan":1,"names":[{"name":"Lamp Lit","kind":"lamps.lit"}]}"#;
        let put = mary
            .posts("/console/plan/file", &format!("file={}", deedwell_web::address::encode(text)))
            .await;
        assert!(mary.follows(&put).await.says("Lamp Lit"));
        for address in ["/console/plan/name?name=ideas.voted", "/console/plan/name?name="] {
            assert_eq!(mary.reads(address).await.status(), 404, "{address}");
        }
        let agent = shop.world.staff("Alan", Role::Agent);
        assert_eq!(agent.reads("/console/plan").await.status(), 403);
        assert_eq!(agent.posts("/console/plan/names", "name=x&kind=a.b").await.status(), 403);
        let elsewhere = shop.world.foreign_staff("Kurt", Role::Owner);
        assert!(!elsewhere.reads("/console/plan").await.says("Lamp Lit"));
    }
}

#[tokio::test]
async fn a_program_keeps_the_plan_for_staff() {
    for shop in shops().await {
        use deedwell_testing::KeyTo;
        let mary = shop.world.staff("Mary", Role::Manager);
        let alan = shop.world.staff("Alan", Role::Agent);
        mary.reads("/console/plan").await;
        alan.reads("/console").await;
        let (reader, writer) = (shop.world.api(KeyTo::Read), shop.world.api(KeyTo::Write));
        let fact = json!({"name": "price", "type": "money", "required": true});
        let names = json!([{"name": "Kauf", "kind": "orders.placed", "facts": [fact]},
            {"name": "lamp.lit", "kind": "lamps.lit"}]);
        let by = |staff: &str| json!({"staff": staff, "names": names});
        let put = writer.sends("/api/plan", &by("mary@shop.example")).await;
        assert_eq!(put.status(), 200, "{}", put.text());
        let plan = reader.reads("/api/plan").await.json();
        assert_eq!((&plan["plan"], &plan["names"][0]["name"]), (&json!(1), &json!("Kauf")));
        assert_eq!(plan["names"][0]["facts"][0], fact);
        assert_eq!(plan["names"][1]["name"], "claimed.lamp_lit", "as the ledger keeps it");
        let one =
            json!({"staff": "mary@shop.example", "name": {"name": "Licht", "kind": "lamps.lit"}});
        let one = writer.sends("/api/plan/names", &one).await;
        assert_eq!(one.json()["names"].as_array().unwrap().len(), 3);
        let gone = json!({"staff": "mary@shop.example", "name": "lamp.lit"});
        assert_eq!(writer.sends("/api/plan/names/removal", &gone).await.status(), 200);
        assert_eq!(writer.sends("/api/plan/names/removal", &gone).await.status(), 404);
        for (who, body, status) in [
            (&reader, by("mary@shop.example"), 403),
            (&writer, by("alan@shop.example"), 403),
            (&writer, by("nobody@shop.example"), 422),
            (
                &writer,
                json!({"staff": "mary@shop.example", "names": [{"name": "x", "kind": "ideas.voted"}]}),
                422,
            ),
        ] {
            let reply = who.sends("/api/plan", &body).await;
            assert_eq!(reply.status(), status, "{body}: {}", reply.text());
        }
    }
}
