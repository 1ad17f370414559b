//! What a browser hands over of a passkey, believed or not: W3C Web Authentication Level 2, §7.1 (one is added) and
//! §7.2 (one is used), as far as this server asks: ES256 or EdDSA, no attestation, the user verified. Rules only.

use deedwell_core::{Error, Secret};
use ring::signature::{ECDSA_P256_SHA256_ASN1, ED25519, UnparsedPublicKey};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::cbor::{self, Value};

/// Bytes of what a browser may hand over, and of a credential's id (§7.1, step 20 of later editions).
const LONGEST: usize = 16 * 1024;
pub(super) const LONGEST_ID: usize = 1023;
const PRESENT: u8 = 1;
const VERIFIED: u8 = 1 << 2;
const HAS_KEY: u8 = 1 << 6;
const HAS_MORE: u8 = 1 << 7;

/// What a signature has to be about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Expected<'a> {
    /// As the browser writes it: base64url.
    pub challenge: &'a str,
    /// `https://shop.example`
    pub origin: &'a str,
    /// `shop.example`
    pub rp_id: &'a str,
}

/// The step at which it was refused. People read one sentence for all of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Refused {
    Unreadable,
    Kind,
    Challenge,
    Origin,
    Host,
    NotPresent,
    NotVerified,
    Algorithm,
    Attestation,
    Signature,
    Counter,
    Holder,
}

impl From<Refused> for Error {
    fn from(_: Refused) -> Self {
        Self::refused(
            "signin.passkey_refused",
            "This passkey could not be used here. Please try again, or sign in by a code.",
        )
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Algorithm {
    Es256,
    Eddsa,
}

impl Algorithm {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Es256 => "es256",
            Self::Eddsa => "eddsa",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        [Self::Es256, Self::Eddsa].into_iter().find(|one| one.name() == name)
    }

    const fn number(self) -> i64 {
        match self {
            Self::Es256 => -7,
            Self::Eddsa => -8,
        }
    }
}

/// With which signatures are looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Key {
    pub algorithm: Algorithm,
    /// 65 bytes of a point, uncompressed; 32 bytes.
    pub bytes: Vec<u8>,
}

impl Key {
    fn of(cose: &Value<'_>) -> Option<Self> {
        let part = |key| cose.bytes(key).filter(|bytes| bytes.len() == 32);
        match (cose.number(1)?, cose.number(3)?, cose.number(-1)?) {
            (2, -7, 1) => {
                let bytes = [&[4], part(-2)?, part(-3)?].concat();
                Some(Self { algorithm: Algorithm::Es256, bytes })
            }
            (1, -8, 6) => Some(Self { algorithm: Algorithm::Eddsa, bytes: part(-2)?.to_vec() }),
            _ => None,
        }
    }

    fn has_signed(&self, signed: &[u8], signature: &[u8]) -> bool {
        let checked = match self.algorithm {
            Algorithm::Es256 => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &self.bytes)
                .verify(signed, signature),
            Algorithm::Eddsa => {
                UnparsedPublicKey::new(&ED25519, &self.bytes).verify(signed, signature)
            }
        };
        checked.is_ok()
    }
}

/// A passkey that may be kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Added {
    pub credential: Vec<u8>,
    pub key: Key,
    pub counter: u32,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

/// Steps 5 to 9 of §7.1, 8 to 13 of §7.2: what the browser says it was asked.
fn client(bytes: &[u8], kind: &str, expected: Expected<'_>) -> Result<[u8; 32], Refused> {
    if bytes.len() > LONGEST {
        return Err(Refused::Unreadable);
    }
    let said: ClientData = serde_json::from_slice(bytes).map_err(|_| Refused::Unreadable)?;
    if said.kind != kind {
        return Err(Refused::Kind);
    }
    if !Secret::same(&said.challenge, expected.challenge) {
        return Err(Refused::Challenge);
    }
    if said.origin != expected.origin || said.cross_origin {
        return Err(Refused::Origin);
    }
    Ok(Sha256::digest(bytes).into())
}

struct Authenticator<'a> {
    counter: u32,
    /// What stands behind flags and counter.
    rest: &'a [u8],
    flags: u8,
}

/// Steps 13 to 15 of §7.1, 15 to 17 of §7.2: for whom, and whether somebody was there.
fn authenticator<'a>(bytes: &'a [u8], rp_id: &str) -> Result<Authenticator<'a>, Refused> {
    let (host, rest) = bytes.split_at_checked(32).ok_or(Refused::Unreadable)?;
    let (&flags, rest) = rest.split_first().ok_or(Refused::Unreadable)?;
    let (counter, rest) = rest.split_first_chunk::<4>().ok_or(Refused::Unreadable)?;
    if host != Sha256::digest(rp_id.as_bytes()).as_slice() {
        return Err(Refused::Host);
    }
    if flags & PRESENT == 0 {
        return Err(Refused::NotPresent);
    }
    if flags & VERIFIED == 0 {
        return Err(Refused::NotVerified);
    }
    Ok(Authenticator { counter: u32::from_be_bytes(*counter), rest, flags })
}

/// Nothing may stand behind what is announced.
fn ends(flags: u8, rest: &[u8]) -> Result<(), Refused> {
    let rest = if flags & HAS_MORE == 0 {
        rest
    } else {
        match cbor::first(rest) {
            Some((Value::Map(_), rest)) => rest,
            _ => return Err(Refused::Unreadable),
        }
    };
    if rest.is_empty() { Ok(()) } else { Err(Refused::Unreadable) }
}

/// §7.1: a passkey that somebody wants to add.
pub(super) fn added(
    client_data: &[u8],
    attestation: &[u8],
    expected: Expected<'_>,
) -> Result<Added, Refused> {
    let hash = client(client_data, "webauthn.create", expected)?;
    let object = (attestation.len() <= LONGEST).then(|| cbor::only(attestation)).flatten();
    let object = object.ok_or(Refused::Unreadable)?;
    let Some(Value::Bytes(data)) = object.named("authData") else {
        return Err(Refused::Unreadable);
    };
    let seen = authenticator(data, expected.rp_id)?;
    let (credential, cose, rest) = attested(&seen).ok_or(Refused::Unreadable)?;
    ends(seen.flags, rest)?;
    let key = Key::of(&cose).ok_or(Refused::Algorithm)?;
    if !attests(&object, &key, &[data, hash.as_slice()].concat()) {
        return Err(Refused::Attestation);
    }
    Ok(Added { credential: credential.to_vec(), key, counter: seen.counter })
}

/// The credential's id, its key, and what stands behind.
fn attested<'a>(seen: &Authenticator<'a>) -> Option<(&'a [u8], Value<'a>, &'a [u8])> {
    if seen.flags & HAS_KEY == 0 {
        return None;
    }
    let (_, rest) = seen.rest.split_at_checked(16)?;
    let (long, rest) = rest.split_first_chunk::<2>()?;
    let (id, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*long)))?;
    let (cose, rest) = cbor::first(rest)?;
    (!id.is_empty() && id.len() <= LONGEST_ID).then_some((id, cose, rest))
}

/// Steps 18 to 21: none was asked for, so there is none, or the key vouches for itself.
fn attests(object: &Value<'_>, key: &Key, signed: &[u8]) -> bool {
    let Some(statement) = object.named("attStmt") else { return false };
    match object.named("fmt") {
        Some(Value::Text("none")) => *statement == Value::Map(Vec::new()),
        Some(Value::Text("packed")) => {
            let by_itself = statement.named("x5c").is_none();
            let alg = statement.named("alg") == Some(&Value::Number(key.algorithm.number()));
            let Some(Value::Bytes(signature)) = statement.named("sig") else { return false };
            by_itself && alg && key.has_signed(signed, signature)
        }
        _ => false,
    }
}

/// A passkey that is kept.
#[derive(Clone, Debug)]
pub(super) struct Known<'a> {
    pub key: &'a Key,
    pub counter: u32,
    pub handle: &'a str,
}

/// What a browser hands over when one is used.
#[derive(Clone, Copy, Debug)]
pub(super) struct Used<'a> {
    pub client_data: &'a [u8],
    pub authenticator_data: &'a [u8],
    pub signature: &'a [u8],
    pub handle: &'a str,
}

/// §7.2: the counter to keep, when it is they.
pub(super) fn used(
    used: Used<'_>,
    known: &Known<'_>,
    expected: Expected<'_>,
) -> Result<u32, Refused> {
    // Step 6: nobody typed an address, so the holder says whose it is.
    if !Secret::same(used.handle, known.handle) {
        return Err(Refused::Holder);
    }
    let hash = client(used.client_data, "webauthn.get", expected)?;
    if used.authenticator_data.len() > LONGEST {
        return Err(Refused::Unreadable);
    }
    let seen = authenticator(used.authenticator_data, expected.rp_id)?;
    if seen.flags & HAS_KEY != 0 {
        return Err(Refused::Unreadable);
    }
    ends(seen.flags, seen.rest)?;
    // Step 20.
    if !known.key.has_signed(&[used.authenticator_data, hash.as_slice()].concat(), used.signature) {
        return Err(Refused::Signature);
    }
    // Step 21: who counts, counts up; one that does not was copied.
    if (seen.counter != 0 || known.counter != 0) && seen.counter <= known.counter {
        return Err(Refused::Counter);
    }
    Ok(seen.counter)
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
