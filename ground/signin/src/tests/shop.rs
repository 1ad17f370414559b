//! The shop's signed token.

use deedwell_core::{Id, Organisation};
use deedwell_testing::{Somebody, World};
use deedwell_web::ApiKey;
use serde_json::{Value, json};

use super::{asks, code_for, worlds};
use crate::token::signed;

const SECRET: &str = "the secret of the shop";

async fn shop_key(world: &World, organisation: Id<Organisation>) -> Id<ApiKey> {
    let mut tx = world.db().write(organisation).await.unwrap();
    let id: Id<ApiKey> = tx.new_id();
    let insert = tx.query(
        "insert into api_key (organisation, id, kind, name, hash, secret, scope, created_at)
         values ($1, $2, 'sign_in', 'The shop', $3, $4, 'write', $5)",
    );
    let now = tx.now();
    let insert = insert.bind(id).bind(id.to_string()).bind(SECRET).bind(now);
    tx.run(insert).await.unwrap();
    tx.commit().await.unwrap();
    id
}

fn claims(world: &World, key: Id<ApiKey>, jti: &str) -> Value {
    let now = world.now().as_second();
    json!({ "iss": key.to_string(), "sub": "17", "jti": jti, "iat": now, "exp": now + 300,
            "name": "Ada Lovelace" })
}

fn token(claims: &Value) -> String {
    signed(&json!({ "alg": "HS256", "typ": "JWT" }), claims, SECRET)
}

async fn comes(somebody: &Somebody, token: &str) -> deedwell_testing::Reply {
    somebody.posts("/sign-in/token", &format!("token={token}&to=%2Fmy-part")).await
}

#[tokio::test]
async fn the_shop_vouches_for_its_customer() {
    for world in worlds().await {
        let key = shop_key(&world, world.organisation()).await;
        let ada = world.visitor();
        let token = token(&claims(&world, key, "first"));

        let question = ada.reads(&format!("/sign-in/token?token={token}&to=%2Fmy-part")).await;
        assert_eq!(question.status(), 200, "{}", question.text());
        assert!(question.says("Go on as Ada Lovelace"), "{}", question.text());
        assert_eq!(ada.reads("/my-part").await.status(), 303, "a link alone signs nobody in");

        let went = comes(&ada, &token).await;
        assert!(ada.follows(&went).await.says("17 confirmed by the shop"));
        assert_eq!(world.ledger().await, ["Ada Lovelace customers.signed_in"]);
        assert_eq!(world.actions().await[0].facts, r#"{"by":"token"}"#);
    }
}

#[tokio::test]
async fn the_same_customer_is_the_same_person() {
    for world in worlds().await {
        let key = shop_key(&world, world.organisation()).await;
        let ada = world.visitor();
        comes(&ada, &token(&claims(&world, key, "first"))).await.location();
        world.advance_days(1);
        comes(&ada, &token(&claims(&world, key, "second"))).await.location();
        let actions = world.actions().await;
        assert_eq!(actions[0].subject, actions[1].subject);
        let mut tx = world.tx().await;
        let count = tx.query("select count(*) as n from person where organisation = $1");
        assert_eq!(tx.one(count).await.unwrap().number("n").unwrap(), 1);
    }
}

/// The key that takes the place of another, as the console makes it.
async fn rotated(world: &World, old: Id<ApiKey>) -> Id<ApiKey> {
    let new = shop_key(world, world.organisation()).await;
    let mut tx = world.tx().await;
    let source = tx.query("update api_key set source = $3 where organisation = $1 and id = $2");
    tx.run(source.bind(new).bind(old)).await.unwrap();
    tx.commit().await.unwrap();
    new
}

#[tokio::test]
async fn a_rotated_key_vouches_for_the_same_customers() {
    for world in worlds().await {
        let old = shop_key(&world, world.organisation()).await;
        let ada = world.visitor();
        comes(&ada, &token(&claims(&world, old, "first"))).await.location();
        let new = rotated(&world, old).await;
        comes(&ada, &token(&claims(&world, new, "second"))).await.location();
        // The old one still works beside it, for the same person.
        comes(&ada, &token(&claims(&world, old, "third"))).await.location();
        let actions = world.actions().await;
        let subjects: Vec<_> = actions.iter().map(|a| a.subject).collect();
        assert_eq!(subjects, [subjects[0]; 3]);

        // Another shop's key counts for itself: its customer 17 is somebody else.
        let other = shop_key(&world, world.organisation()).await;
        comes(&world.visitor(), &token(&claims(&world, other, "first"))).await.location();
        let actions = world.actions().await;
        assert_ne!(actions[3].subject, actions[0].subject);
    }
}

#[tokio::test]
async fn a_token_works_once() {
    for world in worlds().await {
        let key = shop_key(&world, world.organisation()).await;
        let (ada, kurt) = (world.visitor(), world.visitor());
        let token = token(&claims(&world, key, "first"));
        comes(&ada, &token).await.location();

        let again = comes(&kurt, &token).await;
        assert_eq!(again.status(), 409);
        assert!(again.says("This link has been used."), "{}", again.text());
        let link = format!("/sign-in/token?token={token}");
        assert!(kurt.reads(&link).await.says("This link has been used."));
        // As long as it would live.
        world.advance(jiff::SignedDuration::from_secs(359));
        assert!(comes(&kurt, &token).await.says("This link has been used."));
        world.advance(jiff::SignedDuration::from_secs(1));
        assert!(comes(&kurt, &token).await.says("only good for a few minutes"));
        assert_eq!(world.ledger().await.len(), 1);
    }
}

#[tokio::test]
async fn forged_and_foreign_tokens_open_nothing() {
    for world in worlds().await {
        let ours = shop_key(&world, world.organisation()).await;
        let theirs = shop_key(&world, world.elsewhere()).await;
        let kurt = world.visitor();
        let good = claims(&world, ours, "a");
        let none = signed(&json!({ "alg": "none" }), &good, SECRET);
        let tokens = [
            signed(&json!({ "alg": "HS256" }), &good, "another secret"),
            signed(&json!({ "alg": "HS256" }), &good, ""),
            format!("{}.", none.rsplit_once('.').unwrap().0),
            none,
            token(&claims(&world, theirs, "a")),
            token(&claims(&world, Id::from_uuid(uuid(7)), "a")),
            "a.b.c".to_owned(),
            String::new(),
        ];
        for token in tokens {
            for reply in [
                comes(&kurt, &token).await,
                kurt.reads(&format!("/sign-in/token?token={token}")).await,
            ] {
                assert_eq!(reply.status(), 409, "{token}: {}", reply.text());
                assert!(reply.says("was not made by the shop"), "{}", reply.text());
            }
        }
        assert_eq!(world.ledger().await, [""; 0]);
        assert_eq!(world.ledger_elsewhere().await, [""; 0]);
    }
}

fn uuid(n: u128) -> deedwell_testing::Uuid {
    deedwell_testing::Uuid::from_u128(n)
}

#[tokio::test]
async fn a_revoked_key_opens_nothing() {
    for world in worlds().await {
        let key = shop_key(&world, world.organisation()).await;
        let mut tx = world.tx().await;
        let revoke =
            tx.query("update api_key set revoked_at = $3 where organisation = $1 and id = $2");
        let at = tx.now() + jiff::SignedDuration::from_secs(60);
        tx.run(revoke.bind(key).bind(at)).await.unwrap();
        tx.commit().await.unwrap();
        let ada = world.visitor();
        assert_eq!(comes(&ada, &token(&claims(&world, key, "a"))).await.status(), 303);
        world.advance(jiff::SignedDuration::from_secs(60));
        assert_eq!(comes(&ada, &token(&claims(&world, key, "b"))).await.status(), 409);
    }
}

#[tokio::test]
async fn a_verified_address_comes_along() {
    for world in worlds().await {
        let key = shop_key(&world, world.organisation()).await;
        let ada = world.visitor();
        let mut said = claims(&world, key, "a");
        said["email"] = json!("ada@home.example");
        said["email_verified"] = json!(true);
        let went = comes(&ada, &token(&said)).await;
        let mine = ada.follows(&went).await;
        assert!(mine.says("ada@home.example confirmed by the shop"), "{}", mine.text());

        // From then on the address opens the same door.
        ada.posts("/sign-out", "").await;
        asks(&ada, "email=ada%40home.example").await;
        let code = code_for("ada@home.example");
        ada.posts("/sign-in/code", &format!("email=ada%40home.example&code={code}"))
            .await
            .location();
        let mine = ada.reads("/my-part").await;
        assert!(mine.says("17 confirmed by the shop"), "{}", mine.text());
    }
}

#[tokio::test]
async fn an_address_without_the_shops_word_does_not() {
    for world in worlds().await {
        let key = shop_key(&world, world.organisation()).await;
        let ada = world.visitor();
        let mut said = claims(&world, key, "a");
        said["email"] = json!("ada@home.example");
        let went = comes(&ada, &token(&said)).await;
        assert!(!ada.follows(&went).await.says("ada@home.example"));
    }
}

#[tokio::test]
async fn two_known_people_are_never_joined() {
    for world in worlds().await {
        let key = shop_key(&world, world.organisation()).await;
        let grace = world.customer("Grace");
        let ada = world.visitor();
        comes(&ada, &token(&claims(&world, key, "a"))).await.location();
        // Ada's shop account now bears Grace's address, verified as the shop believes.
        let mut said = claims(&world, key, "b");
        said["email"] = json!("grace@shop.example");
        said["email_verified"] = json!(true);
        let went = comes(&ada, &token(&said)).await;
        let mine = ada.follows(&went).await;
        assert!(mine.says("17 confirmed by the shop"), "{}", mine.text());
        assert!(!mine.says("grace@shop.example"), "{}", mine.text());
        let hers = grace.reads("/my-part").await;
        assert!(hers.says("grace@shop.example") && !hers.says("17 confirmed"), "{}", hers.text());
    }
}

#[tokio::test]
async fn what_names_nobody_signs_nobody_in() {
    for world in worlds().await {
        let key = shop_key(&world, world.organisation()).await;
        let ada = world.visitor();
        for (n, nobody) in ["null", "0", "anonymous", " ", "-1"].into_iter().enumerate() {
            let mut said = claims(&world, key, &n.to_string());
            said["sub"] = json!(nobody);
            assert_eq!(comes(&ada, &token(&said)).await.status(), 409, "{nobody}");
        }
        let mut long = claims(&world, key, "long");
        long["name"] = json!(format!("Ada\u{0}  {}", "x".repeat(500)));
        assert_eq!(comes(&ada, &token(&long)).await.status(), 303);
    }
}
