//! How a delivery proves where it is from: the scheme of Standard Webhooks 1.0.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use deedwell_core::{Error, Result, Secret};
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use sha2::Sha256;

/// How long an old secret signs beside the one that takes its place.
pub const GRACE: SignedDuration = SignedDuration::from_hours(24);

const PREFIX: &str = "whsec_";

/// `whsec_` and 32 random bytes in base64.
pub fn make() -> Result<String> {
    let bytes = URL_SAFE_NO_PAD.decode(Secret::new()?.reveal()).map_err(Error::fault)?;
    Ok(format!("{PREFIX}{}", STANDARD.encode(bytes)))
}

/// The header `webhook-signature`: one signature for each secret that is good now.
///
/// # Errors
/// `Fault` when a secret is none of ours.
pub fn signatures(secrets: &[&str], id: &str, at: Timestamp, body: &str) -> Result<String> {
    let said = format!("{id}.{}.{body}", at.as_second());
    let signed = secrets.iter().map(|secret| {
        let bytes = secret.strip_prefix(PREFIX).ok_or_else(|| Error::fault("no signing secret"))?;
        let bytes = STANDARD.decode(bytes).map_err(Error::fault)?;
        let mut mac = Hmac::<Sha256>::new_from_slice(&bytes).map_err(Error::fault)?;
        mac.update(said.as_bytes());
        Ok(format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes())))
    });
    Ok(signed.collect::<Result<Vec<_>>>()?.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the libraries that verify.
    #[test]
    fn the_known_example_is_signed_alike() {
        let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        let at = Timestamp::from_second(1_614_265_330).unwrap();
        let id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
        let known = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(signatures(&[secret], id, at, r#"{"test": 2432232314}"#).unwrap(), known);
        let two = signatures(&[secret, secret], id, at, r#"{"test": 2432232314}"#).unwrap();
        assert_eq!(two, format!("{known} {known}"));
    }

    #[test]
    fn secrets_are_long_and_never_the_same() {
        let (one, other) = (make().unwrap(), make().unwrap());
        let bytes = STANDARD.decode(one.strip_prefix(PREFIX).unwrap()).unwrap();
        assert!(bytes.len() == 32 && one != other);
        assert!(signatures(&["secret"], "m", Timestamp::UNIX_EPOCH, "").is_err());
    }
}
