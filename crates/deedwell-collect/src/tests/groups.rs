//! What `group` calls make of accounts, and what nobody can make them by a public key.

use deedwell_core::{Account, Id, Part};
use deedwell_people::IdentityKind::Login;
use deedwell_people::account::members::{leave, of_account};
use deedwell_people::account::{Reference, by_reference, card, traits};
use serde_json::{Value, json};

use super::{Shop, shops};

async fn account(shop: &Shop, group: &str) -> Option<Id<Account>> {
    let mut tx = shop.world.tx().await;
    by_reference(&mut tx, &Reference::new("", group).unwrap()).await.unwrap()
}

/// Everything that is kept of accounts: how many, their names and traits, who belongs to them.
async fn kept(shop: &Shop) -> Vec<String> {
    let mut tx = shop.world.tx().await;
    let mut kept = Vec::new();
    for query in [
        tx.query("select id, name, version from account where organisation = $1 order by id"),
        tx.query(
            "select account as id, key as name, value as more, said_at as version
             from account_trait where organisation = $1 order by account, key",
        ),
        tx.query(
            "select account as id, identity as name, role as more, coalesce(until, 0) as version
             from account_member where organisation = $1 order by account, identity",
        ),
        tx.query(
            "select account as id, value as name, said_at as version
             from account_reference where organisation = $1 order by value",
        ),
    ] {
        for row in tx.list(query).await.unwrap() {
            let text = |column| row.text(column).unwrap_or_default();
            let version = row.number("version").unwrap();
            kept.push(format!("{} {} {} {version}", text("id"), text("name"), text("more")));
        }
    }
    kept
}

async fn names(shop: &Shop) -> Vec<String> {
    shop.world.actions().await.iter().map(|a| a.name.to_string()).collect()
}

fn group(traits: Value) -> Value {
    json!({"type": "group", "userId": "ada", "groupId": "acme", "traits": traits})
}

#[tokio::test]
async fn a_server_opens_an_account_and_says_who_belongs_to_it() {
    for shop in shops().await {
        let traits = json!({"name": "Acme", "employees": 40, "address": {"city": "Hull"}});
        shop.server_says(&[group(traits), group(json!({"employees": null, "plan": "gold"}))]).await;
        let acme = account(&shop, "acme").await.unwrap();
        let ada = shop.person(Login, "ada").await.unwrap();
        let mut tx = shop.world.tx().await;
        assert_eq!(card(&mut tx, acme).await.unwrap().name, "Acme");
        let said = traits::of(&mut tx, acme).await.unwrap();
        let keys: Vec<&str> = said.iter().map(|t| t.key.as_str()).collect();
        assert_eq!(keys, ["address", "name", "plan"]);
        assert!(said.iter().all(|t| t.source.starts_with("source/") && t.proof.proves()));
        let members = of_account(&mut tx, acme).await.unwrap();
        assert_eq!(members.len(), 1);
        assert_eq!((members[0].person.to_string(), members[0].proof.proves()), (ada, true));
        drop(tx);
        assert_eq!(names(&shop).await, ["accounts.opened", "accounts.joined", "accounts.named"]);
        let actions = shop.world.actions().await;
        let about = Some(format!("account/{acme}"));
        assert!(actions.iter().all(|a| a.about == about), "{actions:?}");
        assert_eq!(actions[1].part, Part::Customer);
        assert!(shop.wrong().await.is_empty());
    }
}

#[tokio::test]
async fn a_public_key_joins_no_account_and_changes_none() {
    for shop in shops().await {
        shop.server_says(&[group(json!({"name": "Acme", "plan": "gold"}))]).await;
        shop.server_says(&[json!({"type": "identify", "userId": "eve", "anonymousId": "b1"})])
            .await;
        let acme = account(&shop, "acme").await.unwrap();
        let before = kept(&shop).await;
        let attacks = [
            json!({"type": "group", "userId": "eve", "groupId": "acme"}),
            json!({"type": "group", "anonymousId": "b1", "groupId": "acme", "traits": {"name": "Eve's"}}),
            json!({"type": "group", "userId": "ada", "groupId": "acme", "traits": {"plan": null}}),
            json!({"type": "group", "userId": "eve", "groupId": "mine", "traits": {"name": "Mine"}}),
            json!({"type": "group", "anonymousId": "new", "groupId": acme.to_string()}),
            json!({"type": "group", "userId": "eve", "groupId": "acme", "channel": "server",
                "context": {"traits": {"email": "ada@shop.example"}}}),
            json!({"type": "track", "event": "accounts.joined", "userId": "eve",
                "properties": {"account": acme.to_string()}}),
        ];
        for attack in &attacks {
            shop.browser_says(std::slice::from_ref(attack)).await;
            assert_eq!(kept(&shop).await, before, "{attack}");
        }
        let actions = shop.world.actions().await;
        let claims: Vec<_> = actions.iter().rev().take(attacks.len()).collect();
        for claim in &claims {
            assert_eq!((claim.part, &*claim.name), (Part::Visitor, "claimed.accounts_joined"));
            assert_ne!(claim.about, Some(format!("account/{acme}")), "{claim:?}");
        }
        let claimed = shop.wrong().await.iter().find(|(code, _)| code == "claimed").cloned();
        assert_eq!(claimed, Some(("claimed".to_owned(), attacks.len() as i64)));
        // Nor does a server's word of a browser that names no user make anybody a member.
        let nobody = json!({"type": "group", "anonymousId": "b1", "groupId": "acme"});
        shop.server_says(&[nobody]).await;
        assert_eq!(kept(&shop).await, before);
        assert_eq!(names(&shop).await.last().map(String::as_str), Some("claimed.accounts_joined"));
    }
}

#[tokio::test]
async fn who_left_comes_back_when_a_server_says_so_later() {
    for shop in shops().await {
        shop.server_says(&[group(json!({}))]).await;
        let acme = account(&shop, "acme").await.unwrap();
        let ada = shop.person(Login, "ada").await.unwrap().parse().unwrap();
        let said_before = shop.world.now().to_string();
        shop.world.advance(jiff::SignedDuration::from_mins(1));
        let mut tx = shop.world.tx().await;
        leave(&mut tx, acme, ada).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        let mut late = group(json!({}));
        late["timestamp"] = said_before.into();
        shop.server_says(&[late]).await;
        let belongs = async || {
            let mut tx = shop.world.tx().await;
            of_account(&mut tx, acme).await.unwrap()[0].until.is_none()
        };
        assert!(!belongs().await, "that was said before she left");
        shop.server_says(&[group(json!({}))]).await;
        assert!(belongs().await);
        let due = ["accounts.opened", "accounts.joined", "accounts.named", "accounts.joined"];
        assert_eq!(names(&shop).await, due);
    }
}

/// The number of an account may be longer than that of a person.
#[tokio::test]
async fn a_long_number_of_an_account_is_taken() {
    for shop in shops().await {
        let group = |id: String| json!({"type": "group", "userId": "42", "groupId": id});
        shop.server_says(&[group("g".repeat(500))]).await;
        assert_eq!(shop.wrong().await, []);
        shop.server_says(&[group("g".repeat(501))]).await;
        assert_eq!(shop.wrong().await, [("group_missing".to_owned(), 1)]);
    }
}
