//! Every step that refuses, refuses.

use super::super::device::Device;
use super::*;

const ORIGIN: &str = "https://shop.example";
const EXPECTED: Expected<'_> =
    Expected { challenge: "c2FpZA", origin: ORIGIN, rp_id: "shop.example" };

fn adds(device: &Device) -> Result<Added, Refused> {
    let (client_data, attestation) = device.adds(EXPECTED.challenge);
    added(&client_data, &attestation, EXPECTED)
}

/// Uses the key that the device had when it was added.
fn uses(device: &Device, key: &Key, counter: u32) -> Result<u32, Refused> {
    let (client_data, authenticator_data, signature) = device.signs(EXPECTED.challenge);
    let shown = Used {
        client_data: &client_data,
        authenticator_data: &authenticator_data,
        signature: &signature,
        handle: "whose",
    };
    used(shown, &Known { key, counter, handle: "whose" }, EXPECTED)
}

fn made(is_eddsa: bool) -> Device {
    Device::new(is_eddsa, b"an id of a credential", ORIGIN)
}

/// What may be wrong with what any device says, and what it is refused for.
type Wrong = (fn(&mut Device), Refused);
const WRONG: [Wrong; 8] = [
    (|d| d.kind = Some("payment.get"), Refused::Kind),
    (|d| d.origin = "https://shop.example.evil.example".to_owned(), Refused::Origin),
    (|d| d.origin = "http://shop.example".to_owned(), Refused::Origin),
    (|d| d.cross_origin = true, Refused::Origin),
    (|d| d.host = "elsewhere.example".to_owned(), Refused::Host),
    (|d| d.flags = 4, Refused::NotPresent),
    (|d| d.flags = 1, Refused::NotVerified),
    (|d| d.tail = vec![0], Refused::Unreadable),
];

#[test]
fn a_passkey_is_added_and_used() {
    for is_eddsa in [false, true] {
        let mut device = made(is_eddsa);
        for format in ["none", "packed"] {
            device.format = format;
            assert_eq!(adds(&device).unwrap().credential, b"an id of a credential");
        }
        let key = adds(&device).unwrap().key;
        assert_eq!(uses(&device, &key, 0), Ok(0), "whoever counts nothing stays at nothing");
        device.counter = 7;
        assert_eq!(uses(&device, &key, 6), Ok(7));
        // An announced extension may stand behind.
        device.flags = 5 | HAS_MORE;
        device.tail = vec![0xa0];
        assert_eq!(uses(&device, &key, 6), Ok(7));
    }
}

#[test]
fn every_wrong_step_refuses() {
    for is_eddsa in [false, true] {
        for (n, (wrong, why)) in WRONG.into_iter().enumerate() {
            let mut device = made(is_eddsa);
            wrong(&mut device);
            assert_eq!(adds(&device), Err(why), "{n}");
            // Signed by the right key, so that it is this step which refuses.
            let right = made(is_eddsa);
            let key = adds(&right).unwrap().key;
            let mut device = right;
            wrong(&mut device);
            assert_eq!(uses(&device, &key, 0), Err(why), "{n}");
        }
    }
}

#[test]
fn what_was_not_asked_is_refused() {
    let device = made(false);
    let (client_data, attestation) = device.adds("YW5vdGhlcg");
    assert_eq!(added(&client_data, &attestation, EXPECTED), Err(Refused::Challenge));
    let key = adds(&device).unwrap().key;
    let (client_data, authenticator_data, signature) = device.signs("YW5vdGhlcg");
    let shown = Used {
        client_data: &client_data,
        authenticator_data: &authenticator_data,
        signature: &signature,
        handle: "whose",
    };
    let known = Known { key: &key, counter: 0, handle: "whose" };
    assert_eq!(used(shown, &known, EXPECTED), Err(Refused::Challenge));
    // One kind is not the other.
    let mut device = device;
    device.kind = Some("webauthn.get");
    let (client_data, attestation) = device.adds(EXPECTED.challenge);
    assert_eq!(added(&client_data, &attestation, EXPECTED), Err(Refused::Kind));
}

#[test]
fn signatures_counters_and_holders_are_looked_at() {
    for is_eddsa in [false, true] {
        let mut device = made(is_eddsa);
        let key = adds(&device).unwrap().key;
        device.counter = 6;
        assert_eq!(uses(&device, &key, 6), Err(Refused::Counter), "standing still");
        assert_eq!(uses(&device, &key, 7), Err(Refused::Counter), "going back");
        device.counter = 0;
        assert_eq!(uses(&device, &key, 7), Err(Refused::Counter), "counting no more");
        device.breaks_signature = true;
        assert_eq!(uses(&device, &key, 0), Err(Refused::Signature));
        device.format = "packed";
        assert_eq!(adds(&device), Err(Refused::Attestation));
        let other = adds(&made(is_eddsa)).unwrap().key;
        device.breaks_signature = false;
        assert_eq!(uses(&device, &other, 0), Err(Refused::Signature), "somebody else's key");
        let crossed = adds(&made(!is_eddsa)).unwrap().key;
        assert_eq!(uses(&device, &crossed, 0), Err(Refused::Signature));
        device.format = "apple";
        assert_eq!(adds(&device), Err(Refused::Attestation));
        let (client_data, authenticator_data, signature) = device.signs(EXPECTED.challenge);
        let shown = Used {
            client_data: &client_data,
            authenticator_data: &authenticator_data,
            signature: &signature,
            handle: "somebody else",
        };
        let known = Known { key: &key, counter: 0, handle: "whose" };
        assert_eq!(used(shown, &known, EXPECTED), Err(Refused::Holder));
    }
}

#[test]
fn what_is_cut_or_changed_is_refused_and_never_falls() {
    for is_eddsa in [false, true] {
        let device = made(is_eddsa);
        let (client_data, attestation) = device.adds(EXPECTED.challenge);
        for cut in 0..attestation.len() {
            assert!(added(&client_data, &attestation[..cut], EXPECTED).is_err(), "{cut}");
        }
        for long in [0, 1024] {
            let id = vec![7; long];
            let strange = Device::new(is_eddsa, &id, ORIGIN);
            assert_eq!(adds(&strange), Err(Refused::Unreadable));
        }
        let key = added(&client_data, &attestation, EXPECTED).unwrap().key;
        let (client_data, data, signature) = device.signs(EXPECTED.challenge);
        for place in 0..data.len() {
            let mut changed = data.clone();
            changed[place] ^= 0x10;
            let shown = Used {
                client_data: &client_data,
                authenticator_data: &changed,
                signature: &signature,
                handle: "whose",
            };
            let known = Known { key: &key, counter: 0, handle: "whose" };
            assert!(used(shown, &known, EXPECTED).is_err(), "{place}");
        }
    }
}
