//! By what receivers see that a letter is from here (DKIM, RFC 6376 and 8463): two signatures, because
//! not everybody reads the newer one.

use deedwell_core::{Error, Result};
use mail_auth::common::crypto::{Ed25519Key, RsaKey, Sha256};
use mail_auth::common::headers::HeaderWriter;
use mail_auth::dkim::generate::DkimKeyPair;
use mail_auth::dkim::{Canonicalization, DkimSigner, Done};
use rustls_pki_types::{PrivateKeyDer, PrivatePkcs1KeyDer};

/// Bits of a key of RSA.
const BITS: usize = 2_048;

/// What a signature speaks for. Both headers by which one unsubscribes are among them: receivers take
/// them only so (RFC 8058).
pub const SIGNED: [&str; 14] = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Reply-To",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Auto-Submitted",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Feedback-ID",
];

/// Both keys, as they are kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Keys {
    pub rsa: Vec<u8>,
    pub rsa_public: Vec<u8>,
    pub ed25519: Vec<u8>,
    pub ed25519_public: Vec<u8>,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys")
    }
}

impl Keys {
    /// Takes the better part of a second: the numbers are large. Off the path of requests.
    pub fn make() -> Result<Self> {
        let rsa = DkimKeyPair::generate_rsa(BITS).map_err(Error::fault)?;
        let ed25519 = DkimKeyPair::generate_ed25519().map_err(Error::fault)?;
        Ok(Self {
            rsa: rsa.private_key().to_vec(),
            // Readers of records know it as one of several kinds of key, not bare.
            rsa_public: in_its_envelope(rsa.public_key()),
            ed25519: ed25519.private_key().to_vec(),
            ed25519_public: ed25519.public_key().to_vec(),
        })
    }
}

/// A bare public key of RSA (PKCS#1) as SubjectPublicKeyInfo, which is what a record publishes.
fn in_its_envelope(bare: &[u8]) -> Vec<u8> {
    // SEQUENCE { OID rsaEncryption, NULL }
    const ALGORITHM: [u8; 15] =
        [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
    let mut bits = vec![0];
    bits.extend_from_slice(bare);
    let bits = der(0x03, &bits);
    der(0x30, &[&ALGORITHM[..], &bits].concat())
}

fn der(tag: u8, inside: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    let length = inside.len();
    match length {
        0..=0x7f => out.push(length as u8),
        0x80..=0xff => out.extend([0x81, length as u8]),
        _ => out.extend([0x82, (length >> 8) as u8, (length & 0xff) as u8]),
    }
    out.extend_from_slice(inside);
    out
}

/// Signs the letters of one domain.
pub struct Signer {
    rsa: DkimSigner<RsaKey<Sha256>, Done>,
    ed25519: DkimSigner<Ed25519Key, Done>,
}

impl Signer {
    /// The selectors end in `r` and `e`, as [`selectors`] says.
    ///
    /// # Errors
    /// When a key is none.
    pub fn new(keys: &Keys, domain: &str, selector: &str) -> Result<Self> {
        let (of_rsa, of_ed25519) = selectors(selector);
        let rsa = PrivateKeyDer::Pkcs1(PrivatePkcs1KeyDer::from(keys.rsa.as_slice()));
        let rsa = RsaKey::<Sha256>::from_key_der(rsa).map_err(Error::fault)?;
        let ed25519 = Ed25519Key::from_pkcs8_der(&keys.ed25519).map_err(Error::fault)?;
        let relaxed = Canonicalization::Relaxed;
        Ok(Self {
            rsa: DkimSigner::from_key(rsa)
                .domain(domain)
                .selector(of_rsa)
                .headers(SIGNED)
                .header_canonicalization(relaxed)
                .body_canonicalization(relaxed),
            ed25519: DkimSigner::from_key(ed25519)
                .domain(domain)
                .selector(of_ed25519)
                .headers(SIGNED)
                .header_canonicalization(relaxed)
                .body_canonicalization(relaxed),
        })
    }

    /// The letter with both signatures before it.
    pub fn signed(&self, letter: &[u8]) -> Result<Vec<u8>> {
        let mut out = Vec::with_capacity(letter.len() + 1_500);
        self.ed25519.sign(letter).map_err(Error::fault)?.write_header(&mut out);
        self.rsa.sign(letter).map_err(Error::fault)?.write_header(&mut out);
        out.extend_from_slice(letter);
        Ok(out)
    }
}

/// Under which names the two keys are published: of RSA, of Ed25519.
pub fn selectors(selector: &str) -> (String, String) {
    (format!("{selector}r"), format!("{selector}e"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_bears_both_signatures_and_both_say_unsubscribe() {
        let keys = Keys::make().unwrap();
        assert_eq!(keys.rsa_public.len(), 294, "2048 bits in their envelope");
        assert_eq!(keys.ed25519_public.len(), 32);
        let signer = Signer::new(&keys, "shop.example", "dw1").unwrap();
        let letter = b"From: a@shop.example\r\nTo: b@c.de\r\nSubject: x\r\nList-Unsubscribe: <https://shop.example/u/1>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\r\nHello\r\n";
        let signed = String::from_utf8(signer.signed(letter).unwrap()).unwrap();
        for algorithm in ["a=rsa-sha256; s=dw1r", "a=ed25519-sha256; s=dw1e"] {
            assert!(signed.contains(algorithm), "{signed}");
        }
        let head = signed.replace("\r\n\t", "").to_lowercase();
        assert_eq!(head.matches("list-unsubscribe-post:").count(), 3, "{head}");
        assert!(signed.ends_with("\r\n\r\nHello\r\n"));
    }
}
