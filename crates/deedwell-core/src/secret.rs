//! Secrets: tokens made here, hashes compared in constant time.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::{Error, Result};

/// A random token of 32 bytes in URL-safe base64. It has no `Display`, so that it cannot slip into
/// a log; call [`Secret::reveal`] where it is really meant.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    pub fn new() -> Result<Self> {
        let mut bytes = [0u8; 32];
        getrandom::fill(&mut bytes).map_err(|e| Error::fault(e.to_string()))?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// Six digits, evenly drawn, for a code that a person types.
    pub fn code() -> Result<String> {
        loop {
            let mut bytes = [0u8; 4];
            getrandom::fill(&mut bytes).map_err(|e| Error::fault(e.to_string()))?;
            let n = u32::from_be_bytes(bytes);
            // The last, uneven stretch of the range is drawn again.
            if n < u32::MAX - u32::MAX % 1_000_000 {
                return Ok(format!("{:06}", n % 1_000_000));
            }
        }
    }

    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub fn hash(&self) -> String {
        Self::hash_of(&self.0)
    }

    /// What is kept instead of a token. A plain hash is enough: tokens are 256 random bits.
    pub fn hash_of(token: &str) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
    }

    /// Equal, in a time that does not depend on where they differ.
    pub fn same(a: &str, b: &str) -> bool {
        a.as_bytes().ct_eq(b.as_bytes()).into()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}
