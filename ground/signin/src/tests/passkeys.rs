//! Passkeys: with a device of our own, which signs as browsers do.

use deedwell_people::merge;
use deedwell_testing::{Reply, Somebody, World};

use super::passwords::proves;
use super::worlds;
use crate::passkey::device::{Device, text};

const ORIGIN: &str = "https://shop.deedwell.example";

/// A device of this world's site.
async fn device(somebody: &Somebody, id: &[u8]) -> Device {
    let asked = somebody.posts("/sign-in/passkey/asking", "").await.json();
    let mut device = Device::new(false, id, ORIGIN);
    let host = asked["rpId"].as_str().unwrap();
    device.origin = format!("https://{host}");
    host.clone_into(&mut device.host);
    device
}

/// Of a passkey to be added: what is to be signed, and by which name it is asked for.
async fn asks_to_add(ada: &Somebody) -> (String, String) {
    let asked = ada.posts("/my-part/ways-in/passkeys/asking", "").await;
    assert_eq!(asked.status(), 200, "{}", asked.text());
    let asked = asked.json();
    let part = |name: &str| asked[name].as_str().unwrap().to_owned();
    (part("challenge"), part("handle"))
}

async fn hands_over(ada: &Somebody, device: &Device, challenge: &str, handle: &str) -> Reply {
    let (client, object) = device.adds(challenge);
    let form = format!(
        "client_data={}&attestation={}&handle={handle}&passkey_name=My+telephone",
        text(&client),
        text(&object)
    );
    ada.posts("/my-part/ways-in/passkeys", &form).await
}

/// Ada adds this device, and gives its handle.
async fn adds(ada: &Somebody, device: &Device) -> String {
    let (challenge, handle) = asks_to_add(ada).await;
    let added = hands_over(ada, device, &challenge, &handle).await;
    assert!(ada.follows(&added).await.says("My telephone"), "{}", added.text());
    handle
}

async fn asked_to_come_in(somebody: &Somebody) -> String {
    let asked = somebody.posts("/sign-in/passkey/asking", "").await.json();
    asked["challenge"].as_str().unwrap().to_owned()
}

async fn shows(somebody: &Somebody, device: &Device, challenge: &str, handle: &str) -> Reply {
    let (client, data, signature) = device.signs(challenge);
    let form = format!(
        "credential={}&client_data={}&authenticator_data={}&signature={}&handle={handle}&to=%2Fmy-part",
        text(&device.id),
        text(&client),
        text(&data),
        text(&signature)
    );
    somebody.posts("/sign-in/passkey", &form).await
}

async fn comes_in(somebody: &Somebody, device: &Device, handle: &str) -> Reply {
    let challenge = asked_to_come_in(somebody).await;
    shows(somebody, device, &challenge, handle).await
}

async fn deeds(world: &World) -> Vec<String> {
    world.actions().await.into_iter().map(|a| format!("{} {}", a.name, a.facts)).collect()
}

#[tokio::test]
async fn ada_adds_a_passkey_comes_in_with_it_and_removes_it() {
    for world in worlds().await {
        let (ada, kurt, again) = (world.customer("Ada"), world.customer("Kurt"), world.visitor());
        let phone = device(&again, b"telephone").await;
        let unproven = ada.posts("/my-part/ways-in/passkeys/asking", "").await;
        assert_eq!(unproven.status(), 403);
        proves(&ada).await;
        let handle = adds(&ada, &phone).await;
        assert!(!handle.contains(&ada.person().await.to_string()));
        let back = comes_in(&again, &phone, &handle).await;
        assert_eq!(back.location(), "/my-part", "{}", back.text());
        assert!(again.reads("/my-part").await.says("ada@shop.example"));
        // Signed in by it is no fresh proof.
        assert_eq!(again.posts("/my-part/ways-in/passkeys/asking", "").await.status(), 403);
        let page = again.reads("/my-part/ways-in").await;
        assert!(page.says("last used") && !page.says("not used yet"), "{}", page.text());
        let html = page.html().to_owned();
        let id = html.split("name=\"passkey\" value=\"").nth(1).unwrap();
        let id = id.split('"').next().unwrap();
        // Its name may be changed, by its owner.
        let named = format!("passkey={id}&passkey_name=The+old+one");
        assert_eq!(kurt.posts("/my-part/ways-in/passkeys/name", &named).await.status(), 404);
        assert_eq!(ada.posts("/my-part/ways-in/passkeys/name", &named).await.status(), 303);
        assert!(ada.reads("/my-part/ways-in").await.says("The old one"));
        let file = ada.reads("/my-part/data.json").await.json();
        assert_eq!(file["programmes"]["signin"]["passkeys"][0]["name"], "The old one");
        let gone = format!("passkey={id}");
        assert_eq!(kurt.posts("/my-part/ways-in/passkeys/removing", &gone).await.status(), 404);
        assert_eq!(again.posts("/my-part/ways-in/passkeys/removing", &gone).await.status(), 422);
        assert_eq!(ada.posts("/my-part/ways-in/passkeys/removing", &gone).await.status(), 303);
        assert_eq!(comes_in(&world.visitor(), &phone, &handle).await.status(), 422);
        assert_eq!(
            deeds(&world).await,
            [
                "customers.passkey_added ",
                r#"customers.signed_in {"by":"passkey"}"#,
                "customers.passkey_removed "
            ]
        );
    }
}

#[tokio::test]
async fn what_was_signed_counts_once_and_for_five_minutes() {
    for world in worlds().await {
        let (ada, door) = (world.customer("Ada"), world.visitor());
        let mut phone = device(&door, b"telephone").await;
        proves(&ada).await;
        // What another session was asked, or the door, adds none; nor does it a second time.
        let (challenge, handle) = asks_to_add(&ada).await;
        let at_the_door = asked_to_come_in(&door).await;
        assert_eq!(hands_over(&ada, &phone, &at_the_door, &handle).await.status(), 422);
        assert_eq!(hands_over(&ada, &phone, &challenge, "another").await.status(), 422);
        assert_eq!(hands_over(&ada, &phone, &challenge, &handle).await.status(), 422, "spent");
        let handle = adds(&ada, &phone).await;
        let (to_add, _) = asks_to_add(&ada).await;
        assert_eq!(shows(&door, &phone, &to_add, &handle).await.status(), 422);
        let challenge = asked_to_come_in(&door).await;
        assert_eq!(shows(&door, &phone, &challenge, &handle).await.status(), 303);
        assert_eq!(shows(&world.visitor(), &phone, &challenge, &handle).await.status(), 422);
        let challenge = asked_to_come_in(&door).await;
        world.advance_days(1);
        assert_eq!(shows(&world.visitor(), &phone, &challenge, &handle).await.status(), 422);
        // What a wrong try was about is spent, too.
        let challenge = asked_to_come_in(&door).await;
        phone.breaks_signature = true;
        assert_eq!(shows(&world.visitor(), &phone, &challenge, &handle).await.status(), 422);
        phone.breaks_signature = false;
        assert_eq!(shows(&world.visitor(), &phone, &challenge, &handle).await.status(), 422);
        assert_eq!(comes_in(&world.visitor(), &phone, &handle).await.status(), 303);
        // A counter that does not count was copied.
        phone.counter = 5;
        assert_eq!(comes_in(&world.visitor(), &phone, &handle).await.status(), 303);
        assert_eq!(comes_in(&world.visitor(), &phone, &handle).await.status(), 422);
        phone.counter = 6;
        assert_eq!(comes_in(&world.visitor(), &phone, &handle).await.status(), 303);
    }
}

#[tokio::test]
async fn a_passkey_is_of_one_account_and_of_one_organisation() {
    for world in worlds().await {
        let (ada, kurt, door) = (world.customer("Ada"), world.customer("Kurt"), world.visitor());
        let phone = device(&door, b"telephone").await;
        proves(&ada).await;
        let handle = adds(&ada, &phone).await;
        // Kurt cannot take over what is Ada's.
        let form = format!("email=kurt%40shop.example&code={}", {
            kurt.posts("/my-part/ways-in/code", "email=kurt%40shop.example").await;
            super::code_for("kurt@shop.example")
        });
        assert_eq!(kurt.posts("/my-part/ways-in/proof", &form).await.status(), 303);
        let (challenge, his) = asks_to_add(&kurt).await;
        assert_ne!(his, handle);
        assert_eq!(hands_over(&kurt, &phone, &challenge, &his).await.status(), 422);
        assert_eq!(comes_in(&world.visitor(), &phone, &his).await.status(), 422);
        // Nor does another device pass for hers under its id.
        let other = device(&door, b"telephone").await;
        assert_eq!(comes_in(&world.visitor(), &other, &handle).await.status(), 422);
        // Elsewhere nobody knows it.
        let abroad = world.visitor().at_host("elsewhere.deedwell.example");
        let theirs = device(&abroad, b"telephone").await;
        assert_ne!(theirs.host, phone.host);
        assert_eq!(comes_in(&abroad, &phone, &handle).await.status(), 422);
        // It goes with the address, and with whoever is forgotten.
        let (hers, him) = (ada.person().await, kurt.person().await);
        let staff = world.staff("mary", deedwell_web::Role::Manager).staff().await;
        let mut tx = world.tx().await;
        merge::merge(&mut tx, him, hers, "The same", staff).await.unwrap();
        tx.commit().await.unwrap();
        let again = world.visitor();
        assert_eq!(comes_in(&again, &phone, &handle).await.status(), 303);
        assert!(again.reads("/my-part").await.says("kurt@shop.example"));
        let identity = ada.identity().await;
        let mut tx = world.tx().await;
        crate::forget(&mut tx, &[identity]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(comes_in(&world.visitor(), &phone, &handle).await.status(), 422);
    }
}
