//! A device that holds passkeys, for stories: it signs as browsers do, and can be told to err.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _};
use serde_json::json;
use sha2::{Digest, Sha256};

enum Pair {
    Es256(EcdsaKeyPair),
    Eddsa(Ed25519KeyPair),
}

pub(crate) struct Device {
    pair: Pair,
    pub id: Vec<u8>,
    pub origin: String,
    pub host: String,
    pub flags: u8,
    pub counter: u32,
    pub kind: Option<&'static str>,
    pub cross_origin: bool,
    /// `none`, `packed` (by itself), or another that nobody asked for.
    pub format: &'static str,
    pub breaks_signature: bool,
    pub tail: Vec<u8>,
}

pub(crate) fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

impl Device {
    pub fn new(is_eddsa: bool, id: &[u8], origin: &str) -> Self {
        let chance = SystemRandom::new();
        let pair = if is_eddsa {
            let key = Ed25519KeyPair::generate_pkcs8(&chance).unwrap();
            Pair::Eddsa(Ed25519KeyPair::from_pkcs8(key.as_ref()).unwrap())
        } else {
            let how = &ECDSA_P256_SHA256_ASN1_SIGNING;
            let key = EcdsaKeyPair::generate_pkcs8(how, &chance).unwrap();
            Pair::Es256(EcdsaKeyPair::from_pkcs8(how, key.as_ref(), &chance).unwrap())
        };
        let host = origin.split_once("://").unwrap().1.to_owned();
        Self {
            pair,
            id: id.to_vec(),
            origin: origin.to_owned(),
            host,
            flags: 5,
            counter: 0,
            kind: None,
            cross_origin: false,
            format: "none",
            breaks_signature: false,
            tail: Vec::new(),
        }
    }

    fn sign(&self, what: &[u8]) -> Vec<u8> {
        let mut signed = match &self.pair {
            Pair::Es256(pair) => pair.sign(&SystemRandom::new(), what).unwrap().as_ref().to_vec(),
            Pair::Eddsa(pair) => pair.sign(what).as_ref().to_vec(),
        };
        if self.breaks_signature {
            *signed.last_mut().unwrap() ^= 1;
        }
        signed
    }

    pub fn client_data(&self, kind: &str, challenge: &str) -> Vec<u8> {
        let kind = self.kind.unwrap_or(kind);
        let (origin, cross) = (&self.origin, self.cross_origin);
        json!({ "type": kind, "challenge": challenge, "origin": origin, "crossOrigin": cross })
            .to_string()
            .into_bytes()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(self.host.as_bytes()).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn cose(&self) -> Vec<u8> {
        match &self.pair {
            Pair::Es256(pair) => {
                let point = pair.public_key().as_ref();
                let mut cose = vec![0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32];
                cose.extend(&point[1..33]);
                cose.extend([0x22, 0x58, 32]);
                cose.extend(&point[33..]);
                cose
            }
            Pair::Eddsa(pair) => {
                let mut cose = vec![0xa4, 1, 1, 3, 0x27, 0x20, 6, 0x21, 0x58, 32];
                cose.extend(pair.public_key().as_ref());
                cose
            }
        }
    }

    /// Client data and attestation object.
    pub fn adds(&self, challenge: &str) -> (Vec<u8>, Vec<u8>) {
        let client = self.client_data("webauthn.create", challenge);
        let mut data = self.data(self.flags | 64);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        data.extend(self.cose());
        data.extend(&self.tail);
        let mut object = vec![0xa3, 0x63];
        object.extend(b"fmt");
        object.push(0x60 + u8::try_from(self.format.len()).unwrap());
        object.extend(self.format.as_bytes());
        object.push(0x67);
        object.extend(b"attStmt");
        if self.format == "packed" {
            let signature = self.sign(&[&data[..], &Sha256::digest(&client)].concat());
            object.extend([0xa2, 0x63]);
            object.extend(b"alg");
            object.push(if matches!(self.pair, Pair::Es256(_)) { 0x26 } else { 0x27 });
            object.push(0x63);
            object.extend(b"sig");
            object.extend([0x58, u8::try_from(signature.len()).unwrap()]);
            object.extend(signature);
        } else {
            object.push(0xa0);
        }
        object.push(0x68);
        object.extend(b"authData");
        object.push(0x59);
        object.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        object.extend(data);
        (client, object)
    }

    /// Client data, authenticator data, signature.
    pub fn signs(&self, challenge: &str) -> (Vec<u8>, Vec<u8>, Vec<u8>) {
        let client = self.client_data("webauthn.get", challenge);
        let mut data = self.data(self.flags);
        data.extend(&self.tail);
        let signature = self.sign(&[&data[..], &Sha256::digest(&client)].concat());
        (client, data, signature)
    }
}
