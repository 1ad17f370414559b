//! Calls that nobody with the secret made: a byte changed, another secret, another time. Pure.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use deedwell_core::Timestamp;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::calls::{shopify_order, stripe_event, stripe_session, woo_order};
use crate::wire::{Heads, Wire};

const TRIES: usize = 10_000;

fn mac(secret: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().to_vec()
}

fn signed(wire: Wire, secret: &str, body: &[u8], at: i64) -> String {
    match wire {
        Wire::Stripe => {
            let time = at.to_string();
            let signed = mac(secret, &[time.as_bytes(), b".", body]);
            let hex: String = signed.iter().map(|b| format!("{b:02x}")).collect();
            format!("t={time},v1={hex},v0={}", "0".repeat(64))
        }
        _ => STANDARD.encode(mac(secret, &[body])),
    }
}

fn body(wire: Wire) -> Vec<u8> {
    let value = match wire {
        Wire::Shopify => shopify_order(450_789_469, "2026-10-05T09:00:01-05:00"),
        Wire::WooCommerce => woo_order(727, "processing", "2026-10-05T20:40:01"),
        Wire::Stripe => {
            stripe_event("evt_1", "checkout.session.completed", 1, stripe_session("pi_1"))
        }
    };
    value.to_string().into_bytes()
}

/// The same numbers each time: a failure can be looked at.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }
}

#[test]
fn a_changed_call_is_nobodys() {
    let now = Timestamp::from_second(1_790_000_000).unwrap();
    for wire in Wire::ALL {
        let (body, mut dice) = (body(wire), Dice(7));
        let good = signed(wire, "hush", &body, now.as_second());
        let proven = |signature: &str, body: &[u8], secret: &str, at: Timestamp| {
            let heads = Heads { signature: Some(signature), ..Heads::default() };
            wire.is_proven(secret, &heads, body, at)
        };
        assert!(proven(&good, &body, "hush", now), "{wire:?}: the honest call");
        let mut accepted = 0;
        for _ in 0..TRIES {
            let mut forged = body.clone();
            let place = dice.roll(forged.len());
            match dice.roll(3) {
                0 => forged[place] ^= 1 << dice.roll(8),
                1 => drop(forged.remove(place)),
                _ => forged.insert(place, u8::try_from(dice.roll(256)).unwrap()),
            }
            // Inserting what stands there already may leave the bytes as they were.
            accepted += usize::from(forged != body && proven(&good, &forged, "hush", now));
        }
        assert_eq!(accepted, 0, "{wire:?}: bodies");
        for _ in 0..TRIES / 10 {
            let mut forged = good.clone().into_bytes();
            let place = dice.roll(forged.len());
            forged[place] = b"0123456789abcdefXYZ=,+/"[dice.roll(23)];
            let forged = String::from_utf8(forged).unwrap();
            // The last letter of base64 and the old scheme of Stripe say nothing.
            let same = forged == good || (wire == Wire::Stripe && place >= good.len() - 68);
            assert!(same || !proven(&forged, &body, "hush", now), "{wire:?}: {forged}");
        }
        assert!(!proven(&good, &body, "hush!", now) && !proven(&good, &body, "", now));
        let none = Heads::default();
        assert!(!wire.is_proven("hush", &none, &body, now));
        for odd in ["", ",", "t=,v1=", "t=x,v1=zz", "v1=00", "====", &"A".repeat(10_000)] {
            assert!(!proven(odd, &body, "hush", now), "{odd}");
        }
    }
}

#[test]
fn an_old_call_of_stripe_is_no_call() {
    let sent = Timestamp::from_second(1_790_000_000).unwrap();
    let body = body(Wire::Stripe);
    let good = signed(Wire::Stripe, "hush", &body, sent.as_second());
    let heads = Heads { signature: Some(&good), ..Heads::default() };
    let at = |seconds: i64| Timestamp::from_second(sent.as_second() + seconds).unwrap();
    assert!(Wire::Stripe.is_proven("hush", &heads, &body, at(300)));
    assert!(Wire::Stripe.is_proven("hush", &heads, &body, at(-300)));
    assert!(!Wire::Stripe.is_proven("hush", &heads, &body, at(301)));
    assert!(!Wire::Stripe.is_proven("hush", &heads, &body, at(-301)));
}

/// From Stripe's and Shopify's own libraries: the same secret, body and time give the same signature.
#[test]
fn signatures_are_those_of_the_field() {
    assert!(Wire::WooCommerce.is_trial(b"webhook_id=12"));
    assert!(
        !Wire::WooCommerce.is_trial(b"webhook_id=12&x=1")
            && !Wire::Shopify.is_trial(b"webhook_id=1")
    );
    // RFC 4231, test case 2: HMAC-SHA-256 of this text with the key "Jefe".
    let known = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    let bytes: Vec<u8> =
        (0..64).step_by(2).map(|i| u8::from_str_radix(&known[i..i + 2], 16).unwrap()).collect();
    let heads = STANDARD.encode(bytes);
    let heads = Heads { signature: Some(&heads), ..Heads::default() };
    let text = b"what do ya want for nothing?";
    assert!(Wire::Shopify.is_proven("Jefe", &heads, text, Timestamp::UNIX_EPOCH));
}
