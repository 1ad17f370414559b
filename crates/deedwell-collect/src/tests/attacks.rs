//! What a key that anybody can read must not be able to do: place orders, touch somebody whom we know,
//! forge consent, use up ids. Each case is sent as it stands; then everything that could be spent, read or
//! signed in with is looked at.

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
        json!({"type": "track", "event": "page", "userId": "ada", "channel": "server", "properties": {"revenue": 1e9}}),
    ]
}

/// What is kept of Ada: her signs and her name, as the state has them.
async fn kept(shop: &Shop, person: &str) -> (String, Vec<String>) {
    let mut tx = shop.world.tx().await;
    let find = tx.query("select name from person where organisation = $1 and id = $2");
    let name = tx.one(find.bind(person)).await.unwrap().text("name").unwrap();
    let list = tx.query(
        "select kind, value, proof from identity where organisation = $1 and person = $2
         order by kind, value",
    );
    let signs = tx.list(list.bind(person)).await.unwrap();
    let sign = |row: &deedwell_store::Row| {
        ["kind", "value", "proof"].map(|c| row.text(c).unwrap()).join(" ")
    };
    (name, signs.iter().map(sign).collect())
}

#[tokio::test]
async fn a_public_key_earns_signs_in_and_changes_nothing() {
    for shop in shops().await {
        shop.server_says(&[
            json!({"type": "identify", "userId": "ada", "anonymousId": "adas-browser",
            "traits": {"email": "ada@shop.example", "name": "Ada"}}),
        ])
        .await;
        let ada = shop.person(Login, "ada").await.unwrap();
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
        assert_eq!(actions.len(), cases.len(), "each is kept");
        assert!(shop.wrong().await.contains(&("no_user_anon_id".to_owned(), 1)));
        for action in &actions[1..] {
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
