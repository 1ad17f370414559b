//! What a key that anybody can read must not be able to do: place orders, touch somebody whom we know,
//! forge consent, use up ids. Each case is sent as it stands; then everything that could be spent, read or
//! signed in with is looked at.

use axum::http::Method;
use deedwell_core::Part;
use deedwell_core::behaviour::{Activity, Behaviour};
use deedwell_people::IdentityKind::{Browser, Email, Login};
use serde_json::{Value, json};

use super::{Shop, shops};

/// Names by which money, points, votes, consent or our own doings would be claimed.
const NAMES: [&str; 24] = [
    "Order Completed",
    "Completed Order",
    "Order Updated",
    "Order Cancelled",
    "Order Refunded",
    "orders.placed",
    "orders.refunded",
    "orders.returned",
    "points.earned",
    "points.paid_out",
    "ideas.voted",
    "ideas.answered",
    "ideas.earned",
    "people.merged",
    "people.linked",
    "people.erased",
    "people.marked_as_test",
    "customers.signed_in",
    "staff.joined",
    "keys.made",
    "consents.given",
    "Unsubscribed",
    "Email Link Clicked",
    "Product Reviewed",
];

/// Other ways to say who one is.
fn claims() -> Vec<Value> {
    let ada = json!({"email": "ada@shop.example", "name": "Eve", "phone": "+442079460000", "consent": true});
    vec![
        json!({"type": "identify", "userId": "ada", "traits": ada}),
        json!({"type": "identify", "anonymousId": "eve", "userId": "ada", "traits": ada}),
        json!({"type": "identify", "anonymousId": "adas-browser", "userId": "eve", "traits": ada}),
        json!({"type": "identify", "anonymousId": "adas-browser", "userId": "ada", "traits": {"email": "eve@x.example"}}),
        json!({"type": "identify", "anonymousId": "eve", "traits": ada}),
        json!({"type": "alias", "userId": "ada", "previousId": "eve", "anonymousId": "eve"}),
        json!({"type": "alias", "userId": "eve", "previousId": "ada"}),
        json!({"type": "alias", "userId": "eve", "previousId": "adas-browser"}),
        json!({"type": "group", "userId": "ada", "groupId": "board", "traits": {"name": "Eve Ltd"}}),
        json!({"type": "track", "event": "x", "userId": "ada", "context": {"traits": ada}}),
        json!({"type": "track", "event": "x", "anonymousId": "eve", "context": {"traits": ada, "externalIds": [{"id": "ada", "type": "user_id"}]}}),
        json!({"type": "page", "userId": "ada@shop.example"}),
        json!({"type": "page", "userId": {"$ne": null}, "anonymousId": "eve"}),
        json!({"type": "identify", "userId": "ada\u{200b}", "traits": ada}),
        json!({"type": "identify", "userId": " ada ", "anonymousId": "eve"}),
        json!({"type": "identify", "userId": "ADA", "anonymousId": "eve2", "traits": ada}),
        json!({"type": "identify", "userId": "null", "anonymousId": "eve3"}),
        // As if it had been said before anybody knew her.
        json!({"type": "identify", "userId": "ada", "timestamp": "2026-11-01T08:00:00Z", "traits": ada}),
        json!({"type": "identify", "anonymousId": "adas-browser", "timestamp": "2026-11-01T08:00:00Z", "traits": ada}),
        json!({"type": "group", "userId": "ada", "groupId": "board", "timestamp": "2026-11-01T08:00:00Z", "traits": {"name": "Eve Ltd"}}),
        json!({"type": "track", "event": "page", "userId": "ada", "channel": "server", "properties": {"revenue": 1e9}}),
    ]
}

/// All that is kept of somebody whom we know: who they are, what is said of them, what they have, where they
/// belong; besides who is signed in and whom staff made one with whom.
const OF_THE_KNOWN: [&str; 9] = [
    "select cast(count(*) as text) as line from session where organisation = $1",
    "select cast(count(*) as text) as line from person_merge where organisation = $1",
    "select name || ' ' || search as line from person where organisation = $1 and id = $2",
    "select kind || ' ' || value || ' ' || proof as line from identity
     where organisation = $1 and person = $2 order by kind, value",
    "select t.key || ' ' || t.value || ' ' || t.source || ' ' || t.proof as line
     from trait t join identity i on i.organisation = t.organisation and i.id = t.identity
     where t.organisation = $1 and i.person = $2 order by t.key, t.source",
    "select c.purpose || ' ' || c.given || ' ' || c.words as line
     from consent c join identity i on i.organisation = c.organisation and i.id = c.identity
     where c.organisation = $1 and i.person = $2 order by c.id",
    "select h.name || ' ' || h.kind || ' ' || h.reference as line
     from holding h join identity i on i.organisation = h.organisation and i.id = h.identity
     where h.organisation = $1 and i.person = $2 order by h.id",
    "select tag as line from person_tag where organisation = $1 and person = $2 order by tag",
    "select m.account || ' ' || a.name || ' ' || m.role as line
     from account_member m
     join identity i on i.organisation = m.organisation and i.id = m.identity
     join account a on a.organisation = m.organisation and a.id = m.account
     where m.organisation = $1 and i.person = $2 order by m.account",
];

async fn kept(shop: &Shop, person: &str) -> Vec<String> {
    let mut tx = shop.world.tx().await;
    let mut all = Vec::new();
    for (place, statement) in OF_THE_KNOWN.into_iter().enumerate() {
        let list = tx.query(statement);
        let list = if statement.contains("$2") { list.bind(person) } else { list };
        for row in tx.list(list).await.unwrap() {
            all.push(format!("{place} {}", row.text("line").unwrap()));
        }
    }
    all
}

/// Lines of the ledger by which the shop's server made Ada known.
const SAID_OF_HER: usize = 3;

/// Ada, of whom everything is known that a message can say, and a little more.
async fn known(shop: &Shop) -> String {
    shop.server_says(&[
        json!({"type": "identify", "userId": "ada", "anonymousId": "adas-browser",
            "traits": {"email": "ada@shop.example", "name": "Ada", "size": 41}}),
        json!({"type": "group", "userId": "ada", "groupId": "home", "traits": {"name": "At home"}}),
    ])
    .await;
    let ada = shop.person(Login, "ada").await.unwrap();
    let mut tx = shop.world.tx().await;
    deedwell_people::person::add_tag(&mut tx, ada.parse().unwrap(), "rides").await.unwrap();
    tx.commit().await.unwrap();
    for (place, what) in [(4, "size 41"), (7, "rides"), (8, "At home")] {
        let told = |line: &String| line.starts_with(&format!("{place} ")) && line.contains(what);
        assert!(kept(shop, &ada).await.iter().any(told), "{what} is looked at");
    }
    ada
}

/// The same claims in PostHog's words.
fn posthogs() -> Vec<Value> {
    let ada = json!({"email": "eve@x.example", "name": "Eve", "consent": true, "size": 9});
    vec![
        json!({"event": "$identify", "distinct_id": "ada", "properties": {"$set": ada}}),
        json!({"event": "$identify", "distinct_id": "ada", "properties": {"$anon_distinct_id": "eve", "$set": ada}}),
        json!({"event": "$identify", "distinct_id": "eve", "properties": {"$anon_distinct_id": "adas-browser", "$set": ada}}),
        json!({"event": "$set", "distinct_id": "ada", "properties": {"$set": ada, "$set_once": {"role": "owner"}}}),
        json!({"event": "$create_alias", "distinct_id": "ada", "properties": {"alias": "eve"}}),
        json!({"event": "$create_alias", "distinct_id": "eve", "properties": {"alias": "ada"}}),
        json!({"event": "$merge_dangerously", "distinct_id": "ada", "properties": {"alias": "eve"}}),
        json!({"event": "$groupidentify", "distinct_id": "ada", "properties":
            {"$group_type": "company", "$group_key": "home", "$group_set": {"name": "Eve Ltd"}}}),
        json!({"event": "Order Completed", "distinct_id": "ada", "properties": {"revenue": 99.5, "$set": ada}}),
    ]
}

#[tokio::test]
async fn other_ways_in_open_no_other_doors() {
    for shop in shops().await {
        let ada = known(&shop).await;
        let before = kept(&shop, &ada).await;
        let stranger = shop.world.visitor();
        let key = shop.browser.reveal();
        for case in posthogs() {
            for path in ["/batch/", "/e/", "/capture/"] {
                let body = json!({"api_key": key, "batch": [case]});
                assert_eq!(stranger.sends(path, &body).await.status(), 200, "{path} {case}");
                assert_eq!(kept(&shop, &ada).await, before, "{path} {case}");
            }
        }
        for asked in [
            "track?event=Order+Completed&userId=ada",
            "track?event=x&userId=ada&anonymousId=adas-browser",
            "identify?userId=ada&anonymousId=eve",
            "page?name=Home&userId=ada%40shop.example",
        ] {
            let (call, rest) = asked.split_once('?').unwrap();
            let path = format!("/pixel/v1/{call}?writeKey={key}&{rest}");
            assert!(stranger.reads(&path).await.status() < 500, "{path}");
            assert_eq!(kept(&shop, &ada).await, before, "{path}");
        }
        let beacon = json!({"writeKey": key, "batch": claims()});
        let headers = [("content-type", "text/plain")];
        let sent = stranger.asks(Method::POST, "/beacon/v1/batch", &headers, beacon.to_string());
        assert_eq!(sent.await.status(), 200);
        assert_eq!(kept(&shop, &ada).await, before, "by beacon");
        let actions = shop.world.actions().await;
        assert!(actions.len() >= SAID_OF_HER + 9 + claims().len(), "{}", actions.len());
        for action in &actions[SAID_OF_HER..] {
            assert_eq!((action.part, action.value), (Part::Visitor, None), "{action:?}");
        }
    }
}

#[tokio::test]
async fn a_public_key_earns_signs_in_and_changes_nothing() {
    for shop in shops().await {
        let ada = known(&shop).await;
        let before = kept(&shop, &ada).await;
        let named = NAMES.iter().flat_map(|name| {
            let order = json!({"order_id": "1", "revenue": 99.5, "currency": "GBP", "total": 99.5});
            ["ada", "eve"].map(|user| json!({"type": "track", "event": name, "userId": user,
                "anonymousId": format!("{user}-b"), "properties": order, "messageId": format!("{name} {user}")}))
        });
        let cases: Vec<Value> = named.chain(claims()).collect();
        assert!(cases.len() >= 40, "{}", cases.len());
        for case in &cases {
            shop.browser_says(std::slice::from_ref(case)).await;
            assert_eq!(kept(&shop, &ada).await, before, "{case}");
        }
        let actions = shop.world.actions().await;
        // One is nobody: an id with a letter that is not seen. It is told, not taken.
        assert_eq!(actions.len() - SAID_OF_HER + 1, cases.len(), "each is kept");
        assert!(shop.wrong().await.contains(&("no_user_anon_id".to_owned(), 1)));
        for action in &actions[SAID_OF_HER..] {
            assert_eq!((action.part, action.value), (Part::Visitor, None), "{action:?}");
            let kind = deedwell_core::deed::kind_from_name(&action.name);
            let area = kind.split('.').next().unwrap();
            let harmless = ["claimed", "imported", "pages", "customers", "accounts"];
            assert!(harmless.contains(&area), "{kind}");
            assert!(!matches!(&*kind, "customers.signed_in"), "{kind}");
        }
        let id = ada.parse().unwrap();
        let [activity]: [Activity; 1] = shop
            .world
            .walk()
            .activity(shop.world.organisation(), &[id])
            .unwrap()
            .try_into()
            .unwrap();
        assert!(activity.spent.is_empty() && activity.purchases == 0, "{activity:?}");
        assert_eq!(shop.person(Browser, "adas-browser").await, Some(ada.clone()));
        assert_eq!(shop.person(Email, "ada@shop.example").await, Some(ada));
        assert_eq!(shop.person(Email, "eve@x.example").await, None);
    }
}

/// Whoever makes names up fills no table: once it is full, what is wrong is counted without its name.
#[tokio::test]
async fn names_that_are_made_up_are_counted_together_in_the_end() {
    for shop in shops().await {
        let claims = |from: usize, to: usize| -> Vec<Value> {
            let claim =
                |n| json!({"type": "track", "event": format!("points.p{n}"), "anonymousId": "eve"});
            (from..to).map(claim).collect()
        };
        for part in 0..3 {
            shop.browser_says(&claims(part * 2_000, (part + 1) * 2_000)).await;
        }
        let mut tx = shop.world.tx().await;
        let count = tx.query(
            "select count(*) as n, cast(sum(count) as bigint) as all_of_them from sent_wrong where organisation = $1",
        );
        let row = tx.one(count).await.unwrap();
        assert_eq!(row.number("all_of_them").unwrap(), 6_000);
        assert_eq!(row.number("n").unwrap(), 6_000, "the third began before it was full");
        drop(tx);
        shop.browser_says(&claims(6_000, 8_000)).await;
        let mut tx = shop.world.tx().await;
        let count = tx.query("select count(*) as n from sent_wrong where organisation = $1");
        assert_eq!(tx.one(count).await.unwrap().number("n").unwrap(), 6_001);
    }
}
